"""Parties by name: the label shown for each, and the party a user means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from aidgraph.errors import UnknownNameError, nearest
from aidgraph.resolve.names import normalise, stem
from aidgraph.store.embedded import Store

__all__ = ["Parties", "PartyFacts"]

_PARTIES = """
SELECT ?iri ?kind ?place ?level WHERE {
  ?iri a ?class . FILTER(?class IN (aid:Institution, aid:Place))
  OPTIONAL { ?iri aid:kind ?kind } OPTIONAL { ?iri aid:level ?level }
  OPTIONAL { ?iri aid:locatedIn|aid:partOf ?place }
}
"""
_LABELS = "SELECT ?iri ?label (LANG(?label) AS ?language) { ?iri skos:prefLabel ?label ; a ?c . FILTER(?c IN (%s)) }"
_CLASSES = "aid:Institution, aid:Place"
_ALIASES = """
SELECT ?iri ?name WHERE {
  { ?iri skos:altLabel ?name } UNION { ?iri dcterms:identifier ?name } UNION { ?iri aid:code ?name }
  ?iri aid:kind|aid:level ?any
}
"""


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
    """Every party of a store, by IRI and by name.

    ``languages`` says which label is shown where a party has several.
    """

    facts: dict[str, PartyFacts]
    names: dict[str, set[str]]
    children: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, store: Store, languages: Iterable[str]) -> Parties:
        """Read all parties and their names."""
        order = {language: number for number, language in enumerate(languages)}
        labels: dict[str, tuple[int, str]] = {}
        names: dict[str, set[str]] = {}
        for iri, label, language in store.select(_LABELS % _CLASSES):
            rank = (order.get(language, len(order)), label)
            labels[iri] = min(labels.get(iri, rank), rank)
            names.setdefault(label, set()).add(iri)
        for iri, name in store.select(_ALIASES):
            names.setdefault(name, set()).add(iri)
        facts, children = {}, dict[str, list[str]]()
        for iri, kind, place, level in store.select(_PARTIES):
            label = labels.get(iri, (0, iri))[1]
            facts[iri] = PartyFacts(iri, label, kind or level or "", place or "", level is not None)
            if place:
                children.setdefault(place, []).append(iri)
        return cls(facts, names, children)

    def label(self, iri: str) -> str:
        """Return the label shown for a party."""
        return self.facts[iri].label if iri in self.facts else iri

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
        if name in self.facts:
            return name
        found = self._named(name, places_only=places_only)
        if not found and "@" in name:
            short, _, around = (part.strip() for part in name.rpartition("@"))
            place = self.find(around, places_only=True)
            found = {iri for iri in self._named(short, places_only=places_only) if place in self.above(iri)}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UnknownNameError(what, name, candidates=sorted(map(self.describe, found)), ambiguous=True)
        near = nearest(name, self.names)
        raise UnknownNameError(what, name, candidates=[near] if near else ())

    def _named(self, name: str, *, places_only: bool) -> set[str]:
        for key in (lambda text: text, normalise, lambda text: stem(normalise(text))):
            wanted = key(name)
            found = {iri for text, iris in self.names.items() if key(text) == wanted for iri in iris}
            found = {iri for iri in found if iri in self.facts and (self.facts[iri].is_place or not places_only)}
            if found:
                return found
        return set()
