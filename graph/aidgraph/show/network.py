"""A picture as a pyvis network: the one module that knows pyvis, and the vis-network script inside it.

pyvis is the model only (nodes, edges, options); its own pages load files from elsewhere and trust their labels.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from aidgraph.kinds import Relation
from aidgraph.show.layout import positions
from aidgraph.show.picture import Link, Picture

__all__ = ["Drawing", "canvas_label", "draw", "vis_script"]

SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"

SHAPES = frozenset({"dot", "square", "triangle", "triangleDown", "diamond", "star", "hexagon"})
"""The shapes whose label stands below; an ``ellipse`` would hold it inside, on its colour, and is drawn as a dot."""

DASHES: dict[str, bool | list[int]] = {
    "solid": False,
    "dash": [9, 5],
    "dot": [2, 4],
    "dashdot": [9, 4, 2, 4],
    "longdash": [16, 6],
}

OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 250, "keyboard": False, "selectConnectedEdges": False},
    "nodes": {"borderWidth": 1.5, "scaling": {"label": {"drawThreshold": 7}}},
    "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.55}}, "hoverWidth": 0.6, "selectionWidth": 1},
}

LINE = 16  # cells of a label's line: 8 Chinese characters or 16 Latin letters
LINES = 2
MARKS = 2  # combining marks kept on one character
JOINERS = "\u200c\u200d"  # Persian, Uyghur and emoji need them


@dataclass(frozen=True, slots=True)
class Drawing:
    """What vis-network is given: nodes and edges with their positions and looks, and its options."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]


def vis_script() -> str:
    """Return the text of the vis-network script that the installed pyvis brings along."""
    text = files("pyvis").joinpath(SCRIPT).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def draw(picture: Picture) -> Drawing:
    """Model the parties that have a partnership, with their positions; those that have none are not drawn.

    A partnership of two is an edge, however many tie the same two. Any other is a small hub with a spoke to each of
    its ends: a group is not turned into pairs, and one whose partner the source does not name is given none. Every
    edge and hub carries the id of its partnership as ``link``.
    """
    from pyvis.network import Network

    network = Network(directed=True)
    network.set_options(json.dumps(OPTIONS))
    hubs = {link.id: f"hub {link.id}" for link in picture.links if link.ends and is_group(link)}
    degrees = picture.degrees()
    drawn = [node for node in picture.nodes if degrees[node.id]]
    pairs = [
        (hubs[link.id], end) if link.id in hubs else (link.ends[0], link.ends[1])
        for link in picture.links
        for end in (link.ends if link.id in hubs else link.ends[:1])
    ]
    at = positions([node.id for node in drawn] + list(hubs.values()), pairs)
    kinds = {name: picture.kind(name) for name in {node.kind for node in drawn}}
    for node in drawn:
        (x, y), kind = at[node.id], kinds[node.kind]
        network.add_node(
            node.id,
            label=canvas_label(node.label),
            shape=kind.shape if kind.shape in SHAPES else "dot",
            color=kind.colour,
            size=_size(kind.shape, degrees[node.id]),
            x=x,
            y=y,
        )
    looks = {name: picture.relation(name) for name in {link.relation for link in picture.links}}
    for link in picture.links:
        if link.id in hubs:
            _add_group(network, link, looks[link.relation], hubs[link.id], at[hubs[link.id]])
    _add_pairs(network, [link for link in picture.links if link.ends and link.id not in hubs], looks)
    nodes, edges, _, _, _, options = network.get_network_data()
    return Drawing(nodes, edges, json.loads(options))


def is_group(link: Link) -> bool:
    """Tell whether a partnership is drawn as a hub: it has not exactly two ends, or its pairing is left open."""
    return len(link.ends) != 2 or link.pairing == "unspecified"  # noqa: PLR2004 - a pair is two


def _size(shape: str, degree: int) -> float:
    # a star's points make it look smaller than it is
    return round((10 + min(13, 2.6 * math.sqrt(degree - 1))) * (1.2 if shape == "star" else 1), 1)


def _look(link: Link, relation: Relation) -> dict[str, Any]:
    return {"link": link.id, "color": relation.colour, "dashes": DASHES.get(relation.dash, False), "width": 1.8}


def _add_group(
    network: Any,  # noqa: ANN401 - pyvis has no types
    link: Link,
    relation: Relation,
    hub: str,
    at: tuple[float, float],
) -> None:
    network.add_node(hub, label=" ", shape="dot", color=relation.colour, size=5, x=at[0], y=at[1], link=link.id)
    for side, ends in (("from", link.froms), ("to", link.tos)):
        for end in ends:
            one, other = (end, hub) if side == "from" else (hub, end)
            arrows = "to" if side == "to" and not link.mutual else ""
            network.add_edge(one, other, id=f"{side} {end} {link.id}", arrows=arrows, **_look(link, relation))


def _add_pairs(network: Any, links: list[Link], looks: dict[str, Relation]) -> None:  # noqa: ANN401 - pyvis has no types
    """Add an edge a partnership; several between the same two bend apart."""
    together = Counter(frozenset(link.ends) for link in links)
    seen: Counter[frozenset[str]] = Counter()
    for link in links:
        one, other = link.ends
        both = frozenset(link.ends)
        bend = (seen[both] - (together[both] - 1) / 2) * min(0.24, 1.2 / together[both])
        seen[both] += 1
        # which side a curve bends to depends on where it starts
        bend = bend if one <= other else -bend
        smooth = {"type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(round(bend, 3))} if bend else False
        arrows = "" if link.mutual else "to"
        look = _look(link, looks[link.relation])
        network.add_edge(one, other, id=link.id, arrows=arrows, smooth=smooth, **look)


def canvas_label(text: str) -> str:
    r"""Return a label for the canvas: at most two short lines, without characters that act instead of being read.

    >>> canvas_label("英吉沙县中等职业技术学校")
    '英吉沙县中等\n职业技术学校'
    >>> canvas_label("Jining No. 1 People's Hospital")
    "Jining No. 1\nPeople's Hospital"
    >>> canvas_label("  ")
    '—'
    """
    clusters = _clusters(text)
    total = sum(_cells(cluster) for cluster in clusters)
    if total > LINE * LINES:
        clusters = _fitting(clusters, LINE * LINES - 1)
        clusters.append("…")
        total = LINE * LINES
    if total <= LINE:
        return "".join(clusters).strip() or "—"
    return "\n".join(_halves(clusters, total))


def _clusters(text: str) -> list[str]:
    """Split into characters with their marks and joiners, leaving out controls and superfluous marks."""
    clusters: list[str] = []
    marks = 0
    for char in " ".join(text[:400].split()):
        category = unicodedata.category(char)
        glued = category.startswith("M") or char in JOINERS or (clusters and clusters[-1].endswith(JOINERS[1]))
        if category[0] == "C" and char not in JOINERS and category != "Co":
            continue
        marks = marks + 1 if category.startswith("M") else 0
        if not glued:
            clusters.append(char)
        elif clusters and clusters[-1] != " " and marks <= MARKS:
            clusters[-1] += char
    return clusters


def _cells(cluster: str) -> int:
    return 2 if unicodedata.east_asian_width(cluster[0]) in "WF" else 1


def _fitting(clusters: list[str], room: int) -> list[str]:
    kept: list[str] = []
    for cluster in clusters:
        room -= _cells(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return kept


def _halves(clusters: list[str], total: int) -> tuple[str, str]:
    """Break into two lines, nearly in the middle: at a space where there is one near it."""
    ends = [0]
    for cluster in clusters:
        ends.append(ends[-1] + _cells(cluster))
    near = sorted(range(1, len(clusters)), key=lambda cut: (abs(ends[cut] - total / 2), cut))
    spaces = [cut for cut in near if clusters[cut] == " " and abs(ends[cut] - total / 2) <= LINE / 3]
    cut = (spaces or near)[0]
    return "".join(clusters[:cut]).strip(), "".join(clusters[cut:]).strip()
