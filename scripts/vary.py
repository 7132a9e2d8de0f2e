"""Vary annotated reports: ``python scripts/vary.py FILE.gold.json ... --target FOLDER [--seed 1]``.

Of each report four variations are written into the folder, text and annotation, for ``scripts/evaluate.py``:

- ``breaks``: the lines end elsewhere, in Chinese inside words, names and numbers too;
- ``names``: institutions of one kind have changed places, in the text and in the annotation;
- ``numbers``: the totals have other numbers;
- ``denied``: a sentence that states relations is denied as a whole.

What is found in a variation should be found as it was, but for what was changed. A variation that a report does not
lend itself to (no totals, say) is left out. The same files and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["VARIATIONS", "main", "unwrapped", "variations"]

Gold = dict[str, Any]
Varied = tuple[str, Gold] | None
"""A text with its annotation, or none where the report does not lend itself to it."""

ENDING = ".gold.json"
STRUCTURAL = {"ledBy", "partOf", "locatedIn"}
NUMBER = re.compile(r"\d[\d,]*(?:[.．]\d+)?")
SCALES = tuple(map(Decimal, (1, 1_000, 10_000, 1_000_000, 100_000_000)))
SENTENCE = {
    "zh": re.compile(r"[^。！？\n]+[。！？]"),
    "en": re.compile(r"[^\s.?!][^\n]*?[.?!](?=\s+[^\s\da-z]|\s*\Z)"),
}
# what a sentence takes for granted is denied with it
DENIAL = {"zh": "网上流传的“{}”一说完全不实。", "en": "There is no truth at all in the rumour that {}."}
WIDTHS = {"zh": (13, 31), "en": (48, 90)}


def unwrapped(text: str, language: str) -> str:
    """Return a text with each paragraph on one line."""
    if language == "en":
        return "\n\n".join(" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip())) + "\n"
    lines = text.rstrip("\n").split("\n")
    # a page's lines are equally long: what is shorter ends a paragraph
    width = max(map(len, lines))
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
    # a line may end inside a name
    other_name = {"".join(name.split()): other for name, other in other_name.items() if name != other}
    if not other_name:
        return None
    longest_first = sorted(other_name, key=len, reverse=True)
    pattern = re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in longest_first))

    def exchange(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, str):
            return pattern.sub(lambda found: other_name["".join(found[0].split())], value)
        if isinstance(value, list):
            return [exchange(item) for item in value]
        return {key: exchange(item) for key, item in value.items()} if isinstance(value, dict) else value

    varied = exchange(gold)
    return exchange(text), varied


def _numbers(text: str, gold: Gold, random: Random) -> Varied:
    varied = deepcopy(gold)
    rows = [*varied.get("relations", ()), *varied.get("totals", ())]
    spans = [_spans(text, row["quote"]) for row in rows]
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
    places = _spans(text, quote)
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
    varied["relations"] = [
        row for row in relations if row in stated or row not in touching or row["relation"] in STRUCTURAL
    ]
    for row in stated:
        row["negated"] = True
    for total in doubtful:
        total["optional"] = True
    for row in (*touching, *doubtful):
        if lowered and any(start == sentence.start() for start, _ in _spans(text, row["quote"])):
            row["quote"] = row["quote"][0].lower() + row["quote"][1:]
    if lowered:
        said = said[0].lower() + said[1:]
    return text[: sentence.start()] + DENIAL[language].format(said) + text[sentence.end() :], varied


def _states(row: Gold) -> bool:
    return row.get("basis") != "implied" and not row.get("optional") and row["relation"] not in STRUCTURAL


def _forms(party: Gold) -> tuple[str, ...]:
    return (party["name"], *party.get("mentions", ()))


def _spans(text: str, quote: str) -> list[tuple[int, int]]:
    pattern = r"\s*".join(map(re.escape, "".join(quote.split())))
    return [found.span() for found in re.finditer(pattern, text)]


def _overlaps(text: str, quote: str, sentence: re.Match[str]) -> bool:
    return any(start < sentence.end() and sentence.start() < end for start, end in _spans(text, quote))


def _lies_within(text: str, quote: str, sentence: re.Match[str]) -> bool:
    return all(sentence.start() <= start and end <= sentence.end() for start, end in _spans(text, quote))


VARIATIONS: dict[str, Callable[[str, Gold, Random], Varied]] = {
    "breaks": _breaks,
    "names": _names,
    "numbers": _numbers,
    "denied": _denied,
}


def variations(text: str, gold: Gold, random: Random) -> Iterator[tuple[str, str, Gold]]:
    """Yield the variations that a report lends itself to: which one it is, its text, its annotation."""
    plain = unwrapped(text, gold["language"])
    for name, vary in VARIATIONS.items():
        if varied := vary(plain, gold, random):
            yield name, *varied


def main(arguments: list[str] | None = None) -> int:
    """Vary the reports named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.gold.json")
    parser.add_argument("--target", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.target.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in options.files:
        stem = path.name.removesuffix(ENDING)
        text = path.with_name(f"{stem}.txt").read_text(encoding="utf-8")
        gold = json.loads(path.read_text(encoding="utf-8"))
        # a seed of its own: what else is varied does not matter
        for name, varied, annotation in variations(text, gold, Random(f"{options.seed} {stem}")):  # noqa: S311 - no secret
            beside = options.target / f"{stem}-{name}"
            beside.with_name(f"{beside.name}.txt").write_text(varied, encoding="utf-8")
            whole = json.dumps(annotation, ensure_ascii=False, indent=1)
            beside.with_name(f"{beside.name}{ENDING}").write_text(f"{whole}\n", encoding="utf-8")
            written += 1
    print(f"{written} variations of {len(options.files)} reports in {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
