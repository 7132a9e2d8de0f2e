"""Rows become statements: every column, and every error as it is printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from aidgraph.errors import Where
from aidgraph.model import (
    ClaimFacts,
    ListingStatement,
    PartialDate,
    PartnershipStatement,
    Statement,
    TotalStatement,
)
from aidgraph.read.statements import read_statements
from aidgraph.read.table import read_table


def read(
    folder: Path,
    reads: str,
    text: str,
    *,
    columns: Mapping[str, str] | None = None,
    set_: Mapping[str, str] | None = None,
    ignore: Sequence[str] = (),
) -> tuple[list[Statement], list[str], list[str]]:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    statements, problems, warnings = read_statements(
        read_table(path, file="t.csv", ignore=ignore),
        reads=reads,
        file="t.csv",
        columns=columns or {},
        set_=set_ or {},
        ignore=ignore,
    )
    return statements, list(map(str, problems)), warnings


def row(**cells: str) -> str:
    """Return a table of one row."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, cells)
    writer.writeheader()
    writer.writerow(cells)
    return buffer.getvalue()


def test_places(tmp_path: Path) -> None:
    statements, problems, _ = read(
        tmp_path,
        "places",
        row(
            name="英吉沙县",
            level="County",
            code="653123",
            parent="喀什地区",
            name_en="Yengisar",
            name_ug="يېڭىسار ناھىيىسى",
            alias="Yengi Hisar; 英吉沙；",
            latitude="38.93",
            longitude="-76.17",
            since="1883",
            until="2023-05-22",
        ),
    )
    assert problems == []
    assert statements == [
        ListingStatement(
            where=Where("t.csv", 2),
            name="英吉沙县",
            level="County",
            code="653123",
            parent="喀什地区",
            names=(("en", "Yengisar"), ("ug", "يېڭىسار ناھىيىسى")),
            aliases=("Yengi Hisar", "英吉沙"),
            latitude=Decimal("38.93"),
            longitude=Decimal("-76.17"),
            since=PartialDate("1883"),
            until=PartialDate("2023-05-22"),
        )
    ]


def test_roster(tmp_path: Path) -> None:
    statements, problems, _ = read(
        tmp_path,
        "roster",
        row(
            name="人民医院",
            kind="Hospital",
            id="h1",
            place="英吉沙县",
            acts_for="喀什地区",
            url="https://例子.cn/医院?a=1#b",
            maybe_same="h2;h3",
            specialty="骨科；Cardiology",
            **{"name_zh-Hant": "人民醫院"},
        ),
    )
    assert problems == []
    assert statements == [
        ListingStatement(
            where=Where("t.csv", 2),
            name="人民医院",
            kind="Hospital",
            identifier="h1",
            place="英吉沙县",
            acts_for="喀什地区",
            url="https://例子.cn/医院?a=1#b",
            maybe_same=("h2", "h3"),
            specialties=("骨科", "Cardiology"),
            names=(("zh-Hant", "人民醫院"),),
        )
    ]


def test_partnerships(tmp_path: Path) -> None:
    cells = {
        "relation": "结对共建",
        "from": "A；B",
        "to": "C",
        "id": "p1",
        "via": "V; W",
        "at": "X",
        "source": "daily",
        "group": "Unspecified",
        "open": "是",
        "since": "2019",
        "until": "2023-05",
        "as_of": "2023-05-22",
        "status": "active",
        "amount": "1200000.50",
        "currency": "CNY",
        "count": "12",
        "unit": "person-times",
        "bound": "at-least",
        "from_kind": "School",
        "to_kind": "College",
        "from_place": "济宁市",
        "to_place": "英吉沙县",
        "basis": "implied",
        "stance": "contradicts",
        "quote": "twelve, “about”",
        "locator": "char=10,24",
        "review": "proposed",
        "note": "n",
    }
    statements, problems, _ = read(tmp_path, "partnerships", row(**cells))
    assert problems == []
    assert statements == [
        PartnershipStatement(
            where=Where("t.csv", 2),
            relation="结对共建",
            froms=("A", "B"),
            tos=("C",),
            identifier="p1",
            via=("V", "W"),
            at="X",
            source="daily",
            group="unspecified",
            from_kind="School",
            to_kind="College",
            from_place="济宁市",
            to_place="英吉沙县",
            facts=ClaimFacts(
                pairing="unspecified",
                open=True,
                since=PartialDate("2019"),
                until=PartialDate("2023-05"),
                as_of=PartialDate("2023-05-22"),
                status="active",
                amount=Decimal("1200000.50"),
                currency="CNY",
                count=12,
                unit="person-times",
                bound="at-least",
                basis="implied",
                stance="contradicts",
                quote="twelve, “about”",
                start=10,
                end=24,
                review="proposed",
                note="n",
            ),
        )
    ]


def test_totals(tmp_path: Path) -> None:
    text = (
        "relation,from,to,from_kind,to_kind,id,source,within,count,unit,amount,currency,bound,since,until,as_of,quote,locator,note\n"
        "twinnedWith,济宁市,英吉沙县,School,School,t1,daily,t2,40,pairs,,,about,2020,2023,2023,q,page=3,n\n"
        "funds,,,,,,,,,,30000000,CNY,,,,,,第3版,\n"
    )
    statements, problems, _ = read(tmp_path, "totals", text)
    assert problems == []
    assert statements == [
        TotalStatement(
            where=Where("t.csv", 2),
            relation="twinnedWith",
            from_="济宁市",
            to="英吉沙县",
            from_kind="School",
            to_kind="School",
            identifier="t1",
            source="daily",
            within="t2",
            facts=ClaimFacts(
                count=40,
                unit="pairs",
                bound="about",
                since=PartialDate("2020"),
                until=PartialDate("2023"),
                as_of=PartialDate("2023"),
                quote="q",
                page=3,
                note="n",
            ),
        ),
        TotalStatement(
            where=Where("t.csv", 3),
            relation="funds",
            facts=ClaimFacts(amount=Decimal(30000000), currency="CNY", locator="第3版"),
        ),
    ]


def test_columns_set_and_ignore(tmp_path: Path) -> None:
    text = "乡镇,level,villages,name\nA,,7,x\nB,Village,8,y\n"
    statements, problems, _ = read(
        tmp_path,
        "places",
        text,
        columns={"name": "乡镇", "alias": "name"},
        set_={"level": "Township", "parent": "653123", "name_en": "T"},
        ignore=["villages"],
    )
    assert problems == []
    assert statements == [
        ListingStatement(
            where=Where("t.csv", number),
            name=name,
            level=level,
            parent="653123",
            aliases=(alias,),
            names=(("en", "T"),),
        )
        for number, name, level, alias in ((2, "A", "Township", "x"), (3, "B", "Village", "y"))
    ]


def test_a_set_unit_holds_only_where_something_is_counted(tmp_path: Path) -> None:
    text = "relation,from,to,count\ntrains,A,B,12\ntrains,A,C,\n"
    statements, problems, _ = read(tmp_path, "partnerships", text, set_={"unit": "people", "currency": "CNY"})
    assert problems == []
    assert [statement.facts for statement in statements if isinstance(statement, PartnershipStatement)] == [
        ClaimFacts(count=12, unit="people"),
        ClaimFacts(),
    ]


def test_peers_and_partners_that_are_not_named(tmp_path: Path) -> None:
    text = (
        "relation,from,to,group,from_kind,from_place,to_kind,to_place\n"
        "cooperatesWith,A;B,,all-to-all,,,,\n"
        "trains,A,,,,,School,\n"
        "trains,,B,,,济宁市,,\n"
        "trains,A;B,C,each,,,,\n"
        "trains,A,C,all-to-all,,,,\n"
    )
    statements, problems, _ = read(tmp_path, "partnerships", text)
    assert problems == []
    assert [s.facts.pairing for s in statements if isinstance(s, PartnershipStatement)] == [
        "all-to-all",
        "",
        "",
        "",
        "",
    ]


PLACES = "name, level, name_XX, code, parent, alias, latitude, longitude, since, until"
ROSTER = (
    "name, kind, name_XX, id, place, acts_for, alias, latitude, longitude, url, specialty, since, until, maybe_same"
)
PARTNERSHIPS = (
    "relation, from, to, id, via, at, source, group, open, since, until, as_of, status, amount, currency, count, unit, "
    "bound, from_kind, to_kind, from_place, to_place, basis, stance, quote, locator, review, note"
)
HINT = "(`columns` can map it, `ignore` leave it out)"

HEADERS: dict[str, tuple[str, str, dict[str, object], list[str]]] = {
    "empty": (
        "places",
        "",
        {},
        ["t.csv: the file is empty; legal: a header row with name, level, then a row for each"],
    ),
    "missing": (
        "places",
        "name,parent\na,b\n",
        {},
        ["t.csv:1:level: missing column 'level'"],
    ),
    "unknown and missing": (
        "places",
        "Name,level,villages\n",
        {},
        [
            f"t.csv:1:Name: unknown column 'Name' {HINT}; legal: {PLACES}; nearest: name",
            f"t.csv:1:villages: unknown column 'villages' {HINT}; legal: {PLACES}",
            "t.csv:1:name: missing column 'name'; nearest: Name",
        ],
    ),
    "not a language": (
        "roster",
        "name,kind,name_zh_CN\n",
        {},
        [f"t.csv:1:name_zh_CN: unknown column 'name_zh_CN' {HINT}; legal: {ROSTER}; nearest: name_zh-CN"],
    ),
    "the placeholder itself": (
        "roster",
        "name,kind,name_XX\n",
        {},
        [f"t.csv:1:name_XX: unknown column 'name_XX' {HINT}; legal: {ROSTER}; nearest: name"],
    ),
    "languages have no place in partnerships": (
        "partnerships",
        "relation,from,to,name_en\n",
        {},
        [f"t.csv:1:name_en: unknown column 'name_en' {HINT}; legal: {PARTNERSHIPS}"],
    ),
    "neither measure": (
        "totals",
        "relation,note\nfunds,1\n",
        {"set_": {"currency": "CNY"}},
        ["t.csv:1: missing columns: count and unit, or amount and currency"],
    ),
    "half a measure": (
        "totals",
        "relation,count,currency\nfunds,1,CNY\n",
        {},
        [
            "t.csv:1:unit: missing column 'unit', which count needs",
            "t.csv:1:amount: missing column 'amount', which currency needs",
        ],
    ),
    "half a measure of a partnership": (
        "partnerships",
        "relation,from,to,count\na,b,c,\n",
        {},
        ["t.csv:1:unit: missing column 'unit', which count needs"],
    ),
    "mapped to what is not there": (
        "places",
        "乡 镇,level\n",
        {"columns": {"name": "乡镇"}, "ignore": ["乡 镇"]},
        ["t.csv:1: `columns` says that name is '乡镇', which the header lacks; legal: 乡 镇, level; nearest: 乡 镇"],
    ),
    "mapping an unknown column": (
        "places",
        "name,level\n",
        {"columns": {"levle": "level"}, "set_": {"level": "County"}},
        [f"t.csv:1: `columns` names the column 'levle'; legal: {PLACES}; nearest: level"],
    ),
    "mapped and standing for itself": (
        "places",
        "name,乡镇,level\n",
        {"columns": {"name": "乡镇"}},
        ["t.csv:1: both '乡镇' and 'name' stand for name; legal: one of them (`ignore` leaves the other out)"],
    ),
    "mapped and ignored": (
        "places",
        "乡镇,level\n",
        {"columns": {"name": "乡镇"}, "ignore": ["乡镇"]},
        ["t.csv:1:乡镇: '乡镇' stands both in `columns` and in `ignore`"],
    ),
    "ignoring what is not there": (
        "places",
        "name,level,Villages\n",
        {"ignore": ["villages", "Villages"]},
        [
            (
                "t.csv:1: `ignore` names the column 'villages', which the header lacks; "
                "legal: name, level, Villages; nearest: Villages"
            )
        ],
    ),
    "setting an unknown column": (
        "places",
        "name,level\n",
        {"set_": {"parents": "x"}},
        [f"t.csv:1: `set` names the column 'parents'; legal: {PLACES}; nearest: parent"],
    ),
    "setting what cannot be read, told once": (
        "partnerships",
        "relation,from,to\na,b,c\na,b,d\n",
        {"set_": {"status": "activ"}},
        [
            (
                "t.csv: `set` gives status: unknown status 'activ'; "
                "legal: announced, active, ended, unknown; nearest: active"
            )
        ],
    ),
    "twice": (
        "places",
        "name,level,name\na,b,c\n",
        {},
        ["t.csv:1:name: column 'name' stands 2 times; legal: each name once"],
    ),
}


@pytest.mark.parametrize(("reads", "text", "options", "lines"), HEADERS.values(), ids=HEADERS)
def test_a_wrong_header_is_named(
    tmp_path: Path, reads: str, text: str, options: dict[str, dict[str, str]], lines: list[str]
) -> None:
    statements, problems, _ = read(tmp_path, reads, text, **options)
    assert statements == []
    assert problems == lines


DATES = "legal: 2023, 2023-05, 2023-05-22"
COUNT = "legal: a whole number, 0 or more, without separators"
AMOUNT = "legal: a number above 0 in whole units of the currency, without separators"
UNITS = "legal: pairs, institutions, people, person-times, sessions, courses, mu, ..."
FENCE = "households, families and couples are not recorded, not even as a number"
POSITION = "legal: char=START,END (START before END), page=N (from 1), or free text"

CELLS: dict[str, tuple[str, dict[str, str], str]] = {
    "no name": ("places", {"name": "", "level": "County"}, "2:name: name is empty"),
    "no level": ("places", {"name": "a", "level": ""}, "2:level: level is empty"),
    "no kind": ("roster", {"name": "a", "kind": " "}, "2:kind: kind is empty"),
    "long name": ("roster", {"name": "x" * 301, "kind": "a"}, "2:name: a name of 301 characters; legal: at most 300"),
    "long name in another language": (
        "roster",
        {"name": "x", "kind": "a", "name_en": "x" * 301},
        "2:name_en: a name of 301 characters; legal: at most 300",
    ),
    "name nobody sees": (
        "places",
        {"name": "\u200b\u0301", "level": "a"},
        "2:name: a name without a visible character",
    ),
    "alias nobody sees": (
        "places",
        {"name": "a", "level": "a", "alias": "b;\u200b"},
        "2:alias: a name without a visible character",
    ),
    "party nobody sees": (
        "partnerships",
        {"relation": "a", "from": "\u0301", "to": "b"},
        "2:from: a name without a visible character",
    ),
    "place nobody sees": (
        "partnerships",
        {"relation": "a", "from": "a", "to": "b", "to_place": "\u200b"},
        "2:to_place: a name without a visible character",
    ),
    "latitude": (
        "places",
        {"name": "a", "level": "a", "latitude": "91"},
        "2:latitude: no latitude: '91'; legal: decimal degrees from -90 to 90",
    ),
    "longitude": (
        "places",
        {"name": "a", "level": "a", "longitude": "76°17′"},
        "2:longitude: no longitude: '76°17′'; legal: decimal degrees from -180 to 180",
    ),
    "listing dates reversed": (
        "places",
        {"name": "a", "level": "a", "since": "2023-05", "until": "2023-04-30"},
        "2:until: until 2023-04-30 is before since 2023-05",
    ),
    "url": (
        "roster",
        {"name": "a", "kind": "a", "url": "javascript:alert(1)"},
        "2:url: no web address: 'javascript:alert(1)'; legal: an http or https address",
    ),
    "url without scheme": (
        "roster",
        {"name": "a", "kind": "a", "url": "www.example.org"},
        "2:url: no web address: 'www.example.org'; legal: an http or https address; nearest: https://www.example.org",
    ),
    "url that no IRI can be": (
        "roster",
        {"name": "a", "kind": "a", "url": "http://x/%zz"},
        "2:url: no web address: 'http://x/%zz'; legal: an http or https address",
    ),
    "no relation": ("partnerships", {"relation": "", "from": "a", "to": "b"}, "2:relation: relation is empty"),
    "no ends": ("partnerships", {"relation": "a", "from": "", "to": ";"}, "2:from: both from and to are empty"),
    "no to": (
        "partnerships",
        {"relation": "a", "from": "b", "to": ""},
        "2:to: to is empty; legal: a party, or what is known of it in to_kind or to_place",
    ),
    "no from": (
        "partnerships",
        {"relation": "a", "from": "", "to": "b"},
        "2:from: from is empty; legal: a party, or what is known of it in from_kind or from_place",
    ),
    "no group": (
        "partnerships",
        {"relation": "a", "from": "b", "to": "c；d"},
        (
            "2:group: several parties at one end, and group does not say how they pair; "
            "legal: each, all-to-all, unspecified"
        ),
    ),
    "group": (
        "partnerships",
        {"relation": "a", "from": "b;c", "to": "d", "group": "all to all"},
        "2:group: unknown group 'all to all'; legal: each, all-to-all, unspecified; nearest: all-to-all",
    ),
    "each with a count": (
        "partnerships",
        {"relation": "a", "from": "b;c", "to": "d", "group": "each", "count": "4", "unit": "people"},
        (
            "2:count: group is each, and nobody knows how the count is shared out; "
            "legal: group all-to-all or unspecified, or a row each"
        ),
    ),
    "each with an amount": (
        "partnerships",
        {"relation": "a", "from": "b;c", "to": "d", "group": "each", "amount": "4", "currency": "CNY"},
        (
            "2:amount: group is each, and nobody knows how the amount is shared out; "
            "legal: group all-to-all or unspecified, or a row each"
        ),
    ),
}

FACTS: dict[str, tuple[dict[str, str], str]] = {
    "date": ({"since": "May 2023"}, f"2:since: no date: 'May 2023'; {DATES}"),
    "date with slashes": ({"since": "2023/5/2"}, f"2:since: no date: '2023/5/2'; {DATES}; nearest: 2023-05-02"),
    "date in Chinese": ({"until": "2023年5月"}, f"2:until: no date: '2023年5月'; {DATES}; nearest: 2023-05"),
    "date of no calendar": ({"as_of": "2023-02-30"}, f"2:as_of: no date: '2023-02-30'; {DATES}"),
    "date in other digits": ({"as_of": "２０２３"}, f"2:as_of: no date: '２０２３'; {DATES}"),
    "dates reversed": ({"since": "2023", "until": "2022-12"}, "2:until: until 2022-12 is before since 2023"),
    "status": (
        {"status": "Endet"},
        "2:status: unknown status 'Endet'; legal: announced, active, ended, unknown; nearest: ended",
    ),
    "bound": (
        {"count": "1", "unit": "mu", "bound": "atleast"},
        "2:bound: unknown bound 'atleast'; legal: exact, at-least, about; nearest: at-least",
    ),
    "basis": ({"basis": "state"}, "2:basis: unknown basis 'state'; legal: stated, implied; nearest: stated"),
    "stance": (
        {"stance": "support"},
        "2:stance: unknown stance 'support'; legal: supports, contradicts; nearest: supports",
    ),
    "review": (
        {"review": "acepted"},
        "2:review: unknown review 'acepted'; legal: proposed, accepted, rejected; nearest: accepted",
    ),
    "open": ({"open": "perhaps"}, "2:open: neither yes nor no: 'perhaps'; legal: yes, no"),
    "count with separator": (
        {"count": "1,200", "unit": "people"},
        f"2:count: no count: '1,200'; {COUNT}; nearest: 1200",
    ),
    "count with a fraction": ({"count": "3.5", "unit": "mu"}, f"2:count: no count: '3.5'; {COUNT}"),
    "count below 0": ({"count": "-1", "unit": "mu"}, f"2:count: no count: '-1'; {COUNT}"),
    "count of 5000 digits": ({"count": "9" * 5000, "unit": "mu"}, f"2:count: no count: '{'9' * 5000}'; {COUNT}"),
    "count in other digits": ({"count": "４０", "unit": "mu"}, f"2:count: no count: '４０'; {COUNT}; nearest: 40"),
    "percentage": (
        {"count": "95%", "unit": "people"},
        f"2:count: a rate is not a count: '95%'; {COUNT}; rates go to note",
    ),
    "rate as unit": (
        {"count": "95", "unit": "覆盖率"},
        "2:unit: unit '覆盖率': a rate or ratio is not a total; legal: a count; rates go to note",
    ),
    "households": ({"count": "12", "unit": "poor Households"}, f"2:unit: unit 'poor Households': {FENCE}; {UNITS}"),
    "count without unit": ({"count": "12"}, "2:unit: unit is empty, but count is '12'"),
    "unit without count": ({"unit": "people"}, "2:count: count is empty, but unit is 'people'"),
    "amount of nothing": ({"amount": "0.00", "currency": "CNY"}, f"2:amount: no amount: '0.00'; {AMOUNT}"),
    "amount in thousands": (
        {"amount": "3,000,000", "currency": "CNY"},
        f"2:amount: no amount: '3,000,000'; {AMOUNT}; nearest: 3000000",
    ),
    "amount in words": ({"amount": "3000万", "currency": "CNY"}, f"2:amount: no amount: '3000万'; {AMOUNT}"),
    "amount without currency": ({"amount": "3"}, "2:currency: currency is empty, but amount is '3'"),
    "currency without amount": ({"currency": "CNY"}, "2:amount: amount is empty, but currency is 'CNY'"),
    "currency": (
        {"amount": "3", "currency": "cny"},
        "2:currency: no currency: 'cny'; legal: an ISO 4217 code of three capitals, such as CNY; nearest: CNY",
    ),
    "long quote": ({"quote": "x" * 301}, "2:quote: a quote of 301 characters; legal: at most 300"),
    "locator reversed": ({"locator": "char=24,10"}, f"2:locator: no position: 'char=24,10'; {POSITION}"),
    "locator half": ({"locator": "char=24"}, f"2:locator: no position: 'char=24'; {POSITION}"),
    "page 0": ({"locator": "page=0"}, f"2:locator: no position: 'page=0'; {POSITION}"),
}
PAIRS = {"count": "unit", "unit": "count", "amount": "currency", "currency": "amount"}
CELLS |= {
    f"{name} (partnership)": (
        "partnerships",
        {"relation": "a", "from": "b", "to": "c", **{PAIRS[c]: "" for c in cells if c in PAIRS}, **cells},
        line,
    )
    for name, (cells, line) in FACTS.items()
}
CELLS |= {
    "total without a measure": (
        "totals",
        {"relation": "a", "count": "", "unit": "", "amount": "", "currency": ""},
        "2: no measure; legal: count and unit, or amount and currency",
    ),
    "total with two measures": (
        "totals",
        {"relation": "a", "count": "1", "unit": "mu", "amount": "1", "currency": "CNY"},
        "2:amount: both a count and an amount; legal: one measure a row (make it two rows)",
    ),
    "total with several parties": (
        "totals",
        {"relation": "a", "count": "1", "unit": "mu", "from": "b;c"},
        "2:from: several parties in from; legal: one party at each end of a total",
    ),
    "total of households": (
        "totals",
        {"relation": "a", "count": "1", "unit": "户"},
        f"2:unit: unit '户': {FENCE}; {UNITS}",
    ),
    "total without relation": (
        "totals",
        {"relation": "", "count": "1", "unit": "mu"},
        "2:relation: relation is empty",
    ),
}


@pytest.mark.parametrize(("reads", "cells", "line"), CELLS.values(), ids=CELLS)
def test_a_wrong_cell_is_named_and_stops_no_other_row(
    tmp_path: Path, reads: str, cells: dict[str, str], line: str
) -> None:
    good = dict.fromkeys(cells, "")
    good |= {"name": "n", "level": "l", "kind": "k", "relation": "r"}
    if reads == "partnerships":
        good |= {"from": "f", "to": "t"}
    if reads == "totals":
        good |= {"count": "1", "unit": "mu"}
    text = row(**cells) + row(**{column: good[column] for column in cells}).partition("\n")[2]
    statements, problems, _ = read(tmp_path, reads, text)
    assert problems == [f"t.csv:{line}"]
    assert 3 in [statement.where.row for statement in statements]


def test_all_problems_of_a_table_come_at_once_in_the_order_of_rows(tmp_path: Path) -> None:
    text = "relation,from,to,since,status\na,,,x,y\nb,c,d,,,e\nf,g,h,2023,active\n,i,j,,\n"
    statements, problems, _ = read(tmp_path, "partnerships", text)
    assert [problem.partition(": ")[0] for problem in problems] == [
        "t.csv:2:from",
        "t.csv:2:since",
        "t.csv:2:status",
        "t.csv:3",
        "t.csv:5:relation",
    ]
    # row 3 does not fit the header; of the others, what they name can be looked up
    assert [statement.where.row for statement in statements] == [2, 4, 5]


def test_a_row_that_lists_nobody_gives_no_statement(tmp_path: Path) -> None:
    statements, problems, _ = read(tmp_path, "roster", "name,kind,url\n,School,x\na,,x\nb,School,x\n")
    assert [problem.partition(": ")[0] for problem in problems] == [
        "t.csv:2:name",
        "t.csv:2:url",
        "t.csv:3:kind",
        "t.csv:3:url",
        "t.csv:4:url",
    ]
    assert [statement.where.row for statement in statements] == [4]


def test_a_cell_is_named_by_its_column_in_the_file(tmp_path: Path) -> None:
    _, problems, _ = read(tmp_path, "places", "乡镇,level\n,County\n", columns={"name": "乡镇"})
    assert problems == ["t.csv:2:乡镇: name is empty"]


def test_rows_are_checked_although_a_column_is_missing(tmp_path: Path) -> None:
    _, problems, _ = read(tmp_path, "partnerships", "relation,from,since\na,b,x\n")
    assert [problem.partition(";")[0] for problem in problems] == [
        "t.csv:1:to: missing column 'to'",
        "t.csv:2:since: no date: 'x'",
    ]


def test_a_first_row_that_cannot_be_read_is_not_an_empty_file(tmp_path: Path) -> None:
    _, problems, _ = read(tmp_path, "places", '"name,level\n')
    assert problems == ["t.csv:1: a quote that opens in this row is never closed"]


def test_a_header_alone_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, "places", "name,level\n") == ([], [], ["t.csv: no rows below the header"])


@pytest.mark.parametrize(
    "unit",
    ["families", "couple", "对夫妻", "户", "贫困户", "家庭", "住戶", "ｈｏｕｓｅｈｏｌｄｓ", "family visits", "ئائىلە"],
)
def test_the_fence_refuses_units_of_private_life(tmp_path: Path, unit: str) -> None:
    _, problems, _ = read(tmp_path, "totals", row(relation="a", count="1", unit=unit))
    assert problems == [f"t.csv:2:unit: unit {unit!r}: {FENCE}; {UNITS}"]


@pytest.mark.parametrize(
    "unit", ["商户", "客户", "个体工商户", "家庭医生", "family doctors", "户外活动", "件", "pirates"]
)
def test_the_fence_lets_other_units_through(tmp_path: Path, unit: str) -> None:
    statements, problems, _ = read(tmp_path, "totals", row(relation="a", count="1", unit=unit))
    assert problems == []
    assert len(statements) == 1
