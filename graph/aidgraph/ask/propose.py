"""Who could take those that have nobody: proposals, which are no partnerships.

Whoever lacks a partner under a relation is given a provider that may hold it, that has room, and that nobody has
refused for it. As many as possible are given one, and of all ways to do so the one with the highest sum of scores is
proposed: an optimum over every pair, not over a choice of them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aidgraph.ask.assign import BARRED, assign
from aidgraph.ask.gaps import Gap
from aidgraph.ask.labels import Parties
from aidgraph.ask.points import CROWDING, compatible
from aidgraph.ask.suits import Recipient, Suits
from aidgraph.ask.ties import RELATED, Tie, ties
from aidgraph.errors import UsageError
from aidgraph.kinds import Relation, Vocabulary
from aidgraph.resolve.judgements import Judgement, now
from aidgraph.store.embedded import Store

__all__ = ["Proposal", "Proposals", "Without", "judged", "judgement", "propose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """That one party could take another: names, and IRIs beside them.

    ``because`` gives the points that add up to ``score``, then what is known of the recipient; ``answer`` is
    *unlinked*, or *unknown* where nobody can say whether it has a partner already.
    """

    from_: str
    to: str
    score: int
    because: tuple[str, ...]
    relation: str
    answer: str
    from_place: str
    to_place: str
    from_id: str
    to_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """A party for which nobody can be proposed, and why."""

    id: str
    name: str
    answer: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What is proposed, the best first; for whom nobody is left; and what was accepted before and is under way."""

    proposals: tuple[Proposal, ...]
    without: tuple[Without, ...]
    accepted: tuple[str, ...]


_LISTINGS = """
SELECT ?party ?since ?until { ?l a aid:Listing ; aid:about ?party
  OPTIONAL { ?l aid:since ?since } OPTIONAL { ?l aid:until ?until } }
"""


def propose(  # noqa: PLR0913  each narrows what is proposed
    store: Store,
    parties: Parties,
    words: Vocabulary,
    relation: Relation,
    lacking: Iterable[Gap],
    *,
    from_place: str = "",
    capacity: int = 1,
    least: int | None = None,
    judgements: Sequence[Judgement] = (),
) -> Proposals:
    """Propose a partner under a relation for each of those lacking one; ``from_place`` is where it must lie.

    ``capacity`` is how many partnerships a provider may hold in all. No pair that scores less than ``least`` is
    proposed, what is taken off for several proposals to one provider aside. ``judgements`` are those that hold.
    Raises ``UsageError`` for a relation under which nothing can be proposed.
    """
    _check(relation, capacity)
    below = words.narrower_relations(relation)
    refused, accepted = judged(judgements, words, relation)
    related = ties(store, words.narrower_relations(words.relations[RELATED]))
    # what has become a partnership since is no proposal any more
    accepted = [pair for pair in accepted if not _tied(related, below, *pair)]
    held = _held(related, below, accepted, mutual=relation.mutual)
    # who has a proposal accepted is provided for, though not linked
    settled = {iri for pair in accepted for iri in (pair if relation.mutual else pair[1:])}
    gaps = {gap.id: gap for gap in sorted(lacking, key=lambda gap: (gap.name, gap.id)) if gap.id not in settled}
    recipients = [
        Recipient(iri, gap.answer == "unlinked", refused.get(iri, _NOBODY) | _own(parties, iri))
        for iri, gap in gaps.items()
    ]
    providers = list(_providers(store, parties, words, relation, from_place, gaps.keys()))
    roomy = [iri for iri in providers if held[iri] < capacity]
    suits = Suits(store, parties, words, relation, roomy, recipients, held, related)
    given, best = _assigned(suits, [capacity - held[iri] for iri in roomy], least)
    proposals = list(_told(suits, parties, relation, gaps, given))
    why_not = _WhyNot(
        parties, words, relation, providers, capacity, least, where=parties.label(from_place) if from_place else ""
    )
    return Proposals(
        proposals=tuple(sorted(proposals, key=lambda one: (-one.score, one.to, one.from_, one.to_id))),
        without=tuple(
            Without(id=one.iri, name=gaps[one.iri].name, answer=gaps[one.iri].answer, because=why_not(one, score))
            for one, column, score in zip(recipients, given, best, strict=True)
            if column < 0
        ),
        accepted=tuple(sorted(" and ".join(sorted(map(parties.label, pair))) for pair in accepted)),
    )


_NOBODY: frozenset[str] = frozenset()


def _own(parties: Parties, iri: str) -> frozenset[str]:
    """Return the places around a party and, for a place, whatever lies in it: what they do for it is no aid of others.

    An institution in a place is its own only to that place, never to its neighbours there.
    """
    return frozenset((*parties.above(iri), *(parties.inside(iri) if parties.facts[iri].is_place else ())))


def _check(relation: Relation, capacity: int) -> None:
    if relation.structural or relation.derived:
        why = "follows from others" if relation.derived else "says how parties are organised"
        raise UsageError(f"{relation.name} {why}, and nobody is proposed for it; name a relation that counts as a link")
    if capacity < 0:
        raise UsageError(f"a capacity of {capacity}; legal: 0 or more")


def judgement(
    parties: Parties,
    words: Vocabulary,
    relation: Relation,
    ends: tuple[str, str],
    *,
    answer: str,
    why: str,
    by: str,
) -> Judgement:
    """Return a judgement on a proposal, for the log; raises ``UsageError`` for two whom the relation cannot tie."""
    _check(relation, 0)
    one, other = (words.kinds[parties.facts[iri].kind] for iri in ends)
    if ends[0] == ends[1]:
        raise UsageError(f"{parties.label(ends[0])} cannot be its own partner")
    if compatible(words, relation, one, other) is None:
        told = f"{parties.label(ends[0])} ({one.name}) and {parties.label(ends[1])} ({other.name})"
        raise UsageError(f"{relation.name} cannot tie {told}")
    if not why.strip():
        raise UsageError("a judgement needs a reason; --why TEXT gives it")
    about = tuple(sorted(ends)) if relation.mutual else ends
    return Judgement(at=now(), by=by, what="proposal", about=about, relation=relation.iri, answer=answer, why=why)


def judged(
    judgements: Iterable[Judgement], words: Vocabulary, relation: Relation
) -> tuple[dict[str, frozenset[str]], list[tuple[str, str]]]:
    """Return whom each recipient may not be given under a relation, and the pairs (from, to) that were accepted.

    Who is refused under a broader relation is refused under this one, and who is accepted under a narrower one is
    accepted. Under a mutual relation both ends are refused each other.
    """
    broader = {above.iri for above in words.broader_relations(relation)}
    narrower = words.narrower_relations(relation)
    refused: defaultdict[str, set[str]] = defaultdict(set)
    accepted = []
    for judgement in judgements:
        if len(judgement.about) != 2:  # noqa: PLR2004  a proposal has two ends
            continue
        one, other = judgement.about
        if judgement.answer == "refused" and judgement.relation in broader:
            refused[other].add(one)
            if relation.mutual:
                refused[one].add(other)
        elif judgement.answer == "accepted" and judgement.relation in narrower:
            accepted.append((one, other))
    return {iri: frozenset(barred) for iri, barred in refused.items()}, accepted


def _tied(related: Mapping[str, Sequence[Tie]], relations: frozenset[str], one: str, other: str) -> bool:
    return any(other in tie.partners for tie in related.get(one, ()) if tie.relation in relations)


def _held(
    related: Mapping[str, Sequence[Tie]],
    relations: frozenset[str],
    accepted: Iterable[tuple[str, str]],
    *,
    mutual: bool,
) -> Counter[str]:
    """Count what each party gives, or shares in, under those relations; accepted proposals count too."""
    held = Counter(iri for pair in accepted for iri in (pair if mutual else pair[:1]))
    for party, its_ties in related.items():
        held[party] += len({tie.partnership for tie in its_ties if tie.relation in relations and tie.direction != "in"})
    return held


def _providers(
    store: Store,
    parties: Parties,
    words: Vocabulary,
    relation: Relation,
    from_place: str,
    lacking: Iterable[str],
) -> Iterator[str]:
    """Yield who may provide, by name: those of a fitting kind in the place who exist and lack no partner themselves."""
    kinds = {parties.facts[iri].kind for iri in lacking}
    fitting = {
        iri
        for iri, kind in words.kinds.items()
        if any(compatible(words, relation, kind, words.kinds[other]) is not None for other in kinds)
    }
    among = parties.inside(from_place) if from_place else parties.facts.keys()
    found = among - set(lacking) - _gone(store)
    facts = (parties.facts[iri] for iri in found)
    for one in sorted((one for one in facts if one.kind in fitting), key=lambda one: (one.label, one.iri)):
        yield one.iri


def _gone(store: Store) -> set[str]:
    """Return who does not exist today, by every list that gives dates."""
    today = dt.datetime.now(tz=dt.UTC).date()
    there: defaultdict[str, bool] = defaultdict(bool)
    for party, since, until in store.select(_LISTINGS):
        if since or until:
            there[party] |= (since is None or since <= today) and (until is None or until >= today)
    return {party for party, is_there in there.items() if not is_there}


def _assigned(suits: Suits, left: Sequence[int], least: int | None) -> tuple[list[int], list[int]]:
    """Return the number of the provider each recipient is given, -1 for none, and the score of its best."""
    import numpy as np

    if not suits.providers or not suits.recipients:
        return [-1] * len(suits.recipients), [BARRED] * len(suits.recipients)
    scores, profile = suits.matrix()
    best = scores.max(axis=1)[profile].tolist()
    if least is not None:
        scores[scores < least] = BARRED
    return assign(scores, profile, np.array(left, np.int64), crowding=CROWDING), best


def _told(
    suits: Suits, parties: Parties, relation: Relation, gaps: Mapping[str, Gap], given: Sequence[int]
) -> Iterator[Proposal]:
    before: Counter[str] = Counter()
    for one, column in zip(suits.recipients, given, strict=True):
        if column < 0:
            continue
        provider, gap = suits.providers[column], gaps[one.iri]
        reasons = suits.reasons(provider, one, before=before[provider])
        before[provider] += 1
        told = [f"{points:+d} {text}" for points, text in reasons]
        home = parties.facts[provider].place
        yield Proposal(
            from_=parties.label(provider),
            to=gap.name,
            score=sum(points for points, _ in reasons),
            because=(*told, f"{gap.answer}: {gap.because}"),
            relation=relation.name,
            answer=gap.answer,
            from_place=parties.label(home) if home else "",
            to_place=gap.place,
            from_id=provider,
            to_id=one.iri,
        )


@dataclass(frozen=True, slots=True)
class _WhyNot:
    """Says why nobody could be proposed for somebody."""

    parties: Parties
    words: Vocabulary
    relation: Relation
    providers: Sequence[str]
    capacity: int
    least: int | None
    where: str

    def __call__(self, recipient: Recipient, best: int) -> str:
        if best > BARRED:
            if self.least is not None and best < self.least:
                return f"the best that could be proposed scores {best}, less than {self.least}"
            return "whoever could take it is proposed to others, and has no room left"
        kinds, kind = self.words.kinds, self.words.kinds[self.parties.facts[recipient.iri].kind]
        own = _own(self.parties, recipient.iri)
        fitting = [
            iri
            for iri in self.providers
            if iri not in own
            and compatible(self.words, self.relation, kinds[self.parties.facts[iri].kind], kind) is not None
        ]
        if not fitting:
            return f"nobody of a kind that fits {kind.name} is known" + (f" in {self.where}" if self.where else "")
        if not {*fitting} - recipient.barred:
            return "everybody who fits was refused for it"
        return (
            f"everybody who fits holds {self.capacity} already" if self.capacity else "a capacity of 0 leaves no room"
        )
