"""`aidgraph extract`: a report's candidates, inside a workspace and outside of one."""

import json
from pathlib import Path

import pytest

from program import Run

REPORT = "青河市第一中学与沙岭县\n第三中学结对共建，培训教师40余人次。\n青河市没有与沙岭县人民医院建立帮扶关系。\n"
TOML = """
[workspace]
languages = ["zh"]
[[source]]
path = "schools.csv"
reads = "roster"
"""
SCHOOLS = "name,kind,alias\n沙岭县第三中学,School,沙岭三中\n青河市第一中学,School,\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_passage_is_told_as_it_stands_in_the_file(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.parent)
    done = run("extract", str(report), "--json")
    found = json.loads(done.out)
    assert done.code == 0
    [candidate] = found["candidates"]
    assert (candidate["relation"], candidate["from"], candidate["to"]) == (
        "twinnedWith",
        ["青河市第一中学"],
        ["沙岭县第三中学"],
    )
    assert REPORT[candidate["start"] : candidate["end"]].replace("\n", "") == candidate["quote"]
    [total] = found["totals"]
    assert (total["relation"], total["count"], total["unit"]) == ("trains", 40, "person-times")
    assert REPORT[total["start"] : total["end"]] == total["quote"]
    assert "negated" in {refusal["reason"] for refusal in found["refused"]}
    assert {(party["name"], party["kind"]) for party in found["parties"]} >= {("沙岭县第三中学", "School")}


def test_a_workspace_knows_its_parties_by_their_aliases(run: Run, make_workspace, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    workspace = make_workspace(TOML, {"schools.csv": SCHOOLS})
    report = tmp_path / "short.txt"
    report.write_text("青河市第一中学与沙岭三中结对共建。", encoding="utf-8")
    done = run("-w", str(workspace), "extract", str(report), "--json")
    [candidate] = json.loads(done.out)["candidates"]
    assert candidate["to"] == ["沙岭县第三中学"]


def test_people_read_it_as_tables(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.parent)
    told = run("extract", str(report)).out
    assert "1 candidates" in told
    assert "negated" in told


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("a.xyz", b"x", 1, "no report is read from .xyz"),
        ("a.txt", b" \n", 1, "holds no text"),
        ("a.pdf", b"not a pdf", 1, "a.pdf"),
    ],
)
def test_a_file_that_is_no_report_is_named(
    name: str, content: bytes, code: int, told: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(content)
    done = run("extract", name)
    assert done.code == code
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_is_wrong_usage(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("extract", "nowhere.txt")
    assert (done.code, done.err) == (2, "aidgraph: no file 'nowhere.txt'\n")


def test_a_model_that_cannot_be_reached_takes_nothing_away(
    run: Run, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report.parent)
    alone = run("extract", str(report), "--json")
    # nobody listens on port 1
    monkeypatch.setenv("AIDGRAPH_LLM_URL", "http://127.0.0.1:1/v1")
    done = run("extract", str(report), "--json")
    assert done.json["candidates"] == alone.json["candidates"]
    assert "could not be reached" in done.err
    assert "could not be reached" not in alone.err
