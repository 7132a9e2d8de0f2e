"""Parties that were judged to be one, made one: in the directory, and in what names them by IRI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aidgraph.errors import Problem, Where
from aidgraph.model import Listing, Party, Records
from aidgraph.resolve.directory import Directory
from aidgraph.resolve.identity import contradictions, impossible, names, told
from aidgraph.resolve.judgements import LOG

__all__ = ["conflicts", "judged_pairs", "merge", "relisted", "renamed"]


def merge(directory: Directory, listed: Iterable[str], given: Iterable[str] = ()) -> list[Problem]:
    """Make one of all parties that were judged to be one; return what makes that impossible.

    The party that stands first in the lists keeps its IRI: ``listed`` are those of tables, in order, ``given`` those
    of RDF files, and who is in no list comes last.
    """
    ranks = {iri: rank for rank, iri in reversed(list(enumerate(dict.fromkeys([*listed, *given, *directory.parties]))))}
    problems: list[Problem] = []
    for group in directory.identity.groups:
        present = sorted((iri for iri in group if iri in directory.parties), key=ranks.__getitem__)
        apart = set[str]()
        for other in present[1:]:
            kept = present[0]
            chain = directory.identity.chain(kept, other)
            one, two = directory.parties[kept], directory.parties[other]
            judged = "; ".join(told(judgement, directory.name) for judgement in chain)
            if why := impossible(one, two, directory.above):
                where = Where(LOG, chain[-1].line)
                problems.append(Problem(where, f"judged to be one, but {why}: {judged}"))
                apart.add(other)
                continue
            against = contradictions(one, two, directory.words, directory.above)
            against += _identifiers(one, two)
            if against:
                directory.warnings.append(f"{LOG}: one by judgement, though {', '.join(against)}: {judged}")
        if present:
            directory.kept |= {iri: present[0] for iri in group if iri not in apart}
    directory.settle()
    return [*problems, *_circles(directory)]


def _identifiers(one: Party, other: Party) -> list[str]:
    pairs = (("id", one.identifier, other.identifier), ("code", one.code, other.code))
    return [
        f"the {what}s are {mine} and {theirs}" for what, mine, theirs in pairs if mine and theirs and mine != theirs
    ]


def _circles(directory: Directory) -> list[Problem]:
    """Return the problems of places that came to lie inside themselves."""
    problems = []
    for kept in sorted(set(directory.kept.values())):
        seen = [kept]
        while (place := directory.parties[seen[-1]].place) and place in directory.parties and place not in seen:
            seen.append(place)
        if place == kept:
            way = " in ".join(directory.label(iri) for iri in (*seen, kept))
            problems.append(Problem(Where(LOG), f"by the judgements a place lies inside itself: {way}"))
    return problems


def renamed(given: Records, kept: Mapping[str, str]) -> list[Problem]:
    """Let the records of RDF files name the parties that were kept; return what that makes impossible."""
    problems: list[Problem] = []

    def ends(iris: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({kept.get(iri, iri) for iri in iris}))

    for at, one in enumerate(given.partnerships):
        froms, tos = ends(one.froms), ends(one.tos)
        if (froms, tos) == (one.froms, one.tos):
            continue
        if set(froms) & set(tos) or len({*froms, *tos}) == 1 < len({*one.froms, *one.tos}):
            problems.append(Problem(Where(LOG), f"by the judgements both ends of <{one.iri}> are the same"))
        if one.mutual and tos and tos < froms:
            froms, tos = tos, froms
        given.partnerships[at] = replace(one, froms=froms, tos=tos)
    given.totals = [replace(t, from_=kept.get(t.from_, t.from_), to=kept.get(t.to, t.to)) for t in given.totals]
    given.claims = [replace(c, via=ends(c.via), at=kept.get(c.at, c.at)) for c in given.claims]
    given.listings = relisted(given.listings, kept)
    given.sources = [replace(s, covers_place=kept.get(s.covers_place, s.covers_place)) for s in given.sources]
    return problems


def relisted(listings: list[Listing], kept: Mapping[str, str]) -> list[Listing]:
    """Return listings of the parties that were kept."""
    return [replace(one, party=kept[one.party]) if one.party in kept else one for one in listings]


def judged_pairs(directory: Directory) -> None:
    """Let parties that were judged different be no suspects of each other, and those nobody is sure of be suspects."""
    parties = directory.parties
    apart = {_pair(directory, judgement.about) for judgement in directory.identity.judged("different")}
    for party in [party for party in parties.values() if party.possibly_same_as]:
        twins = tuple(twin for twin in party.possibly_same_as if frozenset((party.iri, twin)) not in apart)
        parties[party.iri] = replace(party, possibly_same_as=twins)
    for judgement in directory.identity.judged("unsure"):
        pair = _pair(directory, judgement.about)
        if len(pair) > 1 and pair <= parties.keys():
            directory.mark(*pair)
    _tell(directory)


def _pair(directory: Directory, about: tuple[str, ...]) -> frozenset[str]:
    return frozenset(directory.kept.get(iri, iri) for iri in about)


def _tell(directory: Directory) -> None:
    """Warn of judgements on parties that are not there any more, and of those on which people disagree."""
    known = {iri for party in directory.parties.values() for iri in (party.iri, *party.replaces)}
    for judgement in directory.identity.standing:
        for iri, name in zip(judgement.about, names(judgement, lambda iri: f"<{iri}>"), strict=True):
            if iri not in known:
                where = Where(LOG, judgement.line)
                directory.warnings.append(
                    f"{where}: judged {judgement.answer} by {judgement.by}, but {name} is no party any more"
                )
    for history in directory.identity.disagreements:
        one, other = names(history[-1], directory.name)
        said = ", then ".join(f"{j.answer} ({j.by}, {j.at}, line {j.line})" for j in history)
        directory.warnings.append(f"{LOG}: {one} and {other}: judged {said}; the last holds")


def conflicts(directory: Directory) -> list[Problem]:
    """Return the problems of those who were judged different and are one by judgements on others."""
    return [
        Problem(
            Where(LOG, conflict.different.line),
            f"{told(conflict.different, directory.name)}, but they are one by "
            + "; ".join(told(judgement, directory.name) for judgement in conflict.chain),
            legal="withdraw one of these judgements, or judge one of these pairs again",
        )
        for conflict in directory.identity.conflicts()
    ]
