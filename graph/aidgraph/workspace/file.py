"""The workspace file: ``aidgraph.toml`` read, checked and turned into records."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from aidgraph.errors import DataError, StorageError, UnknownNameError, UsageError, Where, nearest
from aidgraph.kinds import Vocabulary, vocabulary
from aidgraph.model import Term
from aidgraph.terms import is_language, is_web_address
from aidgraph.workspace.folder import FILE_NAME, Covers, SourceConfig, Workspace, source_iri
from aidgraph.workspace.kinds import OwnKinds

__all__ = ["READS", "load_workspace"]

READS = ("places", "roster", "partnerships", "totals", "rdf", "report", "iati")

_TEXT_KEYS = ("id", "path", "reads", "title", "publisher", "url", "code_scheme", "sheet")
_DATE_KEYS = ("issued", "as_of", "complete_from")
_FLAG_KEYS = ("self_reported", "complete")
_TABLE_KEYS = ("columns", "set", "names", "covers")
_SOURCE_KEYS = (*_TEXT_KEYS, *_DATE_KEYS, *_FLAG_KEYS, *_TABLE_KEYS, "ignore")
_COVERS_KEYS = ("relation", "kind", "place")
_TERM_KEYS = ("name", "relation", "party", "place", "source", "words", "since", "until", "years", "months")


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


class _Reader(OwnKinds):
    """Reads one workspace file."""

    def __init__(self, folder: Path, text: str, document: dict[str, Any]) -> None:
        super().__init__(text, document)
        self.folder = folder

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
                iri=source_iri(base, identifier),
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


def _is_tag(tag: object) -> bool:
    return isinstance(tag, str) and is_language(tag)
