"""Lapses: which partnerships have ended, whose term is over, and of which nothing has been heard for long.

A source that falls silent ends nothing: *ended* is said only where one says so, *term over* only by a rule of the
workspace. Everything else tells how much is known of the end.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aidgraph.ask.card import partial
from aidgraph.ask.labels import Parties
from aidgraph.ask.scope import legal
from aidgraph.ask.ties import RELATED
from aidgraph.errors import DataError, UnknownNameError
from aidgraph.kinds import Relation, Vocabulary
from aidgraph.model import PartialDate, Term
from aidgraph.store.embedded import Store
from aidgraph.terms import AID, local_name

__all__ = ["LAPSES", "Lapse", "lapses"]

LAPSES = ("ended", "term over", "not attested", "end unknown", "open-ended", "running")
"""The answers, those that ask for something to be done first.

*Open-ended* is a partnership reported as active with no end, *running* one whose end is stated and still to come.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """How one partnership stands at a date; ``partners`` are all who take part, the providers first.

    ``last_attested`` is the latest date of which an accepted source speaks of it, ``source`` the title of that source.
    """

    id: str
    relation: str
    partners: tuple[str, ...]
    since: str | None
    until: str | None
    last_attested: str | None
    source: str
    answer: str
    because: str


_PARTNERSHIPS = 'SELECT ?p ?relation WHERE { ?p aid:standing "accepted" ; aid:relation ?relation }'
_STATUS = "SELECT ?p ?status ?as_of WHERE { ?p a aid:Partnership ; aid:status ?status ; aid:statusAsOf ?as_of }"
_ENDS = """
SELECT ?p ?side ?end WHERE { ?p ?side ?end
  FILTER(?side IN (aid:provider, aid:oneSide, aid:peer, aid:recipient, aid:otherSide)) }
"""
_CLAIMS = """
SELECT ?c ?p ?source WHERE {
  ?c aid:about ?p ; aid:review "accepted" ; aid:stance "supports" ; aid:statedIn ?source . ?p a aid:Partnership
}
"""
_SOURCES = "SELECT ?s ?title ?id WHERE { ?s a aid:Source ; dcterms:title ?title ; dcterms:identifier ?id }"
_CLAIMED = "SELECT ?c ?status WHERE { ?c a aid:Claim ; aid:status ?status }"
_VIA = "SELECT ?c ?party WHERE { ?c aid:facilitator ?party }"
_WORDS = "SELECT ?c ?words WHERE { ?c a aid:Claim ; aid:quote|aid:note ?words }"
_FROM_SIDES = frozenset(f"{AID}{side}" for side in ("provider", "oneSide", "peer"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What a claim says of when; ``attested`` is the date of which it speaks."""

    source: str
    title: str
    attested: PartialDate | None
    since: PartialDate | None
    until: PartialDate | None
    status: str
    words: str
    via: Collection[str]


@dataclass(slots=True)
class _Known:
    """What is known of one partnership; the sides are IRIs."""

    iri: str
    relation: str
    froms: list[str] = field(default_factory=list)
    tos: list[str] = field(default_factory=list)
    claims: list[_Claim] = field(default_factory=list)
    since: PartialDate | None = None
    until: PartialDate | None = None
    status: str = ""
    status_as_of: str = ""

    @property
    def last(self) -> _Claim | None:
        """The claim that speaks of the latest date."""
        dated = [claim for claim in self.claims if claim.attested]
        return max(dated, key=lambda claim: (_last(claim.attested), claim.title), default=None)

    @property
    def first(self) -> str:
        """The earliest day of which a claim speaks, empty where none is dated."""
        return min((claim.attested.first for claim in self.claims if claim.attested), default="")


def lapses(
    store: Store,
    parties: Parties,
    words: Vocabulary,
    terms: Sequence[Term],
    as_of: dt.date,
    *,
    relation: Relation | None = None,
    answer: str = "all",
) -> list[Lapse]:
    """Return how every accepted partnership that had begun by a date stands then, what is to be done first.

    They are those that count as links, or those of a relation and the relations below it. ``answer`` keeps one answer.
    Raises ``DataError`` for a term that names an unknown party or place.
    """
    legal("answer", answer, (*LAPSES, "all"))
    rules = _Rules(parties, words, terms)
    day = as_of.isoformat()
    wanted = words.narrower_relations(relation or words.relations[RELATED])
    known = [one for one in _known(store, with_words=any(term.words for term in terms)) if one.relation in wanted]
    told = [_lapse(one, parties, rules, day) for one in known if one.since is None or one.since.first <= day]
    kept = [lapse for lapse in told if answer in {"all", lapse.answer}]
    return sorted(kept, key=lambda one: (LAPSES.index(one.answer), one.last_attested or "", one.partners, one.id))


def _lapse(known: _Known, parties: Parties, rules: _Rules, day: str) -> Lapse:
    answer, because = _answer(known, rules, day)
    last = known.last
    attested = last.attested if last else None
    reasons = [because, *_disagreements(known)]
    if known.since is None and known.first > day:
        reasons.append(f"no source speaks of it as early as {day}")
    if last and attested:
        reasons.append(f"last attested of {attested.text} by {last.title!r}")
    else:
        reasons.append("no source dates it")
    return Lapse(
        id=known.iri,
        relation=local_name(known.relation),
        partners=(*parties.labels(known.froms), *parties.labels(known.tos)),
        since=known.since.text if known.since else None,
        until=known.until.text if known.until else None,
        last_attested=attested.text if attested else None,
        source=last.title if last else "",
        answer=answer,
        because="; ".join(reasons),
    )


def _answer(known: _Known, rules: _Rules, day: str) -> tuple[str, str]:
    if known.until:
        over = known.until.last < day
        return ("ended", f"ended in {known.until.text}") if over else ("running", f"is to end in {known.until.text}")
    if known.status == "ended" and known.status_as_of <= day:
        return "ended", "is reported as ended"
    if over_by := rules.over(known, day):
        return "term over", over_by
    if known.last and _last(known.last.attested) < day:
        return "not attested", f"no source speaks of it as late as {day}"
    if known.status == "active":
        return "open-ended", "is reported as active, and no end is stated"
    return "end unknown", "no source says whether or when it ends"


def _disagreements(known: _Known) -> list[str]:
    """Return in words what sources say differently of when a partnership began, how it stands, and when it ends."""
    told = []
    for what, counts, said in (
        ("when it began", "the earliest counts", [(c.since.text if c.since else "", c.title) for c in known.claims]),
        ("when it ends", "the latest counts", [(c.until.text if c.until else "", c.title) for c in known.claims]),
        (
            "its status",
            "the latest report counts",
            [(c.status, c.title) for c in known.claims if c.status != "unknown"],
        ),
    ):
        stated = sorted({one for one in said if one[0]})
        if len({value for value, _ in stated}) > 1:
            values = ", ".join(f"{value} ({title!r})" for value, title in stated)
            told.append(f"sources disagree on {what}: {values}; {counts}")
    return told


class _Rules:
    """The terms of a workspace, their names looked up."""

    def __init__(self, parties: Parties, words: Vocabulary, terms: Sequence[Term]) -> None:
        self._parties, self._words = parties, words
        self._terms = [(term, self._find(term, "party"), self._find(term, "place")) for term in terms]

    def _find(self, term: Term, what: str) -> str:
        name = getattr(term, what)
        try:
            return self._parties.find(name, places_only=what == "place") if name else ""
        except UnknownNameError as error:
            raise DataError.of(term.where, f"term {term.name!r}: {error}") from error

    def over(self, known: _Known, day: str) -> str:
        """Say why a partnership's term is over at a date; say nothing where none is."""
        ends = [
            (end, term.name)
            for term, party, place in self._terms
            if self._is_meant(known, term, party, place) and (end := _end(term, known))
        ]
        if not ends or max(ends)[0] >= day:
            return ""
        end, name = max(ends)
        return f"its term, {name!r}, was over by {end}"

    def _is_meant(self, known: _Known, term: Term, party: str, place: str) -> bool:
        if term.relation:
            relations = self._words.narrower_relations(self._words.relations[term.relation])
            if known.relation not in relations:
                return False
        named = {*known.froms, *known.tos, *(via for claim in known.claims for via in claim.via)}
        if party and party not in named:
            return False
        if place and not any(place in {end, *self._parties.above(end)} for end in (*known.froms, *known.tos)):
            return False
        if term.source and term.source not in {claim.source for claim in known.claims}:
            return False
        texts = (*map(self._parties.label, named), *(claim.words for claim in known.claims))
        return not term.words or any(term.words in text for text in texts)


def _end(term: Term, known: _Known) -> str:
    """Return the last day a term may still run, as far as it is known."""
    if term.until:
        return term.until.last
    start = term.since or known.since
    if start is None:
        return ""
    # a start of which only the year is known may have been its last day: not over before it must be
    first = dt.date.fromisoformat(start.last)
    years, month = divmod(first.month - 1 + term.months, 12)
    year, month = first.year + years, month + 1
    end = dt.date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
    return (end - dt.timedelta(days=1)).isoformat()


def _known(store: Store, *, with_words: bool) -> list[_Known]:
    """Return what is known of every accepted partnership, put together from plain queries."""
    known = {iri: _Known(iri, relation) for iri, relation in sorted(store.select(_PARTNERSHIPS))}
    for iri, side, end in store.select(_ENDS):
        if iri in known:
            (known[iri].froms if side in _FROM_SIDES else known[iri].tos).append(end)
    since, until = _dates(store, "since"), _dates(store, "until")
    for iri, status, as_of in store.select(_STATUS):
        if iri in known:
            known[iri].status, known[iri].status_as_of = status, as_of.isoformat()
    as_of, issued, status = _dates(store, "asOf"), _dates(store, "issued"), dict(store.select(_CLAIMED))
    sources = {iri: (title, identifier) for iri, title, identifier in store.select(_SOURCES)}
    via, texts = _gathered(store.select(_VIA)), _gathered(store.select(_WORDS)) if with_words else {}
    for claim, iri, source in sorted(store.select(_CLAIMS)):
        if iri in known:
            title, identifier = sources[source]
            known[iri].claims.append(
                _Claim(
                    source=identifier,
                    title=title,
                    attested=as_of.get(claim) or as_of.get(source) or issued.get(source),
                    since=since.get(claim),
                    until=until.get(claim),
                    status=status.get(claim, ""),
                    words="\n".join(texts.get(claim, ())),
                    via=via.get(claim, ()),
                )
            )
    for iri, one in known.items():
        one.since, one.until = since.get(iri), until.get(iri)
    return list(known.values())


def _dates(store: Store, name: str) -> dict[str, PartialDate]:
    """Return a date of everything that has it: partnerships, claims and sources."""
    date = "dcterms:issued" if name == "issued" else f"aid:{name}"
    rows = store.select(f"SELECT ?x ?day ?precision WHERE {{ ?x {date} ?day ; aid:{name}Precision ?precision }}")
    return {row.x: PartialDate.parse(partial(row.day, row.precision) or "") for row in rows}


def _gathered(rows: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    gathered: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in sorted(rows):
        gathered[key].append(value)
    return gathered


def _last(date: PartialDate | None) -> str:
    return date.last if date else ""
