"""What the reports of a workspace say, as cases: extracted with the parties that it knows, each text once."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aidgraph import __version__
from aidgraph.extract.candidates import EXTRACTOR, candidates
from aidgraph.extract.records import Candidate, Extraction, FoundTotal, Known, Passage
from aidgraph.read.document import Document
from aidgraph.read.mend import mend
from aidgraph.read.progress import Progress
from aidgraph.resolve.cases import Case, Passages, Spoken
from aidgraph.resolve.directory import Directory

__all__ = ["ReportReader", "known_parties"]

_AROUND, _NEXT = 300, 2
_SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)|\n\s*\n")


class ReportReader:
    """Reads one report after another; what was extracted is kept in ``keep``, and taken from ``cache`` if it is there.

    What a report says depends on its text, the parties known, the rules and the program, and on nothing else.
    """

    def __init__(self, *, cache: Path | None, keep: Path, progress: Progress) -> None:
        self.cache, self.keep, self.progress = cache, keep, progress

    def __call__(self, directory: Directory, reports: Sequence[tuple[str, Passages]]) -> tuple[list[Case], list[str]]:
        """Return the cases of every report, in the order of their sources and texts, and warnings."""
        self.keep.mkdir()
        known = known_parties(directory)
        seed = json.dumps([EXTRACTOR, __version__, *map(repr, known), *sorted(directory.words.kinds)])
        cases, warnings = dict[str, Case](), list[str]()
        for source, passages in reports:
            for document in passages.documents:
                found = self._extracted(document, known, directory, seed)
                warnings += [f"{document.file}: {warning}" for warning in found["warnings"]]
                for told in found["cases"]:
                    case = Case.of(told | {"source": source, "file": document.file})
                    spoken = Spoken(document, case.start, case.end)
                    case = _placed(case, spoken, passages)
                    cases.setdefault(case.id, case)
        return list(cases.values()), warnings

    def _extracted(self, document: Document, known: list[Known], directory: Directory, seed: str) -> dict[str, Any]:
        name = hashlib.sha256(f"{seed}\n{document.text}".encode()).hexdigest()[:32] + ".json"
        try:
            text = (self.cache / name).read_text(encoding="utf-8") if self.cache else ""
        except FileNotFoundError:
            text = ""
        if not text:
            self.progress(f"reading what {document.file} says")
            found = candidates(document.text, known=known, words=directory.words)
            text = json.dumps(
                {"cases": [case.record() for case in _cases(found)], "warnings": found.warnings}, ensure_ascii=False
            )
        (self.keep / name).write_text(text, encoding="utf-8")
        told: dict[str, Any] = json.loads(text)
        return told


def known_parties(directory: Directory) -> list[Known]:
    """Return the parties of a directory as what reads reports needs them."""
    return [
        Known(
            name=directory.label(iri),
            kind=directory.words.kinds[party.kind].name,
            names=tuple(sorted({*(label for _, label in party.labels), *party.aliases})),
            place=directory.label(party.place) if party.place in directory.parties else "",
            reference=iri,
        )
        for iri, party in sorted(directory.parties.items())
    ]


def _cases(found: Extraction) -> Iterator[Case]:
    """Yield what was found as cases that do not know yet what they are called, nor where else their words stand."""
    kinds = defaultdict[str, str](str) | {party.name: party.kind for party in found.parties}
    for item in found.candidates:
        names = (*item.froms, *item.tos, *item.via)
        yield replace(
            _case(item, item.passage),
            froms=item.froms,
            tos=item.tos,
            via=item.via,
            kinds={name: kinds[name] for name in names if kinds[name]},
            group=item.group,
            open=item.open,
            status=item.status,
            basis=item.basis,
            score=f"{item.score:.2f}",
        )
    for total in found.totals:
        # money may be counted in parts of a unit, pairs and people are whole
        if total.currency or total.count == total.count.to_integral_value():
            yield replace(
                _case(total, total.passage),
                count=f"{total.count.normalize():f}",
                unit=total.unit,
                bound=total.bound,
                currency=total.currency,
            )


def _case(item: Candidate | FoundTotal, passage: Passage) -> Case:
    extractor = EXTRACTOR if item.proposer == "grammar" else item.proposer
    return Case(
        source="",
        file="",
        relation=item.relation,
        quote=passage.quote,
        start=passage.start,
        end=passage.end,
        extractor=extractor,
    )


def _placed(case: Case, spoken: Spoken, passages: Passages) -> Case:
    """Return a case with its id and what stands around it."""
    passage, occurrence = passages.name(spoken)
    before, after = _around(spoken.document.text, spoken.start, spoken.end)
    page = spoken.document.locate(spoken.start).page
    return replace(case, occurrence=occurrence, page=page, before=before, after=after).named(passage)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a passage in its sentence and the two next to it."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    begins = [match.end() for match in _SENTENCE_END.finditer(before)][-_NEXT:]
    ends = [match.end() for match in _SENTENCE_END.finditer(after)][:_NEXT]
    first, last = begins[0] if begins[_NEXT - 1 :] else 0, ends[-1] if ends[_NEXT - 1 :] else None
    before, after = before[first:], after[:last]
    return _mended(before), _mended(after)


def _mended(text: str) -> str:
    """Return a text as one line, without the white space that a page puts into it."""
    return " ".join(mend(text).text.split())
