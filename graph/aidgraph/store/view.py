"""The store as an rdflib graph: the one module that knows oxrdflib."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from aidgraph.store.syntax import names_graphs
from aidgraph.terms import PREFIXES

__all__ = ["view"]


def view(store: ox.Store) -> rdflib.Graph:
    """Return the union of all graphs of a store as one rdflib graph that is only read.

    A plain graph: rdflib's own ``Dataset`` asks its deprecated attributes whenever it is read.
    """
    graph = rdflib.Graph(store=_EveryGraph(store=store))
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


class _EveryGraph(OxigraphStore):
    """All named graphs as one; what rdflib passes for a graph is not looked at."""

    context_aware = False
    graph_aware = False

    def triples(self, triple_pattern: Any, context: object = None) -> Iterator[Any]:  # noqa: ANN401, ARG002  as rdflib calls it
        yield from super().triples(triple_pattern, None)

    def __len__(self, context: object = None) -> int:
        return int(super().__len__(None))

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: str, **options: object) -> Any:  # noqa: ANN401, ARG002, N803  as rdflib calls it
        graphs = "" if names_graphs(query) else "__UNION__"
        return super().query(query, initNs, initBindings, graphs, **options)

    def add(self, *_args: object, **_options: object) -> NoReturn:
        raise TypeError("the graph is only read: change the workspace's sources and build it again")

    addN = remove = update = add  # noqa: N815  rdflib's own name
