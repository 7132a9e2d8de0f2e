"""The corpus of reports is well-formed; what fails is told by file and row, never by what the report says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aidgraph.errors import UnknownNameError
from aidgraph.kinds import Kind, vocabulary
from aidgraph.read.mend import squeeze

CORPUS = Path(__file__).parent / "corpus"
HALVES = ("dev", "blind")
ENDING = ".gold.json"
BOUNDS = {"exact", "at-least", "about"}

Gold = dict[str, Any]

halves = pytest.mark.parametrize("half", HALVES)


def reports(half: str) -> Iterator[tuple[str, str, Gold]]:
    """Yield the name, the text without white space and the annotation of every report of a half."""
    for path in sorted((CORPUS / half).glob(f"*{ENDING}")):
        name = path.name.removesuffix(ENDING)
        text = path.with_name(f"{name}.txt").read_text(encoding="utf-8")
        yield name, squeeze(text), json.loads(path.read_text(encoding="utf-8"))


def rows(gold: Gold) -> Iterator[tuple[str, Gold]]:
    """Yield the relations and totals of an annotation, each with where it stands."""
    for part in ("relations", "totals"):
        for number, row in enumerate(gold.get(part, ())):
            yield f"{part}[{number}]", row


def kind_of(name: str) -> Kind | None:
    """Return the kind or level of that name, none where there is no such."""
    try:
        return vocabulary().kind_or_level(name)
    except UnknownNameError:
        return None


def only_totals(gold: Gold) -> bool:
    return bool(gold.get("totals")) and not gold.get("relations")


def only_negations(gold: Gold) -> bool:
    relations = gold.get("relations", ())
    return bool(relations) and all(row.get("negated") for row in relations) and not gold.get("totals")


@halves
def test_every_text_has_its_annotation(half: str) -> None:
    texts = {path.stem for path in (CORPUS / half).glob("*.txt")}
    annotated = {name for name, _, _ in reports(half)}
    assert texts == annotated
    assert len(texts) >= 15


@halves
def test_both_languages_and_the_hard_cases_are_there(half: str) -> None:
    golds = [gold for _, _, gold in reports(half)]
    languages = [gold["language"] for gold in golds]
    assert min(languages.count("zh"), languages.count("en")) >= 5
    assert sum(map(only_totals, golds)) >= 2
    assert sum(map(only_negations, golds)) >= 2
    assert sum(bool(gold.get("known")) for gold in golds) >= 1


@halves
def test_every_quote_occurs(half: str) -> None:
    faults = [
        f"{name} {where}"
        for name, text, gold in reports(half)
        for where, row in rows(gold)
        if squeeze(row["quote"]) not in text or not 0 < len(row["quote"]) <= 300
    ]
    assert faults == []


@halves
def test_every_party_is_named_once_and_of_a_kind(half: str) -> None:
    faults = []
    for name, text, gold in reports(half):
        parties = gold["parties"]
        if len({party["name"] for party in parties}) < len(parties):
            faults.append(f"{name}: a party twice")
        for number, party in enumerate(parties):
            forms = [*map(squeeze, (party["name"], *party.get("mentions", ())))]
            if kind_of(party["kind"]) is None:
                faults.append(f"{name} parties[{number}]: kind")
            # a name may be put together from its context, a mention stands in the text
            if not any(form in text for form in forms) or any(form not in text for form in forms[1:]):
                faults.append(f"{name} parties[{number}]: not in the text")
    assert faults == []


@halves
def test_relations_are_between_parties_that_may_have_them(half: str) -> None:
    faults = []
    for name, _, gold in reports(half):
        kinds = {party["name"]: kind_of(party["kind"]) for party in gold["parties"]}
        for number, row in enumerate(gold.get("relations", ())):
            relation = vocabulary().relation(row["relation"])
            for side in ("from", "to"):
                for end in row[side]:
                    kind = kinds.get(end)
                    if kind is None or not vocabulary().may_hold(relation, kind, side=side):
                        faults.append(f"{name} relations[{number}] {side}")
            if max(len(row["from"]), len(row["to"])) > 1 and row.get("group") not in {
                "each",
                "all-to-all",
                "unspecified",
            }:
                faults.append(f"{name} relations[{number}] group")
    assert faults == []


@halves
def test_totals_have_a_number_a_measure_and_a_bound(half: str) -> None:
    faults = []
    for name, _, gold in reports(half):
        for number, row in enumerate(gold.get("totals", ())):
            measure = {"count", "unit"} <= row.keys() or {"amount", "currency"} <= row.keys()
            value = row.get("count", row.get("amount", 0))
            if not measure or value <= 0 or row["bound"] not in BOUNDS:
                faults.append(f"{name} totals[{number}]")
            vocabulary().relation(row["relation"])
    assert faults == []


def test_the_halves_share_no_report() -> None:
    seen = [{name for name, _, _ in reports(half)} for half in HALVES]
    texts = [{text for _, text, _ in reports(half)} for half in HALVES]
    assert not seen[0] & seen[1]
    assert not texts[0] & texts[1]
