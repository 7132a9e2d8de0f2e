"""Bulk linking of two rosters: which rows of one and of the other may speak of one party.

Pairs are scored by Splink on DuckDB, both in memory: how likely two rows are of one party, given how often such rows
agree by chance. That is counted in the rosters themselves; how often two rows of one party agree (`_NAMES`, `_AGREE`)
was measured, so nothing is trained or drawn by lot, and the same rosters give the same scores. Nothing is merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aidgraph.errors import UnknownNameError, UsageError
from aidgraph.kinds import Vocabulary
from aidgraph.model import ListingStatement
from aidgraph.resolve.likeness import edits
from aidgraph.resolve.names import bare, normalise, stem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Candidate", "Entry", "entries", "link"]

_NAMES = (0.7, 0.12, 0.09, 0.08, 0.01)
"""Of rows of one party: how many names are equal, but for an ending, alike by two thirds, by half, not alike."""

_NEAR, _FAR = 5e-4, 2e-3
"""Of any two rows: how many names are alike by two thirds, and by half."""

_AGREE = {"place": 0.9, "kind": 0.95, "code": 0.9}
"""Of rows of one party: how many agree on it where both say it."""

_SELDOM = {"name": 1e-3, "core": 1e-3, "code": 1e-4}
"""How often names and codes agree by chance at most: in short rosters those that agree are of one party."""

_BELOW = 0.8
"""How many of the shorter roster are taken to be in the other."""

_SAID = ("names not alike", "names half alike", "names alike", "names equal but for an ending", "names equal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a roster as it is compared; ``told`` is how people are shown it."""

    told: str
    name: str
    core: str
    kind: str
    place: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two rows that may be of one party: ``score`` from 0 to 1, and whether a rival is as likely for one of them."""

    a: str
    b: str
    score: float
    because: str
    rival: bool


def entries(statements: Iterable[ListingStatement], words: Vocabulary) -> list[Entry]:
    """Return the rows of a roster as they are compared: names normalised, kinds by IRI, places by name."""
    statements = list(statements)
    names = {statement.code: statement.name for statement in statements if statement.code}
    found = []
    for statement in statements:
        around = statement.parent or statement.place
        place = names.get(around, around).partition("@")[0].strip()
        plain = normalise(statement.name)
        found.append(
            Entry(
                told=f"{statement.name} @ {place} ({statement.where})"
                if place
                else f"{statement.name} ({statement.where})",
                name=plain,
                core=stem(plain) if statement.level else bare(plain, [place] if place else ()),
                kind=_kind(words, statement.level or statement.kind),
                place=stem(normalise(place)),
                code=statement.code,
            )
        )
    return found


def _kind(words: Vocabulary, cell: str) -> str:
    try:
        return words.kind_or_level(cell).iri
    except UnknownNameError:
        return normalise(cell)


def link(left: Sequence[Entry], right: Sequence[Entry], *, threshold: float) -> list[Candidate]:
    """Return the pairs of rows with a score from ``threshold`` on, the likeliest first.

    Raises ``UsageError`` where Splink is not installed.
    """
    try:
        import splink  # noqa: F401  whether it is there
    except ImportError as error:
        raise UsageError("linking needs Splink: pip install 'aidgraph[link]'") from error
    if not left or not right:
        return []
    rows = _scored(left, right, threshold)
    best: dict[tuple[str, int], Counter[float]] = {}
    for row in rows:
        for side, at in (("l", row["l"]), ("r", row["r"])):
            best.setdefault((side, at), Counter())[row["score"]] += 1
    found = []
    for row in rows:
        rivals = [best["l", row["l"]], best["r", row["r"]]]
        rival = any(max(scores) > row["score"] or scores[row["score"]] > 1 for scores in rivals)
        reasons = [_SAID[row["name"]], *(_compared(what, row[what]) for what in _AGREE if row[what] >= 0)]
        if rival:
            reasons.append("another row is as likely or likelier for one of them")
        one, other = left[row["l"]], right[row["r"]]
        found.append(Candidate(a=one.told, b=other.told, score=row["score"], because="; ".join(reasons), rival=rival))
    return sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))


def _compared(what: str, level: int) -> str:
    return f"same {what}" if level else f"another {what}"


def _scored(left: Sequence[Entry], right: Sequence[Entry], threshold: float) -> list[dict[str, Any]]:
    import duckdb
    from duckdb.func import PythonUDFType
    from splink import DuckDBAPI, Linker

    # one thread: the order of sums is part of the result
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.create_function("likeness", _likeness, ["VARCHAR", "VARCHAR"], "DOUBLE", type=PythonUDFType.ARROW)
        api = DuckDBAPI(connection)
        tables = [api.register(_table(rows), dataset_display_name=side) for side, rows in (("l", left), ("r", right))]
        linker = Linker(tables, _settings(left, right), log_level="ERROR")
        scored = linker.inference.predict(threshold_match_probability=max(threshold, 1e-6))
        result = connection.sql(
            "SELECT unique_id_l AS l, unique_id_r AS r, round(match_probability, 4) AS score, "  # noqa: S608  a name that Splink made
            f"gamma_name AS name, gamma_place AS place, gamma_kind AS kind, gamma_code AS code "
            f"FROM {scored.physical_name} ORDER BY l, r"
        )
        return list(result.to_arrow_table().to_pylist())


def _table(rows: Sequence[Entry]) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, Any] = {"unique_id": list(range(len(rows)))}
    columns |= {
        name: [getattr(row, name) or None for row in rows] for name in ("name", "core", "kind", "place", "code")
    }
    types = [pa.int64(), *[pa.string()] * 5]
    return pa.table(columns, schema=pa.schema(list(zip(columns, types, strict=True))))


def _likeness(one: Any, other: Any) -> Any:  # noqa: ANN401  columns of Arrow; DuckDB reads the annotations
    """Compare names character by character: what DuckDB has for it compares the bytes of UTF-8."""
    import pyarrow as pa

    pairs = zip(one.to_pylist(), other.to_pylist(), strict=True)
    return pa.array([edits(a or "", b or "") for a, b in pairs], pa.float64())


def _settings(left: Sequence[Entry], right: Sequence[Entry]) -> Any:  # noqa: ANN401  Splink stops at this module
    import splink.comparison_level_library as levels
    from splink import SettingsCreator, block_on
    from splink.comparison_library import CustomComparison

    def level(made: Any, m: float, u: float) -> Any:  # noqa: ANN401
        return made.configure(m_probability=m, u_probability=u)

    def agreement(column: str) -> CustomComparison:
        m, u = _AGREE[column], _by_chance(left, right, column)
        agree, differ = levels.ExactMatchLevel(column), levels.ElseLevel()
        return CustomComparison(
            [levels.NullLevel(column), level(agree, m, u), level(differ, 1 - m, 1 - u)], output_column_name=column
        )

    equal = _by_chance(left, right, "name")
    but_ending = max(_by_chance(left, right, "core") - equal, equal)
    names = CustomComparison(
        [
            levels.NullLevel("core"),
            # a name that many bear says less
            level(levels.ExactMatchLevel("name", term_frequency_adjustments=True), _NAMES[0], equal),
            level(levels.ExactMatchLevel("core"), _NAMES[1], but_ending),
            level(levels.CustomLevel("likeness(core_l, core_r) >= 0.66"), _NAMES[2], _NEAR),
            level(levels.CustomLevel("likeness(core_l, core_r) >= 0.5"), _NAMES[3], _FAR),
            level(levels.ElseLevel(), _NAMES[4], 0.99),
        ],
        output_column_name="name",
    )
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=_BELOW / max(len(left), len(right)),
        comparisons=[names, *map(agreement, _AGREE)],
        blocking_rules_to_generate_predictions=[
            block_on("core"),
            block_on("code"),
            block_on("place", "kind", "substr(core, 1, 1)"),
            block_on("place", "kind", "right(core, 1)"),
            block_on("substr(core, 1, 2)", "kind"),
            block_on("substr(core, 1, 1)", "right(core, 2)", "kind"),
        ],
        retain_intermediate_calculation_columns=True,
    )


def _by_chance(left: Sequence[Entry], right: Sequence[Entry], column: str) -> float:
    """Return how many of all pairs that say it agree on a column; never none and never all."""
    mine, theirs = (Counter[str](filter(None, (getattr(row, column) for row in rows))) for rows in (left, right))
    pairs = mine.total() * theirs.total()
    agreeing = sum(times * theirs[value] for value, times in mine.items())
    return min(_SELDOM.get(column, 0.99), max(1, agreeing) / pairs) if pairs else 0.5
