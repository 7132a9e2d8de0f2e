"""IRIs: minted from content, the same in every build, and what may be put into them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidgraph.terms import AID, KIND, LEVEL, graph_of, is_language, is_web_address, local_name, mint

BASE = "https://example.org/aid/"

# pinned: a build of tomorrow must give the IRIs of today, or every link to them breaks
MINTED = {
    ("place", "GB/T 2260", "653123"): "https://example.org/aid/place/0b487f80810e34ed13e9",
    (
        "institution",
        "英吉沙县人民医院",
        KIND + "Hospital",
        "",
    ): "https://example.org/aid/institution/3a1b51a9c5d8f70cf7dc",
    (
        "partnership",
        AID + "twinnedWith",
        "urn:a",
        "urn:b",
        "",
        "",
        "",
    ): "https://example.org/aid/partnership/ce84a83e6b107a1fb410",
}


@pytest.mark.parametrize(("content", "iri"), MINTED.items())
def test_iris_are_those_of_earlier_builds(content: tuple[str, ...], iri: str) -> None:
    assert mint(BASE, *content) == iri


@settings(deadline=None)
@given(st.lists(st.text("ab学\n ", max_size=3), max_size=3), st.lists(st.text("ab学\n ", max_size=3), max_size=3))
def test_different_content_gives_different_iris(one: list[str], other: list[str]) -> None:
    assert (mint(BASE, "x", *one) == mint(BASE, "x", *other)) == ((one or [""]) == (other or [""]))


def test_sorts_and_bases_are_told_apart() -> None:
    assert len({mint(base, sort, "a") for base in (BASE, "urn:x:") for sort in ("place", "institution")}) == 4


@settings(deadline=None)
@given(st.text())
def test_a_minted_iri_is_an_iri_whatever_it_is_made_from(text: str) -> None:
    ox.NamedNode(mint(BASE, "place", text))


@pytest.mark.parametrize("base", [BASE, "https://example.org/aid#"])
@pytest.mark.parametrize(
    "source", ["{}source/page", "https://elsewhere.example/x#page", "urn:isbn:1", "https://例え.jp/路"]
)
def test_the_graph_of_a_source_is_an_iri(base: str, source: str) -> None:
    graph = graph_of(base, source.format(base))
    assert ox.NamedNode(graph).value.startswith(f"{base}graph/")


def test_sources_have_graphs_of_their_own() -> None:
    sources = [f"{BASE}source/a", f"{BASE}source/b", "https://elsewhere.example/#a", "https://elsewhere.example/%23a"]
    assert len({graph_of(BASE, source) for source in sources}) == 4


@pytest.mark.parametrize(
    ("iri", "name"),
    [(AID + "twinnedWith", "twinnedWith"), (KIND + "School", "School"), (LEVEL + "County", "County"), ("", "")],
)
def test_the_name_that_users_type(iri: str, name: str) -> None:
    assert local_name(iri) == name


LANGUAGES = ["zh", "ZH", "zh-CN", "zh-Hans-CN", "ug", "und", "x-private", "de-1996", "en-u-co-phonebk", "sl-rozaj"]
NO_LANGUAGES = ["", "z", "zh_CN", "zh-", "en-a", "en-x", "abcdefghi", "12", "en-us-us", "中文", "zh CN", "en\n"]


@pytest.mark.parametrize("tag", [*LANGUAGES, *NO_LANGUAGES])
def test_a_language_is_a_tag_of_bcp_47(tag: str) -> None:
    assert is_language(tag) == (tag in LANGUAGES)


@settings(deadline=None)
@given(st.lists(st.text("abcxi019", min_size=1, max_size=9), min_size=1, max_size=4).map("-".join))
def test_a_language_is_what_the_store_takes_for_one(tag: str) -> None:
    try:
        ox.Literal("x", language=tag)
    except ValueError:
        assert not is_language(tag)
    else:
        assert is_language(tag)


ADDRESSES = [
    *("https://example.org", "http://example.org/a?b=c#d", "HTTPS://EXAMPLE.ORG/", "https://例え.jp/路?学=校#节"),
    *("https://example.org:8080/a:b@c", "https://example.org/%E8%B7%AF", "https://user@example.org/"),
]
NO_ADDRESSES = [
    *(
        "",
        "example.org",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https:/example.org",
    ),
    *("https://example.org/a b", "https://example.org/a\n", 'https://example.org/"', "https://example.org/>x"),
    *("https://example.org/%zz", "https://example.org/a#b#c", "https://example.org/\ue000", "https://a:b/"),
    *("https://example.org/\x00", "https://[::1/", "https://example.org/\\", "https://example.org/{x}"),
]


@pytest.mark.parametrize("text", [*ADDRESSES, *NO_ADDRESSES])
def test_an_address_is_one_that_can_stand_as_an_iri(text: str) -> None:
    assert is_web_address(text) == (text in ADDRESSES)


@settings(deadline=None)
@given(st.text(max_size=12).map("https://".__add__))
def test_every_address_can_stand_as_an_iri(text: str) -> None:
    if is_web_address(text):
        ox.NamedNode(text)
