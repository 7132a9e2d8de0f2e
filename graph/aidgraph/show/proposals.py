"""Proposals as RDF: in a named graph of their own, in words that no partnership is told in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring
from pathlib import Path

from aidgraph.ask.propose import Proposal
from aidgraph.errors import UsageError
from aidgraph.kinds import Vocabulary
from aidgraph.show.export import write_rdf
from aidgraph.store.embedded import Store
from aidgraph.terms import AID, RDF, XSD, mint

__all__ = ["PROPOSALS", "write_proposals"]

PROPOSALS = "graph/proposals"
"""The end of the name of the graph, after a workspace's base."""

_ENDINGS = (".trig", ".nq", ".ttl", ".nt", ".jsonld")


def write_proposals(proposals: Iterable[Proposal], path: Path, words: Vocabulary, *, base: str) -> None:
    """Write proposals to a file, in the RDF syntax its ending names; raises ``UsageError`` or ``StorageError``."""
    if path.suffix.lower() not in _ENDINGS:
        raise UsageError(f"proposals are not written as {path.suffix or path.name!r}; legal: {', '.join(_ENDINGS)}")
    store = Store()
    store.load(_nquads(proposals, words, base))
    write_rdf(store, path)


def _nquads(proposals: Iterable[Proposal], words: Vocabulary, base: str) -> Iterator[str]:
    for one in proposals:
        relation = words.relation(one.relation).iri
        iri = mint(base, "proposal", relation, one.from_id, one.to_id)
        pairs = [
            f"<{RDF}type> <{AID}Proposal>",
            f"<{AID}proposes> <{relation}>",
            f"<{AID}proposedFrom> <{one.from_id}>",
            f"<{AID}proposedTo> <{one.to_id}>",
            f'<{AID}points> "{one.score}"^^<{XSD}integer>',
            *(f"<{AID}because> {encode_basestring(reason)}" for reason in one.because),
        ]
        yield "".join(f"<{iri}> {pair} <{base}{PROPOSALS}> .\n" for pair in pairs)
