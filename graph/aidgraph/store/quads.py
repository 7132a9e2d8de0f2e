"""Records brought into a store, each in its named graph.

Text is the fastest way: making it and loading it in bulk beats handing over terms one by one. It is TriG, which names
the graph and the subject of a record once.
"""

from __future__ import annotations

from collections.abc import Iterator
from json.encoder import encode_basestring

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
from aidgraph.store.embedded import Store
from aidgraph.terms import AID, DCTERMS, PARTIES, PARTNERSHIPS, RDF, SCHEMA, SKOS, XSD, graph_of

__all__ = ["load_records"]

_A = f"<{RDF}type>"
_INTEGER, _DECIMAL, _BOOLEAN, _DATE = (f"^^<{XSD}{name}>" for name in ("integer", "decimal", "boolean", "date"))


def load_records(store: Store, records: Records, *, base: str) -> None:
    """Load the records of a workspace; ``base`` starts the IRIs of the graphs they come into."""
    store.load(_blocks(records, base), "trig")


def _blocks(records: Records, base: str) -> Iterator[str]:
    """Yield a block of TriG for every record."""
    graph = f"{base}{PARTIES}"
    for party in records.parties:
        yield _block(graph, party.iri, _party(party))
    graph = f"{base}{PARTNERSHIPS}"
    for partnership in records.partnerships:
        yield _block(graph, partnership.iri, _partnership(partnership))
    for total in records.totals:
        yield _block(graph, total.iri, _total(total))
    graphs = {source.iri: graph_of(base, source.iri) for source in records.sources}
    for source in records.sources:
        yield _block(graphs[source.iri], source.iri, _source(source))
    for listing in records.listings:
        yield _block(graphs[listing.source], listing.iri, _listing(listing))
    for claim in records.claims:
        yield _block(graphs[claim.source], claim.iri, _claim(claim))


def _block(graph: str, subject: str, pairs: list[str]) -> str:
    return f"<{graph}> {{<{subject}> {';'.join(pairs)}}}\n"


def _is(name: str) -> str:
    return f"{_A} <{AID}{name}>"


def _text(value: str, *, language: str = "") -> str:
    # JSON's escapes of a string are legal in TriG, and written by C code
    return f"{encode_basestring(value)}@{language}" if language else encode_basestring(value)


def _dated(name: str, date: PartialDate | None, *, last: bool = False) -> list[str]:
    if date is None:
        return []
    day = date.last if last else date.first
    return [f'<{AID}{name}> "{day}"{_DATE}', f'<{AID}{name}Precision> "{date.precision}"']


def _party(party: Party) -> list[str]:
    pairs = [_is("Place" if party.is_place else "Institution")]
    pairs += [f"<{SKOS}prefLabel> {_text(label, language=language)}" for language, label in party.labels]
    pairs += [f"<{SKOS}altLabel> {_text(alias)}" for alias in party.aliases]
    pairs.append(f"<{AID}{'level' if party.is_place else 'kind'}> <{party.kind}>")
    if party.place:
        pairs.append(f"<{AID}{'partOf' if party.is_place else 'locatedIn'}> <{party.place}>")
    if party.acts_for:
        pairs.append(f"<{AID}actsFor> <{party.acts_for}>")
    if party.identifier:
        pairs.append(f"<{DCTERMS}identifier> {_text(party.identifier)}")
    if party.code:
        pairs.append(f"<{AID}code> {_text(party.code)}")
    if party.code_scheme:
        pairs.append(f"<{AID}codeScheme> {_text(party.code_scheme)}")
    if party.latitude is not None:
        pairs.append(f'<{SCHEMA}latitude> "{party.latitude:f}"{_DECIMAL}')
    if party.longitude is not None:
        pairs.append(f'<{SCHEMA}longitude> "{party.longitude:f}"{_DECIMAL}')
    if party.url:
        pairs.append(f"<{SCHEMA}url> <{party.url}>")
    pairs += [f"<{AID}specialty> {_text(one)}" for one in party.specialties]
    pairs += [f"<{AID}possiblySameAs> <{twin}>" for twin in party.possibly_same_as]
    pairs += [f"<{DCTERMS}replaces> <{iri}>" for iri in party.replaces]
    return pairs


def _partnership(partnership: Partnership) -> list[str]:
    if not partnership.mutual:
        one, other = "provider", "recipient"
    elif partnership.tos:
        one, other = "oneSide", "otherSide"
    else:
        one, other = "peer", "peer"
    pairs = [_is("Partnership"), f"<{AID}relation> <{partnership.relation}>"]
    pairs += [f"<{AID}{one}> <{party}>" for party in partnership.froms]
    pairs += [f"<{AID}{other}> <{party}>" for party in partnership.tos]
    if partnership.identifier:
        pairs.append(f"<{DCTERMS}identifier> {_text(partnership.identifier)}")
    if partnership.unnamed_kind:
        pairs.append(f"<{AID}unnamedKind> <{partnership.unnamed_kind}>")
    if partnership.unnamed_place:
        pairs.append(f"<{AID}unnamedPlace> <{partnership.unnamed_place}>")
    return pairs


def _total(total: ReportedTotal) -> list[str]:
    pairs = [_is("ReportedTotal"), f"<{AID}relation> <{total.relation}>"]
    for name, iri in (
        ("provider", total.from_),
        ("recipient", total.to),
        ("providerKind", total.from_kind),
        ("recipientKind", total.to_kind),
        ("mayBeWithin", total.within),
    ):
        if iri:
            pairs.append(f"<{AID}{name}> <{iri}>")
    if total.identifier:
        pairs.append(f"<{DCTERMS}identifier> {_text(total.identifier)}")
    return pairs


def _source(source: Source) -> list[str]:
    pairs = [
        _is("Source"),
        f"<{DCTERMS}identifier> {_text(source.identifier)}",
        f"<{DCTERMS}title> {_text(source.title)}",
    ]
    if source.publisher:
        pairs.append(f"<{DCTERMS}publisher> {_text(source.publisher)}")
    if source.issued:
        pairs.append(f'<{DCTERMS}issued> "{source.issued.first}"{_DATE}')
        pairs.append(f'<{AID}issuedPrecision> "{source.issued.precision}"')
    if source.url:
        pairs.append(f"<{SCHEMA}url> <{source.url}>")
    if source.self_reported is not None:
        pairs.append(f'<{AID}selfReported> "{str(source.self_reported).lower()}"{_BOOLEAN}')
    if source.reads:
        pairs.append(f"<{AID}reads> {_text(source.reads)}")
    pairs += [f"<{AID}file> {_text(file)}" for file in source.files]
    if source.complete:
        pairs.append(f'<{AID}complete> "true"{_BOOLEAN}')
    pairs += _dated("asOf", source.as_of, last=True)
    pairs += _dated("completeFrom", source.complete_from)
    for name, iri in (
        ("coversRelation", source.covers_relation),
        ("coversKind", source.covers_kind),
        ("coversPlace", source.covers_place),
    ):
        if iri:
            pairs.append(f"<{AID}{name}> <{iri}>")
    return pairs


def _where(record: Listing | Claim) -> list[str]:
    where = record.where
    pairs = [f"<{AID}statedIn> <{record.source}>"]
    if where.file:
        pairs.append(f"<{AID}file> {_text(where.file)}")
    if where.sheet:
        pairs.append(f"<{AID}sheet> {_text(where.sheet)}")
    if where.row:
        pairs.append(f'<{AID}row> "{where.row}"{_INTEGER}')
    return pairs


def _listing(listing: Listing) -> list[str]:
    pairs = [_is("Listing"), f"<{AID}about> <{listing.party}>", *_where(listing)]
    pairs += _dated("since", listing.since)
    pairs += _dated("until", listing.until, last=True)
    return pairs


def _claim(claim: Claim) -> list[str]:
    pairs = [
        _is("Claim"),
        f"<{AID}about> <{claim.about}>",
        *_where(claim),
        f"<{AID}extractor> {_text(claim.extractor)}",
    ]
    pairs += [f"<{AID}facilitator> <{party}>" for party in claim.via]
    if claim.at:
        pairs.append(f"<{AID}at> <{claim.at}>")
    if claim.score is not None:
        pairs.append(f'<{AID}score> "{claim.score:f}"{_DECIMAL}')
    pairs += _facts(claim.facts)
    return pairs


_TEXTS = (
    "quote",
    "locator",
    "stance",
    "review",
    "basis",
    "pairing",
    "status",
    "currency",
    "unit",
    "bound",
    "note",
)
_NUMBERS = ("start", "end", "page", "count")


def _facts(facts: ClaimFacts) -> list[str]:
    pairs = [f"<{AID}{name}> {_text(value)}" for name in _TEXTS if (value := getattr(facts, name))]
    numbers = ((name, getattr(facts, name)) for name in _NUMBERS)
    pairs += [f'<{AID}{name}> "{number}"{_INTEGER}' for name, number in numbers if number is not None]
    if facts.open:
        pairs.append(f'<{AID}open> "true"{_BOOLEAN}')
    if facts.amount is not None:
        pairs.append(f'<{AID}amount> "{facts.amount:f}"{_DECIMAL}')
    pairs += _dated("since", facts.since)
    pairs += _dated("until", facts.until, last=True)
    pairs += _dated("asOf", facts.as_of, last=True)
    return pairs
