"""What is asked: relation, direction, kind, place and date, from names, and what is looked for to answer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aidgraph.ask.labels import Parties
from aidgraph.ask.ties import RELATED
from aidgraph.errors import UnknownNameError, nearest
from aidgraph.kinds import PLAIN, Kind, Relation, Vocabulary

__all__ = ["DIRECTIONS", "Question", "Scope", "legal"]

DIRECTIONS = ("in", "out", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is looked for: ties under these relations in these directions, of parties of a kind, at a place and date.

    With ``as_of`` ties had begun and not ended then, as far as is known; without, they have not ended by ``today``.
    """

    relations: frozenset[str]
    directions: frozenset[str]
    kind: Kind
    place: str
    as_of: dt.date | None
    today: dt.date

    @property
    def day(self) -> dt.date:
        """The day on which who is asked about existed."""
        return self.as_of or self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: relation, direction, kind or level, place (an IRI, or empty for everywhere) and date."""

    relation: Relation
    direction: str = "any"
    kind: Kind
    place: str = ""
    as_of: dt.date | None = None

    @classmethod
    def of(
        cls,
        words: Vocabulary,
        parties: Parties,
        *,
        relation: str = "",
        direction: str = "any",
        kind: str = "",
        place: str = "",
        as_of: dt.date | None = None,
    ) -> Question:
        """Make a question from names; raises ``UnknownNameError``."""
        legal("direction", direction, DIRECTIONS)
        return cls(
            relation=words.relation(relation or RELATED),
            direction=direction,
            kind=words.kind_or_level(kind or PLAIN),
            place=parties.find(place, places_only=True) if place else "",
            as_of=as_of,
        )

    def scope(self, words: Vocabulary) -> Scope:
        """Return what is looked for to answer it; mutual ties always are."""
        ways = {"in", "out"} if self.direction == "any" else {self.direction}
        return Scope(
            relations=words.narrower_relations(self.relation),
            directions=frozenset(ways | {"mutual"}),
            kind=self.kind,
            place=self.place,
            as_of=self.as_of,
            today=dt.datetime.now(tz=dt.UTC).date(),
        )

    def told(self, parties: Parties) -> str:
        """Return the question's scope in words."""
        relation = "any relation" if self.relation.iri == RELATED else self.relation.name
        way = {"in": "received by", "out": "given by"}.get(self.direction, "of")
        return f"{relation} {way} {self.whom(parties)}"

    def whom(self, parties: Parties) -> str:
        """Return in words whom it asks about."""
        where = f" in {parties.label(self.place)}" if self.place else ""
        when = f" as of {self.as_of}" if self.as_of else ""
        return f"{self.kind.name}{where}{when}"


def legal(what: str, word: str, words: Sequence[str]) -> None:
    """Raise ``UnknownNameError`` for a word that is none of those that may stand for something."""
    if word not in words:
        raise UnknownNameError(what, word, candidates=[nearest(word, words)] if nearest(word, words) else words)
