"""Cutting the page beforehand, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from program import Run


def data_of(page: Path) -> dict[str, Any]:
    text = page.read_text(encoding="utf-8").split('id="data">', 1)[1].split("</script>", 1)[0]
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize(
    ("options", "scope", "links"),
    [
        (["--around", "Jining No. 1 Middle School", "--hops", "1"], "济宁一中周围 1 步", 2),
        (["--around", "济宁一中", "--relation", "twinnedWith"], "仅结对共建 · 济宁一中周围 2 步", 1),
        (["--relation", "结对共建"], "仅结对共建", 3),
        (["--place", "乔勒潘乡"], "乔勒潘乡之内及其伙伴", 7),
    ],
)
def test_a_page_is_cut_and_says_so(
    run: Run, example: Path, tmp_path: Path, options: list[str], scope: str, links: int
) -> None:
    page = tmp_path / "page.html"
    assert run("view", "-o", page, "-w", example, *options).code == 0
    data = data_of(page)
    assert (data["scope"], len(data["links"]["rows"])) == (scope, links)
    assert data["total"] == {"nodes": 81, "links": 57}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--place", "Yengisar"], "fits several"),
        (["--around", "nobody at all"], "no party"),
        (["--place", "济宁一中"], "no place"),
        (["--relation", "twinedWith"], "nearest: twinnedWith"),
        (["--around", "济宁一中", "--hops", "0"], "--hops"),
    ],
)
def test_a_wrong_cut_is_told_and_writes_nothing(
    run: Run, example: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    page = tmp_path / "page.html"
    done = run("view", "-o", page, "-w", example, *options)
    assert done.code == 2
    assert told in done.err
    assert not page.exists()
