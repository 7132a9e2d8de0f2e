"""Made-up pictures of any size, as a page is given them: schools and clinics of towns, tied across two provinces."""

from __future__ import annotations

from random import Random

from aidgraph.kinds import vocabulary
from aidgraph.show import Evidence, Link, Node, Picture, Place, Source, Unlinked

__all__ = ["made_up_picture"]

BASE = "https://example.org/made-up/"
KINDS = (("School", "中学"), ("Hospital", "医院"), ("Enterprise", "公司"), ("Authority", "教育局"), ("College", "学院"))
RELATIONS = ("mentors", "trains", "funds", "twinnedWith", "cooperatesWith", "serves")
TOWN = 20
"""How many parties lie in a town."""


def made_up_picture(parties: int, links: int, *, alone: int = 0, seed: int = 1) -> Picture:
    """Return a picture of ``parties`` that have a partnership, as far as ``links`` reach, and of some that have none.

    Most partnerships tie neighbours by number, a few tie anybody, and some parties have very many.
    """
    rng, words = Random(seed), vocabulary()  # noqa: S311  nothing secret about a made-up graph
    count = parties + alone
    places = _places(count // TOWN + 1)
    towns = [place for place in places if place.level == "Township"]
    nodes = [_node(number, towns[number // TOWN]) for number in range(count)]
    source = Source(id=f"{BASE}source/1", title="Made-up list", publisher="Nobody", issued="2023-05")
    ends = [(number, _partner(number, parties, rng)) for number in range(min(parties, links))]
    ends += [(rng.randrange(parties), rng.randrange(parties)) for _ in range(links - len(ends))]
    made = [
        _link(number, nodes[one], nodes[other if other != one else (one + 1) % parties], source, rng)
        for number, (one, other) in enumerate(ends)
    ]
    return Picture(
        title="Made up",
        languages=("zh", "en"),
        nodes=tuple(nodes),
        links=tuple(made),
        unlinked=tuple(
            Unlinked(id=node.id, label=node.label, answer="unknown", because="No list claims to be complete.")
            for node in nodes[parties:]
        ),
        sources=(source,),
        places=tuple(places),
        kinds={kind.name: kind for kind in words.kinds.values()},
        relations={relation.name: relation for relation in words.relations.values()},
        total_nodes=count,
        total_links=len(made),
    )


def _places(towns: int) -> list[Place]:
    """Return two provinces, a county for every fifty towns, and the towns."""
    provinces = [_place(f"province{number}", f"第{number}省", "Province") for number in range(2)]
    counties = [
        _place(f"county{number}", f"第{number}县", "County", provinces[number % 2]) for number in range(towns // 50 + 2)
    ]
    return [
        *provinces,
        *counties,
        *(
            _place(f"town{number}", f"第{number}镇", "Township", counties[number % len(counties)])
            for number in range(towns)
        ),
    ]


def _place(name: str, label: str, level: str, around: Place | None = None) -> Place:
    parent = around.id if around else ""
    return Place(id=f"{BASE}place/{name}", labels=(("zh", label),), level=level, parent=parent)


def _node(number: int, town: Place) -> Node:
    kind, ending = KINDS[number % len(KINDS)]
    label = f"{town.labels[0][1]}第{number}{ending}"
    side = ("provider", "recipient")[number % 2]
    labels = (("en", f"{kind} No. {number}"), ("zh", label))
    return Node(id=f"{BASE}party/{number}", label=label, labels=labels, kind=kind, place=town.id, side=side)


def _partner(number: int, parties: int, rng: Random) -> int:
    if rng.random() < 0.1:  # noqa: PLR2004  one in ten ties anybody
        return min(int(rng.paretovariate(0.7)), parties - 1)
    return min(number // 8 * 8 + rng.randrange(8), parties - 1)


def _link(number: int, one: Node, other: Node, source: Source, rng: Random) -> Link:
    relation = RELATIONS[number % len(RELATIONS)]
    year = rng.randrange(2000, 2024)
    quote = f"{one.label}与{other.label}结对"
    return Link(
        id=f"{BASE}partnership/{number}",
        relation=relation,
        mutual=relation in {"twinnedWith", "cooperatesWith"},
        froms=(one.id,),
        tos=(other.id,),
        since=str(year),
        since_day=f"{year}-01-01",
        status="active",
        evidence=(Evidence(source=source.id, quote=quote, where=f"partnerships.csv:{number + 2}"),),
    )
