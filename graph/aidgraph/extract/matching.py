"""Matches: what of a sentence fits a frame of the grammar, and which parties stand where in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from aidgraph.extract.mentions import Mention
from aidgraph.extract.rules import PARTY, Frame, Grammar, Rule
from aidgraph.extract.symbols import SymbolText
from aidgraph.kinds import Vocabulary

__all__ = ["Match", "Matcher"]

_BEHIND = 20
_RESPECTIVE = 3
_AGENT = re.compile(rf"(?:\b(?:by|with|than|like)|{PARTY},? and)(?: the)? $", re.IGNORECASE)
_STATE_OF = re.compile(r"[A-Z]\w+, $")
_GOES_ON = re.compile(r" ?,? and (?:(?:had|has|have|also|then|later|since|now|was|were|is|are) )*", re.IGNORECASE)
_OBLIQUE = re.compile(r"\b(?:to|for|with|against|by|than|like)(?: the)? $", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:to|for|with|against|by|than|like|in|near|across|around|outside|within)(?: the)? $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits: who stands where, and what the trigger covers."""

    froms: list[Mention]
    tos: list[Mention]
    start: int
    end: int
    trigger: tuple[int, int]
    frame: Frame
    paired: bool = False
    open: bool = False


class Matcher:
    """Finds matches in the sentences of one text."""

    def __init__(self, text: str, grammar: Grammar, words: Vocabulary) -> None:
        self._text, self._words = text, words
        lists = grammar.raw["lists"]
        self._is_open = re.compile(lists["open"], re.IGNORECASE)
        self._distributes = re.compile(lists["respectively"], re.IGNORECASE)
        self._counted = re.compile(lists["counted"], re.IGNORECASE)
        self._persons, self._unread, self._own, self._bodies, self._joined = (
            re.compile(lists[name], re.IGNORECASE) if name in lists else None
            for name in ("persons", "unread", "own", "bodies", "joined")
        )

    def matches(self, rule: Rule, symbols: SymbolText, topic: list[Mention]) -> Iterator[Match]:
        """Yield what fits the frames of a rule; ``topic`` is whom a sentence without a subject speaks of."""
        used: list[tuple[int, int]] = []
        for frame in rule.frames:
            for found in frame.pattern.finditer(symbols.text):
                span = found.span("T")
                if any(start < span[1] and span[0] < end for start, end in used):
                    continue
                matches = list(self._roles(found, frame, symbols, topic))
                fitting = [
                    match
                    for match in matches
                    if self.fits(rule, match)
                    and self._is_subject(match, symbols)
                    and not self._of_bodies(match, symbols)
                ]
                if fitting:
                    used.append(span)
                    yield from fitting

    def _roles(self, found: re.Match[str], frame: Frame, symbols: SymbolText, topic: list[Mention]) -> Iterator[Match]:
        groups = found.groupdict()
        start, end = found.start(), found.end()

        def of(name: str) -> list[Mention]:
            return symbols.parties(*found.span(name)) if groups.get(name) else []

        after = symbols.text[max(found.end(name) for name in groups if groups[name]) :]
        open_ = any(self._is_open.search(groups[name] or "") for name in groups) or bool(self._is_open.match(after))
        span = found.span("T")
        if groups.get("pairs"):
            for first, second in zip(of("from"), of("to"), strict=False):
                yield Match([first], [second], start, end, span, frame, paired=True, open=open_)
            for first, second in zip(of("pairs")[::2], of("pairs")[1::2], strict=False):
                yield Match([first], [second], start, end, span, frame, paired=True, open=open_)
            return
        if groups.get("both"):
            yield Match(*_sides(of("both")), start, end, span, frame, open=open_)
            return
        froms, tos = of("from") + of("from2"), of("to") + of("to2")
        own = frame.elided and self._own and self._own.match(symbols.text[start:end].lstrip("，；。：、"))
        if own or self._is_of_both(found, symbols):
            return
        froms, tos = _completed(frame, froms, tos, topic)
        if len(froms) == len(tos) > 1 and self._distributes.search(symbols.text[start:end] + after[:_BEHIND]):
            for first, second in zip(froms, tos, strict=True):
                yield Match([first], [second], start, end, span, frame, paired=True, open=open_)
            return
        yield Match(froms, tos, start, end, span, frame, open=open_)

    def _is_of_both(self, found: re.Match[str], symbols: SymbolText) -> bool:
        """Tell whether two who agree on something are read as both doing what the next clause says of one."""
        groups = found.groupdict()
        if not (self._joined and groups.get("from") and self._joined.search(groups["from"])):
            return False
        return "，" in symbols.text[found.end("from") : max(found.end("from"), found.start("T"))]

    def fits(self, rule: Rule, match: Match) -> bool:
        """Tell whether the parties of a match may be the ends of what the rule is about."""
        mutual = self._words.relation(rule.relation).mutual
        if not match.froms or not (match.tos or mutual):
            return False
        if {party.name for party in match.froms} & {party.name for party in match.tos}:
            return False
        if any(giver.is_place and taker.name.startswith(giver.name) for giver in match.froms for taker in match.tos):
            # what a place does for its own is no aid between two
            return False
        parties = [*match.froms, *match.tos]
        # three who help three: each its own, most likely, and the text does not say so
        respective = not mutual and len(match.froms) == len(match.tos) >= _RESPECTIVE
        of_states = mutual and any(party.kind == "Country" for party in parties)
        # 我校结对学校某校的12位教师: with nothing else between them, the schools themselves are meant
        tight = match.start + 1 == match.trigger[0] and match.trigger[1] + 1 == match.end
        if respective or of_states or any(self._is_counted(party) for party in parties if party.is_place or not tight):
            return False
        # letters are a body that gives only where nothing else can be meant: HSBC
        unread = any(self._is_unread(party) for party in (parties if mutual else match.froms))
        if unread or any(party.weak and not party.name.isupper() for party in match.froms):
            return False
        return self._are(match.froms, rule.froms) and self._are(match.tos, rule.tos)

    def _is_counted(self, party: Mention) -> bool:
        """Tell whether a number of nameless ones is meant: schools of a place, children of a school."""
        pattern = self._counted if party.is_place else self._persons
        return pattern is not None and pattern.match(self._text, party.end) is not None

    def _of_bodies(self, match: Match, symbols: SymbolText) -> bool:
        """Tell whether places stand only for what is in them: 两县结对学校."""
        if self._bodies is None or not all(party.is_place for party in [*match.froms, *match.tos]):
            return False
        return self._bodies.match(symbols.text, match.trigger[1]) is not None

    def _is_unread(self, party: Mention) -> bool:
        """Tell whether a place is only the beginning of an institution that no rule knows."""
        return bool(party.is_place and self._unread and self._unread.match(self._text, party.end))

    def _is_subject(self, match: Match, symbols: SymbolText) -> bool:
        """Tell whether the party that a frame starts with may be its subject: in "by Elm School" it may not."""
        if not symbols.is_party(symbols.text[match.start]) or symbols.text.startswith(", wh", match.start + 1):
            return True
        before = symbols.text[: match.start]
        party = symbols.parties(match.start, match.start + 1)[0]
        if party.is_place and _STATE_OF.search(before):
            # "Elmton, Kent's oldest partner" is not Kent's
            return False
        if party not in match.froms:
            return _AGENT.search(before) is None
        if _GOES_ON.fullmatch(symbols.text, match.start + 1, match.trigger[0]):
            # "Elm Club paid for the roof of Ash School and sent ...": the subject stands before
            return False
        return (_OBLIQUE if not party.is_place else _PLACED).search(before) is None

    def _are(self, parties: list[Mention], kinds: tuple[str, ...]) -> bool:
        if not kinds:
            return True
        return all(
            any((party.is_place if kind == "Place" else kind in self._kinds_above(party)) for kind in kinds)
            for party in parties
        )

    def _kinds_above(self, party: Mention) -> set[str]:
        if party.is_place:
            return {"Place"}
        return {kind.name for kind in self._words.broader(self._words.kind(party.kind))}


def _completed(
    frame: Frame, froms: list[Mention], tos: list[Mention], topic: list[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Return both ends, with whom the text speaks of where the frame leaves one out."""
    if not frame.elided:
        return froms, tos
    return (froms, list(topic)) if froms and not tos else (topic + froms, tos)


def _sides(parties: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Divide a list of equals where its members come from two places, else leave all on one side."""
    heads = [party.name[:2] for party in parties]
    turns = [at for at, (left, right) in enumerate(pairwise(heads), 1) if left != right]
    if len(parties) == 2:  # noqa: PLR2004 -- a pair
        return parties[:1], parties[1:]
    return (parties[: turns[0]], parties[turns[0] :]) if len(turns) == 1 else (parties, [])
