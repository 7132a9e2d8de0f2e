"""The command line: parse, call, print."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 the data is at fault, 2 wrong usage."""
    try:
        from aidgraph.cli.app import run

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        # also while modules are loaded, which takes longer than a hasty user waits
        from aidgraph.cli.output import complain, drop_output

        complain("aidgraph: stopped")
        drop_output()
        return 130
