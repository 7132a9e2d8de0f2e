"""What the reading of a report yields: parties, candidates, totals, and what was refused and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

__all__ = ["Candidate", "Extraction", "FoundParty", "FoundTotal", "Known", "Passage", "Proposal", "Refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A party that a workspace knows: its names, the kind or level by name, and whatever identifies it there."""

    name: str
    kind: str
    names: tuple[str, ...] = ()
    place: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of the document: ``text[start:end]`` is how it stands there, ``quote`` has its white space mended."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundParty:
    """A party that the report names; ``mentions`` are all places where it does, the first of them at ``start``."""

    name: str
    kind: str
    is_place: bool
    start: int
    end: int
    mentions: tuple[tuple[int, int], ...]
    forms: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody says the text says: a relation between named parties, or a total. Nothing in it is believed.

    ``quote`` is a passage; ``near`` a position in the mended text that tells apart passages that read the same;
    ``second`` are further passages, in which an end is named that the first only implies.
    """

    relation: str
    quote: str
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    group: str = ""
    open: bool = False
    via: tuple[str, ...] = ()
    status: str = ""
    basis: str = "stated"
    count: Decimal | None = None
    unit: str = ""
    bound: str = ""
    currency: str = ""
    score: float = 0.5
    near: int = 0
    oriented: bool = True
    """Whether the words say who gives and who receives."""

    denied: bool = False
    """Whether it is put forward as what the text denies, only to be refused as that."""

    proposer: str = "grammar"

    @property
    def is_total(self) -> bool:
        """Whether it is a number and no partnership."""
        return not self.froms and not self.tos


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A partnership that a passage states, for a person to accept; ends by name, as the parties are called."""

    relation: str
    froms: tuple[str, ...]
    tos: tuple[str, ...]
    passage: Passage
    second: tuple[Passage, ...] = ()
    group: str = ""
    open: bool = False
    via: tuple[str, ...] = ()
    status: str = ""
    basis: str = "stated"
    score: float = 0.5
    proposer: str = "grammar"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTotal:
    """A number that the report gives over aid; ``count`` is in whole units of ``currency`` where that is set."""

    relation: str
    count: Decimal
    unit: str
    passage: Passage
    bound: str = "exact"
    currency: str = ""
    proposer: str = "grammar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A proposal that did not pass, and why; ``passage`` is missing where its quote does not stand in the text."""

    reason: str
    proposal: Proposal
    detail: str = ""
    passage: Passage | None = None


@dataclass(slots=True)
class Extraction:
    """Everything found in one document, in the order of the text."""

    language: str = ""
    parties: list[FoundParty] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    totals: list[FoundTotal] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
