"""Partners for those that have nobody, and what was decided on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table, shortened
from aidgraph.errors import UsageError

if TYPE_CHECKING:
    from aidgraph.ask.propose import Proposals

__all__ = ["propose"]

Pair = tuple[str, str]


def propose(  # noqa: PLR0913  each is an option of the command
    call: Call,
    *,
    relation: Annotated[str, typer.Option(help="The relation that is to tie them.")],
    kind: Annotated[str, typer.Option(help="Who needs a partner: a kind of institution, or a level of place.")] = "",
    from_place: Annotated[str, typer.Option(help="Partners lie inside this place.")] = "",
    to_place: Annotated[str, typer.Option(help="Those who need one lie inside this place.")] = "",
    capacity: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many partnerships a partner may hold, those on record counted.")
    ] = 1,
    least: Annotated[int | None, typer.Option(metavar="N", help="Propose no pair that scores less than this.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write them as RDF: .trig, .nq, .ttl, ..."),
    ] = None,
    accept: Annotated[Pair | None, typer.Option(metavar="FROM TO", help="Remember that one is accepted.")] = None,
    refuse: Annotated[Pair | None, typer.Option(metavar="FROM TO", help="Remember that one is refused.")] = None,
    withdraw: Annotated[Pair | None, typer.Option(metavar="FROM TO", help="Take such a judgement back.")] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason of a judgement.")] = "",
    by: Annotated[str, typer.Option(metavar="ROLE", help="The role of who judges.")] = "coordinator",
) -> None:
    """Propose partners for those who have nobody, or remember what was decided on a proposal.

    A proposal is no partnership: no other answer knows of it.
    """
    verdicts = {"accepted": accept, "refused": refuse, "withdrawn": withdraw}
    judged = {answer: pair for answer, pair in verdicts.items() if pair}
    if len(judged) > 1:
        raise UsageError("one judgement at a time: --accept, --refuse or --withdraw")
    aid = call.open()
    for answer, (one, other) in judged.items():
        aid.judge(one, other, relation=relation, answer=answer, why=why, by=by)
        if call.json:
            print_json({"from": one, "to": other, "relation": relation, "answer": answer, "why": why, "by": by})
        elif not call.quiet:
            print_lines([f"remembered: {one} and {other}, {answer}"])
        return
    wanted = {"relation": relation, "kind": kind, "from_place": from_place, "to_place": to_place}
    found = aid.propose(**wanted, capacity=capacity, least=least)
    if output:
        aid.export_proposals(found, output)
    if call.json:
        from aidgraph.api import records

        print_json(records(found.proposals))
    else:
        print_table(
            ("score", "from", "to", "because"),
            ((str(one.score), one.from_, one.to, "; ".join(one.because)) for one in found.proposals),
        )
    _note(call, found)


def _note(call: Call, found: Proposals) -> None:
    if found.accepted:
        call.note(f"accepted before, and no partnership on record yet: {shortened(found.accepted)}")
    reasons: dict[str, list[str]] = {}
    for one in found.without:
        reasons.setdefault(one.because, []).append(one.name)
    for because, names in reasons.items():
        call.note(f"nobody for {shortened(names)}: {because}")
    if not found.proposals and not found.without:
        call.note("nobody asked about lacks a partner")
