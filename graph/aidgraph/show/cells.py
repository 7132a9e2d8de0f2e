"""Cells for files that a spreadsheet will open."""

from __future__ import annotations

import re

__all__ = ["neutralise"]

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(cell: str) -> str:
    """Return a cell with an apostrophe before it where a spreadsheet would run it as a formula; numbers stay.

    >>> neutralise("=1+1"), neutralise("-3.5"), neutralise("英吉沙县")
    ("'=1+1", '-3.5', '英吉沙县')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
