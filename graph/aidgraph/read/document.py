"""Reports: a file as text, every character of which can be traced to where it stood in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aidgraph.errors import DataError, Problem, StorageError, Where

__all__ = ["ENDINGS", "Document", "Spot", "read_document", "title_of"]

Pages = Callable[[int, int], object]
"""Is told how many pages of how many have been read."""

ENDINGS = (".txt", ".pdf", ".docx", ".html", ".htm")
"""The endings of files that are read as reports."""

_LONGEST_TITLE = 300
_NO_TITLE = re.compile(
    r"(?i)untitled|\(?(?:anonymous|unspecified|none)\)?|(?:document|文档|文件)\s*[0-9]*|无标题.*"
    r"|(?:microsoft )?word document|microsoft \w+ - .*|.*\.(?:docx?|wps|rtf|indd|pdf|html?|txt|pptx?)"
)
"""What programs put where a title is to stand."""

_LARGEST = {".txt": 32 << 20, ".html": 16 << 20, ".htm": 16 << 20, ".docx": 256 << 20, ".pdf": 1 << 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a run of text stood: ``start`` counts characters of the document's text, the rest those of the file.

    ``offset`` counts characters of the decoded file (text, HTML), ``paragraph`` those of a word document from 1,
    ``page`` and ``box`` (left, bottom, right, top in points) belong to a PDF.
    """

    start: int
    offset: int | None = None
    paragraph: int = 0
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        """Return the spot as a locator: ``page=3``, ``paragraph 7`` or ``character 120``."""
        if self.page:
            return f"page={self.page}"
        return f"paragraph {self.paragraph}" if self.paragraph else f"character {self.offset or 0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report's text and where its runs stood, in the order of the text.

    The text of a ``.txt`` file is the file as it is decoded, without a byte order mark; of the other formats it is
    what a reader sees, in reading order, a line or paragraph a line. ``title`` is what the file calls itself, if it
    does.
    """

    file: str
    text: str
    spots: tuple[Spot, ...] = ()
    title: str = ""

    def locate(self, at: int) -> Spot:
        """Return where the character number ``at`` of the text stood.

        >>> document = Document(file="a.txt", text="one two", spots=(Spot(start=0, offset=0),))
        >>> document.locate(4)
        Spot(start=4, offset=4, paragraph=0, page=0, box=None)
        """
        found = bisect_right(self.spots, at, key=lambda spot: spot.start) - 1
        if found < 0:
            return Spot(start=at, offset=at)
        spot = self.spots[found]
        if spot.offset is None:
            return spot
        return Spot(start=at, offset=spot.offset + at - spot.start)


def title_of(text: object) -> str:
    r"""Return the title that a file gives itself as one line, empty where that is what a program put there.

    >>> title_of(" Partners\n in learning "), title_of("untitled"), title_of(None)
    ('Partners in learning', '', '')
    """
    title = " ".join(text.split()) if isinstance(text, str) else ""
    return "" if _NO_TITLE.fullmatch(title) else title[:_LONGEST_TITLE]


def read_document(path: Path, *, file: str = "", progress: Pages | None = None) -> Document:
    """Read a report: plain text, PDF, a word document or a web page, told by the file's ending.

    ``file`` is the name shown in errors, by default the path. Raises ``DataError`` for what cannot be read as text
    (scanned or locked pages, unknown encodings, files too large), ``StorageError`` for a file that cannot be opened.
    """
    file, ending = file or path.as_posix(), path.suffix.lower()
    where = Where(file)
    if ending not in ENDINGS:
        raise DataError(
            [Problem(where, f"no report is read from {ending or 'a file without an ending'}", legal=_LEGAL)]
        )
    try:
        size = path.stat().st_size
        if size > _LARGEST[ending]:
            what = f"a report of {size >> 20:,} MiB"
            legal = f"at most {_LARGEST[ending] >> 20:,} MiB (split the file)"
            raise DataError([Problem(where, what, legal=legal)])
        document = _read(path, file, ending, progress or _silent)
    except OSError as error:
        raise StorageError(f"{file} could not be read: {error.strerror or error}") from error
    if not document.text.strip():
        raise DataError([Problem(where, "holds no text")])
    return document


_LEGAL = " ".join(ENDINGS)


def _silent(_done: int, _of: int) -> None:
    return


def _read(path: Path, file: str, ending: str, progress: Pages) -> Document:
    if ending == ".pdf":
        from aidgraph.read.pdf import read_pdf

        return read_pdf(path, file=file, progress=progress)
    if ending == ".docx":
        from aidgraph.read.docx import read_docx

        return read_docx(path, file=file)
    from aidgraph.read.encodings import decode_any

    text = decode_any(path.read_bytes(), file=file, markup=ending != ".txt")
    if ending == ".txt":
        return Document(file=file, text=text, spots=(Spot(start=0, offset=0),))
    from aidgraph.read.html import read_html

    return read_html(text, file=file)
