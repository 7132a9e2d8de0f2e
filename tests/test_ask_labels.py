from __future__ import annotations

import pytest

import aidgraph
from aidgraph.api import Aid
from aidgraph.ask.labels import Parties, StoreSource
from aidgraph.errors import UnknownNameError
from counties import opened
from program import MakeWorkspace


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    return opened(tmp_path_factory.mktemp("counties"))


@pytest.fixture
def parties(aid: Aid) -> Parties:
    """The parties as they are before anything has been read."""
    return Parties(StoreSource(aid.store))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ashire", "Ashire"),
        ("青山县", "Ashire"),
        ("Old Ash", "Ashire"),
        ("A-1", "Ashire"),
        ("office-1", "Aid Office"),
        ("Liaison Office", "Aid Office"),
        ("aid  OFFICE", "Aid Office"),
        ("ＡＩＤ Office", "Aid Office"),
        ("县医院", "County Hospital"),
        ("青山", "Ashire"),
        ("County Hospital @ Bshire", "County Hospital"),
        ("county hospital@青山县", "County Hospital"),
        ("Elm Clinic @ North", "Elm Clinic"),
    ],
)
def test_a_party_is_found_by_any_of_its_names(parties: Parties, name: str, label: str) -> None:
    assert parties.label(parties.find(name)) == label


def test_a_party_is_found_by_its_iri(parties: Parties) -> None:
    iri = parties.find("Aid Office")
    assert parties.find(iri) == iri


def test_a_place_in_the_name_tells_two_of_a_name_apart(parties: Parties) -> None:
    ashire, bshire = (parties.find(f"County Hospital @ {place}") for place in ("Ashire", "Bshire"))
    assert ashire != bshire
    assert parties.describe(ashire) == "County Hospital @ Ashire"
    assert parties.find("县医院") == ashire


@pytest.mark.parametrize(
    ("name", "places_only", "message"),
    [
        ("County Hospital", False, "fits several: County Hospital @ Ashire; County Hospital @ Bshire"),
        ("Aid Ofice", False, "no party 'Aid Ofice'; nearest: Aid Office"),
        ("Clinic", False, "no party 'Clinic'; nearest: Elm Clinic"),
        ("Theatre @ Ashire", False, "no party 'Theatre @ Ashire'"),
        ("Aid Office @ Nowhere", False, "no place 'Nowhere'"),
        ("Aid Office", True, "no place 'Aid Office'"),
        ("School", False, "no party 'School'; nearest: School One; School Two; Late School"),
        ("", False, "no party ''"),
        ("https://example.org/nobody", False, "no party 'https://example.org/nobody'"),
        ("urn:a b<c", False, "no party 'urn:a b<c'"),
    ],
)
def test_a_name_that_means_nobody_or_several_lists_candidates(
    parties: Parties, name: str, *, places_only: bool, message: str
) -> None:
    with pytest.raises(UnknownNameError) as raised:
        parties.find(name, places_only=places_only)
    assert message in str(raised.value)


def test_two_that_a_place_does_not_tell_apart_are_listed_by_iri(make_workspace: MakeWorkspace) -> None:
    toml = """
[workspace]
base = "https://example.org/"
languages = ["en"]
[[source]]
id = "who"
path = "who.csv"
reads = "roster"
"""
    folder = make_workspace(toml, {"who.csv": "id,name,kind\na,Twin,School\nb,Twin,School\n"})
    parties = aidgraph.open(folder).parties
    with pytest.raises(UnknownNameError) as raised:
        parties.find("Twin")
    assert raised.value.ambiguous
    assert [candidate.split(" <")[0] for candidate in raised.value.candidates] == ["Twin", "Twin"]
    iris = {candidate.split("<")[1].rstrip(">") for candidate in raised.value.candidates}
    assert {parties.find(iri) for iri in iris} == iris == {parties.find("a"), parties.find("b")}


def test_what_is_known_of_one_is_what_is_known_of_all(parties: Parties, aid: Aid) -> None:
    for iri, facts in aid.parties.facts.items():
        assert parties.of(iri) == facts
    assert parties.of("https://example.org/nobody") is None
    assert "facts" not in parties.__dict__


def test_a_place_is_around_whatever_lies_inside_it(parties: Parties) -> None:
    clinic, elm, ashire, north = (parties.find(name) for name in ("Elm Clinic", "Elm", "Ashire", "North"))
    assert parties.above(clinic) == [elm, ashire, north]
    assert {clinic, parties.find("Dell")} < parties.inside(elm) < parties.inside(ashire) < parties.inside(north)
    assert elm not in parties.inside(elm)
