"""The bench of proposals: a made-up country of donors and of those who have nobody, and small cases to compare.

Donors sit in one half of the country and hold none to a few partnerships already; those who have nobody sit in the
other half. Each has coordinates of its own, so that no two are alike to the solver, and some places are tied.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from measure import Figure, run_child
from workspace_files import Setting, new_folder, write_settings, write_table

__all__ = ["propose", "write_country"]

CAPACITY = 3
CASES = 300

PREFECTURES, COUNTIES = 40, 200
KINDS = ("School", "School", "School", "VocationalSchool", "Hospital", "HealthCentre")
TIED, HOLD = 2, 0.3


def write_country(folder: Path, *, recipients: int, donors: int, seed: int) -> None:
    """Write a workspace of so many institutions that have nobody, and so many that could take them."""
    new_folder(folder)
    rng = Random(seed)  # noqa: S311  made-up data, no secrets
    with (
        write_table(folder / "places.csv", ("name", "level", "code", "parent")) as place,
        write_table(folder / "roster.csv", ("id", "name", "kind", "place", "latitude", "longitude")) as institution,
        write_table(folder / "partnerships.csv", ("relation", "from", "to")) as partnership,
        write_table(folder / "counterparts.csv", ("relation", "from", "to")) as counterpart,
    ):
        place(("East", "Province", "10", ""))
        place(("West", "Province", "20", ""))
        for number in range(PREFECTURES):
            place((f"East {number}", "Prefecture", f"10{number:03}", "10"))
        for number in range(COUNTIES):
            place((f"West {number}", "County", f"20{number:03}", "20"))
            for _ in range(TIED):
                counterpart(("counterpartAidTo", f"10{rng.randrange(PREFECTURES):03}", f"20{number:03}"))

        def somebody(identifier: str, kind: str, side: str, number: int, east: float) -> None:
            where = f"{30 + 15 * rng.random():.4f}", f"{east + 15 * rng.random():.4f}"
            institution((identifier, f"{kind} {identifier}", kind, f"{side}{number:03}", *where))

        # who has somebody: a partnership of each with one donor
        held = 0
        for number in range(donors):
            kind = rng.choice(KINDS)
            somebody(f"d{number}", kind, "10", rng.randrange(PREFECTURES), 105)
            while rng.random() < HOLD:
                somebody(f"p{held}", kind, "20", rng.randrange(COUNTIES), 75)
                partnership(("twinnedWith", f"d{number}", f"p{held}"))
                held += 1
        for number in range(recipients):
            somebody(f"r{number}", rng.choice(KINDS), "20", rng.randrange(COUNTIES), 75)
    complete: dict[str, Setting] = {"complete": True, "as_of": "2023-12-31"}
    covers = {"relation": "twinnedWith", "kind": "Institution", "place": "20"}
    write_settings(
        folder,
        name="Donors, and those who have nobody",
        base="https://example.org/made-up/",
        languages=["en"],
        sources=[
            {"id": "places", "path": "places.csv", "reads": "places"},
            {"id": "roster", "path": "roster.csv", "reads": "roster", **complete, "covers": {"kind": "Institution"}},
            {"id": "partnerships", "path": "partnerships.csv", "reads": "partnerships", **complete, "covers": covers},
            {"id": "counterparts", "path": "counterparts.csv", "reads": "partnerships"},
        ],
    )


def propose(arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long proposals for very many take, and how many small cases come out as networkx's optimum."""
    with tempfile.TemporaryDirectory() as folder:
        country = Path(folder) / "country"
        write_country(country, recipients=arguments.recipients, donors=arguments.donors, seed=1)
        program = shutil.which("aidgraph", path=str(Path(sys.executable).parent)) or "aidgraph"
        run_child([program, "-q", "-w", str(country), "build"])
        asked = ("--relation", "twinnedWith", "--from-place", "East", "--to-place", "West")
        command = [program, "-q", "-w", str(country), "propose", *asked, "--capacity", str(CAPACITY), "--json"]
        before = _cpu_of_children()
        taken = [run_child(command) for _ in range(arguments.repeats)]
        cpu = (_cpu_of_children() - before) / len(taken)
    what = f"{arguments.recipients:,} x {arguments.donors:,}"
    note = "the whole command; each with coordinates of its own"
    seconds = min(child.seconds for child in taken)
    yield Figure(name=f"propose {what}, wall", value=seconds, unit="s", at_most=10, note=note)
    yield Figure(name=f"propose {what}, CPU", value=cpu, unit="s", note="mean; all of it but waiting for others")
    yield Figure(name=f"propose {what}, peak memory", value=max(child.peak for child in taken), unit="MiB")
    equal = sum(_is_optimum(Random(seed)) for seed in range(CASES))  # noqa: S311  made-up cases, no secrets
    note = f"{equal} of {CASES} random cases"
    yield Figure(name="small cases as good as networkx's", value=equal / CASES, at_least=1, note=note)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _is_optimum(rng: Random) -> bool:
    """Tell whether a small random case is given as many, and as high a sum, as networkx's matching gives it."""
    import networkx as nx
    import numpy as np

    from aidgraph.ask.assign import BARRED, assign

    sorts, columns, rows = rng.randint(1, 6), rng.randint(1, 8), rng.randint(1, 12)
    scores = [[rng.choice((BARRED, *range(-9, 40))) for _ in range(columns)] for _ in range(sorts)]
    profile = [rng.randrange(sorts) for _ in range(rows)]
    left, crowding = [rng.randint(0, 3) for _ in range(columns)], rng.randint(0, 4)
    given = assign(np.array(scores, np.int16), np.array(profile), np.array(left), crowding=crowding)
    graph = nx.Graph()
    for row, sort in enumerate(profile):
        for column, score in enumerate(scores[sort]):
            for nth in range(left[column] if score > BARRED else 0):
                graph.add_edge(("row", row), ("place", column, nth), weight=score - crowding * nth)
    best = nx.max_weight_matching(graph, maxcardinality=True)
    crowds = Counter(column for column in given if column >= 0)
    total = sum(scores[sort][column] for sort, column in zip(profile, given, strict=True) if column >= 0)
    total -= sum(crowding * count * (count - 1) // 2 for count in crowds.values())
    return (
        all(count <= left[column] for column, count in crowds.items())
        and sum(crowds.values()) == len(best)
        and total == sum(graph.edges[pair]["weight"] for pair in best)
    )
