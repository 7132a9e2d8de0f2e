"""What lists say, for a workbook: where each party stands on which, what else is known of it, and the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from aidgraph.ask.card import partial
from aidgraph.show.workbook import Sheet, Value
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

__all__ = ["FACTS", "facts", "listings", "sources"]

FACTS = ("identifier", "code", "acts for", "latitude", "longitude", "url", "specialties")
"""What may be known of a party beside its names, kind and place."""

_FACTS = """
SELECT ?party ?what ?value {
  { ?party dcterms:identifier ?value BIND("identifier" AS ?what) }
  UNION { ?party aid:code ?value BIND("code" AS ?what) }
  UNION { ?party aid:actsFor ?value BIND("acts for" AS ?what) }
  UNION { ?party schema:latitude ?value BIND("latitude" AS ?what) }
  UNION { ?party schema:longitude ?value BIND("longitude" AS ?what) }
  UNION { ?party schema:url ?value BIND("url" AS ?what) }
  UNION { ?party aid:specialty ?value BIND("specialties" AS ?what) }
  ?party aid:kind|aid:level ?any
}
"""
_LISTINGS = """
SELECT ?l ?party ?source ?file ?sheet ?row ?since ?sincePrecision ?until ?untilPrecision {
  ?l a aid:Listing ; aid:about ?party ; aid:statedIn/dcterms:title ?source
  OPTIONAL { ?l aid:file ?file } OPTIONAL { ?l aid:sheet ?sheet } OPTIONAL { ?l aid:row ?row }
  OPTIONAL { ?l aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?l aid:until ?until ; aid:untilPrecision ?untilPrecision }
}
"""
_SOURCES = """
SELECT ?s ?id ?title ?publisher ?issued ?issuedPrecision ?url ?self ?reads ?complete ?begin ?beginPrecision
       ?asOf ?asOfPrecision ?relation ?kind ?place {
  ?s a aid:Source ; dcterms:identifier ?id ; dcterms:title ?title
  OPTIONAL { ?s dcterms:publisher ?publisher } OPTIONAL { ?s schema:url ?url } OPTIONAL { ?s aid:selfReported ?self }
  OPTIONAL { ?s dcterms:issued ?issued ; aid:issuedPrecision ?issuedPrecision } OPTIONAL { ?s aid:reads ?reads }
  OPTIONAL { ?s aid:complete ?complete }
  OPTIONAL { ?s aid:completeFrom ?begin ; aid:completeFromPrecision ?beginPrecision }
  OPTIONAL { ?s aid:asOf ?asOf ; aid:asOfPrecision ?asOfPrecision } OPTIONAL { ?s aid:coversRelation ?relation }
  OPTIONAL { ?s aid:coversKind ?kind } OPTIONAL { ?s aid:coversPlace ?place }
}
"""


_LISTED = ("party id", "party", "source", "file", "sheet", "row", "since", "until")
_SOURCE = (
    *("id", "source", "publisher", "issued", "url", "self_reported", "reads", "complete", "complete_from", "as_of"),
    *("covers relation", "covers kind", "covers place"),
)


def facts(store: Store, names: Mapping[str, str]) -> dict[str, tuple[Value, ...]]:
    """Return what is known of every party, in the order of ``FACTS``; parties are told by their ``names``."""
    found: defaultdict[str, defaultdict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for party, what, value in store.select(_FACTS):
        found[party][what].append(names.get(value, value) if what == "acts for" else value)
    return {
        party: tuple(
            known[what][0] if len(known[what]) == 1 else "; ".join(sorted(map(str, known[what]))) for what in FACTS
        )
        for party, known in found.items()
    }


def listings(store: Store, names: Mapping[str, str]) -> Sheet:
    """Return a row for every place where a source says that a party exists."""
    rows = sorted(
        store.select(_LISTINGS), key=lambda row: (names[row.party], row.source, row.file or "", row.row or 0, row.l)
    )
    return Sheet(
        _LISTED,
        [
            (
                *(row.party, names[row.party], row.source, row.file, row.sheet, row.row),
                *(partial(row.since, row.sincePrecision), partial(row.until, row.untilPrecision)),
            )
            for row in rows
        ],
    )


def sources(store: Store, names: Mapping[str, str]) -> Sheet:
    """Return a row for every source, with what its list is complete for."""
    return Sheet(
        _SOURCE,
        [
            (
                *(row.id, row.title, row.publisher, partial(row.issued, row.issuedPrecision), row.url),
                *(_yes(row.self), row.reads, _yes(bool(row.complete))),
                *(partial(row.begin, row.beginPrecision), partial(row.asOf, row.asOfPrecision)),
                *(row.relation and local_name(row.relation), row.kind and local_name(row.kind)),
                names.get(row.place or ""),
            )
            for row in sorted(store.select(_SOURCES), key=lambda row: (row.id, row.s))
        ],
    )


def _yes(told: bool | None) -> str | None:  # noqa: FBT001  what a source says, or does not
    return None if told is None else "yes" if told else "no"
