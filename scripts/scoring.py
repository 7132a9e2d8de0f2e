"""What was found in a report against what its annotation says: the scores, the mistakes and their causes.

What counts as right is described in ``tests/corpus/README.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from aidgraph.extract.records import Extraction, FoundTotal, Passage
from aidgraph.read.mend import squeeze
from annotation import Atom, Gold, Names, Stated, atom_of, check, ends_of, pairs_of, places_of, relations_of, touches

__all__ = ["PARTS", "Report", "Score", "judge", "value_of"]

PARTS: tuple[str, ...] = (
    "institutions",
    "places",
    "relations",
    "relations, untyped",
    "relations, by row",
    "totals",
    "totals with unit and bound",
    "totals with relation too",
)


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

    def mistake(self, part: str, cause: str, what: object) -> None:
        """Note a mistake under its cause."""
        self.causes[f"{part}: {cause}"] += 1
        self.errors.append(f"{part}: {cause} {what}")


def judge(text: str, gold: Gold, found: Extraction) -> Report:
    """Return how well a text was read; raises ``ValueError`` where the annotation does not fit it."""
    check(gold, text)
    report = Report(characters=len(text))
    names = Names(gold.get("parties", ()))
    _score_parties(report, found, names)
    _score_relations(report, Stated(gold, text, names), found, names)
    _score_totals(report, gold, found, text)
    passages = [item.passage for item in found.candidates] + [item.passage for item in found.totals]
    passages += [second for item in found.candidates for second in item.second]
    report.passages = len(passages)
    report.exact = sum(squeeze(text[item.start : item.end]) == squeeze(item.quote) for item in passages)
    return report


def _score_parties(report: Report, found: Extraction, names: Names) -> None:
    for part, is_place in (("institutions", False), ("places", True)):
        score = report.scores[part]
        wanted = names.places if is_place else names.all - names.places
        got = dict[str, str]()
        for party in found.parties:
            if party.is_place != is_place:
                continue
            name = names.of(party.name, party.forms)
            if name in names.optional:
                continue
            if name in wanted and name not in got:
                got[name] = party.name
                continue
            score.wrong += 1
            if name in wanted:
                report.mistake(part, "found twice", f"{name}: {got[name]}, {party.name}")
            else:
                report.mistake(part, "invented", f"{party.name} ({party.kind})")
        score.right += len(got)
        for name in sorted(wanted - got.keys() - names.optional):
            score.missed += 1
            report.mistake(part, "not found", name)


def _score_relations(report: Report, stated: Stated, found: Extraction, names: Names) -> None:
    forms = {party.name: party.forms for party in found.parties}
    got = dict[Atom, list[Passage]]()
    wrong = set[frozenset[Atom]]()
    for item in found.candidates:
        froms, tos = (
            [names.of(end, forms.get(end, ())) or f"?{end}" for end in side] for side in (item.froms, item.tos)
        )
        atoms = {atom_of(item.relation, *pair) for pair in pairs_of(item.relation, froms, tos)}
        if not atoms <= stated.allowed or any(stated.denied(atom, [item.passage]) for atom in atoms):
            wrong.add(frozenset(atoms))
        for atom in atoms:
            got.setdefault(atom, []).append(item.passage)
    typed = report.scores["relations"]
    for atom in sorted(got.keys() & stated.allowed):
        if denied := stated.denied(atom, got[atom]):
            typed.wrong += 1
            report.mistake("relations", "negated", f"{atom} | {denied[0].quote}")
            got[atom] = [place for place in got[atom] if place not in denied]
    got = {atom: places for atom, places in got.items() if places}
    met = stated.met(got)
    typed.right += len(met)
    typed.missed += len(stated.wanted) - len(met)
    for atom in sorted(got.keys() - stated.allowed):
        typed.wrong += 1
        report.mistake("relations", stated.cause(atom), f"{atom} | {got[atom][0].quote}")
    present = {names.of(party.name, party.forms) for party in found.parties}
    for atom in sorted(stated.wanted.keys() - met):
        report.mistake("relations", "not found" if ends_of(atom) <= present else "not found, party missing", atom)
    _score_untyped(report.scores["relations, untyped"], stated, got)
    rows = report.scores["relations, by row"]
    whole = sum(met.issuperset(row) for row in stated.rows)
    rows.right += whole
    rows.missed += len(stated.rows) - whole
    rows.wrong += len(wrong)
    _score_denials(report, stated, found, names)


def _score_untyped(score: Score, stated: Stated, got: Iterable[Atom]) -> None:
    wanted = {ends_of(atom) for atom in stated.wanted}
    found = {ends_of(atom) for atom in got if atom not in stated.free}
    score.right += len(found & wanted)
    score.missed += len(wanted - found)
    score.wrong += len(found - wanted - {ends_of(atom) for atom in stated.free})


def _score_denials(report: Report, stated: Stated, found: Extraction, names: Names) -> None:
    forms = {party.name: party.forms for party in found.parties}
    refused = [item for item in found.refused if item.reason in {"negated", "wish"}]
    ends = [
        {names.of(name, forms.get(name, ())) for name in (*item.proposal.froms, *item.proposal.tos)} for item in refused
    ]
    for denial in stated.denials:
        report.negated += 1
        report.refused += any(
            (named >= denial.ends and denial.atom is not None)
            or (named >= denial.named and item.passage is not None and touches(item.passage, denial.spans))
            for item, named in zip(refused, ends, strict=True)
        )


def _score_totals(report: Report, gold: Gold, found: Extraction, text: str) -> None:
    number, measured, whole = (report.scores[part] for part in PARTS if part.startswith("totals"))
    left = [(item, places_of(item["quote"], text)) for item in gold.get("totals", ())]
    for total in found.totals:
        fitting = [entry for entry in left if value_of(entry[0]) == total.count and touches(total.passage, entry[1])]
        if not fitting:
            for score in (number, measured, whole):
                score.wrong += 1
            report.mistake(
                "totals", "invented", f"{total.count} {total.unit or total.currency} | {total.passage.quote}"
            )
            continue
        best = min(fitting, key=lambda entry: _distance(_differences(entry[0], total)))
        left.remove(best)
        item = best[0]
        if item.get("optional"):
            continue
        wrong = _differences(item, total)
        number.right += 1
        measured.right += not wrong.keys() & {"unit", "bound"}
        measured.wrong += bool(wrong.keys() & {"unit", "bound"})
        whole.right += not wrong
        whole.wrong += bool(wrong)
        for what, got in wrong.items():
            report.mistake("totals", f"wrong {what}", f"{got}, is {item.get(what)} | {total.passage.quote}")
    for item, _ in left:
        if not item.get("optional"):
            for score in (number, measured, whole):
                score.missed += 1
            report.mistake("totals", "not found", f"{value_of(item)} {item.get('unit', '')} | {item['quote']}")


def _differences(item: Gold, total: FoundTotal) -> dict[str, str]:
    """Return what of a total is not as annotated, the number aside, each with what it is instead."""
    wrong = dict[str, str]()
    if (str(item.get("unit", "")), str(item.get("currency", ""))) != (total.unit, total.currency):
        wrong["unit"] = total.unit or total.currency
    if total.relation not in relations_of(item):
        wrong["relation"] = total.relation
    if item.get("bound", "exact") != total.bound:
        wrong["bound"] = total.bound
    return wrong


def _distance(differences: dict[str, str]) -> tuple[bool, int]:
    return "unit" in differences, len(differences)


def value_of(item: Gold) -> Decimal:
    """Return the number of an annotated total."""
    return Decimal(str(item["count"] if "count" in item else item["amount"]))
