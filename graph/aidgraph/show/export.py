"""Exports: the whole graph as RDF, as a network for other tools, or as a table."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from aidgraph.ask.card import Card
from aidgraph.errors import StorageError, UsageError, nearest
from aidgraph.show.cells import neutralise
from aidgraph.store.embedded import Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["ENDINGS", "ending_of", "write_network", "write_rdf", "write_table", "write_text"]

_RDF = ("ttl", "nt", "nq", "trig", "jsonld")
_NETWORK = ("graphml", "gexf")
ENDINGS = (*_RDF, *_NETWORK, "csv")
"""The file endings that say what an export is."""

_COLUMNS = (
    "id",
    "party",
    "kind",
    "place",
    "relation",
    "direction",
    "partners",
    "since",
    "until",
    "status",
    "standing",
    "sources",
)


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
    with _replacing(path) as stream:
        stream.write(text.encode())


def write_rdf(store: Store, path: Path) -> None:
    """Write all graphs of a store: .nt and .nq sorted by line, so that equal graphs give equal bytes."""
    ending = ending_of(path)
    with _replacing(path) as stream:
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
    with _replacing(path) as stream:
        write(plain, stream, encoding="utf-8")


def write_table(cards: Iterable[Card], path: Path) -> None:
    """Write a row for every party's part in every partnership, and one for each party that has none."""
    with _replacing(path) as stream:
        # utf-8-sig: without the mark, spreadsheets take UTF-8 for something else
        text = (",".join(_COLUMNS) + "\r\n").encode("utf-8-sig")
        stream.write(text)
        for card in cards:
            for row in _rows(card):
                stream.write(_line(row))


def _rows(card: Card) -> Iterable[tuple[str, ...]]:
    party = (card.id, card.name, card.kind, card.place)
    for part in card.partnerships:
        sources = sorted({claim.source for claim in part.claims})
        yield (
            *party,
            part.relation,
            part.direction,
            "; ".join(part.partners),
            part.since or "",
            part.until or "",
            part.status,
            part.standing,
            "; ".join(sources),
        )
    if not card.partnerships:
        yield (*party, *([""] * (len(_COLUMNS) - len(party))))


def _line(row: tuple[str, ...]) -> bytes:
    buffer = StringIO()
    csv.writer(buffer).writerow([neutralise(cell) for cell in row])
    return buffer.getvalue().encode("utf-8")


class _replacing:  # noqa: N801  used as a statement
    """Opens a new file beside ``path`` that takes its place when it is written whole."""

    def __init__(self, path: Path) -> None:
        self.path, self.draft = path, path.with_name(f".{path.name}.{os.getpid()}")

    def __enter__(self) -> IO[bytes]:
        try:
            self.stream = self.draft.open("wb")
        except OSError as error:
            raise StorageError(f"{self.path} cannot be written: {error.strerror}") from error
        return self.stream

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        try:
            self.stream.close()
            if error is None:
                self.draft.replace(self.path)
        except OSError as failure:
            raise StorageError(f"{self.path} cannot be written: {failure.strerror}") from failure
        finally:
            self.draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StorageError(f"{self.path} cannot be written: {error.strerror or error}") from error
