"""Workbooks and Parquet files: everything is in them, nothing in them runs, nothing is cut silently."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import aidgraph
from aidgraph.errors import UsageError
from aidgraph.show import workbook
from aidgraph.show.export import ENDINGS
from aidgraph.show.workbook import Sheet, write_workbook
from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["zh", "en"]
[[source]]
path = "schools.csv"
reads = "roster"
[[source]]
path = "pairs.csv"
reads = "partnerships"
title = "=HYPERLINK(1)"
[[source]]
path = "totals.csv"
reads = "totals"
"""
FILES = {
    "schools.csv": "name,kind,name_en,alias,id,specialty,latitude,url,until\n"
    "甲校,School,Elm School,=1+1,s-1,音乐；=2,38.93,https://example.org/1,\n"
    "乙校,School,,,,,,,2030\n@cmd 😀,School,,,,,,,\n",
    "pairs.csv": "relation,from,to,since,amount,currency,quote,to_kind\n"
    "mentors,甲校,乙校,2023-05,700,CNY,+1 each,\nmentors,乙校,,,,,,Hospital\n",
    "totals.csv": "relation,from,to_kind,count,unit,bound\nmentors,甲校,School,40,pairs,at-least\n",
}


@pytest.fixture
def aid(make_workspace: MakeWorkspace) -> aidgraph.Aid:
    return aidgraph.open(make_workspace(TOML, FILES))


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for sheet in openpyxl.load_workbook(path):
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found


def test_a_workbook_has_parties_partnerships_claims_and_totals(aid: aidgraph.Aid, tmp_path: Path) -> None:
    sheets = read(aid.export(tmp_path / "all.xlsx"))
    assert list(sheets) == ["parties", "partnerships", "claims", "totals", "listings", "sources"]
    answers = {row["party"]: (row["partnerships"], row["answer"]) for row in sheets["parties"]}
    assert answers == {"甲校": (1, "linked"), "乙校": (2, "linked"), "'@cmd 😀": (0, "unknown")}
    elm = next(row for row in sheets["parties"] if row["party"] == "甲校")
    assert (elm["names"], elm["aliases"]) == ("Elm School (en)", "'=1+1")
    assert (elm["identifier"], elm["specialties"], elm["latitude"]) == ("s-1", "'=2; 音乐", 38.93)
    assert (elm["url"], elm["code"]) == ("https://example.org/1", None)
    named = {row["to"]: row for row in sheets["partnerships"]}
    assert set(named) == {"乙校", "(医院)"}
    assert (named["乙校"]["from"], named["乙校"]["since"], named["乙校"]["mutual"]) == ("甲校", "2023-05", "no")
    claims = {row["about"]: row for row in sheets["claims"]}
    claim = claims[named["乙校"]["id"]]
    assert (claim["amount"], claim["quote"], claim["source"]) == (700, "'+1 each", "'=HYPERLINK(1)")
    (total,) = sheets["totals"]
    assert (total["count"], total["named"], total["bound"], claims[total["id"]]["of"]) == (40, 1, "at-least", "total")


def test_a_workbook_tells_who_stands_on_which_list_and_what_the_lists_claim(
    make_workspace: MakeWorkspace, tmp_path: Path
) -> None:
    claim = (
        'complete = true\nas_of = "2023-05"\ncomplete_from = 2015\ncovers = { kind = "School" }\nself_reported = true\n'
    )
    toml = TOML.replace('reads = "roster"\n', f'reads = "roster"\nid = "=list"\n{claim}', 1)
    sheets = read(aidgraph.open(make_workspace(toml, FILES)).export(tmp_path / "all.xlsx"))
    listed = {row["party"]: (row["source"], row["file"], row["row"], row["until"]) for row in sheets["listings"]}
    assert listed["乙校"] == ("'=list", "schools.csv", 3, "2030")
    assert set(listed) == {"甲校", "乙校", "'@cmd 😀"}
    assert {row["party id"] for row in sheets["listings"]} == {row["id"] for row in sheets["parties"]}
    (roster,) = (row for row in sheets["sources"] if row["id"] == "'=list")
    assert {name: roster[name] for name in ("reads", "complete", "complete_from", "as_of", "covers kind")} == {
        "reads": "roster",
        "complete": "yes",
        "complete_from": "2015",
        "as_of": "2023-05",
        "covers kind": "School",
    }
    assert (roster["self_reported"], roster["covers place"]) == ("yes", None)
    assert {row["complete"] for row in sheets["sources"]} == {"yes", "no"}


def test_no_cell_of_a_workbook_is_a_formula(aid: aidgraph.Aid, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(aid.export(tmp_path / "all.xlsx"))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_a_parquet_file_has_the_rows_of_the_csv(aid: aidgraph.Aid, tmp_path: Path) -> None:
    table = pq.read_table(aid.export(tmp_path / "all.parquet"))
    text = aid.export(tmp_path / "all.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert table.column_names == list(rows[0])
    # a spreadsheet's apostrophe is none of the data
    plain = [{name: cell.removeprefix("'") or None for name, cell in row.items()} for row in rows]
    assert table.to_pylist() == plain
    ties = {(row["party"], row["direction"], row["partners"]) for row in table.to_pylist()}
    assert ties == {
        ("甲校", "out", "乙校"),
        ("乙校", "in", "甲校"),
        ("乙校", "out", "(医院)"),
        ("@cmd 😀", None, None),
    }


@pytest.mark.parametrize(
    ("row", "ties"),
    [
        ("twinnedWith,甲校;乙校,,all-to-all", {("甲校", "mutual", "乙校"), ("乙校", "mutual", "甲校")}),
        (
            "twinnedWith,甲校;丙校,乙校,all-to-all",
            {("甲校", "mutual", "乙校"), ("丙校", "mutual", "乙校"), ("乙校", "mutual", "丙校; 甲校")},
        ),
    ],
)
def test_partners_in_the_table_are_those_on_the_other_side(
    row: str, ties: set[tuple[str, str, str]], make_workspace: MakeWorkspace, tmp_path: Path
) -> None:
    toml = TOML[: TOML.index("[[source]]", TOML.index("pairs.csv"))]
    files = {"schools.csv": "name,kind\n甲校,School\n", "pairs.csv": f"relation,from,to,group\n{row}\n"}
    table = pq.read_table(aidgraph.open(make_workspace(toml, files)).export(tmp_path / "all.parquet"))
    assert {(row["party"], row["direction"], row["partners"]) for row in table.to_pylist()} == ties


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "csv"])
def test_equal_builds_give_equal_bytes(
    ending: str, aid: aidgraph.Aid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_500_000_000.0)
    one = aid.export(tmp_path / f"one.{ending}").read_bytes()
    monkeypatch.setattr("time.time", lambda: 1_600_000_000.0)
    assert aidgraph.open(aid.workspace.folder).export(tmp_path / f"other.{ending}").read_bytes() == one


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)


@given(rows=st.lists(st.tuples(TEXT, st.integers(-(10**14), 10**14)), max_size=5))
def test_what_is_written_is_read_back(rows: list[tuple[str, int]]) -> None:
    whole = io.BytesIO()
    write_workbook({"all": Sheet(("text", "number"), rows)}, whole)
    _, *found = openpyxl.load_workbook(whole)["all"].iter_rows(values_only=True)
    unfit = str.maketrans(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd"))
    for (text, number), (shown, counted) in zip(rows, found, strict=True):
        assert counted == number
        assert str(shown or "").removeprefix("'") == text.translate(unfit).removeprefix("'")


@pytest.mark.parametrize(
    ("number", "shown"), [(Decimal("700.5"), 700.5), (Decimal(12345678901234567890), "12345678901234567890")]
)
def test_no_digit_of_a_number_is_lost(number: Decimal, shown: object) -> None:
    whole = io.BytesIO()
    write_workbook({"all": Sheet(("n",), [(number,)])}, whole)
    assert openpyxl.load_workbook(whole)["all"]["A2"].value == shown


@pytest.mark.parametrize(("text", "fits"), [("长" * 32_767, True), ("长" * 32_768, False), ("😀" * 16_384, False)])
def test_a_text_too_long_for_a_cell_is_told(text: str, fits: bool) -> None:  # noqa: FBT001  a case of a table
    whole = io.BytesIO()
    sheets = {"claims": Sheet(("quote",), [("short",), (text,)])}
    if fits:
        write_workbook(sheets, whole)
        assert openpyxl.load_workbook(whole)["claims"]["A3"].value == text
    else:
        with pytest.raises(UsageError, match=r"claims, row 3, quote: 32,768 characters .* 32,767; .*\.parquet"):
            write_workbook(sheets, whole)
        assert whole.getvalue() == b""


def test_more_rows_than_a_sheet_holds_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    write_workbook({"all": Sheet(("n",), [(1,), (2,)])}, io.BytesIO())
    with pytest.raises(UsageError, match=r"3 all do not fit: a sheet holds 2 rows .*\.csv"):
        write_workbook({"all": Sheet(("n",), [(1,), (2,), (3,)])}, io.BytesIO())


def test_every_ending_is_legal_and_another_is_refused(run: Run, aid: aidgraph.Aid, tmp_path: Path) -> None:
    assert set(ENDINGS) == {"ttl", "nt", "nq", "trig", "jsonld", "graphml", "gexf", "xlsx", "csv", "parquet"}
    folder = aid.workspace.folder
    for ending in ENDINGS:
        assert run("-w", folder, "export", "-o", tmp_path / f"all.{ending.upper()}").code == 0
        assert (tmp_path / f"all.{ending.upper()}").stat().st_size > 100
    done = run("-w", folder, "export", "-o", tmp_path / "all.xls")
    assert done.code == 2
    assert all(f".{ending}" in done.err for ending in ENDINGS)
    assert "nearest: .xlsx" in done.err
    assert not (tmp_path / "all.xls").exists()
