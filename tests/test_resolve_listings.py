"""Places and rosters made into parties: which rows speak of one, and what of them is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from aidgraph.model import Party, Records
from aidgraph.terms import KIND, LEVEL
from made import named, problems, resolved, table, written

GBT = 'code_scheme = "GB/T 2260"'
Rows = list[dict[str, str]]


def parties(
    folder: Path, places: Rows, roster: Rows | None = None, *, keys: str = GBT
) -> tuple[list[Party], list[str]]:
    tables = {"places": table(*places)} | ({"roster": table(*roster)} if roster else {})
    records, warnings = resolved(written(folder, keys={"places": keys}, **tables))
    return records.parties, warnings


def refused(folder: Path, places: Rows, roster: Rows | None = None, *, keys: str = GBT) -> list[str]:
    tables = {"places": table(*places)} | ({"roster": table(*roster)} if roster else {})
    return problems(written(folder, keys={"places": keys}, **tables))


def tree(found: list[Party]) -> dict[str, str]:
    """Return by the label of every party that of its place."""
    names = named(Records(parties=found))
    return {names[party.iri]: names.get(party.place, "") for party in found}


def row(name: str, level: str, code: str = "", parent: str = "", **more: str) -> dict[str, str]:
    return {"name": name, "level": level, "code": code, "parent": parent, **more}


PROVINCE, CITY = row("新疆维吾尔自治区", "Province", "65"), row("喀什地区", "Prefecture", "653100", "65")
COUNTY = row("英吉沙县", "County", "653123", "6531")


# -- places


PARENTS = {
    "by code": "653123",
    "by a code filled up": "653123000000",
    "by name": "英吉沙县",
    "by name without its ending": "英吉沙",
    "by name @ place": "英吉沙县 @ 喀什地区",
    "by name @ a place further out": "英吉沙县@新疆",
    "by another name": "Yengisar",
    "by an alias": "英县",
}


@pytest.mark.parametrize("parent", PARENTS.values(), ids=PARENTS)
def test_a_place_lies_in_what_its_row_says(tmp_path: Path, parent: str) -> None:
    county = COUNTY | {"name_en": "Yengisar", "alias": "英县"}
    # rows may stand in any order
    found, warnings = parties(tmp_path, [row("乌恰镇", "Township", "653123101", parent), county, CITY, PROVINCE])
    assert tree(found) == {
        "乌恰镇": "英吉沙县",
        "英吉沙县": "喀什地区",
        "喀什地区": "新疆维吾尔自治区",
        "新疆维吾尔自治区": "",
    }
    assert warnings == []


def test_a_row_becomes_a_party_with_all_that_it_says(tmp_path: Path) -> None:
    full = COUNTY | {"name_en": "Yengisar", "name_zh-Hant": "英吉沙縣", "alias": "英县; 英吉沙", "latitude": "38.93"}
    found, _ = parties(tmp_path, [full | {"since": "1883", "parent": ""}])
    (party,) = found
    assert party.labels == (("en", "Yengisar"), ("zh", "英吉沙县"), ("zh-hant", "英吉沙縣"))
    assert (party.aliases, str(party.latitude), party.code, party.code_scheme) == (
        ("英县", "英吉沙"),
        "38.93",
        "653123",
        "GB/T 2260",
    )
    records, _ = resolved(written(tmp_path / "again", places=table(full | {"since": "1883", "parent": ""})))
    (listing,) = records.listings
    assert (listing.party != party.iri, str(listing.where), listing.since and listing.since.text) == (
        True,
        "places.csv:2",
        "1883",
    )


def test_the_name_column_is_an_alias_where_its_language_has_a_name_of_its_own(tmp_path: Path) -> None:
    found, _ = parties(tmp_path, [row("英吉沙", "County", name_zh="英吉沙县")])
    assert (found[0].labels, found[0].aliases) == ((("zh", "英吉沙县"),), ("英吉沙",))


def test_a_place_that_no_row_lists_is_new(tmp_path: Path) -> None:
    found, warnings = parties(tmp_path, [row("乌恰镇", "Township", parent="英吉沙县")])
    assert tree(found) == {"乌恰镇": "英吉沙县", "英吉沙县": ""}
    assert warnings == ["places.csv:2:parent: '英吉沙县' is in no list; taken in as a new place (Place)"]


def test_a_parent_is_of_a_higher_level(tmp_path: Path) -> None:
    found, _ = parties(
        tmp_path,
        [
            row("吉林省", "Province", "22"),
            row("吉林市", "Prefecture", "2202", "吉林"),
            row("吉林", "Township", "220202001", "220202"),
            row("某区", "County", "220202", "吉林市"),
        ],
    )
    assert tree(found)["吉林市"] == "吉林省"


CODES = {
    "13 digits": (
        "6531231010001",
        "code '6531231010001' has 13 characters; legal: 2, 4, 6, 9 or 12 digits (GB/T 2260)",
    ),
    "5 digits": ("65312", "code '65312' has 5 characters; legal: 2, 4, 6, 9 or 12 digits (GB/T 2260)"),
    "letters": ("65312A", "code '65312A' has 6 characters; legal: 2, 4, 6, 9 or 12 digits (GB/T 2260)"),
    "digits of another script": (
        "６５３１２３",
        "code '６５３１２３' has 6 characters; legal: 2, 4, 6, 9 or 12 digits (GB/T 2260)",
    ),
    "a leading zero": ("053123", "code '053123' has 6 characters; legal: 2, 4, 6, 9 or 12 digits (GB/T 2260)"),
    "another's prefix": ("370811", "code '370811' does not begin with that of '喀什地区'; legal: 6531..."),
    "one shorter than the parent's": ("65", "code '65' does not begin with that of '喀什地区'; legal: 6531..."),
}


@pytest.mark.parametrize(("code", "what"), CODES.values(), ids=CODES)
def test_codes_are_checked_under_their_scheme_only(tmp_path: Path, code: str, what: str) -> None:
    rows = [CITY | {"parent": ""}, row("某县", "County", code, "喀什地区")]
    lines = refused(tmp_path / "checked", rows)
    assert lines[0] == f"places.csv:3:code: {what}"
    found, _ = parties(tmp_path / "free", rows, keys="")
    assert {party.code for party in found} == {"653100", code}


@pytest.mark.parametrize(
    "code", ["65", "6531", "653123", "653123101", "653123101203", "650000", "653100000000", "653123101000"]
)
def test_codes_of_every_length(tmp_path: Path, code: str) -> None:
    found, _ = parties(tmp_path, [row("某地", "Place", code)])
    assert found[0].code == code


def test_a_parent_may_have_no_code_or_one_of_another_scheme(tmp_path: Path) -> None:
    found, _ = parties(tmp_path, [row("中国", "Country"), PROVINCE | {"parent": "中国"}])
    assert tree(found) == {"中国": "", "新疆维吾尔自治区": "中国"}


CIRCLES = {
    "of one": [row("甲", "Place", parent="甲")],
    "of two": [row("甲", "Place", parent="乙"), row("乙", "Place", parent="甲")],
    "of three behind another": [
        row("外", "Place", parent="甲"),
        row("甲", "Place", parent="乙"),
        row("乙", "Place", parent="丙"),
        row("丙", "Place", parent="甲"),
    ],
}
IN_WORDS = {
    "of one": ["places.csv:2:parent: a place lies inside itself: 甲 in 甲"],
    "of two": ["places.csv:2:parent: a place lies inside itself: 甲 in 乙 in 甲"],
    "of three behind another": ["places.csv:3:parent: a place lies inside itself: 甲 in 乙 in 丙 in 甲"],
}


@pytest.mark.parametrize("circle", CIRCLES)
def test_places_in_a_circle_are_refused_once(tmp_path: Path, circle: str) -> None:
    assert refused(tmp_path, CIRCLES[circle]) == IN_WORDS[circle]


def test_places_nested_very_deep_are_read(tmp_path: Path) -> None:
    rows = [row(f"地{number}", "Place", parent=f"地{number - 1}" if number else "") for number in range(1200)]
    found, _ = parties(tmp_path, rows[::-1])
    assert tree(found)["地1199"] == "地1198"


def test_a_parent_that_fits_several_places_lists_them(tmp_path: Path) -> None:
    rows = [
        CITY | {"parent": ""},
        row("吐鲁番市", "Prefecture", "6504"),
        row("城关镇", "Township", "653123100", "6531"),
        row("城关镇", "Township", "650402100", "6504"),
        row("某村", "Village", parent="城关镇"),
    ]
    what = "parent '城关镇' fits 2 places: 城关镇 (653123100), 城关镇 (650402100)"
    legal = "one of them, as label @ place, or by code"
    assert refused(tmp_path / "several", rows) == [f"places.csv:6:parent: {what}; legal: {legal}"]
    rows[-1]["parent"] = "城关镇 @ 吐鲁番市"
    found, _ = parties(tmp_path / "one", rows)
    village = next(party for party in found if party.kind == f"{LEVEL}Village")
    assert next(party.code for party in found if party.iri == village.place) == "650402100"


TWICE: dict[str, tuple[Rows, Rows, int]] = {
    "one code, one name": ([COUNTY], [COUNTY], 1),
    "one code filled up": ([COUNTY], [row("英吉沙县", "County", "653123000000")], 1),
    "one code, another spelling": ([COUNTY], [row("英吉萨尔县", "County", "653123")], 1),
    "one code, another level": ([COUNTY], [row("英吉沙县", "Place", "653123")], 1),
    "one name, no code": ([COUNTY], [row("英吉沙县", "County", parent="喀什地区")], 1),
    "no codes": ([row("甲县", "County", parent="喀什地区")], [row("甲县", "County", parent="喀什地区")], 1),
    "another code": ([COUNTY], [row("英吉沙县", "County", "653124", "6531")], 2),
    "another parent": ([row("甲县", "County", parent="喀什地区")], [row("甲县", "County", parent="和田地区")], 2),
    "another level and no code": ([COUNTY], [row("英吉沙县", "Township", parent="喀什地区")], 2),
}


@pytest.mark.parametrize(("one", "other", "number"), TWICE.values(), ids=TWICE)
def test_the_same_place_in_two_sources(tmp_path: Path, one: Rows, other: Rows, number: int) -> None:
    around = [CITY | {"parent": ""}, row("和田地区", "Prefecture", "6532")]
    files = {"more.csv": table(*other)}
    extra = f'[[source]]\nid = "more"\npath = "more.csv"\nreads = "places"\n{GBT}'
    workspace = written(tmp_path, keys={"places": GBT}, files=files, extra=extra, places=table(*around, *one))
    records, _ = resolved(workspace)
    assert len(records.parties) == len(around) + number
    assert len(records.listings) == len(around) + 2


def test_one_code_for_two_places_of_one_file_is_refused(tmp_path: Path) -> None:
    rows = [COUNTY | {"parent": ""}, row("莎车县", "County", "653123000")]
    assert refused(tmp_path, rows) == [
        "places.csv:3:code: code '653123000' is already that of '英吉沙县' (places.csv:2)"
    ]


# -- institutions


PLACES = [CITY | {"parent": ""}, COUNTY, row("莎车县", "County", "653125", "6531")]


def test_a_roster_row_becomes_a_party_with_all_that_it_says(tmp_path: Path) -> None:
    full = {
        "name": "县医院",
        "kind": "医院",
        "id": "h-1",
        "place": "英吉沙",
        "acts_for": "喀什地区",
        "alias": "医院;人民医院",
        "name_ug": "دوختۇرخانا",
        "latitude": "38.9",
        "longitude": "-76.1",
        "url": "https://example.org/",
        "since": "1950",
        "until": "2020-05",
    }
    records, warnings = resolved(written(tmp_path, places=table(*PLACES), roster=table(full), keys={"places": GBT}))
    party = next(party for party in records.parties if not party.is_place)
    names = named(records)
    assert (party.kind, party.identifier, names[party.place], names[party.acts_for]) == (
        f"{KIND}Hospital",
        "h-1",
        "英吉沙县",
        "喀什地区",
    )
    assert (party.labels, party.aliases) == ((("ug", "دوختۇرخانا"), ("zh", "县医院")), ("医院", "人民医院"))
    assert (str(party.latitude), str(party.longitude), party.url) == ("38.9", "-76.1", "https://example.org/")
    listing = next(listing for listing in records.listings if listing.party == party.iri)
    assert (str(listing.where), listing.since and listing.since.text, listing.until and listing.until.text) == (
        "roster.csv:2",
        "1950",
        "2020-05",
    )
    assert warnings == []


def member(name: str, kind: str = "School", place: str = "英吉沙县", **more: str) -> dict[str, str]:
    return {"name": name, "kind": kind, "place": place, **more}


IDENTITY: dict[str, tuple[Rows, int]] = {
    "the same row twice": ([member("甲校"), member("甲校")], 1),
    "another place": ([member("人民医院", "Hospital"), member("人民医院", "Hospital", "莎车县")], 2),
    "another kind": ([member("甲校"), member("甲校", "Enterprise")], 2),
    "another name": ([member("甲校"), member("乙校")], 2),
    "two ids": ([member("甲校", id="1"), member("甲校", id="2")], 2),
    "one id, another name": ([member("甲校", id="1"), member("甲小学", id="1")], 1),
    "one id, another place, a name in common": ([member("甲校", id="1"), member("甲校", place="莎车县", id="1")], 1),
    "an id and none": ([member("甲校"), member("甲校", id="1")], 1),
    "two ids and none": ([member("甲校", id="1"), member("甲校", id="2"), member("甲校")], 3),
}


@pytest.mark.parametrize(("rows", "number"), IDENTITY.values(), ids=IDENTITY)
def test_a_party_is_its_id_or_its_name_place_and_kind(tmp_path: Path, rows: Rows, number: int) -> None:
    found, _ = parties(tmp_path, PLACES, rows)
    assert len([party for party in found if not party.is_place]) == number


def test_one_id_for_two_parties_is_refused(tmp_path: Path) -> None:
    rows = [member("甲校", id="1"), member("乙院", "Hospital", id="1")]
    assert refused(tmp_path, PLACES, rows) == ["roster.csv:3:id: id '1' is already that of '甲校' (roster.csv:2)"]


def test_iris_come_from_ids_and_names_and_not_from_rows(tmp_path: Path) -> None:
    rows = [member("甲校"), member("乙校", id="2")]
    one, _ = parties(tmp_path / "one", PLACES, rows)
    other, _ = parties(tmp_path / "other", PLACES[::-1], [member("丙校"), *rows[::-1]])
    renamed, _ = parties(tmp_path / "renamed", PLACES, [member("甲校"), member("乙小学", id="2")])
    assert {party.iri for party in one} < {party.iri for party in other}
    assert {party.iri for party in one} == {party.iri for party in renamed}


WRONG: dict[str, tuple[Rows, str]] = {
    "an unknown kind": ([member("甲校", "Shool")], "roster.csv:2:kind: unknown kind 'Shool'; legal: "),
    "a level for a kind": ([member("甲镇", "Township")], "roster.csv:2:kind: unknown kind 'Township'; legal: "),
    "a place of two": (
        [member("甲校", place="县城")],
        "roster.csv:2:place: '县城' fits 2 parties: 英吉沙县 @ 喀什地区, 莎车县 @ 喀什地区; legal: one of them, as",
    ),
    "an IRI of no place": (
        [member("甲校", place="https://example.org/x")],
        "roster.csv:2:place: no party has the IRI 'https://example.org/x'; legal: the IRI of a party of this workspace",
    ),
    "acting for either": ([member("甲校", acts_for="县城")], "roster.csv:2:acts_for: '县城' fits 2 parties: "),
    "the same as nobody": ([member("甲校", maybe_same="乙校")], "roster.csv:2:maybe_same: no other party '乙校'"),
    "the same as itself": ([member("甲校", maybe_same="甲校")], "roster.csv:2:maybe_same: no other party '甲校'"),
    "the same as either": (
        [member("甲校"), member("甲校", place="莎车县"), member("乙校", maybe_same="甲校")],
        "roster.csv:4:maybe_same: '甲校' fits 2 parties: 甲校 @ 英吉沙县, 甲校 @ 莎车县; legal: one of them",
    ),
}


@pytest.mark.parametrize(("rows", "start"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_roster_is_named_with_its_cell(tmp_path: Path, rows: Rows, start: str) -> None:
    places = [PLACES[0], *(place | {"alias": "县城"} for place in PLACES[1:])]
    (line,) = refused(tmp_path, places, rows)
    assert line.startswith(start)


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    rows = [member("甲校", "Shool"), member("乙校"), member("丙校", "Scool")]
    lines = refused(tmp_path, [*PLACES, row("某", "Conty")], rows)
    assert [line.split(": ")[0] for line in lines] == ["places.csv:5:level", "roster.csv:2:kind", "roster.csv:4:kind"]
    assert [line.split("nearest: ")[1] for line in lines] == ["County", "School", "School"]


def test_every_wrong_cell_of_a_row_is_named_at_once(tmp_path: Path) -> None:
    places = [PLACES[0], *(place | {"alias": "县城"} for place in PLACES[1:])]
    rows = [
        member("甲校", "Shool", place="县城", acts_for="县城", maybe_same="丙校", latitude="91"),
        member("乙校", maybe_same="甲校"),
    ]
    lines = refused(tmp_path, [*places, row("某", "Conty")], rows)
    columns = ("acts_for", "kind", "latitude", "maybe_same", "place")
    assert [line.split(": ")[0] for line in lines] == [
        "places.csv:5:level",
        *(f"roster.csv:2:{column}" for column in columns),
    ]


def test_an_institution_in_no_list_of_places_brings_its_place_in(tmp_path: Path) -> None:
    found, warnings = parties(tmp_path, PLACES, [member("甲校", place="疏附县")])
    assert tree(found)["甲校"] == "疏附县"
    assert [warning.split(";")[0] for warning in warnings] == ["roster.csv:2:place: '疏附县' is in no list"]


def test_short_names_of_a_source_hold_in_its_own_rows(tmp_path: Path) -> None:
    keys = {"places": GBT, "roster": 'names = { "县" = "英吉沙县", "市" = "喀什地区" }'}
    workspace = written(
        tmp_path,
        keys=keys,
        places=table(*PLACES),
        roster=table(member("甲校", place="县", acts_for="市"), member("乙校", maybe_same="甲校")),
    )
    records, warnings = resolved(workspace)
    assert tree(records.parties)["甲校"] == "英吉沙县"
    assert len(warnings) == 1


# -- who may be the same


SAME: dict[str, tuple[Rows, bool]] = {
    "the place written without its ending": ([member("英吉沙县第五中学"), member("英吉沙第五中学")], True),
    "white space": ([member("第五 中学"), member("第五中学")], True),
    "full-width forms": ([member("ＮＯ１ School"), member("NO1 school")], True),
    "two ids": ([member("甲校", id="1"), member("甲校", id="2")], True),
    "one of them in the place around": ([member("甲校"), member("甲校", place="喀什地区")], True),
    "another place": ([member("人民医院", "Hospital"), member("人民医院", "Hospital", "莎车县")], False),
    "another kind": ([member("甲校"), member("甲校", "Enterprise")], False),
    "another name": ([member("甲校"), member("乙校")], False),
    "as their row says": ([member("甲校", maybe_same="乙校"), member("乙校", place="莎车县")], True),
}


@pytest.mark.parametrize(("rows", "same"), SAME.values(), ids=SAME)
def test_who_may_be_the_same_is_reported_and_kept_apart(tmp_path: Path, rows: Rows, same: bool) -> None:  # noqa: FBT001  one case each
    found, warnings = parties(tmp_path, PLACES, rows)
    one, other = (party for party in found if not party.is_place)
    twins = ((other.iri,), (one.iri,)) if same else ((), ())
    assert (one.possibly_same_as, other.possibly_same_as) == twins
    assert [("may be the same as" in warning and "kept apart" in warning) for warning in warnings] == [True] * same


def test_places_with_and_without_an_ending_may_be_the_same_and_two_endings_not(tmp_path: Path) -> None:
    rows = [*PLACES, *(row(name, "Township", parent="英吉沙县") for name in ("乌恰镇", "乌恰", "萨罕镇", "萨罕乡"))]
    found, warnings = parties(tmp_path, rows)
    names = named(Records(parties=found))
    pairs = {frozenset((names[party.iri], names[twin])) for party in found for twin in party.possibly_same_as}
    assert pairs == {frozenset(("乌恰镇", "乌恰"))}
    assert len(warnings) == 1


def test_several_may_be_the_same(tmp_path: Path) -> None:
    rows = [member("甲校", maybe_same="乙校; 丙校"), member("乙校"), member("丙校")]
    found, _ = parties(tmp_path, PLACES, rows)
    assert sorted(len(party.possibly_same_as) for party in found if not party.is_place) == [1, 1, 2]


# -- columns and values of the workspace file


def test_columns_are_mapped_and_values_set_for_every_row(tmp_path: Path) -> None:
    keys = {
        "places": 'columns = { name = "乡镇" }\nset = { level = "Township", parent = "英吉沙县" }\nignore = ["人口"]'
    }
    rows: list[Mapping[str, str]] = [{"乡镇": "乌恰镇", "人口": "9"}, {"乡镇": "芒辛镇", "人口": "8"}]
    records, _ = resolved(written(tmp_path, keys=keys, places=table(*rows)))
    assert tree(records.parties) == {"英吉沙县": "", "乌恰镇": "英吉沙县", "芒辛镇": "英吉沙县"}
