"""The review: candidates accepted, rejected or mended by a person, one key each or by id."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json, print_lines
from aidgraph.cli.tables import print_table, shortened
from aidgraph.errors import UsageError

if TYPE_CHECKING:
    from aidgraph.ask.reviewing import Review, Reviewed

__all__ = ["review"]

_ORDER = ("stale", "proposed", "accepted", "rejected")
Ids = Annotated[list[str] | None, typer.Option(metavar="ID", help="Accept a candidate; may be given several times.")]


def review(
    call: Call,
    *,
    list_: Annotated[bool, typer.Option("--list", help="List all candidates and how they stand.")] = False,
    show: Annotated[str, typer.Option(metavar="ID", help="Show one in its paragraph, and who judged it.")] = "",
    accept: Ids = None,
    reject: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Reject a candidate; may be given several times.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last judgement back.")] = False,
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason of a judgement.")] = "",
    by: Annotated[str, typer.Option(metavar="ROLE", help="The role of who judges.")] = "coordinator",
) -> None:
    """Accept, reject or mend what reports say, one key each; or by id, for scripts.

    Only what was accepted becomes a link. Every judgement goes to judgements.jsonl at once, and can be undone.
    """
    chosen = sum(map(bool, (list_, show, accept or reject, undo)))
    if chosen > 1:
        raise UsageError("one at a time: --list, --show, --undo, or --accept and --reject")
    if not chosen and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("no terminal to ask on; use --list, --show ID, --accept ID, --reject ID or --undo")
    found = call.open(judging=True).review()
    if list_:
        _list(call, found)
    elif show:
        _show(call, found, show)
    elif undo:
        _undo(call, found, why=why, by=by)
    elif chosen:
        _judge(call, found, accept or [], reject or [], why=why, by=by)
    else:
        from aidgraph.cli.reviewer import Reviewer

        if Reviewer(found, by=by).run():
            _build(call)


def _build(call: Call) -> None:
    """Build, so that what was judged holds in what is asked next."""
    from aidgraph.cli.commands.workspaces import build

    build(call)


def _judge(call: Call, found: Review, accept: list[str], reject: list[str], *, why: str, by: str) -> None:
    # all names before the first judgement: a wrong one must not leave half of them done
    cases = [{case.id: case for case in found.find_all(names)} for names in (accept, reject)]
    if twice := cases[0].keys() & cases[1].keys():
        raise UsageError(f"both accepted and rejected: {', '.join(sorted(twice))}")
    made = found.accept(*cases[0], why=why, by=by) + found.reject(*cases[1], why=why, by=by)
    _tell(call, [{"id": j.about[0], "answer": j.answer, "by": j.by, "why": j.why} for j in made])
    for case in (cases[0] | cases[1]).values():
        if case.stale:
            call.note(f"{case.id} is stale: its words stand in no report any more, and nothing follows from it")


def _undo(call: Call, found: Review, *, why: str, by: str) -> None:
    from aidgraph.cli.reviewer import told

    undone = found.undo(why=why, by=by)
    last, again = undone.judgement, undone.again
    call.note(f"taken back: {told(last)}")
    if again:
        call.note(f"holds again: {told(again)}")
    _tell(call, [{"id": last.about[0], "answer": "withdrawn", "by": by, "why": why}])


def _tell(call: Call, judged: list[dict[str, str]]) -> None:
    if call.json:
        print_json(judged)
    elif not call.quiet:
        print_lines([f"{each['id']}: {each['answer']}" for each in judged])
        call.note("run `aidgraph build` to have it hold")


def _show(call: Call, found: Review, name: str) -> None:
    item = found.item(name)
    if call.json:
        print_json(item.record() | {"before": item.case.before, "after": item.case.after})
        return
    from aidgraph.cli.reviewer import Showing

    Showing(found).show(item)


def _list(call: Call, found: Review) -> None:
    items = found.all()
    if call.json:
        print_json([item.record() for item in items])
        return
    items.sort(key=lambda item: _ORDER.index(item.review))
    columns = ("id", "review", "score", "relation", "from", "to", "file", "judged", "quote")
    print_table(columns, [_row(item) for item in items])
    waiting = sum(item.review == "proposed" for item in items)
    told = f"{waiting:,} of {len(items):,} wait for a judgement"
    call.note(told if items else "no report says anything to review: put one into the workspace and `aidgraph build`")


def _row(item: Reviewed) -> tuple[str, ...]:
    case = item.case
    froms = shortened(case.froms) or f"{case.count} {case.unit or case.currency}".strip()
    judged = "; ".join(f"{each.by}: {each.answer}" for each in item.judged)
    return (
        case.id,
        item.review,
        case.score,
        case.relation,
        froms,
        shortened(case.tos),
        case.file,
        judged,
        case.quote,
    )
