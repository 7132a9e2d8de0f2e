"""The network, the matrix and the table: three more views of the same selection."""

import pytest

import pictures
from aidgraph.show import Picture
from browser import Seen, Visit

pytestmark = pytest.mark.browser

BASE = "https://example.org/"


def big(count: int) -> Picture:
    """Return a picture of so many cities in 20 countries, each twinned with one of the next country."""
    country = [
        pictures.Place(id=f"{BASE}place/{number}", labels=(("en", f"Country {number}"),), level="County")
        for number in range(20)
    ]
    cities = [pictures.node(f"c{number}", place=country[number % 20].id) for number in range(count)]
    links = [
        pictures.link(
            f"l{number}", [cities[number]], [cities[(number + 1) % count]], relation="twinnedWith", mutual=True
        )
        for number in range(0, count, 2)
    ]
    return pictures.picture(cities, links, places=country)


# the network


def test_a_click_on_a_party_a_line_and_a_hub_of_the_network_opens_the_card(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.show("network")
    seen.click_canvas("whereIs", f"{BASE}party/fifth")
    assert "第五中学" in seen.card()
    seen.click_canvas("whereIsLink", f"{BASE}partnership/group")
    assert "The source leaves open who is paired with whom." in seen.card()
    seen.click_canvas("whereIsLink", f"{BASE}partnership/from-centre")
    assert pictures.QUOTE in seen.card()


def test_the_network_moves_under_drag_wheel_buttons_and_keys(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#view=network")
    seen.page.wait_for_selector('[data-part="canvas"][data-drawn]')
    places = [seen.at_rest()]
    for name in ("Zoom in", "Zoom out", "Show everything"):
        seen.page.get_by_role("button", name=name).click()
        places.append(seen.at_rest())
    assert places[1]["scale"] > places[0]["scale"]
    assert places[2]["scale"] < places[1]["scale"]
    box = seen.part("canvas").bounding_box()
    assert box is not None
    seen.page.mouse.move(box["x"] + 8, box["y"] + 8)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    seen.page.mouse.up()
    moved = seen.at_rest()
    assert abs(moved["x"] - places[3]["x"]) > 20
    seen.page.mouse.wheel(0, -300)
    assert seen.at_rest()["scale"] > moved["scale"]
    seen.part("canvas").focus()
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("ArrowDown")
    assert "party=" in seen.address()
    seen.at_rest()
    seen.page.keyboard.press("0")
    assert seen.at_rest()["scale"] == pytest.approx(places[3]["scale"])


def test_a_part_that_was_not_laid_out_beforehand_finds_its_places(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#view=network&around=.party%2Fcentre")
    seen.page.wait_for_selector('[data-part="canvas"][data-drawn]')
    assert "Around Training Centre" in seen.part("extent").inner_text()
    spots = [
        seen.page.evaluate("(id) => document.querySelector('[data-part=canvas]').whereIs(id)", f"{BASE}party/{name}")
        for name in ("college", "centre", "rural")
    ]
    assert len({(round(spot["x"]), round(spot["y"])) for spot in spots}) == 3


# the matrix


def cell(row: str, column: str) -> str:
    return f'svg.matrix .cell[aria-label^="{row}, {column}:"]'


def test_the_matrix_has_givers_as_rows_receivers_as_columns_and_tints_who_has_nobody(visit: Visit) -> None:
    seen = visit(pictures.town())
    matrix = seen.show("matrix")
    assert matrix.locator(cell("First School", "第五中学")).count() == 1
    assert matrix.locator(cell("第五中学", "First School")).count() == 0
    assert matrix.locator(cell("Training Centre", "乡小学")).count() == 1
    assert matrix.locator(".bands .empty").count() == 2
    assert set(matrix.locator(".head.empty").evaluate_all("all => all.map((one) => one.textContent)")) == {
        "乌恰镇乌恰镇",
        "色提力乡色提力乡",
    }


def test_a_click_on_a_cell_shows_what_is_in_it(visit: Visit) -> None:
    seen = visit(pictures.town())
    matrix = seen.show("matrix")
    matrix.locator(cell("First School", "第五中学")).click()
    card = seen.card()
    for words in ("First School → 第五中学", "twinned with", "mentors", "disputed", "leaves open"):
        assert words in card
    matrix.locator(cell("Training Centre", "乡小学")).click()
    assert pictures.QUOTE in seen.card()
    matrix.get_by_role("button", name="乌恰镇").click()
    assert "The list of 2023 is complete" in seen.card()


def test_arrow_keys_go_from_cell_to_cell_and_to_the_headings(visit: Visit) -> None:
    seen = visit(pictures.town())
    matrix = seen.show("matrix")
    assert matrix.locator('svg [tabindex="0"]').count() == 1
    matrix.locator('svg [tabindex="0"]').focus()
    seen_labels = set()
    for key in ["ArrowDown"] * 4 + ["ArrowRight"] * 4 + ["ArrowUp"] * 4 + ["ArrowLeft"] * 5:
        seen.page.keyboard.press(key)
        seen_labels.add(seen.page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len([label for label in seen_labels if ":" in label]) >= 3
    assert seen_labels & {"First School", "Jining College", "Training Centre", "第五中学"}
    seen.page.keyboard.press("Enter")
    assert seen.address() != "#view=matrix"


def test_places_and_kinds_are_compared_and_drilled_into(visit: Visit) -> None:
    seen = visit(pictures.town())
    matrix = seen.show("matrix")
    matrix.get_by_role("button", name="Place by place").click()
    assert matrix.locator(cell("City", "County")).text_content() is not None
    matrix.locator(cell("City", "County")).click()
    assert "City → County" in seen.card()
    seen.page.get_by_role("button", name="Only these").click()
    assert "City ↔ County" in seen.part("extent").inner_text()
    seen.part("extent").get_by_role("button", name="Show everything").click()
    matrix.get_by_role("button", name="Place by kind").click()
    matrix.locator(cell("County", "Township")).click()
    card = seen.card()
    assert "乌恰镇" in card
    assert "unlinked" in card
    matrix.locator('[aria-label="County"]').click()
    assert "Country › County" in " ".join(seen.part("extent").inner_text().split())
    assert matrix.locator('[aria-label="Village"]').count() == 1


def test_more_parties_than_can_be_drawn_open_as_places_and_drill_down_to_lines(visit: Visit) -> None:
    seen = visit(big(2400))
    assert seen.view("matrix").is_visible()
    assert seen.page.locator("svg.matrix.places .cell").count() == 20
    seen.page.locator(".head.opens").first.click()
    assert "Country 0" in seen.part("extent").inner_text()
    seen.show("columns")
    assert "150 of 240" in seen.part("extent").inner_text()
    seen.page.go_back()
    seen.page.go_back()
    assert seen.page.locator("svg.matrix.places .cell").count() == 20
    seen.show("network")
    assert "2,000 of 2,400" in seen.part("extent").inner_text()


# the table


def rows(seen: Seen) -> list[str]:
    texts: list[str] = seen.page.locator('[data-view="table"] tbody tr').all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def test_the_table_holds_every_partnership_with_its_facts(visit: Visit) -> None:
    picture = pictures.town()
    seen = visit(picture)
    seen.show("table")
    found = rows(seen)
    assert len(found) == len(picture.links)
    assert "trains Jining College Training Centre 2023-05 accepted implied Daily page" in found
    assert any("a partner" in row or "School in County" in row for row in found)
    seen.page.get_by_role("row", name="2023-05").get_by_role("button").click()
    assert "at least 38 people" in seen.card()


def test_the_table_sorts_both_ways_with_empty_cells_last(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#view=table&rows=parties")
    head = seen.page.get_by_role("columnheader", name="Party")
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    one_way = rows(seen)
    seen.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert rows(seen) == one_way[::-1]
    assert "sort=-party" in seen.address()
    seen.page.get_by_role("columnheader", name="Place").get_by_role("button").click()
    assert "Training Centre" in rows(seen)[-1]
    seen.page.get_by_role("columnheader", name="Place").get_by_role("button").click()
    assert "Training Centre" in rows(seen)[-1]


def test_the_table_is_searched_and_says_when_nothing_is_found(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#view=table")
    field = seen.page.get_by_placeholder("Find in the table")
    field.press_sequentially("village")
    assert rows(seen) == ["Nothing by that name"]
    field.fill("TRAINING")
    assert len(rows(seen)) == 2
    assert seen.page.evaluate("document.activeElement.type") == "search"


def test_totals_are_a_table_of_their_own(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#view=table&rows=totals")
    assert any("40 pairs" in row and " 2 38 " in f"{row} " for row in rows(seen))
    seen.page.get_by_role("row", name="40 pairs").get_by_role("button").click()
    card = seen.card()
    assert "named 2 of 40" in card
    assert "40对" in card


def test_all_views_of_the_example_hold_the_same(visit: Visit, example_page: str) -> None:
    seen = visit(example_page, at="#lang=en")
    links = "[...new Set([...document.querySelectorAll('.wire')].map((one) => one.dataset.link))].length"
    assert seen.page.evaluate(links) == 57
    seen.show("table")
    assert len(rows(seen)) == 57
    seen.page.get_by_role("button", name="Parties", exact=True).click()
    assert len(rows(seen)) == 81
