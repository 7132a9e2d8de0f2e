"""The IRIs of the vocabulary, and how IRIs of a workspace's own things are minted."""

from __future__ import annotations

import re
from hashlib import blake2b
from urllib.parse import quote

__all__ = [
    "AID",
    "DERIVED",
    "KIND",
    "LEVEL",
    "ONTOLOGY_GRAPH",
    "PREFIXES",
    "graph_of",
    "is_language",
    "is_web_address",
    "local_name",
    "mint",
]

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
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": f"{ROOT}shape/",
    "vann": "http://purl.org/vocab/vann/",
    "org": "http://www.w3.org/ns/org#",
    "wd": "http://www.wikidata.org/entity/",
    "ftm": "https://schema.followthemoney.tech/#",
    "iati-org": "https://codelists.codeforiati.org/OrganisationType/",
    "iati-role": "https://codelists.codeforiati.org/OrganisationRole/",
}
"""What a query may use without declaring it: the prefixes of ``ontology/``, and of the data."""

PARTIES, PARTNERSHIPS, DERIVED = "graph/parties", "graph/partnerships", "graph/derived"


def mint(base: str, sort: str, *parts: str) -> str:
    """Return the IRI of a thing from its content: the same parts give the same IRI in every build.

    >>> mint("https://example.org/aid/", "place", "GB/T 2260", "653123")
    'https://example.org/aid/place/0b487f80810e34ed13e9'
    """
    digest = blake2b("\x1f".join(parts).encode(), digest_size=10)
    return f"{base}{sort}/{digest.hexdigest()}"


def graph_of(base: str, source: str) -> str:
    """Return the named graph that holds what the source with that IRI says.

    >>> graph_of("https://example.org/aid/", "https://example.org/aid/source/page")
    'https://example.org/aid/graph/source/page'
    """
    own = source.removeprefix(base)
    # a source of elsewhere may hold a second #, which no IRI does
    return f"{base}graph/{own if own != source else quote(source, safe=':/')}"


# RFC 5646, well-formed tags; the last line: those that predate its rules
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)",
    re.ASCII | re.IGNORECASE,
)


def is_language(tag: str) -> bool:
    """Tell whether a text is a well-formed language tag of BCP 47; the store keeps them in lower case.

    >>> is_language("zh-Hans-CN"), is_language("zh_CN")
    (True, False)
    """
    return _LANGUAGE.fullmatch(tag) is not None


_SIGNS = r"\w.~!$&'()*+,;=@%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd-"
_ADDRESS = re.compile(
    rf"https?://[{_SIGNS}]+(?::[0-9]*)?(?:/[{_SIGNS}:/]*)?(?:\?[{_SIGNS}:/?]*)?(?:\#[{_SIGNS}:/?]*)?",
    re.ASCII | re.IGNORECASE,
)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def is_web_address(text: str) -> bool:
    """Tell whether a text is an http or https address that can stand as an IRI.

    >>> is_web_address("https://例え.jp/路"), is_web_address("https://example.org/a b")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None and not _BAD_ESCAPE.search(text)


def local_name(iri: str) -> str:
    """Return the part of a vocabulary IRI that users type: ``aid:twinnedWith`` is ``twinnedWith``.

    >>> local_name(KIND + "School")
    'School'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
