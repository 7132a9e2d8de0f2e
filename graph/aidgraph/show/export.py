"""Exports: the whole graph as RDF, as a network for other tools, as a workbook, or as one table."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from aidgraph.errors import UsageError, nearest
from aidgraph.show.cells import CSV_MARK, csv_line
from aidgraph.show.replacing import replacing
from aidgraph.show.sheets import PARTS, parts, sheets
from aidgraph.show.workbook import write_workbook
from aidgraph.store.embedded import Store
from aidgraph.store.tables import write_rows

if TYPE_CHECKING:
    import networkx as nx

    from aidgraph.show.picture import Picture

__all__ = [
    "ENDINGS",
    "ending_of",
    "write_book",
    "write_columns",
    "write_network",
    "write_rdf",
    "write_table",
    "write_text",
]

_RDF = ("ttl", "nt", "nq", "trig", "jsonld")
_NETWORK = ("graphml", "gexf")
ENDINGS = (*_RDF, *_NETWORK, "xlsx", "csv", "parquet")
"""The file endings that say what an export is."""


def ending_of(path: Path) -> str:
    """Return the ending of an export; raises ``UsageError`` with the legal ones."""
    ending = path.suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        near = nearest(ending, ENDINGS)
        hint = f"; nearest: .{near}" if near else ""
        raise UsageError(f"no export ends in .{ending}; legal: {', '.join(f'.{e}' for e in ENDINGS)}{hint}")
    return ending


def write_text(text: str, path: Path) -> None:
    """Write a text as UTF-8."""
    with replacing(path) as stream:
        stream.write(text.encode())


def write_rdf(store: Store, path: Path) -> None:
    """Write all graphs of a store: .nt and .nq sorted by line, so that equal graphs give equal bytes."""
    ending = ending_of(path)
    with replacing(path) as stream:
        if ending in {"nt", "nq"}:
            whole = BytesIO()
            store.dump(whole, ending, graphs=store.graphs())
            stream.writelines(sorted(set(whole.getvalue().splitlines(keepends=True))))
        else:
            store.dump(stream, ending, graphs=store.graphs())


def write_network(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write a network of all parties, those without links too, as GraphML or GEXF."""
    import networkx as nx

    plain = nx.MultiDiGraph()
    plain.add_nodes_from(graph.nodes(data=True))
    for number, (one, other, facts) in enumerate(graph.edges(data=True)):
        plain.add_edge(one, other, key=str(number), **facts)
    write = nx.write_graphml if ending_of(path) == "graphml" else nx.write_gexf
    with replacing(path) as stream:
        write(plain, stream, encoding="utf-8")


def write_table(picture: Picture, path: Path) -> None:
    """Write a row for every party's part in every partnership, and one for each party that has none."""
    with replacing(path) as stream:
        stream.write(CSV_MARK + csv_line(PARTS))
        stream.writelines(map(csv_line, parts(picture)))


def write_columns(picture: Picture, path: Path) -> None:
    """Write the same rows as a Parquet file: all columns are text, and what is not stated is null."""
    rows = ([cell or None for cell in row] for row in parts(picture))
    with replacing(path) as stream:
        write_rows(stream, dict.fromkeys(PARTS, "text"), rows)


def write_book(picture: Picture, store: Store, path: Path) -> None:
    """Write parties, partnerships, claims, totals, listings and sources as the sheets of an XLSX workbook."""
    with replacing(path) as stream:
        write_workbook(sheets(picture, store), stream)
