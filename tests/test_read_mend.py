"""Mending: what a layout broke is whole again, and every character still knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidgraph.read.mend import fold, mend, squeeze

SIGNS = "青河市第一人民医院与沙岭，。；“”（）、等12 3．０% ab-C.\n\n\n\r\t\u3000 \f"


@given(st.text(st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"])), max_size=300))
def test_every_character_maps_back_to_where_it_stood(source: str) -> None:
    mended = mend(source)
    assert len(mended.text) == len(mended.origin)
    assert list(mended.origin) == sorted(set(mended.origin))
    for character, at in zip(mended.text, mended.origin, strict=True):
        assert character == source[at] or (character in " \n" and source[at].isspace())


@given(st.text(st.sampled_from(SIGNS.replace("-", "")), max_size=200), st.data())
def test_a_passage_is_what_stands_there_white_space_aside(source: str, data: st.DataObject) -> None:
    mended = mend(source)
    if not mended.text:
        return
    start = data.draw(st.integers(0, len(mended.text) - 1))
    end = data.draw(st.integers(start + 1, len(mended.text)))
    first, last = mended.span(start, end)
    assert first < last <= len(source)
    same = squeeze(source[first:last]) == squeeze(mended.text[start:end])
    assert mended.is_whole(start, end) == same


@given(st.integers(8, 30))
def test_wrapping_at_any_width_gives_the_same_text(width: int) -> None:
    text = "青河市第一人民医院向沙岭县卫生院选派12名医生，开展义诊31次，惠及各族群众3160余人次，受到好评。"
    wrapped = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    assert mend(wrapped).text == text


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("各校派出青河市\n第一中学的教师", "各校派出青河市第一中学的教师"),
        ("培训2.1\n2万人次，另有\n1600\n余人", "培训2.12万人次，另有1600余人"),
        ("面积 30.89 万亩，其中", "面积30.89万亩，其中"),
        ("干部人才自身优势，广泛开展“送\n\n医下乡”活动。", "干部人才自身优势，广泛开展“送医下乡”活动。"),
        (
            "这一栏的第一行写到这里\n这一栏的第二行写到这里\n\n接着是另一栏的第一行，完。",
            "这一栏的第一行写到这里这一栏的第二行写到这里接着是另一栏的第一行，完。",
        ),
        (
            "一、教育援助\n青河市第一中学与沙岭县第三中学今年在各自的校园里结对。",
            "一、教育援助\n青河市第一中学与沙岭县第三中学今年在各自的校园里结对。",
        ),
        ("第一段完。\n\n第二段开始", "第一段完。\n第二段开始"),
        ("勇担使命 扛牢责任", "勇担使命 扛牢责任"),
        ("　　第一段写在这里，很长很长很长\n　　第二段", "第一段写在这里，很长很长很长\n第二段"),
        (
            "the Riverside\nPrimary School sent 12\n40-minute films",
            "the Riverside Primary School sent 12 40-minute films",
        ),
        ("the whole commu-\nnity of the valley was there", "the whole community of the valley was there"),
        ("teachers of the\n\nsecond school came along.", "teachers of the second school came along."),
        ("First paragraph.\n\nSecond paragraph", "First paragraph.\nSecond paragraph"),
        ("School report\n\n- first point\n- second point", "School report\n- first point\n- second point"),
        ("工作会议召开工作会议召开（（扩大扩大））会议会议", "工作会议召开（扩大）会议"),
        (
            "援建项目开工仪式举行\n援建项目开工仪式举行\n正文从这里开始，写得很长很长很长。",
            "援建项目开工仪式举行\n正文从这里开始，写得很长很长很长。",
        ),
        (
            "- Elm Club gave books to Oak College of\n  Nursing, its partner.\n- Elm School paid.",
            "- Elm Club gave books to Oak College of Nursing, its partner.\n- Elm School paid.",
        ),
        (
            "- The hospital of Elm gave books to Kale\n  Hospital, its partner.\n- Elm School paid.",
            "- The hospital of Elm gave books to Kale Hospital, its partner.\n- Elm School paid.",
        ),
        (
            "1. Elm School gives books to Ash School\n2. Oak School gives books to Fir School",
            "1. Elm School gives books to Ash School\n2. Oak School gives books to Fir School",
        ),
        (
            "1. Elm School gives books to all of the\n12. Oak School is not one of the list it",
            "1. Elm School gives books to all of the 12. Oak School is not one of the list it",
        ),
        ("妈妈 天天", "妈妈 天天"),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_mending(source: str, mended: str) -> None:
    assert mend(source).text == mended


def test_a_passage_over_a_caption_drawn_twice_is_not_whole() -> None:
    mended = mend("召开工作会议召开工作会议（（扩大扩大））会议会议")
    assert mended.text == "召开工作会议（扩大）会议"
    assert mended.is_whole(0, 6)
    assert not mended.is_whole(0, 9)


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_keeps_punctuation() -> None:
    assert fold("（１２．５％，Ａ）") == "（12.5%，A）"
