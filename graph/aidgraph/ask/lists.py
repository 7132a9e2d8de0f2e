"""Lists that claim to be complete, and what each of them covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aidgraph.ask.labels import Parties
from aidgraph.ask.mentions import shortened
from aidgraph.ask.scope import Question
from aidgraph.kinds import Relation, Vocabulary
from aidgraph.store.embedded import Store

__all__ = ["CompleteList", "Covering", "Lists", "complete_lists", "lists_of", "missing"]

_COMPLETE = """
SELECT ?source ?title ?reads ?since ?until ?relation ?kind ?place WHERE {
  ?source aid:complete true ; dcterms:title ?title ; aid:reads ?reads .
  OPTIONAL { ?source aid:asOf ?until } OPTIONAL { ?source aid:completeFrom ?since }
  OPTIONAL { ?source aid:coversRelation ?relation } OPTIONAL { ?source aid:coversKind ?kind }
  OPTIONAL { ?source aid:coversPlace ?place }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteList:
    """A list that claims to be complete for a relation, kind and place (IRIs; empty: for any) in a period.

    ``source`` is the list's IRI.
    """

    source: str
    title: str
    of_partnerships: bool
    since: dt.date | None
    until: dt.date | None
    relation: str
    kind: str
    place: str

    def reaches(self, date: dt.date | None) -> bool:
        """Tell whether a date lies in its period; with no date asked, its own last day is meant."""
        if date is None:
            return True
        return self.until is not None and date <= self.until and (self.since is None or self.since <= date)

    @property
    def period(self) -> str:
        """Its period in words."""
        since = f" from {self.since}" if self.since else ""
        return f"{since} up to {self.until}" if self.until else since


class Covering:
    """Finds which of some lists cover a place and a kind; with ``relation``, only those that cover that too."""

    def __init__(
        self,
        lists: Iterable[CompleteList],
        words: Vocabulary,
        parties: Parties,
        *,
        relation: Relation | None = None,
    ) -> None:
        self._words, self._parties = words, parties
        above = {one.iri for one in words.broader_relations(relation)} if relation else set()
        self._lists = [one for one in lists if not (relation and one.relation) or one.relation in above]
        self._of_kind = lru_cache(maxsize=None)(self._cover_kind)
        self._of_place = lru_cache(maxsize=None)(self._cover_place)

    def over(self, place: str, kind: str) -> tuple[CompleteList, ...]:
        """Return those whose place and kind equal or contain these, given by IRI; no place is everywhere."""
        found = self._of_kind(kind)
        if not any(one.place for one in found):
            return found
        places = self._of_place(place)
        return tuple([one for one in found if not one.place or one.place in places])

    def _cover_kind(self, kind: str) -> tuple[CompleteList, ...]:
        above = {one.iri for one in self._words.broader(self._words.kinds[kind])}
        return tuple(one for one in self._lists if not one.kind or one.kind in above)

    def _cover_place(self, place: str) -> frozenset[str]:
        return frozenset([place, *self._parties.above(place)]) if place else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists that bear on a question.

    ``complete`` are the lists of partnerships that cover it, and ``missing`` says in words that there is none;
    ``rosters`` are the complete lists of parties that reach its date, whatever they cover.
    """

    complete: tuple[CompleteList, ...]
    missing: str
    rosters: tuple[CompleteList, ...]

    @classmethod
    def of(cls, question: Question, words: Vocabulary, parties: Parties, lists: Sequence[CompleteList]) -> Lists:
        """Choose those of all complete lists that bear on a question."""
        of_partnerships = [one for one in lists if one.of_partnerships]
        covering = Covering(of_partnerships, words, parties, relation=question.relation)
        found = covering.over(question.place, question.kind.iri)
        return cls(
            complete=tuple(one for one in found if one.reaches(question.as_of)),
            missing=missing(question, parties, found),
            rosters=tuple(one for one in lists if not one.of_partnerships and one.reaches(question.as_of)),
        )


def missing(question: Question, parties: Parties, covering: Sequence[CompleteList]) -> str:
    """Return in words that no list is complete for a question; ``covering`` are those that are at another date."""
    periods = [f"{one.title!r}{one.period or ' for no date'}" for one in covering]
    told = f": {shortened(periods)}" if periods else ""
    return f"no list of partnerships claims to be complete for {question.told(parties)}{told}"


def complete_lists(store: Store) -> list[CompleteList]:
    """Return the lists that claim to be complete, the latest first."""
    return lists_of(store.select(_COMPLETE))


def lists_of(rows: Iterable[Sequence[Any]]) -> list[CompleteList]:
    """Return lists made of rows: source, title, what it reads, first and last day, relation, kind, place.

    A source that is only cited, or says not for what it is complete, is no such list.
    """
    found = [
        CompleteList(
            source=source,
            title=title,
            of_partnerships=reads == "partnerships",
            since=since,
            until=until,
            relation=relation or "",
            kind=kind or "",
            place=place or "",
        )
        for source, title, reads, since, until, relation, kind, place in rows
        if reads and (relation or kind or place)
    ]
    return sorted(found, key=lambda one: (-(one.until or dt.date.min).toordinal(), one.title, one.source))
