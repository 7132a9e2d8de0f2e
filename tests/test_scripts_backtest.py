"""The backtest: hidden partnerships found again, beside baselines, the same figures for the same seed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from made import table, written

SCRIPT = Path(__file__).parent.parent / "scripts" / "backtest.py"


def backtest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten counties, each aided by a city of its own; every school is twinned with the only school of that city."""
    numbers = range(10)
    places = [{"name": f"City {n}", "level": "Prefecture"} for n in numbers]
    places += [{"name": f"County {n}", "level": "County"} for n in numbers]
    roster = [{"name": f"Donor {n}", "kind": "School", "place": f"City {n}"} for n in numbers]
    roster += [{"name": f"School {n}", "kind": "School", "place": f"County {n}"} for n in numbers]
    partnerships = [{"relation": "twinnedWith", "from": f"Donor {n}", "to": f"School {n}"} for n in numbers]
    partnerships += [{"relation": "counterpartAidTo", "from": f"City {n}", "to": f"County {n}"} for n in numbers]
    made = tmp_path_factory.mktemp("backtest")
    return written(made, places=table(*places), roster=table(*roster), partnerships=table(*partnerships)).folder


def figures(told: str) -> dict[str, list[float]]:
    rows = (
        re.fullmatch(r"(propose|fit|popular|random|assigned)((?: +[0-9.]+)+) *", line) for line in told.splitlines()
    )
    return {row[1]: [float(figure) for figure in row[2].split()] for row in rows if row}


def test_what_ties_places_finds_the_partner_and_the_baselines_do_not(folder: Path) -> None:
    done = backtest(folder, "--folds", "3", "--top", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("6 partnerships hidden in 3 folds")
    found = figures(done.stdout)
    assert found["propose"] == found["fit"] == [100, 100]
    assert found["assigned"] == [100]
    # 19 others, the right one among them, and none says which
    assert found["random"] == [round(100 / 19, 2), round(200 / 19, 2)]
    # whoever has lost its partner is the least popular
    assert found["popular"] == [0, 0]


def test_equal_seeds_hide_the_same(folder: Path) -> None:
    asked = (folder, "--relation", "relatedTo", "--folds", "1", "--top", "1")
    assert backtest(*asked, "--seed", "7").stdout == backtest(*asked, "--seed", "7").stdout


def test_nobody_is_assigned_beyond_the_capacity(folder: Path) -> None:
    assert figures(backtest(folder, "--folds", "1", "--capacity", "0").stdout)["assigned"] == [0]


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (("--folds", "0"), 2, "--folds is 0; legal: 1 or more"),
        (("--relation", "twinedWith"), 1, "no relation 'twinedWith'; nearest: twinnedWith"),
        (("--relation", "funds"), 1, "fewer than two partnerships of one with one under funds: nothing to hide"),
    ],
)
def test_what_cannot_be_tested_is_told(folder: Path, arguments: tuple[str, ...], code: int, what: str) -> None:
    done = backtest(folder, *arguments)
    assert done.returncode == code
    assert what in done.stderr
    assert "Traceback" not in done.stderr
