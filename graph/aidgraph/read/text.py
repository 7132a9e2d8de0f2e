"""From bytes to text: UTF-8 or a refusal that names the encoding it looks like."""

from __future__ import annotations

import re

from aidgraph.errors import DataError, Problem, Where

__all__ = ["decode", "foreign_character", "not_utf8"]

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

# the likeliest first: short texts often fit several equally well
_LOOKS_LIKE = {"gb18030": "GBK/GB18030", "big5": "Big5", "shift_jis": "Shift-JIS", "cp1252": "Latin-1/Windows-1252"}

_SAMPLE = 64 * 1024
_ADVICE = "UTF-8 (save the file as UTF-8)"

# a class of few ranges: one that names the last two characters of every plane is four times as slow
_SUSPECT = re.compile("[\ufdd0-\ufdef\ufffe-\U0010ffff]")
_LAST_OF_BLOCK, _LAST_TWO_OF_PLANE = 0xFDEF, 0xFFFE


def decode(data: bytes, *, file: str) -> str:
    """Return the text of a file, without a byte order mark and with its line breaks as they are.

    ``file`` is the name shown in errors. Raises ``DataError`` for anything but UTF-8, and for characters that no
    text holds (NUL, noncharacters).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([not_utf8(data, file=file)]) from error
    found = foreign_character(text)
    if found is not None:
        at, what = found
        raise DataError([Problem(Where(file, text.count("\n", 0, at) + 1), what, legal=_ADVICE)])
    return text


def foreign_character(text: str) -> tuple[int, str] | None:
    """Return the position of the first character that no text holds, and what is wrong with it; else ``None``."""
    at = text.find("\0")
    if at >= 0:
        return at, "holds the character NUL (U+0000): UTF-16, or not a text file"
    if text.isascii():
        return None
    for match in _SUSPECT.finditer(text):
        code = ord(match[0])
        if code <= _LAST_OF_BLOCK or code & _LAST_TWO_OF_PLANE == _LAST_TWO_OF_PLANE:
            return match.start(), f"holds the noncharacter U+{code:04X}"
    return None


def not_utf8(data: bytes, *, file: str) -> Problem:
    """Return the problem of bytes that are not UTF-8: the row of the first wrong byte, and the likely encoding."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Problem(Where(file), f"not UTF-8: it is {name}", legal=_ADVICE)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    else:
        return Problem(Where(file), "not UTF-8 throughout", legal=_ADVICE)
    where = Where(file, data.count(b"\n", 0, start) + 1)
    if _is_lone_surrogate(data[start : start + 3]):
        return Problem(where, "holds half of a surrogate pair, which no text in UTF-8 does", legal=_ADVICE)
    if _is_mostly_utf8(data):
        return Problem(where, f"byte 0x{data[start]:02X} is not UTF-8, though the rest looks it", legal=_ADVICE)
    guess = _guess(data[:_SAMPLE] if start < _SAMPLE else data[start : start + _SAMPLE])
    looks = f": it looks like {guess}" if guess else ""
    return Problem(where, f"not UTF-8{looks}", legal=_ADVICE)


def _is_lone_surrogate(data: bytes) -> bool:
    return len(data) == 3 and data[0] == 0xED and 0xA0 <= data[1] <= 0xBF and 0x80 <= data[2] <= 0xBF  # noqa: PLR2004 -- how UTF-8 would write U+D800 to U+DFFF


def _is_mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - wrong
    return right > 4 * wrong


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    names = list(_LOOKS_LIKE)
    matches = from_bytes(data, cp_isolation=names, threshold=0.5, preemptive_behaviour=False)
    ranked = sorted(matches, key=lambda match: (round(match.chaos, 2), -match.coherence, names.index(match.encoding)))
    return _LOOKS_LIKE[ranked[0].encoding] if ranked else ""
