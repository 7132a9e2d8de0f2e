import pictures
from aidgraph.show.network import draw, model, vis_script


def test_a_group_stands_around_a_hub_of_its_own() -> None:
    parties = [pictures.node(name) for name in "abcdef"]
    group = pictures.link("g", parties[:4], parties[4:], pairing="unspecified")
    drawing = draw(pictures.picture(parties, [group]))
    assert drawing.hubs.keys() == {group.id}
    assert drawing.parties.keys() == {party.id for party in parties}


def test_a_pair_has_no_hub_however_many_tie_the_two() -> None:
    a, b = pictures.node("a"), pictures.node("b")
    links = [pictures.link("1", [a], [b]), pictures.link("2", [b], [a])]
    assert draw(pictures.picture([a, b], links)).hubs == {}


def test_a_pair_whose_pairing_is_left_open_has_a_hub() -> None:
    a, b = pictures.node("a"), pictures.node("b")
    link = pictures.link("1", [a], [b], pairing="unspecified")
    assert draw(pictures.picture([a, b], [link])).hubs.keys() == {link.id}


def test_a_partner_that_is_not_named_is_not_invented() -> None:
    party = pictures.node("a")
    link = pictures.link("l", [party])
    drawing = draw(pictures.picture([party], [link]))
    assert drawing.parties.keys() == {party.id}
    assert drawing.hubs.keys() == {link.id}


def test_those_without_a_partnership_are_not_drawn() -> None:
    a, b, lone = (pictures.node(name) for name in ("a", "b", "lone"))
    drawing = draw(pictures.picture([a, b, lone], [pictures.link("l", [a], [b])]))
    assert drawing.parties.keys() == {a.id, b.id}


def test_the_model_is_a_pyvis_network_that_keeps_parallel_relations() -> None:
    a, b = pictures.node("a"), pictures.node("b")
    links = [
        pictures.link("1", [a], [b]),
        pictures.link("2", [b], [a], relation="twinnedWith", mutual=True),
        pictures.link("3", [a], [b]),
    ]
    network = model(pictures.picture([a, b], links))
    assert [(edge["from"], edge["to"], edge["link"], edge.get("arrows")) for edge in network.edges] == [
        (a.id, b.id, links[0].id, "to"),
        (b.id, a.id, links[1].id, None),
        (a.id, b.id, links[2].id, "to"),
    ]
    assert len({str(edge["smooth"]) for edge in network.edges}) == 3


def test_a_spoke_of_a_hub_runs_from_provider_to_recipient() -> None:
    a, b, c = (pictures.node(name) for name in "abc")
    link = pictures.link("g", [a, b], [c], pairing="unspecified")
    network = model(pictures.picture([a, b, c], [link]))
    hub = f"hub {link.id}"
    ends = [(edge["from"], edge["to"], edge.get("arrows")) for edge in network.edges]
    assert ends == [(a.id, hub, None), (b.id, hub, None), (hub, c.id, "to")]
    assert {node["id"] for node in network.nodes} == {a.id, b.id, c.id, hub}


def test_physics_is_off() -> None:
    assert draw(pictures.sample()).options["physics"] == {"enabled": False}


def test_the_script_comes_from_pyvis() -> None:
    script = vis_script()
    assert "vis-network" in script[:200]
    assert "\r" not in script
