import pytest

import pictures
from aidgraph.show.network import canvas_label, draw, vis_script


def test_parallel_relations_are_all_kept_and_bend_apart() -> None:
    a, b = pictures.node("a"), pictures.node("b")
    links = [pictures.link("1", [a], [b]), pictures.link("2", [a], [b]), pictures.link("3", [b], [a])]
    edges = draw(pictures.picture([a, b], links)).edges
    assert [edge["id"] for edge in edges] == [link.id for link in links]
    bends = []
    for edge in edges:
        smooth = edge["smooth"] or {"type": "curvedCW", "roundness": 0}
        turn = 1 if smooth["type"] == "curvedCW" else -1
        bends.append(turn * smooth["roundness"] * (1 if edge["from"] == a.id else -1))
    assert len(set(bends)) == 3


def test_a_group_is_a_hub_with_a_spoke_to_each_and_no_pairs() -> None:
    parties = [pictures.node(name) for name in "abcdef"]
    group = pictures.link("g", parties[:4], parties[4:], pairing="unspecified")
    drawing = draw(pictures.picture(parties, [group]))
    hubs = [node for node in drawing.nodes if node.get("link") == group.id]
    assert len(hubs) == 1
    assert len(drawing.edges) == 6
    assert all(hubs[0]["id"] in (edge["from"], edge["to"]) for edge in drawing.edges)
    assert {edge["link"] for edge in drawing.edges} == {group.id}
    assert len({edge["id"] for edge in drawing.edges}) == 6


def test_a_partner_that_is_not_named_is_not_invented() -> None:
    party = pictures.node("a")
    drawing = draw(pictures.picture([party], [pictures.link("l", [party])]))
    assert [node["id"] for node in drawing.nodes if "link" not in node] == [party.id]
    assert len(drawing.edges) == 1


def test_those_without_a_partnership_are_not_drawn() -> None:
    a, b, lone = (pictures.node(name) for name in ("a", "b", "lone"))
    drawing = draw(pictures.picture([a, b, lone], [pictures.link("l", [a], [b])]))
    assert {node["id"] for node in drawing.nodes} == {a.id, b.id}


@pytest.mark.parametrize(("mutual", "arrows"), [(True, ""), (False, "to")])
def test_only_a_directed_relation_has_an_arrow(*, mutual: bool, arrows: str) -> None:
    a, b = pictures.node("a"), pictures.node("b")
    (edge,) = draw(pictures.picture([a, b], [pictures.link("l", [a], [b], mutual=mutual)])).edges
    assert edge["arrows"] == arrows


def test_physics_is_off_and_everybody_has_a_place() -> None:
    drawing = draw(pictures.sample())
    assert drawing.options["physics"] == {"enabled": False}
    assert all({"x", "y"} <= set(node) for node in drawing.nodes)


def test_the_script_comes_from_pyvis_and_can_stand_in_a_page() -> None:
    script = vis_script()
    assert "vis-network" in script[:200]
    assert "</script" not in script.lower()
    assert "<!--" not in script
    assert "\r" not in script


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "a"),
        ("", "—"),
        ("\u0301\u0302 ", "—"),
        ("\u202eevil\u202c", "evil"),
        ("长" * 10_000, "长" * 8 + "\n" + "长" * 7 + "…"),
        ("Z" + "\u0335" * 50, "Z" + "\u0335" * 2),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("قەشقەر", "قەشقەر"),
    ],
)
def test_canvas_labels_are_short_and_harmless(text: str, shown: str) -> None:
    assert canvas_label(text) == shown
