"""PDF: the text of every page in reading order, with the page and the place of every line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from aidgraph.errors import DataError, Problem, Where
from aidgraph.read.document import Document, Spot, title_of
from aidgraph.read.reading_order import Line, in_reading_order

__all__ = ["read_pdf"]

_PAGE_LIMIT, _TEXT_LIMIT = 5_000, 20_000_000
_SCANNED = 6
"""Fewer characters than this a page, and the pages are pictures."""

_OCR = "a PDF with a text layer (run it through OCR, such as ocrmypdf, first)"
_HYPHENS = {2, 0xFFFE, 0xAD}
_MANY_PAGES = 3
_EDGES = 2
_WORD_GAP = 0.2
_LEVEL = 0.5


class _Glyph(NamedTuple):
    character: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def read_pdf(path: Path, *, file: str, progress: Callable[[int, int], object]) -> Document:
    """Return the text of a PDF: columns one after the other, running heads and page numbers left out.

    Raises ``DataError`` for locked files, files that are no PDF, and scanned pages without a text layer.
    """
    import pypdfium2

    def refuse(what: str, legal: str) -> DataError:
        return DataError([Problem(Where(file), what, legal=legal)])

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refuse("locked with a password", "a PDF without a password") from error
        raise refuse("not a readable PDF", "a PDF that a viewer opens") from error
    try:
        count = len(document)
        if count > _PAGE_LIMIT:
            raise refuse(f"{count:,} pages", f"at most {_PAGE_LIMIT:,}")
        title = title_of(document.get_metadata_value("Title"))
        pages, length = list[list[Line]](), 0
        for number in range(count):
            pages.append(_page_lines(document, number))
            length += sum(len(line.text) for line in pages[-1])
            if length > _TEXT_LIMIT:
                raise refuse(f"more than {_TEXT_LIMIT:,} characters", "a report (split the file)")
            progress(number + 1, count)
    finally:
        document.close()
    if length < _SCANNED * max(count, 1):
        raise refuse(f"{count} page{'s' if count > 1 else ''} with {length} characters of text: scanned pictures", _OCR)
    return replace(_document(_without_running_heads(pages), file), title=title)


def _page_lines(document: Any, number: int) -> list[Line]:  # noqa: ANN401 -- pypdfium2 has no type stubs
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []
    text = page.get_textpage()
    try:
        return in_reading_order(list(_lines(_glyphs(text))))
    finally:
        text.close()
        page.close()


def _glyphs(text: Any) -> Iterator[_Glyph]:  # noqa: ANN401 -- pypdfium2 has no type stubs
    """Yield the characters of a page, without those that PDFium makes up for spaces and line ends."""
    from pypdfium2 import raw

    # the box of the type, not of the ink: the ink of a full-width comma is a quarter of it
    box = raw.FS_RECTF()
    high = 0
    for at in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, at):
            continue
        code = raw.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 -- the first half of a surrogate pair
            high = code
            continue
        if 0xDC00 <= code < 0xE000:  # noqa: PLR2004 -- the second half
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        character = "-" if code in _HYPHENS else chr(code)
        if not code or character in "\r\n" or not raw.FPDFText_GetLooseCharBox(text, at, box):
            continue
        size = raw.FPDFText_GetFontSize(text, at)
        yield _Glyph(character, box.left, box.bottom, box.right, box.top, size or box.top - box.bottom)


def _lines(glyphs: Iterator[_Glyph]) -> Iterator[Line]:
    """Yield the runs of characters that follow each other on one line without a wide gap."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run, glyph):
            if line := _line(run):
                yield line
            run = []
        run.append(glyph)
    if line := _line(run):
        yield line


def _follows(run: list[_Glyph], glyph: _Glyph) -> bool:
    if glyph.character.isspace():
        return True
    before = next((other for other in reversed(run) if not other.character.isspace()), None)
    if before is None:
        return False
    size = max(_height(before), _height(glyph), 1.0)
    level = abs(before.bottom - glyph.bottom) < _LEVEL * size
    return level and -size < glyph.left - before.right < 1.2 * size


def _height(glyph: _Glyph) -> float:
    return max(glyph.size if glyph.size > 1 else 0.0, glyph.top - glyph.bottom)


def _line(run: list[_Glyph]) -> Line | None:
    seen = [glyph for glyph in run if not glyph.character.isspace()]
    if not seen:
        return None
    parts, before = list[str](), None
    for glyph in run:
        if glyph.character.isspace():
            if parts and parts[-1] != " ":
                parts.append(" ")
            continue
        gap = glyph.left - before.right if before else 0.0
        latin = before is not None and (before.character + glyph.character).isascii()
        if latin and gap > _WORD_GAP * _height(glyph) and parts[-1] != " ":
            parts.append(" ")
        parts.append(glyph.character)
        before = glyph
    return Line(
        "".join(parts).strip(),
        min(glyph.left for glyph in seen),
        min(glyph.bottom for glyph in seen),
        max(glyph.right for glyph in seen),
        max(glyph.top for glyph in seen),
        max(map(_height, seen)),
    )


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out what stands at the head or foot of page after page, its digits aside, and bare page numbers."""

    def edge(lines: list[Line]) -> set[int]:
        by_height = sorted(range(len(lines)), key=lambda at: -lines[at].top)
        return set(by_height[:_EDGES] + by_height[-_EDGES:])

    def shape(line: Line) -> str:
        return re.sub(r"\d+", "0", line.text)

    seen = Counter(key for lines in pages for key in {shape(lines[at]) for at in edge(lines)})
    running = {key for key, times in seen.items() if times >= max(_MANY_PAGES, len(pages) // 3)}
    running |= {key for key in seen if re.fullmatch(r"[-—–·. ]*0[-—–·. ]*|第 ?0 ?页.{0,8}", key) and len(pages) > 1}
    return [
        [line for at, line in enumerate(lines) if at not in edges or shape(line) not in running]
        for lines in pages
        for edges in [edge(lines)]
    ]


def _document(pages: list[list[Line]], file: str) -> Document:
    parts, spots, length = list[str](), list[Spot](), 0
    before: Line | None = None
    for number, lines in enumerate(pages, 1):
        for line in lines:
            if before is not None:
                apart = 0 <= before.bottom - line.top > 0.9 * line.size or before.bottom < line.top - line.size
                parts.append("\n\n" if apart else "\n")
                length += len(parts[-1])
            box = (round(line.left, 1), round(line.bottom, 1), round(line.right, 1), round(line.top, 1))
            spots.append(Spot(start=length, page=number, box=box))
            parts.append(line.text)
            length += len(line.text)
            before = line
    return Document(file=file, text="".join(parts), spots=tuple(spots))
