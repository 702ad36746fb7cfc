"""Which labels the exhibit's code asks for: read from its syntax, so that none is missing and none lies unused.

A key is a text such as "try.title" whose first part is the name of a file of labels: in a call, `words("try.title")`,
or elsewhere, as in a table of keys, where it may also be the beginning of keys ("try.title_long"). The patterns
`words(f"errors.{key}")` and `words("errors." + key)` ask for every key that fits.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from exhibit.files.problems import Problem

_HOLE = "\0"
_KEY = re.compile(r"([a-z_\0]+)\.([a-z0-9_\0]+)")
_FILE_ENDINGS = frozenset({"css", "html", "jpg", "js", "json", "png", "py", "svg", "txt", "yaml"})
_CALLS = frozenset({"t", "words", "say"})  # what the code calls the words of the visitor's language


@dataclass(frozen=True)
class Asked:
    """One place in the code that asks for words. `pattern` matches the keys it may mean."""

    file: str
    line: int
    key: str  # empty where only the pattern is known
    pattern: re.Pattern[str]
    gaps: frozenset[str] | None  # the gaps it fills in; None when that cannot be seen from the code


def asked_in(folder: Path, areas: Collection[str]) -> list[Asked]:
    """All places in the museum's code (exhibit/, rooms/, Home.py under `folder`) that ask for words of `areas`."""
    found: list[Asked] = []
    for path in sorted([*folder.glob("exhibit/**/*.py"), *folder.glob("rooms/**/*.py"), *folder.glob("Home.py")]):
        found += _asked(ast.parse(path.read_text("utf-8")), path.relative_to(folder).as_posix(), areas)
    return found


def _asked(tree: ast.Module, file: str, areas: Collection[str]) -> Iterator[Asked]:
    gaps = {id(call.args[0]): _gaps(call) for call in ast.walk(tree) if isinstance(call, ast.Call) and _asks(call)}
    inner: set[int] = set()
    for node in ast.walk(tree):  # a whole expression comes before its parts
        if not isinstance(node, ast.expr) or id(node) in inner:
            continue
        text = _text(node) or ""
        match = _KEY.fullmatch(text)
        if match and (match[1] in areas or id(node) in gaps) and match[2] not in _FILE_ENDINGS:
            inner.update(map(id, ast.walk(node)))
            key, called = "" if _HOLE in text else text, id(node) in gaps
            yield Asked(file, node.lineno, key, _pattern(text, exact=called), gaps.get(id(node)))


def _asks(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return bool(call.args) and name in _CALLS


def _text(node: ast.expr) -> str | None:
    """A text in the code, with a hole for each part that is only known when the code runs; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None and right is None else (left or _HOLE) + (right or _HOLE)
    return None


def _pattern(key: str, *, exact: bool) -> re.Pattern[str]:
    beginning = "[a-z0-9_]+".join(map(re.escape, key.split(_HOLE)))
    return re.compile(beginning if exact else beginning + "(_[a-z0-9_]+)?")


def _gaps(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name is not None)


def gaps_in(text: str) -> frozenset[str]:
    """The names of the {gaps} in a text. Raises ValueError where a brace is not closed or not doubled."""
    return frozenset(
        (name or "").split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None
    )


def key_problems(asked: list[Asked], texts: Mapping[str, str], lang: str) -> Iterator[Problem]:
    """Keys that the code asks for and no file has, keys that nobody asks for, and gaps that the code does not fill."""
    for place in asked:
        matching = [key for key in texts if place.pattern.fullmatch(key)]
        if place.key and not matching:
            area, _, name = place.key.partition(".")
            details = {"code": f"app/{place.file}:{place.line}"}
            yield Problem("missing_key", f"{lang}/words/{area}.yaml", 0, name, details=details)
        for key in matching if place.key and place.gaps is not None else ():
            yield from _gap_problems(key, texts[key], place, lang)
    for key in texts:
        if not any(place.pattern.fullmatch(key) for place in asked):
            area, _, name = key.partition(".")
            yield Problem("unused_key", f"{lang}/words/{area}.yaml", 0, name)


def _gap_problems(key: str, text: str, place: Asked, lang: str) -> Iterator[Problem]:
    area, _, name = key.partition(".")
    try:
        extra = gaps_in(text) - (place.gaps or frozenset())
    except ValueError:
        return  # told by brace_problems
    for gap in sorted(extra):
        expected = ", ".join(f"{{{known}}}" for known in sorted(place.gaps or ()))
        details = {"expected": expected, "code": f"app/{place.file}:{place.line}"}
        yield Problem("unknown_gap", f"{lang}/words/{area}.yaml", 0, name, f"{{{gap}}}", details)


def gap_problems(texts: Mapping[str, str], model: Mapping[str, str], lang: str) -> Iterator[Problem]:
    """Braces that do not close, and gaps of a translation that differ from those of the default language."""
    for key, text in texts.items():
        area, _, name = key.partition(".")
        file = f"{lang}/words/{area}.yaml"
        try:
            found = gaps_in(text)
            wanted = gaps_in(model.get(key, text))
        except ValueError:
            yield Problem("brace", file, 0, name, text)
            continue
        for gap in sorted(found ^ wanted):
            kind = "unknown_gap" if gap in found else "missing_gap"
            expected = ", ".join(f"{{{known}}}" for known in sorted(wanted))
            yield Problem(kind, file, 0, name, f"{{{gap}}}", {"expected": expected})
