"""Rows of totals made into reported totals, and tied up with those that may include them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from aidgraph.errors import DataError, Problem, Where, nearest
from aidgraph.kinds import Kind, Relation
from aidgraph.model import ClaimFacts, PartialDate, ReportedTotal, TotalStatement
from aidgraph.resolve.cells import Cells, Faults
from aidgraph.resolve.citing import Citable
from aidgraph.resolve.claims import Claims, Extracted
from aidgraph.terms import mint
from aidgraph.workspace import SourceConfig

__all__ = ["Totals"]


@dataclass(slots=True)
class Totals:
    """Resolves rows of totals one after another."""

    cells: Cells
    citable: Citable
    claims: Claims
    known: dict[str, ReportedTotal] = field(default_factory=dict)
    _within: list[tuple[str, str, Where]] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)
    _stated: set[str] = field(default_factory=set)

    def take(self, statement: TotalStatement, table: SourceConfig, by: Extracted | None = None) -> None:
        """Take a row in: totals of one id, or alike in all but passage, are one. Raises ``DataError``."""
        where, facts, faults = statement.where, statement.facts, Faults()
        relation, source = None, table
        self._stated.add(statement.identifier)
        with faults:
            relation = self.cells.relation(statement.relation, where)
        with faults:
            source = self.citable.source(statement.source, table, where)
        names = {**table.names, **source.names}
        ends = {"from": "", "to": ""}
        kinds: dict[str, Kind | None] = {"from": None, "to": None}
        for side, kind, cell in (
            ("from", statement.from_kind, statement.from_),
            ("to", statement.to_kind, statement.to),
        ):
            with faults:
                kinds[side] = self.cells.kind(kind, where, f"{side}_kind")
            with faults:
                ends[side] = self._end(names.get(cell, cell), where, side, kinds[side], relation)
        with faults:
            self.citable.check_passage(facts, source, where)
        faults.refuse()
        if ends["from"] and (ends["from"], kinds["from"]) == (ends["to"], kinds["to"]):
            label = self.cells.directory.label(ends["to"])
            raise DataError.of(where.at("to"), f"both ends are the same: {label!r}")
        if relation is not None:
            total = ReportedTotal(
                iri="",
                relation=relation.iri,
                from_=ends["from"],
                to=ends["to"],
                from_kind=_iri(kinds["from"]),
                to_kind=_iri(kinds["to"]),
                identifier=statement.identifier,
            )
            iri = self._joined(total, facts, where)
            if statement.within:
                self._within.append((iri, statement.within, where.at("within")))
            ends_written = (statement.from_, statement.to, statement.from_kind, statement.to_kind)
            said = by or ((relation.name, statement.identifier), ends_written)
            self.claims.add(iri, facts, where, source=source, table=table, by=said)

    def tie_up(self) -> list[Problem]:
        """Put every total inside the one its row names, once all are known; return what is wrong."""
        problems = []
        for iri, cell, where in self._within:
            outer = self._ids.get(cell)
            if outer is None and cell in self._stated:
                # the row of that id is itself at fault
                continue
            if outer is None:
                problems.append(Problem(where, f"no total with the id {cell!r}", nearest=nearest(cell, self._ids)))
            elif iri in self._around(outer):
                problems.append(Problem(where, "a total lies inside itself"))
            else:
                self.known[iri] = replace(self.known[iri], within=outer)
        return problems

    def _around(self, total: str) -> Iterator[str]:
        """Yield a total and those it lies in, as far as they are tied up."""
        while total:
            yield total
            total = self.known[total].within

    def _end(self, cell: str, where: Where, side: str, kind: Kind | None, relation: Relation | None) -> str:
        """Return the party at an end; together with a kind, a place means those of that kind in it."""
        directory = self.cells.directory
        end = self.cells.party(cell, where, side, kind=_iri(kind)) if cell else ""
        own = kind or (directory.words.kinds[directory.parties[end].kind] if end else None)
        if own and relation:
            column, who = (f"{side}_kind", "the kind") if kind else (side, repr(directory.label(end)))
            self.cells.check_kind(own, relation, where, side, column=column, who=who)
        return end

    def _joined(self, total: ReportedTotal, facts: ClaimFacts, where: Where) -> str:
        ends = (total.relation, total.from_, total.to, total.from_kind, total.to_kind)
        key = ("id", total.identifier) if total.identifier else (*ends, *_measure(facts))
        iri = mint(self.cells.directory.base, "total", *key)
        known = self.known.setdefault(iri, replace(total, iri=iri))
        if (known.relation, known.from_, known.to, known.from_kind, known.to_kind) != ends:
            what = f"total {total.identifier!r} has another relation or other ends elsewhere"
            raise DataError.of(where.at("id"), what)
        if total.identifier:
            self._ids[total.identifier] = iri
        return iri


def _iri(kind: Kind | None) -> str:
    return kind.iri if kind else ""


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
