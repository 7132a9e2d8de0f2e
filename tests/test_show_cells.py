"""Cells that a spreadsheet must not run."""

from __future__ import annotations

import pytest

from aidgraph.show.cells import neutralise


@pytest.mark.parametrize(
    "cell", ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-"]
)
def test_a_formula_is_neutralised(cell: str) -> None:
    assert neutralise(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-3.5", "+12", "-1e6", "英吉沙县", "a=b", "'=1", "2023-05-22", " =1"])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert neutralise(cell) == cell
