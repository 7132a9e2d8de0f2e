"""Vary annotated reports: ``python scripts/vary.py FILE.gold.json ... [--seeds 10]``.

Every report is varied once a seed: its lines end elsewhere (``breaks``), institutions of one kind change places
(``names``), names become such as no dictionary knows (``invented``), totals get other numbers (``numbers``), a
sentence that states relations is denied as a whole (``denied``). Printed is, variation by variation, how precision and
recall move against the same reports as they stand: the mean over the seeds, and the worst of them. A variation that a
report does not lend itself to (no totals, say) is left out.

What must hold whatever is varied is counted: nothing denied is stated, no number is wrong, every quote is reproduced
by its offsets. The exit code is 1 where something does not hold, and with ``-v`` it is told what.

With ``--target FOLDER`` the variations of one seed (``--seed``) are only written, text and annotation, for
``scripts/evaluate.py``. The same files and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import mean

from aidgraph.extract.candidates import candidates
from aidgraph.extract.records import Extraction
from annotation import places_of, touches
from evaluate import known_of
from scoring import Report, judge, value_of
from variations import VARIATIONS, Gold, variations

__all__ = ["Moved", "broken", "main", "moved"]

ENDING = ".gold.json"
PARTS = ("institutions", "places", "relations", "totals")


@dataclass(slots=True)
class Moved:
    """How one variation was read: a pair of reports a seed, as they stand and varied, and what did not hold."""

    seeds: list[tuple[Report, Report]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    reports: int = 0

    def change(self, part: str, measure: str) -> list[float]:
        """Return by how much precision or recall of a part moved, a number a seed."""
        return [
            getattr(varied.scores[part], measure) - getattr(plain.scores[part], measure) for plain, varied in self.seeds
        ]


def moved(files: list[Path], seeds: range) -> dict[str, Moved]:
    """Return how the reading of reports moves, by variation."""
    reports = [(path.name.removesuffix(ENDING), *_read(path)) for path in files]
    plain = {stem: judge(text, gold, _found(text, gold)) for stem, text, gold in reports}
    result = {name: Moved() for name in VARIATIONS}
    for seed in seeds:
        pairs = defaultdict[str, tuple[Report, Report]](lambda: (Report(), Report()))
        for stem, text, gold in reports:
            for name, varied, annotation in variations(text, gold, _random(seed, stem)):
                found = _found(varied, annotation)
                before, after = pairs[name]
                before.add(plain[stem])
                after.add(judge(varied, annotation, found))
                result[name].broken += [f"{stem}, seed {seed}: {what}" for what in broken(varied, annotation, found)]
                result[name].reports += 1
        for name, pair in pairs.items():
            result[name].seeds.append(pair)
    return result


def broken(text: str, gold: Gold, found: Extraction) -> Iterator[str]:
    """Yield what must not be in the reading of a text, whatever its annotation."""
    rows = gold.get("relations", ())
    denied = [span for row in rows if row.get("negated") for span in places_of(row["quote"], text)]
    stated = [span for row in rows if not row.get("negated") for span in places_of(row["quote"], text)]
    for item in found.candidates:
        if touches(item.passage, denied) and not touches(item.passage, stated):
            yield f"denied and stated: {item.relation} {item.froms} {item.tos} | {item.passage.quote}"
    totals = [(value_of(row), places_of(row["quote"], text)) for row in gold.get("totals", ())]
    for total in found.totals:
        values = [value for value, spans in totals if touches(total.passage, spans)]
        if values and total.count not in values:
            yield f"wrong number: {total.count} | {total.passage.quote}"
    passages = [item.passage for item in found.candidates] + [item.passage for item in found.totals]
    for passage in passages:
        if "".join(text[passage.start : passage.end].split()) != "".join(passage.quote.split()):
            yield f"not as it stands: {passage.quote}"


def _read(path: Path) -> tuple[str, Gold]:
    text = path.with_name(f"{path.name.removesuffix(ENDING)}.txt").read_text(encoding="utf-8")
    return text, json.loads(path.read_text(encoding="utf-8"))


def _found(text: str, gold: Gold) -> Extraction:
    return candidates(text, known=known_of(gold))


def _random(seed: int, stem: str) -> Random:
    """Return a source of chance of a report's own: what else is varied does not matter."""
    return Random(f"{seed} {stem}")  # noqa: S311 - no secret


def _write(files: list[Path], target: Path, seed: int) -> None:
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in files:
        stem = path.name.removesuffix(ENDING)
        for name, varied, annotation in variations(*_read(path), _random(seed, stem)):
            beside = target / f"{stem}-{name}"
            beside.with_name(f"{beside.name}.txt").write_text(varied, encoding="utf-8")
            whole = json.dumps(annotation, ensure_ascii=False, indent=1)
            beside.with_name(f"{beside.name}{ENDING}").write_text(f"{whole}\n", encoding="utf-8")
            written += 1
    print(f"{written} variations of {len(files)} reports in {target}")


def _print(result: dict[str, Moved], *, verbose: bool) -> None:
    for name, what in result.items():
        if not what.seeds:
            continue
        print(f"{name}: {what.reports / len(what.seeds):.0f} reports, {len(what.broken)} broken")
        for part in PARTS:
            line = f"  {part:14}"
            for measure in ("precision", "recall"):
                changes = what.change(part, measure)
                before = mean(getattr(plain.scores[part], measure) for plain, _ in what.seeds)
                line += f"{measure[0].upper()} {before:.3f}, mean {mean(changes):+.3f}, worst {min(changes):+.3f}   "
            print(line.rstrip())
        if verbose and what.broken:
            print(*(f"    {fault}" for fault in what.broken), sep="\n")


def main(arguments: list[str] | None = None) -> int:
    """Check how the reading of the reports moves, or write their variations; exit 1 where what must hold does not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.gold.json")
    parser.add_argument("--seeds", type=int, default=10, metavar="N", help="check with the seeds 1 to N")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what does not hold")
    parser.add_argument("--target", type=Path, metavar="FOLDER", help="only write the variations of one seed")
    parser.add_argument("--seed", type=int, default=1, help="the seed of what is written")
    options = parser.parse_args(arguments)
    if options.target:
        _write(options.files, options.target, options.seed)
        return 0
    result = moved(options.files, range(1, options.seeds + 1))
    _print(result, verbose=options.verbose)
    return int(any(what.broken for what in result.values()))


if __name__ == "__main__":
    sys.exit(main())
