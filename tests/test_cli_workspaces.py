"""Workspaces and their builds: made by init, built when asked or needed, told apart from changed sources."""

from __future__ import annotations

import errno
import io
import os
import threading
import tomllib
from pathlib import Path
from typing import IO

import openpyxl
import pytest
from filelock import FileLock

import aidgraph.build
from aidgraph.read.columns import TABLES
from aidgraph.store.embedded import Store
from aidgraph.workspace import load_workspace
from program import MakeWorkspace, Run

TOML = """
[[source]]
path = "roster.csv"
reads = "roster"

[[source]]
path = "partnerships.csv"
reads = "partnerships"
"""
FILES = {
    "roster.csv": "name,kind\nFirst School,School\nSecond School,School\n",
    "partnerships.csv": "relation,from,to\ntwinnedWith,First School,Second School\n",
}


def test_init_makes_a_workspace_that_builds_as_it_stands(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my-aid"
    made = run("init", folder)
    assert (made.code, made.err) == (0, "")
    assert f"aidgraph -w {folder} build" in made.out
    done = run("build", "-w", folder)
    assert (done.code, done.err) == (0, "")
    assert "2 partnerships" in done.out
    assert {finding["severity"] for finding in run("validate", "-w", folder, "--json").json} <= {"info"}
    gaps = run("gaps", "-w", folder, "--kind", "School", "--json").json
    assert [gap["answer"] for gap in gaps] == ["unknown", "linked", "linked"]


def test_init_in_json(run: Run, tmp_path: Path) -> None:
    made = run("init", tmp_path / "a", "--json").json
    assert made["folder"] == str(tmp_path / "a")
    assert "aidgraph.toml" in made["files"]
    assert all((tmp_path / "a" / file).is_file() for file in made["files"])


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rosters").mkdir()
    mine = tmp_path / "rosters" / "places.csv"
    mine.write_text("mine", encoding="utf-8")
    done = run("init", tmp_path)
    assert (done.code, done.out) == (2, "")
    told = f"aidgraph: {tmp_path} holds rosters/places.csv already, and nothing is overwritten; name another folder"
    assert done.err == f"{told}\n"
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "aidgraph.toml").exists()


def test_init_where_nothing_can_be_made(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    done = run("init", file / "below")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(" cannot be written: Not a directory\n")


def test_the_workspace_of_init_tells_of_every_key(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my-aid"
    run("init", folder)
    path = folder / "aidgraph.toml"
    text = path.read_text(encoding="utf-8")
    source_keys = (
        *("id", "path", "reads", "title", "publisher", "issued", "url", "self_reported", "code_scheme", "sheet"),
        *("columns", "set", "ignore", "names", "complete", "as_of", "complete_from", "covers"),
    )
    for key in (*source_keys, "name", "base", "languages", "parent", "label_zh"):
        assert f"\n{key} = " in text or f"\n# {key} = " in text, key
    for table in TABLES:
        assert table in text
    # what is commented out is legal too
    for file in ("tables/totals.csv", "rosters/schools.xlsx"):
        (folder / file).touch()
    lines = [line.removeprefix("# ") if " = " in line or "[[" in line else line for line in text.splitlines()]
    uncommented = "\n".join(lines)
    assert len(tomllib.loads(uncommented)["source"]) == 7
    path.write_text(uncommented, encoding="utf-8")
    assert {source.reads for source in load_workspace(folder).sources} == {*TABLES, "report", ""}


def test_a_command_builds_where_there_is_no_build(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, FILES)
    done = run("show", "First School", "-w", workspace)
    assert (done.code, done.err) == (0, "")
    assert "twinnedWith <-> Second School" in done.out
    assert (workspace / "build").is_dir()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("roster.csv", "name,kind\nFirst School,School\n"),
        ("roster.csv", None),
        ("aidgraph.toml", TOML + '[[kind]]\nname = "Kindergarten"\nparent = "School"\n'),
        ("aidgraph.toml", "no toml"),
    ],
)
def test_what_has_changed_since_the_build_is_said(
    run: Run, make_workspace: MakeWorkspace, file: str, text: str | None
) -> None:
    workspace = make_workspace(TOML, FILES)
    before = run("gaps", "-w", workspace, "-q").out
    if text is None:
        (workspace / file).unlink()
    else:
        (workspace / file).write_text(text, encoding="utf-8")
    done = run("gaps", "-w", workspace)
    assert (done.code, done.out) == (0, before)
    notice = "aidgraph: sources have changed since the build, and this answers from the build; run `aidgraph build`\n"
    assert done.err.startswith(notice)
    assert run("gaps", "-w", workspace, "-q").err == ""


def test_a_file_that_was_only_touched_has_not_changed(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, FILES)
    run("build", "-w", workspace)
    (workspace / "roster.csv").touch()
    assert "changed" not in run("gaps", "-w", workspace).err


def test_only_what_changed_is_read_again(run: Run, make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    workspace = make_workspace(TOML, FILES)
    assert run("build", "--json", "-w", workspace).json["read"] == ["partnerships.csv", "roster.csv"]
    run("export", "-o", tmp_path / "one.nq", "-w", workspace)
    assert run("build", "--json", "-w", workspace).json["read"] == []
    run("build", "--full", "-w", workspace)
    run("export", "-o", tmp_path / "two.nq", "-w", workspace)
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()
    make_workspace(TOML, {**FILES, "roster.csv": FILES["roster.csv"] + "Third School,School\n"})
    assert run("build", "--json", "-w", workspace).json["read"] == ["roster.csv"]
    assert run("build", "--full", "--json", "-w", workspace).json["read"] == ["partnerships.csv", "roster.csv"]


def test_the_second_of_two_builds_waits(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, FILES)
    (workspace / "build").mkdir()
    lock = FileLock(workspace / "build" / "lock", thread_local=False)
    lock.acquire()
    released = threading.Event()

    def release() -> None:
        released.set()
        lock.release()

    threading.Timer(0.5, release).start()
    assert run("build", "-w", workspace).code == 0
    assert released.is_set()


def test_a_build_that_waited_in_vain_says_for_whom(
    run: Run, make_workspace: MakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(TOML, FILES)
    run("build", "-w", workspace)
    monkeypatch.setitem(aidgraph.build.build.__kwdefaults__, "patience", 0.1)
    (workspace / "build" / "lock-holder").write_text("process 4711, since 2024-01-01 00:00:00", encoding="utf-8")
    with FileLock(workspace / "build" / "lock"):
        done = run("build", "-w", workspace)
        assert (done.code, done.out) == (1, "")
        assert done.err == (
            "aidgraph: another build of this workspace is running (process 4711, since 2024-01-01 00:00:00); "
            "it still had the lock after waiting\n"
        )
        assert run("show", "First School", "-w", workspace).code == 0


def test_an_export_that_fails_says_why_in_one_line(run: Run, make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    workspace = make_workspace(TOML, FILES)
    done = run("export", "-q", "-o", tmp_path / "no" / "all.ttl", "-w", workspace)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"aidgraph: {tmp_path / 'no' / 'all.ttl'} cannot be written: No such file or directory\n"
    done = run("view", "-q", "-o", tmp_path / "no" / "page.html", "-w", workspace)
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_an_export_that_fails_leaves_the_file_before(
    run: Run, make_workspace: MakeWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_store: Store, stream: IO[bytes], *_: object, **_graphs: object) -> None:
        stream.write(b"half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    workspace, file = make_workspace(TOML, FILES), tmp_path / "all.trig"
    assert run("export", "-q", "-o", file, "-w", workspace).code == 0
    before, beside = file.read_bytes(), set(tmp_path.iterdir())
    monkeypatch.setattr(Store, "dump", half)
    done = run("export", "-q", "-o", file, "-w", workspace)
    assert (done.code, done.err) == (1, f"aidgraph: {file} cannot be written: No space left on device\n")
    assert (file.read_bytes(), set(tmp_path.iterdir())) == (before, beside)


def test_a_workbook_warns_again_when_it_is_not_read_again(run: Run, make_workspace: MakeWorkspace) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["name", "kind", "remarks"], ["First School", "School", "x"], ["Second School", "School", None]):
        sheet.append(row)
    # of no account in a column that is left out
    sheet.merge_cells("C2:C3")
    workbook.create_sheet("notes")
    stream = io.BytesIO()
    workbook.save(stream)
    toml = TOML.replace('path = "roster.csv"', 'path = "roster.xlsx"\nignore = ["remarks"]')
    workspace = make_workspace(toml, {**FILES, "roster.xlsx": stream.getvalue()})
    first = run("build", "--json", "-w", workspace).json["warnings"]
    assert any("roster.xlsx" in warning for warning in first)
    make_workspace(toml, {"partnerships.csv": FILES["partnerships.csv"] + "mentors,First School,Second School\n"})
    second = run("build", "--json", "-w", workspace).json
    assert (second["read"], second["warnings"]) == (["partnerships.csv"], first)
