"""RDF in the ontology's words read into records: what is filled in, what is passed over, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.errors import DataError
from aidgraph.kinds import vocabulary
from aidgraph.model import PartialDate, Records, Source
from aidgraph.read.rdf import records_of_rdf
from aidgraph.terms import KIND, LEVEL, PREFIXES
from aidgraph.triples import parse_rdf
from made import BASE, built, problems, resolved, table, written

PREFIX = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@prefix e: <{BASE}> .\n"
FILE = Source(iri=f"{BASE}source/f", identifier="f", title="F", reads="rdf")
PARTIES = """
e:a a aid:Institution ; skos:prefLabel "甲校"@zh ; aid:kind kind:School .
e:b a aid:Institution ; skos:prefLabel "乙校"@zh ; aid:kind kind:School .
e:c a aid:Institution ; skos:prefLabel "丙联盟"@zh ; aid:kind kind:Alliance .
e:p a aid:Place ; skos:prefLabel "某县"@zh ; aid:level level:County .
"""
SOURCE = '[[source]]\nid = "f"\ntitle = "F"\npath = "f.ttl"\nreads = "rdf"'


def read(folder: Path, text: str, *, name: str = "f.ttl", prefix: str = PREFIX) -> Records:
    (folder / name).write_text(prefix + text, encoding="utf-8")
    found, problems = records_of_rdf(parse_rdf(folder / name), file=name, source=FILE, base=BASE, words=vocabulary())
    assert problems == []
    return found


def edges(found: Records) -> set[tuple[str, str, str]]:
    return {
        (one.removeprefix(BASE), partnership.relation.rsplit("#")[-1], other.removeprefix(BASE))
        for partnership in found.partnerships
        for one in partnership.froms
        for other in partnership.tos or partnership.froms
        if one != other
    }


# -- what is filled in


def test_a_party_that_nothing_lists_is_listed_by_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, PARTIES)
    assert {(listing.party, listing.source, str(listing.where)) for listing in found.listings} == {
        (f"{BASE}{name}", FILE.iri, "f.ttl") for name in "abcp"
    }
    assert {party.kind for party in found.parties} == {f"{KIND}School", f"{KIND}Alliance", f"{LEVEL}County"}


def test_a_partnership_without_a_claim_is_claimed_by_the_file(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"{PARTIES} e:t a aid:Partnership ; aid:relation aid:twinnedWith ; aid:oneSide e:a ; aid:otherSide e:b .",
    )
    (claim,) = found.claims
    assert (claim.about, claim.source, str(claim.where)) == (f"{BASE}t", FILE.iri, "f.ttl")
    assert (claim.extractor, claim.facts.review, claim.facts.stance) == ("rdf", "accepted", "supports")


def test_a_claim_without_a_source_or_file_is_the_files_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"""{PARTIES} e:t a aid:Partnership ; aid:relation aid:mentors ; aid:provider e:a ; aid:recipient e:b .
        e:claim a aid:Claim ; aid:about e:t ; aid:since "2023-05-01"^^xsd:date ; aid:review "proposed" .
        e:listing a aid:Listing ; aid:about e:a .""",
    )
    (claim,) = found.claims
    assert (claim.source, str(claim.where), claim.facts.review) == (FILE.iri, "f.ttl", "proposed")
    assert claim.facts.since == PartialDate("2023-05-01")
    (listing,) = [listing for listing in found.listings if listing.party == f"{BASE}a"]
    assert (listing.iri, listing.source) == (f"{BASE}listing", FILE.iri)


def test_names_without_a_language_are_of_none_known(tmp_path: Path) -> None:
    found = read(tmp_path, 'e:a a aid:Institution ; skos:prefLabel "Plain" , "学校"@zh-Hans ; aid:kind kind:School .')
    assert found.parties[0].labels == (("und", "Plain"), ("zh-hans", "学校"))


def test_blank_nodes_are_things_of_the_workspace(tmp_path: Path) -> None:
    text = '[] a aid:Institution ; skos:prefLabel "甲"@zh ; aid:kind kind:School ; aid:locatedIn e:p .'
    found, again = (read(tmp_path, text, name=name) for name in ("f.ttl", "f.ttl"))
    assert found.parties == again.parties
    assert found.parties[0].iri.startswith(f"{BASE}node/")
    # another file means another school of that name
    assert read(tmp_path, text, name="g.ttl").parties != found.parties


# -- direct edges


TWINNED = "e:t a aid:Partnership ; aid:relation aid:twinnedWith ; aid:oneSide e:a ; aid:otherSide e:b ."
EDGES = {
    "a bare edge is a partnership": ("e:a aid:twinnedWith e:b .", {("a", "twinnedWith", "b")}),
    "a mutual one is one, both ways": (
        "e:b aid:twinnedWith e:a . e:a aid:twinnedWith e:b .",
        {("a", "twinnedWith", "b")},
    ),
    "directed ones are two": (
        "e:a aid:mentors e:b . e:b aid:mentors e:a .",
        {("a", "mentors", "b"), ("b", "mentors", "a")},
    ),
    "broader ones follow": (
        "e:a aid:twinnedWith e:b ; aid:cooperatesWith e:b ; aid:relatedTo e:b . e:b aid:relatedTo e:a .",
        {("a", "twinnedWith", "b")},
    ),
    "a broader one alone does not": ("e:a aid:cooperatesWith e:b .", {("a", "cooperatesWith", "b")}),
    "inverses follow": ("e:a aid:mentors e:b . e:b aid:mentoredBy e:a .", {("a", "mentors", "b")}),
    "alliances follow": (
        "e:a aid:memberOf e:c ; aid:alliedWith e:b ; aid:cooperatesWith e:b ; aid:relatedTo e:b . e:b aid:leads e:c .",
        {("a", "memberOf", "c"), ("b", "leads", "c")},
    ),
    "what a partnership says is said": (
        f"{TWINNED} e:a aid:twinnedWith e:b ; aid:cooperatesWith e:b .",
        {("a", "twinnedWith", "b")},
    ),
    "what it does not is not": (
        f"{TWINNED} e:a aid:mentors e:b .",
        {("a", "twinnedWith", "b"), ("a", "mentors", "b")},
    ),
    "nor what a group leaves open": (
        """e:a aid:mentors e:b . e:claim a aid:Claim ; aid:about e:t ; aid:pairing "unspecified" .
        e:t a aid:Partnership ; aid:relation aid:mentors ; aid:provider e:a ; aid:recipient e:b , e:d .""",
        {("a", "mentors", "b"), ("a", "mentors", "d")},
    ),
    "an institution may be part of another": ("e:a aid:partOf e:b .", {("a", "partOf", "b")}),
    "where a party is is no edge": (
        "e:a aid:locatedIn e:p . e:q a aid:Place ; skos:prefLabel 'Q'@en ; aid:level level:Township ; aid:partOf e:p .",
        set(),
    ),
}


@pytest.mark.parametrize(("text", "expected"), EDGES.values(), ids=EDGES)
def test_edges(tmp_path: Path, text: str, expected: set[tuple[str, str, str]]) -> None:
    found = read(tmp_path, PARTIES + text)
    assert edges(found) == expected
    assert {claim.about for claim in found.claims} >= {partnership.iri for partnership in found.partnerships}
    if "group" not in text and "pairing" not in text:
        assert len(found.partnerships) == len(expected)


def test_a_group_left_open_and_a_pair_of_it_are_two(tmp_path: Path) -> None:
    text = EDGES["nor what a group leaves open"][0]
    assert sorted(len(partnership.tos) for partnership in read(tmp_path, PARTIES + text).partnerships) == [1, 2]


def test_derived_graphs_and_properties_are_passed_over(tmp_path: Path) -> None:
    for base in (BASE, "https://example.org/aid#"):
        text = f"""GRAPH <{base}graph/derived> {{ e:a aid:twinnedWith e:b . e:x a aid:Institution }}
        e:a aid:within e:p ; aid:kindAny kind:Education ; aid:name "甲校" .
        e:t a aid:Partnership ; aid:relation aid:mentors ; aid:provider e:a ; aid:recipient e:b ;
          aid:standing "accepted" ; aid:participant e:a ; aid:since "2020-01-01"^^xsd:date ; aid:status "ended" ."""
        found = read(tmp_path, PARTIES + text, name="f.trig")
        assert edges(found) == {("a", "mentors", "b")}
        assert len(found.parties) == 4


# -- what is refused, as a user sees it


def complaint(folder: Path, text: str, *, name: str = "f.ttl", prefix: str = PREFIX) -> str:
    made = written(folder, files={name: prefix + text}, extra=SOURCE.replace("f.ttl", name))
    with pytest.raises(DataError) as caught:
        built(made)
    return str(caught.value)


CLAIM = f"""{PARTIES} e:t a aid:Partnership ; aid:relation aid:mentors ; aid:provider e:a ; aid:recipient e:b .
e:claim a aid:Claim ; aid:about e:t ; """

REFUSED = {
    "an unknown review": (f'{CLAIM} aid:review "perhaps" .', ["e:claim", "proposed, accepted, rejected"]),
    "an unknown stance": (f'{CLAIM} aid:stance "denies" .', ["e:claim", "supports, contradicts"]),
    "an unknown status": (f'{CLAIM} aid:status "paused" .', ["e:claim", "announced, active, ended, unknown"]),
    "an unknown basis": (f'{CLAIM} aid:basis "guessed" .', ["e:claim", "stated, implied"]),
    "an unknown pairing": (f'{CLAIM} aid:pairing "each" .', ["e:claim", "all-to-all, unspecified"]),
    "an unknown bound": (f'{CLAIM} aid:count 3 ; aid:unit "pairs" ; aid:bound "most" .', ["e:claim", "at-least"]),
    "two reviews": (f'{CLAIM} aid:review "accepted" , "rejected" .', ["e:claim"]),
    "no date": (f'{CLAIM} aid:since "2023-13-45"^^xsd:date .', ["e:claim", "xsd:date"]),
    "dates reversed": (
        f'{CLAIM} aid:since "2023-01-01"^^xsd:date ; aid:until "2022-01-01"^^xsd:date .',
        ["e:claim", "not after until"],
    ),
    "no count": (f'{CLAIM} aid:count "many" ; aid:unit "pairs" .', ["e:claim", "whole number"]),
    "an unknown relation": (
        f"{PARTIES} e:t a aid:Partnership ; aid:relation aid:loves ; aid:provider e:a ; aid:recipient e:b .",
        ["e:t", "loves"],
    ),
    "an unknown kind": ('e:a a aid:Institution ; skos:prefLabel "甲"@zh ; aid:kind kind:Schol .', ["e:a", "Schol"]),
    "no name": ("e:a a aid:Institution ; aid:kind kind:School .", ["e:a", "name"]),
    "a derived relation": (
        f"{PARTIES} e:t a aid:Partnership ; aid:relation aid:alliedWith ; aid:oneSide e:a ; aid:otherSide e:b .",
        ["e:t", "derived"],
    ),
    "both ends the same": (
        f"{PARTIES} e:t a aid:Partnership ; aid:relation aid:mentors ; aid:provider e:a ; aid:recipient e:a .",
        ["e:t"],
    ),
    "a school invested in": (
        f"{PARTIES} e:t a aid:Partnership ; aid:relation aid:investedIn ; aid:provider e:a ; aid:recipient e:p .",
        ["e:t"],
    ),
    "a person": (
        f'{PARTIES} e:x a <http://xmlns.com/foaf/0.1/Person> ; <http://xmlns.com/foaf/0.1/name> "X" .',
        ["no persons"],
    ),
    "a claim of an unknown source": (f"{CLAIM} aid:statedIn e:nowhere .", ["e:claim", "e:nowhere"]),
    "a listing of an unknown source that names a file of its own": (
        f'{PARTIES} e:l a aid:Listing ; aid:about e:a ; aid:file "old.csv" ; aid:row 2 ; aid:statedIn e:nowhere .',
        ["e:l", "e:nowhere"],
    ),
    "a claim about nothing": ("e:claim a aid:Claim ; aid:about e:nothing .", ["e:nothing"]),
    "an edge to nobody": (f"{PARTIES} e:a aid:mentors e:nobody .", ["e:nobody"]),
    "a party in no place": (
        'e:a a aid:Institution ; skos:prefLabel "甲"@zh ; aid:kind kind:School ; aid:locatedIn e:nowhere .',
        ["e:nowhere"],
    ),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_the_model_does_not_allow_is_refused_with_its_file(tmp_path: Path, text: str, words: list[str]) -> None:
    lines = complaint(tmp_path, text).splitlines()
    assert all(line.startswith("f.ttl: ") for line in lines)
    for word in words:
        assert any(word.replace("e:", BASE) in line for line in lines), lines
    assert not (tmp_path / "build" / "CURRENT").exists()


def test_a_file_that_is_not_in_its_syntax_is_named_with_the_line(tmp_path: Path) -> None:
    assert complaint(tmp_path, "e:a e:b .\n", prefix="@prefix e: <http://e/> .\n\n").startswith("f.ttl:3: ")


def test_an_ending_of_no_rdf_is_refused(tmp_path: Path) -> None:
    line = complaint(tmp_path, "", name="f.rtf")
    assert line.startswith("f.rtf: no RDF syntax has the ending '.rtf'; legal: .ttl .nt .nq")


def test_what_is_wrong_in_one_thing_does_not_hide_what_is_wrong_in_another(tmp_path: Path) -> None:
    lines = complaint(
        tmp_path, REFUSED["an unknown kind"][0] + REFUSED["an unknown relation"][0].replace("e:t ", "e:u ")
    )
    assert "Schol" in lines
    assert "loves" in lines


# -- several files


def test_one_thing_in_two_files_must_be_said_alike(tmp_path: Path) -> None:
    two = SOURCE + "\n" + SOURCE.replace('"f', '"g').replace('"F"', '"G"')
    text = f"{PREFIX}{PARTIES}e:t a aid:Partnership ; aid:relation aid:mentors ; aid:provider e:a ; aid:recipient e:b ."
    alike = written(tmp_path / "alike", files={"f.ttl": text, "g.ttl": text}, extra=two)
    records, _ = resolved(alike)
    # two sources, so two claims and twice as many listings, but one partnership
    assert (len(records.parties), len(records.partnerships), len(records.claims), len(records.listings)) == (4, 1, 2, 8)
    otherwise = text.replace("aid:mentors", "aid:trains")
    unlike = written(tmp_path / "unlike", files={"f.ttl": text, "g.ttl": otherwise}, extra=two)
    assert problems(unlike) == [
        f"g.ttl: <{BASE}t> is said otherwise in f.ttl; legal: one account of a thing, or another IRI"
    ]


def test_a_partnership_under_two_iris_is_one_with_two_claims(tmp_path: Path) -> None:
    text = """e:t a aid:Partnership ; aid:relation aid:twinnedWith ; aid:oneSide e:b ; aid:otherSide e:a .
    e:u a aid:Partnership ; aid:relation aid:twinnedWith ; aid:oneSide e:a ; aid:otherSide e:b ."""
    records, _ = resolved(written(tmp_path, files={"f.ttl": PREFIX + PARTIES + text}, extra=SOURCE))
    assert [partnership.iri for partnership in records.partnerships] == [f"{BASE}t"]
    assert [claim.about for claim in records.claims] == [f"{BASE}t"] * 2


def test_a_row_about_a_partnership_of_a_file_is_a_claim_about_it(tmp_path: Path) -> None:
    text = "e:t a aid:Partnership ; aid:relation aid:twinnedWith ; aid:oneSide e:a ; aid:otherSide e:b ."
    row = table({"relation": "结对共建", "from": "乙校", "to": "甲校"})
    records, warnings = resolved(
        written(tmp_path, files={"f.ttl": PREFIX + PARTIES + text}, extra=SOURCE, partnerships=row)
    )
    assert [partnership.iri for partnership in records.partnerships] == [f"{BASE}t"]
    assert sorted((claim.about, claim.extractor) for claim in records.claims) == [
        (f"{BASE}t", "rdf"),
        (f"{BASE}t", "table"),
    ]
    assert warnings == []
