"""What a user is told where lists are silent, contradict each other, or are asked of a time nobody speaks of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from made import table
from program import MakeWorkspace, Run

PLACES = table(
    {"name": "Ashire", "level": "County", "parent": ""},
    {"name": "Elm", "level": "Township", "parent": "Ashire"},
    {"name": "Bshire", "level": "County", "parent": ""},
)
PLACE, KIND = "Ashire", "School"
TWINNED = ("--relation", "twinnedWith", "--kind", KIND, "--place", PLACE)

Open = Callable[..., Path]


@pytest.fixture
def opened(make_workspace: MakeWorkspace) -> Open:
    """A function that writes a workspace of lists: by title, what each reads, its rows, its claim to be complete."""

    def write(**lists: tuple[str, str, str]) -> Path:
        toml = '[workspace]\nbase = "https://example.org/t/"\nlanguages = ["en"]\n'
        files = {}
        for title, (reads, rows, more) in {"Places": ("places", PLACES, ""), **lists}.items():
            toml += f'[[source]]\nid = "{title}"\npath = "{title}.csv"\nreads = "{reads}"\ntitle = "{title}"\n{more}\n'
            files[f"{title}.csv"] = rows
        return make_workspace(toml, files)

    return write


def roster(*names: str, **more: str) -> str:
    return table(*({"name": name, "kind": KIND, "place": PLACE} | more for name in names))


def pairs(*ends: tuple[str, str], **more: str) -> str:
    return table(*({"relation": "twinnedWith", "from": one, "to": other} | more for one, other in ends))


def complete(*, relation: str = "", as_of: str = "2023", complete_from: str = "") -> str:
    covered = f'relation = "{relation}", ' if relation else ""
    since = f"complete_from = {complete_from}\n" if complete_from else ""
    return f'complete = true\nas_of = {as_of}\n{since}covers = {{ {covered}kind = "{KIND}", place = "{PLACE}" }}'


def gaps(run: Run, folder: Path, *more: str, question: tuple[str, ...] = TWINNED) -> dict[str, Mapping[str, Any]]:
    done = run("-w", folder, "gaps", *question, *more, "--json")
    assert done.code == 0, done.err
    return {gap["name"]: gap for gap in done.json}


def cell(run: Run, folder: Path, *more: str, question: tuple[str, ...] = TWINNED) -> Mapping[str, Any]:
    done = run("-w", folder, "coverage", "--by", "", *question, *more, "--json")
    assert done.code == 0, done.err
    (only,) = done.json
    return dict(only)


ELSEWHERE = ("roster", table({"name": "Far School", "kind": KIND, "place": "Bshire"}), "")


def test_a_roster_that_contradicts_another_is_shown_beside_it(run: Run, opened: Open) -> None:
    folder = opened(
        Register=("roster", roster("One", "Two"), complete()), Census=("roster", roster("Two", "Three"), complete())
    )
    found = gaps(run, folder)
    claims = "claims to be a complete roster up to 2023-12-31 and leaves it out"
    assert found.keys() == {"One", "Two", "Three"}
    assert f"on the roster 'Register'; 'Census' {claims}" in found["One"]["because"]
    assert f"on the roster 'Census'; 'Register' {claims}" in found["Three"]["because"]
    assert found["Two"]["because"].endswith("on the roster 'Census', 'Register'")
    counted = cell(run, folder)
    assert (counted["roster"], counted["unknown"]) == (3, 3)
    told = "the roster 'Census' has 2; the roster 'Register' has 2; together they have 3"
    assert counted["because"].endswith(told)


def test_rosters_that_differ_on_when_a_school_existed_are_both_told(run: Run, opened: Open) -> None:
    folder = opened(
        Register=("roster", roster("One", since="1990", until="2015"), ""),
        Census=("roster", roster("One", since="1995", until="2020"), ""),
    )
    assert (
        "'Census' (since 1995 until 2020), 'Register' (since 1990 until 2015)"
        in gaps(run, folder, "--as-of", "2018")["One"]["because"]
    )
    assert gaps(run, folder, "--as-of", "1992").keys() == {"One"}
    assert gaps(run, folder, "--as-of", "2021").keys() == set()


def test_two_complete_lists_that_disagree_are_both_told(run: Run, opened: Open) -> None:
    for_pairs = complete(relation="twinnedWith")
    folder = opened(
        Schools=("roster", roster("One", "Two"), complete()),
        Others=ELSEWHERE,
        Here=("partnerships", pairs(("One", "Far School")), for_pairs),
        There=("partnerships", pairs(("Far School", "Third School")), for_pairs),
    )
    found = gaps(run, folder)
    assert (found["One"]["answer"], found["One"]["partners"]) == ("linked", ["Far School"])
    assert "'There' claims to be complete for it up to 2023-12-31, and names none" in found["One"]["because"]
    assert "'Here' claims" not in found["One"]["because"]
    assert found["Two"]["answer"] == "unlinked"
    both = "'Here' claims to be complete for it up to 2023-12-31, 'There' claims to be complete for it up to 2023-12-31"
    assert found["Two"]["because"].startswith(f"{both}, and names none")
    counted = cell(run, folder)
    assert (counted["linked"], counted["unlinked"], counted["unknown"]) == (1, 1, 0)


def test_a_list_that_is_complete_for_nothing_in_particular_proves_nothing(run: Run, opened: Open) -> None:
    folder = opened(
        Schools=("roster", roster("One", "Two"), "complete = true\nas_of = 2023"),
        Others=ELSEWHERE,
        Here=("partnerships", pairs(("One", "Far School")), "complete = true\nas_of = 2023"),
    )
    found = gaps(run, folder)
    assert (found["Two"]["answer"], found["One"]["answer"]) == ("unknown", "linked")
    assert "no list of partnerships claims to be complete for twinnedWith" in found["Two"]["because"]
    assert cell(run, folder)["complete"] is False


def test_a_complete_list_that_contradicts_another_leaves_it_unknown(run: Run, opened: Open) -> None:
    for_pairs = complete(relation="twinnedWith")
    folder = opened(
        Schools=("roster", roster("One", "Two"), complete()),
        Others=ELSEWHERE,
        Here=("partnerships", pairs(("One", "Far School")), for_pairs),
        There=("partnerships", pairs(("One", "Far School"), stance="contradicts"), for_pairs),
    )
    found = gaps(run, folder)
    assert (found["One"]["answer"], found["One"]["partners"]) == ("unknown", [])
    assert found["One"]["because"].startswith("disputed: 'There' contradicts twinnedWith Far School")
    assert "names none" not in found["One"]["because"]
    assert found["Two"]["answer"] == "unlinked"
    assert cell(run, folder)["unknown"] == 1


def test_a_place_without_a_roster_has_no_denominator(run: Run, opened: Open) -> None:
    folder = opened(Pairs=("partnerships", pairs(("One", "Two"), from_kind=KIND, to_kind=KIND, from_place=PLACE), ""))
    done = run("-w", folder, "gaps", *TWINNED)
    assert done.code == 0
    assert "no complete roster covers School in Ashire: there may be others that nobody names" in done.err
    (found,) = gaps(run, folder, question=("--relation", "funds", "--kind", KIND, "--place", PLACE)).values()
    assert (found["answer"], found["because"].split("; ")[-1]) == ("unknown", "on no roster")
    counted = cell(run, folder)
    assert (counted["roster"], counted["complete"], counted["linked"]) == (None, False, 1)
    assert "no complete roster covers School in Ashire: there is no denominator" in counted["because"]
    assert "None" not in run("-w", folder, "coverage", *TWINNED).out


def test_an_incomplete_roster_is_no_denominator(run: Run, opened: Open) -> None:
    folder = opened(Some=("roster", roster("One", "Two"), ""))
    counted = cell(run, folder)
    assert (counted["roster"], counted["complete"], counted["unknown"]) == (2, False, 2)
    assert "there is no denominator" in counted["because"]
    assert "no complete roster" in run("-w", folder, "gaps", *TWINNED).err


@pytest.mark.parametrize(
    ("complete_from", "as_of", "answer"),
    [("", "1900", "unlinked"), ("2015-01-01", "1900", "unknown"), ("2015-01-01", "2015-06", "unlinked")],
)
def test_before_any_claim_nobody_is_linked(run: Run, opened: Open, complete_from: str, as_of: str, answer: str) -> None:
    more = complete(relation="twinnedWith", complete_from=complete_from)
    folder = opened(
        Schools=("roster", roster("One", "Two"), complete()),
        Others=ELSEWHERE,
        Pairs=("partnerships", pairs(("One", "Far School"), since="2018"), more),
    )
    found = gaps(run, folder, "--as-of", as_of)
    assert {gap["answer"] for gap in found.values()} == {answer}
    assert "twinnedWith Far School began only in 2018" in found["One"]["because"]
    assert cell(run, folder, "--as-of", as_of)[answer] == 2


@pytest.mark.parametrize("as_of", ["0000", "2023-13", "yesterday", "10000"])
def test_what_is_no_date_is_refused(run: Run, opened: Open, as_of: str) -> None:
    folder = opened(Schools=("roster", roster("One"), ""))
    for command in ("gaps", "coverage"):
        done = run("-w", folder, command, "--as-of", as_of)
        assert (done.code, done.out) == (2, "")
        assert f"{as_of!r} is no date; legal: 2023, 2023-05 or 2023-05-22" in done.err


def test_under_a_relation_that_nobody_uses_all_are_unknown(run: Run, opened: Open) -> None:
    folder = opened(
        Schools=("roster", roster("One", "Two"), complete()),
        Others=ELSEWHERE,
        Pairs=("partnerships", pairs(("One", "Far School")), complete(relation="twinnedWith")),
    )
    question = ("--relation", "procuresFrom", "--kind", KIND, "--place", PLACE)
    found = gaps(run, folder, question=question)
    assert {(gap["answer"], *gap["partners"]) for gap in found.values()} == {("unknown",)}
    missing = "no list of partnerships claims to be complete for procuresFrom of School in Ashire"
    assert found["One"]["because"].startswith(missing)
    assert cell(run, folder, question=question)["unknown"] == 2
    done = run("-w", folder, "coverage", "--by", "relation", *question, "--json")
    assert [row["relation"] for row in done.json] == ["procuresFrom"]


@pytest.mark.parametrize(
    ("as_of", "answer", "because"),
    [
        ("2017", "unlinked", "began only in 2018"),
        ("2018", "linked", "twinnedWith Far School"),
        ("2020", "linked", "twinnedWith Far School"),
        ("2022", "linked", "twinnedWith Far School"),
        ("2023", "unlinked", "ended in 2022"),
    ],
)
def test_claims_that_disagree_on_dates_hold_from_the_first_to_the_last(
    run: Run, opened: Open, as_of: str, answer: str, because: str
) -> None:
    """One says from 2018 to 2019, the other from 2021 to 2022: it is taken to have held all along."""
    told = pairs(("One", "Far School"), since="2021", until="2022")
    folder = opened(
        Schools=("roster", roster("One"), ""),
        Others=ELSEWHERE,
        Early=("partnerships", pairs(("Far School", "One"), since="2018", until="2019"), ""),
        Late=("partnerships", told, complete(relation="twinnedWith", as_of="2024")),
    )
    found = gaps(run, folder, "--as-of", as_of)["One"]
    assert found["answer"] == answer
    assert because in found["because"]
    findings = run("-w", folder, "validate", "--json").json
    assert {one["message"] for one in findings if one["shape"].endswith(("DatesDiffer", "EndsDiffer"))} == {
        "Far School – One: Sources differ on when it began: the earliest date is used, and not 2021-01-01.",
        "Far School – One: Sources differ on when it ended: the latest date is used, and not 2019-12-31.",
    }


@pytest.mark.parametrize(
    ("as_of", "names"),
    [
        ("1985", {"Old"}),
        ("1999", {"Old", "Always"}),
        ("2001", {"Always"}),
        ("2020", {"Always", "New"}),
        ("", {"Always", "New"}),
    ],
)
def test_only_who_existed_is_counted(run: Run, opened: Open, as_of: str, names: set[str]) -> None:
    rows = table(
        {"name": "Old", "kind": KIND, "place": PLACE, "since": "", "until": "2000"},
        {"name": "Always", "kind": KIND, "place": PLACE, "since": "1990", "until": ""},
        {"name": "New", "kind": KIND, "place": "Elm", "since": "2020-09", "until": ""},
    )
    folder = opened(
        Schools=("roster", rows, complete()), Others=ELSEWHERE, Pairs=("partnerships", pairs(("Old", "Far School")), "")
    )
    more = ("--as-of", as_of) if as_of else ()
    assert gaps(run, folder, *more).keys() == names
    counted = cell(run, folder, *more)
    assert counted["roster"] == counted["linked"] + counted["unknown"] == len(names)
    assert counted["linked"] == ("Old" in names)
