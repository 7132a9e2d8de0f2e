"""What sources say of a party short of a link: it changes no answer, and a reader must not miss it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from aidgraph.ask.labels import Parties
from aidgraph.kinds import Vocabulary
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

__all__ = ["Arranged", "Counted", "arranged", "counted", "shortened"]

_SHOWN = 3

_ARRANGED = """
SELECT DISTINCT ?p ?relation ?name ?via ?at WHERE {
  { ?c aid:facilitator ?via } UNION { ?c aid:at ?at }
  ?c aid:about ?p . ?p aid:relation ?relation ; aid:name ?name .
  FILTER EXISTS { ?p aid:standing "accepted" }
  FILTER EXISTS { ?c aid:review "accepted" } FILTER EXISTS { ?c aid:stance "supports" }
} ORDER BY ?relation ?name
"""
_COUNTED = """
SELECT DISTINCT ?total ?relation ?side ?party ?kind ?number ?unit ?amount ?currency WHERE {
  ?total a aid:ReportedTotal ; aid:relation ?relation .
  { ?total aid:provider ?party . BIND("out" AS ?side) OPTIONAL { ?total aid:providerKind ?kind } }
  UNION { ?total aid:recipient ?party . BIND("in" AS ?side) OPTIONAL { ?total aid:recipientKind ?kind } }
  ?c aid:about ?total .
  FILTER EXISTS { ?c aid:review "accepted" } FILTER EXISTS { ?c aid:stance "supports" }
  OPTIONAL { ?c aid:count ?number ; aid:unit ?unit } OPTIONAL { ?c aid:amount ?amount ; aid:currency ?currency }
} ORDER BY ?relation DESC(?number) ?unit ?total
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
        via, at = parties.labels(self.via[partnership]), parties.labels(self.at[partnership])
        return [f"arranged by {shortened(via)}"] * bool(via) + [f"concerning {shortened(at)}"] * bool(at)

    def hints(self, party: str) -> list[str]:
        """Return in words what a party arranged, and what concerns it as a place."""
        told = (("named as who arranged", self.by_party), ("named as the place of", self.by_place))
        return [f"{what} {shortened(found[party])}" for what, found in told if found[party]]


def arranged(store: Store, relations: frozenset[str]) -> Arranged:
    """Return who arranged partnerships under those relations, and which places they concern."""
    found = Arranged()
    for row in store.select(_ARRANGED):
        if row.relation in relations:
            party = row.via or row.at
            (found.via if row.via else found.at)[row.p].append(party)
            (found.by_party if row.via else found.by_place)[party].append(f"{local_name(row.relation)} {row.name}")
    return found


@dataclass(slots=True)
class Counted:
    """The reported totals by the party at one of their ends."""

    parties: Parties
    words: Vocabulary
    by_party: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def hints(self, party: str) -> list[str]:
        """Return in words which totals name a party, and which may count it without naming it.

        A place together with a kind stands for those of that kind in the place.
        """
        told = [f"a reported total names it, and no partner: {_measured(row)}" for row in self.by_party[party]]
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


def counted(
    store: Store, parties: Parties, words: Vocabulary, relations: frozenset[str], asked: Callable[[str], bool]
) -> Counted:
    """Return the totals under those relations; ``asked`` tells whether a direction is."""
    found = Counted(parties, words)
    for row in store.select(_COUNTED):
        if row.relation in relations and asked("mutual" if words.relations[row.relation].mutual else row.side):
            found.by_party[row.party].append(row)
    return found


def _measured(row: Any) -> str:  # noqa: ANN401  a row of _COUNTED
    measure = f"{row.number} {row.unit}" if row.number is not None else f"{row.amount:f} {row.currency}"
    return f"{local_name(row.relation)}, {measure}"


def shortened(parts: Iterable[str]) -> str:
    """Return a list in words, its end left out where it is long.

    >>> shortened(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    listed = list(parts)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN + 1 else ""
    return ", ".join(listed[:_SHOWN] if more else listed) + more
