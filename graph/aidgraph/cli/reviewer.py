"""The review on a terminal: one candidate at a time, its words in their paragraph, one key a judgement."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from aidgraph.cli.output import cell
from aidgraph.errors import AidgraphError

if TYPE_CHECKING:
    from rich.text import Text

    from aidgraph.ask.reviewing import End, Review, Reviewed
    from aidgraph.resolve.cases import Case
    from aidgraph.resolve.judgements import Judgement

__all__ = ["Reviewer", "Showing", "told"]

_KEYS = "[a]ccept  [r]eject  [e] mend  [s]kip  [u]ndo  [b]ulk  [?] help  [q]uit"
_HELP = """\
a  accept: the words say so, and it becomes a link (or a reported total)
r  reject: they do not, or it is wrong; a reason may be given
e  mend the relation or the names, and accept; several names with ; between them, `name @ place` where several fit
s  skip: it comes again in the next review
u  undo: take back what was judged last, here or, where nothing was yet, before
b  bulk: accept all that name both ends and are likely enough; they are listed first
q  quit, and build; what was judged is on disk already. Ctrl-C at a question leaves everything as it was"""
_ENOUGH = 0.8
_SEVERAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?")
"""What a key sends that is no character."""


class _LeftError(Exception):
    """A question was not answered: everything stays as it was."""


class Showing:
    """Shows candidates: who is meant, where it stands, and the words between what stands around them."""

    def __init__(self, review: Review) -> None:
        from rich.console import Console

        self.review = review
        self.console = Console(highlight=False, markup=False)

    def show(self, item: Reviewed) -> None:
        """Show a candidate, and who judged it."""
        from rich.text import Text

        case = item.case
        relation = self.review.words.relation(case.relation)
        arrow = "<->" if relation.mutual else "->"
        ends = f"{'; '.join(case.froms)}  {arrow}  {'; '.join(case.tos)}" if case.froms or case.tos else ""
        measure = f"{case.bound} {case.count} {case.unit or case.currency}" if case.is_total else ""
        facts = [f"score {case.score}"] if case.score else []
        facts += [f"group: {case.group}"] if case.group else []
        facts += ["and others not named"] if case.open else []
        facts += [case.basis] if case.basis != "stated" else []
        page = f"page {case.page}" if case.page else ""
        self.console.print(Text.assemble((case.relation, "bold cyan"), "  ", (cell(ends or measure), "bold")))
        self.console.print(Text(cell("  ".join([case.id, *facts, case.file, page or case.locator])), "dim"))
        for end in self.review.ends(case):
            self.console.print(_who(end))
        for judgement in item.judged:
            self.console.print(Text(cell(told(judgement)), "yellow"))
        if item.review == "stale":
            self.say("stale: these words stand in no report any more, and nothing follows from them", "red")
        self.console.print()
        self.console.print(_evidence(case))
        self.console.print()

    def say(self, text: str, style: str = "") -> None:
        """Say something."""
        from rich.text import Text

        self.console.print(Text("\n".join(map(cell, text.split("\n"))), style))


class Reviewer(Showing):
    """Asks a person for a judgement on everything that waits."""

    def __init__(self, review: Review, *, by: str) -> None:
        super().__init__(review)
        self.by = by
        self._pressed = deque[str]()
        self._skipped = set[str]()
        self._made: list[list[Judgement]] = []
        self._changes = 0

    def run(self) -> int:
        """Ask until nothing waits or the person quits; return how many judgements were made or taken back."""
        from rich.text import Text

        while True:
            waiting = self.review.waiting()
            left = [item for item in waiting if item.case.id not in self._skipped]
            if not left:
                self.say(self._told_at_end(waiting))
                return self._changes
            done = sum(map(len, self._made)) + len(waiting) - len(left)
            self.console.rule(Text(f"{done + 1} of {done + len(left)}", "bold"), style="dim")
            self.show(left[0])
            self.console.print(Text(_KEYS, "dim"))
            if not self._ask(left[0].case):
                self.say(self._told_at_end(self.review.waiting()))
                return self._changes

    def _told_at_end(self, waiting: Sequence[Reviewed]) -> str:
        if waiting:
            return f"{len(waiting):,} still wait; `aidgraph review` goes on where you left"
        if self._changes:
            return "nothing more waits"
        return "nothing waits for a judgement: put a report into the workspace and run `aidgraph build`"

    def _ask(self, case: Case) -> bool:
        """Carry out what keys say until the case is done with; return whether to go on."""
        while (key := self._key()) not in {"q", ""}:
            try:
                if self._carry_out(key, case):
                    return True
            except _LeftError:
                self.say("left as it was", "yellow")
                return True
            except AidgraphError as error:
                self.say(str(error), "red")
        return False

    def _carry_out(self, key: str, case: Case) -> bool:
        """Do what a key says; return whether that was one of those that judge."""
        if key == "a":
            self._judge([case], "accepted")
        elif key == "r":
            self._judge([case], "rejected", why=self._line("reason (may be empty): "))
        elif key == "e":
            self._judge([self._mend(case)], "accepted", why="mended")
        elif key == "s":
            self._skipped.add(case.id)
        elif key == "u":
            self._undo()
        elif key == "b":
            self._bulk()
        else:
            self.say(_HELP if key == "?" else _KEYS, "dim")
            return False
        return True

    def _key(self) -> str:
        """Return the next key: those that came at once one by one, those of a full-width keyboard as plain ones."""
        try:
            while not self._pressed:
                # an arrow, or another key that sends several characters, is none of ours
                self._pressed += unicodedata.normalize("NFKC", _SEVERAL.sub("\x1b", typer.getchar()))
        except (KeyboardInterrupt, EOFError):
            return ""
        key = self._pressed.popleft().lower()
        return "" if key in {"\x03", "\x04"} else key

    def _line(self, prompt: str) -> str:
        self._pressed.clear()
        try:
            return input(prompt).strip()
        except (KeyboardInterrupt, EOFError):
            self.console.print()
            raise _LeftError from None

    def _judge(self, cases: Sequence[Case], answer: str, *, why: str = "") -> None:
        made = self.review.judge(cases, answer, why=why, by=self.by)
        self._made.append(made)
        self._changes += len(made)
        many = f"{len(cases):,} " if len(cases) > 1 else ""
        self.say(f"{many}{answer}", "green" if answer == "accepted" else "yellow")
        # by somebody else, in the meantime
        earlier = self.review.why(cases[0].id)[:-1] if len(cases) == 1 else ()
        for judgement in earlier:
            self.say(f"judged before: {told(judgement)}; the last holds", "yellow")

    def _undo(self) -> None:
        """Take back what was judged last: here all that was judged together, else the last line of the log."""
        together = self._made.pop() if self._made else []
        undone = self.review.take_back(together, by=self.by) if together else [self.review.undo(by=self.by)]
        self._changes += len(undone)
        for each in undone:
            self._skipped.discard(each.judgement.about[0])
            if len(undone) == 1:
                self.say(f"taken back: {told(each.judgement)}", "yellow")
            if each.again:
                self.say(f"holds again: {told(each.again)}", "yellow")
        if len(undone) > 1:
            self.say(f"{len(undone)} taken back", "yellow")

    def _mend(self, case: Case) -> Case:
        """Ask for the relation and both ends; an empty line leaves what stands there."""
        relation = self._line(f"relation ({case.relation}): ")
        if case.is_total:
            return self.review.mended(case, relation=relation)
        froms, tos = (
            [name.strip() for name in self._line(f"{side} ({cell('; '.join(names))}): ").split(";") if name.strip()]
            for side, names in (("from", case.froms), ("to", case.tos))
        )
        return self.review.mended(case, relation=relation, froms=froms, tos=tos)

    def _bulk(self) -> None:
        """Accept everything that is likely enough, once the person has seen what that is."""
        text = self._line(f"accept all that name both ends, with a score of at least ({_ENOUGH}): ")
        try:
            least = float(text) if text else _ENOUGH
        except ValueError:
            self.say(f"{cell(text)} is no number", "red")
            return
        likely = [item.case for item in self.review.likely(least)]
        for case in likely:
            self.say(f"{case.relation}  {'; '.join(case.froms)}  |  {'; '.join(case.tos)}", "dim")
        if likely and self._line(f"{len(likely)} candidates; accept them all? (yes/no) ").lower() in {"y", "yes"}:
            self._judge(likely, "accepted", why=f"score of at least {least}")
        elif not likely:
            self.say("none is so likely", "yellow")


def told(judgement: Judgement) -> str:
    """Return a judgement of a review in one line."""
    return f"{judgement.about[0]} {judgement.answer} by {judgement.by} at {judgement.at}: {judgement.why}"


def _who(end: End) -> Text:
    """Return who is meant by an end: a party of the workspace, one of several, or somebody new."""
    from rich.text import Text

    which, style = cell("; ".join(end.meant)), "green"
    if len(end.meant) > 1:
        which, style = f"fits {len(end.meant)}: {which}; mend it first", "red"
    elif not end.meant:
        kind = f" {end.kind}" if end.kind else ""
        like = f"; nearest: {end.nearest}" if end.nearest else ""
        which, style = cell(f"new{kind}, in no list{like}"), "yellow"
    return Text.assemble((f"{end.side:4}  ", "dim"), f"{cell(end.name)}: ", (which, style))


def _evidence(case: Case) -> Text:
    """Return the quote between what stands around it, the ends standing out in it."""
    from rich.text import Text

    quote = Text(cell(case.quote), "reverse")
    if names := [cell(name) for name in (*case.froms, *case.tos)]:
        quote.highlight_words(names, "reverse bold green")
    return Text.assemble((cell(case.before), "dim"), quote, (cell(case.after), "dim"))
