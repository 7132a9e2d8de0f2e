"""Reported totals against named partnerships, from tables to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.api import Aid
from aidgraph.ask.totals import Total, over_named, totals
from aidgraph.store.checks import SEVERITIES
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


def opened(folder: Path, partnerships: list[dict[str, str]], *reported: dict[str, str]) -> Aid:
    known = partnerships or [row("甲学院", "乙1小学", review="rejected")]
    columns = dict.fromkeys(key for one in known for key in one)
    return built(
        written(
            folder,
            places=PLACES,
            roster=ROSTER,
            partnerships=table(*({key: one.get(key, "") for key in columns} for one in known)),
            totals=table(*reported),
        )
    )


def answers(folder: Path, partnerships: list[dict[str, str]], *reported: dict[str, str]) -> list[Total]:
    aid = opened(folder, partnerships, *reported)
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
    assert "Education in 甲市 and School in 乙县 as of 2023-12-31: 1 pairs are named, 9 are not" in answer.because
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
        tmp_path, [row("甲1小学", "乙1小学")], total(count="40", within=""), total(id="inner", within="t")
    )
    assert (outer.named, outer.unnamed, inner.named, inner.unnamed) == (1, 39, 1, 9)
    assert inner.within == outer.id
    assert "it may lie within 40 pairs, and is not added to them" in inner.because
    assert "within" not in outer.because


def test_where_claims_differ_the_latest_holds_and_the_others_are_told(tmp_path: Path) -> None:
    (answer,) = answers(tmp_path, [], total(), total(count="12", as_of="2022"))
    assert answer.count == 10
    assert "another claim says 12 pairs" in answer.because


@pytest.mark.parametrize(
    ("bound", "count", "unnamed", "because"),
    [
        ("", "1", 0, "2 pairs are named, 1 more than it reports"),
        ("exact", "1", 0, "2 pairs are named, 1 more than it reports"),
        ("at-least", "1", 0, "2 pairs are named, which at least 1 pairs does not rule out"),
        ("about", "1", 0, "2 pairs are named, which about 1 pairs does not rule out"),
        ("", "2", 0, "2 pairs are named, 0 are not"),
        ("at-least", "2", 0, "2 pairs are named, at least 0 are not"),
        ("at-least", "10", 8, "2 pairs are named, at least 8 are not"),
        ("about", "10", 8, "2 pairs are named, about 8 are not"),
    ],
)
def test_what_a_bound_makes_of_the_difference(
    tmp_path: Path, bound: str, count: str, unnamed: int, because: str
) -> None:
    named = [row("甲1小学", "乙1小学"), row("甲2小学", "乙2小学")]
    (answer,) = answers(tmp_path, named, total(count=count, bound=bound))
    assert (answer.named, answer.unnamed) == (2, unnamed)
    assert answer.because.endswith(because)


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ({"as_of": "2021"}, " as of 2021-12-31: 1 pairs"),
        ({"until": "2021-12-31", "as_of": ""}, " as of 2021-12-31: 1 pairs"),
        ({"since": "2019", "until": "2021", "as_of": ""}, " from 2019-01-01 up to 2021-12-31: 3 pairs"),
        ({"since": "2020-07", "as_of": "2021"}, " from 2020-07-01 up to 2021-12-31: 1 pairs"),
        ({"since": "2022", "as_of": "2023"}, " from 2022-01-01 up to 2023-12-31: 2 pairs"),
        ({"since": "2010", "until": "2017", "as_of": ""}, " from 2010-01-01 up to 2017-12-31: 0 pairs"),
    ],
)
def test_only_partnerships_of_the_period_count(tmp_path: Path, period: dict[str, str], told: str) -> None:
    named = [
        row("甲1小学", "乙1小学", since="2018", until="2020-06"),
        row("甲2小学", "乙1小学", since="2019", status="ended", as_of="2020-03"),
        row("甲3小学", "乙2小学", since="2020"),
        row("甲4小学", "乙3小学", since="2023-02"),
    ]
    (answer,) = answers(tmp_path, named, total(**period))
    assert told in answer.because


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        ({}, 2),
        ({"from_kind": "School"}, 1),
        ({"from_kind": ""}, 2),
        ({"from_kind": "", "relation": "cooperatesWith"}, 4),
        ({"from": "丙区"}, 1),
        ({"from": "", "from_kind": "College"}, 1),
        ({"from": "", "from_kind": ""}, 3),
        ({"from": "甲1小学", "from_kind": ""}, 1),
        ({"from": "乙县", "from_kind": "School", "to": "甲市", "to_kind": "Education"}, 2),
        ({"to": "甲市", "to_kind": "School"}, 0),
        ({"relation": "cooperatesWith"}, 3),
        ({"relation": "consultsRemotelyWith", "from_kind": "", "to_kind": ""}, 0),
    ],
)
def test_only_partnerships_of_the_scope_count(tmp_path: Path, scope: dict[str, str], named: int) -> None:
    partnerships = [
        row("甲1小学", "乙1小学"),
        row("乙2小学", "甲学院"),
        row("指挥部", "乙3小学", relation="cooperatesWith"),
        row("甲2小学", "乙3小学", relation="cooperatesWith"),
        row("乙1小学", "乙3小学"),
    ]
    (answer,) = answers(tmp_path, partnerships, total(**scope))
    assert answer.named == named


@pytest.mark.parametrize(
    ("reported", "finding"),
    [
        ({}, (3, 4)),
        ({"bound": "exact"}, (3, 4)),
        ({"count": "4"}, None),
        ({"bound": "at-least"}, None),
        ({"bound": "about"}, None),
        ({"unit": "people"}, None),
        ({"unit": "institutions"}, (3, 6)),
        ({"unit": "institutions", "from_kind": ""}, None),
        ({"unit": "institutions", "from_kind": "", "count": "2"}, (2, 3)),
        ({"unit": "institutions", "to_kind": "", "count": "2"}, (2, 3)),
        ({"from": "丙区"}, None),
        ({"from": "甲1小学", "from_kind": "", "count": "1"}, (1, 2)),
        ({"to": "", "to_kind": "School"}, (3, 5)),
        ({"from": "", "from_kind": "College", "count": "1"}, None),
        ({"as_of": "2017"}, None),
        ({"since": "2022", "as_of": "2023"}, None),
        ({"relation": "cooperatesWith", "count": "4"}, (4, 5)),
        ({"relation": "consultsRemotelyWith", "to_kind": "", "from_kind": "", "count": "1"}, None),
    ],
)
def test_more_named_than_reported_is_a_finding_and_is_told_with_the_total(
    tmp_path: Path, reported: dict[str, str], finding: tuple[int, int] | None
) -> None:
    partnerships = [
        row("甲1小学", "乙1小学;乙2小学", group="all-to-all", since="2018"),
        row("乙1小学", "甲2小学", since="2018"),
        row("甲学院", "乙3小学", since="2018", until="2021"),
        row("甲学院", "乙3小学", since="2019", as_of="2020"),
        row("甲3小学", "乙1小学", relation="cooperatesWith"),
        row("甲4小学;甲3小学", "乙1小学;乙2小学", group="unspecified", review="rejected"),
        row("甲4小学", "乙1小学", review="proposed"),
        row("甲4小学", "乙2小学", stance="contradicts"),
        row("甲1小学", "甲2小学"),
    ]
    aid = opened(tmp_path, partnerships, total(count="3", as_of="2020") | reported)
    (answer,) = found = aid.totals()
    findings = over_named(aid.store, found)
    assert [one.focus for one in findings] == ([answer.id] if finding else [])
    assert ("more than it reports" in answer.because) == bool(finding)
    assert finding is None or finding == (answer.count, answer.named)


def test_the_finding_is_a_warning_at_the_row_of_the_total(tmp_path: Path) -> None:
    aid = opened(tmp_path, [row("甲1小学", "乙1小学"), row("甲2小学", "乙2小学")], total(count="1"))
    found = aid.validate()
    (one,) = (one for one in found if one.shape.endswith("/OverNamed"))
    assert (one.severity, one.where, one.focus) == ("warning", "totals.csv:2", aid.totals()[0].id)
    assert one.message == "2 pairs are named, more than the 1 that 'totals' reports."
    assert one.message_zh == "已点名 2，多于“totals”所报的 1。"
    assert [one.severity for one in found] == sorted((one.severity for one in found), key=SEVERITIES.index)
    assert "info" in {one.severity for one in found}


def test_what_another_claim_says_is_told_beside_the_finding(tmp_path: Path) -> None:
    named = [row("甲1小学", "乙1小学"), row("甲2小学", "乙2小学")]
    aid = opened(tmp_path, named, total(count="1"), total(count="2", as_of="2022"))
    assert len(over_named(aid.store, aid.totals())) == 1
    assert "1 more than it reports; another claim says 2 pairs" in aid.totals()[0].because


def test_no_totals_no_answers(tmp_path: Path) -> None:
    aid = built(written(tmp_path, places=PLACES))
    assert totals(aid.store, aid.parties, aid.workspace.vocabulary) == []
