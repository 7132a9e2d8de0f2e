"""Variations of annotated reports: what each changes, that the annotation follows, that a seed decides all of it."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aidgraph.extract.records import Candidate, Extraction, FoundTotal, Passage
from aidgraph.read.mend import squeeze

SCRIPT = Path(__file__).parent.parent / "scripts" / "vary.py"
sys.path.append(str(SCRIPT.parent))  # at the end: some names are those of modules of the tests

from vary import broken, moved  # noqa: E402  the same

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
    sentence, rest = TEXT.split("。", 1)
    before, after = text.split(sentence)
    assert after.endswith(f"。{rest}")
    assert {before, after.removesuffix(rest)} != {"", "。"}
    assert gold["relations"][0]["negated"] is True
    assert gold["totals"][0]["optional"] is True


def test_names_that_no_dictionary_knows_stand_in_text_and_annotation(small: Path) -> None:
    text, gold = read(small, "r-invented")
    names = [party["name"] for party in gold["parties"]]
    assert [name[2:] for name in names] == ["市第一中学", "县第三中学", "市慈善总会"]
    assert names[0][:2] == names[2][:2] != names[1][:2]
    assert not any(name in text for name in ("青河", "沙岭"))
    assert text.startswith(f"{names[0]}与{names[1]}结对共建")
    assert gold["relations"][0]["quote"] in text


def test_every_quote_of_every_variation_occurs(dev: Path) -> None:
    names = [path.name.removesuffix(".gold.json") for path in dev.glob("*.gold.json")]
    assert {name.rpartition("-")[2] for name in names} == {"breaks", "names", "invented", "numbers", "denied"}
    assert len(names) >= 4 * len(DEV)
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


def test_what_must_hold_holds_whatever_is_varied() -> None:
    # every third report: all of them, and more seeds, are for the script
    result = moved(DEV[::3], range(3, 4))
    assert [what for variation in result.values() for what in variation.broken] == []
    assert min(variation.reports for variation in result.values()) > len(DEV) / 6
    for name in ("breaks", "names", "numbers"):
        assert min(result[name].change("relations", "precision")) > -0.1, name


def passage(quote: str, *, quoted: str = "") -> Passage:
    at = TEXT.index(quote)
    return Passage(start=at, end=at + len(quote), quote=quoted or quote)


def candidate(quote: str, *, quoted: str = "") -> Candidate:
    place = passage(quote, quoted=quoted)
    return Candidate(relation="twinnedWith", froms=("青河市第一中学",), tos=("沙岭县第三中学",), passage=place)


def total(count: int) -> FoundTotal:
    quote = "培训教师1.2万余人次"
    return FoundTotal(relation="trains", count=Decimal(count), unit="person-times", passage=passage(quote))


DENIED = GOLD | {"relations": [GOLD["relations"][0] | {"negated": True}]}
TWINNED = "青河市第一中学与沙岭县第三中学结对共建"


@pytest.mark.parametrize(
    ("gold", "found", "said"),
    [
        (GOLD, {"candidates": [candidate(TWINNED)], "totals": [total(12000)]}, ""),
        (DENIED, {"candidates": [candidate(TWINNED)]}, "denied and stated"),
        (GOLD, {"totals": [total(1200)]}, "wrong number"),
        (GOLD, {"candidates": [candidate(TWINNED, quoted=f"{TWINNED}了")]}, "not as it stands"),
    ],
)
def test_what_does_not_hold_is_told(gold: dict[str, Any], found: dict[str, Any], said: str) -> None:
    told = list(broken(TEXT, gold, Extraction(**found)))
    assert len(told) == bool(said)
    assert all(what.startswith(said) for what in told)


def test_how_precision_and_recall_move_is_printed(small: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(small / "r.gold.json"), "--seeds", "2"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "numbers: 1 reports, 0 broken" in done.stdout
    assert "  relations     P 1.000, mean +0.000, worst +0.000   R 1.000" in done.stdout
