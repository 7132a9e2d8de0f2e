"""What a workspace looks like: the picture, the page, the network, and everything as a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidgraph.api.asking import Asking

if TYPE_CHECKING:
    from aidgraph.ask.gaps import Gap
    from aidgraph.ask.propose import Proposals
    from aidgraph.show.notebook import PageView
    from aidgraph.show.picture import Picture

__all__ = ["Showing"]


class Showing(Asking):
    """What a workspace can be shown as, and written to."""

    def picture(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> Picture:
        """Return what the page shows, as records; the options are those of ``page``."""
        from aidgraph.ask.gaps import Question, everybody
        from aidgraph.show import cuts
        from aidgraph.show.coverage import grids

        words, parties = self.workspace.vocabulary, self.parties
        middle, area = parties.find(around) if around else "", parties.find(place, places_only=True) if place else ""
        wanted = words.relation(relation) if relation else None
        question = Question.of(words, parties, relation=relation, place=area)
        picture = self._collected(everybody(self.evidence, words, question))
        if wanted:
            names = {words.relations[iri].name for iri in words.narrower_relations(wanted)}
            picture = cuts.under(picture, names, label=wanted.name)
        if area:
            picture = cuts.inside(picture, {area, *parties.inside(area)}, label=parties.label(area))
        if middle:
            return cuts.around(picture, middle, hops)
        levels = {picture.kind(place.level) for place in picture.places}
        return dataclasses.replace(picture, coverage=grids(self.evidence, words, question, levels))

    def _collected(self, gaps: Iterable[Gap]) -> Picture:
        """Return everything as a picture, with those answers for who has nobody."""
        from aidgraph.show.collect import collect

        title, languages = self.workspace.name, self.workspace.languages
        return collect(self.store, self.parties, self.workspace.vocabulary, title=title, languages=languages, gaps=gaps)

    def page(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> str:
        """Return the explorer, as one self-contained HTML file.

        ``relation`` leaves only partnerships of that relation and those below it, ``place`` those of whoever is inside
        it, and ``around`` what lies within ``hops`` partnerships of a party; the page says so. Raises
        ``UnknownNameError``.
        """
        from aidgraph.show.page import write_page

        return write_page(self.picture(around=around, hops=hops, place=place, relation=relation))

    def view(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> PageView:
        """Return the page as something a notebook shows by itself; the options are those of ``page``."""
        from aidgraph.show.notebook import PageView

        return PageView(self.page(around=around, hops=hops, place=place, relation=relation))

    def write_page(
        self, path: str | Path, *, around: str = "", hops: int = 2, place: str = "", relation: str = ""
    ) -> Path:
        """Write the page to a file; the options are those of ``page``. Raises ``StorageError`` too."""
        from aidgraph.show.export import write_text

        path = Path(path)
        write_text(self.page(around=around, hops=hops, place=place, relation=relation), path)
        return path

    def pyvis(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> Any:  # noqa: ANN401  a pyvis network: pyvis stops at one module
        """Return what the network view shows as a pyvis network, in place; the options are those of ``page``.

        Labels are untrusted text: pyvis' own pages do not escape them.
        """
        from aidgraph.show.network import model

        return model(self.picture(around=around, hops=hops, place=place, relation=relation))

    def write_coverage(
        self,
        path: str | Path,
        *,
        by: Sequence[str] = ("place", "kind"),
        relation: str = "",
        kind: str = "",
        place: str = "",
        level: str = "",
        as_of: str = "",
    ) -> Path:
        """Write the grid of ``coverage`` to a file: .csv, .xlsx, or .html (the page, at its matrix).

        The options are those of ``coverage``. Raises ``UsageError`` for another ending, or ``StorageError``.
        """
        from aidgraph.show.coverage import at_coverage, coverage_ending, write_coverage
        from aidgraph.show.export import write_text
        from aidgraph.show.page import write_page
        from aidgraph.show.picture import Grid

        path = Path(path)
        ending = coverage_ending(path, by=by)
        cells = self.coverage(by=by, relation=relation, kind=kind, place=place, level=level, as_of=as_of)
        if ending == "html":
            grid = Grid(self.workspace.vocabulary.level(level).name if level else "", tuple(cells))
            picture = at_coverage(self.picture(place=place, relation=relation), grid, as_of=as_of)
            write_text(write_page(picture), path)
        else:
            write_coverage(cells, path, by=by)
        return path

    def export(self, path: str | Path) -> Path:
        """Write everything to a file, in the format its ending names; raises ``UsageError`` or ``StorageError``."""
        from aidgraph.show import export

        path = Path(path)
        ending = export.ending_of(path)
        if ending == "csv":
            export.write_table(self._collected(()), path)
        elif ending == "parquet":
            export.write_columns(self._collected(()), path)
        elif ending == "xlsx":
            export.write_book(self.picture(), self.store, path)
        elif ending in {"graphml", "gexf"}:
            export.write_network(self.network(), path)
        else:
            export.write_rdf(self.store, path)
        return path

    def export_proposals(self, proposals: Proposals, path: str | Path) -> Path:
        """Write proposals as RDF, in a named graph of their own; raises ``UsageError`` or ``StorageError``."""
        from aidgraph.show.proposals import write_proposals

        path = Path(path)
        write_proposals(proposals.proposals, path, self.workspace.vocabulary, base=self.workspace.base)
        return path
