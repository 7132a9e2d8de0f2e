from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import aidgraph
from aidgraph.api import Aid
from aidgraph.ask.gaps import Gap
from aidgraph.errors import UnknownNameError
from counties import opened

EXAMPLE = Path(__file__).parent.parent / "examples" / "jining-yengisar"
TWINNED = {"relation": "twinnedWith", "kind": "School", "place": "Ashire"}
COMPLETE = "'Twinning register' claims to be complete for it from 2015-01-01 up to 2023-06-30, and names none"


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    return opened(tmp_path_factory.mktemp("counties"))


def answers(aid: Aid, **question: str) -> dict[str, Gap]:
    return {gap.name: gap for gap in aid.gaps(**question)}


@pytest.mark.parametrize(
    ("name", "answer", "partners", "because"),
    [
        ("Paired School", "linked", ("School One",), "arranged by Aid Office; concerning Yew"),
        ("Group School 1", "linked", ("School Three", "School Two"), "the source leaves open who is paired with whom"),
        ("Peer School 1", "linked", ("Peer School 2", "Peer School 3"), "twinnedWith Peer School 2, Peer School 3"),
        ("Implied School", "linked", ("School Three",), "twinnedWith School Three (implied)"),
        ("Late School", "linked", ("School Three",), "twinnedWith School Three"),
        ("Lonely School", "unlinked", (), COMPLETE),
        ("Elm Kindergarten", "unlinked", (), COMPLETE),
        ("Past School", "unlinked", (), "twinnedWith School Two ended in 2020-12"),
        ("Stopped School", "unlinked", (), "twinnedWith School Two is reported as ended"),
        ("Proposed School", "unlinked", (), "only claims under review name it: twinnedWith School One"),
        ("Rejected School", "unlinked", (), "only rejected claims name it: twinnedWith School One"),
        ("Disputed School", "unknown", (), "disputed: 'Office circular' contradicts twinnedWith School One"),
    ],
)
def test_the_three_answers_where_a_list_is_complete(
    aid: Aid, name: str, answer: str, partners: tuple[str, ...], because: str
) -> None:
    gap = answers(aid, **TWINNED)[name]
    assert (gap.answer, gap.partners) == (answer, partners)
    assert because in gap.because


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (TWINNED, "unlinked"),
        (TWINNED | {"kind": "Kindergarten"}, "unlinked"),
        (TWINNED | {"place": "Elm"}, "unlinked"),
        (TWINNED | {"as_of": "2023-06-30"}, "unlinked"),
        (TWINNED | {"as_of": "2023-07-01"}, "unknown"),
        (TWINNED | {"as_of": "2023"}, "unknown"),
        (TWINNED | {"as_of": "2015-01-01"}, "unlinked"),
        (TWINNED | {"as_of": "2014-12-31"}, "unknown"),
        (TWINNED | {"relation": "cooperatesWith"}, "unknown"),
        (TWINNED | {"relation": ""}, "unknown"),
        (TWINNED | {"kind": "Education"}, "unknown"),
        (TWINNED | {"kind": ""}, "unknown"),
        (TWINNED | {"place": "North"}, "unknown"),
        (TWINNED | {"place": ""}, "unknown"),
        ({"relation": "mentors"}, "unlinked"),
        ({"relation": "mentors", "kind": "School", "place": "North"}, "unlinked"),
        ({"relation": "mentors", "as_of": "2020"}, "unknown"),
    ],
)
def test_unlinked_is_said_only_where_a_list_covers_the_question(
    aid: Aid, question: dict[str, str], answer: str
) -> None:
    assert answers(aid, **question)["Elm Kindergarten"].answer == answer


@pytest.mark.parametrize(
    ("question", "because"),
    [
        (
            TWINNED | {"kind": "Education"},
            "no list of partnerships claims to be complete for twinnedWith of Education in",
        ),
        (TWINNED | {"as_of": "2014"}, "as of 2014-12-31: 'Twinning register' from 2015-01-01 up to 2023-06-30"),
        ({"relation": "mentors", "as_of": "2020"}, "as of 2020-12-31: 'Mentoring list' for no date"),
        ({"direction": "out", "kind": "School"}, "any relation given by School"),
        ({"relation": "mentors", "direction": "in", "as_of": "2020"}, "mentors received by Institution as of"),
    ],
)
def test_unknown_says_what_is_missing(aid: Aid, question: dict[str, str], because: str) -> None:
    assert because in answers(aid, **question)["Elm Kindergarten"].because


@pytest.mark.parametrize(
    ("as_of", "name", "answer", "because"),
    [
        ("2018", "Past School", "linked", "twinnedWith School Two"),
        ("2020-12-31", "Past School", "linked", "twinnedWith School Two"),
        ("2021-01-01", "Past School", "unlinked", "ended in 2020-12"),
        ("2015", "Past School", "unlinked", "began only in 2016"),
        ("2020", "Stopped School", "linked", "twinnedWith School Two"),
        ("2022", "Stopped School", "unlinked", "is reported as ended"),
        ("2023-04", "Late School", "unlinked", "began only in 2023-05"),
        ("2023-05", "Late School", "linked", "twinnedWith School Three"),
        ("2017-09", "Paired School", "linked", "twinnedWith School One"),
        ("2017-08", "Paired School", "unlinked", "began only in 2017-09"),
        ("2016", "Group School 1", "linked", "twinnedWith School Three"),
    ],
)
def test_a_partnership_counts_while_it_holds(aid: Aid, as_of: str, name: str, answer: str, because: str) -> None:
    gap = answers(aid, **TWINNED, as_of=as_of)[name]
    assert gap.answer == answer
    assert because in gap.because


@pytest.mark.parametrize(
    ("as_of", "there", "gone"),
    [
        ("", "Young School", "Closed School"),
        ("2022", "Young School", "Closed School"),
        ("2021", "Lonely School", "Young School"),
        ("2010", "Closed School", "Young School"),
        ("2011", "Lonely School", "Closed School"),
    ],
)
def test_only_who_existed_is_asked_about(aid: Aid, as_of: str, there: str, gone: str) -> None:
    found = answers(aid, **TWINNED, as_of=as_of)
    assert there in found
    assert gone not in found


@pytest.mark.parametrize(
    ("relation", "direction", "name", "answer", "partners"),
    [
        ("mentors", "any", "Lonely School", "linked", ("School One",)),
        ("mentors", "in", "Lonely School", "linked", ("School One",)),
        ("mentors", "out", "Lonely School", "unlinked", ()),
        ("mentors", "out", "School One", "linked", ("Lonely School",)),
        ("mentors", "in", "School One", "unlinked", ()),
        ("mentors", "in", "Trade School", "unknown", ()),
        ("mentors", "out", "Trade School", "unlinked", ()),
        ("mentors", "out", "Ash College", "linked", ()),
        ("mentors", "in", "Ash College", "unlinked", ()),
        ("twinnedWith", "in", "Paired School", "linked", ("School One",)),
        ("twinnedWith", "out", "Paired School", "linked", ("School One",)),
        ("aids", "in", "Lonely School", "linked", ("School One",)),
        ("cooperatesWith", "any", "Paired School", "linked", ("School One",)),
        ("", "any", "Paired School", "linked", ("Aid Office", "School One")),
        ("", "out", "Bureau", "unknown", ()),
    ],
)
def test_relation_with_those_below_it_and_direction(
    aid: Aid, relation: str, direction: str, name: str, answer: str, partners: tuple[str, ...]
) -> None:
    gap = answers(aid, relation=relation, direction=direction)[name]
    assert (gap.answer, gap.partners) == (answer, partners)


def test_a_partner_whom_the_source_does_not_name_links(aid: Aid) -> None:
    gap = answers(aid, relation="mentors")["Ash College"]
    assert gap.because.startswith("mentors Hospital in Bshire that the source does not name; ")


def test_the_leader_and_the_member_of_an_alliance_are_allied(aid: Aid) -> None:
    found = aid.gaps(relation="alliedWith", kind="Hospital")
    assert [(gap.place, gap.answer, gap.partners) for gap in found] == [
        ("Bshire", "linked", ("County Hospital",)),
        ("Ashire", "linked", ("County Hospital",)),
    ]
    assert list(aid.gaps(relation="alliedWith", kind="Hospital", answer="linked")) == list(found)
    (cell,) = aid.coverage(relation="alliedWith", kind="Hospital", by=())
    assert (cell.linked, cell.unknown) == (2, 0)


def test_a_place_is_linked_by_its_own_partnerships_only(aid: Aid) -> None:
    counties = answers(aid, kind="County")
    assert counties["Ashire"].partners == ("Bshire",)
    assert "what lies inside it has ties of its own: " in counties["Ashire"].because
    townships = answers(aid, kind="Township", place="Ashire")
    assert {gap.answer for gap in townships.values()} == {"unknown"}
    assert [(thing.name, thing.relation, thing.partners) for thing in townships["Elm"].inside] == [
        ("Dell", "serves", ("Elm Clinic",)),
        ("Elm Clinic", "serves", ("Dell",)),
    ]
    assert "tied only through what lies inside it: Dell (serves Elm Clinic), Elm Cl" in townships["Elm"].because
    assert "Ashire around it has ties of its own (aidedBy)" in townships["Oak"].because
    assert townships["Oak"].inside == ()


@pytest.mark.parametrize(
    ("question", "name", "because"),
    [
        (
            {"relation": "twinnedWith", "kind": "Authority"},
            "Aid Office",
            "named as who arranged twinnedWith School One",
        ),
        ({"kind": "Township"}, "Yew", "named as the place of twinnedWith School One"),
        (TWINNED, "Lonely School", "a reported total may count it: twinnedWith, 40 pairs"),
        ({"kind": "Authority"}, "Bureau", "a reported total names it, and no partner: trains, 30 people"),
    ],
)
def test_what_does_not_link_is_mentioned(aid: Aid, question: dict[str, str], name: str, because: str) -> None:
    gap = answers(aid, **question)[name]
    assert gap.answer != "linked"
    assert because in gap.because


@pytest.mark.parametrize("question", [{"relation": "trains", "direction": "out"}, {"relation": "funds"}])
def test_a_total_is_mentioned_only_where_it_is_asked_for(aid: Aid, question: dict[str, str]) -> None:
    assert "reported total" not in answers(aid, **question)["Bureau"].because


def test_a_structural_relation_links_nobody_unless_asked_for(aid: Aid) -> None:
    assert answers(aid, kind="Authority")["Bureau"].answer == "unknown"
    assert answers(aid, kind="Authority", relation="ledBy")["Bureau"].partners == ("Aid Office",)


def test_those_with_nothing_named_come_first(aid: Aid) -> None:
    found = aid.gaps(kind="Township")
    assert [gap.name for gap in found] == ["Oak", "Yew", "Elm"]
    linked = [gap.answer == "linked" for gap in aid.gaps(**TWINNED)]
    assert linked == sorted(linked)
    assert {True, False} == set(linked)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Place", {"North", "Ashire", "Bshire", "Elm", "Oak", "Yew", "Dell"}),
        ("乡镇", {"Elm", "Oak", "Yew"}),
        ("Hospital", {"County Hospital"}),
        ("幼儿园", {"Elm Kindergarten"}),
    ],
)
def test_kind_is_a_kind_with_those_below_it_or_a_level(aid: Aid, kind: str, names: set[str]) -> None:
    assert set(answers(aid, kind=kind)) == names


def test_without_a_kind_all_institutions_and_no_places_are_asked_about(aid: Aid) -> None:
    found = answers(aid)
    assert {"Aid Office", "Trade School", "Wandering Theatre"} <= set(found)
    assert "Ashire" not in found


def test_place_takes_everything_inside_it(aid: Aid) -> None:
    assert set(answers(aid, kind="HealthCentre", place="Ashire")) == {"Elm Clinic", "Elm Surgery"}
    assert not answers(aid, kind="HealthCentre", place="Bshire")


@pytest.mark.parametrize("answer", ["linked", "unlinked", "unknown"])
def test_one_answer_alone(aid: Aid, answer: str) -> None:
    everything = aid.gaps(**TWINNED)
    assert aid.gaps(**TWINNED, answer=answer) == [gap for gap in everything if gap.answer == answer] != []


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ({"kind": "School", "place": "Ashire"}, ""),
        ({"kind": "Kindergarten", "place": "Elm"}, ""),
        ({"kind": "School", "place": "Ashire", "as_of": "2023-06"}, ""),
        ({"kind": "School", "place": "Bshire"}, "no complete roster covers School in Bshire: there may be others"),
        ({"kind": "Hospital", "place": "Ashire"}, "no complete roster covers Hospital in Ashire"),
        ({"kind": "School"}, "no complete roster covers School: "),
        ({}, "no complete roster covers Institution: "),
        ({"kind": "School", "place": "Ashire", "as_of": "2024"}, "covers School in Ashire as of 2024-12-31"),
    ],
)
def test_a_note_says_where_no_roster_is_complete(aid: Aid, question: dict[str, str], note: str) -> None:
    found = aid.roster_note(**question)
    assert note in found
    assert bool(found) == bool(note)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"direction": "inn"}, "no direction 'inn'; nearest: in"),
        ({"direction": "sideways"}, "no direction 'sideways'; nearest: in; out; any"),
        ({"answer": "unlinkt"}, "no answer 'unlinkt'; nearest: unlinked"),
        ({"relation": "twinedWith"}, "no relation 'twinedWith'; nearest: twinnedWith"),
        ({"kind": "Scool"}, "no kind 'Scool'; nearest: School"),
        ({"place": "Ashir"}, "no place 'Ashir'; nearest: Ashire"),
        ({"place": "Aid Office"}, "no place 'Aid Office'"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest(aid: Aid, question: dict[str, str], message: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        aid.gaps(**question)
    assert message in str(raised.value)


TOWNSHIPS = {"kind": "Township", "place": "英吉沙县"}
TIED = "乔勒潘乡"
NAMES_NONE = "'All aid to townships' claims to be complete for it up to 2023-12-31, and names none"


@pytest.fixture
def with_complete_list(tmp_path: Path) -> Callable[[str], Aid]:
    """A function that adds a list of all aid to the townships, with these rows, to a copy of the example."""

    def add(rows: str) -> Aid:
        folder = tmp_path / "example"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build"))
        (folder / "tables" / "complete.csv").write_text(f"relation,from,to\n{rows}", encoding="utf-8")
        with (folder / "aidgraph.toml").open("a", encoding="utf-8") as file:
            file.write(
                '[[source]]\nid = "complete"\npath = "tables/complete.csv"\nreads = "partnerships"\n'
                'title = "All aid to townships"\ncomplete = true\nas_of = 2023\n'
                'covers = { kind = "Township", place = "英吉沙县" }\n'
            )
        return aidgraph.open(folder)

    return add


def test_a_complete_list_that_names_one_township_leaves_thirteen_unlinked(
    with_complete_list: Callable[[str], Aid],
) -> None:
    found = with_complete_list(f"aids,济宁援疆指挥部,{TIED}\n").gaps(**TOWNSHIPS)
    unlinked, linked = found[:13], found[13]
    assert {(gap.answer, gap.partners, gap.inside) for gap in unlinked} == {("unlinked", (), ())}
    assert all(gap.because.startswith(NAMES_NONE) for gap in unlinked)
    assert (linked.name, linked.answer, linked.partners) == (TIED, "linked", ("济宁援疆指挥部",))
    assert linked.because.startswith("aidedBy 济宁援疆指挥部; on the roster ")
    assert "what lies inside it has ties of its own: " in linked.because
    around = "英吉沙县 around it has ties of its own"
    assert {around in gap.because for gap in unlinked} == {True}
    assert around not in linked.because


def test_a_complete_list_that_names_no_township_leaves_all_unlinked_and_one_tied_through_what_lies_inside_it(
    with_complete_list: Callable[[str], Aid],
) -> None:
    found = with_complete_list("aids,济宁援疆指挥部,英吉沙县\n").gaps(**TOWNSHIPS)
    assert {(gap.answer, gap.partners) for gap in found} == {("unlinked", ())}
    assert all(gap.because.startswith(NAMES_NONE) for gap in found)
    assert [gap.name for gap in found if "tied only through what lies inside it: " in gap.because] == [TIED]
    assert [gap.name for gap in found if gap.inside] == [TIED]
    assert found[13].name == TIED


@pytest.mark.parametrize(("as_of", "answer"), [("2023", "unlinked"), ("2024", "unknown")])
def test_townships_are_unlinked_up_to_the_day_of_the_complete_list(
    with_complete_list: Callable[[str], Aid], as_of: str, answer: str
) -> None:
    found = with_complete_list(f"aids,济宁援疆指挥部,{TIED}\n").gaps(**TOWNSHIPS, as_of=as_of)
    assert [gap.answer for gap in found] == [answer] * 13 + ["linked"]
