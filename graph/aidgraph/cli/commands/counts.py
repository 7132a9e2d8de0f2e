"""Numbers: what sources count in total, and how much of each place and kind is linked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json
from aidgraph.cli.tables import print_table

if TYPE_CHECKING:
    from aidgraph.ask.totals import Total

__all__ = ["coverage", "totals"]


def totals(call: Call) -> None:
    """Tell what sources report in total, and how much of it is named."""
    found = call.open().totals()
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    print_table(
        ("relation", "reported", "named", "unnamed", "source", "because"),
        (
            (
                total.relation,
                " ".join(filter(None, (total.bound if total.bound != "exact" else "", _measure(total)))),
                "" if total.named is None else str(total.named),
                "" if total.unnamed is None else str(total.unnamed),
                total.source,
                total.because,
            )
            for total in found
        ),
    )


def _measure(total: Total) -> str:
    if total.count is not None:
        return f"{total.count} {total.unit}"
    return f"{total.amount} {total.currency}"


def coverage(
    call: Call,
    *,
    by: Annotated[str, typer.Option(metavar="AXES", help="Some of place, kind, relation.")] = "place,kind",
    relation: Annotated[str, typer.Option(help="A relation, with those below it; by default any.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind of institution, or this level of place.")] = "",
    place: Annotated[str, typer.Option(help="Only what lies inside this place.")] = "",
    level: Annotated[str, typer.Option(help="Roll places up to this level, such as County.")] = "",
    as_of: Annotated[str, typer.Option(metavar="DATE", help="2023, 2023-05 or 2023-05-22.")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to a .csv, .xlsx or .html file.")
    ] = None,
) -> None:
    """Count who is linked, unlinked or unknown, by place and kind.

    With -o the grid is written to a file; .html is the page, which opens at its matrix.
    """
    axes = [axis.strip() for axis in by.split(",") if axis.strip()]
    if output:
        from aidgraph.show.coverage import coverage_ending

        coverage_ending(output, by=axes)
    aid = call.open()
    if output:
        options = {"relation": relation, "kind": kind, "place": place, "level": level, "as_of": as_of}
        call.wrote(aid.write_coverage(output, by=axes, **options))
        return
    found = aid.coverage(by=axes, relation=relation, kind=kind, place=place, level=level, as_of=as_of)
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    print_table(
        (*axes, "roster", "linked", "unlinked", "unknown", "because"),
        (
            (
                *(getattr(cell, axis) for axis in axes),
                "" if cell.roster is None else str(cell.roster),
                str(cell.linked),
                str(cell.unlinked),
                str(cell.unknown),
                cell.because,
            )
            for cell in found
        ),
    )
