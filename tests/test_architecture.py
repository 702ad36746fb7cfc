"""The shape of the code: which libraries are used where, where visitors' words stand, and how long a file may be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exhibit.room_table import ROOMS as ROOM_TABLE
from visible_words import findings

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
SCIENCE = sorted((APP / "alexnet").rglob("*.py"))
MUSEUM = sorted((APP / "exhibit").rglob("*.py"))
ROOMS = sorted((APP / "rooms").rglob("*.py"))
HOME = APP / "Home.py"
DOOR = APP / "exhibit" / "server" / "resources.py"
STORY_ROOMS = [room.id for room in ROOM_TABLE.values() if not room.live]
NETWORK_LIBRARIES = frozenset({"torch", "torchvision", "captum", "safetensors"})
# Texts in the code that look like words for visitors and are none, by file: the name they are assigned to.
NOT_FOR_VISITORS = {
    "exhibit/files/yaml.py": {"_COMPLAINTS"},  # parts of libyaml's messages, to be recognised and never shown
    "exhibit/checks/references.py": {"_ITEMS"},  # which file holds what a parameter names; "legend" is a parameter here
}


def name_of(path: Path) -> str:
    return path.relative_to(APP).as_posix()


def imports(path: Path, *, at_import: bool = False) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that `path` imports when it runs.

    Imports for the type checker alone are left out. `at_import` leaves out those inside functions as well.
    """
    yield from _imports_in(ast.parse(path.read_text("utf-8")).body, at_import)


def _imports_in(body: list[ast.stmt], at_import: bool) -> Iterator[tuple[int, str]]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write imports in full, from the name of the package"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            yield from _imports_in(node.orelse, at_import)
        elif not (at_import and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            for field in ("body", "orelse", "finalbody", "handlers"):
                for part in getattr(node, field, []):
                    inner = part.body if isinstance(part, ast.ExceptHandler) else [part]
                    yield from _imports_in(inner, at_import)


def offences(paths: list[Path], forbidden: frozenset[str] | set[str]) -> list[str]:
    """Imports of `forbidden` packages or modules, told by file and line."""
    return [
        f"{name_of(path)}:{line} imports {name}"
        for path in paths
        for line, name in imports(path)
        if any(name == module or name.startswith(module + ".") for module in forbidden)
    ]


def test_the_science_knows_nothing_of_the_museum():
    found = offences(SCIENCE, {"streamlit", "plotly", "exhibit", "rooms", "Home"})
    assert not found, "app/alexnet must run without a museum around it:\n" + "\n".join(found)


def test_only_the_one_door_imports_the_science():
    found = offences([path for path in [*MUSEUM, *ROOMS, HOME] if path != DOOR], {"alexnet"})
    assert not found, "ask exhibit.server.resources instead (for types, import under TYPE_CHECKING):\n" + "\n".join(
        found
    )


def test_the_museum_touches_no_network_library():
    found = offences([*MUSEUM, *ROOMS, HOME], NETWORK_LIBRARIES)
    assert not found, "this belongs in app/alexnet:\n" + "\n".join(found)


def test_rooms_and_home_ask_the_museum_only():
    own = {"exhibit", "streamlit", *sys.stdlib_module_names}
    found = [
        f"{name_of(path)}:{line} imports {name}"
        for path in [*ROOMS, HOME]
        for line, name in imports(path)
        if name.split(".")[0] not in own
    ]
    assert not found, "rooms are made of exhibit's pictures and controls:\n" + "\n".join(found)


def test_content_and_settings_stand_below_everything_else():
    below = [
        path
        for path in MUSEUM
        if path.parent.relative_to(APP).parts[:2] in {("exhibit", "content"), ("exhibit", "files")}
        or path.name == "settings.py"
    ]
    found = offences(
        below, {"streamlit", "plotly", "exhibit.ui", "exhibit.server.resources", "exhibit.visit.session", "rooms"}
    )
    assert not found, "\n".join(found)


def test_only_the_one_door_caches():
    found = [
        f"{name_of(path)}:{node.lineno} uses {node.attr}"
        for path in [*MUSEUM, *ROOMS, HOME]
        if path != DOOR
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr.startswith("cache_") and getattr(node.value, "id", "") == "st"
    ]
    found += offences(
        [path for path in [*MUSEUM, *ROOMS, HOME] if path != DOOR], {"streamlit.cache_data", "streamlit.cache_resource"}
    )
    assert not found, "Streamlit's caches are used in exhibit/server/resources.py alone:\n" + "\n".join(found)


def imported_by(names: set[str], unwanted: set[str]) -> str:
    """Import modules, or what they hold, in a fresh Python: which of the unwanted packages came along?"""
    code = f"""
import importlib, sys
for name in {sorted(names)!r}:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        getattr(importlib.import_module(module), attribute)
print(sorted(set({sorted(unwanted)!r}) & sys.modules.keys()))
"""
    environment = {**os.environ, "PYTHONPATH": str(APP)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_story_rooms_import_never_brings_torch():
    rooms = [APP / "rooms" / f"{room}.py" for room in STORY_ROOMS]
    needed = {name for path in [*rooms, HOME] for _, name in imports(path, at_import=True)} - {"__future__.annotations"}
    assert imported_by({"exhibit.content", *needed}, {"torch", "captum"}) == "[]"


def test_plotly_is_imported_only_where_a_chart_is_drawn():
    found = [
        f"{name_of(path)}:{line} imports {name}"
        for path in [*MUSEUM, *ROOMS, HOME]
        for line, name in imports(path, at_import=True)
        if name.startswith("plotly")
    ]
    assert not found, "import plotly inside the function that draws; no heading shall wait for it:\n" + "\n".join(found)


def test_what_any_room_or_picture_imports_never_brings_torch():
    needed = {name for path in ROOMS for _, name in imports(path, at_import=True)} - {"__future__.annotations"}
    pictures = {name_of(path)[:-3].replace("/", ".") for path in MUSEUM if path.name != "__init__.py"}
    assert imported_by(needed | pictures, {"torch", "captum"}) == "[]"


@pytest.mark.parametrize("path", [*MUSEUM, *ROOMS, HOME], ids=name_of)
def test_no_word_that_a_visitor_reads_stands_in_python(path):
    allowed = frozenset(NOT_FOR_VISITORS.get(name_of(path), set()))
    found = findings(path.read_text("utf-8"), allowed)
    told = "\n".join(f"  app/{name_of(path)}:{item.line} {item.text!r} ({item.why})" for item in found)
    assert not found, f"these words belong in content/<language>/words, asked for with t(...):\n{told}"


@pytest.mark.parametrize(
    "code",
    [
        'st.title("Story")',
        'st.button("Go", key="go")',
        'column.file_uploader(f"Choose {n}")',
        'st.image(picture, alt="A cat")',
        'st.page_link("rooms/why.py", label="Why")',
        'st.write("Yes" if sure else words("try.no"))',
        'st.caption(words("a.b") + " of them")',
        'show_bars(bars, alt="Bars")',
        'figure.update_layout(xaxis={"title": "Year"})',
        'st.html("<p class=lead>Welcome</p>")',
        'TEXT = "The network hesitates."',
        'x = {"sure": "It is sure"}',
        'return_value = f"<b>{name}</b> answered on the"',
        'SCRIPT = """\nconst f = () => { box.textContent = "Touch to start" }\n"""',
    ],
)
def test_a_visitor_s_word_in_python_is_found(code):
    assert len(findings(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""A module that tells of itself."""',
        'st.title(words("story.title"))',
        'st.html(f"<p class=\\"lead big\\">{text}</p>")',
        'st.button(words("a.b"), key="start-over", icon=":material/restart_alt:", width="stretch")',
        'log.warning("the content of %s is broken", name)',
        'logging.getLogger("exhibit").exception("The room failed")',
        'raise ValueError("there is no such room")',
        'assert found, "there must be one"',
        'STYLE = "display: flex; flex-direction: row; gap: 1rem;"',
        'PATH = "M 10 20 L 30 40 Z"',
        'def f(x: "list of things") -> "a result": ...',
        'SCRIPT = """\nconst strip = () => { document.querySelector(".st-key-rooms"); }\n"""',
        'st.page_link("rooms/why.py", label=words("frame.why"))',
        'st.slider(words("why.strength"), format="%d %%")',
    ],
)
def test_what_is_not_for_visitors_is_left_alone(code):
    assert findings(code) == []


def test_files_are_short():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in [*SCIENCE, *MUSEUM, *ROOMS, HOME]}
    too_long = {name: length for name, length in lengths.items() if length > 300}
    assert not too_long, f"no file has more than 300 lines; split by subject: {too_long}"
    long = {name: length for name, length in lengths.items() if length > 200}
    assert len(long) <= len(lengths) / 10, f"at most one file in ten has more than 200 lines: {long}"
