"""An extraction as plain data: what ``aidgraph extract --json`` prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aidgraph.extract.records import Candidate, Extraction, FoundTotal, Passage, Refusal

__all__ = ["plain"]


def plain(found: Extraction) -> dict[str, Any]:
    """Return parties, candidates, totals and refusals as JSON holds them.

    >>> from aidgraph.extract.candidates import candidates
    >>> plain(candidates("培训教师40余人次。"))["totals"][0]["count"]
    40
    """
    return {
        "language": found.language,
        "parties": [
            {
                "name": party.name,
                "kind": party.kind,
                "start": party.start,
                "end": party.end,
                "mentions": [list(mention) for mention in party.mentions],
                "party": party.reference or None,
            }
            for party in found.parties
        ],
        "candidates": [_candidate(item) for item in found.candidates],
        "totals": [_total(item) for item in found.totals],
        "refused": [_refusal(item) for item in found.refused],
        "warnings": list(found.warnings),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {"start": passage.start, "end": passage.end, "quote": passage.quote}


def _candidate(item: Candidate) -> dict[str, Any]:
    return {
        "relation": item.relation,
        "from": list(item.froms),
        "to": list(item.tos),
        **_passage(item.passage),
        "second": [_passage(passage) for passage in item.second],
        "group": item.group or None,
        "open": item.open,
        "via": list(item.via),
        "status": item.status or None,
        "basis": item.basis,
        "score": item.score,
        "proposer": item.proposer,
    }


def _total(item: FoundTotal) -> dict[str, Any]:
    return {
        "relation": item.relation,
        "count": _number(item.count),
        "unit": item.unit or item.currency,
        "currency": item.currency or None,
        "bound": item.bound,
        **_passage(item.passage),
    }


def _refusal(item: Refusal) -> dict[str, Any]:
    proposal = item.proposal
    count = proposal.count
    return {
        "reason": item.reason,
        "detail": item.detail,
        "relation": proposal.relation,
        "from": list(proposal.froms),
        "to": list(proposal.tos),
        "count": None if count is None else _number(count),
        "start": item.passage.start if item.passage else None,
        "end": item.passage.end if item.passage else None,
        "quote": item.passage.quote if item.passage else proposal.quote,
        "proposer": proposal.proposer,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
