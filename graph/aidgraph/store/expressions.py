"""Questions to the columnar tables, as expressions of Ibis: pure functions of what is asked.

They keep to what Spark can do as well as DuckDB. Parties, sources and partnerships go by their numbers. Those that are
asked about are ``given`` with the question, not part of it: one expression does for all of them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from aidgraph.store.tables import TABLES
from aidgraph.store.wanted import (
    ALLIED,
    DISPUTED,
    FLAGS,
    INSIDE,
    LEADS,
    LINKED,
    MEMBER,
    NOWHERE,
    SIDES,
    Axes,
    Population,
    Wanted,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "contradicted",
    "ends",
    "flagged",
    "given",
    "gone",
    "grid",
    "inside",
    "kinds",
    "mentions",
    "on_any",
    "places",
    "relations",
    "rosters",
    "some",
    "stated",
    "terms",
    "tied_places",
    "totals",
    "whole",
]

_TYPES = {"text": "string", "number": "int32", "long": "int64", "date": "date", "truth": "boolean"}


@cache
def _table(name: str) -> ir.Table:
    import ibis

    return ibis.table({column: _TYPES[sort] for column, sort in TABLES[name].items()}, name=name)


@cache
def given(column: str) -> ir.Table:
    """Return the table of those numbers in a column that a question is about."""
    import ibis

    return ibis.table({column: "int32"}, name=f"given_{column}")


def whole(table: str, *columns: str) -> ir.Table:
    """Ask for columns of a whole table, in order."""
    return _table(table).select(*columns).order_by(columns)


def some(table: str, column: str, *columns: str) -> ir.Table:
    """Ask for columns of those rows of a table that hold a given number in ``column``, in order."""
    return _table(table).semi_join(given(column), column).select(*columns).order_by(columns)


def places() -> ir.Table:
    """Ask for the number, IRI, name, level and place around of every place."""
    parties = _table("parties")
    return parties.filter(parties.is_place).select("party", "iri", "name", "kind", "place")


def relations() -> ir.Table:
    """Ask for the relations that partnerships state."""
    return _table("partnerships").select("relation").distinct()


def kinds() -> ir.Table:
    """Ask for the levels of places, and the kinds of others, that there are."""
    return _table("parties").select("is_place", "kind").distinct()


# -- who is linked


def flagged(wanted: Wanted, population: Population, among: frozenset[int]) -> ir.Table:
    """Ask who of a population has flags that are ``among`` these, and in which part of the order each stands."""
    found = _flags(wanted, population)
    flags, part = found.linked * LINKED + found.disputed * DISPUTED, found.linked
    if population.places:
        within = _within(wanted, _table("within")).select(party="around").distinct()
        inside = found.left_join(within.mutate(inside=_one()), "party")
        found = inside.select(*found.columns, inside=inside.inside.fill_null(0))
        flags = found.linked * LINKED + found.disputed * DISPUTED + found.inside * INSIDE
        part = found.linked * 2 + found.inside
    chosen = found.mutate(part=part, flags=flags)
    if not among.issuperset(FLAGS):
        chosen = chosen.filter(chosen.flags.isin(sorted(among)))
    return chosen.select("party", "part")


def grid(wanted: Wanted, population: Population, axes: Axes) -> ir.Table:
    """Ask how many of a population are in each cell: place, kind, with ties, only with disputed ones, others."""
    found = _cells(_flags(wanted, population), population, axes)
    disputed = (found.disputed * (1 - found.linked)).sum()
    counts = found.group_by("cell", "kind").agg(linked=found.linked.sum(), disputed=disputed, all=found.count())
    return counts.mutate(all=counts["all"] - counts.linked - counts.disputed)


def rosters(population: Population, axes: Axes) -> ir.Table:
    """Ask how many of a population stand on which list in each cell: place, kind, source, count."""
    listings = _table("listings")
    return _listed(listings.filter(_there(listings, population.day)).select("party", "source"), population, axes)


def on_any(population: Population, axes: Axes) -> ir.Table:
    """Ask how many of a population stand on any of the given lists in each cell; the source is nobody's number."""
    listings = _table("listings")
    there = listings.filter(_there(listings, population.day)).semi_join(given("source"), "source")
    return _listed(there.select("party", source=_nobody()), population, axes)


def _listed(there: ir.Table, population: Population, axes: Axes) -> ir.Table:
    found = _cells(_population(population), population, axes).join(there.distinct(), "party")
    return found.group_by("cell", "kind", "source").agg(count=found.count())


def _cells(found: ir.Table, population: Population, axes: Axes) -> ir.Table:
    """Return a population, as found, with the cell of each: a place, and a kind."""
    import ibis

    found = found if axes.by_kind else found.mutate(kind=ibis.literal(""))
    if not axes.by_place:
        return found.mutate(cell=_nobody())
    if not axes.level:
        return found.mutate(cell=found.place)
    within, parties = _table("within"), _table("parties")
    chosen = parties.filter(parties.kind == axes.level).select(around="party")
    around = within.semi_join(chosen, "around")
    nearest = around.group_by(start="place").agg(cell=around.around.argmin(around.steps))
    found = found.mutate(start=found.party if population.places else found.place)
    return found.left_join(nearest, "start").drop("start", "start_right")


def inside(wanted: Wanted) -> ir.Table:
    """Ask, for each given place, who inside it has ties."""
    around = _table("within").semi_join(given("around"), "around")
    return _within(wanted, around).select("around", "party").order_by(["around", "party"])


def tied_places(wanted: Wanted) -> ir.Table:
    """Ask which places have ties of their own."""
    tied, parties = _tied(wanted), _table("parties")
    found = parties.filter(parties.is_place).semi_join(tied.filter(tied.linked == 1), "party")
    return found.select("party").order_by("party")


def _flags(wanted: Wanted, asked: Population) -> ir.Table:
    """Return a population with who has ties, and who has disputed ones, as ones and noughts."""
    population = _population(asked)
    found = population.left_join(_tied(wanted), "party")
    return found.select(*population.columns, linked=found.linked.fill_null(0), disputed=found.disputed.fill_null(0))


def _tied(wanted: Wanted) -> ir.Table:
    """Return who has ties, and who has disputed ones, as ones and noughts."""
    ties = _ties(wanted)
    tied = ties.mutate(
        linked=(ties.standing == "accepted").cast("int32"), disputed=(ties.standing == "disputed").cast("int32")
    ).select("party", "linked", "disputed")
    if ALLIED in wanted.relations:
        tied = tied.union(_allied(wanted).mutate(linked=_one(), disputed=1 - _one()))
    return tied.group_by("party").agg(linked=tied.linked.max(), disputed=tied.disputed.max())


def _ties(wanted: Wanted) -> ir.Table:
    ties = _holding("ties", wanted)
    if not wanted.every:
        ties = ties.filter(ties.relation.isin(sorted(wanted.relations)))
    if not wanted.directions >= SIDES.keys():
        sides = [side for direction in sorted(wanted.directions) for side in SIDES[direction]]
        ties = ties.filter(ties.side.isin(sides))
    return ties.select("party", "standing")


def _holding(table: str, wanted: Wanted) -> ir.Table:
    """Return the partnerships, or ties, that hold on the day: the same as ``holds`` says of one."""
    found = _table(table)
    ended = found.status.fill_null("") == "ended"
    if wanted.as_of is None:
        return found.filter(~ended, found.until.isnull() | (found.until >= wanted.today))
    undated = found.status_as_of.isnull()
    return found.filter(
        ~(ended & found.until.isnull() & (undated | (found.status_as_of <= wanted.as_of))),
        found.since.isnull() | (found.since <= wanted.as_of),
        found.until.isnull() | (found.until >= wanted.as_of),
    )


def _allied(wanted: Wanted) -> ir.Table:
    """Return the members of what others lead, and those who lead it."""
    joined = _holding("partnerships", wanted)
    joined = joined.filter(joined.standing == "accepted", joined.pairing.fill_null("") != "unspecified")
    parts = _table("participations")
    sides = {}
    for relation in (MEMBER, LEADS):
        chosen = joined.filter(joined.relation == relation).select("partnership")
        froms = parts.filter(parts.side == "provider").semi_join(chosen, "partnership")
        tos = parts.filter(parts.side == "recipient").select("partnership", alliance="party")
        sides[relation] = froms.join(tos, "partnership").select("party", "alliance")
    members, leaders = sides[MEMBER], sides[LEADS].select("alliance", leader="party")
    pairs = members.join(leaders, "alliance")
    pairs = pairs.filter(pairs.party != pairs.leader)
    return pairs.select("party").union(pairs.select(party="leader"))


def _within(wanted: Wanted, within: ir.Table) -> ir.Table:
    """Return who has ties together with the places around it."""
    tied, parties = _tied(wanted), _table("parties")
    linked = parties.semi_join(tied.filter(tied.linked == 1), "party").select("party", "place")
    return linked.join(within, "place").select("party", "around")


def _population(asked: Population) -> ir.Table:
    parties, within = _table("parties"), _table("within")
    found = parties.filter(parties.is_place if asked.places else ~parties.is_place)
    if not asked.every:
        found = found.filter(found.kind.isin(sorted(asked.kinds)))
    if not asked.anywhere:
        found = found.semi_join(within.semi_join(given("around"), "around"), "place")
    if not asked.whole:
        found = found.anti_join(given("gone").select(party="gone"), "party")
    return found.select("party", "kind", "place")


def gone(day: dt.date) -> ir.Table:
    """Ask who did not exist on a day, by every list that gives dates."""
    listings = _table("listings")
    dated = listings.filter(listings.since.notnull() | listings.until.notnull())
    away = dated.filter(~_there(dated, day)).select("party").distinct()
    return away.anti_join(dated.filter(_there(dated, day)), "party")


def _there(listing: ir.Table, day: dt.date) -> ir.BooleanValue:
    """Tell whether a party existed on a day by what a list says of it."""
    begun = listing.since.isnull() | (listing.since <= day)
    return begun & (listing.until.isnull() | (listing.until >= day))


# -- what is known of some


def terms(relations: frozenset[str], *columns: str) -> ir.Table:
    """Ask for columns of the partnerships under these relations in which a given party has a part.

    Under ``alliedWith`` those are meant too by which others lead, or joined, what these parties lead or joined.
    """
    return _joined(relations).select(*columns).order_by(columns[0])


def ends(relations: frozenset[str]) -> ir.Table:
    """Ask who stands on which side of those same partnerships."""
    return _table("participations").semi_join(_joined(relations), "partnership")


def _joined(relations: frozenset[str]) -> ir.Table:
    parts, known = _table("participations"), _table("partnerships")
    mine = parts.semi_join(given("party"), "party")
    found = mine.join(known.filter(known.relation.isin(sorted(relations))), "partnership").select("partnership")
    if ALLIED in relations:
        joining = parts.semi_join(known.filter(known.relation.isin([MEMBER, LEADS])), "partnership")
        tos = joining.filter(joining.side == "recipient")
        alliances = tos.semi_join(mine.filter(mine.side == "provider"), "partnership")
        found = found.union(tos.semi_join(alliances, "party").select("partnership"))
    return known.semi_join(found, "partnership")


def mentions(relations: frozenset[str]) -> ir.Table:
    """Ask who arranged which accepted partnerships, and which places these concern.

    The given partnerships are meant, and whatever a given party arranged or is the place of.
    """
    told, joined = _table("mentions"), _table("partnerships")
    both = told.semi_join(given("partnership"), "partnership").union(
        told.semi_join(given("party"), "party"), distinct=True
    )
    joined = joined.filter(joined.standing == "accepted", joined.relation.isin(sorted(relations)))
    found = both.join(joined.select("partnership", "iri", "relation", "name"), "partnership")
    return found.select("iri", "relation", "name", "party", "role")


def contradicted() -> ir.Table:
    """Ask which sources contradict the given partnerships, by title."""
    titles = _table("sources").select("source", "title")
    found = _claims("contradicts").join(titles, "source").select("partnership", "title").distinct()
    return found.order_by(["title", "partnership"])


def stated() -> ir.Table:
    """Ask which of the given sources, as lists, name which of the given partnerships."""
    claims = _claims("supports")
    both = claims.select("partnership", "source").union(claims.select("partnership", source="list"))
    return both.semi_join(given("source"), "source").distinct()


def _claims(stance: str) -> ir.Table:
    claims = _table("claims")
    chosen = claims.filter(claims.review == "accepted", claims.stance == stance)
    return chosen.semi_join(given("partnership"), "partnership")


def totals() -> ir.Table:
    """Ask for the reported totals that accepted claims support, once for every measure."""
    reported, claims = _table("totals"), _table("claims")
    claims = claims.filter(claims.review == "accepted", claims.stance == "supports", claims.total.notnull())
    measures = claims.select("total", "count", "unit", "amount", "currency").distinct()
    return reported.join(measures, "total").drop("total", "within")


def _one() -> ir.Scalar:
    import ibis

    return ibis.literal(1, "int32")


def _nobody() -> ir.Scalar:
    import ibis

    return ibis.literal(NOWHERE, "int32")
