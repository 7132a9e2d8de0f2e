"""Coverage on the page: the grid of the matrix has the counts of the records, of the level chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

import aidgraph
from browser import Visit
from program import MakeWorkspace
from test_show_coverage import TOML

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror='window.ran = 1'>"
FILES = {
    "places.csv": "name,level,parent\nLand,Province,\nA County,County,Land\nTown,Township,A County\n"
    f"{HOSTILE},County,Land\nC County,County,Land\n",
    "schools.csv": "name,kind,place\nOne,School,A County\nTwo,School,Town\nThree,School,A County\n"
    f"Four,School,{HOSTILE}\nClinic,Hospital,C County\nNowhere,School,\n",
    "pairs.csv": "relation,from,to\ntwinnedWith,One,Four\n",
}
COMPLETE = """
title = "Pairs of A"
complete = true
as_of = 2023
covers = { relation = "relatedTo", kind = "School", place = "A County" }
"""


@pytest.fixture
def aid(make_workspace: MakeWorkspace) -> aidgraph.Aid:
    return aidgraph.open(make_workspace(TOML + COMPLETE, FILES))


def told(seen: object) -> set[str]:
    cells = seen.view("matrix").locator("svg .cell")  # type: ignore[attr-defined]
    return set(cells.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))"))


COUNTIES = {
    "A County, school: linked 1, unlinked 2, complete roster of 3",
    f"{HOSTILE}, school: linked 1, 1 on lists, none complete",
    "C County, hospital: unknown 1, 1 on lists, none complete",
    "no place stated, school: unknown 1, 1 on lists, none complete",
}


def test_the_matrix_shows_coverage_by_the_level_chosen(aid: aidgraph.Aid, visit: Visit) -> None:
    seen = visit(aid.page())
    matrix = seen.show("matrix")
    assert matrix.locator("[data-level]").count() == 0
    matrix.get_by_role("button", name="Coverage").click()
    assert matrix.locator("[data-level]").all_inner_texts() == ["province", "county", "township", "where they are"]
    matrix.get_by_role("button", name="county", exact=True).click()
    assert told(seen) == COUNTIES
    chosen = seen.address()
    assert matrix.locator(".cell .complete").count() == 1
    assert set(matrix.locator(".head.empty text").all_text_contents()) == {"C County", "no place stated", "hospital"}
    assert seen.page.evaluate("window.ran") is None
    matrix.get_by_role("button", name="where they are").click()
    assert "Town, school: unlinked 1, complete roster of 1" in told(seen)
    assert told(visit(aid.page(), at=chosen)) == COUNTIES


def test_a_cell_of_coverage_opens_its_counts_and_parties(aid: aidgraph.Aid, visit: Visit) -> None:
    seen = visit(aid.page(), at="#view=matrix&by=coverage&level=County")
    matrix = seen.view("matrix")
    matrix.locator('.cell[aria-label^="A County, school"]').focus()
    seen.page.keyboard.press("Enter")
    assert "A County · school linked 1, unlinked 2, complete roster of 3" in seen.card()
    assert all(name in seen.card() for name in ("One", "Two", "Three"))
    assert "Four" not in seen.card()
    matrix.locator('.cell[aria-label^="no place stated, school"]').click()
    assert "Nowhere" in seen.card()
    assert "One" not in seen.card()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_coverage_opens_at_its_grid(scheme: str, aid: aidgraph.Aid, visit: Visit, tmp_path: Path) -> None:
    path = aid.write_coverage(tmp_path / "grid.html", level="County")
    seen = visit(path.read_text(encoding="utf-8"), at="#lang=zh", color_scheme=scheme)
    assert seen.view("matrix").is_visible()
    assert "A County, 学校: 已有伙伴 1, 确无 2, 完整名册 3 家" in told(seen)
    assert len(told(seen)) == len(COUNTIES)
    assert seen.view("matrix").locator("[data-level]").count() == 0


def test_the_page_of_coverage_asks_what_was_asked(aid: aidgraph.Aid, visit: Visit, tmp_path: Path) -> None:
    asked = {"level": "County", "place": "A County"}
    path = aid.write_coverage(tmp_path / "grid.html", relation="mentors", as_of="2023", **asked)
    seen = visit(path.read_text(encoding="utf-8"))
    assert told(seen) == {"A County, school: unlinked 3, complete roster of 3"}
    assert "coverage as of 2023" in seen.part("extent").inner_text()
    later = visit(aid.write_coverage(path, as_of="2024", **asked).read_text(encoding="utf-8"))
    assert told(later) == {"A County, school: linked 1, unknown 2, 3 on lists, none complete"}


def test_a_page_around_a_party_has_no_coverage(aid: aidgraph.Aid, visit: Visit) -> None:
    matrix = visit(aid.page(around="One")).show("matrix")
    assert matrix.get_by_role("button", name="Place by kind").count() == 1
    assert matrix.get_by_role("button", name="Coverage").count() == 0


def test_levels_with_too_many_cells_are_left_out_and_the_page_says_so(
    aid: aidgraph.Aid, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aidgraph.show.coverage.MOST_CELLS", 7)
    assert {grid.level: grid.left_out for grid in aid.picture().coverage} == {
        "Province": "",
        "County": "",
        "Township": "many",
        "": "many",
    }
    matrix = visit(aid.page(), at="#view=matrix&by=coverage").view("matrix")
    assert matrix.locator("[data-level]").all_inner_texts() == ["province", "county"]
    left = "Coverage by township, where they are is left out: more cells than a page holds"
    assert matrix.get_by_text(left).is_visible()


def test_where_every_grid_is_left_out_the_matrix_says_so(
    aid: aidgraph.Aid, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aidgraph.show.coverage.MOST_CELLS", 0)
    matrix = visit(aid.page()).show("matrix")
    assert matrix.get_by_role("button", name="Coverage").count() == 0
    assert matrix.get_by_text("is left out: more cells than a page holds").is_visible()


def test_levels_that_hardly_anybody_lies_in_are_left_out_and_the_page_says_so(example: Path, visit: Visit) -> None:
    opened = aidgraph.open(example)
    grids = opened.picture().coverage
    assert [grid.level for grid in grids if grid.cells] == ["Country", "Province", "Prefecture", "County", ""]
    assert [grid.level for grid in grids if grid.left_out == "few"] == ["Township", "Village"]
    seen = visit(opened.page(), at="#lang=zh&view=matrix&by=coverage")
    assert seen.view("matrix").get_by_text("未列按乡级, 村级的覆盖情况：位于此类地方的很少。").is_visible()
