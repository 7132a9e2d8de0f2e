from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.show.spread import spread

BOX = (120.0, 70.0)
Point = tuple[float, float]
NUMBERS = st.floats(-500, 500, allow_nan=False, width=32)


def overlaps(points: list[Point]) -> int:
    return sum(
        abs(one[0] - other[0]) < BOX[0] - 1e-6 and abs(one[1] - other[1]) < BOX[1] - 1e-6
        for one, other in combinations(points, 2)
    )


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=25, unique=True))
@settings(max_examples=40, deadline=None)
def test_boxes_no_longer_overlap(points: list[Point]) -> None:
    assert overlaps(spread(points, BOX, rounds=400, patience=5)) == 0


def test_boxes_that_do_not_overlap_stay() -> None:
    apart = [(0.0, 0.0), (121.0, 0.0), (0.0, -71.0), (-500.0, -300.0)]
    assert spread(apart, BOX, rounds=10, patience=5) == apart


@pytest.mark.parametrize(
    ("near", "far"), [([(0.0, 0.0), (100.0, 5.0)], [(-10.5, 0.0), (110.5, 5.0)]), ([(0.0, 0.0), (1.0, 60.0)], None)]
)
def test_two_move_along_the_axis_on_which_they_overlap_less(near: list[Point], far: list[Point] | None) -> None:
    found = spread(near, BOX, rounds=1, patience=5)
    assert found == (far or [(0.0, -5.5), (1.0, 65.5)])


def test_after_so_many_rounds_it_is_left_at_that() -> None:
    crowd = [(float(number % 7), float(number % 5)) for number in range(35)]
    assert overlaps(spread(crowd, BOX, rounds=2, patience=5)) > 0
