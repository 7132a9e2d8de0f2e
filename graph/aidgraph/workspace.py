"""The workspace file: ``aidgraph.toml`` read, checked and turned into records."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aidgraph.errors import DataError, Problem, StorageError, UnknownNameError, UsageError, Where, nearest
from aidgraph.kinds import Kind, Vocabulary, vocabulary
from aidgraph.model import PartialDate, Term
from aidgraph.terms import KIND, LEVEL, is_language, is_web_address

__all__ = [
    "BUILD_FOLDER",
    "FILE_NAME",
    "READS",
    "Covers",
    "SourceConfig",
    "Workspace",
    "find_workspace",
    "load_workspace",
]

FILE_NAME = "aidgraph.toml"
BUILD_FOLDER = "build"
READS = ("places", "roster", "partnerships", "totals", "rdf", "report", "iati")

_TEXT_KEYS = ("id", "path", "reads", "title", "publisher", "url", "code_scheme", "sheet")
_DATE_KEYS = ("issued", "as_of", "complete_from")
_FLAG_KEYS = ("self_reported", "complete")
_TABLE_KEYS = ("columns", "set", "names", "covers")
_SOURCE_KEYS = (*_TEXT_KEYS, *_DATE_KEYS, *_FLAG_KEYS, *_TABLE_KEYS, "ignore")
_COVERS_KEYS = ("relation", "kind", "place")
_TERM_KEYS = ("name", "relation", "party", "place", "source", "words", "since", "until", "years", "months")
_PATTERN = re.compile(r"[*?\[]")
_LONGEST = 300
_LONGEST_TERM = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """What a complete list is complete for; empty means any."""

    relation: str = ""
    kind: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One ``[[source]]`` of the workspace file."""

    where: Where
    id: str
    iri: str
    title: str
    path: str = ""
    reads: str = ""
    publisher: str = ""
    issued: PartialDate | None = None
    url: str = ""
    self_reported: bool | None = None
    code_scheme: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    complete: bool = False
    as_of: PartialDate | None = None
    complete_from: PartialDate | None = None
    covers: Covers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder with an ``aidgraph.toml``: its settings, its own kinds, its sources and its terms."""

    folder: Path
    name: str
    base: str
    languages: tuple[str, ...]
    sources: tuple[SourceConfig, ...]
    vocabulary: Vocabulary
    terms: tuple[Term, ...] = ()

    @property
    def build_folder(self) -> Path:
        """Where builds are kept; it may be deleted at any time."""
        return self.folder / BUILD_FOLDER

    def files_of(self, source: SourceConfig) -> list[Path]:
        """Return the files a source's ``path`` names, sorted; raises ``DataError`` for none or one outside."""
        if Path(source.path).is_absolute() or ".." in Path(source.path).parts:
            raise DataError.of(source.where, f"path {source.path!r} leads outside the workspace")
        exact = self.folder / source.path
        try:
            found = [exact] if exact.is_file() else sorted(filter(self._is_input, self.folder.glob(source.path)))
        except (ValueError, OSError) as error:
            raise DataError.of(
                source.where, f"path {source.path!r} is neither a file nor a pattern: {error}"
            ) from error
        if not found and source.reads == "report" and _PATTERN.search(source.path):
            # a folder for reports may be empty still
            return []
        if not found:
            files = (
                path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if self._is_input(path)
            )
            near = nearest(source.path, islice(files, _LOOKED_AT))
            raise DataError.of(source.where, f"no file {source.path!r} in the workspace", nearest=near)
        root = self.folder.resolve()
        outside = [path for path in found if not path.resolve().is_relative_to(root)]
        if outside:
            names = [path.relative_to(self.folder).as_posix() for path in outside]
            raise DataError(Problem(source.where, f"path {name!r} leads outside the workspace") for name in names)
        return found

    def _is_input(self, path: Path) -> bool:
        """Tell whether a pattern may mean a file: builds, the workspace file itself and hidden files are no inputs."""
        ours = path.is_relative_to(self.build_folder) or path == self.folder / FILE_NAME
        return not ours and not path.name.startswith(".") and path.is_file()


_LOOKED_AT = 10_000
"""How many files are compared with the name of one that is not there."""


def find_workspace(start: Path) -> Path:
    """Return the nearest folder at or above ``start`` that holds an ``aidgraph.toml``; raises ``UsageError``."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise UsageError(f"no {FILE_NAME} in {start} or above it; `aidgraph init DIR` makes a workspace, -w DIR names one")


def load_workspace(folder: Path, *, file: Path | None = None) -> Workspace:
    """Read a workspace file; raises ``DataError`` with everything wrong in it, ``UsageError`` if there is none.

    ``file`` is read in place of the folder's own: the copy that a build keeps of what it was made from.
    """
    path = file or folder / FILE_NAME
    if not path.is_file():
        raise UsageError(f"no {FILE_NAME} in {folder}; `aidgraph init DIR` makes a workspace")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path} could not be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError.of(Where(FILE_NAME, line), "not UTF-8", legal="UTF-8 (save the file as UTF-8)") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        last = text.count("\n") + 1
        raise DataError.of(Where(FILE_NAME, int(at[1]) if at else last), f"not TOML: {error}") from error
    return _Reader(folder, text, document).workspace()


_WrittenKind = tuple[Where, str, str, tuple[tuple[str, str], ...]]


class _Reader:
    """Collects the problems of one workspace file while reading it."""

    def __init__(self, folder: Path, text: str, document: dict[str, Any]) -> None:
        self.folder, self.document = folder, document
        self.problems: list[Problem] = []
        self.lines: dict[str, list[int]] = {"source": [], "kind": [], "term": [], "workspace": []}
        for number, line in enumerate(text.split("\n"), 1):
            if header := re.match(r"\s*\[\[?\s*(source|kind|term|workspace)\s*\]", line):
                self.lines[header[1]].append(number)

    def workspace(self) -> Workspace:
        where = self.where("workspace", 0)
        self.keys(where, self.document, ("workspace", "source", "kind", "term"), "table")
        settings = self.document.get("workspace", {})
        if not isinstance(settings, dict):
            raise DataError.of(where, "workspace must be a table", legal="[workspace]")
        self.keys(where, settings, ("name", "base", "languages"), "key")
        name = self.text(where, settings, "name") or self.folder.resolve().name
        base = self.text(where, settings, "base") or "https://example.org/aid/"
        if not is_web_address(base) or base[-1] not in "/#":
            self.problem(where, f"base {base!r} cannot start IRIs", legal="an http(s) address that ends in / or #")
        languages = settings.get("languages", ["en"])
        if not isinstance(languages, list) or not languages or not all(map(_is_tag, languages)):
            self.problem(where, f"languages {languages!r}", legal='a list of language tags such as ["zh", "en"]')
            languages = ["en"]
        words = vocabulary(tuple(self.kinds()))
        sources = list(self.sources(base, words))
        terms = list(self.terms(words, {source.id for source in sources}))
        if self.problems:
            raise DataError(self.problems)
        return Workspace(
            folder=self.folder,
            name=name,
            base=base,
            # tags are the same in any case, and the store keeps them in lower case
            languages=tuple(dict.fromkeys(tag.lower() for tag in languages)),
            sources=tuple(sources),
            vocabulary=words,
            terms=tuple(terms),
        )

    def sources(self, base: str, words: Vocabulary) -> Iterator[SourceConfig]:
        seen: dict[str, Where] = {}
        for number, table in enumerate(self.tables("source")):
            where = self.where("source", number)
            self.keys(where, table, _SOURCE_KEYS, "key")
            texts = {key: self.text(where, table, key) for key in _TEXT_KEYS}
            identifier = texts["id"] or texts["path"] + (f"#{texts['sheet']}" if texts["sheet"] else "")
            if not identifier:
                self.problem(where, "a source needs a path, or an id and a title where it is only cited")
            elif identifier in seen:
                self.problem(where, f"source {identifier!r} is declared twice (also at {seen[identifier]})")
            seen[identifier] = where
            self.check_source(where, identifier, texts)
            dates = {key: self.date(where, table, key) for key in _DATE_KEYS}
            start, end = dates["complete_from"], dates["as_of"]
            if start and end and start.first > end.last:
                self.problem(where, f"as_of {end.text} is before complete_from {start.text}")
            yield SourceConfig(
                where=where,
                id=identifier,
                iri=f"{base}source/{quote(identifier, safe='')}",
                title=texts["title"] or identifier,
                path=texts["path"],
                reads=texts["reads"],
                publisher=texts["publisher"],
                url=texts["url"],
                code_scheme=texts["code_scheme"],
                sheet=texts["sheet"],
                ignore=tuple(self.strings(where, table, "ignore")),
                **dates,
                self_reported=self.flag(where, table, "self_reported"),
                complete=bool(self.flag(where, table, "complete")),
                columns=self.mapping(where, table, "columns"),
                set=self.mapping(where, table, "set"),
                names=self.mapping(where, table, "names"),
                covers=self.covers(where, table, words),
            )

    def check_source(self, where: Where, identifier: str, texts: dict[str, str]) -> None:
        if identifier and bool(texts["path"]) != bool(texts["reads"]):
            missing = "reads" if texts["path"] else "path"
            self.problem(
                where, f"source {identifier!r} lacks {missing}", legal=", ".join(READS) if texts["path"] else ""
            )
        if texts["reads"] and texts["reads"] not in READS:
            near = nearest(texts["reads"], READS)
            self.problem(where, f"reads {texts['reads']!r}", legal=", ".join(READS), nearest=near)
        if identifier and not texts["path"] and not texts["title"]:
            self.problem(where, f"source {identifier!r} is only cited and has no title")
        if texts["url"] and not is_web_address(texts["url"]):
            self.problem(where, f"url {texts['url']!r}", legal="an http or https address")

    def covers(self, where: Where, table: dict[str, Any], words: Vocabulary) -> Covers | None:
        if "covers" not in table:
            return None
        cells = self.mapping(where, table, "covers")
        self.keys(where, cells, _COVERS_KEYS, "key of covers")
        found = {"relation": "", "kind": ""}
        for key, look_up in (("relation", words.relation), ("kind", words.kind_or_level)):
            try:
                found[key] = look_up(cells[key]).iri if cells.get(key) else ""
            except UnknownNameError as error:
                self.problem(where, f"covers: {error}")
        return Covers(**found, place=cells.get("place", ""))

    def kinds(self) -> Iterator[Kind]:
        known, own = vocabulary(), dict[str, Kind]()
        waiting = list(self.kinds_as_written(known))
        while waiting:
            later = []
            for written in waiting:
                _, name, over, labels = written
                try:
                    parent = known.kind_or_level(over)
                except UnknownNameError as error:
                    if over.casefold() not in own:
                        later.append((written, error))
                        continue
                    parent = own[over.casefold()]
                kind = Kind(
                    iri=(LEVEL if parent.is_level else KIND) + name,
                    name=name,
                    labels=labels,
                    parent=f"{LEVEL}Place" if parent.is_level else parent.iri,
                    rank=parent.rank,
                    colour=parent.colour,
                    shape=parent.shape,
                )
                own |= {text.casefold(): kind for text in (name, *dict(labels).values())}
                yield kind
            if len(later) == len(waiting):
                self.refuse_parents(later)
                return
            # the parent of one may be another that stands below it
            waiting = [written for written, _ in later]

    def kinds_as_written(self, known: Vocabulary) -> Iterator[_WrittenKind]:
        """Yield each kind's place, name, parent and labels."""
        taken = {kind.name.casefold() for kind in known.kinds.values()}
        for number, table in enumerate(self.tables("kind")):
            where = self.where("kind", number)
            self.keys(where, {k: v for k, v in table.items() if not k.startswith("label_")}, ("name", "parent"), "key")
            name, over = self.text(where, table, "name"), self.text(where, table, "parent") or "Institution"
            labels = self.labels(where, table) or (("en", name),)
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
                legal = "one word of ASCII letters and digits, such as Kindergarten"
                self.problem(where, f"name {name!r}", legal=legal)
            elif name.casefold() in taken:
                self.problem(where, f"kind {name!r} is there already", legal="another name")
            else:
                taken.add(name.casefold())
                yield where, name, over, labels

    def refuse_parents(self, kinds: list[tuple[_WrittenKind, UnknownNameError]]) -> None:
        """Report kinds whose parent is none, or those that lie inside each other where each has one."""
        called = {text.casefold() for (_, name, _, labels), _ in kinds for text in (name, *dict(labels).values())}
        lost = [(where, error) for (where, _, over, _), error in kinds if over.casefold() not in called]
        for where, error in lost:
            self.problem(where, f"parent: {error}")
        if not lost:
            where, name, _, _ = kinds[0][0]
            self.problem(where, f"kind {name!r} lies inside itself")

    def terms(self, words: Vocabulary, sources: Collection[str]) -> Iterator[Term]:
        for number, table in enumerate(self.tables("term")):
            where = self.where("term", number)
            self.keys(where, table, _TERM_KEYS, "key")
            texts = {key: self.text(where, table, key) for key in ("name", "party", "place", "source", "words")}
            since, until = self.date(where, table, "since"), self.date(where, table, "until")
            months = 12 * self.count(where, table, "years") + self.count(where, table, "months")
            if bool(until) == bool(months):
                self.problem(where, "a term lasts until a date, or so many years and months", legal="until, or years")
            if since and until and since.first > until.last:
                self.problem(where, f"until {until.text} is before since {since.text}")
            if texts["source"] and texts["source"] not in sources:
                near = nearest(texts["source"], sources)
                self.problem(where, f"no source {texts['source']!r}", nearest=near)
            relation = self.text(where, table, "relation")
            try:
                relation = words.relation(relation).iri if relation else ""
            except UnknownNameError as error:
                self.problem(where, str(error))
            name = texts.pop("name") or texts["words"] or texts["party"] or "term"
            yield Term(where=where, name=name, relation=relation, since=since, until=until, months=months, **texts)

    def labels(self, where: Where, table: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        labels = {}
        for key in sorted(table):
            if key.startswith("label_"):
                tag, label = key.removeprefix("label_"), self.text(where, table, key)
                if not is_language(tag):
                    self.problem(
                        where, f"{key} ends in no language tag", legal="label_en, label_zh, label_zh-Hant, ..."
                    )
                elif isinstance(table[key], str) and not 0 < len(label) <= _LONGEST:
                    self.problem(where, f"{key} has {len(label)} characters", legal=f"1 to {_LONGEST}")
                else:
                    labels[tag.lower()] = label
        return tuple(sorted(labels.items()))

    def where(self, table: str, number: int) -> Where:
        lines = self.lines[table]
        return Where(FILE_NAME, lines[number] if number < len(lines) else 0)

    def problem(self, where: Where, what: str, *, legal: str = "", nearest: str = "") -> None:
        self.problems.append(Problem(where, what, legal=legal, nearest=nearest))

    def keys(self, where: Where, table: Mapping[str, Any], legal: tuple[str, ...], what: str) -> None:
        for key in table:
            if key not in legal:
                self.problem(where, f"unknown {what} {key!r}", legal=", ".join(legal), nearest=nearest(key, legal))

    def tables(self, key: str) -> list[dict[str, Any]]:
        tables = self.document.get(key, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self.problem(self.where(key, 0), f"{key} must be a list of tables", legal=f"[[{key}]]")
        return []

    def text(self, where: Where, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.problem(where, f"{key} must be text, not {value!r}")
            return ""
        return value.strip()

    def count(self, where: Where, table: Mapping[str, Any], key: str) -> int:
        value = table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST_TERM:
            self.problem(where, f"{key} is {value!r}", legal=f"a whole number up to {_LONGEST_TERM}")
            return 0
        return value

    def flag(self, where: Where, table: Mapping[str, Any], key: str) -> bool | None:
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            self.problem(where, f"{key} is {value!r}", legal="true, false")
            return None
        return value

    def date(self, where: Where, table: Mapping[str, Any], key: str) -> PartialDate | None:
        value = table.get(key)
        if value is None:
            return None
        text = value.isoformat()[:10] if isinstance(value, dt.date) else str(value)
        try:
            return PartialDate.parse(text)
        except ValueError:
            self.problem(where, f"{key} is {text!r}", legal="2023, 2023-05 or 2023-05-22")
            return None

    def strings(self, where: Where, table: Mapping[str, Any], key: str) -> list[str]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self.problem(where, f"{key} must be a list of texts")
        return []

    def mapping(self, where: Where, table: Mapping[str, Any], key: str) -> dict[str, str]:
        value = table.get(key, {})
        if isinstance(value, dict) and all(isinstance(item, str | int | dt.date) for item in value.values()):
            return {name: str(item) for name, item in value.items()}
        self.problem(where, f"{key} must be a table of texts", legal=f'{key} = {{ ours = "theirs" }}')
        return {}


def _is_tag(tag: object) -> bool:
    return isinstance(tag, str) and is_language(tag)
