"""Names in Chinese lists: those that share a head or a tail, and those that only the list says are names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aidgraph.extract.chinese_names import Name, NamePatterns
from aidgraph.extract.chinese_places import Place, Places
from aidgraph.extract.chinese_words import Word, is_word
from aidgraph.extract.mentions import Mention

__all__ = ["NUMERAL", "Line", "apposed", "listed", "shared_head", "shared_tail"]

NUMERAL = "[一二三四五六七八九十]{1,2}"
_AND = r"(?:、|和|与|及|以及)"
_ORDINALS = re.compile(
    rf"(?:第{NUMERAL}{_AND})+第{NUMERAL}(?P<tail>(?:高级|初级|完全|实验|民族|职业)?[中小]学|人民医院|医院|幼儿园)"
)
_SHORT_ORDINALS = re.compile(rf"(?:{NUMERAL}{_AND})+{NUMERAL}(?P<tail>[中小院])(?![学心])")
_LISTED_ITEMS, _LONGEST_ITEM, _MOST_WORDS = 8, 12, 3


@dataclass(slots=True)
class Line:
    """A line of a text, where it starts, and what was found in it."""

    start: int
    text: str
    words: list[Word]
    places: list[Place]
    names: list[Name]


def shared_tail(line: Line, name: Name, mention: Mention, places: Places, patterns: NamePatterns) -> Iterator[Mention]:
    """Yield A县人民医院 of "A县、B县人民医院": places of one level in a list before a common name."""
    if name.place is None or not patterns.generic.fullmatch(line.text[name.place.end : name.ending] or "人民"):
        return
    tail, first = line.text[name.place.end : name.end], name.place
    before = [place for place in line.places if place.end <= name.start]
    while before and re.fullmatch(_AND, line.text[before[-1].end : first.start]):
        place = before.pop()
        if places.suffix(place.text)[0] != places.suffix(name.place.text)[0]:
            return
        yield replace(
            mention,
            start=line.start + place.start,
            end=line.start + place.end,
            name=place.text + tail,
            how="elided",
            anchor=(line.start + name.place.end, line.start + name.end),
        )
        first = place


def shared_head(line: Line) -> Iterator[Mention]:
    """Yield the names of "青河市第一、第二中学" and "青河一、二中", which share a place and an ending."""
    for pattern in (_ORDINALS, _SHORT_ORDINALS):
        for match in pattern.finditer(line.text):
            place = next((place for place in line.places if place.end == match.start()), None)
            if place is None:
                continue
            tail = match["tail"]
            kind = "Hospital" if tail.endswith("院") else "School"
            start = _chain_start(line, place)
            head = line.text[start : place.end]
            for ordinal in re.finditer(rf"第?{NUMERAL}", line.text[match.start() : match.end("tail") - len(tail)]):
                end = match.start() + ordinal.end()
                last = end == match.start("tail")
                yield Mention(
                    start=line.start + start,
                    end=line.start + (match.end() if last else end),
                    name=head + ordinal[0] + tail,
                    kind=kind,
                    is_place=False,
                    how="elided",
                    anchor=(line.start + place.start, line.start + match.end()),
                )
                start = end + 1


def _chain_start(line: Line, place: Place) -> int:
    ends = {other.end: other for other in line.places}
    start = place.start
    while start in ends:
        start = ends[start].start
    return start


def listed(line: Line, patterns: NamePatterns) -> Iterator[Mention]:
    """Yield the names in "X、Y等企业", which only the list says are enterprises."""
    starts = {word.start: number for number, word in enumerate(line.words)}
    for kind, pattern in patterns.listed.items():
        for match in pattern.finditer(line.text):
            end = match.start()
            for _ in range(_LISTED_ITEMS):
                start = _item_start(line, end)
                if start is None:
                    break
                if start in starts and _is_name(line.words[starts[start] :], end, patterns):
                    at = line.start + start
                    name = line.text[start:end]
                    yield Mention(start=at, end=line.start + end, name=name, kind=kind, is_place=False)
                if start == 0 or line.text[start - 1] not in "、和":
                    break
                end = start - 1


def apposed(line: Line, patterns: NamePatterns) -> Iterator[Mention]:
    """Yield the name after 龙头企业: unknown words behind a word for an enterprise, up to the next verb."""
    for at, word in enumerate(line.words):
        if not word.text.endswith("企业") or at + 1 >= len(line.words):
            continue
        behind = line.words[at + 1 :]
        length = next((n for n, other in enumerate(behind) if other.tag[:1] != "n"), len(behind))
        if not 0 < length <= _MOST_WORDS:
            continue
        end = behind[length - 1].end
        if end - word.end <= _LONGEST_ITEM and _is_name(behind, end, patterns):
            start, stop = line.start + word.end, line.start + end
            name = line.text[word.end : end]
            yield Mention(start=start, end=stop, name=name, kind="Enterprise", is_place=False)


def _item_start(line: Line, end: int) -> int | None:
    start = None
    for word in reversed(line.words):
        if word.start >= end:
            continue
        if (word.tag[:1] in "vpcurdxqy" and word.tag != "vn" and is_word(word.text)) or not word.text[0].isalnum():
            break
        start = word.start
        if end - start > _LONGEST_ITEM:
            return None
    return start


def _is_name(words: list[Word], end: int, patterns: NamePatterns) -> bool:
    own = [word for word in words if word.end <= end]
    text = "".join(word.text for word in own)
    if len(text) < 3 or patterns.outer.match(text) or patterns.qualifier.match(text):  # noqa: PLR2004 -- two signs are a word, not a name
        return False
    return any(word.tag in {"nr", "ns", "nz", "nt", "nrt"} or not is_word(word.text) for word in own)
