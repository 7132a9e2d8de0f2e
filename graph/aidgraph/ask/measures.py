"""What holds the network together: components, bridges, single points of failure, donors by load, and brokers.

Everything is counted exactly and in one pass: what falls apart when a party or a partnership goes is read off the
tree of blocks and cut vertices, in time linear in the network.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aidgraph.ask.labels import Parties
from aidgraph.ask.mentions import mentions, shortened
from aidgraph.ask.paths import network
from aidgraph.ask.ties import RELATED
from aidgraph.kinds import Relation, Vocabulary
from aidgraph.store.embedded import Store
from aidgraph.terms import local_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Bridge", "Broker", "Component", "Load", "Measures", "SinglePoint", "measures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Parties that are connected with each other and with nobody else; ``members`` are names."""

    size: int
    members: tuple[str, ...]
    relations: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A partnership that is the only way between two parts; ``cut_off`` is the size of the smaller one."""

    id: str
    relation: str
    partners: tuple[str, ...]
    cut_off: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePoint:
    """A party that holds others up: ``alone`` have no other partner, and without it the rest falls into ``parts``."""

    id: str
    name: str
    alone: int
    parts: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many partnerships a party holds as provider, as recipient, and on equal terms."""

    id: str
    name: str
    given: int
    received: int
    mutual: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """A party between others: it ``arranged`` partnerships of theirs, or so many ``pairs`` meet only through it."""

    id: str
    name: str
    arranged: int
    pairs: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a network measures; each list has what matters most first. Parties without a partnership are left out."""

    components: tuple[Component, ...]
    bridges: tuple[Bridge, ...]
    single_points: tuple[SinglePoint, ...]
    loads: tuple[Load, ...]
    brokers: tuple[Broker, ...]


def measures(store: Store, parties: Parties, words: Vocabulary, *, relation: Relation | None = None) -> Measures:
    """Measure the network of all partnerships that count, or of those of a relation and the relations below it."""
    relations = words.narrower_relations(relation or words.relations[RELATED])
    names = {local_name(iri) for iri in relations}
    everything = network(store, parties, words)
    links = everything.edge_subgraph(edge for edge in everything.edges(keys=True) if edge[2][1] in names)
    graph = _plain(links)
    cut = _Cut.of(graph)
    arranged = Counter(
        party for party, _ in {(m.party, m.partnership) for m in mentions(store, relations) if m.role == "via"}
    )
    return Measures(
        components=tuple(_components(links, graph, parties)),
        bridges=tuple(_bridges(links, cut, parties)),
        single_points=tuple(_single_points(graph, cut, parties)),
        loads=tuple(_loads(links, parties)),
        brokers=tuple(_brokers(cut, parties, arranged)),
    )


def _plain(links: nx.MultiDiGraph) -> nx.Graph:
    """Return who is tied with whom, neither way nor number of ties considered; the order is that of the IRIs."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(links))
    graph.add_edges_from(sorted({tuple(sorted((one, other))) for one, other in links.edges() if one != other}))
    return graph


@dataclass(slots=True)
class _Cut:
    """What falls apart: into parts of which sizes without a party, into which two without a tie."""

    parts: dict[str, list[int]] = field(default_factory=dict)
    bridges: list[tuple[str, str, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, graph: nx.Graph) -> _Cut:
        import networkx as nx

        cut = cls()
        for component in nx.connected_components(graph):
            cut._take([sorted(block) for block in nx.biconnected_components(graph.subgraph(component))], len(component))
        return cut

    def _take(self, blocks: list[list[str]], total: int) -> None:
        """Take in a component by its blocks: with the parties that stand in several they make a tree."""
        import networkx as nx

        of_party: defaultdict[str, list[int]] = defaultdict(list)
        for number, block in enumerate(blocks):
            for party in block:
                of_party[party].append(number)
        cuts = {party: numbers for party, numbers in of_party.items() if len(numbers) > 1}
        tree = nx.Graph((party, number) for party, numbers in cuts.items() for number in numbers)
        tree.add_node(0)
        above = nx.dfs_predecessors(tree, 0)
        size: Counter[str | int] = Counter()
        for node in nx.dfs_postorder_nodes(tree, 0):
            size[node] += 1 if node in cuts else sum(party not in cuts for party in blocks[node])
            if node in above:
                size[above[node]] += size[node]
        for party, numbers in cuts.items():
            below = [size[number] for number in numbers if above.get(number) == party]
            rest = total - 1 - sum(below)
            self.parts[party] = [*below, *([rest] if rest else [])]
        for number, block in enumerate(blocks):
            if len(block) == 2:  # noqa: PLR2004  two ends, one tie: a bridge
                one, other = block
                # all of the block at the root lies below it: there one end tells
                part = size[number] if number else size[one] if one in cuts else 1
                self.bridges.append((one, other, part, total - part))


def _components(links: nx.MultiDiGraph, graph: nx.Graph, parties: Parties) -> Iterable[Component]:
    import networkx as nx

    for members in sorted(nx.connected_components(graph), key=lambda members: (-len(members), min(members))):
        relations = Counter(relation for (_, relation) in {key for *_, key in links.edges(members, keys=True)})
        named = ", ".join(f"{count} {relation}" for relation, count in sorted(relations.items()))
        yield Component(
            size=len(members),
            members=parties.labels(members),
            relations=tuple(sorted(relations)),
            because=f"{len(members)} parties tied by {named}",
        )


def _bridges(links: nx.MultiDiGraph, cut: _Cut, parties: Parties) -> Iterable[Bridge]:
    found = []
    for one, other, part, rest in cut.bridges:
        keys = {*links.get_edge_data(one, other, default={}), *links.get_edge_data(other, one, default={})}
        if len({partnership for partnership, _ in keys}) == 1:
            found.append((min(part, rest), min(keys), parties.labels((one, other))))
    for size, (partnership, relation), partners in sorted(found, key=lambda row: (-row[0], row[2], row[1])):
        cut_off = "one party" if size == 1 else f"{size} parties"
        yield Bridge(
            id=partnership,
            relation=relation,
            partners=partners,
            cut_off=size,
            because=f"nothing else connects {partners[0]} with {partners[1]}: without it {cut_off} would be cut off",
        )


def _single_points(graph: nx.Graph, cut: _Cut, parties: Parties) -> Iterable[SinglePoint]:
    found = []
    for party, sizes in cut.parts.items():
        alone = [other for other in graph[party] if graph.degree(other) == 1]
        found.append((-len(alone), -len(sizes), parties.label(party), party, alone))
    for _, parts, name, party, alone in sorted(found):
        told = [f"{len(alone)} with no other partner: {shortened(parties.labels(alone))}"] * bool(alone)
        told.append(f"without it what it connects falls into {-parts} parts")
        yield SinglePoint(id=party, name=name, alone=len(alone), parts=-parts, because="; ".join(told))


def _loads(links: nx.MultiDiGraph, parties: Parties) -> Iterable[Load]:
    # of each party its partnerships, with their relations
    given, received, mutual = (defaultdict[str, dict[str, str]](dict) for _ in range(3))
    for one, other, data in links.edges(data=True):
        # what follows from membership of an alliance is no partnership of its own
        if data["relation"] == "alliedWith":
            continue
        if data["mutual"]:
            mutual[one][data["partnership"]] = data["relation"]
        else:
            given[one][data["partnership"]] = received[other][data["partnership"]] = data["relation"]
    found = []
    for party in {*given, *received, *mutual}:
        counts = len(given[party]), len(received[party]), len(mutual[party])
        found.append((-counts[0] - counts[2], -counts[1], parties.label(party), party, counts))
    for *_, name, party, (gives, receives, shares) in sorted(found):
        sides = ((given[party], "given"), (received[party], "received"), (mutual[party], "on equal terms"))
        told = ", ".join(f"{len(held)} {words} ({_relations(held)})" for held, words in sides if held)
        because = f"partnerships on record: {told}"
        yield Load(id=party, name=name, given=gives, received=receives, mutual=shares, because=because)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' if count > 1 else ''}"


def _relations(held: Mapping[str, str]) -> str:
    """Return in words under which relations partnerships are held, the most frequent first."""
    counts = sorted(Counter(held.values()).items(), key=lambda pair: (-pair[1], pair[0]))
    return shortened(relation if count == 1 else f"{count} {relation}" for relation, count in counts)


def _brokers(cut: _Cut, parties: Parties, arranged: Mapping[str, int]) -> Iterable[Broker]:
    pairs = {party: (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2 for party, sizes in cut.parts.items()}
    found = [
        (-arranged.get(party, 0), -pairs.get(party, 0), parties.label(party), party)
        for party in {*pairs, *(party for party, count in arranged.items() if count)}
    ]
    for of_others, separated, name, party in sorted(found):
        told = [f"arranged {_counted(-of_others, 'partnership')} of others"] * bool(of_others)
        are = "is" if separated == -1 else "are"
        told += [f"{_counted(-separated, 'pair')} of parties {are} connected only through it"] * bool(separated)
        yield Broker(id=party, name=name, arranged=-of_others, pairs=-separated, because="; ".join(told))
