"""Build the example in ``demo/``, ask it who has nobody and one SPARQL question, and write its page.

Usage: ``python scripts/demo.py``

Every command is shown as it could be typed. What an earlier run left in ``demo/`` is replaced.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE, DEMO = ROOT / "examples" / "jining-yengisar", ROOT / "demo"

BUSIEST = """\
SELECT ?party (COUNT(DISTINCT ?partner) AS ?partners) WHERE {
  ?a aid:relatedTo ?b . ?a skos:prefLabel ?party . ?b skos:prefLabel ?partner
  FILTER(LANG(?party) = "zh" && LANG(?partner) = "zh")
} GROUP BY ?party ORDER BY DESC(?partners) ?party LIMIT 5"""

NEXT = """
Open demo/page.html in a browser. What to try next:
  .venv/bin/aidgraph -w demo show 英吉沙县人民医院        the answer card of a hospital
  .venv/bin/aidgraph -w demo gaps --kind School          which schools have nobody
  .venv/bin/aidgraph -w demo questions                   what else can be asked by name
  .venv/bin/aidgraph init my-aid                         a workspace of your own"""


def run(*words: str) -> None:
    """Run the program on the demo's workspace, showing the command first."""
    shown = " ".join(f"'{word}'" if " " in word else word for word in words)
    print(f"\n$ aidgraph -w demo {shown}", flush=True)
    program = shutil.which("aidgraph", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit(f"no aidgraph beside {sys.executable}; `make demo` installs it")
    # the folder is named as the reader would name it
    subprocess.run([program, "-w", "demo", *words], cwd=ROOT, check=True)  # noqa: S603  our own program


def main() -> int:
    """Run the demo; return its exit code."""
    shutil.rmtree(DEMO, ignore_errors=True)
    shutil.copytree(EXAMPLE, DEMO, ignore=shutil.ignore_patterns("build"))
    print("$ cp -r examples/jining-yengisar demo")
    try:
        run("build")
        run("gaps", "--kind", "Township", "--place", "英吉沙县")
        run("query", BUSIEST)
        run("view", "-o", "demo/page.html")
    except subprocess.CalledProcessError as error:
        return error.returncode
    print(NEXT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
