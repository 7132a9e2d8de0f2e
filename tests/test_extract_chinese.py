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
