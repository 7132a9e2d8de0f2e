"""The workspace object that notebooks and the command line use: everything aidgraph can be asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from aidgraph.ask.labels import Parties, StoreSource
from aidgraph.build import Build, build, build_in, current_build, kept_build
from aidgraph.errors import StorageError, UsageError
from aidgraph.model import PartialDate
from aidgraph.store.embedded import Rows, Store, Value
from aidgraph.workspace import BUILD_FOLDER, Workspace, find_workspace, load_workspace

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from aidgraph.ask.by_columns import ByColumns
    from aidgraph.ask.card import Card
    from aidgraph.ask.coverage import Cells
    from aidgraph.ask.diff import Diff
    from aidgraph.ask.gaps import Gap, Gaps
    from aidgraph.ask.identity import Verdict
    from aidgraph.ask.lapses import Lapse
    from aidgraph.ask.measures import Measures
    from aidgraph.ask.paths import Step
    from aidgraph.ask.propose import Proposals
    from aidgraph.ask.questions import Question
    from aidgraph.ask.suspects import Suspect
    from aidgraph.ask.totals import Total
    from aidgraph.extract.records import Known
    from aidgraph.show.notebook import PageView
    from aidgraph.show.picture import Picture
    from aidgraph.store.checks import Finding

__all__ = ["Aid", "open_workspace"]

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

_ALL_NAMES = """
SELECT ?party ?name WHERE {
  ?party aid:kind|aid:level ?any . ?party skos:prefLabel|skos:altLabel ?name
} ORDER BY ?party ?name
"""


class Aid:
    """A workspace with a build, open for questions.

    The store is that of the build in force when it was opened; open again to see a later one.
    """

    def __init__(self, workspace: Workspace, made: Build) -> None:
        self.workspace = workspace
        self.build = made
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The build's store, open for reading."""
        if self._store is None:
            try:
                self._store = self.build.open()
            except StorageError:
                # the build may have been replaced between looking its name up and opening it
                newer = current_build(self.workspace)
                if newer is None or newer.folder == self.build.folder:
                    raise
                self.build = newer
                self._store = newer.open()
        return self._store

    @cached_property
    def parties(self) -> Parties:
        """All parties by IRI and by name."""
        return Parties(StoreSource(self.store))

    @cached_property
    def evidence(self) -> ByColumns:
        """What the columnar tables hold, for questions about all parties at once."""
        from aidgraph.ask.by_columns import ByColumns
        from aidgraph.store.columnar import Columnar

        return ByColumns(Columnar(self.build.tables_folder), self.workspace.vocabulary)

    @property
    def is_stale(self) -> bool:
        """Whether sources have changed since the build."""
        return self.build.is_stale(self.workspace)

    def query(self, query: str, **bind: Value) -> Rows | bool | rdflib.Graph:
        """Answer a SPARQL 1.1 query: rows for SELECT, a truth value for ASK, an rdflib graph otherwise.

        The vocabulary's prefixes need no declaration, and the default graph is the union of all graphs. Keywords
        give variables a value. Raises ``QueryError``.
        """
        return self.store.query(query, bind=bind)

    def ask(self, name: str, **parameters: str) -> Rows | bool | rdflib.Graph:
        """Answer a named question; raises ``UnknownNameError`` or ``UsageError``."""
        from aidgraph.ask.questions import question

        asked = question(name)
        bound = asked.bind(parameters, parties=self.parties, words=self.workspace.vocabulary)
        return self.store.query(asked.query, bind=bound)

    def answer(
        self,
        query: str | Question,
        format_: str,
        parameters: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> bytes:
        """Answer a query or a named question in a standard format (json, csv, tsv, xml; ttl, nt for graphs).

        With ``timeout`` it runs in a process of its own, which is stopped after that many seconds. Raises
        ``QueryError``, ``UnknownNameError`` or ``UsageError``.
        """
        from aidgraph.ask.questions import asked

        question = asked(query) if isinstance(query, str) else query
        bind: dict[str, Value] = {}
        if question.parameters or parameters:
            bind = question.bind(parameters or {}, parties=self.parties, words=self.workspace.vocabulary)
        if timeout is None:
            return self.store.serialise(question.query, format_, bind=bind)
        from aidgraph.store.limited import serialise_within

        return serialise_within(timeout, self.build.store_folder, question.query, format_, bind=bind)

    def gaps(
        self,
        *,
        relation: str = "",
        direction: str = "any",
        kind: str = "",
        place: str = "",
        as_of: str = "",
        answer: str = "all",
    ) -> Gaps:
        """Return who is linked, unlinked or unknown, those with nothing named first.

        ``relation``, ``kind`` (or a level) and ``place`` are names in any language; ``as_of`` is a date such as
        ``2023-05``. Raises ``UnknownNameError``.
        """
        from aidgraph.ask.gaps import Question, gaps

        words = self.workspace.vocabulary
        question = Question.of(
            words,
            self.evidence.parties,
            relation=relation,
            direction=direction,
            kind=kind,
            place=place,
            as_of=_last_day(as_of),
        )
        return gaps(self.evidence, words, question, answer=answer)

    def roster_note(self, *, kind: str = "", place: str = "", as_of: str = "") -> str:
        """Return what to know of the denominator: empty where a complete roster covers the kind and place."""
        from aidgraph.ask.gaps import Question, roster_note

        words = self.workspace.vocabulary
        question = Question.of(words, self.evidence.parties, kind=kind, place=place, as_of=_last_day(as_of))
        return roster_note(self.evidence, words, question)

    def totals(self) -> list[Total]:
        """Return every reported total with how much of it is named."""
        from aidgraph.ask.totals import totals

        return totals(self.store, self.parties, self.workspace.vocabulary)

    def coverage(
        self,
        *,
        by: Sequence[str] = ("place", "kind"),
        relation: str = "",
        kind: str = "",
        place: str = "",
        level: str = "",
        as_of: str = "",
    ) -> Cells:
        """Return how many are linked, unlinked and unknown by place and kind; places rolled up to ``level``.

        Raises ``UnknownNameError``.
        """
        from aidgraph.ask.coverage import coverage
        from aidgraph.ask.gaps import Question

        words, day = self.workspace.vocabulary, _last_day(as_of)
        parties = self.evidence.parties
        question = Question.of(words, parties, relation=relation, kind=kind, place=place, as_of=day)
        wanted = words.level(level) if level else None
        return coverage(self.evidence, words, question, by=tuple(by), level=wanted)

    def write_coverage(
        self,
        path: str | Path,
        *,
        by: Sequence[str] = ("place", "kind"),
        relation: str = "",
        kind: str = "",
        place: str = "",
        level: str = "",
        as_of: str = "",
    ) -> Path:
        """Write the grid of ``coverage`` to a file: .csv, .xlsx, or .html (the page, at its matrix).

        The options are those of ``coverage``. Raises ``UsageError`` for another ending, or ``StorageError``.
        """
        from aidgraph.show.coverage import at_coverage, coverage_ending, write_coverage
        from aidgraph.show.export import write_text
        from aidgraph.show.page import write_page
        from aidgraph.show.picture import Grid

        path = Path(path)
        ending = coverage_ending(path, by=by)
        cells = self.coverage(by=by, relation=relation, kind=kind, place=place, level=level, as_of=as_of)
        if ending == "html":
            grid = Grid(self.workspace.vocabulary.level(level).name if level else "", tuple(cells))
            picture = at_coverage(self.picture(place=place, relation=relation), grid, as_of=as_of)
            write_text(write_page(picture), path)
        else:
            write_coverage(cells, path, by=by)
        return path

    def show(self, name: str) -> Card:
        """Return the answer card of a party; raises ``UnknownNameError``."""
        from aidgraph.ask.card import card

        return card(self.store, self.parties, self.parties.find(name))

    def cards(self) -> Iterator[Card]:
        """Yield the answer card of every party."""
        from aidgraph.ask.card import card

        for iri in sorted(self.parties.facts):
            yield card(self.store, self.parties, iri)

    def path(self, start: str, end: str) -> list[Step]:
        """Return how two parties are connected, none where they are not; raises ``UnknownNameError``."""
        from aidgraph.ask.paths import path

        ends = self.parties.find(start), self.parties.find(end)
        return path(self.store, self.parties, self.workspace.vocabulary, *ends)

    def known_parties(self) -> list[Known]:
        """Return every party with all its names, as what reads reports needs them."""
        from aidgraph.extract.records import Known

        names: dict[str, list[str]] = {}
        for iri, name in self.store.select(_ALL_NAMES):
            names.setdefault(iri, []).append(name)
        words, parties = self.workspace.vocabulary, self.parties
        return [
            Known(
                name=facts.label,
                kind=words.kinds[facts.kind].name,
                names=tuple(names.get(iri, ())),
                place=parties.label(facts.place) if facts.place else "",
                reference=iri,
            )
            for iri, facts in sorted(parties.facts.items())
        ]

    def network(self) -> nx.MultiDiGraph:
        """Return the parties and the links between them as a networkx graph."""
        from aidgraph.ask.paths import network

        return network(self.store, self.parties, self.workspace.vocabulary)

    def lapses(self, as_of: str = "", *, answer: str = "all") -> list[Lapse]:
        """Return how every partnership stands at a date (today by default), what is to be done first.

        ``answer`` keeps one of *ended*, *term over*, *not attested*, *end unknown*, *open-ended* and *running*.
        """
        from aidgraph.ask.lapses import lapses

        words, terms = self.workspace.vocabulary, self.workspace.terms
        day = _last_day(as_of) or dt.datetime.now(tz=dt.UTC).date()
        return lapses(self.store, self.parties, words, terms, day, answer=answer)

    def diff(self, old: str, new: str) -> Diff:
        """Return which partnerships were added, ended, removed or changed between two builds, or two dates.

        A build is ``current``, ``previous``, one by its name such as ``000007``, or the folder of another workspace or
        of a build. Of dates such as ``2023-05`` the last day is meant, and partnerships are those on which ``gaps``
        counts. Raises ``UsageError``.
        """
        from aidgraph.ask.diff import between_builds, between_dates
        from aidgraph.ask.stated import stated
        from aidgraph.ask.ties import RELATED

        days = [_last_day(text) if _DATE.fullmatch(text) else None for text in (old, new)]
        if days[0] and days[1]:
            if days[0] > days[1]:
                raise UsageError(f"{old} is later than {new}; the earlier date comes first")
            related = self.workspace.vocabulary.narrower_relations(self.workspace.vocabulary.relation(RELATED))
            known = stated(self.store, self.parties).values()
            return between_dates((one for one in known if one.relation in related), days[0], days[1])
        if any(days):
            raise UsageError(f"{old!r} and {new!r} are a date and a build; give two dates or two builds")
        before, after = (self._kept(name) for name in (old, new))
        if before.workspace.base != after.workspace.base:
            raise UsageError(
                f"nothing of the one can be the same as in the other: the base of {old!r} is {before.workspace.base}, "
                f"that of {new!r} {after.workspace.base}"
            )
        today = dt.datetime.now(tz=dt.UTC).date()
        return between_builds(*(stated(one.store, one.parties) for one in (before, after)), today=today)

    def _kept(self, name: str) -> Self:
        """Open a build, with the workspace file that it was made from."""
        made = kept_build(self.workspace, name)
        return type(self)(load_workspace(made.folder, file=made.workspace_file), made)

    def propose(
        self, *, relation: str, kind: str = "", from_place: str = "", to_place: str = "", capacity: int = 1
    ) -> Proposals:
        """Propose partners under a relation for those of a kind inside ``to_place`` who have nobody on record.

        Providers lie inside ``from_place``, and hold ``capacity`` partnerships at most, those on record counted.
        Proposals are no partnerships. Raises ``UnknownNameError``, or ``UsageError`` for a relation that is no link.
        """
        from aidgraph.ask.propose import propose
        from aidgraph.resolve.judgements import read_judgements, standing

        words, parties = self.workspace.vocabulary, self.parties
        wanted = words.relation(relation)
        asked = {"relation": relation, "direction": "in", "kind": kind, "place": to_place}
        lacking = [gap for answer in ("unlinked", "unknown") for gap in self.gaps(**asked, answer=answer)]
        return propose(
            self.store,
            parties,
            words,
            wanted,
            lacking,
            from_place=parties.find(from_place, places_only=True) if from_place else "",
            capacity=capacity,
            judgements=standing(read_judgements(self.workspace.folder), "proposal"),
        )

    def judge(self, from_: str, to: str, *, relation: str, answer: str, why: str, by: str = "coordinator") -> None:
        """Remember that a proposal was ``accepted`` or ``refused``, or that such a judgement is ``withdrawn``.

        It goes to the judgement log of the workspace with the role of who judged and the reason, and holds at once.
        Raises ``UnknownNameError``, or ``UsageError`` where the relation cannot tie the two, or no reason is given.
        """
        from aidgraph.ask.propose import judgement
        from aidgraph.resolve.judgements import append

        words, parties = self.workspace.vocabulary, self.parties
        ends = parties.find(from_), parties.find(to)
        append(
            self.workspace.folder,
            judgement(parties, words, words.relation(relation), ends, answer=answer, why=why, by=by),
        )

    def judge_identity(
        self, one: str, other: str, *, answer: str, why: str = "not said", by: str = "coordinator"
    ) -> Verdict:
        """Remember that two parties are the ``same``, are ``different``, or that one is ``unsure``.

        It goes to the judgement log of the workspace, and the next build honours it. Raises ``UnknownNameError``,
        ``UsageError`` for one party named twice, or ``DataError`` for a judgement that others contradict.
        """
        from aidgraph.ask.identity import verdict
        from aidgraph.resolve.judgements import append, read_judgements

        log = read_judgements(self.workspace.folder)
        found = verdict(self.parties, self.workspace.vocabulary, log, (one, other), answer=answer, why=why, by=by)
        append(self.workspace.folder, found.judgement)
        return found

    def undo_identity(self, *, why: str = "not said", by: str = "coordinator") -> Verdict:
        """Take back the last judgement on identity that holds; raises ``DataError`` where there is none."""
        from aidgraph.ask.identity import undone
        from aidgraph.resolve.judgements import append, read_judgements

        found = undone(self.parties, read_judgements(self.workspace.folder), why=why, by=by)
        append(self.workspace.folder, found.judgement)
        return found

    def suspects(self, *, kind: str = "", place: str = "", least: int = 80) -> list[Suspect]:
        """Return pairs of parties that may be one, the likeliest first; none is merged by that.

        ``least`` is how alike two names must be, of 100. Raises ``UnknownNameError``.
        """
        from aidgraph.ask.suspects import suspects
        from aidgraph.resolve.identity import Identity
        from aidgraph.resolve.judgements import read_judgements

        words = self.workspace.vocabulary
        return suspects(
            self.store,
            self.parties,
            words,
            Identity(read_judgements(self.workspace.folder)),
            kind=words.kind_or_level(kind) if kind else None,
            place=self.parties.find(place, places_only=True) if place else "",
            least=least,
        )

    def export_proposals(self, proposals: Proposals, path: str | Path) -> Path:
        """Write proposals as RDF, in a named graph of their own; raises ``UsageError`` or ``StorageError``."""
        from aidgraph.show.proposals import write_proposals

        path = Path(path)
        write_proposals(proposals.proposals, path, self.workspace.vocabulary, base=self.workspace.base)
        return path

    def measures(self, *, relation: str = "") -> Measures:
        """Return what holds the network together: components, bridges, single points of failure, loads, brokers.

        ``relation`` leaves only partnerships of that relation and those below it. Raises ``UnknownNameError``.
        """
        from aidgraph.ask.measures import measures

        wanted = self.workspace.vocabulary.relation(relation) if relation else None
        return measures(self.store, self.parties, self.workspace.vocabulary, relation=wanted)

    @property
    def graph(self) -> rdflib.Graph:
        """The store as an rdflib graph: all named graphs together."""
        return self.store.rdflib_graph()

    def validate(self) -> list[Finding]:
        """Return what the shapes object to, and totals of which more are named than they report: the worst first.

        Each has the file and row that caused it.
        """
        from aidgraph.ask.totals import over_named
        from aidgraph.store.checks import SEVERITIES
        from aidgraph.store.shacl import validate

        found = validate(self.store, self.workspace.vocabulary, base=self.workspace.base)
        found += over_named(self.store, self.totals())
        return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))

    def page(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> str:
        """Return the explorer, as one self-contained HTML file.

        ``relation`` leaves only partnerships of that relation and those below it, ``place`` those of whoever is inside
        it, and ``around`` what lies within ``hops`` partnerships of a party; the page says so. Raises
        ``UnknownNameError``.
        """
        from aidgraph.show.page import write_page

        return write_page(self.picture(around=around, hops=hops, place=place, relation=relation))

    def picture(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> Picture:
        """Return what the page shows, as records; the options are those of ``page``."""
        from aidgraph.ask.gaps import Question, everybody
        from aidgraph.show import cuts
        from aidgraph.show.coverage import grids

        words, parties = self.workspace.vocabulary, self.parties
        middle, area = parties.find(around) if around else "", parties.find(place, places_only=True) if place else ""
        wanted = words.relation(relation) if relation else None
        question = Question.of(words, parties, relation=relation, place=area)
        picture = self._collected(everybody(self.evidence, words, question))
        if wanted:
            names = {words.relations[iri].name for iri in words.narrower_relations(wanted)}
            picture = cuts.under(picture, names, label=wanted.name)
        if area:
            picture = cuts.inside(picture, {area, *parties.inside(area)}, label=parties.label(area))
        if middle:
            return cuts.around(picture, middle, hops)
        levels = {picture.kind(place.level) for place in picture.places}
        return dataclasses.replace(picture, coverage=grids(self.evidence, words, question, levels))

    def _collected(self, gaps: Iterable[Gap]) -> Picture:
        """Return everything as a picture, with those answers for who has nobody."""
        from aidgraph.show.collect import collect

        title, languages = self.workspace.name, self.workspace.languages
        return collect(self.store, self.parties, self.workspace.vocabulary, title=title, languages=languages, gaps=gaps)

    def pyvis(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> Any:  # noqa: ANN401  a pyvis network: pyvis stops at one module
        """Return what the network view shows as a pyvis network, in place; the options are those of ``page``.

        Labels are untrusted text: pyvis' own pages do not escape them.
        """
        from aidgraph.show.network import model

        return model(self.picture(around=around, hops=hops, place=place, relation=relation))

    def view(self, *, around: str = "", hops: int = 2, place: str = "", relation: str = "") -> PageView:
        """Return the page as something a notebook shows by itself; the options are those of ``page``."""
        from aidgraph.show.notebook import PageView

        return PageView(self.page(around=around, hops=hops, place=place, relation=relation))

    def write_page(
        self, path: str | Path, *, around: str = "", hops: int = 2, place: str = "", relation: str = ""
    ) -> Path:
        """Write the page to a file; the options are those of ``page``. Raises ``StorageError`` too."""
        from aidgraph.show.export import write_text

        path = Path(path)
        write_text(self.page(around=around, hops=hops, place=place, relation=relation), path)
        return path

    def export(self, path: str | Path) -> Path:
        """Write everything to a file, in the format its ending names; raises ``UsageError`` or ``StorageError``."""
        from aidgraph.show import export

        path = Path(path)
        ending = export.ending_of(path)
        if ending == "csv":
            export.write_table(self._collected(()), path)
        elif ending == "parquet":
            export.write_columns(self._collected(()), path)
        elif ending == "xlsx":
            export.write_book(self.picture(), path)
        elif ending in {"graphml", "gexf"}:
            export.write_network(self.network(), path)
        else:
            export.write_rdf(self.store, path)
        return path

    @classmethod
    def open(cls, folder: str | Path = ".", *, progress: Callable[[str], None] = lambda _: None) -> Self:
        """Open the workspace at or above ``folder``; it is built if there is no build.

        Answers come from the build, so its own copy of the workspace file holds, whatever became of it since.
        """
        found = find_workspace(Path(folder))
        made = build_in(found / BUILD_FOLDER)
        if made is None:
            workspace = load_workspace(found)
            return cls(workspace, build(workspace, progress=progress))
        return cls(load_workspace(found, file=made.workspace_file), made)


def open_workspace(folder: str | Path = ".") -> Aid:
    """Open the workspace at or above ``folder``; it is built if there is no build.

    Raises ``UsageError`` where there is none, ``DataError`` where it cannot be built.
    """
    return Aid.open(folder)


def records(things: object) -> Any:  # noqa: ANN401  JSON
    """Return answers as what ``json`` can write: records become objects, a trailing underscore is left out."""
    if dataclasses.is_dataclass(things) and not isinstance(things, type):
        return {f.name.rstrip("_"): records(getattr(things, f.name)) for f in dataclasses.fields(things)}
    if isinstance(things, Sequence) and not isinstance(things, str):
        return [records(thing) for thing in things]
    return things


def _last_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(PartialDate.parse(text).last) if text else None
    except ValueError as error:
        raise UsageError(f"{text!r} is no date; legal: 2023, 2023-05 or 2023-05-22") from error
