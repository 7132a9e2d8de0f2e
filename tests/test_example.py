"""The example: what one report says of Jining and Yengisar, and what must not stand in it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import aidgraph
from aidgraph.api import Aid
from aidgraph.store.embedded import Rows

SOURCE = Path(__file__).parent.parent / "examples" / "jining-yengisar"
COLLEGES = ["济宁技师学院", "济宁职业技术学院", "济宁高级职业学校", "邹城高级职业技术学校"]
SCHOOLS = ["英吉沙县技工学校", "英吉沙县职业技术学校"]
CHARACTERS = 5285


@pytest.fixture(scope="module")
def aid(example: Path) -> Aid:
    return aidgraph.open(example)


def rows(aid: Aid, query: str) -> Rows:
    found = aid.query(query)
    assert isinstance(found, Rows)
    return found


def edges(aid: Aid, one: str, other: str) -> set[str]:
    """The relations with a direct edge from one party to another, by name."""
    query = (
        f'SELECT ?r {{ ?a aid:name "{one}" . ?b aid:name "{other}" . ?a ?r ?b . ?r skos:inScheme aid:RelationScheme }}'
    )
    return {row.r.rsplit("#", 1)[-1] for row in rows(aid, query)}


def test_it_holds_what_the_report_says(aid: Aid) -> None:
    counts = aid.build.counts
    assert (counts.institutions, counts.places, counts.partnerships) == (53, 28, 57)
    assert (counts.totals, counts.edges) == (59, 56)
    claims = rows(
        aid, "SELECT ?class (COUNT(?c) AS ?n) { ?c a aid:Claim ; aid:about ?x . ?x a ?class } GROUP BY ?class"
    )
    assert {class_.rsplit("#", 1)[-1]: number for class_, number in claims} == {
        "Partnership": 59,
        "ReportedTotal": 61,
    }
    assert counts.claims == 59 + 61


def test_thirteen_townships_have_nobody_as_far_as_is_known(aid: Aid) -> None:
    found = aid.gaps(kind="Township", place="英吉沙县")
    assert len(found) == 14
    assert {gap.answer for gap in found} == {"unknown"}
    assert all(gap.because.startswith("no list of partnerships claims to be complete for ") for gap in found)
    nothing, tied = found[:13], found[13]
    assert not any(gap.inside or gap.partners for gap in nothing)
    assert (tied.name, tied.partners) == ("乔勒潘乡", ())
    assert "tied only through what lies inside it: " in tied.because
    assert {(thing.name, thing.relation) for thing in tied.inside} == {
        ("乔勒潘乡卫生院", "sendsStaffTo"),
        ("乔勒潘乡卫生院", "serves"),
        ("生物技术改良盐碱地示范建设项目", "implements"),
        ("萨依拉克兰干村", "operatesIn"),
    }
    assert aid.roster_note(kind="Township", place="英吉沙县") == ""


def test_the_group_of_six_has_partners_and_no_direct_edges(aid: Aid) -> None:
    assert not any(edges(aid, one, other) for one in COLLEGES for other in SCHOOLS)
    assert not any(edges(aid, other, one) for one in COLLEGES for other in SCHOOLS)
    found = {gap.name: gap for gap in aid.gaps(relation="twinnedWith", kind="Education")}
    assert found["英吉沙县技工学校"].partners == tuple(COLLEGES)
    assert found["济宁技师学院"].partners == tuple(SCHOOLS)
    assert all("the source leaves open who is paired with whom" in found[name].because for name in COLLEGES + SCHOOLS)


@pytest.mark.parametrize(
    ("one", "other", "relations"),
    [
        ("新疆西域椒源", "英吉沙县", {"investedIn", "operatesIn", "relatedTo"}),
        ("缘疆农业", "英吉沙县", {"investedIn", "operatesIn", "relatedTo"}),
        ("济宁市", "英吉沙县", {"counterpartAidTo", "sendsStaffTo", "aids", "relatedTo"}),
        ("济宁一中", "英吉沙县第五中学", {"twinnedWith", "cooperatesWith", "relatedTo"}),
        ("嘉祥县职业中专", "英吉沙县中等职业技术学校", {"twinnedWith", "cooperatesWith", "relatedTo"}),
        ("济宁一中", "英吉沙县中等职业技术学校", set()),
        ("英吉沙县人民医院", "济医附院护理联盟", {"memberOf", "relatedTo"}),
        ("英吉沙县人民医院", "济宁医学院附属医院", {"alliedWith", "cooperatesWith", "relatedTo"}),
        ("济宁援疆医疗团队", "乔勒潘乡卫生院", {"serves", "sendsStaffTo", "aids", "relatedTo"}),
        ("百誉农业", "喀什地区花卉协会", {"founded", "relatedTo"}),
        ("安禾水产科技有限公司", "萨依拉克兰干村", {"operatesIn", "relatedTo"}),
    ],
)
def test_direct_edges(aid: Aid, one: str, other: str, relations: set[str]) -> None:
    assert edges(aid, one, other) == relations


def test_headquarters_lead_and_are_led_without_that_being_aid(aid: Aid) -> None:
    assert edges(aid, "济宁援疆指挥部", "中共济宁市委") == {"ledBy"}
    assert aid.gaps(kind="Authority")[0].answer == "unknown"


def test_every_claim_cites_the_report_with_a_position_and_without_its_text(aid: Aid) -> None:
    claims = rows(
        aid,
        """SELECT ?id ?start ?end ?quote { ?c a aid:Claim ; aid:statedIn/dcterms:identifier ?id .
           OPTIONAL { ?c aid:start ?start ; aid:end ?end } OPTIONAL { ?c aid:quote ?quote } }""",
    )
    assert len(claims) == 120
    assert {row.id for row in claims} == {"report-2023"}
    assert all(0 <= row.start < row.end <= CHARACTERS for row in claims)
    assert all(row.quote is None for row in claims)


def test_no_private_persons_households_or_couples(aid: Aid) -> None:
    units = {row.unit for row in rows(aid, "SELECT DISTINCT ?unit { ?c aid:unit ?unit }")}
    assert {"pairs", "people", "person-times", "sets"} <= units
    private = re.compile("household|famil|couple|户|家庭|夫妻|ethnic|族", re.IGNORECASE)
    assert not [unit for unit in units if private.search(unit)]
    kinds = {row.kind.rsplit("/", 1)[-1] for row in rows(aid, "SELECT DISTINCT ?kind { ?i aid:kind ?kind }")}
    assert "Institution" not in kinds
    assert not [kind for kind in kinds if private.search(kind)]


def test_look_alikes_are_reported_and_kept_apart(aid: Aid) -> None:
    twins = rows(aid, "SELECT ?name { ?x aid:possiblySameAs ?y ; aid:name ?name } ORDER BY ?name")
    assert [row.name for row in twins] == [
        "济宁—英吉沙干部政德教育培训中心",
        "济宁（英吉沙）干部政德教育基地",
        "英吉沙县中等职业技术学校",
        "英吉沙县职业技术学校",
    ]
    assert sum("may be the same as" in warning for warning in aid.build.warnings) == 2


def test_nothing_in_it_breaks_a_shape(aid: Aid) -> None:
    assert [finding for finding in aid.validate() if finding.severity == "violation"] == []


def test_its_readme_counts_the_rows_that_are_there() -> None:
    readme = (SOURCE / "README.md").read_text(encoding="utf-8")
    counted = dict(re.findall(r"^\| `(\S+\.csv)` \| (\d+) \|", readme, re.MULTILINE))
    assert {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.csv")} == set(counted)
    for name, number in counted.items():
        with (SOURCE / name).open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == int(number), name
