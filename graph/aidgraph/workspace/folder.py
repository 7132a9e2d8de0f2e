"""A workspace: a folder with its settings and its sources, and the files that the sources name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from aidgraph.errors import DataError, Problem, UsageError, Where, nearest
from aidgraph.kinds import Vocabulary
from aidgraph.model import PartialDate, Term

__all__ = ["BUILD_FOLDER", "FILE_NAME", "Covers", "SourceConfig", "Workspace", "find_workspace", "source_iri"]

FILE_NAME = "aidgraph.toml"
BUILD_FOLDER = "build"

_PATTERN = re.compile(r"[*?\[]")
_LOOKED_AT = 10_000
"""How many files are compared with the name of one that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """What a complete list is complete for; empty means any."""

    relation: str = ""
    kind: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One ``[[source]]`` of the workspace file."""

    where: Where
    id: str
    iri: str
    title: str
    path: str = ""
    reads: str = ""
    publisher: str = ""
    issued: PartialDate | None = None
    url: str = ""
    self_reported: bool | None = None
    code_scheme: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    complete: bool = False
    as_of: PartialDate | None = None
    complete_from: PartialDate | None = None
    covers: Covers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder with an ``aidgraph.toml``: its settings, its own kinds, its sources and its terms."""

    folder: Path
    name: str
    base: str
    languages: tuple[str, ...]
    sources: tuple[SourceConfig, ...]
    vocabulary: Vocabulary
    terms: tuple[Term, ...] = ()

    @property
    def build_folder(self) -> Path:
        """Where builds are kept; it may be deleted at any time."""
        return self.folder / BUILD_FOLDER

    def files_of(self, source: SourceConfig) -> list[Path]:
        """Return the files a source's ``path`` names, sorted; raises ``DataError`` for none or one outside."""
        if Path(source.path).is_absolute() or ".." in Path(source.path).parts:
            raise DataError.of(source.where, f"path {source.path!r} leads outside the workspace")
        exact = self.folder / source.path
        try:
            found = [exact] if exact.is_file() else sorted(filter(self._is_input, self.folder.glob(source.path)))
        except (ValueError, OSError) as error:
            raise DataError.of(
                source.where, f"path {source.path!r} is neither a file nor a pattern: {error}"
            ) from error
        if source.reads == "report" and found != [exact]:
            # what another source names by itself is that one's
            named = {self.folder / other.path for other in self.sources if other.reads == "report"}
            found = [path for path in found if path not in named]
        if not found and source.reads == "report" and _PATTERN.search(source.path):
            # a folder for reports may be empty still
            return []
        if not found:
            files = (
                path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if self._is_input(path)
            )
            near = nearest(source.path, islice(files, _LOOKED_AT))
            raise DataError.of(source.where, f"no file {source.path!r} in the workspace", nearest=near)
        root = self.folder.resolve()
        outside = [path for path in found if not path.resolve().is_relative_to(root)]
        if outside:
            names = [path.relative_to(self.folder).as_posix() for path in outside]
            raise DataError(Problem(source.where, f"path {name!r} leads outside the workspace") for name in names)
        return found

    def _is_input(self, path: Path) -> bool:
        """Tell whether a pattern may mean a file: builds, the workspace file itself and hidden files are no inputs."""
        ours = path.is_relative_to(self.build_folder) or path == self.folder / FILE_NAME
        return not ours and not path.name.startswith(".") and path.is_file()


def find_workspace(start: Path) -> Path:
    """Return the nearest folder at or above ``start`` that holds an ``aidgraph.toml``; raises ``UsageError``."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise UsageError(f"no {FILE_NAME} in {start} or above it; `aidgraph init DIR` makes a workspace, -w DIR names one")


def source_iri(base: str, identifier: str) -> str:
    """Return the IRI of a source by its id."""
    return f"{base}source/{quote(identifier, safe='')}"
