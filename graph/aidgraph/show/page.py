"""The page: a picture, its drawing, our scripts and style, and vis-network, in one HTML file that asks for nothing.

A Content-Security-Policy names each script and style by its hash; the data stands in a block that no browser runs.
Scripts are packed, and unpacked by a small one that is not: vis-network only when the network is looked at.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
from importlib.resources import files
from string import Template

from aidgraph.show.cuts import at_most
from aidgraph.show.data import data_block
from aidgraph.show.network import draw, vis_script
from aidgraph.show.picture import Picture

__all__ = ["DRAWN", "HELD", "SCRIPTS", "write_page"]

HELD = 150_000
"""How many parties a page holds at most."""

DRAWN = 50_000
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
    style, boot, vis, script = _tight(_own("style.css")), _own("boot.js"), vis_script(), _script()
    shown = at_most(picture, HELD)
    drawing = draw(shown) if len(shown.degrees()) <= DRAWN else None
    return Template(_own("template.html")).substitute(
        language="zh" if picture.in_chinese else "en",
        title=html.escape(_title(picture.title)),
        # a browser hashes what stands between the tags, the template's line breaks included
        policy=_policy(scripts=(f"\n{boot}\n", vis, script), styles=(f"\n{style}\n",)),
        style=style,
        data=data_block(shown, drawing),
        vis=_packed(vis),
        script=_packed(script),
        boot=boot,
    )


def _title(text: str) -> str:
    """Return a title for a browser's tab, without characters that act instead of being read."""
    return " ".join("".join(one for one in text[:80] if one.isprintable() or one.isspace()).split())


def _own(name: str) -> str:
    return files("aidgraph.show").joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _script() -> str:
    """Join our modules into one: an inline module cannot import another, so each becomes a function's scope."""
    return "\n".join(["const modules = {};", *map(_scoped, SCRIPTS)])


def _scoped(name: str) -> str:
    text = _stripped(_own(name))
    exports = ", ".join(found[2] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r'const \1 = modules["\2"];', text))
    return f'modules["{name}"] = (() => {{\n{body}return {{ {exports} }};\n}})();'


def _stripped(text: str) -> str:
    """Leave out what a browser does not need: indents, empty lines, and comments on lines of their own."""
    return "".join(f"{line}\n" for line in map(str.strip, text.splitlines()) if line and not line.startswith("//"))


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,])\s*")


def _tight(style: str) -> str:
    """Leave out what a style sheet does not need: comments, line breaks, and spaces around its punctuation."""
    lines = _AROUND.sub(r"\1", _COMMENT.sub("", style)).replace(": ", ":").replace(";}", "}")
    return " ".join(lines.split())


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
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _packed(text: str) -> str:
    # without a time in it, the same text is packed into the same letters
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
