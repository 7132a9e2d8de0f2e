"""`aidgraph propose`: partners told and remembered, and no other answer changed by that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from made import table
from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["en"]
[[source]]
path = "places.csv"
reads = "places"
[[source]]
path = "roster.csv"
reads = "roster"
[[source]]
path = "pairs.csv"
reads = "partnerships"
"""
FILES = {
    "places.csv": table({"name": "Port", "level": "Prefecture"}, {"name": "Dune", "level": "County"}),
    "roster.csv": table(
        {"name": "Port School", "kind": "School", "place": "Port"},
        {"name": "Port Academy", "kind": "School", "place": "Port"},
        {"name": "Dune School", "kind": "School", "place": "Dune"},
    ),
    "pairs.csv": table({"relation": "counterpartAidTo", "from": "Port", "to": "Dune"}),
}
ASKED = ("propose", "--relation", "twinnedWith", "--from-place", "Port", "--to-place", "Dune")


@pytest.fixture
def folder(make_workspace: MakeWorkspace) -> Path:
    return make_workspace(TOML, FILES)


def test_a_proposal_tells_who_whom_how_much_and_why(run: Run, folder: Path) -> None:
    done = run("-w", folder, *ASKED, "--json")
    assert done.code == 0
    (one,) = done.json
    # as good as the other: the first by name
    assert (one["from"], one["to"]) == ("Port Academy", "Dune School")
    points = [int(reason.split()[0]) for reason in one["because"] if reason[0] in "+-"]
    assert sum(points) == one["score"]
    assert "+40 Port and Dune are tied: counterpartAidTo" in one["because"]
    assert "Port Academy" in run("-w", folder, *ASKED).out
    assert run("-w", folder, *ASKED, "--json").out == done.out


def test_below_the_least_score_nothing_is_proposed_and_who_is_left_is_told(run: Run, folder: Path) -> None:
    best = run("-w", folder, *ASKED, "--json").json[0]["score"]
    assert run("-w", folder, *ASKED, "--least", best, "--json").json
    done = run("-w", folder, *ASKED, "--least", best + 1, "--json")
    assert (done.code, done.json) == (0, [])
    assert f"nobody for Dune School: the best that could be proposed scores {best}, less than {best + 1}" in done.err


def test_who_was_refused_is_never_proposed_again_and_the_reason_is_kept(run: Run, folder: Path) -> None:
    for name in ("Port Academy", "Port School"):
        judged = ("propose", "--relation", "twinnedWith", "--refuse", name, "Dune School", "--why", "没有宿舍 🙂")
        assert run("-w", folder, *judged).code == 0
        proposed = run("-w", folder, *ASKED, "--json")
        assert name not in proposed.out
    assert proposed.json == []
    assert "nobody for Dune School: everybody who fits was refused for it" in proposed.err
    log = (folder / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["why"] for line in log] == ["没有宿舍 🙂"] * 2
    taken_back = ("propose", "--relation", "twinnedWith", "--withdraw", "Port School", "Dune School", "--why", "built")
    assert run("-w", folder, *taken_back).code == 0
    assert [one["from"] for one in run("-w", folder, *ASKED, "--json").json] == ["Port School"]


def test_a_capacity_of_nothing_proposes_nobody_and_says_why(run: Run, folder: Path) -> None:
    done = run("-w", folder, *ASKED, "--capacity", "0", "--json")
    assert (done.code, done.json) == (0, [])
    assert "nobody for Dune School: a capacity of 0 leaves no room" in done.err
    assert run("-w", folder, *ASKED, "--capacity", "-1").code == 2


def test_an_accepted_proposal_and_a_file_of_proposals_change_no_other_answer(run: Run, folder: Path) -> None:
    asked = (
        ("gaps", "--relation", "twinnedWith", "--json"),
        ("build", "--json"),
        ("measures", "--json"),
        ("path", "Port Academy", "Dune School", "--json"),
        ("query", "SELECT ?a ?b { ?a aid:twinnedWith ?b }", "--format", "csv"),
        ("show", "Dune School", "--json"),
    )
    before = [_without_clock(run("-w", folder, *command).out) for command in asked]
    run("-w", folder, "view", "-o", folder / "before.html")
    assert run("-w", folder, *ASKED, "-o", folder / "proposals.trig").code == 0
    assert "Proposal" in (folder / "proposals.trig").read_text(encoding="utf-8")
    accepted = ("propose", "--relation", "twinnedWith", "--accept", "Port Academy", "Dune School", "--why", "agreed")
    assert run("-w", folder, *accepted).code == 0
    assert [_without_clock(run("-w", folder, *command).out) for command in asked] == before
    run("-w", folder, "view", "-o", folder / "after.html")
    assert (folder / "after.html").read_bytes() == (folder / "before.html").read_bytes()
    done = run("-w", folder, *ASKED)
    assert "accepted before, and no partnership on record yet: Dune School and Port Academy" in done.err


def _without_clock(out: str) -> object:
    try:
        told = json.loads(out)
    except ValueError:
        return out
    return (
        {key: value for key, value in told.items() if key not in {"seconds", "read"}}
        if isinstance(told, dict)
        else told
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--accept", "Port School", "Dune School"), "a judgement needs a reason; --why TEXT gives it"),
        (("--accept", "Port School", "Dune Scool", "--why", "x"), "nearest: Dune School"),
        (("--accept", "Port School", "Port School", "--why", "x"), "Port School cannot be its own partner"),
        (("--accept", "Port", "Dune School", "--why", "x"), "twinnedWith cannot tie Port (Prefecture) and Dune School"),
        (
            ("--accept", "Port School", "Dune School", "--refuse", "Port School", "Dune School", "--why", "x"),
            "one judgement at a time",
        ),
        (("-o", "proposals.csv"), "legal: .trig, .nq, .ttl"),
    ],
)
def test_what_cannot_be_remembered_or_written_is_told(
    run: Run, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run("-w", folder, "propose", "--relation", "twinnedWith", *arguments)
    assert done.code == 2
    assert message in done.err
    assert not (folder / "judgements.jsonl").exists()
