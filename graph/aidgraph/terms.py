"""The IRIs of the vocabulary, and how IRIs of a workspace's own things are minted."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["AID", "DERIVED", "KIND", "LEVEL", "ONTOLOGY_GRAPH", "PREFIXES", "graph_of", "local_name", "mint"]

ROOT = "https://w3id.org/aidgraph/"
"""Where the vocabulary lives. Not registered yet: to move it, change it here and in ``ontology/``."""

AID = f"{ROOT}ont#"
KIND = f"{ROOT}kind/"
LEVEL = f"{ROOT}level/"
ONTOLOGY_GRAPH = f"{ROOT}graph/ontology"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"

PREFIXES = {
    "aid": AID,
    "kind": KIND,
    "level": LEVEL,
    "skos": SKOS,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "prov": "http://www.w3.org/ns/prov#",
    "schema": SCHEMA,
    "dcterms": DCTERMS,
    "oa": "http://www.w3.org/ns/oa#",
}
"""What a query may use without declaring it."""

PARTIES, PARTNERSHIPS, DERIVED = "graph/parties", "graph/partnerships", "graph/derived"


def mint(base: str, sort: str, *parts: str) -> str:
    """Return the IRI of a thing from its content: the same parts give the same IRI in every build.

    >>> mint("https://example.org/aid/", "place", "GB/T 2260", "653123")
    'https://example.org/aid/place/8ec8dcb2eac8b1dcb8b0'
    """
    digest = blake2b("\x1f".join(parts).encode(), digest_size=10)
    return f"{base}{sort}/{digest.hexdigest()}"


def graph_of(base: str, source: str) -> str:
    """Return the named graph that holds what the source with that IRI says."""
    return f"{base}graph/{source.removeprefix(base)}"


def local_name(iri: str) -> str:
    """Return the part of a vocabulary IRI that users type: ``aid:twinnedWith`` is ``twinnedWith``.

    >>> local_name(KIND + "School")
    'School'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
