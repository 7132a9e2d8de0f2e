import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

import pictures
from aidgraph.show import Picture, page, write_page
from aidgraph.show.network import vis_script
from aidgraph.show.page import SCRIPTS


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


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def texts_of(page: str, tag: str, kind: str | None = None) -> list[str]:
    return [text for found, attrs, text in Blocks(page).blocks if (found, attrs.get("type")) == (tag, kind)]


def scripts_of(page: str) -> list[str]:
    """Return every script that a page may run: the one that stands there, and those it unpacks."""
    packed = texts_of(page, "script", "application/gzip")
    return texts_of(page, "script") + [gzip.decompress(base64.b64decode(text)).decode() for text in packed]


@pytest.mark.parametrize("make", [pictures.sample, pictures.hostile])
def test_the_policy_names_every_script_and_style_by_its_hash(make: Callable[[], Picture]) -> None:
    page = write_page(make())
    policies = [a["content"] for _, a in Blocks(page).tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies[0] is not None
    assert policies[0].startswith("default-src 'none'; ")
    assert "unsafe" not in policies[0]
    rules = dict(rule.split(" ", 1) for rule in policies[0].split("; "))
    assert rules["script-src"].split() == [hashed(text) for text in scripts_of(page)]
    assert rules["style-src"].split() == [hashed(text) for text in texts_of(page, "style")]


def test_a_page_packs_our_scripts_and_vis_network() -> None:
    _, vis, script = scripts_of(write_page(pictures.sample()))
    assert vis == vis_script()
    assert all(f'modules["{name}"]' in script for name in SCRIPTS)


def test_hostile_text_stays_inside_the_data() -> None:
    page = write_page(pictures.hostile())
    assert [tag for tag, _, _ in Blocks(page).blocks] == ["style", "script", "script", "script", "script"]
    labels = [dict(zip(data_of(page)["nodes"]["fields"], row, strict=False)) for row in data_of(page)["nodes"]["rows"]]
    assert {row["labels"]["zh"] for row in labels} == set(pictures.HOSTILE)
    assert not re.search("[\u2028\u2029\u202e]", page.split("<style>", maxsplit=1)[0])


@pytest.mark.parametrize(
    ("title", "shown"), [("Aid\u202e \n&<b>", "Aid &amp;&lt;b&gt;"), ("长" * 500, "长" * 80), ("\u0000", "")]
)
def test_a_title_is_short_and_harmless(title: str, shown: str) -> None:
    assert f"<title>{shown}</title>" in write_page(pictures.picture([], title=title))


def test_the_page_refers_to_nothing_outside() -> None:
    for tag, attrs in Blocks(write_page(pictures.sample())).tags:
        assert "src" not in attrs
        assert tag != "link" or (attrs["href"] or "").startswith("data:")


@pytest.mark.parametrize("name", ["boot.js", *SCRIPTS])
def test_our_scripts_make_elements_and_text_only(name: str) -> None:
    text = (files("aidgraph.show") / "page" / name).read_text(encoding="utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
        r"|setTimeout\(['\"]|fetch\(|XMLHttpRequest"
    )
    assert not re.search(forbidden, text)


def test_every_module_is_listed_once_after_those_it_imports() -> None:
    folder = files("aidgraph.show") / "page"
    assert sorted(["boot.js", *SCRIPTS]) == sorted(file.name for file in folder.iterdir() if file.name.endswith(".js"))
    for number, name in enumerate(SCRIPTS):
        imported = re.findall(r'from "\./(.*?)"', (folder / name).read_text(encoding="utf-8"))
        assert set(imported) <= set(SCRIPTS[:number])


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_text_of_our_scripts_spans_lines(name: str) -> None:
    # indents are left out when a page is written
    lines = (files("aidgraph.show") / "page" / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.count("`") % 2] == []


def test_the_same_picture_gives_the_same_page() -> None:
    assert write_page(pictures.sample()) == write_page(pictures.sample())


def test_a_page_holds_everybody_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "HELD", 20)
    parties = [pictures.node(str(number)) for number in range(50)]
    tray = [pictures.nobody(party, "unknown") for party in parties[2:]]
    data = data_of(write_page(pictures.picture(parties, [pictures.link("l", parties[:1], parties[1:2])], tray)))
    assert len(data["nodes"]["rows"]) == 20
    assert data["total"]["nodes"] == 50
    assert len(data["unlinked"]["rows"]) == 48


def test_a_network_too_large_to_be_laid_out_has_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = pictures.sample()
    assert data_of(write_page(picture))["drawing"]
    monkeypatch.setattr(page, "DRAWN", 2)
    assert data_of(write_page(picture))["drawing"] is None
