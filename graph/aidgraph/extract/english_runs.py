"""Runs of capitalised words in English text: what names are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["WORD", "Run", "runs"]

_LARGE = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x250) if chr(code).isupper())
WORD = (
    r"(?:No\.\s?[0-9]+|St\.|(?:[A-Z]\.)+(?=\s?[A-Z])"
    rf"|[{_LARGE}][\w&-]*(?:['’](?!s\b)[A-Za-z]+|['’]s(?= [A-Z])|(?<=s)['’](?= [A-Z]))?"
    r"|[0-9]+(?:st|nd|rd|th)(?= [A-Z])|[0-9]{2,4}(?= (?:Ltd|Limited|PLC|plc|Inc)\b))"
)
_TAIL = r"(?:\.?,?[ ](?:Ltd|Inc|Corp|LLC|PLC|plc)\b\.?)?"
_SMALL = (
    "technique|agricole|polytechnique|della|delle|del|dell|dei|degli|w|im|zum|zur|"
    "of|for|and|the|de|du|al|am|an der|la|le|les|di|do|dos|es|und|y|sur|van|von|ter|upon|on|&"
)
_RUN = re.compile(rf"{WORD}(?:[ ](?:(?:{_SMALL})[ ]){{0,2}}{WORD})*{_TAIL}")
_DATE = re.compile(
    r" (?:on|in|for|and|of|from) (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! [A-Z]))"
)
_FIELD = re.compile(r"\b(?:Ministry|Department|Bureau|Faculty) (?:of|for) (?:the )?[A-Z]\w+$")
_FIELDS = re.compile(r"(?:, [A-Z]\w+(?: [A-Z]\w+)?)+,? (?:and|&) [A-Z]\w+(?: [A-Z]\w+)?")
_INNER = re.compile(r"(?:of|for|and|the|de|du|al|upon|on|&)\s+")
_FIRST = re.compile(r"[\w.'’&-]+\s*")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words, with the small words inside it."""

    start: int
    end: int
    text: str


def runs(text: str, names: dict[str, Any]) -> Iterator[Run]:
    """Yield the runs of a text, without the word that is written large because a sentence begins."""
    starts, counts, never = (frozenset(names[key].split()) for key in ("starts", "counts", "never"))
    for match in _RUN.finditer(text):
        start, end = match.span()
        if _FIELD.search(text, start, end) and (more := _FIELDS.match(text, end)):
            # "Ministry of Education, Science and Technology"
            end = more.end()
        if dated := _DATE.search(text, start, end):
            end = dated.start()
        while start < end:
            word = _FIRST.match(text, start, end)
            if word is None or word[0].strip().lower().rstrip(".") not in starts:
                break
            if _begins_name(text, start, word[0].strip().lower().rstrip("."), counts, never):
                break
            start = word.end()
            while inner := _INNER.match(text, start, end):
                start = inner.end()
        if start < end:
            yield Run(start, end, text[start:end])


def _begins_name(text: str, start: int, word: str, counts: frozenset[str], never: frozenset[str]) -> bool:
    """Tell whether a word such as First belongs to a name: inside a sentence it is written large for that."""
    if word in counts:
        return True
    before = text[:start].rstrip(" ")[-1:]
    return bool(before) and before not in '.!?\n:;"“' and word not in never
