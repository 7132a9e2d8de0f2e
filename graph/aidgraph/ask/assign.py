"""The optimal assignment: who takes whom, so that as many as can be are taken, and the scores are as high as can be.

Most pairs are never looked at by the solver. It is given the best few of each row; then the prices of its answer (the
duals of the linear programme) show which of the pairs left out could still improve it, and these are added until none
could. What comes out is an optimum over all pairs, not only over those looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

__all__ = ["BARRED", "assign"]

BARRED = -(1 << 14)
"""The score of a pair that may not be: no score is as low."""

_BEST, _SPREAD = 12, 24
"""How many of the best columns a row starts with, and how many more that differ between rows alike."""

_PIECE = 1 << 17
"""How many pairs are looked at at once."""


class _Pairs(NamedTuple):
    """Some pairs: their rows, columns and scores."""

    rows: Numbers
    columns: Numbers
    scores: Numbers


def assign(scores: Numbers, profile: Numbers, left: Numbers, *, crowding: int) -> list[int]:
    """Return the column that each row is given, -1 where it is given none.

    ``scores`` has a line for every sort of row, and ``profile`` says of what sort each row is; ``left`` says how many
    rows a column may take, and each after its first costs ``crowding`` more than the one before. As many rows as
    possible are given a column; of all ways to do so, one with the highest sum. Equal input gives equal output.
    """
    import numpy as np

    rows = len(profile)
    if not rows or not scores.size or not left.any():
        return [-1] * rows
    problem = _Problem(scores, profile, np.minimum(left, rows), crowding)
    pairs = problem.first()
    while True:
        answer = problem.solve(pairs)
        more = problem.missing(answer, pairs)
        if not len(more.rows):
            return [int(column) for column in answer.columns]
        pairs = _Pairs(*(np.concatenate([old, new]) for old, new in zip(pairs, more, strict=True)))


@dataclass(slots=True)
class _Answer:
    """The columns given, and the prices that prove it: of each row, and of the next place in each column."""

    columns: Numbers
    of_rows: Numbers
    of_columns: Numbers


class _Problem:
    """An assignment problem. Costs are whole numbers above 0; a column has a place for every row that it may take."""

    def __init__(self, scores: Numbers, profile: Numbers, left: Numbers, crowding: int) -> None:
        import numpy as np

        self.scores, self.profile, self.left, self.crowding = scores, profile, left, crowding
        self.rows, self.columns = len(profile), len(left)
        self.members = [np.flatnonzero(profile == sort) for sort in range(len(scores))]
        legal = scores[scores > BARRED]
        self.highest = int(legal.max(initial=0))
        self.first_place = np.concatenate([[0], np.cumsum(left)])
        self.places = int(self.first_place[-1])
        spread = self.highest - int(legal.min(initial=0)) + crowding * int(left.max(initial=0)) + 1
        # dearer than whatever moving all others could save: nobody goes without where somebody could take them
        self.without = spread * (min(self.rows, self.places) + 1)

    def first(self) -> _Pairs:
        """Return the pairs to begin with: the best of each row, and some that rows of one sort do not share."""
        import numpy as np

        found = []
        for sort, members in enumerate(self.members):
            legal = np.flatnonzero((self.scores[sort] > BARRED) & (self.left > 0))
            if not len(legal) or not len(members):
                continue
            # columns as good as each other come in an order that differs from sort to sort
            turned = (legal - sort * _STRIDE) % self.columns
            order = legal[np.lexsort((turned, -self.scores[sort, legal]))]
            window = np.arange(_SPREAD)[None, :] + (np.arange(len(members)) * _SPREAD)[:, None]
            chosen = np.concatenate(
                [np.broadcast_to(np.arange(min(_BEST, len(order))), (len(members), min(_BEST, len(order)))), window],
                axis=1,
            )
            rows = np.repeat(members, chosen.shape[1])
            found.append((rows, order[chosen.ravel() % len(order)]))
        rows = np.concatenate([rows for rows, _ in found] or [np.empty(0, int)])
        columns = np.concatenate([columns for _, columns in found] or [np.empty(0, int)])
        return self._once(rows, columns)

    def _once(self, rows: Numbers, columns: Numbers) -> _Pairs:
        import numpy as np

        # sorted and compared: numpy's own, which hashes, takes several times as long
        keys = np.sort(rows * self.columns + columns)
        keys = keys[np.diff(keys, prepend=-1) > 0]
        rows, columns = keys // self.columns, keys % self.columns
        return _Pairs(rows, columns, self.scores[self.profile[rows], columns].astype(np.int64))

    def solve(self, pairs: _Pairs) -> _Answer:
        """Return the optimum over some pairs, with its prices."""
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import min_weight_full_bipartite_matching

        count = self.left[pairs.columns]
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        everybody = np.arange(self.rows)
        rows = np.concatenate([np.repeat(pairs.rows, count), everybody])
        places = np.concatenate(
            [np.repeat(self.first_place[pairs.columns], count) + nth, self.places + everybody],
        )
        costs = np.concatenate(
            [np.repeat(self.highest - pairs.scores, count) + self.crowding * nth + 1, np.full(self.rows, self.without)]
        )
        shape = (self.rows, self.places + self.rows)
        matrix = csr_array((costs.astype(float), (rows, places)), shape=shape)
        _, taken = min_weight_full_bipartite_matching(matrix)
        paid = np.rint(np.asarray(matrix[everybody, taken]).ravel()).astype(np.int64)
        order = np.argsort(places, kind="stable")
        prices = self._prices(rows[order], places[order], costs[order], taken, paid)
        columns = np.searchsorted(self.first_place, taken, side="right") - 1
        return _Answer(
            columns=np.where(taken < self.places, columns, -1),
            of_rows=paid - prices[taken],
            of_columns=self._of_columns(prices),
        )

    def _prices(self, rows: Numbers, places: Numbers, costs: Numbers, taken: Numbers, paid: Numbers) -> Numbers:
        """Return the price of every place: none is above 0, and no pair costs less than its row and place are worth.

        They are the lengths of shortest ways in what the optimum leaves open, found by lowering them until they stand.
        """
        import numpy as np

        prices = np.zeros(self.places + self.rows, np.int64)
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        at = places[starts]
        while True:
            lowered = np.minimum.reduceat(costs - (paid - prices[taken])[rows], starts)
            if (lowered >= prices[at]).all():
                return prices
            prices[at] = np.minimum(prices[at], lowered)

    def _of_columns(self, prices: Numbers) -> Numbers:
        """Return what a row would pay in each column beyond its cost: the least over the column's places."""
        import numpy as np

        extra = self.crowding * (np.arange(self.places) - np.repeat(self.first_place[:-1], self.left))
        least = np.full(self.columns, self.without, np.int64)
        some = self.left > 0
        least[some] = np.minimum.reduceat(extra - prices[: self.places], self.first_place[:-1][some])
        return least

    def missing(self, answer: _Answer, pairs: _Pairs) -> _Pairs:
        """Return pairs that were left out and could improve an answer, the most promising of each row."""
        import numpy as np

        found = [(rows, columns) for rows, columns in self._promising(answer)]
        if not found:
            return _Pairs(*(np.empty(0, np.int64) for _ in _Pairs._fields))
        known = pairs.rows * self.columns + pairs.columns
        keys = np.concatenate([rows * self.columns + columns for rows, columns in found])
        keys = np.setdiff1d(keys, known, assume_unique=True)
        return self._once(keys // self.columns, keys % self.columns)

    def _promising(self, answer: _Answer) -> Iterator[tuple[Numbers, Numbers]]:
        import numpy as np

        worth, step = answer.of_rows - self.highest - 1, max(1, _PIECE // self.columns)
        most = min(_BEST + _SPREAD, self.columns)
        for start in range(0, self.rows, step):
            scores = self.scores[self.profile[start : start + step]]
            saved = worth[start : start + step, None] - answer.of_columns + scores
            saved = np.where(scores > BARRED, saved, 0)
            some = np.flatnonzero(saved.max(axis=1) > 0)
            if not len(some):
                continue
            saved = saved[some]
            least = np.partition(saved, -most, axis=1)[:, -most]
            at, columns = np.nonzero(saved >= np.maximum(least, 1)[:, None])
            rows = some[at] + start
            # of those as good as the last of the best, others in every row
            turned = (columns - rows * _STRIDE) % self.columns
            order = np.lexsort((turned, -saved[at, columns], at))
            first = np.searchsorted(at, np.arange(len(some)))
            best = order[np.arange(len(order)) - first[at] < most]
            yield rows[best], columns[best]


_STRIDE = 7919
"""How far rows that see the same are turned against each other; a prime, so that all are tried."""
