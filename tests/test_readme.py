"""The README says what is true: its commands are those that are checked, and what it names exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
SET_UP = "python3 -m venv .venv && .venv/bin/pip install -r "


def commands() -> list[str]:
    """Every command line of the README's shell blocks, continuation lines joined."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in re.sub(r" \\\n\s*", " ", block).splitlines()]


def science_commands() -> list[list[str]]:
    """The arguments of every `python -m alexnet` in the README."""
    return [line.split("-m alexnet ", 1)[1].split() for line in commands() if "-m alexnet " in line]


def test_one_command_sets_up_and_runs_and_one_sets_up_and_tests() -> None:
    starts = [line.removeprefix(SET_UP) for line in commands() if line.startswith(SET_UP)]
    assert starts == [
        "requirements.txt && .venv/bin/streamlit run app/Home.py",
        "tests/requirements.txt && .venv/bin/python tests/run.py",
    ]


def test_ci_runs_the_commands_that_the_readme_gives() -> None:
    in_ci = CI.replace('"$work/.venv', ".venv").replace('"', "").replace(" --quiet", "")
    (test_command,) = [line for line in commands() if line.endswith("tests/run.py")]
    for step in test_command.split(" && "):
        assert step in in_ci, step
    assert "-m exhibit.checks" in in_ci
    assert any("-m exhibit.checks" in line for line in commands())


def test_ci_stops_at_the_first_failure() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert "set -euo pipefail" in CI
    assert "|| true" not in CI


def test_what_the_readme_links_to_exists() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


def test_its_pictures_are_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures, "every picture has words, and there is at least one"
    assert [name for name in pictures if (ROOT / name).stat().st_size > 200_000] == []


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:app|content|tests|weights|\.ci)/[\w./-]*)`", README))))
def test_every_path_it_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_science_command_it_names_is_understood() -> None:
    names = {arguments[0] for arguments in science_commands()}
    assert names
    for name in sorted(names):
        told = subprocess.run(
            [sys.executable, "-m", "alexnet", name, "--help"], cwd=ROOT / "app", capture_output=True, text=True
        )
        assert told.returncode == 0, told.stderr
        wanted = {word for arguments in science_commands() if arguments[0] == name for word in arguments}
        assert [word for word in sorted(wanted) if word.startswith("--") and word not in told.stdout] == []


def test_every_setting_it_names_is_a_setting() -> None:
    from dataclasses import fields

    from exhibit.settings import Settings

    known = {f"EXHIBIT_{field.name.upper()}" for field in fields(Settings)}
    assert set(re.findall(r"EXHIBIT_[A-Z_]+[A-Z]", README)) <= known
