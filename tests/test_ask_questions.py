from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

import aidgraph
from aidgraph.api import Aid
from aidgraph.ask.questions import Question, question, questions
from aidgraph.errors import UnknownNameError, UsageError
from aidgraph.store.embedded import Rows, Value
from aidgraph.store.syntax import bound
from aidgraph.terms import PREFIXES
from counties import opened

REPORT = "奋力谱写济宁援疆工作新篇章"
HEADQUARTERS = "济宁援疆指挥部"
GROUP = (
    "英吉沙县技工学校; 英吉沙县职业技术学校 – 济宁技师学院; 济宁职业技术学院; 济宁高级职业学校; 邹城高级职业技术学校"
)


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    return opened(tmp_path_factory.mktemp("counties"))


@pytest.fixture(scope="module")
def report(example: Path) -> Aid:
    return aidgraph.open(example)


def told(aid: Aid, name: str, columns: str, parameters: dict[str, str]) -> list[tuple[Value, ...]]:
    rows = aid.ask(name, **parameters)
    assert isinstance(rows, Rows)
    return [tuple(getattr(row, column) for column in columns.split()) for row in rows]


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"),
    [
        (
            "allies",
            {"party": "英吉沙县人民医院"},
            "ally role alliance",
            [
                ("济宁医学院附属医院", "leads it", "济医附院心衰专科联盟"),
                ("济宁医学院附属医院", "leads it", "济医附院护理联盟"),
                ("济宁医学院附属医院", "leads it", "济医附院骨科专科联盟"),
                ("济宁市第一人民医院", "leads it", "济宁市第一人民医院心血管内科专科联盟"),
            ],
        ),
        (
            "arranged-by",
            {"party": HEADQUARTERS},
            "tie between source",
            [
                ("twinnedWith", "嘉祥县职业中专 – 英吉沙县中等职业技术学校", REPORT),
                ("twinnedWith", "济宁一中 – 英吉沙县第五中学", REPORT),
                ("twinnedWith", GROUP, REPORT),
            ],
        ),
        ("begun-by-year", {}, "year partnerships", [("2023", 2), ("not stated", 51)]),
        ("begun-by-year", {"relation": "结对共建"}, "year partnerships", [("2023", 2), ("not stated", 1)]),
        ("busiest", {"relation": "trains"}, "name recipients", [(HEADQUARTERS, 4)]),
        (
            "busiest",
            {"place": "济宁市"},
            "name where recipients",
            [("济宁市农业农村局", "济宁市", 1), ("济宁市卫健委", "济宁市", 1), ("济宁市教育局", "济宁市", 1)],
        ),
        (
            "common-partners",
            {"one": "济宁一中", "other": "英吉沙县职业技术学校"},
            "name tie_with_one tie_with_other",
            [(HEADQUARTERS, "cooperatesWith", "mentors")],
        ),
        (
            "counts",
            {},
            "tie between count unit bound passage",
            [
                (
                    "implements",
                    "安禾水产科技有限公司 → 生物技术改良盐碱地示范建设项目",
                    38,
                    "greenhouses",
                    None,
                    "char=1050,1102",
                ),
                ("mentors", f"{HEADQUARTERS} → 英吉沙县职业技术学校", 3, "majors", None, "char=3132,3163"),
                ("sendsStaffTo", "济宁市 → 英吉沙县", 490, "people", None, "char=1878,1900"),
                ("sendsStaffTo", "济宁市 → 英吉沙县", 121, "people", None, "char=1740,1765"),
                (
                    "implements",
                    f"{HEADQUARTERS} → “文化润疆户户通”定频广播工程",
                    80000,
                    "sets",
                    "at-least",
                    "char=3635,3669",
                ),
                ("builds", f"{HEADQUARTERS} → 英吉沙县人民医院新院区", 100000, "square metres", None, "char=2875,2939"),
            ],
        ),
        ("find", {"text": "county no"}, "name what where", [("英吉沙县第五中学", "School", "英吉沙县")]),
        ("find", {"text": "653123201207"}, "name what where", [("萨依拉克兰干村", "Village", "乔勒潘乡")]),
        ("find", {"text": "萨伊拉克"}, "name what where", [("萨依拉克兰干村", "Village", "乔勒潘乡")]),
        (
            "kind-counts",
            {"place": "济宁市"},
            "what institutions tied",
            [
                ("Authority", 5, 3),
                ("Alliance", 4, 4),
                ("School", 3, 3),
                ("VocationalSchool", 3, 3),
                ("Academy", 2, 2),
                ("College", 2, 2),
                ("Hospital", 2, 2),
            ],
        ),
        ("money", {}, "currency stands number amount", [("CNY", "as totals", 1, Decimal(7476000))]),
        (
            "nobody",
            {},
            "name what where",
            [
                ("中共济宁市委", "Authority", "济宁市"),
                ("喀什地委", "Authority", "喀什地区"),
                ("山东省援疆指挥部", "Authority", None),
                ("济宁市人民政府", "Authority", "济宁市"),
                ("第十一批济宁援疆干部人才团队", "Team", "英吉沙县"),
            ],
        ),
        (
            "nobody",
            {"kind": "Hospital", "relation": "合作"},
            "name",
            [],
        ),
        (
            "nobody",
            {"kind": "School", "relation": "twinnedWith", "place": "山东省"},
            "name",
            [("实验中学",), ("育才中学",)],
        ),
        (
            "only-open-groups",
            {},
            "name tie group",
            [
                (name, "twinnedWith", GROUP)
                for name in (
                    "济宁技师学院",
                    "济宁职业技术学院",
                    "济宁高级职业学校",
                    "英吉沙县技工学校",
                    "邹城高级职业技术学校",
                )
            ],
        ),
        (
            "partners",
            {"party": "济宁一中"},
            "partner tie direction since open",
            [
                (HEADQUARTERS, "cooperatesWith", "mutual", None, False),
                ("英吉沙县第五中学", "twinnedWith", "mutual", "2023", False),
            ],
        ),
        (
            "partners",
            {"party": "英吉沙县技工学校"},
            "partner tie open",
            [
                (name, "twinnedWith", True)
                for name in ("济宁技师学院", "济宁职业技术学院", "济宁高级职业学校", "邹城高级职业技术学校")
            ],
        ),
        (
            "passages",
            {"party": "济宁市", "partner": "英吉沙县"},
            "tie source passage file row review basis",
            [
                ("counterpartAidTo", REPORT, "char=5026,5053", "tables/partnerships.csv", 2, "accepted", "stated"),
                ("sendsStaffTo", REPORT, "char=1740,1765", "tables/partnerships.csv", 21, "accepted", "implied"),
                ("sendsStaffTo", REPORT, "char=1878,1900", "tables/partnerships.csv", 22, "accepted", "implied"),
            ],
        ),
        (
            "passages",
            {"party": "济宁一中"},
            "tie passage",
            [("cooperatesWith", "char=1473,1510"), ("twinnedWith", "char=2398,2450")],
        ),
        (
            "place-to-place",
            {},
            "one way other partnerships",
            [("济宁市", "to", "喀什地区", 20), ("喀什地区", "to", "济宁市", 4), ("济宁市", "with", "喀什地区", 3)],
        ),
        (
            "place-to-place",
            {"level": "Province", "relation": "counterpartAidTo"},
            "one way other partnerships",
            [("山东省", "to", "新疆维吾尔自治区", 1)],
        ),
        (
            "possible-duplicates",
            {},
            "name other where other_where",
            [
                ("济宁—英吉沙干部政德教育培训中心", "济宁（英吉沙）干部政德教育基地", "英吉沙县", "英吉沙县"),
                ("英吉沙县中等职业技术学校", "英吉沙县职业技术学校", "英吉沙县", "英吉沙县"),
            ],
        ),
        (
            "roster-coverage",
            {},
            "list complete listed tied without",
            [
                ("Institutions named in the report of 2023", False, 53, 48, 5),
                ("Places named in the report of 2023, with their division codes", False, 14, 6, 8),
                ("Statistics division codes 2023: townships of Yengisar County", True, 14, 0, 14),
            ],
        ),
        (
            "who-aids-whom",
            {"place": "乔勒潘乡"},
            "provider tie recipient",
            [
                ("济宁援疆医疗团队", "sendsStaffTo", "乔勒潘乡卫生院"),
                ("济宁援疆医疗团队", "serves", "乔勒潘乡卫生院"),
            ],
        ),
        ("who-aids-whom", {"relation": "对口支援"}, "provider recipient", [("济宁市", "英吉沙县")]),
        (
            "without-place",
            {},
            "name what",
            [
                ("安禾水产科技有限公司", "Enterprise"),
                ("山东省援疆指挥部", "Authority"),
                ("百誉农业", "Enterprise"),
                ("缘疆农业", "Enterprise"),
            ],
        ),
        ("without-name", {}, "name", []),
    ],
)
def test_answers_from_the_report(
    report: Aid, name: str, parameters: dict[str, str], columns: str, rows: list[tuple[Value, ...]]
) -> None:
    assert told(report, name, columns, parameters) == rows


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "number", "some"),
    [
        ("implied-only", {}, "tie between passage", 12, ("builds", "百誉农业 → 奥什海外仓", "char=762,779")),
        (
            "in-force",
            {"day": "2023"},
            "tie between since status",
            57,
            ("counterpartAidTo", "济宁市 → 英吉沙县", None, "active"),
        ),
        ("in-force", {"day": "2022-12-31"}, "tie between", 55, ("twinnedWith", GROUP)),
        (
            "open-lists",
            {},
            "tie between passage row",
            20,
            ("twinnedWith", "济宁一中 – 英吉沙县第五中学", "char=2398,2450", 24),
        ),
        ("relation-counts", {}, "tie label partnerships claims", 20, ("sendsStaffTo", "选派", 2, 3)),
        ("self-reported", {}, "tie between", 57, ("ledBy", f"{HEADQUARTERS} → 中共济宁市委")),
        (
            "sources",
            {},
            "id source issued speaks_for_a_party partnerships totals",
            6,
            ("report-2023", REPORT, "2023", True, 57, 59),
        ),
        (
            "totals",
            {},
            "tie from_ from_kind to to_kind count unit within",
            59,
            ("twinnedWith", "济宁市", "Education", "英吉沙县", "Education", 10, "pairs", "school-pairs-40"),
        ),
        ("unknown-start", {}, "tie between", 51, ("investedIn", "缘疆农业 → 英吉沙县")),
        ("unknown-start", {"relation": "twinnedWith"}, "tie between", 1, ("twinnedWith", GROUP)),
        ("without-name", {"language": "ug"}, "name what where", 81, ("英吉沙县", "County", "喀什地区")),
        ("who-aids-whom", {}, "provider tie recipient", 24, ("济宁市", "sendsStaffTo", "英吉沙县")),
        ("nobody", {"kind": "乡镇", "place": "英吉沙县"}, "name where", 14, ("乔勒潘乡", "英吉沙县")),
    ],
)
def test_long_answers_from_the_report(
    report: Aid, name: str, parameters: dict[str, str], columns: str, number: int, some: tuple[Value, ...]
) -> None:
    rows = told(report, name, columns.replace("from_ ", "_1 "), parameters)
    assert len(rows) == number
    assert some in rows


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"),
    [
        (
            "announced",
            {},
            "tie between announced",
            [("twinnedWith", "School Three – Late School", dt.date(2023, 12, 31))],
        ),
        (
            "begun-by-year",
            {"relation": "twinnedWith"},
            "year partnerships",
            [("2016", 2), ("2017", 1), ("2023", 1), ("not stated", 3)],
        ),
        (
            "busiest",
            {},
            "name recipients partnerships",
            [("Aid Office", 2, 2), ("Elm Clinic", 1, 1), ("School One", 1, 1), ("Ash College", 0, 1)],
        ),
        (
            "differing-dates",
            {},
            "between what first last",
            [("School One – Paired School", "since", dt.date(2017, 9, 1), dt.date(2018, 1, 1))],
        ),
        (
            "disputed",
            {},
            "between stance source quote passage row",
            [
                ("School Two → Trade School", "supports", "County gazette", None, None, 4),
                ("School Two → Trade School", "contradicts", "Office circular", None, None, 5),
                ("School One – Disputed School", "supports", "County gazette", None, "page=2", 2),
                ("School One – Disputed School", "contradicts", "Office circular", "not twinned any more", None, 3),
            ],
        ),
        (
            "ended",
            {"day": "2021"},
            "between since until",
            [("School Two – Stopped School", "2016", None), ("School Two – Past School", "2016", "2020-12")],
        ),
        ("ended", {"day": "2020-12-31"}, "between", []),
        (
            "implied-only",
            {},
            "between passage note",
            [("School Three – Implied School", "page=4", "by the sign at the gate")],
        ),
        (
            "money",
            {},
            "currency stands number amount",
            [("CNY", "as totals", 1, 9000), ("CNY", "with partnerships", 2, 750)],
        ),
        ("open-lists", {}, "tie between", [("sendsStaffTo", "Aid Office → County Hospital")]),
        (
            "rejected",
            {},
            "between source extractor row",
            [("School One – Rejected School", "County gazette", "table", 5)],
        ),
        (
            "self-reported",
            {},
            "tie between",
            [("funds", "Aid Office → Paired School"), ("sendsStaffTo", "Aid Office → County Hospital")],
        ),
        ("several-sources", {}, "between sources", [("School One – Paired School", 3), ("Bshire → Ashire", 2)]),
        ("several-sources", {"least": "3"}, "between sources", [("School One – Paired School", 3)]),
        ("under-review", {}, "between passage row", [("Proposed School – School One", "page=7", 4)]),
        (
            "unnamed-partners",
            {},
            "name tie direction partner_kind partner_place",
            [("Ash College", "mentors", "out", "Hospital", "Bshire")],
        ),
        (
            "partners",
            {"party": "Peer School 1"},
            "partner direction",
            [("Peer School 2", "mutual"), ("Peer School 3", "mutual")],
        ),
        ("partners", {"party": "Lonely School"}, "partner tie direction", [("School One", "mentors", "in")]),
        (
            "passages",
            {"party": "Rejected School"},
            "tie source review",
            [("twinnedWith", "County gazette", "rejected")],
        ),
        ("without-place", {}, "name", [("Wandering Theatre",)]),
        ("find", {"text": "liaison"}, "name", [("Aid Office",)]),
        ("find", {"text": "office-1"}, "name", [("Aid Office",)]),
        (
            "allies",
            {"party": "County Hospital @ Bshire"},
            "ally role alliance",
            [("County Hospital", "is a member", "Hospital Union")],
        ),
    ],
)
def test_answers_where_sources_differ(
    counties: Aid, name: str, parameters: dict[str, str], columns: str, rows: list[tuple[Value, ...]]
) -> None:
    assert told(counties, name, columns, parameters) == rows


NEEDED = {
    "party": "Paired School",
    "one": "Group School 1",
    "other": "Implied School",
    "day": "2020",
    "text": "school",
}


@pytest.fixture(scope="module")
def copy(counties: Aid) -> rdflib.Graph:
    """All graphs together in rdflib's own store."""
    dump = io.BytesIO()
    counties.store.dump(dump, "nt", graphs=counties.store.graphs())
    return rdflib.Graph().parse(data=dump.getvalue(), format="nt")


def plain(rows: Iterable[Iterable[object]]) -> list[tuple[str, ...]]:
    return [tuple("" if value is None else str(rdflib.Literal(value)) for value in row) for row in rows]


@pytest.mark.parametrize("asked", questions().values(), ids=lambda asked: asked.name)
def test_every_question_means_the_same_to_another_engine(counties: Aid, copy: rdflib.Graph, asked: Question) -> None:
    given = {p.name: NEEDED[p.name] for p in asked.parameters if not p.default}
    given |= {"level": "County"} if asked.name == "place-to-place" else {}
    values = asked.bind(given, parties=counties.parties, words=counties.workspace.vocabulary)
    terms = {name: term(value) for name, value in values.items()}
    theirs = copy.query(bound(asked.query, terms), initNs=PREFIXES)
    assert plain(theirs) == plain(counties.store.select(asked.query, bind=values))


def term(value: Value) -> str:
    if isinstance(value, str):
        return f"<{value}>" if value.startswith("http") else rdflib.Literal(value).n3()
    return rdflib.Literal(value).n3()


@pytest.mark.parametrize("asked", questions().values(), ids=lambda asked: asked.name)
def test_every_question_says_what_it_asks_and_answers_in_a_fixed_order(asked: Question) -> None:
    assert asked.asks.endswith(("?", "?)", ".)"))
    assert "ORDER BY" in asked.query
    assert all(f"?{parameter.name}" in asked.query for parameter in asked.parameters)


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("partners", {}, "partners needs --set party=... (whose partners are asked for)"),
        ("common-partners", {"one": "Aid Office"}, "common-partners needs --set other=... (the other)"),
        ("partners", {"party": "Aid Office", "partie": "x"}, "no parameter of partners 'partie'; nearest: party"),
        ("partners", {"party": "Aid Ofice"}, "no party 'Aid Ofice'; nearest: Aid Office"),
        ("partners", {"party": "County Hospital"}, "fits several: County Hospital @ Ashire; County Hospital @ Bshire"),
        ("nobody", {"place": "Aid Office"}, "no place 'Aid Office'"),
        ("nobody", {"kind": "Scool"}, "no kind 'Scool'; nearest: School"),
        ("nobody", {"relation": "mentor"}, "no relation 'mentor'; nearest: mentors"),
        ("in-force", {"day": "last year"}, "day='last year' is no date"),
        ("in-force", {"day": "*"}, "day='*' is no date"),
        ("several-sources", {"least": "two"}, "least='two' is no number"),
    ],
)
def test_a_wrong_parameter_is_told(counties: Aid, name: str, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        counties.ask(name, **parameters)
    assert message in str(raised.value)


def test_an_unknown_question_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no question 'parners'; nearest: partners"):
        question("parners")
