"""XLSX files: the values of one sheet as text, and a refusal of what has no value of its own."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import iterparse

from aidgraph.errors import DataError, Problem, StorageError, Where, nearest
from aidgraph.read.text import foreign_character

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["Sheet", "read_sheet"]

_UNPACKED_LIMIT = 256 << 20
_RATIO_LIMIT, _RATIO_FROM = 100, 1 << 20
_ROW_LIMIT = 1 << 20

_MERGED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"

# what openpyxl and the libraries below it raise for files that are broken in one way or another
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(slots=True)
class Sheet:
    """The rows of a sheet that are not blank, with their numbers; ``problems`` for those left out."""

    title: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_sheet(path: Path, *, file: str, sheet: str = "", ignore: Collection[str] = ()) -> Sheet:
    """Read a sheet, by default the first that is not hidden.

    Dates come as ``YYYY-MM-DD``, whole numbers without a decimal point, truth values as TRUE and FALSE. Formulas,
    error values and merged cells are problems, except in the columns of ``ignore``. Raises ``DataError`` for a file
    that is no workbook or lacks the sheet, ``StorageError`` for one that cannot be opened.
    """
    try:
        handle = path.open("rb")
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror}") from error
    with handle, warnings.catch_warnings():
        # openpyxl warns of everything it does not keep; only values are wanted here
        warnings.simplefilter("ignore")
        try:
            _check_archive(handle, file)
            return _read(handle, file, sheet, ignore)
        except _BROKEN as error:
            what = f"not a readable XLSX workbook ({type(error).__name__})"
            raise DataError([Problem(Where(file), what, legal="a file saved as .xlsx or .csv")]) from error


def _check_archive(handle: BinaryIO, file: str) -> None:
    """Refuse what is no workbook, is locked, or would unpack to more than a table needs."""

    def refuse(what: str, legal: str) -> DataError:
        return DataError([Problem(Where(file), what, legal=legal)])

    head = handle.read(8)
    handle.seek(0)
    if not head:
        raise refuse("the file is empty", "an XLSX workbook")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("locked with a password, or an old .xls workbook", "a file saved as .xlsx without a password")
    if not head.startswith(b"PK"):
        raise refuse("not an XLSX workbook, whatever its ending says", "a file saved as .xlsx or .csv")
    parts = zipfile.ZipFile(handle).infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("locked with a password", "a file saved as .xlsx without a password")
    unpacked = sum(part.file_size for part in parts)
    swollen = any(part.file_size > max(_RATIO_FROM, _RATIO_LIMIT * part.compress_size) for part in parts)
    if unpacked > _UNPACKED_LIMIT or swollen:
        what = f"unpacks to {unpacked >> 20:,} MiB from {sum(part.compress_size for part in parts) >> 10:,} KiB"
        legal = f"at most {_UNPACKED_LIMIT >> 20} MiB, and {_RATIO_LIMIT} times the packed size (or save it as .csv)"
        raise refuse(what, legal)


def _read(handle: BinaryIO, file: str, sheet: str, ignore: Collection[str]) -> Sheet:
    from openpyxl import load_workbook

    book = load_workbook(handle, read_only=True, keep_links=False)
    with closing(book):
        page, notes = _choose(book, file, sheet)
        # the stated size of a sheet is often wrong, and rows are then cut or padded
        page.reset_dimensions()
        found = Sheet(page.title, warnings=notes)
        header: list[str] = []
        with closing(page.rows) as rows:
            for number, row in enumerate(rows, 1):
                if number > _ROW_LIMIT:
                    what = f"more than {_ROW_LIMIT:,} rows"
                    raise DataError([Problem(Where(file, sheet=page.title), what, legal="a file saved as .csv")])
                cells, problems = _cells(row, Where(file, number, "", page.title), header, ignore)
                found.problems += problems
                if number == 1:
                    header = cells
                    if problems:
                        raise DataError(problems)
                if any(cells) and not problems:
                    found.rows.append((number, cells))
        # read-only sheets do not tell their merged cells, their XML does
        with zipfile.ZipFile(handle).open(page._worksheet_path) as source:  # noqa: SLF001
            _drop_merged(found, list(_merged(source)), file, ignore)
    return found


def _choose(book: Workbook, file: str, sheet: str) -> tuple[Any, list[str]]:
    """Return the sheet asked for, or the first; in that case with a note of the others that a reader sees."""
    pages = {page.title: page for page in book.worksheets}
    if sheet and sheet in pages:
        return pages[sheet], []
    if sheet or not pages:
        what = f"no sheet {sheet!r}" if sheet else "no sheet with cells"
        raise DataError([Problem(Where(file), what, legal=", ".join(pages), nearest=nearest(sheet, pages))])
    shown = [title for title, page in pages.items() if page.sheet_state == "visible"] or list(pages)
    others = ", ".join(map(repr, shown[1:]))
    note = f"{file}: only sheet {shown[0]!r} is read, not {others}; `sheet` in the workspace file names another"
    return pages[shown[0]], [note] if others else []


def _cells(
    row: tuple[Any, ...], where: Where, header: list[str], ignore: Collection[str]
) -> tuple[list[str], list[Problem]]:
    cells, problems = [], []
    for at, cell in enumerate(row):
        name = header[at] if at < len(header) else ""
        if cell.value is None or (name and name in ignore):
            cells.append("")
            continue
        text, fault = _text(cell.value), ""
        foreign = foreign_character(text)
        if cell.data_type == "f":
            fault = "holds a formula"
        elif cell.data_type == "e":
            fault = f"holds the error {text}"
        elif foreign is not None:
            fault = foreign[1]
        if fault:
            place = Where(where.file, where.row, name, where.sheet)
            legal = "values (copy, then paste as values)" if cell.data_type in "fe" else "text"
            problems.append(Problem(place, f"cell {cell.coordinate} {fault}", legal=legal))
        cells.append(text)
    return cells, problems


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        # a spreadsheet shows 15 digits; the rest is noise of binary fractions
        return str(int(value)) if value.is_integer() else format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value).strip()


def _merged(source: IO[bytes]) -> Iterator[str]:
    # expat stops entities that swell, and fetches none
    for _, element in iterparse(source):  # noqa: S314
        if element.tag == _MERGED:
            yield element.get("ref", "")
        element.clear()


def _drop_merged(sheet: Sheet, ranges: list[str], file: str, ignore: Collection[str]) -> None:
    """Make every merged range that touches the table a problem, and leave its rows out."""
    from openpyxl.utils.cell import range_boundaries

    if not sheet.rows:
        return
    header, last = sheet.rows[0][1], sheet.rows[-1][0]
    touched = bytearray(last + 1)
    problems = []
    for ref in ranges:
        bounds = range_boundaries(ref)
        left, top, right, bottom = (int(bound or 0) for bound in bounds)
        names = [name for name in header[left - 1 : right] if name and name not in ignore]
        if names and top <= last:
            touched[top : bottom + 1] = b"\1" * (min(bottom, last) + 1 - top)
            where = Where(file, top, names[0], sheet.title)
            problems.append(Problem(where, f"cells {ref} are merged", legal="a value in each cell (unmerge and fill)"))
    sheet.problems += problems
    if touched[1]:
        raise DataError(problems)
    sheet.rows = [row for row in sheet.rows if not touched[row[0]]]
