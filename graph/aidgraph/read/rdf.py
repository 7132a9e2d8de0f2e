"""RDF in the vocabulary of the ontology, read into records.

What an RDF file leaves out it is taken to say itself: a party without a listing is listed by the file, a partnership
without a claim is claimed by it, and a bare edge (``?a aid:twinnedWith ?b``) is a partnership that it claims.
Derived triples (inverses, parents, closures) are passed over: they are derived again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation

from aidgraph.errors import Problem, Where
from aidgraph.kinds import Vocabulary
from aidgraph.model import (
    Claim,
    ClaimFacts,
    Listing,
    PartialDate,
    Partnership,
    Party,
    Records,
    ReportedTotal,
    Source,
)
from aidgraph.read.edges import new_edges
from aidgraph.terms import AID, DCTERMS, DERIVED, ONTOLOGY_GRAPH, RDF, SCHEMA, SKOS, mint
from aidgraph.triples import BLANK, Node, Quad

__all__ = ["EXTRACTOR", "records_of_rdf", "stated_quads"]

EXTRACTOR = "rdf"
"""The extractor of claims that an RDF file makes without saying so."""

_DERIVED_PROPERTIES = ("within", "kindAny", "participant", "standing", "statusAsOf", "name")
_DERIVED_OF_PARTNERSHIPS = ("pairing", "status", "since", "sincePrecision", "until", "untilPrecision")
_PRECISIONS = {"year": 4, "month": 7, "day": 10}

Description = dict[str, list[Node]]


def stated_quads(quads: Iterable[Quad], words: Vocabulary) -> tuple[list[Quad], list[Quad]]:
    """Split the quads of a file into what it states and its direct edges; what is derived is left out."""
    inverses = {relation.inverse for relation in words.relations.values() if relation.inverse}
    derived = {f"{AID}{name}" for name in _DERIVED_PROPERTIES} | inverses | {f"{AID}alliedWith"}
    of_partnerships = {f"{AID}{name}" for name in _DERIVED_OF_PARTNERSHIPS}
    quads = list(quads)
    classes = {(quad.subject, quad.object.value) for quad in quads if quad.predicate == f"{RDF}type"}
    # what an export says of a partnership itself is derived; what a file says that was never built is misplaced
    built = {quad.subject for quad in quads if quad.predicate == f"{AID}standing"}
    stated: list[Quad] = []
    edges: list[Quad] = []
    for quad in quads:
        if quad.graph == ONTOLOGY_GRAPH or quad.graph.endswith(_DERIVED_GRAPHS) or quad.predicate in derived:
            continue
        if quad.predicate in of_partnerships and quad.subject in built:
            continue
        class_ = _PLACED_BY.get(quad.predicate)
        is_edge = quad.predicate in words.relations and (class_ is None or (quad.subject, class_) not in classes)
        (edges if is_edge else stated).append(quad)
    return stated, edges


_DERIVED_GRAPHS = (f"/{DERIVED}", f"#{DERIVED}")

_PLACED_BY = {f"{AID}partOf": f"{AID}Place", f"{AID}locatedIn": f"{AID}Institution"}
"""Relation kinds by which the record of a party of that class says where it is; on any other they are edges."""


def records_of_rdf(
    quads: Iterable[Quad], *, file: str, source: Source, base: str, words: Vocabulary
) -> tuple[Records, list[Problem]]:
    """Return the records an RDF file holds and what is wrong in it; ``source`` is what the file itself is."""
    stated, edges = stated_quads((_minted(quad, file, base) for quad in quads), words)
    reader = _Reader(file, source, base, words)
    for quad in stated:
        reader.things[quad.subject.value][quad.predicate].append(quad.object)
    reader.read()
    reader.read_edges(edges)
    return reader.records, reader.problems


def _minted(quad: Quad, file: str, base: str) -> Quad:
    """Return a quad whose blank nodes are IRIs of this workspace."""
    subject, object_ = (
        Node(mint(base, "node", file, node.value)) if node.value.startswith(BLANK) and not node.datatype else node
        for node in (quad.subject, quad.object)
    )
    return quad._replace(subject=subject, object=object_)


@dataclass(slots=True)
class _Reader:
    file: str
    source: Source
    base: str
    words: Vocabulary
    things: defaultdict[str, Description] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    records: Records = field(default_factory=Records)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> None:
        makers = {
            f"{AID}Source": self.add_source,
            f"{AID}Institution": self.party,
            f"{AID}Place": self.party,
            f"{AID}Partnership": self.partnership,
            f"{AID}ReportedTotal": self.total,
            f"{AID}Listing": self.listing,
            f"{AID}Claim": self.claim,
        }
        self.records.sources.append(self.source)
        for iri in sorted(self.things):
            for class_ in self.things[iri].get(f"{RDF}type", ()):
                if make := makers.get(class_.value):
                    try:
                        make(iri, self.things[iri])
                    except (ValueError, InvalidOperation) as error:
                        self.problem(iri, str(error))
        listed = {listing.party for listing in self.records.listings}
        for party in self.records.parties:
            if party.iri not in listed:
                self.records.listings.append(
                    Listing(
                        iri=mint(self.base, "listing", party.iri, self.source.iri),
                        party=party.iri,
                        source=self.source.iri,
                        where=Where(self.file),
                    )
                )
        claimed = {claim.about for claim in self.records.claims}
        for partnership in self.records.partnerships:
            if partnership.iri not in claimed:
                self.own_claim(partnership.iri)

    def read_edges(self, edges: list[Quad]) -> None:
        given = ((edge.subject.value, edge.predicate, edge.object.value) for edge in edges)
        for one, relation_iri, other in new_edges(given, self.records, self.words):
            relation = self.words.relations[relation_iri]
            iri = mint(self.base, "partnership", relation.iri, one, other, "", "", "")
            self.records.partnerships.append(
                Partnership(iri=iri, relation=relation.iri, mutual=relation.mutual, froms=(one,), tos=(other,))
            )
            self.own_claim(iri)

    def own_claim(self, about: str) -> None:
        self.records.claims.append(
            Claim(
                iri=mint(self.base, "claim", about, self.source.iri),
                about=about,
                source=self.source.iri,
                where=Where(self.file),
                extractor=EXTRACTOR,
            )
        )

    def problem(self, iri: str, what: str) -> None:
        self.problems.append(Problem(Where(self.file), f"<{iri}>: {what}"))

    def add_source(self, iri: str, facts: Description) -> None:
        self.records.sources.append(
            Source(
                iri=iri,
                identifier=_one(facts, f"{DCTERMS}identifier"),
                title=_one(facts, f"{DCTERMS}title"),
                publisher=_one(facts, f"{DCTERMS}publisher"),
                issued=_date(facts, f"{DCTERMS}issued", f"{AID}issuedPrecision"),
                url=_one(facts, f"{SCHEMA}url"),
                self_reported=_flag(facts, "selfReported"),
                reads=_one(facts, f"{AID}reads"),
                files=tuple(sorted(node.value for node in facts.get(f"{AID}file", ()))),
                complete=bool(_flag(facts, "complete")),
                as_of=_aid_date(facts, "asOf"),
                complete_from=_aid_date(facts, "completeFrom"),
                covers_relation=_one(facts, f"{AID}coversRelation"),
                covers_kind=_one(facts, f"{AID}coversKind"),
                covers_place=_one(facts, f"{AID}coversPlace"),
            )
        )

    def party(self, iri: str, facts: Description) -> None:
        is_place = any(node.value == f"{AID}Place" for node in facts[f"{RDF}type"])
        kind = _one(facts, f"{AID}level" if is_place else f"{AID}kind")
        if kind not in self.words.kinds:
            raise ValueError(f"unknown {'level' if is_place else 'kind'} {kind!r}")
        self.records.parties.append(
            Party(
                iri=iri,
                is_place=is_place,
                labels=tuple(sorted((n.language or "und", n.value) for n in facts.get(f"{SKOS}prefLabel", ()))),
                kind=kind,
                aliases=tuple(sorted(node.value for node in facts.get(f"{SKOS}altLabel", ()))),
                place=_one(facts, f"{AID}partOf" if is_place else f"{AID}locatedIn"),
                acts_for=_one(facts, f"{AID}actsFor"),
                identifier=_one(facts, f"{DCTERMS}identifier"),
                code=_one(facts, f"{AID}code"),
                code_scheme=_one(facts, f"{AID}codeScheme"),
                latitude=_decimal(facts, f"{SCHEMA}latitude"),
                longitude=_decimal(facts, f"{SCHEMA}longitude"),
                url=_one(facts, f"{SCHEMA}url"),
                specialties=tuple(sorted(node.value for node in facts.get(f"{AID}specialty", ()))),
                possibly_same_as=_values(facts, "possiblySameAs"),
                replaces=tuple(sorted(node.value for node in facts.get(f"{DCTERMS}replaces", ()))),
            )
        )

    def listing(self, iri: str, facts: Description) -> None:
        self.records.listings.append(
            Listing(
                iri=iri,
                party=_one(facts, f"{AID}about"),
                source=_one(facts, f"{AID}statedIn") or self.source.iri,
                where=self.where(facts),
                since=_aid_date(facts, "since"),
                until=_aid_date(facts, "until"),
            )
        )

    def partnership(self, iri: str, facts: Description) -> None:
        relation = self.words.relations.get(_one(facts, f"{AID}relation"))
        if relation is None:
            raise ValueError(f"unknown relation {_one(facts, f'{AID}relation')!r}")
        one, other = ("oneSide", "otherSide") if relation.mutual else ("provider", "recipient")
        froms, tos = _values(facts, one), _values(facts, other)
        if relation.mutual and facts.get(f"{AID}peer"):
            froms, tos = _values(facts, "peer"), ()
        if relation.mutual and tos and tos < froms:
            # the sides of a mutual relation are not ordered
            froms, tos = tos, froms
        self.records.partnerships.append(
            Partnership(
                iri=iri,
                relation=relation.iri,
                mutual=relation.mutual,
                froms=froms,
                tos=tos,
                identifier=_one(facts, f"{DCTERMS}identifier"),
                unnamed_kind=_one(facts, f"{AID}unnamedKind"),
                unnamed_place=_one(facts, f"{AID}unnamedPlace"),
            )
        )

    def total(self, iri: str, facts: Description) -> None:
        self.records.totals.append(
            ReportedTotal(
                iri=iri,
                relation=_one(facts, f"{AID}relation"),
                from_=_one(facts, f"{AID}provider"),
                to=_one(facts, f"{AID}recipient"),
                from_kind=_one(facts, f"{AID}providerKind"),
                to_kind=_one(facts, f"{AID}recipientKind"),
                identifier=_one(facts, f"{DCTERMS}identifier"),
                within=_one(facts, f"{AID}mayBeWithin"),
            )
        )

    def claim(self, iri: str, facts: Description) -> None:
        values: dict[str, object] = {}
        for slot in fields(ClaimFacts):
            values[slot.name] = _fact(facts, slot.name)
        given = {name: value for name, value in values.items() if value not in {None, ""}}
        self.records.claims.append(
            Claim(
                iri=iri,
                about=_one(facts, f"{AID}about"),
                source=_one(facts, f"{AID}statedIn") or self.source.iri,
                where=self.where(facts),
                extractor=_one(facts, f"{AID}extractor") or EXTRACTOR,
                facts=replace(ClaimFacts(), **given),  # type: ignore[arg-type]  # _fact gives each slot its type
                via=_values(facts, "facilitator"),
                at=_one(facts, f"{AID}at"),
                score=_decimal(facts, f"{AID}score"),
            )
        )

    def where(self, facts: Description) -> Where:
        row = _one(facts, f"{AID}row")
        file = _one(facts, f"{AID}file")
        return Where(file or self.file, int(row) if row else 0, sheet=_one(facts, f"{AID}sheet"))


def _fact(facts: Description, name: str) -> object:
    """Return the value of one field of ``ClaimFacts``, in the field's type."""
    if name in {"since", "until", "as_of"}:
        return _aid_date(facts, "asOf" if name == "as_of" else name)
    if name == "open":
        return _flag(facts, "open")
    text = _one(facts, f"{AID}{name}")
    if text and name in {"start", "end", "page", "count"}:
        return int(text)
    if text and name == "amount":
        return Decimal(text)
    return text


def _one(facts: Description, predicate: str) -> str:
    nodes = facts.get(predicate)
    return min(node.value for node in nodes) if nodes else ""


def _values(facts: Description, name: str) -> tuple[str, ...]:
    return tuple(sorted(node.value for node in facts.get(f"{AID}{name}", ())))


def _flag(facts: Description, name: str) -> bool | None:
    text = _one(facts, f"{AID}{name}")
    return text in {"true", "1"} if text else None


def _decimal(facts: Description, predicate: str) -> Decimal | None:
    text = _one(facts, predicate)
    return Decimal(text) if text else None


def _aid_date(facts: Description, name: str) -> PartialDate | None:
    return _date(facts, f"{AID}{name}", f"{AID}{name}Precision")


def _date(facts: Description, predicate: str, precision: str) -> PartialDate | None:
    text = _one(facts, predicate)
    if not text:
        return None
    length = _PRECISIONS.get(_one(facts, precision) or "day")
    if length is None:
        raise ValueError(f"date precision {_one(facts, precision)!r}; legal: day, month, year")
    try:
        return PartialDate.parse(text[:length])
    except ValueError as error:
        raise ValueError(f"{text!r} is no xsd:date") from error
