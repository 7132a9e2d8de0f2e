"""The commands same, different, unsure, undo and suspects: what they write, refuse and tell, by their exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from made import built, table, written
from program import Run

PLACES = table(
    {"name": "英吉沙县", "level": "County", "parent": "", "code": "653123"},
    {"name": "乌恰镇", "level": "Township", "parent": "英吉沙县", "code": ""},
    {"name": "济宁市", "level": "Prefecture", "parent": "", "code": ""},
)
ROSTER = table(
    {"id": "s5", "name": "第五中学", "kind": "School", "place": "英吉沙县", "alias": "五中"},
    {"id": "s6", "name": "第六中学", "kind": "School", "place": "英吉沙县", "alias": ""},
    {"id": "v", "name": "职业技术学校", "kind": "VocationalSchool", "place": "英吉沙县", "alias": ""},
    {"id": "w", "name": "中等职业技术学校", "kind": "VocationalSchool", "place": "乌恰镇", "alias": ""},
    {"id": "h", "name": "人民医院", "kind": "Hospital", "place": "英吉沙县", "alias": ""},
    {"id": "j", "name": "人民医院", "kind": "Hospital", "place": "济宁市", "alias": ""},
)
ROWS = table({"relation": "mentors", "from": "v", "to": "h"}, {"relation": "mentors", "from": "w", "to": "h"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = written(tmp_path_factory.mktemp("made") / "w", places=PLACES, roster=ROSTER, partnerships=ROWS)
    return built(workspace).workspace.folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    """A built workspace."""
    return Path(shutil.copytree(made, tmp_path / "w"))


def log(folder: Path) -> list[dict[str, str]]:
    path = folder / "judgements.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def exported(run: Run, folder: Path) -> bytes:
    assert run("-w", folder, "build").code == 0
    path = folder.parent / "export.nq"
    assert run("-w", folder, "export", "-o", path).code == 0
    return path.read_bytes()


def test_same_build_show_undo(run: Run, folder: Path) -> None:
    before = exported(run, folder)
    done = run("-w", folder, "same", "v", "中等职业技术学校", "--by", "editor", "--why", "改名 🙂")
    assert done.code == 0
    assert "same" in done.out
    (line,) = log(folder)
    assert (line["what"], line["answer"], line["by"], line["why"]) == ("identity", "same", "editor", "改名 🙂")
    stale = run("-w", folder, "show", "v", "--json")
    assert "changed since the build" in stale.err
    assert exported(run, folder) != before
    cards = [
        run("-w", folder, "show", name, "--json").json for name in ("v", "w", "中等职业技术学校", line["about"][1])
    ]
    assert all(card == cards[0] for card in cards)
    assert len(cards[0]["partnerships"]) == 1
    assert len(cards[0]["partnerships"][0]["claims"]) == 2
    undone = run("-w", folder, "undo")
    assert undone.code == 0
    assert "same (editor, " in undone.err
    assert exported(run, folder) == before
    assert [line["answer"] for line in log(folder)] == ["same", "withdrawn"]


@pytest.mark.parametrize(
    ("answer", "one", "other"),
    [
        ("unsure", "五中", "职业技术学校"),
        ("different", "人民医院 @ 济宁市", "人民医院@英吉沙"),
        ("same", "653123", "济宁市"),
    ],
)
def test_parties_are_named_as_everywhere(run: Run, folder: Path, answer: str, one: str, other: str) -> None:
    done = run("-w", folder, answer, one, other, "--json")
    assert done.code == 0
    assert done.json["answer"] == answer
    assert done.json["about"] == log(folder)[0]["about"]


def test_undo_takes_back_one_after_the_other(run: Run, folder: Path) -> None:
    run("-w", folder, "different", "s5", "s6", "--by", "clerk")
    run("-w", folder, "same", "v", "w")
    same = run("-w", folder, "same", "s6", "s5", "--by", "editor")
    assert "judged before: " in same.err
    assert "different (clerk, " in same.err
    first, second, third, none = (run("-w", folder, "undo") for _ in range(4))
    assert "same (editor, " in first.err
    assert "holds again: " in first.err
    assert "职业技术学校" in second.err
    assert "different (clerk, " in third.err
    assert (first.code, second.code, third.code, none.code) == (0, 0, 0, 2)
    assert "no judgement on identity holds" in none.err


def test_the_same_judgement_is_written_once(run: Run, folder: Path) -> None:
    run("-w", folder, "same", "v", "w")
    done = run("-w", folder, "same", "w", "v")
    again = run("-w", folder, "same", "v", "w")
    assert "judged so already" in done.out
    assert "judged so already" in again.out
    assert len(log(folder)) == 1
    assert run("-w", folder, "same", "v", "w", "--why", "asked").out.startswith("remembered")


def test_the_log_tells_what_the_two_were_called(run: Run, folder: Path) -> None:
    run("-w", folder, "same", "v", "w")
    assert log(folder)[0]["claim"] == {"a": "职业技术学校 @ 英吉沙县", "b": "中等职业技术学校 @ 乌恰镇"}
    assert run("-w", folder, "build").code == 0
    undone = run("-w", folder, "undo")
    assert "'职业技术学校 @ 英吉沙县' and '中等职业技术学校 @ 乌恰镇': same" in undone.err
    assert "'中等职业技术学校 @ 乌恰镇': withdrawn" in undone.out


def test_a_conflict_is_refused_with_its_chain_and_nothing_is_written(run: Run, folder: Path) -> None:
    run("-w", folder, "same", "s5", "s6", "--by", "editor")
    run("-w", folder, "same", "s6", "v", "--by", "clerk")
    done = run("-w", folder, "-q", "different", "v", "s5")
    assert done.code == 1
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    for told in ("different (coordinator, ", "same (editor, ", "line 1)", "same (clerk, ", "line 2)"):
        assert told in done.err
    assert len(log(folder)) == 2
    run("-w", folder, "undo")
    assert run("-w", folder, "different", "v", "s5").code == 0
    assert run("-w", folder, "same", "s6", "v").code == 1


@pytest.mark.parametrize(
    ("one", "other", "code", "told"),
    [
        ("s5", "五中", 2, "both name"),
        ("s5", "nobody", 2, "no party 'nobody'"),
        ("人民医院", "s5", 2, "fits several"),
        ("s5", "乌恰镇", 1, "one is a place and the other an institution"),
        ("英吉沙县", "乌恰镇", 1, "one lies inside the other"),
    ],
)
def test_what_cannot_be_judged_is_refused(run: Run, folder: Path, one: str, other: str, code: int, told: str) -> None:
    done = run("-w", folder, "same", one, other)
    assert done.code == code
    assert told in done.err
    assert log(folder) == []


def test_what_speaks_against_is_told_and_judged_all_the_same(run: Run, folder: Path) -> None:
    done = run("-w", folder, "same", "h", "人民医院 @ 济宁市")
    assert done.code == 0
    assert "they lie in different places" in done.err
    assert "one is Hospital, the other School" in run("-w", folder, "same", "j", "s6").err


def test_those_that_are_one_are_parted_by_their_iris(run: Run, folder: Path) -> None:
    run("-w", folder, "same", "v", "w")
    run("-w", folder, "build")
    done = run("-w", folder, "different", "v", "w")
    assert done.code == 2
    one, other = log(folder)[0]["about"]
    assert one in done.err
    assert other in done.err
    assert run("-w", folder, "different", one, other).code == 0
    run("-w", folder, "build")
    assert run("-w", folder, "show", "v", "--json").json["id"] != run("-w", folder, "show", "w", "--json").json["id"]


def pairs(run: Run, folder: Path, *options: str) -> dict[tuple[str, str], dict[str, object]]:
    found = run("-w", folder, "suspects", "--json", *options).json
    return {(one["a"], one["b"]): one for one in found}


def test_suspects_are_alike_in_name_place_and_kind(run: Run, folder: Path) -> None:
    (found,) = pairs(run, folder).values()
    assert {found["a"], found["b"]} == {"职业技术学校 @ 英吉沙县", "中等职业技术学校 @ 乌恰镇"}
    assert found["score"] == 86
    for reason in ("alike (86 of 100)", "kind: VocationalSchool", "乌恰镇"):
        assert reason in str(found["because"])
    assert pairs(run, folder, "--least", "90") == {}
    assert pairs(run, folder, "--kind", "Hospital") == {}
    assert len(pairs(run, folder, "--place", "乌恰镇")) == 1
    assert run("-w", folder, "suspects").code == 0


def test_names_that_differ_by_a_number_or_by_their_places_are_no_suspects(run: Run, tmp_path: Path) -> None:
    roster = table(
        {"name": "第五实验中学", "kind": "School", "place": "英吉沙县"},
        {"name": "第六实验中学", "kind": "School", "place": "英吉沙县"},
        {"name": "英吉沙县农业科学院", "kind": "Academy", "place": "英吉沙县"},
        {"name": "乌恰镇农业科学院", "kind": "Academy", "place": "乌恰镇"},
        {"name": "农业科学院", "kind": "Academy", "place": "乌恰镇"},
    )
    folder = written(tmp_path / "w", places=PLACES, roster=roster).folder
    alone, placed = "农业科学院 @ 乌恰镇", ("乌恰镇农业科学院 @ 乌恰镇", "英吉沙县农业科学院 @ 英吉沙县")
    assert set(map(frozenset, pairs(run, folder))) == {frozenset({alone, one}) for one in placed}


def test_a_place_is_asked_about_by_the_iri_of_one_that_it_was_made_one_with(run: Run, folder: Path) -> None:
    run("-w", folder, "same", "英吉沙县", "济宁市")
    run("-w", folder, "build")
    asked = [run("-w", folder, "gaps", "--place", iri, "--json") for iri in log(folder)[0]["about"]]
    assert asked[0].json == asked[1].json
    assert len(asked[0].json) == 6


def test_a_suspect_that_was_judged_is_none_and_one_nobody_is_sure_of_says_so(run: Run, folder: Path) -> None:
    run("-w", folder, "unsure", "s5", "s6")
    run("-w", folder, "different", "v", "w")
    (found,) = pairs(run, folder).values()
    assert found["judged"] == "unsure"
    assert {found["a"], found["b"]} == {"第五中学 @ 英吉沙县", "第六中学 @ 英吉沙县"}
    run("-w", folder, "build")
    asked = run("-w", folder, "query", "possible-duplicates", "--json").json
    assert len(asked["results"]["bindings"]) == 1
    assert "unsure" in run("-w", folder, "suspects").out


@pytest.mark.parametrize("answer", ["accept", "reject"])
def test_a_reviewed_candidate_stays_reviewed_when_its_party_becomes_another(
    run: Run, tmp_path: Path, answer: str
) -> None:
    roster = table(
        {"name": "英吉沙县第五中学", "kind": "School", "place": "英吉沙县"},
        {"name": "英吉沙县育才中学", "kind": "School", "place": "英吉沙县"},
        {"name": "济宁市第一中学", "kind": "School", "place": "济宁市"},
    )
    report = '[[source]]\nid = "told"\npath = "told.txt"\nreads = "report"\n'
    text = {"told.txt": "2023年5月，济宁市第一中学与英吉沙县育才中学结对共建。\n"}
    folder = written(tmp_path / "w", places=PLACES, roster=roster, extra=report, files=text).folder
    (case,) = run("-w", folder, "review", "--list", "--json").json
    assert run("-w", folder, "review", f"--{answer}", case["id"]).code == 0
    assert run("-w", folder, "same", "英吉沙县第五中学", "英吉沙县育才中学").code == 0
    assert run("-w", folder, "build").code == 0
    assert [c["review"] for c in run("-w", folder, "review", "--list", "--json").json] == [f"{answer}ed"]
    card = run("-w", folder, "show", "英吉沙县第五中学", "--json").json
    assert [c["review"] for p in card["partnerships"] for c in p["claims"]] == ["accepted"] * (answer == "accept")
