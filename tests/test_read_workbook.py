"""XLSX files: values as text, and a refusal of what has no value of its own."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from aidgraph.errors import DataError
from aidgraph.read.table import Table, read_table

HEADER = ["name", "level", "note"]


def sheet_of(*rows: list[Any]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "2023"
    for row in (HEADER, *rows):
        page.append(row)
    return book, page


def read(folder: Path, book: Workbook, **options: str | list[str]) -> Table:
    book.save(folder / "t.xlsx")
    return read_table(folder / "t.xlsx", file="t.xlsx", **options)


def refusal(folder: Path, book: Workbook, **options: str | list[str]) -> str:
    with pytest.raises(DataError) as caught:
        read(folder, book, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" 英吉沙县\u3000", "英吉沙县"),
        (653123, "653123"),
        (653123.0, "653123"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-3.5, "-3.5"),
        (True, "TRUE"),
        (dt.date(2023, 5, 22), "2023-05-22"),
        (dt.datetime(2023, 5, 22), "2023-05-22"),  # noqa: DTZ001 -- a cell has no time zone
        (dt.datetime(2023, 5, 22, 14, 30), "2023-05-22 14:30:00"),  # noqa: DTZ001
        ("'=1+1", "'=1+1"),
    ],
)
def test_a_value_comes_as_the_text_a_spreadsheet_shows(tmp_path: Path, value: object, text: str) -> None:
    book, _ = sheet_of([value, "County", None])
    assert read(tmp_path, book) == Table(tuple(HEADER), [(2, [text, "County", ""])], "2023")


def test_rows_keep_their_numbers_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    book, page = sheet_of(["a", "County"], [None, "  "], ["b"])
    page["A9"] = "c"
    assert [row for row, _ in read(tmp_path, book).rows] == [2, 4, 9]


def test_a_sheet_of_nothing_has_no_header(tmp_path: Path) -> None:
    assert read(tmp_path, Workbook()).header == ()


FEWER = "legal: no more than the header (in CSV, quotes around a cell that holds the separator)"
PASTE = "legal: values (copy, then paste as values)"
UNMERGE = "legal: a value in each cell (unmerge and fill)"


def put(cell: str, value: str) -> Callable[[Worksheet], None]:
    return lambda page: page.__setitem__(cell, value)


def merge(cells: str) -> Callable[[Worksheet], None]:
    return lambda page: page.merge_cells(cells)


PROBLEMS: dict[str, tuple[Callable[[Worksheet], None], list[int], str]] = {
    "formula": (put("B3", "=A1"), [2, 4], f"t.xlsx[2023]:3:level: cell B3 holds a formula; {PASTE}"),
    "error value": (put("C2", "#REF!"), [3, 4], f"t.xlsx[2023]:2:note: cell C2 holds the error #REF!; {PASTE}"),
    "formula outside the header": (put("E4", "=1"), [2, 3], f"t.xlsx[2023]:4: cell E4 holds a formula; {PASTE}"),
    "noncharacter": (
        put("A2", "\ufdd0"),
        [3, 4],
        "t.xlsx[2023]:2:name: cell A2 holds the noncharacter U+FDD0; legal: text",
    ),
    "merged down": (merge("B2:B3"), [4], f"t.xlsx[2023]:2:level: cells B2:B3 are merged; {UNMERGE}"),
    "merged across and below": (merge("A4:C6"), [2, 3], f"t.xlsx[2023]:4:name: cells A4:C6 are merged; {UNMERGE}"),
    "longer than the header": (
        put("E2", "x"),
        [3, 4],
        f"t.xlsx[2023]:2: 5 cells, but the header has 3; {FEWER}",
    ),
}


@pytest.mark.parametrize(("change", "kept", "line"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_bad_cell_is_named_and_the_other_rows_stay(
    tmp_path: Path, change: Callable[[Worksheet], None], kept: list[int], line: str
) -> None:
    book, page = sheet_of(["a", "County", 1], ["b", "County", 2], ["c", "County", 3])
    change(page)
    table = read(tmp_path, book)
    assert list(map(str, table.problems)) == [line]
    assert [row for row, _ in table.rows] == kept


def test_what_stands_in_an_ignored_column_or_outside_the_table_does_not_matter(tmp_path: Path) -> None:
    book, page = sheet_of(["a", "County", "=1"], ["b", "County", "x"])
    page.merge_cells("C2:C3")
    page.merge_cells("E1:F2")
    page.merge_cells("A8:C9")
    table = read(tmp_path, book, ignore=["note"])
    assert table.problems == ()
    assert table.rows == [(2, ["a", "County", ""]), (3, ["b", "County", ""])]


HEADERS: dict[str, tuple[Callable[[Worksheet], None], str]] = {
    "formula": (put("B1", "=A1"), f"t.xlsx[2023]:1: cell B1 holds a formula; {PASTE}"),
    "merged": (merge("B1:C1"), f"t.xlsx[2023]:1:level: cells B1:C1 are merged; {UNMERGE}"),
    "a title above": (
        lambda page: page.insert_rows(1),
        "t.xlsx[2023]:1: row 1 is blank; legal: the header, with nothing above it",
    ),
}


@pytest.mark.parametrize(("change", "line"), HEADERS.values(), ids=HEADERS)
def test_a_header_that_cannot_be_read_ends_the_reading(
    tmp_path: Path, change: Callable[[Worksheet], None], line: str
) -> None:
    book, page = sheet_of(["a", "County", 1])
    change(page)
    assert refusal(tmp_path, book) == line


def test_the_first_visible_sheet_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    book, page = sheet_of(["a"])
    book.create_sheet("hidden", 0).sheet_state = "hidden"
    book.active = page
    assert read(tmp_path, book).warnings == ()
    book.create_sheet("2022")
    table = read(tmp_path, book)
    assert table.sheet == "2023"
    assert table.warnings == (
        "t.xlsx: only sheet '2023' is read, not '2022'; `sheet` in the workspace file names another",
    )


def test_a_sheet_is_named(tmp_path: Path) -> None:
    book, _ = sheet_of(["a"])
    book.create_sheet("2022").append(["kind"])
    table = read(tmp_path, book, sheet="2022")
    assert (table.header, table.sheet, table.warnings) == (("kind",), "2022", ())
    assert refusal(tmp_path, book, sheet="Y2022") == "t.xlsx: no sheet 'Y2022'; legal: 2023, 2022; nearest: 2022"


def bomb(path: Path) -> None:
    sheet_of(["a"])[0].save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as part:
        for _ in range(30):
            part.write(bytes(1 << 20))


def without_a_part(path: Path) -> None:
    sheet_of(["a"])[0].save(path.with_suffix(".full"))
    with zipfile.ZipFile(path.with_suffix(".full")) as full, zipfile.ZipFile(path, "w") as archive:
        for name in full.namelist():
            if "workbook.xml" not in name:
                archive.writestr(name, full.read(name))


def locked(path: Path) -> None:
    sheet_of(["a"])[0].save(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    sheet_of(["a"])[0].save(path)
    path.write_bytes(path.read_bytes()[:-40])


OTHER = "legal: a file saved as .xlsx or .csv"
NO_PASSWORD = "legal: a file saved as .xlsx without a password"  # noqa: S105 -- a message
SMALLER = "legal: at most 256 MiB, and 100 times the packed size (or save it as .csv)"
FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "t.xlsx: the file is empty; legal: an XLSX workbook"),
    "csv": (
        lambda path: path.write_bytes(b"name,level\n"),
        f"t.xlsx: not an XLSX workbook, whatever its ending says; {OTHER}",
    ),
    "xls": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        f"t.xlsx: locked with a password, or an old .xls workbook; {NO_PASSWORD}",
    ),
    "locked": (locked, f"t.xlsx: locked with a password; {NO_PASSWORD}"),
    "cut": (cut, f"t.xlsx: not a readable XLSX workbook (BadZipFile); {OTHER}"),
    "without a part": (without_a_part, f"t.xlsx: not a readable XLSX workbook (KeyError); {OTHER}"),
    "bomb": (
        bomb,
        f"t.xlsx: unpacks to 30 MiB from N KiB; {SMALLER}",
    ),
}


@pytest.mark.parametrize(("make", "line"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, make: Callable[[Path], object], line: str) -> None:
    path = tmp_path / "t.xlsx"
    make(path)
    with pytest.raises(DataError) as caught:
        read_table(path, file="t.xlsx")
    assert re.sub(r"\d+ KiB", "N KiB", str(caught.value)) == line


def test_what_openpyxl_warns_of_does_not_leak(tmp_path: Path) -> None:
    book, page = sheet_of(["a"])
    page["C2"] = 1e9
    page["C2"].number_format = "yyyy-mm-dd"
    assert list(map(str, read(tmp_path, book).problems)) == [
        f"t.xlsx[2023]:2:note: cell C2 holds the error #VALUE!; {PASTE}"
    ]
