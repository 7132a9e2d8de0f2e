"""Web pages: the main text, with the offset of every run in the page's source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

from aidgraph.errors import DataError, Problem, Where
from aidgraph.read.document import Document, Spot, title_of

__all__ = ["read_html"]

_HIDDEN = {"script", "style", "noscript", "template", "svg", "iframe", "object", "head"}
_BREAKS = {"p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table"}
_DEEPEST = 2000
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(slots=True)
class _Visible:
    """What a reader may see of a page: characters without white space, and the source offset of each."""

    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    gaps: set[int] = field(default_factory=set)
    breaks: set[int] = field(default_factory=set)

    def add(self, text: str, offset: int, *, step: int) -> None:
        for number, character in enumerate(text):
            if character.isspace():
                self.gaps.add(len(self.characters))
            else:
                self.characters.append(character)
                self.offsets.append(offset + number * step)


class _Parser(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.visible = _Visible()
        self.title = list[str]()
        self._hidden, self._in_title = 0, False
        # the element that hides what is in it, and how many of its sort are open inside
        self._veil, self._veils = "", 0
        self._lines = [0]
        for at, character in enumerate(source):
            if character == "\n":
                self._lines.append(at + 1)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if self._veil == "p" and tag in _BREAKS and tag not in _VOID:
            # it ends a paragraph that nobody closed
            self._veil = ""
        if self._veil:
            self._veils += tag == self._veil
        elif tag not in _VOID and any(map(_hides, attrs)):
            self._veil, self._veils = tag, 1
        # the first is the page's, others are those of drawings in it
        self._in_title = tag == "title" and not self.title
        if tag in _BREAKS:
            self.visible.breaks.add(len(self.visible.characters))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- overrides
        if tag in _BREAKS:
            self.visible.breaks.add(len(self.visible.characters))

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._veils -= tag == self._veil
        self._veil = self._veil if self._veils > 0 else ""
        self._in_title = False
        if tag in _BREAKS:
            self.visible.breaks.add(len(self.visible.characters))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        if not (self._hidden or self._veil):
            self.visible.add(data, self._offset(), step=1)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        if self._in_title:
            self.title.append(unescape(reference))
        if not (self._hidden or self._veil):
            self.visible.add(unescape(reference), self._offset(), step=0)


def _hides(attribute: tuple[str, str | None]) -> bool:
    key, value = attribute
    return key == "hidden" or (key == "style" and bool(_UNSEEN.search(value or "")))


def read_html(source: str, *, file: str) -> Document:
    """Return the main text of a page, without menus, scripts and comments; a page too plain for that comes whole.

    Scripts are never run and nothing is fetched. Raises ``DataError`` for pages nested past any sense.
    """
    parser = _Parser(source)
    parser.feed(source)
    parser.close()
    visible = parser.visible
    lines = [line for line in _main_text(source, file).splitlines() if line.strip()]
    runs = _found(lines, "".join(visible.characters))
    if not runs:
        edges = sorted({0, *visible.breaks, len(visible.characters)})
        runs = [(start, end) for start, end in pairwise(edges) if start < end]
    return replace(_document(runs, visible, file), title=title_of("".join(parser.title)))


def _main_text(source: str, file: str) -> str:
    import trafilatura

    if not source.strip():
        return ""
    try:
        return trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""
    except RecursionError as error:
        raise DataError([Problem(Where(file), "tags nested too deep", legal=f"at most about {_DEEPEST}")]) from error


def _found(lines: list[str], seen: str) -> list[tuple[int, int]]:
    """Return where the lines of the main text stand in what is seen; a line that does not is no evidence."""
    runs, after = list[tuple[int, int]](), 0
    for line in lines:
        plain = "".join(line.removeprefix("- ").replace("|", " ").split())
        at = seen.find(plain, after) if plain else -1
        if at < 0:
            continue
        after = at + len(plain)
        runs.append((at, after))
    return runs


def _document(runs: list[tuple[int, int]], visible: _Visible, file: str) -> Document:
    parts, spots = list[str](), list[Spot]()
    for start, end in runs:
        if parts:
            parts.append("\n")
        for at in range(start, end):
            if at > start and at in visible.breaks:
                parts.append("\n")
            elif at > start and at in visible.gaps:
                parts.append(" ")
            if not spots or visible.offsets[at] - (spots[-1].offset or 0) != len(parts) - spots[-1].start:
                spots.append(Spot(start=len(parts), offset=visible.offsets[at]))
            parts.append(visible.characters[at])
    return Document(file=file, text="".join(parts), spots=tuple(spots))
