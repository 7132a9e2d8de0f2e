"""How two parties are connected: the shortest way through partnerships that count."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from aidgraph.ask.labels import Parties
from aidgraph.ask.ties import RELATED, ties
from aidgraph.kinds import Vocabulary
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Step", "network", "path"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: read as ``from_`` *relation* ``to``, the inverse relation where it goes against it."""

    from_: str
    relation: str
    to: str
    partnership: str
    because: str = ""


def network(store: Store, parties: Parties, words: Vocabulary) -> nx.MultiDiGraph:
    """Return the parties and the links between them as a networkx graph.

    Nodes are IRIs with ``label``, ``kind`` and ``place``; an edge a link from provider to recipient (both ways where
    mutual), keyed by partnership and relation, with ``open`` where the source leaves the pairing open.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for facts in parties.facts.values():
        graph.add_node(
            facts.iri,
            label=facts.label,
            kind=local_name(facts.kind),
            place=parties.label(facts.place) if facts.place else "",
        )
    related = words.narrower_relations(words.relations[RELATED])
    for its_ties in ties(store, related).values():
        for tie in its_ties:
            if tie.direction == "in":
                continue
            for partner in tie.partners:
                graph.add_edge(
                    tie.party,
                    partner,
                    key=(tie.partnership, local_name(tie.relation)),
                    relation=local_name(tie.relation),
                    partnership=tie.partnership,
                    mutual=tie.direction == "mutual",
                    open=tie.open,
                )
    return graph


def path(store: Store, parties: Parties, words: Vocabulary, start: str, end: str) -> list[Step]:
    """Return the steps of a shortest way from one party to another (IRIs), none where there is no way."""
    import networkx as nx

    graph = network(store, parties, words)
    try:
        nodes = nx.bidirectional_shortest_path(graph.to_undirected(as_view=True), start, end)
    except nx.NetworkXNoPath:
        return []
    return [_step(graph, parties, words, one, other) for one, other in pairwise(nodes)]


def _step(graph: nx.MultiDiGraph, parties: Parties, words: Vocabulary, one: str, other: str) -> Step:
    forward = graph.has_edge(one, other)
    links = graph[one][other] if forward else graph[other][one]
    link = links[min(links)]
    relation = link["relation"]
    if not forward:
        relation = local_name(words.relation(relation).inverse)
    because = "the source leaves open who is paired with whom" if link["open"] else ""
    return Step(parties.label(one), relation, parties.label(other), link["partnership"], because)
