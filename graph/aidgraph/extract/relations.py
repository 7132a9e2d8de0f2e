"""Relations by grammar: every sentence against the frames of its language; what fits is proposed, never more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from aidgraph.extract.denials import denied_ends, denies
from aidgraph.extract.directions import oriented
from aidgraph.extract.domains import top_of
from aidgraph.extract.headings import HeadedList, headed_lists
from aidgraph.extract.matching import Match, Matcher
from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.records import Proposal
from aidgraph.extract.rules import PARTY, Grammar, Rule
from aidgraph.extract.symbols import SymbolText, symbol_text
from aidgraph.extract.words import sentences
from aidgraph.kinds import Relation, Vocabulary

__all__ = ["propose_relations"]

_LONGEST_QUOTE = 300
_TIED = "cooperatesWith"
"""What a denial is about that has no words for a relation."""

_HELP = "aids"
_POSTS, _HEADQUARTERS = "sendsStaffTo", "AidHeadquarters"
_TOPIC_REACH = 2
_NEXT = 80
_CLAUSE_ENDS = "，。；！？\n,;"
_SURE, _LISTED, _ELIDED = 0.9, 0.7, 0.55
_ITEM = re.compile(
    rf"(?:the )?(?P<first>{PARTY})(?: ?\([^()]*\))?"
    rf"(?:(?: ?[-–—|/&:↔→]| <->| and| with)* ?(?:the )?(?P<second>{PARTY}))?"
    r"(?:,? ?\([^()]*\)|,? (?:since |from |in |signed )?(?:[A-Z]\w+ )?[0-9]{4}(?:[-–][0-9]{2,4})?"
    rf"|, [a-z][^.;{PARTY[1:-1]}]{{0,40}}|[ ,.;；。])*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a sentence has yielded already: of two rules that read the same words, the first one is right."""

    rule: Rule
    trigger: tuple[int, int]
    ends: frozenset[str]
    froms: set[str]
    mutual: bool


@dataclass(slots=True)
class _Topic:
    """Whom the text speaks of: the subject of the sentence, else that of the ones before."""

    subject: list[Mention] = field(default_factory=list)
    age: int = 0
    """How many sentences ago it was named."""


def propose_relations(text: str, mentions: Mentions, grammar: Grammar, words: Vocabulary) -> Iterator[Proposal]:
    """Yield what the grammar finds in a mended and folded text."""
    reader = _Reader(text, mentions, grammar, words)
    found = [
        proposal
        for start, end in sentences(text, language=grammar.language)
        for proposal in reader.sentence(start, end)
    ]
    for listed in headed_lists(text, grammar):
        found += reader.headed(listed)
    yield from oriented(found, words)


class _Reader:
    def __init__(self, text: str, mentions: Mentions, grammar: Grammar, words: Vocabulary) -> None:
        self.text, self.mentions, self.grammar, self.words = text, mentions, grammar, words
        self.matcher = Matcher(text, grammar, words)
        self.masked = mentions.masked(text)
        self.topic = _Topic()
        self.main = self._main()
        self.owner: Mention | None = None
        """Whose partners the lists of the text name, once a heading has said it."""
        self.speaker = self._speaker()
        lists = grammar.raw["lists"]
        self.subject = re.compile(lists["topic"], re.IGNORECASE)
        self.plan = grammar.patterns["negation.plan"]
        self.source = re.compile(lists["source"], re.IGNORECASE) if "source" in lists else None
        self.skip = re.compile(lists["skip"], re.IGNORECASE)
        self.via = re.compile(lists["via"], re.IGNORECASE)

    def _speaker(self) -> list[Mention]:
        """Return the only headquarters of a text: what has no other subject is told of it."""
        endings = [each["words"] for each in self.grammar.raw["names"]["ending"] if each["kind"] == _HEADQUARTERS]
        # by its name, too: a roster may say of it only that it is an authority
        named_so = re.compile(rf"(?:{'|'.join(endings)})$", re.IGNORECASE)
        found = {
            mention.name: mention
            for mention in reversed(list(self.mentions))
            if mention.how == "written" and (mention.kind == _HEADQUARTERS or named_so.search(mention.name))
        }
        return list(found.values()) if len(found) == 1 else []

    def _main(self) -> dict[bool, Mention]:
        """Return the place and the institution that a text names most often."""
        named = Counter((mention.is_place, mention.name) for mention in self.mentions if not mention.weak)
        main: dict[bool, Mention] = {}
        for mention in self.mentions:
            key = (mention.is_place, mention.name)
            best = main.get(mention.is_place)
            if mention.kind != "Country" and (best is None or named[key] > named[best.is_place, best.name]):
                main[mention.is_place] = mention
        return main

    def sentence(self, start: int, end: int) -> Iterator[Proposal]:
        symbols = symbol_text(self.text, start, end, self.mentions)
        if self.source and (told := self.source.match(symbols.text)):
            symbols = symbol_text(self.text, symbols.passage(told.end(), told.end())[0], end, self.mentions)
        self._follow(symbols, first=self.text[max(0, start - 1) : start] in {"", "\n"})
        seen: list[_Seen] = []
        for rule in self.grammar.rules:
            if not rule.trigger.search(symbols.text):
                continue
            for match in self.matcher.matches(rule, symbols, self.topic.subject):
                yield from self._proposals(rule, match, symbols, seen)
        if not seen and denies(symbols.text, self.masked[end : end + _NEXT], self.grammar):
            yield from self._denials(symbols)

    def headed(self, listed: HeadedList) -> Iterator[Proposal]:
        """Yield how those of a list are tied: the two of a line with each other, one with whom the heading names."""
        heading = symbol_text(self.text, *listed.heading, self.mentions)
        owners = heading.parties(0, len(heading.text))
        if len(owners) == 1:
            self.owner = owners[0]
        relation, otherwise = self.words.relation(listed.trigger.relation), listed.trigger.otherwise
        for start, end in listed.items:
            symbols = symbol_text(self.text, start, end, self.mentions)
            found = _ITEM.fullmatch(symbols.text)
            if found is None:
                continue
            parties = [party for name in ("first", "second") for party in symbols.parties(*found.span(name))]
            if len(parties) == 1 and (owners or relation.mutual) and self.owner is not None:
                parties = [self.owner, *parties]
            if len(parties) != 2 or (not relation.mutual and parties[0] is not self.owner):  # noqa: PLR2004 -- a pair
                continue
            # an enterprise may stand with the village that it helps
            mixed = parties[0].is_place != parties[1].is_place and (parties[0].is_place or otherwise != _HELP)
            if parties[0].name == parties[1].name or (mixed and not owners):
                continue
            fits = self.in_domain(relation, *([party] for party in parties))
            second = [self.text[slice(*listed.heading)]]
            if parties[0] is self.owner:
                second += self._second_of(parties[0], *listed.heading)
            if fits or otherwise:
                yield Proposal(
                    relation=relation.name if fits else otherwise,
                    froms=(parties[0].name,),
                    tos=(parties[1].name,),
                    quote=self.text[start:end],
                    second=tuple(dict.fromkeys(second)),
                    score=_LISTED,
                    near=start,
                )

    def _denials(self, symbols: SymbolText) -> Iterator[Proposal]:
        """Yield what a sentence denies in words that no frame reads; the gate refuses it as negated."""
        of = self.grammar.patterns.get("negation.of")
        fallback = [(rule, of) for rule in self.grammar.rules if of and rule.relation == _TIED]
        for rule, pattern in [*((rule, rule.trigger) for rule in self.grammar.rules), *fallback]:
            trigger = pattern.search(symbols.text)
            ends = trigger and denied_ends(symbols, trigger.span(), self.grammar)
            if not (trigger and ends):
                continue
            if not ends[1] and (other := self.main.get(ends[0][0].is_place)) and other.name != ends[0][0].name:
                # the agreement "with Elmton" that came to nothing is one of whom the text is about
                ends = ([other], ends[0])
            for froms, tos in (ends, ends[::-1]):
                match = Match(froms, tos, 0, len(symbols.text), trigger.span(), rule.frames[0])
                if self.matcher.fits(rule, match):
                    start, end = self._quote(match, symbols)
                    yield Proposal(
                        relation=self._relation(rule, match).name,
                        froms=_names(froms),
                        tos=_names(tos),
                        quote=self.text[start:end],
                        second=tuple(dict.fromkeys(self._second(match, start, end))),
                        near=start,
                        denied=True,
                    )
                    return

    def _follow(self, symbols: SymbolText, *, first: bool) -> None:
        """Keep up with whom the text speaks of; after a while without a subject it is the speaker again."""
        subject = self.subject.match(symbols.text)
        if subject:
            self.topic = _Topic(symbols.parties(*subject.span("subject")))
        elif first or self.topic.age >= _TOPIC_REACH:
            self.topic = _Topic(self.speaker)
        else:
            self.topic.age += 1

    def _proposals(self, rule: Rule, match: Match, symbols: SymbolText, seen: list[_Seen]) -> Iterator[Proposal]:
        ends = frozenset(party.name for party in [*match.froms, *match.tos])
        mutual = self.words.relation(rule.relation).mutual
        for other in seen:
            overlap = other.trigger[0] < match.trigger[1] and match.trigger[0] < other.trigger[1]
            same = mutual and other.mutual and ends == other.ends
            turned = not mutual and other.froms == {party.name for party in match.tos} and ends == other.ends
            # whoever posts people somewhere to teach or to treat is said to post them
            posted = (
                other.rule.relation == _POSTS and ends == other.ends and not self._apart(other.trigger, match, symbols)
            )
            if other.rule is not rule and ((overlap and ends & other.ends) or same or turned or posted):
                return
        relation = self._relation(rule, match)
        if match.frame.elided and relation.name != rule.relation:
            # "its sister city" of a sentence that speaks of a school is not the school's
            return
        start, end = self._quote(match, symbols)
        second: list[str] = []
        if match.frame.elided or any(party.how in {"context", "anaphora"} for party in [*match.froms, *match.tos]):
            second = list(self._second(match, start, end))
        if self.skip.search(self.text[start:end]):
            return
        seen.append(_Seen(rule, match.trigger, ends, {party.name for party in match.froms}, mutual))
        yield Proposal(
            relation=relation.name,
            froms=_names(match.froms),
            tos=_names(match.tos),
            quote=self.text[start:end],
            second=tuple(dict.fromkeys(second)),
            group=self._group(relation, match),
            open=match.open,
            via=self._via(match, symbols),
            status="announced" if self.plan.search(symbols.text, max(0, match.start - 4), match.trigger[1]) else "",
            score=self._score(match),
            near=start,
            oriented=not rule.orient,
        )

    def _apart(self, trigger: tuple[int, int], match: Match, symbols: SymbolText) -> bool:
        """Tell whether two triggers stand in different clauses."""
        first, last = sorted([trigger, match.trigger])
        return any(_ends_clause(symbols.text, at) for at in range(first[1], last[0]))

    def _relation(self, rule: Rule, match: Match) -> Relation:
        relation = self.words.relation(rule.relation)
        if rule.otherwise and not self.in_domain(relation, match.froms, match.tos):
            return self.words.relation(rule.otherwise)
        return relation

    def in_domain(self, relation: Relation, froms: list[Mention], tos: list[Mention]) -> bool:
        """Tell whether the kinds of the ends are those that a relation is for."""
        kinds = [self.words.kind_or_level(party.kind) for party in [*froms, *tos]]
        if relation.same_top_kind and len({top_of(kind, self.words) for kind in kinds}) > 1:
            return False
        sides = [(froms, "from"), (tos, "to")]
        return all(
            self.words.may_hold(relation, self.words.kind_or_level(party.kind), side=side)
            for parties, side in sides
            for party in parties
        )

    def _group(self, relation: Relation, match: Match) -> str:
        if len(match.froms) <= 1 and len(match.tos) <= 1:
            return ""
        if relation.mutual and len(match.froms) > 1:
            return "unspecified"
        return "each"

    def _via(self, match: Match, symbols: SymbolText) -> tuple[str, ...]:
        found = None if match.frame.elided else self.via.search(symbols.text[: match.start + 1])
        return _names(symbols.parties(*found.span("via"))) if found else ()

    def _score(self, match: Match) -> float:
        score = _ELIDED if match.frame.elided else _SURE
        if match.end - match.start > 40:  # noqa: PLR2004 -- signs of a long clause
            score -= 0.1
        if any(party.how in {"context", "anaphora", "elided"} for party in [*match.froms, *match.tos]):
            score -= 0.05
        return round(score, 2)

    def _quote(self, match: Match, symbols: SymbolText) -> tuple[int, int]:
        """Return the clauses that a match stands in."""
        start, end = match.start, match.end
        while start and not _ends_clause(symbols.text, start - 1):
            start -= 1
        while end < len(symbols.text) and not _ends_clause(symbols.text, end):
            end += 1
        while start < end and (symbols.text[start] in _CLAUSE_ENDS or symbols.text[start].isspace()):
            start += 1
        first, last = symbols.passage(start, end)
        if last - first > _LONGEST_QUOTE:
            first, last = symbols.passage(match.start, match.end)
        return first, last

    def _second(self, match: Match, start: int, end: int) -> Iterator[str]:
        """Yield the passages that name what the first one does not."""
        for party in [*match.froms, *match.tos]:
            yield from self._second_of(party, start, end)

    def _second_of(self, party: Mention, start: int, end: int) -> Iterator[str]:
        """Yield the passage that names a party, where it is not named from ``start`` to ``end``."""
        inside = any(
            other.name == party.name and other.how not in {"context", "anaphora"}
            for other in self.mentions.within(start, end)
        )
        place = (party.start, party.end) if party.how not in {"context", "anaphora"} else party.anchor
        if not inside and place is not None:
            yield self.text[slice(*self._clause(*place))]

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        while start and not _ends_clause(self.text, start - 1):
            start -= 1
        while end < len(self.text) and not _ends_clause(self.text, end):
            end += 1
        while self.text[start].isspace():
            start += 1
        return start, min(end, start + _LONGEST_QUOTE)


def _ends_clause(text: str, at: int) -> bool:
    """Tell whether a clause ends with a sign; the comma in 1,200 ends none."""
    return text[at] in _CLAUSE_ENDS and not (text[at] == "," and text[at + 1 : at + 2].isdigit())


def _names(parties: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.name for party in parties))
