"""What the tests of the command line share: a run of the program and what it left."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MakeWorkspace = Callable[..., Path]


@dataclass(frozen=True, slots=True)
class Done:
    """A run of the program: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  JSON
        return json.loads(self.out)


Run = Callable[..., Done]
