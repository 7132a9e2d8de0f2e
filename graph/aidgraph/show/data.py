"""The data block of the page: a picture and its drawing as what JSON can hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from aidgraph.kinds import Kind, Relation
from aidgraph.show.initials import initials
from aidgraph.show.network import Drawing
from aidgraph.show.picture import Evidence, Link, Node, Picture, Total
from aidgraph.terms import local_name

__all__ = ["data_block", "in_chinese"]


def data_block(picture: Picture, drawing: Drawing | None) -> str:
    """Return the JSON of a picture; nothing in it can end the script element it stands in, or a line."""
    text = json.dumps(_data(picture, drawing), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def in_chinese(languages: Iterable[str]) -> bool:
    """Tell whether readers of these languages, best first, are addressed in Chinese rather than in English."""
    spoken = (language.split("-")[0].lower() for language in languages)
    return next((language for language in spoken if language in {"zh", "en"}), "en") == "zh"


def _data(picture: Picture, drawing: Drawing | None) -> dict[str, Any]:
    degrees = picture.degrees()
    reasons = {reason: number for number, reason in enumerate(dict.fromkeys(one.because for one in picture.unlinked))}
    sources = {source.id: number for number, source in enumerate(picture.sources)}
    at = {node["id"]: (node["x"], node["y"]) for node in drawing.nodes} if drawing else {}
    return {
        "title": picture.title,
        "languages": picture.languages,
        "interface": "zh" if in_chinese(picture.languages) else "en",
        "total": {"nodes": picture.total_nodes, "links": picture.total_links},
        "scope": picture.scope,
        "kinds": dict(_kinds(picture)),
        "relations": dict(_relations(picture)),
        "sources": [asdict(source) for source in picture.sources],
        "places": {
            place.id: {"label": dict(place.labels), "parent": place.parent, "level": place.level}
            for place in picture.places
        },
        "nodes": [_node(node, degrees[node.id], at.get(node.id)) for node in picture.nodes],
        "links": [_link(link, sources) for link in picture.links],
        "totals": [_total(total, sources) for total in picture.totals],
        "unlinked": [asdict(one) | {"because": reasons[one.because]} for one in picture.unlinked],
        "reasons": list(reasons),
        "drawing": asdict(drawing) if drawing else None,
        "aggregate": None,
    }


def _kinds(picture: Picture) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every kind and level in use, and those above them."""
    used = dict.fromkeys(
        [
            *(node.kind for node in picture.nodes),
            *(place.level for place in picture.places),
            *(kind for total in picture.totals for kind in (total.from_kind, total.to_kind) if kind),
        ]
    )
    for name in _with_parents(used, picture.kinds):
        kind = picture.kind(name)
        yield (
            name,
            {
                "label": dict(kind.labels),
                "colour": kind.colour,
                "shape": kind.shape,
                "parent": local_name(kind.parent),
                "level": kind.is_level,
                "deprecated": kind.deprecated,
            },
        )


def _relations(picture: Picture) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every relation in use, and those above them."""
    used = dict.fromkeys([*(link.relation for link in picture.links), *(total.relation for total in picture.totals)])
    mutual = {link.relation for link in picture.links if link.mutual}
    for name in _with_parents(used, picture.relations):
        relation = picture.relation(name)
        yield (
            name,
            {
                "label": dict(relation.labels),
                "colour": relation.colour,
                "dash": relation.dash,
                "parent": local_name(relation.parent),
                "mutual": relation.mutual or name in mutual,
                "structural": relation.structural,
                "deprecated": relation.deprecated,
            },
        )


def _with_parents(names: Iterable[str], known: Mapping[str, Kind] | Mapping[str, Relation]) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        above: str = name
        while above and above not in found:
            found[above] = None
            above = local_name(known[above].parent) if above in known else ""
    return list(found)


def _node(node: Node, degree: int, at: tuple[float, float] | None) -> dict[str, Any]:
    fields = asdict(node) | {"labels": dict(node.labels), "degree": degree}
    fields["initials"] = initials([node.label, *(label for _, label in node.labels), *node.aliases])
    return fields | ({"x": at[0], "y": at[1]} if at else {})


def _link(link: Link, sources: Mapping[str, int]) -> dict[str, Any]:
    return asdict(link) | {"implied": link.implied, "evidence": _evidence(link.evidence, sources)}


def _total(total: Total, sources: Mapping[str, int]) -> dict[str, Any]:
    fields = asdict(total)
    return fields | {"from": fields.pop("from_"), "evidence": _evidence(total.evidence, sources)}


def _evidence(claims: Iterable[Evidence], sources: Mapping[str, int]) -> list[dict[str, Any]]:
    return [asdict(claim) | {"source": sources[claim.source]} for claim in claims]
