"""Every figure of gaps, totals and coverage, found again by queries of their own.

They are asked of what sources say (claims, partnerships, listings) with all that the program derives left out, in the
example and in two made-up counties that have every case.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
import rdflib

import aidgraph
from aidgraph.api import Aid
from aidgraph.store.embedded import Rows, Store
from aidgraph.terms import AID, DERIVED
from counties import opened

_STATED = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(!STRENDS(STR(?g), '{DERIVED}')) }}"

# who stands in which partnership, opposite whom, and which way
_PARTS = """
  { ?p aid:provider ?who . BIND("out" AS ?way) OPTIONAL { ?p aid:recipient ?partner } }
  UNION { ?p aid:recipient ?who . BIND("in" AS ?way) OPTIONAL { ?p aid:provider ?partner } }
  UNION { ?p aid:oneSide ?who . BIND("mutual" AS ?way) ?p aid:otherSide ?partner }
  UNION { ?p aid:otherSide ?who . BIND("mutual" AS ?way) ?p aid:oneSide ?partner }
  UNION { ?p aid:peer ?who . BIND("mutual" AS ?way) ?p aid:peer ?partner . FILTER(?who != ?partner) }
"""
# a partnership whose source supports it (of another no accepted claim), and which had begun and not ended at a day
_HELD = """
  FILTER EXISTS { [] aid:about ?p ; aid:stance "supports" ; aid:review "accepted" }
  FILTER(!EXISTS { [] aid:about ?p ; aid:stance "supports" ; aid:review "accepted" ; aid:since ?any }
      || EXISTS { [] aid:about ?p ; aid:stance "supports" ; aid:review "accepted" ; aid:since ?begun
                  FILTER(?begun <= ?day || ?dated = "no") })
  FILTER(!EXISTS { [] aid:about ?p ; aid:stance "supports" ; aid:review "accepted" ; aid:until ?any }
      || EXISTS { [] aid:about ?p ; aid:stance "supports" ; aid:review "accepted" ; aid:until ?end
                  FILTER(?end >= ?day) })
  FILTER NOT EXISTS {
    ?last aid:about ?p ; aid:stance "supports" ; aid:review "accepted" ; aid:status "ended" .
    OPTIONAL { ?last aid:asOf ?said } OPTIONAL { ?last aid:statedIn/dcterms:issued ?issued }
    FILTER(?dated = "no" || COALESCE(?said, ?issued, ?day) <= ?day)
    FILTER(?dated = "no" || NOT EXISTS { [] aid:about ?p ; aid:until ?planned })
  }
"""
_CONTRADICTED = '{ [] aid:about ?p ; aid:stance "contradicts" ; aid:review "accepted" }'
_TIES = f"""
SELECT DISTINCT ?who ?way ?partner WHERE {{
  ?p a aid:Partnership ; aid:relation ?stated . ?stated skos:broader* ?relation .
  {_PARTS} {_HELD} FILTER NOT EXISTS {_CONTRADICTED}
}}
"""
_DISPUTED = f"""
SELECT DISTINCT ?who ?way WHERE {{
  ?p a aid:Partnership ; aid:relation ?stated . ?stated skos:broader* ?relation .
  {_PARTS} {_HELD} FILTER EXISTS {_CONTRADICTED}
}}
"""
_ALLIES = """
SELECT DISTINCT ?who ?partner WHERE {
  aid:alliedWith skos:broader* ?relation .
  ?one aid:relation ?what ; aid:provider ?who ; aid:recipient ?alliance .
  ?two aid:relation ?other ; aid:provider ?partner ; aid:recipient ?alliance .
  FILTER((?what = aid:memberOf && ?other = aid:leads) || (?what = aid:leads && ?other = aid:memberOf))
}
"""
# a list that gives no dates says nothing of when a party existed
_EXISTED = """
  FILTER(!EXISTS { ?listed a aid:Listing ; aid:about ?who ; aid:since|aid:until ?any }
      || EXISTS { ?listed a aid:Listing ; aid:about ?who ; aid:since|aid:until ?some
           OPTIONAL { ?listed aid:since ?first } OPTIONAL { ?listed aid:until ?last }
           FILTER((!BOUND(?first) || ?first <= ?day) && (!BOUND(?last) || ?last >= ?day)) })
"""
_POPULATION = f"""
SELECT DISTINCT ?who ?own ?at WHERE {{
  ?who aid:kind|aid:level ?own . ?own skos:broader* ?kind .
  OPTIONAL {{ ?who aid:locatedIn|aid:partOf ?at }}
  {_EXISTED}
}}
"""
_AROUND = "SELECT DISTINCT ?around WHERE { ?who aid:locatedIn?/aid:partOf* ?around FILTER(?who != ?around) }"
_COMPLETE = """
SELECT DISTINCT ?list ?reads WHERE {
  ?list aid:complete true ; aid:reads ?reads .
  FILTER EXISTS { ?list aid:coversRelation|aid:coversKind|aid:coversPlace ?any }
  FILTER(?reads != "partnerships" || !EXISTS { ?list aid:coversRelation ?all }
      || EXISTS { ?list aid:coversRelation ?all . ?relation skos:broader* ?all })
  FILTER(!EXISTS { ?list aid:coversKind ?of } || EXISTS { ?list aid:coversKind ?of . ?kind skos:broader* ?of })
  FILTER(!EXISTS { ?list aid:coversPlace ?in } || EXISTS { ?list aid:coversPlace ?in . ?place aid:partOf* ?in })
  FILTER(?dated = "no" || (EXISTS { ?list aid:asOf ?last FILTER(?day <= ?last) }
         && !EXISTS { ?list aid:completeFrom ?first FILTER(?day < ?first) }))
}
"""
_LISTED = """
SELECT DISTINCT ?who ?list WHERE {
  ?listing a aid:Listing ; aid:about ?who ; aid:statedIn ?list .
  FILTER NOT EXISTS { ?listing aid:since ?first FILTER(?first > ?day) }
  FILTER NOT EXISTS { ?listing aid:until ?last FILTER(?last < ?day) }
}
"""
_NAMED = f"""
SELECT ?total (COUNT(DISTINCT ?pair) AS ?named) WHERE {{
  ?total a aid:ReportedTotal ; aid:relation ?relation ; aid:provider ?from ; aid:recipient ?to ;
    aid:providerKind ?fromKind ; aid:recipientKind ?toKind .
  ?counted aid:about ?total ; aid:unit "pairs" .
  ?p a aid:Partnership ; aid:relation ?stated . ?stated skos:broader* ?relation .
  FILTER NOT EXISTS {{ [] aid:about ?p ; aid:pairing "unspecified" }}
  {_PARTS} {_HELD} FILTER NOT EXISTS {_CONTRADICTED}
  FILTER(?way IN ("out", "mutual"))
  ?who aid:locatedIn/aid:partOf* ?from ; aid:kind/skos:broader* ?fromKind .
  ?partner aid:locatedIn/aid:partOf* ?to ; aid:kind/skos:broader* ?toKind .
  BIND(STR(?who) AS ?a) BIND(STR(?partner) AS ?b) BIND(IF(?a < ?b, CONCAT(?a, " ", ?b), CONCAT(?b, " ", ?a)) AS ?pair)
}} GROUP BY ?total
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the sources of a workspace say, to be queried by itself."""

    aid: Aid
    store: Store

    @classmethod
    def of(cls, aid: Aid) -> Stated:
        graph, store = aid.query(_STATED), Store()
        assert isinstance(graph, rdflib.Graph)
        store.load([graph.serialize(format="nt")])
        assert not store.select("SELECT ?x { ?x aid:standing|aid:within|aid:kindAny|aid:name|aid:participant ?y }")
        return cls(aid, store)

    def rows(self, query: str, **values: str) -> Rows:
        """Answer a query in which some variables are put in as text."""
        terms = {name: value if value[:1] in {'"', "<"} else f"<{value}>" for name, value in values.items()}
        return self.store.select(re.sub(r"\?(\w+)", lambda match: terms.get(match[1], match[0]), query))

    def one(self, query: str, text: str) -> str:
        (row,) = self.rows(query, text=f'"{text}"')
        return str(row[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in the words of the command line, and what it is of a workspace."""

    relation: str = "relatedTo"
    direction: str = "any"
    kind: str = "Institution"
    place: str = ""
    as_of: str = ""

    @property
    def day(self) -> dict[str, str]:
        """Whether a date is asked, and the last day it may mean: else today."""
        today = dt.datetime.now(tz=dt.UTC).date().isoformat()
        last = self.as_of + {4: "-12-31", 7: "-30", 10: "", 0: today}[len(self.as_of)]
        return {"day": f'"{last}"^^<http://www.w3.org/2001/XMLSchema#date>', "dated": '"yes"' if self.as_of else '"no"'}


def kind_of(stated: Stated, name: str) -> str:
    return stated.one("SELECT DISTINCT ?x { ?x skos:notation ?n FILTER(STR(?n) = ?text) }", name)


def place_of(stated: Stated, label: str) -> str:
    if not label:
        return "urn:nowhere"
    return stated.one("SELECT DISTINCT ?x { ?x aid:level ?l ; skos:prefLabel ?n FILTER(STR(?n) = ?text) }", label)


def people(stated: Stated, asked: Asked) -> list[tuple[str, str, str]]:
    """Who is asked about: the party, its own kind and where it is."""
    rows = stated.rows(_POPULATION, kind=kind_of(stated, asked.kind), **asked.day)
    inside = place_of(stated, asked.place)
    return [
        (row.who, row.own, row.at or "urn:nowhere")
        for row in rows
        if not asked.place or inside in {around for (around,) in stated.rows(_AROUND, who=row.who)}
    ]


def ties(stated: Stated, asked: Asked) -> tuple[dict[str, set[str]], set[str]]:
    """The partners of everybody who has a tie, and who has a disputed one."""
    values, ways = {"relation": AID + asked.relation, **asked.day}, {asked.direction, "mutual"}
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for who, way, partner in stated.rows(_TIES, **values):
        if asked.direction == "any" or way in ways:
            partners[who] |= {partner} - {None}
    for who, partner in stated.rows(_ALLIES, relation=AID + asked.relation):
        if who != partner:
            partners[who].add(partner)
    disputed = {row.who for row in stated.rows(_DISPUTED, **values) if asked.direction == "any" or row.way in ways}
    return partners, disputed


def complete(stated: Stated, asked: Asked, *, kind: str, place: str) -> tuple[set[str], set[str]]:
    """The lists of partnerships and the rosters that are complete for a kind and a place (IRIs)."""
    rows = stated.rows(_COMPLETE, relation=AID + asked.relation, kind=kind, place=place, **asked.day)
    of_partnerships = {row.list for row in rows if row.reads == "partnerships"}
    return of_partnerships, {row.list for row in rows} - of_partnerships


def answer(who: str, partners: Mapping[str, set[str]], disputed: set[str], *, is_complete: bool) -> str:
    if who in partners:
        return "linked"
    return "unlinked" if is_complete and who not in disputed else "unknown"


@pytest.fixture(scope="module")
def workspaces(example: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stated]:
    made = {"example": aidgraph.open(example), "counties": opened(tmp_path_factory.mktemp("counties"))}
    return {name: Stated.of(aid) for name, aid in made.items()}


QUESTIONS = [
    ("example", Asked()),
    ("example", Asked(kind="Township", place="英吉沙县")),
    ("example", Asked(kind="Place")),
    ("example", Asked(kind="School", place="英吉沙县", relation="twinnedWith")),
    ("example", Asked(kind="Education", relation="twinnedWith")),
    ("example", Asked(kind="Education", relation="twinnedWith", as_of="2022")),
    ("example", Asked(kind="Education", relation="cooperatesWith", as_of="2023")),
    ("example", Asked(kind="Hospital")),
    ("example", Asked(kind="Hospital", relation="cooperatesWith")),
    ("example", Asked(kind="Hospital", relation="alliedWith")),
    ("example", Asked(relation="aids", direction="in")),
    ("example", Asked(relation="aids", direction="out")),
    ("example", Asked(relation="aids", direction="in", place="英吉沙县")),
    ("example", Asked(relation="operatesIn", kind="Enterprise", direction="out")),
    ("example", Asked(relation="sendsStaffTo", direction="in", as_of="2023-06")),
    ("example", Asked(relation="ledBy", kind="Authority")),
    ("example", Asked(relation="funds")),
    ("example", Asked(as_of="1990")),
    ("counties", Asked()),
    ("counties", Asked(kind="Place")),
    ("counties", Asked(relation="twinnedWith", kind="School", place="Ashire")),
    ("counties", Asked(relation="twinnedWith", kind="School", place="Ashire", as_of="2020")),
    ("counties", Asked(relation="twinnedWith", kind="School", place="Ashire", as_of="2021-01-01")),
    ("counties", Asked(relation="twinnedWith", kind="School", place="Ashire", as_of="2023-04")),
    ("counties", Asked(relation="twinnedWith", kind="School", place="Ashire", as_of="2010")),
    ("counties", Asked(relation="mentors")),
    ("counties", Asked(relation="mentors", direction="in")),
    ("counties", Asked(relation="mentors", direction="out", as_of="2022")),
    ("counties", Asked(relation="alliedWith", kind="Hospital")),
    ("counties", Asked(relation="aids", direction="in", kind="Township")),
]


@pytest.mark.parametrize(("workspace", "asked"), QUESTIONS)
def test_gaps(workspaces: dict[str, Stated], workspace: str, asked: Asked) -> None:
    stated = workspaces[workspace]
    partners, disputed = ties(stated, asked)
    lists, _ = complete(stated, asked, kind=kind_of(stated, asked.kind), place=place_of(stated, asked.place))
    expected = {
        who: (answer(who, partners, disputed, is_complete=bool(lists)), sorted(partners.get(who, ())))
        for who, _, _ in people(stated, asked)
    }
    label = stated.aid.parties.label
    found = {gap.id: (gap.answer, sorted(gap.partners)) for gap in stated.aid.gaps(**asdict(asked))}
    assert found == {who: (told, sorted(map(label, others))) for who, (told, others) in expected.items()}
    assert found


GRIDS = [
    ("example", Asked(), ""),
    ("example", Asked(relation="twinnedWith"), ""),
    ("example", Asked(relation="twinnedWith", as_of="2022"), ""),
    ("example", Asked(relation="aids"), "County"),
    ("example", Asked(), "Prefecture"),
    ("example", Asked(kind="Education", relation="cooperatesWith"), "Province"),
    ("example", Asked(kind="Township"), "County"),
    ("counties", Asked(relation="twinnedWith"), ""),
    ("counties", Asked(relation="twinnedWith", as_of="2023-06"), "County"),
    ("counties", Asked(relation="twinnedWith", as_of="2009"), "County"),
    ("counties", Asked(relation="mentors", place="Ashire"), "Township"),
]


@pytest.mark.parametrize(("workspace", "asked", "level"), GRIDS)
def test_coverage(workspaces: dict[str, Stated], workspace: str, asked: Asked, level: str) -> None:
    stated = workspaces[workspace]
    partners, disputed = ties(stated, asked)
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for who, list_ in stated.rows(_LISTED, **asked.day):
        listed[who].add(list_)
    cells: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for who, kind, at in people(stated, asked):
        cells[place_at(stated, who, at, level), kind].append(who)
    expected = {}
    for (place, kind), members in cells.items():
        lists, rosters = complete(stated, asked, kind=kind, place=place)
        counts = Counter(answer(who, partners, disputed, is_complete=bool(lists)) for who in members)
        on = sum(bool(listed[who] & rosters if rosters else listed[who]) for who in members)
        roster = on if rosters or on else None
        expected[place, kind] = (roster, counts["linked"], counts["unlinked"], counts["unknown"], bool(rosters))
    by = {"relation": asked.relation, "kind": asked.kind, "place": asked.place, "as_of": asked.as_of, "level": level}
    found = {
        (cell.place_id or "urn:nowhere", kind_of(stated, str(cell.kind))): (
            cell.roster,
            cell.linked,
            cell.unlinked,
            cell.unknown,
            cell.complete,
        )
        for cell in stated.aid.coverage(**by)
    }
    assert found == expected
    assert found


def place_at(stated: Stated, who: str, at: str, level: str) -> str:
    """The place a party counts in: where it is, or the place of a level that it or what is around it is."""
    if not level:
        return at
    query = "SELECT ?x { ?who aid:locatedIn?/aid:partOf* ?x . ?x aid:level/skos:notation ?text }"
    found = {row.x for row in stated.rows(query, who=who, text=f'"{level}"')}
    return found.pop() if found else "urn:nowhere"


@pytest.mark.parametrize(
    ("workspace", "figures"), [("example", [(10, 2, 8), (40, 2, 38)]), ("counties", [(10, 3, 7), (40, 3, 37)])]
)
def test_totals(workspaces: dict[str, Stated], workspace: str, figures: list[tuple[int, int, int]]) -> None:
    stated = workspaces[workspace]
    named = dict(stated.rows(_NAMED, **Asked(as_of="2023" if workspace == "example" else "2021-03-31").day))
    found = [total for total in stated.aid.totals() if total.unit == "pairs"]
    assert {total.id: total.named for total in found} == named
    assert sorted((total.count, total.named, total.unnamed) for total in found) == figures


@pytest.mark.parametrize("workspace", ["example", "counties"])
def test_what_is_neither_pairs_nor_institutions_is_not_counted(workspaces: dict[str, Stated], workspace: str) -> None:
    stated = workspaces[workspace]
    query = "SELECT DISTINCT ?t ?unit { ?t a aid:ReportedTotal . ?c aid:about ?t OPTIONAL { ?c aid:unit ?unit } }"
    rows = stated.rows(query)
    units = {row.t: row.unit for row in rows}
    found = {total.id: total for total in stated.aid.totals()}
    assert found.keys() == units.keys()
    assert {iri for iri, total in found.items() if total.named is None} == {
        iri for iri, unit in units.items() if unit not in {"pairs", "institutions"}
    }
