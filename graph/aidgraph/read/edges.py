"""Direct edges in RDF: which of them say something that no partnership, and no other edge, accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from aidgraph.kinds import Vocabulary
from aidgraph.model import Records
from aidgraph.terms import AID

__all__ = ["new_edges"]

Edge = tuple[str, str, str]
"""Who, the relation, and whom: three IRIs; of a mutual relation the lesser end comes first."""


def new_edges(edges: Iterable[Edge], records: Records, words: Vocabulary) -> list[Edge]:
    """Return the edges that follow neither from the partnerships nor from each other, in order.

    What follows: edges of broader relations, and cooperation between the members of an alliance and who leads it.
    """
    given = {_ordered(edge, words) for edge in edges}
    accounted = {_ordered(edge, words) for edge in _of_partnerships(records)}
    stated = given | accounted
    implied = {
        _ordered((one, broader.iri, other), words)
        for one, relation, other in stated | set(_alliances(stated))
        for broader in words.broader_relations(words.relations[relation])
        if broader.iri != relation
    }
    return sorted(given - accounted - implied)


def _ordered(edge: Edge, words: Vocabulary) -> Edge:
    one, relation, other = edge
    return (other, relation, one) if words.relations[relation].mutual and other < one else edge


def _of_partnerships(records: Records) -> Iterator[Edge]:
    """Yield the edges of the partnerships whose pairing no claim leaves open."""
    pairings = defaultdict(set)
    for claim in records.claims:
        pairings[claim.about].add(claim.facts.pairing)
    for partnership in records.partnerships:
        paired = pairings[partnership.iri]
        if "unspecified" in paired and "all-to-all" not in paired:
            continue
        for one in partnership.froms:
            for other in partnership.tos or partnership.froms:
                if one != other:
                    yield one, partnership.relation, other


def _alliances(edges: set[Edge]) -> Iterator[Edge]:
    """Yield who is allied with whom, as a member of what the other leads."""
    leaders = defaultdict(list)
    for one, relation, alliance in edges:
        if relation == f"{AID}leads":
            leaders[alliance].append(one)
    for member, relation, alliance in edges:
        if relation == f"{AID}memberOf":
            for leader in leaders[alliance]:
                yield (member, f"{AID}alliedWith", leader)
