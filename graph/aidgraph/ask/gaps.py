"""Who has nobody: linked, unlinked or unknown, per relation, direction, kind, place and date.

*Unlinked* is said only where a list of partnerships claims to be complete for what is asked; a complete roster says
who exists, never who is linked. Everything else is *unknown*.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.labels import Parties
from aidgraph.ask.ties import RELATED, Tie, ties
from aidgraph.kinds import PLAIN, Kind, Relation, Vocabulary
from aidgraph.store.embedded import Iri, Store
from aidgraph.terms import local_name

__all__ = ["Gap", "Inside", "Question", "gaps", "roster_note"]

DIRECTIONS = ("in", "out", "any")
ANSWERS = ("linked", "unlinked", "unknown", "all")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Inside:
    """Something inside a place that has partners of its own."""

    name: str
    relation: str
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The answer for one party; ``kind`` and ``place`` are names, ``because`` says why in words."""

    id: str
    name: str
    kind: str
    place: str
    answer: str
    partners: tuple[str, ...]
    inside: tuple[Inside, ...]
    because: str


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
        return cls(
            relation=words.relation(relation or RELATED),
            direction=direction,
            kind=words.kind_or_level(kind or PLAIN),
            place=parties.find(place, places_only=True) if place else "",
            as_of=as_of,
        )

    def told(self, parties: Parties) -> str:
        """Return the question's scope in words."""
        where = f" in {parties.label(self.place)}" if self.place else ""
        when = f" as of {self.as_of}" if self.as_of else ""
        return f"{self.relation.name} of {self.kind.name}{where}{when}"


_POPULATION = """
SELECT ?iri (SAMPLE(?title) AS ?roster) WHERE {
  ?iri aid:kindAny ?kind .
  OPTIONAL { ?listing aid:about ?iri ; a aid:Listing ; aid:statedIn/dcterms:title ?title }
} GROUP BY ?iri
"""
_LIFETIMES = """
SELECT ?iri ?since ?until WHERE {
  ?listing a aid:Listing ; aid:about ?iri .
  OPTIONAL { ?listing aid:since ?since } OPTIONAL { ?listing aid:until ?until }
}
"""
_COMPLETE = """
SELECT ?source ?title ?reads ?asOf ?start ?relation ?kind ?place WHERE {
  ?source aid:complete true ; dcterms:title ?title ; aid:reads ?reads .
  OPTIONAL { ?source aid:asOf ?asOf } OPTIONAL { ?source aid:completeFrom ?start }
  OPTIONAL { ?source aid:coversRelation ?relation } OPTIONAL { ?source aid:coversKind ?kind }
  OPTIONAL { ?source aid:coversPlace ?place }
  FILTER(BOUND(?relation) || BOUND(?kind) || BOUND(?place))
} ORDER BY DESC(?asOf) ?title
"""
_MENTIONS = """
SELECT ?party ?p ?relation ?standing ?until ?status ?statusAsOf ?title WHERE {
  ?p aid:participant ?party ; aid:relation ?relation ; aid:standing ?standing .
  OPTIONAL { ?p aid:until ?until } OPTIONAL { ?p aid:status ?status ; aid:statusAsOf ?statusAsOf }
  OPTIONAL { ?c aid:about ?p ; aid:stance "contradicts" ; aid:review "accepted" ; aid:statedIn/dcterms:title ?title }
}
"""
_IN_TOTALS = """
SELECT ?party ?relation WHERE {
  ?total a aid:ReportedTotal ; aid:relation ?relation ; aid:provider|aid:recipient ?party
}
"""


def gaps(store: Store, parties: Parties, words: Vocabulary, question: Question) -> list[Gap]:
    """Answer the question for every party it asks of, those with nothing named first."""
    return _Answers(store, parties, words, question).gaps()


def roster_note(store: Store, parties: Parties, words: Vocabulary, question: Question) -> str:
    """Return an empty string where a complete roster covers the kind and place asked, else what is missing."""
    for row in store.select(_COMPLETE):
        if row.reads in {"places", "roster"} and _covers(row, parties, words, question, relation=False):
            return ""
    where = f" in {parties.label(question.place)}" if question.place else ""
    return f"no complete roster covers {question.kind.name}{where}: there may be others that nobody names"


def _covers(
    row: Any,  # noqa: ANN401  a row of _COMPLETE
    parties: Parties,
    words: Vocabulary,
    question: Question,
    *,
    relation: bool,
) -> bool:
    """Tell whether a complete list's relation, kind and place equal or contain those asked, and its period the date."""
    if (
        relation
        and row.relation
        and question.relation.iri not in words.narrower_relations(words.relations[row.relation])
    ):
        return False
    if row.kind and row.kind not in {above.iri for above in words.broader(question.kind)}:
        return False
    if row.place and (not question.place or row.place not in {question.place, *parties.above(question.place)}):
        return False
    if question.as_of is None:
        return True
    return row.asOf is not None and question.as_of <= row.asOf and (row.start is None or row.start <= question.as_of)


class _Answers:
    """What the store says that bears on one question."""

    def __init__(self, store: Store, parties: Parties, words: Vocabulary, question: Question) -> None:
        self.store, self.parties, self.words, self.question = store, parties, words, question
        self.relations = words.narrower_relations(question.relation)
        self.today = dt.datetime.now(tz=dt.UTC).date()
        self.ties = {
            party: kept
            for party, its_ties in ties(store, self.relations, as_of=question.as_of, today=self.today).items()
            if (kept := [tie for tie in its_ties if self._counts(tie)])
        }
        self.mentions: defaultdict[str, list[Any]] = defaultdict(list)
        for row in store.select(_MENTIONS):
            if row.relation in self.relations:
                self.mentions[row.party].append(row)
        self.in_totals = {row.party for row in store.select(_IN_TOTALS) if row.relation in self.relations}
        self.list = self._complete_list()

    def gaps(self) -> list[Gap]:
        inside = self.parties.inside(self.question.place) if self.question.place else None
        gone = self._gone()
        rows = self.store.select(_POPULATION, bind={"kind": Iri(self.question.kind.iri)})
        asked = [row.iri for row in rows if (inside is None or row.iri in inside) and row.iri not in gone]
        found = [self._gap(iri) for iri in asked if iri in self.parties.facts]
        return sorted(
            found, key=lambda gap: (bool(gap.partners or gap.answer == "linked"), bool(gap.inside), gap.name, gap.id)
        )

    def _counts(self, tie: Tie) -> bool:
        return self.question.direction == "any" or tie.direction in {"mutual", self.question.direction}

    def _gone(self) -> set[str]:
        """Return the parties that did not exist at the date asked, by every listing of them."""
        date = self.question.as_of or self.today
        gone: dict[str, bool] = {}
        for row in self.store.select(_LIFETIMES):
            if row.since or row.until or row.iri in gone:
                out = bool((row.since and row.since > date) or (row.until and row.until < date))
                gone[row.iri] = gone.get(row.iri, True) and out
            else:
                gone[row.iri] = False
        return {iri for iri, out in gone.items() if out}

    def _complete_list(self) -> str:
        for row in self.store.select(_COMPLETE):
            if row.reads == "partnerships" and _covers(row, self.parties, self.words, self.question, relation=True):
                return f"{row.title!r} claims to be complete for it" + (f" up to {row.asOf}" if row.asOf else "")
        return ""

    def _gap(self, iri: str) -> Gap:
        facts = self.parties.facts[iri]
        own = self.ties.get(iri, [])
        inside = self._inside(iri) if facts.is_place else ()
        disputed = [row for row in self.mentions.get(iri, ()) if row.standing == "disputed"]
        if own:
            answer, because = "linked", self._because_linked(own)
        elif disputed or not self.list:
            answer, because = "unknown", self._because_unknown(disputed)
        else:
            answer, because = "unlinked", f"{self.list}, and names none"
        partners = {partner for tie in own for partner in tie.partners}
        hints = [] if own else self._hints(iri, inside)
        return Gap(
            id=iri,
            name=facts.label,
            kind=local_name(facts.kind),
            place=self.parties.label(facts.place) if facts.place else "",
            answer=answer,
            partners=tuple(sorted(map(self.parties.label, partners))),
            inside=inside,
            because="; ".join([because, *hints]),
        )

    def _because_linked(self, own: Sequence[Tie]) -> str:
        parts = []
        for tie in own:
            if tie.partners:
                partners = _shortened([self.parties.label(partner) for partner in tie.partners])
            else:
                kind = local_name(tie.unnamed_kind) or "a partner"
                where = f" in {self.parties.label(tie.unnamed_place)}" if tie.unnamed_place else ""
                partners = f"{kind}{where} that the source does not name"
            marks = ["the source leaves open who is paired with whom"] if tie.open else []
            marks += ["implied"] if tie.implied else []
            way = " (from it)" if tie.direction == "in" else ""
            parts.append(f"{local_name(tie.relation)}{way} {partners}" + (f" ({', '.join(marks)})" if marks else ""))
        return _shortened(sorted(set(parts)))

    def _because_unknown(self, disputed: Sequence[Any]) -> str:
        if disputed:
            titles = sorted({row.title for row in disputed if row.title})
            return f"disputed: a partnership of it is contradicted by {_shortened(titles)}"
        return f"no list of partnerships claims to be complete for {self.question.told(self.parties)}"

    def _hints(self, iri: str, inside: Sequence[Inside]) -> list[str]:
        """Return what is known short of a link: it changes no answer, and a reader must not miss it."""
        hints = []
        rows = self.mentions.get(iri, ())
        for standing, told in (("proposed", "only claims under review"), ("rejected", "only rejected claims")):
            if number := len({row.p for row in rows if row.standing == standing}):
                hints.append(f"{told} name it ({number})")
        hints += [
            f"a {local_name(row.relation)} of it ended" + (f" on {row.until}" if row.until else "")
            for row in rows
            if row.standing == "accepted" and (row.until or row.status == "ended")
        ]
        if iri in self.in_totals:
            hints.append("a reported total counts over it, without naming partners")
        if inside:
            names = [f"{thing.name} ({thing.relation} {_shortened(thing.partners)})" for thing in inside]
            hints.append(f"tied only through what lies inside it: {_shortened(names)}")
        return list(dict.fromkeys(hints))

    def _inside(self, place: str) -> tuple[Inside, ...]:
        found = set()
        for iri in self.parties.inside(place) & self.ties.keys():
            for tie in self.ties[iri]:
                partners = tuple(sorted(map(self.parties.label, tie.partners)))
                found.add((self.parties.label(iri), local_name(tie.relation), partners))
        return tuple(Inside(*thing) for thing in sorted(found))


def _shortened(parts: Iterable[str]) -> str:
    listed = list(parts)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN + 1 else ""
    return ", ".join(listed[:_SHOWN] if more else listed) + more
