"""What sources say of a party short of a link: it changes no answer, and a reader must not miss it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aidgraph.ask.labels import Parties
from aidgraph.kinds import Vocabulary
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

__all__ = ["Arranged", "Counted", "Measure", "Mention", "arranged", "counted", "measures", "mentions", "shortened"]

_SHOWN = 3

_ARRANGED = """
SELECT DISTINCT ?p ?relation ?name ?party ?role WHERE {
  { ?c aid:facilitator ?party . BIND("via" AS ?role) } UNION { ?c aid:at ?party . BIND("at" AS ?role) }
  ?c aid:about ?p . ?p aid:relation ?relation ; aid:name ?name .
  FILTER EXISTS { ?p aid:standing "accepted" }
  FILTER EXISTS { ?c aid:review "accepted" } FILTER EXISTS { ?c aid:stance "supports" }
}
"""
_COUNTED = """
SELECT DISTINCT ?total ?relation ?side ?party ?kind ?number ?unit ?amount ?currency WHERE {
  ?total a aid:ReportedTotal ; aid:relation ?relation .
  { ?total aid:provider ?party . BIND("out" AS ?side) OPTIONAL { ?total aid:providerKind ?kind } }
  UNION { ?total aid:recipient ?party . BIND("in" AS ?side) OPTIONAL { ?total aid:recipientKind ?kind } }
  ?c aid:about ?total .
  FILTER EXISTS { ?c aid:review "accepted" } FILTER EXISTS { ?c aid:stance "supports" }
  OPTIONAL { ?c aid:count ?number ; aid:unit ?unit } OPTIONAL { ?c aid:amount ?amount ; aid:currency ?currency }
}
"""


@dataclass(slots=True)
class Arranged:
    """Who arranged which partnership, and which place it concerns: neither is linked by it."""

    via: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    at: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_party: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_place: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def marks(self, partnership: str, parties: Parties) -> list[str]:
        """Return who arranged a partnership and what place it concerns, in words."""
        via, at = (parties.labels(found.get(partnership, ())) for found in (self.via, self.at))
        return [f"arranged by {shortened(via)}"] * bool(via) + [f"concerning {shortened(at)}"] * bool(at)

    def hints(self, party: str) -> list[str]:
        """Return in words what a party arranged, and what concerns it as a place."""
        told = (("named as who arranged", self.by_party), ("named as the place of", self.by_place))
        return [f"{what} {shortened(found[party])}" for what, found in told if party in found]


class Mention(NamedTuple):
    """A party that arranged a partnership (``via``), or a place that it concerns (``at``)."""

    partnership: str
    relation: str
    name: str
    party: str
    role: str


def arranged(mentions: Iterable[Mention]) -> Arranged:
    """Return who arranged which partnerships, and which places they concern."""
    found = Arranged()
    for one in sorted(set(mentions), key=lambda one: (one.relation, one.name, one)):
        via = one.role == "via"
        (found.via if via else found.at)[one.partnership].append(one.party)
        (found.by_party if via else found.by_place)[one.party].append(f"{local_name(one.relation)} {one.name}")
    return found


def mentions(store: Store, relations: frozenset[str]) -> list[Mention]:
    """Return who arranged partnerships under those relations, and which places they concern."""
    return [row for row in map(Mention._make, store.select(_ARRANGED)) if row.relation in relations]


@dataclass(slots=True)
class Counted:
    """The reported totals by the party at one of their ends."""

    parties: Parties
    words: Vocabulary
    by_party: defaultdict[str, list[Measure]] = field(default_factory=lambda: defaultdict(list))

    def hints(self, party: str) -> list[str]:
        """Return in words which totals name a party, and which may count it without naming it.

        A place together with a kind stands for those of that kind in the place.
        """
        told = [f"a reported total names it, and no partner: {_measured(row)}" for row in self.by_party.get(party, ())]
        kind = self.words.kinds.get(self.parties.facts[party].kind)
        kinds = {above.iri for above in self.words.broader(kind)} if kind else set()
        told += [
            f"a reported total may count it: {_measured(row)}"
            for place in self.parties.above(party)
            for row in self.by_party.get(place, ())
            if row.kind in kinds
        ]
        told = list(dict.fromkeys(told))
        more = [f"{len(told) - _SHOWN} more reported totals do"] if len(told) > _SHOWN else []
        return [*told[:_SHOWN], *more]


class Measure(NamedTuple):
    """A number that a total reports of a party at one of its ends, or of those of a kind in that place."""

    total: str
    relation: str
    direction: str
    party: str
    kind: str | None
    number: int | None
    unit: str | None
    amount: str | None
    currency: str | None


def counted(
    measures: Iterable[Measure],
    parties: Parties,
    words: Vocabulary,
    *,
    relations: Collection[str],
    directions: Collection[str],
) -> Counted:
    """Return the totals under those relations in those directions."""
    found = Counted(parties, words)
    for one in sorted(set(measures), key=_order):
        if one.relation in relations:
            direction = "mutual" if words.relations[one.relation].mutual else one.direction
            if direction in directions:
                found.by_party[one.party].append(one)
    return found


def _order(one: Measure) -> tuple[Any, ...]:
    largest_first = -1 if one.number is None else one.number
    return one.relation, -largest_first, one.unit or "", one.total, one.amount or "", one.currency or ""


def measures(store: Store) -> list[Measure]:
    """Return what the totals of a store report."""
    return [
        Measure._make((*row[:7], None if row.amount is None else f"{row.amount:f}", row.currency))
        for row in store.select(_COUNTED)
    ]


def _measured(one: Measure) -> str:
    measure = f"{one.number} {one.unit}" if one.number is not None else f"{one.amount} {one.currency}"
    return f"{local_name(one.relation)}, {measure}"


def shortened(parts: Iterable[str]) -> str:
    """Return a list in words, its end left out where it is long.

    >>> shortened(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    listed = list(parts)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN + 1 else ""
    return ", ".join(listed[:_SHOWN] if more else listed) + more
