"""What a page shows, as plain records: parties, the partnerships between them with their evidence, and who has none.

Texts are ready to be read (labels in the language wanted, dates as exact as their source); empty means not stated.
All of it is untrusted: nothing here is escaped, and whoever draws it must be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import islice

__all__ = ["Evidence", "Link", "Node", "Picture", "Unlinked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A party as it is drawn.

    ``kind`` groups it in the legend (a kind's or level's name), ``kind_label`` is what the reader sees; ``place`` is
    the label of where it is. ``colour`` is ``#rrggbb``, ``shape`` one of those that ``ontology/kinds.ttl`` may declare.
    """

    id: str
    label: str
    kind: str
    kind_label: str
    place: str
    colour: str
    shape: str
    aliases: tuple[str, ...] = ()
    is_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One claim about a partnership: which source says so, in which words.

    ``source`` is the source's title and ``url`` its address (only http and https become links), ``where`` the file and
    row that recorded the claim, ``date`` when the source was issued. ``self_reported`` tells whether the source speaks
    for a party, ``None`` where that is not on record. ``stance``, ``review`` and ``basis`` are the codes of a claim.
    """

    source: str
    quote: str = ""
    locator: str = ""
    where: str = ""
    date: str = ""
    self_reported: bool | None = None
    stance: str = "supports"
    review: str = "accepted"
    basis: str = "stated"
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One partnership: a relation and its ends, which are ids of nodes.

    A mutual relation has two sides that are not ordered; with ``tos`` empty its ``froms`` are peers of each other. A
    directed one with an empty side has a partner that the source does not name. ``pairing`` is ``""``, ``all-to-all``
    or ``unspecified``; ``standing`` is ``accepted``, ``disputed``, ``proposed`` or ``rejected``; ``status`` is a
    claim's. ``colour`` is ``#rrggbb``; ``dash`` is one of ``solid``, ``dash``, ``dot``, ``dashdot``, ``longdash``.
    """

    id: str
    relation: str
    relation_label: str
    mutual: bool
    pairing: str = ""
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    status: str = ""
    standing: str = "accepted"
    colour: str
    dash: str = "solid"
    evidence: tuple[Evidence, ...] = ()

    @property
    def ends(self) -> tuple[str, ...]:
        """Both sides, ``froms`` first."""
        return self.froms + self.tos


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A party without a partner: ``answer`` is ``unlinked`` (a complete list says so) or ``unknown``."""

    id: str
    label: str
    answer: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything one page shows.

    ``languages`` are in order of preference (the first chooses the language of the interface); ``total_nodes`` is how
    many parties there are, of which ``nodes`` may be a part. Every end of a link is the id of a node.
    """

    title: str
    languages: tuple[str, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    unlinked: tuple[Unlinked, ...]
    total_nodes: int

    def degrees(self) -> Counter[str]:
        """Return how many partnerships each party has a part in, by id."""
        return Counter(end for link in self.links for end in set(link.ends))

    def cut(self, limit: int) -> Picture:
        """Return a picture of at most ``limit`` parties and the partnerships between these.

        Kept are the parties with most partnerships, each together with its partners: they are shown with what they
        have, not as so many strangers.
        """
        if len(self.nodes) <= limit:
            return self
        degrees = self.degrees()
        partners: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for link in self.links:
            for end in link.ends:
                partners[end].update(dict.fromkeys(link.ends))
        kept: dict[str, None] = {}
        for node in sorted(self.nodes, key=lambda node: -degrees[node.id]):
            if len(kept) >= limit:
                break
            wanted = {node.id: None} | partners[node.id]
            kept |= dict.fromkeys(islice((party for party in wanted if party not in kept), limit - len(kept)))
        return replace(
            self,
            nodes=tuple(node for node in self.nodes if node.id in kept),
            links=tuple(link for link in self.links if all(end in kept for end in link.ends)),
        )
