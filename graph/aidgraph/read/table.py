"""Tables as they stand in a file: a header, and rows that keep their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from aidgraph.errors import DataError, Problem, Where, nearest

__all__ = ["Table", "read_table"]

_ENDINGS = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it: text without outer white space, each row as long as the header.

    Rows are numbered as a spreadsheet shows them: the header is row 1, blank rows count though they are left out,
    and a CSV row whose quoted cells hold line breaks is still one row. ``problems`` holds what is wrong with single
    rows, which are then missing from ``rows``. The header of an empty file is empty.
    """

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    sheet: str = ""
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


def read_table(path: Path, *, file: str, sheet: str = "", ignore: Collection[str] = ()) -> Table:
    """Read a CSV, TSV or XLSX file, told apart by their endings.

    ``file`` is the name shown in errors, ``sheet`` a sheet of an XLSX file (by default the first that is not
    hidden), ``ignore`` the columns whose cells are not looked at. CSV separates with commas, or with semicolons or
    tabs where the header has no comma. Raises ``DataError`` for a file that is no such table, ``StorageError`` for
    one that cannot be opened.
    """
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        what = f"a table cannot end in {path.suffix!r}"
        raise DataError([Problem(Where(file), what, legal=", ".join(_ENDINGS), nearest=nearest(ending, _ENDINGS))])
    if ending == ".xlsx":
        from aidgraph.read.workbook import read_sheet

        page = read_sheet(path, file=file, sheet=sheet, ignore=ignore)
        return _table(page.rows, Where(file, sheet=page.title), page.problems, page.warnings, ignore)
    if sheet:
        raise DataError([Problem(Where(file), f"sheet {sheet!r} is asked for, but only XLSX files have sheets")])

    from aidgraph.read.delimited import read_delimited

    rows, problems = read_delimited(path, file=file, separators="\t" if ending == ".tsv" else ",;\t")
    return _table(rows, Where(file), problems, [], ignore)


def _table(
    rows: list[tuple[int, list[str]]],
    where: Where,
    problems: list[Problem],
    warnings: list[str],
    ignore: Collection[str],
) -> Table:
    """Make every row as long as the header; what does not fit becomes a problem."""
    if not rows:
        return Table((), [], where.sheet, tuple(problems), tuple(warnings))
    first, header = rows[0]
    if first != 1:
        raise DataError([Problem(replace(where, row=1), "row 1 is blank", legal="the header, with nothing above it")])
    while not header[-1]:
        header.pop()
    problems += _header_problems(header, replace(where, row=1), ignore)
    width, kept = len(header), []
    for row in rows[1:]:
        number, cells = row
        if len(cells) != width:
            if any(cells[width:]):
                what = f"{len(cells)} cells, but the header has {width}"
                legal = "no more than the header (in CSV, quotes around a cell that holds the separator)"
                problems.append(Problem(replace(where, row=number), what, legal=legal))
                continue
            del cells[width:]
            cells.extend([""] * (width - len(cells)))
        kept.append(row)
    return Table(tuple(header), kept, where.sheet, tuple(problems), tuple(warnings))


def _header_problems(header: list[str], where: Where, ignore: Collection[str]) -> Iterator[Problem]:
    for at, name in enumerate(header):
        if not name:
            yield Problem(where, f"column {at + 1} has no name")
        elif name in header[:at] and name not in ignore:
            what = f"column {name!r} stands {header.count(name)} times"
            yield Problem(replace(where, column=name), what, legal="each name once")
