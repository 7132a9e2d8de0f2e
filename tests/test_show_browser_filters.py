"""Filters that fade, the date, the scope, paths, and the address that holds all of it."""

import pytest

import pictures
from browser import Seen, Visit

pytestmark = pytest.mark.browser

BASE = "https://example.org/"


def lines(seen: Seen) -> set[str]:
    """Return the partnerships that no filter fades."""
    found: list[str] = seen.page.evaluate(
        "[...document.querySelectorAll('.wire:not(.out)')].map((one) => one.dataset.link.split('/').pop())"
    )
    return set(found)


def parties(seen: Seen) -> set[str]:
    found: list[str] = seen.page.evaluate(
        "[...document.querySelectorAll('.columns .party:not(.out)')].map((one) => one.dataset.party.split('/').pop())"
    )
    return set(found)


NOW = {"mentor", "to-centre", "from-centre", "proposed", "unnamed", "group", "beside"}
"""What has not ended and is not rejected."""


def test_what_has_ended_or_is_rejected_is_faded_from_the_start_and_nothing_is_hidden(visit: Visit) -> None:
    seen = visit(pictures.town())
    assert lines(seen) == NOW
    assert seen.page.evaluate("new Set([...document.querySelectorAll('.wire')].map((w) => w.dataset.link)).size") == 10
    assert "3 faded" in seen.part("extent").inner_text()


def test_the_legend_counts_fades_and_brings_back(visit: Visit) -> None:
    seen = visit(pictures.town())
    legend = seen.part("legend-list")
    entry = legend.get_by_role("button", name="mentors")
    assert "4/6" in entry.inner_text()
    entry.press("Enter")
    assert lines(seen) == NOW - {"mentor", "proposed", "unnamed", "beside"}
    assert parties(seen) == {"first", "college", "centre", "fifth", "rural"}
    assert entry.get_attribute("aria-pressed") == "false"
    assert seen.page.evaluate("document.activeElement.dataset.entry") == "offRelations mentors"
    assert "no-relation=mentors" in seen.address()
    for view, faded in (("table", "tbody tr.out"), ("matrix", ".cell.out")):
        seen.show(view)
        assert seen.view(view).locator(faded).count() > 0
    seen.show("columns")
    legend.get_by_role("button", name="mentors").click()
    assert lines(seen) == NOW
    legend.get_by_role("button", name="College").click()
    assert lines(seen) == {"mentor", "proposed", "beside"}
    assert "college" not in parties(seen)
    seen.part("extent").get_by_role("button", name="Clear the filters").click()
    assert lines(seen) == NOW


def test_all_kinds_or_relations_are_toggled_at_once(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.part("legend-list").get_by_role("button", name="none").last.click()
    assert lines(seen) == set()
    seen.part("legend-list").get_by_role("button", name="all").click()
    assert lines(seen) == NOW


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("2019", {"mentor", "from-centre", "proposed", "unnamed", "group", "beside", "ended"}),
        ("2021-06", {"twin", "mentor", "from-centre", "proposed", "unnamed", "group", "beside", "ended"}),
        ("2022-06-30", {"twin", "mentor", "from-centre", "proposed", "unnamed", "group", "beside"}),
        ("2023-04", {"mentor", "from-centre", "proposed", "unnamed", "group", "beside"}),
        ("2023-05", NOW),
    ],
)
def test_as_of_a_date_a_partnership_counts_when_it_had_begun_and_not_ended(
    visit: Visit, date: str, held: set[str]
) -> None:
    seen = visit(pictures.town(), at=f"#as-of={date}")
    assert lines(seen) == held
    assert date in seen.part("filters").locator("output").inner_text()


def test_the_slider_goes_through_the_dates_stated_and_back_to_today(visit: Visit) -> None:
    seen = visit(pictures.town())
    slider = seen.page.get_by_role("slider", name="As of")
    assert slider.get_attribute("aria-valuetext") == "today"
    slider.focus()
    seen.page.keyboard.press("Home")
    assert "as-of=2019-01" in seen.address()
    assert lines(seen) == NOW - {"to-centre"} | {"ended"}
    seen.page.keyboard.press("End")
    assert "as-of" not in seen.address()
    assert lines(seen) == NOW


@pytest.mark.parametrize(
    ("toggle", "held"),
    [
        ("under review", NOW - {"proposed"}),
        ("disputed", NOW - {"mentor"}),
        ("rejected", NOW | {"rejected"}),
        ("Another page", NOW - {"proposed"}),
        ("Daily page", {"mentor", "proposed", "group"}),
    ],
)
def test_standings_and_sources_are_filters(visit: Visit, toggle: str, held: set[str]) -> None:
    seen = visit(pictures.town())
    seen.part("filters").get_by_role("button", name=toggle).click()
    assert lines(seen) == held


def test_a_place_keeps_what_concerns_it_and_its_partners(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.page.get_by_label("Place", exact=True).select_option(label="\u2003\u2003Village")
    assert lines(seen) == {"from-centre", "proposed", "group"}
    assert parties(seen) == {"centre", "first", "college", "fifth", "rural"}
    assert seen.part("unlinked").locator(".chip.out").count() == 2


def test_around_one_party_step_by_step_and_expanded(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#party=.party%2Fnew")
    seen.part("card").get_by_role("button", name="Only around it").click()
    shown = seen.page.locator("svg.columns .party")
    assert shown.count() == 3
    assert "around=" in seen.address()
    seen.page.keyboard.press("Escape")
    seen.party(f"{BASE}party/first").click()
    seen.part("card").get_by_role("button", name="Expand").click()
    assert shown.count() == 5
    seen.page.get_by_role("button", name="One step further").click()
    assert shown.count() == 6
    assert "steps: 2" in seen.part("extent").inner_text()
    seen.page.get_by_role("button", name="One step less").click()
    seen.part("extent").get_by_role("button", name="Show everything").click()
    assert shown.count() == 6
    assert "around" not in seen.address()


def test_a_path_is_found_between_two_picked_parties(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#party=.party%2Fcollege")
    seen.part("card").get_by_role("button", name="Find a path").click()
    assert "Choose where the path shall lead" in seen.part("extent").inner_text()
    seen.party(f"{BASE}party/centre").click()
    assert "Steps between them: 1" in seen.card()
    assert seen.page.locator(".wire.front").count() == 1
    seen = visit(pictures.town(), at="#path=.party%2Fcentre+.party%2Fnew")
    card = seen.card()
    assert "Training Centre" in card
    assert "leaves open" in card
    assert seen.page.locator("svg.columns .party.front").count() == 4
    seen = visit(pictures.town(), at="#path=.party%2Fcentre+.party%2Fnew&no-relation=mentors")
    assert "Not connected" in seen.card()


def test_escape_ends_the_search_for_a_path(visit: Visit) -> None:
    seen = visit(pictures.town(), at="#party=.party%2Fcollege")
    seen.part("card").get_by_role("button", name="Find a path").click()
    seen.page.keyboard.press("Escape")
    assert "Choose where" not in seen.part("extent").inner_text()
    seen.party(f"{BASE}party/centre").click()
    assert "Training Centre" in seen.part("card").locator("h2").inner_text()


ADDRESS = (
    "#view=matrix&lang=zh&theme=dark&party=.party%2Ffirst&place=.place%2Fcounty&no-kind=College"
    "&no-standing=proposed&as-of=2023-05&by=parties&mark=inside"
)


def test_the_whole_state_is_read_from_the_address_and_written_back_unchanged(visit: Visit) -> None:
    seen = visit(pictures.town(), at=ADDRESS)
    assert seen.view("matrix").is_visible()
    assert (
        seen.page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme].join()")
        == "zh,dark"
    )
    assert "实验中学" in seen.part("card").locator("h2").inner_text()
    seen.page.keyboard.press("4")
    seen.page.keyboard.press("3")
    assert set(seen.address()[1:].split("&")) == set(ADDRESS[1:].split("&"))


def test_back_and_forward_lead_through_what_was_looked_at(visit: Visit) -> None:
    seen = visit(pictures.town())
    seen.party(f"{BASE}party/first").click()
    seen.show("table")
    seen.page.go_back()
    assert seen.view("columns").is_visible()
    assert "First School" in seen.card()
    seen.page.go_back()
    assert "Click an institution" in seen.card()
    seen.page.go_forward()
    assert "First School" in seen.card()
    seen.go("#view=matrix")
    assert seen.page.locator("svg.matrix").is_visible()


@pytest.mark.parametrize(
    "address",
    [
        "#party=.party%2Fgone&view=none&as-of=soon&limit=-3&hops=x&by=z&rows=q&sort=no&around=.party%2Fgone",
        "#cell=a+b&within=.place%2Fgone&lang=xx&theme=pink&no-kind=%25",
        "#%%%&path=a+b&link=1&total=2&place=.place%2Fgone",
    ],
)
def test_an_address_that_makes_no_sense_shows_everything_it_can(visit: Visit, address: str) -> None:
    seen = visit(pictures.town(), at=address)
    assert seen.page.locator("svg.columns .party").count() == 6
    seen.show("table")
    assert seen.page.locator("tbody tr").count() == 10
