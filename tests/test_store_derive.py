"""What follows from the claims: each rule, and where it must not hold; and how links are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.kinds import vocabulary
from aidgraph.store.derive import derive, rules
from aidgraph.store.embedded import Iri, Store
from aidgraph.store.quads import load_records
from aidgraph.store.summary import count
from aidgraph.store.vocabulary import load_vocabulary
from aidgraph.terms import AID, DERIVED, local_name
from made import BASE, named, resolved, table, written

Row = dict[str, str]

PLACES = table(
    {"name": "省", "level": "Province"},
    {"name": "市", "level": "Prefecture", "parent": "省"},
    {"name": "县", "level": "County", "parent": "市"},
)
ROSTER = table(
    {"name": "甲", "kind": "School", "place": "县"},
    {"name": "乙", "kind": "VocationalSchool", "place": "市"},
    {"name": "丙", "kind": "College"},
    {"name": "丁", "kind": "School", "name_en": "D"},
    {"name": "联", "kind": "Alliance"},
    {"name": "局", "kind": "Authority", "place": "县"},
)


def derived(folder: Path, *rows: Row, extra: str = "") -> tuple[Store, dict[str, str]]:
    """Return a store of rows with what follows from them, and the names of its parties."""
    ties = {"partnerships": table(*rows)} if rows else {}
    records, _ = resolved(written(folder, places=PLACES, roster=ROSTER, extra=extra, **ties))
    store = Store()
    load_vocabulary(store, vocabulary())
    load_records(store, records, base=BASE)
    derive(store, base=BASE, languages=("zh", "en"))
    return store, named(records)


def edges(store: Store, names: dict[str, str], *relations: str) -> set[str]:
    """Return the direct edges in words, of those relations or of all that are declared, and their inverses."""
    query = "SELECT ?a ?r ?b { { ?r skos:inScheme aid:RelationScheme } UNION { ?any owl:inverseOf ?r } ?a ?r ?b }"
    rows = store.select(query, graphs=[*store.graphs()])
    found = {(names[row.a], local_name(row.r), names[row.b]) for row in rows if row.a in names and row.b in names}
    return {" ".join(edge) for edge in found if edge[1] in relations or (not relations and edge[1] not in PLACING)}


PLACING = ("partOf", "locatedIn", "hasPart", "seatOf")


def of(store: Store, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.select(query)]


def tie(from_: str, to: str, relation: str = "mentors", **more: str) -> Row:
    return {"relation": relation, "from": from_, "to": to, "group": "", "stance": "", "review": "", **more}


# -- direct edges, broader relations, inverses


AIDED = {"aids", "aidedBy", "relatedTo"}
EDGES: dict[str, tuple[list[Row], set[str]]] = {
    "nothing": ([], set()),
    "a directed relation, its inverse and what is broader": (
        [tie("甲", "乙", "mentors")],
        {"甲 mentors 乙", "乙 mentoredBy 甲", "甲 aids 乙", "乙 aidedBy 甲", "甲 relatedTo 乙", "乙 relatedTo 甲"},
    ),
    "a mutual relation both ways": (
        [tie("甲", "乙", "twinnedWith")],
        {
            *("甲 twinnedWith 乙", "乙 twinnedWith 甲", "甲 cooperatesWith 乙", "乙 cooperatesWith 甲"),
            *("甲 relatedTo 乙", "乙 relatedTo 甲"),
        },
    ),
    "the top relation": ([tie("甲", "乙", "relatedTo")], {"甲 relatedTo 乙", "乙 relatedTo 甲"}),
    "nothing broader is twinning": (
        [tie("甲", "乙", "cooperatesWith")],
        {"甲 cooperatesWith 乙", "乙 cooperatesWith 甲", "甲 relatedTo 乙", "乙 relatedTo 甲"},
    ),
    "structure is no relation": ([tie("甲", "局", "ledBy")], {"甲 ledBy 局", "局 directs 甲"}),
    "whom the source does not name": ([tie("甲", "", to_kind="School")], set()),
}


@pytest.mark.parametrize(("rows", "expected"), EDGES.values(), ids=EDGES)
def test_edges(tmp_path: Path, rows: list[Row], expected: set[str]) -> None:
    assert edges(*derived(tmp_path, *rows)) == expected


GROUPS: dict[str, tuple[list[Row], set[str]]] = {
    "all to all, across the sides only": (
        [tie("甲;丙", "乙;丁", group="all-to-all")],
        {"甲 mentors 乙", "甲 mentors 丁", "丙 mentors 乙", "丙 mentors 丁"},
    ),
    "each": (
        [tie("甲;丙", "乙;丁", group="each")],
        {"甲 mentors 乙", "甲 mentors 丁", "丙 mentors 乙", "丙 mentors 丁"},
    ),
    "left open": ([tie("甲;丙", "乙;丁", group="unspecified")], set()),
    "left open by one claim and not by another": (
        [tie("甲;丙", "乙", group="unspecified"), tie("甲;丙", "乙", group="all-to-all")],
        {"甲 mentors 乙", "丙 mentors 乙"},
    ),
    "not left open by a claim that is not accepted": (
        [tie("甲;丙", "乙", group="unspecified"), tie("甲;丙", "乙", group="all-to-all", review="proposed")],
        set(),
    ),
}


@pytest.mark.parametrize(("rows", "expected"), GROUPS.values(), ids=GROUPS)
def test_groups(tmp_path: Path, rows: list[Row], expected: set[str]) -> None:
    assert edges(*derived(tmp_path, *rows), "mentors") == expected


def test_peers_are_all_tied_to_each_other(tmp_path: Path) -> None:
    found = edges(*derived(tmp_path, tie("甲;乙;丙", "", "cooperatesWith", group="all-to-all")), "cooperatesWith")
    assert found == {f"{one} cooperatesWith {other}" for one in "甲乙丙" for other in "甲乙丙" if one != other}
    assert edges(*derived(tmp_path / "open", tie("甲;乙;丙", "", "cooperatesWith", group="unspecified"))) == set()


def test_sides_of_a_mutual_group_are_tied_across_only(tmp_path: Path) -> None:
    found = edges(*derived(tmp_path, tie("甲;丁", "丙", "twinnedWith", group="all-to-all")), "twinnedWith")
    assert found == {"甲 twinnedWith 丙", "丙 twinnedWith 甲", "丁 twinnedWith 丙", "丙 twinnedWith 丁"}


# -- how claims stand


STANDINGS: dict[str, tuple[list[Row], str]] = {
    "accepted": ([tie("甲", "乙")], "accepted"),
    "proposed": ([tie("甲", "乙", review="proposed")], "proposed"),
    "rejected": ([tie("甲", "乙", review="rejected")], "rejected"),
    "accepted beside rejected": ([tie("甲", "乙", review="rejected"), tie("甲", "乙")], "accepted"),
    "accepted beside proposed": ([tie("甲", "乙", review="proposed"), tie("甲", "乙")], "accepted"),
    "contradicted": ([tie("甲", "乙"), tie("甲", "乙", stance="contradicts")], "disputed"),
    "contradicted only": ([tie("甲", "乙", stance="contradicts")], "disputed"),
    "contradicted under review": (
        [tie("甲", "乙"), tie("甲", "乙", stance="contradicts", review="proposed")],
        "accepted",
    ),
    "contradicted and that rejected": (
        [tie("甲", "乙"), tie("甲", "乙", stance="contradicts", review="rejected")],
        "accepted",
    ),
    "proposed and contradicted": (
        [tie("甲", "乙", review="proposed"), tie("甲", "乙", stance="contradicts")],
        "disputed",
    ),
}


@pytest.mark.parametrize(("rows", "standing"), STANDINGS.values(), ids=STANDINGS)
def test_only_what_is_accepted_and_undisputed_gives_edges(tmp_path: Path, rows: list[Row], standing: str) -> None:
    store, names = derived(tmp_path, *rows)
    assert of(store, "SELECT ?standing { ?p aid:standing ?standing }") == [(standing,)]
    assert edges(store, names, "mentors") == ({"甲 mentors 乙"} if standing == "accepted" else set())
    assert count(store).edges == (1 if standing == "accepted" else 0)


# -- periods and states


def facts(store: Store, *properties: str) -> tuple[object, ...]:
    """Return what a store says of its one partnership itself, dates as texts."""
    asked = " ".join(f"OPTIONAL {{ ?p aid:{name} ?{name} }}" for name in properties)
    (row,) = of(store, f"SELECT {' '.join(f'?{name}' for name in properties)} {{ ?p a aid:Partnership {asked} }}")
    return tuple(None if value is None else str(value) for value in row)


PERIODS: dict[str, tuple[list[Row], tuple[str | None, ...]]] = {
    "nothing said": ([tie("甲", "乙")], (None, None, None, None)),
    "as exactly as it is said": (
        [tie("甲", "乙", since="2020", until="2023-05")],
        ("2020-01-01", "year", "2023-05-31", "month"),
    ),
    "the earliest and the latest": (
        [tie("甲", "乙", since="2021", until="2023"), tie("甲", "乙", since="2020-05", until="2022")],
        ("2020-05-01", "month", "2023-12-31", "year"),
    ),
    "of one day, the most exact": (
        [tie("甲", "乙", since="2020", until="2023"), tie("甲", "乙", since="2020-01-01", until="2023-12")],
        ("2020-01-01", "day", "2023-12-31", "month"),
    ),
    "accepted claims only": (
        [
            tie("甲", "乙", since="2020", until="2023"),
            tie("甲", "乙", since="2010", until="2030", review="proposed"),
            tie("甲", "乙", since="2011", until="2031", review="rejected"),
            tie("甲", "乙", since="2012", until="2032", stance="contradicts"),
        ],
        ("2020-01-01", "year", "2023-12-31", "year"),
    ),
}


@pytest.mark.parametrize(("rows", "period"), PERIODS.values(), ids=PERIODS)
def test_a_partnership_has_the_period_that_accepted_claims_give_it(
    tmp_path: Path, rows: list[Row], period: tuple[str | None, ...]
) -> None:
    store, _ = derived(tmp_path, *rows)
    assert facts(store, "since", "sincePrecision", "until", "untilPrecision") == period


STATES: dict[str, tuple[list[Row], tuple[str | None, str | None]]] = {
    "nothing said": ([tie("甲", "乙")], (None, None)),
    "said at no date": ([tie("甲", "乙", status="active")], ("active", "0001-01-01")),
    "said as of a date": ([tie("甲", "乙", status="active", as_of="2023-05")], ("active", "2023-05-31")),
    "the latest": (
        [tie("甲", "乙", status="ended", as_of="2022"), tie("甲", "乙", status="active", as_of="2023")],
        ("active", "2023-12-31"),
    ),
    "of two at once, the later stage": (
        [tie("甲", "乙", status="active", as_of="2023"), tie("甲", "乙", status="ended", as_of="2023")],
        ("ended", "2023-12-31"),
    ),
    "announced before active": (
        [tie("甲", "乙", status="announced", as_of="2023"), tie("甲", "乙", status="active", as_of="2023")],
        ("active", "2023-12-31"),
    ),
    "unknown says nothing": (
        [tie("甲", "乙", status="active", as_of="2022"), tie("甲", "乙", status="unknown", as_of="2023")],
        ("active", "2022-12-31"),
    ),
    "accepted claims only": (
        [
            tie("甲", "乙", status="active", as_of="2022"),
            tie("甲", "乙", status="ended", as_of="2023", review="proposed"),
            tie("甲", "乙", status="ended", as_of="2023", stance="contradicts"),
        ],
        ("active", "2022-12-31"),
    ),
    "the date of the source where the row has none": (
        [tie("甲", "乙", status="ended", source="old"), tie("甲", "乙", status="active", source="new")],
        ("active", "2023-05-01"),
    ),
}
DATED = "".join(
    f'[[source]]\nid = "{name}"\ntitle = "{name}"\nissued = "{date}"\n'
    for name, date in (("old", "2020"), ("new", "2023-05"))
)


@pytest.mark.parametrize(("rows", "state"), STATES.values(), ids=STATES)
def test_a_partnership_has_the_state_last_said_of_it(
    tmp_path: Path, rows: list[Row], state: tuple[str | None, str | None]
) -> None:
    store, _ = derived(tmp_path, *rows, extra=DATED)
    assert facts(store, "status", "statusAsOf") == state


def test_participants_stand_on_either_side(tmp_path: Path) -> None:
    store, names = derived(
        tmp_path, tie("甲;丙", "乙", group="unspecified"), tie("甲;丁", "", "cooperatesWith", group="unspecified")
    )
    rows = store.select("SELECT ?r ?who { ?p aid:participant ?who ; aid:relation ?r }")
    found = {(local_name(row.r), names[row.who]) for row in rows}
    assert found == {
        ("mentors", "甲"),
        ("mentors", "丙"),
        ("mentors", "乙"),
        ("cooperatesWith", "甲"),
        ("cooperatesWith", "丁"),
    }


def test_who_arranges_and_where_link_nobody(tmp_path: Path) -> None:
    store, names = derived(tmp_path, tie("甲", "乙", "mentors", via="局;丙", at="县"))
    assert edges(store, names, "mentors", "aids") == {"甲 mentors 乙", "甲 aids 乙"}
    rows = store.select("SELECT ?who { ?p aid:participant ?who }")
    assert {names[row.who] for row in rows} == {"甲", "乙"}
    assert count(store).edges == 1


# -- alliances


ALLIED: dict[str, tuple[list[Row], set[str]]] = {
    "a member of what another leads": (
        [tie("甲", "联", "memberOf"), tie("乙", "联", "leads")],
        {"甲 alliedWith 乙", "乙 alliedWith 甲", "甲 cooperatesWith 乙", "乙 cooperatesWith 甲"},
    ),
    "not members among themselves": ([tie("甲", "联", "memberOf"), tie("乙", "联", "memberOf")], set()),
    "not who leads and is a member": ([tie("甲", "联", "memberOf"), tie("甲", "联", "leads")], set()),
    "not under review": ([tie("甲", "联", "memberOf", review="proposed"), tie("乙", "联", "leads")], set()),
    "not disputed": (
        [tie("甲", "联", "memberOf"), tie("甲", "联", "memberOf", stance="contradicts"), tie("乙", "联", "leads")],
        set(),
    ),
}


@pytest.mark.parametrize(("rows", "expected"), ALLIED.values(), ids=ALLIED)
def test_alliances(tmp_path: Path, rows: list[Row], expected: set[str]) -> None:
    assert edges(*derived(tmp_path, *rows), "alliedWith", "cooperatesWith") == expected


# -- places and kinds


def test_a_party_is_within_every_place_around_it(tmp_path: Path) -> None:
    store, names = derived(tmp_path)
    rows = store.select("SELECT ?who ?place { ?who aid:within ?place }")
    within = {(names[row.who], names[row.place]) for row in rows}
    assert within == {
        *(("甲", "县"), ("甲", "市"), ("甲", "省"), ("局", "县"), ("局", "市"), ("局", "省")),
        *(("乙", "市"), ("乙", "省"), ("县", "市"), ("县", "省"), ("市", "省")),
    }


def test_a_party_is_of_every_broader_kind(tmp_path: Path) -> None:
    extra = '[[kind]]\nname = "Kindergarten"\nparent = "School"\nlabel_zh = "幼儿 \\"园\\"\\\\\\n"'
    roster = ROSTER + table({"name": "园", "kind": "Kindergarten", "place": ""}).split("\n", 1)[1]
    workspace = written(tmp_path, places=PLACES, roster=roster, extra=extra)
    records, _ = resolved(workspace)
    store, names = Store(), named(records)
    load_vocabulary(store, workspace.vocabulary)
    load_records(store, records, base=BASE)
    derive(store, base=BASE, languages=("zh",))
    rows = store.select("SELECT ?who ?kind { ?who aid:kindAny ?kind }")
    kinds = {name: {local_name(row.kind) for row in rows if names[row.who] == name} for name in ("园", "局", "县")}
    assert ('幼儿 "园"\\',) in of(store, "SELECT ?label { kind:Kindergarten skos:prefLabel ?label }")
    assert kinds == {
        "园": {"Kindergarten", "School", "Education", "Institution"},
        "局": {"Authority", "Institution"},
        "县": {"County", "Place"},
    }


def test_where_a_party_sits_is_said_once_and_by_its_own_record(tmp_path: Path) -> None:
    rows = [
        tie("甲", "市", "locatedIn"),
        tie("丙", "市", "locatedIn"),
        tie("甲", "丁", "partOf"),
        tie("县", "市", "partOf"),
    ]
    found = edges(*derived(tmp_path, *rows), *PLACING)
    assert {edge for edge in found if "locatedIn" in edge} == {
        "甲 locatedIn 县",
        "乙 locatedIn 市",
        "局 locatedIn 县",
        "丙 locatedIn 市",
    }
    assert {edge for edge in found if "partOf" in edge} == {"甲 partOf 丁", "县 partOf 市", "市 partOf 省"}
    assert "丁 hasPart 甲" in found


# -- names


def test_everything_is_shown_by_one_name(tmp_path: Path) -> None:
    rows = [tie("甲;丙", "乙", group="unspecified"), tie("丁", "丙", "twinnedWith"), tie("甲", "", to_kind="School")]
    store, names = derived(tmp_path, *rows)
    shown = dict(of(store, "SELECT ?party ?name { ?party aid:name ?name ; aid:kind|aid:level ?any }"))
    assert shown == names
    ties = {name for (name,) in of(store, "SELECT ?name { ?p a aid:Partnership ; aid:name ?name }")}
    assert {"丙; 甲 → 乙", "甲 → (not named)"} < ties
    assert ties & {"丁 – 丙", "丙 – 丁"}


def test_the_first_language_names(tmp_path: Path) -> None:
    records, _ = resolved(written(tmp_path, places=PLACES, roster=ROSTER))
    for languages, name in ((("en", "zh"), "D"), (("zh", "en"), "丁"), (("fr",), "D")):
        store = Store()
        load_vocabulary(store, vocabulary())
        load_records(store, records, base=BASE)
        derive(store, base=BASE, languages=languages)
        assert (name,) in of(store, 'SELECT ?name { ?party aid:name ?name ; skos:prefLabel "D"@en }')


# -- the graph of what is derived


EVERYTHING = [
    *(
        tie("甲", "乙", since="2020", until="2023", status="active"),
        tie("甲;丁", "丙", "twinnedWith", group="all-to-all"),
    ),
    *(tie("甲", "联", "memberOf"), tie("乙", "联", "leads"), tie("甲", "局", "ledBy"), tie("甲", "丁", "partOf")),
    *(tie("甲", "县", "locatedIn"), tie("县", "市", "partOf"), tie("丙", "乙", "mentors", stance="contradicts")),
]


def test_every_triple_stands_in_exactly_one_graph(tmp_path: Path) -> None:
    store, _ = derived(tmp_path, *EVERYTHING)
    assert of(store, "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }") == []
    assert len(store) == len(store.rdflib_graph())
    assert len({(name, query) for name, query in rules()}) == len(rules())


def test_what_is_derived_can_be_thrown_away_and_is_derived_again_alike(tmp_path: Path) -> None:
    store, _ = derived(tmp_path, *EVERYTHING)
    again, _ = derived(tmp_path / "again", *EVERYTHING)
    query = f"SELECT ?s ?p ?o {{ GRAPH <{BASE}{DERIVED}> {{ ?s ?p ?o }} }}"
    assert set(of(store, query)) == set(of(again, query)) != set()
    # deriving what is derived adds nothing
    before = len(store)
    derive(store, base=BASE, languages=("zh", "en"))
    assert len(store) == before


@pytest.mark.parametrize("rule", [name for name, _ in rules()])
def test_every_rule_adds_something(tmp_path: Path, rule: str) -> None:
    store, _ = derived(tmp_path, *EVERYTHING)
    records, _ = resolved(written(tmp_path / "without", places=PLACES, roster=ROSTER, partnerships=table(*EVERYTHING)))
    without = Store()
    load_vocabulary(without, vocabulary())
    load_records(without, records, base=BASE)
    for name, query in rules():
        if name != rule:
            without.construct(query, f"{BASE}{DERIVED}", bind={"languages": " zh en "})
    assert len(without) < len(store)


# -- how links are counted


COUNTED: dict[str, tuple[list[Row], int]] = {
    "nothing": ([], 0),
    "one link, whatever follows from it": ([tie("甲", "乙", "mentors")], 1),
    "a mutual one is one": ([tie("甲", "乙", "twinnedWith")], 1),
    "claimed twice is one": ([tie("甲", "乙"), tie("甲", "乙", since="2020")], 1),
    "two partnerships of the same two are one link": ([tie("甲", "乙", id="1"), tie("甲", "乙", id="2")], 1),
    "two relations are two": ([tie("甲", "乙", "mentors"), tie("甲", "乙", "aids")], 2),
    "two directions are two": ([tie("甲", "乙"), tie("乙", "甲")], 2),
    "all to all": ([tie("甲;丙", "乙;丁", group="all-to-all")], 4),
    "left open": ([tie("甲;丙", "乙;丁", group="unspecified")], 0),
    "peers": ([tie("甲;乙;丙", "", "cooperatesWith", group="all-to-all")], 3),
    "structural ones are none": ([tie("甲", "局", "ledBy"), tie("甲", "丁", "partOf")], 0),
    "unnamed ones are none": ([tie("甲", "", to_kind="School")], 0),
    "alliances count": ([tie("甲", "联", "memberOf"), tie("丁", "联", "memberOf"), tie("乙", "联", "leads")], 5),
}


@pytest.mark.parametrize(("rows", "number"), COUNTED.values(), ids=COUNTED)
def test_links_are_counted_once_and_as_they_are_stated(tmp_path: Path, rows: list[Row], number: int) -> None:
    store, _ = derived(tmp_path, *rows)
    assert count(store).edges == number


def test_everything_is_counted(tmp_path: Path) -> None:
    totals = table({"relation": "mentors", "count": "3", "unit": "pairs"})
    ties = table(tie("甲", "乙"), tie("甲", "乙", since="2020"))
    records, _ = resolved(written(tmp_path, places=PLACES, roster=ROSTER, partnerships=ties, totals=totals))
    store = Store()
    load_vocabulary(store, vocabulary())
    load_records(store, records, base=BASE)
    derive(store, base=BASE, languages=("zh",))
    counts = count(store)
    assert (counts.institutions, counts.places, counts.partnerships, counts.claims) == (6, 3, 1, 3)
    assert (counts.totals, counts.edges, counts.sources, counts.triples) == (1, 1, 4, len(store))


def test_the_vocabulary_stands_in_a_graph_of_its_own(tmp_path: Path) -> None:
    store, _ = derived(tmp_path)
    ontology = "https://w3id.org/aidgraph/graph/ontology"
    assert {f"{BASE}graph/{name}" for name in ("parties", "derived", "source/places", "source/roster")} | {
        ontology
    } == set(store.graphs())
    rows = store.select(
        "SELECT ?label { ?r skos:prefLabel ?label }", bind={"r": Iri(f"{AID}twinnedWith")}, graphs=[ontology]
    )
    assert ("结对共建",) in list(rows)
