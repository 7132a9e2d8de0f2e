"""Finding a party, its card with the evidence, the tray, the totals."""

from dataclasses import replace
from pathlib import Path

import pytest

import aidgraph
import pictures
from browser import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("验中", "实验中学"),
        ("experimental", "实验中学"),
        ("ＥＸＰＥＲＩＭＥＮＴＡＬ", "实验中学"),
        ("syzx", "实验中学"),
        ("乌恰", "乌恰镇"),
        ("jining", "Jining College"),
    ],
)
def test_a_party_is_found_by_label_alias_and_initials_and_enter_opens_its_card(
    visit: Visit, words: str, found: str
) -> None:
    seen = visit(pictures.sample())
    seen.page.keyboard.press("/")
    seen.page.keyboard.insert_text(words)
    assert found in seen.found().first.inner_text()
    assert seen.page.locator("#search").get_attribute("aria-expanded") == "true"
    seen.page.keyboard.press("Enter")
    assert found in seen.card()
    assert seen.page.evaluate("document.activeElement.dataset.part") == "card"
    seen.page.keyboard.press("Escape")
    assert found not in seen.card()


def test_arrows_and_the_pointer_choose_among_what_is_found(visit: Visit) -> None:
    seen = visit(pictures.sample())
    field = seen.page.get_by_role("search").get_by_role("combobox")
    field.fill("中学")
    assert "2 found" in seen.part("said").inner_text()
    second = seen.found().nth(1).inner_text()
    field.press("ArrowDown")
    assert seen.found().nth(1).get_attribute("aria-selected") == "true"
    field.press("Enter")
    assert second.split("\n")[0] in seen.card()
    field.fill("no such school")
    assert "Nothing by that name" in seen.page.locator("#found").inner_text()
    field.press("Escape")
    assert field.input_value() == ""
    field.fill("第五")
    seen.found().click()
    assert "第五中学" in seen.card()


def test_the_partners_of_a_named_school_and_the_sentence_take_two_actions(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.page.get_by_role("combobox", name="Search").fill("第五中学")
    seen.page.keyboard.press("Enter")
    card = seen.card()
    assert "First School" in card
    assert pictures.QUOTE in card


def test_a_card_shows_what_every_source_says_and_which_speaks_for_a_party(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#party=.party%2Ffirst")
    card = seen.card()
    for text in (
        "School · City",
        "Also 实验中学 · Experimental School",
        "Since 2020-03",
        "Until 2022-06",
        "Daily page · The Daily · 2023-11-02",
        pictures.QUOTE,
        "page 3 · tables/partnerships.csv:2",
        "speaks for a party",
        "under review",
        "disputed",
        "Sources contradict each other about this.",
        "contradicts",
        "并未结对",
        "The source leaves open who is paired with whom.",
        "together with",
        "Jining College",
        "ended",
    ):
        assert text in card
    assert seen.part("card").locator('[data-stance="contradicts"] blockquote').all_inner_texts() == ["并未结对"]
    assert set(seen.part("card").locator("a").evaluate_all("all => all.map((one) => one.href)")) == {
        "https://example.org/page"
    }


def test_a_card_marks_what_is_implied_and_names_who_arranged_it_and_where(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#link=.partnership%2Fto-centre")
    card = seen.card()
    for text in ("implied", "arranged by", "Aid Office", "at", "Village", "As of 2023", "at least 38 people"):
        assert text in card
    seen = visit(pictures.town(), at="#link=.partnership%2Funnamed")
    assert "a partner the source does not name (School in County)" in seen.card()


def test_cards_lead_on_to_partners_and_partnerships(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#party=.party%2Fcentre")
    seen.part("card").get_by_role("button", name="乡小学").click()
    assert "乡小学" in seen.part("card").locator("h2").inner_text()
    seen.part("card").locator(".relation").first.click()
    assert "What the sources say" in seen.card()
    seen.part("card").get_by_role("button", name="Close").click()
    assert "Click an institution" in seen.card()


def test_without_a_selection_the_card_tells_the_figures_and_the_totals(visit: Visit) -> None:
    seen = visit(pictures.town())
    card = seen.card()
    assert "named 2 of 40" in card
    assert "at least 191 people" in card
    seen.part("card").get_by_role("button", name="40 pairs").click()
    card = seen.card()
    for text in ("40 pairs", "First School → School", "named 2 of 40", "2 of 40 are named", "40对"):
        assert text in card
    seen.find("First School")
    assert "named 2 of 40" in seen.card()


def test_the_tray_counts_both_answers_and_what_is_known_short_of_a_partner(visit: Visit) -> None:
    seen = visit(pictures.town())
    tray = seen.part("unlinked")
    assert tray.is_visible()
    counts = {name: tray.locator(f'[data-count="{name}"]').inner_text() for name in ("unlinked", "unknown", "inside")}
    assert counts == {"unlinked": "1", "unknown": "1", "inside": "1"}
    assert [text.strip() for text in tray.locator(".chip .name").all_inner_texts()] == ["乌恰镇", "色提力乡"]
    tray.get_by_role("button", name="inside 1").click()
    assert tray.locator(".chip .name").all_inner_texts() == ["色提力乡"]
    assert "mark=inside" in seen.address()
    seen.page.keyboard.press("Enter")
    assert tray.locator(".chip").count() == 2
    tray.get_by_role("button", name="乌恰镇").click()
    card = seen.card()
    assert "The list of 2023 is complete and does not name it." in card
    assert "No partner" in card
    tray.get_by_role("button", name="色提力乡").press("Enter")
    assert "in a total" in seen.card()
    assert tray.get_by_role("button", name="色提力乡").get_attribute("aria-pressed") == "true"


def test_the_tray_of_the_example_is_what_gaps_answers(visit: Visit, example: Path, example_page: str) -> None:
    seen = visit(example_page, at="#lang=zh")
    chips = seen.part("unlinked").locator(".chip")
    found = {
        (chip["party"], chip["answer"])
        for chip in chips.evaluate_all("all => all.map((one) => ({ ...one.dataset }))")
        if "/institution/" in chip["party"]
    }
    expected = {(gap.id, gap.answer) for gap in aidgraph.open(example).gaps() if gap.answer != "linked"}
    assert expected
    assert found == expected
    unknown = int(seen.part("unlinked").locator('[data-count="unknown"]').inner_text())
    unlinked = int(seen.part("unlinked").locator('[data-count="unlinked"]').inner_text())
    assert unknown + unlinked == chips.count()


def test_a_card_of_thousands_of_partnerships_opens_in_parts(visit: Visit) -> None:
    parties = [pictures.node(f"n{number}", side="recipient") for number in range(5001)]
    parties[0] = replace(parties[0], side="provider", labels=(("en", "Hub"),), label="Hub")
    links = [pictures.link(str(number), parties[:1], [party]) for number, party in enumerate(parties[1:])]
    tray = [pictures.nobody(pictures.node(f"u{number}"), "unknown") for number in range(600)]
    seen = visit(pictures.picture(parties, links, tray))
    assert seen.view("columns").is_visible()
    assert seen.part("unlinked").locator(".chip").count() == 500
    seen.part("unlinked").get_by_role("button", name="100 more").click()
    assert seen.part("unlinked").locator(".chip").count() == 600
    seen.find("Hub")
    assert "5,000" in seen.card()
    held = seen.part("card").locator(".partnership")
    first = held.count()
    assert 20 < first < 100
    seen.part("card").get_by_role("button", name="Show 60 more").click()
    assert held.count() == first + 60
    seen.show("columns")
    assert "150 of 5,001" in seen.part("extent").inner_text()
    seen.show("network")
    assert "2,000 of 5,001" in seen.part("extent").inner_text()
