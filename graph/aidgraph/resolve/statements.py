"""Statements made into partnerships, reported totals and the claims that speak for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from aidgraph.errors import DataError, Problem, UnknownNameError, Where, nearest
from aidgraph.kinds import PLAIN, Kind, Relation
from aidgraph.model import (
    Claim,
    ClaimFacts,
    PartialDate,
    Partnership,
    PartnershipStatement,
    Records,
    ReportedTotal,
    TotalStatement,
)
from aidgraph.resolve.citing import Citable
from aidgraph.resolve.directory import PLAIN_LEVEL, AmbiguousNameError, Directory, kind_of
from aidgraph.terms import mint
from aidgraph.workspace import SourceConfig

__all__ = ["StatementResolver"]

TABLE = "table"
"""The extractor of claims that a table's rows make."""


@dataclass(slots=True)
class StatementResolver:
    """Resolves statements one after another, gathering records and problems."""

    directory: Directory
    citable: Citable
    problems: list[Problem] = field(default_factory=list)
    partnerships: dict[tuple[str, ...], Partnership] = field(default_factory=dict)
    totals: dict[str, ReportedTotal] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    _within: list[tuple[str, str, Where]] = field(default_factory=list)
    _total_ids: dict[str, str] = field(default_factory=dict)
    _seen: Counter[str] = field(default_factory=Counter)

    def records(self) -> Records:
        """Return what has been resolved; totals inside others are tied up here."""
        for iri, cell, where in self._within:
            outer = self._total_ids.get(cell)
            if outer is None:
                self.problems.append(
                    Problem(where, f"no total with the id {cell!r}", nearest=nearest(cell, self._total_ids))
                )
            elif iri in self._around(outer):
                self.problems.append(Problem(where, "a total lies inside itself"))
            else:
                self.totals[iri] = replace(self.totals[iri], within=outer)
        return Records(
            partnerships=list(self.partnerships.values()), totals=list(self.totals.values()), claims=self.claims
        )

    def _around(self, total: str) -> Iterator[str]:
        """Yield a total and those it lies in, as far as they are tied up."""
        while total:
            yield total
            total = self.totals[total].within

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
            self._total(statement, table)
        except DataError as error:
            self.problems.extend(error.problems)

    # ------------------------------------------------------------------------------------------------------------

    def _partnership(self, statement: PartnershipStatement, table: SourceConfig) -> None:
        where = statement.where
        relation = self._relation(statement.relation, where)
        source = self.citable.source(statement.source, table, where)
        names = {**table.names, **source.names}
        kinds = {
            side: self._kind(cell, where, f"{side}_kind")
            for side, cell in (("from", statement.from_kind), ("to", statement.to_kind))
        }
        places = {
            side: self._place(names.get(cell, cell), where, f"{side}_place")
            for side, cell in (("from", statement.from_place), ("to", statement.to_place))
        }
        froms, tos = (
            tuple(self._end(names.get(cell, cell), where, side, kinds[side], places[side], relation) for cell in cells)
            for side, cells in (("from", statement.froms), ("to", statement.tos))
        )
        unnamed = self._check_ends(statement, relation, froms, tos)
        unnamed_kind = kinds.get(unnamed)
        if unnamed_kind:
            self._check_kind(
                unnamed_kind, relation, where, unnamed, column=f"{unnamed}_kind", who="the unnamed partner"
            )
        via = tuple(self._party(names.get(cell, cell), where, "via") for cell in statement.via)
        at = self._place(names.get(statement.at, statement.at), where, "at")
        facts = statement.facts
        self.citable.check_passage(facts, source, where)
        if facts.open and (table.complete or source.complete):
            complete = table if table.complete else source
            raise DataError.of(
                where.at("open"), f"the row is open, but {complete.id!r} claims to be complete", legal="no"
            )
        for some_froms, some_tos in _pairs(froms, tos) if statement.group == "each" else [(froms, tos)]:
            partnership = self._joined(
                relation,
                some_froms,
                some_tos,
                statement.identifier,
                unnamed_kind=unnamed_kind.iri if unnamed_kind else "",
                unnamed_place=places.get(unnamed, ""),
            )
            self._claim(partnership.iri, source, table, where, facts, via=via, at=at)

    def _joined(
        self,
        relation: Relation,
        froms: tuple[str, ...],
        tos: tuple[str, ...],
        identifier: str,
        *,
        unnamed_kind: str,
        unnamed_place: str,
    ) -> Partnership:
        froms, tos = tuple(sorted(froms)), tuple(sorted(tos))
        if relation.mutual and tos and tos < froms:
            froms, tos = tos, froms
        partnership = Partnership(
            iri="",
            relation=relation.iri,
            mutual=relation.mutual,
            froms=froms,
            tos=tos,
            identifier=identifier,
            unnamed_kind=unnamed_kind,
            unnamed_place=unnamed_place,
        )
        content = _content(partnership)
        known = self.partnerships.get(content)
        if known is None:
            iri = mint(self.directory.base, "partnership", *content)
            known = self.partnerships[content] = replace(partnership, iri=iri)
        return known

    def _check_ends(
        self, statement: PartnershipStatement, relation: Relation, froms: tuple[str, ...], tos: tuple[str, ...]
    ) -> str:
        """Check the two sides against each other; return the side whose partner the source does not name, if any."""
        where, label = statement.where, self.directory.label
        for column, ends in (("from", froms), ("to", tos)):
            if doubled := [iri for iri, times in Counter(ends).items() if times > 1]:
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
                raise DataError.of(
                    where.at("to"), f"{relation.name} is mutual and needs two parties; only one is named"
                )
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

    def _end(self, cell: str, where: Where, side: str, kind: Kind | None, place: str, relation: Relation) -> str:
        iri = self._party(cell, where, side, kind=kind.iri if kind else "", place=place)
        own = self.directory.words.kinds[self.directory.parties[iri].kind]
        label = self.directory.label(iri)
        if kind and not self._may_be(own, kind):
            what = f"{label!r} is {own.name}, and {side}_kind says {kind.name}"
            raise DataError.of(where.at(f"{side}_kind"), what, legal="the kind of whom is meant, or a name of another")
        self._check_kind(own, relation, where, side, column=side, who=repr(label))
        return iri

    def _may_be(self, own: Kind, kind: Kind) -> bool:
        """Tell whether a party of a kind may be of another: one is the other, or broader, or says nothing."""
        if own.iri in {PLAIN, PLAIN_LEVEL}:
            return own.is_level == kind.is_level
        return own in self.directory.words.broader(kind) or kind in self.directory.words.broader(own)

    def _check_kind(self, own: Kind, relation: Relation, where: Where, side: str, *, column: str, who: str) -> None:
        if not self.directory.words.may_hold(relation, own, side=side):
            allowed = ", ".join(sorted(_plain(iri) for iri in (relation.froms if side == "from" else relation.tos)))
            what = f"{who} is {own.name}; {relation.name} cannot run {side} that"
            raise DataError.of(where.at(column), what, legal=allowed)

    def _total(self, statement: TotalStatement, table: SourceConfig) -> None:
        where = statement.where
        relation = self._relation(statement.relation, where)
        source = self.citable.source(statement.source, table, where)
        names = {**table.names, **source.names}
        from_kind, to_kind = (
            kind.iri if (kind := self._kind(cell, where, column)) else ""
            for column, cell in (("from_kind", statement.from_kind), ("to_kind", statement.to_kind))
        )
        from_, to = (
            self._party(names.get(cell, cell), where, column, kind=kind) if cell else ""
            for column, cell, kind in (("from", statement.from_, from_kind), ("to", statement.to, to_kind))
        )
        if from_ and (from_, from_kind) == (to, to_kind):
            raise DataError.of(where.at("to"), f"both ends are the same: {self.directory.label(to)!r}")
        for side, end, inside_it in (("from", from_, from_kind), ("to", to, to_kind)):
            # a place together with a kind: those in it
            if own := inside_it or (self.directory.parties[end].kind if end else ""):
                column, who = (f"{side}_kind", "the kind") if inside_it else (side, repr(self.directory.label(end)))
                self._check_kind(self.directory.words.kinds[own], relation, where, side, column=column, who=who)
        facts = statement.facts
        self.citable.check_passage(facts, source, where)
        ends = (relation.iri, from_, to, from_kind, to_kind)
        key = ("id", statement.identifier) if statement.identifier else (*ends, *_measure(facts))
        iri = mint(self.directory.base, "total", *key)
        known = self.totals.get(iri)
        if known is None:
            self.totals[iri] = ReportedTotal(
                iri=iri,
                relation=relation.iri,
                from_=from_,
                to=to,
                from_kind=from_kind,
                to_kind=to_kind,
                identifier=statement.identifier,
            )
        elif (known.relation, known.from_, known.to, known.from_kind, known.to_kind) != ends:
            raise DataError.of(
                where.at("id"), f"total {statement.identifier!r} has another relation or other ends elsewhere"
            )
        if statement.identifier:
            self._total_ids[statement.identifier] = iri
        if statement.within:
            self._within.append((iri, statement.within, where.at("within")))
        self._claim(iri, source, table, where, facts)

    def _claim(
        self,
        about: str,
        source: SourceConfig,
        table: SourceConfig,
        where: Where,
        facts: ClaimFacts,
        *,
        via: tuple[str, ...] = (),
        at: str = "",
    ) -> None:
        # what the claim says, not the number of its row: a row put in above must not make it another claim
        content = "" if facts is _NO_FACTS else repr(facts)
        key = (about, source.id, table.id, content, *via, at)
        said = "\x1f".join(key)
        self._seen[said] += 1
        again = str(self._seen[said]) if self._seen[said] > 1 else ""
        self.claims.append(
            Claim(
                iri=mint(self.directory.base, "claim", *key, again),
                about=about,
                source=source.iri,
                where=where,
                extractor=TABLE,
                facts=facts,
                via=via,
                at=at,
            )
        )

    def _relation(self, cell: str, where: Where) -> Relation:
        words = self.directory.words
        try:
            relation = words.relation(cell)
        except UnknownNameError as error:
            legal = ", ".join(sorted(r.name for r in words.relations.values() if not r.derived))
            near = ", ".join(error.candidates)
            raise DataError.of(where.at("relation"), f"unknown relation {cell!r}", legal=legal, nearest=near) from error
        if relation.derived:
            raise DataError.of(
                where.at("relation"), f"{relation.name} is derived, not stated", legal="memberOf, leads, ..."
            )
        return relation

    def _kind(self, cell: str, where: Where, column: str) -> Kind | None:
        if not cell:
            return None
        kind = kind_of(self.directory.words, cell, where.at(column))
        if isinstance(kind, Problem):
            raise DataError([kind])
        return kind

    def _place(self, cell: str, where: Where, column: str) -> str:
        if not cell:
            return ""
        try:
            return self.directory.place(cell, where.at(column))
        except AmbiguousNameError as error:
            raise DataError.of(where.at(column), str(error), legal=_ONE_OF_THEM) from error

    def _party(self, cell: str, where: Where, column: str, *, kind: str = "", place: str = "") -> str:
        try:
            return self.directory.find(cell, kind=kind, place=place) or self.directory.newcomer(
                cell, where.at(column), kind=kind, place=place
            )
        except AmbiguousNameError as error:
            raise DataError.of(where.at(column), str(error), legal=_ONE_OF_THEM) from error


_NO_FACTS = ClaimFacts()
_JOINT = "all-to-all, unspecified"
_ONE_OF_THEM = "one of them, as label @ place, by id, code or IRI"


def _content(partnership: Partnership) -> tuple[str, ...]:
    """Return what makes a partnership the one it is."""
    ends = (" ".join(partnership.froms), " ".join(partnership.tos))
    return (
        *(partnership.relation, *ends, partnership.identifier),
        *(partnership.unnamed_kind, partnership.unnamed_place),
    )


def _pairs(froms: Ends, tos: Ends) -> list[tuple[Ends, Ends]]:
    """Return every ``from`` with every ``to``; a side that the source does not name stays empty."""
    if not froms:
        return [((), (to,)) for to in tos]
    if not tos:
        return [((one,), ()) for one in froms]
    return [((one,), (to,)) for one, to in product(froms, tos)]


Ends = tuple[str, ...]


def _measure(facts: ClaimFacts) -> tuple[str, ...]:
    """Return what makes a total without an id the same total: everything but the passage."""
    dates: tuple[PartialDate | None, ...] = (facts.since, facts.until, facts.as_of)
    parts = (
        facts.count,
        facts.unit,
        facts.amount,
        facts.currency,
        facts.bound,
        *(d.text if d else None for d in dates),
    )
    return tuple("" if part is None else str(part) for part in parts)


def _plain(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1].lower() if "#" in iri else iri.rsplit("/", 1)[-1]
