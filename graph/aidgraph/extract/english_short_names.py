"""Other names of a party later in an English text: declared letters, first words, "the hospital"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.rosters import Roster

__all__ = ["EnglishShortNames"]

_ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")

_ANAPHORA = {
    "hospital": ("Hospital", "Health"),
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
    "trust": ("Foundation", "Health"),
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

_COMMON = {"hospital", "school", "college", "university", "county", "city", "district", "township", "town", "village"}
_SINGULAR = re.compile(r"(?:ies|s)$")
_ANY = {"institutions", "organisations", "organizations", "partners", "sides", "parties"}
_PLACES = {"towns", "cities", "counties", "districts", "communities", "villages", "municipalities"}
_WITHIN = re.compile(r"\b(?:in|near)(?: the)? $|, $")
_REACH, _LOOK = 400, 14
_FIRST_SENTENCE = re.compile(r"[a-z)][.!?](?=\s|$)")

_NO_BODIES = frozenset(
    {"aids", "ceo", "cfo", "cny", "covid", "cpd", "dna", "ecg", "eur", "faq", "gbp", "gcse", "gdp", "gps", "hiv", "ict"}
    | {"iii", "led", "mba", "moa", "mou", "mri", "ngo", "pcr", "pdf", "phd", "rmb", "stem", "the", "url"}
    | {"usa", "usb", "usd", "vii", "viii"}
)
"""Letters that are no body."""


class EnglishShortNames:
    """Finds what else the parties of one text are called in it."""

    def __init__(self, text: str, names: dict[str, Any], roster: Roster) -> None:
        self._text, self._roster = text, roster
        self._abbreviated = re.compile(names["abbreviated"])
        self._own, self._writes = (re.compile(names[name]) for name in ("own", "writes"))
        self._two = re.compile(names["two"])
        self._anaphoric = re.compile(names["anaphora"])

    def declared(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the letters that stand in brackets behind a name, wherever they stand."""
        for mention in found:
            match = self._abbreviated.match(self._text, mention.end)
            if match:
                for other in re.finditer(rf"\b{re.escape(match['short'])}\b", self._text):
                    yield replace(
                        mention, start=other.start(), end=other.end(), how="alias", anchor=(mention.start, match.end())
                    )

    def shorter(self, found: list[Mention], free: Iterable[tuple[int, int]]) -> Iterator[Mention]:
        """Yield Northmoor General, and Kagadi: the first words of just one institution that is named in full."""
        taken = {mention.start for mention in found}
        full: dict[str, Mention] = {}
        for mention in sorted(found, key=lambda mention: mention.start):
            if not (mention.is_place or mention.weak):
                full.setdefault(mention.name, mention)
        for start, end in free:
            name = self._text[start:end]
            if start in taken or name.isupper():
                continue
            fitting = [
                mention for long, mention in full.items() if long.startswith(f"{name} ") and mention.start < start
            ]
            if len(fitting) == 1:
                first = fitting[0]
                yield replace(first, start=start, end=end, how="alias", anchor=(first.start, first.end))

    def acronyms(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the bodies that are known by their letters: parties only where a relation names them.

        The letters with which the words of one name begin are that name's.
        """
        taken = {at for mention in found for at in range(mention.start, mention.end)}
        named: defaultdict[str, dict[str, Mention]] = defaultdict(dict)
        for mention in found:
            words = re.findall(r"[A-Za-z]+", mention.name)
            for initials in (words, [word for word in words if word[0].isupper()]):
                if not mention.is_place:
                    named["".join(word[0] for word in initials).upper()].setdefault(mention.name, mention)
        words_of_text = set(re.findall(r"\w+", self._text))
        for match in _ACRONYM.finditer(self._text):
            beside = self._text[match.end() : match.end() + 2]
            known = list(named.get(match[0], {}).values())
            # what the text has in small letters, too, is a name in capitals
            named_so = match[0].lower() in _NO_BODIES or match[0].title() in words_of_text
            if match.start() in taken or named_so or re.match(r" [A-Z]", beside):
                continue
            if len(known) == 1:
                anchor = (known[0].start, known[0].end)
                yield replace(known[0], start=match.start(), end=match.end(), how="alias", anchor=anchor)
            else:
                yield Mention(
                    start=match.start(), end=match.end(), name=match[0], kind="Institution", is_place=False, weak=True
                )

    def anaphora(self, mentions: Mentions) -> Iterator[Mention]:
        """Yield "the hospital" for the last hospital named."""
        for match in self._anaphoric.finditer(self._text):
            what = match["what"].lower()
            for mention in mentions.before(match.start()):
                fits = mention.kind in _ANAPHORA.get(what, ()) and not mention.weak
                # "the Association", written large, is one that has the word in its name
                if match["what"][0].isupper() and what not in _COMMON:
                    fits = not (mention.is_place or mention.weak)
                    fits = fits and match["what"] in mention.name.split()
                if fits or (mention.is_place and mention.name.lower().endswith(f" {what}")):
                    anchor = (mention.start, mention.end)
                    yield replace(mention, start=match.start(), end=match.end(), how="anaphora", anchor=anchor)
                    break

    def own(self, mentions: Mentions) -> Iterator[Mention]:
        """Yield "we" and "our school" for whom the head of the text names, but not inside what somebody says."""
        writer = self._writer(mentions)
        for match in self._own.finditer(self._text) if writer else ():
            paragraph = self._text[self._text.rfind("\n", 0, match.start()) + 1 : match.start()]
            said = paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2
            if writer and not said and match.start() > writer.end:
                anchor = (writer.start, writer.end)
                yield replace(writer, start=match.start(), end=match.end(), how="anaphora", anchor=anchor)

    def _writer(self, mentions: Mentions) -> Mention | None:
        """Return the only institution named above the first sentence, or whose "we at ..." the text is."""
        for mention in mentions:
            if self._writes.search(self._text, max(0, mention.start - _LOOK), mention.start):
                return mention
        first = _FIRST_SENTENCE.search(self._text)
        head = self._text.rfind("\n", 0, first.start()) if first else 0
        found = {mention.name: mention for mention in reversed(mentions.within(0, max(0, head)))}
        named = [mention for mention in found.values() if not (mention.is_place or mention.weak)]
        return named[0] if len(named) == 1 else None

    def both(self, mentions: Mentions) -> Iterator[Mention]:
        """Yield "the two hospitals" for the only two named a little before: a mention each, side by side."""
        for match in self._two.finditer(self._text):
            what = match["what"].lower()
            kinds = _ANAPHORA.get(_SINGULAR.sub(r"y" if what.endswith("ies") else "", what), ())
            found: dict[str, Mention] = {}
            for mention in mentions.before(match.start()):
                if mention.start < match.start() - _REACH:
                    break
                if mention.weak or mention.name in found:
                    continue
                if what in _PLACES:
                    within = _WITHIN.search(self._text, max(0, mention.start - _LOOK), mention.start)
                    if mention.is_place and mention.kind != "Country" and not within:
                        found[mention.name] = mention
                elif not mention.is_place and (mention.kind in kinds or what in _ANY):
                    found[mention.name] = mention
            if len(found) == 2:  # noqa: PLR2004 -- two are meant
                for mention, group in zip(reversed(found.values()), ("both", "what"), strict=True):
                    start, end = match.span(group)
                    anchor = (mention.start, mention.end)
                    yield replace(
                        mention,
                        start=start if group == "both" else match.end("both") + 1,
                        end=end,
                        how="anaphora",
                        anchor=anchor,
                    )

    def one_name(self, found: list[Mention]) -> Iterator[Mention]:
        """Yield the mentions with one name for every party: the longer, where a later one leaves the place out."""
        longer = defaultdict[str, set[str]](set)
        names = {mention.name for mention in found if not mention.is_place}
        for name in names:
            for other in names:
                if (
                    other != name
                    and (other.startswith(f"{name} of ") or other.endswith(f" {name}") or other == f"{name} School")
                    and len(name.split()) > 1
                ):
                    longer[name].add(other)
        for mention in found:
            full = longer.get(mention.name, set())
            name = next(iter(full)) if len(full) == 1 and not mention.is_place else mention.name
            party = self._roster.named(name) or self._roster.named(mention.name)
            if party is not None:
                yield replace(mention, name=party.name, kind=party.kind, reference=party.reference)
            else:
                yield replace(mention, name=name, how="alias" if name != mention.name else mention.how)
