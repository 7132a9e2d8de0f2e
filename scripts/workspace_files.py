"""What the other scripts share: source tables read as a stream, and workspaces written as a stream."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Cell", "Setting", "SourceError", "new_folder", "read_rows", "write_settings", "write_table"]

Cell = str | int | None
Setting = str | bool | list[str] | Mapping[str, str]


class SourceError(ValueError):
    """A file that cannot be converted; the message says which file, which row and why."""


def new_folder(folder: Path) -> None:
    """Make the folder of a new workspace; raises ``SourceError`` where something is in it already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceError(f"{folder}: exists and is not an empty folder; name a new one")
    folder.mkdir(parents=True, exist_ok=True)


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of every row that is not blank (the header is row 1) and its cells under ``columns``.

    A row that ends early has empty cells there. Raises ``SourceError`` for a file that is not UTF-8 CSV, lacks one
    of the columns, or has a row longer than its header.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = [cell.strip() for cell in next(rows, [])]
            if missing := [column for column in columns if column not in header]:
                raise SourceError(f"{path}:1: no column {', '.join(missing)}; the header is: {', '.join(header)}")
            positions = [header.index(column) for column in columns]
            for number, row in enumerate(rows, 2):
                if len(row) > len(header):
                    raise SourceError(f"{path}:{number}: {len(row)} cells under {len(header)} columns")
                cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
                if any(cells):
                    yield number, [cells[position] for position in positions]
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8; save it as UTF-8") from error
    except csv.Error as error:
        raise SourceError(f"{path}:{number + 1}: not CSV: {error}") from error


@contextmanager
def write_table(path: Path, columns: Sequence[str]) -> Iterator[Callable[[Sequence[Cell]], object]]:
    """Open a new table of a workspace; the function yielded takes the cells of one row after another."""
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        yield writer.writerow


def write_settings(
    folder: Path,
    *,
    name: str,
    base: str,
    languages: Sequence[str],
    sources: Sequence[Mapping[str, Setting]],
    kinds: Sequence[Mapping[str, Setting]] = (),
) -> None:
    """Write the workspace file: a ``[[source]]`` for each of ``sources``, a ``[[kind]]`` for each of ``kinds``."""
    blocks = [_block("[workspace]", {"name": name, "base": base, "languages": list(languages)})]
    blocks += [_block("[[source]]", source) for source in sources]
    blocks += [_block("[[kind]]", kind) for kind in kinds]
    (folder / "aidgraph.toml").write_text("\n".join(blocks), encoding="utf-8")


def _block(header: str, settings: Mapping[str, Setting]) -> str:
    return "".join([f"{header}\n", *(f"{key} = {_toml(value)}\n" for key, value in settings.items())])


def _toml(value: Setting) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    # what JSON writes for text, lists of text and truth values is TOML as it stands
    return json.dumps(value, ensure_ascii=False)
