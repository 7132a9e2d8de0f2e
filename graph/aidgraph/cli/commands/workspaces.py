"""Making a workspace, building it, and checking what was built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidgraph.cli.call import Call
from aidgraph.cli.output import cell, complain, print_json, print_lines
from aidgraph.cli.tables import print_table

if TYPE_CHECKING:
    from aidgraph.build import Build

__all__ = ["build", "init", "validate"]


def init(call: Call, folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make it.")]) -> None:
    """Make a small commented workspace that builds as it stands."""
    from aidgraph.cli.starter import write_starter

    written = write_starter(folder)
    if call.json:
        print_json({"folder": str(folder), "files": written})
        return
    print_lines([f"{folder}: a workspace of {len(written)} files, {', '.join(written)}"])
    if not call.quiet:
        there = f"-w {folder} "
        print_lines(
            [
                "What to do next:",
                f"  aidgraph {there}build                   read the tables and check them",
                f"  aidgraph {there}gaps --kind School      who has nobody",
                f"  aidgraph {there}review                  what reports put into {folder / 'reports'} say",
                f"  aidgraph {there}view -o page.html       the network, to open in a browser",
                f"then put your own rows in place of these; {folder / 'aidgraph.toml'} says how.",
            ]
        )


def build(
    call: Call,
    *,
    full: Annotated[bool, typer.Option("--full", help="Read everything again, changed or not.")] = False,
) -> None:
    """Read the sources, check them and make the graph.

    All that is wrong is reported at once, and the build before stays in force.
    """
    from aidgraph.ask.reviewing import Review
    from aidgraph.build import build as make
    from aidgraph.workspace import load_workspace

    workspace = load_workspace(call.folder)
    with call.progress() as progress:
        made = make(workspace, full=full, progress=progress)
    if call.json:
        print_json(made.summary())
    else:
        for warning in made.warnings:
            if not call.quiet:
                complain(f"warning: {cell(warning)}")
        print_lines(_told(made))
    # what is to be done next stands last
    if waiting := len(Review(workspace.folder, made.cases(), workspace.vocabulary).waiting()):
        call.note(f"{waiting:,} candidate{'s wait' if waiting > 1 else ' waits'} for review: aidgraph review")


def _told(made: Build) -> list[str]:
    counts = made.counts
    read = f"{len(made.read)} file{'s' if made.read[1:] else ''} read" if made.read else "no file had changed"
    return [
        f"{counts.institutions:,} institutions, {counts.places:,} places",
        f"{counts.partnerships:,} partnerships, {counts.totals:,} reported totals, {counts.claims:,} claims about them",
        f"{counts.edges:,} direct links",
        f"{counts.sources:,} sources, {counts.triples:,} triples; {read}, {made.seconds:.1f} s",
    ]


def validate(call: Call) -> None:
    """Tell what the shapes object to, and the row it came from."""
    findings = call.open().validate()
    if call.json:
        from aidgraph.api import records

        print_json(records(findings))
    else:
        print_table(
            ("severity", "where", "message", "focus"), ((f.severity, f.where, f.message, f.focus) for f in findings)
        )
        if not findings:
            call.note("nothing to object to")
    if any(finding.severity == "violation" for finding in findings):
        raise typer.Exit(1)
