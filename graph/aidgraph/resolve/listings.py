"""Listings made into parties: which rows of places and rosters speak of one party, and which of two.

A party is its name, place and kind together, never its name alone. A code (of a place) or an id (of an institution)
is stronger: the same one is one party, whatever it is called; two different ones are two parties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from aidgraph.errors import Problem
from aidgraph.kinds import PLAIN
from aidgraph.model import Listing, Party
from aidgraph.resolve.directory import Directory, NamingError, kind_of
from aidgraph.resolve.drafts import Draft, Intake, Listed
from aidgraph.resolve.listed_places import Places
from aidgraph.resolve.merging import merge, relisted
from aidgraph.resolve.names import stem, suffix
from aidgraph.terms import mint

__all__ = ["Listed", "resolve_listings"]


def resolve_listings(
    directory: Directory, listed: list[Listed], given: Iterable[str] = ()
) -> tuple[list[Listing], list[Problem]]:
    """Take the parties of all places and rosters into the directory; return their listings and what is wrong.

    ``given`` are the parties that RDF files list. Those that were judged to be one are made one.
    """
    intake = Intake(directory)
    Places(intake).take_in(row for row in listed if row.statement.level)
    _Institutions(intake).take_in(row for row in listed if not row.statement.level)
    intake.problems += merge(directory, [listing.party for listing in intake.listings], given)
    listings = relisted(intake.listings, directory.kept)
    _mark_possibly_same(directory, listed, listings, intake)
    return listings, intake.problems


@dataclass(frozen=True, slots=True)
class _Institutions:
    """Takes in institutions."""

    intake: Intake

    def take_in(self, rows: Iterable[Listed]) -> None:
        """Take in the institutions that these rows speak of."""
        drafts = list(map(self._institution, rows))
        by_id: dict[str, Draft] = {}
        by_key: defaultdict[tuple[str, str, str], list[Draft]] = defaultdict(list)
        kept = []
        for draft in sorted(drafts, key=lambda d: not d.identifier):
            key = (draft.first.name, draft.kind.iri, draft.parent_iri)
            if draft.identifier:
                known = by_id.setdefault(draft.identifier, draft)
                if known is not draft:
                    self._join_by_id(known, draft)
                    continue
            elif len(by_key[key]) == 1:
                by_key[key][0].rows.extend(draft.rows)
                continue
            by_key[key].append(draft)
            kept.append(draft)
        for draft in kept:
            self._take_in_institution(draft)

    def _institution(self, row: Listed) -> Draft:
        statement = row.statement
        kind = kind_of(self.intake.directory.words, statement.kind, statement.where.at("kind"), level=False)
        if isinstance(kind, Problem):
            self.intake.problems.append(kind)
            kind = self.intake.directory.words.kinds[PLAIN]
        return Draft(
            [row],
            kind,
            parent_iri=self._place(row, "place", statement.place),
            acts_for=self._place(row, "acts_for", statement.acts_for),
        )

    def _place(self, row: Listed, column: str, cell: str) -> str:
        if not cell:
            return ""
        where = row.statement.where.at(column)
        try:
            return self.intake.directory.place(row.meaning(cell), where)
        except NamingError as error:
            self.intake.problem(where, str(error), legal=error.legal)
            return ""

    def _join_by_id(self, known: Draft, draft: Draft) -> None:
        same_place = (known.kind, known.parent_iri) == (draft.kind, draft.parent_iri)
        if same_place or known.names() & draft.names():
            known.rows.extend(draft.rows)
            return
        what = f"id {draft.identifier!r} is already that of {known.first.name!r} ({known.first.where})"
        self.intake.problem(draft.first.where.at("id"), what)

    def _take_in_institution(self, draft: Draft) -> None:
        base, key = self.intake.directory.base, (draft.first.name, draft.kind.iri, draft.parent_iri)
        draft.iri = mint(base, "institution", *(("id", draft.identifier) if draft.identifier else key))
        self.intake.take_in(draft, is_place=False, place=draft.parent_iri)


def _mark_possibly_same(directory: Directory, listed: list[Listed], listings: list[Listing], intake: Intake) -> None:
    pairs = set(_look_alikes(directory))
    by_where = {(listing.where.file, listing.where.sheet, listing.where.row): listing for listing in listings}
    for row in listed:
        for cell in row.statement.maybe_same:
            where = row.statement.where.at("maybe_same")
            one = by_where[where.file, where.sheet, where.row].party
            try:
                other = directory.find(row.meaning(cell))
            except NamingError as error:
                intake.problem(where, str(error), legal=error.legal)
                continue
            if other == one and len(directory.identity.group(one)) > 1:
                continue
            if not other or other == one:
                intake.problems.append(directory.unknown(cell, where, "other party"))
            else:
                pairs.add((min(one, other), max(one, other)))
    for one, other in sorted(pairs):
        directory.mark(one, other)


def _look_alikes(directory: Directory) -> Iterable[tuple[str, str]]:
    """Yield pairs of one normalised name and kind whose places are the same, or one inside the other's."""
    groups: defaultdict[tuple[str, str], list[Party]] = defaultdict(list)
    for party in directory.parties.values():
        name = directory.canonical(party)
        groups[stem(name) if party.is_place else name, party.kind].append(party)
    for group in (group for group in groups.values() if len(group) > 1):
        by_place: defaultdict[str, list[Party]] = defaultdict(list)
        for party in group:
            by_place[party.place].append(party)
        for party in group:
            around = directory.parties[party.place].place if party.place in directory.parties else ""
            near = [*by_place[party.place], *(by_place[around] if around and not party.is_place else ())]
            for other in near:
                if other.iri != party.iri and _alike(directory, party, other):
                    yield (min(party.iri, other.iri), max(party.iri, other.iri))


def _alike(directory: Directory, one: Party, other: Party) -> bool:
    """Tell a place written with and without its ending from two places whose endings differ (乌恰镇, 乌恰乡)."""
    if not one.is_place:
        return True
    endings = {suffix(directory.canonical(party)) for party in (one, other)} - {""}
    return len(endings) <= 1
