"""What a row cites: the source that said it, and the passage of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aidgraph.errors import DataError, Where, nearest
from aidgraph.model import ClaimFacts
from aidgraph.read.mend import squeeze
from aidgraph.workspace import SourceConfig

__all__ = ["Citable"]


@dataclass(slots=True)
class Citable:
    """The sources of a workspace, and by their ids the texts of those reports that are at hand."""

    sources: Sequence[SourceConfig]
    reports: Mapping[str, str] = field(default_factory=dict)
    _found: dict[str, SourceConfig] = field(default_factory=dict)
    _squeezed: dict[str, str] = field(default_factory=dict)

    def source(self, cell: str, table: SourceConfig, where: Where) -> SourceConfig:
        """Return the source that a cell names by id, path or title; an empty one means the table itself."""
        if not cell:
            return table
        if cell not in self._found:
            self._found[cell] = self._find(cell, where.at("source"))
        return self._found[cell]

    def _find(self, cell: str, where: Where) -> SourceConfig:
        for name in ("id", "path", "title"):
            found = [source for source in self.sources if getattr(source, name) == cell]
            if len(found) > 1:
                what = f"{cell!r} is the {name} of {len(found)} sources"
                raise DataError.of(where, what, legal=", ".join(source.id for source in found))
            if found:
                return found[0]
        names = (name for source in self.sources for name in (source.id, source.path, source.title) if name)
        raise DataError.of(
            where,
            f"no source {cell!r} in the workspace file",
            legal=", ".join(sorted(source.id for source in self.sources)),
            nearest=nearest(cell, names),
        )

    def check_passage(self, facts: ClaimFacts, source: SourceConfig, where: Where) -> None:
        """Refuse a quote that a report at hand does not hold (white space aside), or a position outside it."""
        text = self.reports.get(source.id)
        if text is None:
            return
        if facts.quote and squeeze(facts.quote) not in self._text(source.id, text):
            raise DataError.of(where.at("quote"), f"the quote does not occur in {source.id!r}")
        if (facts.end or 0) > len(text):
            what = f"char={facts.start},{facts.end} lies outside {source.id!r}, which has {len(text)} characters"
            raise DataError.of(where.at("locator"), what)

    def _text(self, source: str, text: str) -> str:
        if source not in self._squeezed:
            self._squeezed[source] = squeeze(text)
        return self._squeezed[source]
