"""The columnar tables of a made-up country: they answer as those of a build do, and a seed decides all of them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from aidgraph.ask.by_columns import ByColumns
from aidgraph.ask.gaps import gaps
from aidgraph.ask.scope import Question
from aidgraph.kinds import vocabulary
from aidgraph.store.columnar import Columnar
from aidgraph.store.tables import TABLES

SCRIPT = Path(__file__).parent.parent / "scripts" / "made_up_tables.py"
SIZE = 1_000


def make(target: Path, *options: str, size: int = SIZE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(size), str(target), *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("made") / "tables"
    done = make(target, "--triples", str(target.with_suffix(".nt")))
    assert (done.returncode, done.stderr) == (0, "")
    return target


def test_who_has_nobody_is_told_with_a_complete_list_and_a_roster(made: Path) -> None:
    words = vocabulary()
    evidence = ByColumns(Columnar(made), words)
    found = list(gaps(evidence, words, Question.of(words, evidence.parties)))
    told = Counter(gap.answer for gap in found)
    assert told.total() == SIZE
    # a quarter is not linked at all, and some ties of others have ended
    assert SIZE // 4 <= told["unlinked"] < SIZE // 3
    assert set(told) == {"linked", "unlinked"}
    assert "'partnerships' claims to be complete for it up to 2023-12-31, and names none; on the roster 'roster'" in {
        gap.because.split(" (")[0] for gap in found if gap.answer == "unlinked"
    }


def test_the_triples_are_as_many_as_the_program_says_and_each_is_there_once(made: Path) -> None:
    lines = made.with_suffix(".nt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))
    assert sum(line.endswith("Institution> .") and "type>" in line for line in lines) == SIZE


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(made: Path, tmp_path: Path) -> None:
    for name, options in {"same": (), "other": ("--seed", "2"), "linked": ("--unlinked", "0")}.items():
        assert make(tmp_path / name, *options).returncode == 0
    first, same, other, linked = (
        {file.name: file.read_bytes() for file in folder.iterdir()}
        for folder in (made, *(tmp_path / name for name in ("same", "other", "linked")))
    )
    assert first.keys() == {f"{name}.parquet" for name in TABLES}
    assert first == same
    assert first["parties.parquet"] != other["parties.parquet"]
    assert first["ties.parquet"] != linked["ties.parquet"]


@pytest.mark.parametrize(
    ("size", "options", "what"),
    [(999, (), "legal: 1,000 to 1,000,000"), (SIZE, ("--unlinked", "1"), "legal: 0 to 0.9")],
)
def test_what_cannot_be_made_is_refused(size: int, options: tuple[str, ...], what: str, tmp_path: Path) -> None:
    done = make(tmp_path / "tables", *options, size=size)
    assert done.returncode == 2
    assert what in done.stderr


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    done = make(tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
