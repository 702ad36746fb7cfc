"""Is the suite steady? Runs all tests several times beside processes that burn every core, and says how it went.

    python tests/under_load.py [--times 3] [--burners 2] [--minutes 60]

Ends with 0 when every run passed. `--minutes` bounds the whole: what has not ended by then is stopped and counts as
failed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def burning(processes: int, seconds: float) -> Iterator[None]:
    """Keep that many cores busy, for at most that long even if this program is killed."""
    code = f"import time; end = time.monotonic() + {seconds}\nwhile time.monotonic() < end: pass"
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def run_once(seconds: float) -> tuple[int, float]:
    """Run all tests. Returns the exit status (124 when they did not end in time) and the seconds they took."""
    start = time.monotonic()
    running = subprocess.Popen([sys.executable, "tests/run.py"], cwd=ROOT, start_new_session=True)
    try:
        status = running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)  # with its servers and browsers
        status = 124
    return status, time.monotonic() - start


def main() -> int:
    """Read the options, run, report."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=3, help="how often")
    options.add_argument("--burners", type=int, default=2, help="how many processes burn beside the tests")
    options.add_argument("--minutes", type=float, default=60, help="when to stop, whatever runs")
    chosen = options.parse_args()
    end = time.monotonic() + 60 * chosen.minutes
    with burning(chosen.burners, 60 * chosen.minutes):
        runs = [run_once(max(1.0, end - time.monotonic())) for _ in range(chosen.times)]
    for number, (status, seconds) in enumerate(runs, start=1):
        print(f"run {number}: {'passed' if status == 0 else f'failed, exit status {status}'}, {seconds:.0f} s")
    return max(status for status, _ in runs)


if __name__ == "__main__":
    sys.exit(main())
