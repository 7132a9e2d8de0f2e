"""Institutions in Chinese text: an ending that says what they are, and the words before it that belong to the name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from aidgraph.extract.chinese_places import Place
from aidgraph.extract.chinese_words import Word, is_word

__all__ = ["Name", "NamePatterns", "institutions"]

_LONGEST_ANCHORED, _LONGEST_FREE, _MOST_FREE_WORDS = 18, 10, 4
_ORDINAL = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}")
_NUMERAL = re.compile("[0-9第一二三四五六七八九十百千万两几数]")
_SHORTEST_COMMON = 4
_SHORTEST_QUOTED = 6
_QUOTABLE = re.compile(r"[\w—\-·（）()]+")
_STOP_TAGS = ("p", "c", "u", "x", "r", "d", "y", "e", "o", "t", "q", "w")
_YOUNG = "青年"
_NAME_TAGS = ("nr", "ns", "nz", "nrt")
_BOUNDARY = "，。、；：（“”和与由在向对到赴及给为从同跟的是或"
_SHORTEST_CUT, _LONGEST_CUT = 2, 4
_AFFILIATED = "附属"
_SENT_TO = {"AidHeadquarters", "Team"}
_SENDS = re.compile("(?:对口)?(?:支援|帮扶|援助|协作|援|驻)$")


@dataclass(frozen=True, slots=True)
class Name:
    """An institution in a line of text: its kind, the place its name begins with, and whether it says who it is."""

    start: int
    end: int
    text: str
    kind: str
    place: Place | None = None
    ending: int = 0
    """Where the ending starts: the part that only says what it is."""

    distinct: bool = True
    level: str = ""
    """The 市 of 市教育局: a level of place whose name the context has."""


class NamePatterns:
    """The naming part of a grammar, compiled."""

    def __init__(self, raw: dict[str, Any]) -> None:
        names = raw["names"]
        self.kinds: list[str] = []
        groups = []
        for number, item in enumerate(names["ending"]):
            self.kinds.append(item["kind"])
            groups.append(f"(?P<k{number}>{item['words'].replace('{bureaux}', names['bureaux'])})")
        self.endings = re.compile("|".join(groups))
        self.inner = re.compile(f"(?:{names['inner']})")
        self.outer = re.compile(f"(?:{names['outer']})")
        self.generic = re.compile(f"(?:{names['generic']})+")
        self.qualifier = re.compile(f"(?:{names['qualifier']})")
        self.levels = re.compile(f"(?P<level>{names['levels']}).+")
        self.alone = re.compile(f"(?:{names['alone']})")
        self.needs_place = frozenset(names["needs_place"])
        self.role = re.compile(names["role"])
        self.campus = re.compile(names["campus"])
        self.needs_anchor = frozenset(names["needs_anchor"])
        self.describes = re.compile(names["describes"])
        self.some = re.compile(names["some"])
        self.trails = frozenset(names["trails"])
        self.verb_after_place = re.compile(f"(?:{names['verb_after_place']})")
        self.keeps_verb = frozenset(names["keeps_verb"])
        self.abbreviated = re.compile(names["abbreviated"])
        self.never = re.compile(names["never"])
        self.anaphora = re.compile(names["anaphora"])
        self.both = re.compile(names["both"])
        self._description = re.compile(f"(?:{names['qualifier']}|{names['generic']})+")
        self.listed = {kind: re.compile(f"(?<![高中初同上下])等{words}") for kind, words in names["listed"].items()}

    def is_description(self, text: str) -> bool:
        """Tell whether words only describe, and name nobody."""
        return self._description.fullmatch(text) is not None


def institutions(line: str, words: list[Word], places: list[Place], patterns: NamePatterns) -> list[Name]:
    """Return the institutions of a line; a longer name takes the place of those inside it."""
    word_at = {at: number for number, word in enumerate(words) for at in range(word.start, word.end)}
    place_at = {place.end: place for place in places}
    found: list[Name] = []
    for match in patterns.endings.finditer(line):
        kind = patterns.kinds[int((match.lastgroup or "k0")[1:])]
        last = words[word_at[match.end() - 1]]
        whole = _ORDINAL.match(match[0]) or line.startswith("校长", match.end())
        if last.end > match.end() and _known_word(last.text) and not whole:
            continue
        before = found[-1] if found and found[-1].distinct else None
        name = _name(line, match, kind, words, _Around(word_at, place_at, before), patterns)
        if name is None or patterns.never.fullmatch(name.text):
            continue
        if before is not None and name.start <= before.start and patterns.role.fullmatch(line, before.end, name.end):
            continue
        if found and found[-1].end > name.start:
            campus = kind == "CulturalInstitution" and patterns.campus.fullmatch(match[0]) is not None
            if before is not None and (kind in patterns.trails or campus):
                continue
            if name.start <= found[-1].start:
                found.pop()
        if not (found and found[-1].end > name.start):
            found.append(name)
    return found


def _name(
    line: str,
    match: re.Match[str],
    kind: str,
    words: list[Word],
    around: _Around,
    patterns: NamePatterns,
) -> Name | None:
    at, end = match.start(), match.end()
    if quoted := _quoted(line, at, end, patterns):
        return Name(quoted, end, line[quoted:end], kind, None, at)
    start, place, taken = _taken(line, at, kind, words, around, patterns)
    # 湘雅 of 中南大学湘雅二医院 is no place before a name either
    begin = place.start if place is not None and place.bare else start
    if around.before is not None and begin == around.before.end and (place is None or place.bare):
        return Name(around.before.start, end, line[around.before.start : end], kind, around.before.place, at)
    if place is None and (whole := _cut_up(line, at, start, words, around, patterns)) is not None:
        start, taken = whole, [line[whole:at]]
    if place is None:
        start, taken = _trimmed(start, taken, patterns)
        if at - start > _LONGEST_FREE or len(taken) > _MOST_FREE_WORDS:
            return None
    else:
        verb = patterns.verb_after_place.match(line, place.end, at)
        if verb and (kind not in patterns.keeps_verb or match[0].endswith("厂")):
            start, place, taken = verb.end(), None, [line[verb.end() : at]]
        else:
            start, place = _whole_place(line, _larger(place, words, around), around.places)
            start = _sender(line, start, kind, around.places)
            start, place = _affiliated(line, start, place, around.before)
    return _judged(Name(start, end, line[start:end], kind, place, at), line, taken, patterns)


def _quoted(line: str, at: int, end: int, patterns: NamePatterns) -> int:
    """Return where a name starts that stands in quotation marks, or 0."""
    opening = line.rfind("“", max(0, at - _LONGEST_ANCHORED), at) if line[end : end + 1] == "”" else -1
    if opening < 0 or end - opening <= _SHORTEST_QUOTED:
        return 0
    quoted = line[opening + 1 : at]
    return opening + 1 if _QUOTABLE.fullmatch(quoted) and not patterns.is_description(quoted) else 0


def _taken(
    line: str, at: int, kind: str, words: list[Word], around: _Around, patterns: NamePatterns
) -> tuple[int, Place | None, list[str]]:
    """Return where the words before an ending start that belong to the name, a place among them, and these words."""
    start, place, number = at, around.places.get(at), around.words.get(at - 1, -1)
    taken = list[str]()
    while place is None and number >= 0 and not (around.before is not None and start == around.before.end):
        word = words[number]
        text = word.text[: at - word.start] if word.end > at else word.text
        if line[start - 1] in "）)" and (opening := _bracketed(line, start - 1, around.places)):
            start, number, place = opening, around.words.get(opening - 1, -1), around.places.get(opening)
            continue
        # 浮 of 青岛浮山路中学, and verbs that only common words follow: 启明 of 云南启明公益基金会
        common = len(text) == 1 or kind == "Enterprise" or all(patterns.generic.fullmatch(part) for part in taken)
        first = common and word.start in around.places and _is_name_word(word, text, patterns)
        if not (first or _belongs(word, text, at - word.start, taken, patterns)):
            break
        start = word.start
        taken.insert(0, text)
        place = around.places.get(start)
        number -= 1
    return start, place, taken


def _larger(place: Place, words: list[Word], around: _Around) -> Place:
    """Return the place before a word that the dictionary takes for a place: 重庆市 of 重庆市巴蜀江湾中学."""
    number = around.words.get(place.start - 1, -1)
    larger = around.places.get(words[number].start) if number >= 0 and words[number].tag in _NAME_TAGS else None
    return larger if place.bare and larger is not None and not larger.bare else place


def _cut_up(line: str, at: int, start: int, words: list[Word], around: _Around, patterns: NamePatterns) -> int | None:
    """Return where a short name starts that the dictionary cuts into signs: 城 and 口 of 城口中学."""
    first = at
    while first and line[first - 1] not in _BOUNDARY and "\u4e00" <= line[first - 1] <= "\u9fff":
        first -= 1
    if not _SHORTEST_CUT <= at - first <= _LONGEST_CUT or first >= start:
        return None
    number = around.words[first]
    own = [word for word in words[number : around.words[at - 1] + 1] if word.start >= first]
    if not own or own[0].start != first or own[0].tag[0] not in "nj" or all(len(word.text) > 1 for word in own):
        return None
    known = any(_known_word(word.text) and (len(word.text) > 1 or word.tag[0] in "vpmdru") for word in own[1:])
    text = line[first:at]
    common = patterns.is_description(text) or patterns.outer.match(text) or patterns.qualifier.match(text)
    return None if known or common or patterns.levels.fullmatch(text) else first


def _affiliated(line: str, start: int, place: Place, before: Name | None) -> tuple[int, Place]:
    """Return where 青河大学附属城南医院 starts, which is one name, and the place it begins with."""
    if before is None or line[before.end : start] != _AFFILIATED:
        return start, place
    return before.start, before.place or place


def _judged(name: Name, line: str, taken: list[str], patterns: NamePatterns) -> Name | None:
    """Tell a name from a description: of itself, by its place, or by the level of a place that the context has."""
    ending = line[name.ending : name.end]
    if name.place is not None:
        # 城西 of 兴文县城西学校 is a place only to the dictionary
        inner = name.place.bare and name.start < name.place.start
        alone = name.place.end == name.ending and ending in patterns.needs_place and not inner
        some = patterns.some.match(line, name.place.end, name.end)
        return None if alone or some or patterns.describes.match(name.text) else name
    level = patterns.levels.fullmatch(name.text)
    if level and not patterns.alone.fullmatch(name.text):
        return replace(name, level=level["level"])
    inside = "".join(taken)
    common = not inside or patterns.generic.fullmatch(inside) is not None
    short = len(name.text) < _SHORTEST_COMMON and not _ORDINAL.match(name.text)
    factory = name.kind == "Enterprise" and ending.endswith("厂")
    nobody = factory or name.kind in patterns.needs_anchor or patterns.describes.match(name.text) is not None
    if nobody or (common and (ending in patterns.needs_place or short)):
        return None
    return replace(name, distinct=not common)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around an ending: words by the characters they cover, places by their end, the name before."""

    words: dict[int, int]
    places: dict[int, Place]
    before: Name | None


def _belongs(word: Word, text: str, reach: int, taken: list[str], patterns: NamePatterns) -> bool:
    """Tell whether the word on the left still belongs to a name."""
    if reach > _LONGEST_ANCHORED or patterns.outer.fullmatch(text) or patterns.qualifier.fullmatch(text):
        return False
    if patterns.inner.fullmatch(text) or text == _YOUNG:
        return True
    tag = word.tag
    if _NUMERAL.match(text) and (tag.startswith("m") or _ORDINAL.fullmatch(text)):
        return text.startswith("第") or (len(text) <= 1 and taken[:1] in ([], ["人民"]))
    if tag.startswith("f"):
        return text.removesuffix("部").removesuffix("方") in "东西南北中"
    if tag.startswith(("v", "a")) and tag != "vn":
        return not _known_word(text) and len(text) > 1
    return not tag.startswith(_STOP_TAGS) and text[0].isalnum()


def _is_name_word(word: Word, text: str, patterns: NamePatterns) -> bool:
    """Tell whether a word between a place and an ending may be the name, though it is a verb: 云南启明公益基金会."""
    if patterns.outer.fullmatch(text) or patterns.qualifier.fullmatch(text) or word.tag in {"p", "c", "x", "m", "r"}:
        return False
    return word.tag[:1] in "vadqtf" and text[0] not in _FUNCTION and not (word.tag[0] in "td" and _TIME.search(text))


_FUNCTION = "有是在的各某该这那每全两个几多了着过到去来为把被将和与及向对从由给让使等已也都还又再共曾拟"
_TIME = re.compile("[年月日今昨明去近当前现时春夏秋冬季早晚午周期]")


@lru_cache(maxsize=10_000)
def _known_word(text: str) -> bool:
    return is_word(text)


def _trimmed(start: int, taken: list[str], patterns: NamePatterns) -> tuple[int, list[str]]:
    """Leave out what stands before a name that no place begins: 农业龙头企业百誉农业."""
    for number in range(len(taken) - 1, 0, -1):
        if patterns.endings.fullmatch(taken[number - 1]) or taken[number - 1] in {"企业", "单位", "机构", "龙头企业"}:
            start += sum(map(len, taken[:number]))
            return start, taken[number:]
    return start, taken


def _bracketed(line: str, closing: int, places: dict[int, Place]) -> int:
    """Return where a bracket opens that holds a place inside a name, or 0: 济宁（英吉沙）, 附属（珠海）医院."""
    inner = places.get(closing)
    return inner.start - 1 if inner and inner.start > 1 and line[inner.start - 1] in "（(" else 0


def _sender(line: str, start: int, kind: str, places: dict[int, Place]) -> int:
    """Return where a name starts that says first who sent: 青河市 of 青河市对口支援沙岭县前方指挥部."""
    sent = _SENDS.search(line, max(0, start - _LONGEST_FREE), start) if kind in _SENT_TO else None
    sender = places.get(sent.start()) if sent else None
    return sender.start if sender else start


def _whole_place(line: str, place: Place, place_at: dict[int, Place]) -> tuple[int, Place]:
    """Return where a name starts that begins with a place: with the larger places before it, or joined to another."""
    start, nearest = place.start, place
    last = place
    while start in place_at and (last.bare or not place_at[start].bare):
        last = place_at[start]
        start = last.start
    if start and line[start - 1] in "—-–":
        before = start - 1
        while before and line[before - 1] in "—-–":
            before -= 1
        if before in place_at:
            start = place_at[before].start
    return start, nearest
