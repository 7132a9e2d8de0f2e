"""What the page holds of a workspace, from its tables; and its parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aidgraph.api import Aid
from aidgraph.errors import UnknownNameError
from aidgraph.show import Evidence, Link, Node, Picture
from made import built, table, written

PLACES = table(
    {"name": "甲市", "level": "Prefecture", "code": "p1", "parent": "", "name_en": "Jia"},
    {"name": "乙县", "level": "County", "code": "p2", "parent": "", "name_en": "Yi"},
    {"name": "丙镇", "level": "Township", "code": "p3", "parent": "p2", "name_en": "Bing"},
    {"name": "丁镇", "level": "Township", "code": "p4", "parent": "p2", "name_en": ""},
)
ROSTER = table(
    {"name": "指挥部", "kind": "Authority", "place": "乙县", "acts_for": "甲市", "alias": "HQ;前指", "name_en": "Base"},
    {"name": "甲中学", "kind": "School", "place": "甲市", "acts_for": "", "alias": "", "name_en": ""},
    {"name": "甲医院", "kind": "Hospital", "place": "甲市", "acts_for": "", "alias": "", "name_en": ""},
    {"name": "丙小学", "kind": "School", "place": "丙镇", "acts_for": "", "alias": "", "name_en": ""},
    {"name": "乙医院", "kind": "Hospital", "place": "乙县", "acts_for": "", "alias": "", "name_en": ""},
    {"name": "乙学院", "kind": "College", "place": "乙县", "acts_for": "", "alias": "", "name_en": ""},
    {"name": "无名", "kind": "Enterprise", "place": "", "acts_for": "", "alias": "", "name_en": ""},
)
ROWS: tuple[dict[str, str], ...] = (
    {"relation": "counterpartAidTo", "from": "甲市", "to": "乙县", "since": "2019"},
    {
        "relation": "结对共建",
        "from": "甲中学",
        "to": "丙小学",
        "since": "2020-03",
        "until": "2099",
        "status": "active",
        "as_of": "2023-05-06",
        "via": "指挥部",
        "at": "丙镇",
        "quote": "甲中学与丙小学结对",
        "locator": "char=10,19",
        "source": "daily",
        "note": "备注",
        "amount": "1000",
        "currency": "CNY",
        "bound": "about",
    },
    {"relation": "twinnedWith", "from": "甲中学", "to": "丙小学", "source": "weekly", "basis": "implied"},
    {"relation": "funds", "from": "甲医院", "to": "", "to_kind": "School", "to_place": "乙县"},
    {"relation": "trains", "from": "甲医院", "to": "乙医院", "review": "proposed"},
    {"relation": "mentors", "from": "甲医院", "to": "乙学院", "until": "2021"},
    {"relation": "ledBy", "from": "指挥部", "to": "甲市"},
)
TOTALS = table(
    {"id": "n", "relation": "结对共建", "from": "甲市", "from_kind": "School", "to": "乙县", "to_kind": "School"}
    | {"count": "5", "unit": "pairs", "as_of": "2023", "within": ""},
    {"id": "m", "relation": "aids", "from": "丁镇", "from_kind": "", "to": "", "to_kind": "", "count": "9"}
    | {"unit": "people", "as_of": "2023", "within": ""},
)
SOURCES = """
[[source]]
id = "daily"
title = "The Daily"
publisher = "Press"
issued = "2023-05"
url = "https://example.org/daily"
self_reported = true

[[source]]
id = "weekly"
title = "The Weekly"
"""


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Aid:
    columns = dict.fromkeys(key for row in ROWS for key in row)
    rows = table(*({column: row.get(column, "") for column in columns} for row in ROWS))
    folder = tmp_path_factory.mktemp("collect")
    return built(written(folder, extra=SOURCES, places=PLACES, roster=ROSTER, partnerships=rows, totals=TOTALS))


@pytest.fixture(scope="module")
def picture(aid: Aid) -> Picture:
    return aid.picture()


def named(picture: Picture, label: str) -> Node:
    return next(node for node in picture.nodes if node.label == label)


def linked(picture: Picture, relation: str) -> Link:
    (link,) = [link for link in picture.links if link.relation == relation]
    return link


def labels(picture: Picture) -> set[str]:
    return {node.label for node in picture.nodes}


def test_a_party_has_all_its_names_its_place_and_its_side(picture: Picture) -> None:
    base = named(picture, "指挥部")
    assert base.labels == (("en", "Base"), ("zh", "指挥部"))
    assert set(base.aliases) == {"HQ", "前指"}
    assert (base.kind, base.place, base.is_place) == ("Authority", named(picture, "乙县").id, False)
    # it sits with those who receive and works for those who give
    assert base.side == "provider"
    assert (named(picture, "甲中学").side, named(picture, "丙小学").side) == ("provider", "recipient")
    assert named(picture, "丙镇").is_place
    assert named(picture, "甲医院").degree == 3


def test_places_are_those_of_somebody_and_those_around_them(picture: Picture) -> None:
    places = {dict(place.labels)["zh"]: place for place in picture.places}
    assert places.keys() == {"甲市", "乙县", "丙镇"}
    assert places["丙镇"].parent == places["乙县"].id
    assert places["丙镇"].level == "Township"
    assert dict(places["甲市"].labels) == {"zh": "甲市", "en": "Jia"}


def test_a_partnership_has_its_ends_its_period_and_every_claim_in_full(picture: Picture) -> None:
    link = linked(picture, "twinnedWith")
    assert {link.froms, link.tos} == {(named(picture, "甲中学").id,), (named(picture, "丙小学").id,)}
    assert (link.mutual, link.status, link.standing, link.implied) == (True, "active", "accepted", False)
    assert (link.since, link.since_day, link.until, link.until_day) == ("2020-03", "2020-03-01", "2099", "2099-12-31")
    assert (link.via, link.at) == (("指挥部",), "丙镇")
    sources = {source.id: source for source in picture.sources}
    claims = {sources[claim.source].title: claim for claim in link.evidence}
    assert claims.keys() == {"The Daily", "The Weekly"}
    assert claims["The Daily"] == Evidence(
        source=claims["The Daily"].source,
        quote="甲中学与丙小学结对",
        start=10,
        end=19,
        where="partnerships.csv:3",
        since="2020-03",
        until="2099",
        as_of="2023-05-06",
        status="active",
        amount="1000",
        currency="CNY",
        bound="about",
        note="备注",
    )
    assert claims["The Weekly"].basis == "implied"
    daily = sources[claims["The Daily"].source]
    assert (daily.publisher, daily.issued, daily.self_reported) == ("Press", "2023-05", True)
    assert daily.url == "https://example.org/daily"


def test_a_partner_that_is_not_named_is_told_by_kind_and_place(picture: Picture) -> None:
    link = linked(picture, "funds")
    assert (len(link.froms), link.tos, link.unnamed) == (1, (), "学校 · 乙县")


def test_standing_and_ends_are_told(picture: Picture) -> None:
    assert linked(picture, "trains").standing == "proposed"
    assert linked(picture, "mentors").until_day == "2021-12-31"
    assert picture.relation("ledBy").structural


def test_a_partnership_that_is_only_said_to_have_ended_tells_by_when(tmp_path: Path) -> None:
    row = {"relation": "trains", "from": "a", "to": "b", "from_kind": "School", "to_kind": "School"}
    rows = table(row | {"status": "ended", "as_of": "2022-05"})
    (link,) = built(written(tmp_path, partnerships=rows)).picture().links
    assert (link.status, link.until, link.ended_by) == ("ended", "", "2022-05-31")


def test_totals_stand_beside_what_is_named_of_them(picture: Picture) -> None:
    pairs, people = sorted(picture.totals, key=lambda total: total.unit)
    assert (pairs.relation, pairs.count, pairs.named, pairs.unnamed) == ("twinnedWith", 5, 1, 4)
    assert (pairs.from_, pairs.from_kind, pairs.to_kind) == (named(picture, "甲市").id, "School", "School")
    assert pairs.evidence[0].as_of == "2023"
    assert (people.named, people.unnamed) == (None, None)


def test_the_tray_is_what_gaps_answers_for_institutions_and_then_for_the_places_of_each_level(
    aid: Aid, picture: Picture
) -> None:
    levels = [gap for level in ("County", "Prefecture", "Township") for gap in aid.gaps(kind=level)]
    expected = [(gap.id, gap.answer, gap.because) for gap in [*aid.gaps(), *levels] if gap.answer != "linked"]
    assert [(one.id, one.answer, one.because) for one in picture.unlinked] == expected
    institutions = [one for one in picture.unlinked if not named(picture, one.label).is_place]
    assert [(one.id, one.answer) for one in institutions] == [
        (gap.id, gap.answer) for gap in aid.gaps() if gap.answer != "linked"
    ]


def test_marks_tell_what_is_known_short_of_a_partner(picture: Picture) -> None:
    marks = {one.label: one.marks for one in picture.unlinked}
    assert marks == {
        "无名": (),
        "指挥部": (),
        "乙医院": ("review",),
        "乙学院": ("ended",),
        "丁镇": ("total",),
        "丙镇": ("inside",),
    }


def test_a_part_around_a_party(aid: Aid) -> None:
    part = aid.picture(around="HQ", hops=1)
    assert labels(part) == {"指挥部", "甲市"}
    assert part.total_nodes == len(aid.picture().nodes)
    assert labels(aid.picture(around="丙小学")) == {"丙小学", "甲中学"}


def test_a_part_inside_a_place_has_its_partners_and_its_own_tray(aid: Aid) -> None:
    part = aid.picture(place="Yi")
    assert labels(part) >= {"乙县", "丙小学", "甲中学", "丁镇"}
    assert "无名" not in labels(part)
    assert {one.label for one in part.unlinked} == {
        gap.name
        for kind in ("", "County", "Township")
        for gap in aid.gaps(place="乙县", kind=kind)
        if gap.answer != "linked"
    }


def test_a_part_under_a_relation_takes_those_below_it_along_and_asks_for_it(aid: Aid) -> None:
    part = aid.picture(relation="aids")
    assert {link.relation for link in part.links} == {"counterpartAidTo", "funds", "trains", "mentors"}
    assert "甲中学" in {one.label for one in part.unlinked}
    assert [total.relation for total in part.totals] == ["aids"]
    assert {link.relation for link in aid.picture(relation="结对共建").links} == {"twinnedWith"}


@pytest.mark.parametrize("part", [{"around": "谁"}, {"place": "谁"}, {"relation": "谁"}, {"place": "甲中学"}])
def test_a_part_of_what_is_not_there_is_an_error(aid: Aid, part: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError):
        aid.page(**part)  # type: ignore[arg-type]


def test_a_page_says_what_it_was_cut_to(aid: Aid) -> None:
    data = aid.page(around="指挥部", hops=1).split('id="data">', 1)[1].split("</script>", 1)[0]
    assert json.loads(data)["scope"] == "指挥部周围 1 步"


def test_a_notebook_shows_the_page_in_a_frame_that_cannot_reach_it(aid: Aid) -> None:
    view = aid.view(around="指挥部")
    frame = view._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts ')
    assert "allow-same-origin" not in frame
    assert "<script" not in frame
    assert view.html == aid.page(around="指挥部")


def test_the_example_is_small(example_page: str) -> None:
    vis = example_page.split('id="vis">', 1)[1].split("</script>", 1)[0]
    assert len(example_page.encode()) <= 750_000
    assert len(example_page.encode()) - len(vis) <= 150_000
