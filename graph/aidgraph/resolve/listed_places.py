"""Listed places made into parties: which rows speak of one place, and which place lies in which.

A code is stronger than a name: the same one is one place, whatever it is called; two different ones are two places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from aidgraph.errors import Problem
from aidgraph.model import ListingStatement
from aidgraph.resolve.directory import DIVISIONS, PLAIN_LEVEL, NamingError, kind_of, shorter_codes
from aidgraph.resolve.drafts import Draft, Intake, Listed
from aidgraph.resolve.names import NameIndex
from aidgraph.terms import mint

__all__ = ["Places"]

_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}){0,2}|[1-9][0-9]{8}|[1-9][0-9]{11}")
_LOWEST, _SHOWN = 99, 8


@dataclass(frozen=True, slots=True)
class Places:
    """Takes in places, from the top level down."""

    intake: Intake

    def take_in(self, rows: Iterable[Listed]) -> None:
        """Take in the places that these rows speak of."""
        drafts, by_code = [], dict[tuple[str, str], Draft]()
        for row in rows:
            statement, scheme = row.statement, row.source.code_scheme
            level = kind_of(self.intake.directory.words, statement.level, statement.where.at("level"), level=True)
            if isinstance(level, Problem):
                self.intake.problems.append(level)
                # taken in as any place, so that rows that name it are not at fault too
                level = self.intake.directory.words.kinds[PLAIN_LEVEL]
            if statement.code and scheme == DIVISIONS and not _CODE.fullmatch(statement.code):
                what = f"code {statement.code!r} has {len(statement.code)} characters"
                self.intake.problem(statement.where.at("code"), what, legal=f"2, 4, 6, 9 or 12 digits ({DIVISIONS})")
                scheme = ""
            draft = Draft([row], level, statement.code, scheme if statement.code else "")
            if not draft.code:
                drafts.append(draft)
                continue
            known = by_code.setdefault((scheme, draft.canonical), draft)
            if known is draft:
                drafts.append(draft)
            elif self._same_code(known, draft):
                known.rows.append(row)
        self._nest(drafts)

    def _same_code(self, known: Draft, draft: Draft) -> bool:
        """Tell whether two rows of one code are one place: by name, or by an official code in two sources."""
        one_file = known.first.where.file == draft.first.where.file
        if known.names() & draft.names() or (draft.scheme and not one_file and known.kind == draft.kind):
            return True
        what = f"code {draft.code!r} is already that of {known.first.name!r} ({known.first.where})"
        self.intake.problem(draft.first.where.at("code"), what)
        return False

    def _nest(self, drafts: list[Draft]) -> None:
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
        merged: dict[int, Draft] = {}
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

    def _find_parent(self, draft: Draft, index: NameIndex, by_key: dict[str, Draft], merged: dict[int, Draft]) -> None:
        statement = next((row.statement for row in draft.rows if row.statement.parent), None)
        if statement is None:
            return
        named = draft.rows[0].meaning(statement.parent)
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
            self.intake.problem(where, what, legal="one of them, as label @ place, or by code")
        elif candidates:
            draft.parent = candidates[0]
            self._check_code(draft, draft.parent, statement)
        else:
            try:
                draft.parent_iri = self.intake.directory.place(named, where)
            except NamingError as error:
                self.intake.problem(where, str(error), legal=error.legal)

    def _check_code(self, draft: Draft, parent: Draft, statement: ListingStatement) -> None:
        if draft.scheme == parent.scheme == DIVISIONS:
            inner, outer = draft.canonical, parent.canonical
            if not (inner.startswith(outer) and len(inner) > len(outer)):
                what = f"code {draft.code!r} does not begin with that of {parent.first.name!r}"
                self.intake.problem(statement.where.at("code"), what, legal=f"{outer}...")

    def _join_same(self, drafts: list[Draft], merged: dict[int, Draft]) -> None:
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

    def _refuse_cycles(self, drafts: list[Draft]) -> None:
        safe: set[int] = set()
        for draft in drafts:
            chain: dict[int, Draft] = {}
            step: Draft | None = draft
            while step is not None and id(step) not in safe and id(step) not in chain:
                chain[id(step)] = step
                step = step.parent
            if step is not None and id(step) in chain:
                circle = [d.first.name for d in list(chain.values())[list(chain).index(id(step)) :]]
                way = " in ".join([*circle, circle[0]])
                self.intake.problem(step.first.where.at("parent"), f"a place lies inside itself: {way}")
                step.parent = None
            safe.update(chain)

    def _take_in_place(self, draft: Draft) -> None:
        # the outermost first: the name of a place inside another is minted from that
        waiting = [draft, *takewhile(lambda above: not above.iri, draft.above())] if not draft.iri else []
        for place in reversed(waiting):
            around = place.parent.iri if place.parent else place.parent_iri
            if place.code:
                key: tuple[str, ...] = (place.scheme, place.canonical)
            else:
                key = (place.first.name, place.kind.iri, around)
            place.iri = mint(self.intake.directory.base, "place", *key)
            self.intake.take_in(place, is_place=True, place=around)
