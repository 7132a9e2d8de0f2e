"""Small pictures for the tests of `show`."""

from collections.abc import Sequence
from dataclasses import replace

from aidgraph.kinds import Kind, Relation
from aidgraph.show import Evidence, Link, Node, Picture, Place, Source, Total, Unlinked
from aidgraph.terms import AID, KIND, LEVEL

QUOTE = "实验中学与第五中学结对共建"

HOSTILE = (
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    '"><a href="javascript:window.ran=1">href</a>',
    "<!-- <script>",
    "\u202egnol\u2028\u2029",
    "长" * 10_000,
    "W" * 10_000,
    "   ",
    "\u0301\u0302\u0303",
    "👩\u200d👩\u200d👧 family",
    "قەشقەر مەكتەپ",
    "$data ${vis} {n}",
)

KINDS = {
    kind.name: kind
    for kind in (
        Kind(iri=f"{KIND}Institution", name="Institution", labels=(("en", "Institution"), ("zh", "机构"))),
        Kind(
            iri=f"{KIND}School",
            name="School",
            labels=(("en", "School"), ("zh", "学校")),
            parent=f"{KIND}Institution",
            colour="#0072b2",
            shape="dot",
        ),
        Kind(
            iri=f"{KIND}College",
            name="College",
            labels=(("en", "College"), ("zh", "高等院校")),
            parent=f"{KIND}Institution",
            colour="#56b4e9",
            shape="star",
        ),
        Kind(
            iri=f"{LEVEL}County",
            name="County",
            labels=(("en", "County"), ("zh", "县")),
            rank=3,
            colour="#8c6d00",
            shape="hexagon",
        ),
        Kind(
            iri=f"{LEVEL}Township",
            name="Township",
            labels=(("en", "Township"), ("zh", "乡镇")),
            rank=4,
            colour="#8c6d00",
            shape="hexagon",
        ),
    )
}

RELATIONS = {
    relation.name: relation
    for relation in (
        Relation(iri=f"{AID}relatedTo", name="relatedTo", labels=(("en", "related to"), ("zh", "相关"))),
        Relation(
            iri=f"{AID}mentors",
            name="mentors",
            labels=(("en", "mentors"), ("zh", "帮带")),
            parent=f"{AID}relatedTo",
            colour="#d55e00",
            dash="dash",
        ),
        Relation(
            iri=f"{AID}trains",
            name="trains",
            labels=(("en", "trains"), ("zh", "培训")),
            parent=f"{AID}relatedTo",
            colour="#009e73",
            dash="dot",
        ),
        Relation(
            iri=f"{AID}twinnedWith",
            name="twinnedWith",
            labels=(("en", "twinned with"), ("zh", "结对共建")),
            parent=f"{AID}relatedTo",
            mutual=True,
            colour="#0072b2",
            dash="solid",
        ),
    )
}

DAILY = Source(
    id="daily",
    title="Daily page",
    publisher="The Daily",
    issued="2023-11-02",
    url="https://example.org/page",
    self_reported=True,
)
OTHER = Source(id="other", title="Another page", url="javascript:alert(1)")


def node(
    name: str,
    *,
    label: str = "",
    kind: str = "School",
    aliases: Sequence[str] = (),
    place: str = "",
    side: str = "platform",
) -> Node:
    return Node(
        id=f"https://example.org/party/{name}",
        label=label or name,
        labels=(("zh", label or name),),
        kind=kind,
        place=place,
        aliases=tuple(aliases),
        is_place=kind in {"County", "Township"},
        side=side,
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
        mutual=mutual,
        pairing=pairing,
        froms=tuple(party.id for party in froms),
        tos=tuple(party.id for party in tos),
        evidence=tuple(evidence),
    )


def picture(
    nodes: Sequence[Node],
    links: Sequence[Link] = (),
    unlinked: Sequence[Unlinked] = (),
    *,
    title: str = "Test",
    languages: Sequence[str] = ("en",),
    totals: Sequence[Total] = (),
    sources: Sequence[Source] = (DAILY, OTHER),
    places: Sequence[Place] = (),
) -> Picture:
    return Picture(
        title=title,
        languages=tuple(languages),
        nodes=tuple(nodes),
        links=tuple(links),
        unlinked=tuple(unlinked),
        totals=tuple(totals),
        sources=tuple(sources),
        places=tuple(places),
        kinds=KINDS,
        relations=RELATIONS,
        total_nodes=len(nodes),
        total_links=len(links),
    )


def nobody(party: Node, answer: str, because: str = "No list claims to be complete.") -> Unlinked:
    return Unlinked(id=party.id, label=party.label, answer=answer, because=because)


def sample() -> Picture:
    """Two schools tied twice, a group of three, and two that have nobody; all in two places."""
    city = Place(id="https://example.org/place/city", labels=(("zh", "市"), ("en", "City")), level="County")
    county = Place(id="https://example.org/place/county", labels=(("zh", "县"), ("en", "County")), level="County")
    one = node("one", label="实验中学", aliases=["Experimental School"], place=city.id, side="provider")
    other = node("other", label="第五中学", place=county.id, side="recipient")
    college = node("college", label="Jining College", kind="College", place=city.id, side="provider")
    lone = node("lone", label="乌恰镇", kind="Township", place=county.id, side="recipient")
    unsure = node("unsure", label="色提力乡", kind="Township", place=county.id, side="recipient")
    claim = Evidence(
        source=DAILY.id,
        quote=QUOTE,
        locator="page 3",
        start=3,
        end=16,
        where="tables/partnerships.csv:2",
    )
    against = Evidence(source=OTHER.id, quote="并未结对", stance="contradicts")
    total = Total(
        id="https://example.org/total/pairs",
        relation="twinnedWith",
        from_kind="School",
        to_kind="School",
        count=40,
        unit="pairs",
        named=1,
        unnamed=39,
        because="one of 40 is named",
        evidence=(Evidence(source=DAILY.id, quote="40对"),),
    )
    return picture(
        [one, other, college, lone, unsure],
        [
            link("twin", [one], [other], relation="twinnedWith", mutual=True, evidence=[claim, against]),
            link("mentor", [one], [other]),
            link("group", [one, other], [college], relation="trains", pairing="unspecified"),
        ],
        [nobody(unsure, "unknown"), nobody(lone, "unlinked", "The list of 2023 is complete and does not name it.")],
        totals=[total],
        places=[city, county],
    )


def town() -> Picture:
    """A city that aids a county: every standing, dates, a group, an arc within a side, a partner not named, a path."""
    country = Place(id="https://example.org/place/country", labels=(("en", "Country"),), level="County")
    city = Place(
        id="https://example.org/place/city",
        labels=(("zh", "济宁市"), ("en", "City")),
        level="County",
        parent=country.id,
    )
    county = Place(
        id="https://example.org/place/county",
        labels=(("zh", "英吉沙县"), ("en", "County")),
        level="County",
        parent=country.id,
    )
    village = Place(
        id="https://example.org/place/village", labels=(("en", "Village"),), level="Township", parent=county.id
    )
    first = replace(
        node("first", label="实验中学", aliases=["Experimental School"], place=city.id, side="provider"),
        labels=(("zh", "实验中学"), ("en", "First School")),
    )
    college = node("college", label="Jining College", kind="College", place=city.id, side="provider")
    centre = node("centre", label="Training Centre", kind="College")
    fifth = node("fifth", label="第五中学", place=county.id, side="recipient")
    rural = node("rural", label="乡小学", place=village.id, side="recipient")
    new = node("new", label="新中学", place=county.id, side="recipient")
    lone = node("lone", label="乌恰镇", kind="Township", place=county.id, side="recipient")
    unsure = node("unsure", label="色提力乡", kind="Township", place=county.id, side="recipient")
    says = Evidence(source=DAILY.id, quote=QUOTE, locator="page 3", start=3, end=16, where="tables/partnerships.csv:2")
    against = Evidence(source=OTHER.id, quote="并未结对", stance="contradicts")
    heard = Evidence(source=OTHER.id, quote="据称", review="proposed")
    implied = Evidence(source=DAILY.id, basis="implied", as_of="2023", count=38, unit="people", bound="at-least")
    links = [
        replace(
            link("twin", [first], [fifth], relation="twinnedWith", mutual=True, evidence=[says]),
            since="2020-03",
            until="2022-06",
            since_day="2020-03-01",
            until_day="2022-06-30",
        ),
        replace(link("mentor", [first], [fifth], evidence=[says, against]), standing="disputed"),
        replace(
            link("to-centre", [college], [centre], relation="trains", evidence=[implied]),
            since="2023-05",
            since_day="2023-05-01",
            via=("Aid Office",),
            at="Village",
        ),
        link("from-centre", [centre], [rural], relation="trains", evidence=[says]),
        replace(link("proposed", [first], [rural], evidence=[heard]), standing="proposed"),
        replace(link("rejected", [college], [fifth]), standing="rejected"),
        replace(link("unnamed", [college], evidence=[says]), unnamed="School in County"),
        link("group", [first, college], [fifth, rural], relation="twinnedWith", mutual=True, pairing="unspecified"),
        link("beside", [fifth], [new], evidence=[says]),
        replace(link("ended", [first], [new], evidence=[says]), status="ended", ended_by="2021-12-31"),
    ]
    total = Total(
        id="https://example.org/total/pairs",
        relation="twinnedWith",
        from_=first.id,
        to_kind="School",
        count=40,
        unit="pairs",
        named=2,
        unnamed=38,
        because="2 of 40 are named",
        evidence=(Evidence(source=DAILY.id, quote="40对"),),
    )
    people = Total(id="https://example.org/total/people", relation="trains", count=191, unit="people", bound="at-least")
    return picture(
        [first, college, centre, fifth, rural, new, lone, unsure],
        links,
        [
            replace(nobody(unsure, "unknown"), marks=("inside", "total")),
            nobody(lone, "unlinked", "The list of 2023 is complete and does not name it."),
        ],
        title="City and County",
        totals=[total, people],
        places=[country, city, county, village],
    )


def hostile() -> Picture:
    """A picture in which every text is one that must neither run nor break the layout."""
    addresses = ["javascript:window.ran=1", "data:text/html,x", "https://["] * 5
    sources = [
        Source(id=f"s{number}", title=text, publisher=text, issued=text, url=url)
        for number, (text, url) in enumerate(zip(HOSTILE, addresses, strict=False))
    ]
    places = [
        Place(id=f"https://example.org/place/{number}", labels=(("zh", text),), level=text)
        for number, text in enumerate(HOSTILE)
    ]
    parties = [
        replace(node(f"p{number}", label=text, kind=text, aliases=[text]), place=places[number].id)
        for number, text in enumerate(HOSTILE)
    ]
    claims = [
        Evidence(source=source.id, quote=text, locator=text, where=text, since=text, unit=text, note=text)
        for source, text in zip(sources, HOSTILE, strict=True)
    ]
    links = [
        replace(
            link(f"l{number}", [parties[number - 1]], [party], relation=HOSTILE[number], evidence=claims),
            via=HOSTILE,
            at=HOSTILE[number],
            since=HOSTILE[number],
            status=HOSTILE[number],
        )
        for number, party in enumerate(parties)
    ]
    totals = [
        Total(id=f"t{number}", relation=text, from_=parties[number].id, to_kind=text, unit=text, because=text)
        for number, text in enumerate(HOSTILE)
    ]
    tray = [nobody(node(f"u{number}", label=text), "unlinked", text) for number, text in enumerate(HOSTILE)]
    return picture(parties, links, tray, title=HOSTILE[1] + HOSTILE[6], totals=totals, sources=sources, places=places)
