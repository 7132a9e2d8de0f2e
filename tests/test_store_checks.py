"""The whole-graph checks: what they object to, in which words, and at which file and row."""

from __future__ import annotations

import pytest

from aidgraph.errors import DataError, Where
from aidgraph.kinds import vocabulary
from aidgraph.store.checks import (
    SEVERITIES,
    check,
    constraints,
    fill,
    refuse_violations,
    spoken_of,
    store_of,
    where_stated,
)
from aidgraph.store.embedded import Store
from aidgraph.terms import AID, DCTERMS, KIND, LEVEL, RDF, SKOS, XSD
from aidgraph.triples import Node, Quad

BASE = "https://example.org/t/"
TEXT = f"{XSD}string"


def lines(subject: str, **facts: object) -> list[str]:
    """N-Quads about one thing; a value that starts with ``<`` is an IRI."""
    predicates = {"a": f"{RDF}type", "label": f"{SKOS}prefLabel", "title": f"{DCTERMS}title"}
    out = []
    for name, values in facts.items():
        for value in values if isinstance(values, list) else [values]:
            number = isinstance(value, int)
            term = f'"{value}"^^<{XSD}integer>' if number else value if str(value)[0] == "<" else f'"{value}"'
            out.append(f"<{BASE}{subject}> <{predicates.get(name, AID + name)}> {term} <{BASE}graph/g> .\n")
    return out


def iri(name: str) -> str:
    return f"<{BASE}{name}>"


def institution(name: str, label: str) -> list[str]:
    return lines(name, a=f"<{AID}Institution>", label=label, kind=f"<{KIND}School>", locatedIn=iri("county"))


def graph_of(*parts: list[str]) -> Store:
    store = Store()
    store.load([line for part in parts for line in part])
    return store


COUNTY = lines("county", a=f"<{AID}Place>", label="英吉沙县", level=f"<{LEVEL}County>")
SOURCE = lines("report", a=f"<{AID}Source>", title="A report", file="tables/p.csv")
SCHOOLS = [*institution("a", "First School"), *institution("b", "Second School"), *COUNTY]


def partnership(name: str, *, row: int, **ends: str) -> list[str]:
    made = lines(name, a=f"<{AID}Partnership>", relation=f"<{AID}twinnedWith>", **ends)
    about = lines(
        f"claim-{name}", a=f"<{AID}Claim>", about=iri(name), statedIn=iri("report"), file="tables/p.csv", row=row
    )
    return made + about


def listing(party: str, *, file: str, row: int, sheet: str = "") -> list[str]:
    more = {"sheet": sheet} if sheet else {}
    return lines(f"listing-{party}", a=f"<{AID}Listing>", about=iri(party), file=file, row=row, **more)


# ---- what is objected to ---------------------------------------------------------------------------------------------


def test_data_that_is_as_it_should_be_has_no_violation_though_the_vocabulary_is_there_too() -> None:
    store = graph_of(SCHOOLS, SOURCE, partnership("p", row=2, oneSide=iri("a"), otherSide=iri("b")))
    asked = {"ForeignClass", "NoClass"}
    found = [finding for finding in check(store, vocabulary()) if finding.shape.rsplit("/")[-1] in asked]
    assert found == []
    assert store.select("SELECT ?class { aid:Party a ?class }")  # it is there


def test_a_constraint_that_needs_the_vocabulary_is_asked_with_it() -> None:
    store = graph_of(lines("a", a=f"<{AID}Institution>", kind=f"<{KIND}Family>"))
    shapes = {finding.shape.rsplit("/")[-1] for finding in check(store, vocabulary())}
    assert shapes == {"KindDeclared"}


def test_only_the_severities_wanted_are_asked_for() -> None:
    store = graph_of(lines("a", a=f"<{AID}Institution>", label="某某老师", kind=f"<{KIND}School>"))
    assert check(store, vocabulary()) == []
    store = graph_of(lines("a", a=f"<{AID}Institution>", label="某某老师", kind=f"<{KIND}School>"))
    found = check(store, vocabulary(), severities=("warning",))
    assert {finding.shape.rsplit("/")[-1] for finding in found} == {"NameOfAPerson", "InstitutionWithoutPlace"}
    assert {finding.severity for finding in found} == {"warning"}


def test_constraints_have_each_severity_and_both_languages() -> None:
    assert {constraint.severity for constraint in constraints()} == set(SEVERITIES)
    assert len({constraint.shape for constraint in constraints()}) == len(constraints())
    for constraint in constraints():
        assert constraint.message.isascii()
        assert not constraint.message_zh.isascii()


def test_a_message_names_the_party_in_english_and_in_chinese() -> None:
    store = graph_of(SCHOOLS, lines("a", locatedIn=iri("b")), listing("a", file="r.csv", row=2))
    finding = next(finding for finding in check(store, vocabulary()) if finding.shape.endswith("PlaceKnown"))
    assert finding.focus == f"{BASE}a"
    assert finding.message == "Second School is no place."
    assert finding.message_zh == "Second School 不是地方。"


# ---- where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("focus", "where"),
    [
        ("a", Where("rosters/s.xlsx", 7, sheet="2023")),  # its listing
        ("b", Where("tables/p.csv", 5)),  # in no list: the claim of its partnership
        ("p", Where("tables/p.csv", 5)),  # its claim
        ("claim-p", Where("tables/p.csv", 5)),
        ("office", Where("tables/p.csv", 9)),  # whoever only arranged it: that claim
        ("report", Where("tables/p.csv")),  # its own file, no row of it
        ("paper", Where("tables/p.csv", 9)),  # a source that is only cited: whoever cites it first
        ("nothing", Where("")),
    ],
)
def test_a_thing_is_traced_to_its_file_and_row(focus: str, where: Where) -> None:
    cited = lines(
        "claim-q",
        a=f"<{AID}Claim>",
        about=iri("p"),
        statedIn=iri("paper"),
        facilitator=iri("office"),
        file="tables/p.csv",
        row=9,
    )
    store = graph_of(
        SCHOOLS,
        SOURCE,
        listing("a", file="rosters/s.xlsx", row=7, sheet="2023"),
        partnership("p", row=5, oneSide=iri("a"), otherSide=iri("b")),
        cited,
    )
    assert where_stated(store, BASE + focus) == where


def test_every_violation_of_a_build_is_told_at_once_at_its_file_and_row() -> None:
    store = graph_of(
        SCHOOLS,
        SOURCE,
        partnership("p", row=12, oneSide=iri("a")),
        partnership("q", row=3, oneSide=iri("a"), otherSide=iri("nobody")),
        listing("county", file="places.csv", row=2),
        lines("county", partOf=iri("county")),
    )
    with pytest.raises(DataError) as caught:
        refuse_violations(store, vocabulary())
    told = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in told] == ["places.csv:2", "tables/p.csv:3", "tables/p.csv:12"]
    assert told[0] == "places.csv:2: 英吉沙县: A place lies inside itself."


# ---- files of RDF ----------------------------------------------------------------------------------------------------


def quad(subject: str, predicate: str, value: str, *, text: bool = False) -> Quad:
    node = Node(value, TEXT) if text else Node(value)
    return Quad(Node(BASE + subject), predicate, node, "")


def test_persons_do_not_get_in_under_another_class_or_under_none() -> None:
    quads = [
        quad("x", f"{RDF}type", "http://xmlns.com/foaf/0.1/Person"),
        quad("y", "http://xmlns.com/foaf/0.1/name", "somebody", text=True),
    ]
    findings = check(store_of(quads), vocabulary(), filled_in=False)
    assert {(f.focus.removeprefix(BASE), f.shape.rsplit("/")[-1]) for f in findings} == {
        ("x", "ForeignClass"),
        ("y", "NoClass"),
    }
    assert next(f for f in findings if f.focus.endswith("x")).message.startswith("http://xmlns.com/foaf/0.1/Person is")


def test_what_reading_a_file_fills_in_is_not_asked_of_a_file() -> None:
    bare = [quad("p", f"{RDF}type", f"{AID}Partnership"), quad("p", f"{AID}relation", f"{AID}twinnedWith")]
    ends = [quad("p", f"{AID}peer", f"{BASE}a"), quad("p", f"{AID}peer", f"{BASE}b")]
    # neither claim nor parties are in this file
    assert check(store_of([*bare, *ends]), vocabulary(), filled_in=False) == []
    findings = check(store_of(bare), vocabulary(), filled_in=False)
    assert [finding.shape.rsplit("/")[-1] for finding in findings] == ["PartnershipEnds"]


# ---- words -----------------------------------------------------------------------------------------------------------


def test_a_value_is_put_into_a_message_once_whatever_it_looks_like() -> None:
    assert fill("{?value} in {?other}", {"{?value}": "{?other}", "{?other}": "x"}) == "{?other} in x"


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (f"{BASE}a", "First School"),
        (f"{BASE}nowhere", f"{BASE}nowhere"),
        (f"{AID}twinnedWith", "twinnedWith"),
        ("Note: a text, <not> an IRI", "Note: a text, <not> an IRI"),
        ("12", "12"),
    ],
)
def test_a_message_speaks_of_things_by_their_names(value: str, spoken: str) -> None:
    assert spoken_of(graph_of(SCHOOLS), value) == spoken
