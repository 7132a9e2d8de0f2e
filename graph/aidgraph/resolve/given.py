"""Records that RDF files give as they are: each once, however many files hold it."""

from __future__ import annotations

from dataclasses import dataclass, field

from aidgraph.errors import Problem, Where
from aidgraph.model import Claim, Listing, Partnership, Party, Records, ReportedTotal, Source

__all__ = ["Given"]

Thing = Source | Listing | Partnership | ReportedTotal | Claim


@dataclass(slots=True)
class Given:
    """The records of all RDF files of a workspace, and what is wrong between the files.

    Parties are kept as often as they are given: the directory joins what is said of one.
    """

    parties: list[Party] = field(default_factory=list)
    things: dict[str, Thing] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _files: dict[str, str] = field(default_factory=dict)

    def take_in(self, records: Records, file: str) -> None:
        """Take in the records of a file; a thing that another file says otherwise of is a problem."""
        self.parties += records.parties
        lists = (records.sources, records.listings, records.partnerships, records.totals, records.claims)
        for thing in (thing for things in lists for thing in things):
            known = self.things.setdefault(thing.iri, thing)
            if known is thing:
                self._files[thing.iri] = file
            elif known != thing:
                what = f"<{thing.iri}> is said otherwise in {self._files[thing.iri]}"
                self.problems.append(Problem(Where(file), what, legal="one account of a thing, or another IRI"))

    def strays(self, sources: set[str]) -> list[Problem]:
        """Return the problems of claims and listings that are stated in no source of these or of the files."""
        known = sources | {iri for iri, thing in self.things.items() if isinstance(thing, Source)}
        return [
            Problem(Where(self._files[thing.iri]), f"<{thing.iri}>: stated in <{thing.source}>, which is no source")
            for thing in self.things.values()
            if isinstance(thing, Claim | Listing) and thing.source not in known
        ]

    def records(self) -> Records:
        """Return the records without parties."""
        things = self.things.values()
        return Records(
            sources=[thing for thing in things if isinstance(thing, Source)],
            listings=[thing for thing in things if isinstance(thing, Listing)],
            partnerships=[thing for thing in things if isinstance(thing, Partnership)],
            totals=[thing for thing in things if isinstance(thing, ReportedTotal)],
            claims=[thing for thing in things if isinstance(thing, Claim)],
        )
