"""The two engines that answers come from, the SPARQL store and the columnar tables, tell the same of the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aidgraph.ask.by_columns import ByColumns
from aidgraph.ask.coverage import AXES, Cell, coverage
from aidgraph.ask.evidence import Evidence
from aidgraph.ask.gaps import Gap, everybody, gaps, roster_note
from aidgraph.ask.scope import DIRECTIONS, Question
from aidgraph.kinds import Kind
from aidgraph.model import Records
from aidgraph.store.columnar import Columnar
from counties import opened
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
AXIS = st.lists(st.sampled_from(AXES), unique=True)
LEVEL = st.sampled_from([None, *map(WORDS.level, LEVELS)])

# a graph of this many parts takes minutes to shrink, and tells no more for it
thorough = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@thorough
@given(made=records(), questions=st.lists(QUESTIONS, min_size=2, max_size=2))
def test_both_engines_give_the_same_answers_in_the_same_words(made: Records, questions: list[Question]) -> None:
    with engines(made) as (by_sparql, by_columns):
        for question in questions:
            expected = list(gaps(by_sparql, WORDS, question))
            assert list(gaps(by_columns, WORDS, question)) == expected
            for answer in ("linked", "unlinked", "unknown"):
                found = gaps(by_columns, WORDS, question, answer=answer)
                assert list(found) == [gap for gap in expected if gap.answer == answer]
            assert roster_note(by_columns, WORDS, question) == roster_note(by_sparql, WORDS, question)
        assert list(everybody(by_columns, WORDS, questions[0])) == list(everybody(by_sparql, WORDS, questions[0]))


@thorough
@given(made=records(), question=QUESTIONS, by=AXIS, level=LEVEL)
def test_both_engines_give_the_same_grid_and_it_is_that_of_gaps(
    made: Records, question: Question, by: list[str], level: Kind | None
) -> None:
    with engines(made) as (by_sparql, by_columns):
        cells = coverage(by_columns, WORDS, question, by=by, level=level)
        assert cells == coverage(by_sparql, WORDS, question, by=by, level=level)
        plain = Question(**{name: getattr(question, name) for name in ("relation", "kind", "place", "as_of")})
        for cell in coverage(by_columns, WORDS, plain, by=["place", "kind"]):
            assert counted(by_sparql, plain, cell.place_id or "", cell.kind) == {
                answer: count for answer in ("linked", "unlinked", "unknown") if (count := getattr(cell, answer))
            }


def test_many_who_ask_of_different_places_at_once_get_their_own_answers(tmp_path: Path) -> None:
    aid = opened(tmp_path)
    words, tables = aid.workspace.vocabulary, aid.build.tables_folder

    def answered(evidence: Evidence, place: str) -> tuple[list[Gap], list[Cell]]:
        question = Question.of(words, evidence.parties, place=place)
        return list(gaps(evidence, words, question)), list(coverage(evidence, words, question))

    alone = ByColumns(Columnar(tables), words)
    places = [place.iri for place in alone.places.by_number.values()]
    expected = [answered(alone, place) for place in places]
    assert len({tuple(gap.id for gap in found) for found, _ in expected}) > 3
    shared = ByColumns(Columnar(tables), words)
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(partial(answered, shared), places)) == expected


def counted(evidence: Evidence, question: Question, place: str, kind: str) -> Counter[str]:
    """Return the answers for those of exactly that kind who lie directly in that place."""
    asked = replace(question, place=place, kind=WORDS.kind_or_level(kind))
    facts = evidence.parties.facts
    found = gaps(evidence, WORDS, asked)
    inside = evidence.parties.inside(question.place) if question.place else facts.keys()
    return Counter(
        gap.answer for gap in found if gap.kind == kind and facts[gap.id].place == place and gap.id in inside
    )
