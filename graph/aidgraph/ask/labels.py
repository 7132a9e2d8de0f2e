"""Parties by name: the label shown for each, and the party a user means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from aidgraph.errors import UnknownNameError
from aidgraph.resolve.directory import canonical_code
from aidgraph.resolve.names import NameIndex, normalise, variants
from aidgraph.store.embedded import Store

__all__ = ["Parties", "PartyFacts"]

_KINDS = "SELECT ?iri ?kind WHERE { ?iri aid:kind ?kind }"
_LEVELS = "SELECT ?iri ?level WHERE { ?iri aid:level ?level }"
_PLACES = (
    "SELECT ?iri ?place WHERE { ?iri aid:locatedIn|aid:partOf ?place . FILTER EXISTS { ?place aid:level ?level } }"
)
_LABELS = "SELECT ?iri ?name WHERE { ?iri aid:name ?name }"
_NAMES = """
SELECT ?iri ?name ?scheme WHERE {
  { ?iri skos:prefLabel|skos:altLabel|dcterms:identifier ?name }
  UNION { ?iri aid:code ?name . OPTIONAL { ?iri aid:codeScheme ?scheme } }
}
"""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as answers show it; ``kind`` and ``place`` are IRIs."""

    iri: str
    label: str
    kind: str
    place: str
    is_place: bool


@dataclass(slots=True)
class Parties:
    """Every party of a store, by IRI and by each of its names as written."""

    facts: dict[str, PartyFacts]
    names: dict[str, list[str]]
    children: dict[str, list[str]] = field(default_factory=dict)
    _index: NameIndex | None = None

    @classmethod
    def load(cls, store: Store) -> Parties:
        """Read all parties and their names."""
        kinds, levels = (dict(store.select(query)) for query in (_KINDS, _LEVELS))
        # of several, the first in order is kept
        labels, places = (dict(sorted(store.select(query), reverse=True)) for query in (_LABELS, _PLACES))
        facts = {
            iri: PartyFacts(iri, labels.get(iri, iri), kind, places.get(iri, ""), iri in levels)
            for iri, kind in (kinds | levels).items()
        }
        children: dict[str, list[str]] = {}
        for iri, party in facts.items():
            if party.place:
                children.setdefault(party.place, []).append(iri)
        names: dict[str, list[str]] = {}
        for iri, name, scheme in store.select(_NAMES):
            if iri in facts:
                for spelling in {name, canonical_code(name, scheme or "")}:
                    names.setdefault(spelling, []).append(iri)
        return cls(facts, names, children)

    def label(self, iri: str) -> str:
        """Return the label shown for a party."""
        return self.facts[iri].label if iri in self.facts else iri

    def labels(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return the labels of several parties, sorted."""
        return tuple(sorted(map(self.label, iris)))

    def describe(self, iri: str) -> str:
        """Return a label with the place that tells it from others of that name."""
        place = self.facts[iri].place
        return f"{self.label(iri)} @ {self.label(place)}" if place else self.label(iri)

    def above(self, iri: str) -> list[str]:
        """Return the places around a party, nearest first."""
        chain: list[str] = []
        place = self.facts[iri].place
        while place and place in self.facts and place not in chain:
            chain.append(place)
            place = self.facts[place].place
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

    def find(self, name: str, *, places_only: bool = False) -> str:
        """Return the one party a user means by a name, alias, code, id, IRI or ``name @ place``.

        Raises ``UnknownNameError`` with the candidates where none or several fit.
        """
        what = "place" if places_only else "party"
        if name in self.facts and (self.facts[name].is_place or not places_only):
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

    def _named(self, name: str, *, places_only: bool) -> set[str]:
        def keep(iri: str) -> bool:
            return self.facts[iri].is_place or not places_only

        # most names are written as they stand; only then is the index of looser spellings spared
        exact = {iri for iri in self.names.get(name, ()) if keep(iri)}
        return exact or set(self._spellings().find(name, keep=keep))

    def _spellings(self) -> NameIndex:
        if self._index is None:
            own: dict[str, list[str]] = {}
            for name, iris in self.names.items():
                for iri in iris:
                    own.setdefault(iri, []).append(name)
            self._index = NameIndex()
            for iri, names in own.items():
                self._index.add(iri, names, loose=self._loose(iri, names, own))
        return self._index

    def _loose(self, iri: str, names: list[str], own: dict[str, list[str]]) -> Iterator[str]:
        if not self.facts[iri].is_place:
            around = [name for place in self.above(iri) for name in own.get(place, ())]
            for name in names:
                yield from variants(normalise(name), around)

    def _told_apart(self, iris: Iterable[str]) -> list[str]:
        """Return how to name each of several parties; by IRI where a place does not tell them apart."""
        described = {iri: self.describe(iri) for iri in iris}
        told = list(described.values())
        return sorted(text if told.count(text) == 1 else f"{text} <{iri}>" for iri, text in described.items())

    def _near(self, name: str, *, places_only: bool) -> list[str]:
        names = self.names
        if places_only:
            names = {text: iris for text, iris in names.items() if any(self.facts[iri].is_place for iri in iris)}
        holding = sorted((text for text in names if name and name in text), key=lambda text: (len(text), text))
        return holding[:_SHOWN] or get_close_matches(name, names, n=_SHOWN)
