"""Relations by grammar: every sentence against the frames of its language; what fits is proposed, never more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from aidgraph.extract.denials import denied_ends, denies
from aidgraph.extract.directions import oriented
from aidgraph.extract.domains import top_of
from aidgraph.extract.matching import Match, Matcher
from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.records import Proposal
from aidgraph.extract.rules import Grammar, Rule
from aidgraph.extract.symbols import SymbolText, symbol_text
from aidgraph.extract.words import sentences
from aidgraph.kinds import Relation, Vocabulary

__all__ = ["propose_relations"]

_LONGEST_QUOTE = 300
_POSTS, _HEADQUARTERS = "sendsStaffTo", "AidHeadquarters"
_TOPIC_REACH = 2
_NEXT = 80
_CLAUSE_ENDS = "，。；！？\n,;"
_SURE, _ELIDED = 0.9, 0.55


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
    yield from oriented(found, words)


class _Reader:
    def __init__(self, text: str, mentions: Mentions, grammar: Grammar, words: Vocabulary) -> None:
        self.text, self.mentions, self.grammar, self.words = text, mentions, grammar, words
        self.matcher = Matcher(text, grammar, words)
        self.masked = mentions.masked(text)
        self.topic = _Topic()
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

    def _denials(self, symbols: SymbolText) -> Iterator[Proposal]:
        """Yield what a sentence denies in words that no frame reads; the gate refuses it as negated."""
        for rule in self.grammar.rules:
            trigger = rule.trigger.search(symbols.text)
            ends = trigger and denied_ends(symbols, trigger.span(), self.grammar)
            if not (trigger and ends):
                continue
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
        if rule.otherwise and not self._in_domain(relation, match):
            return self.words.relation(rule.otherwise)
        return relation

    def _in_domain(self, relation: Relation, match: Match) -> bool:
        kinds = [self.words.kind_or_level(party.kind) for party in [*match.froms, *match.tos]]
        if relation.same_top_kind and len({top_of(kind, self.words) for kind in kinds}) > 1:
            return False
        sides = [(match.froms, "from"), (match.tos, "to")]
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
            inside = any(
                other.name == party.name and other.how not in {"context", "anaphora"}
                for other in self.mentions.within(start, end)
            )
            if inside:
                continue
            place = (party.start, party.end) if party.how not in {"context", "anaphora"} else party.anchor
            if place is not None:
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
