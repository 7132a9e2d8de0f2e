"""The core shapes, checked with pySHACL: the one module that knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from aidgraph.errors import Where
from aidgraph.kinds import Vocabulary
from aidgraph.ontology import ontology_file
from aidgraph.read.rdf import stated_quads
from aidgraph.store.checks import (
    SEVERITIES,
    SHAPES,
    Finding,
    check,
    fill,
    severity_of,
    spoken_of,
    store_of,
    where_stated,
)
from aidgraph.store.embedded import Store
from aidgraph.store.suspects import suspects
from aidgraph.terms import AID, DERIVED, ONTOLOGY_GRAPH, RDF, ROOT, local_name
from aidgraph.triples import Quad

if TYPE_CHECKING:
    import rdflib

__all__ = ["core", "incoming", "validate", "validate_graph"]

_SH = "http://www.w3.org/ns/shacl#"


@lru_cache(maxsize=2)
def _shapes(*, filled_in: bool) -> rdflib.Graph:
    """Return the shapes without their SPARQL constraints, which the store runs itself."""
    import rdflib

    shapes = rdflib.Graph()
    for name in SHAPES:
        shapes.parse(ontology_file(name), format="turtle")
    if not filled_in:
        for shape in list(shapes.subjects(rdflib.URIRef(f"{AID}filledIn"), rdflib.Literal(True))):  # noqa: FBT003  a term
            shapes.remove((None, None, shape))
            shapes.remove((shape, None, None))
    shapes.remove((None, rdflib.URIRef(f"{_SH}sparql"), None))
    return shapes


def core(data: Store, *, filled_in: bool = True) -> list[Finding]:
    """Return what the core shapes object to in a store of data; ``filled_in`` as for ``check``.

    Only nodes that the store finds suspect are shown to pySHACL, each with its own triples: a core shape asks no more.
    """
    nodes = suspects(data, _shapes(filled_in=filled_in))
    if not nodes:
        return []
    import rdflib

    listed = " ".join(f"<{node}>" for node in nodes)
    text = data.serialise(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {listed} }} ?s ?p ?o }}", "nt")
    return validate_graph(rdflib.Graph().parse(data=text, format="nt"), filled_in=filled_in)


def validate_graph(data: rdflib.Graph, *, filled_in: bool = True) -> list[Finding]:
    """Check a graph against the core shapes; without ``filled_in``, not against what reading a file fills in."""
    import pyshacl
    import rdflib

    shapes = _shapes(filled_in=filled_in)
    _, results, _ = pyshacl.validate(
        data, shacl_graph=shapes, inference="none", allow_warnings=True, allow_infos=True, inplace=True
    )
    sh = rdflib.Namespace(_SH)
    return sorted(
        (_finding(results, result, shapes) for result in results.subjects(rdflib.RDF.type, sh.ValidationResult)),
        key=lambda finding: (finding.shape, finding.focus, finding.message),
    )


def _finding(results: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph) -> Finding:
    """Return a validation result as a finding; its messages come from the shape, since the result loses a language."""
    import rdflib

    sh = rdflib.Namespace(_SH)
    shape = results.value(result, sh.sourceShape)
    messages = {getattr(m, "language", ""): str(m) for m in shapes.objects(shape, sh.message)}
    path, value = results.value(result, sh.resultPath), results.value(result, sh.value)
    values = {"{$path}": local_name(str(path))}
    written = f" ({_short(value)})" if isinstance(value, rdflib.Literal) else ""
    return Finding(
        severity=severity_of(str(results.value(result, sh.resultSeverity))),
        shape=str(shape),
        focus=str(results.value(result, sh.focusNode)),
        message=fill(messages["en"], values) + written,
        message_zh=fill(messages["zh"], values) + written,
    )


_SHOWN = 60


def _short(value: rdflib.Literal) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def validate(store: Store, words: Vocabulary, *, base: str) -> list[Finding]:
    """Return what shapes and advice object to in a built store, violations first, each with its file and row."""
    stated = [graph for graph in store.graphs() if graph not in {ONTOLOGY_GRAPH, f"{base}{DERIVED}"}]
    data = Store()
    with BytesIO() as stream:
        store.dump(stream, "nt", graphs=stated)
        data.load([stream.getvalue().decode()])
    findings = [*core(data), *check(data, words, severities=SEVERITIES)]
    located = [(where_stated(store, finding.focus), finding) for finding in findings]
    located.sort(key=lambda at: (SEVERITIES.index(at[1].severity), at[0], at[1].shape, at[1].focus, at[1].message))
    return [_placed(store, finding, where) for where, finding in located]


def _placed(store: Store, finding: Finding, where: Where) -> Finding:
    """Return a finding with the place that it comes from, its messages led by the name of what they are about."""
    name = spoken_of(store, finding.focus)
    return replace(
        finding, where=str(where), message=f"{name}: {finding.message}", message_zh=f"{name}：{finding.message_zh}"
    )


def incoming(quads: Iterable[Quad], words: Vocabulary) -> list[Finding]:
    """Return what the shapes object to in the quads of an RDF file, before any of it is let in.

    What reading the file leaves out (the ontology's own terms, derived triples, direct edges) is left out here too.
    """
    stated, _ = stated_quads(quads, words)
    data = store_of(_of_data(stated))
    return [*core(data, filled_in=False), *check(data, words, filled_in=False)]


def _of_data(quads: list[Quad]) -> Iterator[Quad]:
    """Yield the quads about anything but the vocabulary's own terms, which an export brings along."""
    ours = {quad.subject for quad in quads if quad.predicate == f"{RDF}type" and quad.object.value.startswith(AID)}
    return (quad for quad in quads if quad.subject in ours or not quad.subject.value.startswith(ROOT))
