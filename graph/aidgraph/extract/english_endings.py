"""What an English name is a name of, by its words for an institution or for a level of place."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["PLAIN", "Endings"]

PLAIN = "Institution"
"""The kind of what only is a body, without a word for what sort."""

_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?")
_NUMBERED = re.compile(r" (?:[IVX]{1,4}|[A-D]|[0-9]{1,2})$")
_FEW = 3


class Endings:
    """The words of the grammar by which names are told."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._kinds: list[str] = [item["kind"] for item in names["ending"]]
        groups = "|".join(f"(?P<k{number}>{item['words']})" for number, item in enumerate(names["ending"]))
        self.word = re.compile(rf"(?:^|(?<=[\s-]))(?:{groups})(?=$|\s|,)")
        self._levels: dict[str, str] = dict(names["levels"])
        self._alone = re.compile(rf"(?:the )?(?:{names['needs_more']})")
        self._qualifiers = re.compile(rf"(?:{names['qualifiers']})", re.IGNORECASE)
        self._heads: dict[str, re.Pattern[str]] = {
            kind: re.compile(
                rf"(?:{words})(?= (?:[A-Z]|(?:am|an|de|du|di|del|della|der|im|la|le|w|technique|agricole)\b))"
            )
            for kind, words in names["heads"].items()
        }

    def is_alone(self, name: str) -> bool:
        """Tell whether a name is only a word for what many are: Primary School."""
        return self._alone.fullmatch(name) is not None

    def is_qualifier(self, word: str) -> bool:
        """Tell whether a word says what sort of school or hospital it is."""
        return self._qualifiers.fullmatch(word) is not None

    def last(self, name: str) -> str | None:
        """Return the kind of a name that ends in a word for an institution."""
        name = _NUMBERED.sub("", name)
        found = self._last_word(name)
        return None if found is None or found.end() != len(name) else self._kind(found)

    def level(self, name: str) -> str | None:
        """Return the level of a place: of Anding County, or of the City of York."""
        words = name.split()
        if len(words) > _FEW and words[0] in {"Royal", "London", "Metropolitan"} and words[2] == "of":
            words = words[1:]
        if len(words) > 1 and words[-1] in self._levels and not (words[-1] == "District" and words[-2] == "School"):
            return self._levels[words[-1]]
        if len(words) > 2 and words[0] in self._levels and words[1] == "of":  # noqa: PLR2004 -- City of X
            return self._levels[words[0]]
        return None

    def kind(self, name: str) -> str | None:
        """Return the kind of an institution: by its last word, by Ministry of Health, or by Lycée Pasteur."""
        if headed := next((kind for kind, heads in self._heads.items() if heads.match(name)), None):
            return headed
        # the head of "Elm Hospital of Oak University" stands before "of"
        head, of, _ = name.partition(" of ")
        last = self.last(name)
        kind = self.last(head) if of and not self.is_alone(head) else None
        # but "St Anne's Church of England School" is a school
        if kind and not (last and kind == PLAIN):
            return kind
        if last:
            return last
        for match in self.word.finditer(name):
            if _OF.match(name, match.end()):
                return self._kind(match)
        return None

    def cut(self, name: str) -> tuple[int, str] | None:
        """Return where a name ends inside a run, and its kind: words behind it belong to something else."""
        last = self._last_word(name)
        if last is None or not last.start():
            return None
        if self.is_alone(name[: last.end()]) or all(self.is_qualifier(word) for word in name[: last.start()].split()):
            # Integrated Comprehensive School Ammersum: the name comes last
            rest = len(name[last.end() :].split())
            return (len(name), self._kind(last)) if 0 < rest < _FEW else None
        return last.end(), self._kind(last)

    def _last_word(self, name: str) -> re.Match[str] | None:
        found = None
        for match in self.word.finditer(name):
            found = match
        return found

    def _kind(self, match: re.Match[str]) -> str:
        return self._kinds[int((match.lastgroup or "k0")[1:])]
