"""Tables as XLSX workbooks: text stays text, and the same tables give the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aidgraph.errors import UsageError
from aidgraph.show.cells import neutralise

__all__ = ["Sheet", "write_workbook"]

Value = str | int | Decimal | None

ROWS, CHARACTERS = 1_048_576, 32_767
"""What a sheet holds at most: rows with its header, and the characters of a cell in UTF-16."""

_DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""

_WIDEST = 60
_MEASURED = 200
"""How many rows are looked at to tell how wide a column is."""

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""

_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_LONG_AGO = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its columns, and its rows under them."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_workbook(sheets: Mapping[str, Sheet], output: IO[bytes]) -> None:
    """Write sheets by their names; raises ``UsageError`` for what no sheet holds, before anything is written."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for name, sheet in sheets.items():
        _refuse_what_does_not_fit(name, sheet)
    book = Workbook(write_only=True)
    for name, sheet in sheets.items():
        page = book.create_sheet(name)
        page.freeze_panes = "A2"
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
        for number, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(number)].width = width
        heads = [WriteOnlyCell(page, value=column) for column in sheet.columns]
        for head in heads:
            head.font = Font(bold=True)
        page.append(heads)
        for row in sheet.rows:
            page.append([_cell(value) for value in row])
    whole = BytesIO()
    book.save(whole)
    _write_undated(whole, output)


def _refuse_what_does_not_fit(name: str, sheet: Sheet) -> None:
    if len(sheet.rows) >= ROWS:
        raise UsageError(
            f"{len(sheet.rows):,} {name} do not fit: a sheet holds {ROWS - 1:,} rows below its header; "
            "export to .csv or .parquet"
        )
    for number, row in enumerate(sheet.rows, 2):
        for column, value in zip(sheet.columns, row, strict=True):
            if isinstance(value, str) and len(value) * 2 > CHARACTERS and _length(value) > CHARACTERS:
                raise UsageError(
                    f"{name}, row {number}, {column}: {_length(value):,} characters do not fit, a cell holds "
                    f"{CHARACTERS:,}; export to .csv or .parquet"
                )


def _length(text: str) -> int:
    return len(neutralise(text).encode("utf-16-le", "surrogatepass")) // 2


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, str):
        return neutralise(_UNFIT.sub("\ufffd", value)) or None
    if value is None or len(str(value).strip("-0").replace(".", "")) <= _DIGITS:
        return float(value) if isinstance(value, Decimal) else value
    return str(value)


def _widths(sheet: Sheet) -> list[int]:
    from rich.cells import cell_len

    widths = [len(column) + 4 for column in sheet.columns]
    for row in islice(sheet.rows, _MEASURED):
        shown = (cell_len(str(value)[:_WIDEST]) if value is not None else 0 for value in row)
        widths = [max(width, more + 2) for width, more in zip(widths, shown, strict=True)]
    return [min(width, _WIDEST) for width in widths]


def _write_undated(book: IO[bytes], output: IO[bytes]) -> None:
    """Write a workbook without the times at which it and the files in it were made."""
    with ZipFile(book) as old, ZipFile(output, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, _LONG_AGO.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            stamp = _LONG_AGO.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
            data = old.read(name)
            new.writestr(entry, _CHANGED.sub(rb"\g<1>" + stamp, data) if name == "docProps/core.xml" else data)
