"""How well a provider suits a recipient: points that add up to a score, each with its reason.

The points of all pairs are worked out at once, as a matrix, and those of one pair again in words: both from the same
tables, so that the reasons add up to the score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar

from aidgraph.ask.assign import BARRED
from aidgraph.ask.labels import Parties
from aidgraph.ask.mentions import shortened
from aidgraph.ask.points import (
    CROWDING,
    SURE,
    TIED,
    compatible,
    directions,
    far,
    kilometres,
    nearness_of,
    of_between,
    of_known,
    of_load,
    of_shared,
)
from aidgraph.ask.ties import Tie
from aidgraph.errors import UsageError
from aidgraph.kinds import Relation, Vocabulary
from aidgraph.resolve.names import normalise
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

__all__ = ["Recipient", "Suits"]

MOST_PAIRS = 200_000_000
"""How many pairs are weighed against each other: more do not fit in memory."""

_COORDINATES = "SELECT ?x ?latitude ?longitude { ?x schema:latitude ?latitude ; schema:longitude ?longitude }"
_SPECIALTIES = "SELECT ?x ?specialty { ?x aid:specialty ?specialty }"

_LINES = 32
"""How many lines of distances are worked out at once."""

Reason = tuple[int, str]
_Thing = TypeVar("_Thing", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who lacks a partner (an IRI), whether a complete list says so, and whom it may not be given."""

    iri: str
    sure: bool
    barred: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Between:
    """What ties places, and providers with places: each pair of IRIs with what is known of it."""

    tied: dict[tuple[str, str], str] = field(default_factory=dict)
    between: Counter[tuple[str, str]] = field(default_factory=Counter)
    known: Counter[tuple[str, str]] = field(default_factory=Counter)


class Suits:
    """How providers and recipients suit each other under a relation.

    ``held`` says how many partnerships each provider holds already, ``ties`` are all there are, by party.
    """

    def __init__(
        self,
        store: Store,
        parties: Parties,
        words: Vocabulary,
        relation: Relation,
        providers: Sequence[str],
        recipients: Sequence[Recipient],
        held: Mapping[str, int],
        ties: Mapping[str, Sequence[Tie]],
    ) -> None:
        self._parties, self._words, self._relation = parties, words, relation
        self.providers, self.recipients, self._held = providers, recipients, held
        self._around: dict[str, list[str]] = {}
        self._coordinates = {
            iri: (float(latitude), float(longitude)) for iri, latitude, longitude in store.select(_COORDINATES)
        }
        self._specialties: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for iri, specialty in sorted(store.select(_SPECIALTIES)):
            self._specialties[iri].setdefault(normalise(specialty), specialty)
        self._between = self._gather(ties)

    def around(self, iri: str) -> list[str]:
        """Return the places around a party, nearest first."""
        if iri not in self._around:
            self._around[iri] = self._parties.above(iri)
        return self._around[iri]

    def _gather(self, ties: Mapping[str, Sequence[Tie]]) -> _Between:
        """Count what ties the places around providers with those around recipients."""
        givers = {place for one in self.providers for place in self.around(one)}
        takers = {place for one in self.recipients for place in self.around(one.iri)}
        providers, found = set(self.providers), _Between()
        counted: set[tuple[str, str, str]] = set()
        met: set[tuple[str, str, str]] = set()
        for party, its_ties in ties.items():
            near = [place for place in self.around(party) if place in givers]
            for tie in its_ties:
                for partner in tie.partners:
                    if party in givers and partner in takers and self._apart(party, partner):
                        name = local_name(tie.relation)
                        found.tied[party, partner] = min(name, found.tied.get((party, partner), name))
                    far = [place for place in self.around(partner) if place in takers]
                    counted.update((x, y, tie.partnership) for x, y in product(near, far) if self._apart(x, y))
                    if party in providers:
                        met.update((party, y, tie.partnership) for y in far if y not in self.around(party))
        found.between.update((x, y) for x, y, _ in counted)
        found.known.update((party, y) for party, y, _ in met)
        return found

    def _apart(self, one: str, other: str) -> bool:
        """Tell whether neither of two places lies in the other."""
        return one != other and one not in self.around(other) and other not in self.around(one)

    # -- all pairs

    def matrix(self) -> tuple[Numbers, Numbers]:
        """Return the scores of every sort of recipient with every provider, and of what sort each recipient is.

        Raises ``UsageError`` where there are too many of both.
        """
        import numpy as np

        sorts: dict[tuple[object, ...], int] = {}
        firsts: list[Recipient] = []
        profile = np.empty(len(self.recipients), np.int64)
        for number, one in enumerate(self.recipients):
            facts = self._parties.facts[one.iri]
            key = (facts.place, facts.kind, one.sure, one.barred, self._where(one.iri), self._strong_in(one.iri))
            if key not in sorts:
                sorts[key] = len(firsts)
                firsts.append(one)
            profile[number] = sorts[key]
        if len(firsts) * len(self.providers) > MOST_PAIRS:
            told = f"{len(firsts):,} sorts of recipients and {len(self.providers):,} providers"
            raise UsageError(f"{told} are too many to weigh at once; name a kind, or the places they are in")
        scores = self._of_places(firsts)
        scores += self._of_distance(firsts)
        scores += self._of_specialties(firsts)
        scores -= np.array([of_load(self._held.get(one, 0)) for one in self.providers], np.int16)
        scores += np.array([SURE * one.sure for one in firsts], np.int16)[:, None]
        kinds = self._of_kinds(firsts)
        scores += kinds
        scores[kinds == BARRED] = BARRED
        at = {iri: number for number, iri in enumerate(self.providers)}
        for line, one in enumerate(firsts):
            scores[line, [at[iri] for iri in one.barred if iri in at]] = BARRED
            if one.iri in at:
                scores[line, at[one.iri]] = BARRED
        return scores, profile

    def _of_places(self, firsts: Sequence[Recipient]) -> Numbers:
        """Return the points for what ties places: nearer ones, which come later, replace those of wider ones."""
        import numpy as np

        recipient_homes, line_of = _numbered(self._home(one.iri) for one in firsts)
        provider_homes, column_of = _numbered(map(self._home, self.providers))
        lines, columns = self._under(recipient_homes), self._under(provider_homes)
        tied, between = (np.zeros((len(recipient_homes), len(provider_homes)), np.int16) for _ in range(2))
        for table, found in ((tied, self._between.tied), (between, self._between.between)):
            for x, y in sorted(found, key=self._nearness):
                table[np.ix_(lines[y], columns[x])] = TIED if table is tied else of_between(self._between.between[x, y])
        known = np.zeros((len(recipient_homes), len(self.providers)), np.int16)
        at = {iri: number for number, iri in enumerate(self.providers)}
        for provider, y in sorted(self._between.known, key=lambda pair: (len(self.around(pair[1])), pair)):
            known[lines[y], at[provider]] = of_known(self._between.known[provider, y])
        whole = (tied + between)[:, column_of]
        whole += known
        points: Numbers = whole[line_of]
        return points

    def _home(self, iri: str) -> str:
        return self._parties.facts[iri].place

    def _under(self, homes: Sequence[str]) -> dict[str, list[int]]:
        """Return which of some homes lie in each place, by their numbers."""
        under: defaultdict[str, list[int]] = defaultdict(list)
        for number, home in enumerate(homes):
            for place in [home, *self.around(home)] if home else []:
                under[place].append(number)
        return under

    def _nearness(self, pair: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        """Return what sorts pairs of places from the widest to the nearest."""
        depth = [len(self.around(place)) for place in pair]
        return sum(depth), depth[0], pair

    def _of_kinds(self, firsts: Sequence[Recipient]) -> Numbers:
        import numpy as np

        mine, line_of = _numbered(self._parties.facts[one.iri].kind for one in firsts)
        theirs, column_of = _numbered(self._parties.facts[iri].kind for iri in self.providers)
        points = [[self._kinds(provider, recipient) for provider in theirs] for recipient in mine]
        table = np.array([[BARRED if one is None else one for one in line] for line in points], np.int16)
        whole: Numbers = table[line_of][:, column_of]
        return whole

    def _kinds(self, provider: str, recipient: str) -> int | None:
        kinds = self._words.kinds
        return compatible(self._words, self._relation, kinds[provider], kinds[recipient])

    def _of_distance(self, firsts: Sequence[Recipient]) -> Numbers:
        import numpy as np

        mine, line_of = _numbered(self._where(one.iri) for one in firsts)
        theirs, column_of = _numbered(map(self._where, self.providers))
        lines, columns = ([n for n, where in enumerate(places) if where] for places in (mine, theirs))
        table = np.zeros((len(mine), len(theirs)), np.int16)
        there = directions([where for where in theirs if where])
        # a few lines at once, so that what is worked out on the way stays small
        for some in (lines[start : start + _LINES] for start in range(0, len(lines), _LINES)):
            here = directions([where for number in some if (where := mine[number])])
            table[np.ix_(some, columns)] = -far(nearness_of(here, there))
        points: Numbers = table[np.ix_(line_of, column_of)]
        return points

    def _where(self, iri: str) -> tuple[float, float] | None:
        """Return where a party is: its own coordinates, else those of the nearest place around it."""
        found = (self._coordinates.get(one) for one in (iri, *self.around(iri)))
        return next((where for where in found if where), None)

    def _of_specialties(self, firsts: Sequence[Recipient]) -> Numbers:
        import numpy as np

        lines, columns = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for at, iris in ((lines, [one.iri for one in firsts]), (columns, self.providers)):
            for number, iri in enumerate(iris):
                for specialty in self._strong_in(iri):
                    at[specialty].append(number)
        common = lines.keys() & columns.keys()
        if not common:
            return np.zeros(1, np.int16)
        shared = np.zeros((len(firsts), len(self.providers)), np.int16)
        for specialty in common:
            shared[np.ix_(lines[specialty], columns[specialty])] += 1
        points: Numbers = of_shared(shared)
        return points

    def _strong_in(self, iri: str) -> frozenset[str]:
        """Return the specialties of a party, however they are written."""
        return frozenset(self._specialties[iri]) if iri in self._specialties else frozenset()

    # -- one pair

    def reasons(self, provider: str, recipient: Recipient, *, before: int) -> list[Reason]:
        """Return the points of a pair and why; ``before`` are the recipients proposed to the provider already.

        Where nothing speaks for the two, the first says so.
        """
        favour = [one for one in self._favour(provider, recipient.iri) if one[0]]
        besides = [one for one in self._besides(provider, recipient, before) if one[0]]
        return [*(favour or [(0, "nothing on record speaks for it")]), *besides]

    def _favour(self, provider: str, iri: str) -> Iterator[Reason]:
        """Yield what speaks for the two."""
        label = self._parties.label
        pairs = sorted(product(self.around(provider), self.around(iri)), key=self._nearness, reverse=True)
        if tied := next((pair for pair in pairs if pair in self._between.tied), None):
            yield TIED, f"{label(tied[0])} and {label(tied[1])} are tied: {self._between.tied[tied]}"
        if near := next((pair for pair in pairs if pair in self._between.between), None):
            count = self._between.between[near]
            told = "1 partnership ties" if count == 1 else f"{count} partnerships tie"
            yield of_between(count), f"{told} what lies in {label(near[0])} with what lies in {label(near[1])}"
        if met := next((place for place in self.around(iri) if (provider, place) in self._between.known), None):
            count = self._between.known[provider, met]
            told = "a partnership" if count == 1 else f"{count} partnerships"
            yield of_known(count), f"it has {told} in {label(met)} already"
        kinds = self._parties.facts[provider].kind, self._parties.facts[iri].kind
        told = "both are {0}" if kinds[0] == kinds[1] else "{0} and {1} are alike"
        yield self._kinds(*kinds) or 0, told.format(*map(local_name, kinds))
        if shared := self._strong_in(provider) & self._strong_in(iri):
            named = shortened(sorted(self._specialties[iri][one] for one in shared))
            yield int(of_shared(len(shared))), f"specialties of both: {named}"

    def _besides(self, provider: str, recipient: Recipient, before: int) -> Iterator[Reason]:
        """Yield what has points for one of the two alone, and how far apart they are."""
        iri = recipient.iri
        if recipient.sure:
            yield SURE, f"a complete list names nobody for {self._parties.label(iri)}"
        if held := self._held.get(provider, 0):
            yield -of_load(held), f"it holds {held} already"
        if before:
            yield -CROWDING * before, f"it is proposed to {before} more"
        one, other = self._where(provider), self._where(iri)
        if one and other:
            apart = nearness_of(directions([other]), directions([one]))
            yield -int(far(apart)[0, 0]), f"they are {kilometres(apart[0, 0]):.0f} km apart"


def _numbered(things: Iterable[_Thing]) -> tuple[list[_Thing], list[int]]:
    """Return the distinct ones of some things, and the number of each of them among those."""
    numbers: dict[_Thing, int] = {}
    order = [numbers.setdefault(thing, len(numbers)) for thing in things]
    return list(numbers), order
