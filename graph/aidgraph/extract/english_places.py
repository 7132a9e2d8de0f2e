"""English places without a word for their level: known by their country, by "in", or by whom they are twinned with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from aidgraph.extract.english_endings import Endings

__all__ = ["Places"]

_LONGEST, _LONGEST_TOWN, _SHORTEST, _NEAR, _BESIDE = 2, 4, 3, 60, 40
_OWN = {"'", "’"}
_FURTHER = re.compile(
    r"(?: ?\([^()]{1,20}\))?(?:,? (?:in )?(?:[a-z]+ )?[A-Z]\w+(?: [A-Z]\w+)?)?(?: ?\([^()]{1,20}\))?,? "
    r"(?:and |& )?(?:also |later )?(?:with )?"
)
_COUNTRY = re.compile(r",? (?:in )?(?:the )?([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_BRACKETED = re.compile(r" \(([A-Z][A-Za-z]+(?: [A-Z][a-z]+)*)(?:,? [^()]{0,20})?\)")


class Places:
    """The places of one text by the names they have there: each with its full name and level."""

    def __init__(self, text: str, names: dict[str, Any], endings: Endings, known: dict[str, str]) -> None:
        self._text, self._endings = text, endings
        self._countries = frozenset(name.replace("_", " ") for name in names["countries"].split())
        self._subjects = frozenset(names["subjects"].split())
        self._in_place = re.compile(rf"\b{names['in_place']}\s$", re.IGNORECASE)
        self._no_place = re.compile(names["no_place"])
        self._described = re.compile(names["described"])
        self._governed = re.compile(names["governed"])
        self._before_twin = re.compile(names["before_twin"] + "$")
        self._behind_twin = re.compile(names["behind_twin"])
        self._stems: dict[str, tuple[str, str]] = {}
        self._towns = set[int]()
        for name, level in known.items():
            self.learn(name, level)

    def __contains__(self, name: str) -> bool:
        """Tell whether a name is that of a place."""
        return name in self._stems

    def named(self, name: str) -> tuple[str, str] | None:
        """Return full name and level of the place that is called so."""
        return self._stems.get(name)

    def is_country(self, name: str) -> bool:
        """Tell whether a name is that of a country."""
        return name in self._countries

    def learn_from(self, parts: Sequence[tuple[int, int]]) -> None:
        """Take in the places among the runs of the text."""
        for start, end in parts:
            name = self._text[start:end]
            level = self._endings.level(name)
            if level or name in self._countries:
                self.learn(name, level or "Country")
            elif governed := self._governed.fullmatch(name):
                self._stems.setdefault(governed[1], (governed[1], "Place"))
            elif not (
                (name.isupper() and not self._is_abroad(end))
                or len(name) < _SHORTEST
                or self._endings.word.search(name)
                or self._no_place.search(name)
                or name in self._subjects
                or self._described.match(self._text, end)
            ):
                words = len(name.split())
                twin = words <= _LONGEST_TOWN and self._is_twin(start, end)
                if twin or (words <= _LONGEST and self._is_located(start, end)):
                    self._stems.setdefault(name, (name, "Place"))
        for start, end in parts:
            # a first word in capitals, as newspapers have it
            name = self._text[start:end]
            if name.isupper() and (place := self._stems.get(name.title())):
                self._stems.setdefault(name, place)

    def learn(self, name: str, level: str) -> None:
        """Take in a place by its full name, and by that without the word for its level."""
        words = name.split()
        of = len(words) > _LONGEST and words[1] == "of"
        stem = " ".join(words[2:] if of else words[:-1]) if len(words) > 1 else name
        self._stems[name] = (name, level)
        if stem:
            known = self._stems.get(stem)
            if known is None or known[1] == "Place":
                self._stems[stem] = (name, level)

    def _is_located(self, start: int, end: int) -> bool:
        if self._is_abroad(end):
            return True
        inside = self._in_place.search(self._text, max(0, start - _NEAR // 2), start) is not None
        return inside and self._text[end : end + 1] not in _OWN

    def _is_abroad(self, end: int) -> bool:
        """Tell whether a name is followed by its country: Elmton, Kenya, or Elmton (Kenya)."""
        country = _BRACKETED.match(self._text, end) or _COUNTRY.match(self._text, end)
        return country is not None and not {country[1], country[1].split()[0]}.isdisjoint(self._countries)

    def _is_twin(self, start: int, end: int) -> bool:
        """Tell whether a bare name is twinned with another: towns are, where no school or hospital is spoken of."""
        first = max(self._text.rfind(sign, 0, start) for sign in ".\n;") + 1
        last = min((at for sign in ".\n;" if (at := self._text.find(sign, end)) >= 0), default=len(self._text))
        if self._endings.word.search(self._text, max(first, start - _BESIDE), min(last, end + _BESIDE)):
            return False
        before = self._text[max(first, start - _NEAR) : start]
        further = _FURTHER.fullmatch(self._text, max(self._towns, default=0), start)
        if not (
            self._before_twin.search(before)
            or self._behind_twin.match(self._text, end, last)
            or (self._towns and further)
        ):
            return False
        self._towns.add(end)
        return True
