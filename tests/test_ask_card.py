from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import aidgraph
from aidgraph.api import Aid, records
from aidgraph.ask.card import card, partial
from aidgraph.errors import UnknownNameError
from counties import opened


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    return opened(tmp_path_factory.mktemp("counties"))


def shown(aid: Aid, name: str) -> dict[str, Any]:
    """The card as JSON has it."""
    found: dict[str, Any] = json.loads(json.dumps(records(aid.show(name))))
    return found


def part(aid: Aid, name: str, relation: str) -> dict[str, Any]:
    (found,) = (part for part in shown(aid, name)["partnerships"] if part["relation"] == relation)
    return dict(found)


def test_a_card_has_the_keys_of_the_interface(example: Path) -> None:
    card = shown(aidgraph.open(example), "济宁一中")
    assert {"id", "name", "kind", "place", "partnerships"} <= set(card)
    assert (card["name"], card["kind"], card["place"]) == ("济宁一中", "School", "济宁市")
    (twinned,) = (part for part in card["partnerships"] if part["relation"] == "twinnedWith")
    assert {"id", "relation", "direction", "partners", "since", "until", "status", "claims"} <= set(twinned)
    assert twinned["partners"] == ["英吉沙县第五中学"]
    assert (twinned["since"], twinned["until"], twinned["status"]) == ("2023", None, "unknown")
    (claim,) = twinned["claims"]
    assert {"source", "quote", "start", "end", "where", "self_reported", "stance", "review"} <= set(claim)
    assert claim["source"] == "奋力谱写济宁援疆工作新篇章"
    assert (claim["start"], claim["end"], claim["quote"]) == (2398, 2450, None)
    assert claim["where"] == "tables/partnerships.csv:24"
    assert (claim["self_reported"], claim["stance"], claim["review"]) == (True, "supports", "accepted")
    assert claim["via"] == ["济宁援疆指挥部"]


def test_claims_of_several_sources_stand_under_one_partnership(aid: Aid) -> None:
    twinned = part(aid, "Paired School", "twinnedWith")
    assert (twinned["since"], twinned["status"]) == ("2017-09", "active")
    assert [(c["source_id"], c["where"], c["since"], c["self_reported"]) for c in twinned["claims"]] == [
        ("circular", "news.csv:7", "2018", True),
        ("gazette", "news.csv:6", "2017-09", None),
        ("twinning", "twinning.csv:2", "2018", None),
    ]
    gazette, register = twinned["claims"][1:]
    assert (gazette["quote"], gazette["start"], gazette["end"]) == ("Paired School, School One", 5, 25)
    assert (register["via"], register["at"]) == (["Aid Office"], "Yew")


@pytest.mark.parametrize(
    ("name", "relation", "direction", "partners", "beside"),
    [
        ("School One", "mentors", "out", ["Lonely School"], []),
        ("Lonely School", "mentors", "in", ["School One"], []),
        ("Group School 1", "twinnedWith", "mutual", ["School Three", "School Two"], ["Group School 2"]),
        ("Peer School 1", "twinnedWith", "mutual", ["Peer School 2", "Peer School 3"], []),
        ("Ash College", "mentors", "out", ["(Hospital in Bshire, not named)"], []),
        ("Bureau", "ledBy", "out", ["Aid Office"], []),
    ],
)
def test_a_partnership_is_seen_from_the_party(
    aid: Aid, name: str, relation: str, direction: str, partners: list[str], beside: list[str]
) -> None:
    seen = part(aid, name, relation)
    assert (seen["direction"], seen["partners"], seen["beside"]) == (direction, partners, beside)


@pytest.mark.parametrize(
    ("name", "standing", "stances", "reviews"),
    [
        ("Disputed School", "disputed", {"supports", "contradicts"}, {"accepted"}),
        ("Proposed School", "proposed", {"supports"}, {"proposed"}),
        ("Rejected School", "rejected", {"supports"}, {"rejected"}),
        ("Implied School", "accepted", {"supports"}, {"accepted"}),
    ],
)
def test_a_card_shows_every_claim_whatever_its_standing(
    aid: Aid, name: str, standing: str, stances: set[str], reviews: set[str]
) -> None:
    twinned = part(aid, name, "twinnedWith")
    assert twinned["standing"] == standing
    assert {claim["stance"] for claim in twinned["claims"]} == stances
    assert {claim["review"] for claim in twinned["claims"]} == reviews


@pytest.mark.parametrize(
    ("name", "relation", "facts"),
    [
        ("Past School", "twinnedWith", {"since": "2016", "until": "2020-12"}),
        ("Stopped School", "twinnedWith", {"status": "ended", "as_of": "2021"}),
        ("Implied School", "twinnedWith", {"basis": "implied", "page": 4, "note": "by the sign at the gate"}),
        ("County Hospital @ Ashire", "sendsStaffTo", {"count": 12, "unit": "people", "issued": "2022"}),
        ("Paired School", "funds", {"amount": "50", "currency": "CNY"}),
    ],
)
def test_a_claim_keeps_what_it_states(aid: Aid, name: str, relation: str, facts: dict[str, object]) -> None:
    (claim,) = part(aid, name, relation)["claims"]
    assert {key: claim[key] for key in facts} == facts


def test_a_card_mentions_what_a_party_arranged_or_was_the_place_of(aid: Aid) -> None:
    (arranged,) = aid.show("Aid Office").arranged
    assert (arranged.role, arranged.relation, arranged.between) == ("via", "twinnedWith", "School One – Paired School")
    assert [(mention.role, mention.id) for mention in aid.show("Yew").arranged] == [("at", arranged.id)]
    assert aid.show("Yew").partnerships == ()


def test_a_card_names_a_party_in_every_language(aid: Aid) -> None:
    ashire = aid.show("Ashire")
    assert set(ashire.names) == {"青山县", "Old Ash"}
    assert (ashire.kind, ashire.place) == ("County", "North")
    assert aid.show("Wandering Theatre").place == ""


def test_an_iri_that_is_no_party_has_no_card(aid: Aid) -> None:
    with pytest.raises(UnknownNameError):
        card(aid.store, aid.parties, "https://example.org/counties/nobody")


@pytest.mark.parametrize(
    ("precision", "text"), [("year", "2023"), ("month", "2023-05"), ("day", "2023-05-31"), (None, "2023-05-31")]
)
def test_a_date_is_shown_as_exactly_as_it_is_stated(precision: str | None, text: str) -> None:
    assert partial(dt.date(2023, 5, 31), precision) == text
