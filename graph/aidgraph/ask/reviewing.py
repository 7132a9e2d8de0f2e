"""The review: what waits for a person, what was judged of it, and what a judgement puts in the log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aidgraph.ask.labels import Parties
from aidgraph.errors import UnknownNameError, UsageError, nearest
from aidgraph.kinds import Kind, Vocabulary
from aidgraph.resolve.cases import Case
from aidgraph.resolve.judgements import WITHDRAWN, Judgement, append, histories, now, read_judgements
from aidgraph.terms import is_web_address, local_name

__all__ = ["End", "Review", "Reviewed", "Undone"]

NOT_SAID = "not said"
"""The reason of a judgement for which nobody gave one."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a case: its name there, its kind, the known parties that it fits, and whom it is like if none."""

    side: str
    name: str
    kind: str
    meant: tuple[str, ...] = ()
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A judgement that was taken back, and the one before it that holds again, if any."""

    judgement: Judgement
    again: Judgement | None = None


class Review:
    """The cases of a build and the judgement log of its workspace, in ``folder``.

    Judgements are on disk at once, and hold from the next build on.
    """

    def __init__(self, folder: Path, cases: Sequence[Case], words: Vocabulary, parties: Parties | None = None) -> None:
        self.folder, self.words, self.parties = folder, words, parties
        self._cases = {case.id: case for case in cases}

    def all(self) -> list[Reviewed]:
        """Return every case as it stands now, those of reports first, in the order of their texts."""
        judged = self._histories()
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
            if known and is_web_address(id_):
                # a row says itself what it says
                continue
            cases[id_] = _as_built(told, known) if known else told
        return [
            Reviewed(case=case, review=_standing(case, judged.get(id_, ())), judged=judged.get(id_, ()))
            for id_, case in cases.items()
        ]

    def waiting(self) -> list[Reviewed]:
        """Return what nobody has judged yet."""
        return [item for item in self.all() if item.review == "proposed"]

    def find(self, name: str) -> Case:
        """Return the case of an id, of the beginning of one or the end of an IRI; raises ``UnknownNameError``."""
        return self.item(name).case

    def find_all(self, names: Sequence[str]) -> list[Case]:
        """Return the cases of several ids, each once; raises ``UnknownNameError``."""
        cases = {item.case.id: item.case for item in self.all()}
        return [cases[id_] for id_ in dict.fromkeys(_find(name, cases) for name in names)]

    def item(self, name: str) -> Reviewed:
        """Return a case as it stands now, by the same names as ``find``; raises ``UnknownNameError``."""
        items = {item.case.id: item for item in self.all()}
        return items[_find(name, items)]

    def ends(self, case: Case) -> list[End]:
        """Return who is meant by the ends of a case, those of ``from`` first."""
        return [
            self._end(case, side, name) for side, names in (("from", case.froms), ("to", case.tos)) for name in names
        ]

    def _end(self, case: Case, side: str, name: str) -> End:
        meant = self._fits(case, name)
        near = () if meant else self._looked_up(name)[1]
        return End(side=side, name=name, kind=case.kinds.get(name, ""), meant=meant, nearest=next(iter(near), ""))

    def _fits(self, case: Case, name: str) -> tuple[str, ...]:
        """Return the known parties that a name fits: the build says so of those in a report, others are looked up."""
        return tuple(case.meant[name]) if name in case.meant else self._looked_up(name)[0]

    def _looked_up(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the parties that a name fits, and those that it is like where it fits none."""
        if self.parties is None:
            return (), ()
        try:
            return (self.parties.describe(self.parties.find(name)),), ()
        except UnknownNameError as error:
            return (error.candidates, ()) if error.ambiguous else ((), error.candidates)

    def accept(self, *names: str, why: str = "", by: str = "coordinator") -> list[Judgement]:
        """Accept candidates by their ids, all or none of them; return the judgements that hold.

        Raises ``UnknownNameError`` for an id that there is none of.
        """
        return self._judge_all("accepted", names, why=why, by=by)

    def reject(self, *names: str, why: str = "", by: str = "coordinator") -> list[Judgement]:
        """Reject candidates by their ids, all or none of them; return the judgements that hold.

        Raises ``UnknownNameError`` for an id that there is none of.
        """
        return self._judge_all("rejected", names, why=why, by=by)

    def why(self, name: str) -> tuple[Judgement, ...]:
        """Return everybody's judgements on a candidate, the one that holds last; raises ``UnknownNameError``."""
        return self.item(name).judged

    def _judge_all(self, answer: str, names: Sequence[str], *, why: str, by: str) -> list[Judgement]:
        return self.judge(self.find_all(names), answer, why=why, by=by)

    def judge(self, cases: Sequence[Case], answer: str, *, why: str = "", by: str) -> list[Judgement]:
        """Put judgements on disk, ``accepted`` or ``rejected``, each with the whole claim as it is judged; return them.

        What the same role judged alike, and holds, is not judged once more: that judgement is returned. Raises
        ``UsageError``, and judges none, where one to be accepted has a name that fits several parties.
        """
        for case in cases if answer == "accepted" else ():
            self._refuse_ambiguous(case)
        held = {id_: history[-1] for id_, history in self._histories().items()}
        return [self._judge(case, answer, held.get(case.id), why=why, by=by) for case in cases]

    def _judge(self, case: Case, answer: str, held: Judgement | None, *, why: str, by: str) -> Judgement:
        judgement = Judgement(
            at=now(),
            by=by,
            what="review",
            about=(case.id,),
            answer=answer,
            why=why.strip() or NOT_SAID,
            claim=case.claim(),
        )
        if held and replace(held, at=judgement.at) == judgement:
            return held
        append(self.folder, judgement)
        return judgement

    def _refuse_ambiguous(self, case: Case) -> None:
        for name in (*case.froms, *case.tos):
            if len(fits := self._fits(case, name)) > 1:
                raise UsageError(
                    f"{case.id}: {name!r} fits {len(fits)} parties: {'; '.join(fits)}; mend the name in "
                    f"`aidgraph review`, or say who is meant in `names` of source {case.source!r}"
                )

    def undo(self, *, why: str = "", by: str = "coordinator") -> Undone:
        """Take the last judgement that holds back, and return it with the one that holds again.

        Raises ``UsageError`` where there is none.
        """
        held = [history[-1] for history in self._histories().values()]
        if not held:
            raise UsageError("no judgement of a review holds that could be undone")
        [undone] = self.take_back([max(held, key=lambda each: each.line)], why=why, by=by)
        return undone

    def take_back(self, judgements: Sequence[Judgement], *, why: str = "", by: str) -> list[Undone]:
        """Take judgements back, and return each with the one that holds again.

        Raises ``UsageError``, and takes none back, where somebody has judged after one of them.
        """
        held = self._histories()
        for judgement in judgements:
            history = held.get(judgement.about[0])
            if not history or history[-1] != judgement:
                raise UsageError(f"the judgement on {judgement.about[0]} does not hold any more")
        undone = list[Undone]()
        for judgement in judgements:
            reason = why.strip() or NOT_SAID
            append(
                self.folder,
                Judgement(at=now(), by=by, what="review", about=judgement.about, answer=WITHDRAWN, why=reason),
            )
            history = held[judgement.about[0]]
            undone.append(Undone(judgement=judgement, again=history[-2] if len(history) > 1 else None))
        return undone

    def _histories(self) -> dict[str, tuple[Judgement, ...]]:
        """Return the judgements that were not withdrawn by what they are on, the last last."""
        return {history[-1].about[0]: history for history in histories(read_judgements(self.folder), "review")}

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
        """Return what may be accepted together: it waits, has at least that score, and says who both ends are."""
        return [
            item
            for item in self.waiting()
            if item.case.score
            and float(item.case.score) >= least
            and item.case.froms
            and item.case.tos
            and all(len(self._fits(item.case, name)) <= 1 for name in (*item.case.froms, *item.case.tos))
        ]


def _find(name: str, ids: Collection[str]) -> str:
    if name in ids:
        return name
    found = [
        id_
        for id_ in ids
        if (id_.startswith(name) and len(name) >= _SHORTEST and not is_web_address(id_)) or local_name(id_) == name
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError("candidate", name, candidates=found, ambiguous=True)
    near = nearest(name, ids)
    raise UnknownNameError("candidate", name, candidates=[near] if near else [])


def _as_built(told: Case, known: Case) -> Case:
    """Return a case as it was judged, with what the build knows of it."""
    return replace(told, meant=known.meant, before=known.before, after=known.after, stale=known.stale, page=known.page)


def _standing(case: Case, judged: Sequence[Judgement]) -> str:
    if not judged:
        return "proposed"
    return "stale" if case.stale else judged[-1].answer
