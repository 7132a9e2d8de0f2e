"""Measure aidgraph against its bars, side by side in one run, one line a figure.

Usage: ``python scripts/bench.py start [--workspace DIR] [--party NAME] [--repeats 10]``

``start``: the wall time of ``aidgraph --version`` and of ``aidgraph show`` on the example, each in a process of its
own, least of the repeats, beside an interpreter that does nothing; and the peak memory of each.

The exit code is 1 when a bar is not reached.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Figure, run_child, run_children

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "jining-yengisar"


class BenchError(RuntimeError):
    """Something that must be there for measuring is not; the message says what."""


def start(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long the command line takes from nothing to an answer."""
    program = shutil.which("aidgraph", path=str(Path(sys.executable).parent))
    if program is None:
        raise BenchError(f"no aidgraph beside {sys.executable}; install the project into this environment")
    if not (arguments.workspace / "aidgraph.toml").is_file():
        raise BenchError(f"{arguments.workspace}: no aidgraph.toml in it")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(arguments.workspace, workspace, ignore=shutil.ignore_patterns("build"))
        run_child([program, "-w", str(workspace), "-q", "build"])
        commands = {
            "interpreter": [sys.executable, "-c", "pass"],
            "version": [program, "--version"],
            "show": [program, "-w", str(workspace), "show", arguments.party],
        }
        taken = run_children(commands, repeats=arguments.repeats)
    names = {"interpreter": "python -c pass", "version": "aidgraph --version", "show": "aidgraph show"}
    bars = {"interpreter": None, "version": 0.3, "show": 1.0}
    for key, (timing, _) in taken.items():
        note = f"median {timing.median:.3f}s of {len(timing.seconds)}"
        yield Figure(name=f"{names[key]}, wall", value=timing.best, unit="s", at_most=bars[key], note=note)
    for key, (_, peak) in taken.items():
        yield Figure(name=f"{names[key]}, peak memory", value=peak, unit="MiB")


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    benches = parser.add_subparsers(metavar="BENCH", required=True)
    bench = benches.add_parser("start", help="start-up of the command line")
    bench.add_argument("--workspace", type=Path, default=EXAMPLE, help="what to show from (default: the example)")
    bench.add_argument("--party", default="英吉沙县", help="whom to show (default: %(default)s)")
    bench.add_argument("--repeats", type=int, default=10, help="runs of each (default: %(default)s)")
    bench.set_defaults(run=start)
    arguments = parser.parse_args()
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
