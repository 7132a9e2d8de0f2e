"""The options that every command takes, exit codes, and what becomes of streams and of a terminal."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

import aidgraph
from aidgraph.cli import app, main
from aidgraph.cli.call import Call
from documents import column, pdf
from program import MakeWorkspace, Run

PROGRAM = Path(sysconfig.get_path("scripts")) / "aidgraph"

CONTROL = "济宁\x1b[2J一中"


def installed(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_the_program_is_installed(example: Path) -> None:
    done = installed("show", "济宁一中", cwd=example / "tables")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("济宁一中 (School @ 济宁市)\n")


def test_version(run: Run) -> None:
    assert run("--version").out == f"aidgraph {aidgraph.__version__}\n"


def test_the_version_is_told_without_loading_the_engines() -> None:
    code = "import sys; from aidgraph.cli import main; main(['--version']); print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    heavy = {"rdflib", "pyoxigraph", "pyshacl", "networkx", "igraph", "openpyxl", "pyvis", "rich", "pandas", "numpy"}
    assert not loaded & heavy


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "-w", "{}", "gaps", "--kind", "Township"],
        ["gaps", "--kind", "Township", "--workspace", "{}", "--json"],
        ["-w", "{}", "gaps", "--json", "--kind", "Township"],
        ["--json", "gaps", "--kind", "Township", "-w", "{}"],
        ["-w", "/nowhere", "gaps", "--json", "--kind", "Township", "-w", "{}"],
    ],
)
def test_common_options_stand_before_or_after_the_command(run: Run, example: Path, arguments: list[str]) -> None:
    done = run(*(argument.format(example) for argument in arguments))
    assert done.code == 0
    assert len(done.json) == 14


@pytest.mark.parametrize("arguments", [["-q", "gaps"], ["gaps", "-q"], ["gaps", "--quiet"], ["--quiet", "gaps"]])
def test_quiet_stands_before_or_after_the_command(run: Run, example: Path, arguments: list[str]) -> None:
    assert run(*arguments, "-w", example).err == ""


def test_without_w_the_nearest_workspace_above_is_meant(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(example / "tables")
    assert run("show", "济宁一中").code == 0
    monkeypatch.chdir(tmp_path)
    done = run("show", "济宁一中")
    assert done.code == 2
    assert done.err == (
        f"aidgraph: no aidgraph.toml in {tmp_path} or above it; "
        "`aidgraph init DIR` makes a workspace, -w DIR names one\n"
    )


def test_w_names_exactly_the_workspace(run: Run, example: Path) -> None:
    done = run("show", "济宁一中", "-w", example / "tables")
    assert done.code == 2
    assert done.err.startswith(f"aidgraph: no aidgraph.toml in {example / 'tables'}; ")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["buidl"], "aidgraph: No such command 'buidl'. Did you mean 'build'?\n"),
        (["gap"], "aidgraph: No such command 'gap'. Did you mean 'gaps'?\n"),
        (
            ["gaps", "--relatoin", "x"],
            "aidgraph: No such option: --relatoin (Possible options: --direction, --relation)\n",
        ),
        (["show", "a", "b"], "aidgraph: Got unexpected extra argument(s) (b)\n"),
        (
            ["gaps", "--answer", "none"],
            "aidgraph: Invalid value for '--answer': 'none' is not one of 'linked', 'unlinked', 'unknown', 'all'.\n",
        ),
        (["-w"], "aidgraph: Option '-w' requires an argument.\n"),
        (["extract", "-rf.txt"], "aidgraph: No such option: -r; a name that begins with - goes after --\n"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], error: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out, done.err) == (2, "", error)


def test_without_a_command_the_help_is_wrong_usage(run: Run) -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "Usage: aidgraph" in done.err
    for name in ("init", "build", "validate", "show", "gaps", "path", "questions", "query", "view", "export"):
        assert f"  {name} " in done.err


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help(run: Run, flag: str) -> None:
    done = run("gaps", flag)
    assert (done.code, done.err) == (0, "")
    for option in (
        "--relation",
        "--direction",
        "--kind",
        "--place",
        "--as-of",
        "--answer",
        "-w, --workspace",
        "--json",
    ):
        assert option in done.out


def test_a_fault_of_the_program_is_no_traceback(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too\ndeep")

    monkeypatch.setattr("aidgraph.api.Aid.show", fail)
    done = run("show", "济宁一中", "-w", example)
    assert (done.code, done.out) == (1, "")
    assert (
        done.err == "aidgraph: a fault in the program itself: RecursionError: too\\ndeep; AIDGRAPH_DEBUG=1 shows more\n"
    )
    monkeypatch.setenv("AIDGRAPH_DEBUG", "1")
    with pytest.raises(RecursionError):
        run("show", "济宁一中", "-w", example)


def test_interrupted(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aidgraph.api.Aid.show", interrupt)
    done = run("show", "济宁一中", "-w", example)
    assert (done.code, done.out, done.err) == (130, "", "aidgraph: stopped\n")


TELLING = """
import signal, sys
from aidgraph.cli import main
# whoever runs the tests in the background may ignore interrupts, and children inherit that
signal.signal(signal.SIGINT, signal.default_int_handler)
# a query that must end runs in a process of its own
sys.addaudithook(lambda event, _: event == "subprocess.Popen" and print("asked", flush=True))
sys.exit(main())
"""


def test_interrupted_from_outside(example: Path) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?c = ?h && ?f != ?a) }"
    command = [sys.executable, "-c", TELLING, "query", endless, "--timeout", "600", "-w", example]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"asked\n"
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"aidgraph: stopped\n")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (PermissionError(13, "Permission denied", "/x/y"), 1, "aidgraph: /x/y: Permission denied\n"),
        (OSError(28, "No space left on device"), 1, "aidgraph: reading or writing failed: No space left on device\n"),
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
    ],
)
def test_failures_of_the_system(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: int, told: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("aidgraph.api.Aid.show", fail)
    done = run("show", "济宁一中", "-w", example)
    assert (done.code, done.err) == (code, told)


def test_whoever_reads_may_stop_early(example: Path) -> None:
    command = (
        f"'{PROGRAM}' query 'SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT 200000' --format csv -w '{example}' | head -1"
    )
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)  # noqa: S607  a shell's pipe
    assert (done.stdout, done.stderr) == ("a,b,c,d,e,f\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout(example: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123  a device
        command = [PROGRAM, "show", "济宁一中", "-w", example]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "aidgraph: reading or writing failed: No space left on device\n"


def test_closed_streams(example: Path) -> None:
    command = f"'{PROGRAM}' gaps -w '{example}'"
    done = subprocess.run(["sh", "-c", f"{command} >&-"], capture_output=True, text=True, check=True)  # noqa: S607  a shell closes it
    assert done.stderr.startswith("aidgraph: no complete roster")
    done = subprocess.run(["sh", "-c", f"{command} 2>&-"], capture_output=True, text=True, check=True)  # noqa: S607  the same
    assert done.stdout.startswith("answer ")


def test_utf8_whatever_the_machine_writes(example: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    command = [PROGRAM, "show", "济宁一中", "--json", "-w", example]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert "济宁一中" in done.stdout.decode("utf-8")


def on_a_terminal(arguments: Sequence[str | Path], **environment: str) -> tuple[int, str]:
    """Run the installed program on a terminal and return its exit code and what the terminal got."""
    ours, its = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    env |= {"TERM": "xterm-256color", "COLUMNS": "100", **environment}
    process = subprocess.Popen([PROGRAM, *arguments], stdin=its, stdout=its, stderr=its, env=env)
    os.close(its)
    pieces = []
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(ours)
    return process.wait(), b"".join(pieces).decode()


def test_tables_wrap_within_their_columns_on_a_terminal(example: Path) -> None:
    code, text = on_a_terminal(["gaps", "--kind", "Township", "-w", example])
    assert code == 0
    assert "\x1b[1m" in text
    assert "no list of partnerships claims to be complete for any relation of Township\r\n" not in text
    assert "no list of" in text


def test_no_colour_where_it_is_not_wanted(example: Path) -> None:
    _, text = on_a_terminal(["gaps", "--kind", "Township", "-w", example], NO_COLOR="1")
    assert "[3" not in text
    assert "[4" not in text


def test_progress_stands_on_a_terminal_only(make_workspace: MakeWorkspace) -> None:
    pairs = "relation,from,to,from_kind,to_kind\ntwinnedWith,One,Two,School,School\n"
    workspace = make_workspace('[[source]]\npath = "pairs.csv"\nreads = "partnerships"\n', {"pairs.csv": pairs})
    code, text = on_a_terminal(["build", "-w", workspace])
    assert code == 0
    assert "\x1b[?25l" in text
    assert "2 institutions, 0 places" in text
    code, text = on_a_terminal(["build", "--full", "-q", "-w", workspace])
    assert code == 0
    assert "\x1b[?25l" not in text
    done = installed("build", "--full", "-w", workspace)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert "warning: " in done.stderr
    assert all(line.startswith("warning: ") for line in done.stderr.splitlines())


@pytest.mark.parametrize("arguments", [["extract", "a.pdf"], ["build", "--full"]], ids=lambda arguments: arguments[0])
def test_the_pages_of_a_report_are_counted(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(Call, "progress", lambda _: nullcontext(lambda *what: told.append(what)))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aidgraph.toml").write_text('[[source]]\npath = "*.pdf"\nreads = "report"\n', encoding="utf-8")
    pdf(tmp_path / "a.pdf", [column(60, 700, [f"青河市第{name}中学与沙岭县第三中学结对共建。"]) for name in "一二三"])
    assert main([*arguments, "-q"]) == 0
    assert [what for what in told if what[1:]][-3:] == [("reading a.pdf", page, 3) for page in (1, 2, 3)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_where_it_can_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Call().progress() as tell:
        tell("reading [a].pdf", 3, 4)
    assert "reading [a].pdf" in terminal.getvalue()
    assert "3/4" in terminal.getvalue()
    with Call(quiet=True).progress() as tell:
        tell("reading b.pdf", 3, 4)
    assert "b.pdf" not in terminal.getvalue()


@pytest.mark.parametrize("format_", ["json", "csv", "tsv", "ttl"])
def test_no_control_character_reaches_a_terminal(example: Path, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    text = '"a\\u009B2Jb\\u202Ec\\u001Bd"'
    query = f"CONSTRUCT {{ <x:x> <x:y> {text} }} {{}}" if format_ == "ttl" else f"SELECT ({text} AS ?x) {{}}"
    assert main(["query", query, "--format", format_, "-w", str(example)]) == 0
    written = terminal.getvalue()
    assert "\\u009b2Jb\\u202ec" in written
    assert not {"\x9b", "\u202e", "\x1b"} & set(written)


def test_control_characters_in_what_was_typed(run: Run, example: Path) -> None:
    done = run("show", CONTROL, "-w", example)
    assert "\x1b" not in done.err
    assert "no party" in done.err


def test_the_commands_are_those_of_the_help() -> None:
    names = [command.__name__ for command in app.COMMANDS]
    assert len(names) == len(set(names))
