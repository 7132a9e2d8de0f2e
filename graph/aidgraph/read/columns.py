"""The columns of the four kinds of table, as data, and how a file's header is matched with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aidgraph.errors import Problem, Where, nearest
from aidgraph.terms import is_language

__all__ = ["MEASURES", "TABLES", "Columns", "Layout", "match_header"]

MEASURES: Mapping[str, str] = {"count": "unit", "amount": "currency"}
"""The columns that hold a number, and the column that says of what; neither stands alone."""

_NAME_IN = "name_"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a kind of table must have and those that it may have.

    ``measured``: it must have a measure with its unit. ``languages``: columns ``name_XX``, with any BCP 47 tag for
    ``XX``, are legal too.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    measured: bool = False
    languages: bool = False

    @property
    def legal(self) -> tuple[str, ...]:
        """Every column, required ones first; ``name_XX`` stands for the names in other languages."""
        return self.required + (("name_XX",) if self.languages else ()) + self.optional


TABLES: Mapping[str, Columns] = {
    "places": Columns(
        ("name", "level"),
        ("code", "parent", "alias", "latitude", "longitude", "since", "until"),
        languages=True,
    ),
    "roster": Columns(
        ("name", "kind"),
        (
            *("id", "place", "acts_for", "alias", "latitude", "longitude", "url", "specialty"),
            *("since", "until", "maybe_same"),
        ),
        languages=True,
    ),
    "partnerships": Columns(
        ("relation", "from", "to"),
        (
            *("id", "via", "at", "source", "group", "open", "since", "until", "as_of", "status"),
            *("amount", "currency", "count", "unit", "bound", "from_kind", "to_kind", "from_place", "to_place"),
            *("basis", "stance", "quote", "locator", "review", "note"),
        ),
    ),
    "totals": Columns(
        ("relation",),
        (
            *("count", "unit", "amount", "currency", "id", "source", "within", "from", "to", "from_kind", "to_kind"),
            *("bound", "since", "until", "as_of", "quote", "locator", "note"),
        ),
        measured=True,
    ),
}


@dataclass(slots=True)
class Layout:
    """Where the columns of a table stand in its file.

    ``at`` gives the position of each of our columns that the file has, ``theirs`` its name there, ``set`` the value
    of every row for those that the workspace file sets, ``languages`` the ``name_XX`` columns with their tags.
    """

    where: Where
    at: dict[str, int] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    set: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __contains__(self, column: str) -> bool:
        return column in self.at or column in self.set

    def place(self, row: int, column: str = "") -> Where:
        """Return where a cell stands, its column named as in the file."""
        return Where(self.where.file, row, self.theirs.get(column, column), self.where.sheet)

    def problem(self, row: int, column: str, what: str, *, legal: str = "", nearest: str = "") -> None:
        """Note what is wrong with a cell, or with a row where ``column`` is empty."""
        self.problems.append(Problem(self.place(row, column), what, legal=legal, nearest=nearest))

    def pick(self, columns: Iterable[str]) -> Callable[[list[str]], list[str]]:
        """Return what takes the cells of ``columns`` out of a row: the cell, else the set value, else empty."""
        wanted = list(columns)
        width = max(self.at.values(), default=-1) + 1
        constants = ["", *(self.set.get(column, "") for column in wanted)]
        # behind the cells of a row stand an empty one and those that are set
        positions = [
            self.at.get(column, width + (number if column in self.set else 0))
            for number, column in enumerate(wanted, 1)
        ]
        fallbacks = [(n, self.set[c]) for n, c in enumerate(wanted) if c in self.at and c in self.set]

        def cells(row: list[str]) -> list[str]:
            row = row[:width] + constants
            picked = [row[at] for at in positions]
            for number, value in fallbacks:
                picked[number] = picked[number] or value
            return picked

        return cells


def match_header(
    header: Sequence[str],
    where: Where,
    *,
    reads: str,
    columns: Mapping[str, str],
    set_: Mapping[str, str],
    ignore: Sequence[str],
) -> Layout:
    """Match the header of a file with the columns of a kind of table; ``problems`` of the layout says what fails.

    ``columns`` (ours to theirs) goes before names that agree; a column of the file that it names no longer stands
    for itself. A required column may be given by ``set_`` alone.
    """
    table, layout = TABLES[reads], Layout(where)
    if not header:
        required = ", ".join(table.required)
        layout.problem(0, "", "the file is empty", legal=f"a header row with {required}, then a row for each")
        return layout
    mapped = _map(layout, table, header, columns, ignore)
    _take_names_that_agree(layout, table, header, left_out={*mapped, *ignore})
    for theirs in ignore:
        if theirs not in header:
            what = f"`ignore` names the column {theirs!r}, which the header lacks"
            layout.problem(1, "", what, legal=", ".join(header), nearest=nearest(theirs, header))
    for ours, value in set_.items():
        if not _is_legal(table, ours):
            _unknown(layout, table, "", ours, f"`set` names the column {ours!r}")
        elif value.strip():
            layout.set[ours] = value.strip()
    _check_missing(layout, table, header, mapped=columns)
    for ours in (*layout.at, *layout.set):
        if ours.startswith(_NAME_IN):
            layout.languages[ours] = ours.removeprefix(_NAME_IN)
    return layout


def _map(
    layout: Layout, table: Columns, header: Sequence[str], columns: Mapping[str, str], ignore: Sequence[str]
) -> set[str]:
    """Lay out the columns that the workspace file maps; return their names in the file."""
    for ours, theirs in columns.items():
        if not _is_legal(table, ours):
            _unknown(layout, table, "", ours, f"`columns` names the column {ours!r}")
        elif theirs not in header:
            what = f"`columns` says that {ours} is {theirs!r}, which the header lacks"
            layout.problem(1, "", what, legal=", ".join(header), nearest=nearest(theirs, header))
        elif theirs in ignore:
            layout.problem(1, theirs, f"{theirs!r} stands both in `columns` and in `ignore`")
        else:
            layout.at[ours], layout.theirs[ours] = header.index(theirs), theirs
    return set(columns.values())


def _take_names_that_agree(layout: Layout, table: Columns, header: Sequence[str], *, left_out: set[str]) -> None:
    for at, theirs in enumerate(header):
        # a column without a name, or with one that stands twice, is a problem of the table
        if not theirs or theirs in left_out or theirs in header[:at]:
            continue
        if not _is_legal(table, theirs):
            what = f"unknown column {theirs!r} (`columns` can map it, `ignore` leave it out)"
            _unknown(layout, table, theirs, theirs, what)
        elif theirs in layout.at:
            what = f"both {layout.theirs[theirs]!r} and {theirs!r} stand for {theirs}"
            layout.problem(1, "", what, legal="one of them (`ignore` leaves the other out)")
        else:
            layout.at[theirs], layout.theirs[theirs] = at, theirs


def _check_missing(layout: Layout, table: Columns, header: Sequence[str], *, mapped: Collection[str]) -> None:
    """Report required columns that neither the file nor ``set`` has; those that ``columns`` maps are reported."""
    for ours in table.required:
        if ours not in layout and ours not in mapped:
            near = nearest(ours, (name for name in header if not _is_legal(table, name)))
            layout.problem(1, ours, f"missing column {ours!r}", nearest=near)
    halves = [
        (has, lacks)
        for measure, unit in MEASURES.items()
        for has, lacks in ((measure, unit), (unit, measure))
        if has in layout.at and lacks not in layout
    ]
    for has, lacks in halves:
        layout.problem(1, lacks, f"missing column {lacks!r}, which {has} needs")
    if table.measured and not halves and not any(measure in layout for measure in MEASURES):
        pairs = ", or ".join(" and ".join(pair) for pair in MEASURES.items())
        layout.problem(1, "", f"missing columns: {pairs}")


def _unknown(layout: Layout, table: Columns, place: str, column: str, what: str) -> None:
    # a locale writes zh_CN, a language tag zh-CN
    tagged = column[:5] + column[5:].replace("_", "-")
    near = tagged if _is_legal(table, tagged) else nearest(column, (name for name in table.legal if name != column))
    layout.problem(1, place, what, legal=", ".join(table.legal), nearest=near)


def _is_legal(table: Columns, column: str) -> bool:
    if column == "name_XX":
        return False
    in_language = table.languages and column.startswith(_NAME_IN) and is_language(column.removeprefix(_NAME_IN))
    return in_language or column in table.legal
