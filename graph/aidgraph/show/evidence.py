"""The claims of a store as evidence: all that speak for or against partnerships, or totals, at once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.show.picture import Evidence
from aidgraph.store.embedded import Store

__all__ = ["evidence"]

_CLAIMS = """
SELECT ?about ?c ?source ?quote ?locator ?start ?end ?page ?file ?sheet ?row ?stance ?review ?basis
       ?since ?sincePrecision ?until ?untilPrecision ?asOf ?asOfPrecision ?status
       ?amount ?currency ?number ?unit ?bound ?note WHERE {
  ?about a aid:%s . ?c aid:about ?about ; aid:statedIn ?source .
  ?c aid:stance ?stance ; aid:review ?review ; aid:basis ?basis .
  OPTIONAL { ?c aid:quote ?quote } OPTIONAL { ?c aid:locator ?locator }
  OPTIONAL { ?c aid:start ?start ; aid:end ?end } OPTIONAL { ?c aid:page ?page }
  OPTIONAL { ?c aid:file ?file } OPTIONAL { ?c aid:sheet ?sheet } OPTIONAL { ?c aid:row ?row }
  OPTIONAL { ?c aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?c aid:until ?until ; aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?c aid:asOf ?asOf ; aid:asOfPrecision ?asOfPrecision }
  OPTIONAL { ?c aid:status ?status } OPTIONAL { ?c aid:amount ?amount ; aid:currency ?currency }
  OPTIONAL { ?c aid:count ?number ; aid:unit ?unit } OPTIONAL { ?c aid:bound ?bound } OPTIONAL { ?c aid:note ?note }
}
"""


def evidence(store: Store, *, about: str) -> dict[str, tuple[Evidence, ...]]:
    """Return the claims about every thing of a class (``Partnership``, ``ReportedTotal``), by its IRI."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in store.select(_CLAIMS % about):
        found[row.about].append(row)
    return {
        thing: tuple(map(_evidence, sorted(rows, key=lambda row: (row.source, row.file or "", row.row or 0, row.c))))
        for thing, rows in found.items()
    }


def _evidence(row: Any) -> Evidence:  # noqa: ANN401  a row of _CLAIMS
    file = f"{row.file}[{row.sheet}]" if row.sheet else row.file or ""
    return Evidence(
        source=row.source,
        quote=row.quote or "",
        locator=row.locator or (f"page={row.page}" if row.page is not None else ""),
        start=row.start,
        end=row.end,
        where=f"{file}:{row.row}" if row.row else file,
        stance=row.stance,
        review=row.review,
        basis=row.basis,
        since=partial(row.since, row.sincePrecision) or "",
        until=partial(row.until, row.untilPrecision) or "",
        as_of=partial(row.asOf, row.asOfPrecision) or "",
        status=row.status or "",
        amount="" if row.amount is None else f"{row.amount:f}",
        currency=row.currency or "",
        count=row.number,
        unit=row.unit or "",
        bound=row.bound or "",
        note=row.note or "",
    )
