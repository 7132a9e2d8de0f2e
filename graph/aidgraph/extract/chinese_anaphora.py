"""Parties that are meant again: 该院, the school that a text calls 我校, a bare 公司 before a verb."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from aidgraph.extract.mentions import Mention, Mentions

__all__ = ["both_meant", "meant_again"]

_CENTRE = "中心"
_ANAPHORA = {
    "院": ("Hospital", "HealthCentre", "College", "Academy"),
    "医院": ("Hospital",),
    "学院": ("College", "VocationalSchool"),
    "大学": ("College",),
    "医疗队": ("Team",),
    "支教队": ("Team",),
    "工作队": ("Team",),
    "研究院": ("Academy",),
    "校": ("School", "VocationalSchool", "College", "SpecialSchool"),
    "学校": ("College", "School", "VocationalSchool", "SpecialSchool"),
    "中学": ("School",),
    "小学": ("School",),
    "公司": ("Enterprise",),
    "企业": ("Enterprise",),
    "集团": ("Enterprise",),
    "局": ("Authority",),
    "指挥部": ("AidHeadquarters",),
    "中心": ("Station", "TrainingCentre", "DiseaseControlCentre", "Hospital"),
    "基金会": ("Foundation",),
    "协会": ("Association",),
    "联盟": ("Alliance",),
    "医联体": ("Alliance",),
    "医共体": ("Alliance",),
    "教育集团": ("Alliance",),
    "银行": ("Bank",),
    "合作社": ("Cooperative",),
}
_CLAUSE = re.compile(r"[^，。；：！？—\n]+")
_BOTH = {
    "院": ("Hospital", "HealthCentre"),
    "校": ("School", "VocationalSchool", "College", "SpecialSchool"),
    "企": ("Enterprise",),
}
_PLACES = "省市县区州旗乡镇村"
_PAIR, _REACH = 2, 200
_SIDE_BY_SIDE = re.compile("[、与和同及]|携手|联合")
_LONGEST_HEADLINE, _TIMES = 50, 2
_OUTER = 3
"""A name in the first or the last line of a text counts so many times: there stands who publishes it."""


def meant_again(text: str, mentions: Mentions, places: list[Mention], pattern: re.Pattern[str]) -> Iterator[Mention]:
    """Yield 该院 as the last one named, 我校 as who publishes the text, a bare 学校 as whom it is mostly about.

    ``places`` are also those that stand in the names of institutions: 我县 is the county of its bureau.
    """
    found = list(pattern.finditer(text))
    own = [match for match in found if match[0][0] in "我本"]
    beside = {name for match in own for name in _beside(text, match, mentions)}
    again = [match for match in found if match[0][0] == "该"]
    meant = list[Mention]()
    for match in [*(match for match in found if match not in again), *again]:
        what = match["what"]
        if match in own:
            named = places if what in _PLACES else mentions
            fitting = [each for each in named if _fits(each, what) and each.name not in beside]
            mention = _publisher(text, fitting, own[0].start())
        elif match in again:
            # whoever stands beside 该院 is another: 我院派员到该院
            others = {*_beside(text, match, mentions), *_beside(text, match, Mentions(meant))}
            before = (each for each in mentions.before(match.start()) if _fits(each, what))
            mention = next((each for each in before if each.name not in others), None)
        else:
            mention = _mostly([each for each in mentions.before(match.start()) if _fits(each, what)])
        if mention is not None:
            anchor = (mention.start, mention.end)
            meant.append(replace(mention, start=match.start(), end=match.end(), how="anaphora", anchor=anchor))
    yield from meant


def _fits(mention: Mention, what: str) -> bool:
    if mention.kind in _ANAPHORA.get(what, ()):
        return what != _CENTRE or mention.name.endswith(what)
    return mention.is_place and mention.name.endswith(what)


def _mostly(fitting: list[Mention]) -> Mention | None:
    """Return the one named most often; ``fitting`` has the last first."""
    times = Counter(mention.name for mention in fitting)
    return max(reversed(fitting), key=lambda mention: times[mention.name], default=None)


def _beside(text: str, match: re.Match[str], mentions: Mentions) -> Iterator[str]:
    """Yield the names in the clause of 我校, which are of others: 我校与沙岭中学."""
    for clause in _CLAUSE.finditer(text, max(0, text.rfind("\n", 0, match.start()))):
        if clause.start() <= match.start() < clause.end():
            yield from (mention.name for mention in mentions.within(*clause.span()))
            return


def _publisher(text: str, fitting: list[Mention], first: int) -> Mention | None:
    """Return whom a text speaks for, who is named in its first or last line, more than once, or before it says 我校."""
    lines = [line.span() for line in re.finditer(r"[^\n]+", text)]
    # a headline or a signature, and no sentence that ends the text
    ends = (lines[0], lines[-1])
    outer = [(start, end) for start, end in ends if end - start <= _LONGEST_HEADLINE and text[end - 1] not in "。！？"]
    times = Counter[str]()
    for mention in fitting:
        times[mention.name] += _OUTER if any(start <= mention.start < end for start, end in outer) else 1
    for name in {mention.name for mention in fitting if mention.start < first}:
        times[name] += 1
    best = times.most_common(2)
    if not best or best[0][1] < _TIMES or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return next(mention for mention in fitting if mention.name == best[0][0])


def both_meant(text: str, mentions: Mentions, pattern: re.Pattern[str]) -> Iterator[Mention]:
    """Yield 双方, 两校 and 两地 for the last two that were named side by side: a mention each, one behind the other."""
    for match in pattern.finditer(text):
        pair = _pair([each for each in mentions.before(match.start()) if _is_one_of(each, match["what"])], text, match)
        for mention, group in zip(pair, ("both", "what"), strict=False):
            start, end = match.span(group)
            yield replace(mention, start=start, end=end, how="anaphora", anchor=(mention.start, mention.end))


def _is_one_of(mention: Mention, what: str) -> bool:
    last = what[-1]
    if last in f"地{_PLACES}":
        return mention.is_place and (last == "地" or mention.name.endswith(last))
    return not mention.is_place and (last not in _BOTH or mention.kind in _BOTH[last])


def _pair(before: list[Mention], text: str, match: re.Match[str]) -> list[Mention]:
    """Return the two that stand side by side nearest to a match; ``before`` has the last one first."""
    near = [mention for mention in before if match.start() - mention.end < _REACH]
    joined = [_SIDE_BY_SIDE.fullmatch(text, first.end, last.start) for last, first in pairwise(near)]
    # 双方 are two who deal with each other, not two in a list
    listed = [match["what"][0] == "方" and found is not None and found[0] == "、" for found in joined]
    for at, found in enumerate(joined):
        if found is not None and not listed[at]:
            longer = any(joined[beside] for beside in (at - 1, at + 1) if 0 <= beside < len(joined))
            return [] if longer else [near[at + 1], near[at]]
    names = {mention.name: mention for mention in reversed(near)}
    return list(names.values()) if len(names) == _PAIR else []
