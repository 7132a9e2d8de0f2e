"""Names: how they are made comparable, and the index that finds the party a cell means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache

__all__ = ["NameIndex", "bare", "normalise", "stem", "suffix", "variants"]

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
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Characters that nobody sees: two names that differ by them look the same."""

_QUOTES = re.compile("[\"'“”‘’「」《》]")
_SPACE_BETWEEN_SIGNS = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")

_SHORTEST_STEM = 2

_SUFFIXES_BY_END = {last: [ending for ending in _SUFFIXES if ending[-1] == last] for last in {e[-1] for e in _SUFFIXES}}


@lru_cache(maxsize=200_000)
def normalise(name: str) -> str:
    """Return the name with white space, width, case, dashes and quotation marks made one.

    >>> normalise("英吉沙县 第五中学") == normalise("英吉沙县第五中学")
    True
    >>> normalise("ＮＯ．１  School")
    'no.1 school'
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    if not text.isalnum():
        text = _UNSEEN.sub("", text.translate(_DASHES))
        text = " ".join(_QUOTES.sub("", text).split())
        text = _SPACE_BETWEEN_SIGNS.sub("", text)
    # folding and joining may have made what is written otherwise again
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def suffix(normalised: str) -> str:
    """Return the administrative ending of a place's normalised name, or an empty string."""
    for ending in _SUFFIXES_BY_END.get(normalised[-1:], ()):
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
        full, short = _with_and_without_ending(place)
        if full != short and normalised.startswith(short):
            rest = normalised.removeprefix(full) if normalised.startswith(full) else normalised.removeprefix(short)
            if rest:
                yield short + rest
                yield full + rest


def bare(normalised: str, places: Iterable[str]) -> str:
    """Return an institution's normalised name without the places it begins with, outermost first.

    >>> bare("喀什英吉沙县第五中学", ["英吉沙县", "喀什地区"])
    '第五中学'
    """
    known = list(places)
    for _ in known:
        for place in known:
            full, short = _with_and_without_ending(place)
            began = next((start for start in (full, short) if start and normalised.startswith(start)), "")
            if len(normalised) >= len(began) + _SHORTEST_STEM:
                normalised = normalised.removeprefix(began).lstrip()
    return normalised


@lru_cache(maxsize=50_000)
def _with_and_without_ending(place: str) -> tuple[str, str]:
    full = normalise(place)
    return full, stem(full)


def _ended(stem_: str, ending: str) -> str:
    """Return the key of a name by its stem and its sort of ending: 自治区 is written for 维吾尔自治区 too."""
    if ending.endswith("自治区"):
        ending = "自治区"
    elif ending.startswith("街道"):
        ending = "街道"
    return f"{stem_}\0{ending}"


class NameIndex:
    """Finds the parties that a cell may mean: as written first, then normalised, then with or without an ending.

    Keys are whatever names a party; a stricter stage that finds anything ends the search. Two different endings are
    two names: 乌恰镇 does not mean 乌恰乡, 乌恰 means either.
    """

    def __init__(self) -> None:
        self._exact, self._normalised, self._variants = _Keys(), _Keys(), _Keys()

    def add(self, key: str, names: Iterable[str], *, exact: Iterable[str] = (), loose: Iterable[str] = ()) -> None:
        """Let ``names`` (as written), ``exact`` (to the letter only) and ``loose`` (normalised) mean ``key``."""
        for name in exact:
            self._exact.put(name, key)
        for name in names:
            plain = normalise(name)
            self._exact.put(name, key)
            self._normalised.put(plain, key)
            if ending := suffix(plain):
                short = plain.removesuffix(ending)
                self._variants.put(short, key)
                self._variants.put(_ended(short, ending), key)
        for name in loose:
            self._variants.put(name, key)

    def rename(self, new: Mapping[str, str]) -> None:
        """Let every name of a key of ``new`` mean what stands beside it there."""
        for keys in (self._exact, self._normalised, self._variants):
            keys.rename(new)

    def find(self, cell: str, *, keep: Callable[[str], bool] | None = None) -> list[str]:
        """Return the keys that ``cell`` may mean, in the order they were added; ``keep`` narrows every stage."""
        plain = normalise(cell)
        for found in self._stages(cell, plain):
            kept = [key for key in found if keep is None or keep(key)]
            if kept:
                return kept
        return []

    def _stages(self, cell: str, plain: str) -> Iterator[Iterable[str]]:
        yield self._exact.of(cell)
        yield self._normalised.of(plain)
        loosely = dict.fromkeys(self._variants.of(plain))
        if ending := suffix(plain):
            short = plain.removesuffix(ending)
            # a name without an ending, and those with the same
            loosely |= dict.fromkeys([*self._normalised.of(short), *self._variants.of(_ended(short, ending))])
        yield loosely

    def names(self) -> Iterable[str]:
        """Return every name as it was written."""
        return self._exact.keys()


class _Keys(dict[str, str | dict[str, None]]):
    """The keys that each name means: nearly always one, kept as it is; else a dict as an ordered set of thousands."""

    def put(self, name: str, key: str) -> None:
        known = self.setdefault(name, key)
        if isinstance(known, dict):
            known[key] = None
        elif known != key:
            self[name] = {known: None, key: None}

    def rename(self, new: Mapping[str, str]) -> None:
        for name, known in self.items():
            if isinstance(known, str):
                self[name] = new.get(known, known)
            else:
                self[name] = dict.fromkeys(new.get(key, key) for key in known)

    def of(self, name: str) -> Collection[str]:
        known = self.get(name, ())
        return (known,) if isinstance(known, str) else known
