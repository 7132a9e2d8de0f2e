"""Whether two parties are one: what people judge, and who may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table

if TYPE_CHECKING:
    from aidgraph.ask.identity import Verdict

__all__ = ["different", "same", "suspects", "undo", "unsure"]

Party = Annotated[str, typer.Argument(help="A name, alias, code, id or IRI; `name @ place` where several fit.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="The reason of the judgement.")]
By = Annotated[str, typer.Option(metavar="ROLE", help="The role of who judges.")]

_NOT_SAID, _COORDINATOR = "not said", "coordinator"


def same(call: Call, a: Party, b: Party, *, why: Why = _NOT_SAID, by: By = _COORDINATOR) -> None:
    """Judge that two parties are one: the next build makes one of them."""
    _judge(call, a, b, "same", why, by)


def different(call: Call, a: Party, b: Party, *, why: Why = _NOT_SAID, by: By = _COORDINATOR) -> None:
    """Judge that two parties are two, however alike they look."""
    _judge(call, a, b, "different", why, by)


def unsure(call: Call, a: Party, b: Party, *, why: Why = _NOT_SAID, by: By = _COORDINATOR) -> None:
    """Judge that it cannot be told whether two parties are one: they stay suspects."""
    _judge(call, a, b, "unsure", why, by)


def undo(call: Call, *, why: Why = _NOT_SAID, by: By = _COORDINATOR) -> None:
    """Take back the last judgement on identity that holds; once more, the one before."""
    _tell(call, call.open(judging=True).undo_identity(why=why, by=by))


def suspects(
    call: Call,
    *,
    kind: Annotated[str, typer.Option(help="A kind of institution, or a level of place.")] = "",
    place: Annotated[str, typer.Option(help="Only what lies inside this place.")] = "",
    least: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="How alike names must be, of 100.")] = 80,
) -> None:
    """List pairs of parties that may be one, for a person to judge."""
    found = call.open(judging=True).suspects(kind=kind, place=place, least=least)
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    print_table(
        ("score", "judged", "a", "b", "because"),
        ((str(pair.score), pair.judged, pair.a, pair.b, pair.because) for pair in found),
    )
    if not found:
        call.note("no two parties look like one")


def _judge(call: Call, a: str, b: str, answer: str, why: str, by: str) -> None:
    _tell(call, call.open(judging=True).judge_identity(a, b, answer=answer, why=why, by=by))


def _tell(call: Call, verdict: Verdict) -> None:
    for note in verdict.notes:
        call.note(note)
    judged = verdict.judgement
    if call.json:
        told = {key: getattr(judged, key) for key in ("answer", "about", "by", "at", "why")}
        print_json({"a": verdict.a, "b": verdict.b, **told})
    elif not call.quiet:
        what = "judged so already" if verdict.held else "remembered"
        print_lines([f"{what}: {verdict.a} and {verdict.b}: {judged.answer}; run `aidgraph build` to have it hold"])
