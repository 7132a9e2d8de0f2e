"""The measure of extraction: figures by hand, and annotations at fault."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aidgraph.extract.records import Candidate, Extraction, FoundParty, FoundTotal, Passage, Proposal, Refusal

SCRIPT = Path(__file__).parent.parent / "scripts" / "evaluate.py"
sys.path.append(str(SCRIPT.parent))  # at the end: some names are those of modules of the tests

from scoring import Report, judge  # noqa: E402  the same

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
    assert figures["relations, by row"]["right"] == 1
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


def test_a_report_with_an_annotation_at_fault_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, GOLD | {"relations": [GOLD["relations"][0] | {"to": ["沙岭一中"]}]})
    assert done.returncode == 1
    assert "r.gold.json: relations[0]: ends that are no parties" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"totals": [GOLD["totals"][0] | {"quote": "培训教师50人次"}]}, "quote does not occur"),
        ({"relations": [GOLD["relations"][0] | {"or": ["befriends"]}]}, "befriends"),
        ({"parties": [{"name": "青河一中", "kind": "Castle"}]}, "Castle"),
        ({"relations": [{"relation": "aids", "from": [], "quote": "青河一中"}]}, "relations.0. has no 'to'"),
        ({"totals": [{"relation": "aids", "quote": "青河一中"}]}, "totals.0. has neither"),
    ],
)
def test_an_annotation_at_fault_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        judge(TEXT, GOLD | change, Extraction())


# ---- small annotations against what might be found; in a text of letters every sentence is a passage

SMALL = "Ash helps Elm. Ash was twinned with Elm. The tie with Elm ended. Oak helps Fir, Elm. Fir trained 40 people."
PARTIES = [
    {"name": "Ash", "kind": "School"},
    {"name": "Elm", "kind": "School", "mentions": ["Elm School"]},
    {"name": "Oak", "kind": "School"},
    {"name": "Fir", "kind": "School"},
]


def passage(quote: str) -> Passage:
    at = SMALL.index(quote)
    return Passage(start=at, end=at + len(quote), quote=quote)


def row(relation: str, froms: str, tos: str, quote: str, **more: object) -> dict[str, Any]:
    return {"relation": relation, "from": froms.split(), "to": tos.split(), "quote": quote, **more}


def candidate(relation: str, froms: str, tos: str, quote: str) -> Candidate:
    return Candidate(relation=relation, froms=tuple(froms.split()), tos=tuple(tos.split()), passage=passage(quote))


def refusal(reason: str, froms: str, tos: str, quote: str) -> Refusal:
    proposal = Proposal(relation="twinnedWith", quote=quote, froms=tuple(froms.split()), tos=tuple(tos.split()))
    return Refusal(reason=reason, proposal=proposal, passage=passage(quote))


def judged(gold: dict[str, Any], **found: Any) -> Report:  # noqa: ANN401  lists of records
    return judge(SMALL, {"parties": PARTIES} | gold, Extraction(**found))


def of(report: Report, part: str) -> tuple[int, int, int]:
    score = report.scores[part]
    return score.right, score.wrong, score.missed


HELPS, TWINNED, ENDED, BOTH = (
    "Ash helps Elm",
    "Ash was twinned with Elm",
    "The tie with Elm ended",
    "Oak helps Fir, Elm",
)
MENTORS, TWINS = ("mentors", "Ash", "Elm"), ("twinnedWith", "Elm", "Ash")


@pytest.mark.parametrize(
    ("row_of", "got", "figures"),
    [
        ("mentors", [MENTORS], (1, 0, 0)),
        ("mentors", [TWINS], (1, 0, 0)),
        ("mentors", [MENTORS, TWINS], (1, 0, 0)),
        ("mentors", [("mentors", "Elm", "Ash")], (0, 1, 1)),
        ("mentors", [("funds", "Ash", "Elm")], (0, 1, 1)),
        ("mentors", [], (0, 0, 1)),
    ],
)
def test_either_of_two_relations_is_right(row_of: str, got: list[tuple[str, str, str]], figures: object) -> None:
    gold = {"relations": [row(row_of, "Ash", "Elm", HELPS, **{"or": ["twinnedWith"]})]}
    report = judged(gold, candidates=[candidate(*item, HELPS) for item in got])
    assert of(report, "relations") == figures
    assert of(report, "relations, by row") == figures


def test_what_was_found_meets_one_demand() -> None:
    rows = [
        row("mentors", "Ash", "Elm", HELPS, **{"or": ["twinnedWith"]}),
        row("twinnedWith", "Ash", "Elm", TWINNED),
    ]
    assert of(judged({"relations": rows}, candidates=[candidate(*TWINS, TWINNED)]), "relations") == (1, 0, 1)
    both = [candidate(*TWINS, TWINNED), candidate(*MENTORS, HELPS)]
    assert of(judged({"relations": rows}, candidates=both), "relations") == (2, 0, 0)


STATED, DENIED = row("twinnedWith", "Ash", "Elm", TWINNED), row("twinnedWith", "Ash", "Elm", ENDED, negated=True)


@pytest.mark.parametrize(
    ("rows", "quotes", "figures"),
    [
        ([STATED, DENIED], [TWINNED], (1, 0, 0)),
        ([STATED, DENIED], [ENDED], (0, 1, 1)),
        ([STATED, DENIED], [TWINNED, ENDED], (1, 1, 0)),
        ([STATED | {"optional": True}, DENIED], [TWINNED], (0, 0, 0)),
        ([DENIED], [TWINNED], (0, 1, 0)),
    ],
)
def test_what_ended_later_was_so_before(rows: list[dict[str, Any]], quotes: list[str], figures: object) -> None:
    report = judged({"relations": rows}, candidates=[candidate(*TWINS, quote) for quote in quotes])
    assert of(report, "relations") == figures
    assert report.causes["relations: negated"] == report.scores["relations"].wrong


@pytest.mark.parametrize(
    ("denied", "refused", "counts"),
    [
        (DENIED, [refusal("negated", "Ash", "Elm", TWINNED)], 1),
        (DENIED, [refusal("negated", "Elm", "", ENDED)], 1),
        (DENIED, [refusal("wish", "Elm", "", ENDED)], 1),
        (DENIED, [refusal("negated", "Elm", "", TWINNED)], 0),
        (DENIED, [refusal("negated", "Oak", "", ENDED)], 0),
        (DENIED, [refusal("trigger", "Elm", "", ENDED)], 0),
        (row("twinnedWith", "Ash", "Elm", TWINNED, negated=True), [refusal("negated", "Elm", "", TWINNED)], 0),
        (row("twinnedWith", "Elm", "", ENDED, negated=True), [refusal("negated", "Elm", "", ENDED)], 1),
        (row("funds", "", "Elm", ENDED, negated=True), [refusal("negated", "Elm", "", ENDED)], 1),
    ],
)
def test_a_denial_names_the_ends_that_its_words_name(
    denied: dict[str, Any], refused: list[Refusal], counts: int
) -> None:
    report = judged({"relations": [denied]}, refused=refused)
    assert (report.refused, report.negated) == (counts, 1)


def test_a_pair_denied_in_one_relation_and_tied_in_another() -> None:
    rows = [row("aids", "Ash", "Elm", HELPS), DENIED]
    found = [candidate("funds", "Ash", "Elm", HELPS), candidate(*TWINS, TWINNED)]
    causes = judged({"relations": rows}, candidates=found).causes
    assert causes["relations: wrong relation (is aids)"] == 1
    assert causes["relations: negated"] == 1


@pytest.mark.parametrize(
    ("got", "atoms", "rows"),
    [
        ([("Oak", "Fir Elm")], (2, 0, 0), (1, 0, 0)),
        ([("Oak", "Fir"), ("Oak", "Elm")], (2, 0, 0), (1, 0, 0)),
        ([("Oak", "Fir")], (1, 0, 1), (0, 0, 1)),
        ([("Ash", "Fir Elm")], (0, 2, 2), (0, 1, 1)),
    ],
)
def test_a_row_counts_once_however_many_pairs_it_has(got: list[tuple[str, str]], atoms: object, rows: object) -> None:
    gold = {"relations": [row("aids", "Oak", "Fir Elm", BOTH, group="unspecified")]}
    report = judged(gold, candidates=[candidate("aids", *ends, BOTH) for ends in got])
    assert of(report, "relations") == atoms
    assert of(report, "relations, by row") == rows


def test_an_institution_found_twice_is_a_mistake() -> None:
    found = [
        FoundParty(name=name, kind="School", is_place=False, start=0, end=3, mentions=((0, 3),))
        for name in ("Elm", "Elm School", "Ash", "Oak", "Fir")
    ]
    report = judged({}, parties=found)
    assert of(report, "institutions") == (4, 1, 0)
    assert report.causes == {"institutions: found twice": 1}


@pytest.mark.parametrize(
    ("relation", "bound", "measured", "whole"),
    [
        ("trains", "exact", (1, 0, 0), (1, 0, 0)),
        ("serves", "exact", (1, 0, 0), (1, 0, 0)),
        ("funds", "exact", (1, 0, 0), (0, 1, 0)),
        ("trains", "about", (0, 1, 0), (0, 1, 0)),
    ],
)
def test_the_relation_of_a_total_has_a_figure(relation: str, bound: str, measured: object, whole: object) -> None:
    quote = "Fir trained 40 people"
    total = {"relation": "trains", "or": ["serves"], "count": 40, "unit": "people", "bound": "exact", "quote": quote}
    found = FoundTotal(relation=relation, count=Decimal(40), unit="people", bound=bound, passage=passage(quote))
    report = judged({"totals": [total]}, totals=[found])
    assert of(report, "totals") == (1, 0, 0)
    assert of(report, "totals with unit and bound") == measured
    assert of(report, "totals with relation too") == whole
