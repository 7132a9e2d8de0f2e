"""Chinese words: how a line is cut into them, and where the dictionary's cuts are mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Word", "is_word", "tagged"]

_NUMERAL = re.compile(r"[0-9一二三四五六七八九十百千万亿第两]")
_SURE_TAGS = {"x", "eng", "nr", "ns", "nt", "nz", "nrt"}
_LEVELS = "省市县区州乡镇"
_SHORTEST_WHOLE = 6
_GO = "到向对与赴给"
_GLUED = re.compile("[现均将则再后先并已又还也都仍各曾正][由与向为对和在给从]|[经报以请](?=[省市县区州]$)")
_TITLE = re.compile(r"(?P<whole>.*(?P<office>[局院校厅部镇乡县市区省站所处科]))(?P=office)长")
# words that the end of one name and the beginning of the next make: 西城乡人民政府, 塔石乡下淤村
_TWO_WORDS = {
    "城乡": ("人民政府", "政府", "卫生院", "中心", "党委"),
    "乡下": tuple("沟庄坪坝河溪岭湾坡淤岸店寨塘沙里马"),
}
_VERBS = re.compile(
    "包保|包联|帮扶|帮助|支援|支持|援助|援建|结对|对接|联系|走进|深入|奔赴|前往|来到|抵达|落户|牵手|携手|联合|资助|捐助|捐赠|挂钩|"
    "托管|指导|助力|惠及|覆盖|涉及|位于|地处|带动|选派|派往|送往|运往|赶赴|进驻|入驻|调研|考察|走访|挂联|派驻|援派"
)
_PREPOSITIONS = "到在向对与和为由赴从给及让使有是将把被即含未同也则并又"


class Word(NamedTuple):
    """A Chinese word, where it stands, and its part of speech as the dictionary has it."""

    text: str
    start: int
    end: int
    tag: str


def tagged(text: str) -> list[Word]:
    """Cut a Chinese text into words with their parts of speech."""
    import rjieba

    words, at = list[Word](), 0
    for word, tag in _mended(rjieba.tag(text)):
        for part, own in _unknown(word, tag) if not rjieba.has_word(word) else [(word, tag)]:
            words.append(Word(part, at, at + len(part), own))
            at += len(part)
    return words


def _unknown(word: str, tag: str) -> Iterator[tuple[str, str]]:
    """Yield a word that the dictionary lacks: without the prepositions glued to its front, and as a name.

    What the dictionary lacks is mostly a name, whatever it was taken for; numbers are not.
    """
    while len(word) > 1 and (word[0] in _PREPOSITIONS or _GLUED.match(word)):
        yield word[0], "p"
        word = word[1:]
    if _VERBS.match(word) and len(word) != 3:  # noqa: PLR2004 -- 联合乡 is called so
        yield word[:2], "v"
        word = word[2:]
        if not word:
            return
    last = word[-1] if len(word) > 1 and word[-1] in _GO else ""
    word = word.removesuffix(last)
    if len(word) == 1 or tag in _SURE_TAGS or _NUMERAL.search(word):
        yield word, "p" if word in _PREPOSITIONS else tag
    else:
        yield word, "nz"
    if last:
        yield last, "p"


def _mended(words: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the words, with 县城 and 关 as 县 and 城关, as many schools are called, and 市卫健委 as 市 and 卫健委."""
    skip, before = False, ""
    for (word, tag), (after, _) in pairwise([*words, ("", "")]):
        if skip:
            skip = False
        elif tag == "nt" and len(word) >= _SHORTEST_WHOLE and (parts := _behind_place(word)):
            yield from parts
        elif len(word) == 2 and word[0] in _LEVELS and before[:1] == "n" and not is_word(word):  # noqa: PLR2004 -- 镇昌 of 王店镇昌冯小学
            yield word[0], "n"
            yield word[1], "p" if word[1] in _PREPOSITIONS else "nz"
        elif word[0] in _LEVELS and len(word) > 2 and tag[0] == "n" and not is_word(word):  # noqa: PLR2004 -- longer than 县城, 市民 and their like
            yield word[0], "n"
            yield word[1:], tag
        elif head := _head(word, before, after):
            yield head, "n"
            yield word[len(head) :], "n"
        elif word == "县城" and (after == "关" or (len(after) > 1 and after[-1] in "镇乡")):
            yield "县", "n"
            yield f"城{after}", "n" if after == "关" else "ns"
            skip = True
        elif word == "和县" and before.startswith("n") and before != "ns":
            yield "和", "c"
            yield "县", "n"
        else:
            yield word, tag
        before = tag


def _head(word: str, before: str, after: str) -> str:
    """Return the 教育局 of 教育局局长 and the 城 of 石城乡政府, which the next word begins with the rest of."""
    if title := _TITLE.fullmatch(word):
        return title["whole"]
    return word[0] if word in _TWO_WORDS and before[:1] in "nf" and after.startswith(_TWO_WORDS[word]) else ""


@lru_cache(maxsize=1_000)
def _behind_place(word: str) -> tuple[tuple[str, str], ...]:
    """Return the place and the rest of an institution that the dictionary has as one word: 北京天坛医院."""
    import rjieba

    head = list(rjieba.tag(word[:2]))
    return (*head, *rjieba.tag(word[2:])) if head == [(word[:2], "ns")] else ()


def is_word(text: str) -> bool:
    """Tell whether the dictionary has a word."""
    import rjieba

    return bool(rjieba.has_word(text))
