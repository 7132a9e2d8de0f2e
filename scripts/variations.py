"""Variations of an annotated report, text and annotation: what is found in them should be found as it was.

- ``breaks``: the lines end elsewhere, in Chinese inside words, names and numbers too;
- ``names``: institutions of one kind have changed places;
- ``invented``: places, and what institutions are called by, have names that no dictionary knows;
- ``numbers``: the totals have other numbers;
- ``denied``: a sentence that states relations is denied as a whole.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from random import Random

from aidgraph.kinds import vocabulary
from annotation import Gold, places_of
from strange_names import renamed, strange_names

__all__ = ["VARIATIONS", "Gold", "unwrapped", "variations"]

Varied = tuple[str, Gold] | None
"""A text with its annotation, or none where the report does not lend itself to it."""

NUMBER = re.compile(r"\d[\d,]*(?:[.．]\d+)?")
SCALES = tuple(map(Decimal, (1, 1_000, 10_000, 1_000_000, 100_000_000)))
SENTENCE = {
    "zh": re.compile(r"[^。！？\n]+[。！？]"),
    "en": re.compile(r"[^\s.?!][^\n]*?[.?!](?=\s+[^\s\da-z]|\s*\Z)"),
}
# what a sentence takes for granted is denied with it
DENIALS = {
    "zh": ("网上流传的“{}”一说完全不实。", "有人称{}，经核实并无此事。", "“{}”的说法并不属实。"),
    "en": ("There is no truth at all in the rumour that {}.", "It is not true that {}.", "Reports that {} are false."),
}
WIDTHS = {"zh": (13, 31), "en": (48, 90)}


def unwrapped(text: str, language: str) -> str:
    """Return a text with each paragraph on one line."""
    lines = text.rstrip("\n").split("\n")
    width = max(map(len, lines))
    if language == "en":
        return _joined(lines, width) + "\n"
    # a page's lines are equally long: what is shorter ends a paragraph
    if sum(len(line) == width for line in lines) < max(4, len(lines) / 3):
        return text
    joined, open_line = list[str](), False
    for line in lines:
        if open_line and not line:
            continue
        if open_line:
            joined[-1] += line
        else:
            joined.append(line)
        open_line = len(line) == width
    return "\n".join(joined) + "\n"


def _joined(lines: list[str], width: int) -> str:
    """Return English lines joined where the first word of the next would not have fitted."""
    joined = lines[:1]
    for before, line in pairwise(lines):
        if before.strip() and line.strip() and len(before) + 1 + len(line.split()[0]) > width:
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _breaks(text: str, gold: Gold, random: Random) -> Varied:
    width = random.randrange(*WIDTHS[gold["language"]])
    lines = list[str]()
    for line in text.rstrip("\n").split("\n"):
        if gold["language"] == "en":
            lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        else:
            lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return "\n".join(lines) + "\n", gold


def _names(text: str, gold: Gold, random: Random) -> Varied:
    forms = [form for party in gold["parties"] for form in _forms(party)]
    listed = [name for item in gold.get("known", ()) for name in (item["name"], *item.get("aliases", ()))]
    by_kind: dict[str, list[str]] = {}
    for party in gold["parties"]:
        name = party["name"]
        # a name that stands in another, or has other forms, cannot be exchanged by its letters alone
        alone = name in text and name not in listed and not party.get("mentions")
        if alone and not any(name != other and name in other for other in forms):
            by_kind.setdefault(party["kind"], []).append(name)
    other_name = dict[str, str]()
    for names in by_kind.values():
        shuffled = random.sample(names, len(names))
        other_name |= {name: shuffled[(at + 1) % len(names)] for at, name in enumerate(shuffled)}
    return renamed(text, gold, {name: other for name, other in other_name.items() if name != other})


def _invented(text: str, gold: Gold, random: Random) -> Varied:
    return renamed(text, gold, strange_names(gold, text, random))


def _numbers(text: str, gold: Gold, random: Random) -> Varied:
    varied = deepcopy(gold)
    rows = [*varied.get("relations", ()), *varied.get("totals", ())]
    spans = [places_of(row["quote"], text) for row in rows]
    letters, changed = list(text), 0
    for row in varied.get("totals", ()):
        measure = "count" if "count" in row else "amount"
        for at, digits, scale in _numbers_of(text, row["quote"], Decimal(str(row[measure]))):
            # a quote that stands twice would have to change twice
            if any(len(places) > 1 for places in spans if any(start <= at < end for start, end in places)):
                continue
            old = letters[at]
            first = random.choice([digit for digit in range(1, 10) if digit != int(old)])
            letters[at] = chr(ord(old) - int(old) + first)
            number = Decimal(_plain(letters[at] + digits[1:])) * scale
            row[measure] = int(number) if number == int(number) else float(number)
            changed += 1
    if not changed:
        return None
    text = "".join(letters)
    for row, places in zip(rows, spans, strict=True):
        row["quote"] = text[slice(*places[0])]
    return text, varied


def _numbers_of(text: str, quote: str, value: Decimal) -> Iterator[tuple[int, str, Decimal]]:
    """Yield where in the text the quote writes the value in digits, at most once: offset, digits and their scale."""
    places = places_of(quote, text)
    for found in NUMBER.finditer(text, *places[0]):
        for scale in SCALES:
            if Decimal(_plain(found[0])) * scale == value:
                yield found.start(), found[0], scale
                return


def _plain(digits: str) -> str:
    return digits.replace("．", ".").replace(",", "")


def _denied(text: str, gold: Gold, random: Random) -> Varied:
    language = gold["language"]
    varied = deepcopy(gold)
    relations, totals = varied.get("relations", []), varied.get("totals", [])
    choices = list[tuple[re.Match[str], list[Gold]]]()
    for sentence in SENTENCE[language].finditer(text):
        touching = [row for row in relations if _overlaps(text, row["quote"], sentence)]
        if (
            any(map(_states, touching))
            and not any(row.get("negated") for row in touching)
            and all(_lies_within(text, row["quote"], sentence) for row in touching)
        ):
            choices.append((sentence, touching))
    if not choices:
        return None
    sentence, touching = random.choice(choices)
    said = sentence[0][:-1]
    lowered = language == "en" and not any(said.startswith(_forms(party)) for party in gold["parties"])
    # whether the number of what is denied counts is a matter of taste
    doubtful = [total for total in totals if _overlaps(text, total["quote"], sentence)]
    stated = [row for row in touching if _states(row)]
    varied["relations"] = [row for row in relations if row in stated or row not in touching or _is_structural(row)]
    for row in stated:
        row["negated"] = True
    for total in doubtful:
        total["optional"] = True
    for row in (*touching, *doubtful):
        if lowered and any(start == sentence.start() for start, _ in places_of(row["quote"], text)):
            row["quote"] = row["quote"][0].lower() + row["quote"][1:]
    if lowered:
        said = said[0].lower() + said[1:]
    return text[: sentence.start()] + random.choice(DENIALS[language]).format(said) + text[sentence.end() :], varied


def _states(row: Gold) -> bool:
    return row.get("basis") != "implied" and not row.get("optional") and not _is_structural(row)


def _is_structural(row: Gold) -> bool:
    return vocabulary().relation(row["relation"]).structural


def _forms(party: Gold) -> tuple[str, ...]:
    return (party["name"], *party.get("mentions", ()))


def _overlaps(text: str, quote: str, sentence: re.Match[str]) -> bool:
    return any(start < sentence.end() and sentence.start() < end for start, end in places_of(quote, text))


def _lies_within(text: str, quote: str, sentence: re.Match[str]) -> bool:
    return all(sentence.start() <= start and end <= sentence.end() for start, end in places_of(quote, text))


VARIATIONS: dict[str, Callable[[str, Gold, Random], Varied]] = {
    "breaks": _breaks,
    "names": _names,
    "invented": _invented,
    "numbers": _numbers,
    "denied": _denied,
}


def variations(text: str, gold: Gold, random: Random) -> Iterator[tuple[str, str, Gold]]:
    """Yield the variations that a report lends itself to: which one it is, its text, its annotation."""
    plain = unwrapped(text, gold["language"])
    for name, vary in VARIATIONS.items():
        if varied := vary(plain, gold, random):
            yield name, *varied
