"""Small pictures for the tests of `show`."""

from collections.abc import Sequence

from aidgraph.show import Evidence, Link, Node, Picture, Unlinked

QUOTE = "实验中学与第五中学结对共建"


def node(name: str, *, label: str = "", kind: str = "School", aliases: Sequence[str] = ()) -> Node:
    return Node(
        id=f"https://example.org/party/{name}",
        label=label or name,
        kind=kind,
        kind_label=kind,
        place="County",
        colour="#0072b2",
        shape="dot",
        aliases=tuple(aliases),
    )


def link(
    name: str,
    froms: Sequence[Node],
    tos: Sequence[Node] = (),
    *,
    relation: str = "mentors",
    mutual: bool = False,
    pairing: str = "",
    evidence: Sequence[Evidence] = (),
) -> Link:
    return Link(
        id=f"https://example.org/partnership/{name}",
        relation=relation,
        relation_label=relation,
        mutual=mutual,
        pairing=pairing,
        froms=tuple(party.id for party in froms),
        tos=tuple(party.id for party in tos),
        colour="#d55e00",
        dash="dash",
        evidence=tuple(evidence),
    )


def picture(
    nodes: Sequence[Node],
    links: Sequence[Link] = (),
    unlinked: Sequence[Unlinked] = (),
    *,
    title: str = "Test",
    languages: Sequence[str] = ("en",),
) -> Picture:
    return Picture(
        title=title,
        languages=tuple(languages),
        nodes=tuple(nodes),
        links=tuple(links),
        unlinked=tuple(unlinked),
        total_nodes=len(nodes),
    )


def nobody(party: Node, answer: str, because: str = "No list claims to be complete.") -> Unlinked:
    return Unlinked(id=party.id, label=party.label, answer=answer, because=because)


def sample() -> Picture:
    """Two schools tied twice, a group of three, and two that have nobody."""
    one = node("one", label="实验中学", aliases=["Experimental School"])
    other = node("other", label="第五中学")
    college = node("college", label="Jining College", kind="College")
    lone, unsure = node("lone", label="乌恰镇", kind="Township"), node("unsure", label="色提力乡", kind="Township")
    claim = Evidence(
        source="Daily page",
        quote=QUOTE,
        locator="char=3,16",
        where="tables/partnerships.csv:2",
        date="2023-11-02",
        self_reported=True,
        url="https://example.org/page",
    )
    against = Evidence(source="Another page", quote="并未结对", stance="contradicts", url="javascript:alert(1)")
    return picture(
        [one, other, college, lone, unsure],
        [
            link("twin", [one], [other], relation="twinnedWith", mutual=True, evidence=[claim, against]),
            link("mentor", [one], [other]),
            link("group", [one, other], [college], relation="trains", pairing="unspecified"),
        ],
        [nobody(unsure, "unknown"), nobody(lone, "unlinked", "The list of 2023 is complete and does not name it.")],
    )
