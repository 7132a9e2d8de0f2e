"""Claims: what a row says for or against a partnership or total, under an IRI minted from what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache

from aidgraph.errors import Where
from aidgraph.model import Claim, ClaimFacts, PartialDate
from aidgraph.terms import mint
from aidgraph.workspace import SourceConfig

__all__ = ["Claims", "Extracted", "Written"]

TABLE = "table"
"""The extractor of claims that a table's rows make."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What read a claim out of a report: the extractor, how sure it is, and what the case is called."""

    extractor: str
    score: Decimal | None
    case: str


Written = tuple[Sequence[str], ...]
"""What a row says, as it stands there."""


@dataclass(slots=True)
class Claims:
    """The claims that rows have made so far.

    ``rows`` are those under review by what their row says as it is written: its claim's IRI changes with who is judged
    to be who, and what was judged of the row is to hold nevertheless.
    """

    base: str
    made: list[Claim] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    _seen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add(
        self,
        about: str,
        facts: ClaimFacts,
        where: Where,
        *,
        source: SourceConfig,
        table: SourceConfig,
        via: tuple[str, ...] = (),
        at: str = "",
        by: Extracted | Written,
    ) -> None:
        """Add the claim of a row of ``table`` that cites ``source``, or of a report's passage.

        ``by`` is what read it, or what the row says of who is linked, and by what, as it is written.
        """
        # what the claim says, not the number of its row: a row put in above must not make it another claim, nor may
        # a passage that has moved, or a judgement
        extracted = by if isinstance(by, Extracted) else None
        content = extracted.case if extracted else _content(facts)
        said_by = table if extracted else source
        key = (about, said_by.id, table.id, content, *via, at)
        iri = mint(self.base, "claim", *key, self._again(key))
        if facts.review == "proposed" and not isinstance(by, Extracted):
            row = (source.id, table.id, content, *map(";".join, by))
            self.rows[iri] = mint("", "row", *row, self._again(row)).rpartition("/")[2]
        self.made.append(
            Claim(
                iri=iri,
                about=about,
                source=source.iri,
                where=where,
                extractor=extracted.extractor if extracted else TABLE,
                score=extracted.score if extracted else None,
                facts=facts,
                via=via,
                at=at,
            )
        )

    def _again(self, key: tuple[str, ...]) -> str:
        """Return what tells a claim from others that say the same."""
        self._seen[key] += 1
        return str(self._seen[key]) if self._seen[key] > 1 else ""


_DEFAULTS = {slot.name: slot.default for slot in fields(ClaimFacts)}


@lru_cache(maxsize=4096)
def _content(facts: ClaimFacts) -> str:
    """Return what a claim says as text: only what it says, so that facts yet to be invented change no IRI."""
    said = ((name, getattr(facts, name)) for name, default in _DEFAULTS.items() if getattr(facts, name) != default)
    return "\n".join(f"{name}={value.text if isinstance(value, PartialDate) else value}" for name, value in said)
