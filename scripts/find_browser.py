"""Find a Chromium for the tests of the page, or install one where that is allowed.

Usage: ``python scripts/find_browser.py [--install]``

Prints the path of the browser. With ``--install``, one that is missing is installed: with apt-get by root on Debian and
its kin (with a font for Chinese), else with Playwright's own installer. Where neither works, it says so and why; the
tests then say which of them did not run. The exit code is 0 all the same: the other tests can still run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What the browser is called where it is installed."""


def find() -> Path | None:
    """Return the browser: one on the path, else Playwright's own, else nothing."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def install() -> str:
    """Install a browser; return an empty string, or why none could be had."""
    reasons = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-q"], ["install", "-qy", "chromium", "fonts-noto-cjk"]):
            done = _run(["apt-get", *words], environment)
            if done.returncode:
                reasons.append(f"apt-get {words[0]}: {_last_line(done.stderr)}")
                break
        else:
            return ""
    done = _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    if done.returncode == 0:
        return ""
    return "; ".join([*reasons, f"playwright install: {_last_line(done.stderr or done.stdout)}"])


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  the two installers named above
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it failed without a word"


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="install a browser where there is none")
    arguments = parser.parse_args()
    found = find()
    reason = "none is installed"
    if found is None and arguments.install:
        reason = install()
        found = find()
    print(found or f"no Chromium, so the browser tests cannot run: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
