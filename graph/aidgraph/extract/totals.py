"""Totals: numbers with a unit, told of some kind of help; a number that nobody helps with is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from aidgraph.extract.mentions import Mentions
from aidgraph.extract.numbers import Number, numbers
from aidgraph.extract.records import Proposal
from aidgraph.extract.rules import Grammar, Unit
from aidgraph.extract.words import sentences

__all__ = ["measure_after", "propose_totals"]

_LONGEST_QUOTE = 300
_CLAUSE_ENDS = re.compile(r"[，；：,;:]")
_REACHED = {"people", "person-times", "sessions", "courses", "pairs", "households"}
_BARE = frozenset("一百千万亿")


def propose_totals(text: str, mentions: Mentions, grammar: Grammar) -> Iterator[Proposal]:
    """Yield the totals that a mended and folded text gives; what stands in names counts nothing."""
    nameless = mentions.masked(text)
    for start, end in sentences(text, language=grammar.language):
        sentence = nameless[start:end]
        ratios = [match.span() for match in grammar.patterns["totals.ratio"].finditer(sentence)]
        for number in numbers(sentence, language=grammar.language):
            if any(first <= number.start < last for first, last in ratios):
                continue
            measure = measure_after(sentence, number, grammar)
            if measure is None or (sentence[number.start : number.end] in _BARE and number.value <= _MOST_BARE):
                continue
            unit, unit_end = measure
            found = _trigger(sentence, number.start, unit_end, grammar)
            if found is None:
                continue
            relation, first, last = found
            # across a comma only the people that help reaches are still told of it
            apart = last < number.start and _CLAUSE_ENDS.search(sentence, last, number.start) is not None
            if apart and unit.name not in _REACHED and not (unit.currency and relation == "funds"):
                continue
            signed = bool(unit.currency) and sentence[number.start - 1] in _SIGNS
            first, last = min(first, number.start - signed), max(last, unit_end)
            if last - first > _LONGEST_QUOTE:
                continue
            yield Proposal(
                relation=relation,
                quote=text[start + first : start + last],
                count=number.value,
                unit=unit.name or "",
                currency=unit.currency,
                bound=number.bound,
                near=start + first,
                score=0.9,
            )


_SIGNS = "$£€¥"
_MOST_BARE = Decimal(10_000_000)
_PRIVATE = "households"


def measure_after(text: str, number: Number, grammar: Grammar) -> tuple[Unit, int] | None:
    """Return what a number counts and where the words for it end; nothing for rates, dates, ranks and bare numbers.

    Households, families and couples come out as the unit ``households``, which no total may have.
    """
    before = text[max(0, number.start - 1) : number.start]
    if before in {"第", "#"} or grammar.patterns["totals.determined"].search(text, 0, number.start):
        return None
    if grammar.patterns["totals.never"].match(text, number.end):
        return None
    pattern = grammar.patterns["totals.private"]
    if private := pattern.match(text, number.end):
        return Unit(_PRIVATE, pattern), private.end()
    is_private = grammar.patterns["totals.private_before"].search(text, 0, number.start) is not None
    for unit in grammar.units:
        if (
            unit.currency
            and (sign := unit.pattern.search(text[max(0, number.start - 4) : number.start]))
            and sign.group().strip() in "$£€¥"
        ):
            return unit, number.end
        if unit.before is not None and not unit.before.search(text, 0, number.start):
            continue
        match = unit.pattern.match(text, number.end)
        if match:
            return (Unit(_PRIVATE, pattern) if is_private else unit), match.end()
    return None


def _trigger(sentence: str, start: int, end: int, grammar: Grammar) -> tuple[str, int, int] | None:
    """Return the words of help that a number belongs to: before it in its clause, after it there, else before it."""
    clause = max((match.end() for match in _CLAUSE_ENDS.finditer(sentence, 0, start)), default=0)
    behind = _CLAUSE_ENDS.search(sentence, end)
    before, after = list[tuple[int, int, str]](), list[tuple[int, int, str]]()
    for trigger in grammar.triggers:
        for match in trigger.pattern.finditer(sentence):
            if match.end() <= start:
                before.append((match.start(), match.end(), trigger.relation))
            elif match.start() >= start and match.end() <= (behind.start() if behind else len(sentence)):
                after.append((match.start(), match.end(), trigger.relation))
    counted = [found for found in after if found[0] < end]
    if counted and not any(found[2] == counted[0][2] for found in before):
        relation_start, relation_end, relation = min(counted)
        return relation, relation_start, relation_end
    own = [found for found in before if found[0] >= clause]
    for choice in (max(own, default=None), min(after, default=None), max(before, default=None)):
        if choice is not None:
            return choice[2], choice[0], choice[1]
    return None
