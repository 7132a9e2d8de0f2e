"""Suspects: pairs of parties that may be one, for a person to judge. Nothing is merged by it.

Beside those that the build marks (their names agree but for how they are written) these are parties of one sort, in
one place or where a place is not known, whose names are alike. Names that differ by a number (第一中学, 第二中学) are
never alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aidgraph.ask.labels import Parties, PartyFacts
from aidgraph.kinds import PLAIN, Kind, Vocabulary
from aidgraph.resolve.identity import Identity
from aidgraph.resolve.likeness import alike, likeness
from aidgraph.resolve.names import bare, normalise, stem
from aidgraph.store.embedded import Store

__all__ = ["Suspect", "numbers", "suspects"]

_NAMES = """
SELECT ?party ?name WHERE { ?party aid:kind|aid:level ?any . ?party skos:prefLabel|skos:altLabel ?name }
ORDER BY ?party ?name
"""
_MARKED = "SELECT ?one ?other WHERE { ?one aid:possiblySameAs ?other FILTER(STR(?one) < STR(?other)) }"
_NUMBER = re.compile("[0-9]+|[十百千万]+")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

Name = tuple[str, str, str, str]
"""A party, a name of it as written, that name normalised, and without the places that it begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Two parties that may be one: how alike their names are, of 100, and ``judged`` where nobody is sure."""

    a: str
    b: str
    a_id: str
    b_id: str
    score: int
    judged: str
    because: str


def suspects(
    store: Store,
    parties: Parties,
    words: Vocabulary,
    identity: Identity,
    *,
    kind: Kind | None = None,
    place: str = "",
    least: int,
) -> list[Suspect]:
    """Return pairs that may be one, the likeliest first; those that were judged same or different are left out."""
    judged = {
        frozenset(map(parties.find, judgement.about)): judgement.answer
        for judgement in identity.standing
        if all(map(parties.knows, judgement.about))
    }
    names = _names(store, parties)
    by_party: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        by_party[name[0]].append(name)
    marked = {(row.one, row.other) for row in store.select(_MARKED)}
    marked |= {(min(pair), max(pair)) for pair, answer in judged.items() if answer == "unsure" and len(pair) > 1}
    found = {pair: _best(by_party, *pair) for pair in marked}
    for one, other, score in _alike_in_place(parties, words, names, least):
        pair = (min(one[0], other[0]), max(one[0], other[0]))
        if pair not in found or found[pair][0] < score:
            found[pair] = (score, one[1], other[1]) if pair[0] == one[0] else (score, other[1], one[1])
    inside = {place, *parties.inside(place)} if place else None
    return sorted(
        (
            _suspect(parties, words, pair, *how, marked=pair in marked, judged=judged.get(frozenset(pair), ""))
            for pair, how in found.items()
            if judged.get(frozenset(pair), "") in {"", "unsure"}
            and (kind is None or any(kind in words.broader(words.kinds[parties.facts[iri].kind]) for iri in pair))
            and (inside is None or any(iri in inside for iri in pair))
        ),
        key=lambda suspect: (-suspect.score, suspect.a, suspect.b, suspect.a_id, suspect.b_id),
    )


def numbers(name: str) -> list[str]:
    """Return the numbers of a normalised name, those in Chinese characters too.

    >>> numbers("第5中学") == numbers("第五中学"), numbers("第十五中学") == numbers("第五中学")
    (True, False)
    """
    return sorted(_NUMBER.findall(name.translate(_DIGITS)))


def _names(store: Store, parties: Parties) -> list[Name]:
    around: dict[str, list[str]] = {}
    names = list[Name]()
    for iri, name in store.select(_NAMES):
        party = parties.facts[iri]
        if party.place not in around:
            around[party.place] = [parties.label(place) for place in parties.above(iri)]
        plain = normalise(name)
        names.append((iri, name, plain, stem(plain) if party.is_place else bare(plain, around[party.place])))
    return names


def _alike_in_place(
    parties: Parties, words: Vocabulary, names: list[Name], least: int
) -> Iterator[tuple[Name, Name, int]]:
    """Yield the names alike of parties of one sort, where each lies in, around or possibly in the other's place."""
    sorts: defaultdict[str, defaultdict[str, list[Name]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        party = parties.facts[name[0]]
        sorts[_sort(party, words)][party.place].append(name)
    plain: Mapping[str, list[Name]] = sorts.get(PLAIN, defaultdict(list))
    for sort, by_place in sorts.items():
        for place, rows in by_place.items():
            # of a place only its siblings: the name of a county is often that of its town
            near = [place] if sort in words.kinds and words.kinds[sort].is_level else _around(parties, place)
            columns = [name for at in near for name in by_place.get(at, ())]
            if sort != PLAIN:
                columns += [name for at in near for name in plain.get(at, ())]
            for one, other, score in alike([name[3] for name in rows], [name[3] for name in columns], least):
                mine, theirs = rows[one], columns[other]
                if mine[0] == theirs[0] or numbers(mine[3]) != numbers(theirs[3]):
                    continue
                # where each says where it is, that counts: 济宁市农科院 is not 山东省农科院
                placed = mine[2] != mine[3] and theirs[2] != theirs[3]
                found = likeness(mine[2], theirs[2]) if placed else score
                if found >= least:
                    yield mine, theirs, found


def _sort(party: PartyFacts, words: Vocabulary) -> str:
    kind = words.kinds[party.kind]
    return kind.iri if kind.is_level else words.top_kind(kind).iri


def _around(parties: Parties, place: str) -> list[str]:
    return [place, *parties.above(place), ""] if place else [""]


def _best(by_party: dict[str, list[Name]], one: str, other: str) -> tuple[int, str, str]:
    """Return how alike two parties are by the names that are most alike, and these names."""
    mine, theirs = by_party[one], by_party[other]
    scores = [(likeness(one[3], other[3]), one[1], other[1]) for one in mine for other in theirs]
    return max(scores, key=lambda found: found[0])


def _suspect(
    parties: Parties,
    words: Vocabulary,
    pair: tuple[str, ...],
    score: int,
    name: str,
    other_name: str,
    *,
    marked: bool,
    judged: str,
) -> Suspect:
    one, other = (parties.facts[iri] for iri in pair)
    reasons = [f"{name} and {other_name} are alike ({score} of 100)"]
    if marked and judged != "unsure":
        reasons.append("marked by the build, or by its source")
    reasons.append(_both([words.kinds[party.kind].name for party in (one, other)], "kind"))
    reasons.append(_both([parties.label(party.place) if party.place else "" for party in (one, other)], "place"))
    a, b = (parties.describe(iri) for iri in pair)
    return Suspect(a=a, b=b, a_id=pair[0], b_id=pair[1], score=score, judged=judged, because="; ".join(reasons))


def _both(values: Iterable[str], what: str) -> str:
    one, other = values
    if one == other:
        return f"{what}: {one}" if one else f"no {what} known"
    return f"{what}: {one or 'unknown'} and {other or 'unknown'}"
