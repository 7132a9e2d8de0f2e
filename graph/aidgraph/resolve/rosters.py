"""Rosters read for themselves, without a build: a source of a workspace, or any table of places or institutions."""

from __future__ import annotations

from pathlib import Path

from aidgraph.errors import DataError, UnknownNameError, Where, nearest
from aidgraph.model import ListingStatement
from aidgraph.read.statements import read_statements
from aidgraph.read.table import read_table
from aidgraph.workspace import SourceConfig, Workspace

__all__ = ["read_roster"]

_READS = ("places", "roster")


def read_roster(name: str, workspace: Workspace | None) -> list[ListingStatement]:
    """Return the rows of a roster: a source of the workspace by its id or path, else a file.

    Raises ``DataError`` with all that is wrong with it, ``UnknownNameError`` where there is no such source or file.
    """
    sources = [source for source in workspace.sources if source.reads in _READS] if workspace else []
    source = next((source for source in sources if name in {source.id, source.path}), None)
    if workspace and source:
        rows = [
            _rows(path, path.relative_to(workspace.folder).as_posix(), source) for path in workspace.files_of(source)
        ]
        return [row for of_file in rows for row in of_file]
    if not Path(name).is_file():
        near = nearest(name, [source.id for source in sources])
        raise UnknownNameError(
            "roster: neither a source of a workspace nor a file", name, candidates=filter(None, [near])
        )
    return _rows(Path(name), name, None)


def _rows(path: Path, file: str, source: SourceConfig | None) -> list[ListingStatement]:
    table = read_table(path, file=file, sheet=source.sheet if source else "", ignore=source.ignore if source else ())
    reads = source.reads if source else "places" if "level" in table.header else "roster"
    statements, problems, _ = read_statements(
        table,
        reads=reads,
        file=file,
        columns=source.columns if source else {},
        set_=source.set if source else {},
        ignore=source.ignore if source else (),
    )
    if problems:
        raise DataError(problems)
    if not statements:
        raise DataError.of(Where(file), "no rows that could be linked")
    return [statement for statement in statements if isinstance(statement, ListingStatement)]
