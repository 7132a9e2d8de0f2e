"""The bench of gaps and coverage: the columnar tables beside SPARQL on the same made-up country, asked the same.

What is timed are settled answers: who has ties and who has none, in order of names, and how many of both are in each
county by kind. The words for each are found when an answer is read, and are timed apart. SPARQL is not asked for
them, nor which of them existed on the day, which the tables do look up (once for a day); answers are compared, and have
to be equal. The first answer of a process is timed apart: what is asked again is in the engine's words already.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from aidgraph.terms import AID, KIND, LEVEL, XSD
from made_up_tables import PROVINCE
from measure import BenchError, Figure, Timing

__all__ = ["CACHE", "SIZES", "gaps"]

HERE = Path(__file__).resolve().parent
MAPLIB = ("maplib==0.20.26", "pyarrow<24")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aidgraph-bench"
SIZES = RDFLIB_AT, STORE_AT, LARGEST_AT = [10_000, 100_000, 1_000_000]
"""At which sizes bars stand. Beyond, rdflib and the store take minutes; below ``STORE_AT`` maplib is not asked."""

TODAY = f'"{dt.datetime.now(tz=dt.UTC).date()}"^^<{XSD}date>'
TIES = f"""
OPTIONAL {{ SELECT DISTINCT ?x (1 AS ?linked) WHERE {{
  ?p <{AID}participant> ?x ; <{AID}standing> "accepted" .
  OPTIONAL {{ ?p <{AID}status> ?status }} OPTIONAL {{ ?p <{AID}until> ?until }}
  FILTER(!BOUND(?status) || ?status != "ended") FILTER(!BOUND(?until) || ?until >= {TODAY})
}} }}
"""
ANY = f"""
BIND(IF(EXISTS {{
  ?p <{AID}participant> ?x ; <{AID}standing> ?standing . FILTER(?standing = "accepted")
  FILTER NOT EXISTS {{ ?p <{AID}status> "ended" }}
  FILTER NOT EXISTS {{ ?p <{AID}until> ?until FILTER(?until < {TODAY}) }}
}}, 1, ?none) AS ?linked)
"""
"""The same for rdflib, which would look for all ties anew for everybody."""

EVERYBODY = f"?x <{AID}kindAny> <{KIND}Institution> ."
GAPS = f"SELECT ?x ?linked WHERE {{{{ {EVERYBODY} ?x <{AID}name> ?name . {{0}} {{ties}} }}}} ORDER BY ?linked ?name"
COVERAGE = f"""
SELECT ?place ?kind (COUNT(?linked) AS ?with) (COUNT(?x) AS ?all) WHERE {{{{
  {EVERYBODY} ?x <{AID}kind> ?kind ; <{AID}within> ?place . ?place <{AID}level> <{LEVEL}County> . {{ties}}
}}}} GROUP BY ?place ?kind
"""
QUESTIONS: Mapping[str, tuple[dict[str, object], str]] = {
    "gaps": ({"place": ""}, GAPS.format("", ties="{ties}")),
    "gaps in a province": ({"place": PROVINCE}, GAPS.format(f"?x <{AID}within> <{PROVINCE}> .", ties="{ties}")),
    "coverage by county and kind": ({"place": "", "level": "County"}, COVERAGE),
}
"""Every question as it is put to the tables, and to the others."""

READ: Mapping[str, dict[str, object]] = {
    "gaps, the first 1,000 read": {"place": "", "read": 1000},
    "coverage, every cell read": {"place": "", "level": "County", "read": True},
}
SLOW = 5
"""Seconds after which an answer is not asked for again and again."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an engine says of an answer."""

    seconds: float
    cpu: float
    peak: float
    rows: int = 0
    digest: str = ""


class Engine:
    """An engine in a process of its own that has opened its data; ``opened`` says what that took."""

    def __init__(self, name: str, data: Path, python: Path = Path(sys.executable)) -> None:
        self.name = name
        command = [str(python), str(HERE / "answer_gaps.py"), name, str(data)]
        self._process = subprocess.Popen(  # noqa: S603  our own script
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.opened = self._told()

    def ask(self, question: object, *, check: bool = False) -> Told:
        """Put a question; with ``check`` a digest of the answer is told, too."""
        assert self._process.stdin  # noqa: S101  it is a pipe
        print(json.dumps({"question": question, "check": check}), file=self._process.stdin, flush=True)
        return self._told()

    def _told(self) -> Told:
        assert self._process.stdout  # noqa: S101  it is a pipe
        line = self._process.stdout.readline()
        if not line:
            raise subprocess.CalledProcessError(self._process.wait(), self._process.args, stderr="")
        return Told(**json.loads(line))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.wait()


def gaps(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long gaps and coverage take, and what memory, at every size and beside every peer that can do it."""
    maplib = maplib_python(arguments.cache) if max(arguments.size) >= STORE_AT else None
    least: dict[int, dict[str, float]] = {}
    for size in sorted(arguments.size):
        with TemporaryDirectory() as folder, ExitStack() as opened:
            made, triples = Path(folder) / "tables", Path(folder) / "triples.nt"
            command = [str(HERE / "made_up_tables.py"), str(size), str(made), "--triples", str(triples)]
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own
            own = opened.enter_context(Engine("tables", made))
            first, at = own.ask(QUESTIONS["gaps"][0]), f"at {size:,}"
            largest = size >= LARGEST_AT
            note = f"after opening in {own.opened.seconds:.3f}s; {first.rows:,} rows; CPU {first.cpu:.3f}s"
            bar = 2 if largest else None
            yield Figure(name=f"gaps {at}, the first time", value=first.seconds, unit="s", at_most=bar, note=note)
            peers = [Engine(name, triples) for name, asked in _peers(size).items() if asked]
            peers += [Engine("maplib", triples, maplib)] if maplib and size >= STORE_AT else []
            for peer in peers:
                opened.enter_context(peer)
            least[size] = {}
            for name, (asked, query) in QUESTIONS.items():
                taken = _alternate(
                    {own: asked} | {peer: _put(query, peer.name) for peer in peers}, repeats=arguments.repeats
                )
                least[size][name] = taken["tables"].wall.best
                yield from _compared(f"{name} {at}", taken, size)
            peak = own.ask(QUESTIONS["gaps"][0]).peak
            yield Figure(name=f"peak memory {at}", value=peak, unit="MiB", at_most=2048 if largest else None)
            for name, asked in READ.items():
                yield Figure(name=f"{name} {at}", value=own.ask(asked).seconds, unit="s", note="words and all")
    yield from _growth(least)


def _put(query: str, peer: str) -> str:
    """Return a question in the form that suits a peer best."""
    return query.replace("{ties}", ANY if peer == "rdflib" else TIES).replace("{{", "{").replace("}}", "}")


def _peers(size: int) -> dict[str, bool]:
    return {"rdflib": size <= RDFLIB_AT, "pyoxigraph": size <= STORE_AT}


@dataclass(frozen=True, slots=True)
class Taken:
    """What the answers of one engine to one question took: wall time, and the time of all its threads."""

    wall: Timing
    cpu: Timing

    def __str__(self) -> str:
        return f"{self.wall.best:.3f}s, CPU {self.cpu.best:.3f}s"


def _alternate(asked: Mapping[Engine, object], *, repeats: int) -> dict[str, Taken]:
    """Ask all of them in turn; raises ``BenchError`` where their answers differ."""
    checked = {engine.name: engine.ask(question, check=True) for engine, question in asked.items()}
    if len({(told.rows, told.digest) for told in checked.values()}) > 1:
        raise BenchError(f"the answers differ: {checked}")
    taken: dict[str, list[Told]] = {engine.name: [] for engine in asked}
    for turn in range(repeats):
        for engine in list(asked)[:: 1 if turn % 2 else -1]:
            # one answer of the slow is enough
            if turn == 0 or checked[engine.name].seconds < SLOW:
                taken[engine.name].append(engine.ask(asked[engine]))
    return {
        name: Taken(Timing(tuple(one.seconds for one in told)), Timing(tuple(one.cpu for one in told)))
        for name, told in taken.items()
    }


def _compared(name: str, taken: Mapping[str, Taken], size: int) -> Iterator[Figure]:
    own = taken["tables"]
    yield Figure(name=name, value=own.wall.best, unit="s", note=f"median {own.wall.median:.3f}s; {own}")
    for peer, other in taken.items():
        note = f"{own} against {other}"
        if peer == "maplib":
            ratio = own.wall.best / other.wall.best
            yield Figure(name=f"{name}, times maplib", value=ratio, at_most=1, note=note)
        elif peer != "tables":
            at, bar = {"rdflib": (RDFLIB_AT, 100), "pyoxigraph": (STORE_AT, 20)}[peer]
            ratio = other.wall.best / own.wall.best
            at_least = bar if size == at else None
            yield Figure(name=f"{name}, faster than {peer}", value=ratio, at_least=at_least, note=note)


def _growth(least: Mapping[int, Mapping[str, float]]) -> Iterator[Figure]:
    """Yield how time grows from the smallest size to the largest, of the growth of the size itself."""
    sizes = sorted(least)
    if len(sizes) > 1:
        small, large = sizes[0], sizes[-1]
        for name in QUESTIONS:
            grown = least[large][name] / least[small][name]
            of = grown / (large / small)
            note = f"{grown:.1f} times the time for {large / small:.0f} times as many"
            yield Figure(name=f"growth of {name}, of linear", value=of, at_most=1, note=note)


def maplib_python(cache: Path) -> Path | None:
    """Return the interpreter of an environment that has maplib, made if need be; ``None`` where it cannot be had."""
    folder = cache / "-".join(MAPLIB).replace("<", "-below-")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    try:
        if not python.exists():
            venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *MAPLIB]
        subprocess.run(install, check=True, capture_output=True)  # noqa: S603  fixed names
    except (OSError, subprocess.CalledProcessError):
        print("maplib cannot be installed here: nothing is compared with it", flush=True)
        return None
    return python
