"""Cases: what a person judges, a candidate from a report or a table's claim under review, and the passage it rests on.

A case is called by what it says and the passage that says it, never by a number or a position: it is the same case when
the text is read again, or when something is put in above it.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from aidgraph.read.document import Document

__all__ = ["Case", "Passages", "Spoken"]

_UNSEEN = re.compile(r"(?<=[^\W\d_])-\s*[\r\n]\s*(?=[a-z])|\s+")
"""What a page adds to its words: white space, and the hyphens of words that a line break cuts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is put before a person: a claim, its ends by name, and where it stands.

    ``row`` stands for what a table's row says as it is written; a candidate from a report has none.

    ``kinds`` are those of the ends by name, ``meant`` the known parties that each name fits (of somebody new none),
    ``occurrence`` counts the same words further up, ``before`` and ``after`` are what stands around the quote. The case
    of a table's row has the claim's IRI as its id, and no position.
    """

    id: str = ""
    source: str
    file: str
    relation: str
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, Sequence[str]] = field(default_factory=dict)
    group: str = ""
    open: bool = False
    status: str = ""
    basis: str = "stated"
    count: str = ""
    unit: str = ""
    bound: str = ""
    currency: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    page: int = 0
    occurrence: int = 0
    score: str = ""
    extractor: str = ""
    before: str = ""
    after: str = ""
    stale: bool = False
    row: str = ""

    @property
    def is_total(self) -> bool:
        """Whether it is a number and no partnership."""
        return bool(self.count)

    @property
    def locator(self) -> str:
        """Where it stands in its source."""
        return f"char={self.start},{self.end}" if self.end else f"page={self.page}" if self.page else ""

    def named(self, passage: str) -> Case:
        """Return the case with its id: of the source, what it says, and the passage without white space."""
        measure = [self.count, self.unit, self.currency]
        said = [self.source, self.relation, sorted(self.froms), sorted(self.tos), *measure, passage, self.occurrence]
        return replace(self, id=hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12])

    def record(self) -> dict[str, Any]:
        """Return the case as JSON holds it, less what says nothing."""
        told = {_JSON.get(slot.name, slot.name): getattr(self, slot.name) for slot in fields(self)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in told.items() if value}

    def claim(self) -> dict[str, Any]:
        """Return the claim as it is judged: enough to state it when nobody proposes it any more."""
        return {key: value for key, value in self.record().items() if key not in _NOT_JUDGED}

    @classmethod
    def of(cls, told: Mapping[str, Any], *, id_: str = "") -> Case:
        """Return the case that a record or a judged claim tells of; raises ``ValueError`` for what is none."""
        given: dict[str, Any] = {}
        for slot in fields(cls):
            key = _JSON.get(slot.name, slot.name)
            if key not in told:
                continue
            sort: type = _SORTS.get(slot.name, str)
            if type(told[key]) is not sort:
                raise ValueError(f"{key} of the claim is {told[key]!r}")
            value: Any = told[key]
            if sort in {list, dict} and not all(isinstance(name, str) and name for name in value):
                raise ValueError(f"{key} of the claim must hold names")
            given[slot.name] = tuple(value) if sort is list else value
        if missing := {"source", "file", "relation"} - given.keys():
            raise ValueError(f"the claim lacks {', '.join(sorted(missing))}")
        return cls(**given | ({"id": id_} if id_ else {}))


_JSON = {"froms": "from", "tos": "to"}
_SORTS: dict[str, type] = {
    **dict.fromkeys(("froms", "tos", "via"), list),
    **dict.fromkeys(("open", "stale"), bool),
    **dict.fromkeys(("start", "end", "page", "occurrence"), int),
    **dict.fromkeys(("kinds", "meant"), dict),
}
_NOT_JUDGED = ("id", "meant", "before", "after", "stale", "page")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a passage stands in one of the files of a source."""

    document: Document
    start: int
    end: int


class Passages:
    """The texts of a source's files without white space, and the way back."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._runs: list[tuple[int, int, int]] = []
        pieces, at = list[str](), 0
        for number, document in enumerate(documents):
            last = 0
            for match in _UNSEEN.finditer(document.text):
                if match.start() > last:
                    self._runs.append((at, number, last))
                    pieces.append(document.text[last : match.start()])
                    at += match.start() - last
                last = match.end()
            self._runs.append((at, number, last))
            # no passage goes from one file into the next
            pieces.append(document.text[last:] + "\n")
            at += len(document.text) - last + 1
        self._text = "".join(pieces)

    def name(self, spoken: Spoken) -> tuple[str, int]:
        """Return a passage without white space, and how often it stands further up."""
        start, end = self._squeezed(spoken.document, spoken.start), self._squeezed(spoken.document, spoken.end)
        passage = self._text[start:end]
        return passage, sum(1 for _ in self._places(passage, until=start))

    def find(self, passage: str, occurrence: int) -> Spoken | None:
        """Return where a passage stands, ``None`` where it does not; the last there is where it stands less often."""
        passage = squeezed(passage)
        places = list(self._places(passage)) if passage else []
        if not places:
            return None
        start = places[min(occurrence, len(places) - 1)]
        document, first = self._origin(start)
        return Spoken(document, first, self._origin(start + len(passage) - 1)[1] + 1)

    def _places(self, passage: str, until: int | None = None) -> Iterable[int]:
        stop = len(self._text) if until is None else until + len(passage) - 1
        at = self._text.find(passage, 0, stop)
        while at >= 0:
            yield at
            at = self._text.find(passage, at + 1, stop)

    def _squeezed(self, document: Document, at: int) -> int:
        number = next(number for number, own in enumerate(self.documents) if own is document)
        run = bisect_right(self._runs, (number, at), key=lambda run: (run[1], run[2])) - 1
        start, own, first = self._runs[max(run, 0)]
        end = self._runs[run + 1][0] if run + 1 < len(self._runs) else len(self._text)
        return min(start + at - first, end) if own == number else self._runs[run + 1][0]

    def _origin(self, at: int) -> tuple[Document, int]:
        start, number, first = self._runs[bisect_right(self._runs, at, key=lambda run: run[0]) - 1]
        return self.documents[number], first + at - start


def squeezed(text: str) -> str:
    """Return a text without white space and without the hyphens of words that a line break cuts."""
    return _UNSEEN.sub("", text)
