"""What bears on a question, whichever engine it comes from: the SPARQL store, or the columnar tables.

An engine tells facts. What they mean, and the words for it, are told in one place for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aidgraph.ask.card import partial
from aidgraph.ask.labels import Parties
from aidgraph.ask.lists import CompleteList
from aidgraph.ask.mentions import Arranged, Measure
from aidgraph.ask.scope import Scope
from aidgraph.ask.ties import Tie, by_party
from aidgraph.store.wanted import DISPUTED, FLAGS, INSIDE, LINKED, Axes

__all__ = ["DISPUTED", "FLAGS", "INSIDE", "LINKED", "Axes", "Counts", "Evidence", "Known", "Listed", "Ties", "listed"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in each of so many cells: place, kind, with ties, with disputed ones only, others.

    ``rows`` makes the rows: that there are so many is known before.
    """

    size: int
    rows: Callable[[], Iterable[tuple[str, str, int, int, int]]]


@dataclass(slots=True)
class Ties:
    """Ties by party: those that hold by their standing, and the accepted ones that do not hold at the date."""

    accepted: dict[str, list[Tie]]
    disputed: dict[str, list[Tie]]
    proposed: dict[str, list[Tie]]
    rejected: dict[str, list[Tie]]
    lapsed: dict[str, list[Tie]]

    @classmethod
    def of(cls, ties: Iterable[Tie], scope: Scope) -> Ties:
        """Sort the ties that are looked for."""
        asked = [tie for tie in ties if tie.relation in scope.relations and tie.direction in scope.directions]
        holding = [tie for tie in asked if not tie.lapsed]
        accepted, disputed, proposed, rejected = (
            by_party(tie for tie in holding if tie.standing == standing)
            for standing in ("accepted", "disputed", "proposed", "rejected")
        )
        lapsed = by_party(tie for tie in asked if tie.standing == "accepted" and tie.lapsed)
        return cls(accepted, disputed, proposed, rejected, lapsed)


@dataclass(frozen=True, slots=True)
class Listed:
    """That a list (``source`` is its IRI) says a party exists; ``period`` says in words from when until when."""

    source: str
    title: str
    period: str


@dataclass(slots=True, kw_only=True)
class Known:
    """What is known of the parties ``asked`` about, of those around and inside them, and of their partners, by IRI.

    ``around`` has the ties of all places, ``inside`` who inside a place has ties, ``contradicted`` which sources
    contradict a disputed partnership, ``stated`` which partnerships a complete list names, ``listed`` on which rosters
    a party stands; ``measures`` are those of all reported totals.
    """

    asked: Sequence[str]
    parties: Parties
    ties: Ties
    around: Mapping[str, Sequence[Tie]]
    inside: Mapping[str, Collection[str]]
    arranged: Arranged
    contradicted: Mapping[str, Sequence[str]]
    stated: Mapping[str, Collection[str]]
    listed: Mapping[str, Sequence[Listed]]
    measures: Sequence[Measure]


class Evidence(Protocol):
    """An engine. What it calls a party by, a key, is its own affair."""

    parties: Parties
    """The parties by name; it may know places only."""

    def complete_lists(self) -> list[CompleteList]:
        """Return the lists that claim to be complete, the latest first."""

    def asked(self, scope: Scope, *, among: Collection[int]) -> Sequence[Any]:
        """Return who is asked about and has flags ``among`` these, those with nothing first, then by name."""

    def relations(self) -> frozenset[str]:
        """Return the relations that partnerships state."""

    def grid(self, scope: Scope, axes: Axes) -> Counts:
        """Return how many of those asked about are in each cell."""

    def rosters(
        self, scope: Scope, axes: Axes, *, sources: Collection[str] | None = None
    ) -> Iterable[tuple[str, str, str, int]]:
        """Return how many of those asked about stand on which list in each cell: place, kind, source, count.

        With ``sources`` those are counted who stand on any of these, and no source is told.
        """

    def known(self, scope: Scope, keys: Sequence[Any], lists: Sequence[CompleteList]) -> Known:
        """Return what is known of some of those asked about, and what of it these lists state."""


def listed(rows: Iterable[Sequence[Any]]) -> dict[str, list[Listed]]:
    """Return listings by party, made of rows: party, source, title, and the first and last day with their precision."""
    found: dict[str, list[Listed]] = {}
    for party, source, title, since, since_precision, until, until_precision in rows:
        first, last = partial(since, since_precision), partial(until, until_precision)
        period = f"since {first}" * bool(first) + " " * bool(first and last) + f"until {last}" * bool(last)
        one = Listed(source, title, period)
        ones = found.setdefault(party, [])
        if one not in ones:
            ones.append(one)
    return {party: sorted(ones, key=lambda one: (one.title, one.period, one.source)) for party, ones in found.items()}
