"""Rows made into partnerships and reported totals, and the claims that speak for them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

from aidgraph.errors import DataError, Problem, Where
from aidgraph.kinds import PLAIN, Kind, Relation
from aidgraph.model import (
    Claim,
    ClaimFacts,
    Partnership,
    PartnershipStatement,
    Records,
    TotalStatement,
)
from aidgraph.resolve.cells import Cells, Faults
from aidgraph.resolve.citing import Citable
from aidgraph.resolve.claims import Claims, Extracted
from aidgraph.resolve.directory import PLAIN_LEVEL, Directory
from aidgraph.resolve.totals import Totals
from aidgraph.terms import mint
from aidgraph.workspace import SourceConfig

__all__ = ["StatementResolver"]

Ends = tuple[str, ...]


class StatementResolver:
    """Resolves statements one after another, gathering records and problems."""

    def __init__(self, directory: Directory, citable: Citable) -> None:
        self.directory, self.citable = directory, citable
        self.problems: list[Problem] = []
        self.partnerships: dict[tuple[str, ...], Partnership] = {}
        self.cells = Cells(directory)
        self.claims = Claims(directory.base)
        self.totals = Totals(self.cells, citable, self.claims)

    def records(self) -> Records:
        """Return what has been resolved; totals inside others are tied up here."""
        self.problems += self.totals.tie_up()
        return Records(
            partnerships=list(self.partnerships.values()),
            totals=list(self.totals.known.values()),
            claims=self.claims.made,
        )

    def take_in(self, given: Records) -> list[Claim]:
        """Take in the partnerships of RDF files: a row that states one of them is a claim about it.

        Returns the claims of the files, those about a partnership given twice being about the first.
        """
        first = {p.iri: self.partnerships.setdefault(_content(p), p).iri for p in given.partnerships}
        return [replace(claim, about=first.get(claim.about, claim.about)) for claim in given.claims]

    def partnership(self, statement: PartnershipStatement, table: SourceConfig) -> None:
        """Resolve a row of a partnerships table."""
        try:
            self._partnership(statement, table)
        except DataError as error:
            self.problems.extend(error.problems)

    def total(self, statement: TotalStatement, table: SourceConfig) -> None:
        """Resolve a row of a totals table."""
        try:
            self.totals.take(statement, table)
        except DataError as error:
            self.problems.extend(error.problems)

    def extracted(self, statement: PartnershipStatement | TotalStatement, report: SourceConfig, by: Extracted) -> None:
        """Resolve what a report says; raises ``DataError``, and nothing is gathered then."""
        if isinstance(statement, TotalStatement):
            self.totals.take(statement, report, by)
        else:
            self._partnership(statement, report, by)

    # ------------------------------------------------------------------------------------------------------------

    def _partnership(self, statement: PartnershipStatement, table: SourceConfig, by: Extracted | None = None) -> None:
        where, faults = statement.where, Faults()
        relation, source = None, table
        with faults:
            relation = self.cells.relation(statement.relation, where)
        with faults:
            source = self.citable.source(statement.source, table, where)
        names = {**table.names, **source.names}
        kinds: dict[str, Kind | None] = {}
        places: dict[str, str] = {}
        for side, kind, place in (
            ("from", statement.from_kind, statement.from_place),
            ("to", statement.to_kind, statement.to_place),
        ):
            with faults:
                kinds[side] = self.cells.kind(kind, where, f"{side}_kind")
            with faults:
                places[side] = self.cells.place(names.get(place, place), where, f"{side}_place")
        ends: dict[str, list[str]] = {"from": [], "to": [], "via": []}
        for side, cells in (("from", statement.froms), ("to", statement.tos)):
            for cell in cells:
                with faults:
                    kind_, place_ = kinds.get(side), places.get(side, "")
                    ends[side].append(self._end(names.get(cell, cell), where, side, kind_, place_, relation))
        for cell in statement.via:
            with faults:
                ends["via"].append(self.cells.party(names.get(cell, cell), where, "via"))
        at = ""
        with faults:
            at = self.cells.place(names.get(statement.at, statement.at), where, "at")
        with faults:
            self.citable.check_passage(statement.facts, source, where)
        with faults:
            _check_open(statement.facts, table, source, where)
        faults.refuse()
        if relation is not None:
            froms, tos = tuple(ends["from"]), tuple(ends["to"])
            unnamed = self._check_ends(statement, relation, froms, tos)
            known = (kinds.get(unnamed), places.get(unnamed, ""))
            if known[0]:
                self.cells.check_kind(
                    known[0], relation, where, unnamed, column=f"{unnamed}_kind", who="the unnamed partner"
                )
            via = tuple(ends["via"])
            pairs = [((froms, tos), (statement.froms, statement.tos))]
            if statement.group == "each":
                pairs = list(zip(_pairs(froms, tos), _pairs(statement.froms, statement.tos), strict=True))
            for (some_froms, some_tos), written in pairs:
                about = self._joined(relation, some_froms, some_tos, statement.identifier, *known)
                said = by or ((relation.name, statement.identifier), *written)
                self.claims.add(about, statement.facts, where, source=source, table=table, via=via, at=at, by=said)

    def _joined(
        self, relation: Relation, froms: Ends, tos: Ends, identifier: str, unnamed_kind: Kind | None, unnamed_place: str
    ) -> str:
        """Return the IRI of the partnership of those ends, which other rows or files may speak for too."""
        froms, tos = tuple(sorted(froms)), tuple(sorted(tos))
        if relation.mutual and tos and tos < froms:
            froms, tos = tos, froms
        kind = unnamed_kind.iri if unnamed_kind else ""
        content = (relation.iri, " ".join(froms), " ".join(tos), identifier, kind, unnamed_place)
        known = self.partnerships.get(content)
        if known is None:
            known = self.partnerships[content] = Partnership(
                iri=mint(self.directory.base, "partnership", *content),
                relation=relation.iri,
                mutual=relation.mutual,
                froms=froms,
                tos=tos,
                identifier=identifier,
                unnamed_kind=kind,
                unnamed_place=unnamed_place,
            )
        return known.iri

    def _check_ends(
        self, statement: PartnershipStatement, relation: Relation, froms: tuple[str, ...], tos: tuple[str, ...]
    ) -> str:
        """Check the two sides against each other; return the side whose partner the source does not name, if any."""
        where, label = statement.where, self.directory.label
        for column, ends in (("from", froms), ("to", tos)):
            if len(ends) > 1 and (doubled := [iri for iri, times in Counter(ends).items() if times > 1]):
                raise DataError.of(where.at(column), f"{label(doubled[0])!r} stands twice")
        if both := set(froms) & set(tos):
            raise DataError.of(where.at("to"), f"both ends are the same: {label(min(both))!r}")
        if relation.same_top_kind:
            self._check_same_top_kind(relation, (*froms, *tos), where)
        if froms and tos:
            return ""
        if relation.mutual:
            if statement.group == "each":
                raise DataError.of(
                    where.at("group"), "each pairs every from with every to, and to is empty", legal=_JOINT
                )
            if len(froms) < 2:  # noqa: PLR2004  peers are at least two
                side = "to" if froms else "from"
                raise DataError.of(where.at(side), f"{relation.name} is mutual and needs two parties to be named")
            return ""
        side = "to" if froms else "from"
        described = (
            statement.to_kind or statement.to_place if side == "to" else statement.from_kind or statement.from_place
        )
        if not described:
            raise DataError.of(
                where.at(side), "empty", legal=f"a party, or {side}_kind / {side}_place of one not named"
            )
        return side

    def _check_same_top_kind(self, relation: Relation, ends: tuple[str, ...], where: Where) -> None:
        words = self.directory.words
        kinds = {iri: words.kinds[self.directory.parties[iri].kind] for iri in ends}
        tops = {
            "a place" if kind.is_level else words.top_kind(kind).name
            for kind in kinds.values()
            if kind.is_level or kind.iri != PLAIN
        }
        if len(tops) > 1:
            listed = ", ".join(f"{self.directory.label(iri)!r} is {kind.name}" for iri, kind in kinds.items())
            raise DataError.of(where.at("to"), f"{relation.name} ties parties of one kind, but {listed}")

    def _end(self, cell: str, where: Where, side: str, kind: Kind | None, place: str, relation: Relation | None) -> str:
        iri = self.cells.party(cell, where, side, kind=kind.iri if kind else "", place=place)
        own = self.directory.words.kinds[self.directory.parties[iri].kind]
        label = self.directory.label(iri)
        if kind and not self._may_be(own, kind):
            what = f"{label!r} is {own.name}, and {side}_kind says {kind.name}"
            raise DataError.of(where.at(f"{side}_kind"), what, legal="the kind of whom is meant, or a name of another")
        if relation is not None:
            self.cells.check_kind(own, relation, where, side, column=side, who=repr(label))
        return iri

    def _may_be(self, own: Kind, kind: Kind) -> bool:
        """Tell whether a party of a kind may be of another: one is the other, or broader, or says nothing."""
        if own.iri in {PLAIN, PLAIN_LEVEL}:
            return own.is_level == kind.is_level
        return own in self.directory.words.broader(kind) or kind in self.directory.words.broader(own)


_JOINT = "all-to-all, unspecified"


def _content(partnership: Partnership) -> tuple[str, ...]:
    """Return what makes a partnership the one it is."""
    ends = (" ".join(partnership.froms), " ".join(partnership.tos))
    return (
        *(partnership.relation, *ends, partnership.identifier),
        *(partnership.unnamed_kind, partnership.unnamed_place),
    )


def _check_open(facts: ClaimFacts, table: SourceConfig, source: SourceConfig, where: Where) -> None:
    complete = next((each for each in (table, source) if each.complete), None)
    if facts.open and complete:
        what = f"the row is open, but {complete.id!r} claims to be complete"
        raise DataError.of(where.at("open"), what, legal="no")


def _pairs(froms: Ends, tos: Ends) -> list[tuple[Ends, Ends]]:
    """Return every ``from`` with every ``to``; a side that the source does not name stays empty."""
    if not froms:
        return [((), (to,)) for to in tos]
    if not tos:
        return [((one,), ()) for one in froms]
    return [((one,), (to,)) for one, to in product(froms, tos)]
