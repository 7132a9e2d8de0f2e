"""The cells of a row, each resolved to what it names; what is wrong is named with its column."""

from __future__ import annotations

from dataclasses import dataclass, field

from aidgraph.errors import DataError, Problem, UnknownNameError, Where
from aidgraph.kinds import Kind, Relation
from aidgraph.resolve.directory import Directory, NamingError, kind_of
from aidgraph.terms import AID, local_name

__all__ = ["Cells", "Faults"]


@dataclass(slots=True)
class Faults:
    """Gathers what is wrong in one row, a cell a ``with``: one that is wrong must not hide another."""

    problems: list[Problem] = field(default_factory=list)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> bool:
        if isinstance(error, DataError):
            self.problems += error.problems
        return isinstance(error, DataError)

    def refuse(self) -> None:
        """Raise what has been gathered, if anything."""
        if self.problems:
            raise DataError(self.problems)


@dataclass(slots=True)
class Cells:
    """Resolves one cell after another; each method raises ``DataError`` for what is wrong with it."""

    directory: Directory

    def relation(self, cell: str, where: Where) -> Relation:
        """Return the relation a cell names; a derived one is not stated."""
        words = self.directory.words
        try:
            relation = words.relation(cell)
        except UnknownNameError as error:
            legal = ", ".join(sorted(relation.name for relation in words.relations.values() if not relation.derived))
            near = ", ".join(error.candidates)
            raise DataError.of(where.at("relation"), f"unknown relation {cell!r}", legal=legal, nearest=near) from error
        if relation.derived:
            what = f"{relation.name} is derived, not stated"
            raise DataError.of(where.at("relation"), what, legal="memberOf, leads, ...")
        return relation

    def kind(self, cell: str, where: Where, column: str) -> Kind | None:
        """Return the kind or level a cell names, ``None`` for an empty one."""
        if not cell:
            return None
        kind = kind_of(self.directory.words, cell, where.at(column))
        if isinstance(kind, Problem):
            raise DataError([kind])
        return kind

    def place(self, cell: str, where: Where, column: str) -> str:
        """Return the IRI of the place a cell names, taken in if it is new; empty for an empty cell."""
        if not cell:
            return ""
        try:
            return self.directory.place(cell, where.at(column))
        except NamingError as error:
            raise DataError.of(where.at(column), str(error), legal=error.legal) from error

    def party(self, cell: str, where: Where, column: str, *, kind: str = "", place: str = "") -> str:
        """Return the IRI of the party a cell names, taken in (of that kind and place) if it is new."""
        try:
            known = self.directory.find(cell, kind=kind, place=place)
            return known or self.directory.newcomer(cell, where.at(column), kind=kind, place=place)
        except NamingError as error:
            raise DataError.of(where.at(column), str(error), legal=error.legal) from error

    def check_kind(self, own: Kind, relation: Relation, where: Where, side: str, *, column: str, who: str) -> None:
        """Refuse a kind that may not stand on that side (``from`` or ``to``) of the relation."""
        if not self.directory.words.may_hold(relation, own, side=side):
            allowed = ", ".join(sorted(map(_spoken, relation.froms if side == "from" else relation.tos)))
            what = f"{who} is {own.name}; {relation.name} cannot run {side} that"
            raise DataError.of(where.at(column), what, legal=allowed)


def _spoken(iri: str) -> str:
    """Return how a message speaks of what may stand at an end: a kind by its name, any place as ``place``."""
    return local_name(iri).lower() if iri.startswith(AID) else local_name(iri)
