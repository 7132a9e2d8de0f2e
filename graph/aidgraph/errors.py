"""The error tree: everything aidgraph raises on purpose.

AidgraphError
├── DataError        the data of a workspace is at fault; holds every Problem found (exit 1)
├── LockedError      another build of the workspace is running (exit 1)
├── StorageError     a file could not be read or written: permission, full disk (exit 1)
└── UsageError       the call is at fault (exit 2)
    ├── UnknownNameError    no party, kind, relation or question of that name
    └── QueryError          a SPARQL query that does not parse, fails, or takes too long
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Self

__all__ = [
    "AidgraphError",
    "DataError",
    "LockedError",
    "Problem",
    "QueryError",
    "StorageError",
    "UnknownNameError",
    "UsageError",
    "Where",
    "nearest",
    "one_line",
]


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """Where something stood: a file (relative to the workspace) and, in a table, its row and column.

    Rows count from 1 with the header as row 1, as a spreadsheet shows them.

    >>> str(Where("rosters/schools.csv", 12, "kind"))
    'rosters/schools.csv:12:kind'
    >>> str(Where("rosters/schools.xlsx", 3, sheet="2023"))
    'rosters/schools.xlsx[2023]:3'
    """

    file: str
    row: int = 0
    column: str = ""
    sheet: str = ""

    def at(self, column: str) -> Where:
        """Return the same row, at one of its columns."""
        return Where(self.file, self.row, column, self.sheet)

    def __str__(self) -> str:
        text = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        if self.row:
            text += f":{self.row}"
        return f"{text}:{self.column}" if self.column else text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the data: what, where, which values would be legal, and the nearest of them.

    >>> print(Problem(Where("t.csv", 2, "relation"), "unknown relation 'twinedWith'", nearest="twinnedWith"))
    t.csv:2:relation: unknown relation 'twinedWith'; nearest: twinnedWith
    """

    where: Where
    what: str
    legal: str = field(default="", kw_only=True)
    nearest: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}"]
        if self.legal:
            parts.append(f"legal: {self.legal}")
        if self.nearest:
            parts.append(f"nearest: {self.nearest}")
        return one_line("; ".join(parts))


def one_line(text: str) -> str:
    """Return untrusted text as one line of a terminal, with what breaks, erases or reorders lines as escapes."""
    return _UNRULY.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


_UNRULY = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, other line ends, marks and overrides of direction (not joiners: Uyghur and emoji need them)."""


def nearest(name: str, legal: Iterable[str]) -> str:
    """Return the legal name most like ``name``, or an empty string when none is alike.

    >>> nearest("twinedWith", ["mentors", "twinnedWith"])
    'twinnedWith'
    """
    folded = {candidate.casefold(): candidate for candidate in legal}
    match = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[match[0]] if match else ""


class AidgraphError(Exception):
    """The root of all errors raised on purpose."""

    exit_code = 1


class DataError(AidgraphError):
    """The data is at fault: ``problems`` holds everything found, once, in the order of files and rows."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda problem: (problem.where, problem.what)))
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def of(cls, where: Where, what: str, *, legal: str = "", nearest: str = "") -> Self:
        """Return the error of a single problem."""
        return cls([Problem(where, what, legal=legal, nearest=nearest)])


class LockedError(AidgraphError):
    """Another process holds the build lock of the workspace: ``holder`` says which."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"another build of this workspace is running ({holder}); it still had the lock after waiting")


class StorageError(AidgraphError):
    """A file could not be read or written."""


class UsageError(AidgraphError):
    """The call is at fault, not the data."""

    exit_code = 2


class UnknownNameError(UsageError):
    """No thing of that name: ``candidates`` holds what it could have been."""

    def __init__(self, what: str, name: str, *, candidates: Iterable[str] = (), ambiguous: bool = False) -> None:
        self.what, self.name, self.candidates, self.ambiguous = what, name, tuple(candidates), ambiguous
        shown = "; ".join(self.candidates)
        if ambiguous:
            message = f"{what} {name!r} fits several: {shown}"
        else:
            message = f"no {what} {name!r}" + (f"; nearest: {shown}" if shown else "")
        super().__init__(one_line(message))


class QueryError(UsageError):
    """A query that does not parse, fails, or was stopped."""
