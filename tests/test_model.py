"""Dates as exact as their sources, and records that nobody changes."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph import model
from aidgraph.errors import Where
from aidgraph.model import Claim, ClaimFacts, PartialDate, Records, Source

DATES = {
    "2023": ("year", "2023-01-01", "2023-12-31"),
    "2023-05": ("month", "2023-05-01", "2023-05-31"),
    "2023-02": ("month", "2023-02-01", "2023-02-28"),
    "2024-02": ("month", "2024-02-01", "2024-02-29"),
    "1900-02": ("month", "1900-02-01", "1900-02-28"),
    "2023-12": ("month", "2023-12-01", "2023-12-31"),
    "2023-05-22": ("day", "2023-05-22", "2023-05-22"),
    "0001": ("year", "0001-01-01", "0001-12-31"),
    "9999-12": ("month", "9999-12-01", "9999-12-31"),
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_as_exact_as_its_source(text: str) -> None:
    date = PartialDate.parse(text)
    assert (date.precision, date.first, date.last) == DATES[text]
    assert date.text == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "23", "02023", "2023-5", "2023-13", "2023-00", "2023-02-29", "2023-05-22T00:00", "2023/05", "0000"),
        *("２０２３", "٢٠٢٣", "2023-05-", " 2023", "2023\n", "-2023", "2023-05-2２"),
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text or "-")


@settings(deadline=None)
@given(st.dates())
def test_the_days_of_a_date_hold_it(day: dt.date) -> None:
    text = day.isoformat()
    for part in (text, text[:7], text[:4]):
        date = PartialDate.parse(part)
        assert date.first <= text <= date.last
        assert dt.date.fromisoformat(date.first) <= day <= dt.date.fromisoformat(date.last)


def test_dates_are_put_in_order_by_what_they_begin_with() -> None:
    texts = ["2024", "2023-05-22", "2023", "2023-05"]
    assert [date.text for date in sorted(map(PartialDate.parse, texts))] == ["2023", "2023-05", "2023-05-22", "2024"]


RECORDS = [thing for name in model.__all__ if dataclasses.is_dataclass(thing := getattr(model, name))]


@pytest.mark.parametrize("record", [r for r in RECORDS if r is not Records], ids=lambda record: record.__name__)
def test_records_are_frozen_and_slotted(record: type) -> None:
    assert record.__dataclass_params__.frozen
    assert "__slots__" in vars(record)


def test_records_take_in_others() -> None:
    source = Source(iri="urn:s", identifier="s", title="S")
    claim = Claim(iri="urn:c", about="urn:p", source="urn:s", where=Where("t.csv", 2), extractor="table")
    records = Records(sources=[source])
    records.extend(Records(claims=[claim]))
    records.extend(Records())
    assert records == Records(sources=[source], claims=[claim])


def test_a_claim_says_by_default_what_a_table_row_says() -> None:
    facts = ClaimFacts()
    assert (facts.stance, facts.review, facts.basis, facts.open) == ("supports", "accepted", "stated", False)
