"""The Dockerfile keeps its promises. No container engine is needed: the file itself is read."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
Instruction = tuple[str, str]


def read_instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile in order, as (NAME, arguments), continuation lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    pairs = (line.split(maxsplit=1) for line in joined.splitlines() if line.strip())
    return [(name.upper(), rest) for name, rest in pairs]


@pytest.fixture(scope="module")
def instructions() -> list[Instruction]:
    """The repository's Dockerfile, read."""
    return read_instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def all_of(instructions: list[Instruction], name: str) -> list[str]:
    """The arguments of every instruction of one name."""
    return [arguments for found, arguments in instructions if found == name]


def copied(instructions: list[Instruction]) -> list[str]:
    """What goes into the image from the repository."""
    return [source for arguments in all_of(instructions, "COPY") for source in arguments.split()[:-1]]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path out of the build: the last pattern that matches decides."""
    verdict = False
    for pattern in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if pattern and not pattern.startswith("#"):
            lets_in, shape = pattern.startswith("!"), pattern.removeprefix("!")
            names = [path, *map(str, Path(path).parents)]
            if any(fnmatch(name, shape) or fnmatch("/" + name, shape.removeprefix("**")) for name in names):
                verdict = not lets_in
    return verdict


def test_the_base_is_a_slim_python_that_the_project_supports(instructions: list[Instruction]) -> None:
    base = re.fullmatch(r"python:3\.(\d+)-slim(-\w+)?", all_of(instructions, "FROM")[-1])
    minimum = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert base
    assert int(base[1]) >= int(minimum.rpartition(".")[2])


def test_one_build_argument_chooses_between_processor_and_graphics_card(instructions: list[Instruction]) -> None:
    assert all_of(instructions, "ARG") == ["DEVICE=cpu"]
    install = next(command for command in all_of(instructions, "RUN") if "pip install" in command)
    assert re.search(r"\bcpu\) .*whl/cpu", install)
    assert re.search(r"\bcuda\) ", install)
    assert re.search(r"\*\) .*exit 2", install), "another value must stop the build"


def test_nothing_runs_as_root(instructions: list[Instruction]) -> None:
    (user,) = all_of(instructions, "USER")
    assert int(user.split(":")[0]) > 0
    behind = [name for name, _ in instructions[[name for name, _ in instructions].index("USER") :]]
    assert not {"RUN", "COPY", "ADD"} & set(behind), "what is built after USER would belong to the visitor's account"


def test_the_root_file_system_may_be_read_only(instructions: list[Instruction]) -> None:
    environment = " ".join(all_of(instructions, "ENV"))
    assert "PYTHONDONTWRITEBYTECODE=1" in environment
    assert re.search(r"\bHOME=/tmp\b", environment)
    assert re.search(r"\bMPLCONFIGDIR=/tmp/", environment), "Captum brings Matplotlib, which wants a folder to write to"
    assert any("compileall" in command for command in all_of(instructions, "RUN"))
    assert all_of(instructions, "VOLUME") == []
    assert "--read-only --tmpfs /tmp" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_what_the_image_needs_exists_and_is_let_in(instructions: list[Instruction]) -> None:
    for source in copied(instructions):
        assert (ROOT / source).exists(), source
        assert not ignored(source), source
    assert {"app", "content", "weights", "requirements.txt"} <= set(copied(instructions))
    assert not ignored("weights/alexnet-2012.safetensors")
    assert not ignored("app/.streamlit/config.toml")


@pytest.mark.parametrize("path", ["tests", ".git", ".venv", ".ci", "app/alexnet/__pycache__", "weights/alexnet.part"])
def test_the_image_carries_no_ballast(path: str) -> None:
    assert ignored(path)


def test_the_image_says_whether_it_is_well(instructions: list[Instruction]) -> None:
    (check,) = all_of(instructions, "HEALTHCHECK")
    (start,) = all_of(instructions, "CMD")
    port = re.search(r"--server\.port=(\d+)", start)
    assert port
    assert f"http://127.0.0.1:{port[1]}/_stcore/health" in check
    assert all_of(instructions, "EXPOSE") == [port[1]]


def test_the_image_starts_the_museum(instructions: list[Instruction]) -> None:
    (start,) = all_of(instructions, "CMD")
    assert start.startswith('["streamlit", "run", "app/Home.py"'), "the list form, so that signals reach the server"
    assert "--server.address=0.0.0.0" in start
    assert "--server.headless=true" in start


def test_nothing_is_fetched_when_the_image_runs(instructions: list[Instruction]) -> None:
    assert all_of(instructions, "ADD") == []
    assert all_of(instructions, "ENTRYPOINT") == []
    assert "://" not in all_of(instructions, "CMD")[0]
    config = tomllib.loads((ROOT / "app" / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in wanted if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
