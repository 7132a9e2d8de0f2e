"""The data block: what stands in it, and how small it is. That a page turns it back is tested in a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import pictures
from aidgraph.kinds import Relation
from aidgraph.show import Evidence, Picture
from aidgraph.show.data import LIMIT, data_block
from aidgraph.show.network import draw
from aidgraph.terms import AID


def block_of(picture: Picture, *, drawn: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data_block(picture, draw(picture) if drawn else None))
    return found


def rows_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records of a table, as the page reads them."""
    fields = table["fields"]
    return [dict(zip(fields, row + [None] * (len(fields) - len(row)), strict=True)) for row in table["rows"]]


def test_nothing_can_end_the_script_or_a_line() -> None:
    text = data_block(pictures.hostile(), None)
    assert not {"<", "\n", "\u2028", "\u2029"} & set(text)
    titles = [row["title"] for row in rows_of(json.loads(text)["sources"])]
    assert titles == [title or None for title in pictures.HOSTILE]


def test_parties_places_sources_and_links_are_referred_to_by_their_row() -> None:
    picture = pictures.sample()
    block = block_of(picture)
    nodes, places = rows_of(block["nodes"]), rows_of(block["places"])
    assert [block["base"] + node["id"] for node in nodes] == [node.id for node in picture.nodes]
    assert [block["base"] + places[node["place"]]["id"] for node in nodes] == [node.place for node in picture.nodes]
    for row, link in zip(rows_of(block["links"]), picture.links, strict=True):
        assert [picture.nodes[end].id for end in row["froms"] + row["tos"]] == list(link.ends)
    assert [picture.sources[claim["source"]].title for claim in rows_of(block["claims"])] == [
        "Daily page",
        "Another page",
        "Daily page",
    ]
    assert [row["claims"] for row in [*rows_of(block["links"]), *rows_of(block["totals"])]] == [2, None, None, 1]
    assert [picture.nodes[row["node"]].label for row in rows_of(block["unlinked"])] == ["色提力乡", "乌恰镇"]


def test_a_claim_keeps_all_it_says() -> None:
    party = pictures.node("a")
    claim = Evidence(
        source=pictures.OTHER.id,
        quote="原文",
        locator="page 3",
        start=0,
        end=7,
        where="t.xlsx[2023]:12",
        stance="contradicts",
        review="proposed",
        basis="implied",
        since="2023-05",
        until="2024",
        as_of="2024-01-02",
        status="active",
        amount="0.50",
        currency="CNY",
        count=0,
        unit="people",
        bound="about",
        note="?",
    )
    block = block_of(pictures.picture([party], [pictures.link("l", [party], evidence=[claim])]))
    (row,) = rows_of(block["claims"])
    assert block["files"] == ["t.xlsx[2023]"]
    assert row == {
        "source": 1,
        "quote": "原文",
        "locator": "page 3",
        "file": 0,
        "row": 12,
        "start": 0,
        "end": 7,
        "since": "2023-05",
        "until": "2024",
        "as_of": "2024-01-02",
        "status": "active",
        "amount": "0.50",
        "currency": "CNY",
        "count": 0,
        "unit": "people",
        "bound": "about",
        "note": "?",
        "stance": "contradicts",
        "review": "proposed",
        "basis": "implied",
    }


@pytest.mark.parametrize("where", ["", "a:b", "名.csv", "a.csv:x1", "a.csv:²", ":3"])
def test_where_a_claim_stands_is_kept_when_it_is_no_row(where: str) -> None:
    party = pictures.node("a")
    claim = Evidence(source=pictures.DAILY.id, where=where)
    block = block_of(pictures.picture([party], [pictures.link("l", [party], evidence=[claim])]))
    assert block["files"] == ([where] if where else [])
    assert rows_of(block["claims"])[0]["row"] is None


def test_what_is_usual_is_left_out() -> None:
    party = pictures.node("a")
    block = block_of(pictures.picture([party], [pictures.link("l", [party])]))
    (row,) = block["links"]["rows"]
    assert block["base"] == "https://example.org/part"
    assert row == ["nership/l", "mentors", [0], *[None] * 11, True]


def test_a_label_is_written_once_and_a_place_that_is_a_party_has_it_there() -> None:
    county = replace(pictures.node("county", label="县", kind="County"), labels=(("en", "County"), ("zh", "县")))
    place = pictures.Place(id=county.id, labels=county.labels, level="County")
    block = block_of(pictures.picture([county], places=[place], languages=("zh",)))
    assert rows_of(block["nodes"])[0]["labels"] == {"en": "County", "zh": "县"}
    assert rows_of(block["nodes"])[0]["label"] is None
    assert rows_of(block["places"])[0]["label"] is None


def test_kinds_and_relations_are_those_in_use_and_those_above_them() -> None:
    block = block_of(pictures.sample())
    assert set(block["kinds"]) == {"School", "College", "Institution", "Township", "County"}
    assert set(block["relations"]) == {"twinnedWith", "mentors", "trains", "relatedTo"}
    assert block["kinds"]["County"]["level"]
    assert block["relations"]["twinnedWith"]["mutual"]
    assert block["relations"]["mentors"] == {
        "label": {"en": "mentors", "zh": "帮带"},
        "colour": "#d55e00",
        "dash": "dash",
        "parent": "relatedTo",
        "deprecated": False,
        "mutual": False,
        "structural": False,
    }


def test_a_relation_the_vocabulary_marks_deprecated_says_so() -> None:
    party = pictures.node("a")
    old = Relation(iri=f"{AID}helps", name="helps", labels=(("en", "helps"),), deprecated=True)
    picture = pictures.picture([party], [pictures.link("l", [party], relation="helps")])
    block = block_of(replace(picture, relations={"helps": old}))
    assert block["relations"]["helps"]["deprecated"]


def test_a_party_tells_how_many_partnerships_it_has_where_not_all_are_held() -> None:
    a, b = (replace(pictures.node(name), degree=degree) for name, degree in (("a", 1), ("b", 30)))
    rows = rows_of(block_of(pictures.picture([a, b], [pictures.link("l", [a], [b])]))["nodes"])
    assert [row["degree"] for row in rows] == [None, 30]


def test_places_are_gathered_by_level_broadest_first_where_there_are_too_many_parties() -> None:
    assert block_of(pictures.sample())["aggregate"] is None
    parties = [pictures.node(str(number)) for number in range(LIMIT + 2)]
    links = [pictures.link(str(n), parties[n : n + 1], parties[n + 1 : n + 2]) for n in range(LIMIT + 1)]
    places = [
        pictures.Place(id=level, labels=(), level=level) for level in ("Township", "Unranked", "County", "Township2")
    ]
    crowd = pictures.picture(parties, links, places=places)
    assert block_of(crowd, drawn=False)["aggregate"] == {
        "by": ["County", "Township", "Township2", "Unranked"],
        "limit": LIMIT,
    }


def test_a_party_that_is_not_held_is_told_by_name() -> None:
    stranger = pictures.node("stranger", label="陌生")
    (row,) = rows_of(block_of(pictures.picture([], [], [pictures.nobody(stranger, "unknown")]))["unlinked"])
    assert (row["node"], row["id"], row["label"]) == (None, stranger.id, "陌生")


def test_parties_and_hubs_stand_where_they_were_put() -> None:
    picture = pictures.sample()
    block, drawing = block_of(picture), draw(picture)
    rows = {block["base"] + row["id"]: (row["x"], row["y"]) for row in rows_of(block["nodes"])}
    assert {party: at for party, at in rows.items() if at[0] is not None} == {
        party: (round(x), round(y)) for party, (x, y) in drawing.parties.items()
    }
    assert block["drawing"]["hubs"].keys() == {"2"}
    assert block_of(picture, drawn=False)["drawing"] is None


@pytest.mark.parametrize("picture", [pictures.picture([]), pictures.picture([pictures.node("a")])])
def test_a_picture_of_nothing_or_nobody_is_written(picture: Picture) -> None:
    assert len(block_of(picture)["nodes"]["rows"]) == len(picture.nodes)


def test_five_thousand_partnerships_of_one_party_are_all_there_and_small() -> None:
    hub, *leaves = (pictures.node(f"n{number}") for number in range(5001))
    links = [pictures.link(str(number), [hub], [leaf]) for number, leaf in enumerate(leaves)]
    text = data_block(pictures.picture([hub, *leaves], links), None)
    assert len(json.loads(text)["links"]["rows"]) == 5000
    assert len(text) < 150 * 5000
