"""The workspace that `aidgraph init` makes: files of the package, copied."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from aidgraph.errors import StorageError, UsageError

__all__ = ["write_starter"]

_REPORTS = "reports"
"""A folder that is empty still."""


def write_starter(folder: Path) -> list[str]:
    """Write the starter's files into a folder, made if need be, and return their names.

    Raises ``UsageError`` where one of them is there already, before anything is written, or ``StorageError``.
    """
    starter = dict(_files(files("aidgraph.cli") / "starter"))
    there = [name for name in starter if (folder / name).exists()]
    if there:
        raise UsageError(f"{folder} holds {', '.join(there)} already, and nothing is overwritten; name another folder")
    try:
        for name, file in starter.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.write(file.read_bytes())
        (folder / _REPORTS).mkdir(exist_ok=True)
    except OSError as error:
        raise StorageError(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    return list(starter)


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: (entry.is_dir(), entry.name)):
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry
