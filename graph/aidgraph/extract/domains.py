"""Which kinds may stand together: schools with colleges, and places with places of any level."""

from __future__ import annotations

from aidgraph.kinds import Kind, Vocabulary

__all__ = ["top_of"]


def top_of(kind: Kind, words: Vocabulary) -> str:
    """Return what a kind has in common with those it may be twinned with; all levels of place have that.

    >>> from aidgraph.kinds import vocabulary
    >>> words = vocabulary()
    >>> top_of(words.level("County"), words) == top_of(words.level("Prefecture"), words)
    True
    """
    return "place" if kind.is_level else words.top_kind(kind).iri
