"""Which way an agreement goes that does not say who gives: as the help that the rest of the text tells of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from aidgraph.extract.records import Proposal
from aidgraph.kinds import Vocabulary

__all__ = ["oriented"]

_AREA = 2
"""So many signs of a name tell what area it is of."""

_RANKS = ("村", "镇|乡|街道", "县|旗", "(?<!社)区", "市|州|地区", "省|自治区")


def oriented(found: list[Proposal], words: Vocabulary) -> Iterator[Proposal]:
    """Turn the ends of agreements that do not say who gives: as those between the same areas that do say it."""
    areas = Counter[tuple[str, str]]()
    help_ = words.narrower_relations(words.relation("aids"))
    for proposal in found:
        if proposal.oriented and words.relation(proposal.relation).iri in help_:
            areas.update((giver[:_AREA], taker[:_AREA]) for giver in proposal.froms for taker in proposal.tos)
    for proposal in found:
        if proposal.oriented or not (proposal.froms and proposal.tos):
            yield proposal
            continue
        giver, taker = proposal.froms[0], proposal.tos[0]
        for lead in (
            _between(areas, giver, taker),
            _gives(areas, giver) - _gives(areas, taker),
            _rank(giver) - _rank(taker),
        ):
            if lead:
                froms, tos = (proposal.froms, proposal.tos) if lead > 0 else (proposal.tos, proposal.froms)
                proposal = replace(proposal, froms=froms, tos=tos, oriented=True)  # noqa: PLW2901 -- turned round
                break
        yield proposal


def _between(areas: Counter[tuple[str, str]], giver: str, taker: str) -> int:
    pair = (giver[:_AREA], taker[:_AREA])
    return areas[pair] - areas[pair[::-1]]


def _gives(areas: Counter[tuple[str, str]], name: str) -> int:
    """Return whether the area of a name gives elsewhere (1), receives (-1), or neither."""
    given = sum(times for pair, times in areas.items() if pair[0] == name[:_AREA])
    taken = sum(times for pair, times in areas.items() if pair[1] == name[:_AREA])
    return (given > taken) - (given < taken)


def _rank(name: str) -> int:
    """Return how high the place is that a name begins with: a city's hospital helps a township's."""
    ranks = [rank for rank, signs in enumerate(_RANKS) if re.search(rf"^.{{1,9}}?(?:{signs})(?=.{{2}})", name)]
    return max(ranks, default=0)
