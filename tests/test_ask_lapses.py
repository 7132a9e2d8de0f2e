"""Lapses: every answer told apart, with its last attestation and its source; terms, and the faults of terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.api import Aid
from aidgraph.ask.lapses import Lapse
from aidgraph.errors import DataError, UsageError
from made import built, table, written

ROSTER = table(*({"name": f"School {letter}", "kind": "School"} for letter in "ABCDEFGHIJKLMN"))
PARTNERSHIPS = table(
    {
        "relation": "twinnedWith",
        "from": "School A",
        "to": "School B",
        "since": "2015",
        "until": "2018-06",
        "as_of": "2018",
    },
    {"relation": "twinnedWith", "from": "School C", "to": "School D", "as_of": "2019", "status": "ended"},
    {"relation": "mentors", "from": "School E", "to": "School F", "since": "2017", "as_of": "2021"},
    {"relation": "trains", "from": "School G", "to": "School H", "as_of": "2019-03"},
    {"relation": "trains", "from": "School I", "to": "School J", "as_of": "2021", "status": "active"},
    {"relation": "serves", "from": "School K", "to": "School L", "as_of": "2021"},
    {"relation": "serves", "from": "School M", "to": "School N", "as_of": "2021", "until": "2030"},
)
EARLY = "no source speaks of it as early as 2020-06-30"
TERM = '[[term]]\nname = "the first batch"\nrelation = "mentors"\nyears = 2\n'


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    keys = {"partnerships": 'title = "The gazette"'}
    folder = tmp_path_factory.mktemp("lapses")
    return built(written(folder, extra=TERM, keys=keys, roster=ROSTER, partnerships=PARTNERSHIPS))


def by_partner(found: list[Lapse]) -> dict[str, Lapse]:
    return {name: lapse for lapse in found for name in lapse.partners}


@pytest.mark.parametrize(
    ("name", "answer", "last", "because"),
    [
        ("School A", "ended", "2018", "ended in 2018-06"),
        ("School C", "ended", "2019", "is reported as ended"),
        ("School E", "term over", "2021", "its term, 'the first batch', was over by 2019-12-30"),
        ("School G", "not attested", "2019-03", "no source speaks of it as late as 2020-06-30"),
        ("School I", "open-ended", "2021", f"is reported as active, and no end is stated; {EARLY}"),
        ("School K", "end unknown", "2021", f"no source says whether or when it ends; {EARLY}"),
        ("School M", "running", "2021", f"is to end in 2030; {EARLY}"),
    ],
)
def test_every_answer_comes_with_its_last_attestation_and_source(
    aid: Aid, name: str, answer: str, last: str, because: str
) -> None:
    lapse = by_partner(aid.lapses("2020-06-30"))[name]
    assert (lapse.answer, lapse.last_attested, lapse.source) == (answer, last, "The gazette")
    assert lapse.because == f"{because}; last attested of {last} by 'The gazette'"


def test_what_is_to_be_done_first_stands_first_and_one_answer_can_be_asked_for(aid: Aid) -> None:
    answers = [lapse.answer for lapse in aid.lapses("2020-06-30")]
    assert answers == ["ended", "ended", "term over", "not attested", "end unknown", "open-ended", "running"]
    assert [lapse.partners[0] for lapse in aid.lapses("2020-06-30", answer="term over")] == ["School E"]
    with pytest.raises(UsageError, match="nearest: ended"):
        aid.lapses("2020-06-30", answer="endet")


@pytest.mark.parametrize(
    ("day", "name", "answer"),
    [
        ("2018-06", "School A", "running"),
        ("2018-07", "School A", "ended"),
        ("2018", "School C", "end unknown"),
        ("2019", "School C", "ended"),
        ("2019-12-30", "School E", "end unknown"),
        ("2019-12-31", "School E", "term over"),
        ("2019-03", "School G", "end unknown"),
        ("2019-04", "School G", "not attested"),
        ("2031", "School M", "ended"),
    ],
)
def test_an_answer_holds_from_the_day_after(aid: Aid, day: str, name: str, answer: str) -> None:
    assert by_partner(aid.lapses(day))[name].answer == answer


def test_before_it_began_a_partnership_does_not_lapse(aid: Aid) -> None:
    # of those without a beginning nobody can say that they had none
    assert {"School A", "School E"} & {*by_partner(aid.lapses("1999"))} == set()
    assert by_partner(aid.lapses("1999"))["School K"].because == (
        "no source says whether or when it ends; no source speaks of it as early as 1999-12-31; "
        "last attested of 2021 by 'The gazette'"
    )
    assert "as early as" not in by_partner(aid.lapses("2021"))["School K"].because


def test_links_are_told_unless_another_relation_is_named(tmp_path: Path) -> None:
    rows = table(*({"relation": name, "from": "School A", "to": "School B"} for name in ("aids", "mentors", "partOf")))
    made = built(written(tmp_path, roster=ROSTER, partnerships=rows))
    asked = ("", "aids", "mentors", "partOf")
    assert [{lapse.relation for lapse in made.lapses("2020", relation=relation)} for relation in asked] == [
        {"aids", "mentors"},
        {"aids", "mentors"},
        {"mentors"},
        {"partOf"},
    ]


def test_a_partnership_that_nobody_dates_says_so(tmp_path: Path) -> None:
    rows = table({"relation": "funds", "from": "School A", "to": "School B"})
    (lapse,) = built(written(tmp_path, roster=ROSTER, partnerships=rows)).lapses("2020")
    assert (lapse.answer, lapse.last_attested, lapse.source) == ("end unknown", None, "")
    assert lapse.because.endswith("no source dates it")


@pytest.mark.parametrize(
    ("claim", "source", "last"),
    [
        ({"as_of": "2021"}, "as_of = 2019\nissued = 2018", "2021"),
        ({"as_of": ""}, 'as_of = "2019-06"\nissued = 2018', "2019-06"),
        ({"as_of": ""}, "issued = 2018", "2018"),
    ],
)
def test_a_claim_without_a_date_is_of_that_of_its_source(
    tmp_path: Path, claim: dict[str, str], source: str, last: str
) -> None:
    rows = table({"relation": "funds", "from": "School A", "to": "School B"} | claim)
    made = built(written(tmp_path, roster=ROSTER, partnerships=rows, keys={"partnerships": source}))
    assert [lapse.last_attested for lapse in made.lapses("2022")] == [last]


def test_sources_that_disagree_are_all_told_with_what_counts(tmp_path: Path) -> None:
    cited = '[[source]]\nid = "old"\ntitle = "Old paper"\n[[source]]\nid = "new"\ntitle = "新报纸"\n'
    ends = {"relation": "twinnedWith", "from": "School A", "to": "School B"}
    rows = table(
        {**ends, "source": "old", "since": "2014", "until": "2018", "as_of": "2015", "status": "active"},
        {**ends, "source": "new", "since": "2015", "until": "2019", "as_of": "2020", "status": "ended"},
    )
    (lapse,) = built(written(tmp_path, extra=cited, roster=ROSTER, partnerships=rows)).lapses("2021")
    assert (lapse.since, lapse.until, lapse.last_attested, lapse.source) == ("2014", "2019", "2020", "新报纸")
    assert lapse.answer == "ended"
    assert lapse.because.split("; ") == [
        "ended in 2019",
        "sources disagree on when it began: 2014 ('Old paper'), 2015 ('新报纸')",
        "the earliest counts",
        "sources disagree on when it ends: 2018 ('Old paper'), 2019 ('新报纸')",
        "the latest counts",
        "sources disagree on its status: active ('Old paper'), ended ('新报纸')",
        "the latest report counts",
        "last attested of 2020 by '新报纸'",
    ]


@pytest.mark.parametrize(
    ("claim", "answer"),
    [({"review": "rejected"}, "not attested"), ({"stance": "supports"}, "end unknown")],
)
def test_only_accepted_claims_attest(tmp_path: Path, claim: dict[str, str], answer: str) -> None:
    ends = {"relation": "twinnedWith", "from": "School A", "to": "School B"}
    rows = table({**ends, "as_of": "2015"}, {**ends, "as_of": "2022"} | claim)
    (lapse,) = built(written(tmp_path, roster=ROSTER, partnerships=rows)).lapses("2020")
    assert lapse.answer == answer


@pytest.mark.parametrize(
    ("conditions", "over"),
    [
        ('until = "2019"', True),
        ('until = "2021"', False),
        ("since = 2018-01-01\nmonths = 6", True),
        ("years = 2", True),
        ("years = 9", False),
        ('party = "School F"\nyears = 2', True),
        ('party = "School A"\nyears = 2', False),
        ('party = "School N"\nyears = 2', True),
        ('relation = "aids"\nyears = 2', True),
        ('relation = "funds"\nyears = 2', False),
        ('source = "partnerships"\nyears = 2', True),
        ('source = "roster"\nyears = 2', False),
        ('words = "第十一批"\nyears = 2', True),
        ('words = "第十二批"\nyears = 2', False),
    ],
)
def test_a_term_holds_for_those_that_all_its_conditions_fit(tmp_path: Path, conditions: str, over: bool) -> None:  # noqa: FBT001  a case
    rows = table(
        {
            "relation": "mentors",
            "from": "School E",
            "to": "School F",
            "since": "2017",
            "as_of": "2021",
            "via": "School N",
            "note": "第十一批援疆",
        }
    )
    made = built(written(tmp_path, extra=f"[[term]]\n{conditions}\n", roster=ROSTER, partnerships=rows))
    (lapse,) = made.lapses("2020-06-30")
    assert (lapse.answer == "term over") is over


def test_a_term_of_a_place_holds_for_those_in_it(tmp_path: Path) -> None:
    places = table(
        {"name": "Farland", "level": "Province", "parent": ""},
        {"name": "Dune", "level": "County", "parent": "Farland"},
        {"name": "Port", "level": "County", "parent": ""},
    )
    roster = table({"name": "Dune School", "kind": "School", "place": "Dune"}, {"name": "Far School", "kind": "School"})
    terms = {"mentors": "Dune", "trains": "Farland", "serves": "Port"}
    ends = {"from": "Far School", "to": "Dune School", "since": "2015", "as_of": "2015"}
    rows = table(*({"relation": relation, **ends} for relation in terms))
    extra = "".join(f'[[term]]\nrelation = "{one}"\nplace = "{place}"\nyears = 2\n' for one, place in terms.items())
    found = built(written(tmp_path, extra=extra, places=places, roster=roster, partnerships=rows)).lapses("2020")
    assert {lapse.relation: lapse.answer for lapse in found} == {
        "mentors": "term over",
        "trains": "term over",
        "serves": "not attested",
    }


def test_a_term_ends_the_day_before_it_would_begin_again(tmp_path: Path) -> None:
    cases = {
        "mentors": ("2020-01-31", "months = 1", "2020-02-28"),
        "trains": ("2019-12-31", "months = 2", "2020-02-28"),
        "serves": ("2019-11-15", "months = 3", "2020-02-14"),
        "funds": ("2016-02-29", "years = 1", "2017-02-27"),
        "sendsStaffTo": ("2017", "years = 1", "2018-12-30"),
    }
    rows = table(
        *(
            {"relation": relation, "from": "School E", "to": "School F", "since": since}
            for relation, (since, *_) in cases.items()
        )
    )
    extra = "".join(f'[[term]]\nrelation = "{relation}"\n{lasts}\n' for relation, (_, lasts, _) in cases.items())
    found = built(written(tmp_path, extra=extra, roster=ROSTER, partnerships=rows)).lapses("2020-03")
    told = {lapse.relation: lapse.because.split(";")[0].split()[-1] for lapse in found}
    assert told == {relation: over for relation, (_, _, over) in cases.items()}


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("yeers = 3", "unknown key 'yeers'; legal: name, relation, party, place, source, words, since, until, years, "),
        ("yeers = 3", "; nearest: years"),
        ('relation = "mentores"\nyears = 3', "no relation 'mentores'; nearest: mentors"),
        ("since = 2020-01-01\nuntil = 2019-01-01", "until 2019-01-01 is before since 2020-01-01"),
        ('name = "x"', "a term lasts until a date, or so many years and months; legal: until, or years"),
        ("until = 2020-01-01\nyears = 2", "a term lasts until a date, or so many years and months"),
        ("years = -3", "years is -3; legal: a whole number up to 1200"),
        ('years = "three"', "years is 'three'; legal: a whole number up to 1200"),
        ('until = "soon"', "until is 'soon'; legal: 2023, 2023-05 or 2023-05-22"),
        ('source = "partnership"\nyears = 3', "no source 'partnership'; nearest: partnerships"),
        ("party = 3\nyears = 3", "party must be text, not 3"),
    ],
)  # fmt: skip
def test_a_wrong_term_is_told_with_its_line(tmp_path: Path, term: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        written(tmp_path, extra=f"[[term]]\n{term}\n", roster=ROSTER, partnerships=PARTNERSHIPS)
    told = [line for line in str(caught.value).splitlines() if message in line]
    line = (tmp_path / "aidgraph.toml").read_text(encoding="utf-8").splitlines().index("[[term]]") + 1
    assert told
    assert told[0].startswith(f"aidgraph.toml:{line}: ")


@pytest.mark.parametrize(("key", "what"), [("party", "party 'School Z'"), ("place", "place 'School Z'")])
def test_a_term_of_somebody_unknown_is_told_with_its_line(tmp_path: Path, key: str, what: str) -> None:
    extra = f'[[term]]\nname = "batch"\n{key} = "School Z"\nyears = 3\n'
    made = built(written(tmp_path, extra=extra, roster=ROSTER, partnerships=PARTNERSHIPS))
    with pytest.raises(DataError, match=rf"aidgraph.toml:\d+: term 'batch': no {what}"):
        made.lapses("2020")
