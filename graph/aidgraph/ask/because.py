"""Why an answer is what it is, in words: what is known of a party, the lists that cover it, what is short of a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aidgraph.ask.evidence import Known
from aidgraph.ask.labels import PartyFacts
from aidgraph.ask.lists import Covering, Lists
from aidgraph.ask.mentions import counted, shortened
from aidgraph.ask.scope import Scope
from aidgraph.ask.ties import Tie
from aidgraph.kinds import Vocabulary
from aidgraph.terms import local_name

__all__ = ["Because", "Inside"]


@dataclass(frozen=True, slots=True)
class Inside:
    """Something inside a place that has partners of its own."""

    name: str
    relation: str
    partners: tuple[str, ...]


class Because:
    """Finds the words for what is known of some parties; ``lists`` are those that bear on the question."""

    def __init__(self, known: Known, words: Vocabulary, lists: Lists, scope: Scope) -> None:
        self.known, self.words, self.lists = known, words, lists
        self.parties, self.ties = known.parties, known.ties
        relations, directions = scope.relations, scope.directions
        self.totals = counted(known.measures, known.parties, words, relations=relations, directions=directions)
        self._ways_around = lru_cache(maxsize=None)(self._ways_of)
        self._rosters = Covering(lists.rosters, words, known.parties)

    def reasons(self, facts: PartyFacts, own: Sequence[Tie], inside: Sequence[Inside]) -> list[str]:
        """Return in words all that bears on the answer for a party: its ties, the lists, what is short of a link."""
        disputed = self._disputed(facts.iri)
        told = [*self._told(own), *disputed]
        if not own and not self.lists.complete:
            told.append(self.lists.missing)
        elif own or not disputed:
            told += self._silent(own)
        return [*told, *self._listed(facts), *self._hints(facts.iri, inside, linked=bool(own))]

    def inside(self, place: str) -> tuple[Inside, ...]:
        """Return what inside a place has ties of its own."""
        found = {
            (self.parties.label(iri), local_name(tie.relation), self._partners(tie))
            for iri in self.known.inside.get(place, ())
            for tie in self.ties.accepted[iri]
        }
        return tuple(Inside(*thing) for thing in sorted(found))

    def _told(self, own: Iterable[Tie]) -> list[str]:
        """Return ties in words, those of one relation together where nothing sets them apart."""
        groups: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for tie in own:
            marks = ["the source leaves open who is paired with whom"] if tie.open else []
            marks += ["implied"] if tie.implied else []
            marks += self.known.arranged.marks(tie.partnership, self.parties)
            mark = f" ({'; '.join(marks)})" if marks else ""
            groups[self._way(tie), mark].update(self._partners(tie))
        return [f"{way} {shortened(sorted(partners))}{mark}" for (way, mark), partners in sorted(groups.items())]

    def _silent(self, own: Sequence[Tie]) -> list[str]:
        """Return in words which complete lists name none of a party's ties."""
        stated = self.known.stated
        silent = [
            f"{listed.title!r} claims to be complete for it{listed.period}"
            for listed in self.lists.complete
            if not any(tie.partnership in stated.get(listed.source, ()) for tie in own)
        ]
        return [f"{shortened(silent)}, and names none"] if silent else []

    def _listed(self, facts: PartyFacts) -> list[str]:
        """Return in words which rosters a party stands on, and which complete ones it does not stand on."""
        listed = self.known.listed.get(facts.iri, ())
        on = [f"{one.title!r}" + f" ({one.period})" * bool(one.period) for one in listed]
        sources = {one.source for one in listed}
        off = [roster for roster in self._rosters.over(facts.place, facts.kind) if roster.source not in sources]
        told = [f"{roster.title!r} claims to be a complete roster{roster.period} and leaves it out" for roster in off]
        return [f"on the roster {shortened(on)}" if on else "on no roster", *told]

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
            f"disputed: {shortened(map(repr, self.known.contradicted[tie.partnership]))} contradicts "
            f"{self._way(tie)} {shortened(self._partners(tie))}"
            for tie in self.ties.disputed.get(iri, ())
        ]

    def _hints(self, iri: str, inside: Sequence[Inside], *, linked: bool) -> list[str]:
        """Return what is known short of a link: it changes no answer, and a reader must not miss it."""
        hints = []
        if not linked:
            for found, told in (
                (self.ties.proposed, "only claims under review"),
                (self.ties.rejected, "only rejected claims"),
            ):
                if unaccepted := found.get(iri):
                    ways = {f"{self._way(tie)} {shortened(self._partners(tie))}" for tie in unaccepted}
                    hints.append(f"{told} name it: {shortened(sorted(ways))}")
            hints += [
                f"{self._way(tie)} {shortened(self._partners(tie))} {tie.lapsed}"
                for tie in self.ties.lapsed.get(iri, ())
            ]
            hints += self.totals.hints(iri)
            hints += self.known.arranged.hints(iri)
        if inside:
            names = [f"{thing.name} ({thing.relation} {shortened(thing.partners)})" for thing in inside]
            told = "what lies inside it has ties of its own" if linked else "tied only through what lies inside it"
            hints.append(f"{told}: {shortened(names)}")
        around = next((place for place in self.parties.above(iri) if place in self.known.around), "")
        if around and not linked:
            hints.append(f"{self.parties.label(around)} around it has ties of its own ({self._ways_around(around)})")
        return list(dict.fromkeys(hints))

    def _ways_of(self, place: str) -> str:
        return shortened(sorted({self._way(tie) for tie in self.known.around[place]}))
