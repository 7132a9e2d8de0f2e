"""The parties that a workspace knows, as a reader of reports needs them: by every name, at every place of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from aidgraph.extract.mentions import Mention
from aidgraph.extract.records import Known
from aidgraph.read.mend import fold

__all__ = ["Roster"]

_SHORTEST = 2
_HEAD = 2


class Roster:
    """Known parties by name. A name of several parties says nothing, and is left to the context."""

    def __init__(self, known: Sequence[Known]) -> None:
        levels = _level_names()
        self._by_name: dict[str, Known | None] = {}
        self._heads: defaultdict[str, list[str]] = defaultdict(list)
        self.institutions: list[str] = []
        self.levels: dict[str, str] = {}
        for party in known:
            is_place = party.kind in levels
            for name in dict.fromkeys([party.name, *party.names]):
                plain = fold(name)
                if len(plain) < _SHORTEST:
                    continue
                if plain in self._by_name:
                    if self._by_name[plain] != party:
                        self._by_name[plain] = None
                    continue
                self._by_name[plain] = party
                if is_place:
                    self.levels[plain] = party.kind
                else:
                    self.institutions.append(plain)
                    self._heads[plain[:_HEAD]].append(plain)
        for names in self._heads.values():
            names.sort(key=len, reverse=True)

    def named(self, name: str) -> Known | None:
        """Return the only party of that name."""
        return self._by_name.get(name)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield where the text names a known institution; places are found by their own rules."""
        at = 0
        while at < len(text) - 1 and self._heads:
            name = next((name for name in self._heads.get(text[at : at + _HEAD], ()) if text.startswith(name, at)), "")
            party = self._by_name.get(name)
            if party is None or not self._is_whole(text, at, at + len(name)):
                at += 1
                continue
            yield Mention(
                start=at,
                end=at + len(name),
                name=party.name,
                kind=party.kind,
                is_place=False,
                how="written" if fold(party.name) == name else "known",
                reference=party.reference,
            )
            at += len(name)

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        """Tell whether a Latin name is not just a part of a longer word."""
        before, after = text[start - 1 : start], text[end : end + 1]
        return not (
            (text[start].isascii() and before.isascii() and before.isalnum())
            or (text[end - 1].isascii() and after.isascii() and after.isalnum())
        )


def _level_names() -> frozenset[str]:
    from aidgraph.kinds import vocabulary

    return frozenset(kind.name for kind in vocabulary().kinds.values() if kind.is_level)
