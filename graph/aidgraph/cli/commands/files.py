"""Files made of the graph: the page, and exports for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aidgraph.cli.call import Call

__all__ = ["export", "view"]


def view(
    call: Call,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")],
    *,
    around: Annotated[
        str, typer.Option(metavar="NAME", help="Only what lies within a few partnerships of this party.")
    ] = "",
    hops: Annotated[int, typer.Option(min=1, help="How many, with --around.")] = 2,
    place: Annotated[str, typer.Option(help="Only what lies inside this place, with its partners.")] = "",
    relation: Annotated[str, typer.Option(help="Only this relation, with those below it.")] = "",
) -> None:
    """Write the explorer: one HTML file that needs nothing else."""
    written = call.open().write_page(output, around=around, hops=hops, place=place, relation=relation)
    call.wrote(written)


def export(
    call: Call,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Its ending says the format.")],
) -> None:
    """Write all of it to a file for other programs.

    The ending says what: .ttl .nt .nq .trig .jsonld (RDF), .graphml .gexf (networks), .xlsx (sheets of parties,
    partnerships, claims, totals, listings and sources), .csv .parquet (one table: a party's part in a partnership).
    """
    from aidgraph.show.export import ending_of

    ending_of(output)
    call.wrote(call.open().export(output))
