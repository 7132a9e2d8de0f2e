"""Cases of reports made into claims: those that were accepted, and those not judged whose ends are all known.

An accepted claim is the one that was judged, whatever the rules propose today, as long as its passage stands in the
text. Where it does not, the judgement is stale and nothing of it reaches the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from aidgraph.errors import DataError, Problem, UnknownNameError, Where
from aidgraph.model import (
    BASES,
    BOUNDS,
    GROUPS,
    STATUSES,
    Claim,
    ClaimFacts,
    Partnership,
    PartnershipStatement,
    Records,
    ReportedTotal,
    TotalStatement,
)
from aidgraph.read.cells import CellError, check_name
from aidgraph.resolve.cases import Case, Passages
from aidgraph.resolve.claims import Extracted
from aidgraph.resolve.directory import AmbiguousNameError, Directory, NamingError
from aidgraph.resolve.judgements import LOG, Judgement
from aidgraph.resolve.statements import StatementResolver
from aidgraph.terms import is_web_address, local_name
from aidgraph.workspace import SourceConfig

__all__ = ["Reported", "reviewed"]

_TWO = 2
_BY_HAND = ("table", "rdf")
"""The extractors of claims that stand in files as they are."""


@dataclass(slots=True)
class Reported:
    """Takes the cases of a workspace's reports in, gathering the cases to show, problems and warnings.

    ``reports`` are the sources by id, ``passages`` their texts; ``judged`` is the judgement that holds, by case, and
    ``own`` are the files that are sources of their own.
    """

    resolver: StatementResolver
    reports: Mapping[str, SourceConfig]
    passages: Mapping[str, Passages]
    judged: Mapping[str, Judgement]
    own: Collection[str] = ()
    cases: dict[str, Case] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def directory(self) -> Directory:
        """The parties that are known."""
        return self.resolver.directory

    def take(self, cases: Iterable[Case]) -> None:
        """Take the cases in, then what was judged."""
        self.cases = {case.id: case for case in self._as_judged(cases)}
        for case in self.cases.values():
            if case.id not in self.judged and not case.is_total:
                self._propose(case)
        for judgement in self.judged.values():
            # a row of a table holds its claim itself
            if judgement.claim and not is_web_address(judgement.about[0]):
                self._judged(judgement)
        self.cases = {id_: replace(case, meant=self._all_meant(case)) for id_, case in self.cases.items()}

    def _all_meant(self, case: Case) -> dict[str, list[str]]:
        """Return how to name the known parties that each end of a case fits; somebody new fits none."""
        meant = dict[str, list[str]]()
        for name in (*case.froms, *case.tos):
            try:
                iri = self._known(name, case) if case.source in self.reports else ""
                meant[name] = [self.directory.describe(iri)] if iri else []
            except AmbiguousNameError as error:
                meant[name] = error.labels
            except NamingError:
                meant[name] = []
        return meant

    def _as_judged(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Yield the cases, each under the id by which it was judged, though its parties be called otherwise now."""
        judged: dict[tuple[object, ...], str] = {}
        for id_, judgement in self.judged.items():
            # what is wrong with a claim is told where it is taken in
            with suppress(ValueError):
                if judgement.claim and not is_web_address(id_):
                    judged[self._said(Case.of(judgement.claim))] = id_
        for case in cases:
            known = case.id in self.judged or not judged
            yield case if known else replace(case, id=judged.get(self._said(case), case.id))

    def _said(self, case: Case) -> tuple[object, ...]:
        """Return what makes two cases one: what they say of whom, in which words."""
        sides = (frozenset(self._meant(name, case) for name in side) for side in (case.froms, case.tos))
        measure = (case.count, case.unit, case.currency)
        return (case.source, case.relation, *sides, *measure, "".join(case.quote.split()), case.occurrence)

    def _meant(self, name: str, case: Case) -> str:
        """Return the IRI of the party that a case names, the name itself where that is nobody known."""
        try:
            return (self._known(name, case) if case.source in self.reports else "") or name
        except NamingError:
            return name

    def _propose(self, case: Case) -> None:
        """State what nobody judged yet as proposed, if nobody new would come into the graph by it."""
        try:
            if all(self._known(name, case) for name in (*case.froms, *case.tos)):
                known = replace(case, via=tuple(name for name in case.via if self._known(name, case)))
                self._state(known, "proposed")
        except (DataError, NamingError):
            # a person says what is meant, or that nothing is
            return

    def _judged(self, judgement: Judgement) -> None:
        where = Where(LOG, judgement.line)
        try:
            case = Case.of(judgement.claim, id_=judgement.about[0])
        except ValueError as error:
            self.problems.append(Problem(where, str(error)))
            return
        passages = self.passages.get(case.source)
        spoken = passages.find(case.quote, case.occurrence) if passages else None
        if spoken is None:
            self.cases[case.id] = replace(case, stale=True)
            name = repr(case.source)
            why = f"its passage no longer stands in {name}" if passages else f"{name} has no report any more"
            self.warnings.append(f"{where}: the judgement on {_told(case)} is stale: {why}")
            return
        page = spoken.document.locate(spoken.start).page
        case = replace(case, file=spoken.document.file, start=spoken.start, end=spoken.end, page=page)
        shown = self.cases.get(case.id, case)
        if judgement.answer != "accepted":
            self.cases[case.id] = shown
            return
        self.cases[case.id] = replace(case, before=shown.before, after=shown.after)
        try:
            self._state(case, "accepted")
        except DataError as error:
            mend = f"say who is meant in `names` of source {case.source!r}, or `aidgraph review --reject {case.id}`"
            self.problems += [
                replace(
                    problem,
                    where=where,
                    what=f"accepted, {_told(case)}: {problem.what}",
                    legal="; ".join(filter(None, (problem.legal, mend))),
                )
                for problem in error.problems
            ]

    def _state(self, case: Case, review: str) -> None:
        """Make the claim of a case; raises ``DataError``."""
        where, report = Where(case.file), self.reports[case.source]
        source = case.file if case.file in self.own else ""
        by = Extracted(case.extractor or "person", _number(case.score), case.id)
        facts = ClaimFacts(
            quote=case.quote,
            start=case.start,
            end=case.end,
            page=case.page or None,
            review=review,
            basis=_of(case.basis, BASES, where) or "stated",
            open=case.open,
            status=_of(case.status, STATUSES, where),
        )
        if case.is_total:
            count = _number(case.count)
            if count is None or not (case.unit or case.currency):
                raise DataError.of(where, f"no number of something: {case.count!r}")
            measure = {"amount": count, "currency": case.currency} if case.currency else {"count": int(count)}
            facts = replace(facts, **measure, unit=case.unit, bound=_of(case.bound, BOUNDS, where))
            self.resolver.extracted(
                TotalStatement(where=where, source=source, relation=case.relation, facts=facts), report, by
            )
            return
        group = _of(case.group, GROUPS, where)
        several = max(len(case.froms), len(case.tos)) >= _TWO
        if several and group != "each":
            facts = replace(facts, pairing=group)
        statement = PartnershipStatement(
            where=where,
            source=source,
            relation=case.relation,
            froms=tuple(self._party(name, case, where) for name in case.froms),
            tos=tuple(self._party(name, case, where) for name in case.tos),
            via=tuple(self._party(name, case, where) for name in case.via),
            group=group,
            facts=facts,
        )
        self.resolver.extracted(statement, report, by)

    def _known(self, name: str, case: Case) -> str:
        names = self.reports[case.source].names
        return self.directory.find(names.get(name, name), kind=self._kind(name, case))

    def _party(self, name: str, case: Case, where: Where) -> str:
        """Return the IRI of the party that a case names; a new one is of the kind that the extractor gave."""
        try:
            known = self._known(name, case)
            cell = self.reports[case.source].names.get(name, name)
            check_name(cell)
            return known or self.directory.newcomer(cell, where, kind=self._kind(name, case))
        except NamingError as error:
            raise DataError.of(where, str(error), legal=error.legal) from error
        except CellError as error:
            raise DataError.of(where, error.what, legal=error.legal) from error

    def _kind(self, name: str, case: Case) -> str:
        try:
            kind = case.kinds.get(name, "")
            return self.directory.words.kind_or_level(kind).iri if kind else ""
        except UnknownNameError:
            # a kind of the workspace's own that has been taken out since
            return ""


def reviewed(records: Records, reported: Reported, directory: Directory) -> list[Case]:
    """Put the judgements on claims of tables and RDF files in force; return those that were, or are, under review.

    A judgement is on a claim by its IRI, or on what its row says as it is written: that stays when the claim's IRI does
    not, because somebody in it was judged to be somebody else.
    """
    cases = list[Case]()
    about: dict[str, Partnership | ReportedTotal] = {one.iri: one for one in records.partnerships}
    about |= {one.iri: one for one in records.totals}
    sources = {source.iri: source.identifier for source in records.sources}
    rows = reported.resolver.claims.rows
    left = {id_: judgement for id_, judgement in reported.judged.items() if is_web_address(id_)}
    judged = {claim.iri: found for claim in records.claims if (found := left.pop(claim.iri, None))}
    by_row = {str(judgement.claim.get("row")): judgement for judgement in left.values()}
    for number, claim in enumerate(records.claims):
        row = rows.get(claim.iri, "")
        judgement = judged.get(claim.iri) or by_row.get(row)
        if judgement:
            left.pop(judgement.about[0], None)
            records.claims[number] = replace(claim, facts=replace(claim.facts, review=judgement.answer))
        elif claim.facts.review != "proposed" or claim.extractor not in _BY_HAND:
            continue
        case = _case(claim, about[claim.about], sources[claim.source], directory)
        cases.append(replace(case, id=judgement.about[0] if judgement else claim.iri, row=row))
    for iri, judgement in sorted(left.items()):
        told = f"{Where(LOG, judgement.line)}: the judgement on <{iri}> is stale: no claim of that name is there"
        reported.warnings.append(told)
        with suppress(ValueError):
            # one that was judged by its name alone says nothing that could be shown
            cases.append(replace(Case.of(judgement.claim, id_=iri), stale=True))
    return cases


def _case(claim: Claim, about: Partnership | ReportedTotal, source: str, directory: Directory) -> Case:
    facts = claim.facts
    number = facts.amount if facts.amount is not None else facts.count
    ends = (about.froms, about.tos) if isinstance(about, Partnership) else ((about.from_,), (about.to,))
    froms, tos = (tuple(directory.label(iri) for iri in side if iri) for side in ends)
    return Case(
        id=claim.iri,
        source=source,
        file=str(claim.where),
        relation=local_name(about.relation),
        froms=froms,
        tos=tos,
        via=tuple(map(directory.label, claim.via)),
        group=facts.pairing,
        open=facts.open,
        status=facts.status,
        basis=facts.basis,
        count="" if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number),
        unit=facts.unit,
        bound=facts.bound,
        currency=facts.currency,
        quote=facts.quote,
        start=facts.start or 0,
        end=facts.end or 0,
        page=facts.page or 0,
        extractor=claim.extractor,
    )


def _told(case: Case) -> str:
    ends = f"{'; '.join(case.froms)} - {'; '.join(case.tos)}" if case.froms else f"{case.count} {case.unit}"
    return f"{case.id} ({case.relation}: {ends})"


def _of(value: str, legal: tuple[str, ...], where: Where) -> str:
    if value and value not in legal:
        raise DataError.of(where, f"unknown {value!r}", legal=", ".join(legal))
    return value


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
