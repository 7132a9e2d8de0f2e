"""What changed between two builds, or between two dates: partnerships that were added, that ended, that are gone.

That a partnership *ended* is something its sources say; *removed* is one of which the sources say nothing any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aidgraph.ask.mentions import shortened
from aidgraph.ask.stated import Said, Stated
from aidgraph.ask.ties import holds
from aidgraph.terms import local_name

__all__ = ["Change", "Diff", "Difference", "between_builds", "between_dates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changed about a partnership, ``None`` where nothing was or is said of it.

    ``what`` is *from*, *to*, *standing*, *status*, *since*, *until*, *pairing*, *basis*, *amount*, *count* or *claims*;
    of claims only those are told that are gone or new.
    """

    what: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A partnership that differs: as it is now, or as it was where it is gone.

    ``from_`` and ``to`` are names: providers and recipients, or where ``mutual`` the two sides in no order; of peers
    ``to`` is empty. ``because`` says in words which sources tell.
    """

    id: str
    relation: str
    mutual: bool
    from_: tuple[str, ...]
    to: tuple[str, ...]
    since: str | None
    until: str | None
    status: str
    standing: str
    changes: tuple[Change, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What changed, each partnership once between builds; between dates one may have begun and ended again."""

    added: tuple[Difference, ...]
    ended: tuple[Difference, ...]
    removed: tuple[Difference, ...]
    changed: tuple[Difference, ...]


def between_builds(old: Mapping[str, Stated], new: Mapping[str, Stated], *, today: dt.date) -> Diff:
    """Return how the partnerships of one build differ from those of an earlier one; both are by their IRI.

    One that held in the old build and by the new one has ended is *ended*; one that differs otherwise is *changed*.
    """
    ended, changed = list[Difference](), list[Difference]()
    for iri in sorted(old.keys() & new.keys()):
        was, now = old[iri], new[iri]
        if changes := tuple(_changes(was, now)):
            if holds(was, None, today) and not holds(now, None, today):
                ended.append(_difference(now, _ending(now), changes))
            else:
                changed.append(_difference(now, _because(was, now), changes))
    return Diff(
        added=_ordered(_difference(new[iri], _coming(new[iri], today)) for iri in new.keys() - old.keys()),
        ended=_ordered(ended),
        removed=_ordered(_difference(old[iri], _going(old[iri])) for iri in old.keys() - new.keys()),
        changed=_ordered(changed),
    )


def between_dates(partnerships: Iterable[Stated], old: dt.date, new: dt.date) -> Diff:
    """Return which accepted partnerships began after the old date, and which had ended by the new one.

    One that began and ended in between is in both lists. One of unknown beginning was there all along, and of one that
    is reported as ended with no date nobody knows when.
    """
    added, ended = list[Difference](), list[Difference]()
    for one in partnerships:
        if one.standing != "accepted":
            continue
        begun = one.since is not None and old < one.since <= new and holds(one, one.since, new)
        over = (begun or holds(one, old, new)) and not holds(one, new, new)
        beginning = f"began in {one.since_text}, {_says(one, 'since')}"
        if begun:
            added.append(_difference(one, "; ".join([beginning, *([_ending(one)] if over else [])])))
        if over:
            ended.append(_difference(one, "; ".join([*([beginning] if begun else []), _ending(one)])))
    return Diff(added=_ordered(added), ended=_ordered(ended), removed=(), changed=())


def _ordered(found: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(found, key=lambda one: (one.relation, one.from_, one.to, one.id)))


def _difference(one: Stated, because: str, changes: tuple[Change, ...] = ()) -> Difference:
    return Difference(
        id=one.id,
        relation=local_name(one.relation),
        mutual=one.mutual,
        from_=one.froms,
        to=one.tos,
        since=one.since_text or None,
        until=one.until_text or None,
        status=one.status or "unknown",
        standing=one.standing,
        changes=changes,
        because=because,
    )


def _changes(was: Stated, now: Stated) -> Iterator[Change]:
    before, after = _facts(was), _facts(now)
    for what in before:
        if before[what] != after[what]:
            yield Change(what=what, was=before[what] or None, now=after[what] or None)
    gone, come = _only(was, now), _only(now, was)
    if gone or come:
        yield Change(what="claims", was="; ".join(map(_told, gone)) or None, now="; ".join(map(_told, come)) or None)


def _facts(one: Stated) -> dict[str, str]:
    """Return what a partnership is by all its claims, as text by name."""
    heard = [said for said in one.said if said.is_heard]
    values = {what: sorted({text for said in heard for name, text in said.facts if name == what}) for what in _MEASURES}
    implied = heard and all(dict(said.facts).get("basis") == "implied" for said in heard)
    return {
        "from": "; ".join(one.froms),
        "to": "; ".join(one.tos),
        "standing": one.standing,
        "status": one.status,
        "since": one.since_text,
        "until": one.until_text,
        "pairing": one.pairing,
        "basis": "implied" if implied else "stated",
        **{what: "; ".join(texts) for what, texts in values.items()},
    }


_MEASURES = ("amount", "count")


def _only(one: Stated, other: Stated) -> list[Said]:
    """Return the claims about one that the other lacks; where they stand is no part of what they are."""
    known = {said.id for said in other.said}
    return [said for said in one.said if said.id not in known]


def _told(said: Said) -> str:
    """Return a claim in words: who says so, and what."""
    judged = {"proposed": ["under review"], "rejected": ["rejected"]}.get(said.review, [])
    facts = [f"{what} {text!r}" if what in {"quote", "note"} else f"{what} {text}" for what, text in said.facts]
    return ", ".join([said.by, *([] if said.supports else ["contradicts"]), *judged, *facts])


def _sources(said: Iterable[Said]) -> str:
    return shortened(dict.fromkeys(one.by for one in said))


def _says(one: Stated, *facts: str) -> str:
    """Return who says any of some facts of a partnership; where nobody does, who speaks for it at all."""
    heard = [said for said in one.said if said.is_heard]
    return f"says {_sources([said for said in heard if set(facts) & dict(said.facts).keys()] or heard)}"


def _coming(one: Stated, today: dt.date) -> str:
    standing = {"disputed": "disputed", "proposed": "under review", "rejected": "rejected"}.get(one.standing)
    told = [f"stated by {_sources(one.said)}", *([standing] if standing else [])]
    return "; ".join([*told, *([] if holds(one, None, today) else [_ending(one)])])


def _going(one: Stated) -> str:
    return f"no source states it any more; it was stated by {_sources(one.said)}"


def _ending(one: Stated) -> str:
    if one.until_text:
        return f"ended in {one.until_text}, {_says(one, 'until')}"
    ending = [said for said in one.said if said.is_heard and ("status", "ended") in said.facts]
    return f"reported as ended, says {_sources(ending)}"


def _because(was: Stated, now: Stated) -> str:
    gone, come = _only(was, now), _only(now, was)
    told = [f"now says {_sources(come)}"] if come else []
    # what says something else in the same row is told once
    left = {said.by for said in come}
    if lost := [said for said in gone if said.by not in left]:
        told.append(f"no longer says {_sources(lost)}")
    return "; ".join(told) or f"its claims are the same: {_sources(now.said)}"
