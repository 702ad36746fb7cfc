"""torch's threads sleep while they wait: the setting is in force before torch is loaded, wherever torch is loaded.

Threads that spin instead make a look three to nine times slower as soon as another program, such as the browser of a
kiosk, wants one of the cores. The OpenMP library reads the setting once, when it is loaded, and can be told to print
what it read.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
STARTS = {
    "server": (APP, ["-c", "from exhibit.server import resources; resources.wait_for_engine()"]),
    "command line": (APP, ["-m", "alexnet", "filters", "--out", os.devnull]),
    "tests": (
        ROOT,
        ["-m", "pytest", "-q", "-s", "-p", "no:xdist", "--collect-only", "tests/alexnet/inference/test_precision.py"],
    ),
}


def told_by_openmp(start: str, **environment: str) -> str:
    """OpenMP's own line on how often a waiting thread looks before it sleeps, as one of `STARTS` loads it."""
    folder, arguments = STARTS[start]
    surroundings = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    told = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**surroundings, "OMP_DISPLAY_ENV": "verbose", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if "GOMP_SPINCOUNT" not in told.stderr:
        assert "Error" not in told.stderr, told.stderr
        pytest.skip("this torch computes without an OpenMP library that can be asked")
    return next(line for line in told.stderr.splitlines() if "GOMP_SPINCOUNT" in line)


@pytest.mark.parametrize("start", STARTS)
def test_threads_sleep_while_they_wait(start: str) -> None:
    assert told_by_openmp(start).endswith("GOMP_SPINCOUNT = '0'")


def test_whoever_knows_better_decides() -> None:
    assert not told_by_openmp("command line", OMP_WAIT_POLICY="ACTIVE").endswith("GOMP_SPINCOUNT = '0'")
