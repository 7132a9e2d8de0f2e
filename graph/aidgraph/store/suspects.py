"""Which nodes a core shape may object to, found by the store: all that a SHACL engine needs to look at.

An engine that asks every shape of every node takes a millisecond a node. Here each property shape is one query over
all nodes of its class; whoever it finds is then shown to the engine, which has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from aidgraph.store.embedded import Store
from aidgraph.terms import RDF, XSD, local_name

if TYPE_CHECKING:
    import rdflib

__all__ = ["suspects"]

_SH = "http://www.w3.org/ns/shacl#"
_SAYS_NOTHING = ("path", "message", "minCount")

_HOLDS = {
    "nodeKind": "IS{1}(?value)",
    "minLength": "STRLEN(STR(?value)) >= {0}",
    "maxLength": "STRLEN(STR(?value)) <= {0}",
    "minInclusive": "?value >= {0}",
    "maxInclusive": "?value <= {0}",
    "minExclusive": "?value > {0}",
    "pattern": "REGEX(STR(?value), {0})",
    "maxCount": "NOT EXISTS {{ ?this {path} ?other FILTER(!SAMETERM(?value, ?other)) }}",
    "uniqueLang": "NOT EXISTS {{ ?this {path} ?other"
    " FILTER(!SAMETERM(?value, ?other) && LCASE(LANG(?value)) = LCASE(LANG(?other))) }}",
    "disjoint": "NOT EXISTS {{ ?this {0} ?value }}",
    "lessThan": "NOT EXISTS {{ ?this {0} ?other FILTER(!COALESCE(?value < ?other, false)) }}",
    "lessThanOrEquals": "NOT EXISTS {{ ?this {0} ?other FILTER(!COALESCE(?value <= ?other, false)) }}",
}
"""When a value meets a constraint, as an expression: {0} is the constraint's own value, {1} its last part."""


def suspects(data: Store, shapes: rdflib.Graph) -> list[str]:
    """Return the nodes of a store that one of the core shapes, a graph that does not change, may object to, sorted."""
    return sorted({row.this for query in _queries(shapes) for row in data.select(query)})


@lru_cache(maxsize=2)
def _queries(shapes: rdflib.Graph) -> tuple[str, ...]:
    return tuple(_worded(shapes))


def _worded(shapes: rdflib.Graph) -> Iterator[str]:
    import rdflib

    sh = rdflib.Namespace(_SH)
    for node, class_ in shapes.subject_objects(sh.targetClass):
        properties = list(shapes.objects(node, sh.property))
        paths = {shape: shapes.value(shape, sh.path) for shape in properties}
        if (node, sh.closed, None) in shapes:
            known = ", ".join(sorted({f"<{path}>" for path in paths.values()} | {f"<{RDF}type>"}))
            yield f"SELECT ?this {{ ?this a <{class_}> ; ?property ?value FILTER(?property NOT IN ({known})) }}"
        for shape, path in paths.items():
            if (shape, sh.minCount, None) in shapes:
                yield f"SELECT ?this {{ ?this a <{class_}> FILTER NOT EXISTS {{ ?this <{path}> ?value }} }}"
            if holds := " && ".join(_conditions(shapes, shape, f"<{path}>")):
                yield f"SELECT ?this {{ ?this a <{class_}> ; <{path}> ?value FILTER(!COALESCE({holds}, false)) }}"


def _conditions(shapes: rdflib.Graph, shape: rdflib.term.Node, path: str) -> Iterator[str]:
    """Yield what has to hold of every value; raises ``KeyError`` for a kind of constraint that is not known here."""
    for predicate, value in sorted(shapes.predicate_objects(shape)):
        name = str(predicate).removeprefix(_SH)
        if name in _SAYS_NOTHING or ":" in name:
            continue
        if name == "datatype":
            yield from _of_datatype(str(value))
        elif name == "in":
            yield f"?value IN ({', '.join(member.n3() for member in shapes.items(value))})"
        else:
            yield _HOLDS[name].format(_term(value), local_name(str(value)), path=path)


def _of_datatype(datatype: str) -> Iterator[str]:
    yield f"DATATYPE(?value) = <{datatype}>"
    if datatype.startswith(XSD) and datatype != f"{XSD}string":
        # a text that is no value of its datatype cannot be cast to it
        yield f"ISLITERAL(<{datatype}>(STR(?value)))"


def _term(value: rdflib.term.Node) -> str:
    import rdflib

    if isinstance(value, rdflib.URIRef):
        return f"<{value}>"
    is_text = isinstance(value, rdflib.Literal) and isinstance(value.value, str)
    return encode_basestring(str(value)) if is_text else str(value)
