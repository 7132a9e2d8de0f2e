"""The inputs of a build: the files of every source, and what stands in them.

What a file holds is kept beside the build under the hash of its bytes, so that only changed files are read again. A
file with problems is not kept: it is read, and they are told, with every build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from aidgraph.errors import DataError, Problem, StorageError, Where
from aidgraph.read.document import Document, Spot, read_document
from aidgraph.read.progress import Progress
from aidgraph.read.table import Table, read_table
from aidgraph.triples import FORMATS, Node, Quad, RdfSyntaxError, parse_rdf
from aidgraph.workspace import SourceConfig, Workspace

__all__ = ["Content", "Input", "Inputs"]

Content = Table | list[Quad] | Document
"""What stands in a file: a table's cells, an RDF file's quads, or a report's text."""

TABLES = ("places", "roster", "partnerships", "totals")


@dataclass(slots=True)
class Input:
    """One file of one source; ``content`` is there once it has been read."""

    source: SourceConfig
    path: Path
    file: str
    stamp: str
    sha256: str
    content: Content = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the file and the part of it that is read are called in the manifest."""
        return f"{self.file}[{self.source.sheet}]" if self.source.sheet else self.file

    @property
    def name(self) -> str:
        """What the content is kept under: it depends on the bytes and on how they are read."""
        how = [self.sha256, self.file, self.source.reads, self.source.sheet, *self.source.ignore]
        return hashlib.sha256(json.dumps(how).encode()).hexdigest()[:32]


@dataclass(slots=True)
class Inputs:
    """All inputs of a workspace, in the order of its sources; ``problems`` holds what is wrong with finding them."""

    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def find(cls, workspace: Workspace, *, known: Mapping[str, Mapping[str, str]]) -> Inputs:
        """Find the files of every source.

        ``known`` is the manifest of an earlier build: a file of the same size and time is not hashed again.
        """
        found = cls()
        for source in workspace.sources:
            if not source.path:
                continue
            try:
                for path in workspace.files_of(source):
                    item = _input(workspace, source, path, known)
                    if not (misnamed := _misnamed(item.file)):
                        found.inputs.append(item)
                    found.problems += misnamed
            except DataError as error:
                found.problems += error.problems
        return found

    def __iter__(self) -> Iterator[Input]:
        """Yield the inputs."""
        return iter(self.inputs)

    def fingerprint(self) -> dict[str, str]:
        """Return the hash of every input by its key."""
        return {item.key: item.sha256 for item in self.inputs}

    def manifest(self) -> dict[str, dict[str, str]]:
        """Return what a later build needs to know whether an input changed."""
        return {item.key: {"sha256": item.sha256, "stamp": item.stamp} for item in self.inputs}

    def read(self, *, cache: Path | None, keep: Path, progress: Progress) -> list[str]:
        """Fill in the content of every input, from ``cache`` where its bytes are known, and keep it in ``keep``.

        Returns the files that were read. One that cannot be read is left out, and ``problems`` says why.
        """
        keep.mkdir()
        read = set[str]()
        for item in list(self.inputs):
            text = _kept(cache / item.name) if cache else ""
            if text:
                item.content = _from_json(item, text)
            else:
                progress(f"reading {item.file}")
                try:
                    item.content = _read(item, progress)
                except DataError as error:
                    self.problems += error.problems
                    self.inputs.remove(item)
                    continue
                read.add(item.file)
                text = _to_json(item.content)
            if text:
                (keep / item.name).write_text(text, encoding="utf-8")
        return sorted(read)


def _input(workspace: Workspace, source: SourceConfig, path: Path, known: Mapping[str, Mapping[str, str]]) -> Input:
    item = Input(source, path, path.relative_to(workspace.folder).as_posix(), _stamp(path), "")
    before = known.get(item.key, {})
    if before.get("stamp") == item.stamp:
        item.sha256 = before["sha256"]
    else:
        try:
            with path.open("rb") as stream:
                item.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise StorageError(f"{item.file} could not be read: {error.strerror}") from error
    return item


def _misnamed(file: str) -> list[Problem]:
    """Return the problem of a file whose name could stand in no answer."""
    try:
        file.encode()
    except UnicodeEncodeError:
        return [Problem(Where(file), "the file's name is not UTF-8", legal="a name in UTF-8")]
    return []


def _stamp(path: Path) -> str:
    """Return what changes with every change of a file: its time of modification alone can be set back."""
    facts = path.stat()
    return f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}"


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _read(item: Input, progress: Progress) -> Content:
    content = _content(item, progress)
    if _stamp(item.path) != item.stamp:
        raise DataError([Problem(Where(item.file), "changed while it was read; build again")])
    return content


def _content(item: Input, progress: Progress) -> Content:
    reads, where = item.source.reads, Where(item.file)
    if reads in TABLES:
        return read_table(item.path, file=item.file, sheet=item.source.sheet, ignore=item.source.ignore)
    if reads == "rdf":
        if item.path.suffix.lower() not in FORMATS:
            raise DataError(
                [Problem(where, f"no RDF syntax has the ending {item.path.suffix!r}", legal=" ".join(FORMATS))]
            )
        try:
            return list(parse_rdf(item.path))
        except RdfSyntaxError as error:
            raise DataError([Problem(Where(item.file, error.line), str(error))]) from error
    if reads == "report":
        pages = partial(progress, f"reading {item.file}")
        return read_document(item.path, file=item.file, progress=pages)
    legal = "places, roster, partnerships, totals, rdf, report"
    raise DataError(
        [Problem(where, f"reads {reads!r} is not supported for {item.path.suffix!r} files yet", legal=legal)]
    )


def _to_json(content: Content) -> str:
    if isinstance(content, Table):
        parts = [content.header, content.rows, content.sheet, content.warnings]
        return "" if content.problems else json.dumps(parts, ensure_ascii=False)
    if isinstance(content, Document):
        spots = [(spot.start, spot.offset, spot.paragraph, spot.page, spot.box) for spot in content.spots]
        return json.dumps([content.text, spots, content.title], ensure_ascii=False)
    return json.dumps(content, ensure_ascii=False)


def _from_json(item: Input, text: str) -> Content:
    content = json.loads(text)
    if item.source.reads in TABLES:
        header, rows, sheet, warnings = content
        return Table(tuple(header), [(number, cells) for number, cells in rows], sheet, warnings=tuple(warnings))
    if item.source.reads == "rdf":
        return [Quad(Node(*s), p, Node(*o), g) for s, p, o, g in content]
    text, spots, title = content
    return Document(
        file=item.file,
        text=text,
        title=title,
        spots=tuple(
            Spot(start=start, offset=offset, paragraph=paragraph, page=page, box=tuple(box) if box else None)
            for start, offset, paragraph, page, box in spots
        ),
    )
