"""Coverage as a file, a row a cell, and as the grids of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from aidgraph.ask.coverage import AXES, Cell, coverage
from aidgraph.ask.evidence import Evidence
from aidgraph.ask.scope import Question
from aidgraph.errors import UsageError, nearest
from aidgraph.kinds import Kind, Vocabulary
from aidgraph.show.cells import CSV_MARK, csv_line
from aidgraph.show.picture import Grid, Picture
from aidgraph.show.replacing import replacing
from aidgraph.show.workbook import Sheet, Value, write_workbook

__all__ = ["COVERAGE_ENDINGS", "MOST_CELLS", "at_coverage", "coverage_ending", "grids", "write_coverage"]

COVERAGE_ENDINGS = ("csv", "xlsx", "html")
"""The file endings that say how coverage is written; .html is the page, at its matrix."""

_COUNTS = ("roster", "complete", "linked", "unlinked", "unknown", "because")


MOST_CELLS = 5_000
"""How many cells the grids of a page have at most, all together: a level that would have more is left out."""


def grids(evidence: Evidence, words: Vocabulary, question: Question, levels: Iterable[Kind]) -> tuple[Grid, ...]:
    """Return the grids that a page holds: those of the levels, the broadest first, then that of where parties are.

    A level that fewer than one in ten of the parties lie in is left out, and so is one that would have too many cells:
    a grid without cells tells of each.
    """
    in_order = sorted(levels, key=lambda level: (level.rank is None, level.rank or 0, level.name))
    found: list[Grid] = []
    left = MOST_CELLS
    for level in (*in_order, None):
        cells = tuple(coverage(evidence, words, question, level=level))
        held, all_of_them = (sum(map(_size, some)) for some in (filter(_is_placed, cells), cells))
        few = level is not None and held * 10 < all_of_them
        why = "few" if few else "many" if len(cells) > left else ""
        if cells:
            found.append(Grid(level.name if level else "", () if why else cells, left_out=why))
            left -= 0 if why else len(cells)
    return tuple(found)


def at_coverage(picture: Picture, grid: Grid, *, as_of: str) -> Picture:
    """Return a picture whose page opens on one grid of coverage, and says of which date it is."""
    dated = (f"覆盖情况截至 {as_of}" if picture.in_chinese else f"coverage as of {as_of}") if as_of else ""
    scope = " · ".join(filter(None, (picture.scope, dated)))
    return replace(picture, coverage=(grid,), at_coverage=True, scope=scope)


def _size(cell: Cell) -> int:
    return cell.linked + cell.unlinked + cell.unknown


def _is_placed(cell: Cell) -> bool:
    return cell.place_id is not None


def coverage_ending(path: Path, *, by: Sequence[str]) -> str:
    """Return the ending of a file of coverage; raises ``UsageError`` where it is none, or cannot show such a grid."""
    ending = path.suffix.lower().lstrip(".")
    if ending not in COVERAGE_ENDINGS:
        near = nearest(ending, COVERAGE_ENDINGS)
        hint = f"; nearest: .{near}" if near else ""
        legal = ", ".join(f".{one}" for one in COVERAGE_ENDINGS)
        raise UsageError(f"coverage is written to no file that ends in .{ending}; legal: {legal}{hint}")
    if ending == "html" and set(by) != {"place", "kind"}:
        raise UsageError("the page's matrix is by place and kind; legal with .html: --by place,kind")
    return ending


def write_coverage(cells: Sequence[Cell], path: Path, *, by: Sequence[str]) -> None:
    """Write the cells of a grid with these axes: .csv or .xlsx, as the path ends."""
    axes = [axis for axis in AXES if axis in by]
    columns = (*axes, *(["place_id"] if "place" in axes else []), *_COUNTS)
    rows = list(_rows(cells, columns))
    with replacing(path) as stream:
        if coverage_ending(path, by=by) == "csv":
            stream.write(CSV_MARK + csv_line(columns))
            stream.writelines(csv_line("" if value is None else str(value) for value in row) for row in rows)
        else:
            write_workbook({"coverage": Sheet(columns, rows)}, stream)


def _rows(cells: Sequence[Cell], columns: Sequence[str]) -> Iterator[Sequence[Value]]:
    for cell in cells:
        row = [getattr(cell, column) for column in columns]
        yield [("yes" if value else "no") if isinstance(value, bool) else value for value in row]
