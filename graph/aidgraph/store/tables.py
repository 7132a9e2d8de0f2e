"""The columnar tables: the records of a build as Parquet files, for questions that scan all of them.

The one module that knows Arrow. Things are numbered, since numbers join faster than IRIs: parties in the order of
their names, everything else in that of its IRI. The same records give the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from aidgraph.model import Claim, PartialDate, Partnership, Records
from aidgraph.store.derived import UNDATED, Derived, derived, homes, partnership_name, shown_name

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["TABLES", "write_rows", "write_tables"]

_PERIOD = "since:date since_precision:text until:date until_precision:text"


def _columns(text: str) -> Mapping[str, str]:
    return dict(column.split(":") for column in text.split())


TABLES = {
    "parties": _columns("party:number iri:text name:text kind:text is_place:truth place:number"),
    "within": _columns("place:number around:number steps:number"),
    "place_names": _columns("party:number name:text scheme:text"),
    "sources": _columns(
        "source:number iri:text title:text reads:text complete:truth complete_from:date as_of:date "
        "covers_relation:text covers_kind:text covers_place:number"
    ),
    "listings": _columns(f"party:number source:number {_PERIOD}"),
    "partnerships": _columns(
        "partnership:number iri:text relation:text name:text standing:text pairing:text implied:truth "
        f"{_PERIOD} status:text status_as_of:date unnamed_kind:text unnamed_place:number"
    ),
    "participations": _columns("partnership:number party:number side:text"),
    "ties": _columns(
        "party:number side:text relation:text standing:text since:date until:date status:text status_as_of:date"
    ),
    "mentions": _columns("partnership:number party:number role:text"),
    "totals": _columns(
        "total:number iri:text relation:text provider:number provider_kind:text recipient:number recipient_kind:text "
        "within:number"
    ),
    "claims": _columns(
        "iri:text partnership:number total:number source:number list:number stance:text review:text basis:text "
        f"{_PERIOD} as_of:date status:text amount:text currency:text count:long unit:text bound:text quote:text"
    ),
}
"""The columns of every table, and what stands in them.

``within`` has every place with itself and all places around it, in so many steps; ``list`` is the source in whose file
a claim stands; ``mentions`` tell who arranged a partnership (``via``) and which place it concerns (``at``). ``ties``
are participations with what decides whether their partnership counts: who is linked is told from them alone.
"""

Row = Sequence[Any]


def write_tables(records: Records, folder: Path, *, languages: Sequence[str]) -> None:
    """Write the tables of a workspace to a folder, made if need be; ``languages`` says which label names a party."""
    folder.mkdir(exist_ok=True)
    writer = _Writer(records, languages)
    for name, columns in TABLES.items():
        write_rows(folder / f"{name}.parquet", columns, getattr(writer, name)())


def write_rows(output: Path | IO[bytes], columns: Mapping[str, str], rows: Iterable[Row]) -> None:
    """Write rows to a Parquet file; ``columns`` say what is in each: ``text``, ``number``, ``date``, ``truth``, ..."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _type(sort)) for name, sort in columns.items()])
    with pq.ParquetWriter(output, schema, compression="zstd") as file:
        for piece in _pieces(rows):
            cells = zip(*piece, strict=True) if piece else [()] * len(columns)
            arrays = [pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
            file.write_table(pa.table(arrays, schema=schema))


_PIECE = 1 << 17
"""Rows that are held at once: a group of them in the file."""


def _pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    piece: list[Row] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    yield piece


def _type(sort: str) -> pa.DataType:
    import pyarrow as pa

    types = {"text": pa.string, "number": pa.int32, "long": pa.int64, "date": pa.date32, "truth": pa.bool_}
    return types[sort]()


class _Writer:
    """The records of a workspace as rows, one method a table."""

    def __init__(self, records: Records, languages: Sequence[str]) -> None:
        self.records = records
        claims: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in records.claims:
            claims[claim.about].append(claim)
        issued = {source.iri: source.issued for source in records.sources}
        self.derived = {p.iri: derived(claims[p.iri], issued) for p in records.partnerships}
        self.homes = homes(records, self.derived)
        self.names = {party.iri: shown_name(party.labels, languages) for party in records.parties}
        self.parties_in_order = sorted(records.parties, key=lambda party: (self.names[party.iri], party.iri))
        self.party = {party.iri: number for number, party in enumerate(self.parties_in_order)}
        self.partnership, self.total, self.source = (
            {iri: number for number, iri in enumerate(sorted(thing.iri for thing in things))}
            for things in (records.partnerships, records.totals, records.sources)
        )
        in_order = sorted(records.sources, key=lambda source: source.iri)
        self.lists = {file: self.source[source.iri] for source in in_order for file in source.files}

    def parties(self) -> Iterator[Row]:
        for number, party in enumerate(self.parties_in_order):
            home = self.party.get(self.homes.get(party.iri, ""))
            yield number, party.iri, self.names[party.iri], party.kind, party.is_place, home

    def within(self) -> Iterator[Row]:
        for party in self.parties_in_order:
            if party.is_place:
                around: list[str] = []
                place = party.iri
                while place and place not in around:
                    around.append(place)
                    place = self.homes.get(place, "")
                number = self.party[party.iri]
                yield from ((number, self.party[place], steps) for steps, place in enumerate(around))

    def place_names(self) -> Iterator[Row]:
        for party in self.parties_in_order:
            if party.is_place:
                names = {label for _, label in party.labels} | {*party.aliases, *party.replaces, party.identifier}
                yield from ((self.party[party.iri], name, None) for name in sorted(names - {""}))
                if party.code:
                    yield self.party[party.iri], party.code, party.code_scheme or None

    def sources(self) -> Iterator[Row]:
        for source in sorted(self.records.sources, key=lambda source: source.iri):
            yield (
                *(self.source[source.iri], source.iri, source.title, source.reads, source.complete),
                *(_first(source.complete_from), _last(source.as_of)),
                *(source.covers_relation or None, source.covers_kind or None, self.party.get(source.covers_place)),
            )

    def listings(self) -> Iterator[Row]:
        rows = {
            (self.party[one.party], self.source[one.source], *_period(one.since, one.until))
            for one in self.records.listings
        }
        yield from sorted(rows, key=lambda row: (*row[:2], *map(str, row[2:])))

    def partnerships(self) -> Iterator[Row]:
        for one in sorted(self.records.partnerships, key=lambda one: one.iri):
            known = self.derived[one.iri]
            yield (
                *(self.partnership[one.iri], one.iri, one.relation, partnership_name(one, self.names)),
                *(known.standing, known.pairing or None, known.implied, *_period(known.since, known.until)),
                *_status(known),
                *(one.unnamed_kind or None, self.party.get(one.unnamed_place)),
            )

    def participations(self) -> Iterator[Row]:
        for one in sorted(self.records.partnerships, key=lambda one: one.iri):
            number = self.partnership[one.iri]
            for side, ends in zip(_sides(one), (one.froms, one.tos), strict=True):
                yield from ((number, party, side) for party in sorted(self.party[end] for end in ends))

    def ties(self) -> Iterator[Row]:
        for one in sorted(self.records.partnerships, key=lambda one: one.iri):
            known = self.derived[one.iri]
            terms = (one.relation, known.standing, _first(known.since), _last(known.until), *_status(known))
            for side, ends in zip(_sides(one), (one.froms, one.tos), strict=True):
                yield from ((self.party[end], side, *terms) for end in sorted(ends))

    def mentions(self) -> Iterator[Row]:
        rows: set[tuple[int, int, str]] = set()
        for claim in self.records.claims:
            if _heard(claim) and claim.about in self.partnership:
                number = self.partnership[claim.about]
                rows.update((number, self.party[via], "via") for via in claim.via)
                rows.update((number, self.party[at], "at") for at in [claim.at] if at)
        yield from sorted(rows)

    def totals(self) -> Iterator[Row]:
        for one in sorted(self.records.totals, key=lambda one: one.iri):
            yield (
                *(self.total[one.iri], one.iri, one.relation),
                *(self.party.get(one.from_), one.from_kind or None),
                *(self.party.get(one.to), one.to_kind or None),
                self.total.get(one.within),
            )

    def claims(self) -> Iterator[Row]:
        for claim in sorted(self.records.claims, key=lambda claim: claim.iri):
            facts = claim.facts
            yield (
                *(claim.iri, self.partnership.get(claim.about), self.total.get(claim.about)),
                *(self.source[claim.source], self.lists.get(claim.where.file)),
                *(facts.stance, facts.review, facts.basis, *_period(facts.since, facts.until), _last(facts.as_of)),
                facts.status or None,
                *(None if facts.amount is None else f"{facts.amount:f}", facts.currency or None),
                *(facts.count, facts.unit or None, facts.bound or None, facts.quote or None),
            )


def _sides(partnership: Partnership) -> tuple[str, str]:
    if not partnership.mutual:
        return "provider", "recipient"
    return ("oneSide", "otherSide") if partnership.tos else ("peer", "peer")


def _heard(claim: Claim) -> bool:
    return claim.facts.review == "accepted" and claim.facts.stance == "supports"


def _status(known: Derived) -> tuple[str | None, dt.date | None]:
    dated = known.status and known.status_as_of != UNDATED
    return known.status or None, _day(known.status_as_of) if dated else None


def _period(since: PartialDate | None, until: PartialDate | None) -> Row:
    return (
        *(_first(since), since.precision if since else None),
        *(_last(until), until.precision if until else None),
    )


def _first(date: PartialDate | None) -> dt.date | None:
    return _day(date.first) if date else None


def _last(date: PartialDate | None) -> dt.date | None:
    return _day(date.last) if date else None


@lru_cache(maxsize=1 << 14)
def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
