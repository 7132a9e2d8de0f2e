"""Where parties stand on the canvas: each connected component laid out by itself, then all packed into a rectangle.

One force layout of everything is a hairball with confetti around it. Coordinates are pixels at zoom 1, y downwards.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, takewhile
from statistics import median

from aidgraph.show.spread import spread

__all__ = ["BOX", "GAP", "positions"]

BOX = (122.0, 70.0)
"""Width and height that a party and its label take up."""

GAP = 40.0
"""Free space between two components."""

EDGE = 118.0  # the length an ordinary edge gets
EXACT = 80  # up to this many parties, distances on paper follow distances in the graph
SPREAD = 400  # up to this many, springs see everybody and no label overlaps another; more are read zoomed in
WORK = 120_000  # steps of springs times parties, in larger components
ROUNDS = 120  # of pushing labels apart, fewer where there are very many
ASPECT = 1.25
SEED = 1

Point = tuple[float, float]


def positions(node_ids: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """Return the centre of every node, the same for the same input in every run.

    Edges may repeat and may loop; an edge to an id that is not in ``node_ids`` raises ``KeyError``.
    """
    import igraph

    index = {node: number for number, node in enumerate(node_ids)}
    pairs = {(min(pair), max(pair)) for pair in ((index[one], index[other]) for one, other in edges)}
    graph = igraph.Graph(len(index), sorted(pair for pair in pairs if pair[0] != pair[1]))
    names = list(index)
    laid: list[tuple[list[str], list[Point]]] = []
    with _seeded(igraph):
        for members in graph.connected_components():
            part = graph.induced_subgraph(members)
            laid.append(([names[member] for member in members], _component(part)))
    sizes = [_size(points) for _, points in laid]
    placed: dict[str, Point] = {}
    for (members, points), (left, top) in zip(laid, _packed(sizes), strict=True):
        placed |= {name: (round(left + x, 1), round(top + y, 1)) for name, (x, y) in zip(members, points, strict=True)}
    return placed


@contextmanager
def _seeded(igraph) -> Iterator[None]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - igraph has no types
    """Let igraph draw from a generator of our own, so that a page is the same after every build."""
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - nothing secret about a layout
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _component(part) -> list[Point]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - igraph has no types
    """Lay one component out, its top left corner (of boxes, not of centres) at the origin."""
    count = part.vcount()
    if count == 1:
        points = [(0.0, 0.0)]
    elif count <= EXACT:
        points = part.layout_kamada_kawai(maxiter=max(500, 20 * count)).coords
    elif count <= SPREAD:
        points = part.layout_fruchterman_reingold(niter=400, grid=False).coords
    else:
        # the grid makes springs fast and blind to what is far away: the radial tree gives them the large shape
        hub = max(range(count), key=part.degree)
        tree = part.layout_reingold_tilford_circular(root=[hub])
        tree.fit_into((2 * math.sqrt(count), 2 * math.sqrt(count)))
        points = part.layout_fruchterman_reingold(seed=tree, niter=max(20, WORK // count), grid=True).coords
    points = _scaled(_turned([(point[0], point[1]) for point in points]), part.get_edgelist())
    if count > 1:
        # where there are very many, room is dear: the whole must still be seen
        patience = 5 if count <= SPREAD else 12
        points = spread(points, BOX, rounds=min(ROUNDS, WORK // count), patience=patience)
    left = min(x for x, _ in points) - BOX[0] / 2
    top = min(y for _, y in points) - BOX[1] / 2
    return [(x - left, y - top) for x, y in points]


def _turned(points: list[Point]) -> list[Point]:
    """Turn the points so that they extend furthest from left to right, as screens and labels do."""
    mid_x = sum(x for x, _ in points) / len(points)
    mid_y = sum(y for _, y in points) / len(points)
    moved = [(x - mid_x, y - mid_y) for x, y in points]
    skew = 2 * sum(x * y for x, y in moved)
    angle = -0.5 * math.atan2(skew, sum(x * x - y * y for x, y in moved))
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in moved]


def _scaled(points: list[Point], edges: list[tuple[int, int]]) -> list[Point]:
    """Scale to the usual length of an edge, and further while there is no room for everybody's box."""
    if not edges:
        return points
    scale = EDGE / (median(math.dist(points[one], points[other]) for one, other in edges) or 1)
    width, height = _extent(points)
    room = 1.6 * len(points) * BOX[0] * BOX[1]
    if len(points) > SPREAD and width * height:
        scale = max(scale, math.sqrt(room / (width * height)))
    # labels lie: across needs more room than down
    return [(x * scale * 1.15, y * scale * 0.9) for x, y in points]


def _extent(points: list[Point]) -> Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) - min(xs), max(ys) - min(ys)


def _size(points: list[Point]) -> Point:
    width, height = _extent(points)
    return width + BOX[0], height + BOX[1]


def _packed(sizes: list[Point]) -> list[Point]:
    """Return the top left corner of each box: largest first, each as high up and then as far left as it fits.

    The skyline is a list of (left, top) steps: from ``left`` to the next step, all above ``top`` is taken.
    """
    if not sizes:
        return []
    area = sum((width + GAP) * (height + GAP) for width, height in sizes)
    total = max(math.sqrt(area * ASPECT), *(width + GAP for width, _ in sizes))
    corners: list[Point] = [(0.0, 0.0)] * len(sizes)
    skyline: list[Point] = [(0.0, 0.0), (total, math.inf)]
    for number in sorted(range(len(sizes)), key=lambda number: (-sizes[number][0] * sizes[number][1], number)):
        width, height = sizes[number][0] + GAP, sizes[number][1] + GAP
        top, left = min(
            (_top(skyline, left, left + width), left) for left, _ in skyline[:-1] if left + width <= total + 1e-6
        )
        corners[number] = (left, top)
        skyline = _raised(skyline, left, left + width, top + height)
    return corners


def _top(skyline: list[Point], left: float, right: float) -> float:
    """Return the height from which everything between ``left`` and ``right`` is free."""
    first = bisect_right(skyline, (left, math.inf)) - 1
    return max(top for _, top in takewhile(lambda step: step[0] < right - 1e-6, islice(skyline, first, None)))


def _raised(skyline: list[Point], left: float, right: float, top: float) -> list[Point]:
    """Return the skyline after everything between ``left`` and ``right`` is taken down to ``top``."""
    after = next(number for number in reversed(range(len(skyline))) if skyline[number][0] <= right + 1e-6)
    before = [step for step in skyline if step[0] < left]
    return [*before, (left, top), (right, skyline[after][1]), *skyline[after + 1 :]]
