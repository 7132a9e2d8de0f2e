"""Tiny workspaces, written from the text of their tables, and what becomes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from aidgraph.api import Aid
from aidgraph.errors import DataError
from aidgraph.model import Records
from aidgraph.read.inputs import Inputs
from aidgraph.resolve.workspace import resolve
from aidgraph.workspace import Workspace, load_workspace

BASE = "https://example.org/aid/"
FILE = f'[workspace]\nname = "Test"\nbase = "{BASE}"\nlanguages = ["zh", "en"]\n'


def table(*rows: Mapping[str, str]) -> str:
    """Return the text of a CSV file with a column for every key of its rows."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def written(
    folder: Path,
    *,
    extra: str = "",
    files: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
    **tables: str,
) -> Workspace:
    """Write a workspace and load it: a source for every table, named by what it is read as.

    ``extra`` ends the workspace file, ``files`` are written as they are, ``keys`` are more lines for a table's source.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = FILE
    for reads, rows in tables.items():
        text += f'[[source]]\nid = "{reads}"\npath = "{reads}.csv"\nreads = "{reads}"\n{(keys or {}).get(reads, "")}\n'
        (folder / f"{reads}.csv").write_text(rows, encoding="utf-8", newline="")
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8", newline="")
    (folder / "aidgraph.toml").write_text(f"{text}\n{extra}\n", encoding="utf-8")
    return load_workspace(folder)


def resolved(workspace: Workspace) -> tuple[Records, list[str]]:
    """Return what the tables and files of a workspace say, and the warnings."""
    inputs = Inputs.find(workspace, known={})
    with TemporaryDirectory() as folder:
        inputs.read(cache=None, keep=Path(folder) / "kept", progress=lambda _: None)
    assert inputs.problems == []
    records, warnings, _ = resolve(workspace, inputs)
    return records, warnings


def problems(workspace: Workspace) -> list[str]:
    """Return what is wrong in a workspace, a line each."""
    with pytest.raises(DataError) as caught:
        resolved(workspace)
    return str(caught.value).splitlines()


def built(workspace: Workspace) -> Aid:
    """Build a workspace and open it."""
    return Aid.open(workspace.folder)


def named(records: Records) -> dict[str, str]:
    """Return the first label of every party by its IRI."""
    return {party.iri: dict(party.labels).get("zh") or party.labels[0][1] for party in records.parties}
