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
        ("最多40", [("40", "about")]),
        ("不超过30", [("30", "about")]),
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
        ("up to 40", [("40", "about")]),
        ("no more than 1,200", [("1200", "about")]),
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
        ("捐赠资金三百余万元。", [("funds", "3000000", "CNY", "at-least")]),
        ("为乡镇卫生院添置彩超等设备46台（套）。", [("builds", "46", "items", "exact")]),
        ("采购农副产品，金额1530万元。", [("procuresFrom", "15300000", "CNY", "exact")]),
        (
            "设立专家工作站2个，建成文化站7个。",
            [("founded", "2", "institutions", "exact"), ("builds", "7", "institutions", "exact")],
        ),
        ("吸引17家单位加入联盟。", [("memberOf", "17", "institutions", "exact")]),
        (
            "争取协作资金6850万元，实施项目41个，其中产业类项目17个。",
            [
                ("funds", "68500000", "CNY", "exact"),
                ("implements", "41", "projects", "exact"),
                ("implements", "17", "projects", "exact"),
            ],
        ),
        ("三所学校全年派出支教教师15人。", [("sendsStaffTo", "15", "people", "exact")]),
        ("县县结对56个。", [("twinnedWith", "56", "pairs", "exact")]),
        ("提供就业岗位5000余个。", [("aids", "5000", "posts", "at-least")]),
        ("采购苹果60余万斤。", [("procuresFrom", "600000", "jin", "at-least")]),
        ("组织医疗队6支赴沙岭县义诊。", [("serves", "6", "groups", "exact")]),
        ("新增床位200张。", [("builds", "200", "beds", "exact")]),
        ("援建的透析中心启用，床位24张。", [("builds", "24", "beds", "exact")]),
        ("医院总造价390万元。", [("builds", "3900000", "CNY", "exact")]),
        (
            "已有5批31名医务人员在此工作。",
            [("sendsStaffTo", "5", "sessions", "exact"), ("sendsStaffTo", "31", "people", "exact")],
        ),
        ("新建美育教室3间。", [("builds", "3", "rooms", "exact")]),
        ("新建车间4个。", [("builds", "4", "workshops", "exact")]),
        ("援建2个就业车间。", [("builds", "2", "workshops", "exact")]),
        ("共与沙岭县191名教师建立师徒关系。", [("mentors", "191", "people", "exact")]),
        ("Over 1,200 teachers were trained.", [("trains", "1200", "people", "at-least")]),
        ("The foundation donated some 300 computers to schools.", [("funds", "300", "items", "about")]),
        ("Forty pairs of schools have been twinned.", [("twinnedWith", "40", "pairs", "exact")]),
        (
            "The trust donated two syringe pumps, five incubators and 40 desks to the hospital.",
            [
                ("funds", "2", "items", "exact"),
                ("funds", "5", "items", "exact"),
                ("funds", "40", "items", "exact"),
            ],
        ),
        ("RMB 3 million was donated to the school.", [("funds", "3000000", "CNY", "exact")]),
        ("Fifteen schools have a partner abroad.", [("twinnedWith", "15", "institutions", "exact")]),
        ("The alliance has over 70 member schools.", [("memberOf", "70", "institutions", "at-least")]),
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
        "一对一帮带，两位校长签署对口帮扶协议，一行9人参加结对活动。",
        "接待游客2300人次。",
        "援助资金每户补助2万元，县均投入5187万元。",
        "计划投入1亿元建设实训楼。",
        "县城人口12万人，面积300平方公里。",
        "未选派12名教师支教。",
        "援建安居房惠及289户家庭。",
        "In 2023, support rose by 12 per cent.",
        "Each teacher mentors two or three colleagues for 12 months.",
        "The project helped 40 families and 12 couples.",
        "No 12 doctors were sent; the plan to train 40 nurses was cancelled.",
        "The hospital trains 300 nurses a year and is near the sea.",
        "Between 40 and 50 teachers were trained.",
        "The school trained 5–10 teachers in the town.",
        "More than half of the 40 teachers were trained.",
        "The trust planned to train 40 nurses.",
        "The trust has promised £3,000 for the school.",
    ],
)
def test_rates_dates_ratios_households_and_denials_are_no_totals(text: str) -> None:
    assert totals(text) == []


def test_a_total_stands_where_its_passage_says() -> None:
    text = "今年以来，组织农技推广类培训 300场\n次２．１２万人次。"
    for total in candidates(text).totals:
        assert "".join(text[total.passage.start : total.passage.end].split()) == "".join(total.passage.quote.split())
    assert [str(total.count) for total in candidates(text).totals] == ["300", "21200"]
