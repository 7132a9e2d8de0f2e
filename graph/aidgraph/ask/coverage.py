"""Coverage: of those in each place and of each kind, how many are linked, unlinked or unknown, and of how many.

Every cell of the grid answers the question of gaps for its own place and kind: a list of partnerships that is complete
for one county's schools says nothing of the next county's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import overload

from aidgraph.ask.evidence import Axes, Evidence
from aidgraph.ask.gaps import decided
from aidgraph.ask.lists import CompleteList, Covering, missing
from aidgraph.ask.mentions import shortened
from aidgraph.ask.scope import Question, legal
from aidgraph.kinds import Kind, Relation, Vocabulary
from aidgraph.terms import local_name

__all__ = ["AXES", "Cell", "Cells", "coverage"]

AXES = ("place", "kind", "relation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the grid: how many parties have which answer, and on what grounds.

    ``place``, ``kind`` and ``relation`` are names, ``None`` along an axis that the grid does not have; ``place`` is
    empty, and its IRI ``place_id`` is ``None``, for those of whom no place (of the level asked) is known. ``roster`` is
    how many are listed: by the complete rosters that cover the cell, else by any list, ``None`` where no list says of
    anybody there that it exists. It is a denominator only where ``complete`` is true.
    """

    place: str | None
    place_id: str | None
    kind: str | None
    relation: str | None
    roster: int | None
    linked: int
    unlinked: int
    unknown: int
    complete: bool
    because: str


class Cells(Sequence[Cell]):
    """The cells of grids, in order. How many are in each is settled; the words are found when one is read."""

    def __init__(self, grids: Sequence[_Grid]) -> None:
        self._grids = grids

    @cached_property
    def _cells(self) -> list[Cell]:
        found = [cell for grid in self._grids for cell in grid.cells()]
        return sorted(found, key=lambda one: (one.place or "", one.place_id or "", one.kind or "", one.relation or ""))

    def __len__(self) -> int:
        return sum(grid.counts.size for grid in self._grids)

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> list[Cell]: ...
    def __getitem__(self, at: int | slice) -> Cell | list[Cell]:
        return self._cells[at]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._cells == list(other)

    # like a list, which it equals
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._cells)


def coverage(
    evidence: Evidence,
    words: Vocabulary,
    question: Question,
    *,
    by: Sequence[str] = ("place", "kind"),
    level: Kind | None = None,
) -> Cells:
    """Return the grid of those asked about, by place and then by kind; cells in which nobody is are left out.

    ``by`` names its axes. Places are those that parties lie in directly, or those of ``level`` around them; relations
    are the one asked and those below it, as far as anybody uses them. Raises ``UnknownNameError`` for an axis that is
    none.
    """
    for axis in by:
        legal("axis", axis, AXES)
    axes = Axes(by_place="place" in by, by_kind="kind" in by, level=level.iri if level else "")
    grids = [
        _Grid(evidence, words, replace(question, relation=relation), axes, told="relation" in by)
        for relation in (_used(evidence, words, question.relation) if "relation" in by else [question.relation])
    ]
    return Cells(grids)


def _used(evidence: Evidence, words: Vocabulary, relation: Relation) -> list[Relation]:
    """Return the relations at or below one under which anything is stated; where none is, the one itself."""
    stated = evidence.relations()
    below = sorted(words.narrower_relations(relation))
    used = [words.relations[iri] for iri in below if stated & words.narrower_relations(words.relations[iri])]
    return used or [relation]


_FOUND = ((True, False), (False, True), (False, False))
"""Whether those have ties, and disputed ones, whom a cell counts first, second and last."""

Spot = tuple[str, str]
"""A cell by the IRIs of its place and kind."""


class _Grid:
    """The grid of one question."""

    def __init__(self, evidence: Evidence, words: Vocabulary, question: Question, axes: Axes, *, told: bool) -> None:
        self.evidence, self.words, self.question, self.axes = evidence, words, question, axes
        self.parties = evidence.parties
        self.relation = question.relation.name if told else None
        self.scope = question.scope(words)
        lists = evidence.complete_lists()
        of_partnerships = [one for one in lists if one.of_partnerships]
        self.complete = Covering(of_partnerships, words, self.parties, relation=question.relation)
        rosters = [one for one in lists if not one.of_partnerships and one.reaches(question.as_of)]
        self.rosters = Covering(rosters, words, self.parties)
        self._claims = lru_cache(maxsize=None)(_claims)
        self.counts = evidence.grid(self.scope, axes)

    def cells(self) -> Iterator[Cell]:
        answers = {(place, kind): counts for place, kind, *counts in self.counts.rows()}
        covering = {spot: self.rosters.over(*self.meant(spot)) for spot in answers}
        listed = _Listed(self, covering)
        for spot, counts in answers.items():
            yield self._cell(spot, counts, *listed.of(spot, among=sum(counts)), complete=bool(covering[spot]))

    def _cell(self, spot: Spot, counts: Sequence[int], roster: int | None, told: list[str], *, complete: bool) -> Cell:
        place, kind = spot
        covering = self.complete.over(*self.meant(spot))
        reaching = tuple([one for one in covering if one.reaches(self.question.as_of)])
        found = {"linked": 0, "unlinked": 0, "unknown": 0}
        for (linked, disputed), count in zip(_FOUND, counts, strict=True):
            found[decided(linked=linked, disputed=disputed, complete=bool(reaching))] += count
        claims = self._claims(reaching) if reaching else missing(self.asked(spot), self.parties, covering)
        return Cell(
            place=(self.parties.label(place) if place else "") if self.axes.by_place else None,
            place_id=place or None,
            kind=local_name(kind) if kind else None,
            relation=self.relation,
            roster=roster,
            **found,
            complete=complete,
            because="; ".join([claims, *told]),
        )

    def meant(self, spot: Spot) -> Spot:
        """Return the place and kind that a cell asks about."""
        place, kind = spot
        return place if self.axes.by_place else self.question.place, kind or self.question.kind.iri

    def asked(self, spot: Spot) -> Question:
        """Return the question that a cell answers."""
        place, kind = self.meant(spot)
        return replace(self.question, place=place, kind=self.words.kinds[kind])


def _claims(lists: Sequence[CompleteList]) -> str:
    return shortened(f"{one.title!r} claims to be complete for it{one.period}" for one in lists)


class _Listed:
    """How many in each cell stand on which list; ``covering`` has the complete rosters of every cell."""

    def __init__(self, grid: _Grid, covering: Mapping[Spot, Sequence[CompleteList]]) -> None:
        self.grid, self.covering = grid, covering
        self.by_source: dict[Spot, dict[str, int]] = {}
        for place, kind, source, count in grid.evidence.rosters(grid.scope, grid.axes):
            self.by_source.setdefault((place, kind), {})[source] = count
        # whoever stands on one list only need not be counted again
        doubled = any(len(on) > 1 for on in self.by_source.values())
        self.on_any = self._on({source for on in self.by_source.values() for source in on}) if doubled else {}
        several = {tuple(one.source for one in rosters) for rosters in covering.values() if len(rosters) > 1}
        self.on_several = {sources: self._on(sources) for sources in several}

    def _on(self, sources: Collection[str]) -> dict[Spot, int]:
        """Return how many in each cell stand on any of these lists."""
        rows = self.grid.evidence.rosters(self.grid.scope, self.grid.axes, sources=sources)
        return {(place, kind): count for place, kind, _, count in rows}

    def of(self, spot: Spot, *, among: int) -> tuple[int | None, list[str]]:
        """Return the denominator of a cell in which so many are asked about, and words for it."""
        rosters, on = self.covering[spot], self.by_source.get(spot, {})
        on_any = self.on_any.get(spot, 0) if len(on) > 1 else sum(on.values())
        if not rosters:
            whom = self.grid.asked(spot).whom(self.grid.parties)
            return on_any or None, [f"no complete roster covers {whom}: there is no denominator"]
        counts = [on.get(one.source, 0) for one in rosters]
        listed = counts[0]
        told = [f"the roster {one.title!r} has {count}" for one, count in zip(rosters, counts, strict=True)]
        if len(rosters) > 1:
            listed = self.on_several[tuple(one.source for one in rosters)].get(spot, 0)
            told += [f"together they have {listed}"] * any(count != listed for count in counts)
        told += [f"{on_any - listed} more stand on other lists"] * (on_any > listed)
        told += [f"{among - on_any} stand on none"] * (among > on_any)
        return listed, told
