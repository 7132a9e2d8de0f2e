"""The conversion of a table of twin towns: every pair by code, and the rows left out listed."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import aidgraph
from aidgraph.build import build, current_build
from aidgraph.errors import DataError
from aidgraph.workspace import load_workspace

SCRIPT = Path(__file__).parent.parent / "scripts" / "twin_cities_to_workspace.py"
HEADER = "city1,country1,city2,country2"


def convert(folder: Path, *lines: str, header: str = HEADER) -> subprocess.CompletedProcess[str]:
    """Write a table, convert it to ``folder/out``, and return what was said."""
    source = folder / "twins.csv"
    source.write_text("\n".join((header, *lines, "")), encoding="utf-8")
    command = [sys.executable, str(SCRIPT), str(source), str(folder / "out")]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_pair_becomes_a_partnership_and_every_city_a_place_once(tmp_path: Path) -> None:
    done = convert(tmp_path, "Aville,Aland,Béburg,Bland", "Aville,Aland,Aville,Bland", "Béburg,Bland,丙城,Cland")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 pairs: 3 partnerships between 4 cities in 3 countries; 0 rows dropped\n"
    places = table(tmp_path, "places.csv")
    assert [(p["name"], p["level"]) for p in places if not p["parent"]] == [
        ("Aland", "Country"),
        ("Bland", "Country"),
        ("Cland", "Country"),
    ]
    codes = {p["code"]: p for p in places}
    cities = sorted((p["name"], codes[p["parent"]]["name"]) for p in places if p["parent"])
    assert cities == [("Aville", "Aland"), ("Aville", "Bland"), ("Béburg", "Bland"), ("丙城", "Cland")]
    pairs = [(codes[row["from"]]["name"], codes[row["to"]]["name"]) for row in table(tmp_path, "partnerships.csv")]
    assert pairs == [("Aville", "Béburg"), ("Aville", "Aville"), ("Béburg", "丙城")]
    assert {row["relation"] for row in table(tmp_path, "partnerships.csv")} == {"twinnedWith"}


def test_rows_without_a_country_or_with_one_place_twice_are_dropped_and_listed(tmp_path: Path) -> None:
    done = convert(
        tmp_path, "A,X,B,Y", "A,X,A,X", "A,X,'Varna, Bulgaria',".replace("'", '"'), "A,X,,Y", "B,,A,X", "C,X,B,Y"
    )

    assert done.returncode == 0
    listed = [line.split("twins.csv:")[1] for line in done.stderr.splitlines()]
    assert listed == [
        "3: a place is paired with itself: 'A', 'X', 'A', 'X'",
        "4: a country is missing: 'A', 'X', 'Varna, Bulgaria', ''",
        "5: a name is missing: 'A', 'X', '', 'Y'",
        "6: a country is missing: 'B', '', 'A', 'X'",
    ]
    assert done.stdout == "6 pairs: 2 partnerships between 3 cities in 2 countries; 4 rows dropped\n"
    assert [row["locator"] for row in table(tmp_path, "partnerships.csv")] == ["row 2", "row 7"]


def test_a_code_means_one_city_whatever_is_in_the_names(tmp_path: Path) -> None:
    names = ["a/b,c", "b,a", "a,c/b", "x;y,c", "x；y,c", "x @ y,c", "x%3By,c", "c,c", "Saint-Cyr,c", "Saint-cyr,c"]
    convert(tmp_path, *(f"{one},{other}" for one, other in pairwise(names)))

    cities = [place["code"] for place in table(tmp_path, "places.csv") if place["level"] != "Country"]
    assert len(set(cities)) == len(names)
    ends = {row[end] for row in table(tmp_path, "partnerships.csv") for end in ("from", "to")}
    assert ends == set(cities)
    assert not any(mark in end for end in ends for mark in ";；@")


def test_every_pair_becomes_a_partnership_of_the_build(tmp_path: Path) -> None:
    convert(
        tmp_path,
        *("Greece,United States,Athens,Greece", "a/b,c,b,a", "a,c/b,x;y,c", "x；y,c,x @ y,c", "A,X,A,Y", "A,Y,A,X"),
        *("Saint-Cyr,c,Saint-cyr,c", "Ａ,X,A,X", "=1+1,X,'653123,X".replace("'", ""), "A,X,A,X"),
    )
    aid = aidgraph.open(tmp_path / "out")

    counts = aid.build.counts
    cities = [place for place in table(tmp_path, "places.csv") if place["level"] == "City"]
    assert counts.places == len(table(tmp_path, "places.csv")) == len(cities) + 7
    assert counts.claims == 9
    assert counts.partnerships == counts.edges == 8, "one pair stands twice, once each way"
    assert not any("in no list" in warning for warning in aid.build.warnings)


@pytest.mark.skipif("AIDGRAPH_TWINS" not in os.environ, reason="AIDGRAPH_TWINS names no table of twin towns")
def test_no_pair_of_the_whole_world_is_lost(tmp_path: Path) -> None:
    source = Path(os.environ["AIDGRAPH_TWINS"])
    command = [sys.executable, str(SCRIPT), str(source), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    with source.open(encoding="utf-8-sig", newline="") as file:
        pairs = [tuple(row.values()) for row in csv.DictReader(file)]
    whole = [pair for pair in pairs if all(pair) and pair[:2] != pair[2:]]

    counts = aidgraph.open(tmp_path / "out").build.counts
    assert len(done.stderr.splitlines()) == len(pairs) - len(whole)
    assert counts.claims == len(whole)
    assert counts.partnerships == counts.edges == len({frozenset((pair[:2], pair[2:])) for pair in whole})
    cities = {city for pair in whole for city in (pair[:2], pair[2:])}
    assert counts.places == len(cities) + len({country for _, country in cities})


def test_a_wrong_row_in_the_middle_is_named_and_the_old_build_stays(tmp_path: Path) -> None:
    convert(tmp_path, *(f"A{number},X,B{number},Y" for number in range(9)))
    workspace = load_workspace(tmp_path / "out")
    first = build(workspace)
    path = tmp_path / "out" / "partnerships.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace("twinnedWith", "twinedWith")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")

    with pytest.raises(DataError) as caught:
        build(workspace)
    (problem,) = caught.value.problems
    assert str(problem).startswith("partnerships.csv:6:relation: unknown relation 'twinedWith'; legal: ")
    assert str(problem).endswith("; nearest: twinnedWith")
    assert current_build(workspace) == first


def test_a_city_keeps_its_code_when_rows_go_in_above_it(tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    convert(tmp_path, "A,X,B,Y")
    convert(tmp_path / "later", "C,Y,D,Z", "A,X,B,Y")

    before, after = table(tmp_path, "places.csv"), table(tmp_path / "later", "places.csv")
    assert all(place in after for place in before)


def test_the_settings_read_both_tables_and_declare_the_level(tmp_path: Path) -> None:
    convert(tmp_path, "A,X,B,Y")
    settings = tomllib.loads((tmp_path / "out" / "aidgraph.toml").read_text(encoding="utf-8"))

    assert {(s["path"], s["reads"]) for s in settings["source"]} == {
        ("places.csv", "places"),
        ("partnerships.csv", "partnerships"),
    }
    levels = {place["level"] for place in table(tmp_path, "places.csv")}
    assert levels - {"Country"} == {kind["name"] for kind in settings["kind"]}


def test_a_table_of_another_shape_is_refused_plainly(tmp_path: Path) -> None:
    done = convert(tmp_path, "A,X,B", header="city1,country1,city2")
    assert done.returncode == 1
    assert done.stderr.endswith("twins.csv:1: no column country2; the header is: city1, country1, city2\n")

    (tmp_path / "long").mkdir()
    done = convert(tmp_path / "long", "A,X,B,Y", "A,X,B,Y,Z")
    assert done.returncode == 1
    assert done.stderr.endswith("twins.csv:3: 5 cells under 4 columns\n")
