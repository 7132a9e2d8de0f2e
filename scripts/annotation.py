"""What an annotation says of a report: which party a name means, what is stated, what is denied, where it stands.

The format of an annotation is described in ``tests/corpus/README.md``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aidgraph.errors import UnknownNameError
from aidgraph.extract.records import Passage
from aidgraph.kinds import vocabulary
from aidgraph.read.mend import squeeze

__all__ = [
    "Atom",
    "Denial",
    "Gold",
    "Names",
    "Stated",
    "atom_of",
    "check",
    "ends_of",
    "pairs_of",
    "places_of",
    "relations_of",
    "touches",
]

Gold = dict[str, Any]
Atom = tuple[str, str, str]
"""A relation and its two ends, in order where the relation is directed."""

Spans = list[tuple[int, int]]

REQUIRED = {
    "parties": ("name", "kind"),
    "relations": ("relation", "from", "to", "quote"),
    "totals": ("relation", "quote"),
}


def check(gold: Gold, text: str) -> None:
    """Raise ``ValueError`` where an annotation does not fit its text, or lacks what it must have."""
    plain, words = squeeze(text), vocabulary()
    rows = [(f"{part}[{at}]", part, row) for part in REQUIRED for at, row in enumerate(gold.get(part, ()))]
    for where, part, row in rows:
        if missing := [key for key in REQUIRED[part] if key not in row]:
            raise ValueError(f"{where} has no {', '.join(map(repr, missing))}")
        if part == "totals" and not row.keys() & {"count", "amount"}:
            raise ValueError(f"{where} has neither 'count' nor 'amount'")
    named = {row["name"] for _, part, row in rows if part == "parties"}
    for where, part, row in rows:
        try:
            if part == "parties":
                words.kind_or_level(row["kind"])
                continue
            relations_of(row)
        except UnknownNameError as error:
            raise ValueError(f"{where}: {error}") from error
        if squeeze(row["quote"]) not in plain:
            raise ValueError(f"{where}: quote does not occur: {row['quote']}")
        if part == "relations" and (unknown := {*row["from"], *row["to"]} - named):
            raise ValueError(f"{where}: ends that are no parties: {sorted(unknown)}")


def relations_of(row: Gold) -> list[str]:
    """Return the relation of a row, and those that would be as right."""
    return [vocabulary().relation(name).name for name in (row["relation"], *row.get("or", ()))]


class Names:
    """Which annotated party a found name means."""

    def __init__(self, parties: Iterable[Gold]) -> None:
        self._by_form: dict[str, set[str]] = {}
        self.all: set[str] = set()
        self.places: set[str] = set()
        self.optional: set[str] = set()
        words = vocabulary()
        for party in parties:
            self.all.add(party["name"])
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

    def within(self, quote: str) -> set[str]:
        """Return the parties that a quote names in one of their forms."""
        plain = _plain(quote)
        return {name for form, names in self._by_form.items() if form in plain for name in names}


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).removeprefix("the")


@dataclass(frozen=True, slots=True)
class Denial:
    """That two parties are said not to be tied, or one of them with nobody named."""

    atom: Atom | None
    """What is denied; none where the annotation leaves an end open."""

    ends: frozenset[str]
    named: frozenset[str]
    """The ends that its words name, all where they name none."""

    spans: Spans


class Stated:
    """What an annotation says of relations, pair by pair."""

    def __init__(self, gold: Gold, text: str, names: Names) -> None:
        self.wanted: dict[Atom, tuple[Atom, ...]] = {}
        """What is demanded, each with all that would be right in its place."""

        self.rows: list[list[Atom]] = []
        self.free: set[Atom] = set()
        self.denials: list[Denial] = []
        self._spans: dict[Atom, Spans] = {}
        for row in gold.get("relations", ()):
            relation = vocabulary().relation(row["relation"])
            spans = places_of(row["quote"], text)
            pairs = list(pairs_of(relation.name, row["from"], row["to"]))
            if row.get("negated"):
                said = names.within(row["quote"])
                for pair in pairs or [(*row["from"], *row["to"])]:
                    atom, ends = atom_of(relation.name, *pair) if pairs else None, frozenset(pair)
                    self.denials.append(Denial(atom, ends, ends & said or ends, spans))
                continue
            choices = [tuple(atom_of(name, *pair) for name in relations_of(row)) for pair in pairs]
            for atom in (atom for atoms in choices for atom in atoms):
                self._spans.setdefault(atom, []).extend(spans)
            if row.get("basis") == "implied" or row.get("optional") or relation.structural:
                self.free.update(atom for atoms in choices for atom in atoms)
                continue
            for own, *others in choices:
                self.wanted[own] = (*self.wanted.get(own, (own,)), *others)
            if choices:
                self.rows.append([own for own, *_ in choices])
        self.free -= self.wanted.keys()
        self.allowed = {atom for atoms in self.wanted.values() for atom in atoms} | self.free

    def denied(self, atom: Atom, passages: Iterable[Passage]) -> list[Passage]:
        """Return those passages of something stated that stand where it is denied and not where it is stated."""
        spans = [span for denial in self.denials if denial.atom == atom for span in denial.spans]
        stated = self._spans.get(atom, [])
        return [place for place in passages if touches(place, spans) and not touches(place, stated)]

    def met(self, got: Iterable[Atom]) -> set[Atom]:
        """Return what is demanded and was found; what was found meets one demand."""
        left = set(got)
        met = left & self.wanted.keys()
        left -= met
        for own, choices in self.wanted.items():
            other = next((atom for atom in choices if atom in left), None)
            if own not in met and other:
                met.add(own)
                left.discard(other)
        return met

    def cause(self, atom: Atom) -> str:
        """Return why something that is not allowed may have been found."""
        denied = [denial.atom for denial in self.denials if denial.atom]
        if atom in denied:
            return "negated"
        same = sorted(other for other in self.allowed if ends_of(other) == ends_of(atom))
        if any(other[0] == atom[0] for other in same):
            return "wrong direction"
        if same:
            return f"wrong relation (is {same[0][0]})"
        if any(ends_of(other) == ends_of(atom) for other in denied):
            return "negated"
        if any("?" in end[:1] for end in atom[1:]):
            return "invented, party unknown"
        ends = {end for other in self.allowed if other[0] == atom[0] for end in other[1:]}
        return "wrong pairing" if set(atom[1:]) <= ends else "invented"


def pairs_of(relation: str, froms: Sequence[str], tos: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield who is tied with whom: each with each of the other side, or peers with one another."""
    if not tos and vocabulary().relation(relation).mutual:
        yield from ((a, b) for at, a in enumerate(froms) for b in froms[at + 1 :])
    yield from ((a, b) for a in froms for b in tos)


def atom_of(relation: str, first: str, second: str) -> Atom:
    """Return a pair under its relation, in order where that is directed."""
    if vocabulary().relation(relation).mutual:
        return relation, min(first, second), max(first, second)
    return relation, first, second


def ends_of(atom: Atom) -> frozenset[str]:
    """Return the two ends in no order."""
    return frozenset(atom[1:])


def touches(passage: Passage, spans: Spans) -> bool:
    """Tell whether a passage and one of the spans have a character in common."""
    return any(start < passage.end and passage.start < end for start, end in spans)


def places_of(quote: str, text: str) -> Spans:
    """Return where a quote stands in a text, white space aside."""
    solid = [at for at, sign in enumerate(text) if not sign.isspace()]
    plain, wanted = "".join(text[at] for at in solid), "".join(quote.split())
    places, at = [], plain.find(wanted)
    while at >= 0:
        places.append((solid[at], solid[at + len(wanted) - 1] + 1))
        at = plain.find(wanted, at + 1)
    return places
