"""What changed: between two builds, or between two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import print_json
from aidgraph.cli.tables import print_table, shortened

if TYPE_CHECKING:
    from aidgraph.ask.diff import Change

__all__ = ["diff"]

_LISTS = ("added", "ended", "removed", "changed")


def diff(
    call: Call,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A date, a build, or the folder of a workspace or build.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later of the two, of the same sort.")],
) -> None:
    """Tell which partnerships were added, ended, removed or changed.

    Between two dates (2023, 2023-05, 2023-05-22; the last day is meant): which began after the one and had ended by the
    other, by the build in force. Between two builds: `current`, `previous`, or one by its name such as 000007.
    """
    found = call.open().diff(old, new)
    if call.json:
        from aidgraph.api import records

        print_json(records(found))
        return
    rows = [(name, one) for name in _LISTS for one in getattr(found, name)]
    print_table(
        ("", "relation", "from", "to", "what", "because"),
        (
            (
                name,
                one.relation,
                shortened(one.from_),
                shortened(one.to),
                "; ".join(map(_told, one.changes)),
                one.because,
            )
            for name, one in rows
        ),
    )
    if not rows:
        call.note(f"no partnership differs between {old} and {new}")


def _told(change: Change) -> str:
    # who says what stands beside it, in the last column
    return "claims" if change.what == "claims" else f"{change.what}: {change.was or '-'} → {change.now or '-'}"
