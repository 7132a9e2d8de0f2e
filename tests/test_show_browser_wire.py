"""The data block, as the page turns it back into records; and the page in a notebook's frame."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from typing import Any

import pytest

import pictures
from aidgraph.show import Picture, write_page
from aidgraph.show.notebook import PageView
from browser import Visit

pytestmark = pytest.mark.browser

EMPTY = pictures.picture([], sources=[])
PARTLY = pictures.picture([pictures.node("a")], [], [pictures.nobody(pictures.node("stranger"), "unknown")])


def read_back(visit: Visit, picture: Picture) -> dict[str, Any]:
    module = (files("aidgraph.show") / "page" / "wire.js").read_text(encoding="utf-8")
    text = module.replace("export const block", "const block")
    found: dict[str, Any] = visit(picture).page.evaluate(f"(() => {{ {text}\nreturn block; }})()")
    return found


def plain(record: Any) -> dict[str, Any]:  # noqa: ANN401  a record of a picture
    """Return a record as JSON would hold it."""
    fields = {name.rstrip("_"): value for name, value in asdict(record).items()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


@pytest.mark.parametrize(
    "picture", [pictures.sample(), pictures.hostile(), EMPTY, PARTLY], ids=["sample", "hostile", "empty", "partly"]
)
def test_a_page_reads_back_what_was_written(visit: Visit, picture: Picture) -> None:
    block = read_back(visit, picture)
    sources = {source.id: number for number, source in enumerate(picture.sources)}
    for key in ("links", "totals"):
        for found, record in zip(block[key], getattr(picture, key), strict=True):
            evidence = [asdict(claim) | {"source": sources[claim.source]} for claim in record.evidence]
            assert found.items() >= (plain(record) | {"evidence": evidence}).items()
    assert [link["implied"] for link in block["links"]] == [link.implied for link in picture.links]
    for found, node in zip(block["nodes"], picture.nodes, strict=True):
        expected = plain(node) | {"labels": dict(node.labels), "degree": picture.degrees()[node.id]}
        assert {name: found[name] for name in expected} == expected
    assert block["places"] == {
        place.id: {"label": dict(place.labels), "parent": place.parent, "level": place.level}
        for place in picture.places
    }
    assert block["sources"] == [asdict(source) for source in picture.sources]
    tray = [one | {"because": block["reasons"][one["because"]]} for one in block["unlinked"]]
    assert tray == [plain(one) for one in picture.unlinked]


def test_hubs_and_parties_stand_where_they_were_put(visit: Visit) -> None:
    block = read_back(visit, pictures.sample())
    assert block["drawing"]["hubs"].keys() == {"https://example.org/partnership/group"}
    assert [node.get("x") is None for node in block["nodes"]] == [False, False, False, True, True]


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(visit: Visit) -> None:
    frame = PageView(write_page(pictures.sample()))._repr_html_()
    notebook = f'<!DOCTYPE html><html data-ready="yes"><meta charset="utf-8"><body>{frame}</body></html>'
    seen = visit(notebook)
    inside = seen.page.frame_locator("iframe")
    inside.locator("html[data-ready]").wait_for()
    inside.get_by_role("search").get_by_role("combobox").fill("第五")
    inside.get_by_role("search").get_by_role("combobox").press("Enter")
    assert pictures.QUOTE in inside.get_by_role("region", name="card", exact=True).inner_text()
    assert seen.page.frames[1].evaluate("window.origin") == "null"
