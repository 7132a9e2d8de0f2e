"""The review: what waits for a person, what was judged of it, and what a judgement puts in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aidgraph.errors import UnknownNameError, UsageError, nearest
from aidgraph.kinds import Kind, Vocabulary
from aidgraph.resolve.cases import Case
from aidgraph.resolve.judgements import WITHDRAWN, Judgement, append, histories, now, read_judgements
from aidgraph.terms import is_web_address, local_name

__all__ = ["Review", "Reviewed"]

_SHORTEST = 4
"""How many letters of an id are enough to name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A case, where it stands (proposed, accepted, rejected or stale), and everybody's judgements, the last last."""

    case: Case
    review: str
    judged: tuple[Judgement, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return what ``aidgraph review --list --json`` prints of it."""
        case = self.case
        return {
            "id": case.id,
            "relation": case.relation,
            "from": list(case.froms),
            "to": list(case.tos),
            "quote": case.quote,
            "source": case.source,
            "score": float(case.score) if case.score else None,
            "review": self.review,
            "file": case.file,
            "locator": case.locator or None,
            "group": case.group or None,
            "open": case.open,
            "basis": case.basis,
            "via": list(case.via),
            "count": float(case.count) if "." in case.count else int(case.count) if case.count else None,
            "unit": case.unit or None,
            "currency": case.currency or None,
            "bound": case.bound or None,
            "judged": [{"answer": each.answer, "by": each.by, "at": each.at, "why": each.why} for each in self.judged],
        }


class Review:
    """The cases of a build and the judgement log of its workspace, in ``folder``."""

    def __init__(self, folder: Path, cases: Sequence[Case], words: Vocabulary) -> None:
        self.folder, self.words = folder, words
        self._cases = {case.id: case for case in cases}

    def all(self) -> list[Reviewed]:
        """Return every case as it stands now, those of reports first, in the order of their texts."""
        judged = {history[-1].about[0]: history for history in histories(read_judgements(self.folder), "review")}
        cases = dict(self._cases)
        for id_, history in judged.items():
            claim = history[-1].claim
            if not claim:
                continue
            try:
                told = Case.of(claim, id_=id_)
            except ValueError:
                # the build says what is wrong with that line
                continue
            known = cases.get(id_)
            cases[id_] = replace(told, before=known.before, after=known.after, stale=known.stale) if known else told
        return [
            Reviewed(case=case, review=_standing(case, judged.get(id_, ())), judged=judged.get(id_, ()))
            for id_, case in cases.items()
        ]

    def waiting(self) -> list[Reviewed]:
        """Return what nobody has judged yet."""
        return [item for item in self.all() if item.review == "proposed"]

    def find(self, name: str) -> Case:
        """Return the case of an id, of the beginning of one or the end of an IRI; raises ``UnknownNameError``."""
        cases = {item.case.id: item.case for item in self.all()}
        if name in cases:
            return cases[name]
        found = [
            case
            for id_, case in cases.items()
            if (id_.startswith(name) and len(name) >= _SHORTEST and not is_web_address(id_)) or local_name(id_) == name
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownNameError("candidate", name, candidates=[case.id for case in found], ambiguous=True)
        near = nearest(name, cases)
        raise UnknownNameError("candidate", name, candidates=[near] if near else [])

    def judge(self, case: Case, answer: str, *, why: str = "", by: str) -> Judgement:
        """Put a judgement on disk: ``accepted`` or ``rejected``, with the whole claim as it is judged."""
        judgement = Judgement(
            at=now(),
            by=by,
            what="review",
            about=(case.id,),
            answer=answer,
            why=why.strip() or "not said",
            claim={} if is_web_address(case.id) else case.claim(),
        )
        append(self.folder, judgement)
        return judgement

    def undo(self, *, why: str = "", by: str) -> Judgement:
        """Take the last judgement that holds back, and return it; raises ``UsageError`` where there is none."""
        held = [history[-1] for history in histories(read_judgements(self.folder), "review")]
        if not held:
            raise UsageError("no judgement of a review holds that could be undone")
        last = max(held, key=lambda judgement: judgement.line)
        append(
            self.folder,
            Judgement(
                at=now(), by=by, what="review", about=last.about, answer=WITHDRAWN, why=why.strip() or "not said"
            ),
        )
        return last

    def mended(self, case: Case, *, relation: str = "", froms: Sequence[str] = (), tos: Sequence[str] = ()) -> Case:
        """Return the case with another relation or other ends, as a person mends it.

        Raises ``UnknownNameError`` for a relation that there is none of, ``UsageError`` for ends that cannot be.
        """
        wanted = self.words.relation(relation or case.relation)
        changed = replace(case, relation=wanted.name, froms=tuple(froms) or case.froms, tos=tuple(tos) or case.tos)
        if wanted.derived:
            raise UsageError(f"{wanted.name} is derived, not stated")
        ends = [name.strip() for name in (*changed.froms, *changed.tos)]
        if len(set(ends)) < len(ends) or not all(ends):
            raise UsageError("a party stands twice, or has no name")
        for side, names in (("from", changed.froms), ("to", changed.tos)):
            for name in names:
                kind = self._kind(case, name)
                if kind and not self.words.may_hold(wanted, kind, side=side):
                    raise UsageError(f"{name!r} is {kind.name}; {wanted.name} cannot run {side} that")
        kinds = dict(case.kinds)
        for old, new in ((case.froms, changed.froms), (case.tos, changed.tos)):
            if len(old) == len(new):
                # another name for who stands there, of the kind that the text gives
                pairs = zip(old, new, strict=True)
                kinds |= {name: case.kinds[was] for was, name in pairs if was in case.kinds and name not in kinds}
        changed = replace(changed, kinds=kinds)
        if max(len(changed.froms), len(changed.tos)) > 1 and not changed.group:
            changed = replace(changed, group="unspecified")
        return changed

    def _kind(self, case: Case, name: str) -> Kind | None:
        try:
            return self.words.kind_or_level(case.kinds[name]) if name in case.kinds else None
        except UnknownNameError:
            return None

    def likely(self, least: float) -> list[Reviewed]:
        """Return what waits, names both ends and has at least that score: what may be accepted together."""
        return [
            item
            for item in self.waiting()
            if item.case.score and float(item.case.score) >= least and item.case.froms and item.case.tos
        ]


def _standing(case: Case, judged: Sequence[Judgement]) -> str:
    if not judged:
        return "proposed"
    return "stale" if case.stale else judged[-1].answer
