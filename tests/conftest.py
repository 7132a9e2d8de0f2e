"""Workspaces for all tests, and a way to run the program on them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import aidgraph
from aidgraph.cli import main
from browser import chromium, visit  # noqa: F401  fixtures of the tests that drive a browser
from program import Done, MakeWorkspace, Run

# the made-up cases are the same in every run, and none fails for being slow; `make test-anew` makes up others
STEADY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **STEADY)
settings.register_profile("anew", derandomize=False, print_blob=True, **STEADY)
settings.load_profile("same")

EXAMPLE = Path(__file__).parent.parent / "examples" / "jining-yengisar"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of the example, for reading only."""
    folder = tmp_path_factory.mktemp("example") / "jining-yengisar"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build"))
    aidgraph.open(folder)
    return folder


@pytest.fixture(scope="session")
def example_page(example: Path) -> str:
    """The page of the example."""
    return aidgraph.open(example).page()


@pytest.fixture
def make_workspace(tmp_path: Path) -> MakeWorkspace:
    """A function that writes a workspace, from the text of its file and of its tables, and returns its folder."""

    def make(toml: str, files: Mapping[str, str | bytes] | None = None, *, name: str = "workspace") -> Path:
        folder = tmp_path / name
        for file, content in {"aidgraph.toml": toml, **(files or {})}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the program in this process."""

    def run(*arguments: str | Path) -> Done:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    return run
