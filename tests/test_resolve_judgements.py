"""The judgement log: only ever added to, the last on a matter holds, and what is broken is told with its line."""

from __future__ import annotations

import codecs
import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.errors import DataError, StorageError, UsageError
from aidgraph.resolve.judgements import ANSWERS, LOG, Judgement, append, read_judgements, standing

ONE = Judgement(
    at="2026-03-02T09:30:00Z",
    by="coordinator",
    what="proposal",
    about=("https://example.org/a", "https://example.org/b"),
    relation="https://example.org/twinned",
    answer="refused",
    why="迁校 ئۇيغۇر 🙂",
)
LINE = {"at": ONE.at, "by": "clerk", "what": "review", "about": ["https://example.org/c"], "answer": "rejected"}


def but(**changes: object) -> Judgement:
    return dataclasses.replace(ONE, **changes)  # type: ignore[arg-type]


def test_no_log_is_no_judgement(tmp_path: Path) -> None:
    assert read_judgements(tmp_path) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(ANSWERS)), st.integers(0, 3), st.text(min_size=1)), max_size=5))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("log")
    judgements = [
        but(what=what, answer=ANSWERS[what][at % len(ANSWERS[what])], why=f"because {why}") for what, at, why in told
    ]
    for judgement in judgements:
        append(folder, judgement)
    assert read_judgements(folder) == judgements


def test_an_editor_may_put_a_byte_order_mark_before_it(tmp_path: Path) -> None:
    append(tmp_path, ONE)
    (tmp_path / LOG).write_bytes(codecs.BOM_UTF8 + (tmp_path / LOG).read_bytes())
    assert read_judgements(tmp_path) == [ONE]


def test_a_line_is_one_object_with_the_keys_of_the_format(tmp_path: Path) -> None:
    append(tmp_path, ONE)
    append(tmp_path, but(answer="accepted", why="so"))
    first, second = (tmp_path / LOG).read_text(encoding="utf-8").splitlines()
    assert list(json.loads(first)) == ["at", "by", "what", "about", "relation", "answer", "why"]
    assert "迁校" in first
    assert json.loads(second)["answer"] == "accepted"


def test_the_last_judgement_of_a_matter_holds(tmp_path: Path) -> None:
    other = but(about=("https://example.org/a", "https://example.org/c"))
    log = [ONE, other, but(answer="accepted")]
    assert standing(log, "proposal") == [other, but(answer="accepted")]
    assert standing(log, "identity") == []
    assert read_judgements(tmp_path) == []


def test_what_is_withdrawn_gives_way_to_what_held_before() -> None:
    accepted, withdrawn = but(answer="accepted"), but(answer="withdrawn")
    assert standing([ONE, accepted, withdrawn], "proposal") == [ONE]
    assert standing([ONE, withdrawn, withdrawn], "proposal") == []
    assert standing([withdrawn, ONE], "proposal") == [ONE]


def test_two_parties_are_one_matter_whichever_stands_first() -> None:
    same = but(what="identity", answer="same", relation="")
    different = but(what="identity", answer="different", relation="", about=ONE.about[::-1])
    assert standing([same, different], "identity") == [different]


def test_a_line_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    append(tmp_path, ONE)
    with (tmp_path / LOG).open("a", encoding="utf-8") as file:
        file.write('{"at": "2026')
    append(tmp_path, ONE)
    with pytest.raises(DataError) as caught:
        read_judgements(tmp_path)
    assert [str(problem) for problem in caught.value.problems] == [f"{LOG}:2: not JSON; legal: one object a line"]
    assert len((tmp_path / LOG).read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[]", "no object; legal: one object a line"),
        ("[" * 100_000, "not JSON; legal: one object a line"),
        ("9" * 5_000, "not JSON; legal: one object a line"),
        ("<<<<<<< ours", "not JSON; legal: one object a line"),
        ("评审".encode("gbk"), "not UTF-8"),
        (json.dumps({**LINE, "why": "x", "when": "now"}), "unknown key 'when'; legal: at, by, what,"),
        (json.dumps({**LINE, "why": "x", "wat": "now"}), "nearest: what"),
        (json.dumps(LINE), "why must be text"),
        (json.dumps({**LINE, "why": "x", "by": 5}), "by must be text"),
        (json.dumps({**LINE, "why": "x", "by": "r" * 101}), "by must be a role of 1 to 100 characters"),
        (json.dumps({**LINE, "why": "x", "at": "yesterday"}), "legal: a moment such as 2026-03-02T09:30:00Z"),
        (json.dumps({**LINE, "why": "x", "about": "https://example.org/c"}), "about must be a list of IRIs"),
        (
            json.dumps(
                {**LINE, "why": "x", "what": "identity", "answer": "same", "about": ["https://example.org/c"] * 2}
            ),
            "about must be the IRIs of two parties",
        ),
        (json.dumps({**LINE, "why": "x", "what": "revue"}), "legal: proposal, review, identity; nearest: review"),
        (json.dumps({**LINE, "why": "x", "answer": "refused"}), "legal: accepted, rejected, withdrawn"),
    ],
)
def test_a_line_at_fault_is_told_with_its_number(tmp_path: Path, line: str | bytes, fault: str) -> None:
    append(tmp_path, ONE)
    with (tmp_path / LOG).open("ab") as file:
        file.write(b"\n" + (line.encode() if isinstance(line, str) else line) + b"\n")
    with pytest.raises(DataError) as caught:
        read_judgements(tmp_path)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{LOG}:3: ")
    assert fault in str(problem)


@pytest.mark.parametrize(
    "judgement", [but(why=" "), but(by=""), but(answer="same"), but(what="whim"), but(at="2026")], ids=str
)
def test_what_may_not_stand_in_the_log_is_not_written(tmp_path: Path, judgement: Judgement) -> None:
    with pytest.raises(UsageError):
        append(tmp_path, judgement)
    assert not (tmp_path / LOG).exists()


def test_a_log_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / LOG).mkdir()
    with pytest.raises(StorageError):
        append(tmp_path, ONE)
    with pytest.raises(StorageError):
        read_judgements(tmp_path)
