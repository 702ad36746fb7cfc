"""Dates in words, at the precision that is known, by the rules that Babel holds for the language."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton, parse_pattern

from exhibit.content.dates import Date

if TYPE_CHECKING:
    from babel import Locale

# Babel's name for a date of one, two or three known parts: for a single date, and for a span.
_SINGLE = {1: "y", 2: "yMMMM"}
_SPAN = {1: "y", 2: "yMMM", 3: "yMMMd"}


def written(date: Date | datetime.date, locale: Locale) -> tuple[str, bool]:
    """The date in words, and whether "about" belongs before it."""
    if isinstance(date, datetime.date):
        date = Date(date.year, date.month, date.day)
    if date.to is None:
        return _single(date, locale), date.about
    about = date.about or date.to.about
    if (date.first_day(), _parts(date)) == (date.to.first_day(), _parts(date.to)):
        return _single(date, locale), about
    return _span(date, date.to, locale), about


def _parts(date: Date) -> int:
    return 1 + (date.month is not None) + (date.day is not None)


def _single(date: Date, locale: Locale) -> str:
    if date.day is not None:
        return format_date(date.first_day(), format="long", locale=locale)
    return format_skeleton(_SINGLE[_parts(date)], date.first_day(), locale=locale)


def _span(start: Date, end: Date, locale: Locale) -> str:
    """A span such as 3–8 December 2012. Ends of unlike precision, or of a language without a rule, stand in full."""
    rules = locale.interval_formats.get(_SPAN[_parts(start)], {})
    halves = rules.get(_first_difference(start, end)) if _parts(start) == _parts(end) else None
    if halves is None:
        return f"{_single(start, locale)} – {_single(end, locale)}"
    days = (start.first_day(), end.first_day())
    # Babel keeps spans with short months only; ours are written out.
    return "".join(
        parse_pattern(half.replace("MMM", "MMMM")).apply(day, locale) for half, day in zip(halves, days, strict=True)
    )


def _first_difference(start: Date, end: Date) -> str:
    """The largest part in which two dates differ, as Babel calls it."""
    if start.year != end.year:
        return "y"
    return "M" if start.month != end.month else "d"
