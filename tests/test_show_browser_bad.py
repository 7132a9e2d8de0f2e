"""Input that is hostile, empty, huge or odd: each gives a page that works and says so."""

from dataclasses import replace
from pathlib import Path

import pytest

import pictures
from browser import Visit

pytestmark = pytest.mark.browser

WIDTHS = """() => [
  document.documentElement.scrollWidth,
  Object.fromEntries(['legend', 'card', 'unlinked', 'head', 'extent'].map((name) => {
    const one = document.querySelector(`[data-part="${name}"]`);
    return [name, one.scrollWidth - one.clientWidth];
  })),
]"""
VIEWS = ("columns", "network", "matrix", "table")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_hostile_text_never_runs_and_never_breaks_the_layout(visit: Visit, width: int, height: int) -> None:
    picture = pictures.hostile()
    seen = visit(picture, width=width, height=height)

    def fits() -> None:
        whole, wide = seen.page.evaluate(WIDTHS)
        assert whole <= width
        assert all(much <= 1 for much in wide.values()), wide

    for view in VIEWS:
        seen.show(view)
        fits()
    seen.show("columns")
    for number in range(len(pictures.HOSTILE)):
        seen.page.evaluate(f"document.querySelectorAll('.chip')[{number}].click()")
        fits()
        seen.go(f"#party=.party%2Fp{number}")
        seen.page.wait_for_selector('[data-part="card"] .partnership')
        fits()
        seen.go(f"#link=.partnership%2Fl{number}&around=.party%2Fp{number}")
        fits()
    seen.go("")
    for words in ("script", "href", "قەش", "长"):
        seen.find(words)
        fits()
    links = seen.page.locator("a").evaluate_all("all => all.map((one) => one.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_hostile_text_stays_text_in_what_is_saved(visit: Visit) -> None:
    seen = visit(pictures.hostile())
    for view in VIEWS:
        seen.show(view)
        seen.part("share").locator("summary").click()
        with seen.page.expect_download() as caught:
            seen.page.locator('[data-save="svg"]').click()
        seen.part("share").locator("summary").click()
        content = Path(caught.value.path()).read_bytes()
        assert b"<script" not in content
        assert b"<img" not in content


def test_a_picture_of_nothing_says_so(visit: Visit) -> None:
    seen = visit(pictures.picture([], sources=()))
    for view in VIEWS:
        seen.show(view)
        assert "There is no party in this graph yet." in seen.page.inner_text("main")
    assert "Nobody in the list." in seen.part("unlinked").inner_text()


def test_only_parties_without_a_partner_stand_in_the_tray_and_the_matrix(visit: Visit) -> None:
    lone = [pictures.node(f"lone{number}", side="recipient") for number in range(3)]
    seen = visit(pictures.picture(lone, [], [pictures.nobody(one, "unlinked") for one in lone]))
    for view in ("columns", "network"):
        seen.show(view)
        assert "No partnership to draw yet." in seen.page.inner_text("main")
    assert seen.part("unlinked").locator(".chip").count() == 3
    seen.show("table")
    assert "No row." in seen.page.inner_text("main")
    seen.page.get_by_role("button", name="Parties", exact=True).click()
    assert seen.page.locator("tbody tr").count() == 3


def test_labels_of_any_length_and_of_only_marks_are_shown_as_something(visit: Visit) -> None:
    labels = ["a", "长" * 300, "W" * 300, "\u0301\u0302\u0303", " \u200b ", "字"]
    parties = [
        pictures.node(str(number), label=label, side="provider" if number % 2 else "recipient")
        for number, label in enumerate(labels)
    ]
    links = [pictures.link(str(number), [parties[number - 1]], [party]) for number, party in enumerate(parties)]
    seen = visit(pictures.picture(parties, links))
    shown = seen.page.locator("svg.columns .label").all_text_contents()
    assert {"a", "字"} <= set(shown)
    assert shown.count("—") == 2
    assert all(len(text) <= 60 for text in shown)
    for view in VIEWS:
        seen.show(view)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_two_of_the_same_name_are_two_told_apart_by_their_places(visit: Visit) -> None:
    picture = pictures.town()
    twins = [replace(one, label="人民医院", labels=()) for one in picture.nodes[:4]]
    seen = visit(replace(picture, nodes=(*twins, *picture.nodes[4:])))
    seen.page.locator("#search").fill("人民医院")
    found = seen.found().all_inner_texts()
    assert len(found) == 4
    assert {"City" in text for text in found} == {True, False}
    assert seen.page.locator('svg.columns [data-party$="/first"], svg.columns [data-party$="/fifth"]').count() == 2


def test_without_places_and_with_kinds_and_relations_nobody_declared(visit: Visit) -> None:
    one, other = pictures.node("one", kind="Unheard"), pictures.node("other", kind="")
    seen = visit(pictures.picture([one, other], [pictures.link("l", [one], [other], relation="unheardOf")]))
    assert seen.part("legend-list").get_by_role("button", name="unheardOf").is_visible()
    seen.show("matrix")
    seen.page.get_by_role("button", name="Place by place").click()
    assert seen.page.locator('.cell[aria-label^="no place stated, no place stated"]').count() == 1
    seen.page.locator(".cell").click()
    assert "unheardOf" in seen.card()


def test_places_in_a_circle_end(visit: Visit) -> None:
    picture = pictures.town()
    first, second = picture.places[0], picture.places[1]
    circle = (replace(first, parent=second.id), replace(second, parent=first.id), *picture.places[2:])
    seen = visit(replace(picture, places=circle))
    for view in VIEWS:
        seen.show(view)
    assert seen.page.locator("tbody tr").count() == 10


def test_a_deprecated_relation_is_marked(visit: Visit) -> None:
    picture = pictures.town()
    old = {name: replace(each, deprecated=name == "mentors") for name, each in picture.relations.items()}
    seen = visit(replace(picture, relations=old))
    assert "†" in seen.part("legend-list").get_by_role("button", name="mentors").inner_text()
    assert "No longer used for new entries" in seen.part("legend-list").inner_text()


def test_a_part_of_a_workspace_says_what_it_leaves_out(visit: Visit) -> None:
    picture = replace(pictures.town(), total_nodes=2310, total_links=900, scope="around First School")
    text = visit(picture).part("extent").inner_text()
    assert "around First School" in text
    assert "of 2,310" in text
    assert "10 of 900" in text
