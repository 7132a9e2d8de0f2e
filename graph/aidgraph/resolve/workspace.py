"""Everything a workspace's inputs say, resolved into records."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

from aidgraph.errors import DataError, Problem, one_line
from aidgraph.model import (
    Claim,
    Listing,
    ListingStatement,
    PartnershipStatement,
    Records,
    ReportedTotal,
    Source,
    Statement,
    TotalStatement,
)
from aidgraph.read.document import Document
from aidgraph.read.inputs import TABLES, Inputs
from aidgraph.read.rdf import records_of_rdf
from aidgraph.read.statements import read_statements
from aidgraph.read.table import Table
from aidgraph.resolve.cases import Case, Passages
from aidgraph.resolve.citing import Citable
from aidgraph.resolve.directory import Directory, NamingError
from aidgraph.resolve.given import Given
from aidgraph.resolve.identity import Identity
from aidgraph.resolve.judgements import Judgement, read_judgements, standing
from aidgraph.resolve.listings import Listed, resolve_listings
from aidgraph.resolve.merging import conflicts, judged_pairs, renamed
from aidgraph.resolve.publications import publications
from aidgraph.resolve.reported import Reported, reviewed
from aidgraph.resolve.statements import StatementResolver
from aidgraph.workspace import SourceConfig, Workspace

__all__ = ["resolve"]


Reader = Callable[[Directory, Sequence[tuple[str, Passages]]], tuple[list[Case], list[str]]]
"""Reads reports with the parties that are known: returns their cases, and warnings."""


@dataclass(slots=True)
class _Gathered:
    """What the inputs said, before names are resolved."""

    statements: list[tuple[SourceConfig, Statement]] = field(default_factory=list)
    given: Given = field(default_factory=Given)
    reports: dict[str, list[Document]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    theirs: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def not_told(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with their columns named as in the file, less those of cells that could not be read."""
        told = {problem.where for problem in self.problems}
        return [problem for problem in map(self._in_their_words, problems) if problem.where not in told]

    def _in_their_words(self, problem: Problem) -> Problem:
        where = problem.where
        column = self.theirs.get((where.file, where.sheet), {}).get(where.column)
        return replace(problem, where=where.at(column)) if column else problem


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let records pile up without being searched for cycles, over and over: there are none, and all of them stay."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            # to the generation of what is old, which is seldom looked through
            gc.freeze()
            gc.unfreeze()
        if ran:
            gc.enable()


@_collector_paused()
def resolve(
    workspace: Workspace, inputs: Inputs, *, reader: Reader | None = None
) -> tuple[Records, list[str], list[Case]]:
    """Return the records of a workspace, warnings, and what there is to review.

    ``reader`` reads the reports with the parties that all else names. Raises ``DataError`` with everything that is
    wrong.
    """
    judgements, unread = _judgements(workspace)
    identity = Identity(judgements)
    directory = Directory(workspace.base, workspace.languages[0], workspace.vocabulary, identity=identity)
    files: defaultdict[str, list[str]] = defaultdict(list)
    for item in inputs:
        files[item.source.id].append(item.file)
    sources = {source.id: _source(source, files[source.id]) for source in workspace.sources}
    gathered = _gather(workspace, inputs, sources)
    given = gathered.given.records()
    # places first: they are part of the names of what is in them
    for party in sorted(gathered.given.parties, key=lambda party: not party.is_place):
        directory.add(party)
    listed = [Listed(s, row) for s, row in gathered.statements if isinstance(row, ListingStatement)]
    listings, problems = resolve_listings(directory, listed, [listing.party for listing in given.listings])
    problems += [*unread, *conflicts(directory), *renamed(given, directory.kept)]
    published = publications(workspace.sources, gathered.reports, base=workspace.base)
    texts = {source: "".join(each.text for each in documents) for source, documents in gathered.reports.items()}
    texts |= {each.file: each.text for documents in gathered.reports.values() for each in documents}
    resolver = StatementResolver(directory, Citable([*workspace.sources, *published], texts))
    given.claims = resolver.take_in(given)
    for source, statement in gathered.statements:
        if isinstance(statement, PartnershipStatement):
            resolver.partnership(statement, source)
        elif isinstance(statement, TotalStatement):
            resolver.total(statement, source)
    own = {source.id for source in published}
    reported = _reported(workspace, gathered, resolver, judgements, reader, own)
    records = resolver.records()
    judged_pairs(directory)
    problems = [*gathered.problems, *gathered.given.problems, *gathered.not_told([*problems, *resolver.problems])]
    problems += reported.problems
    problems += gathered.given.strays({source.iri for source in sources.values()})
    covered = [_covering(sources[source.id], source, directory, problems) for source in workspace.sources]
    if problems:
        raise DataError(problems)
    # what the tables say now goes before what an export of them once said
    records.totals = _joined(records.totals, given.totals)
    records.claims = _joined(records.claims, given.claims)
    records.listings = _joined(listings, given.listings)
    covered += [_source(source, [source.id]) for source in published]
    records.sources = _joined(covered, given.sources)
    records.parties = list(directory.parties.values())
    cases = [*reported.cases.values(), *reviewed(records, reported, directory)]
    warnings = [*gathered.warnings, *directory.warnings, *reported.warnings, *_warnings(workspace, directory)]
    return records, list(dict.fromkeys(map(one_line, warnings))), cases


def _reported(
    workspace: Workspace,
    gathered: _Gathered,
    resolver: StatementResolver,
    judgements: Iterable[Judgement],
    reader: Reader | None,
    own: Collection[str],
) -> Reported:
    """Read the reports, and take in what they say as far as it was accepted or names known parties."""
    passages = {source: Passages(documents) for source, documents in gathered.reports.items()}
    judged = {judgement.about[0]: judgement for judgement in standing(judgements, "review")}
    sources = {source.id: source for source in workspace.sources}
    reported = Reported(resolver, sources, passages, judged, own)
    cases, warnings = reader(resolver.directory, list(passages.items())) if reader and passages else ([], [])
    reported.warnings += warnings
    reported.take(cases)
    return reported


def _judgements(workspace: Workspace) -> tuple[list[Judgement], list[Problem]]:
    """Return what people judged, or what is wrong with the log."""
    try:
        return read_judgements(workspace.folder), []
    except DataError as error:
        return [], list(error.problems)


def _gather(workspace: Workspace, inputs: Inputs, sources: dict[str, Source]) -> _Gathered:
    gathered = _Gathered()
    for item in inputs:
        source, content = item.source, item.content
        if source.reads in TABLES and isinstance(content, Table):
            statements, problems, warnings = read_statements(
                content,
                reads=source.reads,
                file=item.file,
                columns=source.columns,
                set_=source.set,
                ignore=source.ignore,
            )
            gathered.statements += [(source, statement) for statement in statements]
            gathered.theirs[item.file, content.sheet] = source.columns
            gathered.problems += problems
            gathered.warnings += warnings
        elif isinstance(content, list):
            records, problems = records_of_rdf(
                content,
                file=item.file,
                source=sources[source.id],
                base=workspace.base,
                words=workspace.vocabulary,
            )
            gathered.given.take_in(records, item.file)
            gathered.problems += problems
        elif isinstance(content, Document):
            gathered.reports.setdefault(source.id, []).append(content)
    return gathered


T = TypeVar("T", bound=Source | Listing | ReportedTotal | Claim)


def _joined(ours: list[T], given: list[T]) -> list[T]:
    known = {record.iri for record in ours}
    return [*ours, *(record for record in given if record.iri not in known)]


def _source(source: SourceConfig, files: list[str]) -> Source:
    covers = source.covers
    return Source(
        iri=source.iri,
        identifier=source.id,
        title=source.title,
        publisher=source.publisher,
        issued=source.issued,
        url=source.url,
        self_reported=source.self_reported,
        reads=source.reads,
        files=tuple(files),
        complete=source.complete,
        as_of=source.as_of,
        complete_from=source.complete_from,
        covers_relation=covers.relation if covers else "",
        covers_kind=covers.kind if covers else "",
    )


def _covering(source: Source, config: SourceConfig, directory: Directory, problems: list[Problem]) -> Source:
    """Return the source with the place its list is complete for."""
    cell = config.covers.place if config.covers else ""
    if not cell:
        return source
    try:
        place = directory.find(cell, places_only=True)
    except NamingError as error:
        problems.append(Problem(config.where, f"covers: place {error}", legal=error.legal))
        return source
    if not place:
        problems.append(directory.unknown(cell, config.where, "place"))
    return replace(source, covers_place=place)


def _warnings(workspace: Workspace, directory: Directory) -> list[str]:
    warnings = [
        f"{source.where}: source {source.id!r} is complete, but says not for what; add covers = {{ ... }}"
        for source in workspace.sources
        if source.complete and source.covers is None
    ]
    unsure = {
        frozenset(directory.kept.get(iri, iri) for iri in judgement.about): f" (unsure: {judgement.by}, {judgement.at})"
        for judgement in directory.identity.judged("unsure")
    }
    for party in directory.parties.values():
        warnings += [
            f"{directory.describe(party.iri)} may be the same as {directory.describe(twin)}; kept apart"
            + unsure.get(frozenset((party.iri, twin)), "")
            for twin in party.possibly_same_as
            if party.iri < twin and twin in directory.parties
        ]
    return warnings
