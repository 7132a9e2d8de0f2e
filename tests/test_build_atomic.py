"""A build is the old one or the new one, whole, whatever stops it: kills, full disks, other builds, readers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from aidgraph.api import Aid
from aidgraph.build import build, current_build
from aidgraph.errors import LockedError, StorageError
from aidgraph.workspace import Workspace, load_workspace
from made import table, written

SIZE = 400
NOBODY = 65534

CHILD = """
import sys
from pathlib import Path
from aidgraph.build import build
from aidgraph.errors import AidgraphError
from aidgraph.workspace import load_workspace
# imported beforehand: what is to happen during the build happens to the build
import aidgraph.resolve.workspace, aidgraph.store.derive, aidgraph.store.quads

workspace = load_workspace(Path(sys.argv[1]))
{before}
print("ready", flush=True)
sys.stdin.readline()
try:
    build(workspace, progress={progress})
    print("done", flush=True)
except AidgraphError as error:
    print(type(error).__name__, error, flush=True)
"""


def schools(mark: str) -> str:
    """Return a roster that is another one for every mark."""
    rows = [{"id": f"{mark}{n}", "name": f"{mark}{n}中学", "kind": "School"} for n in range(SIZE)]
    return table(*rows)


def twins() -> str:
    return table(
        *({"relation": "twinnedWith", "from": f"A{n}中学", "to": f"A{n + 1}中学"} for n in range(0, SIZE - 1, 2))
    )


def make(folder: Path, mark: str = "A") -> Workspace:
    return written(folder, roster=schools("A"), partnerships=twins(), totals=count(mark))


def count(mark: str) -> str:
    return table({"relation": "twinnedWith", "count": str(ord(mark)), "unit": "pairs"})


def turn(workspace: Workspace, mark: str) -> None:
    """Change the workspace, so that it is to be built again."""
    (workspace.folder / "totals.csv").write_text(count(mark), encoding="utf-8")


def exported(workspace: Workspace) -> bytes:
    """Return everything that the build in force holds; none is made."""
    made = current_build(load_workspace(workspace.folder))
    assert made is not None, "there is always a build in force"
    target = workspace.folder.parent / "export.nq"
    Aid(workspace, made).export(target)
    return target.read_bytes()


def left(workspace: Workspace) -> list[str]:
    """Return what the build folder holds beside the generation in force."""
    made = current_build(workspace)
    known = {made.folder.name if made else "", "CURRENT", "lock"}
    return sorted(path.name for path in workspace.build_folder.iterdir() if path.name not in known)


def check_tidy(workspace: Workspace) -> None:
    """Check that the generation before the one in force is all that is left beside it."""
    assert len(left(workspace)) <= 1
    assert all(name.isdigit() for name in left(workspace))


@contextmanager
def child(
    workspace: Workspace, *, before: str = "", progress: str = "lambda _: None"
) -> Iterator[subprocess.Popen[str]]:
    """Start a process that is about to build: it goes on when it gets a line."""
    command = [sys.executable, "-c", CHILD.format(before=before, progress=progress), str(workspace.folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    with process:
        assert said(process) == "ready"
        yield process


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def outcome(workspace: Workspace, **options: str) -> str:
    """Let a process build, and return how that ended."""
    with child(workspace, **options) as process:
        go(process)
        return said(process)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = {}
    for mark in "AB":
        workspace = make(tmp_path_factory.mktemp(mark) / "w", mark)
        build(workspace)
        found[mark] = exported(workspace)
    assert found["A"] != found["B"]
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = make(tmp_path_factory.mktemp("first") / "w")
    build(workspace)
    return workspace.folder


@pytest.fixture
def built(first: Path, tmp_path: Path) -> Workspace:
    """A workspace that is built, and may be built again and broken."""
    return load_workspace(shutil.copytree(first, tmp_path / "w"))


# -- kill -9


AGAIN = """
import os, sys
from pathlib import Path
from aidgraph.build import build
from aidgraph.workspace import load_workspace
# what a build imports, so that it builds nearly from its start
import aidgraph.resolve.workspace, aidgraph.store.derive, aidgraph.store.quads, pandas, pyarrow.compute, pyarrow.parquet

workspace = load_workspace(Path(sys.argv[1]))
for _ in sys.stdin:
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        print("ended", flush=True)
        continue
    try:
        print(os.getpid(), flush=True)
        build(workspace, progress=lambda _: None)
        print("done", flush=True)
    finally:
        os._exit(0)
"""
"""Builds whenever it gets a line, each time in a process of its own that need not start from nothing."""


def test_a_killed_build_leaves_the_old_or_the_new_one_whole(built: Workspace, exports: dict[str, bytes]) -> None:
    command = [sys.executable, "-c", AGAIN, str(built.folder)]
    moments, in_force, stopped, takes = Random(20231201), "A", 0, 60.0  # noqa: S311  moments, no secrets
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        for number in range(21):
            turn(built, "A" if in_force == "B" else "B")
            go(process)
            builder, start = int(said(process)), time.perf_counter()
            if number:
                time.sleep(moments.uniform(0, takes))
                with suppress(ProcessLookupError):
                    os.kill(builder, signal.SIGKILL)
            told = said(process)
            if told == "done":
                # the first is not killed; and where a machine has grown faster since, a build takes no longer than this
                takes = time.perf_counter() - start
                told = said(process)
            else:
                stopped += 1
            assert told == "ended"
            found = exported(built)
            assert found in {exports["A"], exports["B"]}
            in_force = "A" if found == exports["A"] else "B"
    assert stopped > 10, "most were killed before they were done"

    build(built)
    check_tidy(built)


AT = """
def hook(event, arguments, seen=[0]):
    if event == {event!r} and {path!r} in str(arguments[0]):
        seen[0] += 1
        if seen[0] == {number}:
            import os, signal
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize(
    ("event", "path", "number", "in_force"),
    [
        ("os.mkdir", "unfinished", 1, "A"),
        ("open", "manifest.json", 2, "A"),
        ("os.rename", "unfinished", 1, "A"),
        ("os.rename", "CURRENT", 1, "A"),
        ("shutil.rmtree", "00000", 1, "B"),
        ("os.remove", "lock-holder", 1, "B"),
    ],
)
def test_a_build_killed_at_the_brink(
    built: Workspace, exports: dict[str, bytes], event: str, path: str, number: int, in_force: str
) -> None:
    build(built, full=True)
    turn(built, "B")
    assert outcome(built, before=AT.format(event=event, path=path, number=number)) == "", "killed before it was done"
    assert exported(built) == exports[in_force]

    build(built)
    assert exported(built) == exports["B"]
    check_tidy(built)
    turn(built, "A")
    build(built)
    assert exported(built) == exports["A"]


# -- two at once

STOP = """
def stop(step):
    if step == "deriving":
        print("deriving", flush=True)
        sys.stdin.readline()
"""


def test_a_second_build_waits_and_says_for_whom(built: Workspace, exports: dict[str, bytes]) -> None:
    turn(built, "B")
    told: list[str] = []
    with child(built, before=STOP, progress="stop") as process:
        go(process)
        assert said(process) == "deriving"
        waiting = Thread(target=build, args=(built,), kwargs={"progress": told.append})
        waiting.start()
        while not told:
            time.sleep(0.01)
        assert told[0].startswith(f"waiting for another build (process {process.pid}, since ")
        assert exported(built) == exports["A"], "readers do not wait"
        go(process)
        assert said(process) == "done"
        waiting.join(timeout=60)
    assert len(told) == 1, "what the first one built need not be built again"
    assert exported(built) == exports["B"]


def test_a_build_that_waited_long_enough_says_who_holds_the_lock(built: Workspace) -> None:
    turn(built, "B")
    with child(built, before=STOP, progress="stop") as process:
        go(process)
        assert said(process) == "deriving"
        with pytest.raises(LockedError, match=rf"process {process.pid}, since \d{{4}}-\d\d-\d\d"):
            build(built, patience=0.05)
        go(process)
        assert said(process) == "done"


def test_the_lock_of_a_killed_build_is_free(built: Workspace, exports: dict[str, bytes]) -> None:
    turn(built, "B")
    with child(built, before=STOP, progress="stop") as process:
        go(process)
        assert said(process) == "deriving"
        process.kill()
    assert "lock-holder" in left(built)
    build(built, patience=0)
    assert exported(built) == exports["B"]
    assert "lock-holder" not in left(built)


def test_a_build_folder_deleted_under_a_build_is_told(built: Workspace, exports: dict[str, bytes]) -> None:
    turn(built, "B")
    with child(built, before=STOP, progress="stop") as process:
        go(process)
        assert said(process) == "deriving"
        shutil.rmtree(built.build_folder)
        go(process)
        assert said(process).startswith("StorageError")
    assert current_build(built) is None
    build(built)
    assert exported(built) == exports["B"]
    check_tidy(built)


# -- readers


def test_a_reader_keeps_its_answers_while_builds_come_and_go(built: Workspace, exports: dict[str, bytes]) -> None:
    reader = Aid.open(built.folder)
    few = reader.query("SELECT ?count { ?claim aid:count ?count }")
    for mark in "BCD":
        turn(built, mark)
        build(built)
        assert reader.query("SELECT ?count { ?claim aid:count ?count }") == few == [(ord("A"),)]
    assert not reader.build.folder.exists(), "it is gone from the disk"
    reader.export(built.folder.parent / "late.nq")
    assert (built.folder.parent / "late.nq").read_bytes() == exports["A"]
    assert Aid.open(built.folder).query("SELECT ?count { ?claim aid:count ?count }") == [(ord("D"),)]


def test_a_reader_that_looked_the_name_up_too_early_finds_the_next_build(built: Workspace) -> None:
    early = Aid.open(built.folder)
    for mark in "BCD":
        turn(built, mark)
        build(built)
    assert not early.build.folder.exists()
    assert early.query("SELECT ?count { ?claim aid:count ?count }") == [(ord("D"),)]


# -- full disks


@pytest.mark.parametrize("limit", [0, 1 << 12, 1 << 16, 1 << 18])
def test_a_file_that_may_not_grow_is_told_and_the_old_build_stays(
    built: Workspace, exports: dict[str, bytes], limit: int
) -> None:
    before = left(built)
    turn(built, "B")
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    said_last = outcome(built, before=limited)
    assert said_last.startswith("StorageError")
    assert "File too large" in said_last
    assert "None" not in said_last
    assert exported(built) == exports["A"]
    assert [name for name in left(built) if name != "lock-holder"] == before

    build(built)
    assert exported(built) == exports["B"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=24m", "none", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False) if mount else None
    if done is None or done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip() if done else 'no mount'}")
    try:
        yield folder
    finally:
        subprocess.run([str(shutil.which("umount")), "--lazy", str(folder)], check=True)


def fill(disk: Path, *, free: int) -> Path:
    """Fill a disk but for some bytes; return the file that does."""
    facts = os.statvfs(disk)
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(facts.f_bavail * facts.f_frsize - free))
    return ballast


@pytest.mark.parametrize("free", [0, 4 << 10, 100 << 10, 400 << 10])
def test_a_full_disk_is_told_and_the_old_build_stays(small_disk: Path, exports: dict[str, bytes], free: int) -> None:
    workspace = make(small_disk / "w")
    build(workspace)
    turn(workspace, "B")
    ballast = fill(small_disk, free=free)
    with pytest.raises(StorageError, match="No space left on device") as caught:
        build(workspace)
    assert "None" not in str(caught.value)

    ballast.unlink()
    assert left(workspace) == []
    assert exported(workspace) == exports["A"]
    build(workspace)
    assert exported(workspace) == exports["B"]


def test_a_full_disk_still_answers(small_disk: Path) -> None:
    workspace = make(small_disk / "w")
    build(workspace)
    fill(small_disk, free=0)
    assert Aid.open(workspace.folder).query("SELECT ?count { ?claim aid:count ?count }") == [(ord("A"),)]


# -- no permission

AS_NOBODY = """
import os
if os.geteuid() == 0:
    # once built, everything is imported; root may write anywhere
    build(load_workspace(Path({warm!r})))
    os.setegid({nobody})
    os.seteuid({nobody})
"""


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A folder that everybody may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(folder)


def as_nobody(workspace: Workspace, folders: Sequence[Path], mode: int) -> str:
    warm = make(workspace.folder.parent / "warm")
    for folder in folders:
        folder.chmod(mode)
    return outcome(workspace, before=AS_NOBODY.format(warm=str(warm.folder), nobody=NOBODY))


def test_a_folder_that_may_not_be_written_is_told(guarded: Path) -> None:
    workspace = make(guarded / "w")
    said_last = as_nobody(workspace, [workspace.folder], 0o555)
    assert said_last.startswith("StorageError")
    assert "Permission denied" in said_last
    assert str(workspace.build_folder) in said_last
    assert not workspace.build_folder.exists()


def test_a_build_folder_that_may_not_be_written_still_answers(guarded: Path, exports: dict[str, bytes]) -> None:
    workspace = make(guarded / "w")
    build(workspace)
    turn(workspace, "B")
    folders = [path for path in (workspace.build_folder, *workspace.build_folder.rglob("*")) if path.is_dir()]
    said_last = as_nobody(workspace, folders, 0o555)
    assert said_last.startswith("StorageError")
    assert "Permission denied" in said_last
    assert exported(workspace) == exports["A"]


def test_a_file_that_may_not_be_read_is_told(guarded: Path) -> None:
    workspace = make(guarded / "w")
    workspace.folder.chmod(0o777)
    said_last = as_nobody(workspace, [workspace.folder / "roster.csv"], 0o000)
    assert said_last == "StorageError roster.csv could not be read: Permission denied"
