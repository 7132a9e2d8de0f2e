"""The workspace file: every key, and everything that is wrong in it at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidgraph.errors import DataError, UsageError, Where
from aidgraph.model import PartialDate
from aidgraph.terms import AID, KIND, LEVEL
from aidgraph.workspace import READS, Covers, SourceConfig, Workspace, find_workspace, load_workspace


def load(folder: Path, text: str | bytes) -> Workspace:
    folder.mkdir(exist_ok=True)
    (folder / "aidgraph.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_workspace(folder)


def refused(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(DataError) as caught:
        load(folder, text)
    return str(caught.value).splitlines()


FULL = """
[workspace]
name = "Jining and Yengisar"
base = "https://example.org/aid/"
languages = ["zh-Hans", "en"]

[[source]]
id = "divisions"
path = "rosters/townships.csv"
reads = "places"
title = "Statistics division codes 2023"
publisher = "National Bureau of Statistics"
issued = 2023-09-11
url = "https://example.org/x"
self_reported = false
code_scheme = "GB/T 2260"
sheet = "Sheet1"
columns = { name = "乡镇" }
set = { level = "Township", parent = "653123", since = 2020-01-01, open = true, count = 3 }
ignore = ["villages"]
names = { "市委" = "中共济宁市委" }
complete = true
as_of = "2023-09"
complete_from = 2015
covers = { relation = "结对共建", kind = "学校", place = "英吉沙县" }

[[kind]]
name = "Kindergarten"
parent = "School"
label_zh = "幼儿园"
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    workspace = load(tmp_path, FULL)
    assert (workspace.name, workspace.base) == ("Jining and Yengisar", "https://example.org/aid/")
    assert workspace.languages == ("zh-hans", "en")
    assert workspace.sources == (
        SourceConfig(
            where=Where("aidgraph.toml", 7),
            id="divisions",
            iri="https://example.org/aid/source/divisions",
            title="Statistics division codes 2023",
            path="rosters/townships.csv",
            reads="places",
            publisher="National Bureau of Statistics",
            issued=PartialDate("2023-09-11"),
            url="https://example.org/x",
            self_reported=False,
            code_scheme="GB/T 2260",
            sheet="Sheet1",
            columns={"name": "乡镇"},
            set={"level": "Township", "parent": "653123", "since": "2020-01-01", "open": "True", "count": "3"},
            names={"市委": "中共济宁市委"},
            ignore=("villages",),
            complete=True,
            as_of=PartialDate("2023-09"),
            complete_from=PartialDate("2015"),
            covers=Covers(relation=f"{AID}twinnedWith", kind=f"{KIND}School", place="英吉沙县"),
        ),
    )
    assert workspace.vocabulary.kind("幼儿园").parent == f"{KIND}School"
    assert workspace.build_folder == tmp_path / "build"


def test_little_is_needed(tmp_path: Path) -> None:
    workspace = load(tmp_path / "my-aid", "")
    assert (workspace.name, workspace.base, workspace.languages) == ("my-aid", "https://example.org/aid/", ("en",))
    assert workspace.sources == ()


def test_a_source_is_named_by_its_path_and_sheet_where_it_has_no_id(tmp_path: Path) -> None:
    text = '[[source]]\npath = "a b/名.xlsx"\nreads = "places"\n'
    one, other = load(tmp_path, f'{text}{text}sheet = "2"').sources
    assert (one.id, one.title, one.self_reported, one.complete) == ("a b/名.xlsx", "a b/名.xlsx", None, False)
    assert other.id == "a b/名.xlsx#2"
    assert one.iri == "https://example.org/aid/source/a%20b%2F%E5%90%8D.xlsx"


def test_several_sources_may_read_one_file(tmp_path: Path) -> None:
    text = "".join(f'[[source]]\nid = "{name}"\npath = "t.csv"\nreads = "{name}"\n' for name in ("places", "roster"))
    workspace = load(tmp_path, text)
    (tmp_path / "t.csv").write_text("name\n", encoding="utf-8")
    assert [workspace.files_of(source) for source in workspace.sources] == [[tmp_path / "t.csv"]] * 2


def test_a_source_may_only_be_cited(tmp_path: Path) -> None:
    (source,) = load(tmp_path, '[[source]]\nid = "page"\ntitle = "A newspaper page"\nissued = 2023').sources
    assert (source.path, source.reads, source.title, source.issued) == ("", "", "A newspaper page", PartialDate("2023"))


@pytest.mark.parametrize("reads", READS)
def test_every_way_of_reading(tmp_path: Path, reads: str) -> None:
    assert load(tmp_path, f'[[source]]\npath = "x"\nreads = "{reads}"').sources[0].reads == reads


@pytest.mark.parametrize(
    ("written", "date"),
    [
        *(("2023", "2023"), ('"2023"', "2023"), ('"2023-05"', "2023-05"), ("2023-05-22", "2023-05-22")),
        *(('"2023-05-22"', "2023-05-22"), ("2023-05-22T10:00:00Z", "2023-05-22")),
    ],
)
@pytest.mark.parametrize("key", ["issued", "as_of", "complete_from"])
def test_dates_are_a_date_a_year_or_a_text(tmp_path: Path, key: str, written: str, date: str) -> None:
    (source,) = load(tmp_path, f'[[source]]\nid = "x"\ntitle = "X"\n{key} = {written}').sources
    assert getattr(source, key) == PartialDate(date)


@pytest.mark.parametrize("base", ["https://example.org/aid/", "http://example.org/aid#", "https://例え.jp/援助/"])
def test_what_iris_may_start_with(tmp_path: Path, base: str) -> None:
    workspace = load(tmp_path, f'[workspace]\nbase = "{base}"\n[[source]]\nid = "x"\ntitle = "X"')
    assert workspace.sources[0].iri == f"{base}source/x"


def test_the_file_may_have_a_byte_order_mark_and_dos_line_ends(tmp_path: Path) -> None:
    text = b'\xef\xbb\xbf[workspace]\r\nname = "\xe5\xad\xa6"\r\n\r\n[[source]]\r\nid = "x"\r\ntitle = "X"\r\n'
    workspace = load(tmp_path, text)
    assert (workspace.name, workspace.sources[0].where.row) == ("学", 4)


# -- what is wrong


SOURCE = '[[source]]\nid = "x"\ntitle = "X"\n'
LEGAL_READS = "places, roster, partnerships, totals, rdf, report, iati"
KEYS = (
    "id, path, reads, title, publisher, url, code_scheme, sheet, issued, as_of, complete_from, self_reported, "
    "complete, columns, set, names, covers, ignore"
)
WRONG = {
    "an unknown table": (
        "[workspaces]",
        ": unknown table 'workspaces'; legal: workspace, source, kind, term; nearest: workspace",
    ),
    "another case": (
        "[Workspace]",
        ": unknown table 'Workspace'; legal: workspace, source, kind, term; nearest: workspace",
    ),
    "an unknown setting": (
        '[workspace]\nnam = "x"',
        ":1: unknown key 'nam'; legal: name, base, languages; nearest: name",
    ),
    "a name that is no text": ("[workspace]\nname = 5", ":1: name must be text, not 5"),
    "a list of settings": ("[[workspace]]", ":1: workspace must be a table; legal: [workspace]"),
    "a base that is no address": (
        '[workspace]\nbase = "example.org/"',
        ":1: base 'example.org/' cannot start IRIs; legal: an http(s) address that ends in / or #",
    ),
    "a base that does not end": (
        '[workspace]\nbase = "https://example.org/aid"',
        ":1: base 'https://example.org/aid' cannot start IRIs; legal: an http(s) address that ends in / or #",
    ),
    "a base with a space": (
        '[workspace]\nbase = "https://example.org/a d/"',
        ":1: base 'https://example.org/a d/' cannot start IRIs; legal: an http(s) address that ends in / or #",
    ),
    "a base with half a host": (
        '[workspace]\nbase = "http://[::1/"',
        ":1: base 'http://[::1/' cannot start IRIs; legal: an http(s) address that ends in / or #",
    ),
    "a language alone": (
        '[workspace]\nlanguages = "zh"',
        """:1: languages 'zh'; legal: a list of language tags such as ["zh", "en"]""",
    ),
    "no language": (
        "[workspace]\nlanguages = []",
        """:1: languages []; legal: a list of language tags such as ["zh", "en"]""",
    ),
    "a locale for a language": (
        '[workspace]\nlanguages = ["zh_CN"]',
        """:1: languages ['zh_CN']; legal: a list of language tags such as ["zh", "en"]""",
    ),
    "one source that is no list": (
        '\n[source]\nid = "x"',
        ":2: source must be a list of tables; legal: [[source]]",
    ),
    "a source of nothing": ("[[source]]", ":1: a source needs a path, or an id and a title where it is only cited"),
    "an unknown key": (
        f'{SOURCE}pubisher = "x"',
        f":1: unknown key 'pubisher'; legal: {KEYS}; nearest: publisher",
    ),
    "two of one id": (f"{SOURCE}{SOURCE}", ":4: source 'x' is declared twice (also at aidgraph.toml:1)"),
    "two of one path": (
        '[[source]]\npath = "t.csv"\nreads = "places"\n[[source]]\npath = "t.csv"\nreads = "roster"',
        ":4: source 't.csv' is declared twice (also at aidgraph.toml:1)",
    ),
    "a path that nothing reads": (
        '[[source]]\npath = "t.csv"',
        f":1: source 't.csv' lacks reads; legal: {LEGAL_READS}",
    ),
    "reading nothing": ('[[source]]\nid = "x"\ntitle = "X"\nreads = "places"', ":1: source 'x' lacks path"),
    "an unknown way of reading": (
        '[[source]]\npath = "t.csv"\nreads = "Roster"',
        f":1: reads 'Roster'; legal: {LEGAL_READS}; nearest: roster",
    ),
    "a citation without a title": ('[[source]]\nid = "x"', ":1: source 'x' is only cited and has no title"),
    "an address that is none": (
        f'{SOURCE}url = "https://example.org/a b"',
        ":1: url 'https://example.org/a b'; legal: an http or https address",
    ),
    "another scheme": (f'{SOURCE}url = "ftp://x/"', ":1: url 'ftp://x/'; legal: an http or https address"),
    "a title that is no text": ('[[source]]\nid = "x"\ntitle = ["X"]', ":1: title must be text, not ['X']"),
    "no truth": (f'{SOURCE}complete = "yes"', ":1: complete is 'yes'; legal: true, false"),
    "no date": (f'{SOURCE}issued = "May 2023"', ":1: issued is 'May 2023'; legal: 2023, 2023-05 or 2023-05-22"),
    "no day": (f'{SOURCE}issued = "2023-02-30"', ":1: issued is '2023-02-30'; legal: 2023, 2023-05 or 2023-05-22"),
    "a time": (f"{SOURCE}issued = 10:00:00", ":1: issued is '10:00:00'; legal: 2023, 2023-05 or 2023-05-22"),
    "a number": (f"{SOURCE}issued = 2023.5", ":1: issued is '2023.5'; legal: 2023, 2023-05 or 2023-05-22"),
    "digits of another script": (
        f'{SOURCE}issued = "２０２３"',
        ":1: issued is '２０２３'; legal: 2023, 2023-05 or 2023-05-22",
    ),
    "dates reversed": (
        f"{SOURCE}as_of = 2020\ncomplete_from = 2021-01-01",
        ":1: as_of 2020 is before complete_from 2021-01-01",
    ),
    "ignoring a text": (f'{SOURCE}ignore = "villages"', ":1: ignore must be a list of texts"),
    "columns in a list": (
        f'{SOURCE}columns = ["name"]',
        """:1: columns must be a table of texts; legal: columns = { ours = "theirs" }""",
    ),
    "names of lists": (
        f'{SOURCE}names = {{ a = ["b"] }}',
        """:1: names must be a table of texts; legal: names = { ours = "theirs" }""",
    ),
    "covering an unknown key": (
        f'{SOURCE}covers = {{ kinds = "School" }}',
        ":1: unknown key of covers 'kinds'; legal: relation, kind, place; nearest: kind",
    ),
    "covering an unknown relation": (
        f'{SOURCE}covers = {{ relation = "twinedWith" }}',
        ":1: covers: no relation 'twinedWith'; nearest: twinnedWith",
    ),
    "covering an unknown kind": (
        f'{SOURCE}covers = {{ kind = "Shool" }}',
        ":1: covers: no kind 'Shool'; nearest: School",
    ),
    "a kind without a name": (
        '[[kind]]\nparent = "School"',
        ":1: name ''; legal: one word of ASCII letters and digits, such as Kindergarten",
    ),
    "a kind of two words": (
        '[[kind]]\nname = "Night school"',
        ":1: name 'Night school'; legal: one word of ASCII letters and digits, such as Kindergarten",
    ),
    "a kind that is there": ('[[kind]]\nname = "school"', ":1: kind 'school' is there already; legal: another name"),
    "a level that is there": ('[[kind]]\nname = "County"', ":1: kind 'County' is there already; legal: another name"),
    "a kind twice": (
        '[[kind]]\nname = "Creche"\n[[kind]]\nname = "Creche"',
        ":3: kind 'Creche' is there already; legal: another name",
    ),
    "an unknown parent": (
        '[[kind]]\nname = "Creche"\nparent = "Shool"',
        ":1: parent: no kind 'Shool'; nearest: School",
    ),
    "a parent that lies inside": (
        '[[kind]]\nname = "Creche"\nparent = "Nursery"\n[[kind]]\nname = "Nursery"\nparent = "creche"',
        ":1: kind 'Creche' lies inside itself",
    ),
    "a parent that has none": (
        '[[kind]]\nname = "Creche"\nparent = "Nursery"\n[[kind]]\nname = "Nursery"\nparent = "Shool"',
        ":4: parent: no kind 'Shool'; nearest: School",
    ),
    "an unknown key of a kind": (
        '[[kind]]\nname = "Creche"\nparnet = "School"',
        ":1: unknown key 'parnet'; legal: name, parent; nearest: parent",
    ),
    "a label in no language": (
        '[[kind]]\nname = "Creche"\nlabel_zh_CN = "托儿所"',
        ":1: label_zh_CN ends in no language tag; legal: label_en, label_zh, label_zh-Hant, ...",
    ),
    "a label that is no text": ('[[kind]]\nname = "Creche"\nlabel_zh = 5', ":1: label_zh must be text, not 5"),
    "an empty label": ('[[kind]]\nname = "Creche"\nlabel_zh = ""', ":1: label_zh has 0 characters; legal: 1 to 300"),
}


@pytest.mark.parametrize(("text", "line"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: str) -> None:
    assert f"aidgraph.toml{line}" in refused(tmp_path, text)


def test_one_fault_of_a_source_hides_no_other(tmp_path: Path) -> None:
    text = """
[[source]]
pth = "t.csv"
reads = "places"
issued = "May"
covers = { relation = "twinedWith", kind = "Shool" }
"""
    assert [line.partition(";")[0] for line in refused(tmp_path, text)] == [
        "aidgraph.toml:2: a source needs a path, or an id and a title where it is only cited",
        "aidgraph.toml:2: covers: no kind 'Shool'",
        "aidgraph.toml:2: covers: no relation 'twinedWith'",
        "aidgraph.toml:2: issued is 'May'",
        "aidgraph.toml:2: unknown key 'pth'",
    ]


def test_everything_wrong_is_named_at_once_and_in_order(tmp_path: Path) -> None:
    text = """
[workspace]
name = 5
[[source]]
id = "x"
issued = "soon"
complete = "yes"
[[kind]]
name = "Night school"
[[source]]
path = "t.csv"
reads = "roste"
"""
    assert [line.split(":")[1] for line in refused(tmp_path, text)] == ["2", "4", "4", "4", "8", "10"]


TOML = {
    "a key without a value": ('[workspace]\nname = "x"\nbase =\n', 3),
    "a text without an end": ('[workspace]\n\nname = "x\n', 3),
    "a table twice": ("[workspace]\n[workspace]\n", 2),
    "a table that does not end": ('[workspace]\nx = { a = "b"', 2),
    "half a surrogate": ('[workspace]\nname = "\\ud800"', 2),
}


@pytest.mark.parametrize(("text", "line"), TOML.values(), ids=TOML)
def test_what_is_no_toml_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (found,) = refused(tmp_path, text)
    assert found.startswith(f"aidgraph.toml:{line}: not TOML: ")


def test_what_is_no_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, '[workspace]\nname = "英吉沙县"'.encode("gbk"))
    assert line == "aidgraph.toml:2: not UTF-8; legal: UTF-8 (save the file as UTF-8)"


def test_a_line_that_only_looks_like_one_does_not_shift_the_lines(tmp_path: Path) -> None:
    text = '[workspace]\nname = "a\u2028b"\n[[source]]\nid = "x"\n'
    assert refused(tmp_path, text) == ["aidgraph.toml:3: source 'x' is only cited and has no title"]


# -- kinds of one's own


def test_kinds_of_ones_own_may_be_below_each_other(tmp_path: Path) -> None:
    text = """
[[kind]]
name = "Kindergarten"
parent = "学校"
label_zh = "幼儿园"
label_zh-Hant = "幼兒園"
[[kind]]
name = "ForestKindergarten"
parent = "Kindergarten"
[[kind]]
name = "Office"
"""
    words = load(tmp_path, text).vocabulary
    forest = words.kind("ForestKindergarten")
    assert [kind.name for kind in words.broader(forest)] == [
        "ForestKindergarten",
        "Kindergarten",
        "School",
        "Education",
        "Institution",
    ]
    assert forest.labels == (("en", "ForestKindergarten"),)
    assert words.kind("幼儿园").labels == (("zh", "幼儿园"), ("zh-hant", "幼兒園"))
    assert words.kind("Office").parent == f"{KIND}Institution"
    assert (forest.colour, forest.shape) == (words.kind("School").colour, words.kind("School").shape)


def test_a_parent_may_stand_below_and_be_named_by_its_label(tmp_path: Path) -> None:
    text = (
        '[[kind]]\nname = "Creche"\nparent = "幼儿园"\n[[kind]]\nname = "Nursery"\nparent = "学校"\nlabel_zh = "幼儿园"'
    )
    words = load(tmp_path, text).vocabulary
    assert [kind.name for kind in words.broader(words.kind("Creche"))][:3] == ["Creche", "Nursery", "School"]


def test_levels_of_ones_own(tmp_path: Path) -> None:
    words = load(tmp_path, '[[kind]]\nname = "Banner"\nparent = "County"\nlabel_zh = "旗县"').vocabulary
    banner = words.level("旗县")
    assert (banner.iri, banner.rank) == (f"{LEVEL}Banner", words.level("County").rank)
    with pytest.raises(UsageError):
        words.kind("Banner")


# -- files


def files(folder: Path, path: str, *names: str) -> list[str]:
    workspace = load(folder, f"[[source]]\npath = '{path}'\nreads = 'places'")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    return [found.relative_to(folder).as_posix() for found in workspace.files_of(workspace.sources[0])]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.csv", ["a.csv"]),
        ("sub/b.csv", ["sub/b.csv"]),
        ("*.csv", ["a.csv", "c.csv", "x[1].csv"]),
        ("sub/*", ["sub/b.csv", "sub/名.csv"]),
        ("**/*.csv", ["a.csv", "c.csv", "sub/b.csv", "sub/名.csv", "x[1].csv"]),
        ("[ab].csv", ["a.csv"]),
        ("x[1].csv", ["x[1].csv"]),
        ("?.*", ["a.csv", "c.csv"]),
        # builds are no inputs, nor is the workspace file
        ("*", ["a.csv", "c.csv", "x[1].csv"]),
        ("**/*.jsonl", []),
    ],
)
def test_a_path_may_be_a_pattern(tmp_path: Path, path: str, found: list[str]) -> None:
    names = ["a.csv", "c.csv", "sub/b.csv", "sub/名.csv", "x[1].csv", "build/000001/d.csv", "build/e.jsonl"]
    if found:
        assert files(tmp_path, path, *names) == found
    else:
        with pytest.raises(DataError, match="no file"):
            files(tmp_path, path, *names)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("rosters/school.csv", "no file 'rosters/school.csv' in the workspace; nearest: rosters/schools.csv"),
        ("Rosters/Schools.csv", "no file 'Rosters/Schools.csv' in the workspace; nearest: rosters/schools.csv"),
        ("*.tsv", "no file '*.tsv' in the workspace"),
        ("rosters", "no file 'rosters' in the workspace"),
        ("../outside.csv", "path '../outside.csv' leads outside the workspace"),
        ("rosters/../../outside.csv", "path 'rosters/../../outside.csv' leads outside the workspace"),
        ("/etc/hostname", "path '/etc/hostname' leads outside the workspace"),
        ("../*.csv", "path '../*.csv' leads outside the workspace"),
    ],
)
def test_a_file_that_is_not_there_or_outside_is_refused(tmp_path: Path, path: str, line: str) -> None:
    (tmp_path / "outside.csv").write_text("", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        files(tmp_path / "workspace", path, "rosters/schools.csv")
    assert str(caught.value) == f"aidgraph.toml:1: {line}"


def test_a_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^aidgraph.toml:1: path '\*\*x' is neither a file nor a pattern: "):
        files(tmp_path, "**x")


@pytest.mark.parametrize("path", ["link.csv", "linked/a.csv", "*.csv", "linked/*"])
def test_a_link_that_leads_outside_is_refused(tmp_path: Path, path: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "workspace"
    outside.mkdir()
    folder.mkdir()
    (outside / "a.csv").write_text("", encoding="utf-8")
    (folder / "link.csv").symlink_to(outside / "a.csv")
    (folder / "linked").symlink_to(outside)
    with pytest.raises(DataError, match=r"leads outside the workspace"):
        files(folder, path)


def test_a_link_that_stays_inside_and_a_workspace_behind_a_link_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    assert files(folder, "a.csv", "a.csv") == ["a.csv"]
    (folder / "b.csv").symlink_to(folder / "a.csv")
    assert files(folder, "*.csv") == ["a.csv", "b.csv"]
    (tmp_path / "link").symlink_to(folder)
    assert files(tmp_path / "link", "*.csv") == ["a.csv", "b.csv"]


# -- where the workspace is


def test_the_nearest_workspace_at_or_above(tmp_path: Path) -> None:
    load(tmp_path, "")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_workspace(tmp_path) == find_workspace(tmp_path / "a" / "b") == tmp_path.resolve()
    load(tmp_path / "a", "")
    assert find_workspace(tmp_path / "a" / "b") == (tmp_path / "a").resolve()


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^no aidgraph.toml in .* or above it; `aidgraph init DIR` makes a workspace"):
        find_workspace(tmp_path)
    with pytest.raises(UsageError, match=r"^no aidgraph.toml in "):
        load_workspace(tmp_path)
