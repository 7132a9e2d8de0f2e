"""What is known of a party, who has nobody, and how two parties are connected."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.cards import card_lines
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table, shortened, unrepeated

__all__ = ["gaps", "path", "show"]

Party = Annotated[str, typer.Argument(help="A name, alias, code, id or IRI; `name @ place` where several fit.")]


def show(call: Call, name: Party) -> None:
    """Show a party, its partnerships, and who says so."""
    card = call.open().show(name)
    if call.json:
        from aidgraph.api import records

        print_json(records(card))
    else:
        print_lines(card_lines(card))


def gaps(
    call: Call,
    *,
    relation: Annotated[str, typer.Option(help="A relation, with those below it; by default any.")] = "",
    direction: Annotated[Literal["in", "out", "any"], typer.Option(help="Received, given, or either.")] = "any",
    kind: Annotated[
        str, typer.Option(help="A kind of institution, or a level of place; by default any institution.")
    ] = "",
    place: Annotated[str, typer.Option(help="Only what lies inside this place.")] = "",
    as_of: Annotated[str, typer.Option(metavar="DATE", help="2023, 2023-05 or 2023-05-22.")] = "",
    answer: Annotated[
        Literal["linked", "unlinked", "unknown", "all"], typer.Option(help="Only parties with this answer.")
    ] = "all",
) -> None:
    """Tell who has nobody: linked, unlinked or unknown."""
    aid = call.open()
    found = aid.gaps(relation=relation, direction=direction, kind=kind, place=place, as_of=as_of, answer=answer)
    if note := aid.roster_note(kind=kind, place=place, as_of=as_of):
        call.note(note)
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    print_table(
        ("answer", "name", "kind", "place", "partners", "because"),
        (
            (gap.answer, gap.name, gap.kind, gap.place, shortened(gap.partners), because)
            for gap, because in zip(found, unrepeated([gap.because for gap in found]), strict=True)
        ),
    )


def path(call: Call, one: Party, other: Party) -> None:
    """Show how two parties are connected."""
    steps = call.open().path(one, other)
    if call.json:
        from aidgraph.api import records

        print_json(records(steps))
    elif steps:
        print_table(
            ("from", "relation", "to", "because"),
            ((step.from_, step.relation, step.to, step.because) for step in steps),
        )
    if not steps:
        call.note(f"nothing connects {one} with {other}")
