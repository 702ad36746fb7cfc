"""Content files as curators save them: bytes to plain Python data, or a problem that says file, line and remedy.

YAML is read without its surprises: `no` is a word and not False, 2012-10-12 stays text, and a field that stands twice
is a mistake rather than the last one winning. Windows line ends and a UTF-8 byte-order mark are fine.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from exhibit.files.problems import ContentError, Problem, shorten

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # a PyYAML built without libyaml: slower, same result
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

SMART_QUOTES = "“”„«»‟"
# libyaml's complaints, matched by a part of their text; the first that fits names the problem.
_COMPLAINTS = (
    ("mapping values are not allowed", "colon_in_text"),
    ("expected ',' or", "missing_comma"),
    ("could not find expected ':'", "missing_colon"),
    ("unexpected end of stream", "open_quote"),
    ("quoted scalar", "open_quote"),
    ("did not find expected key", "indentation"),
    ("block end", "indentation"),
    ("did not find expected '-'", "indentation"),
    ("cannot start any token", "bad_character"),
    ("control characters are not allowed", "bad_character"),
)

_TEXT_AFTER_QUOTE = re.compile(r"""^[^'":]+:\s*(?:"[^"]*"|'[^']*')\s*[^\s#]""")


class _Loader(_SafeLoader):
    """The C loader with YAML 1.1's guesses switched off and doubled keys refused."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


class _DoubledKey(yaml.MarkedYAMLError):
    """A field that stands twice in one place."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float):
            raise yaml.MarkedYAMLError(problem="could not find expected ':'", problem_mark=key_node.start_mark)
        if key in seen:
            raise _DoubledKey(problem=str(key), problem_mark=key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_text(path: Path, name: str) -> str:
    """The text of a content file. Raises ContentError for a missing file and for any encoding but UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ContentError(Problem("missing_file", name)) from error
    except OSError as error:
        raise ContentError(Problem("unreadable_file", name, value=shorten(error.strerror or error))) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise ContentError(Problem("utf16", name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(Problem("not_utf8", name, line)) from error


def parse(text: str, name: str) -> Any:
    """The data in a YAML text. Raises ContentError, with one problem, where the text is not YAML."""
    for number, line in enumerate(text.splitlines(), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            raise ContentError(Problem("tab", name, number, value=shorten(line.strip())))
    try:
        return yaml.load(text, Loader=_Loader)
    except _DoubledKey as error:
        raise ContentError(Problem("doubled_field", name, _line(error), value=shorten(error.problem))) from error
    except yaml.MarkedYAMLError as error:
        raise ContentError(_syntax_problem(error, text, name)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(Problem("bad_character", name, value=shorten(error))) from error


def read_yaml(path: Path, name: str) -> Any:
    """`read_text` and `parse` in one step; `name` is how messages call the file."""
    return parse(read_text(path, name), name)


def line_of(text: str, way: tuple[str | int, ...]) -> int:
    """The line (from 1) of the value at `way` in a YAML text, or of its nearest parent that exists; 0 if none."""
    node = yaml.compose(text, Loader=_Loader)
    line = 0
    for step in way:
        child = _child(node, step)
        if child is None:
            return line
        line, node = child
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 0


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    line, lines = _line(error), ["", *text.splitlines()]
    content = lines[line].strip() if line < len(lines) else ""
    complaint = f"{error.context or ''} {error.problem or ''}"
    kind = next((kind for part, kind in _COMPLAINTS if part in complaint), "not_yaml")
    if any(quote in content for quote in SMART_QUOTES):
        kind = "smart_quotes"
    elif kind == "open_quote" and error.context_mark:
        line = error.context_mark.line + 1
    elif _TEXT_AFTER_QUOTE.match(content):
        kind = "open_quote"
    elif kind == "colon_in_text" and content.count(": ") < 2 and not content.endswith(":") and line > 1:
        # libyaml means "no field can stand here": it is the line before that runs on, or this one that is moved
        kind, line = ("indentation", line) if ":" in lines[line - 1] else ("missing_colon", line - 1)
    return Problem(kind, name, line, value=shorten(lines[line].strip() if line < len(lines) else ""))
