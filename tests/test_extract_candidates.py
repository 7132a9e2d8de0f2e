"""What is read from prose: who is linked with whom, in which words, and what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.extract.candidates import candidates
from aidgraph.extract.records import Extraction, Known
from aidgraph.read.mend import squeeze

Edge = tuple[str, tuple[str, ...], tuple[str, ...]]


def edges(text: str, *known: Known) -> list[Edge]:
    return [(c.relation, c.froms, c.tos) for c in candidates(text, known=known).candidates]


def edge(relation: str, froms: str, tos: str) -> Edge:
    return relation, tuple(froms.split("、")), tuple(tos.split("、")) if tos else ()


CHINESE = [
    # mutual: pair, chain of pairs, group, group without sides, respectively
    ("青河一中与沙岭县第三中学结对共建。", [("twinnedWith", "青河一中", "沙岭县第三中学")]),
    (
        "推动青河一中与沙岭县第三中学、青河二小与沙岭县城关小学等10对学校结对。",
        [("twinnedWith", "青河一中", "沙岭县第三中学"), ("twinnedWith", "青河二小", "沙岭县城关小学")],
    ),
    (
        "青河市技师学院、青河市卫生学校与沙岭县职业中专、沙岭县技工学校结对共建。",
        [("twinnedWith", "青河市技师学院、青河市卫生学校", "沙岭县职业中专、沙岭县技工学校")],
    ),
    (
        "青河一中、青河二中分别与沙岭一中、沙岭二中结为友好学校。",
        [("twinnedWith", "青河一中", "沙岭一中"), ("twinnedWith", "青河二中", "沙岭二中")],
    ),
    ("青河市人民医院与沙岭县中医院开通了远程会诊系统。", [("consultsRemotelyWith", "青河市人民医院", "沙岭县中医院")]),
    ("青河农业大学和沙岭县农业农村局签署了战略合作协议。", [("cooperatesWith", "青河农业大学", "沙岭县农业农村局")]),
    # active, passive, participial, place as donor
    ("青河市对口支援沙岭县。", [("counterpartAidTo", "青河市", "沙岭县")]),
    ("沙岭县人民医院在青河市中心医院的对口帮扶下，开展了新技术。", [("aids", "青河市中心医院", "沙岭县人民医院")]),
    ("在青河市的大力支持下，沙岭县第三中学建起了实验室。", [("aids", "青河市", "沙岭县第三中学")]),
    ("由青河市援建的沙岭县第三中学今年招生。", [("builds", "青河市", "沙岭县第三中学")]),
    ("沙岭县第三中学由青河市援建。", [("builds", "青河市", "沙岭县第三中学")]),
    ("青河市教育局下派的支教队员在沙岭县第三中学任教。", [("sendsStaffTo", "青河市教育局", "沙岭县第三中学")]),
    ("青河市人民医院选派5名医生到沙岭县卫生院坐诊。", [("sendsStaffTo", "青河市人民医院", "沙岭县卫生院")]),
    ("沙岭县福利院收到青河市慈善总会捐赠的被褥。", [("funds", "青河市慈善总会", "沙岭县福利院")]),
    (
        "青河市慈善总会向沙岭县福利院、沙岭县敬老院捐赠物资。",
        [("funds", "青河市慈善总会", "沙岭县福利院、沙岭县敬老院")],
    ),
    ("沙岭县人民医院选送12名护士到青河市人民医院进修。", [("trains", "青河市人民医院", "沙岭县人民医院")]),
    # institutions founded, led, joined
    (
        "由青河市中心医院牵头，联合沙岭县人民医院、沙岭县中医院组建了“青沙医疗联盟”。",
        [("leads", "青河市中心医院", "青沙医疗联盟"), ("memberOf", "沙岭县人民医院、沙岭县中医院", "青沙医疗联盟")],
    ),
    ("沙岭县人民医院加入青河市骨科专科联盟。", [("memberOf", "沙岭县人民医院", "青河市骨科专科联盟")]),
    (
        "青河市农科院与沙岭县农技推广中心共同成立了沙岭红枣研究院。",
        [("founded", "青河市农科院、沙岭县农技推广中心", "沙岭红枣研究院")],
    ),
    # enterprises
    ("青河绿源食品有限公司在沙岭县投资1.2亿元建厂。", [("investedIn", "青河绿源食品有限公司", "沙岭县")]),
    ("沙岭县商务局引进青河绿源食品有限公司。", [("broughtIn", "沙岭县商务局", "青河绿源食品有限公司")]),
    # names across clauses and sentences
    (
        "青河市人民医院选派5名医生赴沙岭县卫生院。一年来，医疗队帮助沙岭县卫生院建成了康复科。",
        [("sendsStaffTo", "青河市人民医院", "沙岭县卫生院"), ("aids", "青河市人民医院", "沙岭县卫生院")],
    ),
    ("石桥县中医院是青河市中医院的帮扶对象。", [("aids", "青河市中医院", "石桥县中医院")]),
    ("青河市是沙岭县的对口帮扶城市。", [("aids", "青河市", "沙岭县")]),
    ("作为沙岭县的对口支援单位，青河市中医院成绩突出。", [("aids", "青河市中医院", "沙岭县")]),
    ("沙岭县中医院是青河市中医院的托管医院。", [("operates", "青河市中医院", "沙岭县中医院")]),
    # what stands beside those who are linked: who tells it, a second name, a number of nameless ones
    (
        "记者从沙岭县卫生健康局获悉，由青河市中医院、青河市妇幼保健院分别帮扶沙岭县中医院和沙岭县妇幼保健院。",
        [("aids", "青河市中医院", "沙岭县中医院"), ("aids", "青河市妇幼保健院", "沙岭县妇幼保健院")],
    ),
    (
        "长河发展联盟由青河市第一人民医院、海州市第一医院（海州医学院附属医院）2家医院牵头发起。",
        [("leads", "青河市第一人民医院、海州市第一医院", "长河发展联盟")],
    ),
    (
        "沙岭县卫生院、石桥镇卫生院由青河市中医院和青河市妇幼保健院一对一帮带。",
        [("mentors", "青河市中医院", "沙岭县卫生院"), ("mentors", "青河市妇幼保健院", "石桥镇卫生院")],
    ),
    # other words and frames
    (
        "在青河区教体局的牵线下，青河市紫琅小学同沙岭县石头小学签下共建协议。",
        [("twinnedWith", "青河市紫琅小学", "沙岭县石头小学")],
    ),
    ("青河市肿瘤专科联盟吸收沙岭县人民医院为成员。", [("memberOf", "沙岭县人民医院", "青河市肿瘤专科联盟")]),
    ("对口支援沙岭县人民医院的，是青河市第一人民医院。", [("aids", "青河市第一人民医院", "沙岭县人民医院")]),
    ("沙岭县妇幼保健院与青河市妇幼保健院“牵手”。", [("twinnedWith", "沙岭县妇幼保健院", "青河市妇幼保健院")]),
    ("青河农林大学的3名教授驻在沙岭县苹果试验站指导果农。", [("mentors", "青河农林大学", "沙岭县苹果试验站")]),
    ("青河市慈善总会捐给沙岭县的京兆小学和石头小学一批课桌。", [("funds", "青河市慈善总会", "京兆小学、石头小学")]),
    ("沙岭县教育局组织30名校长到青河师范学校参加为期两周的培训。", [("trains", "青河师范学校", "沙岭县教育局")]),
    (
        "青河市慈善基金会出资30万元，在沙岭县木禾镇建起了图书室。",
        [("funds", "青河市慈善基金会", "沙岭县木禾镇")],
    ),
    (
        "青河农业大学与沙岭县还在成果转化、人才供应等方面签定了框架协议。",
        [("cooperatesWith", "青河农业大学", "沙岭县")],
    ),
    ("青河一中与沙岭一中举行座谈，双方签署了合作协议。", [("cooperatesWith", "青河一中", "沙岭一中")]),
    ("在沙岭县第三中学，青河市选派的教师开展支教。", [("sendsStaffTo", "青河市", "沙岭县第三中学")]),
    (
        "青河二小结对沙岭县城关小学，青河一中结对沙岭一中。",
        [("twinnedWith", "青河二小", "沙岭县城关小学"), ("twinnedWith", "青河一中", "沙岭一中")],
    ),
    ("结对学校：青河一中—沙岭一中。", [("twinnedWith", "青河一中", "沙岭一中")]),
    ("青河一中赴沙岭一中开展结对帮扶活动。", [("twinnedWith", "青河一中", "沙岭一中")]),
    ("青河市人民医院向沙岭县人民医院提供全面对口支援。", [("aids", "青河市人民医院", "沙岭县人民医院")]),
    ("青河大学在定点帮扶国家级贫困县沙岭县期间成效显著。", [("aids", "青河大学", "沙岭县")]),
    ("组团式帮扶沙岭县医院的青河市人民医院收到锦旗。", [("mentors", "青河市人民医院", "沙岭县医院")]),
    ("青河市向沙岭县支援帮扶资金4486万元。", [("funds", "青河市", "沙岭县")]),
    ("青河市人民医院医生张某到沙岭县人民医院挂职。", [("sendsStaffTo", "青河市人民医院", "沙岭县人民医院")]),
    ("青河市人民医院接收沙岭县人民医院10名护士进修。", [("trains", "青河市人民医院", "沙岭县人民医院")]),
    (
        "青河市人民医院通过远程会诊系统为沙岭县人民医院诊断疑难病例。",
        [("consultsRemotelyWith", "青河市人民医院", "沙岭县人民医院")],
    ),
    ("沙岭县人民医院与青河市人民医院建立医联体关系。", [("cooperatesWith", "沙岭县人民医院", "青河市人民医院")]),
    ("青河绿源食品有限公司投资1.2亿元在沙岭县建设加工厂。", [("investedIn", "青河绿源食品有限公司", "沙岭县")]),
    (
        "青河市组建4支医疗队，派驻沙岭县人民医院。",
        [("sendsStaffTo", "青河市", "沙岭县人民医院")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CHINESE, ids=[text for text, _ in CHINESE])
def test_chinese_sentences(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert edges(text) == [edge(*item) for item in expected]


ENGLISH = [
    ("Ash School has been twinned with Elm School since 2019.", [("twinnedWith", "Ash School", "Elm School")]),
    (
        "Ash School is twinned with Elm School, Oak School with Fir School, and Bay School with Fig School.",
        [
            ("twinnedWith", "Ash School", "Elm School"),
            ("twinnedWith", "Bay School", "Fig School"),
            ("twinnedWith", "Oak School", "Fir School"),
        ],
    ),
    (
        "Ash School and Oak School were paired with Elm School and Fir School respectively.",
        [("twinnedWith", "Ash School", "Elm School"), ("twinnedWith", "Oak School", "Fir School")],
    ),
    (
        "A remote consultation service between the Ash Hospital and the Elm Clinic runs daily.",
        [("consultsRemotelyWith", "Ash Hospital", "Elm Clinic")],
    ),
    (
        "Norfolk General Hospital sent 12 surgeons to Kandi Hospital.",
        [("sendsStaffTo", "Norfolk General Hospital", "Kandi Hospital")],
    ),
    (
        "Kandi Hospital receives two doctors from Norfolk General Hospital.",
        [("sendsStaffTo", "Norfolk General Hospital", "Kandi Hospital")],
    ),
    (
        "St. Mary's Hospital is supported by the Marsh Foundation.",
        [("aids", "Marsh Foundation", "St. Mary's Hospital")],
    ),
    (
        "With help from Leeds University, Kandi College opened a laboratory.",
        [("aids", "Leeds University", "Kandi College")],
    ),
    (
        "A ward at Wasso Health Centre was built by the Harrow Foundation.",
        [("builds", "Harrow Foundation", "Wasso Health Centre")],
    ),
    (
        "Kolo School received 300 computers from Brightwater Dairy Ltd.",
        [("funds", "Brightwater Dairy Ltd", "Kolo School")],
    ),
    (
        "The Northern Hospital Alliance, led by Norfolk General Hospital, met in May.",
        [("leads", "Norfolk General Hospital", "Northern Hospital Alliance")],
    ),
    (
        "Brightwater Dairy Ltd invested 2 million dollars in Anding County.",
        [("investedIn", "Brightwater Dairy Ltd", "Anding County")],
    ),
    # relative clauses, fronted and trailing participles, apposition
    (
        "Ash School, which has been paired with Elm School since 2011, held a fair.",
        [("twinnedWith", "Ash School", "Elm School")],
    ),
    (
        "Twinned with Elm School since 2009, Ash School writes letters to the children.",
        [("twinnedWith", "Ash School", "Elm School")],
    ),
    ("Ash School's partner school, Elm School, is in the hills.", [("twinnedWith", "Ash School", "Elm School")]),
    (
        "Students of Ash School visited Elm School, their partner school in Kenya.",
        [("twinnedWith", "Ash School", "Elm School")],
    ),
    (
        "Ash School, sponsored by Brightwater Dairy Ltd, won the cup.",
        [("funds", "Brightwater Dairy Ltd", "Ash School")],
    ),
    ("Ash School in Kent, England, is twinned with Elm School.", [("twinnedWith", "Ash School", "Elm School")]),
    ("Kenya's Elm School is twinned with Ash School.", [("twinnedWith", "Elm School", "Ash School")]),
    # nouns
    ("Ford Hospital's link with Kale Hospital began in 2012.", [("cooperatesWith", "Ford Hospital", "Kale Hospital")]),
    (
        "Ford Hospital works closely with Kale Hospital to improve care.",
        [("cooperatesWith", "Ford Hospital", "Kale Hospital")],
    ),
    (
        "Ford University, in collaboration with Kale College, ran a course.",
        [("cooperatesWith", "Ford University", "Kale College")],
    ),
    (
        "The video link connects Ford Hospital with Kale Hospital.",
        [("consultsRemotelyWith", "Ford Hospital", "Kale Hospital")],
    ),
    (
        "The Northern Hospital Alliance includes Ford Hospital and Kale Hospital.",
        [("memberOf", "Ford Hospital、Kale Hospital", "Northern Hospital Alliance")],
    ),
    # towns
    ("Elmton is a sister city of Oakby.", [("twinnedWith", "Elmton", "Oakby")]),
    ("Elmton's twin towns are Oakby in France and Ashberg in Germany.", [("twinnedWith", "Elmton", "Oakby、Ashberg")]),
    # gifts and staff
    (
        "A donation of beds from the Ford Trust reached Kale Hospital in June.",
        [("funds", "Ford Trust", "Kale Hospital")],
    ),
    ("An ambulance was donated to Kale Hospital by the Ford Trust.", [("funds", "Ford Trust", "Kale Hospital")]),
    ("The Ford Trust donated beds, worth £12,000, to Kale Hospital.", [("funds", "Ford Trust", "Kale Hospital")]),
    ("Kale Hospital was enlarged with money from the Ford Trust.", [("funds", "Ford Trust", "Kale Hospital")]),
    (
        "Elmton County, to which the Ford Trust has donated £64,000, is in the north.",
        [("funds", "Ford Trust", "Elmton County")],
    ),
    (
        "Three doctors from Ford Hospital are working at Kale Hospital.",
        [("sendsStaffTo", "Ford Hospital", "Kale Hospital")],
    ),
    ("Ford Hospital supports the work of Kale Hospital.", [("aids", "Ford Hospital", "Kale Hospital")]),
    # whose the verb is: not that of the party next to it
    ("The Marsh Trust, based at Ford University, supports Kale Hospital.", [("aids", "Marsh Trust", "Kale Hospital")]),
    ("Kale Hospital, like Ford Hospital, is supported by the Marsh Trust.", [("aids", "Marsh Trust", "Kale Hospital")]),
    (
        "Ash School is twinned with Elm School and with Oak School.",
        [("twinnedWith", "Ash School", "Elm School、Oak School")],
    ),
    (
        "Ford Hospital opened in May and sent two nurses to Kale Hospital.",
        [("sendsStaffTo", "Ford Hospital", "Kale Hospital")],
    ),
    (
        "Ford Hospital gave books to Ash School, which supports Oak School.",
        [("funds", "Ford Hospital", "Ash School"), ("aids", "Ash School", "Oak School")],
    ),
    (
        "Northmoor General Hospital opened in May. In June Northmoor General sent two nurses to Kale Hospital.",
        [("sendsStaffTo", "Northmoor General Hospital", "Kale Hospital")],
    ),
    (
        "Kale Hospital opened in May. It was built by the Ford Trust.",
        [("builds", "Ford Trust", "Kale Hospital")],
    ),
    (
        "Marsh NHS Trust met in May. Nurses from the Trust trained the midwives of Kale Hospital.",
        [("trains", "Marsh NHS Trust", "Kale Hospital")],
    ),
    (
        "Elmton High School met in May. Then Elmton sent 20 computers to Oak School and Elmton Press Ltd.",
        [("funds", "Elmton High School", "Oak School、Elmton Press Ltd")],
    ),
    (
        "Ash School is paired with Elm School; Oak School with Fir School.",
        [("twinnedWith", "Ash School", "Elm School"), ("twinnedWith", "Oak School", "Fir School")],
    ),
    (
        "The Link Trust funded desks for Ash School and a water tank for Elm School.",
        [("funds", "Link Trust", "Ash School、Elm School")],
    ),
    ("The Marsh Club equipped the maternity ward of Kale Hospital.", [("funds", "Marsh Club", "Kale Hospital")]),
    ("Ash School and Elm School exchange students every year.", [("cooperatesWith", "Ash School", "Elm School")]),
    # an exchange begun, a second sister city, and what a link brings together
    (
        "Elm College has begun a student exchange with Oak High School.",
        [("cooperatesWith", "Elm College", "Oak High School")],
    ),
    (
        "The Elm Health Link brings together Elm Infirmary and Oak Hospital.",
        [("cooperatesWith", "Elm Infirmary", "Oak Hospital")],
    ),
    (
        "A group from Elm Bay came back from Osaki, the Japanese city with which it has been a sister city since 1994.",
        [("twinnedWith", "Elm Bay", "Osaki")],
    ),
    (
        "The council of Elm Bay in Wales met. Elm Bay has a second sister city, Port Ellison in Canada.",
        [("twinnedWith", "Elm Bay", "Port Ellison")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english_sentences(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert edges(text) == [edge(*item) for item in expected]


NO_EDGE = [
    "青河市与沙岭县完成结对学校40对，培训教师1600余人次。",
    "青河市12所学校与沙岭县10所学校结对。",
    "青河市累计选派490名干部人才，开展义诊31次，惠及群众3160余人次。",
    "多家医院与当地卫生院建立了帮扶关系。",
    "青河一小与沙岭二小的36对孩子结成对子。",
    "青河市青山区与沙岭县共有14所学校结成对子。",
    "青河市人民医院帮助沙岭县患者王某完成手术。",
    "青河市副市长率团到沙岭县考察对口帮扶工作。",
    "在沙岭县第一中学的操场上，青河一中的同学们与当地学生手拉手做游戏。",
    "青河市地处平原。去年以来，119个村党支部创办了沙岭县木禾合作社。",
    "青河市林业局召开会议。1月25日，乡村振兴学院与沙岭县坂东镇联合举办座谈会。",
    "申请“爱心教室”项目，为沙岭县第三中学提供图书。",
    "青河新世纪爱心会为沙岭县第三中学捐建教学楼。",
    "青河市召开会议，学习贯彻对口支援沙岭县工作会议精神。",
    "More than 40 schools were twinned and 1,200 teachers were trained.",
    "Local schools were paired with schools in other villages.",
    "Elm School met in May. Parents donated £500 to Kale Hospital.",
    "The two schools are twinned and the pupils of both are glad.",
    "Elm School met in May. The mayor thanked the parents and sent books to Kale Hospital.",
    "A grant from the county to Ford University paid for the roof of Kale Hospital.",
    "Ford Hospital and Kale Hospital are both in Kent and their partnership with schools has grown.",
    "The Marsh Trust presented its report to Elmton County Council.",
    "Ford Hospital opened a new ward built by Kale Construction.",
    "The study of Ford Hospital by Dale University was supported by the Marsh Trust.",
    "Dr Lee, who taught at Elm School, now trains the teachers of Oak School.",
]


@pytest.mark.parametrize("text", NO_EDGE)
def test_no_edge_comes_from_numbers_and_descriptions(text: str) -> None:
    assert candidates(text).candidates == []


NEGATED = [
    ("青河市慈善总会未向沙岭县福利院捐赠物资。", "negated"),
    ("青河一中没有与沙岭县第三中学结对。", "negated"),
    ("青河一中与沙岭县第三中学的结对活动已被取消。", "negated"),
    ("青河一中原计划与沙岭县第三中学结对，但未能成行。", "negated"),
    ("有消息称青河一中与沙岭县第三中学结对共建。该消息不实。", "negated"),
    ("没有证据表明青河市慈善总会向沙岭县福利院捐赠了物资。", "negated"),
    ("建议青河一中与沙岭县第三中学结对。", "wish"),
    ("如果青河一中与沙岭县第三中学结对，将是好事。", "wish"),
    ("青河一中与沙岭县第三中学之间不存在结对关系。", "negated"),
    ("青河一中不是沙岭县第三中学的结对学校。", "negated"),
    ("沙岭县并非青河市的对口支援对象。", "negated"),
    ("沙岭县第三中学不是由青河市援建的。", "negated"),
    ("沙岭县中医院不再由青河市人民医院托管。", "negated"),
    ("沙岭县中医院退出青河市骨科专科联盟。", "negated"),
    ("青河市人民医院与沙岭县中医院之间无隶属或托管关系。", "negated"),
    ("青河市人民医院不承担对沙岭县中医院的对口支援任务。", "negated"),
    ("青河市人民医院否认与沙岭县中医院签订协议。", "negated"),
    ("青河市人民医院与沙岭县中医院合作协议到期后没有续签。", "negated"),
    ("青河绿源食品有限公司在沙岭县投资建厂的计划已经搁置。", "negated"),
    ("青河市慈善总会向沙岭县福利院捐赠物资的报道有误。", "negated"),
    ("有消息称青河市慈善总会向沙岭县福利院捐赠了物资。慈善总会对此予以否认。", "negated"),
    ("青河一中既没有与沙岭县第三中学结对，也没有选派教师到沙岭县第三中学支教。", "negated"),
    ("青河一中、青河二中均未与沙岭县第三中学、沙岭县第四中学结对。", "negated"),
    ("原定于5月举行的青河一中与沙岭一中结对仪式因故推迟。", "negated"),
    ("青河一中与沙岭一中的结对协议已到期，双方不再续约。", "negated"),
    ("青河一中曾与沙岭一中结对，2019年结束。", "negated"),
    ("青河一中捐赠给沙岭一中的电脑至今未到。", "negated"),
    ("青河二小和沙岭二小之间没有任何往来。", "negated"),
    ("青河市慈善总会向沙岭县福利院捐赠物资的消息有误，特此更正。", "negated"),
    ("沙岭县医院申请加入青河医疗联盟，被拒绝。", "negated"),
    ("沙岭县医院申请加入青河医疗联盟。", "wish"),
    ("青河一中愿意与沙岭县第三中学结对。", "wish"),
    ("青河一中计划与沙岭县第三中学结对共建。", "wish"),
    ("青河一中拟与沙岭县第三中学结对。", "wish"),
    ("下一步，青河一中将与沙岭县第三中学结对。", "wish"),
    ("青河一中将争取与沙岭县第三中学结对。", "wish"),
    ("青河一中正在与沙岭县第三中学洽谈合作。", "wish"),
    ("青河一中与沙岭县第三中学能结对吗？", "wish"),
    ("要推动青河一中与沙岭县第三中学结对。", "wish"),
    ("请青河市人民医院与沙岭县中医院尽快签订对口帮扶协议。", "wish"),
    ("青河市人民医院计划向沙岭县中医院选派5名医生。", "wish"),
    ("Ash School has not been twinned with Elm School.", "negated"),
    ("Ash School is no longer twinned with Elm School.", "negated"),
    ("There is no evidence that Ash School is twinned with Elm School.", "negated"),
    ("Ash School was to be twinned with Elm School, but the plan was called off.", "negated"),
    ("Ash School should be twinned with Elm School.", "wish"),
    ("The council hopes that Ash School is twinned with Elm School.", "wish"),
    ("Neither Ash School nor Oak School is twinned with Elm School.", "negated"),
    ("Ford Hospital has neither funded nor trained staff of Kale Hospital.", "negated"),
    ("Nobody at Ford Hospital trained nurses at Kale Hospital.", "negated"),
    ("None of the money donated by Ford Trust went to Kale Hospital.", "negated"),
    ("The partnership between Ford Hospital and Kale Hospital has ended.", "negated"),
    ("The partnership between Ford Hospital and Kale Hospital was never signed.", "negated"),
    ("The twinning of Ford Hospital with Kale Hospital lapsed in 2019.", "negated"),
    ("Talks about a partnership between Ash School and Elm School collapsed.", "negated"),
    ("Ford Hospital and Kale Hospital ended their partnership.", "negated"),
    ("Ford Hospital rejected a partnership with Kale Hospital.", "negated"),
    ("Ford Hospital lacks a partnership with Kale Hospital.", "negated"),
    ("Ford Hospital used to support Kale Hospital.", "negated"),
    ("Ford Hospital almost signed an agreement with Kale Hospital.", "negated"),
    ("The claim that Ford Trust funded Kale Hospital is wrong.", "negated"),
    ("The mayor dismissed reports that Ford Trust had donated £5,000 to Kale Hospital.", "negated"),
    ("Ford Hospital was said to have sent 12 nurses to Kale Hospital, but it had not.", "negated"),
    ("Ford Trust said it had in no way supported Kale Hospital.", "negated"),
    ("The Ford Trust gave nothing to Kale Hospital.", "negated"),
    ("Ash Council has no agreement with Elm City Council, the officers said.", "negated"),
    ("Ford Hospital sends no staff to Kale Hospital.", "negated"),
    ("Ford Hospital regrets that its twinning with Kale Hospital is over.", "negated"),
    ("Ash School and Elm School were twinned until 2012.", "negated"),
    ("Ash School lost its partner school, Elm School, in 2019.", "negated"),
    ("A partnership between Ford Hospital and Kale Hospital is planned.", "negated"),
    ("A twinning between Ash School and Elm School has been suggested.", "negated"),
    ("Ford Hospital had been due to send two doctors to Kale Hospital.", "wish"),
    ("Ash School plans to twin with Elm School.", "wish"),
    ("Ash School was to have been twinned with Elm School.", "wish"),
    ("Ford Trust is expected to fund Kale Hospital.", "wish"),
    ("Ford Trust has promised to fund Kale Hospital.", "wish"),
    ("Unless Ford Trust funds Kale Hospital, the ward has to close.", "wish"),
    ("Supposing Ford Trust funds Kale Hospital, the roof can be mended.", "wish"),
    ("Is Ash School twinned with Elm School?", "wish"),
    ("Under a plan put to councillors, Ford Hospital supports Kale Hospital.", "wish"),
    ("The agreement with Kale Hospital was voted down by the members.", "negated"),
    ("The partnership with Kale Primary School has lapsed, to the regret of the parents.", "negated"),
    ("青河一中与沙岭县第三中学结对了吗？", "wish"),
]


@pytest.mark.parametrize(("text", "reason"), NEGATED)
def test_what_is_denied_or_wished_is_refused_with_its_reason(text: str, reason: str) -> None:
    found = candidates(text)
    assert found.candidates == []
    assert reason in {refusal.reason for refusal in found.refused}
    refusal = next(refusal for refusal in found.refused if refusal.reason == reason)
    assert refusal.passage is not None
    assert text[refusal.passage.start : refusal.passage.end] == refusal.passage.quote


@pytest.mark.parametrize(
    "text",
    [
        "青河市慈善总会不远万里向沙岭县福利院捐赠物资。",
        "青河市慈善总会无偿向沙岭县福利院捐赠物资。",
        "青河市慈善总会不断向沙岭县福利院捐赠物资。",
        "青河市慈善总会自愿向沙岭县福利院捐赠物资，解除老人后顾之忧。",
        "沙岭县退出贫困县序列后，青河市慈善总会向沙岭县福利院捐赠物资。",
        "青河市慈善总会向沙岭县希望小学捐赠物资。",
        "Ash Foundation not only donated books to Elm School, it came to read them.",
        "Ash Foundation has no doubt donated books to Elm School.",
        "In May 2019 Ash Foundation donated books to Elm School.",
    ],
)
def test_words_that_only_look_like_denials_deny_nothing(text: str) -> None:
    assert [relation for relation, _, _ in edges(text)] == ["funds"]


def test_plans_are_announced() -> None:
    (found,) = candidates("青河一中将与沙岭县第三中学结对共建。").candidates
    assert found.status == "announced"


def test_a_list_that_goes_on_is_open() -> None:
    (found,) = candidates("青河市慈善总会向沙岭县福利院、沙岭县敬老院等捐赠物资。").candidates
    assert (found.open, found.group) == (True, "each")


def test_who_arranged_it_stands_in_via() -> None:
    (found,) = candidates("青河市教育局推动青河一中与沙岭县第三中学结对。").candidates
    assert found.via == ("青河市教育局",)


def test_a_group_leaves_its_pairing_open() -> None:
    (found,) = candidates("青河一中、青河二中与沙岭县第三中学结对。").candidates
    assert found.group == "unspecified"


def test_an_agreement_is_turned_the_way_help_goes_between_the_areas() -> None:
    text = "青河市人民医院选派5名医生到沙岭县人民医院。沙岭县中医院与青河市中医院签订了对口支援协议。"
    assert edges(text)[1] == ("aids", ("青河市中医院",), ("沙岭县中医院",))


def test_an_agreement_whose_direction_nobody_tells_is_refused() -> None:
    found = candidates("沙岭县中医院与青河县中医院签订了对口支援协议。")
    assert found.candidates == []
    assert [refusal.reason for refusal in found.refused] == ["direction"]


def test_a_giver_named_before_comes_with_a_second_passage() -> None:
    text = "Norfolk General Hospital sent 12 surgeons to Kandi Hospital. It also trained staff at Moyale Health Centre."
    found = candidates(text).candidates[1]
    assert (found.relation, found.froms, found.tos) == (
        "trains",
        ("Norfolk General Hospital",),
        ("Moyale Health Centre",),
    )
    (second,) = found.second
    assert "Norfolk General Hospital" in text[second.start : second.end]


def test_parties_of_a_workspace_are_found_by_every_name() -> None:
    hospital = Known(name="济宁医学院附属医院", kind="Hospital", names=("济医附院",), reference="https://example.org/h")
    found = candidates("济医附院选派5名医生到沙岭县卫生院。", known=[hospital])
    assert found.candidates[0].froms == ("济宁医学院附属医院",)
    party = next(party for party in found.parties if party.name == "济宁医学院附属医院")
    assert (party.reference, party.forms) == ("https://example.org/h", ("济医附院",))


@pytest.mark.parametrize(
    "text",
    [
        "Die Grundschule Ulm ist seit 2019 mit der Grundschule Linz verbunden und hat viele Briefe geschickt.",
        "川口市立第一中学校は、沙嶺県の学校と姉妹校になりました。とてもうれしいです。",
        "بۇ مەكتەپ يېڭىسار ناھىيەسىدە.",
        "12345 67890",
    ],
)
def test_a_text_in_another_language_yields_a_warning_and_nothing(text: str) -> None:
    found = candidates(text)
    assert (found.parties, found.candidates, found.totals) == ([], [], [])
    assert found.warnings


PIECES = [
    "青河一中",
    "沙岭县第三中学",
    "青河市",
    "与",
    "向",
    "结对共建",
    "捐赠",
    "等",
    "、",
    "，",
    "。",
    "\n",
    " ",
    "40对",
    "没有",
    "在",
    "下",
    "由",
    "的",
    "（",
    "）",
    "“",
    "”",
    "12名",
    "选派",
    "到",
    "Ash School",
    " sent ",
    "the ",
]


def check_offsets(text: str, found: Extraction) -> None:
    passages = [item.passage for item in found.candidates] + [item.passage for item in found.totals]
    passages += [second for item in found.candidates for second in item.second]
    passages += [item.passage for item in found.refused if item.passage is not None]
    for passage in passages:
        assert squeeze(text[passage.start : passage.end]) == squeeze(passage.quote)
    for party in found.parties:
        assert 0 <= party.start < party.end <= len(text)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_offsets_reproduce_their_quotes_in_whatever_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    check_offsets(text, candidates(text))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(CHINESE), st.integers(6, 24))
def test_line_breaks_change_nothing(case: tuple[str, list[tuple[str, str, str]]], width: int) -> None:
    text, expected = case
    wrapped = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    found = candidates(wrapped)
    assert [(c.relation, c.froms, c.tos) for c in found.candidates] == [edge(*item) for item in expected]
    check_offsets(wrapped, found)


@pytest.mark.parametrize(
    ("text", "found", "reasons"),
    [
        (
            "青河市妇女儿童医疗中心的专家来到沙岭县。该中心与沙岭县人民医院结对共建。",
            [("twinnedWith", ("青河市妇女儿童医疗中心",), ("沙岭县人民医院",))],
            [],
        ),
        (
            "青河市第一中学已同沙岭县第三中学签约。",
            [("cooperatesWith", ("青河市第一中学",), ("沙岭县第三中学",))],
            [],
        ),
        ("青河市第一中学尚未同沙岭县第三中学签约。", [], ["negated"]),
    ],
)
def test_a_centre_meant_again_and_agreements_signed_or_not(
    text: str, found: list[tuple[str, tuple[str, ...], tuple[str, ...]]], reasons: list[str]
) -> None:
    result = candidates(text)
    assert [(one.relation, one.froms, one.tos) for one in result.candidates] == found
    assert [one.reason for one in result.refused] == reasons


def test_who_is_named_in_the_sentence_that_ends_a_text_does_not_publish_it() -> None:
    text = """校际协作

沙岭县中学始建于1973年，是青河市对口支援沙岭县的学校。

2019年，青河市第一中学与我校签订结对帮扶协议。

2023年，在四川美术学院的帮助下，学校建成美育教室3间。
"""
    ends = {frozenset((*one.froms, *one.tos)) for one in candidates(text).candidates if one.relation == "twinnedWith"}
    assert ends == {frozenset({"青河市第一中学", "沙岭县中学"})}


@pytest.mark.parametrize("name", ["濛平县", "珩平镇", "蘅源市"])
def test_a_place_whose_first_character_is_no_word_is_not_cut(name: str) -> None:
    found = candidates(f"青河市第一中学与{name}第三中学结对共建。医生到{name}人民医院坐诊。")
    assert {party.name for party in found.parties} >= {f"{name}第三中学", f"{name}人民医院"}
