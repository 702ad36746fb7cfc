"""What is wrong with a content file: which file, line, field and value. The sentences live in words/check.yaml."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exhibit.content.messages import Messages


@dataclasses.dataclass(frozen=True)
class Problem:
    """One mistake in the content, told as data.

    `kind` names the sentence that explains it and its remedy (words `check.<kind>`), `details` fill that sentence in.
    `field` is the way to the value ("3 gtx-580 › date › month"), `line` counts from 1, 0 where there is none.
    """

    kind: str
    file: str
    line: int = 0
    field: str = ""
    value: str = ""
    details: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    def place(self) -> str:
        """File and line, as editors write them: "timeline.yaml:12"."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        parts = [self.place(), self.kind, self.field, self.value, *(f"{k}={v}" for k, v in self.details.items())]
        return " | ".join(part for part in parts if part)


class ContentError(ValueError):
    """A content file that cannot be used as it is; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def shorten(value: Any, limit: int = 80) -> str:
    """A value as a message can show it: as it looks in the file, on one line and not endless."""
    text = " ".join(_as_written(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _as_written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_as_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_as_written, value)) + "]"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def describe(problem: Problem, words: Messages) -> str:
    """The problem in the words of `words`: where it is, what stands there, and what to do about it."""
    where = [problem.place()]
    if problem.field:
        where.append(words("check.field", field=problem.field))
    if problem.value:
        where.append(words("check.value", value=problem.value))
    return f"{' | '.join(where)}\n    {remedy(problem, words)}"


def remedy(problem: Problem, words: Messages) -> str:
    """One or two sentences: what is wrong, and what to do about it."""
    fields = {**problem.details, "file": problem.file, "field": problem.field, "value": problem.value}
    return words(f"check.{problem.kind}", **fields)
