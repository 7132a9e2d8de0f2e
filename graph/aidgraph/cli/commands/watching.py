"""What to keep an eye on: partnerships that lapse, parties that hold up many, and what changed."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table, shortened

__all__ = ["lapses", "measures"]

_SHOWN = 10


def lapses(
    call: Call,
    *,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="2023, 2023-05 or 2023-05-22; by default today.")] = "",
    relation: Annotated[str, typer.Option(help="Only this relation, with those below it; by default any link.")] = "",
    answer: Annotated[
        Literal["ended", "term over", "not attested", "end unknown", "open-ended", "running", "all"],
        typer.Option(help="Only partnerships with this answer."),
    ] = "all",
) -> None:
    """Tell which partnerships have ended, whose term is over, and of which no source speaks any more.

    How parties are organised (ledBy, partOf, locatedIn) is no link, and told only where --relation names it.
    """
    found = call.open().lapses(as_of, relation=relation, answer=answer)
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    print_table(
        ("answer", "relation", "partners", "last attested", "because"),
        ((one.answer, one.relation, shortened(one.partners), one.last_attested or "", one.because) for one in found),
    )
    if not found:
        call.note("no such partnership had begun by then")


def measures(
    call: Call,
    *,
    relation: Annotated[str, typer.Option(help="Only this relation, with those below it.")] = "",
) -> None:
    """Tell what holds the network together: components, bridges, single points of failure, loads, brokers."""
    found = call.open().measures(relation=relation)
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    sections = (
        ("components", ("size", "members"), [(str(c.size), shortened(c.members)) for c in found.components]),
        ("bridges", ("relation", "because"), [(b.relation, b.because) for b in found.bridges]),
        ("single points of failure", ("name", "because"), [(p.name, p.because) for p in found.single_points]),
        ("loads", ("name", "because"), [(load.name, load.because) for load in found.loads]),
        ("brokers", ("name", "because"), [(b.name, b.because) for b in found.brokers]),
    )
    for number, (title, columns, rows) in enumerate(sections):
        shown = f" (the first {_SHOWN} of {len(rows):,})" if len(rows) > _SHOWN else ""
        print_lines([*([""] if number else []), f"{title}{shown}"])
        print_table(columns, rows[:_SHOWN])
