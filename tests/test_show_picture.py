import pytest

import pictures
from aidgraph.show import Evidence


def test_an_end_on_both_sides_counts_once() -> None:
    party = pictures.node("a")
    assert pictures.picture([party], [pictures.link("l", [party], [party])]).degrees()[party.id] == 1


@pytest.mark.parametrize(
    ("claims", "implied"),
    [
        ([], True),
        ([{}], False),
        ([{"basis": "implied"}], True),
        ([{"basis": "implied"}, {}], False),
        ([{"review": "proposed"}], True),
        ([{"stance": "contradicts"}], True),
    ],
)
def test_a_partnership_is_implied_unless_an_accepted_claim_states_it(
    claims: list[dict[str, str]], *, implied: bool
) -> None:
    evidence = [Evidence(source="daily", **claim) for claim in claims]  # type: ignore[arg-type]
    assert pictures.link("l", [pictures.node("a")], evidence=evidence).implied is implied


@pytest.mark.parametrize(
    ("languages", "chinese"), [(("zh", "en"), True), (("ug", "en"), False), (("ug", "zh-Hant"), True), ((), False)]
)
def test_the_interface_speaks_the_first_language_it_knows(languages: tuple[str, ...], *, chinese: bool) -> None:
    assert pictures.picture([], languages=languages).in_chinese is chinese


def test_a_kind_and_a_relation_that_nobody_describes_are_drawn_all_the_same() -> None:
    picture = pictures.picture([])
    assert (picture.kind("Unheard").colour, picture.kind("Unheard").shape) == ("#777777", "dot")
    assert (picture.relation("unheard").colour, picture.relation("unheard").dash) == ("#777777", "solid")
    assert picture.kind("College").shape == "star"
