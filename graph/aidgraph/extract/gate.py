"""The gate: no proposal, whoever makes it, becomes a candidate before the text itself has confirmed it.

A quote stands in the text, word for word; the ends are named in it, or a second quote names them; a word for the
relation is in it; every number is in it; the kinds of the ends fit; nobody denies or merely wishes it; the ends are not
swapped; it does not speak to a machine; a number is no edge. Offsets are computed here. What does not pass comes back
with its reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from decimal import Decimal

from aidgraph.errors import UnknownNameError
from aidgraph.extract.domains import top_of
from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.numbers import numbers
from aidgraph.extract.records import Candidate, FoundTotal, Passage, Proposal, Refusal
from aidgraph.extract.rules import Grammar
from aidgraph.extract.symbols import SymbolText, symbol_text
from aidgraph.extract.totals import measure_after
from aidgraph.extract.words import even, sentences
from aidgraph.kinds import PLAIN, Kind, Relation, Vocabulary
from aidgraph.read.mend import Mended, squeeze

__all__ = ["Gate"]

_LONGEST_QUOTE, _LONGEST_NAME, _NEAR = 300, 60, 8
_CLOSING = "\"'”’」』）) "
_STOPS = "。！？!?."
_QUESTION = re.compile('[？?][”"」』’]*$')
# who begins a clause, or is the one who did it, is not the one it was done to
_SUBJECT = re.compile(r"(?:[，。；：\n]|[,;:.]\s|是|\bit (?:is|was|were)\s)(?:the\s)?$", re.IGNORECASE)


class _RefusedError(Exception):
    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


class Gate:
    """Checks proposals about one document; who gives to whom is learned of its passages, and tells swapped ends."""

    def __init__(self, mended: Mended, mentions: Mentions, grammar: Grammar, words: Vocabulary) -> None:
        self._mended, self._mentions, self._grammar, self._words = mended, mentions, grammar, words
        self._text = self._even(mended.text)
        self._solid = [at for at, sign in enumerate(self._text) if not sign.isspace()]
        self._squeezed = "".join(self._text[at] for at in self._solid)
        self._sentences = list(sentences(self._text, language=grammar.language))
        self._masked = mentions.masked(self._text)
        self._kinds = {mention.name: mention.kind for mention in mentions}
        self._addressed: dict[tuple[int, int], bool] = {}
        self._directions: dict[tuple[str, str], list[tuple[int, int]]] = {}
        lists = grammar.raw["lists"]
        self._inverse = re.compile(lists["inverse"], re.IGNORECASE)
        self._unnamed = re.compile(lists["unnamed"], re.IGNORECASE)

    def learn(self, proposals: Collection[Proposal]) -> None:
        """Take in which ends the grammar found in which order."""
        for proposal in proposals:
            if proposal.oriented and not (proposal.denied or self._relation(proposal).mutual):
                place = proposal.near, proposal.near + len(proposal.quote)
                for pair in ((giver, taker) for giver in proposal.froms for taker in proposal.tos):
                    self._directions.setdefault(pair, []).append(place)

    def check(self, proposal: Proposal) -> Candidate | FoundTotal | Refusal:
        """Return the candidate or total that a proposal has become, or its refusal."""
        passage = None
        try:
            start, end = self._locate(proposal.quote, proposal.near)
            passage = self._passage(start, end)
            relation = self._relation(proposal)
            self._put_forward_as_denied(proposal)
            self._addressed_to_machines(start, end)
            if proposal.is_total:
                return self._total(proposal, relation, start, end, passage)
            return self._candidate(proposal, relation, start, end, passage)
        except _RefusedError as refused:
            return Refusal(reason=refused.reason, proposal=proposal, detail=refused.detail, passage=passage)

    def _even(self, text: str) -> str:
        return even(text, language=self._grammar.language)

    # ---- where it stands

    def _locate(self, quote: str, near: int) -> tuple[int, int]:
        wanted = squeeze(self._even(quote))
        if not wanted or len(quote) > _LONGEST_QUOTE:
            raise _RefusedError("quote", "empty" if not wanted else f"longer than {_LONGEST_QUOTE} characters")
        stands = False
        for at in self._places(wanted, bisect_left(self._solid, near)):
            stands = True
            place = (self._solid[at], self._solid[at + len(wanted) - 1] + 1)
            if self._mended.is_whole(*place):
                return place
        raise _RefusedError("quote", "is put together of pieces" if stands else "does not stand in the text")

    def _places(self, wanted: str, near: int) -> Iterator[int]:
        """Yield where a squeezed quote stands, the places around ``near`` first."""
        text = self._squeezed
        if text.startswith(wanted, near):
            yield near
        behind, before = text.find(wanted, near + 1), text.rfind(wanted, 0, near + len(wanted) - 1)
        while behind >= 0 or before >= 0:
            if before < 0 or 0 <= behind - near <= near - before:
                yield behind
                behind = text.find(wanted, behind + 1)
            else:
                yield before
                before = text.rfind(wanted, 0, before + len(wanted) - 1)

    def _passage(self, start: int, end: int) -> Passage:
        first, last = self._mended.span(start, end)
        return Passage(start=first, end=last, quote=self._mended.text[start:end])

    def _around(self, start: int, end: int) -> tuple[int, int, str]:
        """Return the sentences that a passage lies in, and the one after them."""
        first = bisect_right(self._sentences, start, key=lambda sentence: sentence[1])
        last = bisect_left(self._sentences, end, key=lambda sentence: sentence[0]) - 1
        if first > last:
            return start, end, ""
        behind = last + 1
        while behind < len(self._sentences) and self._text[self._sentences[behind - 1][1] - 1] in "；;":
            behind += 1
        after = self._sentences[behind] if behind < len(self._sentences) else (0, 0)
        return self._sentences[first][0], self._sentences[last][1], self._masked[slice(*after)]

    # ---- what it says

    def _relation(self, proposal: Proposal) -> Relation:
        try:
            relation = self._words.relation(proposal.relation)
        except UnknownNameError as error:
            raise _RefusedError("relation", str(error)) from error
        if relation.derived or relation.structural:
            raise _RefusedError("relation", f"{relation.name} is not read from prose")
        return relation

    def _addressed_to_machines(self, start: int, end: int) -> None:
        first = self._text.rfind("\n", 0, start) + 1
        last = self._text.find("\n", end)
        paragraph = (first, last if last >= 0 else len(self._text))
        if paragraph not in self._addressed:
            self._addressed[paragraph] = bool(self._grammar.patterns["instructions"].search(self._text, *paragraph))
        if self._addressed[paragraph]:
            raise _RefusedError("instruction", "the paragraph speaks to a machine")

    def _put_forward_as_denied(self, proposal: Proposal) -> None:
        if proposal.denied:
            raise _RefusedError("negated", "the sentence denies it")

    def _trigger(self, relation: Relation, symbols: SymbolText, before: list[tuple[int, int]]) -> tuple[int, int]:
        """Return where words for the relation stand outside of names: in the quote, or in the heading of its list."""
        for pattern in self._grammar.triggers_of(relation.name):
            found = pattern.search(symbols.text)
            if found:
                return found.span()
        for first, last in before:
            if (first == 0 or self._text[first - 1] == "\n") and self._text[last : last + 1] == "\n":
                heading = self._text[first:last]
                if any(pattern.search(heading) for pattern in self._grammar.headings_of(relation.name)):
                    if self._grammar.patterns["negation.heading"].search(self._masked[first:last]):
                        raise _RefusedError("negated", "the heading denies it")
                    return 0, 0
        raise _RefusedError("trigger", f"no word for {relation.name} in the quote")

    def _not_denied(self, symbols: SymbolText, start: int, end: int, trigger: tuple[int, int]) -> None:
        patterns = self._grammar.patterns
        first, last, after = self._around(start, end)
        quoted = _without(symbols.text, patterns["negation.harmless"])
        sentence = _without(self._masked[first:last], patterns["negation.harmless"])
        behind = _without(self._masked[end:last], patterns["negation.harmless"])
        if others := patterns.get("negation.others"):
            # 其余单位还没有签约 says nothing of who has
            behind = others.split(behind)[0]
        # from where the trigger begins: it may have swallowed the word that denies
        tail = quoted[trigger[0] :] + behind
        before = self._clause_before(first, start) + quoted[: trigger[1]]
        if (
            patterns["negation.before"].search(before)
            or patterns["negation.after"].search(tail)
            or patterns["negation.sentence"].search(sentence)
            or patterns["negation.next"].match(after)
        ):
            raise _RefusedError("negated", "the sentence denies it")
        if self._is_framed(start, end):
            raise _RefusedError("negated", "all that is told here is denied")
        future = patterns.get("negation.future")
        to_come = future is not None and future.search(self._masked[first:start] + quoted[: trigger[1]])
        if patterns["negation.wish"].search(before) or to_come or _QUESTION.search(sentence):
            raise _RefusedError("wish", "the sentence wishes or supposes it")

    def _is_framed(self, start: int, end: int) -> bool:
        """Tell whether a passage is in what is denied as a whole, semicolons and all: “A；B”的说法并不属实."""
        first = bisect_right(self._sentences, start, key=lambda sentence: sentence[1])
        last = bisect_left(self._sentences, end, key=lambda sentence: sentence[0]) - 1
        while 0 < first < len(self._sentences) and self._goes_on(first - 1):
            first -= 1
        while 0 <= last < len(self._sentences) - 1 and self._goes_on(last):
            last += 1
        if first > last:
            return False
        whole = slice(self._sentences[first][0], self._sentences[last][1])
        return any(
            whole.start + frame.start() < end and start < whole.start + frame.end()
            for frame in self._grammar.patterns["negation.frame"].finditer(self._masked[whole])
        )

    def _goes_on(self, sentence: int) -> bool:
        """Tell whether what ends at a semicolon, or was cut for its length, goes on in the same paragraph."""
        end = self._sentences[sentence][1]
        return self._text[end - 1] not in _STOPS and "\n" not in self._text[end : self._sentences[sentence + 1][0]]

    def _clause_before(self, first: int, start: int) -> str:
        """Return what stands between a passage and the beginning of its clause."""
        text = self._masked[first:start]
        return _without(re.split(r"[，,；;：:]", text)[-1], self._grammar.patterns["negation.harmless"])

    # ---- partnerships

    def _candidate(self, proposal: Proposal, relation: Relation, start: int, end: int, passage: Passage) -> Candidate:
        seconds = [self._locate(quote, start) for quote in proposal.second]
        self._ends(proposal, relation)
        for name in (*proposal.froms, *proposal.tos):
            if not self._is_named(name, start, end, seconds):
                raise _RefusedError("unnamed", f"{name!r} is not named in the quote")
        symbols = symbol_text(self._text, start, end, self._mentions)
        trigger = self._trigger(relation, symbols, [place for place in seconds if place[1] <= start])
        self._not_denied(symbols, start, end, trigger)
        self._domain(proposal, relation)
        if proposal.count is not None:
            self._number(proposal.count, self._text[start:end])
        if not relation.mutual and proposal.tos:
            self._direction(proposal, symbols, trigger, start, end)
        self._no_total(proposal, symbols, trigger)
        return Candidate(
            relation=relation.name,
            froms=proposal.froms,
            tos=proposal.tos,
            passage=passage,
            second=tuple(self._passage(*place) for place in seconds),
            group=proposal.group,
            open=proposal.open,
            via=proposal.via,
            status=proposal.status,
            basis=proposal.basis,
            score=proposal.score,
            proposer=proposal.proposer,
        )

    def _ends(self, proposal: Proposal, relation: Relation) -> None:
        if set(proposal.froms) & set(proposal.tos):
            raise _RefusedError("ends", "both ends are the same party")
        if (
            not proposal.froms
            or not (proposal.tos or relation.mutual)
            or (not proposal.tos and len(proposal.froms) == 1)
        ):
            raise _RefusedError("ends", "one end is missing")

    def _is_named(self, name: str, start: int, end: int, seconds: list[tuple[int, int]]) -> bool:
        """Tell whether a party is named: in the quote, or by a form of its name there that a second quote explains."""
        for mention in self._mentions.within(start, end):
            if mention.name == name and self._is_explained(mention, [(start, end), *seconds]):
                return True
        for first, last in seconds:
            if any(mention.name == name for mention in self._mentions.within(first, last)):
                return True
        if name in self._kinds:
            return False
        return self._is_written(name, self._text[start:end])

    def _is_explained(self, mention: Mention, passages: list[tuple[int, int]]) -> bool:
        """Tell whether the passages say what the mention leaves out; a declared alias needs no more."""
        if mention.anchor is None or mention.how == "alias":
            return True
        first, last = mention.anchor
        return any(start <= first and last <= end for start, end in passages)

    def _is_written(self, name: str, quote: str) -> bool:
        """Tell whether a name that no rule found stands in the quote, and is a name and no description."""
        if len(name) > _LONGEST_NAME or self._unnamed.search(self._even(name)):
            return False
        return squeeze(self._even(name)) in squeeze(quote)

    def _domain(self, proposal: Proposal, relation: Relation) -> None:
        sides = [("from", self._kinds_of(proposal.froms)), ("to", self._kinds_of(proposal.tos))]
        for side, kinds in sides:
            for kind in kinds:
                if not self._words.may_hold(relation, kind, side=side):
                    raise _RefusedError("domain", f"{kind.name} cannot be the {side} of {relation.name}")
        if relation.same_top_kind:
            tops = {top_of(kind, self._words) for _, kinds in sides for kind in kinds if kind.iri != PLAIN}
            if len(tops) > 1:
                raise _RefusedError("domain", f"the ends of {relation.name} are not of one kind")

    def _kinds_of(self, names: tuple[str, ...]) -> list[Kind]:
        return [self._words.kind_or_level(self._kinds.get(name, "Institution")) for name in names]

    def _direction(
        self, proposal: Proposal, symbols: SymbolText, trigger: tuple[int, int], start: int, end: int
    ) -> None:
        """Refuse ends that stand the other way round, and those of which the sentence leaves it open."""
        if not proposal.oriented:
            raise _RefusedError("direction", "an agreement, and the text does not say who gives")
        pairs = [(giver, taker) for giver in proposal.froms for taker in proposal.tos]
        if all(self._is_learned(pair, start, end) for pair in pairs):
            return
        turned = any(self._is_learned((taker, giver), start, end) for giver, taker in pairs)
        if turned or self._inverse.search(symbols.text):
            raise _RefusedError("direction", "the sentence does not say who gives and who receives")
        givers, takers = (self._stand(names, start, end) for names in (proposal.froms, proposal.tos))
        if not givers or not takers or min(givers) >= min(takers):
            raise _RefusedError("direction", "the receiver stands before the giver")
        done, _ = symbols.passage(*trigger)
        nearest = max((at for at in (*givers, *takers) if at < done), default=None)
        if nearest in takers and _SUBJECT.search(self._text, start, nearest):
            raise _RefusedError("direction", "the receiver is who does it")

    def _is_learned(self, pair: tuple[str, str], start: int, end: int) -> bool:
        """Tell whether the grammar found these ends in this order in a passage, not only elsewhere in the text."""
        return any(first < end and start < last for first, last in self._directions.get(pair, ()))

    def _stand(self, names: tuple[str, ...], start: int, end: int) -> list[int]:
        """Return where in a passage parties are named, by whatever form of their names."""
        places = [mention.start for mention in self._mentions.within(start, end) if mention.name in names]
        return places + [at for name in names if (at := self._text.find(name, start, end)) >= 0]

    def _no_total(self, proposal: Proposal, symbols: SymbolText, trigger: tuple[int, int]) -> None:
        """Refuse an edge where the words only count: "A市与B县的学校结对40对" says nothing of A and B."""
        near = symbols.text[max(0, trigger[0] - _NEAR) : trigger[1] + _NEAR]
        for number in numbers(near, language=self._grammar.language):
            measure = measure_after(near, number, self._grammar)
            counts = measure is not None and measure.unit.name in {"pairs", "institutions"}
            if counts and any(
                self._words.kind_or_level(self._kinds.get(name, "Institution")).is_level for name in proposal.froms
            ):
                raise _RefusedError("total", "a number of partnerships is no partnership")

    # ---- numbers

    def _number(self, count: Decimal, quote: str) -> None:
        if all(number.value != count for number in numbers(quote, language=self._grammar.language)):
            raise _RefusedError("number", f"{count} is not in the quote")

    def _total(self, proposal: Proposal, relation: Relation, start: int, end: int, passage: Passage) -> FoundTotal:
        if proposal.count is None or proposal.count <= 0:
            raise _RefusedError("number", "no number")
        quote = self._text[start:end]
        self._number(proposal.count, quote)
        fitting = list(self._measures(proposal, quote, self._text[end : end + _NEAR]))
        if not fitting:
            raise _RefusedError("unit", f"the quote does not count {proposal.unit or proposal.currency}")
        bound, unit = fitting[0]
        if unit == "households":
            raise _RefusedError("private", "households, families and couples are not recorded")
        symbols = symbol_text(self._text, start, end, self._mentions)
        self._total_trigger(relation, quote)
        self._not_denied(symbols, start, end, (0, len(symbols.text)))
        return FoundTotal(
            relation=relation.name,
            count=proposal.count,
            unit=unit,
            passage=passage,
            bound=bound,
            currency=proposal.currency,
            proposer=proposal.proposer,
        )

    def _total_trigger(self, relation: Relation, quote: str) -> None:
        if any(pattern.search(quote) for pattern in self._grammar.triggers_of(relation.name)):
            return
        raise _RefusedError("trigger", f"no word for {relation.name} in the quote")

    def _measures(self, proposal: Proposal, quote: str, behind: str) -> Iterator[tuple[str, str]]:
        """Yield bound and unit of the numbers in a quote that are the proposal's; both are read here, not believed."""
        for number in numbers(quote, language=self._grammar.language):
            if number.value != proposal.count:
                continue
            measure = measure_after(quote + behind, number, self._grammar)
            if measure is None or measure.end > len(quote):
                continue
            unit = measure.unit
            named = unit.name == proposal.unit if unit.name else unit.currency == proposal.currency
            if named or unit.name == "households":
                yield measure.bound, unit.name


def _without(text: str, harmless: re.Pattern[str]) -> str:
    return harmless.sub(lambda match: "\u3000" * len(match[0]), text)
