"""The timeline as a chart: one lane for each track, and a scale that gives the year 2012 room.

Half a century lies unevenly: a third of the events fall into 2012. So the scale is piecewise linear; the ticks say so.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from exhibit.ui.charts.chart_style import bare_layout

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from exhibit.ui.theme import Theme

# Where a moment (in years) stands on the scale (in percent of its length).
_BENDS = (
    (1957.0, 0.0),
    (2004.0, 18.0),
    (2012.0, 41.0),
    (2012.66, 53.0),  # the autumn of 2012 has the most room
    (2012.83, 71.0),
    (2013.0, 77.0),
    (2016.0, 88.0),
    (2026.0, 101.0),
)
YEARS = (1960, 1970, 1980, 1990, 2000, 2010, 2012, 2013, 2014, 2015, 2016, 2020, 2025)
MONTHS = (6, 9, 10, 11)  # of 2012
_NEAR = 2.2  # two marks closer than this, in percent, are put on different rows of their lane
_ROWS = (0.0, 0.29, -0.29)


@dataclass(frozen=True)
class Mark:
    """One event on the chart."""

    id: str
    first: datetime.date
    last: datetime.date
    track: str
    label: str

    @property
    def day(self) -> datetime.date:
        """The middle of what the event's date can mean: a year that is all we know is no first of January."""
        return self.first + (self.last - self.first) / 2


def place(day: datetime.date) -> float:
    """Where a day stands on the scale, in percent."""
    year = day.year + (day.timetuple().tm_yday - 1) / 366
    bends = list(pairwise(_BENDS))
    (y0, p0), (y1, p1) = next((bend for bend in bends if year <= bend[1][0]), bends[-1])
    return p0 + (year - y0) / (y1 - y0) * (p1 - p0)


def rows(marks: Sequence[Mark]) -> list[float]:
    """How far above or below the middle of its lane each mark stands, so that neighbours do not cover each other."""
    last: dict[tuple[str, float], float] = {}
    chosen: dict[str, float] = {}
    for mark in sorted(marks, key=lambda mark: mark.day):
        at = place(mark.day)
        row = max(_ROWS, key=lambda row: (min(at - last.get((mark.track, row), -99), _NEAR), -_ROWS.index(row)))
        last[mark.track, row] = at
        chosen[mark.id] = row
    return [chosen[mark.id] for mark in marks]


def ticks(window: tuple[float, float], months: Sequence[str]) -> list[tuple[float, str]]:
    """Names for the scale: the usual years and months first, then whatever else a closer look has room for."""
    wanted = [(place(datetime.date(year, 1, 1)), str(year)) for year in YEARS]
    named = [(place(datetime.date(2012, month, 1)), name) for month, name in enumerate(months, 1)]
    wanted += [named[month - 1] for month in MONTHS] + named[1:]
    wanted += [(place(datetime.date(year, 1, 1)), str(year)) for year in range(1960, 2026)]
    low, high = window
    room, chosen = (high - low) * 0.033, list[tuple[float, str]]()
    for at, name in wanted:
        if low <= at <= high and all(abs(at - other) >= room for other, _ in chosen):
            chosen.append((at, name))
    return sorted(chosen)


def timeline_figure(
    marks: Sequence[Mark],
    tracks: dict[str, str],
    chosen: str,
    ink: Theme,
    *,
    magnified: str,
    months: Sequence[str],
    window: tuple[datetime.date, datetime.date] = (datetime.date(1957, 1, 1), datetime.date(2026, 1, 1)),
) -> go.Figure:
    """The chart. Each point carries its event's id as `customdata`; a bar behind it shows what its date can mean.

    `magnified` is written over the stretched year, `months` are the names of all months, `window` is what is seen.
    """
    import plotly.graph_objects as go

    lanes = {track: -number for number, track in enumerate(tracks)}
    heights = [lanes[mark.track] + row for mark, row in zip(marks, rows(marks), strict=True)]
    points = go.Scatter(
        x=[place(mark.day) for mark in marks],
        y=heights,
        mode="markers",
        customdata=[mark.id for mark in marks],
        text=[mark.label for mark in marks],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": [26 if mark.id == chosen else 19 for mark in marks],
            "color": [ink.ink if mark.id == chosen else ink.paper for mark in marks],
            "line": {"color": ink.ink, "width": 2.5},
            "opacity": 1,
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )
    figure = go.Figure(points)
    figure.update_layout(**_layout(lanes, tracks, ink, magnified, months, (place(window[0]), place(window[1]))))
    for mark, height in zip(marks, heights, strict=True):
        if mark.last > mark.first:
            figure.add_shape(
                type="line", layer="below", x0=place(mark.first), x1=place(mark.last), y0=height, y1=height,
                line={"color": ink.muted, "width": 7}, opacity=0.55,
            )  # fmt: skip
    return figure


def _layout(
    lanes: dict[str, int],
    tracks: dict[str, str],
    ink: Theme,
    magnified: str,
    months: Sequence[str],
    window: tuple[float, float],
) -> dict[str, Any]:
    left, right = place(datetime.date(2012, 1, 1)), place(datetime.date(2013, 1, 1))
    named = ticks(window, months)
    edge = (window[1] - window[0]) / 80
    top = 0.75
    return {
        "height": 90 + 78 * len(lanes),
        "margin": {"l": 10, "r": 14, "t": 8, "b": 40},
        **bare_layout(ink),
        "xaxis": {
            "range": [window[0] - edge, window[1] + edge],
            "tickvals": [at for at, _ in named],
            "ticktext": [name for _, name in named],
            "tickfont": {"size": 15, "color": ink.muted},
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "outside",
            "tickcolor": ink.line,
        },
        "yaxis": {
            "range": [-len(lanes) + 0.4, top],
            "tickvals": list(lanes.values()),
            "ticktext": list(tracks.values()),
            "tickfont": {"size": 16, "color": ink.ink},
            "gridcolor": ink.line,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        "shapes": [
            {
                "type": "rect", "layer": "below", "x0": left, "x1": right, "y0": -len(lanes) + 0.4, "y1": top,
                "fillcolor": ink.panel, "line": {"width": 0},
            }
        ],
        "annotations": [
            {
                "x": (left + right) / 2, "y": top, "yanchor": "top", "text": magnified, "showarrow": False,
                "font": {"size": 14, "color": ink.muted},
            }
        ] if window[0] <= (left + right) / 2 <= window[1] else [],
    }  # fmt: skip
