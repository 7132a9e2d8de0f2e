"""Coverage as files: the same cells as the records, safe in a spreadsheet, and only in formats that can hold them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

import aidgraph
from aidgraph.errors import UnknownNameError, UsageError
from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["en"]
[[source]]
path = "places.csv"
reads = "places"
[[source]]
path = "schools.csv"
reads = "roster"
title = "Schools of A"
complete = true
as_of = 2023
covers = { kind = "School", place = "A County" }
[[source]]
path = "pairs.csv"
reads = "partnerships"
"""
FILES = {
    "places.csv": "name,level,parent\n"
    "Land,Province,\nA County,County,Land\n=B 县,County,Land\nTown,Township,A County\n",
    "schools.csv": "name,kind,place\n"
    "One,School,A County\nTwo,School,Town\nFour,School,=B 县\nClinic,Hospital,A County\n",
    "pairs.csv": "relation,from,to\ntwinnedWith,One,Four\n",
}


@pytest.fixture
def folder(make_workspace: MakeWorkspace) -> Path:
    return make_workspace(TOML, FILES)


def from_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("by", [("place", "kind"), ("kind",), ("place", "kind", "relation"), ()])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_has_every_cell_of_the_grid(by: tuple[str, ...], ending: str, folder: Path, tmp_path: Path) -> None:
    aid = aidgraph.open(folder)
    path = aid.write_coverage(tmp_path / f"grid.{ending}", by=by, level="County")
    if ending == "csv":
        found = [{name: text or None for name, text in row.items()} for row in from_csv(path)]
    else:
        head, *rows = openpyxl.load_workbook(path)["coverage"].iter_rows(values_only=True)
        found = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    counts = ("roster", "linked", "unlinked", "unknown")
    cells = aid.coverage(by=by, level="County")
    assert len(found) == len(cells) > 0
    for row, cell in zip(found, cells, strict=True):
        assert [axis for axis in ("place", "kind", "relation") if axis in row] == list(by)
        expected = {axis: getattr(cell, axis) for axis in by}
        assert {name: str(row[name]).removeprefix("'") for name in by} == expected
        assert [row[name] and int(row[name]) for name in counts] == [getattr(cell, name) for name in counts]
        assert row["complete"] == ("yes" if cell.complete else "no")
        assert row["because"] == cell.because
        assert ("place_id" in row) == ("place" in by)


def test_no_cell_runs_in_a_spreadsheet(folder: Path, tmp_path: Path) -> None:
    path = aidgraph.open(folder).write_coverage(tmp_path / "grid.csv")
    assert {row["place"] for row in from_csv(path)} == {"A County", "'=B 县", "Town"}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_same_grid_gives_the_same_bytes(ending: str, folder: Path, tmp_path: Path) -> None:
    one, other = (aidgraph.open(folder).write_coverage(tmp_path / f"{n}.{ending}") for n in range(2))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("name", "by", "message"),
    [
        ("grid.xls", ("place", "kind"), r"ends in \.xls; legal: \.csv, \.xlsx, \.html; nearest: \.xlsx"),
        ("grid", ("place", "kind"), r"legal: \.csv, \.xlsx, \.html"),
        ("grid.html", ("kind",), "legal with .html: --by place,kind"),
    ],
)
def test_a_file_that_cannot_hold_it_is_refused(
    name: str, by: tuple[str, ...], message: str, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=message):
        aidgraph.open(folder).write_coverage(tmp_path / name, by=by)
    assert not (tmp_path / name).exists()


def test_an_axis_that_is_none_leaves_no_file(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="axis"):
        aidgraph.open(folder).write_coverage(tmp_path / "grid.csv", by=("plase",))
    assert not (tmp_path / "grid.csv").exists()


def test_the_command_writes_the_grid(run: Run, folder: Path, tmp_path: Path) -> None:
    options = ("--by", "place,kind", "--level", "County", "--relation", "twinnedWith")
    done = run("-w", folder, "coverage", *options, "-o", tmp_path / "grid.csv")
    assert (done.code, "grid.csv" in done.out) == (0, True)
    schools = {row["place"]: row for row in from_csv(tmp_path / "grid.csv") if row["kind"] == "School"}
    assert (schools["A County"]["roster"], schools["A County"]["linked"]) == ("2", "1")
    assert run("-w", folder, "coverage", "-o", tmp_path / "grid.pdf").code == 2
    told = run("-w", folder, "coverage", "-o", tmp_path / "grid.xlsx", "--json").json
    assert told["bytes"] == (tmp_path / "grid.xlsx").stat().st_size
