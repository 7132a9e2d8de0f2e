"""Hide partnerships that are on record, and see whether what is proposed finds them again.

Usage: ``python scripts/backtest.py WORKSPACE [--relation twinnedWith] [--folds 5] [--hide 200] [--top 5] [--seed 1]``

Only partnerships of one with one are hidden. In every fold so many of them, a fifth at most and one a recipient, are
taken out of what is known, and each recipient is weighed against everybody who may hold the relation, itself and the
partners it keeps left out; a partner of a kind that proposals never tie is never found. A line a ranking: how often the
hidden partner comes first, and among the first few. Where several score alike, a hit counts as much as it would on
average in any order of them. The rankings:

- ``propose``: by the points that proposals are made by;
- ``fit``: by the same without those taken off for what a partner holds already;
- ``popular``: by how many partnerships each holds, the baseline of whoever knows nothing of the recipient;
- ``random``: by chance.

``assigned`` tells how often the hidden partner is the one whom the optimal assignment gives, and ``--capacity`` how
many partnerships each may hold then. The same seed gives the same figures.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import aidgraph
from aidgraph.errors import AidgraphError

if TYPE_CHECKING:
    import numpy as np

    from aidgraph.api import Aid
    from aidgraph.ask.ties import Tie
    from aidgraph.kinds import Relation

    Numbers = np.ndarray[Any, np.dtype[Any]]

RANKINGS = ("propose", "fit", "popular", "random")

_PAIRS = """
SELECT ?p ?relation ?from ?to {
  ?p a aid:Partnership ; aid:standing "accepted" ; aid:relation ?relation .
  { ?p aid:provider ?from ; aid:recipient ?to } UNION { ?p aid:oneSide ?from ; aid:otherSide ?to }
}
"""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A partnership of one provider and one recipient."""

    partnership: str
    provider: str
    recipient: str


@dataclass(slots=True)
class Hits:
    """How many were hidden, and how many of them each ranking finds: first, and among the first few."""

    hidden: int = 0
    first: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RANKINGS, 0.0))
    few: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RANKINGS, 0.0))
    assigned: int = 0


def backtest(
    aid: Aid, *, relation: str, folds: int, hide: int, top: int, seed: int, capacity: int | None
) -> Iterator[Hits]:
    """Yield what is found in every fold; raises ``UnknownNameError`` for a relation."""
    from aidgraph.ask.ties import RELATED, ties

    words = aid.workspace.vocabulary
    wanted = words.relation(relation)
    below = words.narrower_relations(wanted)
    pairs = _pairs(aid, below)
    related = ties(aid.store, words.narrower_relations(words.relations[RELATED]))
    # with one alone nothing would be left to go by
    for fold in range(folds if len(pairs) > 1 else 0):
        hidden = _hidden(pairs, min(hide, max(1, len(pairs) // 5)), Random(f"{seed} {fold}"))  # noqa: S311  no secrets
        yield _found(aid, wanted, hidden, related, below, top=top, capacity=capacity)


def _pairs(aid: Aid, relations: frozenset[str]) -> list[Pair]:
    """Return the partnerships of one with one."""
    rows = [row for row in aid.store.select(_PAIRS) if row.relation in relations]
    ends = Counter(row.p for row in rows)
    return sorted(Pair(row.p, row[2], row[3]) for row in rows if ends[row.p] == 1)


def _hidden(pairs: Sequence[Pair], count: int, rng: Random) -> list[Pair]:
    chosen: dict[str, Pair] = {}
    for pair in rng.sample(pairs, len(pairs)):
        if len(chosen) < count:
            chosen.setdefault(pair.recipient, pair)
    return sorted(chosen.values())


def _found(
    aid: Aid,
    relation: Relation,
    hidden: Sequence[Pair],
    related: Mapping[str, Sequence[Tie]],
    below: frozenset[str],
    *,
    top: int,
    capacity: int | None,
) -> Hits:
    import numpy as np

    from aidgraph.ask.assign import BARRED, assign
    from aidgraph.ask.points import CROWDING, compatible
    from aidgraph.ask.suits import Recipient, Suits

    words, facts = aid.workspace.vocabulary, aid.parties.facts
    gone = {pair.partnership for pair in hidden}
    left = {party: [tie for tie in its if tie.partnership not in gone] for party, its in related.items()}
    held = Counter(
        party for party, its in left.items() for tie in its if tie.relation in below and tie.direction != "in"
    )
    kinds = {facts[pair.recipient].kind for pair in hidden}
    fitting = {
        iri
        for iri, kind in words.kinds.items()
        if any(compatible(words, relation, kind, words.kinds[other]) is not None for other in kinds)
    }
    providers = sorted(iri for iri, one in facts.items() if one.kind in fitting)
    kept = {
        pair.recipient: frozenset(
            partner for tie in left.get(pair.recipient, ()) if tie.relation in below for partner in tie.partners
        )
        for pair in hidden
    }
    recipients = [Recipient(pair.recipient, sure=False, barred=kept[pair.recipient]) for pair in hidden]
    suits = Suits(aid.store, aid.parties, words, relation, providers, recipients, held, left)
    alone = Suits(aid.store, aid.parties, words, relation, providers, recipients, {}, left)
    scores, profile = suits.matrix()
    fit, of_fit = alone.matrix()
    nobody, popular = np.zeros(len(providers)), np.array([held[iri] for iri in providers])
    at = {iri: number for number, iri in enumerate(providers)}
    hits = Hits(hidden=len(hidden))
    for pair, sort, other in zip(hidden, profile, of_fit, strict=True):
        legal = scores[sort] > BARRED
        values = dict(zip(RANKINGS, (scores[sort], fit[other], popular, nobody), strict=True))
        for ranking in RANKINGS:
            hits.first[ranking] += _chance(values[ranking], legal, at.get(pair.provider), 1)
            hits.few[ranking] += _chance(values[ranking], legal, at.get(pair.provider), top)
    most = max(held.values(), default=0) + 1 if capacity is None else capacity
    room = np.array([max(0, most - held[iri]) for iri in providers])
    given = assign(scores, profile, room, crowding=CROWDING)
    hits.assigned = sum(
        column >= 0 and providers[column] == pair.provider for pair, column in zip(hidden, given, strict=True)
    )
    return hits


def _chance(values: Numbers, legal: Numbers, right: int | None, top: int) -> float:
    """Return how likely the right one is among the first few by value, those alike in any order.

    ``None`` stands for one who is of a kind that is never proposed.
    """
    if right is None or not legal[right]:
        return 0.0
    better = int((values[legal] > values[right]).sum())
    alike = int((values[legal] == values[right]).sum())
    return min(1.0, max(0, top - better) / alike)


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", metavar="WORKSPACE", type=Path, help="a workspace; it is built if it is not yet")
    parser.add_argument("--relation", default="twinnedWith", help="whose partnerships (default: %(default)s)")
    parser.add_argument("--folds", type=int, default=5, help="how often to hide others (default: %(default)s)")
    parser.add_argument("--hide", type=int, default=200, help="how many at once, at most (default: %(default)s)")
    parser.add_argument("--top", type=int, default=5, help="how many are the first few (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed hides others (default: %(default)s)")
    parser.add_argument("--capacity", type=int, help="how many each may hold (default: one more than anybody holds)")
    asked = vars(parser.parse_args())
    for name in ("folds", "hide", "top"):
        if asked[name] < 1:
            parser.error(f"--{name} is {asked[name]}; legal: 1 or more")
    try:
        found = list(backtest(aidgraph.open(asked.pop("workspace")), **asked))
    except AidgraphError as error:
        sys.exit(str(error))
    hidden = sum(hits.hidden for hits in found)
    if not hidden:
        sys.exit(f"fewer than two partnerships of one with one under {asked['relation']}: nothing to hide")
    top = asked["top"]
    print(f"{hidden:,} partnerships hidden in {len(found)} folds; hits in percent")
    print(f"{'ranking':<10}{'@1':>8}{f'@{top}':>8}")
    for ranking in RANKINGS:
        first, few = (sum(getattr(hits, key)[ranking] for hits in found) / hidden for key in ("first", "few"))
        print(f"{ranking:<10}{first:>8.2%}{few:>8.2%}".replace("%", " "))
    print(f"{'assigned':<10}{sum(hits.assigned for hits in found) / hidden:>8.2%}".replace("%", " "))
    return 0


if __name__ == "__main__":
    sys.exit(main())
