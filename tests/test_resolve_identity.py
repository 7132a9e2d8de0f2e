"""Judgements on identity: what they come to, what the build makes of them, and that undoing gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.api import Aid
from aidgraph.build import build
from aidgraph.model import Party, Records
from aidgraph.resolve.identity import Identity
from aidgraph.resolve.judgements import LOG, Judgement, append, standing
from aidgraph.workspace import Workspace, load_workspace
from made import problems, resolved, table, written

AT = "2026-03-02T09:30:00Z"
PLACES = table(
    {"name": "英吉沙县", "level": "County", "parent": ""},
    {"name": "乌恰镇", "level": "Township", "parent": "英吉沙县"},
    {"name": "疏勒县", "level": "County", "parent": ""},
)
ROSTER = table(
    {"id": "s5", "name": "第五中学", "name_en": "Fifth School", "kind": "School", "place": "英吉沙县", "alias": ""},
    {"id": "x5", "name": "五中", "name_en": "School No. 5", "kind": "School", "place": "英吉沙县", "alias": "老五中"},
    {"id": "", "name": "第五 中学", "name_en": "", "kind": "School", "place": "英吉沙县", "alias": ""},
    {"id": "j1", "name": "济宁一中", "name_en": "", "kind": "School", "place": "", "alias": ""},
    {"id": "h", "name": "人民医院", "name_en": "", "kind": "Hospital", "place": "疏勒县", "alias": ""},
)
PARTNERSHIPS = table(
    {"relation": "twinnedWith", "from": "s5", "to": "济宁一中", "since": "2021", "at": ""},
    {"relation": "twinnedWith", "from": "老五中", "to": "j1", "since": "2020", "at": "英吉沙县"},
    {"relation": "twinnedWith", "from": "新五中", "to": "j1", "since": "2023", "at": ""},
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return written(tmp_path / "w", places=PLACES, roster=ROSTER, partnerships=PARTNERSHIPS)


def iris(workspace: Workspace) -> dict[str, str]:
    """The IRIs of the parties as nobody judged them, by name."""
    log = workspace.folder / LOG
    kept = log.read_bytes() if log.exists() else None
    log.unlink(missing_ok=True)
    found = {dict(party.labels)["zh"]: party.iri for party in resolved(workspace)[0].parties}
    if kept is not None:
        log.write_bytes(kept)
    return found


def judge(workspace: Workspace, one: str, other: str, answer: str, *, by: str = "coordinator") -> None:
    known = iris(workspace)
    about = (known.get(one, one), known.get(other, other))
    append(workspace.folder, Judgement(at=AT, by=by, what="identity", about=about, answer=answer, why="so"))


def party(records: Records, name: str) -> Party:
    (found,) = [p for p in records.parties if name in {*dict(p.labels).values(), *p.aliases}]
    return found


def test_one_of_those_judged_the_same_takes_the_others_in(workspace: Workspace) -> None:
    known = iris(workspace)
    judge(workspace, "五中", "第五中学", "same")
    records, _ = resolved(workspace)
    one = party(records, "五中")
    assert one.iri == known["第五中学"]
    assert one.replaces == (known["五中"],)
    assert dict(one.labels) == {"zh": "第五中学", "en": "Fifth School"}
    assert set(one.aliases) == {"五中", "School No. 5", "老五中", "x5"}
    assert [listing.where.row for listing in records.listings if listing.party == one.iri] == [2, 3]
    assert known["五中"] not in {p.iri for p in records.parties}


def test_what_named_either_names_the_one(workspace: Workspace) -> None:
    judge(workspace, "五中", "第五中学", "same")
    records, _ = resolved(workspace)
    one = party(records, "五中").iri
    (tied,) = [p for p in records.partnerships if one in {*p.froms, *p.tos}]
    assert [claim.where.row for claim in records.claims if claim.about == tied.iri] == [2, 3]


@pytest.mark.parametrize("pair", [("第五中学", "新五中"), ("新五中", "第五中学")])
def test_a_party_that_only_a_row_names_is_taken_into_one_of_a_list(workspace: Workspace, pair: tuple[str, str]) -> None:
    known = iris(workspace)
    judge(workspace, *pair, "same")
    records, warnings = resolved(workspace)
    assert party(records, "新五中").iri == known["第五中学"]
    assert not [warning for warning in warnings if "新五中" in warning]


def test_same_carries_over(workspace: Workspace) -> None:
    known = iris(workspace)
    judge(workspace, "五中", "新五中", "same")
    judge(workspace, "新五中", "第五中学", "same")
    records, _ = resolved(workspace)
    assert party(records, "老五中") == party(records, "新五中")
    assert party(records, "新五中").iri == known["第五中学"]


def test_two_that_only_rows_name_are_one(tmp_path: Path) -> None:
    rows = table(
        {"relation": "mentors", "from": "甲校", "to": "丙校"},
        {"relation": "mentors", "from": "乙校", "to": "丙校"},
    )
    workspace = written(tmp_path / "w", partnerships=rows)
    judge(workspace, "乙校", "甲校", "same")
    records, _ = resolved(workspace)
    assert len(records.partnerships) == 1
    assert party(records, "乙校") == party(records, "甲校")


def test_a_name_of_two_that_are_one_fits_one(workspace: Workspace) -> None:
    rows = table(
        {"name": "第六中学", "kind": "School", "place": "英吉沙县"},
        {"name": "第六中学", "kind": "VocationalSchool", "place": "英吉沙县"},
    )
    more = table({"relation": "twinnedWith", "from": "第六中学", "to": "英才学校"})
    workspace = written(workspace.folder, places=PLACES, roster=rows, partnerships=more)
    (told,) = problems(workspace)
    assert "fits 2 parties" in told
    workspace = written(workspace.folder, places=PLACES, roster=rows)
    one, other = sorted(p.iri for p in resolved(workspace)[0].parties if not p.is_place)
    judge(workspace, one, other, "same")
    workspace = written(workspace.folder, places=PLACES, roster=rows, partnerships=more)
    records, warnings = resolved(workspace)
    assert len(records.partnerships) == 1
    assert any("one is School, the other VocationalSchool" in warning for warning in warnings)


def test_places_that_are_one_hold_what_lay_in_either(workspace: Workspace) -> None:
    known = iris(workspace)
    judge(workspace, "疏勒县", "英吉沙县", "same")
    records, _ = resolved(workspace)
    assert {p.place for p in records.parties if p.place} == {known["英吉沙县"]}
    assert party(records, "人民医院").iri == known["人民医院"]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("英吉沙县", "乌恰镇", "one lies inside the other"),
        ("英吉沙县", "第五中学", "one is a place and the other an institution"),
    ],
)
def test_what_cannot_be_one_is_a_problem(workspace: Workspace, one: str, other: str, why: str) -> None:
    judge(workspace, one, other, "same")
    told = problems(workspace)
    assert len(told) == 1
    assert told[0].startswith(f"{LOG}:1: judged to be one, but {why}: ")


def test_what_speaks_against_is_told(workspace: Workspace) -> None:
    judge(workspace, "人民医院", "第五中学", "same")
    (told,) = [warning for warning in resolved(workspace)[1] if "one by judgement" in warning]
    for against in ("one is School, the other Hospital", "they lie in different places", "the ids are s5 and h"):
        assert against in told


def test_ends_that_became_one_are_told_with_their_row(workspace: Workspace) -> None:
    judge(workspace, "济宁一中", "第五中学", "same")
    assert [line.split(": ")[:2] for line in problems(workspace)] == [
        ["partnerships.csv:2:to", "both ends are the same"],
    ]


def marks(workspace: Workspace) -> set[frozenset[str]]:
    parties = resolved(workspace)[0].parties
    names = {p.iri: dict(p.labels)["zh"] for p in parties}
    return {frozenset({names[p.iri], names[twin]}) for p in parties for twin in p.possibly_same_as}


def test_different_silences_and_unsure_keeps(workspace: Workspace) -> None:
    alike, unlike = frozenset({"第五中学", "第五 中学"}), frozenset({"五中", "新五中"})
    assert marks(workspace) == {alike}
    judge(workspace, *alike, "different")
    judge(workspace, *unlike, "unsure")
    assert marks(workspace) == {unlike}
    judge(workspace, *alike, "unsure")
    judge(workspace, *unlike, "withdrawn")
    assert marks(workspace) == {alike}
    assert any("kept apart (unsure: coordinator, " in warning for warning in resolved(workspace)[1])


def test_different_from_one_is_different_from_those_that_are_one_with_it(workspace: Workspace) -> None:
    judge(workspace, "五中", "第五中学", "same")
    judge(workspace, "五中", "第五 中学", "different")
    assert marks(workspace) == set()


def test_a_conflict_is_a_problem_with_its_chain(workspace: Workspace) -> None:
    judge(workspace, "第五中学", "五中", "same", by="editor")
    judge(workspace, "第五中学", "第五 中学", "different", by="clerk")
    judge(workspace, "五中", "第五 中学", "same")
    (told,) = problems(workspace)
    assert told.startswith(f"{LOG}:2: ")
    for judged in (f"different (clerk, {AT}, line 2)", f"same (editor, {AT}, line 1)", f"(coordinator, {AT}, line 3)"):
        assert judged in told
    judge(workspace, "第五中学", "第五 中学", "same")
    assert len(resolved(workspace)[0].parties) == len(iris(workspace)) - 2


def test_of_two_people_who_disagree_the_last_holds_and_both_are_shown(workspace: Workspace) -> None:
    judge(workspace, "第五中学", "五中", "same", by="editor")
    judge(workspace, "五中", "第五中学", "different", by="clerk")
    records, warnings = resolved(workspace)
    assert party(records, "五中") != party(records, "第五中学")
    (told,) = [warning for warning in warnings if "the last holds" in warning]
    assert f"judged same (editor, {AT}, line 1), then different (clerk, {AT}, line 2)" in told


@pytest.mark.parametrize("answer", ["same", "different", "unsure"])
def test_a_judgement_on_who_is_not_there_is_a_warning(workspace: Workspace, answer: str) -> None:
    judge(workspace, "第五中学", "https://example.org/gone", answer)
    (told,) = [warning for warning in resolved(workspace)[1] if "no party any more" in warning]
    assert told.startswith(f"{LOG}:1: judged {answer} by coordinator, but <https://example.org/gone>")


def test_who_is_one_by_somebody_that_is_not_there_is_one(workspace: Workspace) -> None:
    judge(workspace, "第五中学", "https://example.org/gone", "same")
    judge(workspace, "https://example.org/gone", "五中", "same")
    assert party(resolved(workspace)[0], "五中").iri == iris(workspace)["第五中学"]


def test_a_broken_log_is_a_problem_with_its_line(workspace: Workspace) -> None:
    (workspace.folder / LOG).write_text("{", encoding="utf-8")
    assert problems(workspace) == [f"{LOG}:1: not JSON; legal: one object a line"]


def exported(workspace: Workspace) -> bytes:
    build(load_workspace(workspace.folder))
    path = workspace.folder.parent / "export.nq"
    Aid.open(workspace.folder).export(path)
    return path.read_bytes()


def test_undone_the_bytes_are_the_same(workspace: Workspace) -> None:
    before = exported(workspace)
    for pair in (("第五中学", "五中"), ("疏勒县", "英吉沙县"), ("新五中", "五中")):
        judge(workspace, *pair, "same")
    assert exported(workspace) != before
    for pair in (("第五中学", "五中"), ("疏勒县", "英吉沙县"), ("新五中", "五中")):
        judge(workspace, *pair, "withdrawn")
    assert exported(workspace) == before


def test_what_was_made_one_comes_back_from_an_export(workspace: Workspace, tmp_path: Path) -> None:
    judge(workspace, "第五中学", "五中", "same")
    first = exported(workspace)
    source = '[[source]]\nid = "given"\npath = "given.nq"\nreads = "rdf"\n'
    again = written(tmp_path / "again", extra=source, files={"given.nq": first.decode()})
    gone = iris(workspace)["五中"]
    build(again)
    assert Aid.open(again.folder).parties.find(gone) == iris(workspace)["第五中学"]


def test_records_of_rdf_name_the_one_that_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    first = exported(workspace).decode()
    known = iris(workspace)
    source = '[[source]]\nid = "given"\npath = "given.nq"\nreads = "rdf"\n'
    again = written(tmp_path / "again", extra=source, files={"given.nq": first})
    judge(again, known["第五中学"], known["五中"], "same")
    records, _ = resolved(again)
    (gone,) = {known["第五中学"], known["五中"]} - {p.iri for p in records.parties}
    named = {iri for p in records.partnerships for iri in (*p.froms, *p.tos)} | {x.party for x in records.listings}
    assert gone not in named
    judge(again, known["第五中学"], known["济宁一中"], "same")
    assert any("both ends of <" in line for line in problems(again))


def test_a_row_may_name_one_that_an_export_says_was_made_one(workspace: Workspace, tmp_path: Path) -> None:
    gone = iris(workspace)["五中"]
    judge(workspace, "第五中学", "五中", "same")
    first = exported(workspace).decode()
    source = '[[source]]\nid = "given"\npath = "given.nq"\nreads = "rdf"\n'
    rows = table({"relation": "mentors", "from": gone, "to": "丙校"})
    again = written(tmp_path / "again", extra=source, files={"given.nq": first}, partnerships=rows)
    records, _ = resolved(again)
    assert [p.froms for p in records.partnerships if p.relation.endswith("mentors")] == [(iris(workspace)["第五中学"],)]


def test_who_stands_in_a_table_keeps_the_iri_before_who_stands_in_rdf(workspace: Workspace, tmp_path: Path) -> None:
    first = exported(workspace).decode()
    known = iris(workspace)
    source = '[[source]]\nid = "given"\npath = "given.nq"\nreads = "rdf"\n'
    roster = table({"name": "育才中学", "kind": "School"})
    again = written(tmp_path / "again", extra=source, files={"given.nq": first}, roster=roster)
    judge(again, known["第五中学"], "育才中学", "same")
    assert party(resolved(again)[0], "第五中学").iri == iris(again)["育才中学"]


def test_a_place_that_fits_two_that_are_one_fits_one(tmp_path: Path) -> None:
    places = table({"name": "疏勒县", "level": "County"}, {"name": "疏勒市", "level": "County"})
    workspace = written(tmp_path / "w", places=places)
    judge(workspace, "疏勒县", "疏勒市", "same")
    workspace = written(
        tmp_path / "w", places=places, roster=table({"name": "医院", "kind": "Hospital", "place": "疏勒"})
    )
    assert len([p for p in resolved(workspace)[0].parties if p.is_place]) == 1


def test_places_do_not_come_to_lie_inside_themselves(tmp_path: Path) -> None:
    places = table(
        {"name": "甲县", "level": "County", "parent": ""},
        {"name": "乙镇", "level": "Township", "parent": "甲县"},
        {"name": "丙县", "level": "County", "parent": ""},
        {"name": "丁镇", "level": "Township", "parent": "丙县"},
    )
    workspace = written(tmp_path / "w", places=places)
    judge(workspace, "甲县", "丁镇", "same")
    judge(workspace, "丙县", "乙镇", "same")
    assert any("by the judgements a place lies inside itself" in line for line in problems(workspace))


NAMES = ("a", "b", "c", "d")
TOLD = st.lists(
    st.tuples(
        st.sampled_from([(x, y) for x in NAMES for y in NAMES if x != y]),
        st.sampled_from(["same", "different", "unsure", "withdrawn"]),
    ),
    max_size=8,
)


def log(told: list[tuple[tuple[str, str], str]]) -> list[Judgement]:
    return [Judgement(at=AT, by="r", what="identity", about=pair, answer=answer, why="so") for pair, answer in told]


def groups(judgements: list[Judgement]) -> tuple[object, ...]:
    identity = Identity(judgements)
    pairs = {(frozenset(j.about), j.answer) for j in identity.standing}
    return ({identity.group(name) for name in NAMES}, pairs, len(identity.conflicts()))


@given(TOLD, st.randoms())
def test_the_state_is_that_of_the_judgements_that_hold_in_any_order(
    told: list[tuple[tuple[str, str], str]], random: object
) -> None:
    judgements = log(told)
    held = standing(judgements, "identity")
    random.shuffle(held)  # type: ignore[attr-defined]
    assert groups(judgements) == groups(held)


@settings(deadline=None, max_examples=15)
@given(TOLD)
def test_the_build_is_that_of_the_judgements_that_hold(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[tuple[str, str], str]]
) -> None:
    judgements = log(told)
    if Identity(judgements).conflicts():
        return
    rows = table(*({"name": name, "kind": "School"} for name in NAMES))
    workspace = written(tmp_path_factory.mktemp("w"), roster=rows)
    known = iris(workspace)

    def made(told: list[Judgement]) -> list[Party]:
        (workspace.folder / LOG).unlink(missing_ok=True)
        for each in told:
            about = tuple(known[name] for name in each.about)
            append(
                workspace.folder, Judgement(at=AT, by="r", what="identity", about=about, answer=each.answer, why="y")
            )
        return resolved(workspace)[0].parties

    assert made(judgements) == made(standing(judgements, "identity")[::-1])


def one_by_one(members: set[str], identity: Identity) -> Iterator[bool]:
    for one in members:
        for other in members:
            yield one == other or bool(identity.chain(one, other))


@given(TOLD)
def test_a_chain_leads_from_one_to_every_other_of_a_group(told: list[tuple[tuple[str, str], str]]) -> None:
    identity = Identity(log(told))
    for group in identity.groups:
        assert all(one_by_one(set(group), identity))
        chain = identity.chain(group[0], group[-1])
        assert all(j.answer == "same" for j in chain)
        assert {group[0], group[-1]} <= {iri for j in chain for iri in j.about}
