"""The ontology: every shape has an example that trips it alone, every term is declared, in English and Chinese."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from aidgraph.build import build
from aidgraph.errors import DataError
from aidgraph.kinds import vocabulary
from aidgraph.ontology import ontology_file
from aidgraph.store.checks import SEVERITIES, check
from aidgraph.store.embedded import Store
from aidgraph.store.shacl import core, incoming, validate_graph
from aidgraph.terms import AID, KIND, LEVEL, PREFIXES, ROOT, local_name
from aidgraph.triples import parse_rdf
from aidgraph.workspace import load_workspace
from program import MakeWorkspace

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
FILES = ("aid.ttl", "kinds.ttl", "shapes.ttl", "advice.ttl", "alignments.ttl")
FOLDER = ontology_file("aid.ttl").parent
EXAMPLES = FOLDER / "examples"
GOOD, BAD = sorted(EXAMPLES.glob("good/*.ttl")), sorted(EXAMPLES.glob("bad/*.ttl"))
CODE = Path(__file__).parent.parent / "graph" / "aidgraph"

# the table of relation kinds: name, Chinese labels, parent
RELATIONS = """
relatedTo 相关 -
aids 援助/支持/帮扶 relatedTo
counterpartAidTo 对口支援 aids
twinnedWith 结对共建 cooperatesWith
mentors 帮带/师徒 aids
trains 培训/宣讲 aids
serves 提供服务/巡诊 aids
sendsStaffTo 选派 aids
funds 资助/捐赠 aids
builds 援建/改造 aids
broughtIn 引进 aids
investedIn 投资 operatesIn
operatesIn 落户 relatedTo
cooperatesWith 合作 relatedTo
consultsRemotelyWith 远程会诊 cooperatesWith
memberOf 加入 relatedTo
leads 牵头 relatedTo
alliedWith 联盟关系 cooperatesWith
founded 成立 relatedTo
operates 运营 relatedTo
implements 实施 relatedTo
procuresFrom 采购 relatedTo
ledBy 领导 -
partOf 隶属 -
locatedIn 位于 -
"""


@cache
def graph(*names: str) -> rdflib.Graph:
    """The graph of some of the ontology's files; not to be changed."""
    merged = rdflib.Graph()
    for name in names:
        merged.parse(ontology_file(name), format="turtle")
    return merged


def tripped(path: Path) -> set[str]:
    """The names of the shapes that a file trips, all severities, as if it were what a store holds."""
    data = loaded(path)
    findings = [*core(data), *check(data, vocabulary(), severities=SEVERITIES)]
    return {local_name(finding.shape) for finding in findings}


def loaded(path: Path) -> Store:
    store = Store()
    store.load([rdflib.Graph().parse(path, format="turtle").serialize(format="nt")])
    return store


def announced(path: Path) -> str:
    match = re.match(r"# trips shape:(\w+): .", path.read_text(encoding="utf-8"))
    assert match, "the first line says which shape it trips, and by what"
    return match[1]


@cache
def shapes(names: tuple[str, ...] = ("shapes.ttl", "advice.ttl")) -> set[str]:
    return {local_name(str(shape)) for shape in graph(*names).subjects(SH.message)}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_example_trips_its_shape_and_no_other(path: Path) -> None:
    assert tripped(path) == {announced(path)}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_example_trips_nothing(path: Path) -> None:
    assert tripped(path) == set()


@pytest.mark.parametrize("filled_in", [True, False])
@pytest.mark.parametrize("path", [*GOOD, *BAD], ids=lambda path: path.stem)
def test_the_store_suspects_whomever_pyshacl_objects_to(path: Path, *, filled_in: bool) -> None:
    whole = rdflib.Graph().parse(path, format="turtle")
    assert core(loaded(path), filled_in=filled_in) == validate_graph(whole, filled_in=filled_in)


def test_every_shape_has_a_bad_example() -> None:
    assert {announced(path) for path in BAD} == shapes()


def in_workspace(path: Path, make_workspace: MakeWorkspace) -> Path:
    toml = """
    [workspace]
    name = "One file"
    base = "https://example.org/here/"
    languages = ["zh", "en"]

    [[source]]
    id = "file"
    path = "data.ttl"
    reads = "rdf"
    title = "One file"
    """
    return make_workspace(toml, {"data.ttl": path.read_bytes()})


@pytest.mark.parametrize(
    "path",
    [path for path in BAD if announced(path) in shapes(("shapes.ttl",))],
    ids=lambda path: path.stem,
)
def test_a_workspace_refuses_what_a_shape_refuses_except_what_reading_fills_in(
    path: Path, make_workspace: MakeWorkspace
) -> None:
    filled_in = announced(path) in {
        local_name(str(shape)) for shape in graph("shapes.ttl").subjects(rdflib.URIRef(f"{AID}filledIn"))
    }
    dangling = announced(path).endswith(("Known", "About"))
    workspace = load_workspace(in_workspace(path, make_workspace))
    if filled_in and not dangling:
        assert build(workspace).counts.triples
    else:
        with pytest.raises(DataError) as caught:
            build(workspace)
        assert all(problem.where.file for problem in caught.value.problems)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_workspace_takes_a_good_example(path: Path, make_workspace: MakeWorkspace) -> None:
    assert not incoming(list(parse_rdf(path)), vocabulary())
    assert build(load_workspace(in_workspace(path, make_workspace))).counts.triples


def test_every_shape_is_named_and_speaks_english_and_chinese() -> None:
    for name in ("shapes.ttl", "advice.ttl"):
        every = graph(name)
        found = {
            *every.subjects(RDF.type, SH.PropertyShape),
            *every.subjects(RDF.type, SH.SPARQLConstraint),
            *every.objects(predicate=SH.property),
            *every.objects(predicate=SH.sparql),
            *every.subjects(SH.closed),
        }
        for shape in found:
            assert isinstance(shape, rdflib.URIRef)
            assert sorted(m.language for m in every.objects(shape, SH.message)) == ["en", "zh"], shape  # type: ignore[attr-defined]


def test_every_shape_is_reached_from_a_target() -> None:
    every = graph("shapes.ttl", "advice.ttl")
    targeted = {*every.subjects(SH.targetClass), *every.subjects(SH.targetNode), *every.subjects(SH.targetSubjectsOf)}
    reached = {*every.objects(predicate=SH.property), *every.objects(predicate=SH.sparql)}
    assert set(every.subjects(SH.message)) <= targeted | reached
    assert not {node for node in targeted if (node, SH.message, None) not in every and not set(every[node : SH.sparql])}


def test_queries_know_the_prefixes_of_every_file() -> None:
    declared = dict[str, str]()
    for path in FOLDER.glob("*.ttl"):
        declared |= dict(re.findall(r"^@prefix ([\w-]+): <([^>]+)>", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(declared) > 8
    assert declared.items() <= PREFIXES.items()


def test_constraints_keep_to_what_every_engine_takes() -> None:
    for text in map(str, graph("shapes.ttl", "advice.ttl").objects(predicate=SH.select)):
        assert "$this" in text
        assert not re.search(r"\b(VALUES|MINUS|SERVICE)\b", text)
        used = set(re.findall(r"(?<![\w<:])([a-z]+):\w", re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", text)))
        assert used <= set(PREFIXES)


def test_pyshacl_takes_the_shapes_with_their_constraints() -> None:
    import pyshacl

    whole = graph("shapes.ttl", "advice.ttl")
    data = rdflib.Graph().parse(EXAMPLES / "bad" / "place-inside-itself.ttl")
    conforms, results, _ = pyshacl.validate(data, shacl_graph=whole)
    sources = {local_name(str(c)) for c in results.objects(predicate=SH.sourceConstraint)}
    assert not conforms
    assert "PlaceInsideItself" in sources


# ---- the terms -------------------------------------------------------------------------------------------------------


def declared() -> set[str]:
    return {str(term) for term in graph("aid.ttl", "kinds.ttl").subjects(RDF.type) if isinstance(term, rdflib.URIRef)}


def test_every_term_is_labelled_and_defined_in_english_and_chinese() -> None:
    every = graph("aid.ttl", "kinds.ttl")
    for term in sorted(declared() - {f"{ROOT}ont"}):
        node = rdflib.URIRef(term)
        scheme = (node, RDF.type, SKOS.ConceptScheme) in every
        labels = DCTERMS.title if scheme else RDFS.label if term.startswith(AID) else SKOS.prefLabel
        for property_ in (labels,) if scheme else (labels, SKOS.definition):
            languages = sorted(text.language for text in every.objects(node, property_))  # type: ignore[attr-defined]
            assert languages == ["en", "zh"], (term, property_)


def test_every_term_that_the_code_uses_is_declared() -> None:
    sources = [*CODE.rglob("*.py"), *CODE.rglob("*.rq")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = {*re.findall(r"\baid:([A-Za-z]\w*)", text), *re.findall(r"\{AID\}([A-Za-z]\w*)", text)}
    assert len(used) > 50
    assert {f"{AID}{name}" for name in used} <= declared()


def test_every_property_that_a_build_writes_is_declared(example: Path) -> None:
    store = Store.open(next((example / "build").glob("0*/store")))
    terms = {row.term for row in store.select("SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }")}
    assert {term for term in terms if term.startswith(ROOT)} <= declared()


def test_every_property_of_the_examples_is_declared() -> None:
    terms = {str(predicate) for path in GOOD for predicate in rdflib.Graph().parse(path).predicates()}
    assert {term for term in terms if term.startswith(ROOT)} <= declared()


def test_nothing_is_said_of_a_term_of_ours_that_is_not_declared() -> None:
    every = graph(*FILES)
    mentioned = {str(node) for triple in every for node in triple if isinstance(node, rdflib.URIRef)}
    ours = {term for term in mentioned if term.startswith((AID, KIND, LEVEL)) and term not in {AID, KIND, LEVEL}}
    assert ours <= declared()


def test_there_is_no_term_for_persons() -> None:
    fenced = re.compile(r"(?i)person|people|human|household|famil|couple|ethnic|religio|gender|birth|phone|mail")
    names = {local_name(term) for term in declared()}
    assert not {name for name in names if fenced.search(name)}


def test_no_line_is_long() -> None:
    for name in FILES:
        lines = ontology_file(name).read_text(encoding="utf-8").splitlines()
        assert max(map(len, lines)) <= 200, name


@pytest.mark.parametrize("row", RELATIONS.split("\n")[1:-1], ids=lambda row: row.split()[0])
def test_a_relation_kind_stands_as_designed(row: str) -> None:
    name, labels, parent = row.split()
    words = vocabulary()
    relation = words.relation(name)
    first, *others = labels.split("/")
    assert relation.iri == f"{AID}{name}"
    assert dict(relation.labels)["zh"] == first
    assert set(others) <= set(relation.aliases)
    assert local_name(relation.parent) == ("" if parent == "-" else parent)


def test_there_are_no_other_relation_kinds_and_each_is_a_property_too() -> None:
    every = graph("kinds.ttl")
    names = {row.split()[0] for row in RELATIONS.split("\n")[1:-1]}
    found = set(every.subjects(SKOS.inScheme, rdflib.URIRef(f"{AID}RelationScheme")))
    assert {local_name(str(term)) for term in found} == names
    for term in found:
        assert {OWL.ObjectProperty, SKOS.Concept} <= set(every.objects(term, RDF.type))
        mutual = str(every.value(term, rdflib.URIRef(f"{AID}direction"))) == "mutual"
        assert ((term, RDF.type, OWL.SymmetricProperty) in every) == mutual
        inverse = every.value(term, OWL.inverseOf)
        assert (inverse is None) == mutual
        assert mutual or (inverse, RDF.type, OWL.ObjectProperty) in every


# ---- the alignments --------------------------------------------------------------------------------------------------

MATCHES = {SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch}


def test_alignments_of_kinds_are_skos_matches_alone_and_never_exact() -> None:
    aligned = graph("alignments.ttl")
    words = vocabulary()
    for term in (*words.relations, *words.kinds):
        assert set(aligned.predicates(rdflib.URIRef(term))) <= MATCHES
    assert not set(aligned.predicates()) & {SKOS.exactMatch, OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty}


def test_alignments_do_not_make_places_organisations() -> None:
    aligned = graph("alignments.ttl", "aid.ttl")
    above = set(aligned.transitive_objects(rdflib.URIRef(f"{AID}Place"), RDFS.subClassOf))
    assert not {node for node in above if "rganization" in str(node)}
    assert {node for node in above if "schema.org" in str(node)}


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "https://schema.org/",
        "http://www.w3.org/ns/oa#",
        "https://schema.followthemoney.tech/#",
        "https://codelists.codeforiati.org/OrganisationRole/",
        "http://www.wikidata.org/entity/P190",
        "http://www.wikidata.org/entity/P859",
        "http://www.wikidata.org/entity/P463",
        "http://www.wikidata.org/entity/P1327",
    ],
)
def test_alignments_reach_the_vocabularies_of_the_field(namespace: str) -> None:
    assert any(str(node).startswith(namespace) for node in graph("alignments.ttl").objects())
