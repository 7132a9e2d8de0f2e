"""The build: the one place that runs read, resolve and store, atomically.

``build/`` holds finished generations, each in a folder of its own, and the file ``CURRENT`` that names the one in
force. A build works in a folder that nothing points at, and its last step replaces ``CURRENT``: whatever stops it
before leaves the old generation in force, whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from aidgraph import __version__
from aidgraph.errors import DataError, LockedError, Problem, StorageError, UsageError, Where
from aidgraph.ontology import VOCABULARY, ontology_file
from aidgraph.read.inputs import Inputs
from aidgraph.read.progress import Progress, silent
from aidgraph.resolve.judgements import built_in
from aidgraph.store.checks import SHAPES, refuse_violations
from aidgraph.store.embedded import Store
from aidgraph.store.summary import Counts, count
from aidgraph.workspace import BUILD_FOLDER, FILE_NAME, Workspace

if TYPE_CHECKING:
    from aidgraph.resolve.cases import Case

__all__ = ["Build", "build", "build_in", "current_build", "kept_build"]

FORMAT = 7
"""The layout of a generation: a build of another layout is made anew."""

_CURRENT, _LOCK, _MANIFEST, _UNFINISHED = "CURRENT", "lock", "manifest.json", "unfinished-"
_WORKSPACE, _CASES = "workspace.toml", "candidates.jsonl"


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: where its store is, what it counts, and what it was made from."""

    folder: Path
    counts: Counts
    read: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: float
    settings: str
    judged: str
    inputs: dict[str, dict[str, Any]]

    @property
    def store_folder(self) -> Path:
        """Where the build's store is."""
        return self.folder / "store"

    @property
    def tables_folder(self) -> Path:
        """Where the build's columnar tables are."""
        return self.folder / "tables"

    @property
    def workspace_file(self) -> Path:
        """The workspace file that the build was made from, as it was then."""
        return self.folder / _WORKSPACE

    def cases(self) -> list[Case]:
        """Return what there is to review: candidates from reports, and claims of tables that were proposed."""
        from aidgraph.resolve.cases import Case

        try:
            lines = (self.folder / _CASES).read_text(encoding="utf-8").split("\n")
        except OSError as error:
            raise StorageError(f"{error.filename} could not be read: {error.strerror}") from error
        return [Case.of(json.loads(line)) for line in lines if line]

    def open(self) -> Store:
        """Open the build's store for reading."""
        return Store.open(self.store_folder)

    def summary(self) -> dict[str, Any]:
        """Return what ``aidgraph build --json`` prints."""
        told = {"read": list(self.read), "warnings": list(self.warnings), "seconds": round(self.seconds, 3)}
        return asdict(self.counts) | told

    def is_stale(self, workspace: Workspace) -> bool:
        """Tell whether a source, the workspace file or a judgement has changed since."""
        return bool(self.changes(workspace))

    def changes(self, workspace: Workspace) -> tuple[str, ...]:
        """Return what has changed since: ``sources`` (the workspace file is one), ``judgements``, both or nothing."""
        changed = list[str]()
        try:
            found = Inputs.find(workspace, known=self.inputs)
            if found.problems or found.fingerprint() != _fingerprint(self.inputs):
                changed.append("sources")
        except StorageError:
            changed.append("sources")
        if not changed and self.settings != _settings(workspace):
            changed.append("sources")
        if self.judged != _judged(workspace):
            changed.append("judgements")
        return tuple(changed)


def current_build(workspace: Workspace) -> Build | None:
    """Return the build in force, or ``None`` where there is none (or none that this version can read)."""
    return build_in(workspace.build_folder)


def build_in(build_folder: Path) -> Build | None:
    """Return the build in force in a folder of builds: it can be opened even when the workspace file is broken."""
    try:
        name = (build_folder / _CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return None if "/" in name else _finished(build_folder / name)


def kept_build(workspace: Workspace, name: str) -> Build:
    """Return a build by what a user calls it.

    ``current`` and ``previous`` are the build in force and the one before, and ``000007`` is one by its name; any other
    name is the folder of a workspace, of its builds or of one of them. Raises ``UsageError`` with what there is.
    """
    kept = _generations(workspace)
    if name in {"current", "previous"}:
        made = current_build(workspace)
        before = [path for path in kept if made and path.name < made.folder.name]
        found = made if name == "current" else _finished(before[-1]) if before else None
    elif workspace.build_folder / name in kept:
        found = _finished(workspace.build_folder / name)
    else:
        folder = Path(name)
        places = (folder / BUILD_FOLDER, folder) if name else ()
        found = next(filter(None, map(build_in, places)), None) or (_finished(folder) if name else None)
    if found is None:
        legal = ", ".join([*(path.name for path in kept), *(["previous"] if kept[1:] else []), "current"])
        raise UsageError(
            f"no build {name!r} that this version can read; legal: {legal}, the folder of a workspace or of a build, "
            "or dates such as 2023-05"
        )
    return found


def _finished(folder: Path) -> Build | None:
    """Return the finished build in a folder of its own, ``None`` where this version can read none there."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        kept = all((folder / name).is_dir() for name in ("store", "tables")) and (folder / _WORKSPACE).is_file()
        if manifest["format"] != FORMAT or not kept:
            return None
        return Build(
            folder=folder,
            counts=Counts(**manifest["counts"]),
            read=tuple(manifest["read"]),
            warnings=tuple(manifest["warnings"]),
            seconds=manifest["seconds"],
            settings=manifest["settings"],
            judged=manifest["judged"],
            inputs=manifest["inputs"],
        )
    except (FileNotFoundError, NotADirectoryError, KeyError, TypeError, ValueError):
        return None


def build(
    workspace: Workspace,
    *,
    full: bool = False,
    patience: float = 60.0,
    progress: Progress = silent,
) -> Build:
    """Build the workspace and return the build in force afterwards.

    An unchanged workspace is not built again unless ``full``; of a changed one, only changed files are read again.
    ``patience`` is how many seconds to wait for another build to end. Raises ``DataError`` with every problem found,
    ``LockedError``, or ``StorageError``; the old build stays in force then.
    """
    started = time.perf_counter()
    try:
        with _lock(workspace, patience, progress):
            old = current_build(workspace)
            _tidy(workspace, old)
            inputs = Inputs.find(workspace, known=old.inputs if old else {})
            made_from = (_settings(workspace), _judged(workspace), inputs.fingerprint())
            unchanged = old and (old.settings, old.judged, _fingerprint(old.inputs)) == made_from
            if old and unchanged and not full and not inputs.problems:
                return replace(old, read=(), seconds=time.perf_counter() - started)
            with _unfinished(workspace) as folder:
                cache = old.folder / "inputs" if old and not full else None
                read = inputs.read(cache=cache, keep=folder / "inputs", progress=progress)
                extracted = old.folder / "extracted" if old and not full else None
                counts, warnings = _make(workspace, inputs, folder, progress, cache=extracted)
                shutil.copyfile(workspace.folder / FILE_NAME, folder / _WORKSPACE)
                manifest = {
                    "format": FORMAT,
                    "counts": asdict(counts),
                    "read": read,
                    "warnings": warnings,
                    "seconds": time.perf_counter() - started,
                    "settings": made_from[0],
                    "judged": made_from[1],
                    "inputs": inputs.manifest(),
                }
                _write(folder / _MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                progress("putting the build in force")
                _put_in_force(workspace, folder)
            new = current_build(workspace)
            _tidy(workspace, new)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise StorageError(f"the build could not be written: {error.strerror or error}{where}") from error
    if new is None:
        raise StorageError("the build was written and cannot be read back")
    return new


def _make(
    workspace: Workspace, inputs: Inputs, folder: Path, progress: Progress, *, cache: Path | None
) -> tuple[Counts, list[str]]:
    """Resolve what was read, write a store and tables of it to ``folder``; return what they hold and the warnings."""
    from aidgraph.extract.reports import ReportReader
    from aidgraph.resolve.workspace import resolve
    from aidgraph.store.derive import derive
    from aidgraph.store.quads import load_records
    from aidgraph.store.tables import write_tables

    problems = [*inputs.problems, *_refuse_foreign(workspace, inputs, progress)]
    progress("resolving names")
    try:
        reader = ReportReader(cache=cache, keep=folder / "extracted", progress=progress)
        records, warnings, cases = resolve(workspace, inputs, reader=reader)
    except DataError as error:
        # a place that the workspace file names may stand in a file that was not read
        found = [p for p in error.problems if not problems or p.where.file != FILE_NAME]
        raise DataError([*problems, *found]) from error
    if problems:
        raise DataError(problems)
    lines = (json.dumps(case.record(), ensure_ascii=False) + "\n" for case in cases)
    _write(folder / _CASES, "".join(lines))
    progress("loading")
    # in memory, where rules and checks run several times as fast as on disk
    store = Store()
    load_records(store, records, base=workspace.base)
    progress("checking")
    refuse_violations(store, workspace.vocabulary)
    progress("writing the tables")
    write_tables(records, folder / "tables", languages=workspace.languages)
    del records
    progress("deriving")
    derive(store, base=workspace.base, languages=workspace.languages)
    progress("writing the store")
    store.save(folder / "store")
    return count(store), warnings


def _refuse_foreign(workspace: Workspace, inputs: Inputs, progress: Progress) -> list[Problem]:
    """Return what the shapes object to in files of RDF, and take the nodes at fault out of what was read."""
    problems = list[Problem]()
    for item in inputs:
        if isinstance(item.content, list):
            from aidgraph.store.shacl import incoming

            progress(f"checking {item.file}")
            findings = incoming(item.content, workspace.vocabulary)
            problems += [Problem(Where(item.file), f"<{finding.focus}>: {finding.message}") for finding in findings]
            at_fault = {finding.focus for finding in findings}
            item.content = [quad for quad in item.content if quad.subject.value not in at_fault]
    return problems


@contextmanager
def _lock(workspace: Workspace, patience: float, progress: Progress) -> Iterator[None]:
    folder = workspace.build_folder
    folder.mkdir(exist_ok=True)
    holder = folder / "lock-holder"
    lock = FileLock(folder / _LOCK)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress(f"waiting for another build ({_holder(holder)})")
            lock.acquire(timeout=patience)
    except Timeout as error:
        raise LockedError(_holder(holder)) from error
    try:
        _write(holder, f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _holder(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "a process that has not said its number yet"


@contextmanager
def _unfinished(workspace: Workspace) -> Iterator[Path]:
    folder = workspace.build_folder / f"{_UNFINISHED}{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(workspace: Workspace, current: Build | None) -> None:
    """Remove what killed builds left behind and generations no longer needed; the lock is ours, nobody works there.

    The generation before the one in force is kept: a reader may have just looked its name up.
    """
    spent = list(workspace.build_folder.glob(f"{_UNFINISHED}*"))
    if current:
        finished = _generations(workspace)
        before = [path for path in finished if path.name < current.folder.name]
        spent += [path for path in finished if path not in {current.folder, *before[-1:]}]
    for folder in spent:
        shutil.rmtree(folder, ignore_errors=True)


def _generations(workspace: Workspace) -> list[Path]:
    """Return the folders of finished builds, oldest first."""
    return sorted(path for path in workspace.build_folder.glob("[0-9]" * 6) if path.is_dir())


def _put_in_force(workspace: Workspace, folder: Path) -> None:
    numbers = [int(path.name) for path in _generations(workspace)]
    finished = workspace.build_folder / f"{max(numbers, default=0) + 1:06}"
    _write(folder / _CURRENT, finished.name)
    folder.rename(finished)
    (finished / _CURRENT).replace(workspace.build_folder / _CURRENT)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _judged(workspace: Workspace) -> str:
    """Return what stands for the judgements that a build depends on."""
    return hashlib.sha256(f"{built_in(workspace.folder)}".encode()).hexdigest()


def _settings(workspace: Workspace) -> str:
    """Return what stands for the workspace file, the ontology and this version of the program."""
    digest = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    for path in (workspace.folder / FILE_NAME, *map(ontology_file, (*VOCABULARY, *SHAPES))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _fingerprint(inputs: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {file: facts["sha256"] for file, facts in inputs.items()}
