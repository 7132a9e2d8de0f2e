"""Parts of a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

import pictures
from aidgraph.show import Evidence, Node, Picture, Place, Total
from aidgraph.show.cuts import around, at_most, inside, under

CITY = Place(id="https://example.org/place/city", labels=(("zh", "城"),), level="County", parent="far")
FAR = Place(id="far", labels=(("zh", "远"),), level="County")
TOWN = Place(id="https://example.org/place/town", labels=(("zh", "镇"),), level="County")


def chain() -> tuple[list[Node], Picture]:
    """Five in a row, a to e, the last two tied by another relation; and one alone."""
    parties = [pictures.node(name, place=(CITY if name in "ab" else TOWN).id) for name in "abcdef"]
    a, b, c, d, e, f = parties
    claim = Evidence(source=pictures.OTHER.id)
    links = [
        pictures.link("ab", [a], [b], evidence=[claim]),
        pictures.link("bc", [b], [c]),
        pictures.link("cd", [c], [d]),
        pictures.link("de", [d], [e], relation="trains"),
    ]
    totals = [
        Total(id="t-mentors", relation="mentors", from_=a.id, evidence=(Evidence(source=pictures.DAILY.id),)),
        Total(id="t-trains", relation="trains", to=e.id),
    ]
    tray = [pictures.nobody(f, "unknown")]
    return parties, pictures.picture(parties, links, tray, totals=totals, places=[CITY, FAR, TOWN])


def names(picture: Picture) -> str:
    return "".join(node.label for node in picture.nodes)


@pytest.mark.parametrize(("start", "hops", "kept"), [(0, 0, "a"), (0, 1, "ab"), (1, 1, "abc"), (2, 2, "abcde")])
def test_around_a_party_lies_what_so_many_steps_reach(start: int, hops: int, kept: str) -> None:
    parties, picture = chain()
    part = around(picture, parties[start].id, hops)
    assert names(part) == kept
    assert all({end[-1] for end in link.ends} <= set(kept) for link in part.links)
    assert f"within {hops} steps of {parties[start].label}" in part.scope
    assert (part.total_nodes, part.total_links) == (6, 4)


def test_a_step_leads_to_everybody_in_a_partnership_or_to_nobody() -> None:
    parties = [pictures.node(name) for name in "abcd"]
    group = pictures.link("g", parties[:2], parties[2:3], pairing="unspecified")
    picture = pictures.picture(parties, [group, pictures.link("cd", parties[2:3], parties[3:])])
    part = around(picture, parties[0].id, 1)
    assert names(part) == "abc"
    assert part.links == (group,)


def test_inside_a_place_are_its_parties_with_their_partners() -> None:
    parties, picture = chain()
    part = inside(picture, {party.id for party in parties[:2]}, label="城")
    assert names(part) == "abc"
    assert [link.id[-2:] for link in part.links] == ["ab", "bc"]
    assert [total.id for total in part.totals] == ["t-mentors"]
    assert part.unlinked == ()
    assert "城" in part.scope


def test_under_a_relation_are_its_links_and_totals_and_who_has_nobody() -> None:
    parties, picture = chain()
    part = under(picture, {"trains"}, label="trains")
    assert names(part) == "def"
    assert [link.relation for link in part.links] == ["trains"]
    assert [total.id for total in part.totals] == ["t-trains"]
    assert [one.id for one in part.unlinked] == [parties[5].id]
    assert part.scope == "only trains"


def test_a_part_cites_only_what_it_holds() -> None:
    parties, picture = chain()
    assert around(picture, parties[3].id, 1).sources == ()
    part = around(picture, parties[0].id, 1)
    assert {source.id for source in part.sources} == {pictures.DAILY.id, pictures.OTHER.id}
    assert [place.id for place in part.places] == [CITY.id, FAR.id]


def test_cuts_of_cuts_tell_both_and_in_the_language_of_the_picture() -> None:
    parties, picture = chain()
    part = under(replace(picture, languages=("zh",)), {"mentors"}, label="mentors")
    part = around(part, parties[0].id, 1)
    assert names(part) == "ab"
    assert part.scope == "仅帮带 · a周围 1 步"


def test_at_most_so_many_are_those_with_most_partnerships_together_with_their_partners() -> None:
    hub = pictures.node("hub")
    leaves = [pictures.node(f"leaf{number}") for number in range(5)]
    strangers = [pictures.node(f"s{number}") for number in range(10)]
    links = [pictures.link(f"s{n}", [strangers[n]], [strangers[n + 1]]) for n in range(0, 10, 2)]
    links += [pictures.link(f"h{n}", [hub], [leaf]) for n, leaf in enumerate(leaves)]
    tray = [pictures.nobody(strangers[0], "unknown")]
    part = at_most(pictures.picture([*strangers, *leaves, hub], links, tray), 6)
    assert {node.id for node in part.nodes} == {hub.id, *(leaf.id for leaf in leaves)}
    assert {link.id for link in part.links} == {link.id for link in links[5:]}
    assert [one.id for one in part.unlinked] == [strangers[0].id]
    assert part.total_nodes == 16


def test_a_small_picture_is_not_cut() -> None:
    picture = pictures.sample()
    assert at_most(picture, 5) is picture
