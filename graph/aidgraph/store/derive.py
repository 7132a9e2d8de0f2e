"""The rules: what follows from the claims, derived into a named graph of its own that can be thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from aidgraph.store.embedded import Store
from aidgraph.terms import DERIVED

__all__ = ["derive", "rules"]


def rules() -> list[tuple[str, str]]:
    """Return the rules as (name, CONSTRUCT query) by their numbers: later ones see what earlier ones add."""
    folder = files("aidgraph.store") / "rules"
    found = sorted((entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir())
    return [(name.removesuffix(".rq"), query) for name, query in found if name.endswith(".rq")]


def derive(store: Store, *, base: str, languages: Sequence[str]) -> None:
    """Run every rule over the store; ``languages`` says which of its labels names a party."""
    order = f" {' '.join(languages).lower()} "
    for _, query in rules():
        store.construct(query, f"{base}{DERIVED}", bind={"languages": order})
