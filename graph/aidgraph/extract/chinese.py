"""Mentions in Chinese text: names, short names, lists that share a head, and places that the context supplies."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aidgraph.extract.chinese_anaphora import both_meant, meant_again
from aidgraph.extract.chinese_lists import NUMERAL, Line, apposed, listed, shared_head, shared_tail
from aidgraph.extract.chinese_names import Name, NamePatterns, institutions
from aidgraph.extract.chinese_places import Place, Places, chains
from aidgraph.extract.chinese_words import Word, tagged
from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.records import Known
from aidgraph.extract.rosters import Roster
from aidgraph.extract.rules import Grammar
from aidgraph.extract.short_names import FullNames, key_of, trade_names

__all__ = ["chinese_mentions"]

_AID = re.compile(r"(?:中国|[\u4e00-\u9fff]{2,3}省)?援$")
_BATCH = re.compile(r"第[0-9一二三四五六七八九十]{1,4}批$")
_PROJECT = re.compile(
    r"“[^“”，。；]{2,16}”[\u4e00-\u9fff]{0,8}?(?:工程|项目)|(?<=实施)(?:了)?(?P<name>[\u4e00-\u9fff]{4,18}?(?:工程|项目))"
)
_ORDINAL = re.compile(rf"(?:第)?{NUMERAL}")
_LEVELS = "省市县区州"
_OF_UNIVERSITY = re.compile("大(?!道)|附")
_LONGEST_LINE = 2_000
_LONG = 9
"""So many signs make a full name of one that no place begins: 南华大学附属第二医院."""


def _pieces(line: str) -> Iterator[str]:
    """Cut a line without end where no name can stand, so that none is compared with thousands."""
    while len(line) > _LONGEST_LINE:
        cut = max(line.rfind(sign, 0, _LONGEST_LINE) for sign in "。；，、 ") + 1 or _LONGEST_LINE
        yield line[:cut]
        line = line[cut:]
    yield line


def chinese_mentions(text: str, grammar: Grammar, known: Sequence[Known]) -> Mentions:
    """Return the mentions of a mended and folded Chinese text."""
    return _Reader(text, grammar, known).mentions()


class _Reader:
    def __init__(self, text: str, grammar: Grammar, known: Sequence[Known]) -> None:
        self.text = text
        self.patterns = NamePatterns(grammar.raw)
        self.roster = Roster(known)
        self.places = Places(grammar.raw["places"], self.roster.levels)
        self.last_of: dict[tuple[int, int], str] = {}
        """The last place of those that follow each other, by where they stand together."""

        self.lines = list(self._lines())
        self._by_level: dict[str, list[tuple[str, int]]] = {}
        anchored = {
            name.text
            for line in self.lines
            for name in line.names
            if name.place is not None or (name.distinct and len(name.text) >= _LONG)
        }
        self.full = FullNames([*self.roster.institutions, *sorted(anchored)])
        self.nested = {
            key_of(line.text[name.place.start : name.end]): name.text
            for line in self.lines
            for name in line.names
            if name.place is not None and name.place.start > name.start
        }

    def _lines(self) -> Iterator[Line]:
        lines, start = list[tuple[int, str, list[Word]]](), 0
        for whole in self.text.split("\n"):
            for text in _pieces(whole):
                words = tagged(text)
                self.places.find(words)
                lines.append((start, text, words))
                start += len(text)
            start += 1
        # twice: a place may be called by its short name before the full one comes
        for start, text, words in lines:
            places = self.places.find(words)
            names = institutions(text, words, places, self.patterns)
            yield Line(
                start, text, words, sorted([*places, *self._governed(names)], key=lambda place: place.start), names
            )

    def _governed(self, names: list[Name]) -> Iterator[Place]:
        """Yield the places that bodies such as 高淳区委 are of, whose level stands at the head of the ending."""
        for name in names:
            at = name.ending - name.start
            head, level = name.text[:at], name.text[at]
            inside = name.place is None or name.place.end == name.ending
            if level in _LEVELS and len(head) > 1 and inside and not self.places.suffix(head)[0]:
                yield Place(name.start, name.ending + 1, head + level, self.places.level(head + level))

    def mentions(self) -> Mentions:
        listed = list(self.roster.mentions(self.text))
        found = list(listed)
        for line in self.lines:
            found += self._of_line(line)
        found += self._declared(found)
        found += self._trade_names(found)
        found += meant_again(self.text, Mentions(found), list(self._all_places()), self.patterns.anaphora)
        found += both_meant(self.text, Mentions(found), self.patterns.both)
        return Mentions([*listed, *self._one_name(found, listed)])

    def _of_line(self, line: Line) -> Iterator[Mention]:
        inside = [(name.start, name.end) for name in line.names]
        for name in line.names:
            mention = self._institution(line, name)
            if mention is not None:
                yield mention
                yield from shared_tail(line, name, mention, self.places, self.patterns)
        yield from shared_head(line)
        yield from listed(line, self.patterns)
        yield from apposed(line, self.patterns)
        plain = [place for place in line.places if not any(start <= place.start < end for start, end in inside)]
        for chain in chains(plain):
            last = chain[-1]
            if last.weak or not self.places.is_sure(last, line.text):
                continue
            start, end = line.start + chain[0].start, line.start + last.end
            kind = self.places.level(self.places.name(last.text))
            if len(chain) > 1:
                self.last_of[start, end] = last.text
            yield Mention(start=start, end=end, name=self.text[start:end], kind=kind, is_place=True)
        for match in _PROJECT.finditer(line.text):
            group = "name" if match["name"] else 0
            start, end = line.start + match.start(group), line.start + match.end(group)
            yield Mention(start=start, end=end, name=match[group], kind="Project", is_place=False, weak=True)

    def _institution(self, line: Line, name: Name) -> Mention | None:
        start, end = line.start + name.start, line.start + name.end
        if name.kind == "Team":
            head = line.text[: name.start]
            start -= len(sent[0]) if (sent := _AID.search(head)) else 0
            start -= len(batch[0]) if (batch := _BATCH.search(self.text[line.start : start])) else 0
        mention = Mention(start=start, end=end, name=self.text[start:end], kind=name.kind, is_place=False)
        if name.place is not None:
            nested = self.nested.get(key_of(name.text)) or self.full.ending_in(name.text)
            if not nested and _OF_UNIVERSITY.search(name.text):
                nested = self.full.abbreviated(name.text)
            return replace(mention, name=nested, how="alias") if nested else mention
        specific = name.distinct and not name.level
        full = self.full.same(name.text) or (self.full.ending_in(name.text) if specific else "")
        if full and full != name.text:
            return replace(mention, name=full, how="alias")
        if name.level:
            return self._with_level(mention, name)
        if name.distinct:
            short = self.full.abbreviated(name.text)
            return replace(mention, name=short, how="alias") if short else mention
        beside = line.text[: name.start].endswith(("、", "和", "与")) or line.text[name.end :].startswith(
            ("、", "和", "与")
        )
        neighbour = any(
            other is not name
            and other.kind == name.kind
            and (other.end + 1 == name.start or name.end + 1 == other.start)
            for other in line.names
        )
        if _ORDINAL.match(name.text):
            numbered = self.full.numbered(name.text)
            return replace(mention, name=numbered, how="alias") if numbered else mention
        return mention if beside and neighbour else None

    def _with_level(self, mention: Mention, name: Name) -> Mention:
        """Give 市教育局 the name of its city, or of the only body so called that the text named in full before."""
        at = mention.start
        full = self._full_before(mention, name.level)
        if full is not None:
            return replace(mention, name=full[0], how="context", anchor=full[1])
        place = self._place_of(at, name.level)
        if place is None:
            return mention
        text = place[0] + mention.name.removeprefix(name.level)
        anchor = (place[1], place[1] + len(place[0]))
        return replace(mention, name=self.full.same(text) or text, how="context", anchor=anchor)

    def _full_before(self, mention: Mention, level: str) -> tuple[str, tuple[int, int]] | None:
        """Return the first full name before a mention that ends as it does, and where it stands."""
        for line in self.lines:
            for name in line.names:
                start = line.start + name.start
                longer = name.place is not None and len(name.text) > len(mention.name)
                tail = mention.name.removeprefix(level)
                same = name.place is not None and name.place.text.endswith(level)
                same = same and _ORDINAL.match(tail) is not None and key_of(name.text).endswith(tail)
                if start < mention.start and longer and (same or name.text.endswith(mention.name)):
                    return name.text, (start, line.start + name.end)
        return None

    def _place_of(self, at: int, level: str) -> tuple[str, int] | None:
        """Return the place that 市, 县 or 省 means: the only one of its paragraph so far, else the most frequent."""
        if level not in self._by_level:
            self._by_level[level] = [place for line in self.lines for place in self._of_level(line, level)]
        seen = self._by_level[level]
        line = self.lines[bisect_right(self.lines, at, key=lambda line: line.start) - 1]
        ours = at <= line.start + len(line.text)
        own = [place for place in seen if line.start <= place[1] < at] if ours else []
        if own and len({name for name, _ in own}) == 1:
            return own[-1]
        only = seen if len({name for name, _ in seen}) == 1 else []
        before = [place for place in seen if place[1] < at] or only
        times = Counter(name for name, _ in before)
        return max(reversed(before), key=lambda place: times[place[0]], default=None)

    def _of_level(self, line: Line, level: str) -> Iterator[tuple[str, int]]:
        for place in line.places:
            full = self.places.name(place.text)
            if full.endswith(level) or (level == "省" and self.places.is_province(full)):
                yield full, line.start + place.start

    def _trade_names(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the later places of enterprises that are called by less than their full names: 北方管业."""
        full = {mention.name: mention for mention in reversed(found) if mention.kind == "Enterprise"}
        heads = {name.text: name.place.text if name.place else "" for line in self.lines for name in line.names}
        meant = defaultdict[str, list[Mention]](list)
        for name, mention in full.items():
            for short in trade_names(name, heads.get(name, "")):
                meant[short].append(mention)
        for short, parties in meant.items():
            if len(parties) > 1 or short in full:
                continue
            yield from self._again(parties[0], short, parties[0].end)

    def _all_places(self) -> Iterator[Mention]:
        """Yield the places that the text names, by themselves or in the name of an institution."""
        for line in self.lines:
            for place in line.places:
                name = self.places.name(place.text)
                start, end = line.start + place.start, line.start + place.end
                if not place.weak:
                    yield Mention(start=start, end=end, name=name, kind=self.places.level(name), is_place=True)

    def _declared(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the later places of short names that the text declares: "（以下简称济医附院）"."""
        by_end = {mention.end: mention for mention in found}
        for match in self.patterns.abbreviated.finditer(self.text):
            if mention := by_end.get(match.start()):
                yield from self._again(mention, match["short"], match.end())
        for other in found:
            mention = by_end.get(other.start - 1)
            if mention is None or mention.is_place or other.is_place:
                continue
            if self.text[other.start - 1] == "（" and self.text.startswith("）", other.end):
                # 青河大学附属医院（青河协和医院）: two names of one hospital
                yield from self._again(mention, other.name, other.end)

    def _again(self, mention: Mention, short: str, declared: int) -> Iterator[Mention]:
        """Yield the places of another name of a party that the text explains where it first names it."""
        for other in re.finditer(re.escape(short), self.text):
            anchor = (mention.start, declared)
            yield replace(mention, start=other.start(), end=other.end(), how="alias", anchor=anchor)

    def _one_name(self, found: list[Mention], listed: list[Mention]) -> Iterator[Mention]:
        """Yield the mentions that no roster has named, each party by one name: the longest of those that mean it."""
        names = defaultdict[bool, list[str]](list)
        for mention in found:
            names[mention.is_place].append(mention.name)
        full = FullNames(dict.fromkeys([*self.roster.institutions, *names[False]]))
        for mention in found:
            length = mention.end - mention.start
            if any(m.start < mention.end and mention.start < m.end and m.end - m.start >= length for m in listed):
                continue
            if mention.is_place:
                name = self._one_place(mention, set(names[True]))
            else:
                name = full.same(mention.name) or mention.name
            party = self.roster.named(name) or self.roster.named(mention.name)
            if party is not None:
                yield replace(mention, name=party.name, kind=party.kind, reference=party.reference)
            else:
                yield replace(mention, name=name)

    def _one_place(self, mention: Mention, names: set[str]) -> str:
        """Return the name of a place; one that stands only behind larger ones keeps them: 渭源县会川镇."""
        last = self.last_of.get((mention.start, mention.end))
        if last is None:
            return self.places.name(mention.name)
        alone = self.places.name(last)
        return alone if alone in names or last in names else mention.name
