"""Reported totals against named partnerships, from tables to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.ask.totals import Total, totals
from made import built, table, written

PLACES = table(
    {"name": "甲市", "level": "Prefecture", "code": "p1", "parent": ""},
    {"name": "乙县", "level": "County", "code": "p2", "parent": ""},
    {"name": "丙区", "level": "County", "code": "p3", "parent": "p1"},
)
ROSTER = table(
    {"name": "指挥部", "kind": "Authority", "place": "甲市"},
    *({"name": f"甲{n}小学", "kind": "School", "place": "丙区" if n == 1 else "甲市"} for n in range(1, 5)),
    {"name": "甲学院", "kind": "College", "place": "甲市"},
    *({"name": f"乙{n}小学", "kind": "School", "place": "乙县"} for n in range(1, 4)),
    {"name": "乙医院", "kind": "Hospital", "place": "乙县"},
)


def row(from_: str, to: str, **more: str) -> dict[str, str]:
    return {"relation": "twinnedWith", "from": from_, "to": to} | more


def total(**more: str) -> dict[str, str]:
    ends = {"from": "甲市", "from_kind": "Education", "to": "乙县", "to_kind": "School"}
    return {"id": "t", "relation": "twinnedWith", **ends, "count": "10", "unit": "pairs", "as_of": "2023"} | more


def answers(folder: Path, partnerships: list[dict[str, str]], *reported: dict[str, str]) -> list[Total]:
    known = partnerships or [row("甲学院", "乙1小学", review="rejected")]
    columns = dict.fromkeys(key for one in known for key in one)
    aid = built(
        written(
            folder,
            places=PLACES,
            roster=ROSTER,
            partnerships=table(*({key: one.get(key, "") for key in columns} for one in known)),
            totals=table(*reported),
        )
    )
    return totals(aid.store, aid.parties, aid.workspace.vocabulary)


@pytest.mark.parametrize(
    ("partnerships", "named"),
    [
        ([], 0),
        ([row("甲1小学", "乙1小学"), row("乙2小学", "甲2小学")], 2),
        ([row("甲1小学", "乙1小学", id="1"), row("甲1小学", "乙1小学", id="2")], 1),
        ([row("甲学院", "乙1小学", relation="cooperatesWith")], 0),
        ([row("甲1小学", "甲2小学")], 0),
        ([row("甲1小学;甲2小学", "乙1小学;乙2小学", group="all-to-all")], 4),
        ([row("甲1小学;甲2小学", "乙1小学", group="unspecified")], 0),
        ([row("甲1小学", "乙1小学", review="proposed")], 0),
        ([row("甲1小学", "乙1小学", until="2022-06")], 0),
        ([row("甲1小学", "乙1小学", until="2024-06")], 1),
        ([row("甲1小学", "乙1小学", since="2024")], 0),
        ([row("甲1小学", "乙1小学", stance="contradicts"), row("甲1小学", "乙1小学")], 0),
    ],
)
def test_named_pairs_are_those_that_held_between_the_two_scopes(
    tmp_path: Path, partnerships: list[dict[str, str]], named: int
) -> None:
    (answer,) = answers(tmp_path, partnerships, total())
    assert (answer.count, answer.unit, answer.named, answer.unnamed) == (10, "pairs", named, 10 - named)


def test_an_open_group_counts_for_no_pair_and_because_says_what_it_may_hold(tmp_path: Path) -> None:
    group = row("甲1小学;甲2小学;甲3小学;甲学院", "乙1小学;乙2小学", group="unspecified")
    (answer,) = answers(tmp_path, [group, row("甲4小学", "乙3小学")], total())
    assert (answer.named, answer.unnamed) == (1, 9)
    assert "Education in 甲市 and School in 乙县: 1 pairs are named, 9 are not" in answer.because
    assert "4 and 2 whose pairing is left open counts for no pair: it may hold 4 to 8" in answer.because


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"unit": "institutions"}, 3),
        ({"unit": "institutions", "from_kind": "", "from": "甲1小学"}, 2),
        ({"unit": "people"}, None),
        ({"unit": "", "count": "", "amount": "5000", "currency": "CNY"}, None),
    ],
)
def test_what_is_named_depends_on_the_unit(tmp_path: Path, more: dict[str, str], named: int | None) -> None:
    (answer,) = answers(tmp_path, [row("甲1小学", "乙1小学"), row("甲1小学", "乙2小学")], total(**more))
    assert answer.named == named
    assert answer.unnamed == (None if named is None else 10 - named)


def test_nested_totals_are_compared_each_by_itself(tmp_path: Path) -> None:
    outer, inner = answers(
        tmp_path, [row("甲1小学", "乙1小学")], total(within=""), total(id="inner", count="4", within="t")
    )
    assert (outer.named, outer.unnamed, inner.named, inner.unnamed) == (1, 9, 1, 3)
    assert inner.within == outer.id
    assert "may lie within 10 pairs, and is not added to them" in inner.because


def test_where_claims_differ_the_latest_holds_and_the_others_are_told(tmp_path: Path) -> None:
    (answer,) = answers(tmp_path, [], total(), total(count="12", as_of="2022"))
    assert answer.count == 10
    assert "another claim says 12 pairs" in answer.because


def test_more_may_be_named_than_are_reported_and_at_least_stays_at_least(tmp_path: Path) -> None:
    named = [row("甲1小学", "乙1小学"), row("甲2小学", "乙2小学")]
    (answer,) = answers(tmp_path / "more", named, total(count="1"))
    assert (answer.named, answer.unnamed) == (2, 0)
    assert "more than it reports" in answer.because
    (answer,) = answers(tmp_path / "least", named, total(bound="at-least"))
    assert "at least 8 are not" in answer.because


def test_no_totals_no_answers(tmp_path: Path) -> None:
    aid = built(written(tmp_path, places=PLACES))
    assert totals(aid.store, aid.parties, aid.workspace.vocabulary) == []
