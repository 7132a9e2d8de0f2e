"""Chinese reports: names that the dictionary cuts wrongly, and the many ways of saying who helps whom."""

import pytest

from aidgraph.extract.candidates import candidates


def institutions(text: str) -> list[str]:
    return [party.name for party in candidates(text).parties if not party.is_place]


def places(text: str) -> list[str]:
    return [party.name for party in candidates(text).parties if party.is_place]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # signs that the dictionary joins to their neighbours
        ("沙岭县卫计局局长、青河市医院院长出席。", ["沙岭县卫计局", "青河市医院"]),
        ("在石城乡人民政府会议室举行。", ["石城乡人民政府"]),
        ("现由沙岭旗中医院负责。", ["沙岭旗中医院"]),
        ("沙岭县：经县人民政府同意，以县卫生健康委发布的为准。", ["沙岭县人民政府", "沙岭县卫生健康委"]),
        # signs that it cuts although they are a name
        ("城口中学和潮白医院开学。", ["城口中学", "潮白医院"]),
        ("办好学校，考上大学，带好徒弟。", []),
        ("由首都医科大学附属仁康医院负责。", ["首都医科大学附属仁康医院"]),
        ("南方师范大学来访。", ["南方师范大学"]),
        ("重庆市巴蜀江湾中学来访。", ["重庆市巴蜀江湾中学"]),
        # endings inside of endings
        ("青河省医师协会来访。", ["青河省医师协会"]),
        ("青河省委会同沙岭县教育局发文。", ["青河省委", "沙岭县教育局"]),
        ("民盟青河省委会新联会来访。", ["青河省委会新联会"]),
        ("沙岭县卫生计生局来访。", ["沙岭县卫生计生局"]),
        ("沙岭县人民政府办公室发文。", ["沙岭县人民政府办公室"]),
        # descriptions
        ("集团公司向沙岭县捐款，中资医院开诊。", []),
    ],
)
def test_institutions(text: str, expected: list[str]) -> None:
    assert institutions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青河市与沙岭市缔结为友好城市。", ["青河市", "沙岭市"]),
        ("青河公司与塔石乡下淤村结对。", ["塔石乡下淤村"]),
        ("那是一个小山村。", []),
        ("青河公司包保陡岗镇。", ["陡岗镇"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def edges(text: str) -> set[tuple[str, str, str]]:
    return {
        (item.relation, giver, taker)
        for item in candidates(text).candidates
        for giver in item.froms
        for taker in item.tos or item.froms[1:]
    }


SAID = [
    # who is meant again
    (
        "沙岭县中学教研周侧记\n青河市椒江中学与我校签订结对协议。",
        {("twinnedWith", "青河市椒江中学", "沙岭县中学")},
    ),
    ("石桥县教育局发布消息。\n青河市教育局选派21名教师到我县支教。", {("sendsStaffTo", "青河市教育局", "石桥县")}),
    (
        "青河市第一医院与沙岭县医院座谈。会上，双方签署医联体合作协议。",
        {("cooperatesWith", "青河市第一医院", "沙岭县医院")},
    ),
    (
        "青河一中与沙岭三中座谈多次。去年两校签订友好学校协议。",
        {("twinnedWith", "青河一中", "沙岭三中")},
    ),
    (
        "赣江水务集团有限公司定点帮扶沙岭县征村乡、大桥镇，向上述两地派驻工作队员5名。",
        {
            ("aids", "赣江水务集团有限公司", "沙岭县征村乡"),
            ("aids", "赣江水务集团有限公司", "大桥镇"),
            ("sendsStaffTo", "赣江水务集团有限公司", "沙岭县征村乡"),
            ("sendsStaffTo", "赣江水务集团有限公司", "大桥镇"),
        },
    ),
    (
        "沙岭县中医院退出平台，现由青河市松州医院为其提供影像诊断服务。",
        {("serves", "青河市松州医院", "沙岭县中医院")},
    ),
    # the names of a paper are no parties of what is said of it
    (
        "青河市医院与沙岭县医院签订了《青河市医院与石桥县医院医疗战略合作协议》。",
        {("cooperatesWith", "青河市医院", "沙岭县医院")},
    ),
    # chains, and what stands before or behind
    (
        "在青河一中帮扶沙岭一中、青河二中帮扶沙岭二中的基础上继续推进。",
        {("aids", "青河一中", "沙岭一中"), ("aids", "青河二中", "沙岭二中")},
    ),
    (
        "青河一中带沙岭一中，青河二中带沙岭二中。",
        {("mentors", "青河一中", "沙岭一中"), ("mentors", "青河二中", "沙岭二中")},
    ),
    ("沙岭县医院被确定为青河市医院的受援单位。", {("aids", "青河市医院", "沙岭县医院")}),
    (
        "沙岭县中学的操场、石桥小学的食堂，都是青河市援建的。",
        {("builds", "青河市", "沙岭县中学"), ("builds", "青河市", "石桥小学")},
    ),
    ("由青河慈善基金会捐赠的两台监护仪、一台CT运抵沙岭县医院。", {("funds", "青河慈善基金会", "沙岭县医院")}),
    ("作为青河教研联盟的牵头学校，沙岭中学开展活动。", {("leads", "沙岭中学", "青河教研联盟")}),
    (
        "沙岭县医院加入了青河医院牵头的鲁南专科联盟。",
        {("leads", "青河医院", "鲁南专科联盟"), ("memberOf", "沙岭县医院", "鲁南专科联盟")},
    ),
    (
        "沙岭县进安小学、川主小学，则由青河中学定期送教。",
        {("trains", "青河中学", "沙岭县进安小学"), ("trains", "青河中学", "川主小学")},
    ),
    ("青河市盐田区与沙岭县2024年度协作框架协议", {("cooperatesWith", "青河市盐田区", "沙岭县")}),
    ("沙岭县中学结对学校青河市中学的12位老师来访。", {("twinnedWith", "沙岭县中学", "青河市中学")}),
    ("青河医院同沙岭医院举行结对签约仪式。", {("twinnedWith", "青河医院", "沙岭医院")}),
    (
        "青河学院乡村观察\n来石桥县帮扶的研究院由学校运营，本校与沙岭县中学、大桥小学建立城乡学校共同体。",
        {("cooperatesWith", "青河学院", "沙岭县中学"), ("cooperatesWith", "青河学院", "大桥小学")},
    ),
    ("青河中学选派骨干教师8名到沙岭中学跟岗学习。", {("sendsStaffTo", "青河中学", "沙岭中学")}),
    ("青河建设公司已同大桥镇签约，其余单位还没有签约。", {("cooperatesWith", "青河建设公司", "大桥镇")}),
    ("青河医院与沙岭县政府举行健康共建签约仪式。", {("cooperatesWith", "青河医院", "沙岭县政府")}),
    # abroad, whatever the region and the town are called
    (
        "沙岭市、石桥市也分别与日本木原县绫沢町、意大利索劳拉市缔结为友好城市。",
        {("twinnedWith", "沙岭市", "日本木原县绫沢町"), ("twinnedWith", "石桥市", "意大利索劳拉市")},
    ),
    # what an enterprise is called for short, and villages that are called like other things
    (
        "青河市桑夏管业有限公司来访。桑夏管业与沙岭乡大源村、玛瑙村结对共建，为两村捐款4万元。",
        {
            ("aids", "青河市桑夏管业有限公司", "沙岭乡大源村"),
            ("aids", "青河市桑夏管业有限公司", "玛瑙村"),
            ("funds", "青河市桑夏管业有限公司", "沙岭乡大源村"),
            ("funds", "青河市桑夏管业有限公司", "玛瑙村"),
        },
    ),
    # what lies between a word and the place it is about
    ("青河市龙岗区民政局到我县城东镇开展对口帮扶工作。", {("counterpartAidTo", "青河市龙岗区民政局", "城东镇")}),
    (
        "青河中学与石桥中学对口帮扶签约仪式举行。青河市教育局支援石桥县教育局。",
        {("aids", "青河中学", "石桥中学"), ("aids", "青河市教育局", "石桥县教育局")},
    ),
    ("青河一中同石桥一中结对帮扶启动暨签约仪式举行。", {("twinnedWith", "青河一中", "石桥一中")}),
    (
        "沙岭医院加入青河医院主导的鲁南骨科联盟。",
        {("leads", "青河医院", "鲁南骨科联盟"), ("memberOf", "沙岭医院", "鲁南骨科联盟")},
    ),
    # the word for what one is to the other, and what was given
    ("青河医院的帮扶对象是大桥镇卫生院。", {("aids", "青河医院", "大桥镇卫生院")}),
    ("沙岭县医院作为青河市医院的对口支援医院，开展新技术。", {("aids", "青河市医院", "沙岭县医院")}),
    ("近三年来，青河医院在技术、人才等方面给予沙岭医院大力支持。", {("aids", "青河医院", "沙岭医院")}),
    ("沙岭一中迎来青河一中送教团队。", {("trains", "青河一中", "沙岭一中")}),
    ("青河市与沙岭县缔结友好市县。", {("twinnedWith", "青河市", "沙岭县")}),
    ("沙岭县中医院成为青河市中医院医联体成员单位。", {("cooperatesWith", "沙岭县中医院", "青河市中医院")}),
    (
        "由青河医院牵头的鲁南专科联盟成立，沙岭医院、石桥医院等15家医院成为首批成员。",
        {
            ("leads", "青河医院", "鲁南专科联盟"),
            ("memberOf", "沙岭医院", "鲁南专科联盟"),
            ("memberOf", "石桥医院", "鲁南专科联盟"),
        },
    ),
    # whoever stands beside 该院 is another
    (
        "青河市中医院新闻\n我院与沙岭县中医院签署医联体协议。我院每月派出3名专家到该院坐诊。",
        {
            ("cooperatesWith", "青河市中医院", "沙岭县中医院"),
            ("sendsStaffTo", "青河市中医院", "沙岭县中医院"),
        },
    ),
    (
        "青河医院是沙岭医院的对口支援单位。近日，该院再次派出5名专家到沙岭医院。",
        {("aids", "青河医院", "沙岭医院"), ("sendsStaffTo", "青河医院", "沙岭医院")},
    ),
    (
        "我县有两所学校结对，分别是沙岭一中与青河一中、沙岭二中与青河二中。",
        {("twinnedWith", "沙岭一中", "青河一中"), ("twinnedWith", "沙岭二中", "青河二中")},
    ),
    ("青河银行走进大桥镇中心小学，为孩子们送去书包200个。", {("funds", "青河银行", "大桥镇中心小学")}),
    ("青河大学附属医院的张医生是该院派往沙岭医院的副院长。", {("sendsStaffTo", "青河大学附属医院", "沙岭医院")}),
    ("青河市残联为沙岭县康复中心配备价值60万元的器材。", {("funds", "青河市残联", "沙岭县康复中心")}),
    # of two who agree, not both do what the next clause says
    (
        "青河学院与沙岭职业技术学校签订合作协议，选派12名教师赴石桥县任教。",
        {("cooperatesWith", "青河学院", "沙岭职业技术学校"), ("sendsStaffTo", "青河学院", "石桥县")},
    ),
    # who is higher helps: a district a county
    ("青河市盐田区医院同沙岭县医院签订对口支援协议。", {("aids", "青河市盐田区医院", "沙岭县医院")}),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_relations(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert edges(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # whom "our school" means is not said
        "青河一中与沙岭一中座谈。我校每年选派教师8名到石桥县中学支教。",
        "青河一中来访，我校与沙岭三中签订协议。",
        # three who help three: each its own, but which
        "青河一院、青河二院、青河三院对口帮扶沙岭医院、石桥医院、王店医院。",
        # what has been stopped, and papers about what should be done
        "因故，青河二院暂停向沙岭县医院派驻医师。",
        "青河市人民政府关于支持沙岭县发展的若干意见",
        # pupils are no staff, and who thanks has received
        "沙岭二中每年派遣20名学生到青河二中跟班学习。",
        "沙岭二中对青河二中的捐助表示感谢。",
        # the schools of two bureaux are not the bureaux
        "青河市教育局直属学校与沙岭市教育局直属学校结对帮扶。",
        # of three named nobody is one of two
        "青河一中、沙岭一中、石桥一中座谈。去年两校签订友好学校协议。",
    ],
)
def test_nobody_is_meant_where_nobody_can_be_told(text: str) -> None:
    assert edges(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the second middle school of the city is the one whose city the text has named
        ("深河市第三中学来到青河市第二中学。签约在市二中举行。", ["深河市第三中学", "青河市第二中学"]),
        ("青河七中与沙岭州雷波县黄琅中学签约。七中校长和黄琅中学校长出席。", ["青河七中", "沙岭州雷波县黄琅中学"]),
        ("青河医科大学附属第二医院开诊。青河附二医院派员。", ["青河医科大学附属第二医院"]),
        ("青河大学附属协和医院（沙岭协和医院）开诊，沙岭协和医院派员。", ["青河大学附属协和医院"]),
        ("青河市教育局直属学校开学。", ["青河市教育局"]),
        ("青河教育出版集团来访。", ["青河教育出版集团"]),
    ],
)
def test_institutions_by_less_than_their_names(text: str, expected: list[str]) -> None:
    assert institutions(text) == expected


def test_lists_under_headings_are_pairs() -> None:
    text = (
        "青河市、沙岭县结对学校名单\n\n1. 青河市第一中学——沙岭县第一中学\n2. 青河市第二中学——沙岭县民族中学\n\n"
        "村企结对情况：\n\n1. 青河建设有限公司——沙岭县大源村；\n2. 青河水务有限公司——沙岭县白塔村。\n\n"
        "下列学校拟结对：\n\n1. 青河市第三中学——沙岭县第三中学\n"
    )
    assert edges(text) == {
        ("twinnedWith", "青河市第一中学", "沙岭县第一中学"),
        ("twinnedWith", "青河市第二中学", "沙岭县民族中学"),
        ("aids", "青河建设有限公司", "沙岭县大源村"),
        ("aids", "青河水务有限公司", "沙岭县白塔村"),
    }


def test_a_university_and_what_stands_directly_behind_it_are_one_name() -> None:
    assert institutions("中南大学湘雅二医院开诊。") == ["中南大学湘雅二医院"]


def test_both_sides_are_not_two_of_a_list() -> None:
    assert edges("来访的有青河医院、沙岭医院和大桥医院的人。前身为江城医院、海城医院。双方签订合作协议。") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青河大学对口支援西岭傣族自治县。", ["西岭傣族自治县"]),
        ("青河水务集团派出驻村工作队进驻沙岭县大坪村。", ["沙岭县大坪村"]),
    ],
)
def test_places_of_any_people(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_what_an_institution_is_to_another_is_no_name() -> None:
    assert institutions("石桥县医院挂牌沙岭县中医院协作医院。") == ["石桥县医院", "沙岭县中医院"]


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("青河市与沙岭县共有14所学校结成对子。", "institutions", 14),
        ("青河市援建物流中心，总投资2600万元，占地45亩。", "mu", 45),
        ("两校教师共上公开课26节。", "courses", 26),
    ],
)
def test_totals(text: str, unit: str, count: int) -> None:
    assert (unit, count) in {(total.unit, total.count) for total in candidates(text).totals}
