"""The points of proposals: what speaks for a pair and what against it, one constant and one function each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aidgraph.kinds import PLAIN, Kind, Relation, Vocabulary
from aidgraph.terms import AID

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

__all__ = [
    "CROWDING",
    "SURE",
    "TIED",
    "compatible",
    "directions",
    "far",
    "kilometres",
    "nearness_of",
    "of_between",
    "of_known",
    "of_load",
    "of_shared",
]

TIED = 40
"""Points where a place around one is itself tied with a place around the other."""

BETWEEN, BETWEEN_MOST = 3, 30
"""Points each time the number of partnerships between what lies in two such places doubles, and the most of them."""

KNOWN, KNOWN_MOST = 3, 18
"""Points for each partnership that a provider has with others around the recipient, and the most of them."""

SAME_KIND, LIKE_KIND = 20, 10
"""Points where both are of one kind, and where their kinds are alike."""

SHARED, SHARED_MOST = 8, 24
"""Points for each specialty that both have, and the most of them."""

SURE = 10
"""Points where a complete list says that the recipient has nobody: it comes before one of whom nothing is known."""

LOAD, LOAD_MOST = 3, 30
"""Points off for each partnership that a provider holds already, and the most of them."""

CROWDING = LOAD
"""Points off for each recipient proposed to the same provider before."""

KILOMETRES, FAR_MOST = 100, 15
"""So many kilometres take a point off, and the most of them."""

_EARTH = 6371.0
"""Its radius in kilometres."""


def compatible(words: Vocabulary, relation: Relation, provider: Kind, recipient: Kind) -> int | None:
    """Return the points for the kinds of two parties, ``None`` where the relation cannot tie them.

    Two institutions must be of one top kind, and so must two places where the relation demands it, unless the relation
    itself names the kinds of its ends.
    """
    alike = words.top_kind(provider) == words.top_kind(recipient)
    held = words.may_hold(relation, provider, side="from") and words.may_hold(relation, recipient, side="to")
    if not held or (relation.same_top_kind and not alike):
        return None
    if provider.is_level != recipient.is_level:
        # a place and an institution are tied only by a relation that says so
        return 0 if (relation.tos if recipient.is_level else relation.froms) else None
    if provider == recipient:
        return 0 if provider.iri == PLAIN else SAME_KIND
    if alike and not provider.is_level:
        return LIKE_KIND
    named = any(kind not in _ANY for kind in (*relation.froms, *relation.tos))
    return 0 if named or provider.is_level else None


_ANY = {f"{AID}Institution", f"{AID}Place"}


def of_between(count: int) -> int:
    """Return the points for so many partnerships between what lies in two places."""
    return min(BETWEEN_MOST, BETWEEN * count.bit_length())


def of_known(count: int) -> int:
    """Return the points for so many partnerships that a provider has around a recipient."""
    return min(KNOWN_MOST, KNOWN * count)


def of_shared(count: Numbers | int) -> Numbers:
    """Return the points for so many specialties that both have."""
    import numpy as np

    points: Numbers = np.minimum(SHARED * count, SHARED_MOST)
    return points


def of_load(count: int) -> int:
    """Return the points off for so many partnerships that a provider holds already."""
    return min(LOAD_MOST, LOAD * count)


def directions(places: Sequence[tuple[float, float]]) -> Numbers:
    """Return the directions of places on a round earth from its middle, as columns of three numbers."""
    import numpy as np

    latitude, longitude = np.radians(np.array(places, float).reshape(-1, 2)).T
    return np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])


def nearness_of(ones: Numbers, others: Numbers) -> Numbers:
    """Return the cosine of the angle between each of some directions and each of others.

    Never as a product of matrices: one pair alone must come out to the last bit as it does among many.
    """
    x, y, z = (one[:, None] * other for one, other in zip(ones, others, strict=True))
    x += y
    x += z
    near: Numbers = x
    return near


def kilometres(nearness: float) -> float:
    """Return how far apart two directions are that are so near each other."""
    return _EARTH * math.acos(max(-1.0, min(nearness, 1.0)))


def far(nearness: Numbers) -> Numbers:
    """Return the points off for directions that are so near each other."""
    import numpy as np

    steps = np.cos(np.arange(FAR_MOST, 0, -1) * KILOMETRES / _EARTH)
    points: Numbers = FAR_MOST - np.searchsorted(steps, nearness)
    return points
