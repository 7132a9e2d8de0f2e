"""Measure what is read from annotated reports: ``python scripts/evaluate.py [-v] FILE.gold.json ...``.

The format of an annotation is described in ``tests/corpus/README.md``; the text stands beside it as ``FILE.txt`` (or in
another format that reports come in). Printed are precision, recall and F1 for institutions, places, relations (typed,
direction counted) and totals, how many offsets reproduce their quote, milliseconds per 1,000 characters, and the errors
by cause; with ``-v`` every error. ``--json`` prints the figures for a program.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from aidgraph.extract.candidates import candidates
from aidgraph.extract.records import Extraction, Known
from aidgraph.kinds import vocabulary
from aidgraph.read.document import ENDINGS, read_document
from aidgraph.read.mend import squeeze

__all__ = ["Report", "Score", "evaluate", "main"]

Atom = tuple[str, str, str]
"""A relation and its two ends, in order where the relation is directed."""

PARTS: tuple[str, ...] = (
    "institutions",
    "places",
    "relations",
    "relations, untyped",
    "totals",
    "totals with unit and bound",
)
STRUCTURAL = {"ledBy", "partOf", "locatedIn"}


@dataclass(slots=True)
class Score:
    """How many were found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Score) -> None:
        """Take in another score."""
        self.right, self.wrong, self.missed = (
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Report:
    """The scores of one report, or of several together."""

    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in PARTS})
    causes: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    exact: int = 0
    passages: int = 0
    characters: int = 0
    seconds: float = 0.0
    refused: int = 0
    negated: int = 0

    def add(self, other: Report) -> None:
        """Take in the scores of another report."""
        for name, score in other.scores.items():
            self.scores[name].add(score)
        self.causes += other.causes
        self.errors += other.errors
        for name in ("exact", "passages", "characters", "seconds", "refused", "negated"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def evaluate(path: Path) -> Report:
    """Return how well one report is read; raises ``ValueError`` where its annotation does not fit its text."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = read_document(_text_beside(path)).text
    known = [
        Known(name=item["name"], kind=item["kind"], names=tuple(item.get("aliases", ())), place=item.get("place", ""))
        for item in gold.get("known", ())
    ]
    report = Report(characters=len(text))
    _check(gold, text, path)
    candidates(text, known=known)
    # the second time: dictionaries and patterns are loaded once, however many reports follow
    started = time.perf_counter()
    found = candidates(text, known=known)
    report.seconds = time.perf_counter() - started
    names = _Names(gold.get("parties", ()))
    _score_parties(report, gold, found, names)
    _score_relations(report, gold, found, names)
    _score_totals(report, gold, found, text)
    passages = [item.passage for item in found.candidates] + [item.passage for item in found.totals]
    passages += [second for item in found.candidates for second in item.second]
    report.passages = len(passages)
    report.exact = sum(squeeze(text[item.start : item.end]) == squeeze(item.quote) for item in passages)
    report.errors = [f"{path.name.removesuffix('.gold.json')}: {error}" for error in report.errors]
    return report


def _text_beside(path: Path) -> Path:
    stem = path.name.removesuffix(".gold.json")
    for ending in ENDINGS:
        if (beside := path.with_name(stem + ending)).is_file():
            return beside
    raise ValueError(f"{path}: no text beside it")


def _check(gold: dict[str, Any], text: str, path: Path) -> None:
    plain = squeeze(text)
    words = vocabulary()
    named = {party["name"] for party in gold.get("parties", ())}
    for party in gold.get("parties", ()):
        words.kind_or_level(party["kind"])
    for item in (*gold.get("relations", ()), *gold.get("totals", ())):
        if squeeze(item["quote"]) not in plain:
            raise ValueError(f"{path}: quote does not occur: {item['quote']}")
        words.relation(item["relation"])
    for item in gold.get("relations", ()):
        if unknown := {*item["from"], *item["to"]} - named:
            raise ValueError(f"{path}: ends that are no parties: {sorted(unknown)}")


class _Names:
    """Which annotated party a found name means."""

    def __init__(self, parties: Iterable[dict[str, Any]]) -> None:
        self._by_form: dict[str, set[str]] = {}
        self.places: set[str] = set()
        self.optional: set[str] = set()
        words = vocabulary()
        for party in parties:
            for form in (party["name"], *party.get("mentions", ())):
                self._by_form.setdefault(_plain(form), set()).add(party["name"])
            if words.kind_or_level(party["kind"]).is_level:
                self.places.add(party["name"])
            if party.get("optional"):
                self.optional.add(party["name"])

    def of(self, name: str, forms: Iterable[str] = ()) -> str:
        """Return the annotated name: by the name found, else by a form of it that fits just one party."""
        for form in (name, *forms):
            found = self._by_form.get(_plain(form), set())
            if _plain(name) in map(_plain, found):
                return next(party for party in found if _plain(party) == _plain(name))
            if len(found) == 1:
                return next(iter(found))
        return ""


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).removeprefix("the")


def _score_parties(report: Report, gold: dict[str, Any], found: Extraction, names: _Names) -> None:
    for part, is_place in (("institutions", False), ("places", True)):
        score = report.scores[part]
        wanted = {party["name"] for party in gold.get("parties", ())}
        wanted = wanted & names.places if is_place else wanted - names.places
        got = dict[str, str]()
        for party in found.parties:
            if party.is_place == is_place:
                name = names.of(party.name, party.forms)
                if name in wanted:
                    got[name] = party.name
                elif name not in names.optional:
                    score.wrong += 1
                    report.causes[f"{part}: invented"] += 1
                    report.errors.append(f"{part}: invented {party.name} ({party.kind})")
        score.right += len(got.keys() - names.optional)
        for name in sorted(wanted - got.keys() - names.optional):
            score.missed += 1
            report.causes[f"{part}: not found"] += 1
            report.errors.append(f"{part}: not found {name}")


def _atoms(relation: str, froms: Iterable[str], tos: Iterable[str]) -> Iterator[Atom]:
    froms, tos = list(froms), list(tos)
    mutual = vocabulary().relation(relation).mutual
    pairs = [(a, b) for a in froms for b in tos]
    if not tos and mutual:
        pairs = [(a, b) for at, a in enumerate(froms) for b in froms[at + 1 :]]
    for first, second in pairs:
        yield (relation, min(first, second), max(first, second)) if mutual else (relation, first, second)


def _score_relations(report: Report, gold: dict[str, Any], found: Extraction, names: _Names) -> None:
    forms = {party.name: party.forms for party in found.parties}
    wanted, free, negated = set[Atom](), set[Atom](), set[Atom]()
    for item in gold.get("relations", ()):
        relation = vocabulary().relation(item["relation"])
        loose = item.get("basis") == "implied" or item.get("optional") or relation.name in STRUCTURAL
        into = negated if item.get("negated") else free if loose else wanted
        into.update(_atoms(relation.name, item["from"], item["to"]))
    got = dict[Atom, str]()
    for item in found.candidates:
        ends = [[names.of(name, forms.get(name, ())) or f"?{name}" for name in side] for side in (item.froms, item.tos)]
        for atom in _atoms(item.relation, *ends):
            got.setdefault(atom, item.passage.quote)
    free -= wanted
    typed, untyped = report.scores["relations"], report.scores["relations, untyped"]
    typed.right += len(got.keys() & wanted)
    typed.missed += len(wanted - got.keys())
    pairs = {frozenset(atom[1:]): atom[0] for atom in wanted}
    found_pairs = {frozenset(atom[1:]) for atom in got if atom not in free}
    untyped.right += len(found_pairs & pairs.keys())
    untyped.missed += len(pairs.keys() - found_pairs)
    untyped.wrong += len(found_pairs - pairs.keys() - {frozenset(atom[1:]) for atom in free})
    for atom, quote in got.items():
        if atom in wanted or atom in free:
            continue
        typed.wrong += 1
        cause = _cause(atom, wanted | free, negated)
        report.causes[f"relations: {cause}"] += 1
        report.errors.append(f"relations: {cause} {atom} | {quote}")
    for atom in sorted(wanted - got.keys()):
        ends_found = all(any(names.of(party.name, party.forms) == end for party in found.parties) for end in atom[1:])
        cause = "not found" if ends_found else "not found, party missing"
        report.causes[f"relations: {cause}"] += 1
        report.errors.append(f"relations: {cause} {atom}")
    report.negated += len(negated)
    denied = [item.proposal for item in found.refused if item.reason in {"negated", "wish"}]
    report.refused += sum(
        any(
            {names.of(name, forms.get(name, ())) for name in (*proposal.froms, *proposal.tos)} >= set(atom[1:])
            for proposal in denied
        )
        for atom in negated
    )


def _cause(atom: Atom, wanted: set[Atom], negated: set[Atom]) -> str:
    if atom in negated or any(frozenset(other[1:]) == frozenset(atom[1:]) for other in negated):
        return "negated"
    same = [other for other in wanted if frozenset(other[1:]) == frozenset(atom[1:])]
    if any(other[0] == atom[0] for other in same):
        return "wrong direction"
    if same:
        return f"wrong relation (is {same[0][0]})"
    if any("?" in end[:1] for end in atom[1:]):
        return "invented, party unknown"
    ends = {end for other in wanted if other[0] == atom[0] for end in other[1:]}
    return "wrong pairing" if set(atom[1:]) <= ends else "invented"


def _score_totals(report: Report, gold: dict[str, Any], found: Extraction, text: str) -> None:
    score, full = report.scores["totals"], report.scores["totals with unit and bound"]
    left = [(item, _places(item["quote"], text)) for item in gold.get("totals", ())]
    for total in found.totals:
        fitting = [
            entry
            for entry in left
            if _value(entry[0]) == total.count
            and any(start < total.passage.end and total.passage.start < end for start, end in entry[1])
        ]
        if not fitting:
            score.wrong += 1
            full.wrong += 1
            report.causes["totals: invented"] += 1
            what = f"{total.count} {total.unit or total.currency}"
            report.errors.append(f"totals: invented {what} | {total.passage.quote}")
            continue
        exact = [item for item in fitting if _same_measure(item[0], total.unit, total.currency)] or fitting
        item = exact[0][0]
        left.remove(exact[0])
        optional = bool(item.get("optional"))
        same = _same_measure(item, total.unit, total.currency)
        bound = item.get("bound", "exact") == total.bound
        score.right += not optional
        full.right += not optional and same and bound
        full.wrong += not optional and not (same and bound)
        for right, what in ((same, "unit"), (bound, "bound"), (item["relation"] == total.relation, "relation")):
            if not right and not optional:
                report.causes[f"totals: wrong {what}"] += 1
                got = {"unit": total.unit or total.currency, "bound": total.bound, "relation": total.relation}[what]
                report.errors.append(f"totals: wrong {what} {got}, is {item.get(what)} | {total.passage.quote}")
    for item, _ in left:
        if not item.get("optional"):
            score.missed += 1
            full.missed += 1
            report.causes["totals: not found"] += 1
            report.errors.append(f"totals: not found {_value(item)} {item.get('unit', '')} | {item['quote']}")


def _value(item: dict[str, Any]) -> Decimal:
    return Decimal(str(item["count"] if "count" in item else item["amount"]))


def _same_measure(item: dict[str, Any], unit: str, currency: str) -> bool:
    return str(item.get("unit", "")) == unit and str(item.get("currency", "")) == currency


def _places(quote: str, text: str) -> list[tuple[int, int]]:
    solid = [at for at, sign in enumerate(text) if not sign.isspace()]
    plain, wanted = "".join(text[at] for at in solid), "".join(quote.split())
    places, at = [], plain.find(wanted)
    while at >= 0:
        places.append((solid[at], solid[at + len(wanted) - 1] + 1))
        at = plain.find(wanted, at + 1)
    return places


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
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.gold.json")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every error")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(arguments)
    whole = Report()
    for path in options.files:
        try:
            whole.add(evaluate(path))
        except ValueError as error:
            print(error, file=sys.stderr)
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
