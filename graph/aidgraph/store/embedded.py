"""The embedded SPARQL store: the one module that knows Oxigraph.

Every triple stands in one named graph; queries see the union of all of them as the default graph.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from aidgraph.errors import QueryError, StorageError
from aidgraph.store.syntax import bound, names_graphs, syntax_error
from aidgraph.terms import PREFIXES, XSD

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib

__all__ = ["Iri", "Rows", "Store", "Value", "with_values"]

Value = str | int | float | bool | Decimal | dt.date | None
"""A value of a row: an IRI or text as ``str``, typed literals as Python values, ``None`` where unbound."""


class Iri(str):
    """An IRI, told apart from text where a query's variable is bound to it."""

    __slots__ = ()


class Rows(list[Any]):
    """The answer to a SELECT query: a list of named tuples, one a solution; ``columns`` names the variables."""

    def __init__(self, columns: tuple[str, ...], rows: Iterable[tuple[Value, ...]]) -> None:
        super().__init__(rows)
        self.columns = columns

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas data frame."""
        import pandas as pd

        return pd.DataFrame(list(self), columns=list(self.columns))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame; a column with values of several types becomes one of text."""
        import polars as pl

        columns = zip(*self, strict=True) if self else [()] * len(self.columns)
        return pl.DataFrame(
            [pl.Series(name, _alike(column)) for name, column in zip(self.columns, columns, strict=True)]
        )


def _alike(values: Sequence[Value]) -> Sequence[Value]:
    """Return values of one type: as they are, or as text where they are of several."""
    if len({type(value) for value in values if value is not None}) <= 1:
        return values
    return [value if value is None else str(value) for value in values]


class Store:
    """A store of quads: in memory, to be filled, or opened in a folder, to be read.

    >>> store = Store()
    >>> store.load(['<http://example.org/a> <http://example.org/p> "学校"@zh <http://example.org/g> .'])
    >>> store.query("SELECT ?label { ?a ?p ?label }")
    [Row(label='学校')]
    """

    def __init__(self) -> None:
        self._store = ox.Store()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a store for reading only; any number of processes may do so at once."""
        store = cls.__new__(cls)
        with _storage_errors():
            store._store = ox.Store.read_only(str(folder))  # noqa: SLF001  its own attribute
        return store

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def load(self, lines: Iterable[str], format_: str = "nq") -> None:
        """Load text in bulk: lines of nq, or of trig where each stands alone."""
        with _storage_errors():
            for piece in _pieces(lines):
                self._store.bulk_load(input=piece, format=_DUMP_FORMATS[format_])

    def load_file(self, path: Path, graph: str) -> None:
        """Load an RDF file into one named graph."""
        with _storage_errors():
            self._store.bulk_load(path=str(path), to_graph=ox.NamedNode(graph))

    def save(self, folder: Path) -> None:
        """Write everything to a new store in a folder; filling it in one go leaves it small and quick to read."""
        with _storage_errors():
            saved = ox.Store(str(folder))
            try:
                quads = iter(self._store)
                for first in quads:
                    saved.bulk_extend(chain([first], islice(quads, _SAVED - 1)))
                saved.flush()
                saved.optimize()
            finally:
                # closed even where an error is kept, and with it this frame: nobody else may write there till then
                del saved

    def construct(self, query: str, graph: str, *, bind: Mapping[str, Value] | None = None) -> int:
        """Add what a CONSTRUCT query yields to a named graph; return the number of triples it yielded."""
        name = ox.NamedNode(graph)
        triples = self._run(query, bind=bind)
        if not isinstance(triples, ox.QueryTriples):
            raise QueryError("a rule needs a CONSTRUCT query")
        quads = [ox.Quad(t.subject, t.predicate, t.object, name) for t in triples]
        with _storage_errors():
            self._store.bulk_extend(quads)
        return len(quads)

    def query(
        self, query: str, *, bind: Mapping[str, Value] | None = None, graphs: Iterable[str] | None = None
    ) -> Rows | bool | rdflib.Graph:
        """Answer a SPARQL 1.1 query: rows for SELECT, a truth value for ASK, an rdflib graph otherwise.

        ``bind`` gives variables a value before the query runs (an ``Iri`` or a Python value); ``graphs`` names the
        graphs to look in, all of them by default. Raises ``QueryError``.
        """
        answer = self._run(query, bind=bind, graphs=graphs)
        if isinstance(answer, ox.QuerySolutions):
            columns = tuple([variable.value for variable in answer.variables])
            row = _row(columns)
            with _query_errors():
                return Rows(columns, [row(*map(_value, solution)) for solution in answer])
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        with _query_errors():
            return _rdflib_graph(answer)

    def select(
        self, query: str, *, bind: Mapping[str, Value] | None = None, graphs: Iterable[str] | None = None
    ) -> Rows:
        """Answer a SELECT query; raises ``QueryError`` for one of another form."""
        answer = self.query(query, bind=bind, graphs=graphs)
        if not isinstance(answer, Rows):
            raise QueryError("this needs a SELECT query")
        return answer

    def serialise(self, query: str, format_: str, *, bind: Mapping[str, Value] | None = None) -> bytes:
        """Answer a query in a standard format: json, csv, tsv or xml for rows and truths, ttl or nt for graphs."""
        answer = self._run(query, bind=bind)
        if isinstance(answer, ox.QueryTriples):
            if format_ not in _GRAPH_FORMATS:
                raise QueryError(f"a query that makes a graph has no format {format_!r}; legal: ttl, nt, json, xml")
            with _query_errors():
                return ox.serialize(answer, format=_GRAPH_FORMATS[format_], prefixes=PREFIXES) or b""
        if format_ not in _ROW_FORMATS:
            raise QueryError(f"a query that makes rows has no format {format_!r}; legal: table, json, csv, tsv, xml")
        with _query_errors():
            return answer.serialize(format=_ROW_FORMATS[format_]) or b""

    def dump(self, output: IO[bytes], format_: str, *, graphs: Iterable[str]) -> None:
        """Write the quads of some named graphs as ttl, trig, jsonld, nt or nq."""
        names = [ox.NamedNode(graph) for graph in graphs]
        quads = (quad for name in names for quad in self._store.quads_for_pattern(None, None, None, name))
        if format_ in {"ttl", "nt"}:
            triples = (quad.triple for quad in quads)
            ox.serialize(triples, output, format=_DUMP_FORMATS[format_], prefixes=PREFIXES)
        else:
            ox.serialize(quads, output, format=_DUMP_FORMATS[format_], prefixes=PREFIXES)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(graph.value for graph in self._store.named_graphs())

    def rdflib_graph(self) -> rdflib.Graph:
        """Return a read-only view of all graphs together as an rdflib graph."""
        from aidgraph.store.view import view

        return view(self._store)

    def _run(
        self, query: str, *, bind: Mapping[str, Value] | None = None, graphs: Iterable[str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        query = with_values(query, bind)
        with _query_errors(query):
            if graphs is None:
                # the engine would look in all graphs, whatever FROM says
                union = not names_graphs(query)
                return self._store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
            names: list[Any] = [ox.NamedNode(graph) for graph in graphs]
            return self._store.query(query, prefixes=PREFIXES, default_graph=names)


_ROW_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
_DUMP_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}

_PIECE = 1 << 27
"""Bytes of text handed to the store at once: large pieces make few files, and memory stays bounded."""


_SAVED = 1 << 20
"""Quads written to a folder at once: the writer keeps several times their size in memory till they are on disk."""


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    piece: list[bytes] = []
    size = 0
    for line in map(str.encode, lines):
        piece.append(line)
        size += len(line)
        if size > _PIECE:
            yield b"".join(piece)
            piece.clear()
            size = 0
    if piece:
        yield b"".join(piece)


class _query_errors:  # noqa: N801  used as a statement
    """Turns what the store says of a query, at once or while it answers, into a ``QueryError``."""

    def __init__(self, query: str = "") -> None:
        self.query = query

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, SyntaxError):
            raise QueryError(f"not SPARQL 1.1: {syntax_error(self.query, error.msg)}") from error
        if isinstance(error, RuntimeError | ValueError | OSError):
            raise QueryError(f"the query failed: {error}") from error


class _storage_errors:  # noqa: N801  used as a statement
    """Turns what the store says of the disk into a ``StorageError``."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, OSError | RuntimeError):
            raise StorageError(f"the store could not be read or written: {error}") from error


@lru_cache(maxsize=256)
def _row(columns: tuple[str, ...]) -> Any:  # noqa: ANN401  a named tuple made for these columns
    return namedtuple("Row", columns, rename=True)  # noqa: PYI024  its fields are known at run time only


_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")

_LITERALS: dict[str, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    f"{XSD}integer": (re.compile(r"[+-]?[0-9]{1,4000}"), int),
    f"{XSD}decimal": (re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"), Decimal),
    f"{XSD}double": (_FLOAT, float),
    f"{XSD}float": (_FLOAT, float),
    f"{XSD}boolean": (re.compile(r"true|false|1|0"), lambda text: text in {"true", "1"}),
    f"{XSD}date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), dt.date.fromisoformat),
}
"""How the literals that have a Python value are written, and what makes it; any other stays the text it is."""


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value:
    if type(term) is ox.Literal:
        text = term.value
        known = _LITERALS.get(term.datatype.value)
        if known is None or not known[0].fullmatch(text):
            return text
        try:
            return known[1](text)
        except ValueError:
            # a day that no month has: RDF may hold it, and one such must not fail the others
            return text
    if term is None:
        return None
    return str(term) if isinstance(term, ox.Triple) else term.value


def with_values(query: str, bind: Mapping[str, Value] | None) -> str:
    """Return a query with values in place of variables; raises ``QueryError`` for an IRI that is none."""
    values = {name: value for name, value in (bind or {}).items() if value is not None}
    try:
        return bound(query, {name: str(_term(value)) for name, value in values.items()})
    except ValueError as error:
        raise QueryError(f"a value is no IRI: {error}") from error


def _term(value: str | float | Decimal | dt.date) -> ox.NamedNode | ox.Literal:
    if isinstance(value, Iri):
        return ox.NamedNode(value)
    if isinstance(value, dt.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{XSD}dateTime"))
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(f"{XSD}decimal"))
    return ox.Literal(value)


def _rdflib_graph(triples: ox.QueryTriples) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph
