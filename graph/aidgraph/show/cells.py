"""Cells for files that a spreadsheet will open."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from io import StringIO

__all__ = ["CSV_MARK", "csv_line", "neutralise"]

CSV_MARK = codecs.BOM_UTF8
"""What begins a CSV file: without it, spreadsheets take UTF-8 for something else."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(cell: str) -> str:
    """Return a cell with an apostrophe before it where a spreadsheet would run it as a formula; numbers stay.

    >>> neutralise("=1+1"), neutralise("-3.5"), neutralise("英吉沙县")
    ("'=1+1", '-3.5', '英吉沙县')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def csv_line(row: Iterable[str]) -> bytes:
    r"""Return a row as a line of a CSV file.

    >>> csv_line(["甲校", "=1+1"]).decode().split(",")
    ['甲校', "'=1+1\r\n"]
    """
    buffer = StringIO()
    csv.writer(buffer).writerow([neutralise(cell) for cell in row])
    return buffer.getvalue().encode()
