"""Sentences: which language a text is in, and where its sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aidgraph.read.mend import fold

__all__ = ["even", "language_of", "sentences"]

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


_LONGEST = 1_500


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
