"""Bad input, as a user sees it: every error at once, exit code 1, and the build before still answers."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

import aidgraph
from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["zh", "en"]

[[source]]
path = "places.csv"
reads = "places"
code_scheme = "GB/T 2260"

[[source]]
path = "roster.csv"
reads = "roster"

[[source]]
path = "partnerships.csv"
reads = "partnerships"
"""
PLACES = """\
name,level,code,parent
新疆维吾尔自治区,Province,65,
喀什地区,Prefecture,6531,新疆维吾尔自治区
疏勒县,County,653122,喀什地区
英吉沙县,County,653123,喀什地区
"""
ROSTER = """\
name,kind,place
第一中学,School,英吉沙县
第五中学,School,英吉沙县
人民医院,Hospital,英吉沙县
人民医院,Hospital,疏勒县
"""
PARTNERSHIPS = """\
relation,from,to,since,until
twinnedWith,第一中学,第五中学,2021,
"""
FILES: Mapping[str, str] = {
    "aidgraph.toml": TOML,
    "places.csv": PLACES,
    "roster.csv": ROSTER,
    "partnerships.csv": PARTNERSHIPS,
}
RDF_SOURCE = '\n[[source]]\npath = "persons.ttl"\nreads = "rdf"\n'
PERSONS = """\
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<http://example.org/x> a foaf:Person ; foaf:name "某某" .
"""


def merged_workbook() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["name", "kind", "place"], ["第一中学", "School", "英吉沙县"], ["第五中学", "School", "英吉沙县"]):
        sheet.append(row)
    sheet.append(["=A2", "School", "英吉沙县"])
    sheet.merge_cells("B2:B3")
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


CASES: Mapping[str, tuple[Mapping[str, str | bytes], list[str]]] = {
    "missing column": (
        {"roster.csv": "name,place\n第一中学,英吉沙县\n"},
        ["roster.csv:1:kind: missing column 'kind'"],
    ),
    "unknown column": (
        {"roster.csv": ROSTER.replace("place", "plaec")},
        ["roster.csv:1:plaec: unknown column 'plaec' .*; legal: name, kind, .*; nearest: place"],
    ),
    "unknown relation": (
        {"partnerships.csv": PARTNERSHIPS + "twinedWith,第一中学,第五中学,,\n"},
        ["partnerships.csv:3:relation: unknown relation 'twinedWith'; legal: aids, .*; nearest: twinnedWith"],
    ),
    "unknown kind": (
        {"roster.csv": ROSTER + "第二中学,Scool,英吉沙县\n"},
        ["roster.csv:6:kind: unknown kind 'Scool'; legal: Academy, .*; nearest: School"],
    ),
    "ambiguous name": (
        {"partnerships.csv": PARTNERSHIPS + "mentors,第一中学,人民医院,,\n"},
        ["partnerships.csv:3:to: '人民医院' fits 2 parties: .+ @ .+, .+ @ .+; legal: one of them, as label @ place.*"],
    ),
    "reversed dates": (
        {"partnerships.csv": PARTNERSHIPS + "mentors,第一中学,第五中学,2023-05,2022\n"},
        ["partnerships.csv:3:until: until 2022 is before since 2023-05"],
    ),
    "both ends the same": (
        {"partnerships.csv": PARTNERSHIPS + "mentors,第一中学,第一中学,,\n"},
        ["partnerships.csv:3:to: both ends are the same: '第一中学'"],
    ),
    "a cycle of places": (
        {"places.csv": PLACES + "甲村,Village,,乙村\n乙村,Village,,甲村\n"},
        ["places.csv:6:parent: a place lies inside itself: 甲村 in 乙村 in 甲村"],
    ),
    "a code of 13 digits": (
        {"places.csv": PLACES + "甲村,Village,6531232012071,英吉沙县\n"},
        [
            r"places.csv:6:code: code '6531232012071' has 13 characters; legal: 2, 4, 6, 9 or 12 digits \(GB/T 2260\)",
        ],
    ),
    "GBK": (
        {"roster.csv": ROSTER.encode("gbk")},
        [r"roster.csv:2: not UTF-8: it looks like GBK/GB18030; legal: UTF-8 \(save the file as UTF-8\)"],
    ),
    "a workbook with merged cells and a formula": (
        {"aidgraph.toml": TOML.replace("roster.csv", "roster.xlsx"), "roster.xlsx": merged_workbook()},
        [
            r"roster.xlsx\[Sheet\]:2:kind: cells B2:B3 are merged; legal: a value in each cell \(unmerge and fill\)",
            r"roster.xlsx\[Sheet\]:4:name: cell A4 holds a formula; legal: values \(copy, then paste as values\)",
        ],
    ),
    "an empty file": (
        {"roster.csv": ""},
        ["roster.csv: the file is empty; legal: a header row with name, kind, then a row for each"],
    ),
    "a line without end": (
        {"roster.csv": ROSTER + "x" * (3 << 20) + ",School,英吉沙县\n"},
        ["roster.csv:6: the row does not end: .*; legal: at most 1,048,576 characters a row"],
    ),
    "persons in RDF": (
        {"aidgraph.toml": TOML + RDF_SOURCE, "persons.ttl": PERSONS},
        ["persons.ttl: <http://example.org/x>: .*Person is outside the model, .* and no persons."],
    ),
    "a path outside the workspace": (
        {"aidgraph.toml": TOML.replace("roster.csv", "../roster.csv")},
        ["aidgraph.toml:10: path '../roster.csv' leads outside the workspace"],
    ),
    "a path from the root": (
        {"aidgraph.toml": TOML.replace("roster.csv", "/etc/hostname")},
        ["aidgraph.toml:10: path '/etc/hostname' leads outside the workspace"],
    ),
    "a file that is not there": (
        {"aidgraph.toml": TOML.replace("roster.csv", "rooster.csv")},
        ["aidgraph.toml:10: no file 'rooster.csv' in the workspace; nearest: roster.csv"],
    ),
    "an unknown key": (
        {"aidgraph.toml": TOML.replace("code_scheme", "code_sheme")},
        ["aidgraph.toml:5: unknown key 'code_sheme'; legal: .*; nearest: code_scheme"],
    ),
    "no TOML": (
        {"aidgraph.toml": TOML + "[[source\n"},
        [r"aidgraph.toml:17: not TOML: .*"],
    ),
    "a name with a line break and an escape": (
        {"partnerships.csv": PARTNERSHIPS + '"twin\n\x1b[2J",第一中学,第五中学,,\n'},
        [r"partnerships.csv:3:relation: unknown relation 'twin\\n\\x1b\[2J'; legal: .*"],
    ),
    "a row with several faults": (
        {"partnerships.csv": PARTNERSHIPS + "twinedWith,第一中学,,2023-13,\n"},
        [
            "partnerships.csv:3:relation: unknown relation 'twinedWith'; .*; nearest: twinnedWith",
            "partnerships.csv:3:since: no date: '2023-13'; legal: .*",
            "partnerships.csv:3:to: to is empty; legal: .*",
        ],
    ),
    "a column with a name of its own": (
        {
            "aidgraph.toml": TOML + 'columns = { relation = "关系" }\n',
            "partnerships.csv": PARTNERSHIPS.replace("relation", "关系") + "twinedWith,第一中学,第五中学,,\n",
        },
        ["partnerships.csv:3:关系: unknown relation 'twinedWith'; .*"],
    ),
    "everything at once": (
        {
            "aidgraph.toml": TOML + '[[source]]\npath = "nowhere.csv"\nreads = "totals"\n',
            "places.csv": PLACES + "甲村,Village,6531232012071,英吉沙县\n",
            "roster.csv": ROSTER.encode("gbk"),
            "partnerships.csv": PARTNERSHIPS + "twinedWith,第一中学,第五中学,,\nmentors,第五中学,第五中学,2023,2021\n",
        },
        [
            "aidgraph.toml:17: no file 'nowhere.csv' in the workspace.*",
            "partnerships.csv:3:relation: unknown relation 'twinedWith'; .*",
            "partnerships.csv:4:to: both ends are the same: '第五中学'",
            "partnerships.csv:4:until: until 2021 is before since 2023",
            "places.csv:6:code: code '6531232012071' has 13 characters; .*",
            "roster.csv:2: not UTF-8: it looks like GBK/GB18030; .*",
        ],
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace without a fault, with its build."""
    folder = tmp_path_factory.mktemp("built") / "workspace"
    folder.mkdir()
    for file, text in FILES.items():
        (folder / file).write_text(text, encoding="utf-8")
    aidgraph.open(folder)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_bad_input(run: Run, built: Path, tmp_path: Path, name: str) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(built, workspace)
    files, errors = CASES[name]
    for file, content in files.items():
        (workspace / file).write_bytes(content.encode() if isinstance(content, str) else content)

    done = run("build", "-w", workspace)

    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert len(lines) == len(errors), done.err
    for line, error in zip(lines, errors, strict=True):
        assert re.fullmatch(error, line), line
    after = run("show", "第一中学", "-w", workspace)
    assert after.code == 0
    assert "twinnedWith <-> 第五中学 (since 2021)" in after.out
    assert after.err.startswith("aidgraph: sources have changed since the build")
    assert not list((workspace / "build").glob("unfinished-*"))


def test_a_wrong_row_is_named_in_the_middle_of_many(run: Run, make_workspace: MakeWorkspace) -> None:
    rows = [f"学校{number},School,英吉沙县" for number in range(2000)]
    rows[1234] = "学校1234,Schol,英吉沙县"
    workspace = make_workspace(TOML, {**FILES, "roster.csv": "\n".join(["name,kind,place", *rows])})
    done = run("build", "-w", workspace)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert done.err.startswith("roster.csv:1236:kind: unknown kind 'Schol'; ")


def test_errors_come_instead_of_an_answer_where_there_is_no_build(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, {**FILES, "roster.csv": ""})
    done = run("gaps", "-w", workspace)
    assert (done.code, done.out) == (1, "")
    assert done.err == "roster.csv: the file is empty; legal: a header row with name, kind, then a row for each\n"


def test_a_formula_does_nothing_in_an_exported_table(run: Run, make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.org","学校")'
    row = io.StringIO()
    csv.writer(row).writerow([formula, "School", "英吉沙县"])
    workspace = make_workspace(TOML, {**FILES, "roster.csv": ROSTER + row.getvalue()})
    path = tmp_path / "all.csv"
    assert run("export", "-o", path, "-w", workspace).code == 0
    text = path.read_text(encoding="utf-8-sig")
    cells = [cell for cells in csv.reader(io.StringIO(text)) for cell in cells]
    assert f"'{formula}" in cells
    assert not any(cell.startswith("=") for cell in cells)


def test_a_link_out_of_the_workspace_is_refused(run: Run, make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    workspace = make_workspace(TOML, FILES)
    outside = tmp_path / "outside.csv"
    outside.write_text(ROSTER, encoding="utf-8")
    (workspace / "roster.csv").unlink()
    (workspace / "roster.csv").symlink_to(outside)
    done = run("build", "-w", workspace)
    assert (done.code, done.err) == (1, "aidgraph.toml:10: path 'roster.csv' leads outside the workspace\n")
