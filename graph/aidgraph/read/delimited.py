"""CSV and TSV files, read as a stream so that a broken one costs neither memory nor time."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TextIO

from aidgraph.errors import DataError, Problem, StorageError, Where
from aidgraph.read.text import foreign_character, not_utf8

__all__ = ["read_delimited"]

_ROW_LIMIT = 1 << 20
_SAMPLE = 8 << 20


def read_delimited(path: Path, *, file: str, separators: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Return the numbered rows that are not blank, and the problem that ended the reading early, if any.

    The separator is the first of ``separators`` that stands in the header. Raises ``DataError`` for a file that is
    not UTF-8, ``StorageError`` for one that cannot be opened.
    """
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            head = handle.readline(_ROW_LIMIT)
            separator = next((mark for mark in separators if mark in head), separators[0])
            handle.seek(0)
            lines = _Lines(handle)
            for number, record in enumerate(csv.reader(lines, delimiter=separator, strict=True), 1):
                lines.size = 0
                cells = list(map(str.strip, record))
                if any(cells):
                    rows.append((number, cells))
    except UnicodeDecodeError as error:
        raise DataError([_wrong_encoding(path, file)]) from error
    except csv.Error as error:
        return rows, [_wrong_quotes(Where(file, number + 1), str(error))]
    except _RefusedError as error:
        return rows, [Problem(Where(file, number + 1), error.what, legal=error.legal)]
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror}") from error
    return rows, []


class _RefusedError(ValueError):
    """A line that is not worth reading on for."""

    def __init__(self, what: str, legal: str) -> None:
        self.what, self.legal = what, legal
        super().__init__(what)


class _Lines:
    """The lines of a file, stopped at one that is no text or makes its row too long.

    The limit of the csv module is on a cell and belongs to the whole process; this one is on a row: whoever reads
    sets ``size`` back to 0 after each.
    """

    def __init__(self, handle: TextIO) -> None:
        self.handle, self.size = handle, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.handle.readline(_ROW_LIMIT + 1)
        if not line:
            raise StopIteration
        self.size += len(line)
        if self.size > _ROW_LIMIT:
            what = "the row does not end: is a line break or a closing quote missing?"
            raise _RefusedError(what, f"at most {_ROW_LIMIT:,} characters a row")
        foreign = foreign_character(line)
        if foreign is not None:
            raise _RefusedError(foreign[1], "text in UTF-8")
        return line


def _wrong_quotes(where: Where, reason: str) -> Problem:
    if "field limit" in reason:
        legal = f"at most {csv.field_size_limit():,} characters a cell"
        return Problem(where, "a cell does not end: is a closing quote missing?", legal=legal)
    if "end of data" in reason:
        return Problem(where, "a quote that opens in this row is never closed")
    return Problem(where, "text after a closing quote", legal='quotes within a quoted cell are doubled: ""')


def _wrong_encoding(path: Path, file: str) -> Problem:
    with path.open("rb") as handle:
        data = handle.read(_SAMPLE)
    # a cut through a character is no fault of the file's
    whole = data[: data.rfind(b"\n") + 1] if len(data) == _SAMPLE else data
    return not_utf8(whole or data, file=file)
