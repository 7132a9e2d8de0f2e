"""The initials of Chinese names in pinyin, by which they are found: 英吉沙县 is typed yjsx."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["initials"]

_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
LONGEST = 60
"""Characters of a name that are read: nobody types more."""


def initials(names: Iterable[str]) -> list[str]:
    """Return the distinct initials of those names that hold Chinese characters.

    >>> initials(["英吉沙县第五中学", "Yengisar"])
    ['yjsxdwzx']
    >>> initials(["重庆No.8中学"])
    ['cqno8zx']
    """
    short = dict.fromkeys(name[:LONGEST] for name in names)
    return list(dict.fromkeys(_initials(name) for name in short if _HAN.search(name)))


def _initials(name: str) -> str:
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return "".join(character for character in letters if character.isalnum())
