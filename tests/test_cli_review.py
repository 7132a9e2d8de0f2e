"""`aidgraph review`: judgements by id and by key, that stick to words and not to positions."""

from __future__ import annotations

import shutil
import sys
import termios
import time
from pathlib import Path

import pytest

import aidgraph
from aidgraph.build import build
from aidgraph.errors import UnknownNameError
from aidgraph.workspace import load_workspace
from program import MakeWorkspace, Run
from reviewing import BOTH, FILES, NEW, REPORT, TOML, TOTAL, claims, listed, log, of, rebuilt

ROWS = "relation,from,to,review\ntwinnedWith,青河市第一中学,沙岭县第三中学,{review}\n"
TABLE = '[[source]]\nid = "rows"\npath = "rows.csv"\nreads = "partnerships"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for name, text in {"aidgraph.toml": TOML, **FILES}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    build(load_workspace(folder))
    return folder


@pytest.fixture
def workspace(tmp_path: Path, made: Path) -> Path:
    """A built workspace."""
    return Path(shutil.copytree(made, tmp_path / "workspace"))


def judge(run: Run, workspace: Path, answer: str, words: str, *options: str) -> str:
    id_ = of(listed(run, workspace), words)["id"]
    done = run("-w", workspace, "review", f"--{answer}", id_, *options)
    assert done.code == 0, done.err
    return str(id_)


def test_an_accepted_candidate_is_a_link_with_its_sentence(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "人民医院")
    made = rebuilt(run, workspace)
    assert made["edges"] == 1
    assert any("沙岭县人民医院" in warning and "new institution (Hospital)" in warning for warning in made["warnings"])
    [claim] = claims(run, workspace, "沙岭县人民医院")
    assert (claim["review"], claim["quote"]) == ("accepted", NEW.removesuffix("。"))
    assert REPORT[claim["start"] : claim["end"]] == claim["quote"]
    assert claim["where"].startswith("reports/a.txt")
    assert of(listed(run, workspace), "人民医院")["review"] == "accepted"
    page = workspace / "page.html"
    assert run("-w", workspace, "view", "-o", page).code == 0
    assert NEW.removesuffix("。") in page.read_text(encoding="utf-8")


def test_a_total_is_accepted_like_a_link(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "40余人次")
    rebuilt(run, workspace)
    [total] = run("-w", workspace, "totals", "--json", "-q").json
    assert (total["relation"], total["count"], total["unit"], total["bound"]) == (
        *("trains", 40, "person-times", "at-least"),
    )


def test_a_rejected_candidate_is_out(run: Run, workspace: Path) -> None:
    assert len(claims(run, workspace, "沙岭县第三中学")) == 1
    judge(run, workspace, "reject", "第三中学", "--why", "did not take place")
    rebuilt(run, workspace)
    assert claims(run, workspace, "沙岭县第三中学") == []
    item = of(listed(run, workspace), "第三中学")
    assert (item["review"], item["judged"][0]["why"]) == ("rejected", "did not take place")


def test_a_judgement_holds_the_whole_claim_and_who_judged(run: Run, workspace: Path) -> None:
    id_ = judge(run, workspace, "accept", "人民医院", "--by", "clerk", "--why", "seen")
    [line] = log(workspace)
    assert (line["what"], line["about"], line["answer"], line["by"], line["why"]) == (
        *("review", [id_], "accepted", "clerk", "seen"),
    )
    claim = line["claim"]
    assert (claim["relation"], claim["from"], claim["to"], claim["source"]) == (
        *("twinnedWith", ["青河市人民医院"], ["沙岭县人民医院"], "reports"),
    )
    assert claim["quote"] in NEW
    assert claim["extractor"].startswith("grammar/")


@pytest.mark.parametrize(
    "text",
    [
        f"新增一段。\n\n{REPORT}",
        REPORT.replace("人民医院与", "人民医\n院与 "),
        REPORT.replace(BOTH, ""),
        f"{NEW}",
    ],
)
def test_a_judgement_sticks_to_its_words_wherever_they_stand(run: Run, workspace: Path, text: str) -> None:
    judge(run, workspace, "accept", "人民医院")
    (workspace / "reports" / "a.txt").write_text(text, encoding="utf-8")
    made = rebuilt(run, workspace)
    assert not any("stale" in warning for warning in made["warnings"])
    [claim] = claims(run, workspace, "沙岭县人民医院")
    assert claim["review"] == "accepted"
    assert "".join(text[claim["start"] : claim["end"]].split()) == NEW.removesuffix("。")
    assert of(listed(run, workspace), "人民医院")["review"] == "accepted"


def test_an_accepted_claim_stands_though_nobody_proposes_it_any_more(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "人民医院")
    # a sentence before it that takes it back keeps the rules from proposing it
    text = REPORT.replace(NEW, f"没有{NEW}")
    (workspace / "reports" / "a.txt").write_text(text, encoding="utf-8")
    rebuilt(run, workspace)
    extracted = run("extract", workspace / "reports" / "a.txt", "-w", workspace, "--json", "-q").json
    assert not any("人民医院" in candidate["quote"] for candidate in extracted["candidates"])
    [claim] = claims(run, workspace, "沙岭县人民医院")
    assert claim["review"] == "accepted"


def test_a_judgement_is_stale_where_its_words_are_gone(run: Run, workspace: Path) -> None:
    id_ = judge(run, workspace, "accept", "人民医院")
    path = workspace / "reports" / "a.txt"
    path.write_text(REPORT.replace(NEW, ""), encoding="utf-8")
    [warning] = [warning for warning in rebuilt(run, workspace)["warnings"] if "stale" in warning]
    assert warning.startswith("judgements.jsonl:1")
    assert id_ in warning
    assert claims(run, workspace, "沙岭县人民医院") == []
    assert of(listed(run, workspace), "人民医院")["review"] == "stale"
    path.write_text(REPORT, encoding="utf-8")
    rebuilt(run, workspace)
    assert of(listed(run, workspace), "人民医院")["review"] == "accepted"


def test_a_judgement_is_stale_where_its_source_is_gone(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "人民医院")
    (workspace / "aidgraph.toml").write_text(TOML.replace('id = "reports"', 'id = "other"'), encoding="utf-8")
    [warning] = [warning for warning in rebuilt(run, workspace)["warnings"] if "stale" in warning]
    assert "'reports' has no report any more" in warning
    assert claims(run, workspace, "沙岭县人民医院") == []


def test_of_the_same_words_twice_each_is_judged_by_itself(run: Run, workspace: Path) -> None:
    (workspace / "reports" / "a.txt").write_text(f"{NEW}\n{TOTAL}\n{NEW}\n", encoding="utf-8")
    rebuilt(run, workspace)
    first, second = (item for item in listed(run, workspace) if "人民医院" in item["quote"])
    assert first["id"] != second["id"]
    run("-w", workspace, "review", "--accept", second["id"], "--reject", first["id"])
    rebuilt(run, workspace)
    [claim] = claims(run, workspace, "沙岭县人民医院")
    assert claim["start"] == len(f"{NEW}\n{TOTAL}\n")


def test_undo_gives_back_the_same_bytes(run: Run, workspace: Path, tmp_path: Path) -> None:
    def exported() -> bytes:
        rebuilt(run, workspace)
        target = tmp_path / "all.nq"
        assert run("-w", workspace, "export", "-o", target).code == 0
        return target.read_bytes()

    before = exported()
    judge(run, workspace, "accept", "人民医院")
    assert exported() != before
    done = run("-w", workspace, "review", "--undo")
    assert "withdrawn" in done.out
    assert exported() == before
    assert of(listed(run, workspace), "人民医院")["review"] == "proposed"
    done = run("-w", workspace, "review", "--undo")
    assert (done.code, "no judgement" in done.err) == (2, True)


def test_of_two_people_who_disagree_the_later_holds_and_both_are_shown(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "人民医院", "--by", "clerk")
    judge(run, workspace, "reject", "人民医院", "--by", "head", "--why", "no such thing")
    item = of(listed(run, workspace), "人民医院")
    assert item["review"] == "rejected"
    assert [(each["by"], each["answer"]) for each in item["judged"]] == [("clerk", "accepted"), ("head", "rejected")]
    told = run("-w", workspace, "review", "--list").out
    assert "clerk: accepted; head: rejected" in told


def test_what_holds_again_is_told_when_a_judgement_is_taken_back(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "人民医院", "--by", "clerk")
    judge(run, workspace, "reject", "人民医院", "--by", "head", "--why", "no such thing")
    told = run("-w", workspace, "review", "--undo").err
    assert "rejected by head" in told.partition("holds again")[0]
    assert "accepted by clerk" in told.partition("holds again")[2]
    assert of(listed(run, workspace), "人民医院")["review"] == "accepted"
    assert "holds again" not in run("-w", workspace, "review", "--undo").err
    assert of(listed(run, workspace), "人民医院")["review"] == "proposed"


def test_the_same_judgement_is_not_made_twice(run: Run, workspace: Path) -> None:
    for _ in range(2):
        judge(run, workspace, "accept", "人民医院")
    judge(run, workspace, "accept", "人民医院", "--why", "asked")
    assert [line["why"] for line in log(workspace)] == ["not said", "asked"]


def test_judgements_that_wait_for_a_build_are_told_as_such(run: Run, workspace: Path) -> None:
    judge(run, workspace, "accept", "人民医院")
    assert "judgements have changed since the build" in run("-w", workspace, "gaps").err
    assert "since the build" not in run("-w", workspace, "review", "--list").err
    (workspace / "reports" / "b.txt").write_text(BOTH, encoding="utf-8")
    assert "sources and judgements have changed" in run("-w", workspace, "gaps").err
    assert "aidgraph: sources have changed" in run("-w", workspace, "review", "--list").err


def test_a_stale_candidate_may_be_accepted_and_one_is_told(run: Run, workspace: Path) -> None:
    id_ = judge(run, workspace, "accept", "人民医院")
    (workspace / "reports" / "a.txt").unlink()
    rebuilt(run, workspace)
    done = run("-w", workspace, "review", "--accept", id_, "--why", "again")
    assert (done.code, "is stale" in done.err) == (0, True)


def test_one_is_shown_in_its_paragraph_with_who_is_meant_and_who_judged(run: Run, workspace: Path) -> None:
    id_ = judge(run, workspace, "accept", "人民医院", "--by", "clerk", "--why", "seen")
    told = run("-w", workspace, "review", "--show", id_).out
    assert "青河市人民医院 <-> 沙岭县人民医院" in told
    assert "青河市人民医院: new Hospital, in no list" in told
    assert "accepted by clerk" in told
    assert BOTH in told
    shown = run("-w", workspace, "review", "--show", id_, "--json", "-q").json
    assert (shown["id"], shown["review"], BOTH in shown["before"]) == (id_, "accepted", True)
    known = of(listed(run, workspace), "第三中学")["id"]
    assert "沙岭县第三中学: 沙岭县第三中学 @ 沙岭县" in run("-w", workspace, "review", "--show", known).out


def test_a_name_that_fits_several_is_not_accepted_before_it_is_mended(run: Run, workspace: Path) -> None:
    twice = "name,kind,place\n沙岭县人民医院,Hospital,青河市\n沙岭县人民医院,Hospital,沙岭县\n"
    (workspace / "schools.csv").write_text(twice, encoding="utf-8")
    rebuilt(run, workspace)
    ids = [item["id"] for item in listed(run, workspace)]
    done = run("-w", workspace, "review", *(word for id_ in ids for word in ("--accept", id_)))
    assert (done.code, "fits 2 parties" in done.err, log(workspace)) == (2, True, [])
    likely = aidgraph.open(workspace).review().likely(0.1)
    assert [item.case.tos for item in likely] == [("沙岭县第三中学",)]
    mended = ("relation", ""), ("from", ""), ("to", "沙岭县人民医院 @ 沙岭县")
    terminal = Terminal(workspace)
    while "fits 2" not in terminal.asked(" of "):
        terminal.press("s")
    terminal.press("a")
    terminal.child.expect_exact("fits 2 parties")
    terminal.press("e", *mended)
    terminal.asked(" of ")
    terminal.press("q")
    terminal.ended()
    assert log(workspace)[-1]["claim"]["to"] == ["沙岭县人民医院 @ 沙岭县"]
    assert len(claims(run, workspace, "沙岭县人民医院 @ 沙岭县")) == 1


def test_a_row_under_review_is_judged_like_a_candidate(run: Run, make_workspace: MakeWorkspace) -> None:
    files = {**FILES, "reports/a.txt": TOTAL, "rows.csv": ROWS.format(review="proposed")}
    workspace = make_workspace(TOML + TABLE, files)
    assert rebuilt(run, workspace)["edges"] == 0
    [row] = [item for item in listed(run, workspace) if item["source"] == "rows"]
    assert (row["from"], row["to"], row["review"]) == (["青河市第一中学"], ["沙岭县第三中学"], "proposed")
    assert run("-w", workspace, "review", "--accept", row["id"]).code == 0
    assert rebuilt(run, workspace)["edges"] == 1
    assert run("-w", workspace, "review", "--reject", row["id"]).code == 0
    assert rebuilt(run, workspace)["edges"] == 0
    [row] = [item for item in listed(run, workspace) if item["source"] == "rows"]
    assert row["review"] == "rejected"


@pytest.mark.parametrize("first", ["review", "same"])
def test_a_judgement_on_a_row_holds_whoever_is_judged_to_be_whom(
    run: Run, make_workspace: MakeWorkspace, first: str
) -> None:
    def told() -> tuple[str, int, list[str]]:
        made = rebuilt(run, workspace)
        [item] = [item for item in listed(run, workspace) if item["source"] == "rows"]
        return item["review"], made["edges"], [text for text in made["warnings"] if "stale" in text]

    files = {**FILES, "rows.csv": ROWS.format(review="proposed").replace("青河市第一中学", "青河一中")}
    workspace = make_workspace(TOML + TABLE, files)
    rebuilt(run, workspace)
    pair = ("青河市第一中学", "青河一中")
    if first == "same":
        assert run("-w", workspace, "same", *pair).code == 0
        rebuilt(run, workspace)
    [row] = [item for item in listed(run, workspace) if item["source"] == "rows"]
    assert run("-w", workspace, "review", "--accept", row["id"]).code == 0
    assert told() == ("accepted", 1, [])
    assert run("-w", workspace, *(["undo"] if first == "same" else ["same", *pair])).code == 0
    assert told() == ("accepted", 1, [])
    assert run("-w", workspace, "review", "--undo").code == 0
    assert told() == ("proposed", 0, [])


def test_a_judgement_on_a_row_that_is_gone_is_stale_and_shown(run: Run, make_workspace: MakeWorkspace) -> None:
    files = {**FILES, "rows.csv": ROWS.format(review="proposed")}
    workspace = make_workspace(TOML + TABLE, files)
    [row] = [item for item in listed(run, workspace) if item["source"] == "rows"]
    run("-w", workspace, "review", "--accept", row["id"])
    (workspace / "rows.csv").write_text(ROWS.format(review="proposed").replace("第三", "第四"), encoding="utf-8")
    assert any("stale" in warning for warning in rebuilt(run, workspace)["warnings"])
    rows = [item for item in listed(run, workspace) if item["source"] == "rows"]
    assert {item["review"]: {*item["from"], *item["to"]} for item in rows} == {
        "stale": {"青河市第一中学", "沙岭县第三中学"},
        "proposed": {"青河市第一中学", "沙岭县第四中学"},
    }


def test_an_ambiguous_name_names_the_judgement_and_how_to_mend_it(run: Run, workspace: Path) -> None:
    id_ = judge(run, workspace, "accept", "人民医院")
    twice = "name,kind,place\n沙岭县人民医院,Hospital,青河市\n沙岭县人民医院,Hospital,沙岭县\n"
    (workspace / "schools.csv").write_text(twice, encoding="utf-8")
    done = run("-w", workspace, "build")
    assert done.code == 1
    assert done.err.startswith("judgements.jsonl:1: ")
    assert "fits 2 parties" in done.err
    assert f"--reject {id_}" in done.err
    names = 'names = { "沙岭县人民医院" = "沙岭县人民医院 @ 沙岭县" }\n'
    (workspace / "aidgraph.toml").write_text(TOML + names, encoding="utf-8")
    assert rebuilt(run, workspace)["edges"] == 1


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ({"source": "reports"}, "lacks"),
        ({"source": "reports", "file": "a", "relation": "twinnedWith", "from": "x"}, "from of the claim"),
        ({"source": "reports", "file": "a", "relation": "nothing", "from": ["x"], "to": ["y"]}, "unknown relation"),
        ({"source": "reports", "file": "a", "relation": "trains", "count": "many", "unit": "people"}, "no number"),
        ({"source": "reports", "file": "a", "relation": "twinnedWith", "group": "odd", "from": ["x"]}, "unknown 'odd'"),
        ({"source": "reports", "file": "a", "relation": "mentors", "from": ["x"], "to": ["y" * 400]}, "300"),
        ([], "claim must be an object"),
    ],
)
def test_a_claim_that_is_none_is_told_with_its_line(
    run: Run, workspace: Path, claim: dict[str, object] | list[object], told: str
) -> None:
    import json

    quote = {"quote": "青河市人民医院"} if isinstance(claim, dict) else {}
    line = {"at": "2026-03-02T09:30:00Z", "by": "clerk", "what": "review", "about": ["abc"], "answer": "accepted"}
    line |= {"why": "so", "claim": {**claim, **quote} if isinstance(claim, dict) else claim}
    (workspace / "judgements.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    done = run("-w", workspace, "build")
    assert done.code == 1
    assert done.err.startswith("judgements.jsonl:1")
    assert told in done.err


def test_wrong_calls_are_told(run: Run, workspace: Path) -> None:
    done = run("-w", workspace, "review")
    assert done.code == 2
    assert all(option in done.err for option in ("--list", "--accept", "--reject"))
    id_ = of(listed(run, workspace), "人民医院")["id"]
    wrong = id_[:-1] + ("0" if id_[-1] != "0" else "1")
    done = run("-w", workspace, "review", "--accept", of(listed(run, workspace), "40余")["id"], "--accept", wrong)
    assert (done.code, f"nearest: {id_}" in done.err) == (2, True)
    assert log(workspace) == [], "nothing is judged where one name is wrong"
    assert run("-w", workspace, "review", "--accept", id_, "--reject", id_).code == 2
    assert run("-w", workspace, "review", "--list", "--undo").code == 2


# ---- from Python


def test_a_notebook_reviews_and_builds(workspace: Path) -> None:
    aid = aidgraph.open(workspace)
    review = aid.review()
    both, new, total = (item.case.id for item in review.waiting())
    review.accept(new, total, by="clerk")
    review.reject(both, why="did not take place")
    assert [(item.case.id, item.review) for item in review.all()] == [
        *((both, "rejected"), (new, "accepted"), (total, "accepted")),
    ]
    assert [(each.by, each.answer, each.why) for each in review.why(both[:6])] == [
        ("coordinator", "rejected", "did not take place")
    ]
    assert review.undo().judgement.about == (both,)
    with pytest.raises(UnknownNameError):
        review.accept(both, "none")
    assert [item.case.id for item in review.waiting()] == [both]
    assert aid.changes == ("judgements",)
    again = aid.rebuilt()
    assert (again.build.counts.edges, again.is_stale, len(again.totals())) == (1, False, 1)
    assert again.rebuilt().build.read == ()
    assert {*again.rebuilt(full=True).build.read} == {*FILES}


def test_who_is_called_otherwise_stays_of_the_kind_in_the_text(workspace: Path) -> None:
    review = aidgraph.open(workspace).review()
    [case] = (item.case for item in review.all() if "人民医院" in item.case.quote)
    mended = review.mended(case, tos=["县医院"])
    assert (mended.froms, mended.tos) == (case.froms, ("县医院",))
    assert mended.kinds["县医院"] == case.kinds["沙岭县人民医院"] == "Hospital"


# ---- on a terminal

LOCAL = 3
"""Where the modes of a terminal say how it edits lines."""


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, workspace: Path) -> None:
        import pexpect

        program = ["-c", "import sys; from aidgraph.cli import main; sys.exit(main())"]
        arguments = [*program, "-w", str(workspace), "review", "--by", "clerk"]
        self.child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", dimensions=(40, 100), timeout=60)
        self.end = pexpect.EOF

    def asked(self, progress: str) -> str:
        self.child.expect_exact(progress)
        self.child.expect_exact("[q]uit")
        return str(self.child.before)

    def press(self, key: str, *answers: tuple[str, str]) -> None:
        # what is typed before the terminal gives single keys is thrown away
        while termios.tcgetattr(self.child.child_fd)[LOCAL] & termios.ICANON:
            assert self.child.isalive()
            time.sleep(0.01)
        self.child.send(key)
        for prompt, answer in answers:
            self.child.expect_exact(prompt)
            self.child.sendline(answer)

    def ended(self) -> str:
        self.child.expect(self.end)
        self.child.close()
        assert self.child.exitstatus == 0, self.child.before
        return str(self.child.before)


def test_one_key_judges_and_all_is_on_disk_at_once(run: Run, workspace: Path) -> None:
    terminal = Terminal(workspace)
    shown = terminal.asked("1 of 3")
    assert "\x1b[7m" in shown, "the evidence stands out"
    terminal.press("a")
    terminal.asked("2 of 3")
    assert [line["answer"] for line in log(workspace)] == ["accepted"]
    terminal.press("r", ("reason", "并无此事"))
    terminal.asked("3 of 3")
    assert (log(workspace)[-1]["answer"], log(workspace)[-1]["why"]) == ("rejected", "并无此事")
    terminal.press("u")
    terminal.asked("2 of 3")
    terminal.press("s")
    terminal.asked("3 of 3")
    terminal.press("q")
    terminal.ended()
    assert [line["answer"] for line in log(workspace)] == ["accepted", "rejected", "withdrawn"]
    # the terminal builds at its end
    assert "sources have changed" not in run("-w", workspace, "show", "沙岭县第三中学").err
    assert claims(run, workspace, "沙岭县第三中学")[0]["review"] == "accepted"


def test_ends_are_mended_and_checked_before_they_are_accepted(run: Run, workspace: Path) -> None:
    terminal = Terminal(workspace)
    terminal.asked("1 of 3")
    terminal.press("s")
    terminal.asked("2 of 3")
    terminal.press("e", ("relation", "nothing"), ("from", ""), ("to", ""))
    terminal.child.expect_exact("nothing")
    terminal.press("e", ("relation", ""), ("from", ""), ("to", "沙岭县第三人民医院"))
    terminal.asked("3 of 3")
    terminal.press("q")
    terminal.ended()
    [claim] = claims(run, workspace, "沙岭县第三人民医院")
    assert (claim["review"], claim["quote"]) == ("accepted", NEW.removesuffix("。"))
    assert claims(run, workspace, "沙岭县人民医院") == []
    assert len(listed(run, workspace)) == 3


def test_many_are_accepted_by_a_rule_that_says_how_many_first(workspace: Path) -> None:
    terminal = Terminal(workspace)
    terminal.asked("1 of 3")
    terminal.press("b", ("at least", "0.5"), ("2 candidates", "no"))
    terminal.asked("1 of 3")
    assert log(workspace) == []
    terminal.press("b", ("at least", "0.5"), ("2 candidates", "yes"))
    terminal.asked("3 of 3")
    terminal.press("q")
    terminal.ended()
    assert [line["answer"] for line in log(workspace)] == ["accepted", "accepted"]


def test_what_was_accepted_together_is_taken_back_together(run: Run, workspace: Path) -> None:
    terminal = Terminal(workspace)
    terminal.asked("1 of 3")
    terminal.press("b", ("at least", ""), ("2 candidates", "yes"))
    terminal.asked("3 of 3")
    terminal.press("u")
    terminal.asked("1 of 3")
    terminal.press("q")
    terminal.ended()
    assert {item["review"] for item in listed(run, workspace)} == {"proposed"}


def test_a_question_that_is_left_changes_nothing(workspace: Path) -> None:
    terminal = Terminal(workspace)
    terminal.asked("1 of 3")
    for stop in "\x03\x04":
        for key, prompt in (("r", "reason"), ("e", "relation"), ("b", "at least")):
            terminal.press(key)
            terminal.child.expect_exact(prompt)
            terminal.child.send(stop)
            terminal.child.expect_exact("left as it was")
            terminal.asked("1 of 3")
    terminal.press("\x03")
    terminal.ended()
    assert log(workspace) == []


def test_two_may_review_at_once_and_are_told_of_each_other(workspace: Path) -> None:
    one, other = Terminal(workspace), Terminal(workspace)
    for terminal in (one, other):
        terminal.asked("1 of 3")
    one.press("a")
    one.asked("2 of 3")
    other.press("r", ("reason", "no such thing"))
    other.child.expect_exact("accepted by clerk")
    other.asked("2 of 3")
    one.press("u")
    one.child.expect_exact("does not hold any more")
    for terminal in (one, other):
        terminal.press("q")
        terminal.ended()
    assert [line["answer"] for line in log(workspace)] == ["accepted", "rejected"]


def test_keys_that_come_at_once_count_one_by_one(workspace: Path) -> None:
    terminal = Terminal(workspace)
    terminal.asked("1 of 3")
    terminal.press("x\x1b[Aａr", ("reason", ""))
    terminal.asked("3 of 3")
    terminal.press("q")
    terminal.ended()
    assert [line["answer"] for line in log(workspace)] == ["accepted", "rejected"]


def test_what_a_report_says_does_nothing_to_the_terminal(run: Run, workspace: Path) -> None:
    text = f"[bold red]\x1b]0;stolen\x07{BOTH}[/bold red]\x1b[2J\n"
    (workspace / "reports" / "a.txt").write_text(text, encoding="utf-8")
    rebuilt(run, workspace)
    terminal = Terminal(workspace)
    shown = terminal.asked("1 of 1")
    assert "\x1b]0;" not in shown
    assert "\x1b[2J" not in shown
    assert "[bold red]" in shown
    terminal.press("q")
    terminal.ended()
