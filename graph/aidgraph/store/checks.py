"""The whole-graph checks: the SPARQL constraints of the shapes, run as plain queries in the store.

They stand in ``ontology/shapes.ttl`` as standard ``sh:SPARQLConstraint`` nodes. Run over all nodes at once by the
store they take a fraction of what a SHACL engine needs, which asks them once for every node.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring

from aidgraph.errors import DataError, Problem, Where
from aidgraph.kinds import Vocabulary
from aidgraph.ontology import ontology_file
from aidgraph.store.embedded import Iri, Store
from aidgraph.store.vocabulary import load_vocabulary
from aidgraph.terms import ONTOLOGY_GRAPH, ROOT, local_name
from aidgraph.triples import Node, Quad

__all__ = ["SEVERITIES", "SHAPES", "Constraint", "Finding", "check", "constraints", "refuse_violations", "store_of"]

SHAPES = ("shapes.ttl", "advice.ttl")
"""The files of the ontology that hold shapes: what must be, and what should be."""

SEVERITIES = ("violation", "warning", "info")
"""How bad a finding is, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a shape objects to; ``severity`` is ``violation``, ``warning`` or ``info``."""

    severity: str
    shape: str
    focus: str
    message: str
    where: str = ""
    message_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A whole-graph check; one that looks at data only must not see the ontology's own triples.

    What is ``filled_in`` holds of every graph that was built, but not of every file that one is built from.
    """

    shape: str
    select: str
    message: str
    message_zh: str
    severity: str
    over_data_only: bool
    filled_in: bool


_CONSTRAINTS = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?shape ?select ?en ?zh ?severity ?only ?filled WHERE {
  ?shape sh:select ?select ; sh:message ?en , ?zh . FILTER(LANG(?en) = "en" && LANG(?zh) = "zh")
  OPTIONAL { ?node sh:sparql ?shape ; sh:severity ?severity }
  OPTIONAL { ?shape aid:overDataOnly ?only } OPTIONAL { ?shape aid:filledIn ?filled }
} ORDER BY ?shape
"""


@lru_cache(maxsize=1)
def constraints() -> tuple[Constraint, ...]:
    """Return the SPARQL constraints of the shapes and of the advice."""
    store = Store()
    for name in SHAPES:
        store.load_file(ontology_file(name), ONTOLOGY_GRAPH)
    return tuple(
        Constraint(
            shape=row.shape,
            select=row.select,
            message=row.en,
            message_zh=row.zh,
            severity=severity_of(row.severity or "Violation"),
            over_data_only=bool(row.only),
            filled_in=bool(row.filled),
        )
        for row in store.select(_CONSTRAINTS)
    )


def severity_of(term: str) -> str:
    """Return ``violation``, ``warning`` or ``info`` for a SHACL severity."""
    return term.rsplit("#", 1)[-1].lower()


def check(
    data: Store, words: Vocabulary, *, severities: Iterable[str] = ("violation",), filled_in: bool = True
) -> list[Finding]:
    """Return what the SPARQL constraints of those severities object to in a store that holds data and nothing else.

    The vocabulary is loaded on the way, after the constraints on data alone have run: looking in all graphs of a
    store is many times faster than looking in some. Without ``filled_in``, what reading a file fills in is not asked.
    """
    wanted = set(severities)
    asked = [c for c in constraints() if c.severity in wanted and (filled_in or not c.filled_in)]
    findings = [finding for c in asked if c.over_data_only for finding in _findings(data, c)]
    load_vocabulary(data, words)
    findings += [finding for c in asked if not c.over_data_only for finding in _findings(data, c)]
    return findings


def store_of(quads: Iterable[Quad]) -> Store:
    """Return a store of the quads of a file of RDF, before any of them is let in."""
    data = Store()
    data.load(f"{_text(q.subject)} <{q.predicate}> {_text(q.object)} <urn:aidgraph:incoming> .\n" for q in quads)
    return data


def _text(node: Node) -> str:
    if not node.datatype:
        return f"<{node.value}>"
    if node.language:
        return f"{encode_basestring(node.value)}@{node.language}"
    return f"{encode_basestring(node.value)}^^<{node.datatype}>"


def _findings(store: Store, constraint: Constraint) -> Iterator[Finding]:
    rows = store.select(constraint.select)
    for row in rows:
        found = dict(zip(rows.columns, row, strict=True))
        spoken = {f"{{?{name}}}": spoken_of(store, str(value)) for name, value in found.items()}
        yield Finding(
            severity=constraint.severity,
            shape=constraint.shape,
            focus=str(found.get("this") or found.get("value") or ""),
            message=fill(constraint.message, spoken),
            message_zh=fill(constraint.message_zh, spoken),
        )


def fill(message: str, values: dict[str, str]) -> str:
    """Return a message with its placeholders replaced; a value that looks like one is left alone."""
    return re.sub(r"\{[?$]\w+\}", lambda match: values.get(match[0], match[0]), message)


_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_LABEL = "SELECT ?label { ?focus skos:prefLabel|dcterms:title ?label } ORDER BY LANG(?label) ?label LIMIT 1"
_NAME = "SELECT ?name { ?focus aid:about?/aid:name ?name } LIMIT 1"


def spoken_of(store: Store, value: str) -> str:
    """Return how a message speaks of a value: a party by its name, a claim by that of its partnership."""
    if value.startswith(ROOT):
        return local_name(value)
    if not _IRI.fullmatch(value):
        return value
    rows = store.select(_NAME, bind={"focus": Iri(value)}) or store.select(_LABEL, bind={"focus": Iri(value)})
    return str(rows[0][0]) if rows else value


_WHERE = """
SELECT ?file ?sheet ?row WHERE {
  { BIND(?focus AS ?at) BIND(0 AS ?distance) }
  UNION { ?at aid:about ?focus BIND(1 AS ?distance) }
  UNION {
    ?thing aid:provider|aid:recipient|aid:oneSide|aid:otherSide|aid:peer ?focus . ?at aid:about ?thing
    BIND(2 AS ?distance)
  }
  UNION { ?at aid:facilitator|aid:at|aid:statedIn ?focus BIND(3 AS ?distance) }
  ?at aid:file ?file . OPTIONAL { ?at aid:sheet ?sheet } OPTIONAL { ?at aid:row ?row }
} ORDER BY ?distance ?file ?row LIMIT 1
"""


def where_stated(store: Store, focus: str) -> Where:
    """Return the file and row that a thing of the graph came from: its own, or the first that speaks of it."""
    rows = store.select(_WHERE, bind={"focus": Iri(focus)})
    return Where(rows[0].file, rows[0].row or 0, sheet=rows[0].sheet or "") if rows else Where("")


def refuse_violations(data: Store, words: Vocabulary) -> None:
    """Load the vocabulary into a store of data alone, and raise ``DataError`` with every violation of a check.

    Each is told at the file and row that caused it.
    """
    problems = {
        Problem(where_stated(data, finding.focus), f"{spoken_of(data, finding.focus)}: {finding.message}")
        for finding in check(data, words)
    }
    if problems:
        raise DataError(sorted(problems, key=lambda problem: (problem.where, problem.what)))
