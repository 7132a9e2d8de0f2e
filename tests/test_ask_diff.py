"""What changed between two builds, or two dates: added, ended, removed and changed are told apart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import aidgraph
from aidgraph.ask.diff import Change, Diff, Difference
from aidgraph.build import build
from aidgraph.errors import UsageError
from aidgraph.workspace import load_workspace
from program import MakeWorkspace, Run

TOML = """
[workspace]
languages = ["en"]
base = "https://example.org/aid/"
[[source]]
path = "pairs.csv"
reads = "partnerships"
title = "Pairs"
"""
HEAD = "relation,from,to,since,until,status,as_of,amount,currency,review\n"
TWIN = "twinnedWith,Elm,Oak,2019,,,,,,\n"


def written(make: MakeWorkspace, rows: str, *, name: str = "workspace", toml: str = TOML) -> Path:
    return make(toml, {"pairs.csv": HEAD + rows}, name=name)


def built(make: MakeWorkspace, *versions: str) -> aidgraph.Aid:
    """Build one version of the rows after the other."""
    for rows in versions:
        folder = written(make, rows)
        build(load_workspace(folder))
    return aidgraph.open(folder)


def listed(found: Diff) -> Iterator[tuple[str, Difference]]:
    for name in ("added", "ended", "removed", "changed"):
        yield from ((name, one) for one in getattr(found, name))


def brief(found: Diff) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(name, one.from_, one.to) for name, one in listed(found)]


def only(found: Diff) -> tuple[str, Difference]:
    ((name, one),) = listed(found)
    return name, one


@pytest.mark.parametrize(
    ("old", "new", "name", "because"),
    [
        ("", "mentors,Elm,Oak,,,,,,,\n", "added", "stated by 'Pairs' (pairs.csv:2)"),
        ("", "mentors,Elm,Oak,,,,,,,proposed\n", "added", "stated by 'Pairs' (pairs.csv:2); under review"),
        (
            "mentors,Elm,Oak,,,,,,,\n",
            "",
            "removed",
            "no source states it any more; it was stated by 'Pairs' (pairs.csv:2)",
        ),
        (
            "mentors,Elm,Oak,2019,,,,,,\n",
            "mentors,Elm,Oak,2019,2021,,,,,\n",
            "ended",
            "ended in 2021, says 'Pairs' (pairs.csv:2)",
        ),
        (
            "mentors,Elm,Oak,,,active,2019,,,\n",
            "mentors,Elm,Oak,,,active,2019,,,\nmentors,Elm,Oak,,,ended,2020,,,\n",
            "ended",
            "reported as ended, says 'Pairs' (pairs.csv:3)",
        ),
        ("mentors,Elm,Oak,,,,,,,\n", "mentors,Elm,Oak,,,,,9,CNY,\n", "changed", "now says 'Pairs' (pairs.csv:2)"),
        (
            "mentors,Elm,Oak,,,,,,,\nmentors,Elm,Oak,,,active,,,,\n",
            "mentors,Elm,Oak,,,active,,,,\n",
            "changed",
            # the row that went stood where another now stands, and only the one that says nothing more is gone
            "no longer says 'Pairs' (pairs.csv:2)",
        ),
    ],
)
def test_between_builds_each_is_in_the_list_it_belongs_to(
    old: str, new: str, name: str, because: str, make_workspace: MakeWorkspace
) -> None:
    aid = built(make_workspace, old + TWIN, new + TWIN)
    found, one = only(aid.diff("previous", "current"))
    assert (found, one.from_, one.to, one.relation, one.mutual) == (name, ("Elm",), ("Oak",), "mentors", False)
    assert one.because == because


def test_what_changed_is_told_from_what_to_what(make_workspace: MakeWorkspace) -> None:
    old, new = "mentors,Elm,Oak,2019,,active,,5,CNY,\n", "mentors,Elm,Oak,2019-03,,announced,,9,CNY,proposed\n"
    accepted = new.replace("proposed", "accepted")
    _, one = only(built(make_workspace, old, accepted).diff("previous", "current"))
    assert one.changes == (
        Change(what="status", was="active", now="announced"),
        Change(what="since", was="2019", now="2019-03"),
        Change(what="amount", was="5 CNY", now="9 CNY"),
        Change(
            what="claims",
            was="'Pairs' (pairs.csv:2), since 2019, status active, amount 5 CNY",
            now="'Pairs' (pairs.csv:2), since 2019-03, status announced, amount 9 CNY",
        ),
    )
    _, one = only(built(make_workspace, accepted, new).diff("previous", "current"))
    assert one.changes[0] == Change(what="standing", was="accepted", now="proposed")
    assert one.standing == "proposed"


def test_a_row_that_only_moved_is_no_change(make_workspace: MakeWorkspace) -> None:
    more = "trains,Fir,Ash,,,,,,,\n"
    aid = built(make_workspace, TWIN, more + TWIN)
    assert brief(aid.diff("previous", "current")) == [("added", ("Fir",), ("Ash",))]
    assert brief(aid.diff("current", "previous")) == [("removed", ("Fir",), ("Ash",))]
    assert brief(aid.diff("current", "current")) == []


def test_a_mutual_one_is_the_same_whichever_side_comes_first(make_workspace: MakeWorkspace) -> None:
    aid = built(make_workspace, TWIN, TWIN.replace("Elm,Oak", "Oak,Elm"))
    assert brief(aid.diff("previous", "current")) == []


@pytest.mark.parametrize("reference", ["other", "other/build", "other/build/000001"])
def test_a_build_may_be_that_of_another_folder(reference: str, make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    aid = built(make_workspace, TWIN)
    build(load_workspace(written(make_workspace, "mentors,甲校,乙校,,,,,,,\n", name="other")))
    found = aid.diff(str(tmp_path / reference), "000001")
    assert brief(found) == [("added", ("Elm",), ("Oak",)), ("removed", ("甲校",), ("乙校",))]


def test_a_kept_copy_of_builds_can_be_compared(make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    built(make_workspace, TWIN)
    shutil.copytree(tmp_path / "workspace" / "build", tmp_path / "kept")
    aid = built(make_workspace, "mentors,Elm,Oak,,,,,,,\n", "trains,Elm,Oak,,,,,,,\n")
    found = aid.diff(str(tmp_path / "kept"), "000003")
    assert [(name, one.relation) for name, one in listed(found)] == [("added", "trains"), ("removed", "twinnedWith")]


DATED = (
    "twinnedWith,Long,Oak,2015,,,,,,\n"
    "twinnedWith,New,Oak,2021-06,,,,,,\n"
    "twinnedWith,Over,Oak,2015,2021-03-31,,,,,\n"
    "twinnedWith,Short,Oak,2021-01,2021-05,,,,,\n"
    "twinnedWith,Said,Oak,2015,,ended,2021,,,\n"
    "twinnedWith,When,Oak,2021,,ended,,,,\n"
    "twinnedWith,Later,Oak,2023,,,,,,\n"
    "twinnedWith,Maybe,Oak,2021,,,,,,proposed\n"
    "locatedIn,Fir,Glen,2021,,,,,,\n"
    "twinnedWith,Ever,Oak,,,,,,,\n"
)


@pytest.mark.parametrize(
    ("old", "new", "added", "ended"),
    [
        ("2020", "2021", ["New", "Short"], ["Over", "Said", "Short"]),
        ("2021-05", "2021-06", ["New"], ["Short"]),
        ("2021-05-31", "2021-06-01", ["New"], ["Short"]),
        ("2021-06-01", "2022", [], ["Said"]),
        ("2022", "2022", [], []),
        ("2014", "2030", ["Later", "Long", "New", "Over", "Said", "Short"], ["Over", "Said", "Short"]),
    ],
)
def test_between_dates_it_is_told_what_began_and_what_ended(
    old: str, new: str, added: list[str], ended: list[str], make_workspace: MakeWorkspace
) -> None:
    found = built(make_workspace, DATED).diff(old, new)
    sides = {name: sorted(({*one.from_, *one.to} - {"Oak"}).pop() for one in getattr(found, name)) for name in LISTS}
    assert sides == {"added": added, "ended": ended, "removed": [], "changed": []}


LISTS = ("added", "ended", "removed", "changed")


def test_what_held_at_a_date_is_what_gaps_count(make_workspace: MakeWorkspace) -> None:
    aid = built(make_workspace, DATED)
    found = aid.diff("2020", "2021")
    counted = [{gap.name for gap in aid.gaps(as_of=day) if gap.answer == "linked"} for day in ("2020", "2021")]
    names = [{name for one in part for name in (*one.from_, *one.to)} for part in (found.added, found.ended)]
    assert counted[1] - counted[0] == {"New"} == names[0] - names[1] - {"Oak"}
    assert counted[0] - counted[1] == {"Over", "Said"} == names[1] - names[0] - {"Oak"}


def test_between_dates_what_is_disputed_neither_began_nor_ended(make_workspace: MakeWorkspace) -> None:
    rows = "relation,from,to,since,until,stance\nmentors,Elm,Oak,2021-01,2021-05,\nmentors,Elm,Oak,,,contradicts\n"
    found = aidgraph.open(make_workspace(TOML, {"pairs.csv": rows})).diff("2020", "2022")
    assert list(listed(found)) == []


def test_between_dates_only_accepted_claims_are_named(make_workspace: MakeWorkspace) -> None:
    rows = "mentors,Elm,Oak,2021-01,,,,,,\nmentors,Elm,Oak,2021-02,,,,,,proposed\n"
    (one,) = built(make_workspace, rows).diff("2020", "2022").added
    assert one.because == "began in 2021-01, says 'Pairs' (pairs.csv:2)"


def test_a_partner_that_is_not_named_is_told_by_its_kind(make_workspace: MakeWorkspace) -> None:
    rows = "relation,from,to,to_kind,since\nmentors,Elm,,Hospital,2021\n"
    (one,) = aidgraph.open(make_workspace(TOML, {"pairs.csv": rows})).diff("2020", "2022").added
    assert (one.from_, one.to) == (("Elm",), ("(Hospital, not named)",))


def test_between_dates_sources_are_named(make_workspace: MakeWorkspace) -> None:
    found = built(make_workspace, "mentors,Elm,Oak,2021-01,2021-05,,,,,\n").diff("2020", "2022")
    told = "began in 2021-01, says 'Pairs' (pairs.csv:2); ended in 2021-05, says 'Pairs' (pairs.csv:2)"
    assert [one.because for _, one in listed(found)] == [told, told]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2022", "2021", "2022 is later than 2021"),
        ("2022-13", "2023", "'2022-13' is no date"),
        ("2022", "current", "give two dates or two builds"),
        ("current", "2022", "give two dates or two builds"),
        ("000009", "current", r"no build '000009' .*; legal: 000001, 000002, previous, current, .* folder"),
        ("current", "nowhere", "no build 'nowhere'"),
        ("", "current", "no build ''"),
        ("..", "current", r"no build '\.\.'"),
    ],
)
def test_what_cannot_be_compared_is_refused(old: str, new: str, message: str, make_workspace: MakeWorkspace) -> None:
    aid = built(make_workspace, TWIN, DATED)
    with pytest.raises(UsageError, match=message):
        aid.diff(old, new)


def test_the_first_build_has_none_before_it(make_workspace: MakeWorkspace) -> None:
    with pytest.raises(UsageError, match=r"no build 'previous'.*legal: 000001, current,"):
        built(make_workspace, TWIN).diff("previous", "current")


def test_workspaces_of_other_bases_have_nothing_in_common(make_workspace: MakeWorkspace, tmp_path: Path) -> None:
    toml = TOML.replace("/aid/", "/other/")
    build(load_workspace(written(make_workspace, TWIN, name="other", toml=toml)))
    with pytest.raises(UsageError, match=r"base of '.*other' is https://example.org/other/"):
        built(make_workspace, TWIN).diff(str(tmp_path / "other"), "current")


def test_the_command_prints_what_changed(run: Run, make_workspace: MakeWorkspace) -> None:
    rows = TWIN.replace("2019", "2018") + "mentors,Elm,Fir,,,,,,,\n"
    folder = built(make_workspace, TWIN, rows).workspace.folder
    done = run("-w", folder, "diff", "previous", "current", "--json")
    assert done.code == 0
    assert list(done.json) == list(LISTS)
    (added,), (changed,) = done.json["added"], done.json["changed"]
    assert {"relation": "mentors", "from": ["Elm"], "to": ["Fir"], "mutual": False}.items() <= added.items()
    assert changed["changes"][0] == {"what": "since", "was": "2019", "now": "2018"}
    table = run("-w", folder, "diff", "previous", "current").out
    assert "since: 2019 → 2018" in table
    assert "stated by 'Pairs' (pairs.csv:3)" in table
    same = run("-w", folder, "diff", "2001", "2002")
    assert (same.code, "no partnership differs" in same.err) == (0, True)
    assert run("-w", folder, "diff", "2002", "2001").code == 2
