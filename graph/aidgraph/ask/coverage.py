"""Coverage: of those in each place and of each kind, how many are linked, unlinked or unknown, and of how many.

Every cell of the grid answers the question of gaps for its own place and kind: a list of partnerships that is complete
for one county's schools says nothing of the next county's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aidgraph.ask.evidence import DISPUTED, LINKED, Axes, Evidence
from aidgraph.ask.gaps import decided
from aidgraph.ask.lists import CompleteList, Lists
from aidgraph.ask.mentions import shortened
from aidgraph.ask.scope import Question, legal
from aidgraph.kinds import Kind, Relation, Vocabulary
from aidgraph.terms import local_name

__all__ = ["AXES", "Cell", "coverage"]

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


def coverage(
    evidence: Evidence,
    words: Vocabulary,
    question: Question,
    *,
    by: Sequence[str] = ("place", "kind"),
    level: Kind | None = None,
) -> list[Cell]:
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
    cells = [cell for grid in grids for cell in grid.cells()]
    return sorted(cells, key=lambda cell: (cell.place or "", cell.place_id or "", cell.kind or "", cell.relation or ""))


def _used(evidence: Evidence, words: Vocabulary, relation: Relation) -> list[Relation]:
    """Return the relations at or below one under which anything is stated; where none is, the one itself."""
    stated = evidence.relations()
    below = sorted(words.narrower_relations(relation))
    used = [words.relations[iri] for iri in below if stated & words.narrower_relations(words.relations[iri])]
    return used or [relation]


Spot = tuple[str, str]
"""A cell by the IRIs of its place and kind."""


class _Grid:
    """The grid of one question."""

    def __init__(self, evidence: Evidence, words: Vocabulary, question: Question, axes: Axes, *, told: bool) -> None:
        self.evidence, self.words, self.question, self.axes = evidence, words, question, axes
        self.relation = question.relation.name if told else None
        self.scope = question.scope(words)
        self.lists = evidence.complete_lists()
        self.titles = evidence.titles()

    def cells(self) -> Iterator[Cell]:
        answers: defaultdict[Spot, Counter[int]] = defaultdict(Counter)
        for place, kind, flag, count in self.evidence.grid(self.scope, self.axes):
            answers[place, kind][flag] += count
        bearing = {spot: self._bearing(spot) for spot in answers}
        rosters = _Rosters(self, {spot: lists.rosters for spot, lists in bearing.items()})
        for spot, flags in answers.items():
            yield self._cell(spot, flags, bearing[spot], rosters)

    def _cell(self, spot: Spot, flags: Mapping[int, int], lists: Lists, rosters: _Rosters) -> Cell:
        counts = Counter[str]()
        for flag, count in flags.items():
            linked, disputed = bool(flag & LINKED), bool(flag & DISPUTED)
            counts[decided(linked=linked, disputed=disputed, complete=bool(lists.complete))] += count
        place, kind = spot
        roster, told = rosters.of(spot, among=counts.total())
        complete = [f"{listed.title!r} claims to be complete for it{listed.period}" for listed in lists.complete]
        return Cell(
            place=(self.evidence.parties.label(place) if place else "") if self.axes.by_place else None,
            place_id=(place or None) if self.axes.by_place else None,
            kind=local_name(kind) if self.axes.by_kind else None,
            relation=self.relation,
            roster=roster,
            linked=counts["linked"],
            unlinked=counts["unlinked"],
            unknown=counts["unknown"],
            complete=bool(lists.rosters),
            because="; ".join([shortened(complete) or lists.missing, *told]),
        )

    def _bearing(self, spot: Spot) -> Lists:
        """Return the lists that are complete for a cell: of its partnerships, and of who exists in it."""
        asked, parties = self.asked(spot), self.evidence.parties
        lists = Lists.of(asked, self.words, parties, self.lists)
        covering = [r for r in lists.rosters if r.covers(self.words, parties, kind=asked.kind, place=asked.place)]
        return replace(lists, rosters=tuple(covering))

    def asked(self, spot: Spot) -> Question:
        """Return the question that a cell answers."""
        place, kind = spot
        return replace(
            self.question,
            place=place if self.axes.by_place else self.question.place,
            kind=self.words.kinds[kind] if self.axes.by_kind else self.question.kind,
        )


class _Rosters:
    """How many in each cell stand on which list; ``covering`` has the complete rosters of every cell."""

    def __init__(self, grid: _Grid, covering: Mapping[Spot, Sequence[CompleteList]]) -> None:
        self.grid, self.covering = grid, covering
        self.by_source: defaultdict[Spot, dict[str, int]] = defaultdict(dict)
        for place, kind, source, count in grid.evidence.rosters(grid.scope, grid.axes):
            self.by_source[place, kind][source] = count
        self.on_any = self._on(grid.titles)
        several = {tuple(r.source for r in rosters) for rosters in covering.values() if len(rosters) > 1}
        self.on_several = {sources: self._on(sources) for sources in several}

    def _on(self, sources: Collection[str]) -> dict[Spot, int]:
        """Return how many in each cell stand on any of these lists."""
        rows = self.grid.evidence.rosters(self.grid.scope, self.grid.axes, sources=sources)
        return {(place, kind): count for place, kind, _, count in rows}

    def of(self, spot: Spot, *, among: int) -> tuple[int | None, list[str]]:
        """Return the denominator of a cell in which so many are asked about, and words for it."""
        rosters, by_source, on_any = self.covering[spot], self.by_source[spot], self.on_any.get(spot, 0)
        if not rosters:
            whom = self.grid.asked(spot).whom(self.grid.evidence.parties)
            return on_any or None, [f"no complete roster covers {whom}: there is no denominator"]
        counts = [by_source.get(roster.source, 0) for roster in rosters]
        listed = counts[0]
        told = [f"the roster {roster.title!r} has {count}" for roster, count in zip(rosters, counts, strict=True)]
        if len(rosters) > 1:
            listed = self.on_several[tuple(roster.source for roster in rosters)].get(spot, 0)
            told += [f"together they have {listed}"] * any(count != listed for count in counts)
        told += [f"{on_any - listed} more stand on other lists"] * (on_any > listed)
        told += [f"{among - on_any} stand on none"] * (among > on_any)
        return listed, told
