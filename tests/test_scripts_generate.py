"""The generator of made-up workspaces: its counts, its shape, and that a seed decides all of it."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "generate.py"
SIZE = 2_000


def generate(target: Path, *options: str, size: int = SIZE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(size), str(target), *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("made") / "workspace"
    done = generate(target)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2,000 institutions, 1,500 linked, 500 unlinked, ")
    return target


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    with (workspace / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def network(workspace: Path) -> nx.Graph:
    """Return who has a partnership with whom, by id; everybody in the roster is a node."""
    roster = table(workspace, "roster")
    ids = {row["name"]: row["id"] for row in roster} | {row["id"]: row["id"] for row in roster}
    graph = nx.Graph()
    graph.add_nodes_from(row["id"] for row in roster)
    for row in table(workspace, "partnerships"):
        graph.add_edges_from((ids[row["from"]], ids[to]) for to in row["to"].split(";"))
    return graph


def test_names_and_ids_are_one_institution_each(made: Path) -> None:
    roster = table(made, "roster")
    assert len(roster) == len({row["id"] for row in roster}) == len({row["name"] for row in roster}) == SIZE
    assert all(row["name_en"].isascii() and not row["name"].isascii() for row in roster)
    assert len({row["kind"] for row in roster}) == 10
    assert {row["place"] for row in roster} <= {p["code"] for p in table(made, "places") if p["level"] == "Township"}


def test_places_form_a_tree_in_which_codes_begin_with_their_parents(made: Path) -> None:
    places = {row["code"]: row for row in table(made, "places")}
    digits = {"Province": 2, "Prefecture": 4, "County": 6, "Township": 9}
    above = {"Prefecture": "Province", "County": "Prefecture", "Township": "County"}
    assert {row["level"] for row in places.values()} == set(digits)
    for code, row in places.items():
        assert len(code) == digits[row["level"]]
        assert code[-2:] != "00" or row["level"] == "Township"
        if row["level"] != "Province":
            assert places[row["parent"]]["level"] == above[row["level"]]
            assert code.startswith(row["parent"])


def test_a_quarter_is_unlinked_and_the_rest_is_many_components_with_skewed_degrees(made: Path) -> None:
    graph = network(made)
    sizes = Counter(map(len, nx.connected_components(graph)))
    assert sizes.pop(1) == SIZE // 4
    assert sum(sizes.values()) > 50
    assert max(sizes) > 100
    degrees = sorted((degree for _, degree in graph.degree() if degree), reverse=True)
    assert degrees[0] > 10 * degrees[len(degrees) // 2]
    assert not list(nx.selfloop_edges(graph))


def test_who_is_linked_does_not_hang_on_links_that_ended_or_are_under_review(made: Path) -> None:
    standing = {
        name
        for row in table(made, "partnerships")
        if row["status"] != "ended" and row["review"] != "proposed"
        for name in (row["from"], *row["to"].split(";"))
    }
    roster = table(made, "roster")
    assert sum(row["id"] in standing or row["name"] in standing for row in roster) == SIZE * 3 // 4


def test_claims_carry_facts_of_every_sort(made: Path) -> None:
    rows = table(made, "partnerships")
    sources = {source["id"] for source in tomllib.loads((made / "aidgraph.toml").read_text(encoding="utf-8"))["source"]}
    for column in rows[0]:
        assert any(row[column] for row in rows), column
    assert {row["source"] for row in rows} - {""} <= sources
    assert {row["group"] for row in rows} == {"", "each", "all-to-all", "unspecified"}
    assert all(bool(row["group"]) == (";" in row["to"]) for row in rows)
    assert all(bool(row["amount"]) == bool(row["currency"]) for row in rows)
    assert all(row["since"][:4] < row["until"][:4] for row in rows if row["until"])
    assert {len(row["since"]) for row in rows} == {0, 4, 7, 10}
    assert len({row["relation"] for row in rows}) >= 8
    keys = Counter((row["relation"], row["from"], row["to"], row["id"]) for row in rows)
    assert max(keys.values()) > 1, "some partnerships have several claims"


def test_twins_are_of_one_kind(made: Path) -> None:
    top = {"School": "e", "VocationalSchool": "e", "College": "e", "Hospital": "h", "HealthCentre": "h"}
    kinds = {key: top.get(row["kind"]) for row in table(made, "roster") for key in (row["id"], row["name"])}
    twins = [row for row in table(made, "partnerships") if row["relation"] == "twinnedWith"]
    assert twins
    assert all(kinds[row["from"]] == kinds[row["to"]] is not None for row in twins)


def test_the_seed_decides_every_byte(made: Path, tmp_path: Path) -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    generate(tmp_path / "again", "--seed", "1")
    generate(tmp_path / "other", "--seed", "2")
    assert contents(tmp_path / "again") == contents(made)
    assert contents(tmp_path / "other")["partnerships.csv"] != contents(made)["partnerships.csv"]


def test_the_share_without_partners_can_be_set(tmp_path: Path) -> None:
    generate(tmp_path / "all", "--unlinked", "0")
    assert nx.number_of_isolates(network(tmp_path / "all")) == 0
    generate(tmp_path / "few", "--unlinked", "0.9")
    assert nx.number_of_isolates(network(tmp_path / "few")) == SIZE * 9 // 10


@pytest.mark.parametrize(("size", "options"), [(999, ()), (1_000_001, ()), (SIZE, ("--unlinked", "1"))])
def test_what_cannot_be_generated_is_wrong_usage(tmp_path: Path, size: int, options: tuple[str, ...]) -> None:
    done = generate(tmp_path / "none", *options, size=size)
    assert done.returncode == 2
    assert "legal: " in done.stderr
    assert not (tmp_path / "none").exists()
