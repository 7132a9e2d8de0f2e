"""Linking two rosters: which rows are candidates, with what score and why; nothing is merged or left behind."""

from __future__ import annotations

import builtins
import csv
from pathlib import Path
from typing import Any

import pytest

from aidgraph.errors import UsageError
from aidgraph.kinds import vocabulary
from aidgraph.resolve.linking import Candidate, entries, link
from aidgraph.resolve.rosters import read_roster
from made import table, written
from program import Run

TOWNS = ("乌恰镇", "芒辛镇", "萨罕镇", "城关镇", "依格孜也尔乡", "色提力乡", "龙甫乡", "克孜勒乡")
LEFT = table(
    *({"name": name, "level": "Township", "parent": "653123", "code": ""} for name in TOWNS),
    {"name": "英吉沙县", "level": "County", "parent": "", "code": "653123"},
    {"name": "疏勒县", "level": "County", "parent": "", "code": "653122"},
    {"name": "城关镇", "level": "Township", "parent": "疏勒县", "code": ""},
)
RIGHT = table(
    {"name": "萨罕", "level": "乡镇", "parent": "英吉沙", "code": ""},
    {"name": "依格孜亚尔乡", "level": "Township", "parent": "英吉沙县", "code": ""},
    {"name": "乌恰镇", "level": "Township", "parent": "英吉沙县", "code": ""},
    {"name": "城关镇", "level": "Township", "parent": "英吉沙县", "code": ""},
    {"name": "疏附县", "level": "County", "parent": "", "code": "653121"},
    {"name": "Yengisar", "level": "County", "parent": "", "code": "653123"},
)


def linked(tmp_path: Path, left: str = LEFT, right: str = RIGHT, *, threshold: float = 0.1) -> list[Candidate]:
    rosters = []
    for name, text in (("left.csv", left), ("right.csv", right)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        rosters.append(entries(read_roster(str(tmp_path / name), None), vocabulary()))
    return link(*rosters, threshold=threshold)


def names(candidates: list[Candidate]) -> set[tuple[str, str]]:
    return {(c.a.split(" (")[0], c.b.split(" (")[0]) for c in candidates if not c.rival}


def test_rows_that_may_be_of_one_party_are_candidates(tmp_path: Path) -> None:
    found = linked(tmp_path)
    assert names(found) == {
        ("萨罕镇 @ 英吉沙县", "萨罕 @ 英吉沙"),
        ("依格孜也尔乡 @ 英吉沙县", "依格孜亚尔乡 @ 英吉沙县"),
        ("乌恰镇 @ 英吉沙县", "乌恰镇 @ 英吉沙县"),
        ("城关镇 @ 英吉沙县", "城关镇 @ 英吉沙县"),
        ("英吉沙县", "Yengisar"),
    }
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("乌恰镇", "names equal; same place; same kind"),
        ("萨罕", "names equal but for an ending; same place; same kind"),
        ("依格孜亚尔乡", "names alike; same place; same kind"),
        ("Yengisar", "names not alike; same kind; same code"),
    ],
)
def test_a_candidate_says_why(tmp_path: Path, name: str, because: str) -> None:
    (found,) = [c for c in linked(tmp_path) if c.b.startswith(name) and not c.rival]
    assert found.because == because


def test_one_that_has_a_likelier_partner_says_so(tmp_path: Path) -> None:
    found = [c for c in linked(tmp_path, threshold=0.0001) if c.a.startswith("城关镇 @ 疏勒县")]
    assert found
    assert all(c.rival and "another row is as likely or likelier" in c.because for c in found)


def test_the_same_rosters_give_the_same_scores(tmp_path: Path) -> None:
    assert linked(tmp_path) == linked(tmp_path)


def test_characters_are_compared_not_bytes(tmp_path: Path) -> None:
    left = table(*({"name": name, "kind": "School", "place": ""} for name in ("红旗小学", "东关小学")))
    right = table({"name": "红星小学", "kind": "学校", "place": ""})
    (found,) = [c for c in linked(tmp_path, left, right, threshold=0.001) if c.a.startswith("红旗小学")]
    assert found.because.startswith("names alike; same kind")


def test_a_name_that_many_bear_says_less(tmp_path: Path) -> None:
    names = ("城关镇", "城关镇", "城关镇", "芒辛镇")
    left = table(*({"name": name, "level": "Township", "parent": f"{at}县"} for at, name in enumerate(names)))
    right = table({"name": "城关镇", "level": "Township"}, {"name": "芒辛镇", "level": "Township"})
    scores = {c.b[:3]: c.score for c in linked(tmp_path, left, right, threshold=0.001)}
    assert scores["芒辛镇"] > scores["城关镇"]


def test_no_rows_in_common_are_no_candidates(tmp_path: Path) -> None:
    other = table({"name": "First School", "kind": "School"})
    assert linked(tmp_path, LEFT, other) == []
    assert link([], [], threshold=0.5) == []


def test_without_splink_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401  as __import__
        if name == "splink":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=r"pip install 'aidgraph\[link\]'"):
        linked(tmp_path)


def test_as_a_command_on_sources_and_files(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path / "w", places=LEFT).folder
    (tmp_path / "right.csv").write_text(RIGHT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    done = run("-w", folder, "link", "places", "right.csv", "--json")
    assert done.code == 0
    assert len(done.json) == 5
    assert set(done.json[0]) == {"a", "b", "score", "because"}
    assert done.json[0]["a"].endswith(")")
    assert run("-w", folder, "link", "places.csv", "right.csv", "--json").out == done.out
    assert sorted(tmp_path.rglob("*")) == before
    assert len(run("-w", folder, "link", "places", "right.csv", "--json", "--threshold", "0.97").json) < 5
    assert run("link", "w/places.csv", "right.csv", "--json").code == 0
    every = run("-w", folder, "link", "places", "right.csv", "--json", "--all", "--threshold", "0.0001")
    assert len(every.json) > 5
    assert "names equal" in run("-w", folder, "link", "places", "right.csv").out


def test_pairs_are_written_to_a_table(run: Run, tmp_path: Path) -> None:
    for name, text in (("left.csv", LEFT), ("right.csv", RIGHT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("link", tmp_path / "left.csv", tmp_path / "right.csv", "-o", tmp_path / "pairs.csv")
    assert done.code == 0
    with (tmp_path / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert list(rows[0]) == ["a", "b", "score", "because"]
    assert run("link", "a", "b", "-o", tmp_path / "pairs.xls").code == 2


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [(None, 2, "neither a source"), ("name,level\n,County\n", 1, "left.csv:2:name"), ("name,wat\nx,y\n", 1, "wat")],
)
def test_a_roster_at_fault_is_told(run: Run, tmp_path: Path, text: str | None, code: int, told: str) -> None:
    if text:
        (tmp_path / "left.csv").write_text(text, encoding="utf-8")
    (tmp_path / "right.csv").write_text(RIGHT, encoding="utf-8")
    done = run("link", tmp_path / "left.csv", tmp_path / "right.csv")
    assert done.code == code
    assert told in done.err
