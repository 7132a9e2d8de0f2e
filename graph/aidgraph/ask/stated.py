"""Every partnership of a store with its ends by name and the claims about it, read at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.ask.labels import Parties
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

__all__ = ["ENDS", "PARTNERSHIPS", "Said", "Stated", "stated"]

PARTNERSHIPS = """
SELECT ?p ?relation ?standing ?pairing ?since ?sincePrecision ?until ?untilPrecision ?status ?statusAsOf
       ?unnamedKind ?unnamedPlace WHERE {
  ?p a aid:Partnership ; aid:relation ?relation ; aid:standing ?standing .
  OPTIONAL { ?p aid:pairing ?pairing } OPTIONAL { ?p aid:status ?status ; aid:statusAsOf ?statusAsOf }
  OPTIONAL { ?p aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?p aid:until ?until ; aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?p aid:unnamedKind ?unnamedKind } OPTIONAL { ?p aid:unnamedPlace ?unnamedPlace }
} ORDER BY ?p
"""
ENDS = """
SELECT ?p ?side ?end WHERE { ?p a aid:Partnership ; ?side ?end .
  FILTER(?side IN (aid:provider, aid:recipient, aid:oneSide, aid:otherSide, aid:peer)) }
"""
"""What is asked of every partnership, and of the ends of all of them."""
_CLAIMS = """
SELECT ?p ?c ?source ?file ?sheet ?row ?stance ?review ?basis ?quote ?note ?since ?sincePrecision ?until ?untilPrecision
       ?asOf ?asOfPrecision ?status ?amount ?currency ?number ?unit ?bound WHERE {
  ?p a aid:Partnership . ?c aid:about ?p ; aid:statedIn ?s . ?s dcterms:title ?source .
  ?c aid:stance ?stance ; aid:review ?review ; aid:basis ?basis .
  OPTIONAL { ?c aid:file ?file } OPTIONAL { ?c aid:sheet ?sheet } OPTIONAL { ?c aid:row ?row }
  OPTIONAL { ?c aid:quote ?quote } OPTIONAL { ?c aid:note ?note }
  OPTIONAL { ?c aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?c aid:until ?until ; aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?c aid:asOf ?asOf ; aid:asOfPrecision ?asOfPrecision }
  OPTIONAL { ?c aid:status ?status } OPTIONAL { ?c aid:amount ?amount ; aid:currency ?currency }
  OPTIONAL { ?c aid:count ?number ; aid:unit ?unit } OPTIONAL { ?c aid:bound ?bound }
}
"""
_SIDES = (("provider", "oneSide", "peer"), ("recipient", "otherSide"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim: which source says so and where, and what it says by name, all of it as text."""

    id: str
    source: str
    where: str
    supports: bool
    review: str
    facts: tuple[tuple[str, str], ...]

    @property
    def is_heard(self) -> bool:
        """Whether it counts for the partnership: it supports it and is accepted."""
        return self.supports and self.review == "accepted"

    @property
    def by(self) -> str:
        """The source, and the file and row that recorded the claim."""
        return f"{self.source!r} ({self.where})" if self.where else f"{self.source!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A partnership as a build has it; of a mutual one the two sides are not ordered, and of peers ``tos`` is empty.

    ``relation`` is an IRI, ``froms`` and ``tos`` are labels; ``since_text`` and ``until_text`` are as exact as stated.
    """

    id: str
    relation: str
    mutual: bool
    froms: tuple[str, ...]
    tos: tuple[str, ...]
    standing: str
    pairing: str
    since: dt.date | None
    since_text: str
    until: dt.date | None
    until_text: str
    status: str
    status_as_of: dt.date | None
    said: tuple[Said, ...]


def stated(store: Store, parties: Parties) -> dict[str, Stated]:
    """Return every partnership of a store, by its IRI and in that order."""
    ends: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for partnership, side, end in store.select(ENDS):
        ends[partnership][local_name(side)].append(parties.label(end))
    said: defaultdict[str, list[Said]] = defaultdict(list)
    for row in store.select(_CLAIMS):
        said[row.p].append(_said(row))
    return {row.p: _stated(row, parties, ends[row.p], said[row.p]) for row in store.select(PARTNERSHIPS)}


def _stated(row: Any, parties: Parties, ends: dict[str, list[str]], said: list[Said]) -> Stated:  # noqa: ANN401  a row of PARTNERSHIPS
    mutual = not {"provider", "recipient"} & ends.keys()
    froms, tos = (tuple(sorted(name for side in sides for name in ends.get(side, ()))) for sides in _SIDES)
    if mutual and tos:
        froms, tos = sorted((froms, tos))
    elif not mutual:
        unnamed = (_unnamed(row, parties),)
        froms, tos = froms or unnamed, tos or unnamed
    return Stated(
        id=row.p,
        relation=row.relation,
        mutual=mutual,
        froms=froms,
        tos=tos,
        standing=row.standing,
        pairing=row.pairing or "",
        since=row.since,
        since_text=partial(row.since, row.sincePrecision) or "",
        until=row.until,
        until_text=partial(row.until, row.untilPrecision) or "",
        status=row.status or "",
        status_as_of=row.statusAsOf,
        said=tuple(sorted(said, key=lambda one: (one.source, one.where, one.id))),
    )


def _unnamed(row: Any, parties: Parties) -> str:  # noqa: ANN401  a row of PARTNERSHIPS
    kind = local_name(row.unnamedKind) if row.unnamedKind else "partner"
    place = f" in {parties.label(row.unnamedPlace)}" if row.unnamedPlace else ""
    return f"({kind}{place}, not named)"


def _said(row: Any) -> Said:  # noqa: ANN401  a row of _CLAIMS
    file = f"{row.file}[{row.sheet}]" if row.sheet else row.file or ""
    return Said(
        id=row.c,
        source=row.source,
        where=f"{file}:{row.row}" if row.row else file,
        supports=row.stance == "supports",
        review=row.review,
        facts=tuple((what, text) for what, text in _facts(row) if text),
    )


def _facts(row: Any) -> Iterator[tuple[str, str | None]]:  # noqa: ANN401  a row of _CLAIMS
    yield "since", partial(row.since, row.sincePrecision)
    yield "until", partial(row.until, row.untilPrecision)
    yield "as of", partial(row.asOf, row.asOfPrecision)
    yield "status", row.status
    yield "amount", None if row.amount is None else f"{row.amount:f} {row.currency}"
    bound = f"{row.bound} " if row.bound and row.bound != "exact" else ""
    yield "count", None if row.number is None else f"{bound}{row.number} {row.unit}"
    yield "basis", row.basis if row.basis != "stated" else None
    yield "quote", row.quote
    yield "note", row.note
