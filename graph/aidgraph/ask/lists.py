"""Lists that claim to be complete, and what each of them covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.labels import Parties
from aidgraph.ask.mentions import shortened
from aidgraph.ask.scope import Question
from aidgraph.kinds import Kind, Relation, Vocabulary
from aidgraph.store.embedded import Store

__all__ = ["CompleteList", "Lists", "complete_lists", "lists_of"]

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

    def covers(
        self, words: Vocabulary, parties: Parties, *, relation: Relation | None = None, kind: Kind, place: str
    ) -> bool:
        """Tell whether its kind and place, and its relation where one is asked, equal or contain those asked."""
        if relation and self.relation and relation.iri not in words.narrower_relations(words.relations[self.relation]):
            return False
        if self.kind and self.kind not in {above.iri for above in words.broader(kind)}:
            return False
        return not self.place or (bool(place) and self.place in {place, *parties.above(place)})

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
        relation, kind, place = question.relation, question.kind, question.place
        reaching = [listed for listed in lists if listed.reaches(question.as_of)]
        covering = [
            listed
            for listed in lists
            if listed.of_partnerships and listed.covers(words, parties, relation=relation, kind=kind, place=place)
        ]
        missing = f"no list of partnerships claims to be complete for {question.told(parties)}"
        if covering:
            periods = [f"{listed.title!r}{listed.period or ' for no date'}" for listed in covering]
            missing += f": {shortened(periods)}"
        return cls(
            complete=tuple(listed for listed in covering if listed in reaching),
            missing=missing,
            rosters=tuple(listed for listed in reaching if not listed.of_partnerships),
        )


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
