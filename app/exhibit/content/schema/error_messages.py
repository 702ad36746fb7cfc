"""From pydantic's errors to problems that a curator can act on."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from exhibit.content import schema
from exhibit.files.problems import Problem, shorten
from exhibit.files.yaml import SMART_QUOTES, line_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# pydantic's error types, by the sentence (words check.<kind>) that tells a curator what to do.
_KINDS = {
    "missing": "missing_field",
    "literal_error": "not_one_of",
    "string_pattern_mismatch": "bad_id",
    "string_type": "not_text",
    "string_too_short": "empty_text",
    "too_short": "empty_list",
    "tuple_type": "not_a_list",
    "dict_type": "not_fields",
    "model_type": "not_fields",
    "model_attributes_type": "not_fields",
    "bool_parsing": "not_true_or_false",
    "bool_type": "not_true_or_false",
    "wrong_date": "wrong_date",
}


def problem(error: Mapping[str, Any], data: Any, name: str, text: str) -> Problem:
    """One of pydantic's errors in `data`, which was read from `text`, as a problem of the file `name`."""
    way = tuple(step for step in error["loc"] if step != "[key]")
    kind = _kind(error)
    value = "" if kind in ("missing_field", "no_source", "comma_in_text") else shorten(error["input"])
    field = " › ".join(_step(data, way, i) for i in range(len(way)))
    return Problem(kind, name, line_of(text, way), field, value, _details(error, kind, way))


def main_errors(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without those that only follow from another one: one mistake shall give one message."""
    broken_inside = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    meant = {
        (*error["loc"][:-1], _nearest(str(error["loc"][-1]))) for error in errors if error["type"] == "extra_forbidden"
    }
    return [
        error
        for error in errors
        if not (error["type"] == "too_short" and error["loc"] in broken_inside)
        and not (error["type"] == "missing" and error["loc"] in meant)
    ]


def _kind(error: Mapping[str, Any]) -> str:
    kind: str = error["type"]
    value, last = error["input"], error["loc"][-1] if error["loc"] else ""
    if last == "refs" and kind in ("missing", "too_short"):
        return "no_source"
    if kind == "extra_forbidden":
        return "comma_in_text" if value is None else "misspelt_field" if _nearest(str(last)) else "unknown_field"
    if isinstance(value, str) and any(quote in value for quote in SMART_QUOTES):
        return "smart_quotes"
    if kind.startswith(("int_", "float_")):
        return "not_a_number"
    if kind.startswith(("greater_", "less_")):
        return "out_of_range"
    return _KINDS.get(kind, "wrong_value")


def _details(error: Mapping[str, Any], kind: str, way: tuple[str | int, ...]) -> dict[str, str]:
    last = str(way[-1]) if way else ""
    if kind == "misspelt_field":
        return {"name": last, "suggestion": _nearest(last)}
    if kind in ("missing_field", "no_source", "unknown_field", "comma_in_text"):
        return {"name": last}
    if kind == "wrong_date":
        return {"part": str(error["ctx"]["part"])}
    if kind in ("not_one_of", "out_of_range"):
        context = error.get("ctx", {})
        return {"expected": str(context.get("expected", "") or next(iter(context.values()), ""))}
    return {}


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(name, sorted(_field_names()), n=1, cutoff=0.6)
    return close[0] if close else ""


@cache
def _field_names() -> frozenset[str]:
    models = [item for item in vars(schema).values() if isinstance(item, type) and issubclass(item, BaseModel)]
    return frozenset(field.alias or name for model in models for name, field in model.model_fields.items())


def _step(data: Any, way: tuple[str | int, ...], index: int) -> str:
    """A step of the way to a value as a curator knows it: the item's id, else its place in the list from 1."""
    step: Any = way[index]
    for earlier in way[:index]:
        try:
            data = data[earlier]
        except (KeyError, IndexError, TypeError):
            return str(step)
    if not isinstance(step, int) or not isinstance(data, list):
        return str(step)
    item = data[step] if step < len(data) else None
    label = item.get("id", item.get("number", item.get("year"))) if isinstance(item, dict) else None
    return str(label) if isinstance(label, str | int) else f"{step + 1}."
