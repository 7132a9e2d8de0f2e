"""A workspace with a build, open: its store, its parties, and queries in SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from aidgraph.ask.labels import Parties, StoreSource
from aidgraph.build import Build, build, build_in, current_build
from aidgraph.errors import StorageError
from aidgraph.read.progress import Progress, silent
from aidgraph.store.embedded import Rows, Store, Value
from aidgraph.workspace import BUILD_FOLDER, Workspace, find_workspace, load_workspace

if TYPE_CHECKING:
    import rdflib

    from aidgraph.ask.by_columns import ByColumns
    from aidgraph.ask.questions import Question

__all__ = ["Opened"]


class Opened:
    """A workspace and a build of it.

    The store is that of the build in force when it was opened; open again to see a later one.
    """

    def __init__(self, workspace: Workspace, made: Build) -> None:
        self.workspace = workspace
        self.build = made
        self._store: Store | None = None

    @classmethod
    def open(cls, folder: str | Path = ".", *, progress: Progress = silent) -> Self:
        """Open the workspace at or above ``folder``; it is built if there is no build.

        Answers come from the build, so its own copy of the workspace file holds, whatever became of it since.
        """
        found = find_workspace(Path(folder))
        made = build_in(found / BUILD_FOLDER)
        if made is None:
            workspace = load_workspace(found)
            return cls(workspace, build(workspace, progress=progress))
        return cls(load_workspace(found, file=made.workspace_file), made)

    def rebuilt(self, *, full: bool = False) -> Self:
        """Build what has changed, judgements too, and return the workspace open on that build.

        With ``full`` everything is read again. Raises ``DataError``, and the build before stays in force.
        """
        workspace = load_workspace(self.workspace.folder)
        return type(self)(workspace, build(workspace, full=full))

    @property
    def store(self) -> Store:
        """The build's store, open for reading."""
        if self._store is None:
            try:
                self._store = self.build.open()
            except StorageError:
                # the build may have been replaced between looking its name up and opening it
                newer = current_build(self.workspace)
                if newer is None or newer.folder == self.build.folder:
                    raise
                self.build = newer
                self._store = newer.open()
        return self._store

    @cached_property
    def parties(self) -> Parties:
        """All parties by IRI and by name."""
        return Parties(StoreSource(self.store))

    @cached_property
    def evidence(self) -> ByColumns:
        """What the columnar tables hold, for questions about all parties at once."""
        from aidgraph.ask.by_columns import ByColumns
        from aidgraph.store.columnar import Columnar

        return ByColumns(Columnar(self.build.tables_folder), self.workspace.vocabulary)

    @property
    def changes(self) -> tuple[str, ...]:
        """What has changed since the build: ``sources``, ``judgements``, both or nothing."""
        return self.build.changes(self.workspace)

    @property
    def is_stale(self) -> bool:
        """Whether sources or judgements have changed since the build."""
        return self.build.is_stale(self.workspace)

    @property
    def graph(self) -> rdflib.Graph:
        """The store as an rdflib graph: all named graphs together."""
        return self.store.rdflib_graph()

    def query(self, query: str, **bind: Value) -> Rows | bool | rdflib.Graph:
        """Answer a SPARQL 1.1 query: rows for SELECT, a truth value for ASK, an rdflib graph otherwise.

        The vocabulary's prefixes need no declaration, and the default graph is the union of all graphs. Keywords
        give variables a value. Raises ``QueryError``.
        """
        return self.store.query(query, bind=bind)

    def ask(self, name: str, **parameters: str) -> Rows | bool | rdflib.Graph:
        """Answer a named question; raises ``UnknownNameError`` or ``UsageError``."""
        from aidgraph.ask.questions import question

        asked = question(name)
        bound = asked.bind(parameters, parties=self.parties, words=self.workspace.vocabulary)
        return self.store.query(asked.query, bind=bound)

    def answer(
        self,
        query: str | Question,
        format_: str,
        parameters: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> bytes:
        """Answer a query or a named question in a standard format (json, csv, tsv, xml; ttl, nt for graphs).

        With ``timeout`` it runs in a process of its own, which is stopped after that many seconds. Raises
        ``QueryError``, ``UnknownNameError`` or ``UsageError``.
        """
        from aidgraph.ask.questions import asked

        question = asked(query) if isinstance(query, str) else query
        bind: dict[str, Value] = {}
        if question.parameters or parameters:
            bind = question.bind(parameters or {}, parties=self.parties, words=self.workspace.vocabulary)
        if timeout is None:
            return self.store.serialise(question.query, format_, bind=bind)
        from aidgraph.store.limited import serialise_within

        return serialise_within(timeout, self.build.store_folder, question.query, format_, bind=bind)
