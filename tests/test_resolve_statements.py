"""Rows made into partnerships, totals and claims, and what of them is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from aidgraph.kinds import vocabulary
from aidgraph.model import Claim, PartialDate, Partnership, Records, ReportedTotal
from aidgraph.terms import AID, KIND, local_name
from made import BASE, named, problems, resolved, table, written

Row = dict[str, str]

PLACES = table(
    {"name": "济宁市", "level": "Prefecture"},
    {"name": "英吉沙县", "level": "County"},
    {"name": "莎车县", "level": "County"},
)
ROSTER = table(
    {"name": "甲校", "kind": "School", "place": "济宁市"},
    {"name": "乙校", "kind": "School", "place": "英吉沙县"},
    {"name": "丙校", "kind": "VocationalSchool", "place": "英吉沙县"},
    {"name": "丁院", "kind": "College", "place": "济宁市"},
    {"name": "人民医院", "kind": "Hospital", "place": "英吉沙县"},
    {"name": "人民医院", "kind": "Hospital", "place": "莎车县"},
    {"name": "市医院", "kind": "Hospital", "place": "济宁市"},
    {"name": "教育局", "kind": "Authority", "place": "济宁市"},
    {"name": "联盟", "kind": "Alliance", "place": "济宁市"},
    {"name": "纺织厂", "kind": "Enterprise", "place": "英吉沙县"},
    {"name": "培训基地", "kind": "Education", "place": "英吉沙县"},
)


def said(
    folder: Path, *rows: Row, reads: str = "partnerships", keys: str = "", extra: str = ""
) -> tuple[Records, list[str]]:
    tables = {"places": PLACES, "roster": ROSTER, reads: table(*rows)}
    return resolved(written(folder, keys={reads: keys}, extra=extra, **tables))


def refused(
    folder: Path, *rows: Row, reads: str = "partnerships", keys: str = "", extra: str = "", files: Row | None = None
) -> list[str]:
    tables = {"places": PLACES, "roster": ROSTER, reads: table(*rows)}
    return problems(written(folder, keys={reads: keys}, extra=extra, files=files, **tables))


def told(records: Records) -> list[str]:
    """Return every partnership in words: ``甲校 twinnedWith 乙校``, those of one side in order."""
    names = named(records)

    def side(iris: tuple[str, ...]) -> str:
        return "+".join(sorted(names[iri] for iri in iris))

    def told_of(partnership: Partnership) -> str:
        sides = [side(partnership.froms), side(partnership.tos)]
        identifier = f" #{partnership.identifier}" if partnership.identifier else ""
        in_order = sorted(sides) if partnership.mutual else sides
        return f"{' '.join([*in_order, local_name(partnership.relation)])}{identifier}"

    return sorted(map(told_of, records.partnerships))


def claims_of(records: Records) -> list[Claim]:
    return sorted(records.claims, key=lambda claim: claim.where)


# -- who with whom


SHAPES: dict[str, tuple[list[Row], list[str]]] = {
    "one with one": ([{"relation": "mentors", "from": "甲校", "to": "乙校"}], ["甲校 乙校 mentors"]),
    "by a label of the relation": ([{"relation": "帮带", "from": "甲校", "to": "乙校"}], ["甲校 乙校 mentors"]),
    "mutual": ([{"relation": "twinnedWith", "from": "乙校", "to": "甲校"}], ["乙校 甲校 twinnedWith"]),
    "mutual, reversed, is the same": (
        [
            {"relation": "twinnedWith", "from": "乙校", "to": "甲校"},
            {"relation": "结对共建", "from": "甲校", "to": "乙校"},
        ],
        ["乙校 甲校 twinnedWith"],
    ),
    "directed, reversed, is another": (
        [{"relation": "mentors", "from": "甲校", "to": "乙校"}, {"relation": "mentors", "from": "乙校", "to": "甲校"}],
        ["乙校 甲校 mentors", "甲校 乙校 mentors"],
    ),
    "another relation is another": (
        [{"relation": "mentors", "from": "甲校", "to": "乙校"}, {"relation": "trains", "from": "甲校", "to": "乙校"}],
        ["甲校 乙校 mentors", "甲校 乙校 trains"],
    ),
    "another id is another": (
        [
            {"relation": "mentors", "from": "甲校", "to": "乙校", "id": "1"},
            {"relation": "mentors", "from": "甲校", "to": "乙校", "id": "2"},
            {"relation": "mentors", "from": "甲校", "to": "乙校"},
        ],
        ["甲校 乙校 mentors", "甲校 乙校 mentors #1", "甲校 乙校 mentors #2"],
    ),
    "each with each": (
        [{"relation": "mentors", "from": "甲校; 丁院", "to": "乙校；丙校", "group": "each"}],
        ["丁院 丙校 mentors", "丁院 乙校 mentors", "甲校 丙校 mentors", "甲校 乙校 mentors"],
    ),
    "all to all": (
        [{"relation": "mentors", "from": "甲校;丁院", "to": "乙校;丙校", "group": "all-to-all"}],
        ["丁院+甲校 丙校+乙校 mentors"],
    ),
    "left open": (
        [{"relation": "twinnedWith", "from": "丁院;甲校", "to": "丙校", "group": "unspecified"}],
        ["丁院+甲校 丙校 twinnedWith"],
    ),
    "in another order": (
        [
            {"relation": "twinnedWith", "from": "丁院;甲校", "to": "丙校", "group": "unspecified"},
            {"relation": "twinnedWith", "from": "丙校", "to": "甲校;丁院", "group": "all-to-all"},
        ],
        ["丁院+甲校 丙校 twinnedWith"],
    ),
    "the same, split otherwise, are another": (
        [
            {"relation": "twinnedWith", "from": "丁院;甲校", "to": "丙校;乙校", "group": "unspecified"},
            {"relation": "twinnedWith", "from": "丁院;乙校", "to": "丙校;甲校", "group": "unspecified"},
        ],
        ["丁院+乙校 丙校+甲校 twinnedWith", "丁院+甲校 丙校+乙校 twinnedWith"],
    ),
    "peers": (
        [{"relation": "cooperatesWith", "from": "甲校;乙校;市医院", "to": "", "group": "all-to-all"}],
        [" 乙校+市医院+甲校 cooperatesWith"],
    ),
    "peers are no sides": (
        [
            {"relation": "cooperatesWith", "from": "甲校;乙校", "to": "", "group": "all-to-all"},
            {"relation": "cooperatesWith", "from": "甲校", "to": "乙校"},
        ],
        [" 乙校+甲校 cooperatesWith", "乙校 甲校 cooperatesWith"],
    ),
    "whom the source does not name": (
        [{"relation": "mentors", "from": "甲校", "to": "", "to_kind": "School"}],
        ["甲校  mentors"],
    ),
    "who the source does not name": (
        [{"relation": "mentors", "from": "", "to": "乙校", "from_place": "济宁市"}],
        [" 乙校 mentors"],
    ),
    "each of several has somebody": (
        [{"relation": "mentors", "from": "甲校;丁院", "to": "", "to_kind": "School", "group": "each"}],
        ["丁院  mentors", "甲校  mentors"],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), SHAPES.values(), ids=SHAPES)
def test_who_is_tied_to_whom(tmp_path: Path, rows: list[Row], expected: list[str]) -> None:
    records, warnings = said(tmp_path, *rows)
    assert told(records) == expected
    assert len(records.claims) == (len(expected) if "each" in str(rows) else len(rows))
    assert warnings == []


def test_what_is_known_of_whom_the_source_does_not_name(tmp_path: Path) -> None:
    records, _ = said(
        tmp_path,
        {
            "relation": "mentors",
            "from": "甲校",
            "to": "",
            "to_kind": "School",
            "to_place": "英吉沙",
        },
    )
    (partnership,) = records.partnerships
    assert (partnership.tos, partnership.unnamed_kind) == ((), f"{KIND}School")
    assert named(records)[partnership.unnamed_place] == "英吉沙县"


def test_what_is_known_makes_another_partnership(tmp_path: Path) -> None:
    rows = [
        {"relation": "mentors", "from": "甲校", "to": "", "to_kind": kind} for kind in ("School", "Hospital", "School")
    ]
    records, _ = said(tmp_path, *rows)
    assert (len(records.partnerships), len(records.claims)) == (2, 3)


# -- what a claim says


def test_a_claim_says_what_its_row_says(tmp_path: Path) -> None:
    row = {
        "relation": "funds",
        "from": "济宁市",
        "to": "乙校",
        "via": "教育局;市医院",
        "at": "英吉沙",
        "since": "2020",
        "until": "2023-05",
        "as_of": "2022-05-22",
        "status": "ended",
        "amount": "1000.50",
        "currency": "CNY",
        "bound": "about",
        "basis": "implied",
        "stance": "contradicts",
        "review": "proposed",
        "quote": "“引文”",
        "locator": "page=3",
        "note": "备注",
        "open": "yes",
    }
    records, _ = said(tmp_path, row)
    (claim,) = records.claims
    facts, names = claim.facts, named(records)
    assert (str(claim.where), claim.extractor, claim.score) == ("partnerships.csv:2", "table", None)
    assert ([names[iri] for iri in claim.via], names[claim.at]) == (["教育局", "市医院"], "英吉沙县")
    assert (facts.since, facts.until, facts.as_of) == (
        PartialDate("2020"),
        PartialDate("2023-05"),
        PartialDate("2022-05-22"),
    )
    assert (facts.status, facts.amount, facts.currency, facts.bound) == ("ended", Decimal("1000.50"), "CNY", "about")
    assert (facts.basis, facts.stance, facts.review, facts.open) == ("implied", "contradicts", "proposed", True)
    assert (facts.quote, facts.page, facts.note) == ("“引文”", 3, "备注")


def test_several_rows_are_several_claims_about_one_partnership(tmp_path: Path) -> None:
    row = {"relation": "mentors", "from": "甲校", "to": "乙校"}
    records, _ = said(tmp_path, row | {"since": "2020"}, row | {"since": "2021"}, row | {"since": "2021"})
    assert len(records.partnerships) == 1
    assert [claim.facts.since and claim.facts.since.text for claim in claims_of(records)] == ["2020", "2021", "2021"]
    assert len({claim.iri for claim in records.claims}) == 3


def test_a_claim_has_the_same_iri_wherever_its_row_stands(tmp_path: Path) -> None:
    row, other = (
        {"relation": "mentors", "from": "甲校", "to": "乙校", "since": "2020"},
        {"relation": "trains", "from": "甲校", "to": "乙校", "since": ""},
    )
    one, _ = said(tmp_path / "one", row, other)
    two, _ = said(tmp_path / "two", other, row)
    assert {claim.iri for claim in one.claims} == {claim.iri for claim in two.claims}
    changed, _ = said(tmp_path / "changed", row | {"since": "2021"}, other)
    assert len({claim.iri for claim in one.claims} & {claim.iri for claim in changed.claims}) == 1


def test_a_group_says_how_it_is_paired_and_each_says_nothing(tmp_path: Path) -> None:
    rows = [
        {"relation": "mentors", "from": "甲校", "to": "乙校;丙校", "group": group}
        for group in ("each", "all-to-all", "unspecified")
    ]
    records, _ = said(tmp_path, *rows)
    assert [claim.facts.pairing for claim in claims_of(records)] == ["", "", "all-to-all", "unspecified"]


LOCATORS = {"char=3,10": (3, 10, None, ""), "page=7": (None, None, 7, ""), "第3版": (None, None, None, "第3版")}


@pytest.mark.parametrize("locator", LOCATORS)
def test_a_locator_is_a_position_a_page_or_text(tmp_path: Path, locator: str) -> None:
    records, _ = said(tmp_path, {"relation": "mentors", "from": "甲校", "to": "乙校", "locator": locator})
    facts = records.claims[0].facts
    assert (facts.start, facts.end, facts.page, facts.locator) == LOCATORS[locator]


# -- which party


NAMING: dict[str, tuple[Row, str]] = {
    "label @ place": ({"from": "市医院", "to": "人民医院 @ 莎车县"}, "莎车县"),
    "a place of its own": ({"from": "市医院", "to": "人民医院", "to_place": "莎车"}, "莎车县"),
    "on the other side": ({"from": "人民医院", "to": "市医院", "from_place": "莎车县"}, "莎车县"),
    "an alias of the table": ({"from": "市医院", "to": "县医院"}, "莎车县"),
}


@pytest.mark.parametrize(("cells", "place"), NAMING.values(), ids=NAMING)
def test_a_name_of_several_is_settled(tmp_path: Path, cells: Row, place: str) -> None:
    records, warnings = said(
        tmp_path, {"relation": "mentors", **cells}, keys='names = { "县医院" = "人民医院 @ 莎车县" }'
    )
    names, found = named(records), {party.iri: party for party in records.parties}
    (partnership,) = records.partnerships
    hospital = next(iri for iri in (*partnership.froms, *partnership.tos) if names[iri] == "人民医院")
    assert names[found[hospital].place] == place
    assert warnings == []


def test_a_party_is_named_by_id_or_iri_too(tmp_path: Path) -> None:
    roster = ROSTER + "戊校,School,济宁市\n"
    first, _ = resolved(written(tmp_path / "first", places=PLACES, roster=roster))
    iris = {name: iri for iri, name in named(first).items()}
    row = table({"relation": "mentors", "from": iris["甲校"], "to": iris["戊校"], "at": iris["英吉沙县"]})
    records, warnings = resolved(written(tmp_path / "next", places=PLACES, roster=roster, partnerships=row))
    assert told(records) == ["甲校 戊校 mentors"]
    assert (named(records)[records.claims[0].at], warnings) == ("英吉沙县", [])


def test_a_kind_settles_a_name_of_several(tmp_path: Path) -> None:
    roster = ROSTER + "实验,School,英吉沙县\n实验,Enterprise,英吉沙县\n"
    rows = table({"relation": "mentors", "from": "甲校", "to": "实验", "to_kind": "School"})
    records, _ = resolved(written(tmp_path, places=PLACES, roster=roster, partnerships=rows))
    kinds = {party.iri: party.kind for party in records.parties}
    assert [kinds[iri] for iri in records.partnerships[0].tos] == [f"{KIND}School"]


def test_short_names_hold_in_the_source_that_a_row_cites(tmp_path: Path) -> None:
    extra = """
    [[source]]
    id = "page"
    title = "A page"
    names = { "县" = "英吉沙县", "局" = "教育局" }
    [[source]]
    id = "other"
    title = "Another"
    names = { "县" = "莎车县" }
    """
    row = {"relation": "aids", "from": "济宁市", "to": "县", "via": "", "at": "县", "source": "page"}
    records, warnings = said(tmp_path, row | {"via": "局"}, row | {"source": "other"}, extra=extra)
    assert told(records) == ["济宁市 英吉沙县 aids", "济宁市 莎车县 aids"]
    names = named(records)
    assert [names[claim.at] for claim in claims_of(records)] == ["英吉沙县", "莎车县"]
    assert warnings == []


def test_a_name_of_nobody_is_a_new_party_of_the_kind_and_place_given(tmp_path: Path) -> None:
    records, warnings = said(
        tmp_path,
        {
            "relation": "mentors",
            "from": "新校",
            "to": "乙校",
            "from_kind": "School",
            "from_place": "济宁市",
            "to_kind": "",
        },
        {"relation": "aids", "from": "某团", "to": "新村", "from_kind": "", "from_place": "", "to_kind": "Village"},
    )
    new = {
        named(records)[party.iri]: party
        for party in records.parties
        if named(records)[party.iri] in {"新校", "某团", "新村"}
    }
    assert {name: (local_name(party.kind), named(records).get(party.place, "")) for name, party in new.items()} == {
        "新校": ("School", "济宁市"),
        "某团": ("Institution", ""),
        "新村": ("Village", ""),
    }
    assert [warning.split(": ")[0] for warning in warnings] == [
        "partnerships.csv:2:from",
        "partnerships.csv:3:from",
        "partnerships.csv:3:to",
    ]


def test_a_namesake_elsewhere_is_new_and_not_the_one_that_is_known(tmp_path: Path) -> None:
    records, warnings = said(
        tmp_path, {"relation": "mentors", "from": "市医院", "to": "人民医院", "to_place": "济宁市"}
    )
    hospitals = [party for party in records.parties if dict(party.labels)["zh"] == "人民医院"]
    assert len(hospitals) == 3
    assert len(warnings) == 1


def test_via_and_at_may_be_new_too(tmp_path: Path) -> None:
    records, warnings = said(
        tmp_path, {"relation": "mentors", "from": "甲校", "to": "乙校", "via": "某局", "at": "某地"}
    )
    kinds = {named(records)[party.iri]: local_name(party.kind) for party in records.parties}
    assert (kinds["某局"], kinds["某地"]) == ("Institution", "Place")
    assert len(warnings) == 2


# -- which source


CITED = """
[[source]]
id = "page"
title = "A page of 2023"
[[source]]
path = "report.txt"
reads = "report"
title = "The report"
"""


@pytest.mark.parametrize(
    ("cell", "identifier"),
    [
        ("", "partnerships"),
        ("page", "page"),
        ("A page of 2023", "page"),
        ("report.txt", "report.txt"),
        ("The report", "report.txt"),
        ("places.csv", "places"),
    ],
)
def test_a_source_is_cited_by_id_path_or_title(tmp_path: Path, cell: str, identifier: str) -> None:
    row = {"relation": "mentors", "from": "甲校", "to": "乙校", "source": cell}
    workspace = written(
        tmp_path, places=PLACES, roster=ROSTER, partnerships=table(row), files={"report.txt": "x"}, extra=CITED
    )
    records, _ = resolved(workspace)
    sources = {source.iri: source.identifier for source in records.sources}
    assert [sources[claim.source] for claim in records.claims] == [identifier]


def test_the_same_said_by_two_sources_is_two_claims(tmp_path: Path) -> None:
    row = {"relation": "mentors", "from": "甲校", "to": "乙校", "source": ""}
    records, _ = said(tmp_path, row, row | {"source": "page"}, extra=CITED.split("[[source]]\npath", maxsplit=1)[0])
    assert (len(records.partnerships), len({claim.source for claim in records.claims})) == (1, 2)


REPORT = "济宁市第一\n中学与英吉沙县\n第五中学结对。"


@pytest.mark.parametrize("quote", ["第五中学结对", "济宁市第一中学与", "第一 中学与\u3000英吉沙县"])
def test_a_quote_occurs_in_its_report_white_space_aside(tmp_path: Path, quote: str) -> None:
    row = {
        "relation": "mentors",
        "from": "甲校",
        "to": "乙校",
        "source": "report.txt",
        "quote": quote,
        "locator": "char=0,20",
    }
    files, extra = {"report.txt": REPORT}, CITED
    records, _ = resolved(
        written(tmp_path, places=PLACES, roster=ROSTER, partnerships=table(row), files=files, extra=extra)
    )
    assert records.claims[0].facts.quote == quote


PASSAGES = {
    "words of its own": ({"quote": "结队"}, "partnerships.csv:2:quote: the quote does not occur in 'report.txt'"),
    "another order": (
        {"quote": "英吉沙县济宁市"},
        "partnerships.csv:2:quote: the quote does not occur in 'report.txt'",
    ),
    "behind the end": (
        {"locator": "char=5,99"},
        "partnerships.csv:2:locator: char=5,99 lies outside 'report.txt', which has 21 characters",
    ),
}


@pytest.mark.parametrize(("cells", "line"), PASSAGES.values(), ids=PASSAGES)
def test_a_passage_that_is_not_there_is_refused(tmp_path: Path, cells: Row, line: str) -> None:
    row = {"relation": "mentors", "from": "甲校", "to": "乙校", "source": "The report", **cells}
    assert refused(tmp_path, row, extra=CITED, files={"report.txt": REPORT}) == [line]


def test_a_quote_of_a_source_that_is_not_at_hand_is_believed(tmp_path: Path) -> None:
    row = {
        "relation": "mentors",
        "from": "甲校",
        "to": "乙校",
        "source": "page",
        "quote": "随便",
        "locator": "char=5,999",
    }
    records, _ = said(tmp_path, row, extra=CITED.split("[[source]]\npath", maxsplit=1)[0])
    assert records.claims[0].facts.quote == "随便"


# -- what is refused


ENDS = "partnerships.csv:2"
RELATIONS = ", ".join(sorted(relation.name for relation in vocabulary().relations.values() if not relation.derived))
HOSPITALS = "'人民医院' fits 2 parties: 人民医院 @ 英吉沙县, 人民医院 @ 莎车县"
IRIS = "the IRI of a party of this workspace, or a name"
WHOSE_KIND = "the kind of whom is meant, or a name of another"
ONE_OF_THEM = "legal: one of them, as label @ place, by id, code or IRI"
GROUPS = "several parties at one end, and group does not say how they pair; legal: each, all-to-all, unspecified"
REFUSED: dict[str, tuple[Row, str]] = {
    "an unknown relation": (
        {"relation": "mentor", "from": "甲校", "to": "乙校"},
        f"{ENDS}:relation: unknown relation 'mentor'; legal: {RELATIONS}; nearest: mentors",
    ),
    "a derived relation": (
        {"relation": "alliedWith", "from": "甲校", "to": "乙校"},
        f"{ENDS}:relation: alliedWith is derived, not stated; legal: memberOf, leads, ...",
    ),
    "both ends the same": (
        {"relation": "mentors", "from": "甲校", "to": "甲 校"},
        f"{ENDS}:to: both ends are the same: '甲校'",
    ),
    "one of a group on both sides": (
        {"relation": "mentors", "from": "甲校;丁院", "to": "甲校", "group": "all-to-all"},
        f"{ENDS}:to: both ends are the same: '甲校'",
    ),
    "twice on one side": (
        {"relation": "mentors", "from": "甲校", "to": "乙校; 乙校", "group": "all-to-all"},
        f"{ENDS}:to: '乙校' stands twice",
    ),
    "several without a group": (
        {"relation": "mentors", "from": "甲校", "to": "乙校;丙校"},
        f"{ENDS}:group: {GROUPS}",
    ),
    "an ambiguous name": (
        {"relation": "mentors", "from": "市医院", "to": "人民医院"},
        f"{ENDS}:to: {HOSPITALS}; {ONE_OF_THEM}",
    ),
    "an ambiguous arranger": (
        {"relation": "mentors", "from": "甲校", "to": "乙校", "via": "人民医院"},
        f"{ENDS}:via: {HOSPITALS}; {ONE_OF_THEM}",
    ),
    "an IRI of nobody": (
        {"relation": "mentors", "from": "甲校", "to": f"{BASE}institution/0"},
        f"{ENDS}:to: no party has the IRI '{BASE}institution/0'; legal: {IRIS}",
    ),
    "a place with an IRI of nobody": (
        {"relation": "mentors", "from": "甲校", "to": "乙校", "at": f"{BASE}place/0"},
        f"{ENDS}:at: no party has the IRI '{BASE}place/0'; legal: {IRIS}",
    ),
    "one end of a mutual relation": (
        {"relation": "twinnedWith", "from": "甲校", "to": "", "to_kind": "School"},
        f"{ENDS}:to: twinnedWith is mutual and needs two parties to be named",
    ),
    "peers each with each": (
        {"relation": "twinnedWith", "from": "甲校;乙校", "to": "", "group": "each"},
        f"{ENDS}:group: each pairs every from with every to, and to is empty; legal: all-to-all, unspecified",
    ),
    "no end and nothing known of it": (
        {"relation": "mentors", "from": "甲校", "to": ""},
        f"{ENDS}:to: to is empty; legal: a party, or what is known of it in to_kind or to_place",
    ),
    "a school that is no place": (
        {"relation": "counterpartAidTo", "from": "济宁市", "to": "乙校"},
        f"{ENDS}:to: '乙校' is School; counterpartAidTo cannot run to that; legal: place",
    ),
    "a school that invests": (
        {"relation": "investedIn", "from": "甲校", "to": "英吉沙县"},
        f"{ENDS}:from: '甲校' is School; investedIn cannot run from that; legal: Enterprise",
    ),
    "an unnamed school invested in": (
        {"relation": "investedIn", "from": "纺织厂", "to": "", "to_kind": "School"},
        f"{ENDS}:to_kind: the unnamed partner is School; investedIn cannot run to that; legal: Enterprise, place",
    ),
    "twins of two kinds": (
        {"relation": "twinnedWith", "from": "甲校", "to": "市医院"},
        f"{ENDS}:to: twinnedWith ties parties of one kind, but '甲校' is School, '市医院' is Hospital",
    ),
    "a school twinned with a county": (
        {"relation": "twinnedWith", "from": "甲校", "to": "英吉沙县"},
        f"{ENDS}:to: twinnedWith ties parties of one kind, but '甲校' is School, '英吉沙县' is County",
    ),
    "another kind than the party's": (
        {"relation": "mentors", "from": "甲校", "to": "乙校", "to_kind": "Hospital"},
        f"{ENDS}:to_kind: '乙校' is School, and to_kind says Hospital; legal: {WHOSE_KIND}",
    ),
    "an unknown kind": (
        {"relation": "mentors", "from": "甲校", "to": "", "to_kind": "Shool"},
        f"{ENDS}:to_kind: unknown kind 'Shool'; legal: ",
    ),
    "an unknown source": (
        {"relation": "mentors", "from": "甲校", "to": "乙校", "source": "place"},
        f"{ENDS}:source: no source 'place' in the workspace file; legal: partnerships, places, roster; nearest: places",
    ),
}


@pytest.mark.parametrize(("row", "line"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_its_cell(tmp_path: Path, row: Row, line: str) -> None:
    (found,) = refused(tmp_path, row)
    assert found.startswith(line)
    assert found == line or line.endswith("legal: ")


ALLOWED: dict[str, Row] = {
    "a college and a vocational school are both education": {"relation": "twinnedWith", "from": "丁院", "to": "丙校"},
    "two counties are both places": {"relation": "twinnedWith", "from": "英吉沙县", "to": "济宁市"},
    "a plain institution may be anything": {"relation": "investedIn", "from": "新厂", "to": "英吉沙县"},
    "a kind below the one allowed": {"relation": "counterpartAidTo", "from": "教育局", "to": "英吉沙县"},
    "a broader kind than the party's": {"relation": "mentors", "from": "甲校", "to": "丙校", "to_kind": "Education"},
    "a narrower one": {"relation": "mentors", "from": "甲校", "to": "培训基地", "to_kind": "School"},
    "structural relations": {"relation": "ledBy", "from": "甲校", "to": "教育局"},
}


@pytest.mark.parametrize("row", ALLOWED.values(), ids=ALLOWED)
def test_what_can_be_is_taken(tmp_path: Path, row: Row) -> None:
    records, _ = said(tmp_path, row)
    assert len(records.partnerships) == 1


def test_every_wrong_row_is_named_at_once_and_in_order(tmp_path: Path) -> None:
    rows = [
        {"relation": "mentors", "from": "甲校", "to": "甲校"},
        {"relation": "mentors", "from": "甲校", "to": "乙校"},
        {"relation": "mentor", "from": "甲校", "to": "乙校"},
        {"relation": "mentors", "from": "市医院", "to": "人民医院"},
    ]
    assert [line.split(": ")[0] for line in refused(tmp_path, *rows)] == [
        "partnerships.csv:2:to",
        "partnerships.csv:4:relation",
        "partnerships.csv:5:to",
    ]


def test_a_complete_list_may_not_be_open(tmp_path: Path) -> None:
    row = {"relation": "mentors", "from": "甲校", "to": "乙校", "open": "yes", "source": ""}
    complete = 'complete = true\ncovers = { relation = "mentors" }'
    line = "partnerships.csv:2:open: the row is open, but 'partnerships' claims to be complete; legal: no"
    assert refused(tmp_path / "table", row, keys=complete) == [line]
    cited = f'[[source]]\nid = "page"\ntitle = "A page"\n{complete}'
    assert refused(tmp_path / "cited", row | {"source": "page"}, extra=cited) == [
        line.replace("'partnerships'", "'page'")
    ]
    records, _ = said(tmp_path / "shut", row | {"open": "no"}, keys=complete)
    assert len(records.claims) == 1


def test_a_source_that_two_sources_may_be_is_ambiguous(tmp_path: Path) -> None:
    titles = {"a": "Page", "b": "Page", "Title": "x", "c": "Title"}
    extra = "\n".join(f'[[source]]\nid = "{name}"\ntitle = "{title}"' for name, title in titles.items())
    row = {"relation": "mentors", "from": "甲校", "to": "乙校", "source": "Page"}
    assert refused(tmp_path / "title", row, extra=extra) == [
        "partnerships.csv:2:source: 'Page' is the title of 2 sources; legal: a, b"
    ]
    # an id goes before a title
    records, _ = said(tmp_path / "id", row | {"source": "Title"}, extra=extra)
    assert [claim.source.rsplit("/", 1)[-1] for claim in records.claims] == ["Title"]


# -- totals


def total(**cells: str) -> Row:
    return {
        "relation": "twinnedWith",
        "count": "40",
        "unit": "pairs",
        "id": "",
        "within": "",
        "from": "",
        "to": "",
        **cells,
    }


def totals(folder: Path, *rows: Row, extra: str = "") -> list[ReportedTotal]:
    records, _ = said(folder, *rows, reads="totals", extra=extra)
    return records.totals


def test_a_total_has_ends_kinds_and_a_measure(tmp_path: Path) -> None:
    row = total(
        to="英吉沙",
        to_kind="学校",
        **{"from": "济宁市"},
        bound="at-least",
        as_of="2023",
        quote="40对",
        note="x",
        id="t",
    )
    records, _ = said(tmp_path, row, reads="totals")
    (found,), (claim,), names = records.totals, records.claims, named(records)
    assert (found.relation, names[found.from_], names[found.to]) == (f"{AID}twinnedWith", "济宁市", "英吉沙县")
    assert (found.from_kind, found.to_kind, found.identifier, found.within) == ("", f"{KIND}School", "t", "")
    assert (claim.about, claim.facts.count, claim.facts.unit, claim.facts.bound) == (found.iri, 40, "pairs", "at-least")
    assert records.partnerships == []


ONE: dict[str, tuple[Row, Row, int]] = {
    "alike in all": (total(), total(), 1),
    "another passage": (total(quote="a", locator="page=1", note="x"), total(quote="b", locator="", note=""), 1),
    "another count": (total(), total(count="41"), 2),
    "another unit": (total(), total(unit="institutions"), 2),
    "another bound": (total(bound=""), total(bound="about"), 2),
    "another date": (total(as_of="2022"), total(as_of="2023"), 2),
    "another end": (total(to="英吉沙县"), total(to="莎车县"), 2),
    "another kind": (total(to_kind="School"), total(to_kind="College"), 2),
    "another relation": (total(), total(relation="mentors"), 2),
    "one id, another count": (total(id="t"), total(id="t", count="41"), 1),
    "two ids": (total(id="t"), total(id="u"), 2),
}


@pytest.mark.parametrize(("one", "other", "number"), ONE.values(), ids=ONE)
def test_totals_of_one_id_or_alike_in_all_but_passage_are_one(
    tmp_path: Path, one: Row, other: Row, number: int
) -> None:
    records, _ = said(tmp_path, one, other, reads="totals")
    assert (len(records.totals), len(records.claims)) == (number, 2)


def test_the_same_total_of_two_sources_is_one_with_two_claims(tmp_path: Path) -> None:
    extra = '[[source]]\nid = "page"\ntitle = "A page"'
    records, _ = said(tmp_path, total(source=""), total(source="page"), reads="totals", extra=extra)
    assert (len(records.totals), len({claim.source for claim in records.claims})) == (1, 2)


def test_a_total_lies_within_another(tmp_path: Path) -> None:
    inner, outer, outermost = totals(tmp_path, total(id="a", within="b"), total(id="b", within="c"), total(id="c"))
    assert (inner.within, outer.within, outermost.within) == (outer.iri, outermost.iri, "")


def test_a_name_of_nobody_in_a_total_is_new_and_of_the_kind_given(tmp_path: Path) -> None:
    records, warnings = said(tmp_path, total(relation="mentors", to="新校", to_kind="School"), reads="totals")
    assert {dict(p.labels)["zh"]: local_name(p.kind) for p in records.parties}["新校"] == "School"
    assert len(warnings) == 1


WRONG_TOTALS: dict[str, tuple[list[Row], str]] = {
    "within none": (
        [total(within="total-1", id="total-2")],
        "2:within: no total with the id 'total-1'; nearest: total-2",
    ),
    "within one that is wrong itself": (
        [total(within="a", id="b"), total(relation="alliedWith", id="a")],
        "3:relation: alliedWith is derived, not stated; legal: memberOf, leads, ...",
    ),
    "within itself": ([total(within="x", id="x")], "2:within: a total lies inside itself"),
    "in a circle": ([total(id="a", within="b"), total(id="b", within="a")], "3:within: a total lies inside itself"),
    "one id, other ends": (
        [total(id="a", to="英吉沙县"), total(id="a", to="莎车县")],
        "3:id: total 'a' has another relation or other ends elsewhere",
    ),
    "ends the same": ([total(**{"from": "英吉沙县"}, to="英吉沙")], "2:to: both ends are the same: '英吉沙县'"),
    "a derived relation": (
        [total(relation="alliedWith")],
        "2:relation: alliedWith is derived, not stated; legal: memberOf, leads, ...",
    ),
    "a school invested in": (
        [total(relation="investedIn", to="英吉沙县", to_kind="School")],
        "2:to_kind: the kind is School; investedIn cannot run to that; legal: Enterprise, place",
    ),
    "a hospital that invests": (
        [total(relation="investedIn", **{"from": "市医院"})],
        "2:from: '市医院' is Hospital; investedIn cannot run from that; legal: Enterprise",
    ),
    "an ambiguous end": (
        [total(relation="mentors", to="人民医院")],
        f"2:to: {HOSPITALS}; {ONE_OF_THEM}",
    ),
}


@pytest.mark.parametrize(("rows", "line"), WRONG_TOTALS.values(), ids=WRONG_TOTALS)
def test_a_total_that_cannot_be_is_refused_with_its_cell(tmp_path: Path, rows: list[Row], line: str) -> None:
    assert refused(tmp_path, *rows, reads="totals") == [f"totals.csv:{line}"]


def test_schools_within_one_county_may_be_tied_to_hospitals_of_it(tmp_path: Path) -> None:
    (found,) = totals(
        tmp_path,
        total(relation="mentors", **{"from": "英吉沙县"}, from_kind="Hospital", to="英吉沙县", to_kind="School"),
    )
    assert found.from_ == found.to


# -- what lists cover


def test_a_complete_list_covers_a_relation_a_kind_and_a_place(tmp_path: Path) -> None:
    covers = 'covers = { relation = "结对共建", kind = "学校", place = "英吉沙" }'
    keys = f"complete = true\nas_of = 2023\ncomplete_from = 2015\n{covers}"
    records, warnings = said(tmp_path, {"relation": "twinnedWith", "from": "甲校", "to": "乙校"}, keys=keys)
    source = next(source for source in records.sources if source.identifier == "partnerships")
    assert (source.complete, source.as_of, source.complete_from) == (True, PartialDate("2023"), PartialDate("2015"))
    assert (source.covers_relation, source.covers_kind) == (f"{AID}twinnedWith", f"{KIND}School")
    assert named(records)[source.covers_place] == "英吉沙县"
    assert warnings == []


def test_a_list_that_covers_nowhere_known_is_refused(tmp_path: Path) -> None:
    keys = 'complete = true\ncovers = { place = "英吉沙线" }'
    row = {"relation": "mentors", "from": "甲校", "to": "乙校"}
    assert refused(tmp_path, row, keys=keys) == ["aidgraph.toml:15: no place '英吉沙线'; nearest: 英吉沙县"]


def test_a_list_that_is_complete_for_nothing_is_warned_of(tmp_path: Path) -> None:
    _, warnings = said(tmp_path, {"relation": "mentors", "from": "甲校", "to": "乙校"}, keys="complete = true")
    assert warnings == [
        "aidgraph.toml:15: source 'partnerships' is complete, but says not for what; add covers = { ... }"
    ]


# -- several faults at once


def test_a_wrong_cell_does_not_hide_another_of_its_row(tmp_path: Path) -> None:
    row = {
        "relation": "mentor",
        "from": "人民医院",
        "to": "人民医院;乙校",
        "group": "each",
        "via": "人民医院",
        "from_kind": "Shool",
        "source": "nowhere",
    }
    found = [line.split(": ")[0] for line in refused(tmp_path, row)]
    assert found == [f"{ENDS}:{column}" for column in ("from", "from_kind", "relation", "source", "to", "via")]
    wrong = total(relation="mentor", to="人民医院", from_kind="Shool", source="nowhere")
    found = [line.split(": ")[0] for line in refused(tmp_path / "totals", wrong, reads="totals")]
    assert found == [f"totals.csv:2:{column}" for column in ("from_kind", "relation", "source", "to")]
