"""Denials: who is said not to be tied, where no frame of the grammar reads the sentence."""

from __future__ import annotations

import re

from aidgraph.extract.mentions import Mention
from aidgraph.extract.rules import Grammar
from aidgraph.extract.symbols import SymbolText

__all__ = ["denied_ends", "denies"]


def denies(sentence: str, after: str, grammar: Grammar) -> bool:
    """Tell whether a sentence, or the one after it, denies something."""
    patterns = grammar.patterns
    plain = patterns["negation.harmless"].sub(lambda match: "\u3000" * len(match[0]), sentence)
    return (
        any(patterns[f"negation.{where}"].search(plain) is not None for where in ("before", "after", "sentence"))
        or patterns["negation.next"].match(after) is not None
    )


def denied_ends(
    symbols: SymbolText, trigger: tuple[int, int], grammar: Grammar
) -> tuple[list[Mention], list[Mention]] | None:
    """Return giver and receiver around the words for a relation: the two lists before them, else one on either side.

    Where the sentence names only one party, the other end is left out.
    """
    lists = [match.span() for match in re.finditer(grammar.raw["lists"]["all"], symbols.text)]
    before = [span for span in lists if span[1] <= trigger[0]]
    behind = [span for span in lists if span[0] >= trigger[1]]
    if len(before) > 1:
        first, second = before[-2:]
    elif before and behind:
        first, second = before[0], behind[0]
    else:
        alone = symbols.parties(*(before or behind)[0]) if before or behind else []
        return (alone[:1], alone[1:]) if alone else None
    turned = re.search(grammar.raw["lists"]["inverse"], symbols.text[first[0] : second[1]]) is not None
    froms, tos = symbols.parties(*first), symbols.parties(*second)
    return (tos, froms) if turned else (froms, tos)
