"""`aidgraph lapses` and `aidgraph measures`: what to keep an eye on."""

from pathlib import Path

import pytest

from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["en"]
[[source]]
path = "pairs.csv"
reads = "partnerships"
title = "Pairs"
[[term]]
name = "the first batch, two years"
relation = "mentors"
since = 2018-01-01
years = 2
"""
PAIRS = """\
relation,from,to,since,until,as_of,status
twinnedWith,Ended School,Other School,2010,2015,2015,
twinnedWith,Called Off School,Other School,2010,,2016,ended
mentors,First Hospital,Second Hospital,2018,,2018,
funds,Quiet Company,Second Hospital,2012,,2013,
trains,Busy College,Other School,2019,,2021,active
serves,Long Clinic,Other School,2019,2030,2021,
"""
KINDS = "name,kind\n" + "".join(
    f"{name},{kind}\n"
    for name, kind in (
        ("Ended School", "School"),
        ("Called Off School", "School"),
        ("Other School", "School"),
        ("First Hospital", "Hospital"),
        ("Second Hospital", "Hospital"),
        ("Quiet Company", "Enterprise"),
        ("Busy College", "College"),
        ("Long Clinic", "HealthCentre"),
    )
)


@pytest.fixture
def folder(make_workspace: MakeWorkspace) -> Path:
    roster = '[[source]]\npath = "roster.csv"\nreads = "roster"\n'
    return make_workspace(TOML + roster, {"pairs.csv": PAIRS, "roster.csv": KINDS})


def test_ends_of_all_sorts_are_told_apart(run: Run, folder: Path) -> None:
    done = run("-w", folder, "lapses", "--as-of", "2021", "--json")
    assert done.code == 0
    found = {lapse["partners"][0]: lapse for lapse in done.json}
    assert {name: lapse["answer"] for name, lapse in found.items()} == {
        "Called Off School": "ended",
        "Ended School": "ended",
        "First Hospital": "term over",
        "Quiet Company": "not attested",
        "Busy College": "open-ended",
        "Long Clinic": "running",
    }
    assert "the first batch, two years" in found["First Hospital"]["because"]
    assert found["Quiet Company"]["last_attested"] == "2013"
    assert set(found["Quiet Company"]) >= {"id", "relation", "partners", "last_attested", "answer", "because"}


def test_lapses_of_one_relation(run: Run, folder: Path) -> None:
    done = run("-w", folder, "lapses", "--as-of", "2021", "--relation", "mentors", "--json")
    assert [lapse["relation"] for lapse in done.json] == ["mentors"]
    assert run("-w", folder, "lapses", "--relation", "mentores").code == 2


def test_before_anything_began_nothing_lapses(run: Run, folder: Path) -> None:
    done = run("-w", folder, "lapses", "--as-of", "1990", "--json")
    assert (done.code, done.json) == (0, [])


def test_a_date_that_is_none_is_wrong_usage(run: Run, folder: Path) -> None:
    assert run("-w", folder, "lapses", "--as-of", "soon").code == 2


def test_who_holds_up_others_is_named(run: Run, folder: Path) -> None:
    done = run("-w", folder, "measures", "--json")
    assert done.code == 0
    told = done.json
    assert "Other School" in {point["name"] for point in told["single_points"]}
    assert "Second Hospital" in run("-w", folder, "measures").out


def test_measures_of_one_relation(run: Run, folder: Path) -> None:
    told = run("-w", folder, "measures", "--relation", "mentors", "--json").json
    assert [(bridge["relation"], bridge["partners"]) for bridge in told["bridges"]] == [
        ("mentors", ["First Hospital", "Second Hospital"])
    ]
