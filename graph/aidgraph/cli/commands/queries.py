"""SPARQL, and the named questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines, print_raw
from aidgraph.cli.tables import print_table
from aidgraph.errors import UsageError
from aidgraph.terms import PREFIXES

__all__ = ["query", "questions"]


def questions(call: Call) -> None:
    """List the named questions, and what each must be told."""
    from aidgraph.api import records
    from aidgraph.ask.questions import questions as known

    if call.json:
        print_json(records(list(known().values())))
        return
    rows = []
    for question in known().values():
        told = [f"{p.name}={p.default or p.type.upper()}" for p in question.parameters]
        rows.append((question.name, " ".join(told), question.asks))
    print_table(("name", "--set", "asks"), rows)


def query(
    call: Call,
    text: Annotated[str, typer.Argument(metavar="TEXT|@FILE|NAME", help="SPARQL 1.1, a file of it, or a question.")],
    *,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="k=v", help="A value of a parameter or variable.")
    ] = None,
    format_: Annotated[
        Literal["table", "json", "csv", "tsv", "xml", "ttl"] | None, typer.Option("--format", help="How to answer.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.001, help="Stop the query after so long.")
    ] = None,
) -> None:
    """Answer a SPARQL 1.1 query, or a named question."""
    from aidgraph.ask.questions import asked

    question = asked(_text(text))
    wanted = _format(format_, in_json=call.json, makes_graph=question.makes_graph)
    parameters = dict(map(_parameter, set_ or ()))
    aid = call.open()
    if wanted != "table":
        print_raw(aid.answer(question, wanted, parameters, timeout=timeout))
        return
    answer = json.loads(aid.answer(question, "json", parameters, timeout=timeout))
    if "boolean" in answer:
        print_lines(["yes" if answer["boolean"] else "no"])
        return
    columns, rows = answer["head"]["vars"], answer["results"]["bindings"]
    print_table(columns, ([_shown(row.get(column)) for column in columns] for row in rows))
    if not rows:
        call.note("nothing fits")


def _text(text: str) -> str:
    if not text.startswith("@"):
        return text
    path = Path(text[1:])
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8") from error


def _format(format_: str | None, *, in_json: bool, makes_graph: bool) -> str:
    if in_json and format_ not in {None, "json"}:
        raise UsageError(f"--json and --format {format_} contradict each other")
    wanted = format_ or ("json" if in_json else "table")
    return "ttl" if makes_graph and wanted == "table" else wanted


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text} lacks a value; legal: --set name=value")
    return name.strip(), value.strip()


def _shown(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        for prefix, namespace in PREFIXES.items():
            if value.startswith(namespace) and "/" not in value[len(namespace) :]:
                return f"{prefix}:{value[len(namespace) :]}"
    return value
