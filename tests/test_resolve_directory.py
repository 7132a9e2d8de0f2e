"""Which party a cell means: by label, alias, code, id, IRI or ``label @ place``, and who is new."""

from __future__ import annotations

import pytest

from aidgraph.errors import Problem, Where
from aidgraph.kinds import vocabulary
from aidgraph.model import Party
from aidgraph.resolve.directory import AmbiguousNameError, Directory, canonical_code, kind_of
from aidgraph.terms import KIND, LEVEL
from made import BASE

WORDS = vocabulary()
ROW = Where("t.csv", 7, "to")


def place(name: str, level: str, around: str = "", **more: str) -> Party:
    labels = (("en", more.pop("en")), ("zh", name)) if "en" in more else (("zh", name),)
    iri = f"{BASE}{more.pop('key', name)}"
    return Party(iri=iri, is_place=True, labels=labels, kind=LEVEL + level, place=around and BASE + around, **more)


def institution(key: str, name: str, kind: str, at: str = "", **more: str) -> Party:
    acts_for = more.pop("acts_for", "")
    return Party(
        iri=BASE + key,
        is_place=False,
        labels=(("zh", name),),
        kind=KIND + kind,
        place=at and BASE + at,
        acts_for=acts_for and BASE + acts_for,
        **more,
    )


@pytest.fixture
def directory() -> Directory:
    """Two counties with a People's Hospital each, and some others."""
    made = Directory(BASE, "zh", WORDS)
    for party in (
        place("新疆维吾尔自治区", "Province", code="65", code_scheme="GB/T 2260"),
        place("喀什地区", "Prefecture", "新疆维吾尔自治区", code="653100", code_scheme="GB/T 2260"),
        place("英吉沙县", "County", "喀什地区", code="653123000000", code_scheme="GB/T 2260", en="Yengisar County"),
        place("莎车县", "County", "喀什地区"),
        place("乌恰镇", "Township", "英吉沙县"),
        place("济宁市", "Prefecture"),
        institution("h1", "人民医院", "Hospital", "英吉沙县"),
        institution("h2", "人民医院", "Hospital", "莎车县"),
        institution("s1", "第五中学", "School", "英吉沙县", identifier="s-5"),
        institution("s2", "英吉沙县第六中学", "School", "英吉沙县"),
        institution("e", "第五中学", "Enterprise", "莎车县"),
        institution("team", "援疆指挥部", "Authority", "英吉沙县", acts_for="济宁市"),
        institution("roam", "流动医院", "Hospital"),
        institution("region", "自治区医院", "Hospital", "新疆维吾尔自治区"),
        institution("aliased", "济宁医学院附属医院", "Hospital", "济宁市", aliases=("济医附院", "附院")),
    ):
        made.add(party)
    return made


FOUND = {
    "a label": ("济宁市", "济宁市"),
    "a label in another language": ("Yengisar County", "英吉沙县"),
    "another case": ("yengisar county", "英吉沙县"),
    "an alias": ("济医附院", "aliased"),
    "an id": ("s-5", "s1"),
    "a code": ("653100", "喀什地区"),
    "a code filled up with zeros": ("653123000000", "英吉沙县"),
    "a code without the zeros": ("653123", "英吉沙县"),
    "an IRI": (f"{BASE}h2", "h2"),
    "white space and width": (" 英吉沙县　第六中学", "s2"),
    "a place without its ending": ("莎车", "莎车县"),
    "an institution whose place lacks its ending": ("英吉沙第六中学", "s2"),
    "a label @ place": ("人民医院 @ 英吉沙县", "h1"),
    "a label @ place without spaces": ("人民医院@莎车", "h2"),
    "a label @ a place around": ("自治区医院 @ 新疆", "region"),
    "a label @ code": ("人民医院 @ 653123", "h1"),
    "a place @ place": ("乌恰镇 @ 喀什地区", "乌恰镇"),
    "nobody": ("第七中学", ""),
    "nobody there": ("人民医院 @ 济宁市", ""),
    "nobody in no place": ("人民医院 @ 火星", ""),
    "a place with another ending": ("乌恰乡", ""),
    "nothing before the at": ("@ 英吉沙县", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("cell", "key"), FOUND.values(), ids=FOUND)
def test_whom_a_cell_means(directory: Directory, cell: str, key: str) -> None:
    assert directory.find(cell) == (BASE + key if key else "")


def test_only_places_where_a_place_is_asked(directory: Directory) -> None:
    assert directory.find("英吉沙", places_only=True) == f"{BASE}英吉沙县"
    assert directory.find("第五中学", places_only=True) == ""
    assert directory.find(f"{BASE}h1", places_only=True) == ""


AMBIGUOUS = {
    "人民医院": "'人民医院' fits 2 parties: 人民医院 @ 英吉沙县, 人民医院 @ 莎车县",
    "人民医院 @ 喀什地区": "'人民医院 @ 喀什地区' fits 2 parties: 人民医院 @ 英吉沙县, 人民医院 @ 莎车县",
}


@pytest.mark.parametrize(("cell", "text"), AMBIGUOUS.items())
def test_a_name_that_fits_several_lists_them(directory: Directory, cell: str, text: str) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        directory.find(cell)
    assert str(caught.value) == text
    # each can be given as it is listed
    assert {directory.find(label) for label in caught.value.labels} == {f"{BASE}h1", f"{BASE}h2"}


def test_those_of_one_name_and_place_are_listed_by_id_or_iri(directory: Directory) -> None:
    directory.add(institution("h3", "人民医院", "HealthCentre", "英吉沙县", identifier="h-3"))
    with pytest.raises(AmbiguousNameError) as caught:
        directory.find("人民医院 @ 英吉沙县")
    assert caught.value.labels == [f"人民医院 @ 英吉沙县 ({BASE}h1)", "人民医院 @ 英吉沙县 (h-3)"]


def test_a_name_of_very_many_says_how_many_more(directory: Directory) -> None:
    for number in range(20):
        directory.add(place("朝阳镇", "Township", "济宁市", key=f"c{number}"))
    with pytest.raises(AmbiguousNameError, match=r"fits 20 parties: .* and 12 more$"):
        directory.find("朝阳镇")


SETTLED = {
    "the kind settles": ("第五中学", "School", "", "s1"),
    "a broader kind does": ("第五中学", "Education", "", "s1"),
    "the place settles": ("第五中学", "", "莎车县", "e"),
    "a place around does": ("第五中学", "School", "喀什地区", "s1"),
    "both": ("人民医院", "Hospital", "莎车县", "h2"),
    "the kind does not rule out the only one": ("第六中学 @ 英吉沙县", "Hospital", "", ""),
    "the place rules out who is elsewhere": ("人民医院", "Hospital", "济宁市", ""),
    "even the only one": ("济医附院", "", "英吉沙县", ""),
    "not who is of no place": ("流动医院", "", "英吉沙县", "roam"),
    "nor who is somewhere around": ("自治区医院", "", "英吉沙县", "region"),
    "nor who acts for it": ("援疆指挥部", "", "济宁市", "team"),
    "a place is inside another": ("英吉沙", "", "喀什地区", "英吉沙县"),
    "and not inside a third": ("英吉沙", "", "济宁市", ""),
}


@pytest.mark.parametrize(("cell", "kind", "at", "key"), SETTLED.values(), ids=SETTLED)
def test_kind_and_place_settle_whom_a_name_means(directory: Directory, cell: str, kind: str, at: str, key: str) -> None:
    found = directory.find(cell, kind=kind and KIND + kind, place=at and BASE + at)
    assert found == (BASE + key if key else "")


def test_a_kind_that_settles_nothing_leaves_several(directory: Directory) -> None:
    with pytest.raises(AmbiguousNameError):
        directory.find("人民医院", kind=f"{KIND}Hospital")


# -- newcomers


def test_a_newcomer_is_taken_in_with_a_warning_and_the_nearest(directory: Directory) -> None:
    iri = directory.newcomer("济宁医学院附属医院2", ROW)
    party = directory.parties[iri]
    assert (party.labels, party.kind, party.place, party.is_place) == (
        (("zh", "济宁医学院附属医院2"),),
        f"{KIND}Institution",
        "",
        False,
    )
    what = "'济宁医学院附属医院2' is in no list; taken in as a new institution (Institution)"
    assert directory.warnings == [f"t.csv:7:to: {what}; nearest: 济宁医学院附属医院"]
    assert directory.find("济宁医学院附属医院2") == iri


def test_a_newcomer_is_of_the_kind_and_place_given(directory: Directory) -> None:
    school = directory.parties[directory.newcomer("新学校", ROW, kind=f"{KIND}School", place=f"{BASE}济宁市")]
    assert (school.kind, school.place) == (f"{KIND}School", f"{BASE}济宁市")
    county = directory.parties[directory.newcomer("新县", ROW, kind=f"{LEVEL}County")]
    assert (county.is_place, county.kind) == (True, f"{LEVEL}County")
    at = directory.parties[directory.newcomer("人民医院 @ 乌恰镇", ROW)]
    assert (at.labels, at.place) == ((("zh", "人民医院"),), f"{BASE}乌恰镇")


def test_a_newcomer_somewhere_new_brings_that_in_too(directory: Directory) -> None:
    party = directory.parties[directory.newcomer("小学 @ 新村", ROW)]
    around = directory.parties[party.place]
    assert (around.labels, around.kind) == ((("zh", "新村"),), f"{LEVEL}Place")
    assert len(directory.warnings) == 2


def test_newcomers_of_one_name_kind_and_place_are_one(directory: Directory) -> None:
    assert directory.newcomer("新学校", ROW) == directory.newcomer("新学校", Where("u.csv", 2))
    assert directory.newcomer("新学校 @ 济宁市", ROW) != directory.newcomer("新学校 @ 莎车县", ROW)


def test_a_place_that_nobody_knows_is_new(directory: Directory) -> None:
    assert directory.place("济宁", ROW) == f"{BASE}济宁市"
    assert directory.parties[directory.place("曲阜市", ROW)].kind == f"{LEVEL}Place"
    assert len(directory.warnings) == 1


# -- what is said of one party in two places


def test_what_two_records_say_of_one_party_is_joined() -> None:
    made = Directory(BASE, "zh", WORDS)
    made.add(institution("x", "甲校", "School", aliases=("一",), url="https://example.org/1", specialties=("儿科",)))
    made.add(
        Party(
            iri=f"{BASE}x",
            is_place=False,
            labels=(("en", "School A"), ("zh", "甲小学")),
            kind=f"{KIND}School",
            aliases=("一", "二"),
            place=f"{BASE}p",
            identifier="x-1",
            url="https://example.org/2",
            specialties=("骨科", "儿科"),
        )
    )
    party = made.parties[f"{BASE}x"]
    assert party.labels == (("en", "School A"), ("zh", "甲校"))
    assert party.aliases == ("一", "甲小学", "二")
    assert (party.place, party.identifier, party.url) == (f"{BASE}p", "x-1", "https://example.org/1")
    assert party.specialties == ("儿科", "骨科")
    assert {made.find(name) for name in ("甲校", "甲小学", "School A", "二", "x-1")} == {f"{BASE}x"}


def test_a_label_is_in_the_first_language_else_the_first_there_is(directory: Directory) -> None:
    assert directory.label(f"{BASE}英吉沙县") == "英吉沙县"
    english = Directory(BASE, "en", WORDS, parties=directory.parties)
    assert english.label(f"{BASE}英吉沙县") == "Yengisar County"
    assert english.label(f"{BASE}莎车县") == "莎车县"


def test_places_that_lie_in_a_circle_end() -> None:
    made = Directory(BASE, "zh", WORDS)
    made.add(place("甲", "County", "乙"))
    made.add(place("乙", "County", "甲"))
    assert list(made.above(f"{BASE}甲")) == [f"{BASE}乙"]


def test_who_must_be_known_and_is_not_is_a_problem(directory: Directory) -> None:
    problem = directory.unknown("英吉沙线", Where("aidgraph.toml", 3), "place")
    assert str(problem) == "aidgraph.toml:3: no place '英吉沙线'; nearest: 英吉沙县"


# -- codes and kinds


@pytest.mark.parametrize(
    ("code", "scheme", "canonical"),
    [
        *(("650000", "GB/T 2260", "65"), ("653100", "GB/T 2260", "6531"), ("653123", "GB/T 2260", "653123")),
        *(("653123000000", "GB/T 2260", "653123"), ("653123101000", "GB/T 2260", "653123101")),
        *(("653123101", "GB/T 2260", "653123101"), ("370810", "GB/T 2260", "370810"), ("3700", "GB/T 2260", "37")),
        *(("650000", "", "650000"), ("650000", "ISO 3166", "650000"), ("", "GB/T 2260", "")),
    ],
)
def test_zeros_that_fill_a_code_up_do_not_count(code: str, scheme: str, canonical: str) -> None:
    assert canonical_code(code, scheme) == canonical


@pytest.mark.parametrize(
    ("cell", "level", "name"),
    [
        *(
            ("School", False, "School"),
            ("学校", False, "School"),
            ("SCHOOL", False, "School"),
            ("County", True, "County"),
        ),
        *(("县级", True, "County"), ("School", None, "School"), ("County", None, "County")),
        (f"{KIND}School", None, "School"),
    ],
)
def test_a_kind_or_level_by_name_label_or_iri(cell: str, level: object, name: str) -> None:
    kind = kind_of(WORDS, cell, ROW, level=None if level is None else bool(level))
    assert not isinstance(kind, Problem)
    assert kind.name == name


@pytest.mark.parametrize(
    ("cell", "level", "what", "near"),
    [
        ("Shool", False, "unknown kind 'Shool'", "School"),
        ("County", False, "unknown kind 'County'", ""),
        ("Conty", True, "unknown level 'Conty'", "County"),
    ],
)
def test_an_unknown_kind_or_level_lists_the_legal_ones(cell: str, level: object, what: str, near: str) -> None:
    problem = kind_of(WORDS, cell, ROW, level=bool(level))
    assert isinstance(problem, Problem)
    assert str(problem).startswith(f"t.csv:7:to: {what}; legal: ")
    assert ("School" in problem.legal.split(", ")) == (not level)
    if near:
        assert problem.nearest == near
