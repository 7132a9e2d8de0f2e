"""The README: every command and every line of Python in it works as it stands."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aidgraph.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> Iterator[list[str]]:
    for block in blocks("console"):
        for line in block.splitlines():
            assert line.startswith("$ aidgraph "), line
            yield shlex.split(line)[2:]


COMMANDS = list(commands())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    """A folder with the demo's workspace in it, as `make demo` leaves it."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(example, folder / "demo")
    return folder


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_of_the_readme_works(
    words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    starting = words[0] == "init" or "-w" in words
    monkeypatch.chdir(folder if starting else folder / "demo")
    if words[0] == "init":
        shutil.rmtree("my-aid", ignore_errors=True)
    elif "my-aid" in words and not Path("my-aid").is_dir():
        main(["init", "my-aid"])
    assert main(words) == 0, capfd.readouterr().err
    written = [words[at + 1] for at, word in enumerate(words) if word == "-o"]
    assert all(Path(file).stat().st_size for file in written)
    assert written or capfd.readouterr().out.strip()


def test_the_python_of_the_readme_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  that is what is tested


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_a_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/glossary.md"])
def test_a_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")))
    assert named <= targets
