"""CSV and TSV files: what stands in them, in which row, and what is refused."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidgraph.errors import DataError, StorageError
from aidgraph.read.table import Table, read_table


def read(folder: Path, data: bytes | str, name: str = "t.csv") -> Table:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path, file=name)


def refusal(folder: Path, data: bytes | str, name: str = "t.csv") -> str:
    with pytest.raises(DataError) as caught:
        read(folder, data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", "name,level\n英吉沙县,County\n"),
        ("t.CSV", "\ufeffname,level\r\n英吉沙县,County\r\n"),
        ("t.csv", "name,level\r英吉沙县,County\r"),
        ("t.csv", '"name",level\n 英吉沙县\u3000,"County"'),
        ("t.csv", "name;level\n英吉沙县;County\n"),
        ("t.csv", "name\tlevel\n英吉沙县\tCounty\n"),
        ("t.tsv", "name\tlevel\n英吉沙县\tCounty\n"),
        ("t.csv", "name,level,,\n英吉沙县,County,,,\n"),
    ],
)
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, text, name) == Table(("name", "level"), [(2, ["英吉沙县", "County"])])


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,note\na,"two\nlines"\n\n , \nb\n')
    assert table.rows == [(2, ["a", "two\nlines"]), (5, ["b", ""])]


def test_a_file_of_nothing_has_no_header(tmp_path: Path) -> None:
    assert [read(tmp_path, data).header for data in (b"", b"\xef\xbb\xbf", b"\n,,\n")] == [(), (), ()]


PROBLEMS = {
    "longer than the header": (
        "name,level\na,b,c\nd,e\n",
        [
            (
                "t.csv:2: 3 cells, but the header has 2; legal: no more than the header "
                "(in CSV, quotes around a cell that holds the separator)"
            )
        ],
    ),
    "a name twice": (
        "name,level,name\n",
        ["t.csv:1:name: column 'name' stands 2 times; legal: each name once"],
    ),
    "a column without a name": ("name,,level\n", ["t.csv:1: column 2 has no name"]),
    "a quote that stays open": (
        'name,level\na,b\n"c,d\ne,f\n',
        ["t.csv:3: a quote that opens in this row is never closed"],
    ),
    "text after a quote": (
        'name,level\n"a"b,c\n',
        ['t.csv:2: text after a closing quote; legal: quotes within a quoted cell are doubled: ""'],
    ),
    "a cell without end": (
        'name,level\na,b\n"' + "x\n" * 100_000,
        ["t.csv:3: a cell does not end: is a closing quote missing?; legal: at most 131,072 characters a cell"],
    ),
    "a nul": (
        "name,level\na,b\nc,\0\n",
        ["t.csv:3: holds the character NUL (U+0000): UTF-16, or not a text file; legal: text in UTF-8"],
    ),
    "a noncharacter": ("name\n\ufdd0\n", ["t.csv:2: holds the noncharacter U+FDD0; legal: text in UTF-8"]),
}


@pytest.mark.parametrize(("text", "lines"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_bad_row_is_named_and_the_others_stay(tmp_path: Path, text: str, lines: list[str]) -> None:
    table = read(tmp_path, text)
    assert list(map(str, table.problems)) == lines
    if "a,b\n" in text:
        assert (2, ["a", "b"]) in table.rows


REFUSALS = {
    "ending": ("t.xls", "x", "t.xls: a table cannot end in '.xls'; legal: .csv, .tsv, .xlsx; nearest: .xlsx"),
    "blank first row": ("t.csv", "\nname\n", "t.csv:1: row 1 is blank; legal: the header, with nothing above it"),
    "gbk": (
        "t.csv",
        "name\n英吉沙县人民医院\n".encode("gbk"),
        "t.csv:2: not UTF-8: it looks like GBK/GB18030; legal: UTF-8 (save the file as UTF-8)",
    ),
    "utf-16": (
        "t.csv",
        "name\nx\n".encode("utf-16"),
        "t.csv: not UTF-8: it is UTF-16; legal: UTF-8 (save the file as UTF-8)",
    ),
}


@pytest.mark.parametrize(("name", "data", "line"), REFUSALS.values(), ids=REFUSALS)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes | str, line: str) -> None:
    assert refusal(tmp_path, data, name) == line


def test_a_wrong_byte_behind_eight_mebibytes_is_still_an_encoding_problem(tmp_path: Path) -> None:
    line = f"{'英' * 3_000},County\n".encode()
    assert refusal(tmp_path, b"name,level\n" + line * 1_000 + b"\xff\n").startswith("t.csv: not UTF-8 throughout")


def test_a_sheet_of_a_csv_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_table(tmp_path / "t.csv", file="t.csv", sheet="2023")
    assert str(caught.value) == "t.csv: sheet '2023' is asked for, but only XLSX files have sheets"


@pytest.mark.parametrize("name", ["missing.csv", "missing.xlsx"])
def test_a_file_that_cannot_be_opened_is_a_storage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError, match=f"{name}: No such file"):
        read_table(tmp_path / name, file=name)


@pytest.mark.parametrize("start", [b"", b"name,level\nx,y\n", b'name,level\nx,y\n"'])
def test_a_row_of_200_megabytes_is_refused_in_little_memory(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as handle:
        handle.write(start)
        for _ in range(200):
            handle.write(b"x" * 1_000_000)
    tracemalloc.start()
    try:
        table = read_table(path, file="t.csv")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    row = start.count(b"\n") + 1
    what = (
        "the row does not end: is a line break or a closing quote missing?; legal: at most 1,048,576 characters a row"
    )
    assert list(map(str, table.problems)) == [f"t.csv:{row}: {what}"]
    assert peak < 50_000_000


# what csv.writer writes is what read_table reads, outer white space aside
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cn"), exclude_characters="\0\ufeff"), max_size=20
)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5),
    dialect=st.sampled_from(["excel", "excel-tab", "unix"]),
)
def test_any_cells_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], dialect: str) -> None:
    path = tmp_path_factory.mktemp("any") / ("t.tsv" if dialect == "excel-tab" else "t.csv")
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, dialect).writerows([["a", "b", "c"], *rows])
    expected = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 2)]
    table = read_table(path, file=path.name)
    assert table == Table(("a", "b", "c"), [row for row in expected if any(row[1])])
