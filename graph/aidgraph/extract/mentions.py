"""Mentions: where a text names a party, what the party is called, and how that is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Mention", "Mentions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A passage of the mended text that names a party.

    ``name`` is what the party is called; ``how`` says why that may differ from the passage: ``written`` (it does not),
    ``known`` (a roster says so), ``alias`` (the text declares it), ``context`` (the place comes from elsewhere),
    ``elided`` (a list shares its head), ``anaphora`` (the hospital, 该院). ``anchor`` is where the text says the rest.
    """

    start: int
    end: int
    name: str
    kind: str
    is_place: bool
    how: str = "written"
    anchor: tuple[int, int] | None = None
    weak: bool = False
    """Whether it counts as a party only where a relation names it."""

    reference: str = ""


class Mentions:
    """The mentions of a text in its order; of those that overlap, the longest."""

    def __init__(self, found: Iterable[Mention]) -> None:
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda mention: (mention.start - mention.end, mention.start, mention.how)):
            at = bisect_left(kept, mention.start, key=lambda other: other.start)
            before = at > 0 and kept[at - 1].end > mention.start
            behind = at < len(kept) and kept[at].start < mention.end
            if not (before or behind):
                kept.insert(at, mention)
        self._all = kept

    def __iter__(self) -> Iterator[Mention]:
        """Yield the mentions from first to last."""
        return iter(self._all)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in a passage."""
        first = bisect_left(self._all, start, key=lambda mention: mention.start)
        last = bisect_left(self._all, end, key=lambda mention: mention.start)
        return [mention for mention in self._all[first:last] if mention.end <= end]

    def masked(self, text: str) -> str:
        """Return the text with blanks for the names in it: 希望小学 wishes nothing, Three Rivers Clinic is one."""
        signs = list(text)
        for mention in self._all:
            signs[mention.start : mention.end] = "\u3000" * (mention.end - mention.start)
        return "".join(signs)

    def before(self, at: int) -> Iterator[Mention]:
        """Yield the mentions that start before a position, the nearest first."""
        for number in range(bisect_left(self._all, at, key=lambda mention: mention.start) - 1, -1, -1):
            yield self._all[number]
