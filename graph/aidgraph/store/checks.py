"""The whole-graph checks: the SPARQL constraints of the shapes, run as plain queries in the store.

They stand in ``ontology/shapes.ttl`` as standard ``sh:SPARQLConstraint`` nodes. Run over all nodes at once by the
store they take a fraction of what a SHACL engine needs, which asks them once for every node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring

from aidgraph.errors import DataError, Problem, Where
from aidgraph.ontology import ontology_file
from aidgraph.store.embedded import Iri, Store
from aidgraph.terms import DERIVED, ONTOLOGY_GRAPH, XSD
from aidgraph.triples import Node, Quad

__all__ = ["Constraint", "Finding", "check", "constraints", "fence", "refuse_violations", "where_stated"]

_SHAPES = ("shapes.ttl", "advice.ttl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a shape objects to; ``severity`` is ``violation``, ``warning`` or ``info``."""

    severity: str
    shape: str
    focus: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A whole-graph check; one that looks at data only must not see the ontology's own triples."""

    shape: str
    select: str
    message: str
    severity: str
    over_data_only: bool


_CONSTRAINTS = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?shape ?select ?message ?own ?outer ?only WHERE {
  ?shape sh:select ?select ; sh:message ?message . FILTER(LANG(?message) = "en")
  OPTIONAL { ?shape sh:severity ?own } OPTIONAL { ?node sh:sparql ?shape ; sh:severity ?outer }
  OPTIONAL { ?shape aid:overDataOnly ?only }
} ORDER BY ?shape
"""


@lru_cache(maxsize=1)
def constraints() -> tuple[Constraint, ...]:
    """Return the SPARQL constraints of the shapes and of the advice."""
    store = Store()
    for name in _SHAPES:
        store.load_file(ontology_file(name), ONTOLOGY_GRAPH)
    return tuple(
        Constraint(
            shape=row.shape,
            select=row.select,
            message=row.message,
            severity=severity_of(row.own or row.outer or "Violation"),
            over_data_only=bool(row.only),
        )
        for row in store.select(_CONSTRAINTS)
    )


def severity_of(term: str) -> str:
    """Return ``violation``, ``warning`` or ``info`` for a SHACL severity."""
    return term.rsplit("#", 1)[-1].lower()


def check(store: Store, *, base: str, severities: Iterable[str] = ("violation",)) -> Iterator[Finding]:
    """Yield what the SPARQL constraints of those severities object to in a built store."""
    data = [graph for graph in store.graphs() if graph not in {ONTOLOGY_GRAPH, f"{base}{DERIVED}"}]
    wanted = set(severities)
    for constraint in constraints():
        if constraint.severity in wanted:
            graphs = data if constraint.over_data_only else [*data, ONTOLOGY_GRAPH]
            yield from _findings(store, constraint, graphs)


def fence(quads: Iterable[Quad]) -> Iterator[Finding]:
    """Yield what the constraints on data alone object to in the quads of one RDF file, before they are let in."""
    store, graph = Store(), "urn:aidgraph:incoming"
    store.load(f"{_text(q.subject)} <{q.predicate}> {_text(q.object)} <{graph}> .\n" for q in quads)
    for constraint in constraints():
        if constraint.over_data_only:
            yield from _findings(store, constraint, [graph])


def _text(node: Node) -> str:
    if not node.datatype:
        return f"<{node.value}>"
    if node.language:
        return f"{encode_basestring(node.value)}@{node.language}"
    return f"{encode_basestring(node.value)}^^<{node.datatype or XSD + 'string'}>"


def _findings(store: Store, constraint: Constraint, graphs: list[str]) -> Iterator[Finding]:
    rows = store.select(constraint.select, graphs=graphs)
    for row in rows:
        found = dict(zip(rows.columns, row, strict=True))
        value = str(found.get("value") or "")
        yield Finding(
            severity=constraint.severity,
            shape=constraint.shape,
            focus=str(found.get("this") or value),
            message=constraint.message.replace("{?value}", value).replace("{$this}", str(found.get("this"))),
        )


_WHERE = """
SELECT ?file ?sheet ?row WHERE {
  { BIND(?focus AS ?at) } UNION { ?at aid:about ?focus }
  ?at aid:file ?file . OPTIONAL { ?at aid:sheet ?sheet } OPTIONAL { ?at aid:row ?row }
} ORDER BY ?file ?row LIMIT 1
"""


def where_stated(store: Store, focus: str) -> Where:
    """Return the file and row that a thing of the graph came from."""
    rows = store.select(_WHERE, bind={"focus": Iri(focus)})
    return Where(rows[0].file, rows[0].row or 0, sheet=rows[0].sheet or "") if rows else Where("")


def refuse_violations(store: Store, *, base: str) -> None:
    """Raise ``DataError`` with every violation of a whole-graph check, at the file and row that caused it."""
    problems = [_problem(store, finding) for finding in check(store, base=base)]
    if problems:
        raise DataError(problems)


def _problem(store: Store, finding: Finding) -> Problem:
    return Problem(where_stated(store, finding.focus), f"{finding.message} ({finding.focus})")
