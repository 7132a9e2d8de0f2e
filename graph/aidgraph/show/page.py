"""The page: a picture, its drawing, our scripts and style, and vis-network, in one HTML file that asks for nothing.

A Content-Security-Policy names each script and style by its hash; the data stands in a block that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from importlib.resources import files
from string import Template

from aidgraph.show.data import data_block, in_chinese
from aidgraph.show.network import canvas_label, draw, vis_script
from aidgraph.show.picture import Picture

__all__ = ["DRAWN", "HELD", "SCRIPTS", "write_page"]

HELD = 150_000
"""How many parties a page holds at most."""

DRAWN = 10_000
"""How many parties with a partnership the network shows at most: for more, no positions are computed."""

SCRIPTS = (
    "wire.js",
    "english.js",
    "chinese.js",
    "words.js",
    "dom.js",
    "data.js",
    "state.js",
    "address.js",
    "paths.js",
    "selection.js",
    "labels.js",
    "marks.js",
    "order.js",
    "lanes.js",
    "columns.js",
    "drawing.js",
    "network.js",
    "grid.js",
    "matrix.js",
    "claims.js",
    "totals.js",
    "card.js",
    "csv.js",
    "table.js",
    "picture.js",
    "legend.js",
    "filters.js",
    "search.js",
    "tray.js",
    "tip.js",
    "extent.js",
    "main.js",
)
"""Our modules in the order of their imports: each imports only from those before it."""

_IMPORT = re.compile(r"^import (\{[^}]*\}) from \"\./([a-z]+\.js)\";$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:const|function) (\w+))", re.MULTILINE)


def write_page(picture: Picture) -> str:
    """Return the HTML of a page that shows the picture; write it as UTF-8.

    Of more than ``HELD`` parties it holds those with most partnerships, and says so; of more than ``DRAWN`` with a
    partnership it has no network.
    """
    style, vis, script = _own("style.css"), vis_script(), _script()
    shown = picture.cut(HELD)
    drawing = draw(shown) if len(shown.degrees()) <= DRAWN else None
    return Template(_own("template.html")).substitute(
        language="zh" if in_chinese(picture.languages) else "en",
        title=html.escape(" ".join(canvas_label(picture.title).split())),
        policy=_policy(scripts=(vis, script), styles=(style,)),
        style=style,
        vis=vis,
        data=data_block(shown, drawing),
        script=script,
    )


def _own(name: str) -> str:
    return files("aidgraph.show").joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _script() -> str:
    """Join our modules into one: an inline module cannot import another, so each becomes a function's scope."""
    return "\n".join(["const modules = {};", *map(_scoped, SCRIPTS)])


def _scoped(name: str) -> str:
    text = _own(name)
    exports = ", ".join(found[2] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r'const \1 = modules["\2"];', text))
    return f'modules["{name}"] = (() => {{\n{body}return {{ {exports} }};\n}})();'


def _policy(*, scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(map(_hash, scripts)),
            "style-src " + " ".join(map(_hash, styles)),
            "img-src data:",  # the icon of the page
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    # the browser hashes what stands between the tags, the template's line breaks included
    digest = hashlib.sha256(f"\n{text}\n".encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
