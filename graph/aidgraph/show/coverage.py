"""The grid of coverage as a file: a row a cell, as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from aidgraph.ask.coverage import AXES, Cell
from aidgraph.errors import UsageError, nearest
from aidgraph.show.cells import CSV_MARK, csv_line
from aidgraph.show.replacing import replacing
from aidgraph.show.workbook import Sheet, Value, write_workbook

__all__ = ["COVERAGE_ENDINGS", "coverage_ending", "write_coverage"]

COVERAGE_ENDINGS = ("csv", "xlsx", "html")
"""The file endings that say how coverage is written; .html is the page, at its matrix."""

_COUNTS = ("roster", "complete", "linked", "unlinked", "unknown", "because")


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
