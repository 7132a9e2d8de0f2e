"""Variations of annotated reports: what each changes, that the annotation follows, that a seed decides all of it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aidgraph.read.mend import squeeze

SCRIPT = Path(__file__).parent.parent / "scripts" / "vary.py"
DEV = sorted((Path(__file__).parent / "corpus" / "dev").glob("*.gold.json"))
TEXT = "青河市第一中学与沙岭县第三中学结对共建，培训教师1.2万余人次。\n青河市慈善总会来过。\n"
GOLD: dict[str, Any] = {
    "language": "zh",
    "parties": [
        {"name": "青河市第一中学", "kind": "School"},
        {"name": "沙岭县第三中学", "kind": "School"},
        {"name": "青河市慈善总会", "kind": "Foundation"},
    ],
    "relations": [
        {
            "relation": "twinnedWith",
            "from": ["青河市第一中学"],
            "to": ["沙岭县第三中学"],
            "quote": "青河市第一中学与沙岭县第三中学结对共建，培训教师1.2万余人次",
        }
    ],
    "totals": [
        {
            "relation": "trains",
            "count": 12000,
            "unit": "person-times",
            "bound": "at-least",
            "quote": "培训教师1.2万余人次",
        }
    ],
}


def vary(files: list[Path], target: Path, seed: int = 1) -> None:
    command = [sys.executable, str(SCRIPT), *map(str, files), "--target", str(target), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def read(folder: Path, name: str) -> tuple[str, dict[str, Any]]:
    gold = json.loads((folder / f"{name}.gold.json").read_text(encoding="utf-8"))
    return (folder / f"{name}.txt").read_text(encoding="utf-8"), gold


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "r.txt").write_text(TEXT, encoding="utf-8")
    (folder / "r.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    vary([folder / "r.gold.json"], folder)
    return folder


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dev")
    vary(DEV, folder)
    return folder


def test_lines_end_elsewhere_and_nothing_else_changes(small: Path) -> None:
    text, gold = read(small, "r-breaks")
    assert squeeze(text) == squeeze(TEXT)
    assert text.count("\n") > TEXT.count("\n")
    assert gold == GOLD


def test_names_of_one_kind_change_places_in_text_and_annotation(small: Path) -> None:
    text, gold = read(small, "r-names")
    assert text.startswith("沙岭县第三中学与青河市第一中学结对共建")
    assert "青河市慈善总会" in text
    (relation,) = gold["relations"]
    assert (relation["from"], relation["to"]) == (["沙岭县第三中学"], ["青河市第一中学"])


def test_numbers_change_with_their_annotation(small: Path) -> None:
    text, gold = read(small, "r-numbers")
    (total,) = gold["totals"]
    assert total["count"] != 12000
    assert f"培训教师{total['count'] / 10000}万余人次" in text
    assert gold["relations"][0]["quote"].endswith(total["quote"])


def test_a_denied_sentence_states_nothing(small: Path) -> None:
    text, gold = read(small, "r-denied")
    assert text == TEXT.replace("青河市第一中学", "网上流传的“青河市第一中学", 1).replace("。", "”一说完全不实。", 1)
    assert gold["relations"][0]["negated"] is True
    assert gold["totals"][0]["optional"] is True


def test_every_quote_of_every_variation_occurs(dev: Path) -> None:
    names = [path.name.removesuffix(".gold.json") for path in dev.glob("*.gold.json")]
    assert {name.rpartition("-")[2] for name in names} == {"breaks", "names", "numbers", "denied"}
    assert len(names) >= 3 * len(DEV)
    for name in names:
        text, gold = read(dev, name)
        for row in (*gold.get("relations", ()), *gold.get("totals", ())):
            assert squeeze(row["quote"]) in squeeze(text), name


def test_a_seed_decides_all_of_it(dev: Path, tmp_path: Path) -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    vary(DEV, tmp_path / "again")
    vary(DEV, tmp_path / "other", seed=2)
    assert contents(tmp_path / "again") == contents(dev)
    assert contents(tmp_path / "other") != contents(dev)
