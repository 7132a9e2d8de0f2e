"""Reported totals against the partnerships that are named: 40 pairs are reported, two of them by name.

A total becomes no partnership. Totals that lie inside one another are never added up: each is compared by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.ask.labels import Parties
from aidgraph.ask.tally import Ends, Scope, Tally, institutions, pairs
from aidgraph.ask.ties import holds
from aidgraph.kinds import Vocabulary
from aidgraph.model import PartialDate
from aidgraph.store.checks import Finding, where_stated
from aidgraph.store.embedded import Store
from aidgraph.terms import ROOT, local_name

__all__ = ["Total", "over_named", "totals"]

PAIRS, INSTITUTIONS = "pairs", "institutions"
"""The units of which named partnerships are a part."""

_BOUNDS = {"at-least": "at least ", "about": "about "}
"""The bounds of a count that more may be than it says, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A reported total: ``named`` of its ``count`` are on record by name, ``unnamed`` are not.

    ``named`` and ``unnamed`` are ``None`` where the unit counts neither pairs nor institutions. ``from_`` and ``to``
    are the IRIs of the ends it names, ``within`` that of a total that may include it.
    """

    id: str
    relation: str
    count: int | None
    unit: str | None
    bound: str | None
    named: int | None
    unnamed: int | None
    source: str
    quote: str | None
    because: str
    from_: str | None
    to: str | None
    from_kind: str | None
    to_kind: str | None
    amount: str | None
    currency: str | None
    within: str | None


_TOTALS = """
SELECT ?total ?relation ?one ?other ?oneKind ?otherKind ?within WHERE {
  ?total a aid:ReportedTotal ; aid:relation ?relation .
  OPTIONAL { ?total aid:provider ?one } OPTIONAL { ?total aid:providerKind ?oneKind }
  OPTIONAL { ?total aid:recipient ?other } OPTIONAL { ?total aid:recipientKind ?otherKind }
  OPTIONAL { ?total aid:mayBeWithin ?within }
}
"""
_CLAIMS = """
SELECT ?total ?c ?number ?unit ?amount ?currency ?bound ?since ?until ?asOf ?issued ?issuedPrecision ?title ?quote
WHERE {
  ?total a aid:ReportedTotal .
  ?c aid:about ?total ; aid:review "accepted" ; aid:stance "supports" ; aid:statedIn ?source .
  ?source dcterms:title ?title .
  OPTIONAL { ?source dcterms:issued ?issued ; aid:issuedPrecision ?issuedPrecision }
  OPTIONAL { ?c aid:count ?number ; aid:unit ?unit } OPTIONAL { ?c aid:amount ?amount ; aid:currency ?currency }
  OPTIONAL { ?c aid:bound ?bound } OPTIONAL { ?c aid:quote ?quote }
  OPTIONAL { ?c aid:since ?since } OPTIONAL { ?c aid:until ?until } OPTIONAL { ?c aid:asOf ?asOf }
}
"""
_NAMED = """
SELECT ?p ?relation ?side ?end ?pairing ?since ?until ?status ?status_as_of WHERE {
  ?p aid:standing "accepted" ; aid:relation ?relation ; ?side ?end .
  FILTER(?side IN (aid:provider, aid:recipient, aid:oneSide, aid:otherSide, aid:peer))
  OPTIONAL { ?p aid:pairing ?pairing } OPTIONAL { ?p aid:since ?since } OPTIONAL { ?p aid:until ?until }
  OPTIONAL { ?p aid:status ?status ; aid:statusAsOf ?status_as_of }
}
"""


def totals(store: Store, parties: Parties, words: Vocabulary) -> list[Total]:
    """Return every reported total that an accepted claim supports, by relation and then by size.

    Where claims differ, the latest holds, and ``because`` tells what the others say.
    """
    claims: defaultdict[str, list[Any]] = defaultdict(list)
    for row in store.select(_CLAIMS):
        claims[row.total].append(row)
    if not claims:
        return []
    latest = {total: max(its_claims, key=_age) for total, its_claims in claims.items()}
    answers = _Answers(store, parties, words, latest)
    found = [answers.total(row, claims[row.total]) for row in store.select(_TOTALS) if row.total in claims]
    return sorted(found, key=lambda total: (total.relation, -(total.count or 0), total.id))


def over_named(store: Store, found: Sequence[Total]) -> list[Finding]:
    """Return a warning for each total of which more are named than it reports, with the file and row of its claim.

    A total that sets a lower bound only, or is about right, does not contradict those who name more. It is no shape:
    what a total without a date counts is named as of today, which no graph holds.
    """
    return [
        Finding(
            severity="warning",
            shape=f"{ROOT}shape/OverNamed",
            focus=total.id,
            message=f"{total.named} {total.unit} are named, more than the {total.count} that {total.source!r} reports.",
            where=str(where_stated(store, total.id)),
            message_zh=f"已点名 {total.named}，多于“{total.source}”所报的 {total.count}。",
        )
        for total in found
        if total.named is not None and total.count is not None
        if total.named > total.count and total.bound not in _BOUNDS
    ]


def _age(claim: Any) -> tuple[dt.date, int, str]:  # noqa: ANN401  a row of _CLAIMS
    return _date(claim) or dt.date.min, claim.number or 0, claim.c


def _date(claim: Any) -> dt.date | None:  # noqa: ANN401  a row of _CLAIMS
    """Return the last day of which a claim speaks: its own, the end of its period, or the last its source may be of."""
    issued = partial(claim.issued, claim.issuedPrecision)
    day: dt.date | None = claim.asOf or claim.until
    return day or (dt.date.fromisoformat(PartialDate.parse(issued).last) if issued else None)


@dataclass(frozen=True, slots=True)
class _Period:
    """The days of which a total speaks: one, or all from ``first`` to ``last``; ``None`` is today."""

    first: dt.date | None
    last: dt.date | None

    @classmethod
    def of(cls, claim: Any) -> _Period:  # noqa: ANN401  a row of _CLAIMS
        last = _date(claim)
        return cls(min(claim.since, last) if claim.since and last else claim.since or last, last)

    def __str__(self) -> str:
        if self.first == self.last:
            return f" as of {self.last}" if self.last else ""
        return f" from {self.first}" + (f" up to {self.last}" if self.last else "")

    def meets(self, row: Any, today: dt.date) -> bool:  # noqa: ANN401  a row of _NAMED
        """Tell whether a partnership held on one of these days at least, as far as stated."""
        begun = row.since is None or self.last is None or row.since <= self.last
        first = self.first if row.since is None or self.first is None else max(self.first, row.since)
        return begun and holds(row, first, today)


def _measure(claim: Any) -> str:  # noqa: ANN401  a row of _CLAIMS
    bound = _BOUNDS.get(claim.bound, "")
    if claim.number is not None:
        return f"{bound}{claim.number} {claim.unit}"
    return f"{bound}{claim.amount:f} {claim.currency}"


class _Answers:
    """The named partnerships of a store, and what bears on its totals."""

    def __init__(self, store: Store, parties: Parties, words: Vocabulary, latest: Mapping[str, Any]) -> None:
        self.parties, self.words, self.latest = parties, words, latest
        self.today = dt.datetime.now(tz=dt.UTC).date()
        self.sides: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.named: dict[str, Any] = {}
        for row in store.select(_NAMED):
            self.named[row.p] = row
            self.sides[row.p, local_name(row.side)].append(row.end)

    def total(self, row: Any, claims: Sequence[Any]) -> Total:  # noqa: ANN401  a row of _TOTALS
        claim = self.latest[row.total]
        tally, because = self._tally(row, claim)
        others = sorted({_measure(other) for other in claims} - {_measure(claim)})
        because += [f"another claim says {measure}" for measure in others]
        if row.within in self.latest:
            because.append(f"it may lie within {_measure(self.latest[row.within])}, and is not added to them")
        return Total(
            id=row.total,
            relation=local_name(row.relation),
            count=claim.number,
            unit=claim.unit,
            bound=claim.bound,
            named=tally.named if tally else None,
            unnamed=max(0, claim.number - tally.named) if tally else None,
            source=claim.title,
            quote=claim.quote,
            because="; ".join(because),
            from_=row.one,
            to=row.other,
            from_kind=local_name(row.oneKind) if row.oneKind else None,
            to_kind=local_name(row.otherKind) if row.otherKind else None,
            amount=None if claim.amount is None else f"{claim.amount:f}",
            currency=claim.currency,
            within=row.within,
        )

    def _tally(self, row: Any, claim: Any) -> tuple[Tally | None, list[str]]:  # noqa: ANN401  rows
        """Count what is named of a total, and tell in words what was counted."""
        if claim.number is None or claim.unit not in (PAIRS, INSTITUTIONS):
            return None, [f"{claim.unit or claim.currency} are neither pairs nor institutions: no name counts for them"]
        froms, tos = self._scope(row.one, row.oneKind), self._scope(row.other, row.otherKind)
        period = _Period.of(claim)
        partnerships = self._partnerships(row.relation, period)
        if claim.unit == PAIRS:
            tally = pairs(partnerships, froms, tos)
        else:
            kinds = bool(row.oneKind), bool(row.otherKind)
            tally = institutions(partnerships, froms, tos, counted=kinds if any(kinds) else (False, True))
        told = f"{local_name(row.relation)} between {self._told(row.one, row.oneKind)} and "
        told += f"{self._told(row.other, row.otherKind)}{period}"
        because = [f"{told}: {tally.named} {claim.unit} are named, {_left(claim, tally.named)}"]
        return tally, because + [_open(*sizes) for sizes in tally.open]

    def _partnerships(self, relation: str, period: _Period) -> list[Ends]:
        wanted = self.words.narrower_relations(self.words.relations[relation])
        sides = self.sides
        return [
            Ends(
                froms=tuple(sides[p, "provider"] + sides[p, "oneSide"] + sides[p, "peer"]),
                tos=tuple(sides[p, "recipient"] + sides[p, "otherSide"]),
                mutual=self.words.relations[row.relation].mutual,
                open=row.pairing == "unspecified",
            )
            for p, row in self.named.items()
            if row.relation in wanted and period.meets(row, self.today)
        ]

    def _scope(self, party: str | None, kind: str | None) -> Scope:
        """Return who may stand on a side: the party named, or of a place whoever is in it and of the kind."""
        facts = self.parties.facts
        if party and not facts[party].is_place:
            return lambda one: one == party
        inside = {party, *self.parties.inside(party)} if party else set(facts)
        broader = {
            known: {above.iri for above in self.words.broader(self.words.kinds[known])}
            for known in {one.kind for one in facts.values()}
        }
        return lambda one: one in inside and (kind is None or kind in broader[facts[one].kind])

    def _told(self, party: str | None, kind: str | None) -> str:
        if party and not (kind and self.parties.facts[party].is_place):
            return self.parties.label(party)
        told = local_name(kind) if kind else "anybody"
        return f"{told} in {self.parties.label(party)}" if party else told


def _left(claim: Any, named: int) -> str:  # noqa: ANN401  a row of _CLAIMS
    """Return in words what is left of a claim's count once so many are named."""
    more = named - claim.number
    if more <= 0:
        return f"{_BOUNDS.get(claim.bound, '')}{-more} are not"
    if claim.bound in _BOUNDS:
        return f"which {_measure(claim)} does not rule out"
    return f"{more} more than it reports"


def _open(one: int, other: int) -> str:
    may = f"{max(one, other)} to {one * other}" if other else f"{-(-one // 2)} to {one * (one - 1) // 2}"
    group = f"{one} and {other}" if other else f"{one} peers"
    return f"a group of {group} whose pairing is left open counts for no pair: it may hold {may}"
