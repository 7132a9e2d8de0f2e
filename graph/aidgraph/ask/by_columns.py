"""What bears on a question, from the columnar tables: all parties are sorted at once, and told of piece by piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, cast

from aidgraph.ask.evidence import Counts, Known, Listed, Ties, listed
from aidgraph.ask.labels import GivenSource, Parties, PartyFacts
from aidgraph.ask.lists import CompleteList, lists_of
from aidgraph.ask.mentions import Measure, Mention, arranged
from aidgraph.ask.scope import Scope
from aidgraph.ask.ties import Terms, Tie, ties_of
from aidgraph.kinds import Kind, Vocabulary
from aidgraph.store.columnar import Columnar
from aidgraph.store.wanted import NOWHERE, Axes, Population, Wanted

__all__ = ["ByColumns"]

Row = tuple[Any, ...]
Facts = dict[int, PartyFacts]

_TERMS = (
    *("partnership", "iri", "relation", "standing", "implied", "pairing", "unnamed_kind", "unnamed_place"),
    *("since", "since_precision", "until", "until_precision", "status", "status_as_of"),
)
_LISTING = ("party", "source", "since", "since_precision", "until", "until_precision")
_SOURCE = (
    *("source", "iri", "title", "reads", "complete", "complete_from", "as_of"),
    *("covers_relation", "covers_kind", "covers_place"),
)


class ByColumns:
    """The columnar tables as evidence. Parties go by their numbers; by name it knows places only."""

    def __init__(self, tables: Columnar, words: Vocabulary) -> None:
        self.tables, self.words = tables, words
        self.places = Places(tables)
        self.parties = Parties(self.places)
        self._ties_of_places = lru_cache(maxsize=1)(self._read_ties_of_places)

    def complete_lists(self) -> list[CompleteList]:
        """Return the lists that claim to be complete, the latest first."""
        return lists_of(
            (
                (iri, title, reads, since, until, relation, kind, self.places.iri(place))
                for iri, title, reads, complete, since, until, relation, kind, place in self.sources.values()
                if complete
            )
        )

    @cached_property
    def _measures(self) -> list[Measure]:
        found = []
        for iri, relation, provider, provider_kind, recipient, recipient_kind, count, *measure in self.tables.totals():
            number = None if count == NOWHERE else count
            for direction, party, kind in (("out", provider, provider_kind), ("in", recipient, recipient_kind)):
                if party != NOWHERE:
                    found.append((iri, relation, direction, party, kind, number, *measure))
        facts = self._facts({row[3] for row in found})
        return [Measure._make((*row[:3], facts[row[3]].iri, *row[4:])) for row in found]

    def asked(self, scope: Scope, *, among: Collection[int]) -> Sequence[int]:
        """Return who is asked about and has flags ``among`` these, those with nothing first, then by name."""
        return cast(
            "Sequence[int]", self.tables.flagged(wanted(scope), self.population(scope.kind, scope), among=among)
        )

    def population(self, kind: Kind, scope: Scope) -> Population:
        """Return the parties of a kind whom a scope asks about."""
        return Population(
            kinds=self.narrower(kind),
            places=kind.is_level,
            place=self.places.number(scope.place),
            day=scope.day,
        )

    def narrower(self, kind: Kind) -> frozenset[str]:
        """Return the IRIs of a kind and of everything below it."""
        return frozenset(one.iri for one in self.words.kinds.values() if kind in self.words.broader(one)) | {kind.iri}

    def relations(self) -> frozenset[str]:
        """Return the relations that partnerships state."""
        return self.tables.relations

    def grid(self, scope: Scope, axes: Axes) -> Counts:
        """Return how many of those asked about are in each cell."""
        found = self.tables.grid(wanted(scope), self.population(scope.kind, scope), axes)
        return Counts(len(found), lambda: ((self.places.iri(place), *more) for place, *more in found))

    def rosters(
        self, scope: Scope, axes: Axes, *, sources: Collection[str] | None = None
    ) -> Iterator[tuple[str, str, str, int]]:
        """Return how many of those asked about stand on which list in each cell: place, kind, source, count.

        With ``sources`` those are counted who stand on any of these, and no source is told.
        """
        numbers = None if sources is None else [n for n, iri in self._lists.items() if iri in sources]
        for place, kind, source, count in self.tables.rosters(
            self.population(scope.kind, scope), axes, sources=numbers
        ):
            yield self.places.iri(place), kind, self._lists.get(source, ""), count

    def known(self, scope: Scope, keys: Sequence[int], lists: Sequence[CompleteList]) -> Known:
        """Return what is known of some of those asked about, and what of it these lists state."""
        keys = [int(key) for key in keys]
        inside = self.tables.inside(wanted(scope), keys) if scope.kind.is_level else []
        terms, ends = self._partnerships({*keys, *(party for _, party in inside)}, scope)
        iris = {number: iri for number, iri, *_ in terms}
        mentions = self.tables.mentions(iris.keys(), keys, scope.relations)
        facts = self._facts({*keys, *(party for _, party, _ in ends), *(party for *_, party, _ in mentions)})
        ties = Ties.of(self._ties(scope, terms, ends, facts), scope)
        disputed = {tie.partnership for tie in chain(*ties.disputed.values())}
        contradicted = self.tables.contradicted([number for number, iri in iris.items() if iri in disputed])
        told = {one.source for one in lists}
        numbers = [number for number, iri in self._lists.items() if iri in told]
        stated = _grouped((self._lists[n], iris[one]) for one, n in self.tables.stated(iris.keys(), numbers))
        return Known(
            asked=[facts[key].iri for key in keys],
            parties=Parties(GivenSource(self.places.facts() | {one.iri: one for one in facts.values()})),
            ties=ties,
            around=self._ties_of_places(scope),
            inside=_grouped((facts[place].iri, facts[party].iri) for place, party in inside),
            arranged=arranged(Mention._make((*one, facts[party].iri, role)) for *one, party, role in mentions),
            contradicted=_grouped((iris[number], title) for number, title in contradicted),
            stated={source: frozenset(ones) for source, ones in stated.items()},
            listed=self._listed(keys, facts),
            measures=self._measures,
        )

    def _partnerships(self, parties: Collection[int], scope: Scope) -> tuple[list[Row], list[Row]]:
        """Return what is known of the partnerships in which parties have a part, and who stands in them."""
        terms = self.tables.terms(parties, scope.relations, *_TERMS)
        return terms, self.tables.ends(parties, scope.relations)

    def _ties(self, scope: Scope, terms: Iterable[Row], ends: Iterable[Row], facts: Facts) -> Iterator[Tie]:
        sides: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for partnership, party, side in ends:
            sides[partnership][side].append(facts[party].iri)
        place = self.places.iri
        return ties_of(
            (
                Terms(iri, relation, standing, implied, pairing == "unspecified", kind or "", place(where), *period)
                for _, iri, relation, standing, implied, pairing, kind, where, *period in terms
            ),
            {iri: sides[number] for number, iri, *_ in terms},
            as_of=scope.as_of,
            today=scope.today,
        )

    def _read_ties_of_places(self, scope: Scope) -> dict[str, list[Tie]]:
        """Return the ties of all places that have any: each is around others."""
        places = self.tables.tied_places(wanted(scope))
        terms, ends = self._partnerships(places, scope)
        facts = self._facts({party for _, party, _ in ends})
        return Ties.of(self._ties(scope, terms, ends, facts), scope).accepted

    def _listed(self, keys: Collection[int], facts: Facts) -> dict[str, list[Listed]]:
        rows = self.tables.some("listings", "party", keys, *_LISTING)
        return listed((facts[party].iri, *self.sources[source][:2], *period) for party, source, *period in rows)

    def _facts(self, numbers: Collection[int]) -> Facts:
        rows = self.tables.some("parties", "party", numbers, "party", "iri", "name", "kind", "place", "is_place")
        place = self.places.iri
        return {
            number: PartyFacts(iri, name, kind, place(home), is_place)
            for number, iri, name, kind, home, is_place in rows
        }

    @cached_property
    def sources(self) -> dict[int, Row]:
        """All sources by number: IRI, title, what it reads, whether it is complete, from when until when, for what."""
        return {number: tuple(more) for number, *more in self.tables.whole("sources", *_SOURCE)}

    @cached_property
    def _lists(self) -> dict[int, str]:
        return {number: source[0] for number, source in self.sources.items()}


class Places:
    """The places of the tables: where their names are read from, and their numbers."""

    def __init__(self, tables: Columnar) -> None:
        self._tables = tables

    @cached_property
    def by_number(self) -> Facts:
        """All places."""
        rows = self._tables.places()
        iris = {number: iri for number, iri, *_ in rows}
        return {
            number: PartyFacts(iri, name, level, iris.get(around, ""), is_place=True)
            for number, iri, name, level, around in rows
        }

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {place.iri: number for number, place in self.by_number.items()}

    def number(self, iri: str) -> int:
        """Return the number of a place, that of no party where it is none."""
        # everywhere can be asked about before the places are read
        return self._numbers.get(iri, NOWHERE) if iri else NOWHERE

    def iri(self, number: int) -> str:
        """Return the IRI of a place, nothing for no party's number."""
        return "" if number == NOWHERE else self.by_number[number].iri

    def facts(self) -> dict[str, PartyFacts]:
        """Return every place, by its IRI."""
        return {place.iri: place for place in self.by_number.values()}

    def one(self, iri: str) -> PartyFacts | None:
        """Return one place, or ``None`` where the IRI is no place's."""
        return self.by_number.get(self.number(iri))

    def names(self) -> list[tuple[str, str, str]]:
        """Return every name and code, each with the IRI of the place before it and the code's scheme after it."""
        rows = self._tables.whole("place_names", "party", "name", "scheme")
        return [(self.iri(number), name, scheme or "") for number, name, scheme in rows]


def wanted(scope: Scope) -> Wanted:
    """Return which ties a scope looks for."""
    return Wanted(relations=scope.relations, directions=scope.directions, as_of=scope.as_of, today=scope.today)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return dict(grouped)
