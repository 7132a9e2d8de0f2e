"""Coverage: every cell counts what gaps answer for its place and kind."""

from collections import Counter
from pathlib import Path

import pytest

import aidgraph
from aidgraph.errors import UnknownNameError
from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["en"]
[[source]]
path = "places.csv"
reads = "places"
[[source]]
path = "schools.csv"
reads = "roster"
title = "Schools of A"
complete = true
as_of = 2023
covers = { kind = "School", place = "A County" }
[[source]]
path = "pairs.csv"
reads = "partnerships"
title = "Pairs of A"
complete = true
as_of = 2023
covers = { relation = "twinnedWith", kind = "School", place = "A County" }
"""
PLACES = """\
name,level,parent
Land,Province,
A County,County,Land
B County,County,Land
Town,Township,A County
"""
SCHOOLS = """\
name,kind,place
One,School,A County
Two,School,Town
Three,School,A County
Four,School,B County
Clinic,Hospital,A County
"""
FILES = {"places.csv": PLACES, "schools.csv": SCHOOLS, "pairs.csv": "relation,from,to\ntwinnedWith,One,Four\n"}


@pytest.fixture
def folder(make_workspace: MakeWorkspace) -> Path:
    return make_workspace(TOML, FILES)


def test_each_cell_is_judged_by_what_covers_it(folder: Path) -> None:
    cells = aidgraph.open(folder).coverage(relation="twinnedWith", level="County")
    told = [(c.place, c.kind, c.roster, c.linked, c.unlinked, c.unknown, c.complete) for c in cells]
    assert told == [
        ("A County", "Hospital", 1, 0, 0, 1, False),
        ("A County", "School", 3, 1, 2, 0, True),
        ("B County", "School", 1, 1, 0, 0, False),
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (("kind",), [(None, "Hospital", 1), (None, "School", 4)]),
        (("place",), [("A County", None, 3), ("B County", None, 1), ("Town", None, 1)]),
        ((), [(None, None, 5)]),
    ],
)
def test_a_grid_has_the_axes_asked(
    by: tuple[str, ...], expected: list[tuple[str | None, str | None, int]], folder: Path
) -> None:
    cells = aidgraph.open(folder).coverage(by=by)
    assert [(c.place, c.kind, c.linked + c.unlinked + c.unknown) for c in cells] == expected


def test_places_are_counted_by_their_level(folder: Path) -> None:
    cells = aidgraph.open(folder).coverage(by=("kind",), kind="Township")
    assert [(c.kind, c.roster, c.unknown) for c in cells] == [("Township", 1, 1)]


def test_a_date_out_of_reach_of_the_list_makes_it_unknown(folder: Path) -> None:
    cells = aidgraph.open(folder).coverage(relation="twinnedWith", kind="School", place="A County", as_of="2024", by=())
    assert [(c.linked, c.unlinked, c.unknown) for c in cells] == [(1, 0, 2)]


@pytest.mark.parametrize("relation", ["", "twinnedWith", "leads"])
def test_the_cells_of_the_example_add_up_to_its_gaps(relation: str, example: Path) -> None:
    aid = aidgraph.open(example)
    answers = Counter(gap.answer for gap in aid.gaps(relation=relation))
    cells = aid.coverage(relation=relation)
    summed = {name: sum(getattr(cell, name) for cell in cells) for name in ("linked", "unlinked", "unknown")}
    assert summed == {name: answers[name] for name in summed}
    by_cell = Counter((gap.place, gap.kind) for gap in aid.gaps(relation=relation))
    assert {(c.place, c.kind): c.linked + c.unlinked + c.unknown for c in cells} == by_cell


def test_an_independent_query_finds_as_many_linked(example: Path) -> None:
    aid = aidgraph.open(example)
    rows = aid.query("""
        SELECT ?place ?kind (COUNT(DISTINCT ?i) AS ?n) WHERE {
          ?p aid:standing "accepted" ; aid:participant ?i ; aid:relation ?r .
          FILTER NOT EXISTS { ?r aid:structural true }
          ?i aid:kind ?k . ?k skos:notation ?kind .
          OPTIONAL { ?i aid:locatedIn ?where . ?where aid:name ?label }
          BIND(COALESCE(?label, "") AS ?place)
        } GROUP BY ?place ?kind
    """)
    assert isinstance(rows, list)
    linked = {(cell.place, cell.kind): cell.linked for cell in aid.coverage() if cell.linked}
    assert {(row.place, row.kind): row.n for row in rows} == linked


def test_along_relations_there_is_a_cell_for_each_in_use_or_for_the_one_asked(folder: Path) -> None:
    aid = aidgraph.open(folder)
    asked = {"by": ("relation",), "kind": "School", "place": "A County"}
    used = {(cell.relation, cell.linked) for cell in aid.coverage(**asked)}
    assert used == {("relatedTo", 1), ("cooperatesWith", 1), ("twinnedWith", 1)}
    assert [(cell.relation, cell.linked) for cell in aid.coverage(relation="procuresFrom", **asked)] == [
        ("procuresFrom", 0)
    ]


def test_who_stands_on_no_list_is_counted_and_told(make_workspace: MakeWorkspace) -> None:
    pairs = "relation,from,to,from_kind,from_place\ntwinnedWith,New,Four,School,A County\n"
    aid = aidgraph.open(make_workspace(TOML, FILES | {"pairs.csv": pairs}))
    (cell,) = aid.coverage(relation="twinnedWith", kind="School", place="A County", by=())
    assert (cell.roster, cell.linked, cell.unlinked) == (3, 1, 3)
    assert cell.because.endswith("the roster 'Schools of A' has 3; 1 stand on none")


def test_who_leads_what_it_joined_itself_is_not_allied_by_that(make_workspace: MakeWorkspace) -> None:
    pairs = "relation,from,to,to_kind\nleads,One,Union,Alliance\nmemberOf,One,Union,Alliance\n"
    aid = aidgraph.open(make_workspace(TOML, FILES | {"pairs.csv": pairs}))
    (cell,) = aid.coverage(relation="alliedWith", kind="School", by=())
    assert (cell.linked, cell.unknown) == (0, 4)


def test_an_axis_that_is_none_is_named_with_the_nearest(folder: Path) -> None:
    with pytest.raises(UnknownNameError, match="place"):
        aidgraph.open(folder).coverage(by=("plase",))


def test_the_command_prints_the_grid(run: Run, folder: Path) -> None:
    done = run("-w", folder, "coverage", "--by", "place,kind", "--relation", "twinnedWith", "--json")
    assert done.code == 0
    cell = next(cell for cell in done.json if (cell["place"], cell["kind"]) == ("A County", "School"))
    expected = {"place": "A County", "kind": "School", "roster": 2, "linked": 1, "unlinked": 1, "unknown": 0}
    assert expected.items() <= cell.items()
    assert "A County" in run("-w", folder, "coverage").out
    assert run("-w", folder, "coverage", "--by", "colour").code == 2


def test_the_command_prints_reported_totals(run: Run, example: Path) -> None:
    done = run("-w", example, "totals", "--json")
    pairs = {total["count"]: total for total in done.json if total["unit"] == "pairs"}
    assert (pairs[40]["named"], pairs[40]["unnamed"], pairs[10]["named"]) == (2, 38, 2)
    assert "4 to 8" in pairs[40]["because"]
    assert {total["named"] for total in done.json if total["unit"] == "people"} == {None}
    assert {"id", "relation", "count", "unit", "bound", "named", "unnamed", "source", "quote", "because"} <= set(
        pairs[40]
    )
    assert "40 pairs" in run("-w", example, "totals").out
