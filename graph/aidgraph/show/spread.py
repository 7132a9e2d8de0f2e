"""Boxes pushed apart until none overlaps another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

__all__ = ["spread"]

Point = tuple[float, float]

AIR = 1.08
BESIDE = ((1, 0), (-1, 1), (0, 1), (1, 1))  # half of the cells around one: the other half looks back


def spread(centres: Sequence[Point], box: Point, *, rounds: int, patience: int) -> list[Point]:
    """Return the centres of boxes of one size, pushed apart, each pair along the axis on which it overlaps less.

    Who is near whom stays: boxes move as little as they can. Since pushing may only pass a crowd on, all get more room
    whenever ``patience`` rounds are over; after ``rounds`` it is left at that.
    """
    xs, ys = [x for x, _ in centres], [y for _, y in centres]
    width, height = box
    for turn in range(1, rounds + 1):
        moved = False
        for one, other in _neighbours(xs, ys, box):
            over_x, over_y = width - abs(xs[other] - xs[one]), height - abs(ys[other] - ys[one])
            if over_x <= 0 or over_y <= 0:
                continue
            moved = True
            # a little further than needed, or rounding keeps them touching for ever
            if over_x / width < over_y / height:
                step = over_x / 2 + 0.5
                step = step if xs[other] >= xs[one] else -step
                xs[one], xs[other] = xs[one] - step, xs[other] + step
            else:
                step = over_y / 2 + 0.5
                step = step if ys[other] >= ys[one] else -step
                ys[one], ys[other] = ys[one] - step, ys[other] + step
        if not moved:
            break
        if turn % patience == 0:
            xs, ys = [x * AIR for x in xs], [y * AIR for y in ys]
    return list(zip(xs, ys, strict=True))


def _neighbours(xs: Sequence[float], ys: Sequence[float], box: Point) -> Iterator[tuple[int, int]]:
    """Yield every two boxes that can overlap: their centres stand in one cell of a grid, or in cells that touch."""
    width, height = box
    cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[int(x // width), int(y // height)].append(number)
    for (column, row), members in list(cells.items()):
        for rank, one in enumerate(members):
            for other in members[rank + 1 :]:
                yield one, other
        for right, down in BESIDE:
            for other in cells.get((column + right, row + down), ()):
                for one in members:
                    yield one, other
