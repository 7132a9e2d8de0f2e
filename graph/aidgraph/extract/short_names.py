"""Short names: which full name a shorter one stands for, by rule and not by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["FullNames", "key_of", "trade_names"]

_ENDING = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:特别行政区|自治[县区州旗]|地区|省|市|县|区|州)(?=.)")
_RULES = (
    (re.compile(r"第([一二三四五六七八九十]{1,3})(?:高级|初级)?中学$"), r"\1中"),
    (re.compile(r"第([一二三四五六七八九十]{1,3})(?:完全)?小学$"), r"\1小"),
    (re.compile(r"第([一二三四五六七八九十]{1,3})人民医院$"), r"\1院"),
    (re.compile(r"卫生健康(?:委员会|委)$"), "卫健委"),
    (re.compile(r"卫生健康局$"), "卫健局"),
    (re.compile(r"农业科学院$"), "农科院"),
    (re.compile(r"农业科学研究(?:院|所)$"), "农科院"),
    (re.compile(r"妇幼保健计划生育服务中心$"), "妇幼保健院"),
    (re.compile(r"疾病预防控制中心$"), "疾控中心"),
    (re.compile(r"发展(?:和)?改革(?:委员会|委)$"), "发改委"),
    (re.compile(r"人力资源(?:和)?社会保障局$"), "人社局"),
    (re.compile(r"教育(?:和)?体育局$"), "教体局"),
    (re.compile(r"人民政府$"), "政府"),
    (re.compile(r"^中共"), ""),
    (re.compile(r"(?:股份|责任|集团)?有限(?:责任)?公司$"), "公司"),
)
_SHORTEST, _LONGEST, _TAIL = 3, 8, 3
_LEGAL_FORM = re.compile(r"(?:（[^（）]{1,8}）)?(?:控股)?(?:集团)?(?:股份|责任)?有限(?:责任)?公司$")
_SHORTEST_CORE, _BRAND, _LONGEST_BRAND = 4, 2, 4


@lru_cache(maxsize=100_000)
def key_of(name: str) -> str:
    """Return what forms of one name have in common: no endings of places, the usual abbreviations.

    >>> key_of("青河市第一中学") == key_of("青河一中")
    True
    """
    for pattern, short in _RULES:
        name = pattern.sub(short, name)
    return _ENDING.sub("", name)


def trade_names(name: str, place: str) -> list[str]:
    """Return what an enterprise may be called for short: without its place and its legal form, the longest first.

    >>> trade_names("秦岭市北方管业有限公司", "秦岭市")
    ['北方管业', '北方公司', '北方集团', '北方管公司', '北方管集团', '北方管业公司', '北方管业集团']
    """
    core = _LEGAL_FORM.sub("", name.removeprefix(place))
    if core == name.removeprefix(place) or len(core) < _SHORTEST:
        return []
    brands = [core[:length] for length in range(_BRAND, min(len(core), _LONGEST_BRAND) + 1)]
    return [core] * (len(core) >= _SHORTEST_CORE) + [brand + form for brand in brands for form in ("公司", "集团")]


class FullNames:
    """Full names, to be found by shorter ones; a shorter one that fits several finds none."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)
        self._by_last: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            self._by_key[key_of(name)][name] = None
            self._by_first[name[:1]].append(name)
            self._by_last[name[-_TAIL:]].append(name)

    def same(self, name: str) -> str:
        """Return the longest name with the same key, or an empty string."""
        return max(self._by_key.get(key_of(name), ()), key=len, default="")

    def ending_in(self, tail: str) -> str:
        """Return the only name that ends in ``tail`` and is longer, or an empty string.

        >>> FullNames(["英吉沙县国学书院", "济宁书院"]).ending_in("国学书院")
        '英吉沙县国学书院'
        """
        longer = [name for name in self._by_last.get(tail[-_TAIL:], ()) if len(name) > len(tail)]
        return _one([name for name in longer if name.endswith(tail)])

    def numbered(self, tail: str) -> str:
        """Return the only name whose short form ends in a number and a kind, or an empty string.

        >>> FullNames(["青河市第七中学", "沙岭一中"]).numbered("七中")
        '青河市第七中学'
        """
        return _one([name for key, names in self._by_key.items() if key.endswith(tail) for name in names])

    def abbreviated(self, short: str) -> str:
        """Return the only longer name that has all signs of a short one in their order, the first in its place.

        >>> FullNames(["济宁医学院附属医院", "济宁市第一人民医院"]).abbreviated("济医附院")
        '济宁医学院附属医院'
        """
        if not _SHORTEST <= len(short) <= _LONGEST:
            return ""
        found = [name for name in self._by_first[short[0]] if len(name) > len(short) and _is_part(short, name)]
        return found[0] if len(found) == 1 else ""


def _one(names: list[str]) -> str:
    """Return the longest of names where all are forms of it, with less of the places before it: one party."""
    keys = {key_of(name): name for name in sorted(names, key=len)}
    longest = max(keys, key=len, default="")
    return keys[longest] if keys and all(longest.endswith(key) for key in keys) else ""


def _is_part(short: str, name: str) -> bool:
    signs = iter(name)
    return short[-1] == name[-1] and all(sign in signs for sign in short)
