"""How much a store holds, in the terms of the field."""

from __future__ import annotations

from dataclasses import dataclass

from aidgraph.store.embedded import Store

__all__ = ["Counts", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The numbers of a build; ``edges`` are distinct direct links under the relation stated, and derived alliances."""

    institutions: int
    places: int
    partnerships: int
    claims: int
    totals: int
    edges: int
    sources: int
    triples: int


_CLASSES = {
    "institutions": "Institution",
    "places": "Place",
    "partnerships": "Partnership",
    "claims": "Claim",
    "totals": "ReportedTotal",
    "sources": "Source",
}

_EDGES = """
SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?relation ?one ?other {
  { ?p aid:standing "accepted" ; aid:relation ?relation .
    FILTER NOT EXISTS { ?p aid:pairing "unspecified" }
    FILTER NOT EXISTS { ?relation aid:structural true }
    { ?p aid:provider ?one ; aid:recipient ?other }
    UNION { { ?p aid:oneSide ?a ; aid:otherSide ?b } UNION { ?p aid:peer ?a , ?b FILTER(?a != ?b) }
            BIND(IF(STR(?a) < STR(?b), ?a, ?b) AS ?one) BIND(IF(STR(?a) < STR(?b), ?b, ?a) AS ?other) } }
  UNION { ?one aid:alliedWith ?other . FILTER(STR(?one) < STR(?other)) BIND(aid:alliedWith AS ?relation) }
} }
"""


def count(store: Store) -> Counts:
    """Count what a store holds."""
    numbers = {
        name: store.select(f"SELECT (COUNT(*) AS ?n) {{ ?x a aid:{class_} }}")[0].n for name, class_ in _CLASSES.items()
    }
    return Counts(**numbers, edges=store.select(_EDGES)[0].n, triples=len(store))
