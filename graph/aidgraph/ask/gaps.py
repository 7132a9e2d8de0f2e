"""Who has nobody: linked, unlinked or unknown, per relation, direction, kind, place and date.

*Unlinked* is said only where a list of partnerships claims to be complete for what is asked; a complete roster says
who exists, never who is linked. Everything else is *unknown*.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from aidgraph.ask.labels import Parties
from aidgraph.ask.lists import CompleteList, complete_lists
from aidgraph.ask.mentions import arranged, counted, shortened
from aidgraph.ask.ties import RELATED, Tie, by_party, every_tie
from aidgraph.errors import UnknownNameError, nearest
from aidgraph.kinds import PLAIN, Kind, Relation, Vocabulary
from aidgraph.store.embedded import Iri, Store
from aidgraph.terms import local_name

__all__ = ["ANSWERS", "DIRECTIONS", "Gap", "Inside", "Question", "everybody", "gaps", "roster_note"]

DIRECTIONS = ("in", "out", "any")
ANSWERS = ("linked", "unlinked", "unknown", "all")


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
        _check("direction", direction, DIRECTIONS)
        return cls(
            relation=words.relation(relation or RELATED),
            direction=direction,
            kind=words.kind_or_level(kind or PLAIN),
            place=parties.find(place, places_only=True) if place else "",
            as_of=as_of,
        )

    def asks_for(self, direction: str) -> bool:
        """Tell whether ties of that direction are asked for; mutual ones always are."""
        return self.direction == "any" or direction in {"mutual", self.direction}

    def told(self, parties: Parties) -> str:
        """Return the question's scope in words."""
        where = f" in {parties.label(self.place)}" if self.place else ""
        when = f" as of {self.as_of}" if self.as_of else ""
        way = {"in": " received", "out": " given"}.get(self.direction, "")
        return f"{self.relation.name}{way} of {self.kind.name}{where}{when}"


_POPULATION = "SELECT ?iri WHERE { ?iri aid:kindAny ?kind }"
_LIFETIMES = """
SELECT ?iri ?since ?until WHERE {
  { SELECT DISTINCT ?listing WHERE { ?listing aid:since|aid:until ?any } }
  ?listing aid:about ?iri .
  FILTER EXISTS { ?listing a aid:Listing }
  OPTIONAL { ?listing aid:since ?since } OPTIONAL { ?listing aid:until ?until }
}
"""
_CONTRADICTED = """
SELECT DISTINCT ?p ?title WHERE {
  ?p aid:standing "disputed" .
  ?c aid:about ?p ; aid:stance "contradicts" ; aid:review "accepted" ; aid:statedIn/dcterms:title ?title .
} ORDER BY ?title
"""


def gaps(store: Store, parties: Parties, words: Vocabulary, question: Question, *, answer: str = "all") -> list[Gap]:
    """Answer the question for every party it asks of, those with nothing named first; ``answer`` keeps one answer."""
    _check("answer", answer, ANSWERS)
    return [gap for gap in _Answers(store, parties, words, question).gaps() if answer in {"all", gap.answer}]


def everybody(store: Store, parties: Parties, words: Vocabulary, question: Question) -> Iterator[Gap]:
    """Yield the answers for the kind asked, then those for the places of every level, each party once."""
    answers = _Answers(store, parties, words, question)
    yield from answers.gaps()
    for level in sorted({facts.kind for facts in parties.facts.values() if facts.is_place}):
        answers.turn_to(words.kinds[level])
        # a level counts for broader ones too
        yield from (gap for gap in answers.gaps() if parties.facts[gap.id].kind == level)


def _check(what: str, word: str, legal: Sequence[str]) -> None:
    if word not in legal:
        raise UnknownNameError(what, word, candidates=[nearest(word, legal)] if nearest(word, legal) else legal)


def roster_note(store: Store, parties: Parties, words: Vocabulary, question: Question) -> str:
    """Return an empty string where a complete roster covers the kind and place asked, else what is missing."""
    for roster in complete_lists(store, of_partnerships=False):
        if roster.reaches(question.as_of) and roster.covers(words, parties, kind=question.kind, place=question.place):
            return ""
    where = f" in {parties.label(question.place)}" if question.place else ""
    when = f" as of {question.as_of}" if question.as_of else ""
    return f"no complete roster covers {question.kind.name}{where}{when}: there may be others that nobody names"


class _Answers:
    """What the store says that bears on one question."""

    def __init__(self, store: Store, parties: Parties, words: Vocabulary, question: Question) -> None:
        self.store, self.parties, self.words, self.question = store, parties, words, question
        self.relations = words.narrower_relations(question.relation)
        self.today = dt.datetime.now(tz=dt.UTC).date()
        every = every_tie(store, as_of=question.as_of, today=self.today)
        asked = [tie for tie in every if tie.relation in self.relations and question.asks_for(tie.direction)]
        current = {
            standing: by_party(tie for tie in asked if tie.standing == standing and not tie.lapsed)
            for standing in ("accepted", "disputed", "proposed", "rejected")
        }
        self.ties, self.disputed, self.proposed, self.rejected = current.values()
        self.lapsed = by_party(tie for tie in asked if tie.standing == "accepted" and tie.lapsed)
        self.arranged = arranged(store, self.relations)
        self.counted = counted(store, parties, words, self.relations, question.asks_for)
        self.contradicted: defaultdict[str, list[str]] = defaultdict(list)
        for row in store.select(_CONTRADICTED):
            self.contradicted[row.p].append(row.title)
        self.gone = self._gone()
        self._ways: dict[str, str] = {}
        self.turn_to(question.kind)

    def turn_to(self, kind: Kind) -> None:
        """Ask the same of another kind or level: all that is known of ties holds for it too."""
        self.question = replace(self.question, kind=kind)
        covering = [
            listed
            for listed in complete_lists(self.store, of_partnerships=True)
            if listed.covers(
                self.words, self.parties, relation=self.question.relation, kind=kind, place=self.question.place
            )
        ]
        self.complete = next((listed for listed in covering if listed.reaches(self.question.as_of)), None)
        self.unknown = self._no_list(covering)

    def gaps(self) -> list[Gap]:
        inside = self.parties.inside(self.question.place) if self.question.place else None
        rows = self.store.select(_POPULATION, bind={"kind": Iri(self.question.kind.iri)})
        asked = [row.iri for row in rows if (inside is None or row.iri in inside) and row.iri not in self.gone]
        found = map(self._gap, asked)
        return sorted(found, key=lambda gap: (gap.answer == "linked", bool(gap.inside), gap.name, gap.id))

    def _gone(self) -> set[str]:
        """Return the parties that did not exist at the date asked; a list that gives no dates says nothing of it."""
        date = self.question.as_of or self.today
        gone: dict[str, bool] = {}
        for row in self.store.select(_LIFETIMES):
            out = bool((row.since and row.since > date) or (row.until and row.until < date))
            gone[row.iri] = gone.get(row.iri, True) and out
        return {iri for iri, out in gone.items() if out}

    def _no_list(self, covering: Sequence[CompleteList]) -> str:
        told = self.question.told(self.parties)
        if not covering:
            return f"no list of partnerships claims to be complete for {told}"
        periods = [f"{listed.title!r}{listed.period or ' for no date'}" for listed in covering]
        return f"no list of partnerships claims to be complete for {told}: {shortened(periods)}"

    def _gap(self, iri: str) -> Gap:
        facts = self.parties.facts[iri]
        own = self.ties.get(iri, [])
        inside = self._inside(iri) if facts.is_place else ()
        disputed = self._disputed(iri)
        if own:
            answer, because = "linked", [*self._told(own), *disputed]
        elif disputed or self.complete is None:
            answer, because = "unknown", [*disputed, *([] if self.complete else [self.unknown])]
        else:
            answer = "unlinked"
            because = [f"{self.complete.title!r} claims to be complete for it{self.complete.period}, and names none"]
        return Gap(
            id=iri,
            name=facts.label,
            kind=local_name(facts.kind),
            place=self.parties.label(facts.place) if facts.place else "",
            answer=answer,
            partners=self.parties.labels({partner for tie in own for partner in tie.partners}),
            inside=inside,
            because="; ".join([*because, *self._hints(iri, inside, linked=bool(own))]),
        )

    def _told(self, own: Iterable[Tie]) -> list[str]:
        """Return ties in words, those of one relation together where nothing sets them apart."""
        groups: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for tie in own:
            marks = ["the source leaves open who is paired with whom"] if tie.open else []
            marks += ["implied"] if tie.implied else []
            marks += self.arranged.marks(tie.partnership, self.parties)
            mark = f" ({'; '.join(marks)})" if marks else ""
            groups[self._way(tie), mark].update(self._partners(tie))
        return [f"{way} {shortened(sorted(partners))}{mark}" for (way, mark), partners in sorted(groups.items())]

    def _way(self, tie: Tie) -> str:
        inverse = self.words.relations[tie.relation].inverse
        return local_name(inverse if tie.direction == "in" and inverse else tie.relation)

    def _partners(self, tie: Tie) -> tuple[str, ...]:
        if tie.partners:
            return self.parties.labels(tie.partners)
        kind = local_name(tie.unnamed_kind) or "a partner"
        where = f" in {self.parties.label(tie.unnamed_place)}" if tie.unnamed_place else ""
        return (f"{kind}{where} that the source does not name",)

    def _disputed(self, iri: str) -> list[str]:
        return [
            f"disputed: {shortened(map(repr, self.contradicted[tie.partnership]))} contradicts "
            f"{self._way(tie)} {shortened(self._partners(tie))}"
            for tie in self.disputed.get(iri, ())
        ]

    def _hints(self, iri: str, inside: Sequence[Inside], *, linked: bool) -> list[str]:
        """Return what is known short of a link: it changes no answer, and a reader must not miss it."""
        hints = []
        if not linked:
            for found, told in (
                (self.proposed, "only claims under review"),
                (self.rejected, "only rejected claims"),
            ):
                if unaccepted := found.get(iri):
                    ways = {f"{self._way(tie)} {shortened(self._partners(tie))}" for tie in unaccepted}
                    hints.append(f"{told} name it: {shortened(sorted(ways))}")
            hints += [
                f"{self._way(tie)} {shortened(self._partners(tie))} {tie.lapsed}" for tie in self.lapsed.get(iri, ())
            ]
            hints += self.counted.hints(iri)
            hints += self.arranged.hints(iri)
        if inside:
            names = [f"{thing.name} ({thing.relation} {shortened(thing.partners)})" for thing in inside]
            told = "what lies inside it has ties of its own" if linked else "tied only through what lies inside it"
            hints.append(f"{told}: {shortened(names)}")
        around = next((place for place in self.parties.above(iri) if place in self.ties), "")
        if around and not linked:
            hints.append(f"{self.parties.label(around)} around it has ties of its own ({self._ways_of(around)})")
        return list(dict.fromkeys(hints))

    def _ways_of(self, place: str) -> str:
        if place not in self._ways:
            self._ways[place] = shortened(sorted({self._way(tie) for tie in self.ties[place]}))
        return self._ways[place]

    def _inside(self, place: str) -> tuple[Inside, ...]:
        found = set()
        for iri in self.parties.inside(place) & self.ties.keys():
            for tie in self.ties[iri]:
                found.add((self.parties.label(iri), local_name(tie.relation), self._partners(tie)))
        return tuple(Inside(*thing) for thing in sorted(found))
