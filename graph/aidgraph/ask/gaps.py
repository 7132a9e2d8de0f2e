"""Who has nobody: linked, unlinked or unknown, per relation, direction, kind, place and date.

*Unlinked* is said only where a list of partnerships claims to be complete for what is asked; a complete roster says
who exists, never who is linked. Everything else is *unknown*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import overload

from aidgraph.ask.because import Because, Inside
from aidgraph.ask.evidence import DISPUTED, FLAGS, LINKED, Evidence, Known
from aidgraph.ask.lists import Covering, Lists
from aidgraph.ask.scope import Question, legal
from aidgraph.kinds import Vocabulary
from aidgraph.resolve.directory import PLAIN_LEVEL
from aidgraph.terms import local_name

__all__ = ["ANSWERS", "Gap", "Gaps", "Inside", "Question", "decided", "everybody", "gaps", "roster_note"]

ANSWERS = ("linked", "unlinked", "unknown", "all")


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


class Gaps(Sequence[Gap]):
    """The answers to a question, in order. Who has which is settled; the words are found when an answer is read."""

    def __init__(self, keys: Sequence[object], told: Callable[[Sequence[object]], list[Gap]]) -> None:
        self._keys, self._told = keys, told
        self._near = lru_cache(maxsize=1)(lambda start: told(keys[start : start + _NEAR]))

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> Gap: ...
    @overload
    def __getitem__(self, at: slice) -> list[Gap]: ...
    def __getitem__(self, at: int | slice) -> Gap | list[Gap]:
        if isinstance(at, slice):
            return self._told(self._keys[at])
        at = range(len(self))[at]
        return self._near(at - at % _NEAR)[at % _NEAR]

    def __iter__(self) -> Iterator[Gap]:
        yield from self._near(0)
        for start in range(_NEAR, len(self), _FAR):
            yield from self._told(self._keys[start : start + _FAR])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    # like a list, which it equals
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        more = f" and {len(self) - _SHOWN} more" if len(self) > _SHOWN else ""
        return f"{self[:_SHOWN]}{more}"


_NEAR, _FAR = 1 << 10, 1 << 16
"""Answers whose words are found at once: where some are read, and where all are."""

_SHOWN = 20


def gaps(evidence: Evidence, words: Vocabulary, question: Question, *, answer: str = "all") -> Gaps:
    """Answer the question for every party it asks of, those with nothing named first; ``answer`` keeps one answer."""
    legal("answer", answer, ANSWERS)
    answers = _Answers(evidence, words, question)
    return Gaps(answers.keys(answer), lambda keys: answers.told(answers.known(keys)))


def everybody(evidence: Evidence, words: Vocabulary, question: Question) -> Iterator[Gap]:
    """Yield the answers for the kind asked, then those for the places of every level, each party once."""
    yield from gaps(evidence, words, question)
    places = _Answers(evidence, words, replace(question, kind=words.level(PLAIN_LEVEL)))
    known = places.known(places.keys("all"))
    by_level: defaultdict[str, list[str]] = defaultdict(list)
    for iri in known.asked:
        by_level[known.parties.facts[iri].kind].append(iri)
    for level, iris in sorted(by_level.items()):
        answers = _Answers(evidence, words, replace(question, kind=words.kinds[level]))
        yield from answers.told(replace(known, asked=iris))


def roster_note(evidence: Evidence, words: Vocabulary, question: Question) -> str:
    """Return an empty string where a complete roster covers the kind and place asked, else what is missing."""
    rosters = Lists.of(question, words, evidence.parties, evidence.complete_lists()).rosters
    if Covering(rosters, words, evidence.parties).over(question.place, question.kind.iri):
        return ""
    whom = question.whom(evidence.parties)
    return f"no complete roster covers {whom}: there may be others that nobody names"


def decided(*, linked: bool, disputed: bool, complete: bool) -> str:
    """Return the answer for a party: it has ties, it has disputed ones, a complete list covers what is asked."""
    if linked:
        return "linked"
    return "unlinked" if complete and not disputed else "unknown"


class _Answers:
    """One question, and what answers it."""

    def __init__(self, evidence: Evidence, words: Vocabulary, question: Question) -> None:
        self.evidence, self.words = evidence, words
        self.scope = question.scope(words)
        self.lists = Lists.of(question, words, evidence.parties, evidence.complete_lists())

    def keys(self, answer: str) -> Sequence[object]:
        """Return who is asked about and has this answer, by the keys of the evidence."""
        complete = bool(self.lists.complete)
        of_flags = {
            flags: decided(linked=bool(flags & LINKED), disputed=bool(flags & DISPUTED), complete=complete)
            for flags in FLAGS
        }
        among = [flags for flags in FLAGS if answer in {"all", of_flags[flags]}]
        return self.evidence.asked(self.scope, among=among)

    def known(self, keys: Sequence[object]) -> Known:
        return self.evidence.known(self.scope, keys, self.lists.complete)

    def told(self, known: Known) -> list[Gap]:
        because = Because(known, self.words, self.lists, self.scope)
        return [self._gap(known, iri, because) for iri in known.asked]

    def _gap(self, known: Known, iri: str, because: Because) -> Gap:
        parties, own = known.parties, known.ties.accepted.get(iri, [])
        facts = parties.facts[iri]
        linked, disputed, complete = bool(own), iri in known.ties.disputed, bool(self.lists.complete)
        inside = because.inside(iri) if facts.is_place else ()
        return Gap(
            id=iri,
            name=facts.label,
            kind=local_name(facts.kind),
            place=parties.label(facts.place) if facts.place else "",
            answer=decided(linked=linked, disputed=disputed, complete=complete),
            partners=parties.labels({partner for tie in own for partner in tie.partners}),
            inside=inside,
            because="; ".join(because.reasons(facts, own, inside)),
        )
