"""Decoding: UTF-8 comes through as it is, everything else is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidgraph.errors import DataError
from aidgraph.read.text import decode

TEXT = "name,level,parent\n英吉沙县,County,喀什地区\n乌恰镇,Township,英吉沙县\n"
SAVE = "; legal: UTF-8 (save the file as UTF-8)"

CASES = {
    "gbk": (TEXT.encode("gbk"), f"a.csv:2: not UTF-8: it looks like GBK/GB18030{SAVE}"),
    "gb18030": (
        "名称\n䶮镇\n英吉沙县人民医院\n".encode("gb18030"),
        f"a.csv:1: not UTF-8: it looks like GBK/GB18030{SAVE}",
    ),
    "big5": ("name\n國立臺灣大學醫院\n高雄市\n".encode("big5"), f"a.csv:2: not UTF-8: it looks like Big5{SAVE}"),
    "shift_jis": (
        "name\n東京大学\nさくら小学校\n大阪市立病院\n".encode("shift_jis"),
        f"a.csv:2: not UTF-8: it looks like Shift-JIS{SAVE}",
    ),
    "latin-1": (
        "name\nÉcole Française\nUniversité\n".encode("latin-1"),
        f"a.csv:2: not UTF-8: it looks like Latin-1/Windows-1252{SAVE}",
    ),
    "utf-16 with a mark": (TEXT.encode("utf-16"), f"a.csv: not UTF-8: it is UTF-16{SAVE}"),
    "utf-32 with a mark": (TEXT.encode("utf-32"), f"a.csv: not UTF-8: it is UTF-32{SAVE}"),
    "utf-16 without": (
        "name\nschool\n".encode("utf-16-le"),
        f"a.csv:1: holds the character NUL (U+0000): UTF-16, or not a text file{SAVE}",
    ),
    "nul": (b"a\nb\0c\n", f"a.csv:2: holds the character NUL (U+0000): UTF-16, or not a text file{SAVE}"),
    "noncharacter": ("a\nb\n\ufffe".encode(), f"a.csv:3: holds the noncharacter U+FFFE{SAVE}"),
    "noncharacter of another plane": ("\U0010ffff".encode(), f"a.csv:1: holds the noncharacter U+10FFFF{SAVE}"),
    "surrogate": (
        b"a\n\xed\xa0\x80\n",
        f"a.csv:2: holds half of a surrogate pair, which no text in UTF-8 does{SAVE}",
    ),
    "one wrong byte": (
        TEXT.encode() + b"\xe9",
        f"a.csv:4: byte 0xE9 is not UTF-8, though the rest looks it{SAVE}",
    ),
}


@pytest.mark.parametrize(("data", "line"), CASES.values(), ids=CASES)
def test_what_is_not_text_in_utf8_is_refused_by_name(data: bytes, line: str) -> None:
    with pytest.raises(DataError) as caught:
        decode(data, file="a.csv")
    assert str(caught.value) == line


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn"), exclude_characters="\0\ufeff")))
def test_text_comes_back_with_its_line_breaks_and_without_a_mark(text: str) -> None:
    assert decode(text.encode(), file="a.txt") == text
    assert decode(text.encode("utf-8-sig"), file="a.txt") == text
