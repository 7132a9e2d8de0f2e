"""RDF files as plain tuples: the one place where RDF syntaxes are parsed."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from aidgraph.terms import RDF, XSD

if TYPE_CHECKING:
    import rdflib

# of a text that is no value of its datatype rdflib logs a traceback; the user is told of it as a problem
logging.getLogger("rdflib").addHandler(logging.NullHandler())

__all__ = ["BLANK", "FORMATS", "Node", "Quad", "RdfSyntaxError", "parse_rdf"]

FORMATS = (".ttl", ".nt", ".nq", ".trig", ".n3", ".rdf", ".owl", ".xml", ".jsonld", ".trix", ".hext")
"""File endings that say which RDF syntax a file is in."""


class Node(NamedTuple):
    """An RDF term: an IRI (``value`` only), or a literal (``datatype`` set, ``language`` perhaps)."""

    value: str
    datatype: str = ""
    language: str = ""

    @property
    def blank(self) -> bool:
        """Whether it is a blank node that has no name yet."""
        return not self.datatype and self.value.startswith(_BLANK)


class Quad(NamedTuple):
    """A triple and the named graph it stands in (empty: the default graph)."""

    subject: Node
    predicate: str
    object: Node
    graph: str


class RdfSyntaxError(ValueError):
    """A file that is not in the RDF syntax its ending says; ``line`` is 0 where the parser does not tell."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        self.line = line
        super().__init__(message)


def parse_rdf(path: Path) -> Iterator[Quad]:
    """Yield the quads of an RDF file, its syntax told by the ending (one of ``FORMATS``).

    Blank nodes come out as IRIs named by their content, so that reading twice gives the same ones. Nothing is fetched:
    a JSON-LD context must stand in the file. Raises ``RdfSyntaxError``.
    """
    ending = path.suffix.lower()
    quads = list(_parse_with_rdflib(path, ending) if ending in _RDFLIB else _parse(path, ending))
    blank = any(quad.subject.blank or quad.object.blank for quad in quads)
    yield from _named_by_content(quads) if blank else quads


BLANK = "urn:aidgraph:node:"
"""What the names given to blank nodes begin with."""

_BLANK = "_:"
"""How a blank node is written until it is named; no IRI begins so."""

_RDFLIB = {".trix": "trix", ".hext": "hext"}
"""The syntaxes that only rdflib reads."""


def _parse(path: Path, ending: str) -> Iterator[Quad]:
    from pyoxigraph import RdfFormat, parse

    format_ = RdfFormat.RDF_XML if ending == ".owl" else RdfFormat.from_extension(ending.lstrip("."))
    if format_ == RdfFormat.RDF_XML:
        _refuse_bombs(path)
    # relative IRIs must not depend on the folder that the workspace lies in
    base = f"file:///{quote(path.name)}"
    try:
        for quad in parse(path=str(path), format=format_, base_iri=base):
            graph = getattr(quad.graph_name, "value", "")
            yield Quad(_node(quad.subject), quad.predicate.value, _node(quad.object), graph)
    except SyntaxError as error:
        if "LoadDocumentCallback" in str(error.msg):
            raise RdfSyntaxError("its @context stands elsewhere, and nothing is fetched; write it out here") from error
        raise RdfSyntaxError(error.msg, line=error.lineno or 0) from error
    except UnicodeDecodeError as error:
        raise RdfSyntaxError(f"not UTF-8: {error.reason}") from error


_ENTITY = re.compile(rb"<!ENTITY[^>]{0,200}?(?:&(?!#)|[^>]{1000}|%)")


def _refuse_bombs(path: Path) -> None:
    """Refuse XML whose entities grow when they are used: a few lines of it would fill the memory."""
    data = path.read_bytes()
    if found := _ENTITY.search(data):
        line = data.count(b"\n", 0, found.start()) + 1
        raise RdfSyntaxError("an XML entity that is long or holds another is not read", line=line)


def _node(term: object) -> Node:
    from pyoxigraph import BlankNode, Triple

    if isinstance(term, Triple):
        raise RdfSyntaxError(f"a triple stands as a term ({term}); quoted triples are not part of the model")
    language, datatype = getattr(term, "language", None), getattr(term, "datatype", None)
    value = str(term) if isinstance(term, BlankNode) else getattr(term, "value", "")
    return Node(value, datatype.value if datatype else "", language or "")


def _parse_with_rdflib(path: Path, ending: str) -> Iterator[Quad]:
    import warnings

    import rdflib
    from pyoxigraph import Literal, NamedNode

    with warnings.catch_warnings():
        # rdflib's Dataset asks its own deprecated attributes
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = rdflib.Dataset()
        try:
            dataset.parse(data=path.read_text(encoding="utf-8"), format=_RDFLIB[ending])
            for s, p, o, graph in dataset.quads():
                for term in (s, p, o):
                    # what rdflib reads is not always RDF; the store's own terms are
                    if isinstance(term, rdflib.URIRef):
                        NamedNode(term)
                    elif isinstance(term, rdflib.Literal):
                        Literal(term, language=term.language)
                named = graph and graph != rdflib.graph.DATASET_DEFAULT_GRAPH_ID
                yield Quad(_of_rdflib(s), str(p), _of_rdflib(o), str(graph) if named else "")
        except Exception as error:  # rdflib's parsers raise whatever their libraries raise
            raise RdfSyntaxError(str(error).splitlines()[0] if str(error) else type(error).__name__) from error


def _of_rdflib(term: rdflib.term.Node) -> Node:
    import rdflib

    if isinstance(term, rdflib.Literal):
        datatype = f"{RDF}langString" if term.language else str(term.datatype or f"{XSD}string")
        return Node(str(term), datatype, (term.language or "").lower())
    return Node(f"{_BLANK}{term}" if isinstance(term, rdflib.BNode) else str(term))


_ROUNDS = 100


def _named_by_content(quads: list[Quad]) -> Iterator[Quad]:
    """Yield the quads with their blank nodes named by what is said of them, and of what that leads to.

    Those of which exactly the same is said become one, as they do not differ in what they mean.
    """
    names = dict.fromkeys((node.value for quad in quads for node in (quad.subject, quad.object) if node.blank), "")

    def named(node: Node) -> Node:
        return node._replace(value=names[node.value]) if node.blank else node

    for _ in range(_ROUNDS):
        said: defaultdict[str, list[str]] = defaultdict(list)
        for subject, predicate, object_, graph in quads:
            if subject.blank:
                said[subject.value].append(repr((predicate, named(object_), graph)))
            if object_.blank:
                said[object_.value].append(repr((named(subject), predicate, graph)))
        apart = len(set(names.values()))
        names = {
            value: BLANK + blake2b("\n".join(sorted(facts)).encode(), digest_size=10).hexdigest()
            for value, facts in said.items()
        }
        if len(set(names.values())) == apart:
            break
    for subject, predicate, object_, graph in quads:
        yield Quad(named(subject), predicate, named(object_), graph)
