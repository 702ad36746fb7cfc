"""Which shape each content file has, and how a wrong shape becomes a problem that a curator can act on.

Imported only when a file with records is read: it brings pydantic, which the welcome page's first paint does without.
"""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from exhibit.content import schema
from exhibit.content.problems import Problem, shorten
from exhibit.content.read import SMART_QUOTES, line_of

NEUTRAL: dict[str, Any] = {
    "sources": dict[schema.Key, schema.Source],
    "credits": tuple[schema.Credit, ...],
    "samples": tuple[schema.SampleEntry, ...],
    "story": tuple[schema.PanelEntry, ...],
    "timeline": tuple[schema.EventEntry, ...],
    "errors": schema.ErrorChart,
    "quotations": schema.QuotationsFile,
    "people": tuple[schema.PersonEntry, ...],
    "facts": tuple[schema.FactEntry, ...],
    "milestones": tuple[schema.MilestoneEntry, ...],
    "seed": tuple[schema.SeedEntry, ...],
}
WORDS: dict[str, Any] = {
    "samples": dict[schema.Key, schema.SampleWords],
    "story": dict[schema.Key, schema.PanelWords],
    "timeline": schema.TimelineWords,
    "quotations": dict[schema.Key, schema.QuotationWords],
    "people": dict[schema.Key, schema.PersonWords],
    "facts": dict[schema.Key, schema.FactWords],
    "milestones": dict[schema.Key, schema.MilestoneWords],
    "seed": dict[int, schema.SeedWords],
    "methods": dict[schema.Key, schema.MethodWords],
    "classes": dict[schema.Key, schema.Text],
    "networks": dict[schema.Key, schema.NetworkWords],
}
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


@cache
def _adapter(words: bool, subject: str) -> TypeAdapter[Any]:
    return TypeAdapter((WORDS if words else NEUTRAL)[subject])


def fit(data: Any, subject: str, *, words: bool, name: str, text: str) -> tuple[Any, tuple[Problem, ...]]:
    """Fit a file's data to its shape. Returns the value, without the items that do not fit, and what was wrong.

    `subject` is the file's name without ending, `words` tells a language's file from the neutral one, `name` is how
    messages call the file and `text` is its source, for line numbers. The value is None where nothing could be saved.
    """
    if data is None:
        return None, (Problem("empty_file", name),)
    adapter = _adapter(words, subject)
    problems: list[Problem] = []
    for _ in range(2):  # the second round runs on what the first one left
        try:
            value = adapter.validate_python(data)
        except ValidationError as error:
            problems += [_problem(item, name, text, data) for item in error.errors()]
            data = _without(data, {item["loc"][: _depth(data, item["loc"])] for item in error.errors()})
            continue
        doubles = _doubled_ids(value, name, text)
        return _first_of_each(value), (*problems, *doubles)
    return None, tuple(problems)


def _depth(data: Any, way: tuple[str | int, ...]) -> int:
    """How far down `way` the item stands that can be left out: 1 in a list or a book of ids, 2 in a file of parts."""
    in_parts = isinstance(data, dict) and len(way) > 1 and isinstance(data.get(way[0]), dict | list)
    return 2 if in_parts and way[0] in ("events", "tracks", "years", "quotations") else 1


def _without(data: Any, ways: set[tuple[str | int, ...]]) -> Any:
    """A copy of `data` without the items at `ways`."""
    heads = {way[0] for way in ways if len(way) == 1}
    tails = {head: {way[1:] for way in ways if len(way) > 1 and way[0] == head} for head in {w[0] for w in ways if w}}
    if isinstance(data, list):
        return [_without(item, tails.get(i, set())) for i, item in enumerate(data) if i not in heads]
    if isinstance(data, dict):
        return {key: _without(item, tails.get(key, set())) for key, item in data.items() if key not in heads}
    return data


def _problem(error: Any, name: str, text: str, data: Any) -> Problem:
    way = tuple(step for step in error["loc"] if step != "[key]")
    kind = _kind(error)
    value = "" if kind in ("missing_field", "no_source", "comma_in_text") else shorten(error["input"])
    field = " › ".join(_step(data, way, i) for i in range(len(way)))
    return Problem(kind, name, line_of(text, way), field, value, _details(error, kind, way))


def _kind(error: Any) -> str:
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


def _details(error: Any, kind: str, way: tuple[str | int, ...]) -> dict[str, str]:
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


def _identity(item: Any) -> Any:
    return next((getattr(item, key) for key in ("id", "number") if hasattr(item, key)), None)


def _doubled_ids(value: Any, name: str, text: str) -> list[Problem]:
    problems: list[Problem] = []
    for way, items in (((), value), (("quotations",), getattr(value, "quotations", ()))):
        seen: set[Any] = set()
        for index, item in enumerate(items if isinstance(items, tuple) else ()):
            identity = _identity(item)
            if identity is not None and identity in seen:
                problems.append(Problem("doubled_id", name, line_of(text, (*way, index)), "id", str(identity)))
            seen.add(identity)
    return problems


def _first_of_each(value: Any) -> Any:
    """Of items with the same id only the first, so that a doubled id is shown once."""
    if not isinstance(value, tuple) or not value or _identity(value[0]) is None:
        return value
    return tuple({_identity(item): item for item in reversed(value)}.values())[::-1]


def choices(alias: Any) -> tuple[str, ...]:
    """The words that a Literal type of the schema allows."""
    return get_args(alias)
