"""The stretch of time that the timeline looks at: its stops, what they are called, and what lies in it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Event

Window = tuple[datetime.date, datetime.date]

STOPS = (
    *(datetime.date(year, 1, 1) for year in (1957, 1980, 1990, 2000, 2005, 2010, 2012)),
    *(datetime.date(2012, month, 1) for month in (6, 9, 10, 11)),
    *(datetime.date(year, 1, 1) for year in (2013, 2014, 2015, 2016, 2018, 2026)),
)


def stop_name(t: Messages, day: datetime.date) -> str:
    """A year, or a month of the magnified year with it."""
    if day.month == 1:
        return str(day.year)
    return t("timeline.month_of_year", month=t.month(day.month), year=str(day.year))


def opened(first: datetime.date, last: datetime.date) -> Window:
    """From stop to stop; both ends on one stop would show nothing, so the next stretch of time is meant."""
    if first != last:
        return first, last
    at = min(STOPS.index(first), len(STOPS) - 2)
    return STOPS[at], STOPS[at + 1]


def overlaps(event: Event, window: Window) -> bool:
    """Whether any day of the event lies in the window."""
    return event.date.first_day() <= window[1] and event.date.last_day() >= window[0]
