"""What every command is told: which workspace, whether to answer in JSON, whether to be quiet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aidgraph.cli.output import cell, complain, print_json, print_lines

if TYPE_CHECKING:
    from aidgraph.api import Aid
    from aidgraph.read.progress import Progress

__all__ = ["Call"]


@dataclass(frozen=True, slots=True)
class Call:
    """The options that every command takes, before or after its name."""

    workspace: Path | None = None
    json: bool = False
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """The workspace's folder; raises ``UsageError`` where there is none."""
        from aidgraph.errors import UsageError
        from aidgraph.workspace import FILE_NAME, find_workspace

        if self.workspace is None:
            return find_workspace(Path.cwd())
        if not (self.workspace / FILE_NAME).is_file():
            raise UsageError(f"no {FILE_NAME} in {self.workspace}; `aidgraph init {self.workspace}` makes a workspace")
        return self.workspace

    def open(self, *, judging: bool = False) -> Aid:
        """Open the workspace, built if it was not, and say so if it has changed since.

        Who is ``judging`` is not told of judgements that wait for a build: they are in what is shown.
        """
        from aidgraph.api import Aid

        with self.progress() as progress:
            aid = Aid.open(self.folder, progress=progress)
        if changed := [what for what in aid.changes if what != "judgements" or not judging]:
            what = " and ".join(changed)
            self.note(f"{what} have changed since the build, and this answers from the build; run `aidgraph build`")
        return aid

    def note(self, text: str) -> None:
        """Say something on stderr that is no part of the answer."""
        if not self.quiet:
            complain(f"aidgraph: {cell(text)}")

    def wrote(self, file: Path) -> None:
        """Tell of a file that was written."""
        size = file.stat().st_size
        if self.json:
            print_json({"file": str(file), "bytes": size})
        elif not self.quiet:
            print_lines([f"{file}: {size:,} bytes"])

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Give a function that shows what is being done, on a terminal only."""
        if self.quiet or not sys.stderr.isatty():
            from aidgraph.read.progress import silent

            yield silent
            return
        from rich import progress
        from rich.console import Console
        from rich.markup import escape

        parts = (progress.SpinnerColumn(), "{task.description}", progress.BarColumn(30), "{task.fields[counted]}")
        with progress.Progress(*parts, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task("", total=None, counted="")

            def tell(what: str, done: int = 0, of: int = 0, /) -> None:
                # as an update, no total would mean the one there was
                shown.tasks[0].total = of or None
                counted = f"{done:,}/{of:,}" if of else ""
                shown.update(task, description=escape(cell(what)), completed=done, counted=counted)

            yield tell
