import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import pictures
from aidgraph.show import Picture, write_page
from aidgraph.show.page import LIMIT, SCRIPTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Blocks(HTMLParser):
    """Collects the text of scripts and styles, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.blocks.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.blocks and self.tags[-1][0] in {"script", "style"}:
            tag, attrs, text = self.blocks[-1]
            self.blocks[-1] = (tag, attrs, text + data)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", {}))


def data_of(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        next(text for tag, attrs, text in Blocks(page).blocks if attrs.get("type") == "application/json")
    )
    return found


@pytest.mark.parametrize("make", [pictures.sample, pictures.hostile])
def test_the_policy_names_every_script_and_style_by_its_hash(make: Callable[[], Picture]) -> None:
    page = Blocks(write_page(make()))
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, attrs, text in page.blocks:
        if attrs.get("type") != "application/json":
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            hashes[tag].append(f"'sha256-{digest}'")
    assert rules["script-src"].split() == hashes["script"]
    assert rules["style-src"].split() == hashes["style"]


def test_hostile_text_stays_inside_the_data() -> None:
    page = write_page(pictures.hostile())
    assert [tag for tag, _, _ in Blocks(page).blocks] == ["style", "script", "script", "script"]
    assert {node["label"] for node in data_of(page)["nodes"]} == set(pictures.HOSTILE)
    assert not re.search("[\u2028\u2029\u202e]", page.split("<style>")[0])


def test_the_page_refers_to_nothing_outside() -> None:
    for tag, attrs in Blocks(write_page(pictures.sample())).tags:
        assert "src" not in attrs
        assert tag != "link" or (attrs["href"] or "").startswith("data:")


@pytest.mark.parametrize("name", SCRIPTS)
def test_our_scripts_make_elements_and_text_only(name: str) -> None:
    text = (files("aidgraph.show") / "page" / name).read_text(encoding="utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
        r"|setTimeout\(['\"]|fetch\(|XMLHttpRequest"
    )
    assert not re.search(forbidden, text)


def test_every_module_is_listed_once_after_those_it_imports() -> None:
    folder = files("aidgraph.show") / "page"
    assert sorted(SCRIPTS) == sorted(file.name for file in folder.iterdir() if file.name.endswith(".js"))
    for number, name in enumerate(SCRIPTS):
        imported = re.findall(r'from "\./(.*?)"', (folder / name).read_text(encoding="utf-8"))
        assert set(imported) <= set(SCRIPTS[:number])


def test_the_same_picture_gives_the_same_page() -> None:
    assert write_page(pictures.sample()) == write_page(pictures.sample())


def test_a_page_holds_no_more_than_its_limit_but_everybody_who_has_nobody() -> None:
    parties = [pictures.node(str(number)) for number in range(LIMIT + 500)]
    tray = [pictures.nobody(party, "unknown") for party in parties[2:]]
    data = data_of(write_page(pictures.picture(parties, [pictures.link("l", parties[:1], parties[1:2])], tray)))
    assert len(data["nodes"]) == LIMIT
    assert len(data["unlinked"]) == LIMIT + 498
    assert len(data["reasons"]) == 1


# In a browser


@dataclass
class Seen:
    """A page in a browser, and what it did that it should not have."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def card(self) -> str:
        text: str = self.page.get_by_role("region", name="card", exact=True).inner_text()
        return text

    def click_canvas(self, method: str, id_: str) -> None:
        self.page.wait_for_timeout(400)  # until the canvas has stopped moving
        spot = self.page.evaluate(
            """([method, id]) => {
                const canvas = document.querySelector('[data-part="canvas"]');
                const box = canvas.getBoundingClientRect(), at = canvas[method](id);
                return [box.x + at.x, box.y + at.y];
            }""",
            [method, id_],
        )
        self.page.mouse.click(*spot)


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium is installed: the page was not tried in a browser")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: no browser was driven")
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*arguments, "--disable-component-update", "--disable-sync"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: "Browser", tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    visited: list[Seen] = []

    def visit(picture: Picture, *, width: int = 1280, height: int = 800) -> Seen:
        path = tmp_path / "page.html"
        path.write_text(write_page(picture), encoding="utf-8", newline="\n")
        context = chromium.new_context(viewport={"width": width, "height": height}, offline=True)
        seen = Seen(context.new_page())
        visited.append(seen)
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.errors.append(message.text))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
        seen.page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
        )
        seen.page.goto(path.as_uri())
        seen.page.wait_for_selector("html[data-ready]")
        return seen

    yield visit
    for seen in visited:
        outside = [url for url in seen.requests if not url.startswith(("file:", "data:"))]
        ran = seen.page.evaluate("window.ran")
        seen.page.context.close()
        assert (outside, seen.errors, ran) == ([], [], None)


@pytest.mark.browser
def test_search_finds_by_label_and_alias_and_enter_opens_the_card(visit: Callable[..., Seen]) -> None:
    seen = visit(pictures.sample())
    for words in ("验中", "experimental"):
        seen.page.get_by_role("search").get_by_role("combobox").fill(words)
        assert seen.page.get_by_role("option").count() == 1
        seen.page.keyboard.press("Enter")
        card = seen.card()
        assert "实验中学" in card
        assert pictures.QUOTE in card
        assert seen.page.evaluate("document.activeElement.dataset.part") == "card"
        seen.page.keyboard.press("Escape")
        assert pictures.QUOTE not in seen.card()


@pytest.mark.browser
def test_a_click_on_a_party_shows_what_every_source_says(visit: Callable[..., Seen]) -> None:
    picture = pictures.sample()
    seen = visit(picture)
    seen.click_canvas("whereIs", picture.nodes[1].id)
    card = seen.card()
    for text in ("第五中学", "实验中学", pictures.QUOTE, "Daily page", "2023-11-02", "char=3,16", "speaks for a party"):
        assert text in card
    assert "并未结对" in card
    assert "contradicts" in card
    links = seen.page.locator('[data-part="card"] a').evaluate_all("all => all.map((one) => one.href)")
    assert set(links) == {"https://example.org/page"}


@pytest.mark.browser
def test_a_click_on_a_line_and_on_a_hub_opens_the_partnership(visit: Callable[..., Seen]) -> None:
    picture = pictures.sample()
    seen = visit(picture)
    seen.click_canvas("whereIsLink", picture.links[2].id)
    assert "The source leaves open who is paired with whom." in seen.card()
    alone = pictures.picture(picture.nodes[:2], picture.links[:1])
    seen = visit(alone)
    seen.click_canvas("whereIsLink", picture.links[0].id)
    assert "Other side" in seen.card()
    assert pictures.QUOTE in seen.card()


@pytest.mark.browser
def test_the_tray_counts_both_answers_and_says_why(visit: Callable[..., Seen]) -> None:
    seen = visit(pictures.sample())
    tray = seen.page.locator('[data-part="unlinked"]')
    assert tray.locator('[data-count="unlinked"]').inner_text() == "1"
    assert tray.locator('[data-count="unknown"]').inner_text() == "1"
    assert tray.locator(".chip").all_inner_texts() == ["乌恰镇", "色提力乡"]
    tray.get_by_role("button", name="乌恰镇").click()
    assert "The list of 2023 is complete and does not name it." in seen.card()


@pytest.mark.browser
def test_the_table_holds_every_partnership_and_fades_with_the_legend(visit: Callable[..., Seen]) -> None:
    seen = visit(pictures.sample())
    seen.page.get_by_role("button", name="Table").click()
    rows = seen.page.locator('[data-view="table"] tbody tr')
    assert rows.count() == 3
    entry = seen.page.locator('[data-part="legend"]').get_by_role("button", name="twinnedWith")
    assert "1" in entry.inner_text()
    entry.press("Enter")
    assert seen.page.locator("tr.faded").count() == 1
    assert entry.get_attribute("aria-pressed") == "false"
    rows.nth(2).get_by_role("button").press("Enter")
    assert "The source leaves open" in seen.card()


@pytest.mark.browser
def test_the_language_follows_the_picture_and_can_be_switched(visit: Callable[..., Seen]) -> None:
    seen = visit(replace(pictures.sample(), languages=("ug", "zh", "en")))
    assert seen.page.get_by_role("region", name="卡片", exact=True).is_visible()
    seen.page.get_by_role("button", name="EN", exact=True).click()
    assert seen.page.get_by_role("region", name="card", exact=True).is_visible()
    assert seen.page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_hostile_text_never_runs_and_never_breaks_the_layout(
    visit: Callable[..., Seen], width: int, height: int
) -> None:
    seen = visit(pictures.hostile(), width=width, height=height)
    for number in range(len(pictures.HOSTILE)):
        seen.page.evaluate(f"document.querySelectorAll('.chip')[{number}].click()")
        seen.click_canvas("whereIs", f"https://example.org/party/p{number}")
    for view in ("Table", "Network"):
        seen.page.get_by_role("button", name=view).click()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("legend", "card", "unlinked", "head"):
        assert seen.page.locator(f'[data-part="{part}"]').evaluate("part => part.scrollWidth - part.clientWidth") <= 1


@pytest.mark.browser
def test_a_picture_of_nothing_says_so(visit: Callable[..., Seen]) -> None:
    assert "There is no party in this graph yet." in visit(pictures.picture([])).page.inner_text("main")
    lone = pictures.node("lone")
    only = visit(pictures.picture([lone], [], [pictures.nobody(lone, "unlinked")]))
    assert "No partnership to draw yet." in only.page.inner_text("main")
    assert only.page.locator(".chip").count() == 1


@pytest.mark.browser
def test_a_large_graph_says_what_it_leaves_out(visit: Callable[..., Seen]) -> None:
    parties = [pictures.node(f"n{number}") for number in range(5001)]
    links = [pictures.link(str(number), parties[:1], [party]) for number, party in enumerate(parties[1:])]
    tray = [pictures.nobody(pictures.node(f"u{number}"), "unknown") for number in range(600)]
    seen = visit(pictures.picture(parties, links, tray))
    assert "2,000 of 5,001 parties" in seen.page.inner_text('[data-part="extent"]')
    assert seen.page.locator(".chip").count() == 500
    seen.page.get_by_role("button", name="100 more").click()
    assert seen.page.locator(".chip").count() == 600
    seen.page.get_by_role("combobox").fill("n0")
    seen.page.keyboard.press("Enter")
    assert "1,999 of 5,000 shown" in seen.card()
    assert seen.page.locator(".partnership").count() < 100
