"""Zipped office files: a look at the table of contents before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from aidgraph.errors import DataError, Problem, Where

__all__ = ["check_archive"]

_UNPACKED_LIMIT = 512 << 20
_TEXT_LIMIT = 64 << 20
_RATIO_LIMIT, _RATIO_FROM = 200, 4 << 20
_PART_LIMIT = 20_000


def check_archive(path: Path, *, file: str, part: str, legal: str) -> None:
    """Refuse a file that is no archive with ``part`` in it, is locked, or would unpack to more than a report needs.

    Raises ``DataError``; ``legal`` says what the file should have been.
    """
    where = Where(file)
    with path.open("rb") as handle:
        head = handle.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = "locked with a password, or an old .doc file"
        raise DataError([Problem(where, what, legal="a file saved as .docx without a password")])
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DataError([Problem(where, "not a word document, whatever its ending says", legal=legal)]) from error
    if all(item.filename != part for item in parts):
        raise DataError([Problem(where, f"no {part} in it", legal=legal)])
    if any(item.flag_bits & 1 for item in parts):
        raise DataError([Problem(where, "locked with a password", legal="a file saved without a password")])
    unpacked = sum(item.file_size for item in parts)
    swollen = any(item.file_size > max(_RATIO_FROM, _RATIO_LIMIT * item.compress_size) for item in parts)
    texts = sum(item.file_size for item in parts if item.filename.endswith(".xml"))
    if unpacked > _UNPACKED_LIMIT or texts > _TEXT_LIMIT or swollen or len(parts) > _PART_LIMIT:
        what = f"unpacks to {unpacked >> 20:,} MiB in {len(parts):,} parts"
        legal = (
            f"at most {_UNPACKED_LIMIT >> 20} MiB, {_TEXT_LIMIT >> 20} MiB of text, "
            f"{_RATIO_LIMIT} times the packed size"
        )
        raise DataError([Problem(where, what, legal=legal)])
