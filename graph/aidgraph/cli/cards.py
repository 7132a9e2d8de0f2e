"""The answer card of a party as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aidgraph.cli.output import cell

if TYPE_CHECKING:
    from aidgraph.ask.card import Card, CardClaim, CardPartnership

__all__ = ["card_lines"]

_ARROWS = {"out": "->", "in": "<-", "mutual": "<->"}
_ROLES = {"via": "arranged for others:", "at": "between others, and about this place:"}


def card_lines(card: Card) -> list[str]:
    """Return a card as lines: what the party is, each partnership with its claims, and those of others that name it."""
    where = f" @ {card.place}" if card.place else ""
    lines = [cell(f"{card.name}  ({card.kind}{where})")]
    if card.names:
        lines.append(cell(f"also: {'; '.join(card.names)}"))
    lines.append(card.id)
    if not card.partnerships:
        lines += ["", "no source names a partnership of it"]
    for partnership in card.partnerships:
        lines += ["", cell(_headline(partnership))]
        for claim in partnership.claims:
            lines += [f"    {cell(line)}" for line in _claim(claim)]
    for role, told in _ROLES.items():
        if others := [part for part in card.arranged if part.role == role]:
            lines += ["", told, *(f"    {cell(f'{part.relation}: {part.between}')}" for part in others)]
    return lines


def _headline(partnership: CardPartnership) -> str:
    facts = [partnership.standing] if partnership.standing != "accepted" else []
    facts += [partnership.status] if partnership.status != "unknown" else []
    facts += [f"since {partnership.since}"] if partnership.since else []
    facts += [f"until {partnership.until}"] if partnership.until else []
    facts += ["the source leaves open who is paired with whom"] if partnership.pairing == "unspecified" else []
    facts += [f"together with {'; '.join(partnership.beside)}"] if partnership.beside else []
    told = f" ({', '.join(facts)})" if facts else ""
    arrow = _ARROWS[partnership.direction]
    return f"{partnership.relation} {arrow} {'; '.join(partnership.partners)}{told}"


def _claim(claim: CardClaim) -> Iterator[str]:
    marks = [mark for mark, default in ((claim.stance, "supports"), (claim.review, "accepted")) if mark != default]
    marks += ["implied"] if claim.basis == "implied" else []
    marks += ["speaks for a party"] if claim.self_reported else []
    passage = f", characters {claim.start} to {claim.end}" if claim.start is not None else ""
    passage += f", page {claim.page}" if claim.page is not None else ""
    passage += f", {claim.locator}" if claim.locator else ""
    issued = f" {claim.issued}" if claim.issued else ""
    told = f" [{', '.join(marks)}]" if marks else ""
    yield f"{claim.source}{issued}{passage}{told}  {claim.where}"
    if claim.quote:
        yield f"“{claim.quote}”"
    facts = [
        f"{name} {value}"
        for name, value in (
            ("since", claim.since),
            ("until", claim.until),
            ("as of", claim.as_of),
            ("status", claim.status),
            ("amount", claim.amount and f"{claim.amount} {claim.currency}"),
            ("count", claim.count is not None and f"{claim.bound or ''} {claim.count} {claim.unit}".strip()),
            ("via", "; ".join(claim.via)),
            ("at", claim.at),
            ("note", claim.note),
            ("url", claim.url),
        )
        if value
    ]
    if facts:
        yield ", ".join(facts)
