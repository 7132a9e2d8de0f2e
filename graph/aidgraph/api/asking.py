"""Questions to a workspace: what it knows of who is linked with whom, and of who is not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self

from aidgraph.api.opened import Opened
from aidgraph.build import kept_build
from aidgraph.errors import UsageError
from aidgraph.model import PartialDate
from aidgraph.workspace import load_workspace

if TYPE_CHECKING:
    import networkx as nx

    from aidgraph.ask.card import Card
    from aidgraph.ask.coverage import Cells
    from aidgraph.ask.diff import Diff
    from aidgraph.ask.gaps import Gaps
    from aidgraph.ask.lapses import Lapse
    from aidgraph.ask.measures import Measures
    from aidgraph.ask.paths import Step
    from aidgraph.ask.totals import Total
    from aidgraph.extract.records import Known
    from aidgraph.store.checks import Finding

__all__ = ["Asking"]

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

_ALL_NAMES = """
SELECT ?party ?name WHERE {
  ?party aid:kind|aid:level ?any . ?party skos:prefLabel|skos:altLabel ?name
} ORDER BY ?party ?name
"""


class Asking(Opened):
    """What a workspace can be asked."""

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

    def network(self) -> nx.MultiDiGraph:
        """Return the parties and the links between them as a networkx graph."""
        from aidgraph.ask.paths import network

        return network(self.store, self.parties, self.workspace.vocabulary)

    def measures(self, *, relation: str = "") -> Measures:
        """Return what holds the network together: components, bridges, single points of failure, loads, brokers.

        ``relation`` leaves only partnerships of that relation and those below it. Raises ``UnknownNameError``.
        """
        from aidgraph.ask.measures import measures

        wanted = self.workspace.vocabulary.relation(relation) if relation else None
        return measures(self.store, self.parties, self.workspace.vocabulary, relation=wanted)

    def lapses(self, as_of: str = "", *, relation: str = "", answer: str = "all") -> list[Lapse]:
        """Return how every partnership stands at a date (today by default), what is to be done first.

        ``relation`` leaves only partnerships of that relation and those below it; by default they are all that count
        as links. ``answer`` keeps one of *ended*, *term over*, *not attested*, *end unknown*, *open-ended* and
        *running*. Raises ``UnknownNameError``.
        """
        from aidgraph.ask.lapses import lapses

        words, terms = self.workspace.vocabulary, self.workspace.terms
        day = _last_day(as_of) or dt.datetime.now(tz=dt.UTC).date()
        wanted = words.relation(relation) if relation else None
        return lapses(self.store, self.parties, words, terms, day, relation=wanted, answer=answer)

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


def _last_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(PartialDate.parse(text).last) if text else None
    except ValueError as error:
        raise UsageError(f"{text!r} is no date; legal: 2023, 2023-05 or 2023-05-22") from error
