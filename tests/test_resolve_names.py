"""Names made comparable, and the index that finds whom a cell means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.resolve.names import NameIndex, normalise, stem, suffix, variants

ALIKE = [
    ("英吉沙县 第五中学", "英吉沙县第五中学"),
    ("英吉沙县\u3000第五中学", "英吉沙县第五中学"),
    ("ＮＯ．１　Ｓｃｈｏｏｌ", "No.1 school"),
    ("济宁（英吉沙）基地", "济宁(英吉沙)基地"),
    ("“文化润疆”工程", "文化润疆工程"),
    ("People’s Hospital", "Peoples Hospital"),
    ("济宁—英吉沙中心", "济宁-英吉沙中心"),
    ("First\n  School", "first school"),
    ("Ｓｔｒａßｅ", "STRASSE"),
    ("甲\u200b校\ufeff", "甲校"),
    ("\u202e甲校", "甲校"),
    ("école", "e\u0301cole"),
]
UNLIKE = [("第一中学", "第二中学"), ("First School", "FirstSchool"), ("甲校", "乙校"), ("乌恰镇", "乌恰乡")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_differ_only_in_writing_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_names_are_others(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@pytest.mark.parametrize(
    ("name", "short", "ending"),
    [
        *(("英吉沙县", "英吉沙", "县"), ("济宁市", "济宁", "市"), ("新疆维吾尔自治区", "新疆", "维吾尔自治区")),
        *(("塔什库尔干塔吉克自治县", "塔什库尔干塔吉克", "自治县"), ("yengisar county", "yengisar", " county")),
        # what is left must still be a name
        *(("县", "县", ""), ("沙县", "沙县", ""), ("city", "city", ""), ("", "", "")),
    ],
)
def test_the_ending_of_a_place(name: str, short: str, ending: str) -> None:
    assert (stem(name), suffix(name)) == (short, ending)


def test_an_institution_is_found_with_its_place_written_either_way() -> None:
    assert set(variants("英吉沙县第五中学", ["英吉沙县"])) == {"英吉沙第五中学", "英吉沙县第五中学"}
    assert set(variants("英吉沙第五中学", ["英吉沙县"])) == {"英吉沙第五中学", "英吉沙县第五中学"}
    assert list(variants("第五中学", ["英吉沙县"])) == []
    assert list(variants("英吉沙县", ["英吉沙县"])) == []


# -- the index

INDEX = NameIndex()
for key, names in {
    "county": ["英吉沙县", "Yengisar County", "653123"],
    "town": ["英吉沙镇"],
    "city": ["济宁市"],
    "region": ["新疆维吾尔自治区"],
    "street": ["古槐街道"],
    "bare": ["乌恰"],
    "village": ["萨罕乡"],
    "one": ["人民医院"],
    "two": ["人民医院", "县医院"],
    "loud": ["EXPO"],
    "quiet": ["Expo"],
}.items():
    INDEX.add(key, names)
INDEX.add("school", ["英吉沙县第五中学"], loose=["英吉沙第五中学"])

FOUND = {
    "英吉沙县": ["county"],
    "英吉沙": ["county", "town"],
    "653123": ["county"],
    "yengisar": ["county"],
    "YENGISAR  COUNTY": ["county"],
    "济宁": ["city"],
    "新疆": ["region"],
    "新疆自治区": ["region"],
    "古槐街道办事处": ["street"],
    "古槐": ["street"],
    "乌恰县": ["bare"],
    "人民医院": ["one", "two"],
    "县医院": ["two"],
    "英吉沙第五中学": ["school"],
    # as written goes before written otherwise
    "Expo": ["quiet"],
    "EXPO": ["loud"],
    "expo": ["loud", "quiet"],
    # another ending is another place
    "济宁县": [],
    "萨罕镇": [],
    "新疆省": [],
    "喀什": [],
    "": [],
}


@pytest.mark.parametrize(("cell", "keys"), FOUND.items())
def test_whom_a_cell_means(cell: str, keys: list[str]) -> None:
    assert sorted(INDEX.find(cell)) == sorted(keys)


def test_what_is_not_kept_does_not_end_the_search() -> None:
    assert INDEX.find("Expo", keep=lambda key: key != "quiet") == ["loud"]
    assert INDEX.find("英吉沙", keep=lambda key: key == "town") == ["town"]
    assert INDEX.find("人民医院", keep=lambda _: False) == []


def test_names_are_listed_as_they_were_written() -> None:
    index = NameIndex()
    index.add("a", ["ＡＢＣ", "甲 校"])
    assert list(index.names()) == ["ＡＢＣ", "甲 校"]
