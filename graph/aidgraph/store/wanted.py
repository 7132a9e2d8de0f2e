"""What the columnar tables are asked for: which ties, of whom, sorted how; and who is told apart by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from aidgraph.terms import AID

__all__ = [
    "ALLIED",
    "DISPUTED",
    "FLAGS",
    "INSIDE",
    "LEADS",
    "LINKED",
    "MEMBER",
    "NOWHERE",
    "SIDES",
    "Axes",
    "Population",
    "Wanted",
]

MEMBER, LEADS, ALLIED = (f"{AID}{name}" for name in ("memberOf", "leads", "alliedWith"))
"""Who joined and who leads; from both it follows who is allied, which nobody states."""

LINKED, DISPUTED, INSIDE = 1, 2, 4
"""The flags of a party: it has ties, it has disputed ones, what lies inside it has ties."""

FLAGS = range((LINKED | DISPUTED | INSIDE) + 1)
"""All combinations of the flags of a party."""

NOWHERE = -1
"""The number of no party."""

SIDES = {"out": ("provider",), "in": ("recipient",), "mutual": ("oneSide", "otherSide", "peer")}
"""The sides of a partnership on which its directions put a party."""

_SOMEWHERE = 0
"""The number of whichever place: that one is told beside the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ties are asked for: their relations and directions, and the day on which they are to hold.

    With ``as_of`` they had begun and not ended then, as far as is known; without, they have not ended by ``today``.
    ``every`` tells whether its relations are all that are stated: what filters nothing out is not looked at.
    """

    relations: frozenset[str]
    directions: frozenset[str]
    as_of: dt.date | None
    today: dt.date
    every: bool = False

    def among(self, stated: frozenset[str]) -> Wanted:
        """Return the same where only these relations are stated."""
        known = stated | {ALLIED} if stated.issuperset([MEMBER, LEADS]) else stated
        return replace(self, relations=self.relations & known, every=self.relations >= stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is asked about: those of some kinds inside a place, or anywhere, who existed on a day.

    ``places`` tells whether the kinds are levels of place; ``every``, whether they are all that there are; ``whole``,
    whether everybody existed on the day.
    """

    kinds: frozenset[str]
    places: bool
    place: int = NOWHERE
    day: dt.date
    every: bool = False
    whole: bool = False

    @property
    def anywhere(self) -> bool:
        """Whether all places are meant."""
        return self.place == NOWHERE

    def among(self, kinds: frozenset[str], *, whole: bool) -> Population:
        """Return the same, of whichever place, where only these kinds are there; ``whole`` tells of everybody."""
        place = self.place if self.anywhere else _SOMEWHERE
        return replace(self, kinds=self.kinds & kinds, every=self.kinds >= kinds, place=place, whole=whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """How parties are sorted into cells: by kind, and by their place or the place of a level that is around them."""

    by_place: bool
    by_kind: bool
    level: str = ""
