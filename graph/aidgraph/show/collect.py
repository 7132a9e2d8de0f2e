"""A picture of what a store holds: its parties, their partnerships with the evidence, and who has nobody.

Every fact is asked for once, for all parties together: a question a party would take minutes on a large graph.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.ask.gaps import Gap
from aidgraph.ask.labels import Parties
from aidgraph.ask.stated import ENDS, PARTNERSHIPS
from aidgraph.ask.ties import RELATED
from aidgraph.ask.totals import totals
from aidgraph.kinds import Vocabulary
from aidgraph.show.evidence import evidence
from aidgraph.show.picture import MARKS, Labels, Link, Node, Picture, Place, Source, Total, Unlinked
from aidgraph.show.sides import sides
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

__all__ = ["collect"]

_LABELS = (
    "SELECT ?party ?label (LANG(?label) AS ?language) { ?party skos:prefLabel ?label . ?party aid:kind|aid:level ?k }"
)
_ALIASES = "SELECT ?party ?name { ?party skos:altLabel ?name . ?party aid:kind|aid:level ?any }"
_ACTING = "SELECT ?party ?place { ?party aid:actsFor ?place }"
_SOURCES = """
SELECT ?source ?title ?publisher ?issued ?issuedPrecision ?url ?selfReported WHERE {
  ?source a aid:Source ; dcterms:title ?title .
  OPTIONAL { ?source dcterms:publisher ?publisher } OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?source dcterms:issued ?issued ; aid:issuedPrecision ?issuedPrecision }
  OPTIONAL { ?source aid:selfReported ?selfReported }
} ORDER BY ?source
"""
_VIA = "SELECT ?p ?party { ?c aid:about ?p ; aid:facilitator ?party }"
_AT = "SELECT ?p ?place { ?c aid:about ?p ; aid:at ?place }"


def collect(
    store: Store,
    parties: Parties,
    words: Vocabulary,
    *,
    title: str,
    languages: Sequence[str],
    gaps: Iterable[Gap],
) -> Picture:
    """Return the picture of a store; ``gaps`` are the answers for everybody who may stand in the tray."""
    links = tuple(_links(store, parties, words, languages))
    labels = _labels(store)
    nodes = _nodes(store, parties, words, labels, links)
    counted = tuple(_totals(store, parties, words))
    return Picture(
        title=title,
        languages=tuple(languages),
        nodes=nodes,
        links=links,
        unlinked=tuple(_unlinked(gaps, words, links, counted)),
        totals=counted,
        sources=tuple(_sources(store)),
        places=tuple(_places(parties, labels)),
        kinds={kind.name: kind for kind in words.kinds.values()},
        relations={relation.name: relation for relation in words.relations.values()},
        total_nodes=len(nodes),
        total_links=len(links),
    )


def _labels(store: Store) -> dict[str, Labels]:
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for party, label, language in store.select(_LABELS):
        found[party].add((language, label))
    return {party: tuple(sorted(labels)) for party, labels in found.items()}


def _nodes(
    store: Store, parties: Parties, words: Vocabulary, labels: dict[str, Labels], links: Sequence[Link]
) -> tuple[Node, ...]:
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for party, name in store.select(_ALIASES):
        aliases[party].add(name)
    within = {iri: facts.place for iri, facts in parties.facts.items()}
    places = {iri for iri, facts in parties.facts.items() if facts.is_place}
    homes = within | dict(store.select(_ACTING))
    giving = {local_name(iri) for iri in words.narrower_relations(words.relation("aids"))}
    degrees = Counter(end for link in links for end in set(link.ends))
    columns = sides(links, homes=homes, around=within, places=places, giving=giving)
    return tuple(
        Node(
            id=facts.iri,
            label=facts.label,
            labels=labels.get(facts.iri, ()),
            kind=local_name(facts.kind),
            place=facts.place,
            aliases=tuple(sorted(aliases.get(facts.iri, set()) - {facts.label})),
            is_place=facts.is_place,
            side=columns[facts.iri],
            degree=degrees[facts.iri],
        )
        for facts in sorted(parties.facts.values(), key=lambda facts: facts.iri)
    )


def _places(parties: Parties, labels: dict[str, Labels]) -> Iterator[Place]:
    used = {facts.place for facts in parties.facts.values() if facts.place in parties.facts}
    for iri in sorted(used):
        facts = parties.facts[iri]
        yield Place(id=iri, labels=labels.get(iri, ()), level=local_name(facts.kind), parent=facts.place)


def _sources(store: Store) -> Iterator[Source]:
    for row in store.select(_SOURCES):
        yield Source(
            id=row.source,
            title=row.title,
            publisher=row.publisher or "",
            issued=partial(row.issued, row.issuedPrecision) or "",
            url=row.url or "",
            self_reported=row.selfReported,
        )


def _links(store: Store, parties: Parties, words: Vocabulary, languages: Sequence[str]) -> Iterator[Link]:
    ends: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for partnership, side, end in store.select(ENDS):
        ends[partnership, local_name(side)].append(end)
    via: defaultdict[str, set[str]] = defaultdict(set)
    for partnership, party in store.select(_VIA):
        via[partnership].add(parties.label(party))
    at: defaultdict[str, set[str]] = defaultdict(set)
    for partnership, place in store.select(_AT):
        at[partnership].add(parties.label(place))
    claims = evidence(store, about="Partnership")
    for row in store.select(PARTNERSHIPS):
        relation = words.relations[row.relation]
        froms, tos = ([*ends[row.p, one], *ends[row.p, other]] for one, other in _SIDES)
        ended = row.status == "ended" and row.until is None
        yield Link(
            id=row.p,
            relation=relation.name,
            mutual=relation.mutual,
            pairing=row.pairing or "",
            froms=tuple(sorted(froms + ends[row.p, "peer"])),
            tos=tuple(sorted(tos)),
            unnamed=_unnamed(row, parties, words, languages),
            since=partial(row.since, row.sincePrecision) or "",
            until=partial(row.until, row.untilPrecision) or "",
            since_day=row.since.isoformat() if row.since else "",
            until_day=row.until.isoformat() if row.until else "",
            status=row.status or "unknown",
            ended_by=row.statusAsOf.isoformat() if ended else "",
            standing=row.standing,
            via=tuple(sorted(via.get(row.p, ()))),
            at=" · ".join(sorted(at.get(row.p, ()))),
            evidence=claims.get(row.p, ()),
        )


_SIDES = (("provider", "oneSide"), ("recipient", "otherSide"))


def _unnamed(row: Any, parties: Parties, words: Vocabulary, languages: Sequence[str]) -> str:  # noqa: ANN401  a row of PARTNERSHIPS
    """Return what is known of a partner that the source does not name: its kind, and the place it is in."""
    known = []
    if row.unnamedKind:
        kind = words.kinds[row.unnamedKind]
        labels = dict(kind.labels)
        known.append(next((labels[language] for language in languages if language in labels), kind.name))
    if row.unnamedPlace:
        known.append(parties.label(row.unnamedPlace))
    return " · ".join(known)


def _totals(store: Store, parties: Parties, words: Vocabulary) -> Iterator[Total]:
    found = totals(store, parties, words)
    claims = evidence(store, about="ReportedTotal") if found else {}
    for total in found:
        yield Total(
            id=total.id,
            relation=total.relation,
            from_=total.from_ or "",
            to=total.to or "",
            from_kind=total.from_kind or "",
            to_kind=total.to_kind or "",
            count=total.count,
            unit=total.unit or "",
            amount=total.amount or "",
            currency=total.currency or "",
            bound=total.bound or "",
            named=total.named,
            unnamed=total.unnamed,
            because=total.because,
            within=total.within or "",
            evidence=claims.get(total.id, ()),
        )


def _unlinked(
    gaps: Iterable[Gap], words: Vocabulary, links: Iterable[Link], counted: Iterable[Total]
) -> Iterator[Unlinked]:
    """Yield those without a partner, each with what is known short of one."""
    related = {local_name(iri) for iri in words.narrower_relations(words.relations[RELATED])}
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    known: defaultdict[str, set[str]] = defaultdict(set)
    for total in counted:
        if total.relation in related:
            for end in (total.from_, total.to):
                known[end].add("total")
    for link in links:
        if link.relation in related:
            for end in link.ends:
                known[end].add(_mark(link, today))
    for gap in gaps:
        if gap.answer != "linked":
            marks = known.get(gap.id, set()) | ({"inside"} if gap.inside else set())
            yield Unlinked(
                id=gap.id,
                label=gap.name,
                answer=gap.answer,
                because=gap.because,
                marks=tuple(mark for mark in MARKS if mark in marks),
            )


def _mark(link: Link, today: str) -> str:
    if link.standing in {"proposed", "rejected"}:
        return "review"
    over = link.status == "ended" or "" < link.until_day < today
    return "ended" if over and link.standing == "accepted" else ""
