from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

import pictures
from browser import Visit, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    yield from launched("--disable-3d-apis")


def test_a_browser_without_3d_shows_every_view(visit: Visit) -> None:
    seen = visit(pictures.town())
    for view in ("columns", "matrix", "table", "network"):
        assert seen.show(view).is_visible()
    seen.click_canvas("whereIs", "https://example.org/party/fifth")
    assert "第五中学" in seen.card()
