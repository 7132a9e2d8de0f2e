"""Which rows of two rosters may speak of one party."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table
from aidgraph.errors import UsageError

if TYPE_CHECKING:
    from aidgraph.resolve.linking import Candidate
    from aidgraph.workspace import Workspace

__all__ = ["link"]

Roster = Annotated[str, typer.Argument(help="A roster: a source of the workspace by id or path, or a file.")]


def link(
    call: Call,
    left: Roster,
    right: Roster,
    *,
    threshold: Annotated[
        float, typer.Option(metavar="P", min=0.0, max=1.0, help="Only pairs at least so likely, from 0 to 1.")
    ] = 0.1,
    every: Annotated[bool, typer.Option("--all", help="Pairs too of which one has another partner as likely.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write the pairs to a table.")
    ] = None,
) -> None:
    """List rows of two rosters that may speak of one party; nothing is merged by it."""
    from aidgraph.kinds import vocabulary
    from aidgraph.resolve.linking import entries, link
    from aidgraph.resolve.rosters import read_roster

    if output and output.suffix.lower() != ".csv":
        raise UsageError(f"{output} cannot be written; legal: a name that ends in .csv")
    workspace = _workspace(call)
    words = workspace.vocabulary if workspace else vocabulary()
    rosters = [entries(read_roster(name, workspace), words) for name in (left, right)]
    with call.progress() as progress:
        progress("comparing")
        found = link(*rosters, threshold=threshold)
    shown = [pair for pair in found if every or not pair.rival]
    if output:
        _write(shown, output)
    if call.json:
        print_json([{"a": p.a, "b": p.b, "score": p.score, "because": p.because} for p in shown])
    elif output:
        print_lines([f"{output}: {len(shown):,} pairs"])
    else:
        print_table(("score", "a", "b", "because"), ((f"{p.score:.4f}", p.a, p.b, p.because) for p in shown))
    if len(found) > len(shown):
        call.note(f"{len(found) - len(shown):,} more pairs have a rival as likely; --all lists them")
    elif not found:
        call.note("no two rows look like one party")


def _workspace(call: Call) -> Workspace | None:
    from aidgraph.workspace import load_workspace

    try:
        folder = call.folder
    except UsageError:
        if call.workspace:
            raise
        return None
    return load_workspace(folder)


def _write(pairs: list[Candidate], path: Path) -> None:
    from aidgraph.show.cells import CSV_MARK, csv_line
    from aidgraph.show.replacing import replacing

    with replacing(path) as stream:
        stream.write(CSV_MARK + csv_line(("a", "b", "score", "because")))
        for pair in pairs:
            stream.write(csv_line((pair.a, pair.b, str(pair.score), pair.because)))
