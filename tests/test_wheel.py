"""The wheel: what is installed works without the checkout it was made from."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

CODE = """
import sys
from pathlib import Path
import aidgraph
from aidgraph.ontology import ontology_file
from aidgraph.cli import main
home = Path(sys.argv[1])
for path in (Path(aidgraph.__file__), ontology_file("kinds.ttl"), ontology_file("shapes.ttl")):
    if not path.is_relative_to(home):
        sys.exit(f"{path} is not in the wheel")
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources that is gone afterwards, and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    for name in ("graph", "ontology"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "pip", "-q", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), "."]
    subprocess.run(build, cwd=source, check=True)
    shutil.rmtree(source)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "unpacked")
    return folder / "unpacked"


def run(unpacked: Path, folder: Path, *words: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(unpacked), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", CODE, str(unpacked), *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_works_with_the_source_removed(unpacked: Path, tmp_path: Path) -> None:
    run(unpacked, tmp_path, "init", "my-aid")
    workspace = tmp_path / "my-aid"
    assert '"partnerships"' in run(unpacked, workspace, "build", "--json")
    assert "[" in run(unpacked, workspace, "gaps", "--json")
    assert "[" in run(unpacked, workspace, "questions", "--json")
    run(unpacked, workspace, "view", "-o", "page.html")
    assert (workspace / "page.html").stat().st_size > 0


def test_the_wheel_says_that_it_is_typed(unpacked: Path) -> None:
    assert (unpacked / "aidgraph" / "py.typed").is_file()


def test_the_wheel_holds_nothing_but_the_package(unpacked: Path) -> None:
    assert {path.name.split("-")[0] for path in unpacked.iterdir()} == {"aidgraph"}
