"""Write the columnar tables of a made-up country without a build, and the same facts as N-Triples for other engines.

Usage: ``python scripts/made_up_tables.py N TARGET [--triples FILE] [--seed 1] [--unlinked 0.25]``

Who is there and who is linked with whom comes from the same hands as the workspaces of ``generate.py``. What the rules
derive is written as a build leaves it, for the case that all claims agree: a second row about the same partnership is
another claim, and changes nothing.
"""

from __future__ import annotations

import datetime as dt
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from aidgraph.kinds import vocabulary
from aidgraph.model import PartialDate
from aidgraph.store.tables import TABLES, write_rows
from aidgraph.terms import AID, KIND, LEVEL, RDF, XSD
from generate import AS_OF, PARTNERSHIP_COLUMNS, parsed, parser_of, write_partnerships
from made_up import World, write_places_and_roster
from workspace_files import Cell

__all__ = ["PROVINCE", "write_made_up_tables", "write_triples"]

BASE = "https://example.org/made-up/"
PROVINCE = f"{BASE}place/11"
"""A province that every such country has."""

ROSTER, LINKS, BULLETINS = range(3)

Row = Sequence[object]


def write_made_up_tables(size: int, folder: Path, *, seed: int, unlinked: float) -> None:
    """Write the tables of ``size`` institutions, of which a share has no partnership, to a new folder."""
    folder.mkdir(parents=True)
    country = _Country(size, seed=seed, unlinked=unlinked)
    for name, columns in TABLES.items():
        write_rows(folder / f"{name}.parquet", columns, country.rows(name))


def _place(code: Cell) -> str:
    return f"{BASE}place/{code}"


def _institution(identifier: Cell) -> str:
    return f"{BASE}institution/{identifier}"


class _Country:
    """A made-up country, as rows of tables: one method for every table that is not empty."""

    def __init__(self, size: int, *, seed: int, unlinked: float) -> None:
        world, self.words = World(Random(seed)), vocabulary()  # noqa: S311  made-up data, no secrets
        # name, IRI, kind, IRI of the place around it, year of founding
        parties: list[tuple[str, str, str, str, str]] = []

        def place(row: Sequence[Cell]) -> None:
            name, _, level, code, parent = row
            parties.append((str(name), _place(code), f"{LEVEL}{level}", _place(parent) if parent else "", ""))

        def institution(row: Sequence[Cell]) -> None:
            identifier, name, _, kind, code, since = row
            parties.append((str(name), _institution(identifier), f"{KIND}{kind}", _place(code), str(since)))
            self.called[str(name)] = self.called[str(identifier)] = _institution(identifier)

        self.called: dict[str, str] = {}
        write_places_and_roster(world, size, place, institution)
        self.in_order = sorted(parties)
        self.party = {iri: number for number, (_, iri, *_) in enumerate(self.in_order)}
        self.homes = {iri: around for _, iri, _, around, _ in self.in_order if around}
        order = array("I", range(size))
        world.random.shuffle(order)
        self.links: dict[tuple[object, ...], list[dict[str, Cell]]] = {}
        write_partnerships(world, order[round(size * unlinked) :], self._link)

    def _link(self, cells: Sequence[Cell]) -> None:
        """Take in a row of partnerships: where it says so, one with each on the other side."""
        row = {column: cell for column, cell in zip(PARTNERSHIP_COLUMNS, cells, strict=True) if cell != ""}
        one = (self.party[self.called[str(row["from"])]],)
        others = [self.party[self.called[name]] for name in str(row["to"]).split(";")]
        mutual = self.words.relation(str(row["relation"])).mutual
        for side in [(other,) for other in others] if row.get("group") == "each" else [tuple(sorted(others))]:
            sides = sorted((one, side)) if mutual else (one, side)
            self.links.setdefault((row["relation"], *sides, row.get("id")), []).append(row)

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table."""
        rows: Iterator[Row] = getattr(self, f"_{table}", lambda: iter(()))()
        yield from rows

    def _parties(self) -> Iterator[Row]:
        for number, (name, iri, kind, around, _) in enumerate(self.in_order):
            yield number, iri, name, kind, kind.startswith(LEVEL), self.party.get(around)

    def _within(self) -> Iterator[Row]:
        for number, (_, place, kind, *_) in enumerate(self.in_order):
            around, steps = place, 0
            while around and kind.startswith(LEVEL):
                yield number, self.party[around], steps
                around, steps = self.homes.get(around, ""), steps + 1

    def _place_names(self) -> Iterator[Row]:
        for number, (name, iri, kind, *_) in enumerate(self.in_order):
            if kind.startswith(LEVEL):
                yield number, name, None
                yield number, iri.rpartition("/")[2], "GB/T 2260"

    def _sources(self) -> Iterator[Row]:
        until, everybody = dt.date.fromisoformat(AS_OF), f"{KIND}Institution"
        for source, reads, relation in ((ROSTER, "roster", None), (LINKS, "partnerships", f"{AID}relatedTo")):
            yield source, f"{BASE}source/{reads}", reads, reads, True, None, until, relation, everybody, None
        yield BULLETINS, f"{BASE}source/bulletins", "bulletins", None, False, None, None, None, None, None

    def _listings(self) -> Iterator[Row]:
        for number, (_, _, kind, _, since) in enumerate(self.in_order):
            if not kind.startswith(LEVEL):
                yield number, ROSTER, *_period(since, "")

    def _partnerships(self) -> Iterator[Row]:
        for number, ((relation, *sides, _), (row, *_)) in enumerate(self.links.items()):
            name = " – ".join(self.in_order[one[0]][0] for one in sides)  # type: ignore[index]
            status = row.get("status")
            yield (
                *(number, f"{BASE}partnership/{number}", f"{AID}{relation}", name, "accepted"),
                *(row.get("group") if row.get("group") != "each" else None, row["basis"] == "implied"),
                *_period(str(row.get("since", "")), str(row.get("until", ""))),
                *(status if status != "unknown" else None, None, None, None),
            )

    def _participations(self) -> Iterator[Row]:
        for number, (relation, *sides, _) in enumerate(self.links):
            mutual = self.words.relation(str(relation)).mutual
            names = ("oneSide", "otherSide") if mutual else ("provider", "recipient")
            for side, ends in zip(names, sides, strict=True):
                yield from ((number, party, side) for party in ends)  # type: ignore[attr-defined]

    def _ties(self) -> Iterator[Row]:
        ends = self._participations()
        number, party, side = next(ends)
        for row in self._partnerships():
            terms = (row[2], row[4], row[7], row[9], *row[11:13])
            while number == row[0]:
                yield party, side, *terms
                number, party, side = next(ends, (None, None, None))

    def _claims(self) -> Iterator[Row]:
        for number, rows in enumerate(self.links.values()):
            for which, row in enumerate(rows):
                yield (
                    *(f"{BASE}claim/{number}/{which}", number, None),
                    *(BULLETINS if "source" in row else LINKS, LINKS, "supports", row.get("review", "accepted")),
                    *(row.get("basis", "stated"), *_period(str(row.get("since", "")), str(row.get("until", "")))),
                    *(None, row.get("status"), None, None, None, None, None, row.get("quote")),
                )


def _period(since: str, until: str) -> Row:
    first, last = (PartialDate.parse(text) if text else None for text in (since, until))
    return (
        *((dt.date.fromisoformat(first.first), first.precision) if first else (None, None)),
        *((dt.date.fromisoformat(last.last), last.precision) if last else (None, None)),
    )


def write_triples(tables: Path, target: Path) -> int:
    """Write as N-Triples what the tables of a folder hold, as the store of a build holds it; return how many.

    Claims are left out: whoever asks about all parties asks what follows from them.
    """
    import duckdb

    engine = duckdb.connect()
    for name in TABLES:
        engine.read_parquet(str(tables / f"{name}.parquet")).create_view(name)
    words = vocabulary()
    above = [(kind.iri, broader.iri) for kind in words.kinds.values() for broader in words.broader(kind)]
    engine.execute("CREATE TABLE broader (kind TEXT, above TEXT)")
    engine.executemany("INSERT INTO broader VALUES (?, ?)", above)
    triples = " UNION ALL ".join(f"SELECT {line} AS line FROM {rows}" for line, rows in _TRIPLES)  # noqa: S608  our own
    form = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"
    ((count,),) = engine.execute(f"COPY ({triples}) TO '{target}' ({form})").fetchall()
    return int(count)


def _triple(subject: str, predicate: str, value: str) -> str:
    return f"'<' || {subject} || '> <{predicate}> ' || {value} || ' .'"


def _iri(column: str) -> str:
    return f"'<' || {column} || '>'"


def _text(column: str) -> str:
    return f"""'"' || {column} || '"'"""


def _day(column: str) -> str:
    return f"""'"' || {column} || '"^^<{XSD}date>'"""


_LISTING = f"'{BASE}listing/' || party"
_TRIPLES = (
    (_triple("iri", f"{RDF}type", f"'<{AID}' || if(is_place, 'Place', 'Institution') || '>'"), "parties"),
    (_triple("iri", f"{AID}name", _text("name")), "parties"),
    (_triple("iri", f"{AID}kind", _iri("kind")), "parties WHERE NOT is_place"),
    (_triple("iri", f"{AID}level", _iri("kind")), "parties WHERE is_place"),
    (_triple("iri", f"{AID}kindAny", _iri("above")), "parties JOIN broader USING (kind)"),
    *(
        (_triple("one.iri", f"{AID}{way}", _iri("home.iri")), f"parties one JOIN parties home ON {on}")
        for way, on in (
            ("locatedIn", "one.place = home.party AND NOT one.is_place"),
            ("partOf", "one.place = home.party AND one.is_place"),
        )
    ),
    (
        _triple("one.iri", f"{AID}within", _iri("home.iri")),
        "parties one JOIN within USING (place) JOIN parties home ON around = home.party",
    ),
    (_triple(_LISTING, f"{RDF}type", f"'<{AID}Listing>'"), "listings"),
    (_triple(_LISTING, f"{AID}about", _iri("iri")), "listings JOIN parties USING (party)"),
    (_triple(_LISTING, f"{AID}statedIn", _iri("iri")), "listings JOIN sources USING (source)"),
    (_triple(_LISTING, f"{AID}since", _day("since")), "listings WHERE since IS NOT NULL"),
    (_triple("iri", f"{RDF}type", f"'<{AID}Partnership>'"), "partnerships"),
    (_triple("iri", f"{AID}relation", _iri("relation")), "partnerships"),
    (_triple("iri", f"{AID}standing", _text("standing")), "partnerships"),
    (_triple("iri", f"{AID}status", _text("status")), "partnerships WHERE status IS NOT NULL"),
    (_triple("iri", f"{AID}since", _day("since")), "partnerships WHERE since IS NOT NULL"),
    (_triple("iri", f"{AID}until", _day("until")), "partnerships WHERE until IS NOT NULL"),
    (
        _triple("one.iri", f"{AID}participant", _iri("who.iri")),
        "partnerships one JOIN participations USING (partnership) JOIN parties who USING (party)",
    ),
)


def main() -> int:
    """Run the program; return its exit code."""
    parser = parser_of(__doc__ or "")
    parser.add_argument("--triples", metavar="FILE", type=Path, help="where to write the same as N-Triples")
    arguments = parsed(parser)
    try:
        write_made_up_tables(arguments.size, arguments.target, seed=arguments.seed, unlinked=arguments.unlinked)
        if arguments.triples:
            print(f"{write_triples(arguments.target, arguments.triples):,} triples")
    except OSError as error:
        sys.exit(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
