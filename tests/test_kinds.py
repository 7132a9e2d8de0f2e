"""The kinds: found by name, label or IRI, above and below each other, and told apart by their looks."""

from __future__ import annotations

import math
from collections import defaultdict
from importlib.resources import files
from itertools import combinations, pairwise

import pytest

from aidgraph.errors import UnknownNameError
from aidgraph.kinds import PLAIN, Kind, Relation, vocabulary
from aidgraph.terms import AID, KIND, LEVEL
from aidgraph.workspace import load_workspace
from program import MakeWorkspace

WORDS = vocabulary()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("twinnedWith", "twinnedWith"),
        ("TWINNEDWITH", "twinnedWith"),
        ("twinned with", "twinnedWith"),
        ("结对共建", "twinnedWith"),
        (" 结对共建 ", "twinnedWith"),
        ("结对", "twinnedWith"),
        (f"{AID}twinnedWith", "twinnedWith"),
        ("支持", "aids"),
        ("师徒", "mentors"),
        ("对口支援", "counterpartAidTo"),
        ("隶属", "partOf"),
    ],
)
def test_a_relation_is_found_by_name_label_or_iri(written: str, name: str) -> None:
    assert WORDS.relation(written).name == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("School", "School"),
        ("school", "School"),
        ("学校", "School"),
        ("中职学校", "VocationalSchool"),
        ("医院", "Hospital"),
        ("卫生院", "HealthCentre"),
        (f"{KIND}Alliance", "Alliance"),
        ("Township", "Township"),
        ("乡镇", "Township"),
        ("县", "County"),
        (f"{LEVEL}Country", "Country"),
    ],
)
def test_a_kind_or_level_is_found_by_name_label_or_iri(written: str, name: str) -> None:
    kind = WORDS.kind_or_level(written)
    assert kind.name == name
    assert (WORDS.level if kind.is_level else WORDS.kind)(written) == kind


def test_a_level_is_no_kind_and_a_kind_no_level() -> None:
    with pytest.raises(UnknownNameError):
        WORDS.kind("Township")
    with pytest.raises(UnknownNameError):
        WORDS.level("School")


@pytest.mark.parametrize(
    ("look_up", "written", "nearest"),
    [
        (WORDS.relation, "twinedWith", "twinnedWith"),
        (WORDS.relation, "结对共健", "twinnedWith"),
        (WORDS.relation, "sends staff", "sendsStaffTo"),
        (WORDS.kind, "Shool", "School"),
        (WORDS.kind, "职业学样", "VocationalSchool"),
        (WORDS.level, "Townshp", "Township"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_legal_one(look_up, written: str, nearest: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with pytest.raises(UnknownNameError) as caught:
        look_up(written)
    assert caught.value.candidates == (nearest,)


def test_a_name_like_no_other_has_no_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        WORDS.relation("zzzzzz")
    assert caught.value.candidates == ()


def test_no_two_share_a_name() -> None:
    for things in (WORDS.relations.values(), WORDS.kinds.values()):
        owners = defaultdict(set)
        for thing in things:
            for name in (thing.name, *(label for _, label in thing.labels), *thing.aliases):
                owners[name.casefold()].add(thing.name)
        assert not {name: names for name, names in owners.items() if len(names) > 1}


# ---- above and below -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "chain"),
    [
        ("School", ["School", "Education", "Institution"]),
        ("VocationalSchool", ["VocationalSchool", "Education", "Institution"]),
        ("College", ["College", "Education", "Institution"]),
        ("Hospital", ["Hospital", "Health", "Institution"]),
        ("TrainingCentre", ["TrainingCentre", "Institution"]),
        ("Institution", ["Institution"]),
        ("Township", ["Township", "Place"]),
    ],
)
def test_a_kind_stands_below_broader_ones(kind: str, chain: list[str]) -> None:
    assert [above.name for above in WORDS.broader(WORDS.kind_or_level(kind))] == chain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("College", "VocationalSchool", True), ("School", "Hospital", False), ("Hospital", "HealthCentre", True)],
)
def test_the_top_kind_says_what_is_of_one_sort(one: str, other: str, same: bool) -> None:  # noqa: FBT001  a case's outcome
    assert (WORDS.top_kind(WORDS.kind(one)) == WORDS.top_kind(WORDS.kind(other))) == same


def test_a_relation_stands_below_broader_ones() -> None:
    chain = [above.name for above in WORDS.broader_relations(WORDS.relation("consultsRemotelyWith"))]
    assert chain == ["consultsRemotelyWith", "cooperatesWith", "relatedTo"]


def test_everything_that_counts_as_a_link_is_below_related_to_and_nothing_structural_is() -> None:
    below = WORDS.narrower_relations(WORDS.relation("relatedTo"))
    assert below == {iri for iri, relation in WORDS.relations.items() if not relation.structural}
    structural = {relation.name for relation in WORDS.relations.values() if relation.structural}
    assert structural == {"ledBy", "partOf", "locatedIn"}


def test_what_is_mutual_and_what_is_derived() -> None:
    mutual = {relation.name for relation in WORDS.relations.values() if relation.mutual}
    assert mutual == {"relatedTo", "twinnedWith", "cooperatesWith", "consultsRemotelyWith", "alliedWith"}
    assert [relation.name for relation in WORDS.relations.values() if relation.derived] == ["alliedWith"]
    assert [relation.name for relation in WORDS.relations.values() if relation.same_top_kind] == ["twinnedWith"]


def test_levels_have_ranks_with_gaps_and_the_plain_one_has_none() -> None:
    ranks = [WORDS.level(name).rank for name in ("Country", "Province", "Prefecture", "County", "Township", "Village")]
    numbers = [rank for rank in ranks if rank is not None]
    assert len(numbers) == len(ranks)
    assert all(lower - upper > 1 for upper, lower in pairwise(numbers))
    assert WORDS.level("Place").rank is None


@pytest.mark.parametrize(
    ("relation", "side", "kind", "may"),
    [
        ("counterpartAidTo", "from", "Prefecture", True),
        ("counterpartAidTo", "from", "AidHeadquarters", True),
        ("counterpartAidTo", "from", "School", False),
        ("counterpartAidTo", "to", "School", False),
        ("mentors", "from", "Township", False),
        ("mentors", "to", "Township", True),
        ("sendsStaffTo", "from", "Township", True),
        ("builds", "to", "Facility", True),
        ("builds", "to", "County", False),
        ("broughtIn", "from", "Authority", True),
        ("broughtIn", "from", "Enterprise", False),
        ("broughtIn", "to", "Cooperative", True),
        ("investedIn", "to", "Enterprise", True),
        ("investedIn", "to", "School", False),
        ("operatesIn", "to", "Enterprise", False),
        ("memberOf", "to", "Alliance", True),
        ("memberOf", "to", "School", False),
        ("implements", "to", "Project", True),
        ("procuresFrom", "to", "Village", True),
        ("aids", "from", "Village", True),
        ("memberOf", "to", "Institution", True),  # of which no more is known
    ],
)
def test_a_relation_runs_between_some_kinds_only(relation: str, side: str, kind: str, may: bool) -> None:  # noqa: FBT001  a case's outcome
    assert WORDS.may_hold(WORDS.relation(relation), WORDS.kind_or_level(kind), side=side) == may


# ---- a workspace's own -----------------------------------------------------------------------------------------------

OWN = """
[workspace]
name = "Own kinds"
base = "https://example.org/own/"

[[kind]]
name = "Kindergarten"
parent = "School"
label_zh = "幼儿园"

[[kind]]
name = "PrimarySchool"
parent = "School"
label_en = "primary school"
label_zh = "小学"

[[kind]]
name = "Banner"
parent = "County"
"""


def test_a_workspace_may_add_kinds_and_levels(make_workspace: MakeWorkspace) -> None:
    words = load_workspace(make_workspace(OWN)).vocabulary
    kind = words.kind("幼儿园")
    assert [above.name for above in words.broader(kind)] == ["Kindergarten", "School", "Education", "Institution"]
    assert (kind.colour, kind.shape) == (WORDS.kind("School").colour, WORDS.kind("School").shape)
    level = words.level("Banner")
    assert level.rank == WORDS.level("County").rank
    assert [above.name for above in words.broader(level)] == ["Banner", "Place"]
    with pytest.raises(UnknownNameError):
        vocabulary().kind("幼儿园")


def test_what_a_workspace_calls_its_own_kind_wins_over_another_name_of_ours(make_workspace: MakeWorkspace) -> None:
    words = load_workspace(make_workspace(OWN)).vocabulary
    assert WORDS.kind("小学").name == "School"
    assert words.kind("小学").name == "PrimarySchool"
    assert words.kind("学校").name == "School"


# ---- looks -----------------------------------------------------------------------------------------------------------

VISIONS = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
)
"""Usual vision, and those without red, green and blue (Machado et al. 2009), on linear RGB."""

WHITE, DARK = "#FFFFFF", "#171A20"


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lifted(colour: str) -> str:
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * 0.25):02X}" for part in parts)


def lab(parts: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in parts)
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str) -> float:
    """How different two colours look, to whom they look most alike (CIE 1976)."""
    seen: list[float] = []
    for vision in VISIONS:
        ends = [lab([sum(k * v for k, v in zip(row, linear(c), strict=True)) for row in vision]) for c in (one, other)]
        seen.append(math.dist(*ends))
    return min(seen)


def test_every_look_can_be_drawn() -> None:
    marks = files("aidgraph.show").joinpath("page/marks.js").read_text(encoding="utf-8")
    shapes, dashes = {kind.shape for kind in WORDS.kinds.values()}, {r.dash for r in WORDS.relations.values()}
    assert all(f"{name}: " in marks for name in shapes | (dashes - {"solid"}))
    things: list[Kind | Relation] = [*WORDS.kinds.values(), *WORDS.relations.values()]
    for colour in {thing.colour for thing in things}:
        assert contrast(colour, WHITE) >= 3, colour
        assert contrast(lifted(colour), DARK) >= 3, colour


def test_relations_differ_in_dash_or_in_a_colour_that_everybody_tells_apart() -> None:
    for one, other in combinations(WORDS.relations.values(), 2):
        assert one.dash != other.dash or difference(one.colour, other.colour) >= 15, (one.name, other.name)


def test_kinds_differ_in_shape_or_in_a_colour_that_everybody_tells_apart() -> None:
    looks = {(kind.colour, kind.shape) for kind in WORDS.kinds.values()}
    for (colour, shape), (other, other_shape) in combinations(looks, 2):
        assert shape != other_shape or difference(colour, other) >= 20, (colour, other, shape)


def test_broad_kinds_do_not_look_alike() -> None:
    broad = [kind for kind in WORDS.kinds.values() if kind.parent == PLAIN]
    looks = [(kind.colour, kind.shape) for kind in [*broad, WORDS.kind("Institution"), WORDS.level("Place")]]
    assert len(set(looks)) == len(looks)
