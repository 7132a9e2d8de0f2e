"""Lists that claim to be complete, and what each of them covers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aidgraph.ask.labels import Parties
from aidgraph.kinds import Kind, Relation, Vocabulary
from aidgraph.store.embedded import Store

__all__ = ["CompleteList", "complete_lists"]

_COMPLETE = """
SELECT ?title ?reads ?until ?since ?relation ?kind ?place WHERE {
  ?source aid:complete true ; dcterms:title ?title ; aid:reads ?reads .
  OPTIONAL { ?source aid:asOf ?until } OPTIONAL { ?source aid:completeFrom ?since }
  OPTIONAL { ?source aid:coversRelation ?relation } OPTIONAL { ?source aid:coversKind ?kind }
  OPTIONAL { ?source aid:coversPlace ?place }
  FILTER(BOUND(?relation) || BOUND(?kind) || BOUND(?place))
} ORDER BY DESC(?until) ?title
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteList:
    """A list that claims to be complete for a relation, kind and place (IRIs; empty: for any) in a period."""

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


def complete_lists(store: Store, *, of_partnerships: bool) -> list[CompleteList]:
    """Return the lists of partnerships, or of parties, that claim to be complete, the latest first."""
    return [
        CompleteList(
            title=row.title,
            of_partnerships=of_partnerships,
            since=row.since,
            until=row.until,
            relation=row.relation or "",
            kind=row.kind or "",
            place=row.place or "",
        )
        for row in store.select(_COMPLETE)
        if (row.reads == "partnerships") == of_partnerships
    ]
