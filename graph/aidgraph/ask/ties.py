"""Ties: who stands on a side of which partnership that counts, and who stands opposite."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from aidgraph.store.embedded import Store
from aidgraph.terms import AID

__all__ = ["RELATED", "Tie", "holds", "ties"]

RELATED = f"{AID}relatedTo"
"""The relation on top of all that counts as a link."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One party's part in a partnership; ``partners`` are on the other side, none where the source names nobody.

    ``direction`` is ``out``, ``in`` or ``mutual``; ``open`` says that the source leaves open who is paired with whom.
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


_SIDES = """
  { ?p aid:provider ?party . BIND("out" AS ?direction) OPTIONAL { ?p aid:recipient ?partner } }
  UNION { ?p aid:recipient ?party . BIND("in" AS ?direction) OPTIONAL { ?p aid:provider ?partner } }
  UNION { ?p aid:oneSide ?party ; aid:otherSide ?partner . BIND("mutual" AS ?direction) }
  UNION { ?p aid:otherSide ?party ; aid:oneSide ?partner . BIND("mutual" AS ?direction) }
  UNION { ?p aid:peer ?party , ?partner . FILTER(?party != ?partner) BIND("mutual" AS ?direction) }
"""

_TIES = f"""
SELECT ?party ?p ?relation ?direction ?partner ?pairing ?unnamedKind ?unnamedPlace
       ?since ?until ?status ?statusAsOf ?stated WHERE {{
  ?p aid:standing ?standing ; aid:relation ?relation .
  {_SIDES}
  OPTIONAL {{ ?p aid:pairing ?pairing }}
  OPTIONAL {{ ?p aid:unnamedKind ?unnamedKind }} OPTIONAL {{ ?p aid:unnamedPlace ?unnamedPlace }}
  OPTIONAL {{ ?p aid:since ?since }} OPTIONAL {{ ?p aid:until ?until }}
  OPTIONAL {{ ?p aid:status ?status ; aid:statusAsOf ?statusAsOf }}
  BIND(EXISTS {{ ?c aid:about ?p ; aid:review "accepted" ; aid:stance "supports" ; aid:basis "stated" }} AS ?stated)
}}
"""


def ties(
    store: Store,
    relations: frozenset[str],
    *,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
    standing: str = "accepted",
) -> dict[str, list[Tie]]:
    """Return the ties under those relations by party, most partners first.

    With ``as_of`` a partnership counts when it had begun and had not ended then, as far as stated; without, when it
    is not known to have ended by ``today``.
    """
    partners: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    facts = {}
    for row in store.select(_TIES, bind={"standing": standing}):
        if row.relation in relations and holds(row, as_of, today or dt.datetime.now(tz=dt.UTC).date()):
            key = (row.party, row.p, row.direction)
            facts[key] = row
            if row.partner:
                partners[key].add(row.partner)
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for (party, partnership, direction), row in sorted(facts.items()):
        found[party].append(
            Tie(
                party=party,
                partnership=partnership,
                relation=row.relation,
                direction=direction,
                partners=tuple(sorted(partners[party, partnership, direction])),
                open=row.pairing == "unspecified",
                implied=not row.stated,
                unnamed_kind=row.unnamedKind or "",
                unnamed_place=row.unnamedPlace or "",
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
