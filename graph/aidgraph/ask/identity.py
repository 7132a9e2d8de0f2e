"""Whether two parties are one, as somebody judges it: what goes to the log, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aidgraph.ask.labels import Parties
from aidgraph.errors import DataError, Problem, UsageError, Where
from aidgraph.kinds import Vocabulary
from aidgraph.resolve.identity import Identity, contradictions, impossible, names, told
from aidgraph.resolve.judgements import LOG, WITHDRAWN, Judgement, histories, now, standing
from aidgraph.terms import is_web_address

__all__ = ["Verdict", "undone", "verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement on two parties, how they are called, and ``notes``: what speaks against it, and who said what.

    ``held``: the same was judged before by the same role for the same reason, and holds.
    """

    a: str
    b: str
    judgement: Judgement
    notes: tuple[str, ...] = ()
    held: bool = False


def verdict(
    parties: Parties,
    words: Vocabulary,
    log: Sequence[Judgement],
    pair: tuple[str, str],
    *,
    answer: str,
    why: str,
    by: str,
) -> Verdict:
    """Return a judgement on two parties; ``log`` are all judgements before it.

    Raises ``UnknownNameError``, ``UsageError`` where both names are those of one party, ``DataError`` where it
    contradicts what others were judged to be, or cannot be.
    """
    one, other = (_iri(parties, name) for name in pair)
    if one == other:
        raise UsageError(_one_already(parties, log, one, pair))
    called = {key: parties.describe(iri) for key, iri in zip("ab", (one, other), strict=True) if parties.of(iri)}
    judgement = Judgement(at=now(), by=by, what="identity", about=(one, other), answer=answer, why=why, claim=called)
    _refuse_conflicts(parties, log, judgement)
    notes = list[str]()
    known = tuple(parties.of(parties.find(iri)) for iri in (one, other))
    if answer == "same" and known[0] and known[1]:
        if cause := impossible(known[0], known[1], parties.above):
            raise DataError.of(Where(LOG), f"{told(judgement, _naming(parties))}: {cause}")
        notes = [f"though {against}" for against in contradictions(known[0], known[1], words, parties.above)]
    before = next((h for h in histories(log, "identity") if h[-1].matter == judgement.matter), ())
    notes += [f"judged before: {told(earlier, _naming(parties))}: {earlier.why}" for earlier in before]
    held = bool(before) and (before[-1].answer, before[-1].by, before[-1].why) == (answer, by, why)
    a, b = names(judgement, _naming(parties))
    return Verdict(a=a, b=b, judgement=judgement, notes=tuple(notes), held=held)


def undone(parties: Parties, log: Sequence[Judgement], *, why: str, by: str) -> Verdict:
    """Return what takes back the last judgement on identity that holds; raises ``UsageError`` where there is none."""
    held = standing(log, "identity")
    if not held:
        raise UsageError("no judgement on identity holds that could be undone")
    last = held[-1]
    judgement = replace(last, at=now(), by=by, answer=WITHDRAWN, why=why, line=0)
    a, b = names(last, _naming(parties))
    again = next((h[-2] for h in histories(log, "identity") if h[-1] is last and len(h) > 1), None)
    notes = [f"undone: {told(last, _naming(parties))}"]
    notes += [f"holds again: {told(again, _naming(parties))}"] if again else []
    return Verdict(a=a, b=b, judgement=judgement, notes=tuple(notes))


def _iri(parties: Parties, name: str) -> str:
    """Return the IRI of the party a name means, or the one that another party is kept for, where that is given."""
    found = parties.find(name)
    return name if is_web_address(name) else found


class _naming:  # noqa: N801  a function that remembers the parties
    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    def __call__(self, iri: str) -> str:
        return repr(self._parties.describe(iri)) if self._parties.of(iri) else f"<{iri}>"


def _one_already(parties: Parties, log: Sequence[Judgement], iri: str, pair: tuple[str, str]) -> str:
    first = f"{pair[0]!r} and {pair[1]!r} both name {parties.describe(iri)!r}"
    group = Identity(log).group(iri)
    if len(group) == 1:
        return first
    return f"{first}, which was judged to be one with others; name two of them by IRI: {', '.join(group)}"


def _refuse_conflicts(parties: Parties, log: Sequence[Judgement], judgement: Judgement) -> None:
    before = {conflict.different.matter for conflict in Identity(log).conflicts()}
    new = [c for c in Identity([*log, judgement]).conflicts() if c.different.matter not in before]
    name = _naming(parties)
    if new:
        raise DataError(
            Problem(
                Where(LOG, conflict.different.line),
                f"{told(conflict.different, name)} contradicts "
                + "; ".join(told(each, name) for each in conflict.chain),
                legal="one of them; nothing was written",
            )
            for conflict in new
        )
