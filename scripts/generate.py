"""Generate a workspace of N made-up institutions, for trying things at size.

Usage: ``python scripts/generate.py N TARGET [--seed 1] [--unlinked 0.25]``

N may be 1,000 to 1,000,000. TARGET becomes a workspace with places (province, prefecture, county, township; codes that
obey GB/T 2260), a complete roster with Chinese and English names, and a complete list of partnerships with dates,
status, quotes, locators, amounts and second claims from other sources. Exactly the share ``--unlinked`` of the
institutions has no partnership; the others form many components of very unequal sizes, in which some have very many
partners. Prefectures aid counties in a list of their own. Nobody and nothing in it exists.

The same N, seed and share give the same bytes. Rows are written as they are made: what is kept in memory is some
twenty bytes an institution.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from made_up import World, identifier, write_places_and_roster
from workspace_files import Cell, Setting, SourceError, new_folder, write_settings, write_table

Write = Callable[[Sequence[Cell]], object]

SMALLEST, LARGEST = 1_000, 1_000_000
MOST_UNLINKED = 0.9
AS_OF = "2023-12-31"

# shares: of links, of spare links, of references, of counties
GROUPS, CITED, CLAIMED_TWICE = 0.05, 0.6, 0.1
ENDED = 0.4
BY_ID = 0.1
COUNTIES_AIDED = 0.3

TEACHING = {"School", "VocationalSchool", "College"}
HEALING = {"Hospital", "HealthCentre"}

SOURCES = tuple(f"bulletin-{year}" for year in range(2016, 2024))
VERBS = {
    "twinnedWith": "结对共建",
    "cooperatesWith": "开展合作",
    "consultsRemotelyWith": "开展远程会诊",
    "mentors": "结成帮带关系",
    "trains": "举办培训",
    "funds": "签订捐赠协议",
    "aids": "建立帮扶关系",
    "procuresFrom": "签订采购协议",
    "sendsStaffTo": "选派骨干",
}

KEY = ("relation", "from", "to", "id", "group")
PARTNERSHIP_COLUMNS = (
    *KEY,
    *("source", "since", "until", "as_of", "status", "amount", "currency", "count", "unit"),
    *("basis", "quote", "locator", "review"),
)


def components(rng: Random, members: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut ``members`` into components of two or more: very many small ones, a few that hold up to a tenth each."""
    largest = max(2, len(members) // 10)
    start = 0
    while start < len(members):
        end = min(start + min(1 + int(rng.paretovariate(0.9)), largest), len(members))
        if len(members) - end == 1:
            end += 1
        yield members[start:end]
        start = end


def links(rng: Random, members: Sequence[int]) -> Iterator[tuple[int, Sequence[int], bool]]:
    """Yield one side, the other, and whether the component holds together without this link.

    Whoever has many partners gets more.
    """
    ends = [members[0]]
    start = 1
    while start < len(members):
        size = rng.randint(2, 4) if rng.random() < GROUPS else 1
        newcomers = members[start : start + size]
        partner = rng.choice(ends)
        yield partner, newcomers, False
        ends += newcomers
        ends += [partner] * len(newcomers)
        start += size
    for _ in range(len(members) // 4):
        one, other = rng.choice(ends), rng.choice(ends)
        if one != other:
            yield one, [other], True


def write_partnerships(world: World, linked: Sequence[int], write: Write) -> tuple[int, int]:
    """Write the partnerships of the institutions ``linked``; return how many components and rows there are."""
    rng = world.random
    parts = rows = 0
    for members in components(rng, linked):
        parts += 1
        for one, others, spare in links(rng, members):
            row = _row(world, one, others)
            if spare and rng.random() < ENDED:
                row |= _ended(rng, rows)
            write([row.get(column, "") for column in PARTNERSHIP_COLUMNS])
            rows += 1
            if rng.random() < CLAIMED_TWICE:
                again = {column: cell for column, cell in row.items() if column in KEY}
                again |= {"source": rng.choice(SOURCES), "review": rng.choice(("accepted", "accepted", "proposed"))}
                write([again.get(column, "") for column in PARTNERSHIP_COLUMNS])
                rows += 1
    return parts, rows


def _row(world: World, one: int, others: Sequence[int]) -> dict[str, Cell]:
    rng = world.random
    kinds = world.kind(one), world.kind(others[0])
    relation = rng.choice(_relations(*kinds) if len(others) == 1 else ("cooperatesWith", "trains"))
    year = rng.randint(2016, 2023)
    row: dict[str, Cell] = {
        "relation": relation,
        "from": _reference(world, one),
        "to": ";".join(_reference(world, other) for other in others),
        "since": _date(rng, rng.randint(2010, year)),
        "status": rng.choice(("active", "active", "announced", "unknown", "")),
        "basis": rng.choice(("stated", "stated", "stated", "implied")),
    }
    if rng.random() < CITED:
        page = rng.randint(1, 16)
        row["source"] = f"bulletin-{year}"
        row["quote"] = f"{world.name(one)}与{world.name(others[0])}{VERBS[relation]}"
        row["locator"] = rng.choice((f"page={page}", f"第{page}版", f"char={page * 100},{page * 100 + 40}"))
    if len(others) > 1:
        row["group"] = rng.choice(("each", "all-to-all", "unspecified"))
    elif relation == "funds":
        row |= {"amount": rng.randint(1, 500) * 10_000, "currency": "CNY"}
    elif relation == "trains":
        row |= {"count": rng.randint(1, 40), "unit": "sessions", "as_of": f"{year}-12"}
    return row


def _ended(rng: Random, number: int) -> dict[str, Cell]:
    """Return what makes a spare link one that is over; its id keeps it apart from another of the same two."""
    year = rng.randint(2012, 2022)
    return {"id": f"ended-{number}", "status": "ended", "since": str(year - 2), "until": _date(rng, year)}


def _relations(one: str, other: str) -> tuple[str, ...]:
    if {one, other} <= TEACHING:
        return ("twinnedWith", "twinnedWith", "sendsStaffTo")
    if {one, other} <= HEALING:
        return ("mentors", "consultsRemotelyWith", "twinnedWith")
    if one == "Enterprise":
        return ("funds", "cooperatesWith")
    if other == "Enterprise":
        return ("procuresFrom", "aids")
    return ("aids", "trains", "cooperatesWith", "sendsStaffTo")


def _reference(world: World, institution: int) -> str:
    """Return what a cell calls an institution: its name as a rule, its id now and then."""
    return identifier(institution) if world.random.random() < BY_ID else world.name(institution)


def _date(rng: Random, year: int) -> str:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((str(year), f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"))


def write_counterparts(world: World, write: Write) -> int:
    """Write which prefecture aids which county of another one; return the number of rows."""
    rng = world.random
    rows = 0
    for county in world.counties:
        prefecture = rng.choice(world.prefectures)
        if rng.random() < COUNTIES_AIDED and not county.startswith(prefecture):
            write(("counterpartAidTo", prefecture, county, rng.randint(2010, 2023), rng.choice(SOURCES)))
            rows += 1
    return rows


def generate(size: int, target: Path, *, seed: int, unlinked: float) -> dict[str, int]:
    """Write a workspace of ``size`` institutions to the new folder ``target``; return what it counts.

    ``unlinked`` is the share, 0 to 0.9, of institutions without a partnership. Raises ``SourceError`` if something is
    in the folder already.
    """
    new_folder(target)
    world = World(Random(seed))  # noqa: S311  made-up data, no secrets
    with (
        write_table(target / "places.csv", ("name", "name_en", "level", "code", "parent")) as write_place,
        write_table(target / "roster.csv", ("id", "name", "name_en", "kind", "place", "since")) as write_institution,
    ):
        write_places_and_roster(world, size, write_place, write_institution)
    order = array("I", range(size))
    world.random.shuffle(order)
    linked = order[round(size * unlinked) :]
    with write_table(target / "partnerships.csv", PARTNERSHIP_COLUMNS) as write:
        parts, rows = write_partnerships(world, linked, write)
    with write_table(target / "counterparts.csv", ("relation", "from", "to", "since", "source")) as write:
        counterparts = write_counterparts(world, write)
    _write_settings(target, f"{size} made-up institutions")
    return {
        "institutions": size,
        "linked": len(linked),
        "unlinked": size - len(linked),
        "components": parts,
        "partnership rows": rows,
        "counterpart rows": counterparts,
        "townships": len(world.township_names),
        "counties": len(world.counties),
    }


def _write_settings(target: Path, name: str) -> None:
    complete: dict[str, Setting] = {"complete": True, "as_of": AS_OF}
    everything = {"relation": "relatedTo", "kind": "Institution"}
    sources: list[dict[str, Setting]] = [
        {"id": "places", "path": "places.csv", "reads": "places", "code_scheme": "GB/T 2260"},
        {"id": "roster", "path": "roster.csv", "reads": "roster", **complete, "covers": {"kind": "Institution"}},
        {"id": "links", "path": "partnerships.csv", "reads": "partnerships", **complete, "covers": everything},
        {"id": "counterparts", "path": "counterparts.csv", "reads": "partnerships"},
    ]
    for source in SOURCES:
        issued = f"{source[-4:]}-12"
        sources.append({"id": source, "title": f"Made-up {source}", "issued": issued, "self_reported": False})
    write_settings(
        target,
        name=name,
        base="https://example.org/made-up/",
        languages=["zh", "en"],
        sources=sources,
    )


def parser_of(description: str) -> ArgumentParser:
    """Return a parser of what every made-up country is asked with: its size, where it goes, its seed and its share."""
    parser = ArgumentParser(description=description, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("size", metavar="N", type=int, help=f"institutions, {SMALLEST:,} to {LARGEST:,}")
    parser.add_argument("target", metavar="TARGET", type=Path, help="the new folder")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another country (default: %(default)s)")
    parser.add_argument("--unlinked", type=float, default=0.25, help="share without partners (default: %(default)s)")
    return parser


def parsed(parser: ArgumentParser) -> Namespace:
    """Return what was asked, or end the program where it cannot be made."""
    arguments = parser.parse_args()
    if not SMALLEST <= arguments.size <= LARGEST:
        parser.error(f"N is {arguments.size}; legal: {SMALLEST:,} to {LARGEST:,}")
    if not 0 <= arguments.unlinked <= MOST_UNLINKED:
        parser.error(f"--unlinked is {arguments.unlinked}; legal: 0 to {MOST_UNLINKED}")
    return arguments


def main() -> int:
    """Run the program; return its exit code."""
    arguments = parsed(parser_of(__doc__ or ""))
    try:
        counts = generate(arguments.size, arguments.target, seed=arguments.seed, unlinked=arguments.unlinked)
    except (SourceError, OSError) as error:
        sys.exit(str(error))
    print(", ".join(f"{count:,} {what}" for what, count in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
