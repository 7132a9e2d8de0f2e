"""Validation: findings of a build with their file and row, and files of RDF checked before they are let in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import aidgraph
from aidgraph.build import build
from aidgraph.errors import DataError
from aidgraph.kinds import vocabulary
from aidgraph.store.checks import SEVERITIES
from aidgraph.store.embedded import Store
from aidgraph.store.shacl import core, incoming, validate_graph
from aidgraph.triples import parse_rdf
from aidgraph.workspace import load_workspace
from program import MakeWorkspace

PREFIXES = """
@prefix aid: <https://w3id.org/aidgraph/ont#> .
@prefix kind: <https://w3id.org/aidgraph/kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://example.org/t/> .
"""

TABLES = """
[workspace]
name = "Two schools"
base = "https://example.org/t/"
languages = ["zh", "en"]

[[source]]
id = "roster"
path = "rosters/schools.csv"
reads = "roster"
title = "Schools"

[[source]]
id = "ties"
path = "tables/ties.csv"
reads = "partnerships"
title = "Ties"
self_reported = true
issued = 2023
"""
ROSTER = "name,kind\n第一中学,School\n某某老师,School\n第二中学,School\n"
TIES = "relation,from,to,count,unit\ntwinnedWith,第一中学,第二中学,,\nmentors,第一中学,第二中学,3,people\n"

WITH_RDF = f"""{TABLES}
[[source]]
id = "more"
path = "more.ttl"
reads = "rdf"
title = "More"
"""


@pytest.fixture
def tables(make_workspace: MakeWorkspace) -> Path:
    return make_workspace(TABLES, {"rosters/schools.csv": ROSTER, "tables/ties.csv": TIES})


@pytest.fixture
def with_rdf(make_workspace: MakeWorkspace) -> MakeWorkspace:
    def make(turtle: str, *, ties: str = TIES) -> Path:
        files = {"rosters/schools.csv": ROSTER, "tables/ties.csv": ties, "more.ttl": PREFIXES + turtle}
        return make_workspace(WITH_RDF, files)

    return make


def test_findings_come_with_severity_shape_file_and_row_the_worst_first(tables: Path) -> None:
    findings = aidgraph.open(tables).validate()
    told = [(f.severity, f.shape.rsplit("/")[-1], f.where) for f in findings]
    assert told == [
        ("warning", "InstitutionWithoutPlace", "rosters/schools.csv:2"),
        ("warning", "InstitutionWithoutPlace", "rosters/schools.csv:3"),
        ("warning", "NameOfAPerson", "rosters/schools.csv:3"),
        ("warning", "InstitutionWithoutPlace", "rosters/schools.csv:4"),
        ("warning", "SmallHeadCount", "tables/ties.csv:3"),
        ("info", "OnlySelfReported", "tables/ties.csv"),
    ]


def test_findings_speak_english_and_chinese_and_name_what_they_are_about(tables: Path) -> None:
    findings = {f.shape.rsplit("/")[-1]: f for f in aidgraph.open(tables).validate()}
    finding = findings["SmallHeadCount"]
    assert finding.message == "第一中学 → 第二中学: A head count of 3 is so small that it may point at single persons."
    assert finding.message_zh == "第一中学 → 第二中学：人数仅为 3，过小，可能指向个人。"
    assert findings["NameOfAPerson"].message.startswith("某某老师: 某某老师 reads like the name of a person")


def test_the_example_has_no_violation_and_little_advice(example: Path) -> None:
    findings = aidgraph.open(example).validate()
    assert {f.severity for f in findings} <= {"warning", "info"}
    assert 0 < len(findings) < 12
    assert all(f.where for f in findings)


# ---- core shapes -----------------------------------------------------------------------------------------------------


def found(turtle: str, *, filled_in: bool = True) -> list[tuple[str, str]]:
    graph = rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")
    return [(f.shape.rsplit("/")[-1], f.message) for f in validate_graph(graph, filled_in=filled_in)]


SCHOOL = 'ex:s a aid:Institution ; skos:prefLabel "第一中学"@zh ; aid:kind kind:School'


def test_a_closed_shape_says_which_property_does_not_belong() -> None:
    assert found(f'{SCHOOL} ; ex:religion "x" .') == [
        ("Institution", "religion does not belong on an institution. (x)")
    ]


def test_a_core_shape_says_what_was_written_cut_short() -> None:
    ((shape, message),) = found(f'ex:c a aid:Claim ; aid:about ex:p ; aid:quote "{"x" * 301}" .', filled_in=False)
    assert shape == "Quote"
    assert message.endswith(f"({'x' * 60}…)")


def test_what_reading_fills_in_is_asked_of_a_graph_and_not_of_a_file() -> None:
    bare = "ex:c a aid:Claim ; aid:about ex:p ."
    asked = {shape for shape, _ in found(bare)}
    assert asked == {"StatedInGiven", "StanceGiven", "ReviewGiven", "BasisGiven", "ExtractorGiven"}
    assert found(bare, filled_in=False) == []


NAMES = ["count", "amount", "since", "until", "score", "open", "row", "start", "end", "quote", "stance", "currency"]
LITERALS = [
    *('"x"', '""', '"x"@en', '"12"', '"CNY"', '"supports"', '"supports"@en', "ex:thing", f'"{"x" * 301}"'),
    *("0", "1", "-1", "0.5", "1.5", "12e0", "true", '"1"^^xsd:boolean', '"yes"^^xsd:boolean'),
    *('"2023-01-01"^^xsd:date', '"2022-12-31"^^xsd:date', '"2023"^^xsd:gYear', '"soon"^^xsd:date', '"n"^^xsd:integer'),
]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(LITERALS)), max_size=5))
def test_the_store_suspects_whomever_pyshacl_objects_to_whatever_is_written(facts: list[tuple[str, str]]) -> None:
    pairs = "".join(f" ; aid:{name} {value}" for name, value in facts)
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    graph = rdflib.Graph().parse(data=f"{PREFIXES}{xsd} ex:c a aid:Claim ; aid:about ex:p{pairs} .", format="turtle")
    data = Store()
    data.load([graph.serialize(format="nt")])
    assert core(data, filled_in=False) == validate_graph(graph, filled_in=False)


@pytest.mark.parametrize("label", ['"x"@zh', '"第一"@zh-Hant-TW', '"مەكتەپ"@ug', '"🏫"@und', f'"{"x" * 300}"@en'])
def test_one_name_in_any_language_is_enough(label: str) -> None:
    assert found(f"ex:s a aid:Institution ; skos:prefLabel {label} ; aid:kind kind:School .") == []


# ---- files of RDF ----------------------------------------------------------------------------------------------------


def test_a_file_with_a_person_is_refused_along_with_what_is_wrong_in_tables(with_rdf: MakeWorkspace) -> None:
    folder = with_rdf(
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> . ex:x a foaf:Person ; foaf:name 'somebody' .",
        ties="relation,from,to\ntwinedWith,第一中学,第二中学\n",
    )
    with pytest.raises(DataError) as caught:
        build(load_workspace(folder))
    files = [problem.where.file for problem in caught.value.problems]
    assert files == ["more.ttl", "tables/ties.csv"]
    assert "persons" in caught.value.problems[0].what


def test_persons_hidden_on_an_institution_are_refused(with_rdf: MakeWorkspace) -> None:
    folder = with_rdf(f"@prefix schema: <https://schema.org/> . {SCHOOL} ; schema:employee ex:somebody .")
    with pytest.raises(DataError, match=r"^more\.ttl: <https://example\.org/t/s>: employee does not belong"):
        build(load_workspace(folder))


def test_a_file_may_leave_out_what_reading_it_fills_in(with_rdf: MakeWorkspace) -> None:
    folder = with_rdf('ex:s a aid:Institution ; skos:prefLabel "Third School" ; aid:kind kind:School .')
    assert build(load_workspace(folder)).counts.institutions == 4
    assert not [f for f in aidgraph.open(folder).validate() if f.severity == SEVERITIES[0]]


def test_a_text_that_is_no_value_of_its_datatype_is_told_in_one_line(with_rdf: MakeWorkspace) -> None:
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    folder = with_rdf(f'{xsd} [] a aid:Listing ; aid:about ex:s ; aid:since "soon"^^xsd:date .')
    code = "import sys; from aidgraph.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "-w", folder], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("more.ttl: ")
    assert line.endswith("Since is one xsd:date, not after until. (soon)")


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".nq", ".trig"])
def test_an_export_is_let_in_again_with_its_vocabulary_and_derived_triples(
    tables: Path, tmp_path: Path, ending: str
) -> None:
    exported = aidgraph.open(tables).export(tmp_path / f"all{ending}")
    assert incoming(list(parse_rdf(exported)), vocabulary()) == []


def test_a_party_does_not_slip_in_under_an_iri_of_the_vocabulary(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(f"{PREFIXES} kind:X a aid:Institution .", encoding="utf-8")
    shapes = {f.shape.rsplit("/")[-1] for f in incoming(list(parse_rdf(file)), vocabulary())}
    assert shapes == {"PartyLabel", "InstitutionKind"}
