"""What people judge of a workspace: what reports say, who is who, and whom a proposal would link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidgraph.api.asking import Asking

if TYPE_CHECKING:
    from aidgraph.ask.identity import Verdict
    from aidgraph.ask.propose import Proposals
    from aidgraph.ask.reviewing import Review
    from aidgraph.ask.suspects import Suspect

__all__ = ["Judging"]


class Judging(Asking):
    """What there is to judge, and the judgements that go to the log of the workspace."""

    def review(self) -> Review:
        """Return the review of what reports say, and of rows under review: to list, accept, reject, mend and undo.

        It is that of the build that is open; what is judged holds from the next build on (``rebuilt``).
        """
        from aidgraph.ask.reviewing import Review

        return Review(self.workspace.folder, self.build.cases(), self.workspace.vocabulary, self.parties)

    def propose(
        self,
        *,
        relation: str,
        kind: str = "",
        from_place: str = "",
        to_place: str = "",
        capacity: int = 1,
        least: int | None = None,
    ) -> Proposals:
        """Propose partners under a relation for those of a kind inside ``to_place`` who have nobody on record.

        Providers lie inside ``from_place``, and hold ``capacity`` partnerships at most, those on record counted. No
        pair that scores less than ``least`` is proposed. Proposals are no partnerships. Raises ``UnknownNameError``, or
        ``UsageError`` for a relation that is no link.
        """
        from aidgraph.ask.propose import propose
        from aidgraph.resolve.judgements import read_judgements, standing

        words, parties = self.workspace.vocabulary, self.parties
        wanted = words.relation(relation)
        asked = {"relation": relation, "direction": "in", "kind": kind, "place": to_place}
        lacking = [gap for answer in ("unlinked", "unknown") for gap in self.gaps(**asked, answer=answer)]
        return propose(
            self.store,
            parties,
            words,
            wanted,
            lacking,
            from_place=parties.find(from_place, places_only=True) if from_place else "",
            capacity=capacity,
            least=least,
            judgements=standing(read_judgements(self.workspace.folder), "proposal"),
        )

    def judge(self, from_: str, to: str, *, relation: str, answer: str, why: str, by: str = "coordinator") -> None:
        """Remember that a proposal was ``accepted`` or ``refused``, or that such a judgement is ``withdrawn``.

        It goes to the judgement log of the workspace with the role of who judged and the reason, and holds at once.
        Raises ``UnknownNameError``, or ``UsageError`` where the relation cannot tie the two, or no reason is given.
        """
        from aidgraph.ask.propose import judgement
        from aidgraph.resolve.judgements import append

        words, parties = self.workspace.vocabulary, self.parties
        ends = parties.find(from_), parties.find(to)
        append(
            self.workspace.folder,
            judgement(parties, words, words.relation(relation), ends, answer=answer, why=why, by=by),
        )

    def suspects(self, *, kind: str = "", place: str = "", least: int = 80) -> list[Suspect]:
        """Return pairs of parties that may be one, the likeliest first; none is merged by that.

        ``least`` is how alike two names must be, of 100. Raises ``UnknownNameError``.
        """
        from aidgraph.ask.suspects import suspects
        from aidgraph.resolve.identity import Identity
        from aidgraph.resolve.judgements import read_judgements

        words = self.workspace.vocabulary
        return suspects(
            self.store,
            self.parties,
            words,
            Identity(read_judgements(self.workspace.folder)),
            kind=words.kind_or_level(kind) if kind else None,
            place=self.parties.find(place, places_only=True) if place else "",
            least=least,
        )

    def judge_identity(
        self, one: str, other: str, *, answer: str, why: str = "not said", by: str = "coordinator"
    ) -> Verdict:
        """Remember that two parties are the ``same``, are ``different``, or that one is ``unsure``.

        It goes to the judgement log of the workspace, and the next build honours it. Raises ``UnknownNameError``,
        ``UsageError`` for one party named twice, or ``DataError`` for a judgement that others contradict.
        """
        from aidgraph.ask.identity import verdict
        from aidgraph.resolve.judgements import append, read_judgements

        log = read_judgements(self.workspace.folder)
        found = verdict(self.parties, self.workspace.vocabulary, log, (one, other), answer=answer, why=why, by=by)
        if not found.held:
            append(self.workspace.folder, found.judgement)
        return found

    def undo_identity(self, *, why: str = "not said", by: str = "coordinator") -> Verdict:
        """Take back the last judgement on identity that holds; raises ``UsageError`` where there is none."""
        from aidgraph.ask.identity import undone
        from aidgraph.resolve.judgements import append, read_judgements

        found = undone(self.parties, read_judgements(self.workspace.folder), why=why, by=by)
        append(self.workspace.folder, found.judgement)
        return found
