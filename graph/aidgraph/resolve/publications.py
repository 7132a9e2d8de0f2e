"""Reports that a pattern found: each is a source of its own, under the title that it gives itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from aidgraph.read.document import Document
from aidgraph.workspace import SourceConfig, source_iri

__all__ = ["publications"]


def publications(
    sources: Iterable[SourceConfig], reports: Mapping[str, Sequence[Document]], *, base: str
) -> list[SourceConfig]:
    """Return a source for every report that no source names by itself; all else is that of the source that found it.

    ``reports`` are the texts by the id of their source. A file is called by its own title, else by its name.
    """
    sources = list(sources)
    taken = {source.id for source in sources}
    return [
        replace(
            source,
            id=document.file,
            iri=source_iri(base, document.file),
            path=document.file,
            title=document.title or PurePath(document.file).name,
        )
        for source in sources
        for document in reports.get(source.id, ())
        if document.file != source.path and document.file not in taken
    ]
