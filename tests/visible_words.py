"""Finds words that a visitor could read and that stand in Python instead of in content/.

Two signs give such a word away: it is handed to something that shows text (the label of a button, an `alt`), or it
looks like a phrase (two words side by side) at a place where only a visitor could meet it. Docstrings, logging,
exceptions and annotations are for engineers; tags, styles and scripts are stripped before looking.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Streamlit's calls whose first argument is shown, whatever they are called on (st, a column, a container).
SHOWING_CALLS = frozenset(
    """
    title header subheader markdown write caption text html info warning error success spinner toast dialog badge
    button download_button link_button menu_button checkbox toggle radio selectbox multiselect slider select_slider
    number_input text_input text_area chat_input date_input color_picker segmented_control pills feedback
    file_uploader camera_input metric expander popover status
    """.split()  # noqa: SIM905
)
# Arguments that are shown, whoever takes them, and keys of the same meaning in a dict (Plotly's layouts).
SHOWING_ARGUMENTS = frozenset(
    """
    label help placeholder body alt caption title text title_text hovertext hovertemplate hover tooltip legend
    annotation_text description aria_label
    """.split()  # noqa: SIM905
)
LOGGERS = frozenset({"log", "_log", "LOG", "_LOG", "logger", "logging", "warnings"})

_HOLE = "\0"
_MARKUP = re.compile(
    r"<style.*?</style>|</?[A-Za-z!][^<>]*(?:>|$)|&#?\w+;|:[a-z]+/[a-z0-9_]+:|https?://\S+|\{[^{}]*\}|%\{[^{}]*\}|\0",
    re.DOTALL,
)
_SCRIPT = re.compile(r"=>|\bfunction\b|\bconst\b")
_IN_QUOTES = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")
_STYLE = re.compile(r"[\w-]+\s*:\s*[^;{}]+;|\{[^}]*:[^}]*\}")
_PHRASE = re.compile(r"(?<![\w./#-])[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}(?![\w./(-])")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Finding:
    """A text in the code that a visitor could read."""

    line: int
    text: str
    why: str


def findings(code: str, allowed_names: frozenset[str] = frozenset()) -> list[Finding]:
    """What a visitor could read in this code. Values assigned to `allowed_names` are passed over."""
    tree = ast.parse(code)
    skipped = set(_skipped(tree, allowed_names))
    found = {id(node): finding for node, finding in _shown(tree) if id(node) not in skipped}
    inside = {id(part) for node in ast.walk(tree) if id(node) in found for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped | inside or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        inside.update(id(part) for part in ast.walk(node))
        phrase = _phrase(_text(node))
        if phrase:
            found[id(node)] = Finding(node.lineno, phrase, "it reads like a phrase")
    return sorted(found.values(), key=lambda finding: finding.line)


def _skipped(tree: ast.Module, allowed_names: frozenset[str]) -> Iterator[int]:
    """The nodes that no visitor ever meets, by id."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # docstrings of any kind
            yield id(node.value)
        elif isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Call) and _is_logging(node.func)):
            yield from map(id, ast.walk(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in allowed_names for target in targets):
                yield from map(id, ast.walk(node))
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(annotation, ast.AST):
                yield from map(id, ast.walk(annotation))


def _is_logging(function: ast.expr) -> bool:
    while isinstance(function, ast.Attribute | ast.Call):
        if isinstance(function, ast.Attribute) and function.attr in ("getLogger",):
            return True
        function = function.value if isinstance(function, ast.Attribute) else function.func
    return isinstance(function, ast.Name) and function.id in LOGGERS


def _shown(tree: ast.Module) -> Iterator[tuple[ast.expr, Finding]]:
    """Texts with letters that are handed to something that shows them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "")
            if name in SHOWING_CALLS and node.args:
                yield from _worded(node.args[0], f"{name}() shows it")
            for keyword in node.keywords:
                if keyword.arg in SHOWING_ARGUMENTS:
                    yield from _worded(keyword.value, f"the argument {keyword.arg} shows it")
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in SHOWING_ARGUMENTS:
                    yield from _worded(value, f"the field {key.value} shows it")


def _worded(value: ast.expr, why: str) -> Iterator[tuple[ast.expr, Finding]]:
    """`value` itself, the branches of a choice and the parts of a sum, where they hold letters outside markup."""
    if isinstance(value, ast.IfExp):
        yield from _worded(value.body, why)
        yield from _worded(value.orelse, why)
    elif isinstance(value, ast.BinOp):
        yield from _worded(value.left, why)
        yield from _worded(value.right, why)
    elif isinstance(value, ast.Constant | ast.JoinedStr):
        plain = _without_markup(_text(value))
        if _LETTERS.search(plain):
            yield value, Finding(value.lineno, plain.strip(), why)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)


def _without_markup(text: str) -> str:
    return _STYLE.sub(" ", _MARKUP.sub(" ", text))


def _phrase(text: str) -> str:
    """The first two words side by side, or an empty text. Of a script only what stands in quotation marks counts."""
    if _SCRIPT.search(text):
        quoted = (next(filter(None, match), "") for match in _IN_QUOTES.findall(text))
        return next((phrase for phrase in map(_phrase, quoted) if phrase), "")
    match = _PHRASE.search(_without_markup(text))
    return match.group() if match else ""
