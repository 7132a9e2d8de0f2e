"""The commands: each asks the workspace object and prints the answer.

A command is a function of a `Call` and its own options; its docstring is its help.
"""

from __future__ import annotations

from aidgraph.cli.commands.answers import gaps, path, show
from aidgraph.cli.commands.changes import diff
from aidgraph.cli.commands.counts import coverage, totals
from aidgraph.cli.commands.files import export, view
from aidgraph.cli.commands.identity import different, same, suspects, undo, unsure
from aidgraph.cli.commands.linking import link
from aidgraph.cli.commands.proposals import propose
from aidgraph.cli.commands.queries import query, questions
from aidgraph.cli.commands.reports import extract
from aidgraph.cli.commands.reviewing import review
from aidgraph.cli.commands.watching import lapses, measures
from aidgraph.cli.commands.workspaces import build, init, validate

__all__ = ["COMMANDS"]

COMMANDS = (
    init,
    build,
    validate,
    show,
    gaps,
    totals,
    coverage,
    propose,
    lapses,
    path,
    diff,
    measures,
    suspects,
    same,
    different,
    unsure,
    undo,
    link,
    questions,
    query,
    extract,
    review,
    view,
    export,
)
"""In the order in which the help lists them."""
