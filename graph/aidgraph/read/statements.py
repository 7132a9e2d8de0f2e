"""Rows become statements: who is listed, who works with whom, and what is reported in total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from aidgraph.errors import Problem, Where
from aidgraph.model import (
    GROUPS,
    ClaimFacts,
    ListingStatement,
    PartialDate,
    PartnershipStatement,
    Statement,
    TotalStatement,
)
from aidgraph.read.cells import PARSERS, CellError, check_name, split
from aidgraph.read.columns import MEASURES, TABLES, Layout, match_header
from aidgraph.read.table import Table

__all__ = ["read_statements"]

_FIELDS = {"id": "identifier", "alias": "aliases", "specialty": "specialties", "from": "from_"}
"""The columns whose field has another name."""

_PARTIES = ("parent", "place", "acts_for", "from", "to")
_LISTS = ("alias", "specialty", "maybe_same")
_MEASURED = {unit: measure for measure, unit in MEASURES.items()}

_PARTNERSHIP = ("relation", "from", "to", "id", "via", "at", "source", "group", "from_kind", "to_kind")
_FACTS = (
    *("count", "unit", "amount", "currency", "bound", "since", "until", "as_of", "status", "open"),
    *("basis", "stance", "review", "quote", "locator", "note"),
)
_NO_FACTS = ClaimFacts()

_Read = Callable[[int, list[str]], Statement]
_Faults = tuple[tuple[str, CellError], ...]


def read_statements(
    table: Table,
    *,
    reads: str,
    file: str,
    columns: Mapping[str, str],
    set_: Mapping[str, str],
    ignore: Sequence[str],
) -> tuple[list[Statement], list[Problem], list[str]]:
    """Read the rows of a table as what ``reads`` says: places, roster, partnerships or totals.

    ``columns`` maps our columns to those of the file, ``set_`` gives a value for every row whose own cell is empty
    (a unit or currency only where there is a count or amount), ``ignore`` names columns of the file to leave out.
    Returns the statements, the problems in the order of rows (those of the table among them), and warnings. A row
    with a problem gives a statement of its other cells, so that what they name is looked up too; one that does not
    say what it lists gives none, and neither does any row below a header with a problem.
    """
    if not table.header and table.problems:
        return [], list(table.problems), list(table.warnings)
    where = Where(file, sheet=table.sheet)
    layout = match_header(table.header, where, reads=reads, columns=columns, set_=set_, ignore=ignore)
    _check_set(layout)
    header_holds = not layout.problems and all(problem.where.row > 1 for problem in table.problems)
    if reads == "partnerships":
        read = _partnerships(layout)
    elif reads == "totals":
        read = _totals(layout)
    else:
        read = _listings(layout, reads)
    statements = [read(number, cells) for number, cells in table.rows]
    if layout.problems and header_holds:
        statements = [statement for statement in statements if _is_told_of(statement)]
    warnings = list(table.warnings)
    if table.header and not table.rows and not table.problems:
        warnings.append(f"{where}: no rows below the header")
    in_order = sorted((*table.problems, *layout.problems), key=lambda problem: problem.where.row)
    return statements if header_holds else [], in_order, warnings


def _is_told_of(statement: Statement) -> bool:
    """Tell whether a row says who it lists and what that is; rows that list nobody are told of by their cells."""
    return not isinstance(statement, ListingStatement) or bool(statement.name and (statement.kind or statement.level))


def _check_set(layout: Layout) -> None:
    """Report a set value that cannot be read once, not with every row."""
    for column, value in list(layout.set.items()):
        try:
            PARSERS.get(column, str)(value)
        except CellError as error:
            layout.problem(0, "", f"`set` gives {column}: {error.what}", legal=error.legal, nearest=error.nearest)
            del layout.set[column]


def _listings(layout: Layout, reads: str) -> _Read:
    columns = (*TABLES[reads].required, *TABLES[reads].optional)
    required = [column for column in TABLES[reads].required if column in layout]
    pick, pick_names = layout.pick(columns), layout.pick(layout.languages)
    tags = tuple(layout.languages.items())

    def listing(row: int, cells: list[str]) -> Statement:
        fields = _fields(layout, row, columns, pick(cells), required)
        names = []
        for (column, tag), name in zip(tags, pick_names(cells), strict=True):
            if name:
                _check(layout, row, column, check_name, name)
                names.append((tag, name))
        for fault in _reversed(fields):
            _note(layout, row, *fault)
        return ListingStatement(where=layout.place(row), names=tuple(names), **{"name": "", **fields})

    return listing


def _totals(layout: Layout) -> _Read:
    columns = ("relation", "id", "source", "within", "from", "to", "from_kind", "to_kind")
    required = [column for column in TABLES["totals"].required if column in layout]
    pick, facts_of = layout.pick(columns), _facts_of(layout)
    at_hand = [measure for measure in MEASURES if measure in layout]
    pick_measures = layout.pick(at_hand)

    def total(row: int, cells: list[str]) -> Statement:
        fields = _fields(layout, row, columns, pick(cells), required)
        for column in ("from", "to"):
            field = _FIELDS.get(column, column)
            if len(split(fields.get(field, ""))) > 1:
                layout.problem(row, column, f"several parties in {column}", legal="one party at each end of a total")
        given = [measure for measure, cell in zip(at_hand, pick_measures(cells), strict=True) if cell]
        if len(given) > 1:
            layout.problem(row, "amount", "both a count and an amount", legal="one measure a row (make it two rows)")
        elif at_hand and not given:
            layout.problem(row, "", "no measure", legal="count and unit, or amount and currency")
        facts = facts_of(row, cells, "")
        return TotalStatement(where=layout.place(row), facts=facts, **{"relation": "", **fields})

    return total


def _partnerships(layout: Layout) -> _Read:
    pick = layout.pick((*_PARTNERSHIP, "from_place", "to_place"))
    facts_of = _facts_of(layout)
    needs_relation = "relation" in layout
    # a missing column is reported once; its cells are not missed again
    needs_ends = "from" in layout and "to" in layout
    place, sheet = layout.where.file, layout.where.sheet

    def names(row: int, column: str, cell: str) -> tuple[str, ...]:
        values = split(cell)
        for value in values:
            _check(layout, row, column, check_name, value)
        return values

    def partnership(row: int, cells: list[str]) -> Statement:
        relation, from_, to, identifier, via, at, source, group, from_kind, to_kind, from_place, to_place = pick(cells)
        froms, tos = names(row, "from", from_), names(row, "to", to)
        if not relation and needs_relation:
            layout.problem(row, "relation", "relation is empty")
        if not (froms and tos) and needs_ends:
            _check_ends(layout, row, froms, tos, unnamed_from=from_kind or from_place, unnamed_to=to_kind or to_place)
        for column, cell in (("at", at), ("from_place", from_place), ("to_place", to_place)):
            if cell:
                _check(layout, row, column, check_name, cell)
        several = len(froms) > 1 or len(tos) > 1
        if group or several:
            group = _group(layout, row, group)
        facts = facts_of(row, cells, group if several else "")
        return PartnershipStatement(
            where=Where(place, row, "", sheet),
            relation=relation,
            froms=froms,
            tos=tos,
            identifier=identifier,
            via=names(row, "via", via) if via else (),
            at=at,
            source=source,
            group=group,
            from_kind=from_kind,
            to_kind=to_kind,
            from_place=from_place,
            to_place=to_place,
            facts=facts,
        )

    return partnership


def _check_ends(
    layout: Layout, row: int, froms: tuple[str, ...], tos: tuple[str, ...], *, unnamed_from: str, unnamed_to: str
) -> None:
    """Refuse a row with one end that neither names nor describes the other; several in from may be peers."""
    if not froms and not tos:
        layout.problem(row, "from", "both from and to are empty")
    elif not tos and len(froms) == 1 and not unnamed_to:
        legal = "a party, or what is known of it in to_kind or to_place"
        layout.problem(row, "to", "to is empty", legal=legal)
    elif not froms and not unnamed_from:
        legal = "a party, or what is known of it in from_kind or from_place"
        layout.problem(row, "from", "from is empty", legal=legal)


def _group(layout: Layout, row: int, cell: str) -> str:
    if cell:
        return _check(layout, row, "group", PARSERS["group"], cell) or ""
    legal = ", ".join(GROUPS)
    layout.problem(row, "group", "several parties at one end, and group does not say how they pair", legal=legal)
    return ""


def _fields(
    layout: Layout, row: int, columns: Sequence[str], cells: Sequence[str], required: Sequence[str]
) -> dict[str, Any]:
    """Return the cells that are not empty, read, by the names of their fields."""
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        if not cell:
            if column in required:
                layout.problem(row, column, f"{column} is empty")
            continue
        value: object = cell
        if column in PARSERS:
            value = _check(layout, row, column, PARSERS[column], cell)
        elif column in _LISTS:
            value = split(cell)
            for name in split(cell):
                _check(layout, row, column, check_name, name)
        elif column == "name" or column in _PARTIES:
            _check(layout, row, column, check_name, cell)
        fields[_FIELDS.get(column, column)] = value
    return fields


def _facts_of(layout: Layout) -> Callable[[int, list[str], str], ClaimFacts]:
    """Return what reads the facts of a claim out of a row whose several parties pair as ``group`` says."""
    columns = tuple(column for column in _FACTS if column in layout and _MEASURED.get(column, column) in layout)
    pick = layout.pick(columns)
    set_units = [
        (columns.index(measure), columns.index(unit), layout.set[unit])
        for measure, unit in MEASURES.items()
        if unit in layout.set and unit in columns
    ]

    def facts(row: int, cells: list[str], group: str) -> ClaimFacts:
        picked = pick(cells)
        for measure, unit, value in set_units:
            # what is set for every row says nothing of rows that count nothing
            if not picked[measure] and picked[unit] == value:
                picked[unit] = ""
        if not group and not any(picked):
            return _NO_FACTS
        found, faults = _facts(columns, tuple(picked), group)
        for column, error in faults:
            _note(layout, row, column, error)
        return found

    return facts


@lru_cache(maxsize=4096)
def _facts(columns: tuple[str, ...], cells: tuple[str, ...], group: str) -> tuple[ClaimFacts, _Faults]:
    given = {column: cell for column, cell in zip(columns, cells, strict=True) if cell}
    facts: dict[str, Any] = {} if group == "each" else {"pairing": group}
    faults = []
    for column, cell in given.items():
        try:
            value = PARSERS.get(column, str)(cell)
        except CellError as error:
            faults.append((column, error))
            continue
        if isinstance(value, dict):
            facts.update(value)
        else:
            facts[column] = value
    for measure, unit in MEASURES.items():
        if (measure in given) != (unit in given):
            lacks, has = (unit, measure) if measure in given else (measure, unit)
            if lacks in columns:
                faults.append((lacks, CellError(f"{lacks} is empty, but {has} is {given[has]!r}")))
        if measure in given and group == "each":
            what = f"group is each, and nobody knows how the {measure} is shared out"
            faults.append((measure, CellError(what, legal="group all-to-all or unspecified, or a row each")))
    faults += _reversed(facts)
    return ClaimFacts(**facts), tuple(faults)


def _reversed(fields: Mapping[str, Any]) -> Iterator[tuple[str, CellError]]:
    since, until = fields.get("since"), fields.get("until")
    if isinstance(since, PartialDate) and isinstance(until, PartialDate) and since.first > until.last:
        yield "until", CellError(f"until {until.text} is before since {since.text}")


def _check(layout: Layout, row: int, column: str, read: Callable[[str], object], cell: str) -> Any:  # noqa: ANN401 -- one field's type each
    """Return the value of a cell, or note why it has none."""
    try:
        return read(cell)
    except CellError as error:
        _note(layout, row, column, error)
        return None


def _note(layout: Layout, row: int, column: str, error: CellError) -> None:
    layout.problem(row, column, error.what, legal=error.legal, nearest=error.nearest)
