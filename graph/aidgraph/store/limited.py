"""Queries that must end: the store cannot stop one, so it runs in a process of its own that can be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from aidgraph.errors import QueryError
from aidgraph.store.embedded import Store, Value, with_values

__all__ = ["serialise_within"]

_REFUSED = 3
_GRACE = 5


def serialise_within(
    seconds: float, folder: Path, query: str, format_: str, *, bind: Mapping[str, Value] | None = None
) -> bytes:
    """Answer a query over the store in ``folder`` as ``Store.serialise`` does, within so many seconds.

    Raises ``QueryError``, for one that takes longer too.
    """
    # -P: nothing in the folder that the user stands in is taken for a module
    command = [sys.executable, "-P", "-m", __name__, str(folder), format_, str(seconds)]
    text = with_values(query, bind)
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=seconds, check=False)  # noqa: S603  our own module
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"the query took longer than {seconds:g} seconds and was stopped") from error
    if done.returncode == _REFUSED:
        raise QueryError(done.stderr.decode())
    if done.returncode:
        raise QueryError(f"the query failed: its process ended with {done.returncode}")
    return done.stdout


def _answer(folder: str, format_: str, seconds: str) -> int:
    if hasattr(signal, "setitimer"):
        # should nobody be left to kill it, the system does
        signal.setitimer(signal.ITIMER_REAL, float(seconds) + _GRACE)
    try:
        sys.stdout.buffer.write(Store.open(Path(folder)).serialise(sys.stdin.buffer.read().decode(), format_))
    except QueryError as error:
        sys.stderr.buffer.write(str(error).encode())
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(_answer(*sys.argv[1:]))
