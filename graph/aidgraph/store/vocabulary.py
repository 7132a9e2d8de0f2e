"""The ontology in the store: its files, and the kinds that a workspace adds."""

from __future__ import annotations

from collections.abc import Iterator
from json.encoder import encode_basestring

from aidgraph.kinds import Kind, Vocabulary, vocabulary
from aidgraph.ontology import VOCABULARY, ontology_file
from aidgraph.store.embedded import Store
from aidgraph.terms import AID, ONTOLOGY_GRAPH, RDF, SKOS, XSD

__all__ = ["load_vocabulary"]


def load_vocabulary(store: Store, words: Vocabulary) -> None:
    """Load the ontology and a workspace's own kinds into the ontology graph."""
    for name in VOCABULARY:
        store.load_file(ontology_file(name), ONTOLOGY_GRAPH)
    known = vocabulary().kinds
    own = [kind for kind in words.kinds.values() if kind.iri not in known]
    store.load(line for kind in own for line in _lines(kind))


def _lines(kind: Kind) -> Iterator[str]:
    scheme = "LevelScheme" if kind.is_level else "KindScheme"
    pairs = [
        f"<{RDF}type> <{SKOS}Concept>",
        f"<{SKOS}inScheme> <{AID}{scheme}>",
        f'<{SKOS}notation> "{kind.name}"',
        *(f"<{SKOS}prefLabel> {encode_basestring(label)}@{language}" for language, label in kind.labels),
    ]
    if kind.parent:
        pairs.append(f"<{SKOS}broader> <{kind.parent}>")
    if kind.rank is not None:
        pairs.append(f'<{AID}rank> "{kind.rank}"^^<{XSD}integer>')
    for pair in pairs:
        yield f"<{kind.iri}> {pair} <{ONTOLOGY_GRAPH}> .\n"
