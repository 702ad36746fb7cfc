"""The floor plan: which part of the code may know which other.

Every import that runs is counted, those inside functions as well; imports for the type checker alone are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from test_architecture import APP, imports

# The science, from the ground up: a part knows its own modules and those of lower floors.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"networks", "render", "english_names"}),
    frozenset({"weights"}),
    frozenset({"photo", "families"}),
    frozenset({"inference"}),
    frozenset({"filters"}),
    frozenset(),  # whatever is named on no floor: one question each (classify, layers, saliency)
    frozenset({"evaluation"}),
    frozenset({"cli", "train"}),
)
QUESTIONS = FLOORS.index(frozenset())
# The museum: what a part may know beside itself.
MAY: Mapping[str, frozenset[str]] = {
    "files": frozenset(),
    "errors": frozenset(),
    "encode": frozenset(),
    "room_table": frozenset(),
    "settings": frozenset({"files", "room_table"}),
    "content": frozenset({"files", "settings"}),
    "narration": frozenset({"content", "files", "settings"}),
    "server": frozenset({"alexnet", "content", "encode", "errors", "settings"}),
    "visit": frozenset({"content", "encode", "errors", "server"}),
    "ui": frozenset({"content", "encode", "files", "narration", "room_table"}),
    "checks": frozenset({"content", "files", "narration", "room_table", "settings"}),
}
# Arrows against the plan that are left. Each must still be there: the list can only get shorter.
LEFT = {
    ("exhibit.server.resources", "checks"),
    ("exhibit.ui.components.narration_player", "server"),
    ("exhibit.ui.components.page_semantics", "server"),
    ("exhibit.ui.frame", "server"),
    ("exhibit.ui.frame", "visit"),
    ("exhibit.ui.language", "server"),
    ("exhibit.ui.pictures.activation_sheet", "server"),
    ("exhibit.ui.pictures.overlay", "server"),
    ("exhibit.ui.rooms", "server"),
    ("exhibit.ui.sources", "server"),
    ("exhibit.visit.actions", "ui"),
}


def module_name(path: Path) -> str:
    return path.relative_to(APP).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


def read_graph(folder: Path = APP) -> dict[str, set[str]]:
    """Each module of ours, and the modules of ours that it imports when it runs, at once or later."""
    paths = {module_name(path): path for path in folder.rglob("*.py")}
    return {name: {ours for _, found in imports(path) if (ours := _ours(found, paths)) not in ("", name)}
            for name, path in paths.items()}  # fmt: skip


def _ours(name: str, paths: Mapping[str, Path]) -> str:
    """The module that an imported name lies in; empty where it is none of ours."""
    while name and name not in paths:
        name = name.rpartition(".")[0]
    return name


def part(module: str) -> tuple[str, str]:
    """The package and the part of it that a module belongs to: ("exhibit", "ui")."""
    names = module.split(".")
    return names[0], names[1] if len(names) > 1 else ""


def floor(name: str) -> int:
    return next((level for level, parts in enumerate(FLOORS) if name in parts), QUESTIONS)


def is_entry(module: str) -> bool:
    """Whether Python or Streamlit starts this module: it may know everything, and nobody may know it."""
    return module.endswith(".__main__") or module == "Home" or module.startswith("rooms.")


def against_the_plan(graph: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """Each module that knows a part which it may not, with that part."""
    found = set()
    for module, known in graph.items():
        for other in known if not is_entry(module) else ():
            (package, own), (its_package, its) = part(module), part(other)
            if package == its_package == "alexnet":
                allowed = own == its or not its or floor(its) < floor(own)
            elif package == its_package:
                allowed = own == its or its in MAY.get(own, frozenset())
            else:
                allowed = package == "exhibit" and its_package in MAY.get(own, frozenset())
            if not allowed:
                found.add((module, its if package == its_package else its_package))
    return found


def circle(graph: Mapping[str, set[str]]) -> set[str]:
    """The modules that import themselves by way of others, and those that wait for one that does."""
    left = dict(graph)
    while free := [name for name, known in left.items() if not known & left.keys()]:
        for name in free:
            del left[name]
    return set(left)


def packages(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same graph between the parts of one package, without entry points and the arrows that are still to go."""
    found: dict[str, set[str]] = {}
    for module, known in graph.items():
        if is_entry(module):
            continue
        own = part(module)
        found.setdefault(".".join(own), set()).update(
            ".".join(part(other)) for other in known if part(other) != own and (module, part(other)[1]) not in LEFT
        )
    return found


def test_every_arrow_of_the_code_is_one_of_the_plan():
    found = against_the_plan(read_graph())
    new = "\n".join(f"{module} knows {other}" for module, other in sorted(found - LEFT))
    assert not new, f"these go against the floor plan of the code:\n{new}"
    gone = "\n".join(f"{module} knows {other}" for module, other in sorted(LEFT - found))
    assert not gone, f"these are mended, take them out of LEFT:\n{gone}"


def test_no_module_and_no_package_knows_itself_by_way_of_others():
    graph = read_graph()
    assert not circle(graph)
    assert not circle(packages(graph))


def test_nobody_knows_what_is_started():
    graph = read_graph()
    assert [(m, other) for m, known in graph.items() for other in known if is_entry(other)] == []


def test_no_import_passes_by_unseen():
    """The rules above are worth what the graph knows: late imports, packages, names taken from modules."""
    graph = read_graph()
    assert "alexnet.saliency" in graph["exhibit.server.resources"], "an import inside a function"
    assert "exhibit.content.schema" in graph["exhibit.content.schema.validate"], "a package"
    assert "exhibit.ui.html" in graph["rooms.about"], "a name from a module"


@pytest.mark.parametrize(
    ("module", "known", "told"),
    [
        ("alexnet.weights.manifest", "alexnet.inference.engine", "inference"),
        ("alexnet.photo", "exhibit.errors", "exhibit"),
        ("alexnet.saliency.region", "alexnet.layers", "layers"),
        ("exhibit.files.yaml", "exhibit.content.load", "content"),
        ("exhibit.content.load", "exhibit.checks.numbers", "checks"),
        ("exhibit.ui.html", "exhibit.visit.session", "visit"),
        ("exhibit.ui.html", "alexnet.photo", "alexnet"),
        ("exhibit.cellar.lamp", "exhibit.errors", "errors"),
    ],
)
def test_an_arrow_against_the_plan_is_found(module, known, told):
    assert against_the_plan({module: {known}}) == {(module, told)}


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == {"a", "b", "c"}
    assert not circle({"a": {"b", "c"}, "b": {"c"}, "c": set()})
