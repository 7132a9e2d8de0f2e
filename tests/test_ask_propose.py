"""Proposals: hard filters, points with their reasons, the optimum, judgements, and that none is a partnership."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from aidgraph.api import Aid
from aidgraph.ask.points import compatible
from aidgraph.ask.propose import Proposals
from aidgraph.ask.suits import Recipient
from aidgraph.errors import UnknownNameError, UsageError
from aidgraph.kinds import vocabulary
from aidgraph.resolve.judgements import LOG, read_judgements
from aidgraph.store.embedded import Store
from made import built, table, written

PLACES = table(
    {"name": "Donorland", "level": "Province", "latitude": "", "longitude": ""},
    {"name": "Port", "level": "Prefecture", "parent": "Donorland", "latitude": "36", "longitude": "120"},
    {"name": "Mill", "level": "Prefecture", "parent": "Donorland", "latitude": "35", "longitude": "116.6"},
    {"name": "Farland", "level": "Province"},
    {"name": "Dune", "level": "County", "parent": "Farland", "latitude": "38.9", "longitude": "76.2"},
    {"name": "Oasis", "level": "County", "parent": "Farland"},
)
ROSTER = table(
    {"name": "Port School", "kind": "School", "place": "Port"},
    {"name": "Port College", "kind": "College", "place": "Port"},
    {"name": "Port Hospital", "kind": "Hospital", "place": "Port"},
    {"name": "Port Works", "kind": "Enterprise", "place": "Port"},
    {"name": "Mill School", "kind": "School", "place": "Mill"},
    {"name": "Busy School", "kind": "School", "place": "Mill"},
    {"name": "Closed School", "kind": "School", "place": "Port", "until": "2001"},
    {"name": "Dune School", "kind": "School", "place": "Dune"},
    {"name": "Dune Clinic", "kind": "HealthCentre", "place": "Dune"},
    {"name": "Dune Theatre", "kind": "CulturalInstitution", "place": "Dune"},
    {"name": "Oasis School", "kind": "School", "place": "Oasis"},
    {"name": "Oasis College", "kind": "College", "place": "Oasis"},
    {"name": "Old School", "kind": "School", "place": "Oasis"},
)
PARTNERSHIPS = table(
    {"relation": "counterpartAidTo", "from": "Mill", "to": "Dune"},
    {"relation": "twinnedWith", "from": "Busy School", "to": "Old School"},
    {"relation": "trains", "from": "Port School", "to": "Dune Clinic"},
)
SURE = 'complete = true\nas_of = 2030\ncovers = { relation = "twinnedWith", kind = "School", place = "Dune" }'
TWINS = {"relation": "twinnedWith", "from_place": "Donorland", "to_place": "Farland"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    folder = tmp_path_factory.mktemp("propose")
    return built(written(folder, places=PLACES, roster=ROSTER, partnerships=PARTNERSHIPS))


@pytest.fixture
def aid(opened: Aid) -> Iterator[Aid]:
    """The workspace, without judgements: those of a test are gone after it."""
    yield opened
    (opened.workspace.folder / LOG).unlink(missing_ok=True)


def pairs(found: Proposals) -> dict[str, str]:
    return {one.to: one.from_ for one in found.proposals}


def points(because: tuple[str, ...]) -> int:
    return sum(int(told[0]) for one in because if (told := re.match(r"[+-]\d+(?= )", one)))


def test_who_has_nobody_is_given_who_suits_best(aid: Aid) -> None:
    found = aid.propose(**TWINS)
    assert pairs(found) == {
        "Dune School": "Mill School",
        "Oasis School": "Port School",
        "Oasis College": "Port College",
        "Dune Clinic": "Port Hospital",
    }
    assert [(one.name, one.answer) for one in found.without] == [("Dune Theatre", "unknown")]
    assert found.without[0].because == "nobody of a kind that fits CulturalInstitution is known in Donorland"


def test_a_proposal_tells_its_points_and_what_is_known(aid: Aid) -> None:
    found = {one.to: one for one in aid.propose(**TWINS).proposals}
    dune = found["Dune School"]
    assert (dune.relation, dune.answer, dune.from_place, dune.to_place) == ("twinnedWith", "unknown", "Mill", "Dune")
    assert dune.because[:-1] == (
        "+40 Mill and Dune are tied: counterpartAidTo",
        "+3 1 partnership ties what lies in Mill with what lies in Farland",
        "+20 both are School",
        "-15 they are 3587 km apart",
    )
    assert dune.because[-1].startswith("unknown: no list of partnerships claims to be complete for twinnedWith")
    assert "+10 Hospital and HealthCentre are alike" in found["Dune Clinic"].because
    assert all(points(one.because) == one.score for one in found.values())


def test_it_comes_with_what_the_provider_has_there_already(aid: Aid) -> None:
    port = TWINS | {"from_place": "Port", "kind": "School"}
    (one,) = (one for one in aid.propose(**port).proposals if one.to == "Dune School")
    assert "+3 it has a partnership in Dune already" in one.because
    assert "+3 1 partnership ties what lies in Port with what lies in Dune" in one.because


def test_who_is_known_to_have_nobody_comes_before_who_may_have_somebody(tmp_path: Path) -> None:
    keys = {"partnerships": SURE}
    workspace = written(tmp_path, places=PLACES, roster=ROSTER, partnerships=PARTNERSHIPS, keys=keys)
    aid = built(workspace)
    found = aid.propose(relation="twinnedWith", kind="School", from_place="Mill", to_place="Dune")
    assert [(one.to, one.answer) for one in found.proposals] == [("Dune School", "unlinked")]
    assert "+10 a complete list names nobody for Dune School" in found.proposals[0].because
    assert found.proposals[0].because[-1].startswith("unlinked: ")


@pytest.mark.parametrize(
    ("capacity", "providers"),
    [
        (0, []),
        (1, ["Mill School"]),
        (2, ["Busy School", "Mill School"]),
    ],
)
def test_nobody_holds_more_than_the_capacity(aid: Aid, capacity: int, providers: list[str]) -> None:
    found = aid.propose(**TWINS | {"from_place": "Mill", "kind": "School"}, capacity=capacity)
    # Busy School holds one already
    assert [one.from_ for one in found.proposals] == providers
    assert len(found.without) == 2 - len(providers)


def test_why_nobody_is_left_is_told(aid: Aid) -> None:
    schools = TWINS | {"from_place": "Mill", "kind": "School"}
    assert aid.propose(**schools, capacity=0).without[0].because == "a capacity of 0 leaves no room"
    (one,) = aid.propose(**schools).without
    assert one.because == "whoever could take it is proposed to others, and has no room left"
    aid.judge("Mill School", "Oasis School", relation="twinnedWith", answer="refused", why="too far")
    aid.judge("Busy School", "Oasis School", relation="twinnedWith", answer="refused", why="too far")
    (one,) = aid.propose(**schools).without
    assert (one.name, one.because) == ("Oasis School", "everybody who fits was refused for it")
    aid.judge("Mill School", "Dune School", relation="twinnedWith", answer="accepted", why="agreed")
    aid.judge("Busy School", "Oasis School", relation="twinnedWith", answer="withdrawn", why="a slip")
    (one,) = aid.propose(**schools).without
    assert one.because == "everybody who fits holds 1 already"


def test_a_load_counts_against_a_provider_and_is_told(aid: Aid) -> None:
    (busy,) = (one for one in aid.propose(**TWINS, capacity=2).proposals if one.from_ == "Busy School")
    assert "-3 it holds 1 already" in busy.because
    (one, other) = aid.propose(**TWINS | {"from_place": "Port", "kind": "School"}, capacity=2).proposals
    assert (one.from_, other.from_) == ("Port School", "Port School")
    assert ["-3 it is proposed to 1 more" in each.because for each in (one, other)].count(True) == 1


def test_who_needs_a_partner_is_not_asked_to_be_one(aid: Aid) -> None:
    found = aid.propose(relation="twinnedWith", kind="School")
    assert {one.to for one in found.proposals} <= {"Port School", "Mill School", "Dune School", "Oasis School"}
    assert {one.from_ for one in found.proposals} == {"Port College", "Oasis College"}
    (one,) = aid.propose(relation="twinnedWith", kind="CulturalInstitution").without
    assert one.because == "nobody of a kind that fits CulturalInstitution is known"
    found = aid.propose(relation="mentors", kind="School", to_place="Farland")
    assert {one.to for one in found.proposals} == {"Dune School", "Oasis School", "Old School"}
    assert {one.from_place for one in found.proposals} <= {"Port", "Mill", "Oasis"}


def test_who_does_not_exist_any_more_is_not_proposed(aid: Aid) -> None:
    found = aid.propose(**TWINS | {"from_place": "Port", "kind": "School"}, capacity=9)
    assert {one.from_ for one in found.proposals} == {"Port School"}


@pytest.mark.parametrize(
    ("relation", "provider", "recipient", "fits"),
    [
        ("twinnedWith", "School", "School", 20),
        ("twinnedWith", "School", "VocationalSchool", 10),
        ("twinnedWith", "Hospital", "School", None),
        ("twinnedWith", "Institution", "Institution", 0),
        ("twinnedWith", "County", "County", 20),
        ("twinnedWith", "County", "Township", None),
        ("twinnedWith", "School", "Township", None),
        ("mentors", "Hospital", "HealthCentre", 10),
        ("mentors", "Hospital", "School", None),
        ("mentors", "Hospital", "Township", 0),
        ("mentors", "Township", "Hospital", None),
        ("aids", "County", "Township", 0),
        ("aids", "County", "School", None),
        ("counterpartAidTo", "Prefecture", "County", 0),
        ("counterpartAidTo", "Authority", "County", 0),
        ("counterpartAidTo", "School", "County", None),
        ("broughtIn", "Authority", "Enterprise", 0),
        ("broughtIn", "Enterprise", "Authority", None),
        ("investedIn", "Enterprise", "Township", 0),
    ],
)
def test_kinds_that_a_relation_may_tie(relation: str, provider: str, recipient: str, fits: int | None) -> None:
    words = vocabulary()
    kinds = words.kind_or_level(provider), words.kind_or_level(recipient)
    assert compatible(words, words.relation(relation), *kinds) == fits


def test_a_proposal_refused_is_not_made_again(aid: Aid) -> None:
    aid.judge(
        "Mill School", "Dune School", relation="twinnedWith", answer="refused", why="旧校舍 🙂", by="county office"
    )
    assert pairs(aid.propose(**TWINS))["Dune School"] == "Port School"
    (line,) = read_judgements(aid.workspace.folder)
    assert (line.by, line.what, line.answer, line.why) == ("county office", "proposal", "refused", "旧校舍 🙂")
    assert set(line.about) == {aid.parties.find("Mill School"), aid.parties.find("Dune School")}
    # mutual, whichever stands first
    aid.judge("Dune School", "Mill School", relation="twinnedWith", answer="withdrawn", why="after all")
    assert pairs(aid.propose(**TWINS))["Dune School"] == "Mill School"


def test_who_is_refused_under_a_broader_relation_is_refused_under_those_below(aid: Aid) -> None:
    aid.judge("Mill School", "Dune School", relation="cooperatesWith", answer="refused", why="no")
    assert pairs(aid.propose(**TWINS))["Dune School"] == "Port School"
    aid.judge("Port School", "Dune School", relation="mentors", answer="refused", why="no")
    assert pairs(aid.propose(**TWINS))["Dune School"] == "Port School"


def test_a_proposal_accepted_takes_room_and_provides_for_its_recipient(aid: Aid) -> None:
    aid.judge("Mill School", "Oasis School", relation="twinnedWith", answer="accepted", why="agreed")
    found = aid.propose(**TWINS)
    assert found.accepted == ("Mill School and Oasis School",)
    assert pairs(found)["Dune School"] == "Port School"
    assert "Oasis School" not in pairs(found)
    assert "Oasis School" not in {one.name for one in found.without}


def test_a_proposal_accepted_that_has_become_a_partnership_counts_once(aid: Aid) -> None:
    before = aid.propose(**TWINS, capacity=2)
    aid.judge("Busy School", "Old School", relation="twinnedWith", answer="accepted", why="agreed")
    found = aid.propose(**TWINS, capacity=2)
    assert found == before
    assert "Busy School" in pairs(found).values()
    assert found.accepted == ()


def test_a_proposal_accepted_is_no_partnership(aid: Aid) -> None:
    before = [(gap.name, gap.answer, gap.partners) for gap in aid.gaps(relation="twinnedWith")]
    aid.judge("Mill School", "Dune School", relation="twinnedWith", answer="accepted", why="agreed")
    again = Aid.open(aid.workspace.folder)
    assert not again.is_stale
    assert [(gap.name, gap.answer, gap.partners) for gap in again.gaps(relation="twinnedWith")] == before
    assert again.path("Mill School", "Dune School") == aid.path("Mill School", "Dune School")
    assert again.show("Dune School").partnerships == ()


@pytest.mark.parametrize("ending", [".nq", ".trig"])
def test_proposals_stand_in_a_graph_of_their_own_and_count_for_nothing(aid: Aid, tmp_path: Path, ending: str) -> None:
    found = aid.propose(**TWINS)
    aid.export_proposals(found, tmp_path / f"proposals{ending}")
    aid.export(tmp_path / "all.nq")
    text = (tmp_path / "all.nq").read_text(encoding="utf-8")
    both = Store()
    both.load([text])
    asked = (
        "SELECT ?a ?r ?b { ?a ?r ?b . ?r skos:inScheme aid:RelationScheme }",
        "SELECT ?p { ?p a aid:Partnership }",
        "SELECT ?p ?x { ?p aid:relation|aid:provider|aid:oneSide|aid:participant|aid:about ?x }",
    )
    before = [sorted(both.select(query)) for query in asked]
    if ending == ".nq":
        both.load([(tmp_path / "proposals.nq").read_text(encoding="utf-8")])
        assert [sorted(both.select(query)) for query in asked] == before
        graph = "https://example.org/aid/graph/proposals"
        assert graph in both.graphs()
        assert len(both.select("SELECT DISTINCT ?p { ?p ?q ?o }", graphs=[graph])) == len(found.proposals)
        rows = both.select("SELECT ?from ?to ?n { ?p aid:proposedFrom ?from ; aid:proposedTo ?to ; aid:points ?n }")
        assert sorted(rows) == sorted((one.from_id, one.to_id, one.score) for one in found.proposals)
        reasons = {reason for one in found.proposals for reason in one.because}
        assert {row.why for row in both.select("SELECT ?why { ?p a aid:Proposal ; aid:because ?why }")} == reasons
    else:
        assert "<https://example.org/aid/graph/proposals>" in (tmp_path / "proposals.trig").read_text(encoding="utf-8")


def test_proposals_are_written_as_rdf_alone(aid: Aid, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'\.csv'; legal: \.trig, \.nq"):
        aid.export_proposals(aid.propose(**TWINS), tmp_path / "proposals.csv")


def test_the_order_of_rows_changes_nothing(aid: Aid, tmp_path: Path) -> None:
    header, *rows = ROSTER.splitlines(keepends=True)
    random.Random(7).shuffle(rows)  # noqa: S311  no secrets
    other = built(written(tmp_path / "other", places=PLACES, roster=header + "".join(rows), partnerships=PARTNERSHIPS))
    assert other.propose(**TWINS) == aid.propose(**TWINS)


def test_the_whole_is_the_best_there_is(aid: Aid) -> None:
    """What is proposed is worth as much as the best matching of all pairs, weighed one by one."""
    found = aid.propose(**TWINS, capacity=2)
    alone: dict[tuple[str, str], int] = {}
    for one in aid.gaps(relation="twinnedWith", place="Farland", answer="unknown"):
        for other in sorted(aid.parties.inside(aid.parties.find("Donorland"))):
            refused = {iri for iri in aid.parties.facts if iri not in {other, one.id}}
            value = _weighed(aid, other, one.id, refused)
            if value is not None:
                alone[other, one.id] = value
    held = {aid.parties.find("Busy School"): 1}
    graph = nx.Graph()
    for (provider, recipient), score in alone.items():
        for place in range(2 - held.get(provider, 0)):
            graph.add_edge(recipient, (provider, place), weight=score - 3 * place)
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    assert len(matching) == len(found.proposals)
    assert sum(graph.edges[pair]["weight"] for pair in matching) == sum(one.score for one in found.proposals)


def _weighed(aid: Aid, provider: str, recipient: str, barred: set[str]) -> int | None:
    from aidgraph.ask.assign import BARRED
    from aidgraph.ask.suits import Suits
    from aidgraph.ask.ties import RELATED, ties

    words = aid.workspace.vocabulary
    related = ties(aid.store, words.narrower_relations(words.relations[RELATED]))
    held = {provider: 1 if aid.parties.label(provider) == "Busy School" else 0}
    one = Recipient(recipient, sure=False, barred=frozenset(barred))
    suits = Suits(aid.store, aid.parties, words, words.relation("twinnedWith"), [provider], [one], held, related)
    score = int(suits.matrix()[0][0, 0])
    return None if score == BARRED or aid.parties.label(provider) == "Closed School" else score


def test_a_place_is_proposed_neither_to_what_lies_in_it_nor_for_what_lies_around_it(aid: Aid) -> None:
    found = aid.propose(relation="aids", kind="County", capacity=9)
    pairs_ = pairs(found)
    assert pairs_["Oasis"] not in {"Farland", "Oasis College", "Oasis School", "Old School"}
    alone = aid.propose(relation="aids", kind="County", to_place="Farland", from_place="Oasis", capacity=9)
    assert "Oasis" not in pairs(alone)
    assert {one.name: one.because for one in alone.without}[
        "Oasis"
    ] == "nobody of a kind that fits County is known in Oasis"


def test_where_nothing_speaks_for_a_proposal_it_says_so(tmp_path: Path) -> None:
    places = table({"name": "Here", "level": "County"}, {"name": "There", "level": "County"})
    roster = table(
        {"name": "Clinic", "kind": "Hospital", "place": "There"},
        {"name": "Office", "kind": "Authority", "place": "Here"},
    )
    made = built(written(tmp_path, places=places, roster=roster))
    (one,) = made.propose(relation="mentors", kind="County", from_place="There").proposals
    assert one.score == 0
    assert one.because[0] == "+0 nothing on record speaks for it"


def test_what_only_speaks_against_a_proposal_speaks_not_for_it(tmp_path: Path) -> None:
    places = table(
        {"name": "Here", "level": "County", "latitude": "38.9", "longitude": "76.2"},
        {"name": "There", "level": "County", "latitude": "35", "longitude": "116.6"},
    )
    roster = table({"name": "Clinic", "kind": "Hospital", "place": "There"})
    sure = "complete = true\nas_of = 2030\ncovers = { relation = 'mentors', kind = 'County' }"
    partnerships = table({"relation": "mentors", "from": "Clinic", "to": "There"})
    made = built(
        written(tmp_path, places=places, roster=roster, partnerships=partnerships, keys={"partnerships": sure})
    )
    (one,) = made.propose(relation="mentors", kind="County", capacity=2).proposals
    assert one.because[:-1] == (
        "+0 nothing on record speaks for it",
        "+10 a complete list names nobody for Here",
        "-3 it holds 1 already",
        "-15 they are 3587 km apart",
    )


def test_places_at_opposite_ends_of_the_earth_are_half_its_round_apart(tmp_path: Path) -> None:
    places = table(
        {"name": "Here", "level": "County", "latitude": "-12.58", "longitude": "21.94"},
        {"name": "There", "level": "County", "latitude": "12.58", "longitude": "-158.06"},
    )
    roster = table(*({"name": f"{place} School", "kind": "School", "place": place} for place in ("Here", "There")))
    made = built(written(tmp_path, places=places, roster=roster))
    (one,) = made.propose(relation="mentors", to_place="Here").proposals
    assert "-15 they are 20015 km apart" in one.because


STRONG = {"Port Hospital": "Cardiology; 儿科 ;ＥＮＴ", "Mill Hospital": "骨科", "Dune Clinic": "ent;  cardiology; 眼科"}


def test_specialties_of_both_speak_for_a_proposal(tmp_path: Path) -> None:
    places = table({"name": "Dune", "level": "County"}, *({"name": n, "level": "Prefecture"} for n in ("Mill", "Port")))
    roster = table(
        *(
            {"name": name, "kind": "Hospital", "place": name.split()[0], "specialty": specialty}
            for name, specialty in STRONG.items()
        )
    )
    made = built(written(tmp_path, places=places, roster=roster))
    (one,) = made.propose(relation="mentors", to_place="Dune").proposals
    assert (one.from_, one.score) == ("Port Hospital", 36)
    assert one.because[:-1] == ("+20 both are Hospital", "+16 specialties of both: cardiology, ent")
    (other,) = made.propose(relation="mentors", to_place="Dune", from_place="Mill").proposals
    assert other.because[:-1] == ("+20 both are Hospital",)


def test_each_is_given_who_shares_its_specialties(tmp_path: Path) -> None:
    strong = {"Port One": "骨科", "Port Two": "儿科", "Dune One": "儿科", "Dune Two": "骨科", "Dune Three": ""}
    places = table({"name": "Dune", "level": "County"}, {"name": "Port", "level": "County"})
    roster = table(
        *(
            {"name": name, "kind": "Hospital", "place": name.split()[0], "specialty": specialty}
            for name, specialty in strong.items()
        )
    )
    found = built(written(tmp_path, places=places, roster=roster)).propose(relation="mentors", to_place="Dune")
    assert pairs(found) == {"Dune One": "Port Two", "Dune Two": "Port One"}
    assert [one.name for one in found.without] == ["Dune Three"]


def test_what_ties_those_of_one_place_with_each_other_ties_no_places(tmp_path: Path) -> None:
    places = table({"name": "Port", "level": "County"})
    roster = table(*({"name": f"Port {name}", "kind": "Hospital", "place": "Port"} for name in ("One", "Two", "Three")))
    rows = table({"relation": "trains", "from": "Port One", "to": "Port Two"})
    made = built(written(tmp_path, places=places, roster=roster, partnerships=rows))
    found = made.propose(relation="trains", capacity=2)
    assert pairs(found) == {"Port One": "Port Two", "Port Three": "Port Two"}
    assert not [reason for one in found.proposals for reason in one.because if "lies in" in reason]


@pytest.mark.parametrize(
    ("least", "proposed"),
    [
        (None, {"Dune School", "Oasis School", "Oasis College", "Dune Clinic"}),
        (20, {"Dune School", "Oasis School", "Oasis College"}),
        (40, {"Dune School"}),
        (1000, set()),
    ],
)
def test_no_pair_below_the_least_score_is_proposed(aid: Aid, least: int | None, proposed: set[str]) -> None:
    found = aid.propose(**TWINS, least=least)
    assert {one.to for one in found.proposals} == proposed
    assert all(least is None or one.score >= least for one in found.proposals)
    told = {one.name: one.because for one in found.without}
    assert told.keys() == {"Dune School", "Oasis School", "Oasis College", "Dune Clinic", "Dune Theatre"} - proposed
    assert told["Dune Theatre"] == "nobody of a kind that fits CulturalInstitution is known in Donorland"
    if least == 1000:
        assert told["Dune School"] == "the best that could be proposed scores 48, less than 1000"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"relation": "twinedWith"}, "no relation 'twinedWith'; nearest: twinnedWith"),
        ({"relation": "ledBy"}, "ledBy says how parties are organised"),
        ({"relation": "alliedWith"}, "alliedWith follows from others"),
        ({"relation": "twinnedWith", "kind": "Scool"}, "no kind 'Scool'; nearest: School"),
        ({"relation": "twinnedWith", "from_place": "Prt"}, "no place 'Prt'; nearest: Port"),
        ({"relation": "twinnedWith", "to_place": "Dunes"}, "no place 'Dunes'; nearest: Dune"),
        ({"relation": "twinnedWith", "capacity": -1}, "a capacity of -1; legal: 0 or more"),
    ],
)
def test_what_cannot_be_asked_is_told_with_the_nearest(aid: Aid, asked: dict[str, str], error: str) -> None:
    with pytest.raises(UsageError, match=re.escape(error)):
        aid.propose(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "why", "error"),
    [
        ("Mill School", "Mill School", "x", "Mill School cannot be its own partner"),
        ("Port Hospital", "Dune School", "x", "twinnedWith cannot tie Port Hospital (Hospital) and Dune School"),
        ("Mill School", "Dune School", " ", "a judgement needs a reason"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(aid: Aid, one: str, other: str, why: str, error: str) -> None:
    with pytest.raises(UsageError, match=re.escape(error)):
        aid.judge(one, other, relation="twinnedWith", answer="refused", why=why)
    assert not (aid.workspace.folder / LOG).exists()


def test_a_judgement_on_a_party_nobody_knows_is_refused(aid: Aid) -> None:
    with pytest.raises(UnknownNameError, match="Mill School"):
        aid.judge("Mil School", "Dune School", relation="twinnedWith", answer="refused", why="x")


def test_a_relation_that_nobody_uses_is_proposed_all_the_same(aid: Aid) -> None:
    found = aid.propose(relation="consultsRemotelyWith", kind="HealthCentre", from_place="Donorland")
    assert pairs(found) == {"Dune Clinic": "Port Hospital"}
