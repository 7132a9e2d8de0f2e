"""Measures on tiny named networks: components, bridges, single points of failure, loads, brokers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from aidgraph.api import Aid
from aidgraph.ask.measures import Measures
from made import built, table, written

NAMES = ("Hub", "One", "Two", "Three", "Far", "Farther", "Lone Donor", "Lone School", "Nobody")
ROSTER = table(*({"name": name, "kind": "School"} for name in NAMES))


def row(one: str, other: str, relation: str = "mentors", **cells: str) -> dict[str, str]:
    return {"relation": relation, "from": one, "to": other, **cells}


# Hub holds up One, Two, Three and, through Far, Farther; two others are by themselves
TREE = (
    row("Hub", "One", via="Office"),
    row("Hub", "Two", via="Office"),
    row("Hub", "Three"),
    row("Hub", "Far"),
    row("Far", "Farther", "trains"),
    row("Lone Donor", "Lone School", "twinnedWith"),
)
RING = (row("One", "Two"), row("Two", "Three"), row("Three", "One", "twinnedWith"))


def workspace(folder: Path, *rows: dict[str, str]) -> Aid:
    return built(written(folder, roster=ROSTER, partnerships=table(*rows)))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Measures:
    return workspace(tmp_path_factory.mktemp("tree"), *TREE).measures()


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Measures:
    return workspace(tmp_path_factory.mktemp("ring"), *RING).measures()


def test_components_are_the_largest_first_and_without_those_who_have_nobody(tree: Measures) -> None:
    assert [(one.size, set(one.members), one.relations) for one in tree.components] == [
        (6, {"Hub", "One", "Two", "Three", "Far", "Farther"}, ("mentors", "trains")),
        (2, {"Lone Donor", "Lone School"}, ("twinnedWith",)),
    ]
    assert tree.components[0].because == "6 parties tied by 4 mentors, 1 trains"


def test_every_tie_of_a_tree_is_a_bridge_and_tells_how_many_it_cuts_off(tree: Measures) -> None:
    assert {(frozenset(one.partners), one.relation, one.cut_off) for one in tree.bridges} == {
        (frozenset({"Hub", "Far"}), "mentors", 2),
        *((frozenset({"Hub", name}), "mentors", 1) for name in ("One", "Two", "Three")),
        (frozenset({"Far", "Farther"}), "trains", 1),
        (frozenset({"Lone Donor", "Lone School"}), "twinnedWith", 1),
    }
    assert {*tree.bridges[0].partners} == {"Hub", "Far"}
    assert tree.bridges[0].because.endswith("without it 2 parties would be cut off")


def test_who_holds_up_many_stands_first_with_whom(tree: Measures) -> None:
    assert [(one.name, one.alone, one.parts) for one in tree.single_points] == [("Hub", 3, 4), ("Far", 1, 2)]
    told = tree.single_points[0].because
    assert told.startswith("3 with no other partner: ")
    assert all(name in told for name in ("One", "Two", "Three"))
    assert told.endswith("without it what it connects falls into 4 parts")


def test_loads_are_given_received_and_on_equal_terms(tree: Measures) -> None:
    loads = {one.name: (one.given, one.received, one.mutual) for one in tree.loads}
    assert tree.loads[0].name == "Hub"
    assert loads["Hub"] == (4, 0, 0)
    assert loads["Far"] == (1, 1, 0)
    assert loads["Lone School"] == (0, 0, 1)
    assert "Nobody" not in loads
    because = {one.name: one.because for one in tree.loads}
    assert because["Far"] == "partnerships on record: 1 given (trains), 1 received (mentors)"
    assert because["Hub"] == "partnerships on record: 4 given (4 mentors)"


def test_brokers_arranged_partnerships_or_stand_between_pairs(tree: Measures) -> None:
    assert [(one.name, one.arranged, one.pairs) for one in tree.brokers] == [
        ("Office", 2, 0),
        # three alone and a part of two: 3 pairs among the three, 6 with the two
        ("Hub", 0, 9),
        ("Far", 0, 4),
    ]
    assert tree.brokers[0].because == "arranged 2 partnerships of others"
    assert tree.brokers[1].because == "9 pairs of parties are connected only through it"


def test_a_ring_has_no_bridge_and_no_single_point(ring: Measures) -> None:
    assert [one.size for one in ring.components] == [3]
    assert (ring.bridges, ring.single_points, ring.brokers) == ((), (), ())


def test_two_partnerships_between_two_are_no_bridge(tmp_path: Path) -> None:
    measured = workspace(tmp_path, row("One", "Two"), row("Two", "One", "trains")).measures()
    assert (len(measured.components), measured.bridges) == (1, ())


def test_a_group_left_open_holds_together_and_is_one_partnership_of_each(tmp_path: Path) -> None:
    rows = ({"relation": "twinnedWith", "from": "One;Two", "to": "Three;Far", "group": "unspecified"},)
    measured = workspace(tmp_path, *rows).measures()
    assert [(one.size, one.because) for one in measured.components] == [(4, "4 parties tied by 1 twinnedWith")]
    assert [(one.given, one.received, one.mutual) for one in measured.loads] == [(0, 0, 1)] * 4
    assert measured.bridges == ()


def test_what_follows_from_an_alliance_is_no_load(tmp_path: Path) -> None:
    rows = (row("One", "Alliance", "leads", to_kind="Alliance"), row("Two", "Alliance", "memberOf", to_kind="Alliance"))
    measured = workspace(tmp_path, *rows).measures()
    assert {one.name: (one.given, one.received, one.mutual) for one in measured.loads} == {
        "One": (1, 0, 0),
        "Two": (1, 0, 0),
        "Alliance": (0, 2, 0),
    }


def test_one_relation_takes_those_below_it_and_leaves_the_others(tmp_path: Path) -> None:
    aid = workspace(tmp_path, *TREE)
    assert [one.size for one in aid.measures(relation="trains").components] == [2]
    assert [one.size for one in aid.measures(relation="aids").components] == [6]
    assert [one.name for one in aid.measures(relation="mentors").brokers] == ["Office", "Hub"]


@pytest.mark.parametrize("claim", [{"review": "proposed"}, {"stance": "contradicts"}, {"until": "2001"}])
def test_what_does_not_count_as_a_partnership_is_not_measured(tmp_path: Path, claim: dict[str, str]) -> None:
    measured = workspace(tmp_path, row("One", "Two", **claim), row("Hub", "Far")).measures()
    assert [set(one.members) for one in measured.components] == [{"Hub", "Far"}]


def test_where_nobody_is_linked_everything_is_empty(tmp_path: Path) -> None:
    measured = built(written(tmp_path, roster=ROSTER)).measures()
    assert measured == Measures(components=(), bridges=(), single_points=(), loads=(), brokers=())


def test_records_are_frozen_and_each_has_its_reason(tree: Measures) -> None:
    for kind in dataclasses.fields(tree):
        for one in getattr(tree, kind.name):
            assert one.because
            with pytest.raises(dataclasses.FrozenInstanceError):
                one.because = ""
