"""The data block of the page: a picture and its drawing as JSON, as small as it can be without being packed.

Records stand in tables, whose fields are named once; ``null`` is a field's usual value, left out at the end of a row.
Parties, places and sources are referred to by their row, and ids lack what all have in common. ``page/wire.js`` turns
the block back into records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, takewhile
from typing import Any

from aidgraph.show.initials import initials
from aidgraph.show.network import Drawing
from aidgraph.show.picture import Evidence, Labels, Picture, Unlinked
from aidgraph.terms import local_name

__all__ = ["data_block"]

LIMIT = 2000
"""How many parties with a partnership are shown at once: beyond, a page opens on an aggregated view."""

Row = list[Any]
Table = dict[str, Any]


def data_block(picture: Picture, drawing: Drawing | None) -> str:
    """Return the JSON of a picture; nothing in it can end the script element it stands in, or a line."""
    block = _Block(picture, drawing).block()
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _table(fields: str, rows: Iterable[Row]) -> Table:
    """Return a table; what is empty in a row is ``null``, and left out at its end."""
    return {"fields": fields.split(), "rows": [_trimmed(row) for row in rows]}


def _trimmed(row: Row) -> Row:
    # a zero says something: it may be a row, or a count
    cells = [None if cell is False or cell in ("", [], (), {}) else cell for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


class _Block:
    """A picture on its way into JSON, with the rows that ids stand in."""

    def __init__(self, picture: Picture, drawing: Drawing | None) -> None:
        self.picture, self.drawing = picture, drawing
        self.node_rows = _rows(node.id for node in picture.nodes)
        self.place_rows = _rows(place.id for place in picture.places)
        self.link_rows = _rows(link.id for link in picture.links)
        self.source_rows = _rows(source.id for source in picture.sources)
        self.reasons: dict[str, int] = {}
        self.files: dict[str, int] = {}
        ids = [*self.node_rows, *self.link_rows, *self.place_rows, *(total.id for total in picture.totals)]
        self.base = _common(min(ids), max(ids)) if ids else ""

    def block(self) -> dict[str, Any]:
        picture = self.picture
        return {
            "title": picture.title,
            "languages": picture.languages,
            "interface": "zh" if picture.in_chinese else "en",
            "total": {"nodes": picture.total_nodes, "links": picture.total_links},
            "scope": picture.scope,
            "base": self.base,
            "kinds": dict(self.kinds()),
            "relations": dict(self.relations()),
            "sources": _table(
                "id title publisher issued url self_reported",
                ([s.id, s.title, s.publisher, s.issued, s.url, _truth(s.self_reported)] for s in picture.sources),
            ),
            "places": self.places(),
            "nodes": self.nodes(),
            "links": self.links(),
            "totals": self.totals(),
            "claims": self.claims(),
            "unlinked": self.unlinked(),
            "reasons": list(self.reasons),
            "files": list(self.files),
            "drawing": self.drawn(),
            "aggregate": self.aggregate(),
            "coverage": self.coverage(),
            "at_coverage": picture.at_coverage,
        }

    def short(self, iri: str) -> str:
        return iri.removeprefix(self.base)

    def reason(self, text: str) -> int:
        return self.reasons.setdefault(text, len(self.reasons))

    def kinds(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every kind and level in use, and those above them."""
        picture = self.picture
        used = [
            *(node.kind for node in picture.nodes),
            *(place.level for place in picture.places),
            *(kind for total in picture.totals for kind in (total.from_kind, total.to_kind) if kind),
            *(kind for grid in picture.coverage for kind in (grid.level, *(cell.kind for cell in grid.cells)) if kind),
        ]
        for name in _with_parents(used, {name: local_name(kind.parent) for name, kind in picture.kinds.items()}):
            kind = picture.kind(name)
            look = {"label": dict(kind.labels), "colour": kind.colour, "shape": kind.shape}
            place = {"parent": local_name(kind.parent), "level": kind.is_level, "deprecated": kind.deprecated}
            yield name, look | place

    def relations(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every relation in use, and those above them."""
        picture = self.picture
        used = [*(link.relation for link in picture.links), *(total.relation for total in picture.totals)]
        parents = {name: local_name(relation.parent) for name, relation in picture.relations.items()}
        for name in _with_parents(used, parents):
            relation = picture.relation(name)
            look = {"label": dict(relation.labels), "colour": relation.colour, "dash": relation.dash}
            place = {"parent": parents.get(name, ""), "deprecated": relation.deprecated}
            yield name, look | place | {"mutual": relation.mutual, "structural": relation.structural}

    def places(self) -> Table:
        rows = self.place_rows
        return _table(
            "id label parent level",
            (
                # a place that is a party too has its labels there
                [self.short(p.id), None if p.id in self.node_rows else dict(p.labels), rows.get(p.parent), p.level]
                for p in self.picture.places
            ),
        )

    def nodes(self) -> Table:
        degrees, languages = self.picture.degrees(), self.picture.languages
        parties = self.drawing.parties if self.drawing else {}
        at = {party: (round(x), round(y)) for party, (x, y) in parties.items()}
        return _table(
            "id labels label kind place side aliases initials degree is_place x y",
            (
                [
                    self.short(node.id),
                    dict(node.labels),
                    node.label if node.label != _preferred(node.labels, languages) else None,
                    node.kind,
                    self.place_rows.get(node.place),
                    node.side if node.side != "platform" else None,
                    node.aliases,
                    initials([node.label, *(label for _, label in node.labels), *node.aliases]),
                    node.degree if node.degree > degrees[node.id] else None,
                    node.is_place,
                    *at.get(node.id, ()),
                ]
                for node in self.picture.nodes
            ),
        )

    def links(self) -> Table:
        mutual = {name for name, relation in self.picture.relations.items() if relation.mutual}
        return _table(
            "id relation froms tos mutual pairing unnamed since until since_day until_day status ended_by standing"
            " implied via at claims",
            (
                [
                    self.short(link.id),
                    link.relation,
                    [self.node_rows[end] for end in link.froms],
                    [self.node_rows[end] for end in link.tos],
                    None if link.mutual == (link.relation in mutual) else int(link.mutual),
                    link.pairing,
                    link.unnamed,
                    link.since,
                    link.until,
                    link.since_day,
                    link.until_day,
                    link.status if link.status != "unknown" else None,
                    link.ended_by,
                    link.standing if link.standing != "accepted" else None,
                    link.implied,
                    link.via,
                    link.at,
                    len(link.evidence) or None,
                ]
                for link in self.picture.links
            ),
        )

    def totals(self) -> Table:
        rows = _rows(total.id for total in self.picture.totals)
        return _table(
            "id relation from to from_kind to_kind count unit amount currency bound named unnamed because within"
            " claims",
            (
                [
                    self.short(total.id),
                    total.relation,
                    self.node_rows.get(total.from_),
                    self.node_rows.get(total.to),
                    total.from_kind,
                    total.to_kind,
                    total.count,
                    total.unit,
                    total.amount,
                    total.currency,
                    total.bound,
                    total.named,
                    total.unnamed,
                    self.reason(total.because),
                    rows.get(total.within),
                    len(total.evidence) or None,
                ]
                for total in self.picture.totals
            ),
        )

    def claims(self) -> Table:
        """Return the claims of all links, then of all totals, each in order: a link tells how many are its own."""
        about_links = (claim for link in self.picture.links for claim in link.evidence)
        about_totals = (claim for total in self.picture.totals for claim in total.evidence)
        return _table(
            "source quote locator file row start end since until as_of status amount currency count unit bound note"
            " stance review basis",
            map(self.claim, chain(about_links, about_totals)),
        )

    def claim(self, claim: Evidence) -> Row:
        file, _, row = claim.where.rpartition(":")
        if not (file and row.isdecimal() and row.isascii()):
            file, row = claim.where, ""
        return [
            self.source_rows[claim.source],
            claim.quote,
            claim.locator,
            self.files.setdefault(file, len(self.files)) if file else None,
            int(row) if row else None,
            claim.start,
            claim.end,
            claim.since,
            claim.until,
            claim.as_of,
            claim.status,
            claim.amount,
            claim.currency,
            claim.count,
            claim.unit,
            claim.bound,
            claim.note,
            claim.stance if claim.stance != "supports" else None,
            claim.review if claim.review != "accepted" else None,
            claim.basis if claim.basis != "stated" else None,
        ]

    def unlinked(self) -> Table:
        return _table(
            "node answer because marks id label",
            (
                [self.node_rows.get(one.id), one.answer, self.reason(one.because), one.marks, *self.stranger(one)]
                for one in self.picture.unlinked
            ),
        )

    def stranger(self, one: Unlinked) -> tuple[str, ...]:
        """Return the id and the label of a party that is not held, which nothing else tells."""
        return () if one.id in self.node_rows else (one.id, one.label)

    def drawn(self) -> dict[str, Any] | None:
        """Return where the hubs stand, by the rows of their links, and the options; parties tell where they stand."""
        if self.drawing is None:
            return None
        hubs = {self.link_rows[link]: [round(x), round(y)] for link, (x, y) in self.drawing.hubs.items()}
        return {"hubs": hubs, "options": self.drawing.options}

    def coverage(self) -> Table:
        """Return the cells of all grids in order: a level tells how many are its own, or why none are.

        A kind is its row among the kinds; a place that the page does not hold is told by its label.
        """
        kinds, grids = _rows(name for name, _ in self.kinds()), self.picture.coverage
        rows = (
            [
                self.place_rows.get(cell.place_id or "", cell.place),
                kinds.get(cell.kind or ""),
                *(count or None for count in (cell.unknown, cell.linked, cell.roster, cell.unlinked)),
                int(cell.complete) or None,
            ]
            for grid in grids
            for cell in grid.cells
        )
        table = _table("place kind unknown linked roster unlinked complete", rows)
        return {"levels": [[grid.level, len(grid.cells) or grid.left_out] for grid in grids]} | table

    def aggregate(self) -> dict[str, Any] | None:
        """Return the levels to gather places by, broadest first, where there are too many parties to show."""
        picture = self.picture
        if len(picture.degrees()) <= LIMIT:
            return None
        levels = [picture.kind(level) for level in dict.fromkeys(place.level for place in picture.places)]
        order = sorted(levels, key=lambda level: (level.rank is None, level.rank or 0, level.name))
        return {"by": [level.name for level in order], "limit": LIMIT}


def _common(first: str, last: str) -> str:
    """Return how two texts begin alike; where these are the first and the last of many, so do all."""
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))


def _rows(ids: Iterable[str]) -> dict[str, int]:
    return dict(zip(ids, count(), strict=False))


def _truth(value: bool | None) -> int | None:  # noqa: FBT001  a cell, which may say no
    return None if value is None else int(value)


def _preferred(labels: Labels, languages: Sequence[str]) -> str:
    known = dict(labels)
    return next((known[language] for language in languages if language in known), "")


def _with_parents(names: Iterable[str], parents: Mapping[str, str]) -> list[str]:
    found: dict[str, None] = {}
    for name in dict.fromkeys(names):
        above = name
        while above and above not in found:
            found[above] = None
            above = parents.get(above, "")
    return list(found)
