"""Names: institutions and places in prose, by rules that know no county."""

import pytest

from aidgraph.extract.candidates import candidates
from aidgraph.extract.records import Known
from aidgraph.extract.words import language_of, sentences


def names(text: str, *known: Known) -> list[tuple[str, str]]:
    return [(party.name, party.kind) for party in candidates(text, known=known).parties]


INSTITUTIONS = [
    ("六盘水市水城区人民医院今年扩建。", [("六盘水市水城区人民医院", "Hospital")]),
    ("推动济宁一中与英吉沙县第五中学交流。", [("济宁一中", "School"), ("英吉沙县第五中学", "School")]),
    ("由北京大学第三医院牵头。", [("北京大学第三医院", "Hospital")]),
    ("在乔勒潘乡卫生院推广中医药服务。", [("乔勒潘乡卫生院", "HealthCentre")]),
    (
        "沙岭县教育和体育局与青河市发展和改革委员会签约。",
        [("沙岭县教育和体育局", "Authority"), ("青河市发展和改革委员会", "Authority")],
    ),
    ("支持农业龙头企业百誉农业牵头。", [("百誉农业", "Enterprise")]),
    ("在齐鲁纺织、西荣服饰等企业开展宣讲。", [("齐鲁纺织", "Enterprise"), ("西荣服饰", "Enterprise")]),
    ("加入济宁市第一人民医院心血管内科专科联盟。", [("济宁市第一人民医院心血管内科专科联盟", "Alliance")]),
    ("共建“济宁—英吉沙干部政德教育培训中心”。", [("济宁—英吉沙干部政德教育培训中心", "TrainingCentre")]),
    ("打造济宁（英吉沙）干部政德教育基地。", [("济宁（英吉沙）干部政德教育基地", "TrainingCentre")]),
    ("组建了“宝都医疗联盟”。", [("宝都医疗联盟", "Alliance")]),
    ("在英吉沙县建设国学书院。", [("英吉沙县", "County"), ("国学书院", "CulturalInstitution")]),
    # places that the dictionary does not know, or cuts elsewhere
    (
        "青河市卫生健康局与木里县教育局签约。",
        [("青河市卫生健康局", "Authority"), ("木里县教育局", "Authority")],
    ),
    ("来到雨敞坪镇罗平希望小学。", [("雨敞坪镇罗平希望小学", "School")]),
    ("奔赴王店镇昌冯小学。", [("王店镇昌冯小学", "School")]),
    ("对口帮扶兴文县城西学校。", [("兴文县城西学校", "School")]),
    ("北京天坛医院派员，天坛医院开诊。", [("北京天坛医院", "Hospital")]),
    ("由织金市赣江医院派员。", [("织金市赣江医院", "Hospital")]),
    # branches, parts and less common endings
    ("青河医科大学第三附属（沙岭）医院派员。", [("青河医科大学第三附属（沙岭）医院", "Hospital")]),
    ("青河市外国语学校沙岭分校开学。", [("青河市外国语学校沙岭分校", "School")]),
    ("沙岭县供销合作社联合社负责运营。", [("沙岭县供销合作社联合社", "Cooperative")]),
    ("青河市新世纪慈善基金捐建了教学楼。", [("青河市新世纪慈善基金", "Foundation")]),
    ("青河市对口支援沙岭县前方指挥部协调资金。", [("青河市对口支援沙岭县前方指挥部", "AidHeadquarters")]),
    ("青河援疆工作组协调资金。", [("青河援疆工作组", "Team")]),
    ("青河市第一人民医院医疗集团成立。", [("青河市第一人民医院医疗集团", "Alliance")]),
    ("青河市中级人民法院与沙岭县检察院签约。", [("青河市中级人民法院", "Authority"), ("沙岭县检察院", "Authority")]),
    # a list that shares its head or its tail
    ("青河市第一、第二中学开学。", [("青河市第一中学", "School"), ("青河市第二中学", "School")]),
    ("沙岭县、石桥县人民医院开诊。", [("沙岭县人民医院", "Hospital"), ("石桥县人民医院", "Hospital")]),
    (
        "The First and Second Middle Schools met.",
        [("First Middle School", "School"), ("Second Middle School", "School")],
    ),
    (
        "The Ash, Elm and Oak Primary Schools met in the town.",
        [("Ash Primary School", "School"), ("Elm Primary School", "School"), ("Oak Primary School", "School")],
    ),
    # the place comes from the context
    ("青河市卫健委、市教育局与会。", [("青河市卫健委", "Authority"), ("青河市教育局", "Authority")]),
    # short names that the text itself explains
    (
        "青河医学院附属医院（以下简称青医附院）派出专家，青医附院的专家坐诊。",
        [("青河医学院附属医院", "Hospital")],
    ),
    ("青河市第一中学开学，青河一中的师生参加。", [("青河市第一中学", "School")]),
    ("深圳市宝安区人民医院开诊，宝安区人民医院派员。", [("深圳市宝安区人民医院", "Hospital")]),
    # a word of the dictionary behind a city, and a hospital of a university
    ("上海联明机械股份有限公司来了。", [("上海联明机械股份有限公司", "Enterprise")]),
    ("上海金桥出口加工区开发公司来了。", [("上海金桥出口加工区开发公司", "Enterprise")]),
    ("复旦大学附属浦东医院启用新楼。", [("复旦大学附属浦东医院", "Hospital")]),
    # English
    (
        "The Ministry of Health and the Kenya Red Cross Society met in the capital.",
        [("Ministry of Health", "Authority"), ("Kenya Red Cross Society", "Association")],
    ),
    (
        "Teachers' Day at St. Mary's School and at Marlow Vale School District.",
        [("St. Mary's School", "School"), ("Marlow Vale School District", "Authority")],
    ),
    ("Jinhai Garments Co., Ltd. opened in the town of the county.", [("Jinhai Garments Co., Ltd.", "Enterprise")]),
    # an "and" inside a name, and one between two
    (
        "Ashford & West Elmshire NHS Foundation Trust met the University Hospitals Oakby and Birchshire NHS Trust.",
        [
            ("Ashford & West Elmshire NHS Foundation Trust", "Health"),
            ("University Hospitals Oakby and Birchshire NHS Trust", "Health"),
        ],
    ),
    (
        "The Department of Health and Social Care's Marsh Fund is for the Oakby University Hospitals.",
        [
            ("Department of Health and Social Care", "Authority"),
            ("Marsh Fund", "Foundation"),
            ("Oakby University Hospitals", "Hospital"),
        ],
    ),
    # whose it is, and who speaks for it, are no part of a name
    ("It was Kenya's Elm School that the head of the school left.", [("Kenya", "Country"), ("Elm School", "School")]),
    (
        "Words from the University of Oakby President Dr. Ann Lee and Elm College Principal Bo Yu.",
        [("University of Oakby", "College"), ("Elm College", "College")],
    ),
    # initials, and endings written small
    ("The A.B. Marsh University was in the news.", [("A.B. Marsh University", "College")]),
    (
        "Teachers of Oakby primary school and Elm district hospital met in Qira county.",
        [("Oakby primary school", "School"), ("Elm district hospital", "Hospital"), ("Qira county", "County")],
    ),
    # the text says what it is
    (
        "The charity Sightline and Brightwater, a software company, are in the town.",
        [("Sightline", "Institution"), ("Brightwater", "Institution")],
    ),
    ("Brigham & Sons paid for the roof of the hall.", [("Brigham & Sons", "Enterprise")]),
    ("It was at Elm Hospital of Oak University in the north.", [("Elm Hospital of Oak University", "Hospital")]),
    ("The Education Bureau of Anding County is in the town.", [("Education Bureau of Anding County", "Authority")]),
]


@pytest.mark.parametrize(("text", "expected"), INSTITUTIONS, ids=[text for text, _ in INSTITUTIONS])
def test_institutions_are_found_by_their_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "当地医院和多所学校参加，10所中小学受益。",
        "各级卫生院、龙头企业和薄弱学校都来了。",
        "中学生和小学生参加了活动，学校长期坚持。",
        "双方签署了战略合作协议。",
        "铸牢中华民族共同体意识。",
        "医院院长和学校教师代表发言。",
        "充分发挥医联体的核心效能，创办了高等学校。",
        "省内学校、联谊学校和各县区都参加了，市属医院也来了。",
        "探索校企实训基地模式，10余所学校受益。",
        "Several schools and the local hospital took part in the day of the teachers.",
        "Last October the School was closed for the day.",
    ],
)
def test_descriptions_are_no_names(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支援新疆维吾尔自治区英吉沙县。", [("新疆维吾尔自治区英吉沙县", "County")]),
        ("支援新疆维吾尔自治区英吉沙县。英吉沙县群众受益。", [("英吉沙县", "County")]),
        ("在乔勒潘乡萨依拉克兰干村引入养虾技术。", [("乔勒潘乡萨依拉克兰干村", "Village")]),
        ("帮扶都安瑶族自治县，都安县群众受益。", [("都安瑶族自治县", "County")]),
        ("乡镇、社区和山区都已覆盖。", []),
        ("走进洛川县旧县镇。", [("洛川县旧县镇", "Township")]),
        ("帮扶木里县，走进皇城镇。", [("木里县", "County"), ("皇城镇", "Township")]),
        ("在沙岭县多所学校任教，沙岭县第一所高等学校落成。", [("沙岭县", "County")]),
        ("胡杨河市塔河南街西侧人来人往。", [("胡杨河市", "Prefecture")]),
        ("指导县里的医院和经济强镇发展。", []),
        (
            "Bungoma County and Kandi District are in the west of the country.",
            [("Bungoma County", "County"), ("Kandi District", "County")],
        ),
        # towns are known by whom they are twinned with, also in a list; a people or a road is no place
        (
            "Oakby is twinned with Marle, with Elmstadt in Germany and Bad Birk.",
            [
                ("Oakby", "Place"),
                ("Marle", "Place"),
                ("Elmstadt", "Place"),
                ("Germany", "Country"),
                ("Bad Birk", "Place"),
            ],
        ),
        (
            "The friendship charter between Oakby and Saint-Orme was signed.",
            [("Oakby", "Place"), ("Saint-Orme", "Place")],
        ),
        ("Guests of the American town went to French lessons in Elm Road.", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


def test_the_hospital_is_the_one_named_before() -> None:
    found = candidates("沙岭县人民医院今年扩建。该院收到青河市慈善总会捐赠的设备。")
    assert found.candidates[0].tos == ("沙岭县人民医院",)
    assert [second.quote for second in found.candidates[0].second] == ["沙岭县人民医院今年扩建"]


def test_the_hospital_of_elsewhere_is_another() -> None:
    text = "Marsh Hospital met in May. The hospital in Kandi was closed."
    (party, _) = candidates(text).parties
    assert len(party.mentions) == 1


def test_a_name_of_a_roster_wins_over_rules() -> None:
    known = Known(name="恒源手套", kind="Enterprise", names=("恒源手套厂",), reference="r")
    assert names("恒源手套厂向沙岭县福利院捐款。", known)[0] == ("恒源手套", "Enterprise")


def test_a_name_of_two_parties_of_a_roster_says_nothing() -> None:
    two = [Known(name=f"人民医院{at}", kind="Hospital", names=("县医院",), reference=str(at)) for at in range(2)]
    found = candidates("县医院向沙岭县福利院捐款。", known=two)
    assert "人民医院0" not in {party.name for party in found.parties}


def test_a_latin_name_is_not_found_inside_a_word() -> None:
    known = Known(name="Ash", kind="School", reference="r")
    assert names("The Ashes of the town were in the news, and so was Ash.", known) == [("Ash", "School")]


def test_projects_are_parties_only_where_somebody_carries_them_out() -> None:
    assert names("“青蓝工程”深入人心。") == []
    assert ("“户户通”广播工程", "Project") in names("沙岭县广播电视台实施了“户户通”广播工程。")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("济宁一中 NO.1", "zh"),
        ("The school of the town", "en"),
        ("Die Schule der Stadt", ""),
        ("学校です、とても", ""),
        ("", ""),
        ("123", ""),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_sentence_never_crosses_a_paragraph() -> None:
    text = "第一句。第二句；第三\n第四！”第五"
    assert [text[start:end] for start, end in sentences(text, language="zh")] == [
        "第一句。",
        "第二句；",
        "第三",
        "第四！”",
        "第五",
    ]
