"""The benches: what each measures and against which bar; never how it comes out, which depends on the machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "bench.py"
FIGURE = re.compile(r"(.*\S) +([0-9.]+)(\S*) +(no bar|[<>]= \S+: (?:met|NOT MET))(?:  \(.*\))?")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def figures(*arguments: str) -> dict[str, str]:
    """Run a bench; return the bar of every figure, empty where it only informs."""
    done = bench(*arguments)
    assert done.stderr == ""
    bars = {}
    for line in done.stdout.splitlines():
        found = FIGURE.fullmatch(line)
        assert found, line
        assert float(found[2]) > 0
        bars[found[1]] = "" if found[4] == "no bar" else found[4].partition(":")[0]
    assert done.returncode == ("NOT MET" in done.stdout)
    return bars


def test_store_measures_records_and_rows_against_bulk_load_and_rdflib() -> None:
    assert figures("store", "--size", "1000", "--repeats", "1") == {
        "pyoxigraph bulk load": "",
        "rdflib add": "",
        "records to store, of bulk load": ">= 0.7",
        "CSV rows to store, of bulk load": ">= 0.35",
        "records to store, times rdflib add": ">= 4",
        "CSV rows to store, times rdflib add": "",
    }


def test_query_measures_look_ups_and_aggregates_against_the_engine_alone() -> None:
    bars = figures("query", "--size", "1000", "--repeats", "1")
    assert bars.pop("look-ups, times raw pyoxigraph") == "<= 1.5"
    assert len(bars) == 3
    assert set(bars.values()) == {"<= 1.1"}


def test_build_measures_a_first_build_and_an_unchanged_one() -> None:
    bars = figures("build", "--size", "1000")
    assert set(bars) == {f"{n} build, {what}" for n in ("first", "unchanged") for what in ("wall", "peak memory")}


def test_propose_measures_time_memory_and_small_cases_against_networkx() -> None:
    what = "propose 30 x 20"
    assert figures("propose", "--recipients", "30", "--donors", "20", "--repeats", "1") == {
        f"{what}, wall": "<= 10s",
        f"{what}, CPU": "",
        f"{what}, peak memory": "",
        "small cases as good as networkx's": ">= 1",
    }


def test_start_measures_the_command_line() -> None:
    bars = figures("start", "--repeats", "1")
    assert bars["aidgraph --version, wall"] == "<= 0.3s"
    assert bars["aidgraph show, wall"] == "<= 1s"


def test_gaps_measures_the_tables_against_sparql_where_answers_agree() -> None:
    bars = figures("gaps", "--size", "1000", "1100", "--repeats", "1")
    questions = ("gaps", "gaps in a province", "coverage by county and kind")
    for size in ("1,000", "1,100"):
        for question in questions:
            for peer in ("", ", faster than rdflib", ", faster than pyoxigraph"):
                assert bars.pop(f"{question} at {size}{peer}") == ""
        for what in ("gaps at {}, the first time", "peak memory at {}", "gaps, the first 1,000 read at {}"):
            assert bars.pop(what.format(size)) == ""
        assert bars.pop(f"coverage, every cell read at {size}") == ""
    assert bars == {f"growth of {question}, of linear": "<= 1" for question in questions}


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (("store", "--size", "999"), 2, "--size is 999; legal: 1,000 to 1,000,000"),
        (("gaps", "--size", "1000", "1000001"), 2, "--size is 1000001; legal: 1,000 to 1,000,000"),
        (("build", "--workspace", "."), 1, "no aidgraph.toml in it"),
        (("start", "--workspace", "."), 1, "no aidgraph.toml in it"),
        ((), 2, "required: BENCH"),
    ],
)
def test_what_cannot_be_measured_is_told(arguments: tuple[str, ...], code: int, what: str) -> None:
    done = bench(*arguments)
    assert done.returncode == code
    assert what in done.stderr
    assert "Traceback" not in done.stderr
