"""Totals: numbers with a unit, told of some kind of help; a number that nobody helps with is none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from aidgraph.extract.mentions import Mentions
from aidgraph.extract.numbers import Number, numbers
from aidgraph.extract.records import Proposal
from aidgraph.extract.rules import Grammar, Unit
from aidgraph.extract.words import sentences

__all__ = ["Measure", "measure_after", "propose_totals"]

_LONGEST_QUOTE = 300
_CLAUSE_ENDS = re.compile(r"[，；：,;:]")
_GOES_ON = re.compile(r"[^,;:0-9]{0,25},? (?:and )?")
"""What stands between two numbers of one list: "two pumps, five beds and 40 desks"."""

_CODE = re.compile(r"\b([A-Z]{3})\s?$")
_REACHED = {"people", "person-times", "sessions", "courses", "pairs", "households"}
_AREAS, _BUILT = {"mu", "square-metres"}, {"builds", "investedIn"}
_PAID = {"funds", "procuresFrom", "investedIn"}
_BARE = frozenset("一百千万亿")


def propose_totals(text: str, mentions: Mentions, grammar: Grammar) -> Iterator[Proposal]:
    """Yield the totals that a mended and folded text gives; what stands in names counts nothing."""
    nameless = mentions.masked(text)
    for start, end in sentences(text, language=grammar.language):
        sentence = nameless[start:end]
        triggers = _Triggers(sentence, grammar)
        ratios = [match.span() for match in grammar.patterns["totals.ratio"].finditer(sentence)]
        listed = 0
        for number in numbers(sentence, language=grammar.language):
            if any(first <= number.start < last for first, last in ratios):
                continue
            measure = measure_after(sentence, number, grammar)
            if measure is None or (sentence[number.start : number.end] in _BARE and number.value <= _MOST_BARE):
                continue
            unit, unit_end, bound = measure
            found = triggers.of(number.start, unit_end)
            if found is None:
                continue
            relation, first, last = found
            # across a comma only the people that help reaches are still told of it
            if first > number.start and _does(
                unit, relation, sentence[max(0, number.start - _LOOK_BACK) : number.start]
            ):
                continue
            apart = last < number.start and _CLAUSE_ENDS.search(sentence, last, number.start) is not None
            apart = apart and not (listed and _GOES_ON.fullmatch(sentence, listed, number.start))
            among = sentence.startswith("其中", 1 + max(sentence.rfind(sign, 0, number.start) for sign in "，；："))
            paid = unit.currency and relation in _PAID
            built = (unit.name == "beds" and relation == "builds") or (unit.name in _AREAS and relation in _BUILT)
            if apart and not (among or paid or built or unit.name in _REACHED):
                continue
            listed = unit_end
            first, last = (
                min(first, _sum_start(sentence, number.start) if unit.currency else number.start),
                max(last, unit_end),
            )
            if unit.before and (counted := unit.before.search(sentence, max(0, first - _LOOK_BACK), number.start)):
                first = min(first, counted.start())
            if last - first > _LONGEST_QUOTE:
                continue
            yield Proposal(
                relation=relation,
                quote=text[start + first : start + last],
                count=number.value,
                unit=unit.name or "",
                currency=unit.currency,
                bound=bound,
                near=start + first,
                score=0.9,
            )


def _sum_start(text: str, at: int) -> int:
    """Return where a sum of money starts: with its sign, or the letters of its currency."""
    code = _CODE.search(text, max(0, at - _LOOK_BACK), at)
    return code.start() if code else at - (at > 0 and text[at - 1] in _SIGNS)


_SIGNS = "$£€¥"
_ENDLESS = 1 << 60
_FEW, _LOOK_BACK = 12, 40
_MOST_BARE = Decimal(10_000_000)
_PRIVATE = "households"


def _does(unit: Unit, relation: str, before: str) -> bool:
    """Tell whether a number of institutions is who does it, and nothing that was done: 三所学校派出教师."""
    return unit.name == "institutions" and relation == "sendsStaffTo" and not re.search("[向为给到赴对从]", before[-8:])


class Measure(NamedTuple):
    """What a number counts, where the words for it end, and how exact they make it."""

    unit: Unit
    end: int
    bound: str


def measure_after(text: str, number: Number, grammar: Grammar) -> Measure | None:
    """Return what a number counts and where the words for it end; nothing for rates, dates, ranks and bare numbers.

    Households, families and couples come out as the unit ``households``, which no total may have.
    """
    look = max(0, number.start - _LOOK_BACK)
    before = text[max(0, number.start - 1) : number.start]
    if before in {"第", "#"} or grammar.patterns["totals.determined"].search(text, look, number.start):
        return None
    if grammar.patterns["totals.never"].match(text, number.end):
        return None
    pattern = grammar.patterns["totals.private"]
    if private := pattern.match(text, number.end):
        return Measure(Unit(_PRIVATE, pattern), private.end(), number.bound)
    is_private = grammar.patterns["totals.private_before"].search(text, look, number.start) is not None
    for unit in grammar.units:
        sign = unit.pattern.search(text, max(0, number.start - 1), number.end) if unit.currency else None
        code = _CODE.search(text, look, number.start) if unit.currency else None
        if (sign is not None and sign[0].strip() in _SIGNS) or (code is not None and unit.pattern.match(f" {code[1]}")):
            return Measure(unit, number.end, number.bound)
        if unit.before is not None and not unit.before.search(text, look, number.start):
            continue
        match = unit.pattern.match(text, number.end)
        if match:
            found = Unit(_PRIVATE, pattern) if is_private else unit
            return Measure(found, match.end(), _bound(text, match.end(), number, grammar))
    return None


def _bound(text: str, end: int, number: Number, grammar: Grammar) -> str:
    """Return how exact a number is meant when words stand behind its unit: 15吨以上, 300人左右."""
    if number.bound != "exact":
        return number.bound
    if grammar.patterns["totals.at_least"].match(text, end):
        return "at-least"
    return "about" if grammar.patterns["totals.about"].match(text, end) else "exact"


class _Triggers:
    """The words of help in a sentence, and which of them a number belongs to."""

    def __init__(self, sentence: str, grammar: Grammar) -> None:
        self._ends = [match.start() for match in _CLAUSE_ENDS.finditer(sentence)]
        self._found = sorted(
            (match.end(), match.start(), trigger.relation)
            for trigger in grammar.triggers
            for match in trigger.pattern.finditer(sentence)
        )

    def of(self, start: int, end: int) -> tuple[str, int, int] | None:
        """Return relation, start and end of the words that a number from ``start`` to ``end`` belongs to.

        What it counts comes first ("63 operations"), then what stands before it in its clause, then after it there,
        then before it in the sentence.
        """
        at = bisect_right(self._found, start, key=lambda found: found[0])
        clause = self._ends[number - 1] + 1 if (number := bisect_left(self._ends, start)) else 0
        behind = self._ends[last] if (last := bisect_left(self._ends, end)) < len(self._ends) else _ENDLESS
        before = self._found[max(0, at - _FEW) : at]
        after = [found for found in self._found[at : at + _FEW] if start <= found[1] and found[0] <= behind]
        counted = [found for found in after if found[1] < end]
        if counted and all(found[2] != counted[0][2] for found in before):
            return _turned(min(counted, key=_by_start))
        own = [found for found in before if found[1] >= clause]
        for choice in (max(own, key=_by_start, default=None), min(after, key=_by_start, default=None)):
            if choice is not None:
                return _turned(choice)
        return _turned(max(before, key=_by_start)) if before else None


def _by_start(found: tuple[int, int, str]) -> tuple[int, int, str]:
    return found[1], found[0], found[2]


def _turned(found: tuple[int, int, str]) -> tuple[str, int, int]:
    return found[2], found[1], found[0]
