"""Parties by name: the label shown for each, and the party a user means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Protocol

from aidgraph.errors import UnknownNameError
from aidgraph.resolve.directory import canonical_code
from aidgraph.resolve.names import NameIndex, normalise, variants
from aidgraph.store.embedded import Iri, Store

__all__ = ["GivenSource", "Parties", "PartyFacts", "Source", "StoreSource"]

_KINDS = "SELECT ?iri ?kind WHERE { ?iri aid:kind ?kind }"
_LEVELS = "SELECT ?iri ?level WHERE { ?iri aid:level ?level }"
_PLACES = (
    "SELECT ?iri ?place WHERE { ?iri aid:locatedIn|aid:partOf ?place . FILTER EXISTS { ?place aid:level ?level } }"
)
_LABELS = "SELECT ?iri ?name WHERE { ?iri aid:name ?name }"
_ONE = """
SELECT ?kind ?level ?name ?place WHERE {
  { ?iri aid:kind ?kind } UNION { ?iri aid:level ?level }
  OPTIONAL { ?iri aid:name ?name }
  OPTIONAL { ?iri aid:locatedIn|aid:partOf ?place . FILTER EXISTS { ?place aid:level ?any } }
} ORDER BY ?place LIMIT 1
"""
_NAMES = """
SELECT ?iri ?name ?scheme WHERE {
  { ?iri skos:prefLabel|skos:altLabel|dcterms:identifier|dcterms:replaces ?name }
  UNION { ?iri aid:code ?name . OPTIONAL { ?iri aid:codeScheme ?scheme } }
}
"""
_SHOWN = 5
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as answers show it; ``kind`` and ``place`` are IRIs."""

    iri: str
    label: str
    kind: str
    place: str
    is_place: bool


class Source(Protocol):
    """Where parties are read from."""

    def facts(self) -> dict[str, PartyFacts]:
        """Return every party, by its IRI."""

    def one(self, iri: str) -> PartyFacts | None:
        """Return one party, or ``None`` where the IRI is no party's."""

    def names(self) -> list[tuple[str, str, str]]:
        """Return every name, id and code, each with the IRI it may mean before it and the code's scheme after it."""


class StoreSource:
    """The parties of a SPARQL store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def facts(self) -> dict[str, PartyFacts]:
        """Return every party, by its IRI."""
        kinds, levels = (dict(self._store.select(query)) for query in (_KINDS, _LEVELS))
        # of several, the first in order is kept
        labels, places = (dict(sorted(self._store.select(query), reverse=True)) for query in (_LABELS, _PLACES))
        return {
            iri: PartyFacts(iri, labels.get(iri, iri), kind, places.get(iri, ""), iri in levels)
            for iri, kind in (kinds | levels).items()
        }

    def one(self, iri: str) -> PartyFacts | None:
        """Return one party, or ``None`` where the IRI is no party's."""
        rows = self._store.select(_ONE, bind={"iri": Iri(iri)})
        return next(
            (PartyFacts(iri, r.name or iri, r.kind or r.level, r.place or "", r.kind is None) for r in rows), None
        )

    def names(self) -> list[tuple[str, str, str]]:
        """Return every name, id and code: of parties, but also of kinds and sources."""
        return [(iri, name, scheme or "") for iri, name, scheme in self._store.select(_NAMES)]


class GivenSource:
    """Parties that are known already, and are not asked for by name."""

    def __init__(self, facts: dict[str, PartyFacts]) -> None:
        self._facts = facts

    def facts(self) -> dict[str, PartyFacts]:
        """Return every party, by its IRI."""
        return self._facts

    def one(self, iri: str) -> PartyFacts | None:
        """Return one party, or ``None`` where the IRI is no party's."""
        return self._facts.get(iri)

    def names(self) -> list[tuple[str, str, str]]:
        """Return no names."""
        return []


class Parties:
    """The parties of a store, by IRI and by each of their names.

    Everything is read when it is first needed: a question about one party reads no more than that and the names.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._single: dict[str, PartyFacts | None] = {}

    @cached_property
    def facts(self) -> dict[str, PartyFacts]:
        """Every party, by its IRI."""
        return self._source.facts()

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The parties that lie in each place, not counting those deeper inside."""
        children: dict[str, list[str]] = {}
        for iri, party in self.facts.items():
            if party.place:
                children.setdefault(party.place, []).append(iri)
        return children

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """What each name, as written, may mean: parties, but also kinds and sources."""
        rows = self._source.names()
        names: dict[str, list[str]] = {}
        for iri, name, _ in rows:
            names.setdefault(name, []).append(iri)
        # 441900 without its zeros is no other name of that county where 4419 is the prefecture's own
        whole = set(names)
        for iri, name, scheme in rows:
            short = canonical_code(name, scheme)
            if short not in whole:
                names.setdefault(short, []).append(iri)
        return names

    def of(self, iri: str) -> PartyFacts | None:
        """Return what is known of one party, or ``None`` where the IRI is no party's."""
        if "facts" in self.__dict__:
            return self.facts.get(iri)
        if iri not in self._single:
            self._single[iri] = self._source.one(iri)
        return self._single[iri]

    def label(self, iri: str) -> str:
        """Return the label shown for a party."""
        party = self.of(iri)
        return party.label if party else iri

    def labels(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return the labels of several parties, sorted."""
        return tuple(sorted(map(self.label, iris)))

    def describe(self, iri: str) -> str:
        """Return a label with the place that tells it from others of that name."""
        party = self.of(iri)
        return f"{self.label(iri)} @ {self.label(party.place)}" if party and party.place else self.label(iri)

    def above(self, iri: str) -> list[str]:
        """Return the places around a party, nearest first."""
        chain: list[str] = []
        party = self.of(iri)
        while party and party.place and party.place not in chain:
            chain.append(party.place)
            party = self.of(party.place)
        return chain

    def inside(self, place: str) -> set[str]:
        """Return every party inside a place, at any depth."""
        found: set[str] = set()
        waiting = [place]
        while waiting:
            for child in self.children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found

    def knows(self, iri: str) -> bool:
        """Tell whether an IRI is that of a party, or of one that was judged to be the same."""
        return self.of(iri) is not None or iri in self._names

    def find(self, name: str, *, places_only: bool = False) -> str:
        """Return the one party a user means by a name, alias, code, id, IRI or ``name @ place``.

        Raises ``UnknownNameError`` with the candidates where none or several fit.
        """
        what = "place" if places_only else "party"
        if _IRI.fullmatch(name) and self._is_meant(name, places_only=places_only):
            return name
        found = self._named(name, places_only=places_only)
        if not found and "@" in name:
            short, _, around = (part.strip() for part in name.rpartition("@"))
            place = self.find(around, places_only=True)
            found = {iri for iri in self._named(short, places_only=places_only) if place in self.above(iri)}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UnknownNameError(what, name, candidates=self._told_apart(found), ambiguous=True)
        raise UnknownNameError(what, name, candidates=self._near(name, places_only=places_only))

    def _is_meant(self, iri: str, *, places_only: bool) -> bool:
        party = self.of(iri)
        return party is not None and (party.is_place or not places_only)

    def _named(self, name: str, *, places_only: bool) -> set[str]:
        # most names are written as they stand; only others need the index of looser spellings
        exact = {iri for iri in self._names.get(name, ()) if self._is_meant(iri, places_only=places_only)}
        return exact or set(self._index.find(name, keep=lambda iri: self.facts[iri].is_place or not places_only))

    @cached_property
    def _index(self) -> NameIndex:
        own: dict[str, list[str]] = {}
        for name, iris in self._names.items():
            for iri in iris:
                own.setdefault(iri, []).append(name)
        index = NameIndex()
        for iri in self.facts.keys() & own.keys():
            index.add(iri, own[iri], loose=self._loose(iri, own))
        return index

    def _loose(self, iri: str, own: Mapping[str, list[str]]) -> Iterator[str]:
        if not self.facts[iri].is_place:
            around = [name for place in self.above(iri) for name in own.get(place, ())]
            for name in own[iri]:
                yield from variants(normalise(name), around)

    def _told_apart(self, iris: Iterable[str]) -> list[str]:
        """Return how to name each of several parties; by IRI where a place does not tell them apart."""
        described = {iri: self.describe(iri) for iri in iris}
        told = list(described.values())
        return sorted(text if told.count(text) == 1 else f"{text} <{iri}>" for iri, text in described.items())

    def _near(self, name: str, *, places_only: bool) -> list[str]:
        meant = {iri for iri, party in self.facts.items() if party.is_place or not places_only}
        names = [text for text, iris in self._names.items() if not meant.isdisjoint(iris)]
        holding = sorted((text for text in names if name and name in text), key=lambda text: (len(text), text))
        return holding[:_SHOWN] or get_close_matches(name, names, n=_SHOWN)
