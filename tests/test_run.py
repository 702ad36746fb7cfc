"""The second chance of a browser test: one that fails once passes, one that fails twice fails, and so do many."""

import sys
from pathlib import Path

import pytest

from run import MOST_UNSTEADY, run

ALWAYS = "assert False"
ONCE = "first = not Path('seen').exists(); Path('seen').touch(); assert not first"
NEVER = "assert True"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the marker that the runner asks for, and with one test that needs no browser."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser: in a browser\n")
    (tmp_path / "test_plain.py").write_text("def test_plain(): pass\n")
    return tmp_path


def write(project: Path, *bodies: str, browser: bool = True) -> None:
    """Put tests with these bodies into the folder."""
    mark = "@pytest.mark.browser\n" if browser else ""
    tests = [f"{mark}def test_{number}(): {body}\n" for number, body in enumerate(bodies)]
    (project / "test_written.py").write_text("from pathlib import Path\nimport pytest\n" + "".join(tests))


def test_a_browser_test_that_fails_once_is_named_and_passes(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(project, NEVER, ONCE)
    assert run(project) == 0
    assert (
        capfd.readouterr()
        .out.rstrip()
        .endswith("unsteady (failed beside others, passed alone):\n  test_written.py::test_1")
    )


def test_a_browser_test_that_fails_twice_fails(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(project, NEVER, ALWAYS)
    assert run(project) == 1
    assert "unsteady" not in capfd.readouterr().out


def test_many_failing_browser_tests_get_no_second_chance(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(project, *[f"Path('ran').open('a').write('x'); {ALWAYS}"] * (MOST_UNSTEADY + 1))
    assert run(project) == 1
    assert (project / "ran").read_text() == "x" * (MOST_UNSTEADY + 1)


def test_any_other_test_that_fails_once_fails(project: Path) -> None:
    write(project, NEVER)
    (project / "test_plain.py").write_text(f"from pathlib import Path\ndef test_plain(): {ONCE}\n")
    assert run(project) == 1


def test_no_test_at_all_is_no_success(project: Path) -> None:
    write(project)
    assert run(project) == pytest.ExitCode.NO_TESTS_COLLECTED
