"""Words and sentences: which language a text is in, where its sentences end, and how Chinese is cut into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from aidgraph.read.mend import fold

__all__ = ["Word", "even", "is_word", "language_of", "sentences", "tagged"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|with|by|was|were|has|have|from|at|on|its|that)\b", re.IGNORECASE)
_LATIN = re.compile(r"\b[A-Za-z]+\b")
_SHARE, _KANA_SHARE, _ENGLISH_SHARE = 0.3, 0.05, 0.07

_CHINESE_END = re.compile(r"[。！？!?；;\n][”’」』）)]*")
_ENGLISH_END = re.compile(
    r"\n|[!?][\"'”’)]*(?=\s)|(?<!\bNo)(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bvs)(?<!\bCo)(?<!\b[A-Z])\.[\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9])"
    # "Ash School is paired with Elm School; Oak School with Fir School" is one sentence
    r"|;(?!\s+(?:and\s+)?(?:(?:[A-Z0-9][\w.'’&-]*|of|the|for|and)\s+){1,8}with\s)"
)


_NUMERAL = re.compile(r"[0-9一二三四五六七八九十百千万亿第两]")
_SURE_TAGS = {"x", "eng", "nr", "ns", "nt", "nz", "nrt"}
_LEVELS = "省市县区州乡镇"
_LONGEST = 1_500
_SHORTEST_WHOLE = 6
_GO = "到向对与赴给"
_PREPOSITIONS = "到在向对与和为由赴从给及让使有是将把被即含未同也则并又"


class Word(NamedTuple):
    """A Chinese word, where it stands, and its part of speech as the dictionary has it."""

    text: str
    start: int
    end: int
    tag: str


def language_of(text: str) -> str:
    """Return ``zh`` or ``en``, or an empty string for any other language.

    >>> language_of("济宁一中"), language_of("The school was twinned with ours."), language_of("Die Schule ist da.")
    ('zh', 'en', '')
    """
    letters = len(_LETTER.findall(text))
    if not letters:
        return ""
    han = len(_HAN.findall(text))
    if len(_KANA.findall(text)) + len(_HANGUL.findall(text)) > _KANA_SHARE * letters:
        return ""
    if han > _SHARE * letters:
        return "zh"
    words = len(_LATIN.findall(text))
    return "en" if words and len(_ENGLISH.findall(text)) >= _ENGLISH_SHARE * words else ""


def even(text: str, *, language: str) -> str:
    """Return a folded text in which Chinese has its own punctuation; it is as long as before.

    >>> even("签约以来,培训1,200人(次)", language="zh")
    '签约以来，培训1,200人（次）'
    """
    text = fold(text)
    return _COMMA.sub("，", text).translate(_PUNCTUATION) if language == "zh" else text


_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])")
_PUNCTUATION = str.maketrans(";:!?()", "；：！？（）")


def sentences(text: str, *, language: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences start and end; one never crosses a paragraph.

    >>> text = "Dr. Ho and St. Mary's School agreed. Then No. 2 School did."
    >>> [text[start:end] for start, end in sentences(text, language="en")]
    ["Dr. Ho and St. Mary's School agreed.", 'Then No. 2 School did.']
    """
    start = 0
    for match in (_CHINESE_END if language == "zh" else _ENGLISH_END).finditer(text):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        # no sentence is so long: a list, or a table without stops
        cut = max(text.rfind(sign, start, start + _LONGEST) for sign in "，、, ") + 1 or start + _LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


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
    while len(word) > 1 and word[0] in _PREPOSITIONS:
        yield word[0], "p"
        word = word[1:]
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
        elif (word, after) == ("县城", "关"):
            yield "县", "n"
            yield "城关", "n"
            skip = True
        elif word == "和县" and before.startswith("n") and before != "ns":
            yield "和", "c"
            yield "县", "n"
        else:
            yield word, tag
        before = tag


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
