"""The engine that answers questions to the columnar tables: DuckDB, embedded. The one module that knows it.

Questions come as expressions of Ibis that Spark can answer as well: another engine is another class like this one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from aidgraph.errors import StorageError
from aidgraph.store.expressions import given
from aidgraph.store.tables import TABLES

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

__all__ = ["Engine", "Numbers", "Question"]

_KEPT = 256
"""Questions of which the words are kept: to put one into words takes longer than small tables take to answer it."""

Question: TypeAlias = "Callable[..., ir.Table]"
"""What makes an expression of what is asked."""

Numbers: TypeAlias = "Collection[int] | npt.NDArray[np.int32]"


@dataclass(frozen=True, slots=True)
class _Statement:
    """A question in the words of the engine, the tables that it reads, and what is in the columns of its answer."""

    text: str
    tables: frozenset[str]
    schema: pa.Schema


class Engine:
    """The tables in a folder, open for questions from any number of threads at once.

    The words of a question are the same in every folder, and kept for all.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._open: set[str] = set()

    def ask(self, question: Question, *about: Hashable, **numbers: Numbers) -> pa.Table:
        """Return the answer to ``question(*about)``; ``numbers`` are what is ``given`` to it, by column.

        Raises ``StorageError`` where a table cannot be read.
        """
        import pyarrow as pa

        statement = _put(question, *about)
        # what is given to one cursor is not seen by another
        with _storage_errors(), self._cursor(statement.tables) as cursor:
            for column, values in numbers.items():
                cursor.register(given(column).get_name(), pa.table({column: pa.array(values, pa.int32())}))
            return cursor.execute(statement.text).to_arrow_table().cast(statement.schema)

    def _cursor(self, tables: frozenset[str]) -> duckdb.DuckDBPyConnection:
        """Return a cursor for one question, with the tables that it reads open."""
        import duckdb

        with self._opening:
            self._connection = self._connection or duckdb.connect()
            for table in sorted(tables - self._open):
                file = _literally(self._folder / f"{table}.parquet")
                self._connection.read_parquet(file).create_view(table)
                self._open.add(table)
            return self._connection.cursor()


@lru_cache(_KEPT)
def _put(question: Question, *about: Hashable) -> _Statement:
    """Put a question into words."""
    import ibis

    query = question(*about)
    read = {table.name for table in query.op().find(ibis.expr.operations.UnboundTable)}
    text = str(ibis.to_sql(query, dialect="duckdb", pretty=False))
    return _Statement(text, frozenset(read & TABLES.keys()), query.schema().to_pyarrow())


def _literally(file: Path) -> str:
    """Return a path in which no character stands for others."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(file))


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Turn what the engine says of files into a ``StorageError``."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise StorageError(f"the tables could not be read: {error}") from error
