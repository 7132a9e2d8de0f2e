"""The judgement log: what people decided, one JSON object a line, only ever added to.

A line says when (``at``), who in which role (``by``, never a person's name), on ``what`` and ``about`` which IRIs, the
``answer``, and ``why``:

    {"at": "2026-03-02T09:30:00Z", "by": "coordinator", "what": "proposal", "about": ["<from>", "<to>"],
     "relation": "<relation>", "answer": "refused", "why": "the school is being moved"}

Of several lines on one matter the last holds; ``withdrawn`` takes back the one that holds, and that before it holds
again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from aidgraph.errors import DataError, Problem, StorageError, UsageError, Where, nearest

__all__ = [
    "ANSWERS",
    "LOG",
    "WITHDRAWN",
    "Judgement",
    "append",
    "built_in",
    "histories",
    "now",
    "read_judgements",
    "standing",
]

LOG = "judgements.jsonl"
"""The name of the log in a workspace."""

WITHDRAWN = "withdrawn"
ANSWERS = {
    "proposal": ("accepted", "refused", WITHDRAWN),
    "review": ("accepted", "rejected", WITHDRAWN),
    "identity": ("same", "different", "unsure", WITHDRAWN),
}
"""What may be judged, and how: proposals, claims under review, and whether two parties are one."""

_KEYS = ("at", "by", "what", "about", "relation", "answer", "why", "claim")
_OPTIONAL = ("relation", "claim")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_TWO = 2
_ROLE = re.compile(r"\S(?:.{0,98}\S)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One line of the log; ``about`` are the IRIs of a proposal's two ends, of a claim, or of two parties.

    A candidate from a report has an id in place of an IRI, and its judgement holds the whole ``claim``; that on two
    parties holds what they are called, as ``a`` and ``b``.
    ``line`` is where it stands in the log, 0 where it was not read from one; it is no part of the judgement.
    """

    at: str
    by: str
    what: str
    about: tuple[str, ...]
    answer: str
    why: str
    relation: str = ""
    claim: Mapping[str, Any] = field(default_factory=dict, hash=False)
    line: int = field(default=0, compare=False)

    @property
    def matter(self) -> tuple[str, ...]:
        """What it is on: a later judgement of the same matter takes its place."""
        about = tuple(sorted(self.about)) if self.what == "identity" else self.about
        return (self.what, self.relation, *about)


def append(folder: Path, judgement: Judgement) -> None:
    """Add a judgement to the log of a workspace, on disk when this returns.

    Raises ``UsageError`` for one that may not stand there, ``StorageError`` where it cannot be written.
    """
    if faults := list(_faults(_object(judgement))):
        raise UsageError("; ".join(faults))
    line = json.dumps(_object(judgement), ensure_ascii=False).encode()
    path = folder / LOG
    try:
        # in one piece, so that two writers do not mix their lines
        with path.open("ab+", buffering=0) as file:
            file.write((b"" if _ends_whole(path) else b"\n") + line + b"\n")
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}") from error


def _ends_whole(path: Path) -> bool:
    """Tell whether the last line is whole: one that was cut off must not swallow the next."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if not size:
            return True
        file.seek(size - 1)
        return file.read() == b"\n"


def now() -> str:
    """Return the present moment as the log writes it."""
    return dt.datetime.now(tz=dt.UTC).strftime(_MOMENT)


def read_judgements(folder: Path) -> list[Judgement]:
    """Return the judgements of a workspace in order, none where there is no log.

    Raises ``DataError`` with every line that cannot be read.
    """
    path = folder / LOG
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"{path} could not be read: {error.strerror}") from error
    problems: list[Problem] = []
    found: list[Judgement] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            problems.append(Problem(Where(LOG, number), "not UTF-8", legal="UTF-8 (save the file as UTF-8)"))
            continue
        except (ValueError, RecursionError):
            problems.append(Problem(Where(LOG, number), "not JSON", legal="one object a line"))
            continue
        faults = list(_faults(told))
        problems += [Problem(Where(LOG, number), fault) for fault in faults]
        if not faults:
            found.append(Judgement(**{**told, "about": tuple(told["about"]), "line": number}))
    if problems:
        raise DataError(problems)
    return found


def standing(judgements: Iterable[Judgement], what: str) -> list[Judgement]:
    """Return the judgements of a sort that hold, in the order they were made."""
    last = sorted((matter[-1] for matter in _held(judgements).values() if matter), key=itemgetter(0))
    return [judgement for _, judgement in last if judgement.what == what]


def histories(judgements: Iterable[Judgement], what: str) -> list[tuple[Judgement, ...]]:
    """Return the judgements of a sort that were not withdrawn, those on one matter together, the last one last."""
    kept = (tuple(judgement for _, judgement in matter) for matter in _held(judgements).values() if matter)
    return [history for history in kept if history[0].what == what]


def built_in(folder: Path) -> list[str]:
    """Return the judgements of a workspace that a build depends on, as text: those on claims and on identity.

    Of a log that cannot be read it is what stands there, so that its mending is a change.
    """
    try:
        judgements = read_judgements(folder)
    except DataError:
        return [(folder / LOG).read_bytes().hex()]
    return [str(history) for what in ("review", "identity") for history in histories(judgements, what)]


def _held(judgements: Iterable[Judgement]) -> dict[tuple[str, ...], list[tuple[int, Judgement]]]:
    """Return by matter what was not withdrawn, each with its number in the log."""
    held: defaultdict[tuple[str, ...], list[tuple[int, Judgement]]] = defaultdict(list)
    for number, judgement in enumerate(judgements):
        matter = held[judgement.matter]
        if judgement.answer != WITHDRAWN:
            matter.append((number, judgement))
        elif matter:
            matter.pop()
    return held


def _object(judgement: Judgement) -> dict[str, Any]:
    told = {key: getattr(judgement, key) for key in _KEYS}
    return {
        key: list(value) if key == "about" else value for key, value in told.items() if value or key not in _OPTIONAL
    }


def _faults(told: object) -> Iterator[str]:
    """Yield what is wrong with a line: each fault with the legal values and the nearest of them."""
    if not isinstance(told, Mapping):
        yield "no object; legal: one object a line"
        return
    for key in told:
        if key not in _KEYS:
            near = nearest(str(key), _KEYS)
            yield f"unknown key {key!r}; legal: {', '.join(_KEYS)}" + (f"; nearest: {near}" if near else "")
    for key in ("at", "by", "what", "answer", "why", *(["relation"] if "relation" in told else [])):
        if not isinstance(told.get(key), str) or not told[key].strip():
            yield f"{key} must be text"
            return
    if not isinstance(told.get("claim", {}), dict):
        yield "claim must be an object"
    yield from _of_time_and_role(told)
    yield from _of_matter(told)
    what, answer = told["what"], told["answer"]
    if what not in ANSWERS:
        near = nearest(what, ANSWERS)
        yield f"what is {what!r}; legal: {', '.join(ANSWERS)}" + (f"; nearest: {near}" if near else "")
    elif answer not in ANSWERS[what]:
        near = nearest(answer, ANSWERS[what])
        yield f"answer is {answer!r}; legal: {', '.join(ANSWERS[what])}" + (f"; nearest: {near}" if near else "")


def _of_matter(told: Mapping[str, Any]) -> Iterator[str]:
    about = told.get("about")
    if not isinstance(about, Sequence) or isinstance(about, str) or not all(isinstance(iri, str) for iri in about):
        yield "about must be a list of IRIs"
    elif told["what"] == "identity" and (len(about), len(set(about))) != (_TWO, _TWO):
        yield "about must be the IRIs of two parties"
    elif not about:
        yield "about must name what is judged"


def _of_time_and_role(told: Mapping[str, str]) -> Iterator[str]:
    try:
        dt.datetime.strptime(told["at"], _MOMENT)  # noqa: DTZ007  the Z at its end says where
    except ValueError:
        yield f"at is {told['at']!r}; legal: a moment such as 2026-03-02T09:30:00Z"
    if not _ROLE.fullmatch(told["by"]):
        yield "by must be a role of 1 to 100 characters, such as coordinator"
