"""The assignment: the optimum over all pairs, as another library finds it."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.ask.assign import BARRED, assign

Problem = tuple[list[list[int | None]], list[int], list[int], int]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Scores by sort of row (None: barred), the sort of each row, how many rows each column takes, and crowding."""
    sorts, columns = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    score = st.one_of(st.none(), st.integers(-12, 12))
    scores = draw(st.lists(st.lists(score, min_size=columns, max_size=columns), min_size=sorts, max_size=sorts))
    profile = draw(st.lists(st.integers(0, sorts - 1), max_size=7))
    left = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return scores, profile, left, draw(st.integers(0, 4))


def solved(problem: Problem) -> list[int]:
    scores, profile, left, crowding = problem
    matrix = np.array([[BARRED if score is None else score for score in line] for line in scores], np.int16)
    return assign(matrix, np.array(profile, np.int64), np.array(left, np.int64), crowding=crowding)


def worth(problem: Problem, given_columns: list[int]) -> tuple[int, int]:
    """Return how many rows are given a column and the sum of their scores; fails for what is not allowed."""
    scores, profile, left, crowding = problem
    taken: Counter[int] = Counter()
    total = 0
    for sort, column in zip(profile, given_columns, strict=True):
        if column >= 0:
            score = scores[sort][column]
            assert score is not None
            total += score - crowding * taken[column]
            taken[column] += 1
    assert all(count <= left[column] for column, count in taken.items())
    return sum(taken.values()), total


def best(problem: Problem) -> tuple[int, int]:
    """Return the same of the optimum, as networkx finds it: with a node for every place in a column."""
    scores, profile, left, crowding = problem
    graph = nx.Graph()
    for row, sort in enumerate(profile):
        for column, score in enumerate(scores[sort]):
            if score is not None:
                for place in range(left[column]):
                    graph.add_edge(("row", row), ("place", column, place), weight=score - crowding * place)
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    return len(matching), sum(graph.edges[pair]["weight"] for pair in matching)


@settings(max_examples=200, deadline=None)
@given(problems())
def test_it_is_the_optimum_of_networkx(problem: Problem) -> None:
    assert worth(problem, solved(problem)) == best(problem)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_it_is_the_optimum_where_the_solver_first_sees_a_few_pairs_only(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = (rng.integers(0, 30, (25, 1)) + rng.integers(0, 25, (1, 40)) + rng.integers(0, 4, (25, 40))).tolist()
    problem: Problem = scores, rng.integers(0, 25, 60).tolist(), rng.integers(0, 3, 40).tolist(), 2
    assert worth(problem, solved(problem)) == best(problem)


def test_everybody_who_can_be_given_one_is_even_at_a_loss() -> None:
    assert solved(([[9, -9], [8, None]], [0, 1], [1, 1], 0)) == [1, 0]


def test_a_column_that_is_crowded_costs_more() -> None:
    problem: Problem = [[5, 4]], [0, 0, 0], [3, 3], 2
    assert Counter(solved(problem)) == {0: 2, 1: 1}
    assert Counter(solved((*problem[:3], 0))) == {0: 3}


@pytest.mark.parametrize(
    "problem",
    [
        ([[1]], [], [1], 0),
        ([[1]], [0], [0], 0),
        ([[None]], [0], [1], 0),
        ([[None, 1]], [0, 0], [5, 0], 1),
    ],
    ids=["no rows", "no room", "all barred", "room where it is barred"],
)
def test_nothing_is_given_where_nothing_can_be(problem: Problem) -> None:
    assert solved(problem) == [-1] * len(problem[1])
