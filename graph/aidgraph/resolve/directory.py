"""The directory: every party known so far, and which of them a cell means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from aidgraph.errors import Problem, UnknownNameError, Where, nearest
from aidgraph.kinds import PLAIN, Kind, Vocabulary
from aidgraph.model import Party
from aidgraph.resolve.identity import Identity
from aidgraph.resolve.names import NameIndex, normalise, variants
from aidgraph.terms import LEVEL, is_web_address, mint

__all__ = [
    "PLAIN_LEVEL",
    "AmbiguousNameError",
    "Directory",
    "NamingError",
    "canonical_code",
    "kind_of",
    "shorter_codes",
]

PLAIN_LEVEL = f"{LEVEL}Place"
"""The level of a place of which no more is known."""

_SHOWN = 8


class NamingError(ValueError):
    """A cell that can mean no one party; ``legal`` says how to mend it."""

    legal = ""


class UnknownIriError(NamingError):
    """An address that is the IRI of no party: nobody is called so, and no party is made of it."""

    legal = "the IRI of a party of this workspace, or a name"


class AmbiguousNameError(NamingError):
    """A cell that fits several parties: ``labels`` says which, each as a cell could name it."""

    legal = "one of them, as label @ place, by id, code or IRI"

    def __init__(self, cell: str, labels: list[str]) -> None:
        self.labels = labels
        more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
        super().__init__(f"{cell!r} fits {len(labels)} parties: {', '.join(labels[:_SHOWN])}{more}")


@dataclass(slots=True)
class Directory:
    """The parties of a workspace by IRI, and the index of their names.

    ``kept`` says which IRI stands for one that was judged to be the same party, once the lists have been read.
    """

    base: str
    language: str
    words: Vocabulary
    parties: dict[str, Party] = field(default_factory=dict)
    index: NameIndex = field(default_factory=NameIndex)
    warnings: list[str] = field(default_factory=list)
    identity: Identity = field(default_factory=Identity)
    kept: dict[str, str] = field(default_factory=dict)
    _settled: bool = False
    _around: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, party: Party) -> None:
        """Take a party in, or the names that a known one did not have yet.

        One that was judged to be the same as another is taken into that, once the lists have been read.
        """
        if self._settled and len(self.identity.group(party.iri)) > 1:
            group = self.identity.group(party.iri)
            kept = next((self.kept[iri] for iri in group if iri in self.kept), party.iri)
            self.kept[party.iri] = kept
            party = _renamed(party, kept)
        known = self.parties.get(party.iri)
        if known is not None:
            party = _joined(known, party)
        self.parties[party.iri] = party
        if party.is_place:
            self._around.clear()
        labels = [label for _, label in party.labels]
        level = self.words.kinds[party.kind]
        identifiers = [party.identifier, party.code, canonical_code(party.code, party.code_scheme, level)]
        self.index.add(
            party.iri,
            [name for name in (*labels, *party.aliases, *identifiers) if name],
            exact=[party.iri, *party.replaces],
            loose=[variant for label in labels for variant in self._variants(normalise(label), party)],
        )

    def settle(self) -> None:
        """Make one of the parties for which another is kept, now and whenever one more of them is named."""
        self._settled = True
        gone = {iri: kept for iri, kept in self.kept.items() if iri != kept and iri in self.parties}
        if not gone:
            return
        for iri in gone:
            self.add(self.parties.pop(iri))
        self.index.rename(gone)
        for party in list(self.parties.values()):
            place, acts_for = (self.kept.get(iri, iri) for iri in (party.place, party.acts_for))
            twins = {self.kept.get(iri, iri) for iri in party.possibly_same_as} - {party.iri}
            self.parties[party.iri] = replace(
                party, place=place, acts_for=acts_for, possibly_same_as=tuple(sorted(twins))
            )
        self._around.clear()

    def mark(self, one: str, other: str) -> None:
        """Remember that two parties may be the same."""
        for iri, twin in ((one, other), (other, one)):
            party = self.parties[iri]
            twins = tuple(sorted({*party.possibly_same_as, twin}))
            self.parties[iri] = replace(party, possibly_same_as=twins)

    def name(self, iri: str) -> str:
        """Return what messages call whoever has an IRI, whether or not it is a party."""
        iri = self.kept.get(iri, iri)
        return repr(self.describe(iri)) if iri in self.parties else f"<{iri}>"

    def label(self, iri: str) -> str:
        """Return the label of a party in the workspace's first language, else its first."""
        labels = dict(self.parties[iri].labels)
        return labels.get(self.language) or self.parties[iri].labels[0][1]

    def describe(self, iri: str) -> str:
        """Return a party as a cell can name it alone: ``人民医院 @ 英吉沙县``."""
        party = self.parties[iri]
        if party.place and party.place in self.parties:
            return f"{self.label(iri)} @ {self.label(party.place)}"
        return f"{self.label(iri)} ({party.identifier or party.code or party.kind.rsplit('/', 1)[-1]})"

    def _told_apart(self, iris: list[str]) -> list[str]:
        """Return how a cell could name each of several parties; by id or IRI where a place does not tell them apart."""
        told = [self.describe(iri) for iri in iris]
        return [
            text if told.count(text) == 1 else f"{text} ({self.parties[iri].identifier or iri})"
            for text, iri in zip(told, iris, strict=True)
        ]

    def above(self, iri: str) -> Iterator[str]:
        """Yield the place of a party and every place around that, nearest first."""
        seen = {iri}
        place = self.parties[iri].place
        while place and place not in seen and place in self.parties:
            yield place
            seen.add(place)
            place = self.parties[place].place

    def find(self, cell: str, *, kind: str = "", place: str = "", places_only: bool = False) -> str:
        """Return the IRI of the party a cell means, or an empty string if it names nobody known.

        ``kind`` (an IRI) settles a name that fits several. ``place`` does too, and rules out who is known to be
        elsewhere: every county has a People's Hospital. Raises ``AmbiguousNameError``.
        """
        keep = (lambda iri: self.parties[iri].is_place) if places_only else None
        found = self.index.find(cell, keep=keep)
        if not found and "@" in cell:
            name, _, around = (part.strip() for part in cell.rpartition("@"))
            inside = self.find(around, places_only=True) if name and around else ""
            if inside:
                found = self.index.find(name, keep=lambda iri: inside in self.above(iri))
        for code in shorter_codes(cell) if not found else ():
            found = found or self.index.find(code, keep=lambda iri: self.parties[iri].code_scheme == DIVISIONS)
        if len(found) > 1 and kind:
            found = [iri for iri in found if self._is_of(iri, kind)] or found
        if place:
            inside_it = [iri for iri in found if place == iri or place in self.above(iri)]
            found = inside_it or [iri for iri in found if not self._elsewhere(iri, place)]
        if len(found) > 1:
            # before the lists have been read all who were judged to be one are still there
            found = list({self.identity.group(iri): iri for iri in reversed(found)}.values())[::-1]
        if len(found) > 1:
            raise AmbiguousNameError(cell, self._told_apart(found))
        return found[0] if found else ""

    def place(self, cell: str, where: Where) -> str:
        """Return the IRI of the place a cell names; a place nobody knows is taken in, with a warning.

        Raises ``NamingError``.
        """
        return self.find(cell, places_only=True) or self.newcomer(cell, where, kind=PLAIN_LEVEL)

    def newcomer(self, cell: str, where: Where, *, kind: str = "", place: str = "") -> str:
        """Take in a party that no list names, and warn; ``name @ place`` says where it is. Raises ``NamingError``."""
        if is_web_address(cell):
            raise UnknownIriError(f"no party has the IRI {cell!r}")
        name = cell
        if "@" in cell:
            before, _, around = (part.strip() for part in cell.rpartition("@"))
            if before and around:
                name, place = before, self.place(around, where)
        kind = kind or PLAIN
        is_place = kind.startswith(LEVEL)
        sort = "place" if is_place else "institution"
        party = Party(
            iri=mint(self.base, sort, name, kind, place),
            is_place=is_place,
            labels=((self.language, name),),
            kind=kind,
            place=place,
        )
        # comparing with every name takes long where there are many, and nobody reads hundreds of hints
        near = nearest(name, self.index.names()) if len(self.parties) < _FEW and len(self.warnings) < _READ else ""
        self.add(party)
        if self.kept.get(party.iri, party.iri) != party.iri:
            return self.kept[party.iri]
        hint = f"; nearest: {near}" if near and near != name else ""
        what = self.words.kinds[kind].name
        self.warnings.append(f"{where}: {name!r} is in no list; taken in as a new {sort} ({what}){hint}")
        return party.iri

    def unknown(self, cell: str, where: Where, what: str) -> Problem:
        """Return the problem of a cell that must name a known party and does not."""
        names = list(self.index.names())
        return Problem(where, f"no {what} {cell!r}", nearest=nearest(cell, names) if len(names) < _MANY else "")

    def _elsewhere(self, iri: str, place: str) -> bool:
        """Tell whether a party is known to have nothing to do with a place: neither in it nor around it."""
        around = {place, *self.above(place)}
        party = self.parties[iri]
        known = {at for at in (party.place, party.acts_for) if at}
        inside = {above for at in known if at in self.parties for above in (at, *self.above(at))}
        return bool(known) and place not in inside and not known & around

    def _is_of(self, iri: str, kind: str) -> bool:
        return any(above.iri == kind for above in self.words.broader(self.words.kinds[self.parties[iri].kind]))

    def _variants(self, name: str, party: Party) -> Iterator[str]:
        """Return an institution's name with its place written with and without the administrative ending."""
        return variants(name, () if party.is_place else self._labels_around(party))

    def _labels_around(self, party: Party) -> tuple[str, ...]:
        """Return the labels of every place around a party."""
        known = self._around.get(party.place)
        if known is None:
            known = tuple(label for place in self.above(party.iri) for _, label in self.parties[place].labels)
            self._around[party.place] = known
        return known

    def canonical(self, party: Party) -> str:
        """Return the name under which two parties of one kind and place may be the same."""
        name = normalise(dict(party.labels).get(self.language) or party.labels[0][1])
        return next(self._variants(name, party), name)


_FEW, _READ, _MANY = 2_000, 200, 200_000


def kind_of(words: Vocabulary, cell: str, where: Where, *, level: bool | None = None) -> Kind | Problem:
    """Return the kind (``level=False``), level (``True``) or either (``None``) a cell names, or the problem."""
    look_up = {True: words.level, False: words.kind, None: words.kind_or_level}[level]
    try:
        return look_up(cell)
    except UnknownNameError as error:
        kinds = sorted(kind.name for kind in words.kinds.values() if level is None or kind.is_level == level)
        what = f"unknown {'level' if level else 'kind'} {cell!r}"
        return Problem(where, what, legal=", ".join(kinds), nearest=", ".join(error.candidates))


def canonical_code(code: str, scheme: str, level: Kind | None = None) -> str:
    """Return a division code without the zeros that only fill it up: never fewer digits than its level has.

    The county 441900 in the prefecture 4419 is another place than that.

    >>> canonical_code("370800000", "GB/T 2260"), canonical_code("370800", "")
    ('3708', '370800')
    """
    if scheme != DIVISIONS or not code.endswith("00"):
        return code
    fewest = _DIGITS.get(level.name, 0) if level else 0
    return next((shorter for shorter in reversed([code, *shorter_codes(code)]) if len(shorter) >= fewest), code)


def shorter_codes(code: str) -> Iterator[str]:
    """Yield a division code without some, more and all of the zeros that may only fill it up.

    >>> list(shorter_codes("653100000"))
    ['653100', '6531']
    """
    for full, filled in ((12, "000"), (9, "000"), (6, "00"), (4, "00")):
        if len(code) == full and code.endswith(filled):
            code = code.removesuffix(filled)
            yield code


DIVISIONS = "GB/T 2260"
"""The scheme of Chinese administrative division codes (GB/T 2260, extended by GB/T 10114 and the statistics codes)."""

_DIGITS = {"County": 6, "Township": 9, "Village": 12}
"""How many digits the codes of the lower levels have; above them, zeros only fill up."""


def _joined(known: Party, other: Party) -> Party:
    """Return the known party with the names and facts that only the other record of it has."""
    labels = dict(other.labels) | dict(known.labels)
    spare = [label for language, label in other.labels if labels[language] != label]
    aliases = [*known.aliases, *spare, *other.aliases]
    kept = {label for _, label in known.labels}
    return replace(
        known,
        labels=tuple(sorted(labels.items())),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias not in kept)),
        place=known.place or other.place,
        acts_for=known.acts_for or other.acts_for,
        identifier=known.identifier or other.identifier,
        code=known.code or other.code,
        code_scheme=known.code_scheme or other.code_scheme,
        latitude=known.latitude if known.latitude is not None else other.latitude,
        longitude=known.longitude if known.longitude is not None else other.longitude,
        url=known.url or other.url,
        specialties=tuple(dict.fromkeys((*known.specialties, *other.specialties))),
        possibly_same_as=tuple(sorted({*known.possibly_same_as, *other.possibly_same_as})),
        replaces=tuple(sorted({*known.replaces, *other.replaces})),
    )


def _renamed(party: Party, kept: str) -> Party:
    """Return a party as it comes into the one that stands for it: its id and code become other names of that."""
    if kept == party.iri:
        return party
    numbers = (number for number in (party.identifier, party.code) if number)
    return replace(
        party,
        iri=kept,
        aliases=(*party.aliases, *numbers),
        identifier="",
        code="",
        code_scheme="",
        replaces=tuple(sorted({*party.replaces, party.iri})),
    )
