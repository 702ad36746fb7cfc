"""Dates at the precision at which they are known: a day, a month, a year, "about", or a span.

History seldom gives a full date, and an invented day would be a lie. A `Date` therefore keeps only what its source
says. `words.py` turns it into a sentence of the visitor's language.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Date:
    """One date or span. `month` and `day` are None where unknown; `to` ends a span; `about` marks an uncertain date.

    Raises ValueError, with the name of the wrong part as its text, when there is no such day in the calendar.
    """

    year: int
    month: int | None = None
    day: int | None = None
    to: Date | None = None
    about: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError("year")
        if self.month is None and self.day is not None:
            raise ValueError("month")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError("month")
        try:
            self.first_day()
        except ValueError as error:
            raise ValueError("day") from error
        if self.to is not None and (self.to.to is not None or self.to.last_day() < self.first_day()):
            raise ValueError("to")

    def first_day(self) -> datetime.date:
        """The earliest day this date can mean; where a chart puts its left end."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> datetime.date:
        """The latest day this date can mean; where a chart puts its right end."""
        if self.to is not None:
            return self.to.last_day()
        if self.day is not None:
            return self.first_day()
        year, month = (self.year, self.month + 1) if self.month not in (None, 12) else (self.year + 1, 1)
        return datetime.date.max if year > 9999 else datetime.date(year, month, 1) - datetime.timedelta(days=1)

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read "1969", "1986-10" or "2012-10-12". Raises ValueError("date") for anything else."""
        parts = text.strip().split("-")
        if len(parts) > 3 or not all(part.isascii() and part.isdecimal() for part in parts) or len(parts[0]) != 4:
            raise ValueError("date")
        year, month, day = (int(part) if part else None for part in (*parts, "", "")[:3])
        return cls(year or 0, month, day)
