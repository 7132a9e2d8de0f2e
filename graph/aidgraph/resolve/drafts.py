"""Drafts of parties: the rows of places and rosters that are found to speak of one, until it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from aidgraph.errors import Problem, Where
from aidgraph.kinds import Kind
from aidgraph.model import Listing, ListingStatement, Party
from aidgraph.resolve.directory import Directory, canonical_code
from aidgraph.resolve.names import normalise
from aidgraph.terms import mint
from aidgraph.workspace import SourceConfig

__all__ = ["Draft", "Intake", "Listed"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing statement and the source it stands in."""

    source: SourceConfig
    statement: ListingStatement

    def meaning(self, cell: str) -> str:
        """Return what a cell means where it is a short name of its own source."""
        return self.source.names.get(cell, cell)


@dataclass(slots=True, eq=False)
class Draft:
    """The rows so far found to speak of one party."""

    rows: list[Listed]
    kind: Kind
    code: str = ""
    scheme: str = ""
    parent: Draft | None = None
    parent_iri: str = ""
    acts_for: str = ""
    iri: str = ""

    @property
    def first(self) -> ListingStatement:
        """The first of its rows."""
        return self.rows[0].statement

    @property
    def identifier(self) -> str:
        """The id that its rows give it, the first row's if it has one."""
        if identifier := self.rows[0].statement.identifier:
            return identifier
        return next((row.statement.identifier for row in self.rows if row.statement.identifier), "")

    def above(self) -> Iterator[Draft]:
        """Yield the places around this one, nearest first."""
        seen, step = {id(self)}, self.parent
        while step is not None and id(step) not in seen:
            yield step
            seen.add(id(step))
            step = step.parent

    @property
    def canonical(self) -> str:
        """The code without the zeros that only fill it up."""
        return canonical_code(self.code, self.scheme, self.kind)

    def names(self) -> set[str]:
        """Return all its names, normalised."""
        statements = [row.statement for row in self.rows]
        return {normalise(name) for s in statements for name in (s.name, *(n for _, n in s.names), *s.aliases)}


@dataclass(slots=True)
class Intake:
    """What has been taken in from listings: parties into the directory, where each is listed, and what is wrong."""

    directory: Directory
    problems: list[Problem] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)

    def problem(self, where: Where, what: str, **hints: str) -> None:
        """Note something that is wrong."""
        self.problems.append(Problem(where, what, **hints))

    def take_in(self, draft: Draft, *, is_place: bool, place: str) -> None:
        """Take in the party that the rows of a draft speak of; ``place`` is where it is."""
        for number, row in enumerate(draft.rows):
            s = row.statement
            # tags are the same in any case, and the store keeps them in lower case
            labels = {language.lower(): name for language, name in s.names if name}
            labels.setdefault(self.directory.language, s.name)
            spare = (s.name,) if s.name not in labels.values() else ()
            self.directory.add(
                Party(
                    iri=draft.iri,
                    is_place=is_place,
                    labels=tuple(sorted(labels.items())),
                    kind=draft.kind.iri,
                    aliases=(*spare, *s.aliases),
                    place=place,
                    acts_for=draft.acts_for,
                    identifier=s.identifier,
                    code=draft.code,
                    code_scheme=draft.scheme,
                    latitude=s.latitude,
                    longitude=s.longitude,
                    url=s.url,
                    specialties=s.specialties,
                )
            )
            key = (draft.iri, row.source.id, s.where.file, s.where.sheet, str(number))
            self.listings.append(
                Listing(
                    iri=mint(self.directory.base, "listing", *key),
                    party=draft.iri,
                    source=row.source.iri,
                    where=s.where,
                    since=s.since,
                    until=s.until,
                )
            )
