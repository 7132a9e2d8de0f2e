"""The page in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

__all__ = ["PageView"]

ALLOWED = "allow-scripts allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""What the page needs: its scripts, Enter in its search, its exports, and the sources it links to."""


@dataclass(frozen=True, slots=True)
class PageView:
    """A page that a notebook shows in a frame of its own, which cannot reach the notebook around it."""

    html: str

    def _repr_html_(self) -> str:
        frame = f'sandbox="{ALLOWED}" width="100%" height="640" style="border:1px solid #ccc"'
        return f'<iframe {frame} srcdoc="{escape(self.html, quote=True)}"></iframe>'
