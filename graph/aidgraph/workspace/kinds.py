"""The kinds and levels of a workspace's own, each below one that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aidgraph.errors import UnknownNameError, Where
from aidgraph.kinds import Kind, Vocabulary, vocabulary
from aidgraph.terms import KIND, LEVEL
from aidgraph.workspace.values import Values

__all__ = ["OwnKinds"]

_WrittenKind = tuple[Where, str, str, tuple[tuple[str, str], ...]]


class OwnKinds(Values):
    """Reads the kinds of a workspace file."""

    def kinds(self) -> Iterator[Kind]:
        """Yield the kinds, each after its parent."""
        known, own = vocabulary(), dict[str, Kind]()
        waiting = list(self.kinds_as_written(known))
        while waiting:
            later = []
            for written in waiting:
                _, name, over, labels = written
                try:
                    parent = known.kind_or_level(over)
                except UnknownNameError as error:
                    if over.casefold() not in own:
                        later.append((written, error))
                        continue
                    parent = own[over.casefold()]
                kind = Kind(
                    iri=(LEVEL if parent.is_level else KIND) + name,
                    name=name,
                    labels=labels,
                    parent=f"{LEVEL}Place" if parent.is_level else parent.iri,
                    rank=parent.rank,
                    colour=parent.colour,
                    shape=parent.shape,
                )
                own |= {text.casefold(): kind for text in (name, *dict(labels).values())}
                yield kind
            if len(later) == len(waiting):
                self.refuse_parents(later)
                return
            # the parent of one may be another that stands below it
            waiting = [written for written, _ in later]

    def kinds_as_written(self, known: Vocabulary) -> Iterator[_WrittenKind]:
        """Yield each kind's place, name, parent and labels."""
        taken = {kind.name.casefold() for kind in known.kinds.values()}
        for number, table in enumerate(self.tables("kind")):
            where = self.where("kind", number)
            self.keys(where, {k: v for k, v in table.items() if not k.startswith("label_")}, ("name", "parent"), "key")
            name, over = self.text(where, table, "name"), self.text(where, table, "parent") or "Institution"
            labels = self.labels(where, table) or (("en", name),)
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
                legal = "one word of ASCII letters and digits, such as Kindergarten"
                self.problem(where, f"name {name!r}", legal=legal)
            elif name.casefold() in taken:
                self.problem(where, f"kind {name!r} is there already", legal="another name")
            else:
                taken.add(name.casefold())
                yield where, name, over, labels

    def refuse_parents(self, kinds: list[tuple[_WrittenKind, UnknownNameError]]) -> None:
        """Report kinds whose parent is none, or those that lie inside each other where each has one."""
        called = {text.casefold() for (_, name, _, labels), _ in kinds for text in (name, *dict(labels).values())}
        lost = [(where, error) for (where, _, over, _), error in kinds if over.casefold() not in called]
        for where, error in lost:
            self.problem(where, f"parent: {error}")
        if not lost:
            where, name, _, _ = kinds[0][0]
            self.problem(where, f"kind {name!r} lies inside itself")
