"""The named questions: SPARQL files that say what they ask and which parameters they take.

A question begins with comment lines: what it asks, then one line a parameter, ``name (type[, default]): meaning``.
Types are party, place, kind, relation, date, number and text. A query of the user's own may begin so too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from aidgraph.ask.labels import Parties
from aidgraph.errors import UnknownNameError, UsageError, nearest
from aidgraph.kinds import Vocabulary
from aidgraph.model import PartialDate
from aidgraph.store.embedded import Iri, Value
from aidgraph.store.syntax import form, variables

__all__ = ["Parameter", "Question", "asked", "question", "questions"]

TYPES = ("party", "place", "kind", "relation", "date", "number", "text")
ANY = "*"
_PARAMETER = re.compile(r"(\w+) \((\w+)(?:, ([^)]*))?\): (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something a question must be told; ``default`` is empty where it must be given."""

    name: str
    type: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: what it asks in one line, its parameters and its query; a query of one's own has no name."""

    name: str
    asks: str
    parameters: tuple[Parameter, ...]
    query: str

    @property
    def makes_graph(self) -> bool:
        """Whether the answer is a graph, not rows or a truth value."""
        return form(self.query) in {"CONSTRUCT", "DESCRIBE"}

    def bind(self, given: Mapping[str, str], *, parties: Parties, words: Vocabulary) -> dict[str, Value]:
        """Return the values of the query's variables; raises ``UsageError`` for one missing, unknown or wrong."""
        values = self._values_of_variables(given)
        for parameter in self.parameters:
            text = given.get(parameter.name, parameter.default)
            if not text:
                raise UsageError(f"{self.name} needs --set {parameter.name}=... ({parameter.meaning})")
            values[parameter.name] = _value(parameter, text, parties, words)
        return values

    def _values_of_variables(self, given: Mapping[str, str]) -> dict[str, Value]:
        """Return values for variables that are no parameter, which only a query of one's own may have."""
        parameters = {parameter.name for parameter in self.parameters}
        legal = parameters if self.name else parameters | variables(self.query)
        values: dict[str, Value] = {}
        for name, text in given.items():
            if name not in legal:
                near = nearest(name, legal)
                what = f"parameter of {self.name}" if self.name else "variable of the query"
                raise UnknownNameError(what, name, candidates=[near] if near else ())
            if name not in parameters:
                values[name] = Iri(text[1:-1]) if text.startswith("<") and text.endswith(">") else text
        return values


def _value(parameter: Parameter, text: str, parties: Parties, words: Vocabulary) -> Value:
    if text == parameter.default == ANY:
        return ANY
    if parameter.type in {"party", "place"}:
        return Iri(parties.find(text, places_only=parameter.type == "place"))
    if parameter.type == "kind":
        return Iri(words.kind_or_level(text).iri)
    if parameter.type == "relation":
        return Iri(words.relation(text).iri)
    try:
        if parameter.type == "date":
            return dt.date.fromisoformat(PartialDate.parse(text).last)
        return int(text) if parameter.type == "number" else text
    except ValueError as error:
        raise UsageError(f"{parameter.name}={text!r} is no {parameter.type}") from error


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """Return every named question by its name."""
    folder = files("aidgraph.ask") / "sparql"
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".rq"):
            name = entry.name.removesuffix(".rq")
            found[name] = _parse(name, entry.read_text(encoding="utf-8"))
    return found


def question(name: str) -> Question:
    """Return the question of that name; raises ``UnknownNameError`` with the nearest."""
    if name not in questions():
        near = nearest(name, questions())
        raise UnknownNameError("question", name, candidates=[near] if near else ())
    return questions()[name]


def asked(text: str) -> Question:
    """Return the question that a user means by one word, or by a query; raises ``UnknownNameError`` with the nearest.

    >>> asked("SELECT ?who { ?who a aid:Place }").name
    ''
    """
    return question(text.strip()) if re.fullmatch(r"[\w-]+", text.strip()) else _parse("", text)


def _parse(name: str, text: str) -> Question:
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    matches = [match for line in comments[1:] if (match := _PARAMETER.fullmatch(line))]
    return Question(
        name=name,
        asks=comments[0] if comments else "",
        parameters=tuple(Parameter(name=m[1], type=m[2], default=m[3] or "", meaning=m[4]) for m in matches),
        query=text,
    )
