"""Mentions in English text: runs of capitalised words that end in a word for an institution or a level of place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.records import Known
from aidgraph.extract.rosters import Roster
from aidgraph.extract.rules import Grammar

__all__ = ["english_mentions"]

_WORD = (
    r"(?:No\.\s?[0-9]+|St\.|[A-Z][\w&-]*(?:['’](?!s\b)[A-Za-z]+|['’]s(?= [A-Z])|(?<=s)['’](?= [A-Z]))?"
    r"|[0-9]+(?:st|nd|rd|th)(?= [A-Z]))"
)
_TAIL = r"(?:\.?,?[ ](?:Ltd|Inc|Corp|LLC|PLC|plc)\b\.?)?"
_RUN = re.compile(
    rf"{_WORD}(?:[ ](?:(?:of|for|and|the|de|du|al|am|an der|la|le|di|upon|on|&)[ ]){{0,2}}{_WORD})*{_TAIL}"
)
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
_LONGEST_BARE, _OWN = 2, {"'", "’"}
_COUNTRY = re.compile(r",? (?:in )?([A-Z][a-z]+)")
_NUMBERED = re.compile(r" (?:[IVX]{1,4}|[A-D]|[0-9]{1,2})$")
_LETTERS = re.compile(r"[A-Z]{3,7} [A-Z]")
_ONE_OF_MANY = re.compile(r"\ban? $")
_ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")
_FEWEST_LETTERS, _BEHIND = 3, 80

_ANAPHORA = {
    "hospital": ("Hospital",),
    "school": ("School", "VocationalSchool", "SpecialSchool", "Education"),
    "college": ("College", "VocationalSchool"),
    "university": ("College",),
    "institute": ("Academy", "College"),
    "academy": ("Academy", "Education"),
    "clinic": ("HealthCentre",),
    "health centre": ("HealthCentre",),
    "health center": ("HealthCentre",),
    "foundation": ("Foundation",),
    "charity": ("Foundation", "Association"),
    "trust": ("Foundation",),
    "company": ("Enterprise",),
    "group": ("Alliance", "Enterprise"),
    "network": ("Alliance",),
    "partnership": ("Alliance",),
    "consortium": ("Alliance",),
    "firm": ("Enterprise",),
    "enterprise": ("Enterprise",),
    "cooperative": ("Cooperative",),
    "association": ("Association",),
    "alliance": ("Alliance",),
    "bank": ("Bank",),
    "station": ("Station",),
    "centre": ("Station", "TrainingCentre"),
    "center": ("Station", "TrainingCentre"),
    "bureau": ("Authority",),
    "council": ("Authority",),
    "department": ("Authority",),
    "ministry": ("Authority",),
    "commission": ("Authority",),
}


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of capitalised words."""

    start: int
    end: int
    text: str


def english_mentions(text: str, grammar: Grammar, known: Sequence[Known]) -> Mentions:
    """Return the mentions of a mended and folded English text."""
    return _Reader(text, grammar.raw["names"], known).mentions()


class _Reader:
    def __init__(self, text: str, names: dict[str, Any], known: Sequence[Known]) -> None:
        self.text = text
        self.roster = Roster(known)
        self.starts = frozenset(names["starts"].split())
        self.counts = frozenset(names["counts"].split())
        self.never = frozenset(names["never"].split())
        self.kinds: list[str] = [item["kind"] for item in names["ending"]]
        groups = "|".join(f"(?P<k{number}>{item['words']})" for number, item in enumerate(names["ending"]))
        self.ending = re.compile(rf"(?:^|(?<=[\s-]))(?:{groups})(?=$|\s|,)")
        self.levels: dict[str, str] = dict(names["levels"])
        self.titles = re.compile(rf"\b(?:{names['titles']})\b", re.IGNORECASE)
        self.subjects = frozenset(names["subjects"].split())
        self.alone = re.compile(rf"(?:the )?(?:{names['needs_more']})")
        self.qualifiers = re.compile(rf"(?:{names['qualifiers']})", re.IGNORECASE)
        self.in_place = re.compile(rf"\b{names['in_place']}(?: the)?\s$", re.IGNORECASE)
        self.abbreviated = re.compile(names["abbreviated"])
        self.anaphora = re.compile(names["anaphora"])
        self.countries = frozenset(names["countries"].split())
        self.heads = re.compile(rf"(?:{names['heads']})(?= (?:[A-Z]|(?:am|an|de|du|di|der|la|le)\b))")
        self.stems: dict[str, tuple[str, str]] = {}
        for name, level in self.roster.levels.items():
            self._learn(name, level)

    def mentions(self) -> Mentions:
        found: list[Mention] = list(self.roster.mentions(self.text))
        runs = list(self._runs())
        for run in runs:
            self._learn_places(run)
        for run in runs:
            found += self._of_run(run)
        found += self._declared(found)
        found += self._shorter(found, runs)
        found += self._later_acronyms(found)
        found += self._anaphora(Mentions(found))
        return Mentions(self._one_name(found))

    # ---- runs of capitalised words

    def _runs(self) -> Iterator[_Run]:
        for match in _RUN.finditer(self.text):
            start, end = match.span()
            # a sentence begins with a capital too
            while start < end:
                word = re.match(r"[\w.'’&-]+\s*", self.text[start:end])
                if (
                    word is None
                    or word[0].strip().lower().rstrip(".") not in self.starts
                    or self._begins_name(start, end)
                ):
                    break
                start += len(word[0])
                while inner := re.match(r"(?:of|for|and|the|de|du|al|upon|on|&)\s+", self.text[start:end]):
                    start += len(inner[0])
            if start < end:
                yield _Run(start, end, self.text[start:end])

    def _begins_name(self, start: int, end: int) -> bool:
        """Tell whether a word such as First belongs to a name: inside a sentence it is written large for that."""
        word = self.text[start:end].split()[0].lower().rstrip(".")
        if word in self.counts:
            return True
        before = self.text[:start].rstrip(" ")
        inside = bool(before) and before[-1] not in '.!?\n:;"“'
        return inside and word not in self.never

    def _of_run(self, run: _Run) -> Iterator[Mention]:
        shared = list(self._shared(run))
        if shared:
            yield from shared
            return
        for start, end in self._parts(run):
            yield from self._of_part(start, end)

    def _parts(self, run: _Run) -> Iterator[tuple[int, int]]:
        """Divide a run at the "and" between two names, but not at that inside one."""
        start = run.start
        for match in re.finditer(r"\s+(?:and|&)\s+(?:the\s+)?", run.text):
            left, right = self.text[start : run.start + match.start()], run.text[match.end() :]
            if self._divides(left, right):
                yield start, run.start + match.start()
                start = run.start + match.end()
        yield start, run.end

    def _divides(self, left: str, right: str) -> bool:
        """Tell whether an "and" stands between two names: Health and Welfare Bureau is one."""
        if (
            left.rsplit(maxsplit=1)[-1] not in self.subjects
            or self._ending(left) is not None
            or self._level(left) is not None
        ):
            return True
        first = re.split(r"\s+(?:and|&)\s+", right, maxsplit=1)[0]
        ends = self._ending(first) is not None
        return ends or self._level(first) is not None if self.ending.search(left) else not ends

    def _ending(self, name: str) -> tuple[str, re.Match[str]] | None:
        """Return the kind of a name that ends in a word for an institution."""
        found = None
        name = _NUMBERED.sub("", name)
        for match in self.ending.finditer(name):
            found = match
        if found is None or found.end() != len(name):
            return None
        return self.kinds[int((found.lastgroup or "k0")[1:])], found

    def _level(self, name: str) -> str | None:
        words = name.split()
        if len(words) > 1 and words[-1] in self.levels and not (words[-1] == "District" and words[-2:-1] == ["School"]):
            return self.levels[words[-1]]
        if len(words) > 2 and words[0] in self.levels and words[1] == "of":  # noqa: PLR2004 -- City of X
            return self.levels[words[0]]
        return None

    def _of_part(self, start: int, end: int) -> Iterator[Mention]:
        start = self._behind_title(start, end)
        if _ONE_OF_MANY.search(self.text, max(0, start - 4), start):
            return
        name = self.text[start:end]
        if self.heads.match(name):
            yield self._mention(start, end, "School")
        elif (kind := self._kind(name)) is not None:
            if not self.alone.fullmatch(name):
                yield self._mention(start, end, kind)
        elif level := self._level(name):
            yield Mention(start=start, end=end, name=name, kind=level, is_place=True)
        elif (cut := self._cut(name)) is not None:
            yield self._mention(start, start + cut[0], cut[1])
        elif _LETTERS.match(name):
            yield replace(self._mention(start, end, "Institution"), weak=True)
        elif name in self.stems:
            full, level = self.stems[name]
            yield Mention(start=start, end=end, name=full, kind=level, is_place=True)

    def _behind_title(self, start: int, end: int) -> int:
        """Return where a name starts behind the person that speaks for it: "Head of Elm School"."""
        for title in self.titles.finditer(self.text, start, end):
            if of := _OF.match(self.text, title.end(), end):
                return of.end()
        return start

    def _kind(self, name: str) -> str | None:
        ending = self._ending(name)
        return ending[0] if ending else self._with_of(name)

    def _cut(self, name: str) -> tuple[int, str] | None:
        """Return where a name ends inside a run, and its kind: words behind it belong to something else."""
        last = None
        for match in self.ending.finditer(name):
            last = match
        if last is None or not last.start():
            return None
        words = name[: last.start()].split()
        if self.alone.fullmatch(name[: last.end()]) or all(self.qualifiers.fullmatch(word) for word in words):
            # Integrated Comprehensive School Ammersum: the name comes last
            rest = len(name[last.end() :].split())
            return (len(name), self.kinds[int((last.lastgroup or "k0")[1:])]) if 0 < rest < _FEWEST_LETTERS else None
        return last.end(), self.kinds[int((last.lastgroup or "k0")[1:])]

    def _mention(self, start: int, end: int, kind: str) -> Mention:
        return Mention(
            start=start,
            end=end,
            name=" ".join(self.text[start:end].split()),
            kind=kind,
            is_place=False,
            weak=kind in {"Project", "Media", "Team"},
        )

    def _with_of(self, name: str) -> str | None:
        """Return the kind of "Ministry of Health": a word for an institution before "of" or "for"."""
        for match in self.ending.finditer(name):
            if _OF.match(name, match.end()):
                return self.kinds[int((match.lastgroup or "k0")[1:])]
        return None

    # ---- lists that share an ending

    def _shared(self, run: _Run) -> Iterator[Mention]:
        """Yield the names of "Riverside, Hilltop and Lakeview Primary Schools"."""
        plural = next((word for word in _PLURALS if re.search(rf"\b{word}\b", run.text)), None)
        if plural is None:
            return
        at = run.text.index(plural)
        words = run.text[:at].split()
        tail = [_PLURALS[plural]]
        while words and self.qualifiers.fullmatch(words[-1]) and len(words) > 1 and words[-2] not in {"and", "&"}:
            tail.insert(0, words.pop())
        behind = run.text[at + len(plural) :]
        end_of_items = run.start + (run.text.rindex(words[-1], 0, at) + len(words[-1]) if words else 0)
        items = self._items(run, end_of_items)
        if len(items) < 2:  # noqa: PLR2004 -- a list
            return
        kind = self._ending(" ".join(tail))
        place = self._level(f"X {tail[-1]}") if kind is None else None
        for number, (start, end) in enumerate(items):
            last = number == len(items) - 1
            name = f"{self.text[start:end]} {' '.join(tail)}{behind}"
            yield Mention(
                start=start,
                end=run.end if last else end,
                name=" ".join(name.split()),
                kind=kind[0] if kind else place or "Institution",
                is_place=place is not None,
                how="elided",
                anchor=(items[0][0], run.end),
            )

    def _items(self, run: _Run, end: int) -> list[tuple[int, int]]:
        """Return where the items of a list stand that ends at ``end``; its first ones may be runs of their own."""
        start = run.start
        while before := re.search(
            rf"({_WORD}(?:\s{_WORD})*),\s+(?:the\s+)?$", self.text[max(0, start - _BEHIND) : start]
        ):
            words = before[1].split()
            while words and words[0].lower() in self.starts and words[0].lower() not in {"first", "second", "third"}:
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

    # ---- places

    def _learn_places(self, run: _Run) -> None:
        for start, end in self._parts(run):
            name = self.text[start:end]
            level = self._level(name)
            if level or name in self.countries:
                self._learn(name, level or "Country")
                continue
            words = len(name.split())
            if words > _LONGEST_BARE or name.isupper() or len(name) < _FEWEST_LETTERS or self.ending.search(name):
                continue
            country = _COUNTRY.match(self.text, end)
            known = country is not None and country[1] in self.countries
            inside = self.in_place.search(self.text[max(0, start - 30) : start]) is not None
            if known or (inside and self.text[end : end + 1] not in _OWN):
                self.stems.setdefault(name, (name, "Place"))

    def _learn(self, name: str, level: str) -> None:
        words = name.split()
        of = len(words) > _LONGEST_BARE and words[1] == "of"
        stem = " ".join(words[2:] if of else words[:-1]) if len(words) > 1 else name
        self.stems[name] = (name, level)
        if stem:
            known = self.stems.get(stem)
            if known is None or known[1] == "Place":
                self.stems[stem] = (name, level)

    # ---- short names

    def _declared(self, found: list[Mention]) -> Iterator[Mention]:
        for mention in found:
            match = self.abbreviated.match(self.text, mention.end)
            if match:
                for other in re.finditer(rf"\b{re.escape(match['short'])}\b", self.text):
                    yield replace(
                        mention, start=other.start(), end=other.end(), how="alias", anchor=(mention.start, match.end())
                    )

    def _shorter(self, found: list[Mention], runs: list[_Run]) -> Iterator[Mention]:
        """Yield Northmoor General, and Kagadi: the first words of just one institution that is named in full."""
        taken = {mention.start for mention in found}
        full = {mention.name: mention for mention in found if not (mention.is_place or mention.weak)}
        for run in runs:
            for start, end in self._parts(run):
                name = self.text[start:end]
                if start in taken or name in self.stems or name.isupper():
                    continue
                fitting = [mention for long, mention in full.items() if long.startswith(f"{name} ")]
                if len(fitting) == 1 and fitting[0].start < start:
                    first = fitting[0]
                    yield replace(first, start=start, end=end, how="alias", anchor=(first.start, first.end))

    def _later_acronyms(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the bodies that are known by their letters: parties only where a relation names them."""
        taken = {at for mention in found for at in range(mention.start, mention.end)}
        for match in _ACRONYM.finditer(self.text):
            beside = self.text[match.end() : match.end() + 2]
            if match.start() not in taken and match[0].lower() not in _NO_BODIES and not re.match(r" [A-Z]", beside):
                yield Mention(
                    start=match.start(), end=match.end(), name=match[0], kind="Institution", is_place=False, weak=True
                )

    def _anaphora(self, mentions: Mentions) -> Iterator[Mention]:
        for match in self.anaphora.finditer(self.text):
            what = match["what"].lower()
            for mention in mentions.before(match.start()):
                fits = mention.kind in _ANAPHORA.get(what, ()) and not mention.weak
                if fits or (mention.is_place and mention.name.lower().endswith(f" {what}")):
                    anchor = (mention.start, mention.end)
                    yield replace(mention, start=match.start(), end=match.end(), how="anaphora", anchor=anchor)
                    break

    def _one_name(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the mentions with one name for every party: the longer, where a later one leaves the place out."""
        longer = defaultdict[str, set[str]](set)
        names = {mention.name for mention in found if not mention.is_place}
        for name in names:
            for other in names:
                if (
                    other != name
                    and (other.startswith(f"{name} of ") or other.endswith(f" {name}"))
                    and len(name.split()) > 1
                ):
                    longer[name].add(other)
        for mention in found:
            full = longer.get(mention.name, set())
            name = next(iter(full)) if len(full) == 1 and not mention.is_place else mention.name
            party = self.roster.named(name) or self.roster.named(mention.name)
            if party is not None:
                yield replace(mention, name=party.name, kind=party.kind, reference=party.reference)
            else:
                yield replace(mention, name=name, how="alias" if name != mention.name else mention.how)


_NO_BODIES = frozenset(
    {"aids", "ceo", "cfo", "cny", "covid", "cpd", "dna", "ecg", "eur", "faq", "gbp", "gcse", "gdp", "gps", "hiv", "ict"}
    | {"iii", "led", "mba", "mri", "pcr", "pdf", "phd", "rmb", "stem", "the", "url", "usa", "usb", "usd", "vii", "viii"}
)
"""Letters that are no body."""
