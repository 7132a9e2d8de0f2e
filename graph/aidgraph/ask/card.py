"""The answer card of a party: its partnerships, and for each the claims that say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.labels import Parties
from aidgraph.errors import UnknownNameError
from aidgraph.store.embedded import Iri, Store
from aidgraph.terms import local_name

__all__ = ["Arranged", "Card", "CardClaim", "CardPartnership", "card", "partial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardClaim:
    """One claim as a card shows it; ``where`` is the file and row it was recorded in."""

    source: str
    source_id: str
    quote: str | None
    locator: str | None
    start: int | None
    end: int | None
    page: int | None
    where: str
    self_reported: bool | None
    stance: str
    review: str
    basis: str
    since: str | None
    until: str | None
    as_of: str | None
    status: str | None
    amount: str | None
    currency: str | None
    count: int | None
    unit: str | None
    bound: str | None
    via: tuple[str, ...]
    at: str | None
    note: str | None
    url: str | None
    issued: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPartnership:
    """One partnership of a party, seen from it; ``direction`` is ``out``, ``in`` or ``mutual``."""

    id: str
    relation: str
    direction: str
    partners: tuple[str, ...]
    beside: tuple[str, ...]
    since: str | None
    until: str | None
    status: str
    standing: str
    pairing: str | None
    claims: tuple[CardClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """A partnership of others that a party arranged (``via``) or that concerns it as a place (``at``)."""

    id: str
    relation: str
    between: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A party, what it is, all its partnerships, and those of others that name it without linking it."""

    id: str
    name: str
    kind: str
    place: str
    names: tuple[str, ...]
    partnerships: tuple[CardPartnership, ...]
    arranged: tuple[Arranged, ...]


# one pattern in each OPTIONAL: with two, the engine looks through all there are, for every card
_PARTNERSHIPS = """
SELECT ?p ?relation ?direction ?standing ?since ?sincePrecision ?until ?untilPrecision ?status ?pairing
       ?unnamedKind ?unnamedPlace WHERE {
  { ?p aid:provider ?party . BIND("out" AS ?direction) } UNION { ?p aid:recipient ?party . BIND("in" AS ?direction) }
  UNION { ?p aid:oneSide|aid:otherSide|aid:peer ?party . BIND("mutual" AS ?direction) }
  ?p aid:relation ?relation ; aid:standing ?standing .
  OPTIONAL { ?p aid:since ?since } OPTIONAL { ?p aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?p aid:until ?until } OPTIONAL { ?p aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?p aid:status ?status } OPTIONAL { ?p aid:pairing ?pairing }
  OPTIONAL { ?p aid:unnamedKind ?unnamedKind } OPTIONAL { ?p aid:unnamedPlace ?unnamedPlace }
} ORDER BY ?relation ?p
"""
_ENDS = """
SELECT ?side ?end WHERE { ?p ?side ?end . FILTER(?side IN
  (aid:provider, aid:recipient, aid:oneSide, aid:otherSide, aid:peer)) }
"""
_CLAIMS = """
SELECT ?c ?source ?sourceId ?quote ?locator ?start ?end ?page ?file ?sheet ?row ?selfReported ?stance ?review ?basis
       ?since ?sincePrecision ?until ?untilPrecision ?asOf ?asOfPrecision ?status
       ?amount ?currency ?number ?unit ?bound ?at ?note ?url ?issued ?issuedPrecision WHERE {
  ?c aid:about ?p ; aid:statedIn ?s ; aid:stance ?stance ; aid:review ?review ; aid:basis ?basis .
  ?s dcterms:title ?source ; dcterms:identifier ?sourceId .
  OPTIONAL { ?s aid:selfReported ?selfReported } OPTIONAL { ?s schema:url ?url }
  OPTIONAL { ?s dcterms:issued ?issued } OPTIONAL { ?s aid:issuedPrecision ?issuedPrecision }
  OPTIONAL { ?c aid:quote ?quote } OPTIONAL { ?c aid:locator ?locator }
  OPTIONAL { ?c aid:start ?start } OPTIONAL { ?c aid:end ?end } OPTIONAL { ?c aid:page ?page }
  OPTIONAL { ?c aid:file ?file } OPTIONAL { ?c aid:sheet ?sheet } OPTIONAL { ?c aid:row ?row }
  OPTIONAL { ?c aid:since ?since } OPTIONAL { ?c aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?c aid:until ?until } OPTIONAL { ?c aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?c aid:asOf ?asOf } OPTIONAL { ?c aid:asOfPrecision ?asOfPrecision }
  OPTIONAL { ?c aid:status ?status }
  OPTIONAL { ?c aid:amount ?amount } OPTIONAL { ?c aid:currency ?currency }
  OPTIONAL { ?c aid:count ?number } OPTIONAL { ?c aid:unit ?unit } OPTIONAL { ?c aid:bound ?bound }
  OPTIONAL { ?c aid:at ?at } OPTIONAL { ?c aid:note ?note }
} ORDER BY ?sourceId ?file ?row ?c
"""
_VIA = "SELECT ?via WHERE { ?c aid:facilitator ?via }"
_ARRANGED = """
SELECT DISTINCT ?p ?relation ?between ?role WHERE {
  { ?c aid:facilitator ?party . BIND("via" AS ?role) } UNION { ?c aid:at ?party . BIND("at" AS ?role) }
  ?c aid:about ?p . ?p aid:relation ?relation ; aid:name ?between .
} ORDER BY ?role ?relation ?between ?p
"""
_NAMES = "SELECT DISTINCT ?name WHERE { ?party skos:prefLabel|skos:altLabel ?name } ORDER BY ?name"


def card(store: Store, parties: Parties, party: str) -> Card:
    """Return the answer card of the party with that IRI; raises ``UnknownNameError``."""
    facts = parties.of(party)
    if facts is None:
        raise UnknownNameError("party", party)
    bind = {"party": Iri(party)}
    return Card(
        id=party,
        name=facts.label,
        kind=local_name(facts.kind),
        place=parties.label(facts.place) if facts.place else "",
        names=tuple(row.name for row in store.select(_NAMES, bind=bind) if row.name != facts.label),
        partnerships=tuple(_partnership(store, parties, party, row) for row in store.select(_PARTNERSHIPS, bind=bind)),
        arranged=tuple(
            Arranged(id=row.p, relation=local_name(row.relation), between=row.between, role=row.role)
            for row in store.select(_ARRANGED, bind=bind)
        ),
    )


def _partnership(store: Store, parties: Parties, party: str, row: Any) -> CardPartnership:  # noqa: ANN401  a row of _PARTNERSHIPS
    partners, beside = _ends(store, party, row)
    named = tuple(sorted(map(parties.label, partners)))
    if not named:
        kind = local_name(row.unnamedKind) if row.unnamedKind else "partner"
        place = f" in {parties.label(row.unnamedPlace)}" if row.unnamedPlace else ""
        named = (f"({kind}{place}, not named)",)
    return CardPartnership(
        id=row.p,
        relation=local_name(row.relation),
        direction=row.direction,
        partners=named,
        beside=tuple(sorted(map(parties.label, beside))),
        since=partial(row.since, row.sincePrecision),
        until=partial(row.until, row.untilPrecision),
        status=row.status or "unknown",
        standing=row.standing,
        pairing=row.pairing,
        claims=tuple(_claims(store, parties, row.p)),
    )


def _ends(store: Store, party: str, row: Any) -> tuple[set[str], set[str]]:  # noqa: ANN401  a row of _PARTNERSHIPS
    """Return who stands on the other side of a partnership, and who stands on the party's own."""
    sides: dict[str, set[str]] = {}
    for side, end in store.select(_ENDS, bind={"p": Iri(row.p)}):
        sides.setdefault(local_name(side), set()).add(end)
    if "peer" in sides:
        return sides["peer"] - {party}, set()
    own = {"out": "provider", "in": "recipient"}.get(row.direction)
    own = own or next(side for side in ("oneSide", "otherSide") if party in sides.get(side, ()))
    other = {"provider": "recipient", "recipient": "provider", "oneSide": "otherSide", "otherSide": "oneSide"}[own]
    return sides.get(other, set()), sides[own] - {party}


def _claims(store: Store, parties: Parties, partnership: str) -> Iterator[CardClaim]:
    for row in store.select(_CLAIMS, bind={"p": Iri(partnership)}):
        via = store.select(_VIA, bind={"c": Iri(row.c)})
        where = f"{row.file}[{row.sheet}]" if row.sheet else row.file or ""
        yield CardClaim(
            source=row.source,
            source_id=row.sourceId,
            quote=row.quote,
            locator=row.locator,
            start=row.start,
            end=row.end,
            page=row.page,
            where=f"{where}:{row.row}" if row.row else where,
            self_reported=row.selfReported,
            stance=row.stance,
            review=row.review,
            basis=row.basis,
            since=partial(row.since, row.sincePrecision),
            until=partial(row.until, row.untilPrecision),
            as_of=partial(row.asOf, row.asOfPrecision),
            status=row.status,
            amount=None if row.amount is None else f"{row.amount:f}",
            currency=row.currency,
            count=row.number,
            unit=row.unit,
            bound=row.bound,
            via=tuple(sorted(parties.label(party.via) for party in via)),
            at=parties.label(row.at) if row.at else None,
            note=row.note,
            url=row.url,
            issued=partial(row.issued, row.issuedPrecision),
        )


def partial(date: dt.date | None, precision: str | None) -> str | None:
    """Return a date as exactly as its source states it.

    >>> partial(dt.date(2023, 5, 31), "month")
    '2023-05'
    """
    return None if date is None else date.isoformat()[: {"year": 4, "month": 7}.get(precision or "", 10)]
