"""RDF files as plain tuples: the one place where RDF syntaxes are parsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["FORMATS", "Node", "Quad", "RdfSyntaxError", "parse_rdf"]

FORMATS = (".ttl", ".nt", ".nq", ".trig", ".n3", ".rdf", ".owl", ".xml", ".jsonld", ".trix", ".hext")
"""File endings that say which RDF syntax a file is in."""


class Node(NamedTuple):
    """An RDF term: an IRI or blank node (``value`` only), or a literal (``datatype`` set, ``language`` perhaps)."""

    value: str
    datatype: str = ""
    language: str = ""
    blank: bool = False


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

    Blank nodes come out as IRIs named by their content, so that reading twice gives the same nodes.
    Raises ``RdfSyntaxError``.
    """
    from pyoxigraph import BlankNode, RdfFormat, parse

    format_ = RdfFormat.from_extension("rdf" if path.suffix == ".owl" else path.suffix.lstrip("."))
    if format_ is None or format_ == RdfFormat.JSON_LD:
        yield from _parse_with_rdflib(path)
        return
    try:
        quads = list(parse(path=str(path), format=format_, base_iri=path.absolute().as_uri()))
    except SyntaxError as error:
        raise RdfSyntaxError(error.msg, line=error.lineno or 0) from error
    except UnicodeDecodeError as error:
        raise RdfSyntaxError(f"not UTF-8: {error.reason}") from error
    if any(isinstance(end, BlankNode) for quad in quads for end in (quad.subject, quad.object)):
        yield from _parse_with_rdflib(path)
        return
    for quad in quads:
        graph = getattr(quad.graph_name, "value", "")
        yield Quad(_node(quad.subject), quad.predicate.value, _node(quad.object), graph)


def _node(term: object) -> Node:
    language, datatype = getattr(term, "language", None), getattr(term, "datatype", None)
    value = getattr(term, "value", None)
    if value is None:
        raise RdfSyntaxError(f"a triple stands as a term ({term}); quoted triples are not part of the model")
    return Node(value, datatype.value if datatype else "", language or "")


def _parse_with_rdflib(path: Path) -> Iterator[Quad]:
    """Read what needs rdflib: its own syntaxes, JSON-LD, and files with blank nodes, which it can name by content."""
    import rdflib
    from rdflib.compare import to_canonical_graph

    dataset = rdflib.Dataset()
    try:
        dataset.parse(path, format=rdflib.util.guess_format(str(path)) or "turtle")
    except Exception as error:  # rdflib's parsers raise whatever their libraries raise
        raise RdfSyntaxError(str(error).splitlines()[0] if str(error) else type(error).__name__) from error
    for graph in dataset.graphs():
        name = "" if graph.identifier == rdflib.graph.DATASET_DEFAULT_GRAPH_ID else str(graph.identifier)
        plain = rdflib.Graph()
        for triple in graph:
            plain.add(triple)
        blank = any(isinstance(end, rdflib.BNode) for s, _, o in plain for end in (s, o))
        for s, p, o in to_canonical_graph(plain) if blank else plain:
            yield Quad(_rdflib_node(s), str(p), _rdflib_node(o), name)


def _rdflib_node(term: object) -> Node:
    import rdflib

    if isinstance(term, rdflib.Literal):
        datatype = str(term.datatype) if term.datatype else "http://www.w3.org/2001/XMLSchema#string"
        if term.language:
            datatype = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
        return Node(str(term), datatype, term.language or "")
    if isinstance(term, rdflib.BNode):
        return Node(f"urn:aidgraph:blank:{term}", blank=True)
    return Node(str(term))
