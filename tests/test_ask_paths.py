from __future__ import annotations

import json
from pathlib import Path

import pytest

import aidgraph
from aidgraph.api import Aid, records
from counties import opened

OPEN = "the source leaves open who is paired with whom"


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    return opened(tmp_path_factory.mktemp("counties"))


@pytest.mark.parametrize(
    ("start", "end", "steps"),
    [
        ("School One", "Lonely School", [("School One", "mentors", "Lonely School", "")]),
        ("Lonely School", "School One", [("Lonely School", "mentoredBy", "School One", "")]),
        (
            "Lonely School",
            "Aid Office",
            [
                ("Lonely School", "mentoredBy", "School One", ""),
                ("School One", "twinnedWith", "Paired School", ""),
                ("Paired School", "fundedBy", "Aid Office", ""),
            ],
        ),
        (
            "Group School 1",
            "Group School 2",
            [
                ("Group School 1", "twinnedWith", "School Three", OPEN),
                ("School Three", "twinnedWith", "Group School 2", OPEN),
            ],
        ),
        (
            "County Hospital @ Ashire",
            "County Hospital @ Bshire",
            [("County Hospital", "alliedWith", "County Hospital", "")],
        ),
        ("Ashire", "Bshire", [("Ashire", "aidedBy", "Bshire", "")]),
        ("Paired School", "Paired School", []),
    ],
)
def test_the_steps_of_a_way(aid: Aid, start: str, end: str, steps: list[tuple[str, str, str, str]]) -> None:
    found = [(step.from_, step.relation, step.to, step.because) for step in aid.path(start, end)]
    if len(found) > 1 and start.startswith("Group"):
        # either of the two schools in between is a shortest way
        found = [tuple(text.replace("School Two", "School Three") for text in step) for step in found]
    assert found == steps


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Bureau", "Aid Office"),
        ("Disputed School", "School One"),
        ("Proposed School", "School One"),
        ("Rejected School", "School One"),
        ("Past School", "School Two"),
        ("Elm Clinic", "Elm"),
        ("Yew", "Paired School"),
        ("Wandering Theatre", "Aid Office"),
    ],
)
def test_no_way_leads_through_what_is_no_link(aid: Aid, start: str, end: str) -> None:
    assert aid.path(start, end) == []


def test_a_step_has_the_keys_of_the_interface_and_its_partnership(example: Path) -> None:
    report = aidgraph.open(example)
    (step,) = json.loads(json.dumps(records(report.path("英吉沙县第五中学", "济宁一中"))))
    assert {"from", "relation", "to", "partnership"} <= set(step)
    assert (step["from"], step["relation"], step["to"]) == ("英吉沙县第五中学", "twinnedWith", "济宁一中")
    twinned = next(part for part in report.show("济宁一中").partnerships if part.relation == "twinnedWith")
    assert step["partnership"] == twinned.id


def test_the_network_holds_every_party_and_every_link(aid: Aid) -> None:
    network = aid.network()
    assert len(network) == len(aid.parties.facts)
    find = aid.parties.find
    theatre = network.nodes[find("Wandering Theatre")]
    assert theatre == {"label": "Wandering Theatre", "kind": "CulturalInstitution", "place": ""}

    def relations(start: str, end: str) -> list[tuple[str, bool, bool]]:
        links = network.get_edge_data(find(start), find(end), default={})
        return [(link["relation"], link["mutual"], link["open"]) for link in links.values()]

    assert relations("School One", "Lonely School") == [("mentors", False, False)]
    assert relations("Lonely School", "School One") == []
    assert relations("Paired School", "School One") == relations("School One", "Paired School")
    assert relations("Paired School", "School One") == [("twinnedWith", True, False)]
    assert relations("Group School 1", "School Two") == [("twinnedWith", True, True)]
    assert relations("Group School 1", "Group School 2") == []
    assert relations("Bureau", "Aid Office") == []
