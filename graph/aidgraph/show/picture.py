"""What a page shows, as plain records: parties, the partnerships between them with their evidence, and who has none.

Texts are ready to be read (labels in the language wanted, dates as exact as their source); empty means not stated.
All of it is untrusted: nothing here is escaped, and whoever draws it must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aidgraph.ask.coverage import Cell
from aidgraph.kinds import Kind, Relation
from aidgraph.terms import AID, KIND

__all__ = ["Evidence", "Grid", "Link", "Node", "Picture", "Place", "Source", "Total", "Unlinked"]

MARKS = ("total", "review", "ended", "inside")
"""What may be known of a party short of a partner, see ``Unlinked``."""

GREY = "#777777"
"""The colour of what the vocabulary gives none."""

Labels = tuple[tuple[str, str], ...]
"""Labels with their languages: (language, text)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A party as it is drawn.

    ``label`` is that of the language preferred, ``labels`` are all of them; ``kind`` is the name of its kind or level,
    ``place`` the id of where it is, and ``side`` the column it stands in: ``provider``, ``platform`` or ``recipient``.
    ``degree`` counts its partnerships, also those that the picture does not hold.
    """

    id: str
    label: str
    kind: str
    place: str = ""
    labels: Labels = ()
    aliases: tuple[str, ...] = ()
    is_place: bool = False
    side: str = "platform"
    degree: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that is somebody's, or lies around one: ``parent`` is the id of the place it is part of."""

    id: str
    labels: Labels
    level: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who said it: a table, a report, or a publication that is only cited.

    Of ``url`` only http and https become links; ``self_reported`` tells whether it speaks for a party, ``None`` where
    that is not on record.
    """

    id: str
    title: str
    publisher: str = ""
    issued: str = ""
    url: str = ""
    self_reported: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One claim about a partnership or a total: which source says so, in which words, and what else it says.

    ``source`` is the id of a source; ``where`` the file and row that recorded the claim; ``start`` and ``end`` are the
    passage's place in the source. Dates are as exact as stated, ``amount`` is a decimal number as text. ``stance``,
    ``review``, ``basis``, ``status`` and ``bound`` are the codes of a claim.
    """

    source: str
    quote: str = ""
    locator: str = ""
    start: int | None = None
    end: int | None = None
    where: str = ""
    stance: str = "supports"
    review: str = "accepted"
    basis: str = "stated"
    since: str = ""
    until: str = ""
    as_of: str = ""
    status: str = ""
    amount: str = ""
    currency: str = ""
    count: int | None = None
    unit: str = ""
    bound: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One partnership: a relation and its ends, which are ids of nodes.

    A mutual relation has two sides that are not ordered; with ``tos`` empty its ``froms`` are peers of each other. A
    directed one with an empty side has a partner that the source does not name, of which ``unnamed`` tells what is
    known. ``pairing`` is ``""``, ``all-to-all`` or ``unspecified``; ``standing`` is ``accepted``, ``disputed``,
    ``proposed`` or ``rejected``. ``since`` and ``until`` are as exact as stated, ``since_day`` and ``until_day`` the
    first and the last day they may mean; ``ended_by`` is the day by which it had ended, where only its status says so.
    ``via`` are the labels of who arranged it, ``at`` that of the place it concerns.
    """

    id: str
    relation: str
    mutual: bool
    pairing: str = ""
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    unnamed: str = ""
    since: str = ""
    until: str = ""
    since_day: str = ""
    until_day: str = ""
    status: str = "unknown"
    ended_by: str = ""
    standing: str = "accepted"
    via: tuple[str, ...] = ()
    at: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def ends(self) -> tuple[str, ...]:
        """Both sides, ``froms`` first."""
        return self.froms + self.tos

    @property
    def implied(self) -> bool:
        """Whether no accepted claim states it outright."""
        return not any(
            claim.review == "accepted" and claim.stance == "supports" and claim.basis == "stated"
            for claim in self.evidence
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A source's count or sum over partnerships that it does not name.

    ``from_`` and ``to`` are ids of nodes, ``within`` the id of a total that may include this one. ``named`` and
    ``unnamed`` split the count, ``None`` where its unit is not one of partnerships; ``because`` says what was counted.
    """

    id: str
    relation: str
    from_: str = ""
    to: str = ""
    from_kind: str = ""
    to_kind: str = ""
    count: int | None = None
    unit: str = ""
    amount: str = ""
    currency: str = ""
    bound: str = ""
    named: int | None = None
    unnamed: int | None = None
    because: str = ""
    within: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A party without a partner: ``answer`` is ``unlinked`` (a complete list says so) or ``unknown``.

    ``marks`` tell what is known short of a partner: ``total`` (named only in a total), ``review`` (only by claims that
    are under review or rejected), ``ended``, ``inside`` (only what lies inside it has partners).
    """

    id: str
    label: str
    answer: str
    because: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Coverage by kind and by the places of a level, by those that parties lie in directly where it is empty.

    One that a page leaves out has no cells, and says why: *few* parties lie in such places, or its cells are *many*.
    """

    level: str
    cells: tuple[Cell, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything one page shows.

    ``languages`` are in order of preference (the first chooses the language of the interface). ``nodes`` and ``links``
    may be a part of what there is: ``total_nodes`` and ``total_links`` are all of it, ``scope`` tells what the part is.
    With ``at_coverage`` the page opens on the first grid of ``coverage``.
    Every end of a link is the id of a node; ``kinds`` and ``relations`` are by name and need not hold every one used.
    """

    title: str
    languages: tuple[str, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    unlinked: tuple[Unlinked, ...] = ()
    totals: tuple[Total, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    total_nodes: int
    total_links: int
    scope: str = ""
    coverage: tuple[Grid, ...] = ()
    at_coverage: bool = False

    @property
    def in_chinese(self) -> bool:
        """Whether readers of these languages, best first, are addressed in Chinese rather than in English."""
        spoken = (language.split("-")[0].lower() for language in self.languages)
        return next((language for language in spoken if language in {"zh", "en"}), "en") == "zh"

    def kind(self, name: str) -> Kind:
        """Return a kind or level by name, grey and round where the vocabulary tells nothing of it."""
        known = self.kinds.get(name) or Kind(iri=KIND + name, name=name, labels=())
        return replace(known, colour=known.colour or GREY, shape=known.shape or "dot")

    def relation(self, name: str) -> Relation:
        """Return a relation by name, grey and solid where the vocabulary tells nothing of it."""
        known = self.relations.get(name) or Relation(iri=AID + name, name=name, labels=())
        return replace(known, colour=known.colour or GREY, dash=known.dash or "solid")

    def degrees(self) -> Counter[str]:
        """Return how many partnerships each party has a part in, by id."""
        return Counter(end for link in self.links for end in set(link.ends))
