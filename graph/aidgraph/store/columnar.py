"""Questions to the columnar tables: the one module that knows Ibis.

DuckDB answers them, embedded. They keep to what Spark can do as well, so that another engine can take its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidgraph.errors import StorageError
from aidgraph.terms import AID

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

__all__ = ["DISPUTED", "FLAGS", "INSIDE", "LINKED", "NOWHERE", "Answer", "Axes", "Columnar", "Population", "Wanted"]

LINKED, DISPUTED, INSIDE = 1, 2, 4
"""The flags of a party: it has ties, it has disputed ones, what lies inside it has ties."""

FLAGS = range((LINKED | DISPUTED | INSIDE) + 1)
"""All combinations of the flags of a party."""

NOWHERE = -1
"""The number of no party."""

Row = tuple[Any, ...]

_SIDES = {"out": ("provider",), "in": ("recipient",), "mutual": ("oneSide", "otherSide", "peer")}
_MEMBER, _LEADS, _ALLIED = (f"{AID}{name}" for name in ("memberOf", "leads", "alliedWith"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ties are asked for: their relations and directions, and the day on which they are to hold.

    With ``as_of`` they had begun and not ended then, as far as is known; without, they have not ended by ``today``.
    """

    relations: frozenset[str]
    directions: frozenset[str]
    as_of: dt.date | None
    today: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is asked about: those of some kinds inside a place, or anywhere, who existed on a day.

    ``places`` tells whether the kinds are levels of place.
    """

    kinds: frozenset[str]
    places: bool
    place: int = NOWHERE
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """How parties are sorted into cells: by kind, and by their place or the place of a level that is around them."""

    by_place: bool
    by_kind: bool
    level: str = ""


class Answer:
    """Rows of an answer, kept in columns until they are read; its length is how many there are."""

    def __init__(self, columns: pa.Table) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return int(self._columns.num_rows)

    def __iter__(self) -> Iterator[Row]:
        return zip(*(column.to_numpy().tolist() for column in self._columns.columns), strict=True)


class Columnar:
    """The tables of a build, open for questions. Parties, sources and partnerships go by their numbers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._table = lru_cache(maxsize=None)(self._open)

    def whole(self, table: str, *columns: str) -> list[Row]:
        """Return columns of a whole table, in order."""
        return self._rows(self._table(table).select(*columns).order_by(columns))

    def some(self, table: str, column: str, numbers: Collection[int], *columns: str) -> list[Row]:
        """Return columns of those rows of a table that hold one of the numbers in ``column``, in order."""
        if not numbers:
            return []
        return self._rows(self._of(self._table(table), column, numbers).select(*columns).order_by(columns))

    def places(self) -> list[Row]:
        """Return the number, IRI, name, level and place around of every place."""
        parties = self._table("parties")
        return self._rows(parties.filter(parties.is_place).select("party", "iri", "name", "kind", "place"))

    @cached_property
    def relations(self) -> frozenset[str]:
        """The relations that partnerships state."""
        return frozenset(self._column(self._table("partnerships").select("relation").distinct()))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(self._column(self._table("parties").select("kind").distinct()))

    # -- who is linked

    def flagged(self, wanted: Wanted, population: Population, *, among: Collection[int]) -> npt.NDArray[np.int32]:
        """Return who of a population has flags that are ``among`` these, those with nothing first, then by name."""
        found = self._flags(wanted, population)
        if not set(among).issuperset(FLAGS):
            flags = found.linked * LINKED + found.disputed * DISPUTED + found.inside * INSIDE
            found = found.filter(flags.isin(sorted(among)))
        order = [found.linked, found.inside, found.party] if population.places else [found.linked, found.party]
        return self._column(found.order_by(order).select("party"))

    def grid(self, wanted: Wanted, population: Population, axes: Axes) -> Answer:
        """Return how many of a population are in each cell: place, kind, with ties, only with disputed ones, others."""
        found = self._cells(self._flags(wanted, replace(population, places=False)), axes)
        disputed = (found.disputed * (1 - found.linked)).sum()
        counts = found.group_by("cell", "kind").agg(linked=found.linked.sum(), disputed=disputed, all=found.count())
        return self._answer(counts.mutate(all=counts["all"] - counts.linked - counts.disputed))

    def rosters(self, population: Population, axes: Axes, *, sources: Collection[int] | None = None) -> list[Row]:
        """Return how many of a population stand on which list in each cell: place, kind, source, count.

        With ``sources`` those are counted who stand on any of these, and the source is nobody's number.
        """
        import ibis

        listings = self._table("listings")
        there = listings.filter(_there(listings, population.day)).select("party", "source")
        if sources is not None:
            there = there.filter(there.source.isin(sorted(sources))).mutate(source=ibis.literal(NOWHERE, "int32"))
        found = self._cells(self._population(population), axes).join(there.distinct(), "party")
        return self._rows(found.group_by("cell", "kind", "source").agg(count=found.count()))

    def _cells(self, population: ir.Table, axes: Axes) -> ir.Table:
        """Return a population with the cell of each: a place, and a kind."""
        import ibis

        found = population if axes.by_kind else population.mutate(kind=ibis.literal(""))
        if not axes.by_place:
            return found.mutate(cell=ibis.literal(NOWHERE, "int32"))
        if not axes.level:
            return found.mutate(cell=found.place)
        within, parties = self._table("within"), self._table("parties")
        chosen = parties.filter(parties.kind == axes.level).select(around="party")
        around = within.semi_join(chosen, "around")
        nearest = around.group_by("place").agg(steps=around.steps.min())
        around = around.semi_join(nearest, ["place", "steps"]).select(start="place", cell="around")
        found = found.mutate(start=found.is_place.ifelse(found.party, found.place))
        return found.left_join(around, "start").drop("start", "start_right")

    def inside(self, wanted: Wanted, places: Collection[int]) -> list[Row]:
        """Return, for each of these places, who inside it has ties."""
        within = self._of(self._table("within"), "around", places)
        return self._rows(self._inside(wanted, within).select("around", "party").order_by(["around", "party"]))

    def _flags(self, wanted: Wanted, asked: Population) -> ir.Table:
        """Return a population with its flags, as ones and noughts."""
        import ibis

        population = self._population(asked)
        found = population.left_join(self._tied(wanted), "party")
        found = found.select(
            *population.columns, linked=found.linked.fill_null(0), disputed=found.disputed.fill_null(0)
        )
        if not asked.places:
            return found.mutate(inside=ibis.literal(0, "int32"))
        inside = self._inside(wanted, self._table("within")).select(party="around").distinct()
        inside = inside.mutate(inside=ibis.literal(1, "int32"))
        joined = found.left_join(inside, "party")
        return joined.select(*found.columns, inside=joined.inside.fill_null(0))

    def _tied(self, wanted: Wanted) -> ir.Table:
        """Return who has ties, and who has disputed ones, as ones and noughts."""
        ties = self._ties(wanted)
        tied = ties.mutate(
            linked=(ties.standing == "accepted").cast("int32"), disputed=(ties.standing == "disputed").cast("int32")
        ).select("party", "linked", "disputed")
        if _ALLIED in wanted.relations and self.relations.issuperset([_MEMBER, _LEADS]):
            import ibis

            allied = self._allied(wanted).mutate(linked=ibis.literal(1, "int32"), disputed=ibis.literal(0, "int32"))
            tied = tied.union(allied)
        return tied.group_by("party").agg(linked=tied.linked.max(), disputed=tied.disputed.max())

    def _ties(self, wanted: Wanted) -> ir.Table:
        ties = self._holding("ties", wanted)
        # what filters nothing out is not asked: texts are slow to compare
        if not wanted.relations >= self.relations:
            ties = ties.filter(ties.relation.isin(sorted(wanted.relations & self.relations)))
        if not wanted.directions >= _SIDES.keys():
            sides = [side for direction in sorted(wanted.directions) for side in _SIDES[direction]]
            ties = ties.filter(ties.side.isin(sides))
        return ties.select("party", "standing")

    def _holding(self, table: str, wanted: Wanted) -> ir.Table:
        """Return the partnerships, or ties, that hold on the day: the same as ``holds`` says of one."""
        found = self._table(table)
        ended = found.status.fill_null("") == "ended"
        if wanted.as_of is None:
            return found.filter(~ended, found.until.isnull() | (found.until >= wanted.today))
        undated = found.status_as_of.isnull()
        return found.filter(
            ~(ended & found.until.isnull() & (undated | (found.status_as_of <= wanted.as_of))),
            found.since.isnull() | (found.since <= wanted.as_of),
            found.until.isnull() | (found.until >= wanted.as_of),
        )

    def _allied(self, wanted: Wanted) -> ir.Table:
        """Return the members of what others lead, and those who lead it."""
        joined = self._holding("partnerships", wanted)
        joined = joined.filter(joined.standing == "accepted", joined.pairing.fill_null("") != "unspecified")
        parts = self._table("participations")
        ends = {}
        for relation in (_MEMBER, _LEADS):
            chosen = joined.filter(joined.relation == relation).select("partnership")
            froms = parts.filter(parts.side == "provider").semi_join(chosen, "partnership")
            tos = parts.filter(parts.side == "recipient").select("partnership", alliance="party")
            ends[relation] = froms.join(tos, "partnership").select("party", "alliance")
        members, leaders = ends[_MEMBER], ends[_LEADS].select("alliance", leader="party")
        pairs = members.join(leaders, "alliance")
        pairs = pairs.filter(pairs.party != pairs.leader)
        return pairs.select("party").union(pairs.select(party="leader"))

    def _inside(self, wanted: Wanted, within: ir.Table) -> ir.Table:
        """Return who has ties together with the places around it."""
        tied, parties = self._tied(wanted), self._table("parties")
        linked = parties.semi_join(tied.filter(tied.linked == 1), "party").select("party", "place")
        return linked.join(within, "place").select("party", "around")

    def _population(self, asked: Population) -> ir.Table:
        parties, within = self._table("parties"), self._table("within")
        found = parties.filter(parties.kind.isin(sorted(asked.kinds & self._kinds)))
        if asked.place != NOWHERE:
            found = found.semi_join(within.filter(within.around == asked.place), "place")
        return found.anti_join(self._gone(asked.day), "party").select("party", "kind", "place", "is_place")

    def _gone(self, day: dt.date) -> ir.Table:
        """Return who did not exist on a day, by every list that gives dates."""
        listings = self._table("listings")
        dated = listings.filter(listings.since.notnull() | listings.until.notnull())
        # few are gone: those alone are looked up among the others
        gone = dated.filter(~_there(dated, day)).select("party").distinct()
        return gone.anti_join(dated.filter(_there(dated, day)), "party")

    def tied_places(self, wanted: Wanted) -> list[int]:
        """Return the places that have ties of their own."""
        tied, parties = self._tied(wanted), self._table("parties")
        places = parties.filter(parties.is_place).semi_join(tied.filter(tied.linked == 1), "party")
        return [int(party) for party in self._column(places.select("party").order_by("party"))]

    # -- what is known of some

    def terms(self, parties: Collection[int], relations: Collection[str], *columns: str) -> list[Row]:
        """Return columns of the partnerships under these relations in which one of these parties has a part.

        Under ``alliedWith`` those are meant too by which others lead, or joined, what these parties lead or joined.
        """
        return self._rows(self._joined(parties, relations).select(*columns).order_by(columns[0]))

    def ends(self, parties: Collection[int], relations: Collection[str]) -> list[Row]:
        """Return who stands on which side of those same partnerships."""
        joined = self._joined(parties, relations)
        return self._rows(self._table("participations").semi_join(joined, "partnership"))

    def _joined(self, parties: Collection[int], relations: Collection[str]) -> ir.Table:
        parts, known = self._table("participations"), self._table("partnerships")
        mine = self._of(parts, "party", parties)
        found = mine.join(known.filter(known.relation.isin(sorted(relations))), "partnership").select("partnership")
        if _ALLIED in relations:
            joining = parts.semi_join(known.filter(known.relation.isin([_MEMBER, _LEADS])), "partnership")
            tos = joining.filter(joining.side == "recipient")
            alliances = tos.semi_join(mine.filter(mine.side == "provider"), "partnership")
            found = found.union(tos.semi_join(alliances, "party").select("partnership"))
        return known.semi_join(found, "partnership")

    def mentions(
        self, partnerships: Collection[int], parties: Collection[int], relations: Collection[str]
    ) -> list[Row]:
        """Return who arranged which accepted partnerships, and which places these concern.

        Those partnerships are meant, and whatever one of these parties arranged or is the place of.
        """
        mentions, joined = self._table("mentions"), self._table("partnerships")
        both = self._of(mentions, "partnership", partnerships).union(
            self._of(mentions, "party", parties), distinct=True
        )
        joined = joined.filter(joined.standing == "accepted", joined.relation.isin(sorted(relations)))
        found = both.join(joined.select("partnership", "iri", "relation", "name"), "partnership")
        return self._rows(found.select("iri", "relation", "name", "party", "role"))

    def contradicted(self, partnerships: Collection[int]) -> list[Row]:
        """Return which sources contradict these partnerships, by title."""
        claims = self._claims("contradicts", partnerships)
        titles = self._table("sources").select("source", "title")
        found = claims.join(titles, "source").select("partnership", "title").distinct()
        return self._rows(found.order_by(["title", "partnership"]))

    def stated(self, partnerships: Collection[int], lists: Collection[int]) -> list[Row]:
        """Return which of these lists name which of these partnerships."""
        claims = self._claims("supports", partnerships)
        both = claims.select("partnership", "source").union(claims.select("partnership", source="list"))
        return self._rows(both.filter(both.source.isin(sorted(lists))).distinct())

    def _claims(self, stance: str, partnerships: Collection[int]) -> ir.Table:
        claims = self._table("claims")
        chosen = claims.filter(claims.review == "accepted", claims.stance == stance)
        return self._of(chosen, "partnership", partnerships)

    # -- counts

    def totals(self) -> list[Row]:
        """Return the reported totals that accepted claims support, once for every measure."""
        totals, claims = self._table("totals"), self._table("claims")
        claims = claims.filter(claims.review == "accepted", claims.stance == "supports", claims.total.notnull())
        measures = claims.select("total", "count", "unit", "amount", "currency").distinct()
        return self._rows(totals.join(measures, "total").drop("total", "within"))

    # -- the engine

    @cached_property
    def _backend(self) -> Any:  # noqa: ANN401  Ibis gives backends no common type
        import ibis

        return ibis.duckdb.connect()

    def _open(self, name: str) -> ir.Table:
        with _storage_errors():
            table: ir.Table = self._backend.read_parquet(self._folder / f"{name}.parquet", table_name=name)
        return table

    def _of(self, table: ir.Table, column: str, numbers: Collection[int]) -> ir.Table:
        import ibis

        wanted = ibis.memtable([(number,) for number in numbers], schema={column: "int32"})
        return table.semi_join(wanted, column)

    def _rows(self, query: ir.Table) -> list[Row]:
        return list(self._answer(query))

    def _column(self, query: ir.Table) -> npt.NDArray[Any]:
        """Return the one column that a query has."""
        column: npt.NDArray[Any] = self._ask(query).column(0).to_numpy()
        return column

    def _answer(self, query: ir.Table) -> Answer:
        # numbers of nobody would become fractions of nothing on their way to Python
        numbers = {name: query[name].fill_null(NOWHERE) for name, sort in query.schema().items() if sort.is_integer()}
        return Answer(self._ask(query.mutate(**numbers) if numbers else query))

    def _ask(self, query: ir.Table) -> pa.Table:
        with _storage_errors():
            return self._backend.to_pyarrow(query)


def _there(listing: ir.Table, day: dt.date) -> ir.BooleanValue:
    """Tell whether a party existed on a day by what a list says of it."""
    begun = listing.since.isnull() | (listing.since <= day)
    return begun & (listing.until.isnull() | (listing.until >= day))


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Turn what the engine says of files into a ``StorageError``."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise StorageError(f"the tables could not be read: {error}") from error
