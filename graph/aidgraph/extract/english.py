"""Mentions in English text: runs of capitalised words that end in a word for an institution or a level of place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from aidgraph.extract.english_endings import PLAIN, Endings
from aidgraph.extract.english_places import Places
from aidgraph.extract.english_runs import WORD, Run, runs
from aidgraph.extract.english_short_names import EnglishShortNames
from aidgraph.extract.headings import headed_lists, sides
from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.records import Known
from aidgraph.extract.rosters import Roster
from aidgraph.extract.rules import Grammar

__all__ = ["english_mentions"]

_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?")
_PLURALS = {
    "Schools": "School",
    "Hospitals": "Hospital",
    "Colleges": "College",
    "Universities": "University",
    "Centres": "Centre",
    "Centers": "Center",
    "Clinics": "Clinic",
    "Academies": "Academy",
    "Institutes": "Institute",
    "Libraries": "Library",
    "Counties": "County",
    "Districts": "District",
    "Townships": "Township",
}
_LETTERS = re.compile(r"[A-Z]{3,7} [A-Z]")
_ONE_OF_MANY = re.compile(r"\b(?:an?|(?:no|any)(?: [a-z]+)?) $")
_ARTICLE = re.compile(r"\b(?:an?|the|this|that|its|our|their|your|one|another|every|each|no|local) $", re.IGNORECASE)
_PLURAL_OF = re.compile(r"\b(?:of|for) (?:[A-Z]\w+ )*[A-Z]\w+s$")
_PLURAL = re.compile(r"[A-Z]\w+s")
_PERSON = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){0,2} (?:of|from|at) (?:the )?(?=[A-Z])")
_SPEAKS = re.compile(r",? (?:said|says|told|added|explained|thanked|noted|joined|described|describes|visited)\b")
_TIE = re.compile(r"(?:Partnership|Links?|Twinning|Agreement)$")
_WITH = re.compile(r" (?:with|between) ")
_OWNER = re.compile(r"['’]s? (?=[A-Z0-9])")
_BEHIND, _TITLE, _LONGEST_LISTED = 80, 20, 6
_VERBS = {"is", "are", "was", "were", "has", "have", "had", "will", "since", "because", "that", "which", "who"}


def english_mentions(text: str, grammar: Grammar, known: Sequence[Known]) -> Mentions:
    """Return the mentions of a mended and folded English text."""
    return _Reader(text, grammar, known).mentions()


class _Reader:
    def __init__(self, text: str, grammar: Grammar, known: Sequence[Known]) -> None:
        self.text, self.grammar = text, grammar
        names: dict[str, Any] = grammar.raw["names"] | {"own": grammar.raw["lists"]["ours"]}
        self.roster = Roster(known)
        self.endings = Endings(names)
        self.places = Places(text, names, self.endings, self.roster.levels)
        self.short = EnglishShortNames(text, names, self.roster)
        self.starts = frozenset(names["starts"].split())
        self.counts = frozenset(names["counts"].split())
        self.titles = re.compile(rf"\b(?:{names['titles']})\b", re.IGNORECASE)
        self.persons = re.compile(rf"\s(?:{names['persons']})\b")
        self.titled = re.compile(rf"\b(?:{names['persons']})\.? $", re.IGNORECASE)
        self.subjects = frozenset(names["subjects"].split())
        self.small = re.compile(names["small"])
        self.listed = {kind: re.compile(words, re.IGNORECASE) for kind, words in names["listed"].items()}
        self.called = re.compile(names["called"])
        self.explained = re.compile(names["explained"])
        self.runs = list(runs(text, names))
        self.parts = [part for run in self.runs for part in self._parts(run)]

    def mentions(self) -> Mentions:
        found: list[Mention] = list(self.roster.mentions(self.text))
        self.places.learn_from(self.parts)
        for run in self.runs:
            found += list(self._shared(run)) or [
                mention for part in self._parts(run) for mention in self._of_part(*part)
            ]
        found += list(self._listed(found))
        found += self.short.declared(found)
        free = [part for part in self.parts if self.text[slice(*part)] not in self.places]
        found += self.short.shorter(found, free)
        found += self.short.acronyms(found)
        named = Mentions(found)
        found += self.short.anaphora(named)
        found += self.short.both(named)
        found += self.short.own(named)
        return Mentions(self.short.one_name(found))

    # ---- parts of a run

    def _parts(self, run: Run) -> Iterator[tuple[int, int]]:
        """Divide a run between two names, but not at the "and" inside one."""
        start = run.start
        for match in re.finditer(r"\s+(and|&)\s+(?:the\s+)?", run.text):
            left, right = self.text[start : run.start + match.start()], run.text[match.end() :]
            if self._divides(left, match[1], right):
                yield from self._owned(start, run.start + match.start())
                start = run.start + match.end()
        yield from self._owned(start, run.end)

    def _owned(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Divide "Kenya's Elm School", and "Elm School's Rotary Club"; St Mary's School is one."""
        for owner in _OWNER.finditer(self.text, start, end):
            name = self.text[start : owner.start()]
            is_party = self.endings.kind(name) and not self.endings.is_alone(name)
            # "the People's Republic" owns nothing
            is_party = is_party and not name.endswith("People")
            if is_party or self.endings.level(name) or self.places.is_country(name):
                yield start, owner.start()
                start = owner.end()
        yield start, end

    def _divides(self, left: str, sign: str, right: str) -> bool:
        """Tell whether an "and" stands between two names: Health and Welfare Bureau is one."""
        if self.endings.last(left) is not None or self.endings.level(left) is not None:
            return True
        first = re.split(r"\s+(?:and|&)\s+|['’]s\s+(?=[A-Z]\w+ (?:Fund|Trust|Foundation)\b)", right, maxsplit=1)[0]
        # "Elmton and District Twinning Association", "Council of Towns and Regions"
        sorts = self.endings.is_qualifier(left.rsplit(maxsplit=1)[-1]) and self.endings.is_qualifier(
            right.split(maxsplit=1)[0]
        )
        area = right.startswith("District ") and self.endings.kind(right) and not self.endings.word.search(left)
        things = _PLURAL_OF.search(left) and _PLURAL.fullmatch(first) and self.endings.kind(left)
        if (
            area
            or things
            or (sorts and self.endings.last(first))
            or sign == "&"
            or re.search(r"\bNHS (?:Foundation )?Trust$", first)
        ):
            return False
        if left.rsplit(maxsplit=1)[-1] not in self.subjects:
            return True
        ends = self.endings.last(first) is not None and not self.endings.is_alone(first)
        if self.endings.word.search(left):
            return ends or self.endings.level(first) is not None
        return not ends

    # ---- one name

    def _of_part(self, start: int, end: int) -> Iterator[Mention]:
        start = self._behind_title(start, end)
        end = self._before_person(start, end)
        if _ONE_OF_MANY.search(self.text, max(0, start - 14), start):
            return
        name = self.text[start:end]
        if (small := self._written_small(start, end)) is not None:
            yield small
        elif (kind := self.endings.kind(name)) is not None:
            # "Elmton Partnership with Elm School" is a tie, and no body
            if not (self.endings.is_alone(name) or (_TIE.search(name) and _WITH.match(self.text, end))):
                yield self._mention(start, end, kind)
        elif level := self.endings.level(name):
            yield Mention(start=start, end=end, name=name, kind=level, is_place=True)
        elif (cut := self.endings.cut(name)) is not None:
            yield self._mention(start, start + cut[0], cut[1])
        elif explained := self._explained(start, end):
            yield self._mention(start, end, explained)
        elif _LETTERS.match(name):
            yield replace(self._mention(start, end, "Institution"), weak=True)
        elif place := self.places.named(name):
            full, level = place
            yield Mention(start=start, end=end, name=full, kind=level, is_place=True)

    def _behind_title(self, start: int, end: int) -> int:
        """Return where a name starts behind the person that speaks for it: "Head of Elm School"."""
        for title in self.titles.finditer(self.text, start, end):
            if of := _OF.match(self.text, title.end(), end):
                return of.end()
        person = _PERSON.match(self.text, start, end)
        if person and not self.endings.word.search(person[0]) and self.endings.kind(self.text[person.end() : end]):
            titled = self.titled.search(self.text, max(0, start - _TITLE), start)
            full = person[0].split(" of ", 1)[0].count(" ")
            if titled or (full and (person[0].endswith("the ") or _SPEAKS.match(self.text, end))):
                return person.end()
        return start

    def _before_person(self, start: int, end: int) -> int:
        """Return where a name ends before the person that speaks for it: "Elm School Principal Ann Lee"."""
        for person in self.persons.finditer(self.text, start, end):
            if self.endings.kind(self.text[start : person.start()]):
                return person.start()
        return end

    def _written_small(self, start: int, end: int) -> Mention | None:
        """Return the institution or place whose ending is written small: Elm primary school, Anding county."""
        small = self.small.match(self.text, end)
        if small is None or _ARTICLE.search(self.text, max(0, start - 9), start):
            return None
        name = self.text[start : small.end()]
        large = name[: end - start] + small[0].title()
        if (level := self.endings.level(large)) is not None:
            return Mention(start=start, end=small.end(), name=name, kind=level, is_place=True)
        kind = self.endings.kind(large)
        return None if kind is None else self._mention(start, small.end(), kind)

    def _explained(self, start: int, end: int) -> str:
        """Return the kind of what the text calls so: "the charity Sightline", "its sister school Ashfield"."""
        found = self.called.search(self.text, max(0, start - _BEHIND), start) or self.explained.match(self.text, end)
        if found is None:
            return ""
        return next((kind for kind in ("School", "Hospital", "College") if self.listed[kind].search(found[0])), PLAIN)

    def _mention(self, start: int, end: int, kind: str) -> Mention:
        return Mention(
            start=start,
            end=end,
            name=" ".join(self.text[start:end].split()),
            kind=kind,
            is_place=False,
            weak=kind in {"Project", "Media", "Team"},
        )

    # ---- lists

    def _listed(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the names of a list whose heading says what they are names of: "Partner schools", "Twin towns"."""
        taken = Mentions(found)
        for listed in headed_lists(self.text, self.grammar):
            heading = self.text[slice(*listed.heading)]
            kind = next((kind for kind, words in self.listed.items() if words.search(heading)), None)
            for start, end in listed.items if kind else ():
                for first, last in sides(self.text, start, end):
                    words = self.text[first:last].split()
                    named = any(not mention.weak for mention in taken.within(first, last))
                    if named or not 0 < len(words) <= _LONGEST_LISTED or any(word.lower() in _VERBS for word in words):
                        continue
                    is_place = kind == "Place"
                    yield Mention(
                        start=first, end=last, name=" ".join(words), kind=kind or "Institution", is_place=is_place
                    )

    def _shared(self, run: Run) -> Iterator[Mention]:
        """Yield the names of "Riverside, Hilltop and Lakeview Primary Schools"."""
        plural = next((word for word in _PLURALS if re.search(rf"\b{word}\b", run.text)), None)
        if plural is None:
            return
        at = run.text.index(plural)
        words = run.text[:at].split()
        tail = [_PLURALS[plural]]
        while words and self.endings.is_qualifier(words[-1]) and len(words) > 1 and words[-2] not in {"and", "&"}:
            tail.insert(0, words.pop())
        behind = run.text[at + len(plural) :]
        end_of_items = run.start + (run.text.rindex(words[-1], 0, at) + len(words[-1]) if words else 0)
        items = self._items(run, end_of_items)
        if len(items) < 2:  # noqa: PLR2004 -- a list
            return
        kind = self.endings.last(" ".join(tail))
        place = self.endings.level(f"X {tail[-1]}") if kind is None else None
        for number, (start, end) in enumerate(items):
            last = number == len(items) - 1
            name = f"{self.text[start:end]} {' '.join(tail)}{behind}"
            yield Mention(
                start=start,
                end=run.end if last else end,
                name=" ".join(name.split()),
                kind=kind or place or "Institution",
                is_place=place is not None,
                how="elided",
                anchor=(items[0][0], run.end),
            )

    def _items(self, run: Run, end: int) -> list[tuple[int, int]]:
        """Return where the items of a list stand that ends at ``end``; its first ones may be runs of their own."""
        start = run.start
        while before := re.search(
            rf"({WORD}(?:\s{WORD})*),\s+(?:the\s+)?$", self.text[max(0, start - _BEHIND) : start]
        ):
            words = before[1].split()
            while words and words[0].lower() in self.starts and words[0].lower() not in self.counts:
                words.pop(0)
            if not words:
                break
            start = max(0, start - _BEHIND) + before.end(1) - len(" ".join(words))
        items, at = [], start
        for match in re.finditer(r",?\s+(?:and|&)\s+(?:the\s+)?|,\s+(?:the\s+)?", self.text[start:end]):
            items.append((at, start + match.start()))
            at = start + match.end()
        items.append((at, end))
        return [(first, last) for first, last in items if first < last]
