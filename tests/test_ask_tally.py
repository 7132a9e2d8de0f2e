"""What is named of a total, counted over partnerships as records."""

from __future__ import annotations

import pytest

from aidgraph.ask.tally import Ends, Tally, institutions, pairs

GIVERS, TAKERS = set("abcd"), set("wxyz")
SIDES = GIVERS.__contains__, TAKERS.__contains__


def ends(froms: str, tos: str, *, mutual: bool = False, open_: bool = False) -> Ends:
    return Ends(froms=tuple(froms), tos=tuple(tos), mutual=mutual, open=open_)


@pytest.mark.parametrize(
    ("partnerships", "tally"),
    [
        ([], Tally(0)),
        ([ends("a", "w")], Tally(1)),
        ([ends("a", "w"), ends("a", "w")], Tally(1)),
        ([ends("ab", "wx")], Tally(4)),
        ([ends("w", "a")], Tally(0)),
        ([ends("w", "a", mutual=True)], Tally(1)),
        ([ends("w", "a", mutual=True), ends("a", "w", mutual=True)], Tally(1)),
        ([ends("a", "b")], Tally(0)),
        ([ends("a", "")], Tally(0)),
        ([ends("awx", "", mutual=True)], Tally(2)),
        ([ends("abcd", "wx", open_=True)], Tally(0, ((4, 2),))),
        ([ends("wx", "abcd", mutual=True, open_=True)], Tally(0, ((4, 2),))),
        ([ends("ab", "q", open_=True)], Tally(0)),
        ([ends("awq", "", mutual=True, open_=True)], Tally(0, ((2, 0),))),
    ],
)
def test_pairs(partnerships: list[Ends], tally: Tally) -> None:
    assert pairs(partnerships, *SIDES) == tally


@pytest.mark.parametrize(
    ("partnerships", "counted", "named"),
    [
        ([], (True, True), 0),
        ([ends("a", "w"), ends("a", "x")], (True, False), 1),
        ([ends("a", "w"), ends("a", "x")], (False, True), 2),
        ([ends("a", "w"), ends("a", "x")], (True, True), 3),
        ([ends("abcd", "wx", open_=True)], (True, False), 4),
        ([ends("w", "ab", mutual=True)], (True, False), 2),
        ([ends("a", "b")], (True, True), 0),
    ],
)
def test_institutions(partnerships: list[Ends], counted: tuple[bool, bool], named: int) -> None:
    assert institutions(partnerships, *SIDES, counted=counted) == Tally(named)
