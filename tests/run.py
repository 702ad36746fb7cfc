"""Runs everything that is tested. Both the README's test command and `.ci/run` call it.

    python tests/run.py

Tests without a browser come first, in two processes, then the browser tests, in two processes as well. A browser
drives three programs that share the machine with whatever else runs on it, so a browser test that fails is run once
more, alone, after all others: if it passes then, the run passes and names it under "unsteady". More than
`MOST_UNSTEADY` of them are no accident, and the run fails. Any other test that fails, fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_UNSTEADY = 3
# One file stays in one process: its tests share a server, a network or a walk through all rooms.
TWO_PROCESSES = ("-n", "2", "--dist", "loadfile", "--durations", "25")


def run(folder: Path = ROOT) -> int:
    """Run all tests of a project's folder. Returns 0 when everything passed, else pytest's own exit status."""
    rest = _pytest(folder, "-m", "not browser", *TWO_PROCESSES, "-p", "no:cacheprovider")
    in_browser = run_browser_tests(folder)
    return rest or in_browser


def run_browser_tests(folder: Path) -> int:
    """Run the browser tests of a project's folder; the few that fail get a second chance. Returns an exit status."""
    with TemporaryDirectory() as cache:
        status = _pytest(folder, "-m", "browser", *TWO_PROCESSES, "-o", f"cache_dir={cache}")
        failed = _last_failed(Path(cache))
    if status != pytest.ExitCode.TESTS_FAILED or not 0 < len(failed) <= MOST_UNSTEADY:
        return status
    again = _pytest(folder, *failed, "-p", "no:cacheprovider")
    if again == pytest.ExitCode.OK:
        print("\nunsteady (failed beside others, passed alone):", *failed, sep="\n  ", flush=True)
    return again


def _pytest(folder: Path, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=folder).returncode


def _last_failed(cache: Path) -> list[str]:
    """The tests that pytest noted in its cache as failed, by their ids."""
    noted = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(noted.read_text(encoding="utf-8"))) if noted.exists() else []


if __name__ == "__main__":
    sys.exit(run())
