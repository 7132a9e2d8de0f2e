"""What a report in prose says: candidates for a person to accept, never edges."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table, shortened
from aidgraph.errors import UsageError

if TYPE_CHECKING:
    from aidgraph.api import Aid
    from aidgraph.extract.records import Extraction, Passage

__all__ = ["extract"]


def extract(
    call: Call, file: Annotated[Path, typer.Argument(help="A report: .txt, .pdf, .docx or .html.", show_default=False)]
) -> None:
    """Tell what a report says: candidates with their passages, and what was refused.

    Inside a workspace its parties are known by their names and aliases; outside of one, names tell by themselves.
    Where AIDGRAPH_LLM_URL names a language model, it proposes too, past the same gate. Nothing is taken in.
    """
    from aidgraph.extract.candidates import candidates
    from aidgraph.extract.llm import model_from_environment
    from aidgraph.kinds import vocabulary
    from aidgraph.read.document import read_document

    if not file.is_file():
        raise UsageError(f"no file {str(file)!r}")
    aid = _workspace(call)
    known, words = (aid.known_parties(), aid.workspace.vocabulary) if aid else ([], vocabulary())
    with call.progress() as progress:
        document = read_document(file, progress=partial(progress, f"reading {file.name}"))
        progress(f"looking through {len(document.text):,} characters")
        found = candidates(document.text, known=known, words=words, proposer=model_from_environment(words))
    for warning in found.warnings:
        call.note(f"{file}: {warning}")
    if call.json:
        from aidgraph.extract.plain import plain

        print_json(plain(found))
    else:
        _print(found)


def _workspace(call: Call) -> Aid | None:
    """Return the workspace that is named or that the current folder lies in, if any."""
    from aidgraph.workspace import FILE_NAME

    here = Path.cwd()
    if call.workspace is None and not any((folder / FILE_NAME).is_file() for folder in (here, *here.parents)):
        return None
    return call.open()


def _print(found: Extraction) -> None:
    candidates = [
        (item.relation, shortened(item.froms), shortened(item.tos), _at(item.passage), item.passage.quote)
        for item in found.candidates
    ]
    totals = [
        (
            item.relation,
            f"{item.count:f}",
            item.unit or item.currency,
            item.bound,
            _at(item.passage),
            item.passage.quote,
        )
        for item in found.totals
    ]
    refused = [(item.reason, item.proposal.relation, item.proposal.quote) for item in found.refused]
    print_lines([f"{len(found.parties)} parties are named"])
    for title, columns, rows in (
        ("candidates", ("relation", "from", "to", "at", "quote"), candidates),
        ("totals", ("relation", "count", "unit", "bound", "at", "quote"), totals),
        ("refused", ("reason", "relation", "quote"), refused),
    ):
        print_lines(["", f"{len(rows)} {title}"])
        if rows:
            print_table(columns, rows)


def _at(passage: Passage) -> str:
    return f"{passage.start}-{passage.end}"
