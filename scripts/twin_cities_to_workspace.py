"""Turn a table of twin towns into a workspace of cities, countries and partnerships.

Usage: ``python scripts/twin_cities_to_workspace.py SOURCE.csv TARGET``

SOURCE.csv has the columns city1, country1, city2, country2. A city is its name and country together; both are kept
as written, so that what is spelled in two ways is two cities for a build to report as possibly the same. Each pair
becomes a row of ``partnerships.csv`` with the number of its source row in ``locator``.

Partnerships name their ends by code, never by name: a city may be called like another country (Greece in the United
States), or have a ``;`` or ``@`` in its name, which mean something in a cell. A code is written as a path, ``/France/``
and ``/France/Bérat``, as no city is called, and changes with nothing but the name.

Rows that pair a place with itself or lack a name or a country are left out and listed on stderr with their numbers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workspace_files import Cell, SourceError, new_folder, read_rows, write_settings, write_table

# what parts values, a name from its place, and the steps of a code; the escape itself goes first
ESCAPES = str.maketrans({"%": "%25", ";": "%3B", "；": "%EF%BC%9B", "@": "%40", "/": "%2F"})
LEVEL = "City"


@dataclass(slots=True)
class Counts:
    """What a conversion came across; ``dropped`` says which rows were left out, and why."""

    pairs: int = 0
    partnerships: int = 0
    cities: int = 0
    countries: int = 0
    dropped: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Places:
    """Writes every country and city once, when it is first met, a country before its cities."""

    write: Callable[[Sequence[Cell]], object]
    counts: Counts
    known: set[str] = field(default_factory=set)

    def code(self, city: str, country: str) -> str:
        """Return the code of a city."""
        above = f"/{country.translate(ESCAPES)}/"
        code = above + city.translate(ESCAPES)
        if above not in self.known:
            self.known.add(above)
            self.counts.countries += 1
            self.write((country, "Country", above, ""))
        if code not in self.known:
            self.known.add(code)
            self.counts.cities += 1
            self.write((city, LEVEL, code, above))
        return code


def convert(source: Path, target: Path) -> Counts:
    """Write the workspace; return what was read, written and dropped."""
    new_folder(target)
    counts = Counts()
    columns = ("city1", "country1", "city2", "country2")
    with (
        write_table(target / "places.csv", ("name", "level", "code", "parent")) as write_place,
        write_table(target / "partnerships.csv", ("relation", "from", "to", "locator")) as write,
    ):
        places = Places(write_place, counts)
        for number, (*cells,) in read_rows(source, columns):
            counts.pairs += 1
            if reason := _reason_to_drop(*cells):
                counts.dropped.append(f"{source}:{number}: {reason}: {', '.join(map(repr, cells))}")
                continue
            city, country, other_city, other_country = cells
            ends = places.code(city, country), places.code(other_city, other_country)
            write(("twinnedWith", *ends, f"row {number}"))
            counts.partnerships += 1
    write_settings(
        target,
        name="Twin towns",
        base="https://example.org/twins/",
        languages=["en"],
        sources=[
            {"id": "places", "path": "places.csv", "reads": "places", "title": "Cities with a twin town"},
            {"id": "twins", "path": "partnerships.csv", "reads": "partnerships", "title": "Twin towns of the world"},
        ],
        kinds=[{"name": LEVEL, "parent": "Prefecture", "label_en": "City", "label_zh": "城市"}],
    )
    return counts


def _reason_to_drop(city: str, country: str, other_city: str, other_country: str) -> str:
    if not (city and other_city):
        return "a name is missing"
    if not (country and other_country):
        return "a country is missing"
    if (city, country) == (other_city, other_country):
        return "a place is paired with itself"
    return ""


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="SOURCE.csv", type=Path, help="the table of twin towns")
    parser.add_argument("target", metavar="TARGET", type=Path, help="the folder of the new workspace")
    arguments = parser.parse_args()
    try:
        counts = convert(arguments.source, arguments.target)
    except (SourceError, OSError) as error:
        sys.exit(str(error))
    for row in counts.dropped:
        print(row, file=sys.stderr)
    print(
        f"{counts.pairs:,} pairs: {counts.partnerships:,} partnerships between {counts.cities:,} cities "
        f"in {counts.countries:,} countries; {len(counts.dropped):,} rows dropped"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
