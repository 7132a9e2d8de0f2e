"""The house: a room imports only from rooms above it, and start-up imports nothing heavy."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "graph" / "aidgraph"

ROOMS = (
    ("errors", "terms", "model", "ontology", "triples", "kinds", "workspace"),
    ("read",),
    ("resolve",),
    ("extract",),
    ("store",),
    ("build",),
    ("ask",),
    ("show",),
    ("api",),
    ("serve",),
    ("cli",),
)
"""From the top of the house down; what stands together may import from each other."""

FLOOR = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}
HEAVY = ("rdflib", "pyshacl", "networkx", "igraph", "pyvis", "openpyxl", "pandas", "numpy", "oxrdflib")


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            # `from aidgraph import api` names a room as well
            if node.module == "aidgraph":
                yield from (f"aidgraph.{alias.name}" for alias in node.names)


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


def test_every_module_stands_in_a_room() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms - {"__main__"} <= set(FLOOR)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    below = {
        name
        for name in imports(path)
        if name.startswith("aidgraph.") and FLOOR.get(room_of(name), -1) > FLOOR.get(own, len(ROOMS))
    }
    assert not below


@pytest.mark.parametrize(
    ("foreign", "only"),
    [
        ("pyvis", "show/network.py"),
        ("pyshacl", "store/shacl.py"),
        ("openpyxl", "read/workbook.py show/workbook.py"),
        ("igraph", "show/layout.py"),
        ("charset_normalizer", "read/text.py"),
        ("filelock", "build.py"),
        ("oxrdflib", "store/view.py"),
        ("rapidfuzz", "resolve/likeness.py"),
        ("splink", "resolve/linking.py"),
        ("ibis", "store/engine.py store/expressions.py"),
        ("duckdb", "store/engine.py resolve/linking.py"),
    ],
)
def test_a_foreign_library_stops_at_one_module(foreign: str, only: str) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == foreign for name in imports(path))
    }
    assert users == set(only.split())


@pytest.mark.parametrize("statement", ["import aidgraph", "import aidgraph.cli", "import aidgraph.api"])
def test_nothing_heavy_is_imported_at_start(statement: str) -> None:
    code = f"{statement}; import sys; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == []
