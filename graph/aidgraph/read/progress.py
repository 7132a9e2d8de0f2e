"""How what takes long tells what it is doing."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "silent"]


class Progress(Protocol):
    """Is told what is being done, and how much of it where that can be counted."""

    def __call__(self, what: str, done: int = 0, of: int = 0, /) -> object:
        """Tell of it."""


def silent(_what: str, _done: int = 0, _of: int = 0, /) -> None:
    """Tell nobody."""
