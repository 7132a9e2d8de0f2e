"""Measure what is read from annotated reports: ``python scripts/evaluate.py [-v] FILE.gold.json ...``.

The format of an annotation is described in ``tests/corpus/README.md``; the text stands beside it as ``FILE.txt`` (or in
another format that reports come in). Printed are precision, recall and F1

- for institutions and places;
- for relations: pair by pair (typed, direction counted); as if all relations were one; and by row, where a group
  counts once however many pairs it has, and is right when all of them are;
- for totals: by their number; with unit and bound; with the relation too

and how many offsets reproduce their quote, how many denials were refused as such, milliseconds per 1,000 characters,
and the errors by cause; with ``-v`` every error. ``--json`` prints the figures for a program.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from aidgraph.extract.candidates import candidates
from aidgraph.extract.records import Known
from aidgraph.read.document import ENDINGS, read_document
from scoring import Report, judge

__all__ = ["evaluate", "figures", "known_of", "main"]


def evaluate(path: Path) -> Report:
    """Return how well one report is read; raises ``ValueError`` where its annotation does not fit its text."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = read_document(_text_beside(path)).text
    known = known_of(gold)
    candidates(text, known=known)
    # the second time: dictionaries and patterns are loaded once, however many reports follow
    started = time.perf_counter()
    found = candidates(text, known=known)
    seconds = time.perf_counter() - started
    report = judge(text, gold, found)
    report.seconds = seconds
    report.errors = [f"{path.name.removesuffix('.gold.json')}: {error}" for error in report.errors]
    return report


def known_of(gold: dict[str, Any]) -> list[Known]:
    """Return the parties that an annotation says a workspace would know."""
    return [
        Known(name=item["name"], kind=item["kind"], names=tuple(item.get("aliases", ())), place=item.get("place", ""))
        for item in gold.get("known", ())
    ]


def _text_beside(path: Path) -> Path:
    stem = path.name.removesuffix(".gold.json")
    for ending in ENDINGS:
        if (beside := path.with_name(stem + ending)).is_file():
            return beside
    raise ValueError("no text beside it")


def figures(report: Report) -> dict[str, Any]:
    """Return a report's figures as plain data."""
    return {
        **{
            name: {
                "precision": round(score.precision, 3),
                "recall": round(score.recall, 3),
                "f1": round(score.f1, 3),
                "right": score.right,
                "wrong": score.wrong,
                "missed": score.missed,
            }
            for name, score in report.scores.items()
        },
        "evidence": {"exact": report.exact, "passages": report.passages},
        "negated": {"refused": report.refused, "stated": report.negated},
        "milliseconds per 1,000 characters": round(1e6 * report.seconds / max(report.characters, 1), 1),
        "errors": dict(sorted(report.causes.items())),
    }


def main(arguments: list[str] | None = None) -> int:
    """Evaluate the reports named on the command line; exit 1 where an annotation is at fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.gold.json")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every error")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(arguments)
    whole = Report()
    for path in options.files:
        try:
            whole.add(evaluate(path))
        except ValueError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
    if options.json:
        print(json.dumps(figures(whole), ensure_ascii=False, indent=2))
        return 0
    print(f"{len(options.files)} reports, {whole.characters:,} characters")
    for name, score in whole.scores.items():
        share = f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
        print(f"{name:28} {share}   right {score.right}, wrong {score.wrong}, missed {score.missed}")
    print(f"{'evidence':28} {whole.exact} of {whole.passages} quotes reproduced by their offsets")
    print(f"{'negated':28} {whole.refused} of {whole.negated} refused as such")
    print(f"{'speed':28} {1e6 * whole.seconds / max(whole.characters, 1):.1f} ms per 1,000 characters")
    for cause, times in sorted(whole.causes.items()):
        print(f"  {times:4} {cause}")
    if options.verbose:
        print(*whole.errors, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
