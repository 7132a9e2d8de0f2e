"""The build: what is read again, what makes a new one, what each tells, and that equal inputs give equal bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

import aidgraph.build
from aidgraph.api import Aid
from aidgraph.build import Build, build, current_build
from aidgraph.errors import DataError, StorageError
from aidgraph.ontology import ontology_file
from aidgraph.read import inputs
from aidgraph.read.table import Table, read_table
from aidgraph.workspace import Workspace, load_workspace
from made import table, written

PLACES = table(
    {"name": "英吉沙县", "level": "County", "parent": ""},
    {"name": "乌恰镇", "level": "Township", "parent": "英吉沙县"},
)
ROSTER = table(
    {"name": "第一中学", "name_en": "First School", "kind": "School", "place": "英吉沙县"},
    {"name": "第二中学", "name_en": "", "kind": "School", "place": "乌恰镇"},
    {"name": "济宁一中", "name_en": "", "kind": "School", "place": ""},
)
PARTNERSHIPS = table(
    {"relation": "twinnedWith", "from": "第一中学", "to": "济宁一中", "since": "2021"},
    {"relation": "结对共建", "from": "济宁一中", "to": "第二中学", "since": ""},
)
TOTALS = table({"relation": "twinnedWith", "count": "40", "unit": "pairs", "to": "英吉沙县"})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return written(tmp_path / "w", places=PLACES, roster=ROSTER, partnerships=PARTNERSHIPS, totals=TOTALS)


def again(workspace: Workspace) -> Build:
    """Build as a later run does, which reads the workspace file anew."""
    return build(load_workspace(workspace.folder))


def problems(workspace: Workspace) -> list[str]:
    with pytest.raises(DataError) as caught:
        again(workspace)
    return [str(problem) for problem in caught.value.problems]


def change(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode()))


def names(made: Build) -> set[str]:
    return {row.name for row in made.open().select("SELECT ?name { ?x a aid:Institution ; skos:prefLabel ?name }")}


def spreadsheet(path: Path, **sheets: list[list[str | int]]) -> Callable[[str], None]:
    """Write a workbook; return what merges cells of its first sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)

    def merge(cells: str) -> None:
        book.worksheets[0].merge_cells(cells)
        book.save(path)

    return merge


# -- what a build tells


def test_the_first_build_reads_everything_and_counts_it(workspace: Workspace) -> None:
    made = build(workspace)

    summary = made.summary()
    assert summary.pop("seconds") > 0
    assert summary.pop("triples") == len(made.open()) > 0
    assert summary == {
        "institutions": 3,
        "places": 2,
        "partnerships": 2,
        "claims": 3,
        "totals": 1,
        "edges": 2,
        "sources": 4,
        "read": ["partnerships.csv", "places.csv", "roster.csv", "totals.csv"],
        "warnings": [],
    }
    assert current_build(workspace) == made
    assert made.open().query("ASK { ?a aid:twinnedWith ?b }") is True


def test_a_build_tells_what_it_is_at(workspace: Workspace) -> None:
    told: list[str] = []
    build(workspace, progress=told.append)
    assert [step for step in told if step.startswith("reading")] == [
        "reading places.csv",
        "reading roster.csv",
        "reading partnerships.csv",
        "reading totals.csv",
    ]
    assert told[-1] == "putting the build in force"


def test_a_build_of_nothing_is_a_build(tmp_path: Path) -> None:
    made = build(written(tmp_path / "w"))
    assert made.summary()["institutions"] == made.summary()["sources"] == 0


# -- what is read again


def test_an_unchanged_workspace_is_not_built_again(workspace: Workspace) -> None:
    first = build(workspace)
    told: list[str] = []
    second = build(load_workspace(workspace.folder), progress=told.append)

    assert second.read == ()
    assert second.folder == first.folder
    assert second.counts == first.counts
    assert told == []


def test_only_a_changed_file_is_read_again(workspace: Workspace) -> None:
    build(workspace)
    change(workspace.folder / "roster.csv", "第二中学", "第三中学")
    change(workspace.folder / "partnerships.csv", "第二中学", "第三中学")
    made = again(workspace)

    assert made.read == ("partnerships.csv", "roster.csv")
    assert names(made) == {"第一中学", "First School", "第三中学", "济宁一中"}
    assert made.counts.places == 2, "what was not read again is still there"


def test_a_touched_file_with_the_same_bytes_has_not_changed(workspace: Workspace) -> None:
    first = build(workspace)
    os.utime(workspace.folder / "roster.csv", (1, 1))
    assert not first.is_stale(workspace)
    assert again(workspace).folder == first.folder


def test_a_file_is_changed_whatever_its_times_say(workspace: Workspace) -> None:
    first, path = build(workspace), workspace.folder / "roster.csv"
    before = path.stat()
    change(path, "First School", "Other School")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size

    assert first.is_stale(workspace)
    assert "Other School" in names(again(workspace))


def test_a_full_build_reads_everything_again(workspace: Workspace) -> None:
    first = build(workspace)
    made = build(workspace, full=True)
    assert made.read == first.read
    assert made.folder != first.folder


def test_a_new_file_that_a_pattern_names_is_read(tmp_path: Path) -> None:
    workspace = written(tmp_path / "w", extra='[[source]]\nid = "all"\npath = "lists/*.csv"\nreads = "roster"\n')
    lists = workspace.folder / "lists"
    lists.mkdir()
    (lists / "a.csv").write_text(ROSTER, encoding="utf-8")
    first = again(workspace)
    # alike to the byte: it is another file all the same
    shutil.copyfile(lists / "a.csv", lists / "b.csv")

    assert first.is_stale(workspace)
    made = again(workspace)
    assert made.read == ("lists/b.csv",)
    listings = made.open().select("SELECT ?file { ?x a aid:Listing ; aid:file ?file }")
    assert sorted(row.file for row in listings) == ["lists/a.csv"] * 3 + ["lists/b.csv"] * 3


def test_a_file_that_changes_while_it_is_read_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(path: Path, *, file: str, sheet: str, ignore: tuple[str, ...]) -> Table:
        table = read_table(path, file=file, sheet=sheet, ignore=ignore)
        if file == "roster.csv":
            change(path, "第二中学", "第三中学")
        return table

    with monkeypatch.context() as patch:
        patch.setattr(inputs, "read_table", slow)
        assert problems(workspace) == ["roster.csv: changed while it was read; build again"]
    assert "第三中学" in names(again(workspace))


# -- what makes a new build


def test_another_setting_builds_anew_and_reads_nothing(workspace: Workspace) -> None:
    first = build(workspace)
    change(workspace.folder / "aidgraph.toml", 'id = "roster"', 'id = "roster"\ntitle = "All schools"')
    made = again(workspace)

    assert first.is_stale(workspace)
    assert made.read == ()
    assert made.open().query('ASK { ?source dcterms:title "All schools" }') is True


def test_another_version_builds_anew(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(workspace)
    monkeypatch.setattr(aidgraph.build, "__version__", "99.0")
    assert first.is_stale(workspace)
    assert build(workspace).folder != first.folder


def test_another_ontology_builds_anew(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ontology_file("kinds.ttl").parent, tmp_path / "ontology")
    monkeypatch.setattr(aidgraph.build, "ontology_file", lambda name: tmp_path / "ontology" / name)
    for file in ("aid.ttl", "kinds.ttl", "shapes.ttl", "advice.ttl"):
        made = build(workspace)
        assert not made.is_stale(workspace)
        with (tmp_path / "ontology" / file).open("a", encoding="utf-8") as stream:
            stream.write("\n# another\n")
        assert made.is_stale(workspace)
        assert build(workspace).folder != made.folder


def test_a_build_of_another_layout_is_none(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    build(workspace)
    monkeypatch.setattr(aidgraph.build, "FORMAT", 99)
    assert current_build(workspace) is None
    assert build(workspace).read


@pytest.mark.parametrize("damage", ["all", "CURRENT", "manifest.json", "store", "workspace.toml", "text", "escape"])
def test_what_is_gone_from_the_build_folder_is_made_again(workspace: Workspace, damage: str) -> None:
    first = build(workspace)
    spoil = {
        "all": lambda: shutil.rmtree(workspace.build_folder),
        "CURRENT": (workspace.build_folder / "CURRENT").unlink,
        "manifest.json": (first.folder / "manifest.json").unlink,
        "store": lambda: shutil.rmtree(first.folder / "store"),
        "workspace.toml": (first.folder / "workspace.toml").unlink,
        "text": lambda: (first.folder / "manifest.json").write_text("{", encoding="utf-8"),
        "escape": lambda: (workspace.build_folder / "CURRENT").write_text("../build/000001", encoding="utf-8"),
    }
    spoil[damage]()
    assert current_build(workspace) is None

    made = build(workspace)
    assert made.counts == first.counts
    assert made.read == first.read
    assert names(made) == {"第一中学", "First School", "第二中学", "济宁一中"}


@pytest.mark.parametrize("kept", ["inputs", "inputs/*"])
def test_what_is_gone_from_the_kept_contents_is_read_again(workspace: Workspace, kept: str) -> None:
    first = build(workspace)
    for path in first.folder.glob(kept):
        path.unlink() if path.is_file() else shutil.rmtree(path)
    change(workspace.folder / "roster.csv", "第二中学", "第三中学")
    assert again(workspace).read == first.read


def test_a_build_folder_that_is_a_file_is_told(workspace: Workspace) -> None:
    workspace.build_folder.write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="build"):
        build(workspace)


def test_builds_do_not_pile_up(workspace: Workspace) -> None:
    for _ in range(4):
        made = build(workspace, full=True)
    left = sorted(path.name for path in workspace.build_folder.iterdir() if path.is_dir())
    assert left == ["000003", "000004"] == [*left[:1], made.folder.name]


# -- what is stale


@pytest.mark.parametrize(
    ("file", "old", "new"), [("roster.csv", "第二", "第三"), ("aidgraph.toml", '"Test"', '"Other"')]
)
def test_a_build_is_stale_when_what_it_was_made_from_changed(
    workspace: Workspace, file: str, old: str, new: str
) -> None:
    made = build(workspace)
    assert not made.is_stale(workspace)
    change(workspace.folder / file, old, new)
    assert made.is_stale(load_workspace(workspace.folder))


def test_a_deleted_file_is_an_error_and_the_old_build_stays(workspace: Workspace) -> None:
    first = build(workspace)
    (workspace.folder / "roster.csv").unlink()

    assert first.is_stale(workspace)
    (problem,) = problems(workspace)
    assert problem.startswith("aidgraph.toml:10: no file 'roster.csv' in the workspace")
    assert current_build(workspace) == first
    assert "第二中学" in names(first)


# -- what is wrong


def test_the_problems_of_all_files_come_at_once_every_time(workspace: Workspace) -> None:
    first, folder = build(workspace), workspace.folder
    book = folder / "more.xlsx"
    spreadsheet(book, more=[["name", "kind"], ["第四中学", "=1+1"], ["第五中学", "Schol"]])
    (folder / "bad.ttl").write_text("<urn:a> <urn:b> .", encoding="utf-8")
    (folder / "gbk.csv").write_bytes("name,level\n英吉沙县,County\n莎车县,County\n".encode("gbk"))
    with (folder / "aidgraph.toml").open("a", encoding="utf-8") as stream:
        for path, reads in (
            ("more.xlsx", "roster"),
            ("bad.ttl", "rdf"),
            ("gbk.csv", "places"),
            ("none.csv", "totals"),
        ):
            stream.write(f'[[source]]\npath = "{path}"\nreads = "{reads}"\n')
    change(folder / "partnerships.csv", "twinnedWith", "twinedWith")
    change(folder / "totals.csv", "40", "forty")

    for _ in range(2):
        found = problems(workspace)
        assert [problem.split(": ")[0] for problem in found] == [
            "aidgraph.toml:36",
            "bad.ttl:1",
            "gbk.csv:2",
            "more.xlsx[more]:2:kind",
            "more.xlsx[more]:3:kind",
            "partnerships.csv:2:relation",
            "totals.csv:2:count",
        ]
        assert current_build(workspace) == first
    assert [path.name for path in workspace.build_folder.iterdir() if path.is_dir()] == [first.folder.name]


def test_warnings_come_again_with_every_build(workspace: Workspace) -> None:
    folder = workspace.folder
    spreadsheet(folder / "more.xlsx", one=[["name", "kind"], ["第四中学", "School"]], two=[["x"]])
    change(folder / "partnerships.csv", "第二中学", "不在名单的学校")
    with (folder / "aidgraph.toml").open("a", encoding="utf-8") as stream:
        stream.write('[[source]]\npath = "more.xlsx"\nreads = "roster"\n')
    first = again(workspace)
    assert [warning.split(": ")[0] for warning in first.warnings] == ["more.xlsx", "partnerships.csv:3:to"]
    assert "only sheet 'one' is read, not 'two'" in first.warnings[0]

    assert again(workspace).warnings == first.warnings, "nothing changed"
    change(folder / "places.csv", "乌恰镇,Township", "乌恰乡,Township")
    change(folder / "roster.csv", "乌恰镇", "乌恰乡")
    later = again(workspace)
    assert "more.xlsx" not in later.read
    assert later.warnings == first.warnings


# -- settings that say how a file is read


def test_a_sheet_that_is_no_longer_asked_for_is_not_taken_for_another(tmp_path: Path) -> None:
    source = '[[source]]\npath = "more.xlsx"\nreads = "roster"\nsheet = "one"\n'
    workspace = written(tmp_path / "w", extra=source)
    sheets = {
        "one": [["name", "kind"], ["第四中学", "School"]],
        "two": [["name", "kind"], ["第五中学", "School"]],
    }
    spreadsheet(workspace.folder / "more.xlsx", **sheets)
    assert names(build(workspace)) == {"第四中学"}

    change(workspace.folder / "aidgraph.toml", '"one"', '"two"')
    assert names(again(workspace)) == {"第五中学"}


def test_ignored_columns_may_hold_anything_until_they_are_not_ignored(tmp_path: Path) -> None:
    source = '[[source]]\npath = "more.xlsx"\nreads = "roster"\nignore = ["remark"]\n'
    workspace = written(tmp_path / "w", extra=source)
    rows = [["name", "kind", "remark"], ["第四中学", "School", "=1/0"], ["第五中学", "School", ""]]
    merge = spreadsheet(workspace.folder / "more.xlsx", only=rows)
    merge("C2:C3")
    assert names(build(workspace)) == {"第四中学", "第五中学"}

    change(workspace.folder / "aidgraph.toml", 'ignore = ["remark"]', 'columns = { alias = "remark" }')
    assert [problem.split("; ")[0] for problem in problems(workspace)] == [
        "more.xlsx[only]:2:remark: cell C2 holds a formula",
        "more.xlsx[only]:2:remark: cells C2:C3 are merged",
    ]


def test_merged_cells_are_problems_outside_ignored_columns(tmp_path: Path) -> None:
    source = '[[source]]\npath = "more.xlsx"\nreads = "roster"\nignore = ["remark"]\n'
    workspace = written(tmp_path / "w", extra=source)
    merge = spreadsheet(
        workspace.folder / "more.xlsx", only=[["name", "kind", "remark"], ["第四中学", "School", ""], ["五中", "", ""]]
    )
    merge("B2:B3")
    assert [problem.split("; ")[0] for problem in problems(workspace)] == [
        "more.xlsx[only]:2:kind: cells B2:B3 are merged"
    ]


def test_columns_and_values_that_are_set_hold_for_files_read_before(tmp_path: Path) -> None:
    keys, rows = 'set = { kind = "School" }', table({"name": "一中", "alias": "甲县第一中学"})
    workspace = written(tmp_path / "w", roster=rows, keys={"roster": keys})
    assert names(build(workspace)) == {"一中"}

    keys_after = 'columns = { name = "alias", alias = "name" }\nset = { kind = "College" }'
    change(workspace.folder / "aidgraph.toml", keys, keys_after)
    made = again(workspace)
    assert made.read == ()
    assert names(made) == {"甲县第一中学"}
    assert made.open().query('ASK { ?x aid:kind kind:College ; skos:altLabel "一中" }') is True


def test_short_names_hold_for_files_read_before(workspace: Workspace) -> None:
    change(workspace.folder / "partnerships.csv", "第二中学", "二中")
    first = again(workspace)
    assert any("'二中' is in no list" in warning for warning in first.warnings)

    change(
        workspace.folder / "aidgraph.toml",
        'reads = "partnerships"',
        'reads = "partnerships"\nnames = { "二中" = "第二中学" }',
    )
    made = again(workspace)
    assert made.read == ()
    assert made.warnings == ()
    assert made.counts.institutions == 3


def test_one_file_can_be_read_by_two_sources(tmp_path: Path) -> None:
    text = "name,kind,level\n英吉沙县,Authority,County\n"
    workspace = written(
        tmp_path / "w",
        places=text,
        keys={"places": 'ignore = ["kind"]'},
        extra='[[source]]\nid = "r"\npath = "places.csv"\nreads = "roster"\nignore = ["level"]\n',
    )
    for made in (build(workspace), build(workspace, full=True)):
        assert (made.counts.places, made.counts.institutions) == (1, 1)
        assert made.read == ("places.csv",)
    change(workspace.folder / "places.csv", "英吉沙县", "莎车县")
    assert (again(workspace).counts.places, again(workspace).counts.institutions) == (1, 1)


def test_a_file_under_another_ending_is_read_by_its_ending(tmp_path: Path) -> None:
    workspace = written(tmp_path / "w", roster="name,kind\n第一中学,School\n")
    build(workspace)
    (workspace.folder / "roster.csv").rename(workspace.folder / "roster.tsv")
    change(workspace.folder / "aidgraph.toml", "roster.csv", "roster.tsv")
    assert any("missing column" in problem for problem in problems(workspace))


# -- equal inputs, equal bytes


RDF = """
@prefix aid: <https://w3id.org/aidgraph/ont#> . @prefix kind: <https://w3id.org/aidgraph/kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<here> a aid:Institution ; skos:prefLabel "ئورنى"@ug , "Here"@en ; aid:kind kind:School .
[] a aid:Institution ; skos:prefLabel "Blank 🏫"@en ; aid:kind kind:Hospital ; aid:possiblySameAs <here> .
"""
GROUP = table({"relation": "cooperatesWith", "from": "第一中学; 第二中学", "to": "济宁一中", "group": "each"})
MORE = '[[source]]\npath = "here.ttl"\nreads = "rdf"\n[[source]]\npath = "group.csv"\nreads = "partnerships"\n'
EXPORT = "import sys, aidgraph; aidgraph.open(sys.argv[1]).export(sys.argv[2])"


def test_equal_inputs_give_equal_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    exports = []
    for number, seed in enumerate(("0", "1", "4711")):
        workspace = written(
            tmp_path / f"{number}" / ("deep" * number) / "w",
            places=PLACES,
            roster=ROSTER,
            partnerships=PARTNERSHIPS,
            totals=TOTALS,
            files={"here.ttl": RDF, "group.csv": GROUP},
            extra=MORE,
        )
        target = tmp_path / f"{number}.nq"
        command = [sys.executable, "-c", EXPORT, str(workspace.folder), str(target)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        exports.append(target.read_bytes())
        assert current_build(workspace).is_stale(workspace) is False
    assert exports[0] == exports[1] == exports[2]
    assert exports[0].count(b"\n") > 100
    assert str(tmp_path).encode() not in exports[0]


def test_a_second_build_exports_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    for number, full in enumerate((False, False, True)):
        build(workspace, full=full)
        Aid.open(workspace.folder).export(tmp_path / f"{number}.nq")
    exports = [(tmp_path / f"{number}.nq").read_bytes() for number in range(3)]
    assert exports[0] == exports[1] == exports[2]
    assert exports[0].splitlines() == sorted(exports[0].splitlines())
