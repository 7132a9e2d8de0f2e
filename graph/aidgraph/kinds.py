"""The kinds: relations, kinds of institution and levels of place, as ``ontology/kinds.ttl`` declares them.

Everything that depends on a kind (validation, colours, gap rules, reading of cells) asks here; nothing repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from aidgraph.errors import UnknownNameError, nearest
from aidgraph.ontology import ontology_file
from aidgraph.terms import AID, KIND, LEVEL, OWL, SKOS, local_name
from aidgraph.triples import parse_rdf

__all__ = ["Kind", "Relation", "Vocabulary", "vocabulary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of institution or a level of place."""

    iri: str
    name: str
    labels: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...] = ()
    parent: str = ""
    rank: int | None = None
    colour: str = ""
    shape: str = ""
    deprecated: bool = False

    @property
    def is_level(self) -> bool:
        """Whether it is a level of place."""
        return self.iri.startswith(LEVEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A kind of relation; ``froms`` and ``tos`` are the kinds its ends may have, nothing meaning any."""

    iri: str
    name: str
    labels: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...] = ()
    parent: str = ""
    mutual: bool = False
    structural: bool = False
    derived: bool = False
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    same_top_kind: bool = False
    inverse: str = ""
    colour: str = ""
    dash: str = ""
    deprecated: bool = False


Thing = TypeVar("Thing", bound="Relation | Kind")


class Vocabulary:
    """The relations, kinds and levels of one workspace: those of the ontology and the workspace's own.

    >>> words = vocabulary()
    >>> words.relation("结对共建").name
    'twinnedWith'
    >>> [kind.name for kind in words.broader(words.kind("School"))]
    ['School', 'Education', 'Institution']
    """

    def __init__(self, relations: Iterable[Relation], kinds: Iterable[Kind]) -> None:
        self.relations = {relation.iri: relation for relation in relations}
        self.kinds = {kind.iri: kind for kind in kinds}
        self._relation_names = _names(self.relations.values())
        self._kind_names = _names(kind for kind in self.kinds.values() if not kind.is_level)
        self._level_names = _names(kind for kind in self.kinds.values() if kind.is_level)

    def relation(self, name: str) -> Relation:
        """Return the relation of that name, label or IRI; raises ``UnknownNameError``."""
        return _look_up("relation", name, self._relation_names)

    def kind(self, name: str) -> Kind:
        """Return the kind of institution of that name, label or IRI; raises ``UnknownNameError``."""
        return _look_up("kind", name, self._kind_names)

    def level(self, name: str) -> Kind:
        """Return the level of place of that name, label or IRI; raises ``UnknownNameError``."""
        return _look_up("level", name, self._level_names)

    def kind_or_level(self, name: str) -> Kind:
        """Return the kind or level of that name; raises ``UnknownNameError``."""
        return _look_up("kind", name, self._kind_names | self._level_names)

    def broader(self, kind: Kind) -> Iterator[Kind]:
        """Yield the kind itself and every kind above it, nearest first."""
        iri = kind.iri
        while iri:
            yield self.kinds[iri]
            iri = self.kinds[iri].parent

    def top_kind(self, kind: Kind) -> Kind:
        """Return the broadest kind that still says something: below ``Institution``, the kind of all of them."""
        chain = list(self.broader(kind))
        return chain[-2] if len(chain) > 1 else chain[-1]

    def broader_relations(self, relation: Relation) -> Iterator[Relation]:
        """Yield the relation itself and every relation above it, nearest first."""
        iri = relation.iri
        while iri:
            yield self.relations[iri]
            iri = self.relations[iri].parent

    def narrower_relations(self, relation: Relation) -> frozenset[str]:
        """Return the IRIs of the relation and of everything below it."""
        return self._below[relation.iri]

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        below: defaultdict[str, set[str]] = defaultdict(set)
        for relation in self.relations.values():
            for above in self.broader_relations(relation):
                below[above.iri].add(relation.iri)
        return {iri: frozenset(iris) for iri, iris in below.items()}

    def may_hold(self, relation: Relation, kind: Kind, *, side: str) -> bool:
        """Tell whether a party of that kind may stand on that side (``from`` or ``to``) of the relation."""
        allowed = relation.froms if side == "from" else relation.tos
        if not allowed or kind.iri == PLAIN:
            return True
        if kind.is_level:
            return f"{AID}Place" in allowed
        return f"{AID}Institution" in allowed or any(above.iri in allowed for above in self.broader(kind))


PLAIN = f"{KIND}Institution"
"""The kind of an institution of which no more is known."""


def _names(things: Iterable[Thing]) -> dict[str, Thing]:
    names: dict[str, Thing] = {}
    things = list(things)
    for thing in things:
        for name in (thing.iri, thing.name, *(label for _, label in thing.labels)):
            names.setdefault(name.casefold(), thing)
    # after all labels: what a workspace calls a kind of its own may be another name of one of ours
    for thing in things:
        for name in thing.aliases:
            names.setdefault(name.casefold(), thing)
    return names


def _look_up(what: str, name: str, names: dict[str, Thing]) -> Thing:
    found = names.get(name.strip().casefold())
    if found is None:
        by_name = {thing.name for thing in names.values()}
        near = nearest(name, by_name) or nearest(name, (key for key in names if not key.startswith("http")))
        raise UnknownNameError(what, name, candidates=[names[near.casefold()].name] if near else ())
    return found


@lru_cache(maxsize=8)
def vocabulary(own: tuple[Kind, ...] = ()) -> Vocabulary:
    """Return the ontology's vocabulary together with a workspace's own kinds."""
    described: defaultdict[str, defaultdict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_, _ in parse_rdf(ontology_file("kinds.ttl")):
        described[subject.value][predicate].append((object_.language, object_.value))
    relations, kinds = [], []
    for iri, facts in described.items():
        scheme = _one(facts, f"{SKOS}inScheme")
        if scheme == f"{AID}RelationScheme":
            relations.append(_relation(iri, facts))
        elif scheme in {f"{AID}KindScheme", f"{AID}LevelScheme"}:
            kinds.append(_kind(iri, facts))
    known = {kind.iri: kind for kind in kinds}
    return Vocabulary(relations, [_with_look(kind, known) for kind in [*kinds, *own]])


Facts = dict[str, list[tuple[str, str]]]


def _one(facts: Facts, predicate: str) -> str:
    values = facts.get(predicate)
    return values[0][1] if values else ""


def _values(facts: Facts, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(value for _, value in facts.get(predicate, ())))


def _relation(iri: str, facts: Facts) -> Relation:
    return Relation(
        iri=iri,
        name=local_name(iri),
        labels=tuple(sorted(facts[f"{SKOS}prefLabel"])),
        aliases=_values(facts, f"{SKOS}altLabel"),
        parent=_one(facts, f"{SKOS}broader"),
        mutual=_one(facts, f"{AID}direction") == "mutual",
        structural=_one(facts, f"{AID}structural") == "true",
        derived=_one(facts, f"{AID}derived") == "true",
        froms=_values(facts, f"{AID}fromKind"),
        tos=_values(facts, f"{AID}toKind"),
        same_top_kind=_one(facts, f"{AID}sameTopKind") == "true",
        inverse=_one(facts, f"{OWL}inverseOf"),
        colour=_one(facts, f"{AID}colour"),
        dash=_one(facts, f"{AID}dash"),
        deprecated=_one(facts, f"{OWL}deprecated") == "true",
    )


def _kind(iri: str, facts: Facts) -> Kind:
    rank = _one(facts, f"{AID}rank")
    return Kind(
        iri=iri,
        name=local_name(iri),
        labels=tuple(sorted(facts[f"{SKOS}prefLabel"])),
        aliases=_values(facts, f"{SKOS}altLabel"),
        parent=_one(facts, f"{SKOS}broader"),
        rank=int(rank) if rank else None,
        colour=_one(facts, f"{AID}colour"),
        shape=_one(facts, f"{AID}shape"),
        deprecated=_one(facts, f"{OWL}deprecated") == "true",
    )


def _with_look(kind: Kind, known: dict[str, Kind]) -> Kind:
    """Give a kind the colour and shape of the nearest kind above it that has them."""
    above = kind
    while not above.colour and above.parent in known:
        above = known[above.parent]
    return replace(kind, colour=above.colour, shape=above.shape)
