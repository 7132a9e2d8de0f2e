"""Symbol texts: sentences in which every named party is one character, so that frames are regular expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.rules import FIRST

__all__ = ["SymbolText", "symbol_text"]

_MOST = 0x18FF
_AGAIN = "anaphora"
_LOCATED = re.compile(r",?\s(?:(?:in|of|at|near|from)\s)?(?:the\s)?(?:(?:north|south|east|west|central|rural)\w*\s)?")
_EXPLAINED = re.compile(r"\s?[（(](?:the\s|以下)?(?:简称|称)?[：:]?[\"“]?")
_PART_OF = re.compile(r"\s(?:at|of)\s(?:the\s)?")
_OWNS = re.compile(r"['’]s?\s")
# the names in 《青河市与沙岭县合作协议》 are those of a paper
_TITLE = re.compile("《[^《》]{1,80}》")
_LONGEST_TITLE = 10
_BRACKETS = re.compile(r"[（(][^（()）]{0,40}[)）]")


@dataclass(frozen=True, slots=True)
class SymbolText:
    """A sentence with its parties as symbols, and the way back to the mended text."""

    text: str
    origin: tuple[int, ...]
    """Where every symbol or character starts in the mended text, and one more for the end."""

    mentions: tuple[Mention, ...]

    def parties(self, start: int, end: int) -> list[Mention]:
        """Return the parties named in a stretch."""
        return [self.mentions[ord(sign) - ord(FIRST)] for sign in self.text[start:end] if self.is_party(sign)]

    def is_party(self, sign: str) -> bool:
        """Tell whether a sign of the text stands for a party."""
        return FIRST <= sign < chr(ord(FIRST) + len(self.mentions))

    def passage(self, start: int, end: int) -> tuple[int, int]:
        """Return the passage of the mended text that a stretch stands for."""
        return self.origin[start], self.origin[end]


def symbol_text(text: str, start: int, end: int, mentions: Mentions) -> SymbolText:
    """Make the symbol text of a sentence; remarks in brackets that name nobody are left out.

    Places that follow each other directly (省市县) are one party: the last. What says where an institution is
    ("Elm School in Kent"), whose it is ("Kent's Elm School") or of what it is a part ("School of Nursing at
    Elm University") is none.
    """
    titles = [title.span() for title in _TITLE.finditer(text, start, end)]
    own = [
        mention
        for mention in mentions.within(start, end)[:_MOST]
        if not any(first < mention.start and mention.end < last for first, last in titles)
    ]
    signs, origin, kept = list[str](), list[int](), list[Mention]()
    at = start
    located: Mention | None = None
    for number, mention in enumerate(own):
        # in "Elm School (ES) in Kent" the bracket lies between
        inside = number > 0 and own[number - 1].end + text.startswith(")", own[number - 1].end) == at
        inside = inside and (not own[number - 1].is_place or mention.kind == "Country" or _in(text, at, mention))
        if inside and (_LOCATED if mention.is_place else _PART_OF).fullmatch(text, at, mention.start):
            # the comma that closes ", in Kent," ends no clause
            at = mention.end + (text[at] == "," and text.startswith(",", mention.end))
            located = mention
            continue
        if located and mention.is_place and own[number - 1] is located and text[located.end : mention.start] == ", ":
            # "Elm School, Elmton, Kent"
            at = mention.end + text.startswith(",", mention.end)
            located = mention
            continue
        if number and mention.name == own[number - 1].name and _EXPLAINED.fullmatch(text, at, mention.start):
            at = mention.end + text.startswith((")", "）"), mention.end)
            continue
        if number and _is_other_name(text, own[number - 1], mention):
            at = mention.end + 1
            continue
        if number and mention.how == own[number - 1].how == _AGAIN and own[number - 1].end == mention.start:
            # the two of 双方
            signs.append("、")
            origin.append(mention.start)
        at = _copy(text, at, mention.start, signs, origin)
        behind = own[number + 1] if number + 1 < len(own) else None
        follows = behind is not None and mention.is_place and behind.start == mention.end and behind.how != _AGAIN
        owns = behind is not None and (
            _OWNS.fullmatch(text, mention.end, behind.start) is not None or _is_of(text, mention, behind)
        )
        if not (follows or owns):
            signs.append(chr(ord(FIRST) + len(kept)))
            origin.append(mention.start)
            kept.append(mention)
        at = behind.start if behind is not None and owns else mention.end
    _copy(text, at, end, signs, origin)
    origin.append(end)
    return SymbolText("".join(signs), tuple(origin), tuple(kept))


def _in(text: str, at: int, place: Mention) -> bool:
    """Tell whether a place is only where the place before it is: Elmton in Kent."""
    return place.is_place and text.startswith((" in ", ", in "), at)


def _is_of(text: str, place: Mention, behind: Mention) -> bool:
    """Tell whether a place only says of where an institution is: 沙岭县的城关小学, and not who is helped there."""
    helped = text[place.start - 1 : place.start] in set("援扶助持派")
    return text[place.end : behind.start] == "的" and place.is_place and not (behind.is_place or helped)


def _is_other_name(text: str, before: Mention, mention: Mention) -> bool:
    """Tell whether an institution in brackets stands directly behind another: its second name."""
    bracketed = text[before.end : mention.start] == "（" and text.startswith("）", mention.end)
    return bracketed and not (before.is_place or mention.is_place)


def _copy(text: str, start: int, end: int, signs: list[str], origin: list[int]) -> int:
    """Take over what stands between parties."""
    skipped = {at for match in _BRACKETS.finditer(text, start, end) for at in range(match.start(), match.end())}
    for match in _TITLE.finditer(text, start, end):
        # what kind of paper it is stands at its end
        skipped.update(range(match.start() + 1, match.end() - _LONGEST_TITLE))
    for at in range(start, end):
        if at not in skipped:
            signs.append("\n" if "\ue000" <= text[at] <= "\uf8ff" else text[at])
            origin.append(at)
    return end
