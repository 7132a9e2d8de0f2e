"""How many partnerships are named of those that a total counts: pairs, or institutions that take part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

__all__ = ["Ends", "Tally", "institutions", "pairs"]

Scope = Callable[[str], bool]
"""Tells whether a party, by its id, may stand on a side of what a total counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two sides of a named partnership; of a mutual one with ``tos`` empty, all in ``froms`` are peers.

    ``open`` says that its source leaves open who is paired with whom.
    """

    froms: tuple[str, ...]
    tos: tuple[str, ...]
    mutual: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """``named`` are counted; each of ``open`` is a group whose pairing is left open: the sizes of its two sides.

    Of a group of peers the second size is 0.
    """

    named: int
    open: tuple[tuple[int, int], ...] = ()


def pairs(partnerships: Iterable[Ends], froms: Scope, tos: Scope) -> Tally:
    """Count the distinct pairs of one party each from two scopes; a group that is left open counts for none.

    >>> everybody = lambda party: True
    >>> pairs([Ends(froms=("a", "b"), tos=("c",)), Ends(froms=("a",), tos=("c",))], everybody, everybody)
    Tally(named=2, open=())
    >>> pairs([Ends(froms=("a", "b", "c"), tos=("d", "e"), open=True)], everybody, everybody)
    Tally(named=0, open=((3, 2),))
    """
    found: set[tuple[str, str]] = set()
    left_open: list[tuple[int, int]] = []
    for ends in partnerships:
        if not ends.open:
            found.update(pair for pair in _couples(ends) if _fits(pair, ends, froms, tos))
            continue
        sizes = max(_sizes(ends, froms, tos))
        if all(sizes) or (sizes[0] > 1 and not ends.tos):
            left_open.append(sizes)
    return Tally(len(found), tuple(left_open))


def institutions(partnerships: Iterable[Ends], froms: Scope, tos: Scope, *, counted: tuple[bool, bool]) -> Tally:
    """Count the distinct parties on the sides that are ``counted``, in partnerships between the two scopes.

    A member of a group takes part in it, even where it is left open who is paired with whom.

    >>> everybody = lambda party: True
    >>> group = Ends(froms=("a", "b", "c"), tos=("d", "e"), open=True)
    >>> institutions([group], everybody, everybody, counted=(True, False))
    Tally(named=3, open=())
    """
    found: set[str] = set()
    for ends in partnerships:
        for one, other in _couples(ends):
            for first, second in ((one, other), (other, one)) if ends.mutual else ((one, other),):
                if froms(first) and tos(second):
                    found.update(party for party, wanted in zip((first, second), counted, strict=True) if wanted)
    return Tally(len(found))


def _couples(ends: Ends) -> Iterator[tuple[str, str]]:
    """Yield everybody with everybody opposite; the two of a mutual couple always in the same order."""
    if not ends.mutual:
        yield from product(ends.froms, ends.tos)
        return
    couples = product(ends.froms, ends.tos) if ends.tos else combinations(ends.froms, 2)
    yield from ((min(couple), max(couple)) for couple in couples)


def _fits(pair: tuple[str, str], ends: Ends, froms: Scope, tos: Scope) -> bool:
    one, other = pair
    return (froms(one) and tos(other)) or (ends.mutual and froms(other) and tos(one))


def _sizes(ends: Ends, froms: Scope, tos: Scope) -> Iterator[tuple[int, int]]:
    """Yield how many of a group's two sides are within the scopes, either way round where it is mutual."""
    if ends.mutual and not ends.tos:
        yield sum(froms(party) or tos(party) for party in ends.froms), 0
        return
    ways = [(ends.froms, ends.tos), (ends.tos, ends.froms)] if ends.mutual else [(ends.froms, ends.tos)]
    for one, other in ways:
        sizes = sum(map(froms, one)), sum(map(tos, other))
        yield sizes if all(sizes) else (0, 0)
