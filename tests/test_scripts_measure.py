"""The measuring harness: what it runs, in which order, and how a figure is judged."""

from __future__ import annotations

import gc
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.fixture(scope="module")
def measure() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("measure", SCRIPTS / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measure"] = module
    spec.loader.exec_module(module)
    # it collects before every run what went before; all that other tests have left is a lot
    gc.freeze()
    yield module
    gc.unfreeze()


def test_runs_alternate_and_warm_up_rounds_do_not_count(measure: ModuleType) -> None:
    ran: list[str] = []
    timings = measure.interleave({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, repeats=3)

    assert sorted(ran[:2]) == sorted(ran[2:4]) == ["a", "b"]
    assert len(ran) == 8
    assert ran[2:4] != ran[4:6], "the order turns every round"
    assert {name: len(timing.seconds) for name, timing in timings.items()} == {"a": 3, "b": 3}


def test_what_a_run_returns_is_let_go_of_before_the_next(measure: ModuleType) -> None:
    alive: set[int] = set()
    most: list[int] = []

    class Heavy:
        def __init__(self) -> None:
            alive.add(id(self))
            most.append(len(alive))

        def __del__(self) -> None:
            alive.discard(id(self))

    measure.interleave({"a": Heavy, "b": Heavy}, repeats=2)
    assert most == [1] * 6


def test_a_timing_tells_the_least_and_the_middle(measure: ModuleType) -> None:
    timing = measure.Timing((3.0, 1.0, 2.0, 9.0))
    assert (timing.best, timing.median) == (1.0, 2.5)


@pytest.mark.parametrize(
    ("bar", "met"),
    [({"at_most": 0.3}, True), ({"at_most": 0.2}, False), ({"at_least": 0.3}, False), ({"at_least": 0.2}, True)],
)
def test_a_figure_is_one_line_with_its_bar_and_whether_it_is_met(
    measure: ModuleType, bar: dict[str, float], *, met: bool
) -> None:
    figure = measure.Figure(name="aidgraph --version", value=0.25, unit="s", note="median 0.26s", **bar)
    assert figure.met is met
    line = str(figure)
    assert "\n" not in line
    assert "aidgraph --version" in line
    assert "0.250s" in line
    sign = "<=" if "at_most" in bar else ">="
    verdict = "met" if met else "NOT MET"
    assert line.endswith(f" {sign} {next(iter(bar.values()))}s: {verdict}  (median 0.26s)")


def test_a_figure_without_a_bar_is_always_met(measure: ModuleType) -> None:
    figure = measure.Figure(name="memory", value=12.0, unit="MiB")
    assert figure.met
    assert "no bar" in str(figure)


def test_a_child_is_measured_by_itself(measure: ModuleType) -> None:
    small = measure.run_child([sys.executable, "-c", "pass"])
    large = measure.run_child([sys.executable, "-c", "import time; x = bytearray(80 << 20); time.sleep(0.3)"])
    again = measure.run_child([sys.executable, "-c", "pass"])

    assert large.seconds > 0.3
    assert large.peak > small.peak + 70
    assert again.peak < small.peak + 20, "the memory of one child is not that of the next"


def test_a_child_that_fails_says_why(measure: ModuleType) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        measure.run_child([sys.executable, "-c", "import sys; sys.exit('没有')"])
    assert caught.value.returncode == 1
    assert "没有" in caught.value.stderr
    with pytest.raises(subprocess.CalledProcessError) as caught:
        measure.run_child(["no-such-program"])
    assert "no-such-program" in caught.value.stderr
    assert "Traceback" not in caught.value.stderr
