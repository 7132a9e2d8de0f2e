"""Places in Chinese text: by the dictionary, by the endings of names, and by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aidgraph.extract.chinese_words import Word, is_word

__all__ = ["Place", "Places", "chains"]

_NAME_TAGS = ("nr", "ns", "nz", "nrt", "nrfg")
_INNER_TAGS = "nsfjabzm"
# characters that are no words by themselves
_BOUND = ("x", "g", "ng", "zg", "ag", "tg", "vg")
_STEM_TAGS, _LEVELS = "nja", {"县", "镇", "乡", "旗", "市", "区"}
_LONGEST, _SHORTEST_STEM = 9, 2
_VILLAGE = "村"
_PEOPLES = re.compile(r"(?<=[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{1,6}族自治[县州旗区]$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a line of text; ``full`` is its name with the ending that says its level, where the text has it."""

    start: int
    end: int
    text: str
    level: str
    weak: bool = False
    """Whether the word may be another one."""

    bare: bool = False
    """Whether nothing but the dictionary says that it is a place."""


class Places:
    """What is known of places: the endings of their names, and those that this text has named so far."""

    def __init__(self, raw: dict[str, Any], known: dict[str, str]) -> None:
        self._suffixes: list[tuple[str, str]] = [(suffix, level) for suffix, level in raw["suffixes"]]
        self._endings = {suffix for suffix, _ in self._suffixes}
        self._provinces = frozenset(raw["provinces"])
        self._function = frozenset(raw["function"])
        self._rivers = re.compile(raw["rivers"])
        self._no_province = re.compile(raw["no_province"])
        self._before_bare = re.compile(raw["before_bare"])
        self._cities = frozenset(raw["cities"].split())
        self._none = re.compile(raw["not_places"])
        self._common = re.compile(raw["common"])
        self._streets = re.compile(raw["streets"])
        self._abroad = re.compile(
            rf"(?P<country>{'|'.join(raw['countries'].split())})"
            rf"(?P<region>{raw['abroad']}{{1,7}}?(?:{'|'.join(raw['regions'].split())}))?"
            rf"(?P<town>{raw['abroad']}{{1,7}}?(?:{'|'.join(raw['towns'].split())}))?"
        )
        self.full: dict[str, str] = {}
        """Full names by the name without its ending; an empty string where several fit."""
        self._by_head: dict[str, list[str]] = {}
        self.levels: dict[str, str] = dict(known)
        for name in known:
            self._learn(name)

    def suffix(self, name: str) -> tuple[str, str]:
        """Return the ending of a place's name and the level that it says, or two empty strings.

        A name that is hardly more than an ending is none.
        """
        for suffix, level in self._suffixes:
            if name.endswith(suffix) and len(name) > len(suffix):
                return suffix, level
        return "", ""

    def level(self, name: str) -> str:
        """Return the level of a place by its name."""
        if name in self.levels:
            return self.levels[name]
        suffix, level = self.suffix(name)
        if name.removesuffix("市") in self._provinces or name in self._provinces:
            return "Province"
        return level if suffix else "Place"

    def _learn(self, name: str) -> None:
        suffix, _ = self.suffix(name)
        stem = name.removesuffix(suffix)
        if not suffix or len(stem) < _SHORTEST_STEM:
            return
        heads = self._by_head.setdefault(name[0], [])
        if name not in heads:
            heads.append(name)
            heads.sort(key=len, reverse=True)
        shorts = [stem]
        if people := _PEOPLES.search(name):
            # 都安瑶族自治县 is called 都安县, and 都安
            shorts += [name[: people.start()], name[: people.start()] + suffix[-1]]
        for short in shorts:
            if self.full.setdefault(short, name) != name:
                self.full[short] = ""

    def name(self, text: str) -> str:
        """Return the full name of a place that is called by a shorter one, where the text has just one."""
        return self.full.get(text) or text

    def is_none(self, text: str) -> bool:
        """Tell whether words end like a place and are none."""
        return self._none.fullmatch(text) is not None

    def is_province(self, name: str) -> bool:
        """Tell whether a place is a 省: the autonomous regions and municipalities are none."""
        return self.level(name) == "Province" and not self._no_province.match(name)

    def is_sure(self, place: Place, line: str) -> bool:
        """Tell whether a name is a place not only in the dictionary: by its ending, the text, or what is before it."""
        text = place.text
        if self.suffix(text)[0] or text in self.full or text in self.levels or text in self._provinces:
            return True
        return self._before_bare.search(line[: place.start]) is not None

    def find(self, words: list[Word]) -> list[Place]:
        """Return the places of a line, from left to right."""
        found: list[Place] = []
        line = "".join(word.text for word in words)
        abroad = {chain[0].start: chain for chain in self._abroad_in(line)}
        for at, word in enumerate(words):
            if found and word.start < found[-1].end:
                continue
            if word.start in abroad:
                found += abroad[word.start]
                continue
            place = self._at(words, at, found) or self._named_before(line, word.start)
            if place is not None:
                place = self._longer(words, at, place)
                on_street = not self.suffix(place.text)[0] and self._streets.match(line, place.end)
                if on_street or (found and place.start < found[-1].end):
                    continue
                found.append(place)
                self._learn(place.text)
        return found

    def _abroad_in(self, line: str) -> Iterator[list[Place]]:
        """Yield places abroad behind the names of their countries, which no dictionary knows: 智利纽夫莱大区奇廉市."""
        for match in self._abroad.finditer(line):
            parts = [name for name in ("country", "region", "town") if match[name]]
            if len(parts) > 1:
                yield [
                    Place(*match.span(name), match[name], "Country" if name == "country" else self.level(match[name]))
                    for name in parts
                ]

    def _named_before(self, line: str, at: int) -> Place | None:
        """Return a place that the text named in full before, however the dictionary cuts it here: 水城区."""
        name = next((name for name in self._by_head.get(line[at : at + 1], ()) if line.startswith(name, at)), None)
        return Place(at, at + len(name), name, self.level(name)) if name else None

    def _at(self, words: list[Word], at: int, found: list[Place]) -> Place | None:
        word = words[at]
        if found and found[-1].end == word.start and self.suffix(found[-1].text)[0]:
            inner = self._inner(words, at)
            if inner is not None:
                return inner
        return self._with_ending(words, at, found) or self._bare(word)

    def _with_ending(self, words: list[Word], at: int, found: list[Place]) -> Place | None:
        """Return the place that starts with a word and has an ending, perhaps some unknown words later."""
        first = words[at]
        named = first.tag in _NAME_TAGS or first.text in self.full or first.text in self._cities
        # 盘 and 州市, as the dictionary cuts some
        named = named or (len(first.text) == 1 and [word.text for word in words[at + 1 : at + 2]] == ["州市"])
        named = named or self._is_stem(words, at, found)
        long = len(first.text) > _SHORTEST_STEM and (first.tag[:1] == "n" or first.text[-1] in "县镇乡州")
        glued = first.text[0] in self._function and first.tag != "ns" and not is_word(first.text)
        if glued or not (named or long):
            return None
        text = ""
        for number, word in enumerate(words[at : at + 4]):
            cut_off = (
                word.text in self._endings
                or word.text == "州市"
                or (self.suffix(word.text)[0] and not is_word(word.text))
            )
            whole = word.tag == "ns" and len(word.text) > _SHORTEST_STEM and bool(self.suffix(word.text)[0])
            whole = whole and word.text not in self._endings
            if number and (whole or not (word.tag in _NAME_TAGS or cut_off)):
                return None
            if number == 1 and first.text in self._provinces and word.text not in self._endings:
                return None
            text += word.text
            suffix, _ = self.suffix(text)
            if suffix and len(text) <= _LONGEST and not self.is_none(text):
                return Place(first.start, word.end, text, self.level(text))
            if not named:
                return None
        return None

    def _longer(self, words: list[Word], at: int, place: Place) -> Place:
        """Return 旧县镇 for 旧县: a township that is called like a county."""
        behind = next((word for word in words[at:] if word.start == place.end), None)
        if len(place.text) == _SHORTEST_STEM and behind is not None and behind.text in {"镇", "乡"}:
            text = place.text + behind.text
            return Place(place.start, behind.end, text, self.level(text)) if self.suffix(place.text)[0] else place
        return place

    def _is_stem(self, words: list[Word], at: int, found: list[Place]) -> bool:
        """Tell whether common words can only be a name here: 木里 of 木里县, 羊 of 羊岑乡, 雨 of 雨敞坪镇."""
        first, behind = words[at], words[at + 1 : at + 2]
        known = len(first.text) == 1 or is_word(first.text)
        if behind and first.tag in _BOUND and first.text.isalpha() and self._is_remainder(behind[0]):
            return True
        if not behind or (known and first.tag[:1] not in _STEM_TAGS) or self._common.fullmatch(first.text):
            return False
        if len(first.text) == _SHORTEST_STEM and first.text.isalpha() and behind[0].text in _LEVELS:
            return True
        if behind[0].text == _VILLAGE and len(first.text) == _SHORTEST_STEM and self._beside_village(words, at, found):
            return True
        before = words[at - 1] if at else None
        free = before is None or before.tag[:1] in "xpv" or bool(self.suffix(before.text)[0])
        unknown = len(behind[0].text) > 1 and behind[0].tag in _NAME_TAGS and not is_word(behind[0].text)
        listed = len(first.text) == 1 or (before is not None and before.text == "、")
        return free and unknown and listed and first.text[0] not in self._function

    def _is_remainder(self, word: Word) -> bool:
        """Tell whether a word is what the dictionary leaves of a name that it does not know: 平县 of 濛平县."""
        return len(word.text) == _SHORTEST_STEM and word.text[-1] in _LEVELS and not is_word(word.text)

    def _beside_village(self, words: list[Word], at: int, found: list[Place]) -> bool:
        """Tell whether a word stands in a list behind a village, or directly behind the township it is in."""
        start = words[at].start
        listed = at > 0 and words[at - 1].text in {"、", "和", "与", "及"}
        near = found[-1] if found else None
        if near is None or self._common.fullmatch(words[at].text):
            return False
        return near.end == start or (listed and near.end == words[at - 1].start and near.text.endswith(_VILLAGE))

    def _bare(self, word: Word) -> Place | None:
        text = word.text
        if text in self._cities and word.tag != "ns" and text not in self.full:
            return Place(word.start, word.end, text, "Prefecture", weak=True)
        known = text in self.full or text in self.levels or text in self._provinces
        if not known and (word.tag != "ns" or len(text) < _SHORTEST_STEM or self.is_none(text) or not is_word(text)):
            return None
        weak = not known and self._rivers.fullmatch(text) is not None
        return Place(word.start, word.end, text, self.level(self.name(text)), weak, bare=not known)

    def _inner(self, words: list[Word], at: int) -> Place | None:
        """Return a place that directly follows the larger one it lies in; the dictionary need not know it."""
        text = ""
        for number, word in enumerate(words[at : at + 4]):
            odd = word.tag[:1] not in _INNER_TAGS and (len(word.text) > 1 or word.text in self._function)
            after = words[at + number + 1].text if at + number + 1 < len(words) else ""
            odd = odd and not (number == 0 and len(word.text) == _SHORTEST_STEM and after in self._endings)
            whole = number > 0 and word.tag == "ns" and len(word.text) > _SHORTEST_STEM
            whole = whole and bool(self.suffix(word.text)[0]) and word.text not in self._endings
            if odd or whole or word.tag[:1] in "pcux" or word.tag == "nt" or not word.text[0].isalpha():
                return None
            text += word.text
            if len(text) > _LONGEST:
                return None
            suffix, level = self.suffix(text)
            if suffix and not self.is_none(text):
                return Place(words[at].start, word.end, text, level)
        return None


def chains(places: list[Place]) -> Iterator[list[Place]]:
    """Yield runs of places that follow each other directly, the larger before the smaller."""
    run: list[Place] = []
    for place in places:
        if run and (run[-1].end != place.start or run[-1].bare):
            yield run
            run = []
        run.append(place)
    if run:
        yield run
