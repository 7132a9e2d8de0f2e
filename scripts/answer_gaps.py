"""Answer questions of gaps and coverage with one engine, as often as asked: a question a line, an answer a line.

Usage: ``python scripts/answer_gaps.py tables|pyoxigraph|rdflib|maplib DATA < QUESTIONS``

DATA is a folder of columnar tables, or a file of N-Triples for the engines of SPARQL. A line of stdin is JSON: the
``question`` (SPARQL; for the tables, arguments of ``Question.of``) and whether to ``check`` the answer. A line of
stdout is JSON: the ``seconds`` it took and the ``cpu`` seconds of all threads, how many ``rows`` it has, the ``peak``
memory so far (MiB) and, where asked, a ``digest`` of what the rows say in whatever order. The first line of stdout
tells of opening.

An engine may live in an environment of its own, without aidgraph, which is imported for the tables only.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

Answer = tuple[Sequence[Any], Callable[[], Iterable[Iterable[object]]]]
"""What was found, and what makes plain rows of it."""


def tables(folder: str) -> Callable[[Any], Answer]:
    """Open columnar tables."""
    from pathlib import Path

    from aidgraph.ask.by_columns import ByColumns
    from aidgraph.ask.coverage import coverage
    from aidgraph.ask.gaps import gaps
    from aidgraph.ask.scope import Question
    from aidgraph.kinds import vocabulary
    from aidgraph.store.columnar import Columnar

    words = vocabulary()
    evidence = ByColumns(Columnar(Path(folder)), words)
    # the engine is started, too
    evidence.complete_lists()

    def ask(asked: dict[str, Any]) -> Answer:
        question = Question.of(words, evidence.parties, place=asked["place"])
        if "level" not in asked:
            gap = gaps(evidence, words, question)
            if asked.get("read"):
                gap[: asked["read"]]
            return gap, lambda: ((one.id, int(one.answer == "linked")) for one in gap)
        cells = coverage(evidence, words, question, level=words.level(asked["level"]))
        list(cells) if asked.get("read") else []
        return cells, lambda: (
            (one.place_id, words.kind(str(one.kind)).iri, one.linked, one.linked + one.unlinked) for one in cells
        )

    return ask


def maplib(file: str) -> Callable[[Any], Answer]:
    """Read triples into maplib."""
    # it lives in an environment of its own
    from maplib import Model  # type: ignore[import-not-found]

    model = Model()
    model.read(file, format="ntriples", checked=False)

    def ask(query: str) -> Answer:
        frame = model.query(query)
        return frame, lambda: ([_plain(value) for value in row] for row in frame.rows())

    return ask


def pyoxigraph(file: str) -> Callable[[Any], Answer]:
    """Load triples into a store in memory, as aidgraph does."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)

    def ask(query: str) -> Answer:
        answer = store.query(query)
        assert isinstance(answer, ox.QuerySolutions)  # noqa: S101  every question selects
        found = list(answer)
        return found, lambda: ([_plain(value.value if value else None) for value in row] for row in found)

    return ask


def rdflib(file: str) -> Callable[[Any], Answer]:
    """Parse triples into a graph."""
    from rdflib import Graph

    graph = Graph().parse(file, format="nt")

    def ask(query: str) -> Answer:
        found: list[Any] = list(graph.query(query))
        return found, lambda: ([_plain(value) for value in row] for row in found)

    return ask


def _plain(value: object) -> object:
    """Return an IRI without brackets, a number as such, and nought where there is nothing."""
    text = "0" if value is None else str(value).strip("<>")
    return int(text) if text.isdecimal() else text


def _digest(rows: Iterable[Iterable[object]]) -> str:
    lines = sorted("\t".join(map(str, row)) for row in rows)
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _tell(start: tuple[float, float], end: tuple[float, float], **more: object) -> None:
    seconds, cpu = (until - since for since, until in zip(start, end, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, **more}), flush=True)


def main() -> int:
    """Answer until there are no more questions; return 0."""
    engines = {engine.__name__: engine for engine in (tables, pyoxigraph, rdflib, maplib)}
    start = _now()
    ask = engines[sys.argv[1]](sys.argv[2])
    _tell(start, _now())
    for line in sys.stdin:
        asked = json.loads(line)
        start = _now()
        found, rows = ask(asked["question"])
        count, end = len(found), _now()
        # checking is no part of answering
        more = {"digest": _digest(rows())} if asked["check"] else {}
        _tell(start, end, rows=count, **more)
    return 0


if __name__ == "__main__":
    sys.exit(main())
