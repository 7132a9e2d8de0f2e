"""Which column a party stands in: provider, platform or recipient.

A party stands where its place stands under counterpart aid; without one, where its deeds put it. What the two sides
run together stands between them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from aidgraph.show.picture import Link

__all__ = ["sides"]

COUNTERPART = "counterpartAidTo"
"""The relation that tells which places give and which receive."""

JOINING = frozenset({"memberOf", "leads", "founded", "operates", "implements"})
"""Relations of whoever runs a thing to the thing they run."""


def sides(
    links: Iterable[Link],
    *,
    homes: Mapping[str, str],
    around: Mapping[str, str],
    places: AbstractSet[str],
    giving: AbstractSet[str],
) -> defaultdict[str, str]:
    """Return the side of every party by id: ``provider``, ``recipient``, else ``platform``.

    ``homes`` tells for each party the place it works for, or lies in; ``around`` for each place the one around it;
    ``places`` are the ids of all places, ``giving`` the relations of which one side gives and the other receives.
    Only accepted partnerships count.
    """
    accepted = [link for link in links if link.standing == "accepted"]
    roles = _roles(accepted, homes, places)
    found: dict[str, str] = {}
    for party in homes:
        start = party if party in places else homes[party]
        if side := next((roles[place] for place in _upwards(start, around) if place in roles), ""):
            found[party] = side
    deeds = _deeds(link for link in accepted if link.relation in giving)
    found |= {party: side for party, side in deeds.items() if party not in found}
    for thing, hands in _hands(accepted).items():
        if thing not in places and {"provider", "recipient"} <= {found.get(party, "") for party in (thing, *hands)}:
            found[thing] = "platform"
    return defaultdict(lambda: "platform", found)


def _roles(links: Iterable[Link], homes: Mapping[str, str], places: AbstractSet[str]) -> dict[str, str]:
    """Return the side of every place that gives or receives counterpart aid, none for one that does both."""
    given: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.relation == COUNTERPART:
            for side, ends in (("provider", link.froms), ("recipient", link.tos)):
                for end in ends:
                    given[end if end in places else homes.get(end, "")].add(side)
    return {place: next(iter(role)) if len(role) == 1 else "" for place, role in given.items() if place}


def _upwards(place: str, around: Mapping[str, str]) -> Iterable[str]:
    seen: dict[str, None] = {}
    while place and place not in seen:
        seen[place] = None
        place = around.get(place, "")
    return seen


def _deeds(links: Iterable[Link]) -> dict[str, str]:
    """Return what each party mostly does, for those who do more of one than of the other."""
    balance: Counter[str] = Counter()
    for link in links:
        balance.update(link.froms)
        balance.subtract(link.tos)
    return {party: "provider" if more > 0 else "recipient" for party, more in balance.items() if more}


def _hands(links: Iterable[Link]) -> dict[str, set[str]]:
    """Return who runs each thing that is run."""
    hands: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.relation in JOINING:
            for thing in link.tos:
                hands[thing].update(link.froms)
    return hands
