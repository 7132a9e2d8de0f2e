"""Workspaces for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import aidgraph

EXAMPLE = Path(__file__).parent.parent / "examples" / "jining-yengisar"

MakeWorkspace = Callable[..., Path]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of the example, for reading only."""
    folder = tmp_path_factory.mktemp("example") / "jining-yengisar"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build"))
    aidgraph.open(folder)
    return folder


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
