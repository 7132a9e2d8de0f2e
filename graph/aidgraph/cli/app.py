"""The program: its commands, the options that all of them take, and what becomes of errors."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from aidgraph import __version__
from aidgraph.cli.call import Call
from aidgraph.cli.commands import COMMANDS
from aidgraph.cli.output import complain, drop_output, print_lines, speak_utf8
from aidgraph.errors import AidgraphError, DataError, one_line

__all__ = ["run"]

_DEBUG = "AIDGRAPH_DEBUG"

Workspace = Annotated[
    Path | None, typer.Option("-w", "--workspace", metavar="DIR", help="The workspace; by default the nearest one.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but the answer and errors.")]


def _print_version(wanted: bool) -> None:  # noqa: FBT001  how typer calls it
    if wanted:
        print_lines([f"aidgraph {__version__}"])
        raise typer.Exit


def _common(
    context: typer.Context,
    *,
    workspace: Workspace = None,
    json: Json = False,
    quiet: Quiet = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who is linked with whom, which source says so, and who has nobody."""
    del version
    context.obj = Call(workspace, json, quiet)
    if context.invoked_subcommand is None:
        complain(context.get_help())
        raise typer.Exit(2)


def _with_common_options(function: Callable[..., None]) -> Callable[..., None]:
    """Return what typer makes a command of: the options that all commands take become the function's `Call`."""

    @functools.wraps(function)
    def command(context: typer.Context, *, workspace: Path | None, json: bool, quiet: bool, **own: Any) -> None:  # noqa: ANN401  the command's own
        before: Call = context.obj
        function(Call(workspace or before.workspace, json or before.json, quiet or before.quiet), **own)

    keyword = inspect.Parameter.KEYWORD_ONLY
    _call, *own = inspect.signature(function, eval_str=True).parameters.values()
    parameters = [
        inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        *(parameter.replace(kind=keyword) for parameter in own),
        inspect.Parameter("workspace", keyword, default=None, annotation=Workspace),
        inspect.Parameter("json", keyword, default=False, annotation=Json),
        inspect.Parameter("quiet", keyword, default=False, annotation=Quiet),
    ]
    command.__dict__["__signature__"] = inspect.Signature(parameters)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _program() -> typer.Typer:
    program = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    program.callback(invoke_without_command=True)(_common)
    for function in COMMANDS:
        program.command()(_with_common_options(function))
    return program


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit code; errors become messages."""
    speak_utf8()
    try:
        code = _run(list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read the answer has seen enough of it
        drop_output()
        return 0
    except OSError as error:
        complain(f"aidgraph: {error.filename or 'reading or writing failed'}: {error.strerror or error}")
        drop_output()
        return 1
    return code


def _run(arguments: list[str]) -> int:
    program = typer.main.get_command(_program())
    try:
        with program.make_context("aidgraph", arguments) as context:
            program.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except TyperException as error:
        # how the library that checks an option begins what it says
        message = error.format_message().replace("Value error, ", "")
        if not getattr(error, "possibilities", True):
            # like no option that there is, so maybe a file or a party
            message += "; a name that begins with - goes after --"
        complain(f"aidgraph: {one_line(message)}")
        return error.exit_code
    except DataError as error:
        # each line begins with a file and a row, for editors and other programs to find
        complain(str(error))
        return error.exit_code
    except AidgraphError as error:
        complain(f"aidgraph: {one_line(str(error))}")
        return error.exit_code
    except OSError:
        raise
    except Exception as error:
        if os.environ.get(_DEBUG):
            raise
        told = one_line(f"{type(error).__name__}: {error}")
        complain(f"aidgraph: a fault in the program itself: {told}; {_DEBUG}=1 shows more")
        return 1
    return 0
