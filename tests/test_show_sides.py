"""Which column a party stands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidgraph.show import Link
from aidgraph.show.sides import sides

AROUND = {"city": "east", "town": "county", "east": "", "county": "west", "west": "", "far": ""}
HOMES = AROUND | {
    "bureau": "city",
    "school": "city",
    "clinic": "town",
    "base": "town",
    "league": "city",
    "firm": "",
    "lab": "east",
    "team": "city",
}
GIVING = {"aids", "counterpartAidTo", "broughtIn"}
PACT = ("counterpartAidTo", ["city"], ["county"])


def link(relation: str, froms: list[str], tos: list[str], *, standing: str = "accepted") -> Link:
    ends = {"froms": tuple(froms), "tos": tuple(tos)}
    return Link(id=f"{relation} {froms} {tos}", relation=relation, mutual=False, standing=standing, **ends)


def side_of(party: str, *links: tuple[str, list[str], list[str]]) -> str:
    found = sides([link(*one) for one in links], homes=HOMES, around=AROUND, places=AROUND.keys(), giving=GIVING)
    return found[party]


@pytest.mark.parametrize(
    ("party", "links", "side"),
    [
        ("school", [PACT], "provider"),
        ("city", [PACT], "provider"),
        ("clinic", [PACT], "recipient"),
        ("town", [PACT], "recipient"),
        ("far", [PACT], "platform"),
        ("east", [PACT], "platform"),
        ("lab", [PACT], "platform"),
        # its place, whatever it does
        ("clinic", [PACT, ("aids", ["clinic"], ["school"])], "recipient"),
        # an authority stands for its place
        ("school", [("counterpartAidTo", ["bureau"], ["county"])], "provider"),
        # without counterpart aid, and without a place: by deeds
        ("school", [("aids", ["school"], ["clinic"])], "provider"),
        ("clinic", [("aids", ["school"], ["clinic"])], "recipient"),
        ("firm", [PACT, ("broughtIn", ["bureau"], ["firm"])], "recipient"),
        ("firm", [("aids", ["firm"], ["clinic"]), ("aids", ["school"], ["firm"])], "platform"),
        ("firm", [("operatesIn", ["firm"], ["town"])], "platform"),
        # a place that both gives and receives says nothing
        ("school", [PACT, ("counterpartAidTo", ["east"], ["city"])], "platform"),
        ("school", [PACT, ("counterpartAidTo", ["east"], ["city"]), ("aids", ["school"], ["firm"])], "provider"),
        # what both sides run stands between them
        ("league", [PACT, ("leads", ["school"], ["league"]), ("memberOf", ["clinic"], ["league"])], "platform"),
        ("base", [PACT, ("founded", ["bureau"], ["base"])], "platform"),
        ("team", [PACT, ("founded", ["bureau"], ["team"])], "provider"),
        ("town", [PACT, ("founded", ["bureau"], ["town"])], "recipient"),
        ("stranger", [PACT], "platform"),
    ],
)
def test_side(party: str, links: list[tuple[str, list[str], list[str]]], side: str) -> None:
    assert side_of(party, *links) == side


@pytest.mark.parametrize("standing", ["disputed", "proposed", "rejected"])
def test_only_accepted_partnerships_decide(standing: str) -> None:
    pact = replace(link(*PACT), standing=standing)
    found = sides([pact], homes=HOMES, around=AROUND, places=AROUND.keys(), giving=GIVING)
    assert found["school"] == "platform"


def test_places_in_a_circle_end() -> None:
    around = {"a": "b", "b": "a"}
    found = sides([link(*PACT)], homes=around, around=around, places=around.keys(), giving=GIVING)
    assert found["a"] == "platform"
