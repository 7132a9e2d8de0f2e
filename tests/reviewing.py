"""A workspace with a report, and what the tests of the review do with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from program import Run

TOML = """
[workspace]
base = "https://example.org/t/"
languages = ["zh"]
[[source]]
path = "places.csv"
reads = "places"
[[source]]
path = "schools.csv"
reads = "roster"
[[source]]
id = "reports"
path = "reports/*"
reads = "report"
title = "Reports"
"""
PLACES = "name,level\n青河市,Prefecture\n沙岭县,County\n"
SCHOOLS = "name,kind,place\n青河市第一中学,School,青河市\n沙岭县第三中学,School,沙岭县\n"
BOTH = "青河市第一中学与沙岭县第三中学结对共建。"
NEW = "青河市人民医院与沙岭县人民医院结对共建。"
TOTAL = "今年培训教师40余人次。"
REPORT = f"{BOTH}\n{NEW}\n{TOTAL}\n"
FILES = {"places.csv": PLACES, "schools.csv": SCHOOLS, "reports/a.txt": REPORT}


def listed(run: Run, workspace: Path) -> list[dict[str, Any]]:
    done = run("-w", workspace, "review", "--list", "--json", "-q")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = done.json
    return found


def of(items: list[dict[str, Any]], words: str) -> dict[str, Any]:
    """Return the only case whose quote holds some words."""
    [item] = [item for item in items if words in item["quote"]]
    return item


def claims(run: Run, workspace: Path, name: str) -> list[dict[str, Any]]:
    """Return the claims about a party, each with its partnership's relation."""
    shown = run("-w", workspace, "show", name, "--json", "-q")
    if shown.code:
        return []
    return [claim for one in shown.json["partnerships"] for claim in one["claims"]]


def rebuilt(run: Run, workspace: Path) -> dict[str, Any]:
    done = run("-w", workspace, "build", "--json")
    assert done.code == 0, done.err
    found: dict[str, Any] = done.json
    return found


def log(workspace: Path) -> list[dict[str, Any]]:
    path = workspace / "judgements.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
