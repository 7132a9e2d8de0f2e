"""Run a program; print as JSON its wall time (seconds), largest resident memory (MiB) and exit code.

Usage: ``python scripts/run_child.py PROGRAM [ARGUMENT ...]``

The program's output is thrown away; what it says on stderr is passed on. It has a process between itself and whoever
measures because a process counts the memory of the one it was forked from as its own: this one is small.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main() -> int:
    """Run the program; return 0 if it could be started at all."""
    start = time.perf_counter()
    try:
        process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)  # noqa: S603  what the caller asks for
    except OSError as error:
        sys.exit(str(error))
    # wait4 rather than wait: it tells the memory of this very child
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # kibibytes, save on macOS, which counts bytes
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"seconds": seconds, "peak": peak, "code": process.returncode}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
