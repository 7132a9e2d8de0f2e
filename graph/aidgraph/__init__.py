"""aidgraph: who is linked with whom, which source says so, and who has nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aidgraph.api import open_workspace as open  # noqa: A004  aidgraph.open reads as it should

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def __getattr__(name: str) -> object:
    """Import the workspace object when it is asked for: importing the package stays quick."""
    if name == "open":
        from aidgraph.api import open_workspace

        return open_workspace
    raise AttributeError(f"module 'aidgraph' has no attribute {name!r}")
