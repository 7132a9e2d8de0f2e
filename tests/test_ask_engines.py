"""Two engines, the SPARQL store and the columnar tables, tell the same of the same records."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidgraph.ask.gaps import everybody, gaps, roster_note
from aidgraph.ask.scope import DIRECTIONS, Question
from aidgraph.model import Records
from records import KINDS, LEVELS, PLACES, WORDS, engines, records

QUESTIONS = st.builds(
    Question,
    relation=st.sampled_from(["relatedTo", "relatedTo", "aids", "alliedWith", "twinnedWith", "locatedIn"]).map(
        WORDS.relation
    ),
    direction=st.sampled_from(DIRECTIONS),
    kind=st.sampled_from(["Institution", *KINDS, *LEVELS]).map(WORDS.kind_or_level),
    place=st.sampled_from(["", "", *PLACES]),
    as_of=st.sampled_from([None, None, dt.date(1900, 1, 1), dt.date(2018, 6, 1), dt.date(2020, 12, 31)]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=records(), questions=st.lists(QUESTIONS, min_size=3, max_size=3))
def test_both_engines_give_the_same_answers_in_the_same_words(made: Records, questions: list[Question]) -> None:
    with engines(made) as (by_sparql, by_columns):
        for question in questions:
            expected = gaps(by_sparql, WORDS, question)
            assert list(gaps(by_columns, WORDS, question)) == list(expected)
            for answer in ("linked", "unlinked", "unknown"):
                found = gaps(by_columns, WORDS, question, answer=answer)
                assert list(found) == [gap for gap in expected if gap.answer == answer]
            assert roster_note(by_columns, WORDS, question) == roster_note(by_sparql, WORDS, question)
        question = questions[0]
        assert list(everybody(by_columns, WORDS, question)) == list(everybody(by_sparql, WORDS, question))
