"""Made-up pictures, and the program that measures the page with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
sys.path.append(str(SCRIPTS))  # at the end: some names are those of modules of the tests

from bench_page import overlapping  # noqa: E402  the scripts are no package
from made_up_pictures import made_up_picture  # noqa: E402  the same


@pytest.mark.parametrize(("parties", "links", "alone"), [(60, 72, 0), (100, 100, 30), (2, 1, 0)])
def test_a_made_up_picture_is_as_large_as_asked_and_always_the_same(parties: int, links: int, alone: int) -> None:
    picture = made_up_picture(parties, links, alone=alone)
    assert (len(picture.nodes), len(picture.links), len(picture.unlinked)) == (parties + alone, links, alone)
    assert {end for link in picture.links for end in link.ends} <= {node.id for node in picture.nodes[:parties]}
    assert all(len(set(link.ends)) == 2 for link in picture.links)
    assert {node.place for node in picture.nodes} <= {place.id for place in picture.places}
    assert picture == made_up_picture(parties, links, alone=alone)


@pytest.mark.parametrize(
    ("points", "number"),
    [([], 0), ([(0.0, 0.0)], 0), ([(0.0, 0.0), (50.0, 20.0), (300.0, 0.0)], 2), ([(0.0, 0.0), (0.0, 71.0)], 0)],
)
def test_overlaps_are_counted(points: list[tuple[float, float]], number: int) -> None:
    assert overlapping(points) == number


def test_an_unknown_part_is_told() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "bench_page.py", "sped"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "legal: speed, selection" in done.stderr
