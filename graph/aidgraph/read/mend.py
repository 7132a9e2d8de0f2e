"""Mending: a text as it was written from a text as a page breaks it, with the way back for every character.

Line breaks inside sentences go (also inside names and numbers, and across a blank line between columns), those between
paragraphs stay. White space that only a layout put there goes. Captions that a page draws twice stand once. No other
character is touched.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

__all__ = ["Mended", "fold", "mend", "squeeze"]

_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff“”‘’…—·"
_IS_CJK = re.compile(f"[{_CJK}]")
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TERMINAL = re.compile(r"[。！？!?…；][”’」』）)\"']*$|[.:：][”’\"')]*$")
_INNER = re.compile("[。，、；：,;]")
_BULLET = re.compile(
    r"(?:[•●■◆▲○▪◦*·-]\s|[0-9]{1,2}[.．、)]\s?(?![0-9])|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
_DASH = re.compile(r"[–—]\s")
_NUMBER = re.compile(r"([0-9]{1,2})[.)]\s")
_ROW = re.compile(r"[A-Z][^.!?]{2,80}\s[–—|↔/-]\s[A-Z][^.!?]{2,80}$")
"""A line that names two, as in a list of pairs: Elm School – Ash School."""

_OPEN_END = re.compile(
    r"[，、,（(《“‘—-]$|\b(?:and|or|of|the|a|an|with|to|in|for|by|from|between|at|on)$", re.IGNORECASE
)
_INDENT = re.compile(r"\u3000|\t|[ \u00a0]{2}")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("「", "」"), ("(", ")"))

_HEADING, _FULL, _WIDE = 0.6, 0.8, 2
_LONGEST_CAPTION, _SHORTEST_CAPTION = 240, 8
_NEAR = 4

_FULL_WIDTH = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum() or chr(code) in "％．＋－"
}


def fold(text: str) -> str:
    """Return the text with full-width digits and letters as plain ones; it is as long as before.

    >>> fold("２．１２万人次（ＡＢ）")
    '2.12万人次（AB）'
    """
    return text.translate(_FULL_WIDTH)


def squeeze(text: str) -> str:
    r"""Return the text without white space and without the hyphens of words that a line break cuts.

    >>> squeeze("commu-\n nity 济\n宁")
    'community济宁'
    """
    return "".join(re.sub(r"(?<=[^\W\d_])-\s*[\r\n]\s*(?=[a-z])", "", text).split())


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended text and, for every character of it, where it stood in the source."""

    text: str
    source: str
    origin: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the passage of the source that a passage of the mended text stands for."""
        return self.origin[start], self.origin[end - 1] + 1

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a passage stands in the source as it does here, white space aside."""
        first, last = self.span(start, end)
        return squeeze(self.source[first:last]) == squeeze(self.text[start:end])


@dataclass(slots=True)
class _Line:
    start: int
    text: str
    blanks: int
    indent: str
    width: int
    chinese: bool


def mend(source: str) -> Mended:
    r"""Mend a text.

    >>> mended = mend("今年，济宁市第\n一人民医院派出\n 12 名医生。")
    >>> mended.text, mended.span(3, 12)
    ('今年，济宁市第一人民医院派出12名医生。', (3, 13))
    """
    lines = _without_repeats(list(_lines(source)))
    characters, origin = list[str](), array("q")
    paragraph: list[_Line] = []
    for number, line in enumerate(lines):
        if number:
            join = _join(paragraph, line, lines[max(0, number - _NEAR) : number + _NEAR])
            if join == "\n":
                paragraph = []
            if join == "-":
                characters.pop()
                origin.pop()
            elif join:
                characters.append(join)
                origin.append(origin[-1] + 1)
        paragraph.append(line)
        for at in _kept(line):
            character = line.text[at]
            characters.append(" " if character.isspace() else character)
            origin.append(line.start + at)
    return Mended("".join(characters), source, origin)


def _lines(source: str) -> Iterator[_Line]:
    """Yield the lines that hold something, with the number of blank lines before each."""
    blanks, last = 0, 0
    for match in _LINE.finditer(source):
        text = match[0].strip()
        between = source[last : match.start()]
        blanks += (
            between.replace("\r\n", "\n").count("\n")
            + between.count("\r")
            - between.count("\r\n")
            + between.count("\f")
        )
        last = match.end()
        if not text or text == "\ufeff":
            continue
        indent = _INDENT.match(match[0])
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        wide = len(_IS_CJK.findall(text))
        yield _Line(
            start, text, blanks - 1, indent[0] if indent else "", len(text) + wide, wide * _WIDE > len(text) // _WIDE
        )
        blanks = 0


def _without_repeats(lines: list[_Line]) -> list[_Line]:
    """Leave out a line that only repeats the one before it, as captions are printed twice."""
    return [
        line
        for number, line in enumerate(lines)
        if not number or line.text != lines[number - 1].text or len(line.text) < _SHORTEST_CAPTION
    ]


def _join(paragraph: list[_Line], line: _Line, near: list[_Line]) -> str:
    """Return what stands between a line and the one before: a line break, a space, nothing, or ``-`` for a cut word."""
    before = paragraph[-1]
    width = max(other.width for other in near)
    ends = _TERMINAL.search(before.text) is not None
    bullet = _BULLET.match(line.text)
    # a number may also be the end of what the line before began: 第一、第 | 二、第三小学
    listed = bullet and (not line.text[0].isalnum() or ends or line.blanks > 0 or before.width < _FULL * width)
    dashed = _DASH.match(line.text) and (ends or line.blanks > 0 or _DASH.match(before.text))
    numbered = _NUMBER.match(line.text), _NUMBER.match(paragraph[0].text)
    counted = numbered[0] and numbered[1] and int(numbered[0][1]) == int(numbered[1][1]) + 1
    rows = _ROW.match(line.text) and _ROW.match(before.text)
    if listed or dashed or counted or rows or _is_indented(line, before):
        apart = True
    elif line.blanks > 0:
        apart = not _goes_on(paragraph, line, ends=ends)
    elif ends:
        apart = before.width < _FULL * width
    else:
        apart = len(paragraph) == 1 and _is_heading(before, line)
    return "\n" if apart else _glue(before.text, line.text, chinese=before.chinese and line.chinese)


def _is_indented(line: _Line, before: _Line) -> bool:
    """Tell whether a line begins a paragraph by its indentation, as Chinese ones do by two full spaces.

    Under a bullet, what is indented goes on.
    """
    return line.indent.startswith("\u3000") or (
        bool(line.indent) and not before.indent and not _BULLET.match(before.text)
    )


def _is_heading(before: _Line, line: _Line) -> bool:
    """Tell whether a line is the heading of the next: words without a comma, above a line much longer."""
    text = _BULLET.sub("", before.text)
    if before.width >= _HEADING * line.width or not text:
        return False
    goes_on = (text[-1].isdigit() or text[-1] == ".") and line.text[0].isdigit()
    return not (goes_on or text[0].islower() or _INNER.search(text) or _OPEN_END.search(text))


def _goes_on(paragraph: list[_Line], line: _Line, *, ends: bool) -> bool:
    """Tell whether a paragraph goes on after a blank line, as it does where a column ends inside a sentence."""
    if ends:
        return False
    before = paragraph[-1]
    text = "".join(other.text for other in paragraph)
    if any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS) or _OPEN_END.search(before.text):
        return True
    if len(paragraph) == 1 or not (line.chinese or line.text[0].islower()):
        return False
    return before.width >= _FULL * median(other.width for other in paragraph)


def _glue(before: str, after: str, *, chinese: bool) -> str:
    left, right = before[-1], after[0]
    if left == "-" and right.islower() and before[-2:-1].isalpha() and not chinese:
        return "-"
    if _IS_CJK.match(left) or _IS_CJK.match(right):
        return ""
    return "" if chinese and (left.isdigit() or left in ".,") and (right.isdigit() or right in ".,%") else " "


def _kept(line: _Line) -> Iterator[int]:
    """Yield the positions of the characters of a line that stay, one for each run of white space that stays."""
    text = line.text
    twice = _drawn_twice(text)
    running = _INNER.search(text) is not None
    at = 0
    while at < len(text):
        if not text[at].isspace():
            if at not in twice:
                yield at
            at += 1
            continue
        end = at
        while text[end].isspace():
            end += 1
        left, right = bool(_IS_CJK.match(text[at - 1])), bool(_IS_CJK.match(text[end]))
        if (left and right and not running) or not (left or right):
            yield at
        at = end


def _drawn_twice(text: str) -> frozenset[int]:
    """Return the positions of the second copies in a caption whose pieces a page draws twice.

    >>> sorted(_drawn_twice("召开党委召开党委（（扩大扩大））会议会议"))
    [4, 5, 6, 7, 9, 12, 13, 15, 18, 19]
    """
    if len(text) > _LONGEST_CAPTION:
        return frozenset()
    second = set[int]()
    for chunk in re.finditer(r"\S+", text):
        piece = chunk[0]
        if len(piece) < _SHORTEST_CAPTION or len(piece) % 2 or any(times % 2 for times in Counter(piece).values()):
            continue
        halves = _halves(piece)
        second.update(
            chunk.start() + at for start, length in halves for at in range(start + length, start + 2 * length)
        )
    return frozenset(second)


def _halves(piece: str) -> list[tuple[int, int]]:
    """Return the start and length of the pieces that stand twice each, or nothing where that is not all of it."""
    reach: dict[int, tuple[int, int]] = {0: (0, 0)}
    for start in range(len(piece)):
        if start not in reach:
            continue
        for length in range(1, (len(piece) - start) // 2 + 1):
            end = start + 2 * length
            if end not in reach and piece[start : start + length] == piece[start + length : end]:
                reach[end] = (start, length)
    found, end = list[tuple[int, int]](), len(piece)
    while end in reach and end:
        found.append(reach[end])
        end = reach[end][0]
    return found
