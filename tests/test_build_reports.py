"""Reports in a build: what they say waits for a person, and none of it is a link before."""

from __future__ import annotations

import codecs
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from documents import column, docx, paragraph, pdf
from program import MakeWorkspace, Run
from reviewing import BOTH, FILES, NEW, REPORT, TOML, TOTAL, claims, listed, of, rebuilt

NO_REPORT = {file: text for file, text in FILES.items() if not file.startswith("reports/")}


def _docx(path: Path) -> None:
    docx(path, "".join(map(paragraph, (BOTH, NEW, TOTAL))))


def _pdf(path: Path) -> None:
    pdf(path, [column(60, 700, [BOTH]), column(60, 700, [NEW, TOTAL])])


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.txt", lambda path: path.write_bytes(REPORT.encode())),
        ("bom.txt", lambda path: path.write_bytes(codecs.BOM_UTF8 + REPORT.encode())),
        ("gbk.txt", lambda path: path.write_bytes(REPORT.encode("gb18030"))),
        ("utf16.txt", lambda path: path.write_bytes(REPORT.encode("utf-16"))),
        ("a.html", lambda path: path.write_text(f"<html><body><p>{BOTH}</p><p>{NEW}</p><p>{TOTAL}</p>", "utf-8")),
        ("a.docx", _docx),
        ("a.pdf", _pdf),
    ],
)
def test_a_report_in_any_format_gives_the_same_candidates(
    run: Run, make_workspace: MakeWorkspace, name: str, write: Callable[[Path], None]
) -> None:
    workspace = make_workspace(TOML, NO_REPORT)
    (workspace / "reports").mkdir()
    write(workspace / "reports" / name)
    made = rebuilt(run, workspace)
    assert f"reports/{name}" in made["read"]
    items = listed(run, workspace)
    assert {(item["relation"], *item["from"], *item["to"], item["count"]) for item in items} == {
        ("twinnedWith", "青河市第一中学", "沙岭县第三中学", None),
        ("twinnedWith", "青河市人民医院", "沙岭县人民医院", None),
        ("trains", 40),
    }
    assert {(item["review"], item["source"], item["file"]) for item in items} == {
        ("proposed", "reports", f"reports/{name}")
    }
    [claim] = claims(run, workspace, "沙岭县第三中学")
    assert (claim["review"], claim["quote"]) == ("proposed", BOTH.removesuffix("。"))


def test_a_page_is_told_of_what_stands_in_a_pdf(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, NO_REPORT)
    (workspace / "reports").mkdir()
    _pdf(workspace / "reports" / "a.pdf")
    rebuilt(run, workspace)
    run("-w", workspace, "review", "--accept", of(listed(run, workspace), "人民医院")["id"])
    rebuilt(run, workspace)
    found = run("-w", workspace, "query", "SELECT ?page { ?c aid:page ?page ; aid:review 'accepted' }", "--json").json
    assert [row["page"]["value"] for row in found["results"]["bindings"]] == ["2"]


def _titled_pdf(path: Path) -> None:
    pdf(path, [column(60, 700, [BOTH])], title="年度报告")


def _titled_docx(path: Path) -> None:
    import docx as word

    document = word.Document()
    document.add_paragraph(BOTH)
    document.core_properties.title = "年度报告"
    document.save(str(path))


def test_a_report_in_a_folder_is_a_source_under_its_own_title(run: Run, make_workspace: MakeWorkspace) -> None:
    svg = "<svg><title>图</title></svg>"
    written: dict[str, tuple[Callable[[Path], object], str]] = {
        "a.txt": (lambda path: path.write_text(BOTH, "utf-8"), "a.txt"),
        "deep/b.txt": (lambda path: path.write_text(BOTH, "utf-8"), "b.txt"),
        "a.html": (lambda path: path.write_text(f"<title>年 &amp;\n报</title>{svg}<p>{BOTH}</p>", "utf-8"), "年 & 报"),
        "b.html": (lambda path: path.write_text(f"<title>无标题文档</title><p>{BOTH}</p>", "utf-8"), "b.html"),
        "a.pdf": (_titled_pdf, "年度报告"),
        "b.pdf": (lambda path: pdf(path, [column(60, 700, [BOTH])]), "b.pdf"),
        "a.docx": (_titled_docx, "年度报告"),
        "b.docx": (lambda path: docx(path, paragraph(BOTH)), "b.docx"),
    }
    cited = 'id = "rows"\npath = "rows.csv"\nreads = "partnerships"\n'
    rows = f"relation,from,to,source,quote\nmentors,青河市第一中学,沙岭县第三中学,reports/a.html,{BOTH}\n"
    toml = TOML.replace("reports/*", "reports/**/*") + f"self_reported = true\n[[source]]\n{cited}"
    workspace = make_workspace(toml, NO_REPORT | {"rows.csv": rows})
    (workspace / "reports" / "deep").mkdir(parents=True)
    for name, (write, _) in written.items():
        write(workspace / "reports" / name)
    rebuilt(run, workspace)
    found = claims(run, workspace, "沙岭县第三中学")
    titles = [title for _, title in written.values()]
    assert sorted(claim["source"] for claim in found) == sorted([*titles, "年 & 报"])
    assert {claim["self_reported"] for claim in found} == {True}
    asked = "SELECT ?id { ?s aid:file ?id ; dcterms:identifier ?id ; aid:reads 'report' }"
    sources = run("-w", workspace, "query", asked, "--json").json["results"]["bindings"]
    assert {row["id"]["value"] for row in sources} == {f"reports/{name}" for name in written}
    # what is not read again keeps its title
    (workspace / "reports" / "a.txt").write_text(f"{BOTH}\n", "utf-8")
    assert rebuilt(run, workspace)["read"] == ["reports/a.txt"]
    assert sorted(claim["source"] for claim in claims(run, workspace, "沙岭县第三中学")) == sorted([*titles, "年 & 报"])
    (workspace / "rows.csv").write_text(rows.replace(BOTH, NEW), "utf-8")
    assert "the quote does not occur in 'reports/a.html'" in run("-w", workspace, "build").err


@pytest.mark.parametrize("id_", ["", "annual"])
def test_a_report_that_a_source_names_is_not_read_once_more(run: Run, make_workspace: MakeWorkspace, id_: str) -> None:
    named = f'[[source]]\nid = "{id_}"\npath = "reports/a.txt"\nreads = "report"\ntitle = "The annual report"\n'
    workspace = make_workspace(TOML + named, {**FILES, "reports/a.txt": BOTH, "reports/b.txt": NEW})
    rebuilt(run, workspace)
    assert [(item["source"], item["file"]) for item in listed(run, workspace)] == [
        *(("reports", "reports/b.txt"), (id_ or "reports/a.txt", "reports/a.txt")),
    ]
    [claim] = claims(run, workspace, "沙岭县第三中学")
    assert claim["source"] == "The annual report"


def test_what_nobody_judged_links_nobody(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, FILES)
    done = run("-w", workspace, "build")
    assert "3 candidates wait for review: aidgraph review" in done.err
    assert rebuilt(run, workspace)["edges"] == 0
    gaps = run("-w", workspace, "gaps", "--kind", "School", "--json", "-q").json
    assert {gap["answer"] for gap in gaps} == {"unknown"}
    assert all("under review" in gap["because"] for gap in gaps), gaps
    # whom no list names is not brought in by a candidate
    assert run("-w", workspace, "show", "沙岭县人民医院").code != 0
    assert run("-w", workspace, "totals", "--json", "-q").json == []


def test_a_pattern_for_reports_may_match_nothing(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, NO_REPORT)
    assert rebuilt(run, workspace)["warnings"] == []
    assert listed(run, workspace) == []
    assert "no report says anything" in run("-w", workspace, "review", "--list").err


def test_a_report_that_is_named_must_be_there(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML.replace("reports/*", "reports/a.txt"), NO_REPORT)
    done = run("-w", workspace, "build")
    assert done.code == 1
    assert "no file 'reports/a.txt'" in done.err


def test_a_hidden_file_is_no_report(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, {**FILES, "reports/.DS_Store": b"\0\1\2"})
    assert "reports/.DS_Store" not in rebuilt(run, workspace)["read"]


def _scanned(path: Path) -> None:
    pdf(path, [[]])


def _locked(path: Path) -> None:
    pdf(path, [column(60, 700, [BOTH])], password="secret")  # noqa: S106  of a file made here


@pytest.mark.parametrize(
    ("name", "write", "told"),
    [
        ("scan.pdf", _scanned, "text"),
        ("locked.pdf", _locked, "password"),
        ("odd.txt", lambda path: path.write_bytes(bytes(range(128, 256)) * 9 + b"\0\1"), ""),
        ("nul.txt", lambda path: path.write_bytes(f"{BOTH}\0{BOTH}".encode()), "NUL"),
        ("empty.txt", lambda path: path.write_bytes(b" \n"), "holds no text"),
        ("notes.rtf", lambda path: path.write_bytes(b"{}"), "no report is read from .rtf"),
        ("torn.docx", lambda path: path.write_bytes(b"PK\3\4 torn"), ""),
    ],
)
def test_a_report_that_cannot_be_read_is_a_problem_of_that_file(
    run: Run, make_workspace: MakeWorkspace, name: str, write: Callable[[Path], None], told: str
) -> None:
    workspace = make_workspace(TOML, FILES)
    write(workspace / "reports" / name)
    done = run("-w", workspace, "build")
    assert done.code == 1
    assert done.err.startswith(f"reports/{name}"), done.err
    assert told in done.err
    assert "fault in the program" not in done.err


def test_a_file_may_have_any_name_that_is_text(run: Run, make_workspace: MakeWorkspace) -> None:
    files = {f"reports/{name}.txt": BOTH for name in ("a\nb", "😀 报告", "-rf", "[1]*")}
    workspace = make_workspace(TOML, NO_REPORT | files)
    rebuilt(run, workspace)
    assert {item["file"] for item in listed(run, workspace)} == files.keys()
    with open(f"{workspace}/reports/".encode() + b"\xff\xfe.txt", "w", encoding="utf-8") as stream:  # noqa: PTH123  no path of text
        stream.write(BOTH)
    done = run("-w", workspace, "build")
    assert (done.code, "name is not UTF-8; legal: a name in UTF-8" in done.err) == (1, True)


def test_a_report_in_a_third_language_gives_nothing_and_says_so(run: Run, make_workspace: MakeWorkspace) -> None:
    text = "يېڭىسار ناھىيىسى بىلەن جىنىڭ شەھىرى ھەمكارلىشىدۇ، مەكتەپلەر بىر-بىرىگە ياردەم قىلىدۇ.\n"
    workspace = make_workspace(TOML, {**NO_REPORT, "reports/ug.txt": text})
    made = rebuilt(run, workspace)
    assert any("reports/ug.txt" in warning and "language" in warning for warning in made["warnings"])
    assert listed(run, workspace) == []


def test_only_a_changed_report_is_read_again(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, {**FILES, "reports/b.txt": NEW})
    rebuilt(run, workspace)
    (workspace / "reports" / "b.txt").write_text(f"{NEW}{NEW}", encoding="utf-8")
    assert rebuilt(run, workspace)["read"] == ["reports/b.txt"]


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from aidgraph.build import build
from aidgraph.workspace import load_workspace

def progress(what, *_):
    if what == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

build(load_workspace(Path(sys.argv[1])), progress=progress)
"""


def test_a_build_of_reports_that_is_killed_leaves_the_old_one_whole(run: Run, make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace(TOML, FILES)
    rebuilt(run, workspace)
    before = listed(run, workspace)
    (workspace / "reports" / "b.txt").write_text(f"{BOTH}\n", encoding="utf-8")
    assert run("-w", workspace, "review", "--accept", of(before, "人民医院")["id"]).code == 0
    stages = ("reading what reports/b.txt says", "putting the build in force")
    for stage in stages:
        done = subprocess.run([sys.executable, "-c", KILLED_AT, workspace, stage], check=False)
        assert done.returncode == -signal.SIGKILL, stage
        assert {item["id"] for item in listed(run, workspace)} == {item["id"] for item in before}
        assert claims(run, workspace, "沙岭县人民医院") == []
    assert rebuilt(run, workspace)["edges"] == 1
    assert len(listed(run, workspace)) == 4
    left = {path.name for path in (workspace / "build").iterdir()}
    assert left == {"000001", "000002", "CURRENT", "lock"}


def test_the_same_inputs_give_the_same_bytes(run: Run, make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    exports, lists = [], []
    for name in ("one", "two"):
        workspace = make_workspace(TOML, FILES, name=name)
        for item in listed(run, workspace):
            if item["from"]:
                assert run("-w", workspace, "review", "--accept", item["id"]).code == 0
        rebuilt(run, workspace)
        # once from what is kept, once from nothing
        assert run("-w", workspace, "build", "--full").code == 0
        target = tmp_path / f"{name}.nq"
        assert run("-w", workspace, "export", "-o", target).code == 0
        exports.append(target.read_bytes())
        lists.append([item["id"] for item in listed(run, workspace)])
    assert exports[0] == exports[1]
    assert lists[0] == lists[1]
