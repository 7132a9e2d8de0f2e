"""The workspace object that notebooks use: everything that can be asked, and what comes back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import aidgraph
from aidgraph.api import Aid, records
from aidgraph.errors import DataError, QueryError, UnknownNameError, UsageError
from aidgraph.show.export import ENDINGS
from aidgraph.store.embedded import Iri
from aidgraph.terms import AID
from made import BASE, built, table, written

PLACES = table(
    {"name": "英吉沙县", "level": "County", "name_en": "Yengisar"},
    {"name": "乌恰镇", "level": "Township", "parent": "英吉沙县"},
)
ROSTER = table(
    {"name": "甲校", "kind": "School", "place": "英吉沙县", "alias": "一小"},
    {"name": "乙校", "kind": "School", "place": "英吉沙县"},
    {"name": "丙校", "kind": "School", "place": "乌恰镇"},
    {"name": "丁校", "kind": "School", "place": "乌恰镇"},
    {"name": "县医院", "kind": "Hospital", "place": "英吉沙县"},
)
TIES = table(
    {"relation": "twinnedWith", "from": "甲校", "to": "乙校", "since": "2020", "quote": "结对"},
    {"relation": "mentors", "from": "甲校", "to": "乙校"},
    {"relation": "mentors", "from": "甲校;乙校", "to": "丙校;丁校", "group": "unspecified"},
)
COMPLETE = 'complete = true\nas_of = 2023\ncovers = { relation = "consultsRemotelyWith" }'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace, built."""
    made = tmp_path_factory.mktemp("api")
    keys = {"partnerships": COMPLETE}
    built(written(made, keys=keys, places=PLACES, roster=ROSTER, partnerships=TIES))
    return made


@pytest.fixture(scope="module")
def aid(folder: Path) -> Aid:
    return aidgraph.open(folder)


# -- opening


def test_opening_builds_if_there_is_no_build(tmp_path: Path) -> None:
    written(tmp_path, places=PLACES)
    assert not (tmp_path / "build").exists()
    assert aidgraph.open(tmp_path).build.counts.places == 2
    assert (tmp_path / "build" / "CURRENT").exists()


def test_opening_answers_from_the_build_there_is(tmp_path: Path) -> None:
    written(tmp_path, places=PLACES)
    first = aidgraph.open(str(tmp_path))
    assert not first.is_stale
    (tmp_path / "places.csv").write_text(table({"name": "莎车县", "level": "County"}), encoding="utf-8")
    again = aidgraph.open(tmp_path)
    assert (again.is_stale, again.build.counts.places) == (True, 2)


def test_a_workspace_is_found_from_inside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep" / "down").mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder / "deep" / "down")
    assert aidgraph.open().workspace.folder == folder.resolve()


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="aidgraph init"):
        aidgraph.open(tmp_path)
    written(tmp_path / "bad", places="name,level\n甲,Conty\n")
    with pytest.raises(DataError, match=r"^places.csv:2:level: unknown level 'Conty'"):
        aidgraph.open(tmp_path / "bad")


def test_a_build_that_is_replaced_before_it_is_read_is_not_missed(tmp_path: Path) -> None:
    workspace = written(tmp_path, places=PLACES)
    late = built(workspace)
    for number in range(3):
        (tmp_path / "places.csv").write_text(table({"name": f"县{number}", "level": "County"}), encoding="utf-8")
        aidgraph.build.build(workspace)
    assert not late.build.folder.exists()
    assert [row.name for row in late.query("SELECT ?name { ?p aid:level ?l ; aid:name ?name }")] == ["县2"]


# -- SPARQL


def test_a_query_gives_rows_that_become_data_frames(aid: Aid) -> None:
    rows = aid.query("SELECT ?name ?since { ?p a aid:Partnership ; aid:name ?name ; aid:since ?since }")
    assert list(rows) == [(rows[0].name, dt.date(2020, 1, 1))]
    frame = rows.to_pandas()
    assert (list(frame.columns), frame.shape) == (["name", "since"], (1, 2))


def test_a_query_may_give_a_truth_or_a_graph(aid: Aid) -> None:
    assert aid.query("ASK { ?a aid:twinnedWith ?b }") is True
    graph = aid.query("CONSTRUCT WHERE { ?a aid:twinnedWith ?b }")
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == 2


def test_keywords_give_variables_a_value(aid: Aid) -> None:
    school = aid.parties.find("甲校")
    rows = aid.query("SELECT ?name { ?who aid:twinnedWith/aid:name ?name }", who=Iri(school))
    assert [row.name for row in rows] == ["乙校"]
    with pytest.raises(QueryError, match="not SPARQL"):
        aid.query("SELEKT")


def test_questions_are_asked_by_name(aid: Aid) -> None:
    from aidgraph.ask.questions import questions

    without = [name for name, question in questions().items() if all(p.default for p in question.parameters)]
    for name in without:
        aid.ask(name)
    with pytest.raises(UnknownNameError, match="no question 'partnershipz'"):
        aid.ask("partnershipz")


def test_an_answer_in_a_standard_format(aid: Aid) -> None:
    text = aid.answer("SELECT (COUNT(*) AS ?n) { ?p a aid:Partnership }", "json")
    assert json.loads(text)["results"]["bindings"][0]["n"]["value"] == "3"
    limited = aid.answer("SELECT (COUNT(*) AS ?n) { ?p a aid:Partnership }", "csv", timeout=30)
    assert limited.decode().split() == ["n", "3"]


# -- what is asked in Python


def test_gaps_are_frozen_records(aid: Aid) -> None:
    found = aid.gaps(relation="结对共建", kind="学校", place="英吉沙")
    assert {(gap.name, gap.answer, gap.partners) for gap in found} == {
        ("甲校", "linked", ("乙校",)),
        ("乙校", "linked", ("甲校",)),
        ("丙校", "unknown", ()),
        ("丁校", "unknown", ()),
    }
    # those with nothing named first
    assert [bool(gap.partners) for gap in found] == [False, False, True, True]
    assert all(dataclasses.is_dataclass(gap) and gap.__dataclass_params__.frozen for gap in found)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found[0].answer = "linked"
    assert "no list of partnerships claims to be complete" in found[0].because


def test_gaps_are_narrowed_by_answer_and_date(aid: Aid) -> None:
    assert {gap.answer for gap in aid.gaps(relation="consultsRemotelyWith", kind="Hospital")} == {"unlinked"}
    assert aid.gaps(relation="twinnedWith", kind="School", as_of="2019", answer="linked") == []
    assert len(aid.gaps(relation="twinnedWith", kind="School", as_of="2021-05", answer="linked")) == 2
    with pytest.raises(UsageError, match="'soon' is no date; legal: 2023, 2023-05 or 2023-05-22"):
        aid.gaps(as_of="soon")
    with pytest.raises(UnknownNameError, match="nearest: School"):
        aid.gaps(kind="Shool")
    with pytest.raises(UnknownNameError):
        aid.gaps(place="火星")


def test_the_denominator_is_told_of(aid: Aid) -> None:
    assert "no complete roster covers School" in aid.roster_note(kind="School")


def test_a_card_is_found_by_any_name(aid: Aid) -> None:
    card = aid.show("一小")
    assert (card.name, card.kind, card.place) == ("甲校", "School", "英吉沙县")
    assert sorted(part.relation for part in card.partnerships) == ["mentors", "mentors", "twinnedWith"]
    assert {aid.show(name) == card for name in ("甲校", "一小", card.id, "甲校 @ Yengisar")} == {True}
    with pytest.raises(UnknownNameError, match="戊校"):
        aid.show("戊校")
    assert len(list(aid.cards())) == 7


def test_a_path_is_a_list_of_steps(aid: Aid) -> None:
    (step,) = aid.path("甲校", "丙校")
    assert (step.from_, step.relation, step.to) == ("甲校", "mentors", "丙校")
    assert aid.path("甲校", "县医院") == []


def test_the_network_keeps_parallel_relations_and_whoever_has_none(aid: Aid) -> None:
    graph = aid.network()
    assert isinstance(graph, nx.MultiDiGraph)
    iris = {facts["label"]: iri for iri, facts in graph.nodes(data=True)}
    assert set(iris) == {"英吉沙县", "乌恰镇", "甲校", "乙校", "丙校", "丁校", "县医院"}
    assert graph.nodes[iris["甲校"]] == {"label": "甲校", "kind": "School", "place": "英吉沙县"}
    between = graph.get_edge_data(iris["甲校"], iris["乙校"])
    assert {(facts["relation"], facts["mutual"], facts["open"]) for facts in between.values()} == {
        ("twinnedWith", True, False),
        ("mentors", False, False),
    }
    assert graph.has_edge(iris["乙校"], iris["甲校"])
    assert [facts["open"] for facts in graph.get_edge_data(iris["甲校"], iris["丙校"]).values()] == [True]
    assert graph.degree(iris["县医院"]) == 0


def test_the_graph_is_an_rdflib_graph_over_the_store(aid: Aid) -> None:
    graph = aid.graph
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len(aid.store) == aid.build.counts.triples
    one, other = (rdflib.URIRef(aid.parties.find(name)) for name in ("甲校", "乙校"))
    assert (one, rdflib.URIRef(f"{AID}twinnedWith"), other) in graph
    assert [str(row[0]) for row in graph.query("SELECT ?name { ?a aid:mentors/aid:name ?name }")] == ["乙校"]


def test_findings_come_with_their_file_and_row(aid: Aid) -> None:
    findings = aid.validate()
    assert not [finding for finding in findings if finding.severity == "violation"]
    assert all(dataclasses.is_dataclass(finding) for finding in findings)


# -- pictures and files


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


class Frame(HTMLParser):
    """Gathers the frames of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.frames.append(dict(attrs))


def test_a_view_shows_the_page_in_a_frame_that_cannot_reach_the_notebook(aid: Aid) -> None:
    view = aid.view()
    parser = Frame()
    parser.feed(view._repr_html_())
    (frame,) = parser.frames
    allowed = set((frame["sandbox"] or "").split())
    assert "allow-scripts" in allowed
    # with both, the page could take its own frame off
    assert "allow-same-origin" not in allowed
    assert "allow-top-navigation" not in allowed
    assert frame["srcdoc"] == view.html == aid.page()
    assert "甲校" in view.html


def test_the_page_is_written_whole(aid: Aid, tmp_path: Path) -> None:
    path = aid.write_page(tmp_path / "page.html")
    assert path.read_text(encoding="utf-8") == aid.page()
    assert names_in(tmp_path) == ["page.html"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_is_in_the_format_of_its_ending(aid: Aid, tmp_path: Path, ending: str) -> None:
    path = aid.export(tmp_path / f"out.{ending}")
    data = path.read_bytes()
    assert names_in(tmp_path) == [f"out.{ending}"]
    # all parties, the unlinked too; what is packed is unpacked in tests of its own
    packed = ending in {"xlsx", "parquet"}
    assert packed or "县医院" in data.decode("utf-8-sig") or b"\\u53BF" in data
    if ending in {"nt", "nq"}:
        lines = data.splitlines()
        assert lines == sorted(set(lines))
        assert len(lines) == aid.build.counts.triples
    if ending == "graphml":
        assert nx.read_graphml(path).number_of_nodes() == 7
    if ending == "gexf":
        assert nx.read_gexf(path).number_of_nodes() == 7


def test_an_export_in_no_known_format_is_refused(aid: Aid, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no export ends in \.tll; legal: .*; nearest: \.ttl"):
        aid.export(tmp_path / "out.tll")
    assert names_in(tmp_path) == []


def test_two_builds_of_one_workspace_export_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = written(tmp_path, keys={"partnerships": COMPLETE}, places=PLACES, roster=ROSTER, partnerships=TIES)
    one, other = aidgraph.open(folder), built(again)
    assert one.export(folder / "x.nq").read_bytes() == other.export(tmp_path / "x.nq").read_bytes()


def test_answers_become_what_json_can_write(aid: Aid) -> None:
    step = records(aid.path("甲校", "丙校"))[0]
    assert list(step)[:4] == ["from", "relation", "to", "partnership"]
    assert step["partnership"].startswith(f"{BASE}partnership/")
    text = json.dumps(records([*aid.gaps(), aid.show("甲校")]), ensure_ascii=False)
    assert "甲校" in text
