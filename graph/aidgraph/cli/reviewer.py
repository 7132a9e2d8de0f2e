"""The review on a terminal: one candidate at a time, its words in their paragraph, one key a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from aidgraph.cli.output import cell
from aidgraph.errors import AidgraphError

if TYPE_CHECKING:
    from rich.text import Text

    from aidgraph.ask.reviewing import Review, Reviewed
    from aidgraph.resolve.cases import Case

__all__ = ["Reviewer"]

_KEYS = "[a]ccept  [r]eject  [e] mend  [s]kip  [u]ndo  [b]ulk  [q]uit"
_ENOUGH = 0.8


class Reviewer:
    """Asks a person for a judgement on everything that waits."""

    def __init__(self, review: Review, *, by: str) -> None:
        from rich.console import Console

        self.review, self.by = review, by
        self.console = Console(highlight=False, markup=False)
        self._skipped = set[str]()
        self._judged = 0
        self._done = 0

    def run(self) -> int:
        """Ask until nothing waits or the person quits; return how many judgements were made or taken back."""
        while True:
            waiting = [item for item in self.review.waiting() if item.case.id not in self._skipped]
            if not waiting:
                self._say("nothing waits for a judgement" if not self._judged else "nothing more waits")
                return self._judged
            item = waiting[0]
            self._show(item.case, len(waiting))
            if not self._ask(item):
                return self._judged

    def _ask(self, item: Reviewed) -> bool:
        """Carry out what one key says; return whether to go on."""
        while True:
            key = self._key()
            try:
                if key == "a":
                    self._judge(item.case, "accepted")
                elif key == "r":
                    self._judge(item.case, "rejected", why=self._line("reason (may be empty): "))
                elif key == "e":
                    self._judge(self._mend(item.case), "accepted", why="mended")
                elif key == "s":
                    self._skipped.add(item.case.id)
                    self._done += 1
                elif key == "u":
                    self._undo()
                elif key == "b":
                    self._bulk()
                elif key in {"q", "\x03", "\x04", ""}:
                    return False
                else:
                    continue
            except AidgraphError as error:
                self._say(str(error), "red")
                continue
            return True

    def _key(self) -> str:
        try:
            return typer.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            return ""

    def _line(self, prompt: str) -> str:
        try:
            return input(prompt).strip()
        except (KeyboardInterrupt, EOFError):
            return ""

    def _judge(self, case: Case, answer: str, *, why: str = "") -> None:
        self.review.judge(case, answer, why=why, by=self.by)
        self._judged += 1
        self._done += 1
        self._say(answer, "green" if answer == "accepted" else "yellow")

    def _undo(self) -> None:
        last = self.review.undo(by=self.by)
        self._skipped.discard(last.about[0])
        self._judged += 1
        self._done = max(0, self._done - 1)
        self._say(f"taken back: {last.about[0]} {last.answer}", "yellow")

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
        """Accept everything that is likely enough, once the person has seen how many that is."""
        text = self._line(f"accept all that name both ends, with a score of at least ({_ENOUGH}): ")
        try:
            least = float(text) if text else _ENOUGH
        except ValueError:
            self._say(f"{cell(text)} is no number", "red")
            return
        likely = self.review.likely(least)
        answer = self._line(f"{len(likely)} candidates; accept them all? (yes/no) ")
        if answer.lower() in {"y", "yes"}:
            for item in likely:
                self._judge(item.case, "accepted", why=f"score of at least {least}")

    # ---- what is shown

    def _show(self, case: Case, left: int) -> None:
        from rich.text import Text

        ends = f"{'; '.join(case.froms)}  ->  {'; '.join(case.tos)}" if case.froms else ""
        measure = f"{case.bound} {case.count} {case.unit or case.currency}" if case.is_total else ""
        facts = [f"score {case.score}"] if case.score else []
        facts += [f"group: {case.group}"] if case.group else []
        facts += ["and others not named"] if case.open else []
        facts += [case.basis] if case.basis != "stated" else []
        self.console.rule(Text(f"{self._done + 1} of {self._done + left}", "bold"), style="dim")
        self.console.print(Text.assemble((case.relation, "bold cyan"), "  ", (cell(ends or measure), "bold")))
        self.console.print(Text(cell("  ".join([case.id, *facts, case.file, case.locator])), "dim"))
        self.console.print()
        self.console.print(_evidence(case))
        self.console.print()
        self.console.print(Text(_KEYS, "dim"))

    def _say(self, text: str, style: str = "") -> None:
        from rich.text import Text

        self.console.print(Text(cell(text), style))


def _evidence(case: Case) -> Text:
    """Return the quote between what stands around it, the ends standing out in it."""
    from rich.text import Text

    quote = Text(cell(case.quote), "reverse")
    quote.highlight_words([cell(name) for name in (*case.froms, *case.tos)], "reverse bold green")
    return Text.assemble((cell(case.before), "dim"), quote, (cell(case.after), "dim"))
