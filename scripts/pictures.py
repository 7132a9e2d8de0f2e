"""Write a screenshot of every view of the example, to be looked at.

Usage: ``python scripts/pictures.py FOLDER``

The example is built in a temporary folder and its page opened in the Chromium that ``find_browser.py`` finds. Each
picture is named after what it shows.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aidgraph
from aidgraph.api import Aid
from find_browser import find

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "jining-yengisar"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
WIDE, PHONE = (1280, 800), (390, 844)
DRAWN = 900  # milliseconds until an animation has come to rest


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the state of the page in its address, the window and the theme."""

    name: str
    address: str
    size: tuple[int, int] = WIDE
    dark: bool = False


def shots(aid: Aid) -> Iterator[Shot]:
    """Yield every picture there is to take."""
    for language in ("zh", "en"):
        for view in ("columns", "network", "matrix", "table"):
            yield Shot(f"{view}-{language}", f"view={view}&lang={language}")
    hospital = quote(aid.parties.find("英吉沙县人民医院"), safe="")
    headquarters = quote(aid.parties.find("济宁援疆指挥部"), safe="")
    county = quote(aid.parties.find("英吉沙县"), safe="")
    yield Shot("columns-dark", f"lang=en&party={hospital}", dark=True)
    yield Shot("network-dark", f"view=network&lang=zh&party={headquarters}", dark=True)
    yield Shot("card-zh", f"lang=zh&party={hospital}")
    yield Shot("around-zh", f"lang=zh&around={hospital}&hops=2")
    yield Shot("path-en", f"lang=en&path={hospital}+{headquarters}")
    yield Shot("places-en", "view=matrix&by=places&lang=en")
    yield Shot("kinds-zh", f"view=matrix&by=kinds&lang=zh&within={county}")
    yield Shot("coverage-zh", "view=matrix&by=coverage&lang=zh")
    yield Shot("coverage-dark", "view=matrix&by=coverage&level=County&lang=en", dark=True)
    yield Shot("totals-zh", "view=table&rows=totals&lang=zh")
    for view in ("columns", "network", "matrix", "table"):
        yield Shot(f"phone-{view}", f"view={view}&lang=zh", size=PHONE)


def take(page: Path, pictures: list[Shot], folder: Path, program: Path) -> None:
    """Open the page once a picture, and write what is seen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        for shot in pictures:
            width, height = shot.size
            context = browser.new_context(
                viewport={"width": width, "height": height},
                offline=True,
                color_scheme="dark" if shot.dark else "light",
            )
            tab = context.new_page()
            tab.goto(f"{page.as_uri()}#{shot.address}")
            tab.wait_for_selector("html[data-ready]")
            tab.wait_for_timeout(DRAWN)
            tab.screenshot(path=folder / f"{shot.name}.png")
            context.close()
            print(folder / f"{shot.name}.png", flush=True)
        browser.close()


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pictures go; made where it is missing")
    folder: Path = parser.parse_args().folder
    program = find()
    if program is None:
        print("no Chromium is installed, so no picture was taken; `make test-browser` installs one", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        example = Path(temporary) / "example"
        shutil.copytree(EXAMPLE, example, ignore=shutil.ignore_patterns("build"))
        aid = aidgraph.open(example)
        page = Path(temporary) / "page.html"
        page.write_text(aid.page(), encoding="utf-8", newline="\n")
        take(page, list(shots(aid)), folder, program)
    return 0


if __name__ == "__main__":
    sys.exit(main())
