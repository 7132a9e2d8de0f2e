"""What the program writes: answers to stdout, everything else to stderr, and no control character to a terminal."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TextIO

from aidgraph.errors import one_line

__all__ = ["cell", "complain", "drop_output", "print_json", "print_lines", "print_raw", "speak_utf8", "visible"]

_CONTROL = re.compile("\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return a text whose control characters can be seen and do nothing; line breaks and tabs stay.

    >>> visible("学校\x1b[2J")
    '学校\\u001b[2J'
    """
    return _CONTROL.sub(_escaped, text)


def cell(text: str) -> str:
    r"""Return a text as one line, its white space mended, that does nothing to a terminal.

    >>> cell("第一\n第二")
    '第一 第二'
    """
    return one_line(" ".join(text.split()))


def print_lines(lines: Sequence[str]) -> None:
    """Write lines of text for people."""
    sys.stdout.write("".join(f"{visible(line)}\n" for line in lines))


def print_raw(data: bytes) -> None:
    """Write an answer in a standard format as it is, but for control characters on a terminal."""
    text = data.decode()
    if sys.stdout.isatty():
        text = visible(text)
    sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")


def print_json(things: Any) -> None:  # noqa: ANN401  JSON
    """Write an answer as JSON: a list has a line for each of its items."""
    if isinstance(things, list):
        text = "[" + ",".join(f"\n{_dumps(item)}" for item in things) + "\n]"
    else:
        text = _dumps(things, indent=2)
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Write a message to stderr, whatever became of stderr."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{visible(text)}\n")
        sys.stderr.flush()


def speak_utf8() -> None:
    """Write UTF-8 and line breaks as they are, whatever the machine does by itself; a closed stream takes all."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def drop_output() -> None:
    """Let what was not written yet go nowhere, so that the interpreter does not fail on it when it ends."""
    with suppress(OSError, ValueError), _nowhere() as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  no file; it stays open as long as the program


def _dumps(thing: Any, *, indent: int | None = None) -> str:  # noqa: ANN401  JSON
    return visible(json.dumps(thing, ensure_ascii=False, indent=indent))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
