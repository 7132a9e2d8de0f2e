"""Ties: who stands on a side of which partnership that counts, and who stands opposite."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from aidgraph.ask.card import partial
from aidgraph.store.embedded import Store
from aidgraph.terms import AID

__all__ = ["RELATED", "Sides", "Terms", "Tie", "by_party", "every_tie", "holds", "ties", "ties_of"]

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


class Terms(NamedTuple):
    """What is known of a partnership, but for who is in it; ``open`` says that its pairing is left open."""

    partnership: str
    relation: str
    standing: str
    implied: bool
    open: bool
    unnamed_kind: str
    unnamed_place: str
    since: dt.date | None
    since_precision: str | None
    until: dt.date | None
    until_precision: str | None
    status: str | None
    status_as_of: dt.date | None


Sides = defaultdict[str, defaultdict[str, list[str]]]

_STANDING = "SELECT ?p ?standing ?relation WHERE { ?p aid:standing ?standing ; aid:relation ?relation }"
_ENDS = """
SELECT ?p ?side ?end WHERE {
  { ?p aid:provider ?end . BIND("provider" AS ?side) } UNION { ?p aid:recipient ?end . BIND("recipient" AS ?side) }
  UNION { ?p aid:oneSide ?end . BIND("oneSide" AS ?side) } UNION { ?p aid:otherSide ?end . BIND("otherSide" AS ?side) }
  UNION { ?p aid:peer ?end . BIND("peer" AS ?side) }
}
"""
_JOINING = {f"{AID}memberOf", f"{AID}leads"}
_OPPOSITE = {
    "provider": ("out", "recipient"),
    "recipient": ("in", "provider"),
    "oneSide": ("mutual", "otherSide"),
    "otherSide": ("mutual", "oneSide"),
    "peer": ("mutual", "peer"),
}
_FACTS = """
SELECT ?p ?pairing ?unnamedKind ?unnamedPlace
       ?since ?sincePrecision ?until ?untilPrecision ?status ?status_as_of WHERE {
  { SELECT DISTINCT ?p WHERE {
    { ?p aid:pairing ?a } UNION { ?p aid:unnamedKind ?a } UNION { ?p aid:unnamedPlace ?a }
    UNION { ?p aid:statusAsOf ?a } UNION { ?p aid:since ?a } UNION { ?p aid:until ?a }
  } }
  FILTER EXISTS { ?p aid:standing ?standing }
  OPTIONAL { ?p aid:pairing ?pairing }
  OPTIONAL { ?p aid:unnamedKind ?unnamedKind } OPTIONAL { ?p aid:unnamedPlace ?unnamedPlace }
  OPTIONAL { ?p aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?p aid:until ?until ; aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?p aid:status ?status ; aid:statusAsOf ?status_as_of }
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
    sides: Sides = defaultdict(lambda: defaultdict(list))
    for partnership, side, end in store.select(_ENDS):
        sides[partnership][side].append(end)
    implied = {row.p for row in store.select(_IMPLIED)}
    more = {row.p: (row.pairing == "unspecified", *map(_text, row[2:4]), *row[4:]) for row in store.select(_FACTS)}
    nothing = (False, "", "", None, None, None, None, None, None)
    found = (
        Terms(partnership, relation, standing, partnership in implied, *more.get(partnership, nothing))
        for partnership, standing, relation in sorted(store.select(_STANDING))
    )
    return list(ties_of(found, sides, as_of=as_of, today=today))


def _text(value: str | None) -> str:
    return value or ""


def ties_of(
    partnerships: Iterable[Terms],
    sides: Mapping[str, Mapping[str, Sequence[str]]],
    *,
    as_of: dt.date | None,
    today: dt.date,
) -> Iterator[Tie]:
    """Yield the ties that partnerships make, and those between members and leaders of alliances after them.

    ``sides`` has for each partnership, by its IRI, who stands on which side.
    """
    outward = []
    for terms in partnerships:
        lapsed = "" if holds(terms, as_of, today) else _lapse(terms, as_of)
        joins = terms.relation in _JOINING and terms.standing == "accepted" and not terms.open and not lapsed
        for side, ends in sides[terms.partnership].items():
            direction, opposite = _OPPOSITE[side]
            others = sorted(sides[terms.partnership].get(opposite, ()))
            for end in ends:
                tie = Tie(
                    end,
                    terms.partnership,
                    terms.relation,
                    direction,
                    tuple([other for other in others if other != end]),
                    open=terms.open,
                    implied=terms.implied,
                    unnamed_kind=terms.unnamed_kind,
                    unnamed_place=terms.unnamed_place,
                    standing=terms.standing,
                    lapsed=lapsed,
                )
                yield tie
                if joins and direction == "out":
                    outward.append(tie)
    yield from _alliances(outward)


def holds(row: Any, as_of: dt.date | None, today: dt.date) -> bool:  # noqa: ANN401  a row of a query, or Terms
    """Tell whether a partnership holds, from a row with its ``since``, ``until``, ``status`` and ``status_as_of``."""
    if as_of is None:
        return row.status != "ended" and (row.until is None or row.until >= today)
    ended = row.status == "ended" and row.until is None and (row.status_as_of is None or row.status_as_of <= as_of)
    return not ended and (row.since is None or row.since <= as_of) and (row.until is None or row.until >= as_of)


def _lapse(terms: Terms, as_of: dt.date | None) -> str:
    if as_of and terms.since and terms.since > as_of:
        return f"began only in {partial(terms.since, terms.since_precision)}"
    return f"ended in {partial(terms.until, terms.until_precision)}" if terms.until else "is reported as ended"


def _alliances(outward: Sequence[Tie]) -> Iterator[Tie]:
    """Yield the ties between the members of an alliance and those who lead it: derived, no partnerships of their own.

    They bear the partnership by which the member joined.
    """
    leads: defaultdict[str, set[str]] = defaultdict(set)
    for tie in outward:
        for alliance in tie.partners if tie.relation == f"{AID}leads" else ():
            leads[alliance].add(tie.party)
    for tie in outward:
        if tie.relation == f"{AID}memberOf":
            for leader in sorted({leader for alliance in tie.partners for leader in leads[alliance]} - {tie.party}):
                for one, other in ((tie.party, leader), (leader, tie.party)):
                    yield Tie(one, tie.partnership, f"{AID}alliedWith", "mutual", (other,))
