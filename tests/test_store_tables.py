"""The columnar tables: what the rules derive in the store, the same bytes for the same records, for any engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import ibis.expr.types as ir
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from aidgraph.errors import StorageError, Where
from aidgraph.kinds import vocabulary
from aidgraph.model import Claim, ClaimFacts, Records
from aidgraph.store import expressions
from aidgraph.store.columnar import Columnar
from aidgraph.store.derived import derived
from aidgraph.store.tables import TABLES, write_rows, write_tables
from aidgraph.store.wanted import NOWHERE, Axes, Population, Wanted
from aidgraph.terms import LEVEL
from counties import opened
from made import resolved
from records import LANGUAGES, records, stored

_PARTNERSHIPS = """
SELECT ?iri ?relation ?name ?standing ?pairing ?since ?sincePrecision ?until ?untilPrecision ?status ?asOf WHERE {
  ?iri a aid:Partnership ; aid:relation ?relation ; aid:standing ?standing . OPTIONAL { ?iri aid:name ?name }
  OPTIONAL { ?iri aid:pairing ?pairing }
  OPTIONAL { ?iri aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?iri aid:until ?until ; aid:untilPrecision ?untilPrecision }
  OPTIONAL { ?iri aid:status ?status ; aid:statusAsOf ?asOf }
} ORDER BY ?iri
"""
_COLUMNS = (
    *("iri", "relation", "name", "standing", "pairing"),
    *("since", "since_precision", "until", "until_precision", "status", "status_as_of"),
)
_PARTIES = """
SELECT ?iri ?name ?kind (MIN(?around) AS ?place) WHERE {
  ?iri aid:kind|aid:level ?kind ; aid:name ?name .
  OPTIONAL { ?iri aid:locatedIn|aid:partOf ?around . ?around aid:level ?level }
} GROUP BY ?iri ?name ?kind ORDER BY ?name ?iri
"""


def tables_of(made: Records, folder: str | Path) -> Columnar:
    write_tables(made, Path(folder) / "tables", languages=LANGUAGES)
    return Columnar(Path(folder) / "tables")


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=records())
def test_the_tables_hold_what_the_rules_derive(made: Records) -> None:
    store = stored(made)
    with TemporaryDirectory() as folder:
        tables = tables_of(made, folder)
        undated = dt.date(1, 1, 1)
        by_rules = [(*row[:-1], None if row[-1] == undated else row[-1]) for row in store.select(_PARTNERSHIPS)]
        assert sorted(tables.whole("partnerships", *_COLUMNS)) == by_rules
        numbers = dict(tables.whole("parties", "party", "iri")) | {NOWHERE: None}
        parties = tables.whole("parties", "party", "iri", "name", "kind", "place")
        assert [(*row[1:4], numbers[row[4]]) for row in parties] == [tuple(row) for row in store.select(_PARTIES)]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (("announced", "active"), "active"),
        (("active", "ended"), "ended"),
        (("ended", "announced"), "ended"),
        (("unknown", "announced"), "announced"),
        (("unknown", "unknown"), ""),
    ],
)
def test_of_two_states_at_once_the_later_stage_is_in_the_tables(said: tuple[str, str], status: str) -> None:
    claims = [
        Claim(
            iri=f"https://example.org/aid/claim/{number}",
            about="https://example.org/aid/partnership/1",
            source="https://example.org/aid/source/1",
            where=Where("pairs.csv", number),
            extractor="table",
            facts=ClaimFacts(status=word),
        )
        for number, word in enumerate(said)
    ]
    for order in (claims, claims[::-1]):
        assert derived(order, {}).status == status


def test_the_same_records_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    made, _ = resolved(opened(tmp_path).workspace)
    write_tables(made, tmp_path / "one", languages=LANGUAGES)
    for things in (made.parties, made.listings, made.partnerships, made.totals, made.claims, made.sources):
        things.reverse()
    write_tables(made, tmp_path / "two", languages=LANGUAGES)
    first, second = (contents(tmp_path / name) for name in ("one", "two"))
    assert first == second
    assert first.keys() == {f"{name}.parquet" for name in TABLES}


def test_equal_workspaces_have_equal_tables(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
        opened(folder)
    assert contents(first / "build" / "000001" / "tables") == contents(second / "build" / "000001" / "tables")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Columnar:
    return Columnar(opened(tmp_path_factory.mktemp("counties")).build.tables_folder)


def test_every_table_has_the_columns_it_declares_and_rows_in_them(tables: Columnar) -> None:
    for name, columns in TABLES.items():
        rows = tables.whole(name, *columns)
        assert {len(row) for row in rows} == {len(columns)}, name


WANTED = Wanted(
    relations=frozenset([*vocabulary().relations]),
    directions=frozenset({"in", "mutual"}),
    as_of=dt.date(2020, 1, 1),
    today=dt.date(2020, 1, 1),
)
OF_PLACES = Population(kinds=frozenset(vocabulary().kinds), places=True, place=1, day=WANTED.today)
BY_COUNTY = Axes(by_place=True, by_kind=True, level=f"{LEVEL}County")


ASKED: list[tuple[Callable[..., ir.Table], tuple[object, ...]]] = [
    (expressions.whole, ("sources", "source")),
    (expressions.some, ("parties", "party", "iri")),
    (expressions.places, ()),
    (expressions.relations, ()),
    (expressions.kinds, ()),
    (expressions.gone, (WANTED.today,)),
    (expressions.flagged, (WANTED, OF_PLACES, frozenset({0, 1}))),
    (expressions.grid, (WANTED, OF_PLACES, BY_COUNTY)),
    (expressions.rosters, (OF_PLACES, BY_COUNTY)),
    (expressions.on_any, (OF_PLACES, BY_COUNTY)),
    (expressions.inside, (WANTED,)),
    (expressions.tied_places, (WANTED,)),
    (expressions.terms, (WANTED.relations, "partnership")),
    (expressions.ends, (WANTED.relations,)),
    (expressions.mentions, (WANTED.relations,)),
    (expressions.contradicted, ()),
    (expressions.stated, ()),
    (expressions.totals, ()),
]


@pytest.mark.parametrize(("question", "about"), ASKED)
def test_every_question_can_be_put_into_the_words_of_spark(
    question: Callable[..., ir.Table], about: tuple[object, ...]
) -> None:
    assert "SELECT" in ibis.to_sql(question(*about), dialect="pyspark")


def test_no_question_is_left_out_of_that() -> None:
    assert {question.__name__ for question, _ in ASKED} == set(expressions.__all__) - {"given"}


def test_tables_that_are_gone_or_spoilt_are_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="the tables could not be read"):
        Columnar(tmp_path).places()
    (tmp_path / "parties.parquet").write_text("no table")
    with pytest.raises(StorageError, match="the tables could not be read"):
        Columnar(tmp_path).places()


def test_rows_are_written_in_pieces_and_read_back(tmp_path: Path) -> None:
    rows = [(number, f"学校 {number}" if number % 2 else None) for number in range(300_000)]
    write_rows(tmp_path / "sources.parquet", {"source": "number", "title": "text"}, iter(rows))
    assert Columnar(tmp_path).whole("sources", "source", "title") == rows
