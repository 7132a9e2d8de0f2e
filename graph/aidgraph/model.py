"""The records everything is made of: statements as written, and the parties, partnerships and claims they become.

A row or passage is read into a *statement* (names as written, and where it stood). Resolving its names gives
*parties*, *partnerships*, *reported totals* and the *claims* that speak for them. Records are frozen and do no I/O.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from aidgraph.errors import Where

__all__ = [
    "Claim",
    "ClaimFacts",
    "Listing",
    "ListingStatement",
    "PartialDate",
    "Partnership",
    "PartnershipStatement",
    "Party",
    "Records",
    "ReportedTotal",
    "Source",
    "Statement",
    "Term",
    "TotalStatement",
]

BASES = ("stated", "implied")
BOUNDS = ("exact", "at-least", "about")
GROUPS = ("each", "all-to-all", "unspecified")
REVIEWS = ("proposed", "accepted", "rejected")
STANCES = ("supports", "contradicts")
STATUSES = ("announced", "active", "ended", "unknown")

# [0-9], not \d: the digits of other scripts are none in RDF
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as exact as its source: a year, a month or a day.

    >>> PartialDate.parse("2023-05").last
    '2023-05-31'
    >>> PartialDate.parse("2023").precision
    'year'
    """

    text: str

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> PartialDate:
        """Read ``2023``, ``2023-05`` or ``2023-05-22``; raises ``ValueError`` for anything else."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(text)
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        return PartialDate(text)

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return ("year", "month", "day")[self.text.count("-")]

    @property
    def first(self) -> str:
        """The first day it may mean, as ``YYYY-MM-DD``."""
        return self.text + ("-01-01", "-01", "")[self.text.count("-")]

    @property
    def last(self) -> str:
        """The last day it may mean, as ``YYYY-MM-DD``."""
        if self.precision == "year":
            return f"{self.text}-12-31"
        if self.precision == "month":
            year, month = map(int, self.text.split("-"))
            return f"{self.text}-{calendar.monthrange(year, month)[1]:02}"
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What a claim says beyond who and what: the part that may differ between sources."""

    quote: str = ""
    start: int | None = None
    end: int | None = None
    page: int | None = None
    locator: str = ""
    stance: str = "supports"
    review: str = "accepted"
    basis: str = "stated"
    pairing: str = ""
    open: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None
    as_of: PartialDate | None = None
    status: str = ""
    amount: Decimal | None = None
    currency: str = ""
    count: int | None = None
    unit: str = ""
    bound: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingStatement:
    """A row that says a party exists; ``kind`` is an institution kind, ``level`` a place level, names as written."""

    where: Where
    name: str
    kind: str = ""
    level: str = ""
    names: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    identifier: str = ""
    code: str = ""
    place: str = ""
    parent: str = ""
    acts_for: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    url: str = ""
    specialties: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    maybe_same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipStatement:
    """A row that states a partnership, with the ends and the source as written."""

    where: Where
    relation: str
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    identifier: str = ""
    via: tuple[str, ...] = ()
    at: str = ""
    source: str = ""
    group: str = ""
    from_kind: str = ""
    to_kind: str = ""
    from_place: str = ""
    to_place: str = ""
    facts: ClaimFacts = ClaimFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalStatement:
    """A row that states a total over partnerships it does not name."""

    where: Where
    relation: str
    identifier: str = ""
    source: str = ""
    within: str = ""
    from_: str = ""
    to: str = ""
    from_kind: str = ""
    to_kind: str = ""
    facts: ClaimFacts = ClaimFacts()


Statement = ListingStatement | PartnershipStatement | TotalStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What said it: a table, a report, or a publication that is only cited."""

    iri: str
    identifier: str
    title: str
    publisher: str = ""
    issued: PartialDate | None = None
    url: str = ""
    self_reported: bool | None = None
    reads: str = ""
    files: tuple[str, ...] = ()
    complete: bool = False
    as_of: PartialDate | None = None
    complete_from: PartialDate | None = None
    covers_relation: str = ""
    covers_kind: str = ""
    covers_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An institution or a place; ``place`` is where it sits, or the place it is part of. IRIs throughout.

    ``specialties`` are what an institution is strong in, as its list words it. ``replaces`` are IRIs that mean it too:
    those of parties that were judged to be the same.
    """

    iri: str
    is_place: bool
    labels: tuple[tuple[str, str], ...]
    kind: str
    aliases: tuple[str, ...] = ()
    place: str = ""
    acts_for: str = ""
    identifier: str = ""
    code: str = ""
    code_scheme: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    url: str = ""
    specialties: tuple[str, ...] = ()
    possibly_same_as: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One place where a source says that a party exists, and from when until when."""

    iri: str
    party: str
    source: str
    where: Where
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A relation and its ends. Of a mutual relation the two sides are kept but not ordered.

    ``froms`` and ``tos`` are the providers and recipients of a directed relation, the two sides of a mutual one;
    a mutual relation with ``tos`` empty ties everybody in ``froms`` to each other.
    """

    iri: str
    relation: str
    mutual: bool
    froms: tuple[str, ...]
    tos: tuple[str, ...]
    identifier: str = ""
    unnamed_kind: str = ""
    unnamed_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTotal:
    """A source's count or sum over partnerships that it does not name."""

    iri: str
    relation: str
    from_: str = ""
    to: str = ""
    from_kind: str = ""
    to_kind: str = ""
    identifier: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One passage of one source that speaks for or against one partnership or total."""

    iri: str
    about: str
    source: str
    where: Where
    extractor: str
    facts: ClaimFacts = ClaimFacts()
    via: tuple[str, ...] = ()
    at: str = ""
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long some partnerships are meant to last, where no source says when they end; empty conditions fit all.

    It is over after ``until``, else ``months`` after ``since``, else ``months`` after a partnership began. ``party``
    and ``place`` are names as written, ``words`` stand in the name of a party or in the quote or note of a claim.
    """

    where: Where
    name: str
    relation: str = ""
    party: str = ""
    place: str = ""
    source: str = ""
    words: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    months: int = 0


@dataclass(slots=True)
class Records:
    """All records of a workspace, or of a part of it."""

    sources: list[Source] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    partnerships: list[Partnership] = field(default_factory=list)
    totals: list[ReportedTotal] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def extend(self, other: Records) -> None:
        """Take the records of ``other`` in."""
        for name in ("sources", "parties", "listings", "partnerships", "totals", "claims"):
            getattr(self, name).extend(getattr(other, name))
