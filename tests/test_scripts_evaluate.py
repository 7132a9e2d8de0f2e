"""The measure of extraction: figures by hand, and annotations at fault."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "evaluate.py"
TEXT = """青河一中与沙岭县第三中学结对共建，培训教师40余人次。
青河一中没有与沙岭县第五中学结对。青河一中向沙岭县福利院捐款。"""
GOLD: dict[str, Any] = {
    "parties": [
        {"name": "青河一中", "kind": "School"},
        {"name": "沙岭县第三中学", "kind": "School"},
        {"name": "沙岭县第五中学", "kind": "School"},
        {"name": "沙岭县福利院", "kind": "SocialService"},
        {"name": "无名中学", "kind": "School"},
    ],
    "relations": [
        {
            "relation": "twinnedWith",
            "from": ["沙岭县第三中学"],
            "to": ["青河一中"],
            "quote": "青河一中与沙岭县第三中学结对共建",
        },
        {
            "relation": "twinnedWith",
            "from": ["青河一中"],
            "to": ["沙岭县第五中学"],
            "quote": "青河一中没有与沙岭县第五中学结对",
            "negated": True,
        },
        {"relation": "aids", "from": ["青河一中"], "to": ["沙岭县福利院"], "quote": "青河一中向沙岭县福利院捐款"},
        {"relation": "aids", "from": ["无名中学"], "to": ["青河一中"], "quote": "青河一中"},
    ],
    "totals": [
        {"relation": "trains", "count": 40, "unit": "person-times", "bound": "exact", "quote": "培训教师40余人次"}
    ],
}


def run(folder: Path, gold: dict[str, Any], *flags: str) -> subprocess.CompletedProcess[str]:
    (folder / "r.txt").write_text(TEXT, encoding="utf-8")
    (folder / "r.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    command = [sys.executable, str(SCRIPT), *flags, str(folder / "r.gold.json")]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_figures(tmp_path: Path) -> None:
    figures = json.loads(run(tmp_path, GOLD, "--json").stdout)
    institutions, relations = figures["institutions"], figures["relations"]
    assert (institutions["right"], institutions["wrong"], institutions["missed"]) == (4, 0, 1)
    # right either way round; funds for aids is wrong and aids missed; the last lacks its party
    assert (relations["right"], relations["wrong"], relations["missed"]) == (1, 1, 2)
    assert (relations["precision"], relations["recall"], relations["f1"]) == (0.5, 0.333, 0.4)
    assert figures["relations, untyped"]["right"] == 2
    assert figures["totals"]["right"] == 1
    assert figures["totals with unit and bound"]["right"] == 0
    assert figures["negated"] == {"refused": 1, "stated": 1}
    assert figures["evidence"]["exact"] == figures["evidence"]["passages"] > 0
    assert figures["errors"] == {
        "institutions: not found": 1,
        "relations: not found": 1,
        "relations: not found, party missing": 1,
        "relations: wrong relation (is aids)": 1,
        "totals: wrong bound": 1,
    }


def test_every_error_is_listed_on_demand(tmp_path: Path) -> None:
    done = run(tmp_path, GOLD, "-v")
    assert done.returncode == 0
    assert "r: institutions: not found 无名中学" in done.stdout
    assert "P 0.500" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"totals": [GOLD["totals"][0] | {"quote": "培训教师50人次"}]}, "quote does not occur"),
        ({"relations": [GOLD["relations"][0] | {"to": ["沙岭一中"]}]}, "no parties"),
    ],
)
def test_an_annotation_at_fault_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    done = run(tmp_path, GOLD | change)
    assert done.returncode == 1
    assert said in done.stderr
