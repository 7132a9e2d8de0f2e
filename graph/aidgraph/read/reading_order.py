"""The order in which the lines of a page are read: headings, then column after column between them.

A gutter is a strip that few lines cross and that has filled lines on both sides. Lines that cross it (headings over
several columns, full-width paragraphs) cut the page into slabs; in a slab the left side is read before the right one.
Each side may hold gutters of its own.
"""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

__all__ = ["Line", "in_reading_order"]

_FEWEST = 3
_FILLED = 0.55
_CROSSING = 0.25
_NARROWEST = 0.6
_DEEPEST = 8


class Line(NamedTuple):
    """A run of text on one line of a page: its box in points (upwards from the foot) and the size of its letters."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def in_reading_order(lines: list[Line], *, depth: int = 0) -> list[Line]:
    """Return the lines of a page in the order in which they are read."""
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        return _downwards(lines)
    left, right = gutter
    ordered, slab = list[Line](), list[Line]()

    def close_slab() -> None:
        ordered.extend(in_reading_order([line for line in slab if line.right <= right], depth=depth + 1))
        ordered.extend(in_reading_order([line for line in slab if line.right > right], depth=depth + 1))
        slab.clear()

    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < left and line.right > right:
            close_slab()
            ordered.append(line)
        else:
            slab.append(line)
    close_slab()
    return ordered


def _downwards(lines: list[Line]) -> list[Line]:
    """Return lines from top to bottom, those at one height from left to right."""
    return [line for row in _rows(lines) for line in sorted(row, key=lambda line: line.left)]


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -(line.top + line.bottom)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _gutter(lines: list[Line]) -> tuple[float, float] | None:
    """Return the widest strip that divides the lines into two filled columns, or ``None``."""
    if len(lines) < 2 * _FEWEST:
        return None
    narrowest = _NARROWEST * median(line.size for line in lines)
    best: tuple[float, tuple[float, float]] | None = None
    for start in sorted({line.right for line in lines})[:-1]:
        after = [line.left for line in lines if line.left >= start]
        if not after:
            break
        end = min(after)
        if end - start < narrowest:
            continue
        before = [line for line in lines if line.right <= start]
        behind = [line for line in lines if line.left >= end]
        crossing = len(lines) - len(before) - len(behind)
        if crossing > _CROSSING * len(lines) or not (_is_column(before) and _is_column(behind)):
            continue
        score = (end - start) * (1 - crossing / len(lines))
        if best is None or score > best[0]:
            best = (score, (start, end))
    return best[1] if best else None


def _is_column(lines: list[Line]) -> bool:
    """Tell whether lines, perhaps of several columns, fill a width as running text does; cells of a table do not."""
    rows = _rows(lines)
    if len(rows) < _FEWEST:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return median(sum(line.right - line.left for line in row) for row in rows) >= _FILLED * width
