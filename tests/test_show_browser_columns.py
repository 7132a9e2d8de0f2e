from itertools import combinations

import pytest

import pictures
from browser import Visit

pytestmark = pytest.mark.browser

FIRST, FIFTH = (f"https://example.org/party/{name}" for name in ("first", "fifth"))
LABELS = """() => [...document.querySelectorAll('svg.columns .label')].map((label) => {
  const { left, top, right, bottom } = label.getBoundingClientRect();
  return [label.textContent, left, top, right, bottom];
})"""


def test_no_label_of_the_example_overlaps_another(visit: Visit, example_page: str) -> None:
    seen = visit(example_page, width=1000)
    for width, height in ((1280, 800), (1920, 1080), (390, 844)):
        seen.resize(width, height)
        for language in ("en", "zh"):
            seen.page.locator(f'[data-language="{language}"]').click()
            labels = seen.page.evaluate(LABELS)
            assert len(labels) == 57
            overlapping = [
                (one[0], other[0])
                for one, other in combinations(labels, 2)
                if min(one[3], other[3]) - max(one[1], other[1]) > 0.5
                and min(one[4], other[4]) - max(one[2], other[2]) > 0.5
            ]
            assert overlapping == []
            assert all(left >= 0 and right <= width for _, left, _, right, _ in labels)


def test_each_side_has_its_column_and_what_joins_them_stands_between(visit: Visit) -> None:
    seen = visit(pictures.town())
    middle = {
        name: seen.party(f"https://example.org/party/{name}").evaluate(
            "(g) => { const box = g.querySelector('.shape').getBoundingClientRect(); return box.x + box.width / 2; }"
        )
        for name in ("first", "college", "centre", "fifth", "rural", "new")
    }
    assert middle["first"] == middle["college"] < middle["centre"] < middle["fifth"] == middle["rural"] == middle["new"]
    assert seen.page.locator("svg.columns .heads").text_content() == "Give2Together1Receive3"


def test_every_partnership_is_a_line_a_group_a_hub_and_a_partner_not_named_a_ring(visit: Visit) -> None:
    picture = pictures.town()
    seen = visit(picture)
    drawn = seen.page.evaluate("[...new Set([...document.querySelectorAll('.wire')].map((one) => one.dataset.link))]")
    assert set(drawn) == {link.id for link in picture.links}
    group = seen.page.locator('.wire[data-link$="/group"]')
    assert group.locator(".hub").count() == 1
    assert group.locator(".line").count() == 4
    assert group.locator(".tip").count() == 0
    assert seen.page.locator('.wire[data-link$="/unnamed"] .stub').count() == 1
    assert seen.page.locator('.wire[data-link$="/to-centre"] .tip').count() == 1


def test_an_ordering_that_uncrosses_is_found(visit: Visit) -> None:
    left = [pictures.node(f"l{number}", side="provider") for number in range(8)]
    right = [pictures.node(f"r{number}", side="recipient") for number in range(8)]
    links = [pictures.link(str(number), [left[number]], [right[(5 * number + 3) % 8]]) for number in range(8)]
    seen = visit(pictures.picture([*left, *right], links))
    heights = seen.page.evaluate(
        """() => [...document.querySelectorAll('.wire .line')].map((line) => {
          const length = line.getTotalLength();
          return [line.getPointAtLength(0).y, line.getPointAtLength(length).y];
        })"""
    )
    assert all((a[0] - b[0]) * (a[1] - b[1]) > 0 for a, b in combinations(heights, 2))


def test_without_sides_partners_take_turns_and_no_heads_are_made_up(visit: Visit) -> None:
    towns = [pictures.node(str(number)) for number in range(4)]
    links = [
        pictures.link(str(number), towns[number : number + 1], towns[number + 1 : number + 2], mutual=True)
        for number in range(3)
    ]
    seen = visit(pictures.picture(towns, links))
    columns = seen.page.evaluate(
        "[...document.querySelectorAll('.party')].map((g) => g.querySelector('.shape').getBoundingClientRect().x)"
    )
    assert len(set(columns)) == 2
    assert seen.page.locator("svg.columns .heads").text_content() == ""


def test_hovering_brings_partners_to_the_fore_and_names_what_is_there(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.party(FIFTH).hover()
    fore = seen.page.locator("svg.columns .party.front")
    assert {name.rsplit("/", 1)[1] for name in fore.evaluate_all("all => all.map((one) => one.dataset.party)")} == {
        "first",
        "college",
        "fifth",
        "rural",
        "new",
    }
    assert "第五中学" in seen.part("tip").inner_text()
    # what is not meant fades over a moment, so its first frame may still be whole
    seen.page.wait_for_function(
        """() => Number(getComputedStyle(document.querySelector('svg.columns [data-party$="/centre"]')).opacity) < 1"""
    )
    seen.page.mouse.move(5, 5)
    assert seen.part("tip").is_hidden()
    assert fore.count() == 0


def test_a_line_can_be_hovered_and_clicked(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.page.mouse.move(*seen.on_line("/beside", 0.3))
    assert "mentors" in seen.part("tip").inner_text()
    seen.page.mouse.click(*seen.on_line("/beside", 0.3))
    assert pictures.QUOTE in seen.card()
    assert seen.page.locator(".wire.chosen").get_attribute("data-link") == "https://example.org/partnership/beside"
    seen.page.locator("svg.columns").click(position={"x": 3, "y": 60})
    assert pictures.QUOTE not in seen.card()


def test_the_keyboard_reaches_every_party_and_opens_its_card(visit: Visit) -> None:
    seen = visit(pictures.town())
    assert seen.page.locator('svg.columns [tabindex="0"]').count() == 1
    seen.page.locator('svg.columns [tabindex="0"]').focus()
    reached = set()
    for key in ("Home", "ArrowDown", "ArrowRight", "ArrowRight", "Home", "ArrowDown", "ArrowDown", "ArrowUp", "End"):
        seen.page.keyboard.press(key)
        reached.add(seen.page.evaluate("document.activeElement.dataset.party.split('/').pop()"))
        assert seen.page.evaluate("document.activeElement.matches(':focus-visible')")
    assert reached == {"first", "college", "centre", "fifth", "rural", "new"}
    seen.party(FIRST).focus()
    assert seen.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("First School, School")
    seen.page.keyboard.press("Enter")
    assert "First School" in seen.card()


def test_of_many_parties_some_are_drawn_and_the_page_says_how_many(visit: Visit) -> None:
    left = [pictures.node(f"l{number}", side="provider") for number in range(200)]
    right = [pictures.node(f"r{number}", side="recipient") for number in range(200)]
    links = [pictures.link(str(number), [left[number]], [right[number]]) for number in range(200)]
    seen = visit(pictures.picture([*left, *right], links), at="#view=columns")
    assert "150 of 400 linked parties" in seen.part("extent").inner_text()
    assert seen.page.locator("svg.columns .party").count() == 150
    seen.find("l199")
    assert seen.page.locator("svg.columns .party.chosen").get_attribute("data-party") == left[199].id
    seen.part("extent").get_by_role("button", name="Show more").click()
    assert seen.page.locator("svg.columns .party").count() == 300
    assert "limit=300" in seen.address()
