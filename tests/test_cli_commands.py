"""Every command on the example, for people and in JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from program import Run

CLAIM = {"source", "quote", "start", "end", "where", "self_reported", "stance", "review"}
PARTNERSHIP = {"id", "relation", "direction", "partners", "since", "until", "status", "claims"}
COUNTS = {
    *("institutions", "places", "partnerships", "claims", "totals", "edges", "sources", "triples"),
    *("read", "warnings", "seconds"),
}


def test_build(run: Run, example: Path) -> None:
    told = run("build", "-w", example).out
    assert told.startswith("53 institutions, 28 places\n57 partnerships, ")
    assert "no file had changed" in told
    counts = run("build", "-w", example, "--json").json
    assert counts.keys() >= COUNTS
    assert (counts["institutions"], counts["places"], counts["partnerships"], counts["edges"]) == (53, 28, 57, 56)
    assert counts["read"] == []
    assert all("may be the same as" in warning for warning in counts["warnings"])


def test_build_warns_on_stderr(run: Run, example: Path) -> None:
    done = run("build", "-w", example)
    assert "warning: 英吉沙县中等职业技术学校 @ 英吉沙县 may be the same as 英吉沙县职业技术学校 @ 英吉沙县" in done.err
    assert "warning" not in done.out
    assert run("build", "-w", example, "-q").err == ""


def test_validate(run: Run, example: Path) -> None:
    done = run("validate", "-w", example)
    assert done.code == 0
    assert "rosters/institutions.csv:18" in done.out
    findings = run("validate", "-w", example, "--json").json
    assert all(finding.keys() >= {"severity", "shape", "focus", "message", "where"} for finding in findings)
    assert "violation" not in {finding["severity"] for finding in findings}


def test_show(run: Run, example: Path) -> None:
    done = run("show", "济宁一中", "-w", example)
    assert done.code == 0
    assert done.out.startswith("济宁一中 (School @ 济宁市)\nalso: Jining No. 1 Middle School\nhttps://")
    assert (
        "\ntwinnedWith <-> 英吉沙县第五中学 (since 2023)\n    奋力谱写济宁援疆工作新篇章 2023, characters 2398 to 2450"
        in done.out
    )
    assert "tables/partnerships.csv:24" in done.out
    assert "via 济宁援疆指挥部" in done.out


def test_show_in_json(run: Run, example: Path) -> None:
    card = run("show", "济宁一中", "--json", "-w", example).json
    assert card.keys() >= {"id", "name", "kind", "place", "partnerships"}
    assert (card["name"], card["kind"], card["place"]) == ("济宁一中", "School", "济宁市")
    assert all(partnership.keys() >= PARTNERSHIP for partnership in card["partnerships"])
    twinned = next(p for p in card["partnerships"] if p["relation"] == "twinnedWith")
    assert (twinned["direction"], twinned["partners"], twinned["since"]) == ("mutual", ["英吉沙县第五中学"], "2023")
    [claim] = twinned["claims"]
    assert claim.keys() >= CLAIM
    assert (claim["start"], claim["end"], claim["where"]) == (2398, 2450, "tables/partnerships.csv:24")
    assert (claim["self_reported"], claim["stance"], claim["review"]) == (True, "supports", "accepted")


def test_show_tells_whom_a_party_brought_together(run: Run, example: Path) -> None:
    text = run("show", "济宁援疆指挥部", "-w", example).out
    _, arranged = text.split("\narranged for others:\n")
    assert "\n    twinnedWith: " in f"\n{arranged}"
    assert "济宁一中" in arranged
    place = run("show", "奥什", "-w", example).out
    assert "between others, and about this place:\n    builds: " in place


def test_show_a_party_with_nothing(run: Run, example: Path) -> None:
    assert "no source names a partnership of it" in run("show", "乌恰镇", "-w", example).out


def test_gaps(run: Run, example: Path) -> None:
    done = run("gaps", "--kind", "Township", "--place", "英吉沙县", "-w", example)
    assert done.code == 0
    header, *rows = done.out.splitlines()
    assert header.split() == ["answer", "name", "kind", "place", "because"]
    assert len(rows) == 14
    assert {row.split()[0] for row in rows} == {"unknown"}
    assert "tied only through what lies inside it: 乔勒潘乡卫生院" in rows[-1]
    assert done.err == ""


def test_gaps_in_json(run: Run, example: Path) -> None:
    gaps = run("gaps", "--kind", "乡镇", "--place", "英吉沙县", "--json", "-w", example).json
    keys = {"id", "name", "kind", "place", "answer", "partners", "inside", "because"}
    assert all(gap.keys() >= keys for gap in gaps)
    assert [bool(gap["inside"]) for gap in gaps] == [False] * 13 + [True]
    assert gaps[-1]["inside"][0].keys() >= {"name", "relation", "partners"}


def test_gaps_takes_every_flag(run: Run, example: Path) -> None:
    def names(*flags: str) -> set[str]:
        return {gap["name"] for gap in run("gaps", "--json", "-w", example, *flags).json}

    schools = {"英吉沙县第五中学", "英吉沙县中等职业技术学校", "英吉沙县职业技术学校", "英吉沙县技工学校"}
    assert names("--kind", "Education", "--place", "英吉沙县") == schools
    linked = names("--kind", "School", "--relation", "twinnedWith", "--answer", "linked")
    assert linked == {"济宁一中", "英吉沙县第五中学", "育才中学", "实验中学"} & linked
    assert {"济宁一中", "英吉沙县第五中学"} <= linked
    assert names("--kind", "School", "--relation", "twinnedWith", "--answer", "unlinked") == set()
    assert "济宁市" in names(
        "--kind", "Prefecture", "--relation", "counterpartAidTo", "--direction", "out", "--answer", "linked"
    )
    assert "济宁市" not in names(
        *("--kind", "Prefecture", "--relation", "counterpartAidTo", "--direction", "in", "--answer", "linked")
    )
    early = names("--kind", "School", "--relation", "twinnedWith", "--answer", "linked", "--as-of", "2020")
    assert "济宁一中" not in early


def test_gaps_says_where_no_complete_roster_covers_the_question(run: Run, example: Path) -> None:
    done = run("gaps", "--kind", "School", "--place", "英吉沙县", "-w", example)
    assert done.err == "aidgraph: no complete roster covers School in 英吉沙县: there may be others that nobody names\n"
    assert run("gaps", "--kind", "School", "-q", "-w", example).err == ""


def test_path(run: Run, example: Path) -> None:
    steps = run("path", "育才中学", "英吉沙县人民医院", "--json", "-w", example).json
    assert all(step.keys() >= {"from", "relation", "to", "partnership"} for step in steps)
    assert (steps[0]["from"], steps[-1]["to"]) == ("育才中学", "英吉沙县人民医院")
    assert [step["to"] for step in steps[:-1]] == [step["from"] for step in steps[1:]]
    header, *rows = run("path", "育才中学", "英吉沙县人民医院", "-w", example).out.splitlines()
    assert header.split()[:3] == ["from", "relation", "to"]
    assert len(rows) == len(steps)


def test_path_where_there_is_none(run: Run, example: Path) -> None:
    done = run("path", "育才中学", "乌恰镇", "--json", "-w", example)
    assert (done.code, done.json) == (0, [])
    assert done.err == "aidgraph: nothing connects 育才中学 with 乌恰镇\n"


def test_questions_needs_no_workspace(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("questions")
    assert done.code == 0
    assert "allies" in done.out
    known = run("questions", "--json").json
    assert len(known) >= 15
    assert all(question.keys() >= {"name", "asks", "parameters"} for question in known)
    allies = next(question for question in known if question["name"] == "allies")
    assert allies["parameters"][0].keys() >= {"name", "type", "default", "meaning"}


LARGEST = 'SELECT ?name ?kind { ?x aid:name ?name ; aid:kind ?kind . FILTER(?name = "济宁一中") }'


def test_query_answers_in_a_table(run: Run, example: Path) -> None:
    assert run("query", LARGEST, "-w", example).out == "name      kind\n济宁一中  kind:School\n"


def test_query_answers_in_json(run: Run, example: Path) -> None:
    answer = run("query", LARGEST, "-w", example, "--json")
    assert answer.json["head"]["vars"] == ["name", "kind"]
    [row] = answer.json["results"]["bindings"]
    assert row["name"]["value"] == "济宁一中"
    assert row["kind"] == {"type": "uri", "value": "https://w3id.org/aidgraph/kind/School"}
    assert "济宁一中" in answer.out


@pytest.mark.parametrize(
    ("format_", "answer"),
    [
        ("csv", "name,kind\n济宁一中,https://w3id.org/aidgraph/kind/School\n"),
        ("tsv", '?name\t?kind\n"济宁一中"\t<https://w3id.org/aidgraph/kind/School>\n'),
        ("table", "name      kind\n济宁一中  kind:School\n"),
    ],
)
def test_query_answers_in_other_formats(run: Run, example: Path, format_: str, answer: str) -> None:
    assert run("query", LARGEST, "--format", format_, "-w", example).out.replace("\r\n", "\n") == answer


def test_query_answers_in_xml(run: Run, example: Path) -> None:
    text = run("query", LARGEST, "--format", "xml", "-w", example).out
    [row] = ox.parse_query_results(text, format=ox.QueryResultsFormat.XML)
    assert row["name"].value == "济宁一中"


def test_query_asks(run: Run, example: Path) -> None:
    assert run("query", "ASK { ?x a aid:Place }", "-w", example).out == "yes\n"
    assert run("query", "ASK { ?x a aid:Lorry }", "-w", example).out == "no\n"
    assert run("query", "ASK { ?x a aid:Place }", "--json", "-w", example).json["boolean"] is True


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?x a aid:Place }", "DESCRIBE ?x { ?x aid:name '济宁一中' }"])
def test_query_makes_graphs(run: Run, example: Path, query: str) -> None:
    turtle = run("query", query, "-w", example).out
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) > 1
    assert isinstance(run("query", query, "--json", "-w", example).json, list | dict)


def test_query_without_an_answer(run: Run, example: Path) -> None:
    done = run("query", "SELECT ?x { ?x a aid:Lorry }", "-w", example)
    assert (done.code, done.out, done.err) == (0, "x\n", "aidgraph: nothing fits\n")


def test_query_reads_a_file(run: Run, example: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(
        "# Which kind is it?\n# party (party): a party\nSELECT ?kind { ?party aid:kind ?kind }", encoding="utf-8"
    )
    done = run("query", f"@{path}", "--set", "party=济宁一中", "-w", example)
    assert done.out == "kind\nkind:School\n"


def test_query_answers_a_named_question(run: Run, example: Path) -> None:
    done = run("query", "allies", "--set", "party=英吉沙县人民医院", "-w", example)
    assert done.out.startswith("ally ")
    assert "济宁医学院附属医院  leads it  济医附院护理联盟" in done.out


def test_query_gives_variables_a_value(run: Run, example: Path) -> None:
    query = "SELECT ?name { ?x aid:kind ?kind ; aid:name ?name }"
    kind = "kind=<https://w3id.org/aidgraph/kind/College>"
    rows = run("query", query, "--set", kind, "--format", "csv", "-w", example).out.split()
    assert set(rows[1:]) == {"济宁职业技术学院", "济宁技师学院"}


ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?c = ?h && ?f != ?a) }"


def test_query_is_stopped(run: Run, example: Path) -> None:
    done = run("query", ENDLESS, "--timeout", "0.5", "-w", example)
    assert (done.code, done.out) == (2, "")
    assert done.err == "aidgraph: the query took longer than 0.5 seconds and was stopped\n"


def test_query_in_time_answers_the_same(run: Run, example: Path) -> None:
    parameters = ("query", "allies", "--set", "party=英吉沙县人民医院", "-w", example)
    assert run(*parameters, "--timeout", "60").out == run(*parameters).out
    failed = run("query", "SELECT ?x { ?x foo:bar ?y }", "--timeout", "60", "-w", example)
    assert failed.code == 2
    assert failed.err.endswith(": Prefix not found\n")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["SELECT ?x {\n ?x ?y ?z"], "line 2, column 10 or shortly before, after ' ?x ?y ?z'; legal there: ,  .  ;"),
        (["SELEKT ?x { ?x ?y ?z }"], "it begins with 'SELEKT'; legal: SELECT, ASK, CONSTRUCT, DESCRIBE\n"),
        (
            ["INSERT DATA { <a:a> <a:b> <a:c> }"],
            "INSERT begins an update, and only queries are answered; legal: SELECT",
        ),
        (["SELECT ?x { ?x foo:bar ?y }"], "after 'SELECT ?x { ?x foo:bar': Prefix not found\n"),
        (["alies"], "aidgraph: no question 'alies'; nearest: allies\n"),
        (["allies"], "allies needs --set party=... (a member of the alliance, or who leads it)\n"),
        (["allies", "--set", "partei=x"], "no parameter of allies 'partei'; nearest: party\n"),
        (["allies", "--set", "party"], "--set party lacks a value; legal: --set name=value\n"),
        (["SELECT ?name { ?x aid:name ?name }", "--set", "nam=x"], "no variable of the query 'nam'; nearest: name\n"),
        (["SELECT ?x { ?x a ?k }", "--set", "k=<no iri>"], "a value is no IRI: "),
        (["@nowhere.rq"], "aidgraph: nowhere.rq cannot be read: No such file or directory\n"),
        (["ASK {}", "--json", "--format", "csv"], "--json and --format csv contradict each other\n"),
        (
            ["ASK {}", "--format", "ttl"],
            "a query that makes rows has no format 'ttl'; legal: table, json, csv, tsv, xml\n",
        ),
        (["ASK {}", "--format", "doc"], "'--format'"),
        (["ASK {}", "--timeout", "0"], "'--timeout'"),
    ],
)
def test_query_errors(run: Run, example: Path, arguments: list[str], error: str) -> None:
    done = run("query", *arguments, "-w", example)
    assert (done.code, done.out) == (2, "")
    assert error in done.err
    assert done.err.count("\n") == 1


def test_query_at_a_file_that_is_not_utf8(run: Run, example: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_bytes("# 英吉沙县\nASK {}".encode("gbk"))
    assert run("query", f"@{path}", "-w", example).err == f"aidgraph: {path} is not UTF-8\n"


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (["show", "济宁一種"], "no party '济宁一種'; nearest: 济宁一中"),
        (["show", "济宁二中 @ 无处"], "'无处'"),
        (["gaps", "--kind", "Scool"], "no kind 'Scool'; nearest: School"),
        (["gaps", "--relation", "twined"], "no relation 'twined'; nearest: twinnedWith"),
        (["gaps", "--place", "英吉莎县"], "no place '英吉莎县'; nearest: 英吉沙县"),
        (["gaps", "--as-of", "May 2023"], "'May 2023' is no date; legal: 2023, 2023-05 or 2023-05-22"),
        (["gaps", "--answer", "maybe"], "'--answer'"),
        (["gaps", "--direction", "up"], "'--direction'"),
        (["path", "济宁一中", "无名"], "no party '无名'"),
        (
            ["export", "-o", "x.doc"],
            "no export ends in .doc; legal: .ttl, .nt, .nq, .trig, .jsonld, .graphml, .gexf, .xlsx, .csv, .parquet",
        ),
        (["export"], "--output"),
        (["view"], "--output"),
        (["show"], "Missing argument 'name'"),
    ],
)
def test_wrong_names_and_options(run: Run, example: Path, command: list[str], error: str) -> None:
    done = run(*command, "-w", example)
    assert (done.code, done.out) == (2, "")
    assert error in done.err
    assert done.err.count("\n") == 1


def test_view(run: Run, example: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("view", "-o", page, "-w", example).out.startswith(f"{page}: ")
    assert "英吉沙县" in page.read_text(encoding="utf-8")
    assert run("view", "-o", page, "--json", "-w", example).json["file"] == str(page)


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "jsonld"])
def test_export_rdf(run: Run, example: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"all.{ending}"
    assert run("export", "-o", path, "-w", example).code == 0
    quads = {(q.subject, q.predicate, q.object) for q in ox.parse(path=path)}
    names = {term.value for _, predicate, term in quads if predicate.value.endswith("prefLabel")}
    # the unlinked too
    assert {"济宁一中", "乌恰镇"} <= names
    if ending in {"nt", "nq"}:
        lines = path.read_bytes().splitlines()
        assert lines == sorted(lines)


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_export_networks(run: Run, example: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"all.{ending}"
    assert run("export", "-o", path, "-w", example).code == 0
    graph = nx.read_graphml(path) if ending == "graphml" else nx.read_gexf(path)
    assert len(graph) == 53 + 28
    assert {"济宁一中", "乌恰镇"} <= {facts["label"] for _, facts in graph.nodes(data=True)}


def test_export_a_table(run: Run, example: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    assert run("export", "-o", path, "--json", "-w", example).json["file"] == str(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["party"] for row in rows} >= {"济宁一中", "乌恰镇"}
    assert ("济宁一中", "twinnedWith", "英吉沙县第五中学") in {
        (row["party"], row["relation"], row["partners"]) for row in rows
    }


def test_json_is_unescaped_and_a_line_an_item(run: Run, example: Path) -> None:
    text = run("gaps", "--kind", "Township", "--json", "-w", example).out
    assert "乌恰镇" in text
    lines = text.splitlines()
    assert len(lines) == 14 + 2
    assert all(json.loads(line.rstrip(",")) for line in lines[1:-1])
