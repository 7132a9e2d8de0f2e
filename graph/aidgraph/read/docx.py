"""Word documents: their paragraphs in order, those of tables and text boxes where they stand."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aidgraph.errors import DataError, Problem, Where
from aidgraph.read.archive import check_archive
from aidgraph.read.document import Document, Spot, title_of

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LEGAL = "a file saved as .docx"


def read_docx(path: Path, *, file: str) -> Document:
    """Return the text of a word document, a paragraph a line; deleted passages and hidden copies are left out.

    Raises ``DataError`` for what is no word document, is locked, or swells when it is unpacked.
    """
    check_archive(path, file=file, part="word/document.xml", legal=_LEGAL)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        # the parser of python-docx replaces no entities and fetches nothing
        document = docx.Document(str(path))
        body, title = document.element.body, title_of(document.core_properties.title)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        what = f"not a readable word document ({type(error).__name__})"
        raise DataError([Problem(Where(file), what, legal=_LEGAL)]) from error
    parts, spots, length = list[str](), list[Spot](), 0
    for number, paragraph in enumerate(body.iter(f"{_W}p"), 1):
        if any(True for _ in paragraph.iterancestors(_FALLBACK)):
            continue
        text = "".join(_runs(paragraph))
        if text:
            spots.append(Spot(start=length, paragraph=number))
        parts.append(text)
        length += len(text) + 1
    return Document(file=file, text="\n".join(parts), spots=tuple(spots), title=title)


def _runs(element: Any) -> Iterator[str]:  # noqa: ANN401 -- lxml's elements have no common public type
    """Yield the text of a paragraph, but not that of paragraphs in boxes inside it."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in {f"{_W}p", _FALLBACK, f"{_W}pPr", f"{_W}rPr"}:
            yield from _runs(child)
