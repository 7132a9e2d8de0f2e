"""Everything as sheets: who there is, who is linked with whom, who says so, what is only counted; or as one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from aidgraph.show.lists import FACTS, facts, listings, sources
from aidgraph.show.picture import Evidence, Link, Picture
from aidgraph.show.workbook import Sheet, Value
from aidgraph.store.embedded import Store

__all__ = ["PARTS", "parts", "sheets"]

PARTS = (
    *("id", "party", "kind", "place", "relation", "direction", "partners"),
    *("since", "until", "status", "standing", "sources"),
)
"""The columns of the one table."""


_PARTIES = ("id", "party", "kind", "place", "names", "aliases", *FACTS, "partnerships", "answer", "because")
_PARTNERSHIPS = (
    *("id", "relation", "mutual", "from", "to", "pairing", "since", "until", "status", "standing", "basis"),
    *("via", "at", "claims", "sources", "from ids", "to ids"),
)
_CLAIMS = (
    *("about", "of", "source", "publisher", "issued", "url", "quote", "locator", "start", "end", "where"),
    *("stance", "review", "basis", "since", "until", "as_of", "status"),
    *("amount", "currency", "count", "unit", "bound", "note"),
)
_TOTALS = (
    *("id", "relation", "from", "to", "from_kind", "to_kind", "count", "unit", "amount", "currency", "bound"),
    *("named", "unnamed", "within", "because", "sources"),
)


def parts(picture: Picture) -> Iterator[tuple[str, ...]]:
    """Yield a row for every party's part in every partnership, and one for each party that has none."""
    writer = _Writer(picture)
    of_party: defaultdict[str, list[Link]] = defaultdict(list)
    for link in sorted(picture.links, key=lambda link: (link.relation, link.id)):
        for end in dict.fromkeys(link.ends):
            of_party[end].append(link)
    for node in picture.nodes:
        party = (node.id, node.label, node.kind, writer.names.get(node.place, ""))
        for link in of_party[node.id]:
            given = node.id in link.froms
            others = (link.tos if given else link.froms) if link.tos or not link.mutual else link.froms
            partners = writer.named(sorted((end for end in others if end != node.id), key=writer.names.__getitem__))
            yield (
                *(*party, link.relation, "mutual" if link.mutual else "out" if given else "in"),
                *(partners or f"({link.unnamed})", link.since, link.until, link.status, link.standing),
                writer.titles(link.evidence),
            )
        if not of_party[node.id]:
            yield (*party, *([""] * (len(PARTS) - len(party))))


def sheets(picture: Picture, store: Store) -> dict[str, Sheet]:
    """Return the sheets of a picture, and of the lists in its store, by name.

    A claim is ``about`` the id of a partnership or total, a listing tells of a party by its id.
    """
    writer = _Writer(picture)
    return {
        "parties": Sheet(_PARTIES, list(writer.parties(facts(store, writer.names)))),
        "partnerships": Sheet(_PARTNERSHIPS, list(writer.partnerships())),
        "claims": Sheet(_CLAIMS, list(writer.claims())),
        "totals": Sheet(_TOTALS, list(writer.totals())),
        "listings": listings(store, writer.names),
        "sources": sources(store, writer.names),
    }


class _Writer:
    """A picture as rows, one method a sheet."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.names = {node.id: node.label for node in picture.nodes}
        self.sources = {source.id: source for source in picture.sources}

    def parties(self, known: Mapping[str, Sequence[Value]]) -> Iterator[Sequence[Value]]:
        alone = {one.id: one for one in self.picture.unlinked}
        for node in self.picture.nodes:
            names = [f"{label} ({language})" for language, label in node.labels if label != node.label]
            answer = (alone[node.id].answer, alone[node.id].because) if node.id in alone else ("linked", "")
            place = self.names.get(node.place, node.place)
            yield (
                *(node.id, node.label, node.kind, place, "; ".join(names), "; ".join(node.aliases)),
                *known.get(node.id, [None] * len(FACTS)),
                *(node.degree, *answer),
            )

    def partnerships(self) -> Iterator[Sequence[Value]]:
        for link in self.picture.links:
            ends = (self.named(link.froms), self.named(link.tos))
            if not link.mutual:
                ends = (ends[0] or f"({link.unnamed})", ends[1] or f"({link.unnamed})")
            yield (
                *(link.id, link.relation, "yes" if link.mutual else "no", *ends, link.pairing),
                *(link.since, link.until, link.status, link.standing, "implied" if link.implied else "stated"),
                *("; ".join(link.via), link.at, len(link.evidence), self.titles(link.evidence)),
                *("; ".join(link.froms), "; ".join(link.tos)),
            )

    def claims(self) -> Iterator[Sequence[Value]]:
        for thing in self.picture.links:
            yield from (self.claim(thing.id, "partnership", claim) for claim in thing.evidence)
        for total in self.picture.totals:
            yield from (self.claim(total.id, "total", claim) for claim in total.evidence)

    def claim(self, about: str, of: str, claim: Evidence) -> Sequence[Value]:
        source = self.sources[claim.source]
        return (
            *(about, of, source.title, source.publisher, source.issued, source.url),
            *(claim.quote, claim.locator, claim.start, claim.end, claim.where),
            *(claim.stance, claim.review, claim.basis, claim.since, claim.until, claim.as_of, claim.status),
            *(_number(claim.amount), claim.currency, claim.count, claim.unit, claim.bound, claim.note),
        )

    def totals(self) -> Iterator[Sequence[Value]]:
        for total in self.picture.totals:
            yield (
                *(total.id, total.relation, self.named([total.from_]), self.named([total.to])),
                *(total.from_kind, total.to_kind, total.count, total.unit, _number(total.amount), total.currency),
                *(total.bound, total.named, total.unnamed, total.within, total.because, self.titles(total.evidence)),
            )

    def named(self, ends: Iterable[str]) -> str:
        return "; ".join(self.names.get(end, end) for end in ends)

    def titles(self, claims: Iterable[Evidence]) -> str:
        return "; ".join(sorted({self.sources[claim.source].title for claim in claims}))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
