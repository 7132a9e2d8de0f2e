"""A browser for the tests of the page: it opens pictures, and no page may ask for or do what it should not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidgraph.show import Picture, write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("file:", "data:", "blob:")
PATIENCE = 60_000
"""Milliseconds after which something will not happen any more, however busy the machine is."""


@dataclass
class Seen:
    """A page in a browser, and what it did that it should not have."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-part="{name}"]')

    def view(self, name: str) -> Locator:
        return self.page.locator(f'[data-view="{name}"]')

    def card(self) -> str:
        text: str = self.page.get_by_role("region", name="card", exact=True).inner_text()
        return " ".join(text.split())

    def show(self, name: str) -> Locator:
        self.page.locator(f'[data-show="{name}"]').click()
        if name == "network":
            self.page.wait_for_selector('[data-part="canvas"][data-drawn]')
        return self.view(name)

    def party(self, id_: str) -> Locator:
        return self.page.locator(f'svg.columns [data-party="{id_}"]')

    def on_line(self, link: str, part: float = 0.5) -> tuple[float, float]:
        """Return a point of a line of the columns view, so far along it, in pixels of the window."""
        x, y = self.page.evaluate(
            """([link, part]) => {
                const line = document.querySelector(`.wire[data-link$="${link}"] .line`);
                const at = line.getPointAtLength(part * line.getTotalLength()).matrixTransform(line.getScreenCTM());
                return [at.x, at.y];
            }""",
            [link, part],
        )
        return x, y

    def found(self) -> Locator:
        return self.page.locator("#found [role=option]")

    def find(self, words: str) -> None:
        self.page.get_by_role("search").get_by_role("combobox").fill(words)
        self.page.keyboard.press("Enter")

    def go(self, address: str) -> None:
        """Go to another fragment, and wait until the page has followed."""
        self.page.evaluate(
            """(address) => new Promise((done) => {
                addEventListener('hashchange', done, { once: true });
                location.hash = address;
            }).then(() => undefined)""",
            address,
        )

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window, and wait until the columns, which are in sight, are drawn anew."""
        self.page.evaluate("document.querySelector('svg.columns .party').old = true")
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(
            "(width) => innerWidth === width && !document.querySelector('svg.columns .party').old", arg=width
        )

    def at_rest(self) -> dict[str, float]:
        """Wait until the network has stood still for some frames; return what is in its middle, and its scale."""
        found: dict[str, float] = self.page.evaluate(
            """() => new Promise((done) => {
                const canvas = document.querySelector('[data-part="canvas"]');
                let last = '', still = 0;
                const look = () => {
                    const now = JSON.stringify(canvas.view());
                    still = now === last ? still + 1 : 0;
                    last = now;
                    if (still < 10) requestAnimationFrame(look);
                    else done(canvas.view());
                };
                look();
            })"""
        )
        return found

    def address(self) -> str:
        text: str = self.page.evaluate("location.hash")
        return text

    def settle(self) -> None:
        """Wait for what the page does with the next frames."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click_canvas(self, method: str, id_: str) -> None:
        self.settle()
        spot = self.page.evaluate(
            """([method, id]) => {
                const canvas = document.querySelector('[data-part="canvas"]');
                const box = canvas.getBoundingClientRect(), at = canvas[method](id);
                return [box.x + at.x, box.y + at.y];
            }""",
            [method, id_],
        )
        self.page.mouse.click(*spot)


Visit = Callable[..., Seen]


def missing(why: str) -> None:
    """Say why no browser test of this module ran; where one is required, that is a failure."""
    told = f"the page was not tried in a browser: {why}"
    if os.environ.get("AIDGRAPH_REQUIRE_BROWSER") == "1":
        pytest.fail(told)
    pytest.skip(told)


def launched(*arguments: str) -> Iterator[Browser]:
    """Yield a browser; only this process's own is started and closed."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed")
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        if program is None and not own.is_file():
            missing("no Chromium is installed; `make test-browser` installs one where it may")
        browser = playwright.chromium.launch(
            executable_path=program or own, args=[*ARGUMENTS, *arguments], timeout=PATIENCE
        )
        yield browser
        browser.close()


# one a module: Playwright keeps an event loop running, in which the tests of other modules could not start theirs
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    yield from launched()


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Visit]:
    """A function that opens a picture, or the text of a page; afterwards nothing may have gone wrong."""
    visited: list[Seen] = []

    def visit(
        picture: Picture | str,
        *,
        at: str = "",
        width: int = 1280,
        height: int = 800,
        **context: Any,  # noqa: ANN401  what Playwright takes
    ) -> Seen:
        path = tmp_path / f"page{len(visited)}.html"
        page = picture if isinstance(picture, str) else write_page(picture)
        path.write_text(page, encoding="utf-8", newline="\n")
        seen = opened(chromium, path.as_uri() + at, viewport={"width": width, "height": height}, **context)
        visited.append(seen)
        return seen

    yield visit
    for seen in visited:
        close(seen)


def opened(browser: Browser, address: str, **context: Any) -> Seen:  # noqa: ANN401  what Playwright takes
    """Open an address in a context of its own that is offline, and wait until the page is ready."""
    seen = Seen(browser.new_context(offline=True, **context).new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.errors.append(message.text))
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
    seen.page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
    )
    seen.page.set_default_timeout(PATIENCE)
    seen.page.goto(address)
    seen.page.wait_for_selector("html[data-ready]")
    return seen


def close(seen: Seen) -> None:
    """Close a page: it asked for nothing outside, reported nothing, and ran nothing of what the data holds."""
    outside = [url for url in seen.requests if not url.startswith(LOCAL)]
    ran = seen.page.evaluate("window.ran")
    seen.page.context.close()
    assert (outside, seen.errors, ran) == ([], [], None)
