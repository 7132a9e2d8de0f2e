"""Names: how they are made comparable, and the index that finds the party a cell means."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

__all__ = ["NameIndex", "normalise", "stem", "suffix", "variants"]

_SUFFIXES = (
    # longest first: 自治县 before 县
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "街道办事处",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "街道",
    "地区",
    "林区",
    "社区",
    "省",
    "市",
    "县",
    "区",
    "盟",
    "旗",
    "镇",
    "乡",
    "村",
    " autonomous region",
    " municipality",
    " prefecture",
    " province",
    " district",
    " township",
    " village",
    " county",
    " city",
    " town",
)
"""The endings that say what sort of place a name is of, normalised."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－~～·・"), "-")
_SHORTEST_STEM = 2


@lru_cache(maxsize=200_000)
def normalise(name: str) -> str:
    """Return the name with white space, width, case, dashes and quotation marks made one.

    >>> normalise("英吉沙县 第五中学") == normalise("英吉沙县第五中学")
    True
    >>> normalise("ＮＯ．１  School")
    'no.1 school'
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_DASHES)
    text = re.sub(r"[\"'“”‘’「」《》]", "", text)
    text = " ".join(text.split())
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def suffix(normalised: str) -> str:
    """Return the administrative ending of a place's normalised name, or an empty string."""
    for ending in _SUFFIXES:
        if normalised.endswith(ending) and len(normalised) >= len(ending) + _SHORTEST_STEM:
            return ending
    return ""


def stem(normalised: str) -> str:
    """Return a place's normalised name without its administrative ending.

    >>> stem("英吉沙县"), stem("区"), stem("yengisar county")
    ('英吉沙', '区', 'yengisar')
    """
    return normalised.removesuffix(suffix(normalised))


def variants(normalised: str, places: Iterable[str]) -> Iterator[str]:
    """Yield an institution's normalised name with a place it begins with written without and with its ending.

    >>> list(variants("英吉沙县第五中学", ["英吉沙县"]))
    ['英吉沙第五中学', '英吉沙县第五中学']
    """
    for place in places:
        full = normalise(place)
        short = stem(full)
        rest = normalised.removeprefix(full) if normalised.startswith(full) else normalised.removeprefix(short)
        if full != short and rest != normalised and rest:
            yield short + rest
            yield full + rest


class NameIndex:
    """Finds the parties that a cell may mean: as written first, then normalised, then without endings.

    Keys are whatever names a party; a stricter stage that finds anything ends the search.
    """

    def __init__(self) -> None:
        # dicts as ordered sets: a name may mean thousands of parties
        self._stages: tuple[defaultdict[str, dict[str, None]], ...] = (
            defaultdict(dict),
            defaultdict(dict),
            defaultdict(dict),
        )

    def add(self, key: str, names: Iterable[str], *, loose: Iterable[str] = ()) -> None:
        """Let ``names`` (as written) and ``loose`` (normalised variants) mean ``key``."""
        exact, normalised, variants = self._stages
        for name in names:
            plain = normalise(name)
            exact[name][key] = normalised[plain][key] = variants[stem(plain)][key] = None
        for name in loose:
            variants[name][key] = None

    def find(self, cell: str, *, keep: Callable[[str], bool] | None = None) -> list[str]:
        """Return the keys that ``cell`` may mean, in the order they were added; ``keep`` narrows every stage."""
        plain = normalise(cell)
        for stage, name in zip(self._stages, (cell, plain, stem(plain)), strict=True):
            found = [key for key in stage.get(name, ()) if keep is None or keep(key)]
            if found:
                return found
        return []

    def names(self) -> Iterable[str]:
        """Return every name as it was written."""
        return self._stages[0].keys()
