"""The network of a picture: where its parties and hubs stand, and the vis-network script that draws it.

The one module that knows pyvis: it brings vis-network along. Its own pages are not used, because they load files from
elsewhere and trust their labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from aidgraph.show.layout import Point, positions
from aidgraph.show.picture import Link, Picture

__all__ = ["Drawing", "draw", "is_group", "vis_script"]

SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"

OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 250, "keyboard": False, "selectConnectedEdges": False},
    "nodes": {"borderWidth": 1.5, "scaling": {"label": {"drawThreshold": 7}}},
    "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.55}}, "hoverWidth": 0.6, "selectionWidth": 1},
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where parties stand, by id, and the hubs of partnerships, by the id of these; and vis-network's options."""

    parties: Mapping[str, Point]
    hubs: Mapping[str, Point]
    options: Mapping[str, Any]


def draw(picture: Picture) -> Drawing:
    """Give everybody who has a partnership a place; those who have none are not drawn.

    A partnership of two is an edge. Any other is a small hub with a spoke to each of its ends: a group is not turned
    into pairs, and one whose partner the source does not name is given none.
    """
    hubs = {link.id: f"hub {link.id}" for link in picture.links if link.ends and is_group(link)}
    degrees = picture.degrees()
    drawn = [node.id for node in picture.nodes if degrees[node.id]]
    edges = [
        (hubs[link.id], end) if link.id in hubs else (link.ends[0], link.ends[1])
        for link in picture.links
        for end in (link.ends if link.id in hubs else link.ends[:1])
    ]
    at = positions([*drawn, *hubs.values()], edges)
    return Drawing({party: at[party] for party in drawn}, {link: at[hub] for link, hub in hubs.items()}, OPTIONS)


def is_group(link: Link) -> bool:
    """Tell whether a partnership is drawn as a hub: it has not exactly two ends, or its pairing is left open."""
    return len(link.ends) != 2 or link.pairing == "unspecified"  # noqa: PLR2004 - a pair is two


def vis_script() -> str:
    """Return the text of the vis-network script that the installed pyvis brings along."""
    import pyvis

    return files(pyvis).joinpath(SCRIPT).read_text(encoding="utf-8").replace("\r\n", "\n")
