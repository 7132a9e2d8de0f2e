"""The values of a workspace file: read as what they must be, every fault gathered with its line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from aidgraph.errors import Problem, Where, nearest
from aidgraph.model import PartialDate
from aidgraph.terms import is_language
from aidgraph.workspace.folder import FILE_NAME

__all__ = ["Values"]

_LONGEST = 300
_LONGEST_TERM = 1200


class Values:
    """Reads the values of one workspace file, gathering what is wrong with them in ``problems``."""

    def __init__(self, text: str, document: dict[str, Any]) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.lines: dict[str, list[int]] = {"source": [], "kind": [], "term": [], "workspace": []}
        for number, line in enumerate(text.split("\n"), 1):
            if header := re.match(r"\s*\[\[?\s*(source|kind|term|workspace)\s*\]", line):
                self.lines[header[1]].append(number)

    def where(self, table: str, number: int) -> Where:
        """Return where a table of the file stands."""
        lines = self.lines[table]
        return Where(FILE_NAME, lines[number] if number < len(lines) else 0)

    def problem(self, where: Where, what: str, *, legal: str = "", nearest: str = "") -> None:
        """Gather a problem."""
        self.problems.append(Problem(where, what, legal=legal, nearest=nearest))

    def keys(self, where: Where, table: Mapping[str, Any], legal: tuple[str, ...], what: str) -> None:
        """Report keys that there are none of."""
        for key in table:
            if key not in legal:
                self.problem(where, f"unknown {what} {key!r}", legal=", ".join(legal), nearest=nearest(key, legal))

    def tables(self, key: str) -> list[dict[str, Any]]:
        """Return the tables of a key, none where it holds something else."""
        tables = self.document.get(key, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self.problem(self.where(key, 0), f"{key} must be a list of tables", legal=f"[[{key}]]")
        return []

    def text(self, where: Where, table: Mapping[str, Any], key: str) -> str:
        """Return a text, empty where there is none."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.problem(where, f"{key} must be text, not {value!r}")
            return ""
        return value.strip()

    def count(self, where: Where, table: Mapping[str, Any], key: str) -> int:
        """Return a number of years or months, 0 where there is none."""
        value = table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST_TERM:
            self.problem(where, f"{key} is {value!r}", legal=f"a whole number up to {_LONGEST_TERM}")
            return 0
        return value

    def flag(self, where: Where, table: Mapping[str, Any], key: str) -> bool | None:
        """Return a truth value, ``None`` where there is none."""
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            self.problem(where, f"{key} is {value!r}", legal="true, false")
            return None
        return value

    def date(self, where: Where, table: Mapping[str, Any], key: str) -> PartialDate | None:
        """Return a date, ``None`` where there is none."""
        value = table.get(key)
        if value is None:
            return None
        text = value.isoformat()[:10] if isinstance(value, dt.date) else str(value)
        try:
            return PartialDate.parse(text)
        except ValueError:
            self.problem(where, f"{key} is {text!r}", legal="2023, 2023-05 or 2023-05-22")
            return None

    def strings(self, where: Where, table: Mapping[str, Any], key: str) -> list[str]:
        """Return a list of texts."""
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self.problem(where, f"{key} must be a list of texts")
        return []

    def mapping(self, where: Where, table: Mapping[str, Any], key: str) -> dict[str, str]:
        """Return a table of texts."""
        value = table.get(key, {})
        if isinstance(value, dict) and all(isinstance(item, str | int | dt.date) for item in value.values()):
            return {name: str(item) for name, item in value.items()}
        self.problem(where, f"{key} must be a table of texts", legal=f'{key} = {{ ours = "theirs" }}')
        return {}

    def labels(self, where: Where, table: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """Return the labels of a kind by language."""
        labels = {}
        for key in sorted(table):
            if key.startswith("label_"):
                tag, label = key.removeprefix("label_"), self.text(where, table, key)
                if not is_language(tag):
                    self.problem(
                        where, f"{key} ends in no language tag", legal="label_en, label_zh, label_zh-Hant, ..."
                    )
                elif isinstance(table[key], str) and not 0 < len(label) <= _LONGEST:
                    self.problem(where, f"{key} has {len(label)} characters", legal=f"1 to {_LONGEST}")
                else:
                    labels[tag.lower()] = label
        return tuple(sorted(labels.items()))
