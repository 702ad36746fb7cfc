"""The museum's server as the tests start it: a process of its own, on a free port of the loopback address."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "app" / "Home.py"
PROBE = Path(__file__).with_name("probe_server.py")
START_SECONDS = 180  # longer than the slowest machine needs beside other work


@dataclass(frozen=True)
class Museum:
    """A running museum: where it answers, where it logs, and its private folder for temporary files."""

    url: str
    log: Path
    temporary: Path
    probe_url: str | None = None

    def ask(self, question: str, **values: str | list[str]) -> list[str]:
        """Put a question to the probe's door (see probe_server.py)."""
        with urlopen(f"{self.probe_url}/{question}?{urlencode(values, doseq=True)}", timeout=300) as reply:
            answer: list[str] = json.load(reply)
        return answer


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server says that it is well; raise with its log when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=2) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the museum did not start:\n{log.read_text()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, gently first."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def open_museum(folder: Path, *, probe: bool = False, started_in: Path = ROOT, **environment: str) -> Iterator[Museum]:
    """Start `streamlit run app/Home.py` with its temporary files in `folder`, and close it afterwards.

    `probe` opens the door of probe_server.py as well; `started_in` is the folder in which the command is typed;
    `environment` is added to that of the process.
    """
    port, probe_port = free_port(), free_port()
    temporary, log = folder / "tmp", folder / "museum.log"
    temporary.mkdir(parents=True)
    launcher = [str(PROBE), str(probe_port)] if probe else ["-m", "streamlit"]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    surroundings = {**os.environ, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, *launcher, "run", os.path.relpath(HOME, started_in), *options],
            cwd=started_in,
            env=surroundings,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(url, process, log)
        yield Museum(url, log, temporary, f"http://127.0.0.1:{probe_port}" if probe else None)
    finally:
        stop(process)
