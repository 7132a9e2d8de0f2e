"""The network of a picture as a pyvis model: parties, hubs and lines with their places, and the vis-network script.

The one module that knows pyvis. Its own pages are not used, because they load files from elsewhere and trust their
labels: the page reads the model and draws it with the vis-network that the installed pyvis brings along.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aidgraph.show.layout import Point, positions
from aidgraph.show.picture import Link, Picture

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["Drawing", "draw", "is_group", "model", "vis_script"]

SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"

DASHES = {"solid": False, "dash": [9, 5], "dot": [2, 4], "dashdot": [9, 4, 2, 4], "longdash": [16, 6]}

BEND = 0.16
"""How far the second and later lines between the same two swing out, in parts of their length."""

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


def model(picture: Picture) -> Network:
    """Return the parties that have a partnership and the lines between them as a pyvis network, everything in place.

    A partnership of two is an edge, however many tie the same two. Any other is a small hub with a spoke to each of its
    ends: a group is not turned into pairs, and one whose partner the source does not name is given none. Every edge and
    hub carries the id of its partnership as ``link``. Physics is off.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    hubs = {link.id: f"hub {link.id}" for link in picture.links if link.ends and is_group(link)}
    degrees = picture.degrees()
    drawn = [node for node in picture.nodes if degrees[node.id]]
    lines = [line for link in picture.links for line in _lines(link, hubs.get(link.id, ""))]
    at = positions([*(node.id for node in drawn), *hubs.values()], [(one, other) for one, other, *_ in lines])
    network = Network(directed=True)
    network.set_options(json.dumps(OPTIONS))
    # added to the lists themselves: pyvis' own add_node and add_edge search all of them each time
    for node in drawn:
        kind, (x, y) = picture.kind(node.kind), at[node.id]
        look = {"color": kind.colour, "group": node.kind, "x": x, "y": y}
        network.nodes.append(Node(node.id, kind.shape, label=node.label, **look).options)
    for partnership, hub in hubs.items():
        x, y = at[hub]
        network.nodes.append(Node(hub, "dot", label=" ", size=5, x=x, y=y, link=partnership).options)
    together: Counter[frozenset[str]] = Counter()
    for one, other, link, arrow in lines:
        bend = BEND * together[frozenset((one, other))]
        together[frozenset((one, other))] += 1
        smooth = {"type": "curvedCW", "roundness": round(bend, 2)} if bend else False
        relation = picture.relation(link.relation)
        look = {"color": relation.colour, "dashes": DASHES.get(relation.dash, False), "smooth": smooth}
        edge = Edge(one, other, directed=arrow, link=link.id, title=link.relation, **look)
        network.edges.append(edge.options)
    return network


def _lines(link: Link, hub: str) -> Iterator[tuple[str, str, Link, bool]]:
    """Yield the lines of a partnership: from where, to where, whose, and whether an arrow stands at the end."""
    if not hub:
        if link.ends:
            yield link.ends[0], link.ends[1], link, not link.mutual
        return
    for end in link.froms:
        yield end, hub, link, False
    for end in link.tos:
        yield hub, end, link, not link.mutual


def draw(picture: Picture) -> Drawing:
    """Return where everything in a picture's network stands."""
    nodes, _, _, _, _, options = model(picture).get_network_data()
    at = {node["id"]: (node["x"], node["y"]) for node in nodes if "link" not in node}
    hubs = {node["link"]: (node["x"], node["y"]) for node in nodes if "link" in node}
    return Drawing(at, hubs, json.loads(options))


def is_group(link: Link) -> bool:
    """Tell whether a partnership is drawn as a hub: it has not exactly two ends, or its pairing is left open."""
    return len(link.ends) != 2 or link.pairing == "unspecified"  # noqa: PLR2004 - a pair is two


def vis_script() -> str:
    """Return the text of the vis-network script that the installed pyvis brings along."""
    import pyvis

    return files(pyvis).joinpath(SCRIPT).read_text(encoding="utf-8").replace("\r\n", "\n")
