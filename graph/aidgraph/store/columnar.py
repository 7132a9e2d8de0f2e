"""The columnar tables of a build, open for questions."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidgraph.store import expressions
from aidgraph.store.engine import Engine, Numbers, Question
from aidgraph.store.wanted import NOWHERE, Axes, Population, Wanted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

__all__ = ["Answer", "Columnar"]

Row = tuple[Any, ...]

_DAYS = 16
"""Days of which it is kept who did not exist then."""


class Answer:
    """Rows of an answer, kept in columns until they are read; its length is how many there are.

    Where there is no number, it has that of no party.
    """

    def __init__(self, columns: pa.Table) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return int(self._columns.num_rows)

    def __iter__(self) -> Iterator[Row]:
        return zip(*map(_plain, self._columns.columns), strict=True)


def _plain(column: pa.ChunkedArray) -> list[Any]:
    import pyarrow as pa

    # numbers of nobody would become fractions of nothing on their way to Python
    known = column.fill_null(NOWHERE) if pa.types.is_integer(column.type) else column
    plain: list[Any] = known.to_numpy().tolist()
    return plain


class Columnar:
    """The tables of a build, open for questions. Parties, sources and partnerships go by their numbers."""

    def __init__(self, folder: Path) -> None:
        self._engine = Engine(folder)
        self._gone = lru_cache(_DAYS)(lambda day: self._column(expressions.gone, day))

    def whole(self, table: str, *columns: str) -> list[Row]:
        """Return columns of a whole table, in order."""
        return self._rows(expressions.whole, table, *columns)

    def some(self, table: str, column: str, numbers: Collection[int], *columns: str) -> list[Row]:
        """Return columns of those rows of a table that hold one of the numbers in ``column``, in order."""
        if not numbers:
            return []
        return self._rows(expressions.some, table, column, *columns, **{column: numbers})

    def places(self) -> list[Row]:
        """Return the number, IRI, name, level and place around of every place."""
        return self._rows(expressions.places)

    @cached_property
    def relations(self) -> frozenset[str]:
        """The relations that partnerships state."""
        return frozenset(self._column(expressions.relations))

    @cached_property
    def _kinds(self) -> Mapping[bool, frozenset[str]]:
        found = self._rows(expressions.kinds)
        return {places: frozenset(kind for is_place, kind in found if is_place == places) for places in (True, False)}

    def flagged(self, wanted: Wanted, population: Population, *, among: Collection[int]) -> npt.NDArray[np.int32]:
        """Return who of a population has flags that are ``among`` these, those with nothing first, then by name."""
        asked, numbers = self._settled(population)
        about = wanted.among(self.relations), asked, frozenset(among)
        found = self._engine.ask(expressions.flagged, *about, **numbers)
        party, part = (found[name].to_numpy().astype("int64") for name in ("party", "part"))
        # one number for both sorts in a fraction of the time
        order = (part << 32) | party
        order.sort()
        parties: npt.NDArray[np.int32] = (order & 0x7FFFFFFF).astype("int32")
        return parties

    def grid(self, wanted: Wanted, population: Population, axes: Axes) -> Answer:
        """Return how many of a population are in each cell: place, kind, with ties, only with disputed ones, others."""
        asked, numbers = self._settled(population)
        return Answer(self._engine.ask(expressions.grid, wanted.among(self.relations), asked, axes, **numbers))

    def rosters(self, population: Population, axes: Axes, *, sources: Collection[int] | None = None) -> list[Row]:
        """Return how many of a population stand on which list in each cell: place, kind, source, count.

        With ``sources`` those are counted who stand on any of these, and the source is nobody's number.
        """
        asked, numbers = self._settled(population)
        if sources is None:
            return self._rows(expressions.rosters, asked, axes, **numbers)
        return self._rows(expressions.on_any, asked, axes, source=sources, **numbers)

    def _settled(self, population: Population) -> tuple[Population, Mapping[str, Numbers]]:
        """Return a population without what filters nothing out, and the numbers that go with it."""
        gone = self._gone(population.day)
        numbers: dict[str, Numbers] = {"gone": gone} if len(gone) else {}
        if not population.anywhere:
            numbers["around"] = [population.place]
        return population.among(self._kinds[population.places], whole=not len(gone)), numbers

    def inside(self, wanted: Wanted, places: Collection[int]) -> list[Row]:
        """Return, for each of these places, who inside it has ties."""
        return self._rows(expressions.inside, wanted.among(self.relations), around=places)

    def tied_places(self, wanted: Wanted) -> list[int]:
        """Return the places that have ties of their own."""
        return [int(party) for party in self._column(expressions.tied_places, wanted.among(self.relations))]

    def terms(self, parties: Collection[int], relations: Collection[str], *columns: str) -> list[Row]:
        """Return columns of the partnerships under these relations in which one of these parties has a part.

        Under ``alliedWith`` those are meant too by which others lead, or joined, what these parties lead or joined.
        """
        return self._rows(expressions.terms, frozenset(relations), *columns, party=parties)

    def ends(self, parties: Collection[int], relations: Collection[str]) -> list[Row]:
        """Return who stands on which side of those same partnerships."""
        return self._rows(expressions.ends, frozenset(relations), party=parties)

    def mentions(
        self, partnerships: Collection[int], parties: Collection[int], relations: Collection[str]
    ) -> list[Row]:
        """Return who arranged which accepted partnerships, and which places these concern.

        Those partnerships are meant, and whatever one of these parties arranged or is the place of.
        """
        return self._rows(expressions.mentions, frozenset(relations), partnership=partnerships, party=parties)

    def contradicted(self, partnerships: Collection[int]) -> list[Row]:
        """Return which sources contradict these partnerships, by title."""
        return self._rows(expressions.contradicted, partnership=partnerships)

    def stated(self, partnerships: Collection[int], lists: Collection[int]) -> list[Row]:
        """Return which of these lists name which of these partnerships."""
        return self._rows(expressions.stated, partnership=partnerships, source=lists)

    def totals(self) -> list[Row]:
        """Return the reported totals that accepted claims support, once for every measure."""
        return self._rows(expressions.totals)

    def _rows(self, question: Question, *about: Hashable, **numbers: Numbers) -> list[Row]:
        return list(Answer(self._engine.ask(question, *about, **numbers)))

    def _column(self, question: Question, *about: Hashable, **numbers: Numbers) -> npt.NDArray[Any]:
        """Return the one column of an answer."""
        column: npt.NDArray[Any] = self._engine.ask(question, *about, **numbers).column(0).to_numpy()
        return column
