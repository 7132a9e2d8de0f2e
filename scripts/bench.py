"""Measure aidgraph against its bars, side by side in one run, one line a figure.

Usage: ``python scripts/bench.py start [--workspace DIR] [--party NAME] [--repeats 10]``
       ``python scripts/bench.py store [--size 10000] [--repeats 5]``
       ``python scripts/bench.py query [--size 10000] [--repeats 20]``
       ``python scripts/bench.py build [--size 10000 | --workspace DIR] [--repeats 1]``
       ``python scripts/bench.py gaps [--size 10000 100000 1000000] [--cache FOLDER] [--repeats 5]``
       ``python scripts/bench.py propose [--recipients 10000] [--donors 5000] [--repeats 3]``

``start``: the wall time of ``aidgraph --version`` and of ``aidgraph show`` on the example, each in a process of its
own, least of the repeats, beside an interpreter that does nothing; and the peak memory of each.

``store``: how many triples a second come into a store in memory, from records and from CSV rows (read, resolved, minted
and loaded), beside pyoxigraph's own bulk load of the same triples as ready-made N-Triples and beside an rdflib graph
to which they are added one by one.

``query``: how long a query takes through aidgraph (rows of Python values), beside pyoxigraph's own of the same text on
the same store: some hundred look-ups of one party each, and aggregates over everything.

``gaps``: gaps and coverage from the columnar tables, beside the same answers by SPARQL from maplib, from pyoxigraph and
from rdflib, at growing sizes; the time and memory of each size, and how both grow. Answers are compared, too.

``build``: wall time and peak memory of ``aidgraph build`` from nothing, and of another with nothing changed.

``propose``: wall time and peak memory of ``aidgraph propose`` for so many that have nobody and so many that could take
them; and whether small random cases come out as networkx's optimum.

Workspaces of ``--size`` institutions are made up by ``generate.py``. The exit code is 1 when a bar is not reached.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from bench_gaps import CACHE, SIZES, gaps
from bench_propose import propose
from generate import LARGEST, SMALLEST, generate
from measure import BenchError, Figure, Timing, interleave, run_child, run_children

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "jining-yengisar"
LOOK_UPS = 200


def start(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long the command line takes from nothing to an answer."""
    with _copy(arguments.workspace) as workspace:
        run_child(_command(workspace, "-q", "build"))
        commands = {
            "interpreter": [sys.executable, "-c", "pass"],
            "version": [_program(), "--version"],
            "show": _command(workspace, "show", arguments.party),
        }
        taken = run_children(commands, repeats=arguments.repeats)
    names = {"interpreter": "python -c pass", "version": "aidgraph --version", "show": "aidgraph show"}
    bars = {"interpreter": None, "version": 0.3, "show": 1.0}
    for key, (timing, _) in taken.items():
        note = f"median {timing.median:.3f}s of {len(timing.seconds)}"
        yield Figure(name=f"{names[key]}, wall", value=timing.best, unit="s", at_most=bars[key], note=note)
    for key, (_, peak) in taken.items():
        yield Figure(name=f"{names[key]}, peak memory", value=peak, unit="MiB")


def store(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield how quickly triples come into a store."""
    import pyoxigraph as ox
    import rdflib

    from aidgraph.model import Records
    from aidgraph.read.inputs import Inputs
    from aidgraph.read.progress import silent
    from aidgraph.resolve.workspace import resolve
    from aidgraph.store.embedded import Store
    from aidgraph.store.quads import load_records
    from aidgraph.workspace import load_workspace

    with _made_up(arguments.size) as folder:
        workspace = load_workspace(folder)

        def from_rows() -> Store:
            with tempfile.TemporaryDirectory() as kept:
                inputs = Inputs.find(workspace, known={})
                inputs.read(cache=None, keep=Path(kept) / "inputs", progress=silent)
                return from_records(resolve(workspace, inputs)[0])

        def from_records(some: Records) -> Store:
            filled = Store()
            load_records(filled, some, base=workspace.base)
            return filled

        inputs = Inputs.find(workspace, known={})
        inputs.read(cache=None, keep=folder / "kept", progress=silent)
        records, _, _ = resolve(workspace, inputs)
        filled = from_records(records)
        with BytesIO() as stream:
            filled.dump(stream, "nt", graphs=filled.graphs())
            text = stream.getvalue()
        triples = list(rdflib.Graph().parse(data=text, format="nt"))

        def raw() -> ox.Store:
            empty = ox.Store()
            empty.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES)
            return empty

        def one_by_one() -> rdflib.Graph:
            graph = rdflib.Graph()
            for triple in triples:
                graph.add(triple)
            return graph

        runs: dict[str, Callable[[], object]] = {
            "raw": raw,
            "records": lambda: from_records(records),
            "rows": from_rows,
            "rdflib": one_by_one,
        }
        timings = interleave(runs, repeats=arguments.repeats)
    count = len(triples)
    for key, what in (("raw", "pyoxigraph bulk load"), ("rdflib", "rdflib add")):
        yield Figure(name=what, value=count / timings[key].best / 1000, unit="k/s", note=f"{count:,} triples")
    yield _ratio("records to store, of bulk load", timings["raw"], timings["records"], at_least=0.7)
    yield _ratio("CSV rows to store, of bulk load", timings["raw"], timings["rows"], at_least=0.35)
    yield _ratio("records to store, times rdflib add", timings["rdflib"], timings["records"], at_least=4)
    yield _ratio("CSV rows to store, times rdflib add", timings["rdflib"], timings["rows"])


LOOK_UP = "SELECT ?name ?kind ?place {{ <{iri}> skos:prefLabel ?name ; aid:kind ?kind ; aid:locatedIn ?place }}"
AGGREGATES = {
    "partnerships by relation": "SELECT ?relation (COUNT(?p) AS ?n) { ?p a aid:Partnership ; aid:relation ?relation }"
    " GROUP BY ?relation ORDER BY ?relation",
    "institutions by kind and place": "SELECT ?place ?kind (COUNT(?x) AS ?n) {"
    " ?x aid:kind ?kind ; aid:within ?place . ?place aid:level level:Prefecture } GROUP BY ?place ?kind",
    "the unlinked": "SELECT (COUNT(?x) AS ?n) { ?x a aid:Institution FILTER NOT EXISTS { ?p aid:participant ?x } }",
}


def query(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long queries take."""
    import pyoxigraph as ox

    import aidgraph
    from aidgraph.terms import PREFIXES

    with _made_up(arguments.size) as folder:
        aid = aidgraph.open(folder)
        engine = ox.Store.read_only(str(aid.build.store_folder))
        found = aid.store.select("SELECT ?x { ?x a aid:Institution } ORDER BY ?x")
        step = max(len(found) // LOOK_UPS, 1)
        asked = {"look-ups": [LOOK_UP.format(iri=row.x) for row in found[::step]]}
        asked |= {name: [text] for name, text in AGGREGATES.items()}

        def ours(texts: list[str]) -> Callable[[], object]:
            return lambda: [aid.query(text) for text in texts]

        def raw(texts: list[str]) -> Callable[[], object]:
            def answers() -> Iterator[list[object]]:
                for text in texts:
                    answer = engine.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
                    yield list(answer) if isinstance(answer, ox.QuerySolutions) else []

            return lambda: list(answers())

        runs = {f"{name}, {who.__name__}": who(texts) for name, texts in asked.items() for who in (ours, raw)}
        timings = interleave(runs, repeats=arguments.repeats)
    for name, texts in asked.items():
        one, other = timings[f"{name}, ours"], timings[f"{name}, raw"]
        bar = 1.5 if name == "look-ups" else 1.1
        note = f"{one.best / len(texts) * 1000:.2f} ms each, raw {other.best / len(texts) * 1000:.2f} ms"
        yield Figure(name=f"{name}, times raw pyoxigraph", value=one.best / other.best, at_most=bar, note=note)


def build(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield what a build takes."""
    with _copy(arguments.workspace) if arguments.workspace else _made_up(arguments.size) as workspace:
        first, unchanged = [], []
        for _ in range(arguments.repeats):
            shutil.rmtree(workspace / "build", ignore_errors=True)
            first.append(run_child(_command(workspace, "-q", "build")))
            unchanged.append(run_child(_command(workspace, "-q", "build")))
    for name, children in (("first build", first), ("unchanged build", unchanged)):
        yield Figure(name=f"{name}, wall", value=min(child.seconds for child in children), unit="s")
        yield Figure(name=f"{name}, peak memory", value=max(child.peak for child in children), unit="MiB")


@contextmanager
def _made_up(size: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        generate(size, workspace, seed=1, unlinked=0.25)
        yield workspace


@contextmanager
def _copy(workspace: Path) -> Iterator[Path]:
    if not (workspace / "aidgraph.toml").is_file():
        raise BenchError(f"{workspace}: no aidgraph.toml in it")
    with tempfile.TemporaryDirectory() as folder:
        yield shutil.copytree(workspace, Path(folder) / "workspace", ignore=shutil.ignore_patterns("build"))


def _command(workspace: Path, *arguments: str) -> list[str]:
    return [_program(), "-w", str(workspace), *arguments]


def _program() -> str:
    program = shutil.which("aidgraph", path=str(Path(sys.executable).parent))
    if program is None:
        raise BenchError(f"no aidgraph beside {sys.executable}; install the project into this environment")
    return program


def _ratio(name: str, other: Timing, own: Timing, *, at_least: float | None = None) -> Figure:
    note = f"{own.best:.2f}s against {other.best:.2f}s"
    return Figure(name=name, value=other.best / own.best, at_least=at_least, note=note)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    benches = parser.add_subparsers(metavar="BENCH", required=True)
    for run, what, repeats in (
        (start, "start-up of the command line", 10),
        (store, "how quickly triples come into a store", 5),
        (query, "how long queries take", 20),
        (build, "what a build takes", 1),
        (gaps, "gaps and coverage, beside SPARQL", 5),
        (propose, "how long proposals take", 3),
    ):
        bench = benches.add_parser(run.__name__, help=what)
        bench.add_argument("--repeats", type=int, default=repeats, help="runs of each (default: %(default)s)")
        bench.set_defaults(run=run)
        if run is start:
            bench.add_argument("--workspace", type=Path, default=EXAMPLE, help="to show from (default: the example)")
            bench.add_argument("--party", default="英吉沙县", help="whom to show (default: %(default)s)")
        elif run is gaps:
            bench.add_argument("--size", type=int, nargs="+", default=SIZES, help="institutions (default: %(default)s)")
            bench.add_argument(
                "--cache", type=Path, default=CACHE, help="for maplib's environment (default: %(default)s)"
            )
        elif run is propose:
            bench.add_argument("--recipients", type=int, default=10_000, help="who have nobody (default: %(default)s)")
            bench.add_argument("--donors", type=int, default=5_000, help="who could take them (default: %(default)s)")
        else:
            bench.add_argument("--size", type=int, default=10_000, help="institutions (default: %(default)s)")
        if run is build:
            bench.add_argument("--workspace", type=Path, help="build a copy of this workspace instead")
    return parser


def main() -> int:
    """Run the program; return its exit code."""
    parser = _parser()
    arguments = parser.parse_args()
    size = getattr(arguments, "size", SMALLEST)
    for one in size if isinstance(size, list) else [size]:
        if not SMALLEST <= one <= LARGEST:
            parser.error(f"--size is {one}; legal: {SMALLEST:,} to {LARGEST:,}")
    met = True
    try:
        for figure in arguments.run(arguments):
            print(figure, flush=True)
            met &= figure.met
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error}\n{error.stderr}")
    except (BenchError, OSError) as error:
        sys.exit(str(error))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
