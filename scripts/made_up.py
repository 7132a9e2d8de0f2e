"""A made-up country: places with codes that obey GB/T 2260, and institutions of all kinds in them."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from workspace_files import Cell

__all__ = ["KINDS", "World", "identifier", "write_places_and_roster"]

Write = Callable[[Sequence[Cell]], object]

FOUNDING_KNOWN = 0.3
"""The share of institutions whose year of founding the roster gives."""

SYLLABLES = tuple(
    zip(
        "安平河清石林云龙泉山东西南北江海湖桥沙金银玉永长大小新古高白红青松柳梅兰竹谷川岭溪塘湾原坡和昌丰宁康德仁义信文武光明星月",
        re.findall(
            r"\w+",
            "an ping he qing shi lin yun long quan shan dong xi nan bei jiang hai hu qiao sha jin yin yu yong chang da "
            "xiao xin gu gao bai hong qing song liu mei lan zhu gu chuan ling xi tang wan yuan po he chang feng ning "
            "kang de ren yi xin wen wu guang ming xing yue",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of institution: how its names end in Chinese and English, how many in a hundred are of it."""

    name: str
    zh: str
    en: str
    share: int


KINDS = (
    Kind("School", "学校", "School", 34),
    Kind("VocationalSchool", "职业学校", "Vocational School", 4),
    Kind("College", "学院", "College", 2),
    Kind("Hospital", "医院", "Hospital", 6),
    Kind("HealthCentre", "卫生院", "Health Centre", 10),
    Kind("Enterprise", "公司", "Company", 22),
    Kind("Authority", "办公室", "Office", 10),
    Kind("Association", "协会", "Association", 5),
    Kind("Station", "服务站", "Service Station", 5),
    Kind("CulturalInstitution", "文化馆", "Cultural Centre", 2),
)


@dataclass(slots=True)
class World:
    """Everything that has a name: places and institutions by number, names computed when they are asked for."""

    random: Random
    kinds: array[int] = field(default_factory=lambda: array("B"))
    ordinals: array[int] = field(default_factory=lambda: array("H"))
    townships: array[int] = field(default_factory=lambda: array("I"))
    township_names: array[int] = field(default_factory=lambda: array("I"))
    township_counties: array[int] = field(default_factory=lambda: array("I"))
    counties: list[str] = field(default_factory=list)
    prefectures: list[str] = field(default_factory=list)

    def name(self, institution: int) -> str:
        """Return an institution's Chinese name; no two are alike, since no two counties are."""
        township = self.townships[institution]
        place = f"{_word(self.township_counties[township])}县{_word(self.township_names[township])}镇"
        return f"{place}第{self.ordinals[institution]}{KINDS[self.kinds[institution]].zh}"

    def name_en(self, institution: int) -> str:
        """Return an institution's English name."""
        township = self.townships[institution]
        place = f"{_word_en(self.township_names[township])} Town"
        return f"{KINDS[self.kinds[institution]].en} No. {self.ordinals[institution]}, {place}"

    def kind(self, institution: int) -> str:
        """Return the name of an institution's kind."""
        return KINDS[self.kinds[institution]].name


def _word(number: int) -> str:
    return "".join(zh for zh, _ in _digits(number))


def _word_en(number: int) -> str:
    return "".join(latin for _, latin in _digits(number)).capitalize()


def _digits(number: int) -> Iterator[tuple[str, str]]:
    """Yield the syllables of a made-up name, at least two."""
    count = 0
    while number or count < 2:  # noqa: PLR2004  a name of one syllable is rare
        number, digit = divmod(number, len(SYLLABLES))
        yield SYLLABLES[digit]
        count += 1


def write_places_and_roster(world: World, size: int, write_place: Write, write_institution: Write) -> None:
    """Write ``size`` institutions and as many places as they need, a place before what is in it."""
    rng = world.random
    shares = [kind.share for kind in KINDS]
    institution = 0
    for township, code in enumerate(_townships(world, write_place)):
        seen: Counter[int] = Counter()
        # as in life, a few towns hold very many
        for kind in rng.choices(range(len(KINDS)), shares, k=min(int(8 * rng.paretovariate(1.6)), 400)):
            seen[kind] += 1
            world.kinds.append(kind)
            world.ordinals.append(seen[kind])
            world.townships.append(township)
            names = world.name(institution), world.name_en(institution)
            since = str(rng.randint(1950, 2015)) if rng.random() < FOUNDING_KNOWN else ""
            write_institution((identifier(institution), *names, KINDS[kind].name, code, since))
            institution += 1
            if institution == size:
                return


def _townships(world: World, write: Write) -> Iterator[str]:
    """Write one township after another and everything above it; yield its code."""
    rng = world.random
    names = len(SYLLABLES) ** 2
    for province in map(str, range(11, 100)):
        name = rng.randrange(names)
        write((f"{_word(name)}省", f"{_word_en(name)} Province", "Province", province, ""))
        for prefecture in (f"{province}{number:02}" for number in range(1, rng.randint(6, 15))):
            world.prefectures.append(prefecture)
            name = rng.randrange(names)
            write((f"{_word(name)}市", f"{_word_en(name)} Prefecture", "Prefecture", prefecture, province))
            for county in (f"{prefecture}{number:02}" for number in range(1, rng.randint(6, 13))):
                name = len(world.counties)
                world.counties.append(county)
                write((f"{_word(name)}县", f"{_word_en(name)} County", "County", county, prefecture))
                for number, town in enumerate(rng.sample(range(names), rng.randint(6, 18)), 100):
                    world.township_names.append(town)
                    world.township_counties.append(name)
                    write((f"{_word(town)}镇", f"{_word_en(town)} Town", "Township", f"{county}{number}", county))
                    yield f"{county}{number}"


def identifier(institution: int) -> str:
    """Return the id that the roster gives an institution."""
    return f"i{institution:06}"
