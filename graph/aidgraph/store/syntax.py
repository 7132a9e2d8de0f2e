"""The text of a query: its form, values put into it before it runs, and what is wrong with its syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["bound", "form", "names_graphs", "syntax_error", "variables"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|(?:base|prefix\s+[^\s:]*:)\s*<[^>]*>)*", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]*")
_TOKEN = re.compile(
    r"""
      (?: \"{3} .*? (?<!\\) \"{3} | '{3} .*? (?<!\\) '{3} | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )  # texts
    | <[^<>"{}|^`\\\s]*> | \#[^\n]*                                                         # IRIs and comments
    | [?$] (?P<variable> \w+ ) | (?P<mark> [{()] )
    | (?<! [\w:.-] ) (?: (?P<select> select ) | (?P<dataset> from ) ) (?! [\w:-] )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_MARKS = re.compile(r'"([^"\w]{1,2})"')
_SENTENCE = re.compile(r"\b(?:[A-Z]\w*|The SELECT) [a-z][\w ]+")


def form(query: str) -> str:
    r"""Return the word that says what a query is: SELECT, ASK, CONSTRUCT, DESCRIBE, or what stands in its place.

    >>> form("# schools\nPREFIX ask: <http://example.org/> select * { ?a ?b ?c }")
    'SELECT'
    """
    prologue = _PROLOGUE.match(query)
    word = _WORD.match(query, prologue.end() if prologue else 0)
    return word[0].upper() if word else ""


def variables(query: str) -> set[str]:
    """Return the names of the variables that stand in a query."""
    return {token["variable"] for token in _TOKEN.finditer(query) if token["variable"]}


def names_graphs(query: str) -> bool:
    """Tell whether a query says itself in which graphs it looks.

    >>> names_graphs("SELECT * FROM <x:g> { ?a ?b ?c }"), names_graphs("SELECT ?from { ?from ?b 'FROM' } # FROM <x:g>")
    (True, False)
    """
    return any(token["dataset"] for token in _TOKEN.finditer(query))


def bound(query: str, terms: Mapping[str, str]) -> str:
    """Return a query with a term, written as SPARQL writes it, in place of each variable that ``terms`` names.

    The engine's own substitution takes only variables that the query returns, and a question's parameters seldom
    are. A variable that the query returns is still returned; one that does not occur changes nothing.

    >>> bound("SELECT ?a ?b { ?a ?b ?c . FILTER(?c != '?c') }", {"c": "<x:c>", "b": "<x:b>"})
    "SELECT ?a (<x:b> AS ?b) { ?a <x:b> <x:c> . FILTER(<x:c> != '?c') }"
    """
    projecting, depth = False, 0

    def replaced(token: re.Match[str]) -> str:
        nonlocal projecting, depth
        if token["select"]:
            projecting, depth = True, 0
        elif token["mark"]:
            projecting = projecting and token["mark"] != "{"
            depth += {"(": 1, ")": -1, "{": 0}[token["mark"]]
        elif token["variable"] in terms:
            term = terms[token["variable"]]
            return f"({term} AS ?{token['variable']})" if projecting and not depth else term
        return token[0]

    return _TOKEN.sub(replaced, query) if terms else query


def syntax_error(query: str, message: str) -> str:
    """Return what is wrong with a query in one line, from what the engine says of it.

    The engine names the place where nothing more fitted, which lies up to a word behind the fault, and every
    character that it could have gone on with.

    >>> syntax_error("SELEKT * {}", "error at 1:10: expected CONSTRUCT")
    "it begins with 'SELEKT'; legal: SELECT, ASK, CONSTRUCT, DESCRIBE"
    """
    first = form(query)
    if first in _UPDATES:
        return f"{first} begins an update, and only queries are answered; legal: {', '.join(_FORMS)}"
    if first not in _FORMS:
        begins = f"it begins with {first!r}" if first else "there is no query"
        return f"{begins}; legal: {', '.join(_FORMS)}"
    found = _PLACE.match(message)
    if not found:
        return " ".join(message.split())
    line, column, expected = int(found[1]), int(found[2]), found[3]
    text = "".join(query.splitlines()[line - 1 : line])[: column - 1].rstrip()
    told = f"line {line}, column {column} or shortly before, after {text[-30:]!r}"
    if sentence := _SENTENCE.search(expected):
        return f"{told}: {sentence[0].strip()}"
    marks = list(dict.fromkeys(_MARKS.findall(re.sub(r"\['.*?'\]", "", expected, flags=re.DOTALL))))
    return f"{told}" + (f"; legal there: {'  '.join(marks)}" if marks else "")
