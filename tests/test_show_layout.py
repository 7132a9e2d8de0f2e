import math
from itertools import combinations

import pytest

from aidgraph.show.layout import BOX, GAP, positions


def chain(name: str, length: int) -> tuple[list[str], list[tuple[str, str]]]:
    names = [f"{name}{number}" for number in range(length)]
    return names, [(names[number // 2], names[number]) for number in range(1, length)]


def components(*lengths: int) -> tuple[list[list[str]], list[tuple[str, str]]]:
    parts = [chain(f"{number}-", length) for number, length in enumerate(lengths)]
    return [names for names, _ in parts], [edge for _, edges in parts for edge in edges]


def test_same_input_gives_the_same_places() -> None:
    groups, edges = components(30, 500, 3, 1)
    names = [name for group in groups for name in group]
    assert positions(names, edges) == positions(names, edges)


def test_everybody_has_a_finite_place() -> None:
    groups, edges = components(1, 2, 60, 100, 450, 1)
    names = [name for group in groups for name in group]
    places = positions(names, [*edges, (names[0], names[0]), edges[0]])
    assert list(places) == [*dict.fromkeys(places)]
    assert set(places) == set(names)
    assert all(math.isfinite(value) for place in places.values() for value in place)


def test_no_component_stands_in_another() -> None:
    groups, edges = components(40, 17, 9, 5, 5, 3, 2, 2, 2, 1, 1)
    places = positions([name for group in groups for name in group], edges)
    boxes = []
    for group in groups:
        xs, ys = zip(*(places[name] for name in group), strict=True)
        boxes.append((min(xs) - BOX[0] / 2, min(ys) - BOX[1] / 2, max(xs) + BOX[0] / 2, max(ys) + BOX[1] / 2))
    for one, other in combinations(boxes, 2):
        apart = max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])
        assert apart >= GAP - 1


def crowd(number: int) -> tuple[list[str], list[tuple[str, str]]]:
    names, edges = chain("n", number)
    return names, edges + [(names[n], names[n * 7 % number]) for n in range(number)]


@pytest.mark.parametrize(("names", "edges"), [chain("n", 60), crowd(60), crowd(300)])
def test_labels_of_a_component_do_not_overlap(names: list[str], edges: list[tuple[str, str]]) -> None:
    places = positions(names, edges)
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) >= BOX[0] - 1 or abs(one[1] - other[1]) >= BOX[1] - 1


def test_nobody_gives_nothing() -> None:
    assert positions([], []) == {}


def test_an_edge_to_nobody_is_an_error() -> None:
    with pytest.raises(KeyError):
        positions(["a"], [("a", "b")])


def test_thousands_around_one_are_laid_out() -> None:
    # a layout that compares everybody with everybody takes minutes
    names = [str(number) for number in range(5001)]
    assert len(set(positions(names, [("0", name) for name in names[1:]]).values())) == len(names)
