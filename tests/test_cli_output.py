"""Tables, cells and control characters, as they are written."""

from __future__ import annotations

import json

import pytest

from aidgraph.ask.card import Card
from aidgraph.cli.cards import card_lines
from aidgraph.cli.output import print_json, visible
from aidgraph.cli.tables import aligned, print_table, shortened


def test_columns_are_as_wide_as_characters_are() -> None:
    rows = [["name", "kind"], ["济宁一中", "School"], ["ab", "x"], ["ئۇيغۇر", "y"], ["👩‍🏫", "z"]]
    lines = aligned(rows)
    assert lines[:3] == ["name      kind", "济宁一中  School", "ab        x"]
    assert [line.rstrip() for line in lines] == lines


def test_a_table_leaves_out_columns_without_anything_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b", "c"), [("1", "", "3"), ("", "", "x")])
    assert capsys.readouterr().out == "a  c\n1  3\n   x\n"


def test_a_table_without_rows_keeps_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b"), [])
    assert capsys.readouterr().out == "a  b\n"


def test_a_cell_stays_in_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b"), [("one\r\ntwo\tthree", "x\x1b[31m\u202e")])
    assert capsys.readouterr().out == "a              b\none two three  x\\x1b[31m\\u202e\n"


def test_long_cells_are_not_wrapped_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a",), [("word " * 100,)])
    assert capsys.readouterr().out.count("\n") == 2


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x07", "\x9b1m", "\x7f", "a\rb", "\u202e", "\u2066", "\u2028", "\ud800", "\x00", "\u200f"]
)
def test_control_characters_are_made_visible(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert "\\u" in shown


def test_line_breaks_and_tabs_stay() -> None:
    assert visible("a\tb\r\nc\n") == "a\tb\r\nc\n"


@pytest.mark.parametrize("value", ["学校 ئۇيغۇر 👩‍🏫", "\x9b\x7f\u202e\u2028", "\ud800", 'a"\\\n'])
def test_json_is_the_same_when_read_again(capsys: pytest.CaptureFixture[str], value: str) -> None:
    for things in ([{"a": value}], {"a": [value]}, []):
        print_json(things)
        assert json.loads(capsys.readouterr().out) == things


def test_names_are_counted_where_there_are_many() -> None:
    assert shortened(["a", "b", "c", "d"]) == "a; b; c; d"
    assert shortened(list("abcde")) == "a; b; c and 2 more"


def test_a_name_does_nothing_to_a_card() -> None:
    card = Card(
        id="x:y", name="a\n\x1b[2Jb", kind="School", place="p\x07", names=("c\td",), partnerships=(), arranged=()
    )
    assert card_lines(card)[:3] == ["a \\x1b[2Jb (School @ p\\x07)", "also: c d", "x:y"]
