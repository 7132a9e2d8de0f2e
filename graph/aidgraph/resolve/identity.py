"""What the judgements on identity come to: which parties are one, which are two, and of which nobody is sure.

``same`` carries over: of A and B, and of B and C, makes one of all three. ``different`` and ``unsure`` do not.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from aidgraph.kinds import PLAIN, Vocabulary
from aidgraph.resolve.judgements import Judgement, histories, standing

__all__ = ["PLAIN_LEVEL_NAME", "Conflict", "Identity", "PartyLike", "contradictions", "impossible", "names", "told"]

PLAIN_LEVEL_NAME = "Place"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two parties that were judged different, and the judgements by which they are one."""

    different: Judgement
    chain: tuple[Judgement, ...]


class Identity:
    """The judgements on identity that hold, from all judgements of a log in their order."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        judgements = list(judgements)
        self.standing = standing(judgements, "identity")
        self.disagreements = [
            history
            for history in histories(judgements, "identity")
            if any(judgement.answer != history[-1].answer for judgement in history)
        ]
        self._same: defaultdict[str, dict[str, Judgement]] = defaultdict(dict)
        for judgement in self.judged("same"):
            one, other = judgement.about
            self._same[one][other] = self._same[other][one] = judgement
        self.groups: list[tuple[str, ...]] = []
        self._group: dict[str, int] = {}
        for iri in sorted(self._same):
            if iri not in self._group:
                members = self._reached(iri)
                self._group |= dict.fromkeys(members, len(self.groups))
                self.groups.append(tuple(sorted(members)))

    def judged(self, answer: str) -> list[Judgement]:
        """Return the judgements with an answer that hold."""
        return [judgement for judgement in self.standing if judgement.answer == answer]

    def group(self, iri: str) -> tuple[str, ...]:
        """Return the IRIs that were judged to be one with this, itself among them, sorted."""
        return self.groups[self._group[iri]] if iri in self._group else (iri,)

    def chain(self, one: str, other: str) -> tuple[Judgement, ...]:
        """Return the fewest judgements by which two are one, none where they are not."""
        before: dict[str, str] = {one: one}
        waiting = deque([one])
        while waiting and other not in before:
            step = waiting.popleft()
            for following in sorted(self._same.get(step, {})):
                if following not in before:
                    before[following] = step
                    waiting.append(following)
        steps: list[Judgement] = []
        while other in before and other != one:
            steps.append(self._same[before[other]][other])
            other = before[other]
        return tuple(reversed(steps))

    def conflicts(self) -> list[Conflict]:
        """Return those who were judged different, and are one by judgements on others."""
        chains = ((judgement, self.chain(*judgement.about)) for judgement in self.judged("different"))
        return [Conflict(judgement, chain) for judgement, chain in chains if chain]

    def _reached(self, start: str) -> set[str]:
        reached, waiting = {start}, [start]
        while waiting:
            new = self._same[waiting.pop()].keys() - reached
            reached |= new
            waiting += new
        return reached


def names(judgement: Judgement, name: Callable[[str], str]) -> tuple[str, str]:
    """Return what the two were called when they were judged, ``name`` of them where the log does not tell."""
    one, other = (
        repr(known) if isinstance(known := judgement.claim.get(key), str) else name(iri)
        for key, iri in zip("ab", judgement.about, strict=True)
    )
    return one, other


def told(judgement: Judgement, name: Callable[[str], str]) -> str:
    """Return a judgement in words: who are meant, the answer, the role, the moment, and the line where known."""
    one, other = names(judgement, name)
    line = f", line {judgement.line}" if judgement.line else ""
    return f"{one} and {other}: {judgement.answer} ({judgement.by}, {judgement.at}{line})"


class PartyLike(Protocol):
    """A party of a build or of a directory."""

    @property
    def iri(self) -> str:
        """Its IRI."""

    @property
    def kind(self) -> str:
        """The IRI of its kind or level."""

    @property
    def place(self) -> str:
        """The IRI of where it is, or empty."""

    @property
    def is_place(self) -> bool:
        """Whether it is a place."""


Above = Callable[[str], Iterable[str]]


def impossible(one: PartyLike, other: PartyLike, above: Above) -> str:
    """Return why two cannot be one, or an empty string; ``above`` gives the places around a party."""
    if one.is_place != other.is_place:
        return "one is a place and the other an institution"
    if one.is_place and (one.iri in above(other.iri) or other.iri in above(one.iri)):
        return "one lies inside the other"
    return ""


def contradictions(one: PartyLike, other: PartyLike, words: Vocabulary, above: Above) -> list[str]:
    """Return what speaks against two being one: kinds of which neither is the broader, and places apart."""
    against = []
    kind, other_kind = words.kinds[one.kind], words.kinds[other.kind]
    plain = {PLAIN, words.level(PLAIN_LEVEL_NAME).iri}
    if (
        not plain & {kind.iri, other_kind.iri}
        and kind not in words.broader(other_kind)
        and other_kind not in words.broader(kind)
    ):
        against.append(f"one is {kind.name}, the other {other_kind.name}")
    if one.place and other.place:
        around, other_around = ({party.place, *above(party.place)} for party in (one, other))
        if one.place not in other_around and other.place not in around:
            against.append("they lie in different places")
    return against
