"""Made-up records of everything that answers depend on, drawn at random, and the two engines that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from aidgraph.ask.by_columns import ByColumns
from aidgraph.ask.by_sparql import BySparql
from aidgraph.ask.labels import Parties, StoreSource
from aidgraph.errors import Where
from aidgraph.kinds import vocabulary
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
from aidgraph.store.columnar import Columnar
from aidgraph.store.derive import derive
from aidgraph.store.embedded import Store
from aidgraph.store.quads import load_records
from aidgraph.store.tables import write_tables
from aidgraph.store.vocabulary import load_vocabulary
from aidgraph.terms import AID, KIND, LEVEL
from made import BASE

WORDS = vocabulary()
LANGUAGES = ("zh", "en")
KINDS = ("Institution", "School", "VocationalSchool", "Education", "Hospital", "Alliance")
LEVELS = ("County", "Township", "Place")
RELATIONS = ("twinnedWith", "mentors", "aids", "memberOf", "leads", "locatedIn", "partOf", "cooperatesWith")
NAMES = ("甲", "乙", "乙", "Elm", "Оак", "丙 ; 丁", "🏥")
DATES = [
    None,
    None,
    *map(PartialDate.parse, ("2018", "2018-01", "2018-01-01", "2019-12", "2020", "2020-12-31", "2021")),
]


def iri(sort: str, number: int) -> str:
    return f"{BASE}{sort}/{number}"


PLACES = [iri("place", number) for number in range(5)]
INSTITUTIONS = [iri("institution", number) for number in range(7)]
PARTIES = [*PLACES, *INSTITUTIONS]
SOURCES = [iri("source", number) for number in range(5)]

DATE = st.sampled_from(DATES)


def few(values: Sequence[str], *, least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values), min_size=least, max_size=most).map(lambda chosen: tuple(sorted(chosen)))


@st.composite
def _parties(draw: st.DrawFn) -> list[Party]:
    found = []
    for number, party in enumerate(PARTIES):
        is_place = party in PLACES
        kind = LEVEL + draw(st.sampled_from(LEVELS)) if is_place else KIND + draw(st.sampled_from(KINDS))
        # a place lies in one before it, so that none lies in itself
        around = PLACES[: PLACES.index(party)] if is_place else PLACES
        labels = draw(st.dictionaries(st.sampled_from(["zh", "en", "ug"]), st.sampled_from(NAMES), min_size=1))
        found.append(
            Party(
                iri=party,
                is_place=is_place,
                labels=tuple(labels.items()),
                kind=kind,
                place=draw(st.sampled_from(["", *around])),
                identifier=f"id-{number}",
            )
        )
    return found


@st.composite
def _sources(draw: st.DrawFn) -> list[Source]:
    return [
        Source(
            iri=source,
            identifier=source,
            title=draw(st.sampled_from(("Register", "Gazette", "Круг"))),
            issued=draw(DATE),
            reads=draw(st.sampled_from(("partnerships", "roster", ""))),
            files=(f"{number}.csv",),
            complete=draw(st.booleans()),
            as_of=draw(DATE),
            complete_from=draw(DATE),
            covers_relation=draw(st.sampled_from(["", "", f"{AID}relatedTo", f"{AID}aids"])),
            covers_kind=draw(st.sampled_from(["", "", f"{KIND}Institution", f"{KIND}Education", f"{LEVEL}Place"])),
            covers_place=draw(st.sampled_from(["", "", *PLACES[:2]])),
        )
        for number, source in enumerate(SOURCES)
    ]


@st.composite
def _partnership(draw: st.DrawFn, number: int) -> Partnership:
    relation = WORDS.relation(draw(st.sampled_from(RELATIONS)))
    ends = draw(few(PARTIES, least=2, most=4))
    cut = draw(st.integers(0, len(ends)))
    froms, tos = ends[:cut], ends[cut:]
    if relation.mutual and not froms:
        froms, tos = tos, froms
    unnamed = draw(st.sampled_from(["", f"{KIND}Hospital"])) if not (froms and tos) and not relation.mutual else ""
    return Partnership(
        iri=iri("partnership", number),
        relation=relation.iri,
        mutual=relation.mutual,
        froms=froms,
        tos=tos,
        unnamed_kind=unnamed,
        unnamed_place=draw(st.sampled_from(["", PLACES[0]])) if unnamed else "",
    )


@st.composite
def _claim(draw: st.DrawFn, number: int, about: str, *, counts: bool) -> Claim:
    measure = draw(st.sampled_from([{"count": 40, "unit": "pairs"}, {"amount": Decimal(700), "currency": "CNY"}]))
    return Claim(
        iri=iri("claim", number),
        about=about,
        source=draw(st.sampled_from(SOURCES)),
        where=Where(draw(st.sampled_from(["", "0.csv", "1.csv"])), number),
        extractor="table",
        facts=ClaimFacts(
            stance=draw(st.sampled_from(["supports", "supports", "supports", "contradicts"])),
            review=draw(st.sampled_from(["accepted", "accepted", "accepted", "proposed", "rejected"])),
            basis=draw(st.sampled_from(["stated", "implied"])),
            pairing=draw(st.sampled_from(["", "", "all-to-all", "unspecified"])),
            since=draw(DATE),
            until=draw(DATE),
            as_of=draw(DATE),
            status=draw(st.sampled_from(["", "", "announced", "active", "ended", "unknown"])),
            **(measure if counts else {}),
        ),
        via=draw(few(PARTIES, most=1)),
        at=draw(st.sampled_from(["", "", *PLACES])),
    )


@st.composite
def _claims(draw: st.DrawFn, abouts: Sequence[str], *, counts: bool) -> list[Claim]:
    number = len(SOURCES) * 100 * (1 + counts)
    found = []
    for about in abouts:
        for _ in range(draw(st.integers(1, 3))):
            found.append(draw(_claim(number, about, counts=counts)))
            number += 1
    return found


@st.composite
def _total(draw: st.DrawFn, number: int) -> ReportedTotal:
    return ReportedTotal(
        iri=iri("total", number),
        relation=WORDS.relation(draw(st.sampled_from(RELATIONS[:3]))).iri,
        from_=draw(st.sampled_from(["", *PARTIES])),
        from_kind=draw(st.sampled_from(["", f"{KIND}Education"])),
        to=draw(st.sampled_from(["", *PLACES])),
        to_kind=draw(st.sampled_from(["", f"{KIND}Institution"])),
    )


@st.composite
def records(draw: st.DrawFn) -> Records:
    """Draw the records of a workspace in which anything may be tied to anything, listed, disputed or over."""
    partnerships = [draw(_partnership(number)) for number in range(draw(st.integers(0, 8)))]
    totals = [draw(_total(number)) for number in range(draw(st.integers(0, 2)))]
    listings = [
        Listing(
            iri=iri("listing", number),
            party=draw(st.sampled_from(PARTIES)),
            source=draw(st.sampled_from(SOURCES)),
            where=Where("0.csv", number),
            since=draw(DATE),
            until=draw(DATE),
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    return Records(
        sources=draw(_sources()),
        parties=draw(_parties()),
        listings=listings,
        partnerships=partnerships,
        totals=totals,
        claims=[
            *draw(_claims([one.iri for one in partnerships], counts=False)),
            *draw(_claims([one.iri for one in totals], counts=True)),
        ],
    )


def stored(made: Records) -> Store:
    """Return records as a store with all that the rules derive."""
    store = Store()
    load_records(store, made, base=BASE)
    load_vocabulary(store, WORDS)
    derive(store, base=BASE, languages=LANGUAGES)
    return store


@contextmanager
def engines(made: Records) -> Iterator[tuple[BySparql, ByColumns]]:
    """Give the two engines that tell what bears on a question, reading the same records."""
    store = stored(made)
    with TemporaryDirectory() as folder:
        write_tables(made, Path(folder) / "tables", languages=LANGUAGES)
        yield BySparql(store, Parties(StoreSource(store))), ByColumns(Columnar(Path(folder) / "tables"), WORDS)
