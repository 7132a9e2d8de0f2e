"""A picture of what a store holds: its parties, their partnerships with the evidence, and who has nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from aidgraph.ask.card import partial
from aidgraph.ask.gaps import Gap
from aidgraph.ask.labels import Parties
from aidgraph.kinds import Kind, Relation, Vocabulary
from aidgraph.show.picture import Evidence, Link, Node, Picture, Unlinked
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

__all__ = ["collect"]

_ALIASES = "SELECT ?party ?name { ?party skos:prefLabel|skos:altLabel ?name . ?party aid:kind|aid:level ?any }"
_ENDS = """
SELECT ?p ?side ?end WHERE { ?p a aid:Partnership ; ?side ?end .
  FILTER(?side IN (aid:provider, aid:recipient, aid:oneSide, aid:otherSide, aid:peer)) } ORDER BY ?p ?side ?end
"""
_PARTNERSHIPS = """
SELECT ?p ?relation ?standing ?pairing ?since ?sincePrecision ?until ?untilPrecision ?status WHERE {
  ?p a aid:Partnership ; aid:relation ?relation ; aid:standing ?standing .
  OPTIONAL { ?p aid:pairing ?pairing } OPTIONAL { ?p aid:status ?status }
  OPTIONAL { ?p aid:since ?since ; aid:sincePrecision ?sincePrecision }
  OPTIONAL { ?p aid:until ?until ; aid:untilPrecision ?untilPrecision }
} ORDER BY ?p
"""
_EVIDENCE = """
SELECT ?p ?c ?source ?quote ?locator ?start ?end ?page ?file ?row ?issued ?issuedPrecision ?selfReported
       ?stance ?review ?basis ?note ?url WHERE {
  ?p a aid:Partnership . ?c aid:about ?p ; aid:statedIn ?s ; aid:stance ?stance ; aid:review ?review ; aid:basis ?basis .
  ?s dcterms:title ?source .
  OPTIONAL { ?c aid:quote ?quote } OPTIONAL { ?c aid:locator ?locator } OPTIONAL { ?c aid:page ?page }
  OPTIONAL { ?c aid:start ?start ; aid:end ?end }
  OPTIONAL { ?c aid:file ?file } OPTIONAL { ?c aid:row ?row } OPTIONAL { ?c aid:note ?note }
  OPTIONAL { ?s dcterms:issued ?issued ; aid:issuedPrecision ?issuedPrecision }
  OPTIONAL { ?s aid:selfReported ?selfReported } OPTIONAL { ?s schema:url ?url }
} ORDER BY ?p ?source ?row ?c
"""


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
    names: defaultdict[str, set[str]] = defaultdict(set)
    for party, name in store.select(_ALIASES):
        names[party].add(name)
    nodes = tuple(
        Node(
            id=facts.iri,
            label=facts.label,
            kind=local_name(facts.kind),
            kind_label=_label(words.kinds[facts.kind], languages),
            place=parties.label(facts.place) if facts.place else "",
            colour=words.kinds[facts.kind].colour or "#777777",
            shape=words.kinds[facts.kind].shape or "dot",
            aliases=tuple(sorted(names[facts.iri] - {facts.label})),
            is_place=facts.is_place,
        )
        for facts in sorted(parties.facts.values(), key=lambda facts: facts.iri)
    )
    return Picture(
        title=title,
        languages=tuple(languages),
        nodes=nodes,
        links=tuple(_links(store, words, languages)),
        unlinked=tuple(
            Unlinked(id=gap.id, label=gap.name, answer=gap.answer, because=gap.because)
            for gap in gaps
            if gap.answer != "linked"
        ),
        total_nodes=len(nodes),
    )


def _links(store: Store, words: Vocabulary, languages: Sequence[str]) -> Iterable[Link]:
    sides: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for partnership, side, end in store.select(_ENDS):
        sides[partnership][local_name(side)].append(end)
    evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in store.select(_EVIDENCE):
        evidence[row.p].append(_evidence(row))
    for row in store.select(_PARTNERSHIPS):
        relation, ends = words.relations[row.relation], sides[row.p]
        yield Link(
            id=row.p,
            relation=relation.name,
            relation_label=_label(relation, languages),
            mutual=relation.mutual,
            pairing=row.pairing or "",
            froms=tuple([*ends["provider"], *ends["oneSide"], *ends["peer"]]),
            tos=tuple([*ends["recipient"], *ends["otherSide"]]),
            since=partial(row.since, row.sincePrecision) or "",
            until=partial(row.until, row.untilPrecision) or "",
            status=row.status or "unknown",
            standing=row.standing,
            colour=relation.colour or "#777777",
            dash=relation.dash or "solid",
            evidence=tuple(evidence[row.p]),
        )


def _evidence(row: Any) -> Evidence:  # noqa: ANN401  a row of _EVIDENCE
    passage = f"char={row.start},{row.end}" if row.start is not None else ""
    return Evidence(
        source=row.source,
        quote=row.quote or "",
        locator=row.locator or passage or (f"page={row.page}" if row.page else ""),
        where=f"{row.file}:{row.row}" if row.row else row.file or "",
        date=partial(row.issued, row.issuedPrecision) or "",
        self_reported=row.selfReported,
        stance=row.stance,
        review=row.review,
        basis=row.basis,
        note=row.note or "",
        url=row.url or "",
    )


def _label(thing: Kind | Relation, languages: Sequence[str]) -> str:
    labels = dict(thing.labels)
    return next((labels[language] for language in languages if language in labels), thing.name)
