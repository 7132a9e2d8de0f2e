"""What follows from the claims, as pure functions over records: the same as the rules derive in the store.

The columnar tables are written from these, before there is a store to ask; a test holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aidgraph.model import STATUSES, Claim, PartialDate, Partnership, Party, Records
from aidgraph.terms import AID

__all__ = ["UNDATED", "Derived", "derived", "homes", "partnership_name", "shown_name"]

UNDATED = "0001-01-01"
"""The day of a status that nothing dates: any other is later."""

_WEIGHTS = {
    ("accepted", "contradicts"): 3,
    ("accepted", "supports"): 2,
    ("proposed", "contradicts"): 1,
    ("proposed", "supports"): 1,
}
_STANDINGS = ("rejected", "proposed", "accepted", "disputed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """How a partnership stands, by all claims about it; ``status_as_of`` is the day of which its status speaks."""

    standing: str
    pairing: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    status: str = ""
    status_as_of: str = ""
    implied: bool = False


def derived(claims: Sequence[Claim], issued: Mapping[str, PartialDate | None]) -> Derived:
    """Return how a partnership stands by the claims about it; ``issued`` dates their sources, by IRI."""
    standing = _STANDINGS[max((_WEIGHTS.get((c.facts.review, c.facts.stance), 0) for c in claims), default=0)]
    heard = [c for c in claims if c.facts.review == "accepted" and c.facts.stance == "supports"]
    if not heard:
        return Derived(standing=standing)
    bases = {c.facts.basis for c in heard}
    status, as_of = _status(heard, issued)
    return Derived(
        standing=standing,
        pairing=min((c.facts.pairing for c in heard if c.facts.pairing), default=""),
        since=_exact(min, [c.facts.since for c in heard], lambda date: date.first),
        until=_exact(max, [c.facts.until for c in heard], lambda date: date.last),
        status=status,
        status_as_of=as_of,
        implied="implied" in bases and "stated" not in bases,
    )


def _exact(
    choose: Callable[[Iterable[str]], str], dates: Iterable[PartialDate | None], day: Callable[[PartialDate], str]
) -> PartialDate | None:
    """Return the date whose day is chosen; of several that mean that day, the most exact."""
    known = [date for date in dates if date]
    if not known:
        return None
    chosen = choose(map(day, known))
    return max((date for date in known if day(date) == chosen), key=lambda date: len(date.text))


def _status(heard: Sequence[Claim], issued: Mapping[str, PartialDate | None]) -> tuple[str, str]:
    said = []
    for claim in heard:
        if claim.facts.status not in {"", "unknown"}:
            as_of, printed = claim.facts.as_of, issued.get(claim.source)
            day = as_of.last if as_of else printed.first if printed else UNDATED
            # of two at once, the later stage
            said.append((day, STATUSES.index(claim.facts.status)))
    if not said:
        return "", ""
    day, stage = max(said)
    return STATUSES[stage], day


def shown_name(labels: Iterable[tuple[str, str]], languages: Sequence[str]) -> str:
    """Return the one label a thing is shown by: in the first of the languages that it has one in, else any.

    >>> shown_name([("en", "School"), ("zh", "学校")], ["zh", "en"])
    '学校'
    """
    order = {language.lower(): rank for rank, language in reversed(list(enumerate(languages)))}
    ranked = ((order.get(language.lower(), len(order)), label) for language, label in labels)
    return min(ranked)[1]


def partnership_name(partnership: Partnership, names: Mapping[str, str]) -> str:
    """Return what a partnership is called: those on one side, then those on the other; ``names`` are of parties."""
    froms, tos = ("; ".join(sorted(names[iri] for iri in side)) for side in (partnership.froms, partnership.tos))
    if partnership.mutual:
        return f"{froms} – {tos}" if tos else froms
    return f"{froms or _NOBODY} → {tos or _NOBODY}"


_NOBODY = "(not named)"


def homes(records: Records, standing: Mapping[str, Derived]) -> dict[str, str]:
    """Return the place every party lies in, for those of whom one is known.

    It is the one of its own record; where that says none, an accepted partnership that is no aid may tell it.
    """
    places = {party.iri for party in records.parties if party.is_place}
    own = {party.iri: party for party in records.parties}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for party in records.parties:
        if party.place in places:
            found[party.iri].add(party.place)
    for partnership in records.partnerships:
        if partnership.relation not in _LYING:
            continue
        known = standing[partnership.iri]
        if known.standing == "accepted" and known.pairing != "unspecified":
            for one in partnership.froms:
                if not _said(own[one], partnership.relation):
                    found[one].update(places.intersection(partnership.tos))
    # of several, the first in order is kept
    return {iri: min(around) for iri, around in found.items() if around}


_LYING = (f"{AID}locatedIn", f"{AID}partOf")


def _said(party: Party, relation: str) -> bool:
    """Tell whether a party's own record says that very relation: a place is part of one, others are located."""
    return bool(party.place) and relation == _LYING[party.is_place]
