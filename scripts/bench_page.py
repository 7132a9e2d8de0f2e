"""Measure the explorer in a real browser against its bars, in one run, one line a figure.

Usage: ``python scripts/bench_page.py [--repeats 5] [speed|selection|motion|layout|example|country ...]``

Opened in turn are pages of 60, 2,000 and 10,000 parties that have a partnership, and, with 500, ours beside the page
that pyvis writes with physics on. *Ready* is when the first view has been painted; positions are computed when a page
is written, and counted apart. The exit code is 1 when a bar is not reached, 2 when there is no browser.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import aidgraph
from aidgraph.show import Picture, write_page
from aidgraph.show.layout import BOX, positions
from aidgraph.show.network import draw, vis_script
from find_browser import find
from made_up_pictures import made_up_picture
from measure import Figure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "jining-yengisar"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
READY = {60: 0.5, 2000: 1.5, 10_000: 3.0}
LAYOUT = {2000: 1.0, 10_000: 5.0}
SECONDS = 2.0
"""How long to drag and to zoom."""
PATIENCE = 180.0
"""Seconds after which what does not happen never will."""

# when the page says that it is ready, its network is there if that is looked at, and it has been painted
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const look = () => {
    const network = document.querySelector('[data-view="network"]');
    const there = network.hidden || network.querySelector('[data-part="canvas"]').whereIs;
    if (document.documentElement.dataset.ready && there) {
      requestAnimationFrame(() => requestAnimationFrame(() => (window.readyAt = performance.now())));
    } else setTimeout(look, 1);
  };
  look();
});
"""
# when vis-network has done the steps after which it shows what it has
WATCH_STOCK = """
const look = setInterval(() => {
  if (!window.network?.once) return;
  clearInterval(look);
  window.network.once("stabilizationIterationsDone", () => {
    requestAnimationFrame(() => requestAnimationFrame(() => (window.readyAt = performance.now())));
  });
}, 1);
"""
FRAMES = """
window.frames_ = 0;
const count = () => { window.frames_ += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
"""
# from the moment a finger leaves the button to the card that has been painted
WATCH_CARD = """
const card = document.querySelector('[data-part="card"]');
addEventListener("pointerup", () => (window.pressedAt = performance.now()), true);
new MutationObserver(() => {
  requestAnimationFrame(() => setTimeout(() => (window.cardAt = performance.now())));
}).observe(card, { childList: true, subtree: true });
"""
WHERE = """id => {
  const canvas = document.querySelector('[data-part="canvas"]');
  const box = canvas.getBoundingClientRect(), at = canvas.whereIs(id);
  return [box.x + at.x, box.y + at.y];
}"""
IDLE = "new Promise((done) => setTimeout(() => requestIdleCallback(done), 100))"
VIEW = """() => document.querySelector('[data-part="canvas"]').view()"""
LABELS = """() => [...document.querySelectorAll("svg.columns text.label")].map((text) => {
  const box = text.getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
})"""


def until(page: Page, truth: str) -> None:
    """Wait until an expression is true; the page's policy forbids it to be handed over for the browser to watch."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(f"Boolean({truth})"):
        if time.monotonic() > end:
            raise TimeoutError(truth)
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Bench:
    """A browser, and the folder in which pages are written for it."""

    browser: Browser
    folder: Path

    def write(self, name: str, html: str) -> Path:
        """Write a page and return where it is."""
        path = self.folder / f"{name}.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        return path

    @contextmanager
    def opened(self, path: Path, *, at: str = "", watch: str = WATCH) -> Iterator[Page]:
        """Open a page in a context of its own, offline, and wait until it is ready."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
        page = context.new_page()
        page.add_init_script(watch)
        page.goto(path.as_uri() + at, wait_until="commit")
        until(page, "window.readyAt")
        yield page
        context.close()

    def ready(self, path: Path, *, at: str = "", watch: str = WATCH) -> float:
        """Return the seconds from the first byte asked for to the first view painted."""
        with self.opened(path, at=at, watch=watch) as page:
            milliseconds: float = page.evaluate("window.readyAt")
        return milliseconds / 1000


def stock_page(picture: Picture) -> str:
    """Return the page that pyvis itself writes, as its users do: everything inside, physics on."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in picture.nodes:
        network.add_node(node.id, label=node.label)
    for link in picture.links:
        network.add_edge(link.froms[0], link.tos[0])
    html: str = network.generate_html()
    return html


def speed(bench: Bench, repeats: int) -> Iterator[Figure]:
    """Yield how soon pages are ready, each size in turn, and how that compares with the page of pyvis."""
    made = {size: made_up_picture(size, size * 6 // 5) for size in (*READY, 500)}
    pages = {size: bench.write(f"ours-{size}", write_page(picture)) for size, picture in made.items()}
    stock = bench.write("stock-500", stock_page(made[500]))
    taken: dict[int, list[float]] = {size: [] for size in pages}
    for _ in range(repeats):
        for size, path in pages.items():
            taken[size].append(bench.ready(path))
    for size, bar in READY.items():
        note = f"median {median(taken[size]):.3f}s of {repeats}; {pages[size].stat().st_size / 1000:.0f} kB"
        yield Figure(name=f"ready, {size:,} parties", value=min(taken[size]), unit="s", at_most=bar, note=note)
    network = min(bench.ready(pages[500], at="#view=network") for _ in range(repeats))
    yield Figure(name="ready, 500 parties", value=min(taken[500]), unit="s")
    yield Figure(name="ready, 500 parties in the network", value=network, unit="s")
    theirs = min(bench.ready(stock, watch=WATCH_STOCK) for _ in range(2))
    yield Figure(name="ready, 500 parties, page of pyvis", value=theirs, unit="s")
    yield Figure(name="page of pyvis : ours", value=theirs / min(taken[500]), unit="x", at_least=20)
    yield Figure(name="page of pyvis : our network", value=theirs / network, unit="x", at_least=20)


def layouts(_bench: Bench, repeats: int) -> Iterator[Figure]:
    """Yield how long positions take, and how many labels overlap there."""
    for size, bar in LAYOUT.items():
        picture = made_up_picture(size, size * 6 // 5)
        ids = [node.id for node in picture.nodes]
        edges = [(link.froms[0], link.tos[0]) for link in picture.links]
        seconds = []
        for _ in range(repeats):
            start = time.perf_counter()
            at = positions(ids, edges)
            seconds.append(time.perf_counter() - start)
        yield Figure(name=f"layout, {size:,} parties", value=min(seconds), unit="s", at_most=bar)
        yield Figure(name=f"labels that overlap in it, of {size:,}", value=overlapping(list(at.values())))


def overlapping(points: list[tuple[float, float]]) -> int:
    """Return how many points have a box that overlaps another's."""
    order = sorted(points)
    found: set[int] = set()
    for one, (x, y) in enumerate(order):
        for other in range(one + 1, len(order)):
            if order[other][0] - x >= BOX[0] - 1:
                break
            if abs(order[other][1] - y) < BOX[1] - 1:
                found |= {one, other}
    return len(found)


def selection(bench: Bench, _repeats: int) -> Iterator[Figure]:
    """Yield how long a click on a party takes to its card, among 2,000."""
    picture = made_up_picture(2000, 2400)
    path = bench.write("selection", write_page(picture))
    seconds = []
    with bench.opened(path, at="#view=network") as page:
        until(page, "document.querySelector('[data-part=canvas]').whereIs")
        page.evaluate(WATCH_CARD)
        for node in picture.nodes[5::250]:
            # a reader's next click comes when the one before has been drawn
            page.evaluate(IDLE)
            x, y = page.evaluate(WHERE, node.id)
            page.evaluate("window.cardAt = 0")
            page.mouse.click(x, y)
            until(page, "window.cardAt")
            seconds.append(page.evaluate("window.cardAt - window.pressedAt") / 1000)
            shown = page.locator('[data-part="card"] h2').inner_text()
            assert "第" in shown, f"no card of a party, but {shown!r}"  # noqa: S101  what was measured must have happened
    note = f"worst {max(seconds):.3f}s of {len(seconds)}"
    yield Figure(name="selection to card, 2,000 parties", value=median(seconds), unit="s", at_most=0.1, note=note)


def motion(bench: Bench, _repeats: int) -> Iterator[Figure]:
    """Yield the frames a second while the network is dragged and zoomed."""
    for size in (2000, 10_000):
        path = bench.write(f"motion-{size}", write_page(made_up_picture(size, size * 6 // 5)))
        with bench.opened(path, at=f"#view=network&limit={size}") as page:
            until(page, "document.querySelector('[data-part=canvas]').view")
            page.evaluate(FRAMES)
            yield Figure(name=f"drag, {size:,} parties", value=_dragged(page), unit="fps")
            yield Figure(name=f"zoom, {size:,} parties", value=_zoomed(page), unit="fps")


def _dragged(page: Page) -> float:
    # from an empty corner: a party would be moved by itself
    page.mouse.move(320, 640)
    page.mouse.down()
    before, start, frames = page.evaluate(VIEW), time.perf_counter(), page.evaluate("window.frames_")
    step = 0
    while time.perf_counter() - start < SECONDS:
        step += 1
        page.mouse.move(320 + 150 * (step % 20) / 20, 640 - 200 * (step % 30) / 30)
    took, count = time.perf_counter() - start, page.evaluate("window.frames_") - frames
    after = page.evaluate(VIEW)
    page.mouse.up()
    assert (before["x"], before["y"]) != (after["x"], after["y"]), "the canvas did not move"  # noqa: S101  as above
    rate: float = count / took
    return rate


def _zoomed(page: Page) -> float:
    page.mouse.move(600, 400)
    before, start, frames = page.evaluate(VIEW), time.perf_counter(), page.evaluate("window.frames_")
    while time.perf_counter() - start < SECONDS:
        page.mouse.wheel(0, -60)
    took, count = time.perf_counter() - start, page.evaluate("window.frames_") - frames
    assert page.evaluate(VIEW)["scale"] > before["scale"], "the canvas was not zoomed"  # noqa: S101  as above
    rate: float = count / took
    return rate


def example(bench: Bench, _repeats: int) -> Iterator[Figure]:
    """Yield how large the page of the example is, and how many of its labels overlap."""
    workspace = bench.folder / "example"
    shutil.copytree(EXAMPLE, workspace, ignore=shutil.ignore_patterns("build"))
    picture = aidgraph.open(workspace).picture()
    html = write_page(picture)
    packed = html.split('id="vis">', 1)[1].split("</script>", 1)[0]
    whole, beside = len(html.encode()) / 1000, len(html.encode()) / 1000 - len(packed) / 1000
    note = f"{len(vis_script()) / 1000:.0f} kB of vis-network packed into {len(packed) / 1000:.0f}"
    yield Figure(name="example, without vis-network", value=beside, unit="kB", at_most=150)
    yield Figure(name="example, with it", value=whole, unit="kB", at_most=750, note=note)
    with bench.opened(bench.write("example", html)) as page:
        boxes = page.evaluate(LABELS)
    clashes = sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 1 and b[1] < a[3] - 1
        for number, a in enumerate(boxes)
        for b in boxes[number + 1 :]
    )
    note = f"of {len(boxes)}"
    yield Figure(name="example, overlaps of labels in the columns", value=clashes, at_most=0, note=note)
    yield Figure(
        name="example, labels that overlap in the network", value=overlapping([*draw(picture).parties.values()])
    )


def country(bench: Bench, _repeats: int) -> Iterator[Figure]:
    """Yield what a page of 41,352 parties with 26,114 partnerships takes."""
    picture = made_up_picture(26_114, 26_114, alone=41_352 - 26_114)
    start = time.perf_counter()
    html = write_page(picture)
    took = time.perf_counter() - start
    path = bench.write("country", html)
    yield Figure(name="41,352 parties: writing the page", value=took, unit="s")
    yield Figure(name="41,352 parties: its size", value=path.stat().st_size / 1000, unit="kB")
    yield Figure(name="41,352 parties: ready", value=min(bench.ready(path) for _ in range(2)), unit="s")


PARTS: dict[str, Callable[[Bench, int], Iterator[Figure]]] = {
    "speed": speed,
    "selection": selection,
    "motion": motion,
    "layout": layouts,
    "example": example,
    "country": country,
}
"""Everything that can be measured."""


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5, help="how often each page is opened (default: %(default)s)")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"unknown part {', '.join(unknown)}; legal: {', '.join(PARTS)}")
    program = find()
    if program is None:
        print("no Chromium is installed: python scripts/find_browser.py --install", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    met = True
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS])
        bench = Bench(browser, Path(folder))
        for name in arguments.parts or PARTS:
            for figure in PARTS[name](bench, arguments.repeats):
                print(figure, flush=True)
                met &= figure.met
        browser.close()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
