"""How alike two names are, character by character; the one module that knows rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["alike", "edits", "likeness"]

_ROWS = 256


def likeness(one: str, other: str) -> int:
    """Return how much of two comparable names stands in both, in the same order, of 100.

    >>> likeness("职业技术学校", "中等职业技术学校")
    86
    """
    from rapidfuzz.distance import Indel

    return round(Indel.normalized_similarity(one, other) * 100)


def edits(one: str, other: str) -> float:
    """Return how much of the longer name stays where characters are replaced, left out or put in, from 0 to 1.

    >>> edits("红旗小学", "红星小学")
    0.75
    """
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other)


def alike(rows: Sequence[str], columns: Sequence[str], least: int) -> Iterator[tuple[int, int, int]]:
    """Yield which of some names is how much like which of others, from a likeness of ``least`` on."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    for start in range(0, len(rows), _ROWS):
        scores = cdist(
            rows[start : start + _ROWS], columns, scorer=Indel.normalized_similarity, score_cutoff=least / 100
        )
        for row, column in zip(*scores.nonzero(), strict=True):
            yield start + int(row), int(column), round(float(scores[row, column]) * 100)
