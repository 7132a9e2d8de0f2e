"""From a document to candidates: mentions, what the grammar and perhaps a model propose, and the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from aidgraph.extract.gate import Gate
from aidgraph.extract.mentions import Mention, Mentions
from aidgraph.extract.records import Candidate, Extraction, FoundParty, FoundTotal, Known, Proposal
from aidgraph.extract.relations import propose_relations
from aidgraph.extract.rules import Grammar, grammar
from aidgraph.extract.totals import propose_totals
from aidgraph.extract.words import even, language_of
from aidgraph.kinds import Vocabulary, vocabulary
from aidgraph.read.mend import Mended, mend

__all__ = ["EXTRACTOR", "Proposer", "candidates"]

EXTRACTOR = "grammar/3"
"""What claims made of these candidates say they were extracted by; it changes when the rules do."""


class Proposer(Protocol):
    """Somebody else who proposes, such as a language model; everything it says passes the gate."""

    warnings: list[str]

    def __call__(self, text: str, names: Sequence[str], /) -> Iterable[Proposal]:
        """Yield proposals about a mended text in which the parties ``names`` were found."""


def candidates(
    text: str,
    *,
    known: Sequence[Known] = (),
    words: Vocabulary | None = None,
    proposer: Proposer | None = None,
) -> Extraction:
    r"""Return what a report says: parties, candidates and totals with exact passages, and what was refused.

    ``text`` is a document's text; offsets in the result count its characters. ``known`` are the parties of a
    workspace, ``words`` its kinds. A text in a language that has no grammar gives nothing but a warning.

    >>> found = candidates("青河市第一中学与沙岭县\n第三中学结对共建，培训教师40余人次。")
    >>> [(c.relation, c.froms, c.tos, c.passage.quote) for c in found.candidates]
    [('twinnedWith', ('青河市第一中学',), ('沙岭县第三中学',), '青河市第一中学与沙岭县第三中学结对共建')]
    >>> [(t.relation, str(t.count), t.unit, t.bound) for t in found.totals]
    [('trains', '40', 'person-times', 'at-least')]
    """
    words = words or vocabulary()
    mended = mend(text)
    language = language_of(mended.text)
    found = Extraction(language=language)
    if not language:
        found.warnings.append("no grammar for the language of this text: nothing is read from it")
        return found
    rules = grammar(language)
    plain = even(mended.text, language=language)
    mentions = _mentions(plain, rules, known)
    proposals = list(propose_relations(plain, mentions, rules, words))
    gate = Gate(mended, mentions, rules, words)
    gate.learn(proposals)
    proposals += propose_totals(plain, mentions, rules)
    if proposer is not None:
        names = list(dict.fromkeys(mention.name for mention in mentions))
        proposals += proposer(mended.text, names)
        found.warnings += proposer.warnings
    _sort(proposals, gate, found)
    found.parties = _parties(mentions, mended, found.candidates)
    return found


def _mentions(plain: str, rules: Grammar, known: Sequence[Known]) -> Mentions:
    if rules.language == "zh":
        from aidgraph.extract.chinese import chinese_mentions

        return chinese_mentions(plain, rules, known)
    from aidgraph.extract.english import english_mentions

    return english_mentions(plain, rules, known)


def _sort(proposals: Iterable[Proposal], gate: Gate, found: Extraction) -> None:
    """Put every proposal where the gate says, and each claim of one passage only once."""
    seen = set[object]()
    for proposal in proposals:
        result = gate.check(proposal)
        if isinstance(result, Candidate):
            key: object = (result.relation, frozenset([*result.froms, *result.tos]), result.passage.start)
        elif isinstance(result, FoundTotal):
            key = (result.relation, result.count, result.unit, result.currency, result.passage.end)
        else:
            found.refused.append(result)
            continue
        if key in seen:
            continue
        seen.add(key)
        if isinstance(result, Candidate):
            found.candidates.append(result)
        else:
            found.totals.append(result)
    found.candidates.sort(key=lambda item: (item.passage.start, item.passage.end, item.relation, item.froms, item.tos))
    found.totals.sort(key=lambda item: (item.passage.start, item.passage.end, item.relation, item.count))


def _parties(mentions: Mentions, mended: Mended, found: Sequence[Candidate]) -> list[FoundParty]:
    """Return the parties in the order of their first mention; weak ones only where a candidate names them."""
    named = {name for candidate in found for name in (*candidate.froms, *candidate.tos)}
    by_party = defaultdict[tuple[str, bool], list[Mention]](list)
    for mention in mentions:
        if mention.weak and mention.name not in named:
            continue
        by_party[mention.name, mention.is_place].append(mention)
    parties = []
    for (name, is_place), own in by_party.items():
        places = [mended.span(mention.start, mention.end) for mention in own]
        forms = dict.fromkeys(mended.text[mention.start : mention.end] for mention in own if mention.how != "anaphora")
        parties.append(
            FoundParty(
                name=name,
                kind=own[0].kind,
                is_place=is_place,
                start=places[0][0],
                end=places[0][1],
                mentions=tuple(places),
                forms=tuple(form for form in forms if form != name),
                reference=own[0].reference,
            )
        )
    return parties
