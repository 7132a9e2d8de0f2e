"""What leaves the page: pictures, tables, print; and how it appears: theme, language, keys, phone, notebook."""

import csv
import html
import io
import re
import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import pictures
from aidgraph.show import write_page
from aidgraph.show.notebook import PageView
from browser import Seen, Visit

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
USED = r'\bword\("([\w.]+)"|data-(?:word|label|hint|title)="(\w+)"'


def saved(seen: Seen, what: str) -> tuple[str, bytes]:
    seen.part("share").locator("summary").click()
    with seen.page.expect_download() as caught:
        seen.page.locator(f'[data-save="{what}"]').click()
    seen.part("share").locator("summary").click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("view", "texts"),
    [
        ("columns", {"City and County", "First School", "Give", "twinned with"}),
        ("network", {"City and County", "First School", "Training Centre"}),
        ("matrix", {"City and County", "乌恰镇", "Jining College"}),
        ("table", {"City and County", "Relation", "2020-03", "Daily page"}),
    ],
)
def test_each_view_is_saved_as_a_drawing_that_stands_by_itself_and_as_a_picture(
    visit: Visit, view: str, texts: set[str]
) -> None:
    seen = visit(pictures.town())
    seen.show(view)
    file, content = saved(seen, "svg")
    assert file == f"City-and-County-{view}.svg"
    drawing = ET.fromstring(content)  # noqa: S314  made by our own page
    width, height = float(drawing.get("width", "0")), float(drawing.get("height", "0"))
    assert texts <= {"".join(text.itertext()) for text in drawing.iter(f"{SVG}text")} | {
        part.text for part in drawing.iter(f"{SVG}tspan")
    }
    for element in drawing.iter():
        assert element.get("style") is None
        assert element.get("class") is None
        assert "var(" not in "".join(element.attrib.values())
    file, content = saved(seen, "png")
    assert file == f"City-and-County-{view}.png"
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (int(2 * width), int(2 * height))


def test_a_saved_drawing_shows_in_a_browser_what_the_page_shows(visit: Visit) -> None:
    seen = visit(pictures.town())
    _, content = saved(seen, "svg")
    seen.page.goto("about:blank")
    colours = {element.get("stroke") for element in ET.fromstring(content).iter(f"{SVG}path")}  # noqa: S314
    assert any(colour is not None and colour.startswith(("rgb", "color")) for colour in colours)


def test_the_table_is_saved_as_csv_that_runs_nothing_in_a_spreadsheet(visit: Visit) -> None:
    picture = pictures.town()
    formula = replace(picture.nodes[1], label='=HYPERLINK("http://example.org")', labels=())
    seen = visit(replace(picture, nodes=(picture.nodes[0], formula, *picture.nodes[2:])), at="#view=table&rows=parties")
    file, content = saved(seen, "csv")
    assert file == "parties.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Party", "Kind", "Place", "Partnerships", "Answer", "Marks"]
    assert len(rows) == 9
    assert '\'=HYPERLINK("http://example.org")' in {row[0] for row in rows}
    assert ["乌恰镇", "Township", "County", "0", "unlinked", ""] in rows


def test_the_table_is_copied_as_it_is_sorted_and_searched(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#view=table&rows=parties&find=school&sort=party")
    copied = seen.page.get_by_role("button", name="Copy", exact=True)
    seen.page.evaluate("document.addEventListener('copy', () => (window.copied = String(getSelection())))")
    copied.click()
    seen.page.get_by_role("button", name="Copied", exact=True).wait_for()


def test_the_address_is_copied(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.part("share").locator("summary").click()
    seen.page.locator('[data-save="address"]').click()
    seen.page.get_by_role("button", name="Copied").wait_for()


def test_on_paper_everything_stands_without_controls(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#party=.party%2Ffirst")
    seen.page.emulate_media(media="print")
    for gone in ('[role="search"]', "nav", '[data-part="share"]', ".actions"):
        assert seen.page.locator(gone).first.is_hidden()
    assert seen.page.locator("svg.columns").is_visible()
    assert seen.part("unlinked").is_visible()
    assert pictures.QUOTE in seen.card()
    assert seen.page.pdf()[:4] == b"%PDF"


def paper(seen: Seen) -> str:
    colour: str = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_light_and_dark_follow_the_system_and_the_switch(visit: Visit) -> None:
    light, dark = visit(pictures.town()), visit(pictures.town(), color_scheme="dark")
    assert paper(light) != paper(dark)
    light.part("theme").press("Enter")
    assert paper(light) == paper(dark)
    assert "theme=dark" in light.address()
    dark.part("theme").click()
    light.part("theme").click()
    assert paper(light) == paper(dark)
    for seen in (light, dark):
        seen.show("network")
        seen.part("theme").click()


def test_the_language_follows_the_picture_and_can_be_switched(visit: Visit) -> None:
    seen = visit(replace(pictures.town(), languages=("ug", "zh", "en")))
    assert seen.page.get_by_role("region", name="卡片", exact=True).is_visible()
    assert "实验中学" in (seen.view("columns").text_content() or "")
    seen.page.get_by_role("button", name="EN", exact=True).click()
    assert seen.page.get_by_role("region", name="card", exact=True).is_visible()
    assert seen.page.evaluate("document.documentElement.lang") == "en"
    assert "First School" in (seen.view("columns").text_content() or "")
    assert "lang=en" in seen.address()


def test_both_languages_have_every_word_that_is_used(visit: Visit) -> None:
    seen = visit(pictures.town())
    page = Path(__file__).parent.parent / "graph" / "aidgraph" / "show" / "page"
    words = {
        language: set(re.findall(r'^  "?([\w.\- ]+)"?: "', (page / f"{language}.js").read_text("utf-8"), re.MULTILINE))
        for language in ("english", "chinese")
    }
    # units are shown as the data has them, so English needs none
    assert {word for word in words["chinese"] if not word.startswith("unit.")} == words["english"]
    used = {
        word for file in page.iterdir() for word in re.findall(USED, file.read_text("utf-8")) for word in word if word
    }
    assert used <= words["english"]
    for control in seen.page.locator("button, input, select, [role=button]").all():
        assert control.evaluate("one => (one.ariaLabel ?? '') + one.textContent + (one.labels?.[0]?.textContent ?? '')")


def test_every_control_is_reached_by_the_keyboard_with_a_visible_focus(visit: Visit) -> None:
    seen = visit(pictures.town())
    reached, outlined = [], []
    for _ in range(90):
        seen.page.keyboard.press("Tab")
        where, outline = seen.page.evaluate(
            """() => {
                const one = document.activeElement, style = getComputedStyle(one);
                const part = one.closest('[data-part], [data-view], [role=search]');
                const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || one.closest('.columns');
                return [part?.dataset.part ?? part?.dataset.view ?? part?.getAttribute('role') ?? '', Boolean(ring)];
            }"""
        )
        reached.append(where)
        outlined.append(outline or where == "")
    assert {
        "search",
        "views",
        "share",
        "languages",
        "theme",
        "legend-list",
        "filters",
        "columns",
        "card",
        "unlinked",
    } <= set(reached)
    assert all(outlined)


def test_number_keys_choose_the_view(visit: Visit) -> None:
    seen = visit(pictures.town())
    for key, view in (("2", "network"), ("3", "matrix"), ("4", "table"), ("1", "columns")):
        seen.page.keyboard.press(key)
        assert seen.view(view).is_visible()
        assert seen.page.locator(f'[data-show="{view}"]').get_attribute("aria-pressed") == "true"


def test_on_a_phone_everything_is_there_and_nothing_is_wider_than_the_screen(visit: Visit, example_page: str) -> None:
    seen = visit(example_page, width=390, height=844, has_touch=True, is_mobile=True)
    for view in ("columns", "network", "matrix", "table"):
        seen.show(view)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert seen.part("unlinked").is_visible()
    assert seen.part("legend-list").is_hidden()
    seen.part("filter-button").click()
    assert seen.part("legend-list").is_visible()
    seen.part("filter-button").click()
    seen.show("columns")
    seen.page.locator("svg.columns .party").first.tap()
    seen.part("card").locator("h2").wait_for()


def test_a_frame_that_may_run_scripts_only_shows_the_same_page(visit: Visit) -> None:
    frame = PageView(write_page(pictures.town()))._repr_html_()
    around = f"<!doctype html><html data-ready><meta charset=utf-8><title>{html.escape('Notebook')}</title>{frame}"
    seen = visit(around)
    page = seen.page.frame_locator("iframe")
    page.locator("svg.columns .party").first.click()
    page.locator('[data-part="card"] h2').wait_for()
    page.locator('[data-show="network"]').click()
    page.locator('[data-part="canvas"][data-drawn]').wait_for()
