"""Pictures of the graph: the layout, the network, and the one self-contained page that holds them.

The page is written from a ``Picture`` alone, so that whoever fills one decides what is shown.
"""

from __future__ import annotations

from aidgraph.show.page import write_page
from aidgraph.show.picture import Evidence, Link, Node, Picture, Place, Source, Total, Unlinked

__all__ = ["Evidence", "Link", "Node", "Picture", "Place", "Source", "Total", "Unlinked", "write_page"]
