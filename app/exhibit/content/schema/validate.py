"""Which shape each content file has, and how a wrong shape becomes a problem that a curator can act on.

Imported only when a file with records is read: it brings pydantic, which the welcome page's first paint does without.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from exhibit.content import schema
from exhibit.content.schema import error_messages, fields
from exhibit.files.problems import Problem
from exhibit.files.yaml import line_of

NEUTRAL: dict[str, Any] = {
    "sources": dict[fields.Key, schema.Source],
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
    "diary": tuple[schema.DiaryEntry, ...],
    "runs": tuple[schema.RunEntry, ...],
    "notes": tuple[schema.NoteEntry, ...],
    "machines": tuple[schema.MachineEntry, ...],
    "computing": tuple[schema.ComputingEntry, ...],
    "claims": tuple[schema.Claim, ...],
    "figures": tuple[schema.Figure, ...],
}
WORDS: dict[str, Any] = {
    "samples": dict[fields.Key, schema.SampleWords],
    "story": dict[fields.Key, schema.PanelWords],
    "timeline": schema.TimelineWords,
    "quotations": dict[fields.Key, schema.QuotationWords],
    "people": dict[fields.Key, schema.PersonWords],
    "facts": dict[fields.Key, schema.FactWords],
    "milestones": dict[fields.Key, schema.MilestoneWords],
    "seed": dict[int, schema.SeedWords],
    "diary": dict[fields.Key, schema.DiaryWords],
    "runs": dict[fields.Key, schema.RunWords],
    "notes": dict[fields.Key, schema.NoteWords],
    "machines": dict[fields.Key, schema.MachineWords],
    "computing": dict[fields.Key, schema.ComputingWords],
    "methods": dict[fields.Key, schema.MethodWords],
    "classes": dict[fields.Key, fields.Text],
    "families": dict[fields.Key, schema.FamilyWords],
    "networks": dict[fields.Key, schema.NetworkWords],
    "small_print": dict[fields.Text, fields.Text],
}


@cache
def _adapter(words: bool, subject: str) -> TypeAdapter[Any]:
    return TypeAdapter((WORDS if words else NEUTRAL)[subject])


def validate(data: Any, subject: str, *, words: bool, name: str, text: str) -> tuple[Any, tuple[Problem, ...]]:
    """Fit a file's data to its shape. Returns the value, without the items that do not fit, and what was wrong.

    `subject` is the file's name without ending, `words` tells a language's file from the neutral one, `name` is how
    messages call the file and `text` is its source, for line numbers. The value is None where nothing could be saved.
    """
    if data is None:
        return None, (Problem("empty_file", name),)
    adapter = _adapter(words, subject)
    try:
        value, problems = adapter.validate_python(data), []
    except ValidationError as error:
        errors = error.errors()
        problems = [error_messages.problem(item, data, name, text) for item in error_messages.main_errors(errors)]
        usable = _without(data, {item["loc"][: _depth(data, item["loc"])] for item in errors})
        try:
            value = adapter.validate_python(usable)
        except ValidationError:
            return None, tuple(problems)
    return _first_of_each(value), (*problems, *_doubled_ids(value, name, text))


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
