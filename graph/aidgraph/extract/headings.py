"""Lists under headings: "Twin towns of Elmton", and below it a line for every town, or for every pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidgraph.extract.rules import Grammar, Trigger

__all__ = ["HeadedList", "headed_lists", "sides"]

_MARK = re.compile(
    r"(?:[-*•●·–—▪◦○]|\(?(?:[0-9]{1,2}|[a-z])[.)])\s+"
    r"|(?:[•●·▪◆■]|[0-9]{1,2}[.．、]|（[0-9一二三四五六七八九十]{1,3}）)\s*(?=[\u4e00-\u9fff])"
)
_SIGN = re.compile(r"\s+(?:[-–—|/&]|<->|and|with)\s+|\s*[↔→|]\s*|:\s+|\s*——?\s*(?=[\u4e00-\u9fff])")
_NAME_ENDS = re.compile(r"\s*(?:[,(;]|\.$)")
_MOST_WORDS, _MOST_NAME, _MOST_SIGNS = 14, 8, 40
_STOP = re.compile(r"[.!?] (?=[A-Z])")
_SENTENCE = re.compile(r"[.!?;]$")


@dataclass(frozen=True, slots=True)
class HeadedList:
    """A heading that says how those in the lines below are tied, and where each of these lines stands, unmarked."""

    heading: tuple[int, int]
    trigger: Trigger
    items: tuple[tuple[int, int], ...]


def headed_lists(text: str, grammar: Grammar) -> Iterator[HeadedList]:
    """Yield the lists of a mended text whose heading has words for a relation, but for those that it denies."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    for number, (start, end) in enumerate(lines):
        if text[start:end].endswith(":"):
            # the lead of a list may be the last sentence of a paragraph
            start = max((stop.end() for stop in _STOP.finditer(text, start, end)), default=start)  # noqa: PLW2901
        heading = text[start:end].strip()
        if _is_long(heading) or _SENTENCE.search(heading) or _sign(text, start, end):
            continue
        trigger = next((each for each in grammar.headed if each.pattern.search(heading)), None)
        if trigger is None or grammar.patterns["negation.heading"].search(heading):
            continue
        items = list(_items(text, lines[number + 1 :], grammar, named=heading.endswith((":", "："))))
        if items:
            yield HeadedList((start, end), trigger, tuple(items))


def _items(text: str, lines: list[tuple[int, int]], grammar: Grammar, *, named: bool) -> Iterator[tuple[int, int]]:
    """Yield the lines of a list: all of them marked, or all of them pairs, or, below a colon, all of them names."""
    kind = ""
    for start, end in lines:
        mark = _MARK.match(text, start, end)
        begin = mark.end() if mark else start
        line = text[begin:end]
        if mark:
            own = "marked"
        elif _sign(text, start, end):
            own = "paired"
        elif named and len(line.split()) <= _MOST_NAME and not _is_long(line) and not _SENTENCE.search(line):
            own = "named"
        else:
            return
        if not _begins_name(line) or (kind and own != kind) or (not mark and _is_heading(line, grammar)):
            return
        kind = own
        yield begin, end


def _is_long(line: str) -> bool:
    """Tell whether a line has more words than a heading, or more signs than a Chinese one."""
    return len(line.split()) > _MOST_WORDS or (_is_chinese(line[:1]) and len(line) > _MOST_SIGNS)


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _begins_name(text: str) -> bool:
    return text[:1].isupper() or _is_chinese(text[:1])


def _is_heading(line: str, grammar: Grammar) -> bool:
    return any(each.pattern.search(line) for each in grammar.headed) and not _SIGN.search(line)


def _sign(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the sign between the two names of a line: Elm School – Ash School."""
    sign = _SIGN.search(text, start, end)
    if sign is None or sign.start() == start or not _begins_name(text[sign.end() : end]):
        return None
    return None if _SENTENCE.search(text[start:end].strip()) else sign


def sides(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the names of a line stand: two where a sign parts them, else one; what follows a comma is none."""
    sign = _SIGN.search(text, start, end)
    for first, last in [(start, sign.start()), (sign.end(), end)] if sign else [(start, end)]:
        stop = _NAME_ENDS.search(text, first, last)
        yield first, stop.start() if stop else last
