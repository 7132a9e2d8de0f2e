"""Coverage: of those in each place and of each kind, how many are linked, unlinked or unknown.

Every cell of the grid answers the question of gaps for its own place and kind: a list of partnerships that is complete
for one county's schools says nothing of the next county's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aidgraph.ask.evidence import FLAGS, Evidence, Known
from aidgraph.ask.gaps import decided
from aidgraph.ask.lists import Lists
from aidgraph.ask.scope import Question, legal
from aidgraph.kinds import Kind, Vocabulary
from aidgraph.terms import local_name

__all__ = ["AXES", "Cell", "coverage"]

AXES = ("place", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the grid: how many parties have which answer, and how many stand on a list of who exists.

    ``place`` and ``kind`` are names, ``None`` along an axis that the grid does not have; ``place`` is empty for those
    of whom no place (of the level asked) is known. ``complete`` tells whether a complete roster covers the cell.
    """

    place: str | None
    kind: str | None
    roster: int
    linked: int
    unlinked: int
    unknown: int
    complete: bool


def coverage(
    evidence: Evidence,
    words: Vocabulary,
    question: Question,
    *,
    by: Sequence[str] = AXES,
    level: Kind | None = None,
) -> list[Cell]:
    """Return the grid of those asked about, by place and then by kind; cells in which nobody is are left out.

    ``by`` names its axes. Places are those that parties lie in directly, or those of ``level`` around them. Raises
    ``UnknownNameError`` for an axis that is none.
    """
    for axis in by:
        legal("axis", axis, AXES)
    scope = question.scope(words)
    known = evidence.known(scope, evidence.asked(scope, among=FLAGS), ())
    members: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for iri in known.asked:
        place = _place(known, iri, level) if "place" in by else question.place
        members[place, known.parties.facts[iri].kind if "kind" in by else question.kind.iri].append(iri)
    lists = evidence.complete_lists()
    cells = []
    for (place, kind), iris in members.items():
        asked = replace(question, kind=words.kinds[kind], place=place)
        bearing = Lists.of(asked, words, known.parties, lists)
        answers = [
            decided(
                linked=bool(known.ties.accepted.get(iri)),
                disputed=iri in known.ties.disputed,
                complete=bool(bearing.complete),
            )
            for iri in iris
        ]
        covering = (r.covers(words, known.parties, kind=asked.kind, place=place) for r in bearing.rosters)
        cells.append(
            Cell(
                place=(known.parties.label(place) if place else "") if "place" in by else None,
                kind=local_name(kind) if "kind" in by else None,
                roster=sum(iri in known.listed for iri in iris),
                linked=answers.count("linked"),
                unlinked=answers.count("unlinked"),
                unknown=answers.count("unknown"),
                complete=any(covering),
            )
        )
    return sorted(cells, key=lambda cell: (cell.place or "", cell.kind or ""))


def _place(known: Known, iri: str, level: Kind | None) -> str:
    """Return the place that stands for a party in the grid, or an empty string."""
    facts = known.parties.facts
    if level is None:
        return facts[iri].place
    around = [iri, *known.parties.above(iri)]
    return next((place for place in around if facts[place].kind == level.iri), "")
