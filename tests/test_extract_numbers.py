"""Numbers and totals: every number is right, with its unit and how exact it is meant."""

import pytest

from aidgraph.extract.candidates import candidates
from aidgraph.extract.numbers import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.12万", [("21200", "exact")]),
        ("２．１２万", [("21200", "exact")]),
        ("1600余", [("1600", "at-least")]),
        ("10余万", [("100000", "at-least")]),
        ("7万多", [("70000", "at-least")]),
        ("超3000", [("3000", "at-least")]),
        ("近2000", [("2000", "about")]),
        ("300左右", [("300", "about")]),
        ("三千五百", [("3500", "exact")]),
        ("一万二千三百零四", [("12304", "exact")]),
        ("两百多", [("200", "at-least")]),
        ("十二", [("12", "exact")]),
        ("1,234", [("1234", "exact")]),
        ("747.6万", [("7476000", "exact")]),
        ("6.8亿", [("680000000", "exact")]),
        ("三四级", []),
    ],
)
def test_chinese_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(number.value), number.bound) for number in numbers(text, language="zh")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 pupils", [("1200", "exact")]),
        ("more than 1,200", [("1200", "at-least")]),
        ("some 300", [("300", "about")]),
        ("nearly forty", [("40", "about")]),
        ("twenty-five", [("25", "exact")]),
        ("two hundred and six", [("206", "exact")]),
        ("4.5 million", [("4500000", "exact")]),
        ("£20,000", [("20000", "exact")]),
        ("50+", [("50", "at-least")]),
        ("three dozen", [("36", "exact")]),
    ],
)
def test_english_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(number.value), number.bound) for number in numbers(text, language="en")] == expected


Total = tuple[str, str, str, str]


def totals(text: str) -> list[Total]:
    return [(t.relation, str(t.count), t.unit or t.currency, t.bound) for t in candidates(text).totals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成结对学校40对。", [("twinnedWith", "40", "pairs", "exact")]),
        (
            "开展农技培训300场次2.12万余人次。",
            [("trains", "300", "sessions", "exact"), ("trains", "21200", "person-times", "at-least")],
        ),
        ("先后选派121名专业技术人员进疆。", [("sendsStaffTo", "121", "people", "exact")]),
        (
            "投入资金747.6万元，惠及学生1246名。",
            [("funds", "7476000", "CNY", "exact"), ("aids", "1246", "people", "exact")],
        ),
        (
            "开展义诊31次，惠及群众3160余人次。",
            [("serves", "31", "sessions", "exact"), ("aids", "3160", "person-times", "at-least")],
        ),
        ("实施帮扶项目42个。", [("aids", "42", "projects", "exact")]),
        ("改造大棚38座。", [("builds", "38", "items", "exact")]),
        ("捐赠图书近五千册。", [("funds", "5000", "items", "about")]),
        ("共与沙岭县191名教师建立师徒关系。", [("mentors", "191", "people", "exact")]),
        ("Over 1,200 teachers were trained.", [("trains", "1200", "people", "at-least")]),
        ("The foundation donated some 300 computers to schools.", [("funds", "300", "items", "about")]),
        ("Forty pairs of schools have been twinned.", [("twinnedWith", "40", "pairs", "exact")]),
        ("The charity gave £20,000 for the clinics.", [("funds", "20000", "GBP", "exact")]),
    ],
)
def test_totals(text: str, expected: list[Total]) -> None:
    assert totals(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "三四级手术上升61.36%，帮扶成效显著。",
        "对口支援工作始于2010年5月3日。",
        "1名援疆教师带2至3名徒弟，实施青蓝工程。",
        "第三批援建队伍进驻。",
        "县城人口12万人，面积300平方公里。",
        "未选派12名教师支教。",
        "援建安居房惠及289户家庭。",
        "In 2023, support rose by 12 per cent.",
        "Each teacher mentors two or three colleagues for 12 months.",
        "The project helped 40 families and 12 couples.",
        "No 12 doctors were sent; the plan to train 40 nurses was cancelled.",
    ],
)
def test_rates_dates_ratios_households_and_denials_are_no_totals(text: str) -> None:
    assert totals(text) == []


def test_a_total_stands_where_its_passage_says() -> None:
    text = "今年以来，组织农技推广类培训 300场\n次２．１２万人次。"
    for total in candidates(text).totals:
        assert "".join(text[total.passage.start : total.passage.end].split()) == "".join(total.passage.quote.split())
    assert [str(total.count) for total in candidates(text).totals] == ["300", "21200"]
