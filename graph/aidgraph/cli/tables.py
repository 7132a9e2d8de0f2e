"""Tables for people: aligned columns of plain text, and on a terminal cells that wrap within their column."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from aidgraph.cli.output import cell, print_lines

__all__ = ["aligned", "print_table", "shortened", "unrepeated"]

_SHOWN = 3


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their columns; a column in which nothing stands is left out."""
    cells = [[cell(text) for text in row] for row in rows]
    kept = [at for at, _ in enumerate(columns) if not cells or any(row[at] for row in cells)]
    header = [columns[at] for at in kept]
    body = [[row[at] for at in kept] for row in cells]
    if sys.stdout.isatty():
        _print_to_terminal(header, body)
    else:
        print_lines(aligned([header, *body]))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose cells stand below each other; a Chinese character is two columns wide.

    >>> aligned([["name", "kind"], ["济宁一中", "School"]])
    ['name      kind', '济宁一中  School']
    """
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def shortened(names: Sequence[str]) -> str:
    """Return the first of many names and how many there are more: a column is as wide as its widest cell.

    >>> shortened(["a", "b", "c", "d", "e"])
    'a; b; c and 2 more'
    """
    more = len(names) - _SHOWN
    return "; ".join(names) if more <= 1 else f"{'; '.join(names[:_SHOWN])} and {more} more"


def unrepeated(texts: Sequence[str]) -> list[str]:
    """Return long texts with those that repeat the one before them left to a word.

    >>> unrepeated(["no list covers it", "no list covers it", "twinned"])
    ['no list covers it', 'as above', 'twinned']
    """
    before = ["", *texts]
    return ["as above" if text and text == last else text for last, text in zip(before, texts, strict=False)]


def _print_to_terminal(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in header:
        table.add_column(Text(name, style="bold"), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)
