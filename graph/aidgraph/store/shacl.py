"""The core shapes, checked with pySHACL: the one module that knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from aidgraph.ontology import VOCABULARY, ontology_file
from aidgraph.store.checks import Finding, check, severity_of, where_stated
from aidgraph.store.embedded import Store
from aidgraph.terms import DERIVED, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    import rdflib

__all__ = ["validate", "validate_graph"]

_SH = "http://www.w3.org/ns/shacl#"


@lru_cache(maxsize=4)
def _shapes(names: tuple[str, ...]) -> rdflib.Graph:
    """Return shapes without their SPARQL constraints, which the store runs itself."""
    import rdflib

    shapes = rdflib.Graph()
    for name in names:
        shapes.parse(ontology_file(name), format="turtle")
    shapes.remove((None, rdflib.URIRef(f"{_SH}sparql"), None))
    return shapes


@lru_cache(maxsize=1)
def _ontology() -> rdflib.Graph:
    import rdflib

    ontology = rdflib.Graph()
    for name in VOCABULARY:
        ontology.parse(ontology_file(name), format="turtle")
    return ontology


def validate_graph(
    data: rdflib.Graph, *, shapes: Iterable[str] = ("shapes.ttl",), focus: Iterable[str] = ()
) -> list[Finding]:
    """Check a graph against the core shapes of those files of the ontology; with ``focus``, only those nodes."""
    import pyshacl
    import rdflib

    chosen: list[str | rdflib.URIRef] = [rdflib.URIRef(node) for node in focus]
    _, results, _ = pyshacl.validate(
        data,
        shacl_graph=_shapes(tuple(shapes)),
        ont_graph=_ontology(),
        inference="none",
        allow_warnings=True,
        allow_infos=True,
        focus_nodes=chosen or None,
    )
    sh = rdflib.Namespace(_SH)
    findings = []
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        messages = {m.language: str(m) for m in results.objects(result, sh.resultMessage) if m.language}
        spoken = [str(m) for m in results.objects(result, sh.resultMessage)]
        findings.append(
            Finding(
                severity=severity_of(str(results.value(result, sh.resultSeverity))),
                shape=str(results.value(result, sh.sourceShape)),
                focus=str(results.value(result, sh.focusNode)),
                message=messages.get("en") or (spoken[0] if spoken else ""),
            )
        )
    return sorted(findings, key=lambda f: (f.shape, f.focus, f.message))


def validate(store: Store, *, base: str) -> list[Finding]:
    """Return what shapes and advice object to in a built store, violations first, each with its file and row."""
    import rdflib

    data = [graph for graph in store.graphs() if graph not in {ONTOLOGY_GRAPH, f"{base}{DERIVED}"}]
    with BytesIO() as stream:
        store.dump(stream, "nt", graphs=data)
        graph = rdflib.Graph().parse(data=stream.getvalue(), format="nt")
    findings = [
        *check(store, base=base, severities=_SEVERITIES),
        *validate_graph(graph, shapes=("shapes.ttl", "advice.ttl")),
    ]
    located = [replace(finding, where=str(where_stated(store, finding.focus))) for finding in findings]
    return sorted(located, key=lambda f: (_SEVERITIES.index(f.severity), f.where, f.shape, f.focus))


_SEVERITIES = ("violation", "warning", "info")
