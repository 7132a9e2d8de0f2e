"""Names that no dictionary knows, for the places of a report and for what its institutions are called by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from aidgraph.kinds import vocabulary
from annotation import Gold

__all__ = ["renamed", "strange_names"]

# places of these levels are known by name wherever one reads, and often by nothing else
WELL_KNOWN = {"Country", "Region", "Province"}
BEGINNINGS = {
    "zh": tuple("沁汶淇沅漳莘栾绛稷芷砚荻岑澜溱蘅云龙石金永沙青柳枫桐"),
    "en": tuple(
        re.findall("[A-Z][a-z]+", "TharQuellBrendOskerVelmDurnHaskMorvPellStrevWendYarlCorvFennGaltRuthLamTress")
    ),
}
ENDINGS = {
    "zh": tuple("岭川溪平阳林坪原塘湾桥源丰宁昌"),
    "en": ("wick", "moor", "leigh", "stow", "mere", "ford", "holm", "gate", "thorpe", "combe"),
}
LEVEL_ZH = r"(?:新区|特区|地区|(?:[一-龥]{1,3}族)*自治[县州旗]|[市县区镇乡村旗州])"
CHAIN = re.compile(rf"([一-龥]{{2,3}}?){LEVEL_ZH}")
LEVEL_EN = re.compile(r" (?:Province|District|County|Region|Town|City)$")
# what stands before a kind of institution and is no name: 人民医院
CALLED = re.compile("([一-龥]{2})(?:中学|小学|学校|医院|幼儿园|中心小学|中心卫生院|卫生院|职业中学|实验中学)$")
PLAIN_ZH = re.compile(
    "人民|中心|实验|中医|民族|城关|完全|高级|初级|职业|妇幼|儿童|附属|特殊|妇产|康复|教学|国语|体育|初中|高中|敬老|师范|友谊|医科|音乐"
)
COMMON = set("城江河山水海湖阳州平安南北东西中大小新石林第一二三四五六七八九十县市区乡镇村校院学")
# nor are these, at the head of a name, what it is called by
PLAIN_EN = re.compile(
    "The|North|South|East|West|Northern|Southern|Eastern|Western|Central|New|Saint|St|Royal|National|International|"
    "Community|Town|City|Embassy|University|College|School|Institute|Municipality|Board|Link|Festival|Group|Hospital|"
    "Council|Trust|Colegio|Escuela|Gymnasium|Integrated|Realschule|Oberschule|Scuola|Istituto|Musikkapelle|Bocciofila"
)


def strange_names(gold: Gold, text: str, random: Random) -> dict[str, str]:
    """Return a new name for every place, and for what an institution is called by, as far as that can be told."""
    language = gold["language"]
    old = dict.fromkeys(_chinese(gold) if language == "zh" else _english(gold))
    made = [beginning + ending for beginning in BEGINNINGS[language] for ending in ENDINGS[language]]
    return dict(zip(old, random.sample([name for name in made if name not in text], len(old)), strict=True))


def _chinese(gold: Gold) -> Iterator[str]:
    forms = [form for party in (*gold["parties"], *gold.get("known", ())) for form in _forms(party)]
    known = [party["name"] for party in gold["parties"] if party["kind"] in WELL_KNOWN]
    for name in _stems(gold["parties"]):
        shortened = [form for form in forms if name not in form and set(form) & set(name) - COMMON]
        if not shortened and not any(name in other for other in known) and set(name) - COMMON:
            yield name


def _stems(parties: Iterable[Gold]) -> Iterator[str]:
    for party in parties:
        name, at = party["name"], 0
        while found := CHAIN.match(name, at):
            yield found[1]
            at = found.end()
        rest = name[at:]
        if vocabulary().kind_or_level(party["kind"]).is_level:
            if rest and not at and party["kind"] not in WELL_KNOWN:
                yield rest
        elif (called := CALLED.fullmatch(rest)) and not PLAIN_ZH.fullmatch(called[1]):
            yield called[1]
        elif party["kind"] == "Enterprise":
            yield rest[:2]


def _english(gold: Gold) -> Iterator[str]:
    for party in gold["parties"]:
        first = party["name"].split()[0].removesuffix("'s")
        if vocabulary().kind_or_level(party["kind"]).is_level:
            if party["kind"] not in WELL_KNOWN:
                yield LEVEL_EN.sub("", party["name"])
        elif not PLAIN_EN.fullmatch(first) and first.isascii() and first.isalpha():
            yield first


def _forms(party: Gold) -> tuple[str, ...]:
    return (party["name"], *party.get("mentions", ()), *party.get("aliases", ()))


def renamed(text: str, gold: Gold, other_name: dict[str, str]) -> tuple[str, Gold] | None:
    """Return a text and its annotation with other names, at once, the longest first; none where there are none."""
    if not other_name:
        return None
    squeezed = {"".join(name.split()): other for name, other in other_name.items()}
    # a line may end inside a name; in English a name is no part of a word
    edge = r"\b" if gold["language"] == "en" else ""
    names = (r"\s*".join(map(re.escape, name)) for name in sorted(squeezed, key=len, reverse=True))
    pattern = re.compile(rf"{edge}(?:{'|'.join(names)}){edge}")

    def exchange(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, str):
            return pattern.sub(lambda found: squeezed["".join(found[0].split())], value)
        if isinstance(value, list):
            return [exchange(item) for item in value]
        return {key: exchange(item) for key, item in value.items()} if isinstance(value, dict) else value

    varied: Gold = exchange(gold)
    return exchange(text), varied
