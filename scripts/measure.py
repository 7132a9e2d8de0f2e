"""How things are measured: interleaved repeats in one process, child processes with their memory, figures with a bar.

Times of one machine say little; what is compared runs alternately in one go, and the ratio is what counts.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

__all__ = ["BenchError", "Child", "Figure", "Timing", "interleave", "run_child", "run_children"]


class BenchError(RuntimeError):
    """Something that must be there for measuring is not, or is not as it must be; the message says what."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that the runs of one thing took."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The least: what it takes when nothing else is in the way."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle."""
        return median(self.seconds)


@dataclass(frozen=True, slots=True)
class Child:
    """What a child process took: wall time in seconds, and its largest resident memory in MiB."""

    seconds: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure and the bar it has to reach: ``at_most`` or ``at_least``; without one it only informs."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the bar is reached."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    def __str__(self) -> str:
        limits = (("<=", self.at_most), (">=", self.at_least))
        bars = [f"{sign} {bar:g}{self.unit}" for sign, bar in limits if bar is not None]
        verdict = f"{' and '.join(bars)}: {'met' if self.met else 'NOT MET'}" if bars else "no bar"
        line = f"{self.name:<44} {self.value:9.3f}{self.unit:<3}  {verdict}"
        return f"{line}  ({self.note})" if self.note else line


def interleave(runs: Mapping[str, Callable[[], object]], *, repeats: int, warm_up: int = 1) -> dict[str, Timing]:
    """Run all of ``runs`` in turn, ``repeats`` times over, and return the timing of each by its name.

    Every other round goes backwards, so that nobody always runs after the same neighbour; rounds of ``warm_up`` go
    before and are not counted. What a run returns is let go of between the runs, and rubbish is collected there: nobody
    pays for the neighbour's.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(-warm_up, repeats):
        for name in list(runs)[:: 1 if turn % 2 else -1]:
            gc.collect()
            start = time.perf_counter()
            result = runs[name]()
            took = time.perf_counter() - start
            del result
            if turn >= 0:
                seconds[name].append(took)
    return {name: Timing(tuple(taken)) for name, taken in seconds.items()}


def run_child(command: Sequence[str]) -> Child:
    """Run a program to its end, its output thrown away, and return what it took.

    Raises ``CalledProcessError`` with what it said on stderr if it fails or cannot be started.
    """
    runner = [sys.executable, "-I", str(Path(__file__).with_name("run_child.py")), *command]
    done = subprocess.run(runner, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    told = json.loads(done.stdout) if done.returncode == 0 else {"code": done.returncode}
    if told["code"]:
        raise subprocess.CalledProcessError(told["code"], command, stderr=done.stderr)
    return Child(told["seconds"], told["peak"])


def run_children(commands: Mapping[str, Sequence[str]], *, repeats: int) -> dict[str, tuple[Timing, float]]:
    """Run programs in turn, ``repeats`` times over; return the timing and the peak memory (MiB) of each by its name."""
    taken: dict[str, list[Child]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            taken[name].append(run_child(command))
    return {
        name: (Timing(tuple(child.seconds for child in children)), max(child.peak for child in children))
        for name, children in taken.items()
    }
