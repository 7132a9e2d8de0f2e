"""Errors: one line each, whatever stands in the data, with the nearest legal name and an exit code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph import errors
from aidgraph.errors import (
    AidgraphError,
    DataError,
    LockedError,
    Problem,
    QueryError,
    StorageError,
    UnknownNameError,
    UsageError,
    Where,
    nearest,
    one_line,
)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Where("t.csv"), "t.csv"),
        (Where("t.csv", 2), "t.csv:2"),
        (Where("t.csv", 2, "乡镇"), "t.csv:2:乡镇"),
        (Where("t.xlsx", 2, "name", sheet="2023"), "t.xlsx[2023]:2:name"),
        (Where("t.csv", column="name"), "t.csv:name"),
    ],
)
def test_a_place_in_a_file_is_written_file_row_column(where: Where, text: str) -> None:
    assert str(where) == text


def test_places_are_put_in_order_of_files_and_rows() -> None:
    wheres = [Where("b.csv", 1), Where("a.csv", 10), Where("a.csv", 9)]
    assert [str(where) for where in sorted(wheres)] == ["a.csv:9", "a.csv:10", "b.csv:1"]


def test_a_problem_says_what_where_what_is_legal_and_what_is_nearest() -> None:
    problem = Problem(Where("t.csv", 2, "kind"), "unknown kind 'Shool'", legal="Hospital, School", nearest="School")
    assert str(problem) == "t.csv:2:kind: unknown kind 'Shool'; legal: Hospital, School; nearest: School"
    assert str(Problem(Where("t.csv"), "is empty")) == "t.csv: is empty"


TEXTS = st.text(st.characters(codec=None))


@settings(deadline=None)
@given(file=TEXTS, column=TEXTS, what=TEXTS, legal=TEXTS, near=TEXTS)
def test_a_problem_is_one_line_whatever_it_quotes(file: str, column: str, what: str, legal: str, near: str) -> None:
    text = str(Problem(Where(file, 2, column), what, legal=legal, nearest=near))
    assert len(text.splitlines()) == 1
    assert not any(character in text for character in "\x1b\x00\x07\u202e\u2066\u2028")
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\x1b[2J\x07", r"\x1b[2J\x07"),
        ("x\u2028y\u2029z\u0085", r"x\u2028y\u2029z\x85"),
        ("\u202eevil", r"\u202eevil"),
        ("يېڭىسار ناھىيىسى", "يېڭىسار ناھىيىسى"),
        ("می\u200cخواهم 👩\u200d🏫 学校", "می\u200cخواهم 👩\u200d🏫 学校"),
    ],
)
def test_only_what_acts_instead_of_being_read_is_escaped(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("name", "legal", "near"),
    [
        ("twinedWith", ["mentors", "twinnedWith"], "twinnedWith"),
        ("TWINNEDWITH", ["mentors", "twinnedWith"], "twinnedWith"),
        ("结队共建", ["结对共建", "培训"], "结对共建"),
        ("zzz", ["mentors"], ""),
        ("", ["mentors"], ""),
        ("mentors", [], ""),
    ],
)
def test_the_nearest_legal_name(name: str, legal: list[str], near: str) -> None:
    assert nearest(name, legal) == near


EXIT_CODES = {
    DataError([]): 1,
    LockedError("process 7"): 1,
    StorageError("no"): 1,
    UsageError("no"): 2,
    UnknownNameError("kind", "Shool"): 2,
    QueryError("no"): 2,
}


@pytest.mark.parametrize(("error", "code"), EXIT_CODES.items(), ids=lambda value: type(value).__name__)
def test_exit_codes(error: AidgraphError, code: int) -> None:
    assert isinstance(error, AidgraphError)
    assert error.exit_code == code


def test_every_error_is_drawn_in_the_tree() -> None:
    tree = (errors.__doc__ or "").splitlines()
    drawn = {line.lstrip(" │├└─").split()[0] for line in tree if "Error" in line}
    assert drawn == {name for name in errors.__all__ if name.endswith("Error")}


def test_a_data_error_lists_its_problems_one_a_line() -> None:
    problems = [Problem(Where("a.csv", 2), "one\nbreak"), Problem(Where("b.csv", 3), "two")]
    error = DataError(iter(problems))
    assert str(error).splitlines() == [r"a.csv:2: one\nbreak", "b.csv:3: two"]
    assert error.problems == tuple(problems)


def test_an_unknown_name_says_what_it_could_have_been() -> None:
    assert str(UnknownNameError("kind", "Shool", candidates=["School"])) == "no kind 'Shool'; nearest: School"
    assert str(UnknownNameError("kind", "Shool")) == "no kind 'Shool'"
    several = UnknownNameError("party", "人民医院", candidates=["人民医院 @ 甲县", "人民医院 @ 乙\n县"], ambiguous=True)
    assert str(several) == r"party '人民医院' fits several: 人民医院 @ 甲县; 人民医院 @ 乙\n县"
    assert several.candidates == ("人民医院 @ 甲县", "人民医院 @ 乙\n县")


def test_a_locked_workspace_says_who_holds_it() -> None:
    assert "process 7, since noon" in str(LockedError("process 7, since noon"))
