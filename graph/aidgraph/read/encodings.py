"""From bytes to text for reports, which come as they are: in UTF-8, in UTF-16, or in a Chinese encoding."""

from __future__ import annotations

import codecs
import re

from aidgraph.errors import DataError, Problem, Where
from aidgraph.read.text import foreign_character, not_utf8

__all__ = ["decode_any"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGAL = "UTF-8, UTF-16 or GB18030 (save the file as UTF-8)"
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_SAMPLE = 1 << 20
_COMMON_SHARE = 0.9
_RARE = 8
"""One byte in so many is zero in UTF-16 that is UTF-8 too, and more; fewer are a fault of the file."""

# rows 16 to 55 of GB 2312 hold the 3,755 characters that make up nearly all of a text, rows 1 to 9 the signs
_FIRST_COMMON, _LAST_COMMON, _FIRST_SIGN, _LAST_SIGN, _FIRST_DOUBLE = 0xB0, 0xD7, 0xA1, 0xA9, 0x81


def decode_any(data: bytes, *, file: str, markup: bool = False) -> str:
    """Return the text of a report without a byte order mark, its line breaks as they are.

    ``markup``: an encoding that a web page declares is believed, where the bytes are no UTF-8. Raises ``DataError``
    for an encoding that is not recognised and for characters that no text holds.
    """
    text = _decoded(data, markup=markup)
    if text is None:
        problem = not_utf8(data, file=file)
        raise DataError([Problem(problem.where, problem.what, legal=_LEGAL)])
    found = foreign_character(text)
    if found is not None:
        at, what = found
        raise DataError([Problem(Where(file, text.count("\n", 0, at) + 1), what, legal=_LEGAL)])
    return text


def _decoded(data: bytes, *, markup: bool) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    text = _try(data, "utf-8")
    if text is not None and data.count(0) * _RARE < len(data):
        return text
    declared = _DECLARED.search(data[:_HEAD]) if markup else None
    if declared:
        return _try(data, declared[1].decode("ascii"))
    if b"\0" in data[:_HEAD]:
        return _utf16(data)
    return _try(data, "gb18030") if _is_chinese(data[:_SAMPLE]) else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a mark: the zeros of spaces, digits and line breaks tell which byte comes first."""
    head = data[:_HEAD]
    little, big = head[1::2].count(0), head[::2].count(0)
    return _try(data, "utf-16-le" if little > big else "utf-16-be")


def _is_chinese(data: bytes) -> bool:
    """Tell whether nearly all double bytes are common Chinese characters, as they are in no other encoding."""
    common = double = at = 0
    while at < len(data):
        lead = data[at]
        if lead < _FIRST_DOUBLE:
            at += 1
            continue
        double += 1
        trail = data[at + 1] if at + 1 < len(data) else 0
        sign = _FIRST_SIGN <= lead <= _LAST_SIGN
        common += (_FIRST_COMMON <= lead <= _LAST_COMMON or sign) and trail >= _FIRST_SIGN
        at += 2
    return double > 0 and common >= _COMMON_SHARE * double
