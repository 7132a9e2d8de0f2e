"""Records to RDF and back: whatever text, dates and numbers they hold, in every syntax that is exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.errors import Where
from aidgraph.kinds import vocabulary
from aidgraph.model import (
    BASES,
    BOUNDS,
    REVIEWS,
    STANCES,
    STATUSES,
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
from aidgraph.read.rdf import records_of_rdf
from aidgraph.store.embedded import Store
from aidgraph.store.quads import load_records
from aidgraph.terms import KIND, LEVEL
from aidgraph.triples import parse_rdf
from aidgraph.workspace import READS, Workspace
from made import BASE, built, resolved, table, written

WORDS = vocabulary()
KINDS = [kind.iri for kind in WORDS.kinds.values()]
SYNTAXES = ("nq", "trig", "ttl", "nt", "jsonld")
FILE_SOURCE = Source(iri=f"{BASE}source/given", identifier="given", title="Given", reads="rdf")

HOSTILE = [
    *('say "no"\\n', "a\nb\r\n\tc", "x\u2028y\u2029z\x85", "\u202e\u2066abc\u2069", "يېڭىسار ناھىيىسى", "👩‍👩‍👧 🏥"),
    *(
        "学" * 300,
        "'''\"\"\"",
        "<b>&amp;</b>",
        "\x01\x1f\x7f",
        "\ufeffx",
        "{} | ^ `",
        "\\u0041",
        "_:b",
        "@zh",
        "e\u0301",
    ),
]
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cn",)), min_size=1, max_size=300
    ),
)
TAGS = st.sampled_from(
    ["zh", "ug", "en", "und", "zh-hans-cn", "de-1996", "x-private", "en-u-co-phonebk", "sl-rozaj-biske"]
)
ADDRESS = st.sampled_from(["", "https://example.org/a?b=c#d", "http://例え.jp/路/%E8%B7%AF"])
DATE = st.builds(
    lambda day, length: PartialDate.parse(day.isoformat()[:length]), st.dates(), st.sampled_from([4, 7, 10])
)
MAYBE_DATE = st.none() | DATE
MAYBE_TEXT = st.just("") | TEXT
NUMBER = st.integers(0, 10**18 - 1)
MONEY = st.decimals(Decimal("0.01"), Decimal(10**17), places=2)


def degrees(limit: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(-limit, limit, places=6)


def iris(sort: str) -> list[str]:
    return [f"{BASE}{sort}/{number}" for number in range(4)]


PARTIES, SOURCES, PARTNERSHIPS, TOTALS = (iris(sort) for sort in ("party", "source", "partnership", "total"))
ELSEWHERE = "https://elsewhere.example/学校#1"
PARTIES.append(ELSEWHERE)


def several(values: Iterable[str], *, least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(list(values)), min_size=least, max_size=most).map(
        lambda chosen: tuple(sorted(chosen))
    )


def texts(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(TEXT, max_size=most).map(lambda chosen: tuple(sorted(chosen)))


@st.composite
def parties(draw: st.DrawFn, iri: str) -> Party:
    is_place = draw(st.booleans())
    kind = draw(st.sampled_from([kind for kind in KINDS if kind.startswith(LEVEL if is_place else KIND)]))
    labels = draw(st.dictionaries(TAGS, TEXT, min_size=1, max_size=3))
    return Party(
        iri=iri,
        is_place=is_place,
        labels=tuple(sorted(labels.items())),
        kind=kind,
        aliases=draw(texts()),
        place=draw(st.sampled_from(["", *PARTIES])),
        acts_for=draw(st.sampled_from(["", *PARTIES])),
        identifier=draw(MAYBE_TEXT),
        code=draw(MAYBE_TEXT),
        code_scheme=draw(MAYBE_TEXT),
        latitude=draw(st.none() | degrees(90)),
        longitude=draw(st.none() | degrees(180)),
        url=draw(ADDRESS),
        specialties=draw(texts()),
        possibly_same_as=draw(several(PARTIES)),
    )


@st.composite
def sources(draw: st.DrawFn, iri: str) -> Source:
    return Source(
        iri=iri,
        identifier=draw(TEXT),
        title=draw(TEXT),
        publisher=draw(MAYBE_TEXT),
        issued=draw(MAYBE_DATE),
        url=draw(ADDRESS),
        self_reported=draw(st.sampled_from([None, True, False])),
        reads=draw(st.sampled_from(["", *READS])),
        files=draw(texts()),
        complete=draw(st.booleans()),
        as_of=draw(MAYBE_DATE),
        complete_from=draw(MAYBE_DATE),
        covers_relation=draw(st.sampled_from(["", *WORDS.relations])),
        covers_kind=draw(st.sampled_from(["", *KINDS])),
        covers_place=draw(st.sampled_from(["", *PARTIES])),
    )


@st.composite
def partnerships(draw: st.DrawFn, iri: str) -> Partnership:
    relation = draw(st.sampled_from([r for r in WORDS.relations.values() if not r.derived]))
    ends = draw(st.permutations(PARTIES))
    cut, end = draw(st.integers(1, 2)), draw(st.integers(3, 5))
    froms, tos = tuple(sorted(ends[:cut])), tuple(sorted(ends[cut:end]))
    if relation.mutual:
        froms, tos = sorted([froms, tos])
    shape = draw(st.sampled_from(["both", "peers"] if relation.mutual else ["both", "no from", "no to"]))
    unnamed = shape.startswith("no")
    return Partnership(
        iri=iri,
        relation=relation.iri,
        mutual=relation.mutual,
        froms={"no from": (), "peers": tuple(sorted(ends[:end]))}.get(shape, froms),
        tos=() if shape in {"no to", "peers"} else tos,
        identifier=draw(MAYBE_TEXT),
        unnamed_kind=draw(st.sampled_from(KINDS)) if unnamed else "",
        unnamed_place=draw(st.sampled_from(["", *PARTIES])) if unnamed else "",
    )


def totals(iri: str) -> st.SearchStrategy[ReportedTotal]:
    return st.builds(
        ReportedTotal,
        iri=st.just(iri),
        relation=st.sampled_from(list(WORDS.relations)),
        from_=st.sampled_from(["", *PARTIES]),
        to=st.sampled_from(["", *PARTIES]),
        from_kind=st.sampled_from(["", *KINDS]),
        to_kind=st.sampled_from(["", *KINDS]),
        identifier=MAYBE_TEXT,
        within=st.sampled_from(["", *TOTALS]),
    )


WHERE = st.builds(Where, file=TEXT, row=st.integers(0, 10**6), sheet=MAYBE_TEXT)
FACTS = st.builds(
    ClaimFacts,
    quote=MAYBE_TEXT,
    start=st.none() | NUMBER,
    end=st.none() | NUMBER,
    page=st.none() | NUMBER,
    locator=MAYBE_TEXT,
    stance=st.sampled_from(STANCES),
    review=st.sampled_from(REVIEWS),
    basis=st.sampled_from(BASES),
    pairing=st.sampled_from(["", "all-to-all", "unspecified"]),
    open=st.booleans(),
    since=MAYBE_DATE,
    until=MAYBE_DATE,
    as_of=MAYBE_DATE,
    status=st.sampled_from(["", *STATUSES]),
    amount=st.none() | MONEY,
    currency=MAYBE_TEXT,
    count=st.none() | NUMBER,
    unit=MAYBE_TEXT,
    bound=st.sampled_from(["", *BOUNDS]),
    note=MAYBE_TEXT,
)


def claims(iri: str, abouts: list[str], stated_in: list[str]) -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        iri=st.just(iri),
        about=st.sampled_from(abouts),
        source=st.sampled_from(stated_in),
        where=WHERE,
        extractor=TEXT,
        facts=FACTS,
        via=several(PARTIES),
        at=st.sampled_from(["", *PARTIES]),
        score=st.none() | st.decimals(0, 1, places=4),
    )


def listings(iri: str, stated_in: list[str]) -> st.SearchStrategy[Listing]:
    return st.builds(
        Listing,
        iri=st.just(iri),
        party=st.sampled_from(PARTIES),
        source=st.sampled_from(stated_in),
        where=WHERE,
        since=MAYBE_DATE,
        until=MAYBE_DATE,
    )


Make = Callable[[str], st.SearchStrategy[Any]]


def some(make: Make, pool: list[str], *, least: int = 0) -> st.SearchStrategy[list[Any]]:
    chosen = st.lists(st.sampled_from(pool), unique=True, min_size=least, max_size=3)
    return chosen.flatmap(lambda iris: st.tuples(*(make(iri) for iri in iris)).map(list))


@st.composite
def records(draw: st.DrawFn) -> Records:
    made = Records(
        sources=draw(some(sources, SOURCES, least=1)),
        parties=draw(some(parties, PARTIES)),
        partnerships=draw(some(partnerships, PARTNERSHIPS)),
        totals=draw(some(totals, TOTALS)),
    )
    stated_in = [source.iri for source in made.sources]
    abouts = [thing.iri for thing in (*made.partnerships, *made.totals)]
    made.listings = draw(some(partial(listings, stated_in=stated_in), iris("listing")))
    if abouts:
        made.claims = draw(some(partial(claims, abouts=abouts, stated_in=stated_in), iris("claim")))
    return made


def through_rdf(given_records: Records, syntax: str) -> Records:
    store = Store()
    load_records(store, given_records, base=BASE)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{syntax}"
        with path.open("wb") as stream:
            store.dump(stream, syntax, graphs=store.graphs())
        read, problems = records_of_rdf(parse_rdf(path), file="export", source=FILE_SOURCE, base=BASE, words=WORDS)
    assert problems == []
    return read


def without_the_files_own(read: Records, given_records: Records) -> Records:
    """Leave out what an RDF file is taken to say of what it leaves out; it says so of nothing else."""
    listed = {listing.party for listing in given_records.listings}
    claimed = {claim.about for claim in given_records.claims}
    own_listings = {listing.party for listing in read.listings if listing.where == Where("export")}
    own_claims = {claim.about for claim in read.claims if claim.where == Where("export")}
    assert own_listings == {party.iri for party in given_records.parties} - listed
    assert own_claims == {partnership.iri for partnership in given_records.partnerships} - claimed
    return Records(
        sources=[source for source in read.sources if source != FILE_SOURCE],
        parties=read.parties,
        listings=[listing for listing in read.listings if listing.where != Where("export")],
        partnerships=read.partnerships,
        totals=read.totals,
        claims=[claim for claim in read.claims if claim.where != Where("export")],
    )


def in_order(unordered: Records) -> dict[str, list[Any]]:
    lists = ("sources", "parties", "listings", "partnerships", "totals", "claims")
    return {name: sorted(getattr(unordered, name), key=lambda record: record.iri) for name in lists}


@pytest.mark.parametrize("syntax", SYNTAXES)
@settings(max_examples=40, deadline=None)
@given(given_records=records())
def test_records_come_back_from_rdf(syntax: str, given_records: Records) -> None:
    read = without_the_files_own(through_rdf(given_records, syntax), given_records)
    assert in_order(read) == in_order(given_records)


@settings(max_examples=40, deadline=None)
@given(given_records=records())
def test_every_triple_stands_in_one_graph(given_records: Records) -> None:
    store = Store()
    load_records(store, given_records, base=BASE)
    twice = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }"
    assert store.select(twice) == []


# -- a built workspace, exported and read into another

TABLES = {
    "places": table(
        {"name": "济宁市", "level": "Prefecture", "code": "3708", "name_en": "Jining"},
        {"name": "英吉沙县", "level": "County", "code": "653123"},
        {"name": "乌恰镇", "level": "Township", "code": "653123101", "parent": "653123"},
    ),
    "roster": table(
        {
            "name": "济宁一中",
            "kind": "School",
            "place": "济宁市",
            "id": "s1",
            "name_en": "First School",
            "since": "1902",
        },
        {"name": "第五中学", "kind": "School", "place": "英吉沙县", "alias": "五中;县五中", "latitude": "38.9"},
        {"name": "县医院", "kind": "Hospital", "place": "英吉沙县", "maybe_same": "县医院新院区"},
        {"name": "县医院新院区", "kind": "Hospital", "place": "英吉沙县", "url": "https://example.org/"},
        {"name": "市医院", "kind": "Hospital", "place": "济宁市"},
        {"name": "指挥部", "kind": "Authority", "place": "英吉沙县", "acts_for": "济宁市"},
        {"name": "联盟", "kind": "Alliance", "place": "济宁市"},
    ),
    "partnerships": table(
        {
            "relation": "twinnedWith",
            "from": "济宁一中",
            "to": "第五中学",
            "via": "指挥部",
            "at": "英吉沙县",
            "since": "2020-05",
            "until": "2023",
            "as_of": "2021",
            "status": "active",
            "quote": '结对 "共建"',
        },
        {
            "relation": "twinnedWith",
            "from": "第五中学",
            "to": "济宁一中",
            "stance": "contradicts",
            "review": "proposed",
        },
        {"relation": "memberOf", "from": "县医院", "to": "联盟"},
        {"relation": "leads", "from": "市医院", "to": "联盟"},
        {"relation": "partOf", "from": "县医院新院区", "to": "县医院", "basis": "implied"},
        {"relation": "locatedIn", "from": "济宁一中", "to": "济宁市"},
        {"relation": "mentors", "from": "市医院", "to": "县医院;县医院新院区", "group": "unspecified"},
        {"relation": "funds", "from": "济宁市", "to_kind": "School", "amount": "1000.50", "currency": "CNY"},
        {"relation": "sendsStaffTo", "from": "济宁市", "to": "英吉沙县", "id": "a", "count": "12", "unit": "people"},
        {"relation": "sendsStaffTo", "from": "济宁市", "to": "英吉沙县", "id": "b", "review": "rejected"},
        {"relation": "cooperatesWith", "from": "指挥部;市医院;县医院", "group": "all-to-all", "note": "两\n行"},
    ),
    "totals": table(
        {
            "relation": "twinnedWith",
            "count": "40",
            "unit": "pairs",
            "id": "t1",
            "from": "济宁市",
            "to": "英吉沙县",
            "to_kind": "School",
        },
        {"relation": "mentors", "count": "3", "unit": "pairs", "id": "t2", "within": "t1"},
    ),
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with something of everything, built."""
    folder = tmp_path_factory.mktemp("first")
    made = written(folder, **TABLES)
    aid = built(made)
    for syntax in SYNTAXES:
        aid.export(folder / f"export.{syntax}")
    return made


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_an_export_read_into_another_workspace_says_the_same(first: Workspace, tmp_path: Path, syntax: str) -> None:
    text = (first.folder / f"export.{syntax}").read_text(encoding="utf-8")
    source = f'[[source]]\nid = "given"\ntitle = "Given"\npath = "export.{syntax}"\nreads = "rdf"'
    second = written(tmp_path, files={f"export.{syntax}": text}, extra=source)
    expected, _ = resolved(first)
    read, warnings = resolved(second)
    given_source = next(source for source in read.sources if source.identifier == "given")
    read.sources.remove(given_source)
    assert in_order(read) == in_order(expected)
    assert warnings == [warning for warning in warnings if "may be the same" in warning]


def test_a_build_of_an_export_counts_the_same(first: Workspace, tmp_path: Path) -> None:
    # Turtle keeps no graphs: what is derived stands beside what is stated
    text = (first.folder / "export.ttl").read_text(encoding="utf-8")
    source = '[[source]]\nid = "given"\npath = "export.ttl"\nreads = "rdf"'
    second = written(tmp_path, files={"export.ttl": text}, extra=source)
    one, other = (built(each).build.summary() for each in (first, second))
    same = ("institutions", "places", "partnerships", "claims", "totals", "edges")
    assert [one[key] for key in same] == [other[key] for key in same]


def test_an_export_beside_its_own_tables_adds_nothing(first: Workspace, tmp_path: Path) -> None:
    text = (first.folder / "export.nq").read_text(encoding="utf-8")
    source = '[[source]]\nid = "given"\npath = "export.nq"\nreads = "rdf"'
    both, _ = resolved(written(tmp_path, files={"export.nq": text}, extra=source, **TABLES))
    expected, _ = resolved(first)
    both.sources = [source for source in both.sources if source.identifier != "given"]
    assert in_order(both) == in_order(expected)
