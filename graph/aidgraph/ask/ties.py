"""Ties: who stands on a side of which partnership that counts, and who stands opposite."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.store.embedded import Store
from aidgraph.terms import AID

__all__ = ["RELATED", "Tie", "holds", "ties"]

RELATED = f"{AID}relatedTo"
"""The relation on top of all that counts as a link."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One party's part in a partnership; ``partners`` are on the other side, none where the source names nobody.

    ``direction`` is ``out``, ``in`` or ``mutual``; ``open`` says that the source leaves open who is paired with whom.
    ``lapsed`` says in words why the partnership does not hold at the date asked, and is empty where it does.
    """

    party: str
    partnership: str
    relation: str
    direction: str
    partners: tuple[str, ...]
    open: bool = False
    implied: bool = False
    unnamed_kind: str = ""
    unnamed_place: str = ""
    lapsed: str = ""


_SIDES = """
  { ?p aid:provider ?party . BIND("out" AS ?direction) OPTIONAL { ?p aid:recipient ?partner } }
  UNION { ?p aid:recipient ?party . BIND("in" AS ?direction) OPTIONAL { ?p aid:provider ?partner } }
  UNION { ?p aid:oneSide ?party ; aid:otherSide ?partner . BIND("mutual" AS ?direction) }
  UNION { ?p aid:otherSide ?party ; aid:oneSide ?partner . BIND("mutual" AS ?direction) }
  UNION { ?p aid:peer ?party , ?partner . FILTER(?party != ?partner) BIND("mutual" AS ?direction) }
"""

_TIES = f"""
SELECT ?party ?p ?relation ?direction ?partner ?pairing ?unnamedKind ?unnamedPlace
       ?since ?sincePrecision ?until ?untilPrecision ?status ?statusAsOf WHERE {{
  ?p aid:standing ?standing ; aid:relation ?relation .
  {_SIDES}
  OPTIONAL {{ ?p aid:pairing ?pairing }}
  OPTIONAL {{ ?p aid:unnamedKind ?unnamedKind }} OPTIONAL {{ ?p aid:unnamedPlace ?unnamedPlace }}
  OPTIONAL {{ ?p aid:since ?since ; aid:sincePrecision ?sincePrecision }}
  OPTIONAL {{ ?p aid:until ?until ; aid:untilPrecision ?untilPrecision }}
  OPTIONAL {{ ?p aid:status ?status ; aid:statusAsOf ?statusAsOf }}
}}
"""
_IMPLIED = """
SELECT DISTINCT ?p WHERE {
  ?c aid:basis "implied" ; aid:review "accepted" ; aid:stance "supports" ; aid:about ?p .
  FILTER NOT EXISTS { ?other aid:about ?p ; aid:review "accepted" ; aid:stance "supports" ; aid:basis "stated" }
}
"""


def ties(
    store: Store,
    relations: frozenset[str],
    *,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
    standing: str = "accepted",
    lapsed: bool = False,
) -> dict[str, list[Tie]]:
    """Return the ties under those relations by party, in the order of their partnerships.

    With ``as_of`` a partnership counts when it had begun and had not ended then, as far as stated; without, when it
    is not known to have ended by ``today``. With ``lapsed``, those that do not count are returned too, and say so.
    """
    today = today or dt.datetime.now(tz=dt.UTC).date()
    implied = {row.p for row in store.select(_IMPLIED)}
    partners: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    facts = {}
    for row in store.select(_TIES, bind={"standing": standing}):
        if row.relation in relations and (lapsed or holds(row, as_of, today)):
            key = (row.party, row.p, row.direction)
            facts[key] = row
            if row.partner:
                partners[key].add(row.partner)
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for (party, partnership, direction), row in sorted(facts.items(), key=lambda item: item[0]):
        found[party].append(
            Tie(
                party=party,
                partnership=partnership,
                relation=row.relation,
                direction=direction,
                partners=tuple(sorted(partners[party, partnership, direction])),
                open=row.pairing == "unspecified",
                implied=partnership in implied,
                unnamed_kind=row.unnamedKind or "",
                unnamed_place=row.unnamedPlace or "",
                lapsed="" if holds(row, as_of, today) else _lapse(row, as_of),
            )
        )
    if f"{AID}alliedWith" in relations and standing == "accepted":
        _add_alliances(store, found, as_of=as_of, today=today)
    return dict(found)


def holds(row: Any, as_of: dt.date | None, today: dt.date) -> bool:  # noqa: ANN401  a row of a query
    """Tell whether a partnership holds, from a row with its ``since``, ``until``, ``status`` and ``statusAsOf``."""
    if as_of is None:
        return row.status != "ended" and (row.until is None or row.until >= today)
    ended = row.status == "ended" and row.until is None and row.statusAsOf <= as_of
    return not ended and (row.since is None or row.since <= as_of) and (row.until is None or row.until >= as_of)


def _lapse(row: Any, as_of: dt.date | None) -> str:  # noqa: ANN401  a row of _TIES
    if as_of and row.since and row.since > as_of:
        return f"began only in {partial(row.since, row.sincePrecision)}"
    return f"ended in {partial(row.until, row.untilPrecision)}" if row.until else "is reported as ended"


def _add_alliances(
    store: Store, found: defaultdict[str, list[Tie]], *, as_of: dt.date | None, today: dt.date | None
) -> None:
    """Tie the members of an alliance to those who lead it: derived, so neither is a partnership of its own."""
    members, leaders = (
        ties(store, frozenset({f"{AID}{name}"}), as_of=as_of, today=today) for name in ("memberOf", "leads")
    )
    leads: defaultdict[str, set[str]] = defaultdict(set)
    for tie in _outward(leaders):
        for alliance in tie.partners:
            leads[alliance].add(tie.party)
    for tie in _outward(members):
        for leader in sorted({leader for alliance in tie.partners for leader in leads[alliance]} - {tie.party}):
            for one, other in ((tie.party, leader), (leader, tie.party)):
                found[one].append(Tie(one, tie.partnership, f"{AID}alliedWith", "mutual", (other,)))


def _outward(found: dict[str, list[Tie]]) -> list[Tie]:
    return [tie for its_ties in found.values() for tie in its_ties if tie.direction == "out" and not tie.open]
