"""Ties: who stands on a side of which partnership that counts, and who stands opposite."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.store.embedded import Store
from aidgraph.terms import AID

__all__ = ["RELATED", "Tie", "by_party", "every_tie", "holds", "ties"]

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
    standing: str = "accepted"
    lapsed: str = ""


_STANDING = "SELECT ?p ?standing ?relation WHERE { ?p aid:standing ?standing ; aid:relation ?relation }"
_ENDS = """
SELECT ?p ?side ?end WHERE {
  { ?p aid:provider ?end . BIND("provider" AS ?side) } UNION { ?p aid:recipient ?end . BIND("recipient" AS ?side) }
  UNION { ?p aid:oneSide ?end . BIND("oneSide" AS ?side) } UNION { ?p aid:otherSide ?end . BIND("otherSide" AS ?side) }
  UNION { ?p aid:peer ?end . BIND("peer" AS ?side) }
}
"""
_OPPOSITE = {
    "provider": ("out", "recipient"),
    "recipient": ("in", "provider"),
    "oneSide": ("mutual", "otherSide"),
    "otherSide": ("mutual", "oneSide"),
    "peer": ("mutual", "peer"),
}
_FACTS = """
SELECT ?p ?pairing ?unnamedKind ?unnamedPlace
       ?since ?sincePrecision ?until ?untilPrecision ?status ?statusAsOf WHERE {
  { SELECT DISTINCT ?p WHERE {
    { ?p aid:pairing ?a } UNION { ?p aid:unnamedKind ?a } UNION { ?p aid:unnamedPlace ?a }
    UNION { ?p aid:statusAsOf ?a } UNION { ?p aid:since ?a } UNION { ?p aid:until ?a }
  } }
  FILTER EXISTS { ?p aid:standing ?standing }
  OPTIONAL { ?p aid:pairing ?pairing }
  OPTIONAL { ?p aid:unnamedKind ?unnamedKind } OPTIONAL { ?p aid:unnamedPlace ?unnamedPlace }
  OPTIONAL { ?p aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?p aid:until ?until ; aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?p aid:status ?status ; aid:statusAsOf ?statusAsOf }
}
"""
_IMPLIED = """
SELECT DISTINCT ?p WHERE {
  ?c aid:basis "implied" ; aid:review "accepted" ; aid:stance "supports" ; aid:about ?p .
  MINUS { ?other aid:about ?p ; aid:review "accepted" ; aid:stance "supports" ; aid:basis "stated" }
}
"""


def ties(
    store: Store, relations: frozenset[str], *, as_of: dt.date | None = None, today: dt.date | None = None
) -> dict[str, list[Tie]]:
    """Return the accepted ties under those relations by party, in the order of their partnerships.

    With ``as_of`` a partnership counts when it had begun and had not ended then, as far as stated; without, when it
    is not known to have ended by ``today``.
    """
    every = [tie for tie in every_tie(store, as_of=as_of, today=today) if not tie.lapsed]
    return by_party(tie for tie in every if tie.standing == "accepted" and tie.relation in relations)


def by_party(found: Iterable[Tie]) -> dict[str, list[Tie]]:
    """Return ties by party, in the order they come."""
    grouped: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in found:
        grouped[tie.party].append(tie)
    return dict(grouped)


def every_tie(store: Store, *, as_of: dt.date | None = None, today: dt.date | None = None) -> list[Tie]:
    """Return the ties under all relations, of every standing, those too that have lapsed at the date.

    What is known of a partnership is put together from a few plain queries: one query for all of it takes minutes.
    """
    today = today or dt.datetime.now(tz=dt.UTC).date()
    sides: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for partnership, side, end in store.select(_ENDS):
        sides[partnership][side].append(end)
    facts = {row.p: row for row in store.select(_FACTS)}
    implied = {row.p for row in store.select(_IMPLIED)}
    found = []
    for partnership, standing, relation in sorted(store.select(_STANDING)):
        more = facts.get(partnership)
        what: dict[str, Any] = {"standing": standing, "implied": partnership in implied}
        if more:
            what["open"] = more.pairing == "unspecified"
            what["unnamed_kind"], what["unnamed_place"] = more.unnamedKind or "", more.unnamedPlace or ""
            what["lapsed"] = "" if holds(more, as_of, today) else _lapse(more, as_of)
        for side, ends in sides[partnership].items():
            direction, opposite = _OPPOSITE[side]
            others = sorted(sides[partnership].get(opposite, ()))
            for end in ends:
                partners = tuple([other for other in others if other != end])
                found.append(Tie(end, partnership, relation, direction, partners, **what))
    return [*found, *_alliances(tie for tie in found if tie.standing == "accepted" and not tie.lapsed)]


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


def _alliances(found: Iterable[Tie]) -> Iterator[Tie]:
    """Yield the ties between the members of an alliance and those who lead it: derived, no partnerships of their own.

    They bear the partnership by which the member joined.
    """
    outward = [tie for tie in found if tie.direction == "out" and not tie.open]
    leads: defaultdict[str, set[str]] = defaultdict(set)
    for tie in outward:
        for alliance in tie.partners if tie.relation == f"{AID}leads" else ():
            leads[alliance].add(tie.party)
    for tie in outward:
        if tie.relation == f"{AID}memberOf":
            for leader in sorted({leader for alliance in tie.partners for leader in leads[alliance]} - {tie.party}):
                for one, other in ((tie.party, leader), (leader, tie.party)):
                    yield Tie(one, tie.partnership, f"{AID}alliedWith", "mutual", (other,))
