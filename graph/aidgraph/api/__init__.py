"""The workspace object that notebooks and the command line use: everything aidgraph can be asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aidgraph.api.judging import Judging
from aidgraph.api.showing import Showing

__all__ = ["Aid", "open_workspace", "records"]


class Aid(Judging, Showing):
    """A workspace with a build, open for questions."""


def open_workspace(folder: str | Path = ".") -> Aid:
    """Open the workspace at or above ``folder``; it is built if there is no build.

    Raises ``UsageError`` where there is none, ``DataError`` where it cannot be built.
    """
    return Aid.open(folder)


def records(things: object) -> Any:  # noqa: ANN401  JSON
    """Return answers as what ``json`` can write: records become objects, a trailing underscore is left out."""
    if dataclasses.is_dataclass(things) and not isinstance(things, type):
        return {f.name.rstrip("_"): records(getattr(things, f.name)) for f in dataclasses.fields(things)}
    if isinstance(things, Sequence) and not isinstance(things, str):
        return [records(thing) for thing in things]
    return things
