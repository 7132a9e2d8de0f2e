"""What bears on a question, from the SPARQL store: the reference, which reads everything there is."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from aidgraph.ask.evidence import DISPUTED, FLAGS, INSIDE, LINKED, Axes, Counts, Known, Ties, listed
from aidgraph.ask.labels import Parties
from aidgraph.ask.lists import CompleteList, complete_lists
from aidgraph.ask.mentions import arranged, measures, mentions
from aidgraph.ask.scope import Scope
from aidgraph.ask.ties import every_tie
from aidgraph.store.embedded import Iri, Store

__all__ = ["BySparql"]

_POPULATION = "SELECT ?iri WHERE { ?iri aid:kindAny ?kind }"
_LISTINGS = """
SELECT ?party ?source ?title ?since ?sincePrecision ?until ?untilPrecision WHERE {
  ?listing a aid:Listing ; aid:about ?party ; aid:statedIn ?source . ?source dcterms:title ?title .
  OPTIONAL { ?listing aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?listing aid:until ?until ; aid:untilPrecision ?untilPrecision }
}
"""
_RELATIONS = "SELECT DISTINCT ?relation { ?p a aid:Partnership ; aid:relation ?relation }"
_CONTRADICTED = """
SELECT DISTINCT ?p ?title WHERE {
  ?p aid:standing "disputed" .
  ?c aid:about ?p ; aid:stance "contradicts" ; aid:review "accepted" ; aid:statedIn/dcterms:title ?title .
} ORDER BY ?title
"""
_STATED = """
SELECT DISTINCT ?list ?p WHERE {
  ?list aid:complete true .
  { ?c aid:statedIn ?list } UNION { ?list aid:file ?file . ?c aid:file ?file }
  ?c aid:about ?p ; aid:stance "supports" ; aid:review "accepted" .
}
"""


class BySparql:
    """The SPARQL store as evidence."""

    def __init__(self, store: Store, parties: Parties) -> None:
        self.parties = parties
        self._store = store
        self._ties = lru_cache(maxsize=1)(self._ties_of)

    def complete_lists(self) -> list[CompleteList]:
        """Return the lists that claim to be complete, the latest first."""
        return complete_lists(self._store)

    def asked(self, scope: Scope, *, among: Collection[int]) -> list[str]:
        """Return who is asked about and has flags ``among`` these, those with nothing first, then by name."""
        ties, inside, gone = self._ties(scope), self._inside(scope), self._gone(scope)
        there = self.parties.inside(scope.place) if scope.place else None
        found = []
        for (iri,) in self._store.select(_POPULATION, bind={"kind": Iri(scope.kind.iri)}):
            if iri not in gone and (there is None or iri in there):
                flags = [LINKED] * (iri in ties.accepted) + [DISPUTED] * (iri in ties.disputed)
                flags += [INSIDE] * (iri in inside)
                if sum(flags) in among:
                    found.append((LINKED in flags, INSIDE in flags, self.parties.label(iri), iri))
        return [iri for *_, iri in sorted(found)]

    def relations(self) -> frozenset[str]:
        """Return the relations that partnerships state."""
        return frozenset(row.relation for row in self._store.select(_RELATIONS))

    def grid(self, scope: Scope, axes: Axes) -> Counts:
        """Return how many of those asked about are in each cell."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        for flags in FLAGS:
            which = 0 if flags & LINKED else 1 if flags & DISPUTED else 2
            for iri in self.asked(scope, among={flags}):
                found[self._cell(iri, axes)][which] += 1
        return Counts(len(found), lambda: ((*cell, *counts) for cell, counts in found.items()))  # type: ignore[misc]

    def rosters(
        self, scope: Scope, axes: Axes, *, sources: Collection[str] | None = None
    ) -> Iterator[tuple[str, str, str, int]]:
        """Return how many of those asked about stand on which list in each cell: place, kind, source, count.

        With ``sources`` those are counted who stand on any of these, and no source is told.
        """
        asked = set(self.asked(scope, among=FLAGS))
        there = {(row.party, row.source) for row in self._store.select(_LISTINGS) if _there(row, scope.day)}
        if sources is not None:
            there = {(party, "") for party, source in there if source in sources}
        counts = Counter((*self._cell(party, axes), source) for party, source in there if party in asked)
        yield from ((*cell, count) for cell, count in counts.items())

    def _cell(self, iri: str, axes: Axes) -> tuple[str, str]:
        facts = self.parties.facts
        kind = facts[iri].kind if axes.by_kind else ""
        if not axes.by_place:
            return "", kind
        if not axes.level:
            return facts[iri].place, kind
        around = [iri, *self.parties.above(iri)]
        return next((place for place in around if facts[place].kind == axes.level), ""), kind

    def known(self, scope: Scope, keys: Sequence[str], lists: Sequence[CompleteList]) -> Known:
        """Return what is known of some of those asked about, and what of it these lists state."""
        contradicted: defaultdict[str, list[str]] = defaultdict(list)
        for partnership, title in self._store.select(_CONTRADICTED):
            contradicted[partnership].append(title)
        stated: defaultdict[str, set[str]] = defaultdict(set)
        for source, partnership in self._store.select(_STATED) if lists else ():
            stated[source].add(partnership)
        return Known(
            asked=keys,
            parties=self.parties,
            ties=self._ties(scope),
            around=self._ties(scope).accepted,
            inside=self._inside(scope),
            arranged=arranged(mentions(self._store, scope.relations)),
            contradicted=contradicted,
            stated=stated,
            listed=listed(self._store.select(_LISTINGS)),
            measures=measures(self._store),
        )

    def _ties_of(self, scope: Scope) -> Ties:
        return Ties.of(every_tie(self._store, as_of=scope.as_of, today=scope.today), scope)

    def _inside(self, scope: Scope) -> dict[str, list[str]]:
        """Return who has ties, by each place around them."""
        found: dict[str, list[str]] = {}
        for iri in self._ties(scope).accepted:
            for place in self.parties.above(iri):
                found.setdefault(place, []).append(iri)
        return found

    def _gone(self, scope: Scope) -> set[str]:
        """Return the parties that did not exist at the date asked; a list that gives no dates says nothing of it."""
        gone: dict[str, bool] = {}
        for row in self._store.select(_LISTINGS):
            if row.since or row.until:
                gone[row.party] = gone.get(row.party, True) and not _there(row, scope.day)
        return {iri for iri, out in gone.items() if out}


def _there(row: Any, day: dt.date) -> bool:  # noqa: ANN401  a row of _LISTINGS
    """Tell whether a party existed on a day by what a list says of it."""
    return (row.since is None or row.since <= day) and (row.until is None or row.until >= day)
