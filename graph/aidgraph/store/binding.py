"""Values for a query's variables, put into its text before it runs.

The engine's own substitution takes only variables that the query returns, and a question's parameters seldom are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["bound", "variables"]

_TOKEN = re.compile(
    r"""
      (?: \"{3} .*? (?<!\\) \"{3} | '{3} .*? (?<!\\) '{3} | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )  # texts
    | <[^<>"{}|^`\\\s]*> | \#[^\n]*                                                         # IRIs and comments
    | [?$] (?P<variable> \w+ ) | (?P<mark> [{()] ) | (?P<select> \b select \b )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def variables(query: str) -> set[str]:
    """Return the names of the variables that stand in a query."""
    return {token["variable"] for token in _TOKEN.finditer(query) if token["variable"]}


def bound(query: str, terms: Mapping[str, str]) -> str:
    """Return a query with a term, written as SPARQL writes it, in place of each variable that ``terms`` names.

    A variable that the query returns is still returned; one that does not occur changes nothing.

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
