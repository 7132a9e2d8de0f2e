"""RDF files as plain quads: every syntax, blank nodes named by content, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.triples import FORMATS, Node, Quad, RdfSyntaxError, parse_rdf

LANG = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
STRING = "http://www.w3.org/2001/XMLSchema#string"
RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/s"><e:p xml:lang="zh-CN">学校</e:p></rdf:Description></rdf:RDF>"""
SYNTAXES = {
    ".ttl": '@prefix e: <http://e/> . e:s e:p "学校"@zh-CN .',
    ".nt": '<http://e/s> <http://e/p> "学校"@zh-CN .',
    ".nq": '<http://e/s> <http://e/p> "学校"@zh-CN <http://e/g> .',
    ".trig": '@prefix e: <http://e/> . e:g { e:s e:p "学校"@zh-CN }',
    ".n3": '@prefix e: <http://e/> . e:s e:p "学校"@zh-CN .',
    ".rdf": RDF_XML,
    ".owl": RDF_XML,
    ".xml": RDF_XML,
    ".jsonld": '{"@id": "http://e/s", "http://e/p": {"@value": "学校", "@language": "zh-CN"}}',
    ".trix": (
        '<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><uri>http://e/g</uri><triple><uri>http://e/s</uri>'
        '<uri>http://e/p</uri><plainLiteral xml:lang="zh-CN">学校</plainLiteral></triple></graph></TriX>'
    ),
    ".hext": f'["http://e/s", "http://e/p", "学校", "{LANG}", "zh-CN", ""]',
}


def parse(folder: Path, name: str, text: str) -> list[Quad]:
    (folder / name).write_text(text, encoding="utf-8")
    return list(parse_rdf(folder / name))


def test_every_syntax_has_a_case() -> None:
    assert set(SYNTAXES) == set(FORMATS)


@pytest.mark.parametrize("ending", SYNTAXES)
def test_every_syntax_says_the_same(tmp_path: Path, ending: str) -> None:
    graph = "http://e/g" if ending in {".nq", ".trig", ".trix"} else ""
    expected = [Quad(Node("http://e/s"), "http://e/p", Node("学校", LANG, "zh-cn"), graph)]
    assert parse(tmp_path, f"a{ending}", SYNTAXES[ending]) == expected
    assert parse(tmp_path, f"a{ending.upper()}", SYNTAXES[ending]) == expected


REFUSED = {
    "no Turtle": ("a.ttl", "<http://e/a> <http://e/b> 1 .\n\n<http://e/a> .\n", 3, "not a valid"),
    "no N-Quads": ("a.nq", "<http://e/a> <http://e/b> .\n", 1, ""),
    "no JSON": ("a.jsonld", "{", 1, ""),
    "half a surrogate": ("a.jsonld", '{"@id": "http://e/s", "http://e/p": "\\ud800"}', 1, ""),
    "a context of elsewhere": (
        "a.jsonld",
        '{"@context": "https://schema.org/", "name": "x"}',
        0,
        "its @context stands elsewhere, and nothing is fetched; write it out here",
    ),
    "a file for a context": ("a.jsonld", '{"@context": "file:///etc/hostname", "name": "x"}', 0, "nothing is fetched"),
    "no XML": ("a.rdf", "<rdf:RDF", 0, ""),
    "no hext": ("a.hext", '["http://e/s", "http://e/p"', 0, ""),
    "an IRI that is none": ("a.hext", '["http://e/a b", "http://e/p", "http://e/x", "globalId", "", ""]', 0, "IRI"),
    "a language that is none": ("a.ttl", '<http://e/a> <http://e/b> "x"@zh-x .', 1, ""),
    "a triple as a term": ("a.ttl", "<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> 1 )>> .", 0, "quoted"),
    "growing entities": (
        "a.owl",
        '<!DOCTYPE x [\n<!ENTITY a "aaaaaaaa">\n<!ENTITY b "&a;&a;">]>' + RDF_XML,
        3,
        "an XML entity that is long or holds another is not read",
    ),
    "a long entity": ("a.rdf", '<!DOCTYPE x [<!ENTITY a "' + "a" * 5000 + '">]>' + RDF_XML, 1, "entity"),
}


@pytest.mark.parametrize(("name", "text", "line", "what"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_in_the_syntax_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, what: str
) -> None:
    with pytest.raises(RdfSyntaxError) as caught:
        parse(tmp_path, name, text)
    assert caught.value.line == line
    assert what in str(caught.value)


def test_bytes_that_are_no_utf_8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes('<http://e/a> <http://e/b> "英吉沙县" .'.encode("gbk"))
    with pytest.raises(RdfSyntaxError, match="UTF-8"):
        list(parse_rdf(tmp_path / "a.ttl"))


def test_entities_that_stand_for_a_namespace_are_read(tmp_path: Path) -> None:
    text = '<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/">]>' + RDF_XML.replace('"http://e/s"', '"&e;s"')
    assert parse(tmp_path, "a.owl", text)[0].subject.value == "http://e/s"


def test_a_relative_iri_does_not_depend_on_where_the_file_lies(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
    quads = [parse(tmp_path / folder, "a.ttl", "<x> <#y> <> .") for folder in ("one", "other")]
    assert quads[0] == quads[1]


# -- blank nodes


def blank_names(quads: list[Quad]) -> set[str]:
    nodes = (node for quad in quads for node in (quad.subject, quad.object))
    return {node.value for node in nodes if node.value.startswith("urn:aidgraph:node:")}


PREFIX = "@prefix e: <http://e/> ."


def test_blank_nodes_have_the_same_names_however_they_are_written(tmp_path: Path) -> None:
    one = parse(tmp_path, "a.ttl", f"{PREFIX} [] a e:School ; e:at [ e:name 'x' ] .")
    other = parse(tmp_path, "b.ttl", f"{PREFIX} _:q e:name 'x' . _:p e:at _:q . _:p a e:School .")
    assert set(one) == set(other)
    assert len(blank_names(one)) == 2


def test_blank_nodes_of_which_other_things_are_said_have_other_names(tmp_path: Path) -> None:
    one = parse(tmp_path, "a.ttl", f"{PREFIX} [] e:name 'x' .")
    other = parse(tmp_path, "b.ttl", f"{PREFIX} [] e:name 'y' .")
    inside = parse(tmp_path, "c.ttl", f"{PREFIX} [] e:at [ e:name 'x' ] . [] e:at [ e:name 'y' ] .")
    assert not blank_names(one) & blank_names(other)
    assert len(blank_names(inside)) == 4


def test_blank_nodes_are_one_across_graphs(tmp_path: Path) -> None:
    quads = parse(tmp_path, "a.trig", f"{PREFIX} e:g1 {{ _:x e:name 'x' }} e:g2 {{ _:x e:size 1 . _:y e:name 'x' }}")
    named = {(quad.predicate, quad.graph): quad.subject.value for quad in quads}
    assert named["http://e/name", "http://e/g1"] == named["http://e/size", "http://e/g2"]
    assert named["http://e/name", "http://e/g2"] != named["http://e/name", "http://e/g1"]


def test_literals_beside_blank_nodes_stay_as_they_are_written(tmp_path: Path) -> None:
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    quads = parse(tmp_path, "a.ttl", f"{PREFIX} [] e:size '007'^^<{integer}> ; e:name 'a' .")
    assert {quad.object for quad in quads} == {Node("007", integer), Node("a", STRING)}
