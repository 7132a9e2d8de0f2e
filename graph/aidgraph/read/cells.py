"""What a cell may say: dates, counts, money, choices, names; pure functions from text to value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache, partial

from aidgraph.errors import nearest
from aidgraph.model import BASES, BOUNDS, GROUPS, REVIEWS, STANCES, STATUSES, PartialDate
from aidgraph.terms import is_web_address

__all__ = ["PARSERS", "CellError", "check_name", "parse_locator", "split"]

_LONGEST = 300

_SEPARATOR = re.compile("[;；]")
_DATE_LIKE = re.compile(r"([0-9]{4})\D{1,3}([0-9]{1,2})(?:\D{1,3}([0-9]{1,2}))?\D?")
_WHOLE = re.compile(r"[0-9]{1,18}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,，.' \u00a0\u202f][0-9]{3})+")
_DECIMAL = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?")
_SIGNED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,18})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CHARACTERS = re.compile(r"char\s*=\s*([0-9]{1,12})\s*,\s*([0-9]{1,12})", re.IGNORECASE)
_PAGE = re.compile(r"page\s*=\s*([0-9]{1,9})", re.IGNORECASE)
_POSITION = re.compile(r"(?:char|page)\s*=", re.IGNORECASE)

# the fence: households and couples are private persons, and are not counted either; 客户, 商户, 用户 are none
_PRIVATE = re.compile(
    r"\b(?:households?|couples?)\b|\bfamil(?:y|ies)\b(?! (?:doctor|physician)s?\b)"
    r"|(?<![客商用账帐门窗])[户戶戸](?!外)|夫妻|夫妇|夫婦|家庭(?!医)|ئائىلە"
)
_RATE = re.compile(r"%|‰|\bper ?cent|\brates?\b|\bratios?\b|百分|比例|比率|率$")


class CellError(ValueError):
    """A cell that cannot be read: ``what`` is wrong with it, what would be ``legal``, and the ``nearest`` of that."""

    def __init__(self, what: str, *, legal: str = "", nearest: str = "") -> None:
        self.what, self.legal, self.nearest = what, legal, nearest
        super().__init__(what)


def split(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that may hold several, parted by ``;`` or ``；``.

    >>> split("First School; 第二中学；")
    ('First School', '第二中学')
    """
    if ";" not in cell and "；" not in cell:
        return (cell,) if cell else ()
    return tuple(value for part in _SEPARATOR.split(cell) if (value := part.strip()))


def check_name(name: str) -> None:
    """Refuse a name that is longer than 300 characters or that nobody could see; raises ``CellError``."""
    if len(name) <= _LONGEST and name[0].isalnum():
        return
    if len(name) > _LONGEST:
        raise CellError(f"a name of {len(name)} characters", legal=f"at most {_LONGEST}")
    if all(unicodedata.category(character)[0] in "CMZ" for character in name):
        raise CellError("a name without a visible character")


@lru_cache(maxsize=4096)
def _date(cell: str) -> PartialDate:
    try:
        # the digits of other scripts count as digits, but not in RDF
        return PartialDate.parse(cell if cell.isascii() else "")
    except ValueError as error:
        raise CellError(f"no date: {cell!r}", legal="2023, 2023-05, 2023-05-22", nearest=_mended_date(cell)) from error


def _mended_date(cell: str) -> str:
    match = _DATE_LIKE.fullmatch(unicodedata.normalize("NFKC", cell))
    if match is None:
        return ""
    text = f"{match[1]}-{int(match[2]):02}" + (f"-{int(match[3]):02}" if match[3] else "")
    try:
        return PartialDate.parse(text).text
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def _choice(cell: str, *, what: str, legal: tuple[str, ...]) -> str:
    folded = cell.casefold()
    if folded in legal:
        return folded
    raise CellError(f"unknown {what} {cell!r}", legal=", ".join(legal), nearest=nearest(cell, legal))


def _flag(cell: str) -> bool:
    folded = cell.casefold()
    if folded in {"yes", "true", "是"}:
        return True
    if folded in {"no", "false", "否"}:
        return False
    raise CellError(f"neither yes nor no: {cell!r}", legal="yes, no")


def _count(cell: str) -> int:
    if _WHOLE.fullmatch(cell):
        return int(cell)
    legal = "a whole number, 0 or more, without separators"
    if _RATE.search(cell):
        raise CellError(f"a rate is not a count: {cell!r}", legal=f"{legal}; rates go to note")
    raise CellError(f"no count: {cell!r}", legal=legal, nearest=_mended_number(cell))


def _amount(cell: str) -> Decimal:
    if _DECIMAL.fullmatch(cell) and (amount := Decimal(cell)):
        return amount
    legal = "a number above 0 in whole units of the currency, without separators"
    raise CellError(f"no amount: {cell!r}", legal=legal, nearest=_mended_number(cell))


def _mended_number(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell)
    if _GROUPED.fullmatch(plain):
        return re.sub(r"[^0-9]", "", plain)
    return plain if plain != cell and _WHOLE.fullmatch(plain) else ""


def _currency(cell: str) -> str:
    if _CURRENCY.fullmatch(cell):
        return cell
    near = cell.upper() if _CURRENCY.fullmatch(cell.upper()) else ""
    raise CellError(f"no currency: {cell!r}", legal="an ISO 4217 code of three capitals, such as CNY", nearest=near)


@lru_cache(maxsize=1024)
def _unit(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", cell).casefold()
    if _PRIVATE.search(folded):
        what = f"unit {cell!r}: households, families and couples are not recorded, not even as a number"
        raise CellError(what, legal="pairs, institutions, people, person-times, sessions, courses, mu, ...")
    if _RATE.search(folded):
        raise CellError(f"unit {cell!r}: a rate or ratio is not a total", legal="a count; rates go to note")
    return cell


def _degrees(cell: str, *, what: str, limit: int) -> Decimal:
    if _SIGNED.fullmatch(cell) and -limit <= (value := Decimal(cell)) <= limit:
        return value
    raise CellError(f"no {what}: {cell!r}", legal=f"decimal degrees from -{limit} to {limit}")


def _url(cell: str) -> str:
    if is_web_address(cell):
        return cell
    near = f"https://{cell}" if cell.startswith("www.") else ""
    raise CellError(f"no web address: {cell!r}", legal="an http or https address", nearest=near)


def _quote(cell: str) -> str:
    if len(cell) > _LONGEST:
        raise CellError(f"a quote of {len(cell)} characters", legal=f"at most {_LONGEST}")
    return cell


def parse_locator(cell: str) -> dict[str, int | str]:
    """Return what a locator says, by the names of ``ClaimFacts``.

    >>> parse_locator("char=10,24"), parse_locator("page=3"), parse_locator("第3版")
    ({'start': 10, 'end': 24}, {'page': 3}, {'locator': '第3版'})
    """
    if match := _CHARACTERS.fullmatch(cell):
        start, end = int(match[1]), int(match[2])
        if start < end:
            return {"start": start, "end": end}
    if (match := _PAGE.fullmatch(cell)) and int(match[1]):
        return {"page": int(match[1])}
    if _POSITION.match(cell):
        legal = "char=START,END (START before END), page=N (from 1), or free text"
        raise CellError(f"no position: {cell!r}", legal=legal)
    return {"locator": cell}


PARSERS: Mapping[str, Callable[[str], object]] = {
    "amount": _amount,
    "as_of": _date,
    "basis": partial(_choice, what="basis", legal=BASES),
    "bound": partial(_choice, what="bound", legal=BOUNDS),
    "count": _count,
    "currency": _currency,
    "group": partial(_choice, what="group", legal=GROUPS),
    "latitude": partial(_degrees, what="latitude", limit=90),
    "locator": parse_locator,
    "longitude": partial(_degrees, what="longitude", limit=180),
    "open": _flag,
    "quote": _quote,
    "review": partial(_choice, what="review", legal=REVIEWS),
    "since": _date,
    "stance": partial(_choice, what="stance", legal=STANCES),
    "status": partial(_choice, what="status", legal=STATUSES),
    "unit": _unit,
    "until": _date,
    "url": _url,
}
"""What reads the cells of a column that is not plain text; each raises ``CellError``."""
