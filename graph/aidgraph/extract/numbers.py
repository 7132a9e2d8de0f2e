"""Numbers as reports write them: 2.12万, 三百二十, 10余万, "more than 1,200", "two dozen"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidgraph.read.mend import fold

__all__ = ["Number", "numbers"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value, where it stands (with what bounds it), and how exact it is meant."""

    value: Decimal
    start: int
    end: int
    bound: str = "exact"


_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

_CHINESE = re.compile(
    r"(?P<before>不超过|不多于|至多|最多|突破|超过|不少于|不低于|至少|大约|将近|接近|超|逾|近|约)?\s*"
    r"(?<![0-9.])(?:(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?P<more>[余多])?(?P<step>[十百千万亿]{0,2})"
    r"|(?P<word>[零〇一二两三四五六七八九十百千万亿]*[一二两三四五六七八九十百千万亿])"
    r"(?:(?P<over>[余多])(?P<myriads>[万亿]))?)"
    r"(?P<after>余|多(?!元化|样|种|方|数)|以上|左右|上下)?"
)
_AT_LEAST_BEFORE = {"突破", "超过", "不少于", "不低于", "至少", "超", "逾"}
_AT_LEAST_AFTER = {"余", "多", "以上"}

_ENGLISH_ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_ENGLISH_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)  # noqa: SIM905 -- the same
}
_ENGLISH_STEPS = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_WORD = "|".join([*sorted(_ENGLISH_ONES, key=len, reverse=True), *_ENGLISH_TENS])
_STEP = "|".join(_ENGLISH_STEPS)
_ENGLISH = re.compile(
    r"(?P<before>\b(?:no more than|not more than|up to|at most|a maximum of|more than|at least|no fewer than|"
    r"no less than|over|above|upwards of|some|about|around|nearly|almost|approximately|roughly|close to)\s+)?"
    r"(?:a\s+total\s+of\s+)?"
    r"(?:[£$€¥]?(?P<digits>(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|(?<![\w.,])[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<scale>\s?(?:{_STEP}|m|bn|k)\b)?"
    rf"|\b(?P<word>(?:(?:{_WORD}|a)\b[\s-]?(?:and\s)?)?(?:(?:{_WORD}|{_STEP})\b[\s-]?(?:and\s)?)*(?:{_WORD}|{_STEP}))\b)"
    r"(?P<after>\s?\+|\s+or (?:more|so)\b|\s+plus\b)?",
    re.IGNORECASE,
)
# there is no upper bound: "up to 40" is not exact, and says no more of it
_UP_TO = ("no more than", "not more than", "up to", "at most", "a maximum of")
_LOOSE = (*_UP_TO, "some", "about", "around", "nearly", "almost", "approximately", "roughly", "close to", "or so")
_SCALES = {**_ENGLISH_STEPS, "m": 1_000_000, "bn": 1_000_000_000, "k": 1000}


def numbers(text: str, *, language: str) -> Iterator[Number]:
    """Yield the numbers of a text, full-width digits and words included.

    >>> [(str(n.value), n.bound) for n in numbers("培训2.12万人次、三百二十场，惠及10余万人，近百所", language="zh")]
    [('21200', 'exact'), ('320', 'exact'), ('100000', 'at-least'), ('100', 'about')]
    >>> [(str(n.value), n.bound) for n in numbers("over 1,200 pupils and two dozen teachers", language="en")]
    [('1200', 'at-least'), ('24', 'exact')]
    """
    text = fold(text)
    pattern, read = (_CHINESE, _chinese) if language == "zh" else (_ENGLISH, _english)
    for match in pattern.finditer(text):
        value = read(match)
        if value is not None:
            yield Number(_plain(value), match.start(), match.end(), _bound(match, language))


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _bound(match: re.Match[str], language: str) -> str:
    before, after = (match["before"] or "").strip().lower(), (match["after"] or "").strip().lower()
    if language == "zh":
        if before in _AT_LEAST_BEFORE or after in _AT_LEAST_AFTER or match["more"] or match["over"]:
            return "at-least"
        return "about" if before or after else "exact"
    if before in _LOOSE or after in _LOOSE:
        return "about"
    return "at-least" if before or after else "exact"


def _chinese(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        value = Decimal(match["digits"].replace(",", ""))
        for step in match["step"]:
            value *= _STEPS.get(step) or _MYRIADS[step]
        return value
    word = _chinese_word(match["word"])
    return None if word is None else word * _MYRIADS.get(match["myriads"], 1)


def _chinese_word(word: str) -> Decimal | None:
    if len(word) == 1 and word in _MYRIADS:
        return Decimal(_MYRIADS[word])
    total = part = digit = 0
    for sign in word:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _STEPS:
            part += (digit or 1) * _STEPS[sign]
            digit = 0
        else:
            total = (
                (total + part + digit) * _MYRIADS[sign]
                if sign == "万"
                else (total + part + digit or 1) * _MYRIADS[sign]
            )
            part = digit = 0
    return Decimal(total + part + digit)


def _english(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        value = Decimal(match["digits"].replace(",", ""))
        scale = (match["scale"] or "").strip().lower()
        return value * _SCALES[scale] if scale else value
    total = part = 0
    for word in re.findall(r"[a-z]+", match["word"].lower()):
        if word in _ENGLISH_ONES:
            part += _ENGLISH_ONES[word]
        elif word in _ENGLISH_TENS:
            part += _ENGLISH_TENS[word]
        elif word in {"hundred", "dozen"}:
            part = (part or 1) * _ENGLISH_STEPS[word]
        elif word in _ENGLISH_STEPS:
            total, part = total + (part or 1) * _ENGLISH_STEPS[word], 0
    return Decimal(total + part)
