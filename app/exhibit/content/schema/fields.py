"""The kinds of values that content fields hold, as types that pydantic checks."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from exhibit.content.dates import Date

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Note = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]  # a text that may be empty
Share = Annotated[float, Field(ge=0, le=100)]


def _date(value: Any) -> Any:
    """Accept `{year: 2012, month: 10}`, `2012`, `"2012-10"` and `2012-10-12`."""
    try:
        if isinstance(value, dict):
            parts = {key: _date(part) if key == "to" and part is not None else part for key, part in value.items()}
            if not all(isinstance(parts.get(key), int | None) for key in ("year", "month", "day")):
                raise ValueError("date")
            return Date(**parts)
        return value if isinstance(value, Date) else Date.parse(str(value))
    except (ValueError, TypeError) as error:
        part = str(error) if isinstance(error, ValueError) else "date"
        raise PydanticCustomError("wrong_date", "{part}", {"part": part}) from error


EventDate = Annotated[Date, BeforeValidator(_date)]


def yes_or_no_as_word(value: Any) -> Any:
    """YAML's true and false as the words they look like, for fields in which they are words among others."""
    return str(value).lower() if isinstance(value, bool) else value
