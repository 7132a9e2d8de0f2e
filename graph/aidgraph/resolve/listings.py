"""Listings made into parties: which rows of places and rosters speak of one party, and which of two.

A party is its name, place and kind together, never its name alone. A code (of a place) or an id (of an institution)
is stronger: the same one is one party, whatever it is called; two different ones are two parties.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from aidgraph.errors import Problem, Where
from aidgraph.kinds import PLAIN, Kind
from aidgraph.model import Listing, ListingStatement, Party
from aidgraph.resolve.directory import (
    DIVISIONS,
    PLAIN_LEVEL,
    Directory,
    NamingError,
    canonical_code,
    kind_of,
    shorter_codes,
)
from aidgraph.resolve.merging import merge, relisted
from aidgraph.resolve.names import NameIndex, normalise, stem, suffix
from aidgraph.terms import mint
from aidgraph.workspace import SourceConfig

__all__ = ["Listed", "resolve_listings"]

_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}){0,2}|[1-9][0-9]{8}|[1-9][0-9]{11}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing statement and the source it stands in."""

    source: SourceConfig
    statement: ListingStatement


@dataclass(slots=True, eq=False)
class _Draft:
    """The rows so far found to speak of one party."""

    rows: list[Listed]
    kind: Kind
    code: str = ""
    scheme: str = ""
    parent: _Draft | None = None
    parent_iri: str = ""
    acts_for: str = ""
    iri: str = ""

    @property
    def first(self) -> ListingStatement:
        return self.rows[0].statement

    @property
    def identifier(self) -> str:
        if identifier := self.rows[0].statement.identifier:
            return identifier
        return next((row.statement.identifier for row in self.rows if row.statement.identifier), "")

    def above(self) -> Iterator[_Draft]:
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
        statements = [row.statement for row in self.rows]
        return {normalise(name) for s in statements for name in (s.name, *(n for _, n in s.names), *s.aliases)}


@dataclass(slots=True)
class _Resolver:
    directory: Directory
    problems: list[Problem] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)

    def problem(self, where: Where, what: str, **hints: str) -> None:
        self.problems.append(Problem(where, what, **hints))

    # places -----------------------------------------------------------------------------------------------------

    def places(self, rows: Iterable[Listed]) -> None:
        drafts, by_code = [], dict[tuple[str, str], _Draft]()
        for row in rows:
            statement, scheme = row.statement, row.source.code_scheme
            level = kind_of(self.directory.words, statement.level, statement.where.at("level"), level=True)
            if isinstance(level, Problem):
                self.problems.append(level)
                # taken in as any place, so that rows that name it are not at fault too
                level = self.directory.words.kinds[PLAIN_LEVEL]
            if statement.code and scheme == DIVISIONS and not _CODE.fullmatch(statement.code):
                what = f"code {statement.code!r} has {len(statement.code)} characters"
                self.problem(statement.where.at("code"), what, legal=f"2, 4, 6, 9 or 12 digits ({DIVISIONS})")
                scheme = ""
            draft = _Draft([row], level, statement.code, scheme if statement.code else "")
            if not draft.code:
                drafts.append(draft)
                continue
            known = by_code.setdefault((scheme, draft.canonical), draft)
            if known is draft:
                drafts.append(draft)
            elif self._same_code(known, draft):
                known.rows.append(row)
        self._nest(drafts)

    def _same_code(self, known: _Draft, draft: _Draft) -> bool:
        """Tell whether two rows of one code are one place: by name, or by an official code in two sources."""
        one_file = known.first.where.file == draft.first.where.file
        if known.names() & draft.names() or (draft.scheme and not one_file and known.kind == draft.kind):
            return True
        what = f"code {draft.code!r} is already that of {known.first.name!r} ({known.first.where})"
        self.problem(draft.first.where.at("code"), what)
        return False

    def _nest(self, drafts: list[_Draft]) -> None:
        """Find every place's parent, from the top level down, joining uncoded rows that name the same place."""
        index, by_key = NameIndex(), {str(number): draft for number, draft in enumerate(drafts)}
        for key, draft in by_key.items():
            codes = {draft.code, draft.canonical} - {""}
            names = [s.statement.name for s in draft.rows]
            more = [n for s in draft.rows for n in (*(name for _, name in s.statement.names), *s.statement.aliases)]
            index.add(key, [*names, *more, *sorted(codes)])
        levels = defaultdict(list)
        for draft in drafts:
            levels[draft.kind.rank if draft.kind.rank is not None else _LOWEST].append(draft)
        merged: dict[int, _Draft] = {}
        for rank in sorted(levels):
            for draft in levels[rank]:
                self._find_parent(draft, index, by_key, merged)
            self._join_same(levels[rank], merged)
        for draft in drafts:
            while draft.parent is not None and id(draft.parent) in merged:
                draft.parent = merged[id(draft.parent)]
        kept = [draft for draft in drafts if id(draft) not in merged]
        self._refuse_cycles(kept)
        for draft in kept:
            self._take_in_place(draft)

    def _find_parent(
        self, draft: _Draft, index: NameIndex, by_key: dict[str, _Draft], merged: dict[int, _Draft]
    ) -> None:
        statement = next((row.statement for row in draft.rows if row.statement.parent), None)
        if statement is None:
            return
        named = _own_name(draft.rows, statement.parent)
        cell, _, around = (part.strip() for part in named.partition("@"))
        rank = draft.kind.rank if draft.kind.rank is not None else _LOWEST

        def is_above(key: str) -> bool:
            above = by_key[key].kind.rank
            return above is not None and above < rank

        found = index.find(cell, keep=is_above) or index.find(cell)
        for code in shorter_codes(cell) if not found else ():
            found = found or index.find(code, keep=lambda key: by_key[key].scheme == DIVISIONS)
        named_so = [merged.get(id(by_key[key]), by_key[key]) for key in found]
        candidates = list({id(candidate): candidate for candidate in named_so}.values())
        if around:
            outer = {id(merged.get(id(by_key[key]), by_key[key])) for key in index.find(around)}
            candidates = [c for c in candidates if any(id(merged.get(id(a), a)) in outer for a in c.above())]
        candidates = [c for c in candidates if c is not draft] or candidates
        where = statement.where.at("parent")
        if len(candidates) > 1:
            labels = [f"{c.first.name} ({c.code or c.first.where})" for c in candidates[:_SHOWN]]
            what = f"parent {statement.parent!r} fits {len(candidates)} places: {', '.join(labels)}"
            self.problem(where, what, legal="one of them, as label @ place, or by code")
        elif candidates:
            draft.parent = candidates[0]
            self._check_code(draft, draft.parent, statement)
        else:
            try:
                draft.parent_iri = self.directory.place(named, where)
            except NamingError as error:
                self.problem(where, str(error), legal=error.legal)

    def _check_code(self, draft: _Draft, parent: _Draft, statement: ListingStatement) -> None:
        if draft.scheme == parent.scheme == DIVISIONS:
            inner, outer = draft.canonical, parent.canonical
            if not (inner.startswith(outer) and len(inner) > len(outer)):
                what = f"code {draft.code!r} does not begin with that of {parent.first.name!r}"
                self.problem(statement.where.at("code"), what, legal=f"{outer}...")

    def _join_same(self, drafts: list[_Draft], merged: dict[int, _Draft]) -> None:
        groups = defaultdict(list)
        for draft in drafts:
            groups[draft.first.name, draft.kind.iri, id(draft.parent), draft.parent_iri].append(draft)
        for group in groups.values():
            coded = [draft for draft in group if draft.code]
            plain = [draft for draft in group if not draft.code]
            if not plain or len(coded) > 1:
                continue
            first = (coded or plain)[0]
            for draft in plain:
                if draft is not first:
                    first.rows.extend(draft.rows)
                    merged[id(draft)] = first

    def _refuse_cycles(self, drafts: list[_Draft]) -> None:
        safe: set[int] = set()
        for draft in drafts:
            chain: dict[int, _Draft] = {}
            step: _Draft | None = draft
            while step is not None and id(step) not in safe and id(step) not in chain:
                chain[id(step)] = step
                step = step.parent
            if step is not None and id(step) in chain:
                circle = [d.first.name for d in list(chain.values())[list(chain).index(id(step)) :]]
                way = " in ".join([*circle, circle[0]])
                self.problem(step.first.where.at("parent"), f"a place lies inside itself: {way}")
                step.parent = None
            safe.update(chain)

    def _take_in_place(self, draft: _Draft) -> None:
        # the outermost first: the name of a place inside another is minted from that
        waiting = [draft, *takewhile(lambda above: not above.iri, draft.above())] if not draft.iri else []
        for place in reversed(waiting):
            around = place.parent.iri if place.parent else place.parent_iri
            if place.code:
                key: tuple[str, ...] = (place.scheme, place.canonical)
            else:
                key = (place.first.name, place.kind.iri, around)
            place.iri = mint(self.directory.base, "place", *key)
            self._take_in(place, is_place=True, place=around)

    # institutions -----------------------------------------------------------------------------------------------

    def institutions(self, rows: Iterable[Listed]) -> None:
        drafts = list(map(self._institution, rows))
        by_id: dict[str, _Draft] = {}
        by_key: defaultdict[tuple[str, str, str], list[_Draft]] = defaultdict(list)
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

    def _institution(self, row: Listed) -> _Draft:
        statement = row.statement
        kind = kind_of(self.directory.words, statement.kind, statement.where.at("kind"), level=False)
        if isinstance(kind, Problem):
            self.problems.append(kind)
            kind = self.directory.words.kinds[PLAIN]
        return _Draft(
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
            return self.directory.place(_own_name([row], cell), where)
        except NamingError as error:
            self.problem(where, str(error), legal=error.legal)
            return ""

    def _join_by_id(self, known: _Draft, draft: _Draft) -> None:
        same_place = (known.kind, known.parent_iri) == (draft.kind, draft.parent_iri)
        if same_place or known.names() & draft.names():
            known.rows.extend(draft.rows)
            return
        what = f"id {draft.identifier!r} is already that of {known.first.name!r} ({known.first.where})"
        self.problem(draft.first.where.at("id"), what)

    def _take_in_institution(self, draft: _Draft) -> None:
        base, key = self.directory.base, (draft.first.name, draft.kind.iri, draft.parent_iri)
        draft.iri = mint(base, "institution", *(("id", draft.identifier) if draft.identifier else key))
        self._take_in(draft, is_place=False, place=draft.parent_iri)

    # both -------------------------------------------------------------------------------------------------------

    def _take_in(self, draft: _Draft, *, is_place: bool, place: str) -> None:
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


_LOWEST, _SHOWN = 99, 8


def _own_name(rows: list[Listed], cell: str) -> str:
    """Return what a cell means where it is a short name of its own source."""
    return rows[0].source.names.get(cell, cell)


def resolve_listings(
    directory: Directory, listed: list[Listed], given: Iterable[str] = ()
) -> tuple[list[Listing], list[Problem]]:
    """Take the parties of all places and rosters into the directory; return their listings and what is wrong.

    ``given`` are the parties that RDF files list. Those that were judged to be one are made one.
    """
    resolver = _Resolver(directory)
    resolver.places(row for row in listed if row.statement.level)
    resolver.institutions(row for row in listed if not row.statement.level)
    resolver.problems += merge(directory, [listing.party for listing in resolver.listings], given)
    listings = relisted(resolver.listings, directory.kept)
    _mark_possibly_same(directory, listed, listings, resolver)
    return listings, resolver.problems


def _mark_possibly_same(
    directory: Directory, listed: list[Listed], listings: list[Listing], resolver: _Resolver
) -> None:
    pairs = set(_look_alikes(directory))
    by_where = {(listing.where.file, listing.where.sheet, listing.where.row): listing for listing in listings}
    for row in listed:
        for cell in row.statement.maybe_same:
            where = row.statement.where.at("maybe_same")
            one = by_where[where.file, where.sheet, where.row].party
            try:
                other = directory.find(_own_name([row], cell))
            except NamingError as error:
                resolver.problem(where, str(error), legal=error.legal)
                continue
            if other == one and len(directory.identity.group(one)) > 1:
                continue
            if not other or other == one:
                resolver.problems.append(directory.unknown(cell, where, "other party"))
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
