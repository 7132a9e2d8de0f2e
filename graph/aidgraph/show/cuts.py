"""Parts of a picture: around a party, inside a place, under a relation, or no more than a page holds.

Every cut keeps partnerships whole: one stays with all its ends, or not at all. Who has nobody stays as it is told,
save those whom the cut leaves out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice

from aidgraph.show.picture import Link, Picture

__all__ = ["around", "at_most", "inside", "under"]


def around(picture: Picture, party: str, hops: int) -> Picture:
    """Return what lies within so many partnerships of a party; a step leads to everybody in the partnership."""
    of_party = _by_party(picture.links)
    reached, border = {party}, [party]
    for _ in range(hops):
        border = [end for one in border for link in of_party[one] for end in link.ends if end not in reached]
        reached.update(border)
    label = next((node.label for node in picture.nodes if node.id == party), "")
    scope = f"{label}周围 {hops} 步" if picture.in_chinese else f"within {hops} steps of {label}"
    return _part(picture, reached, picture.links, scope=scope)


def inside(picture: Picture, parties: AbstractSet[str], *, label: str) -> Picture:
    """Return what is inside a place, with its partnerships and whoever stands in these from outside."""
    scope = f"{label}之内及其伙伴" if picture.in_chinese else f"inside {label}, and its partners"
    links = [link for link in picture.links if not parties.isdisjoint(link.ends)]
    shown = _part(picture, parties | {end for link in links for end in link.ends}, links, scope=scope)
    return replace(shown, unlinked=tuple(one for one in shown.unlinked if one.id in parties))


def under(picture: Picture, relations: AbstractSet[str], *, label: str) -> Picture:
    """Return the partnerships and totals of those relations (names), with their parties and those who have nobody.

    ``label`` is the name of the relation above them.
    """
    labels = dict(picture.relation(label).labels)
    scope = f"仅{labels.get('zh', label)}" if picture.in_chinese else f"only {labels.get('en', label)}"
    links = [link for link in picture.links if link.relation in relations]
    parties = {end for link in links for end in link.ends} | {one.id for one in picture.unlinked}
    shown = _part(picture, parties, links, scope=scope)
    return replace(shown, totals=tuple(total for total in shown.totals if total.relation in relations))


def at_most(picture: Picture, limit: int) -> Picture:
    """Return a picture of at most ``limit`` parties and the partnerships between these; all who have nobody stay told.

    Kept are the parties with most partnerships, each together with its partners: they are shown with what they
    have, not as so many strangers.
    """
    if len(picture.nodes) <= limit:
        return picture
    of_party = _by_party(picture.links)
    kept: dict[str, None] = {}
    for node in sorted(picture.nodes, key=lambda node: -len(of_party[node.id])):
        if len(kept) >= limit:
            break
        wanted = {node.id: None} | {end: None for link in of_party[node.id] for end in link.ends}
        kept |= dict.fromkeys(islice((party for party in wanted if party not in kept), limit - len(kept)))
    return replace(_part(picture, kept.keys(), picture.links), unlinked=picture.unlinked)


def _by_party(links: Iterable[Link]) -> defaultdict[str, list[Link]]:
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        for end in dict.fromkeys(link.ends):
            found[end].append(link)
    return found


def _part(picture: Picture, parties: AbstractSet[str], links: Iterable[Link], *, scope: str = "") -> Picture:
    """Return the picture with only those parties, and of the links and totals those whose ends are all among them."""
    nodes = tuple(node for node in picture.nodes if node.id in parties)
    held = {node.id for node in nodes}
    kept = tuple(link for link in links if held.issuperset(link.ends))
    totals = tuple(total for total in picture.totals if held.issuperset({total.from_, total.to} - {""}))
    cited = {claim.source for link in kept for claim in link.evidence}
    cited |= {claim.source for total in totals for claim in total.evidence}
    around_them = _with_those_around(picture, {node.place for node in nodes})
    return replace(
        picture,
        nodes=nodes,
        links=kept,
        totals=totals,
        unlinked=tuple(one for one in picture.unlinked if one.id in held),
        sources=tuple(source for source in picture.sources if source.id in cited),
        places=tuple(place for place in picture.places if place.id in around_them),
        scope=" · ".join(filter(None, (picture.scope, scope))),
    )


def _with_those_around(picture: Picture, places: AbstractSet[str]) -> set[str]:
    parents = {place.id: place.parent for place in picture.places}
    found: set[str] = set()
    for place in places:
        above = place
        while above and above not in found:
            found.add(above)
            above = parents.get(above, "")
    return found
