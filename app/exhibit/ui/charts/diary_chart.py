"""The diary of a training run as a chart: the learning rate as a staircase, and below it what else was changed.

A line marks the round that the visitor has scrubbed to. Everything stands on one axis so that it stays in step:
the rate by its power of ten, the two lanes below it at fixed heights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import log10
from typing import TYPE_CHECKING, Any

from exhibit.ui.charts.chart_style import bare_layout

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from exhibit.content.messages import Messages
    from exhibit.content.schema import DiaryStep
    from exhibit.ui.theme import Theme

_LANES = (-6.35, -7.6)  # heights of the two lanes, in powers of ten below the rates
_HALF = 0.26  # half the height of a lane
_FILLS = {"on": "ink", "slowly": "muted", "off": "paper"}


@dataclass(frozen=True)
class Labels:
    """The words on the chart: the rate's name, the axis, and for each lane its name and its states."""

    rate: str
    axis: str
    lanes: tuple[str, str]
    colour: dict[bool, str]
    first_layer: dict[str, str]


@dataclass(frozen=True)
class Span:
    """A stretch of a lane: from one round to another, its state in words, and how it is filled."""

    start: int
    end: int
    words: str
    fill: str


@dataclass(frozen=True)
class TurningPoints:
    """In which rounds the rate was cut, the colours were taken away, and the first layer stopped learning."""

    cuts: tuple[int, ...]
    plain: int
    frozen: int


def turning_points(steps: Sequence[DiaryStep]) -> TurningPoints:
    """What changed when; what never happened has the last round."""
    last = steps[-1].round
    return TurningPoints(
        cuts=tuple(step.round for before, step in pairwise(steps) if step.rate < before.rate),
        plain=next((step.round for step in steps if not step.colour), last),
        frozen=next((step.round for step in steps if step.first_layer == "frozen"), last),
    )


def written_rate(t: Messages, step: DiaryStep) -> str:
    """A learning rate with all its digits."""
    return t.number(step.rate, len(f"{step.rate:f}".rstrip("0").partition(".")[2]))


def state_at(steps: Sequence[DiaryStep], at: int) -> DiaryStep:
    """The entry that holds in round `at`: the last one that is not later."""
    return max((step for step in steps if step.round <= at), key=lambda step: step.round, default=steps[0])


def spans(steps: Sequence[DiaryStep], labels: Labels) -> tuple[list[Span], list[Span]]:
    """The two lanes, cut where something changes: the colours of the pictures, and the first layer."""
    stretches = [(now, now.round, then.round) for now, then in pairwise(steps)]
    colours, layers = [], []
    for on, group in groupby(stretches, key=lambda stretch: stretch[0].colour):
        parts = list(group)
        colours.append(Span(parts[0][1], parts[-1][2], labels.colour[on], "on" if on else "off"))
    for state, group in groupby(stretches, key=lambda stretch: stretch[0].first_layer):
        parts = list(group)
        fill = {"learns": "on", "slowly": "slowly"}.get(state, "off")
        layers.append(Span(parts[0][1], parts[-1][2], labels.first_layer[state], fill))
    return colours, layers


def diary_figure(steps: Sequence[DiaryStep], at: int, ink: Theme, labels: Labels, rates: dict[float, str]) -> go.Figure:
    """The chart with its line at round `at`. `rates` holds each learning rate as it is written.

    Each point of the staircase carries its round as `customdata`.
    """
    import plotly.graph_objects as go

    end, now = steps[-1].round, state_at(steps, at)
    figure = go.Figure(
        [
            go.Scatter(
                x=[step.round for step in steps],
                y=[log10(step.rate) for step in steps],
                mode="lines+markers",
                line={"shape": "hv", "width": 4, "color": ink.ink},
                marker={"size": 17, "color": ink.paper, "line": {"color": ink.ink, "width": 3}},
                customdata=[step.round for step in steps],
                text=[step.title for step in steps],
                hovertemplate="<b>%{x}</b> · %{text}<extra></extra>",
                cliponaxis=False,
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
            ),
            go.Scatter(
                x=[at], y=[log10(now.rate)], mode="markers", hoverinfo="skip", cliponaxis=False,
                marker={"size": 21, "color": ink.ink},
            ),
        ]
    )  # fmt: skip
    for height, lane, name in zip(_LANES, spans(steps, labels), labels.lanes, strict=True):
        _draw_lane(figure, height, lane, name, ink)
    figure.add_shape(type="line", x0=at, x1=at, y0=-8, y1=-1.6, line={"color": ink.ink, "width": 2, "dash": "dot"})
    figure.add_annotation(**_note(0, -1.35, labels.rate, ink))
    figure.update_layout(**_layout(end, labels, ink, rates))
    return figure


def _draw_lane(figure: go.Figure, height: float, lane: Sequence[Span], name: str, ink: Theme) -> None:
    figure.add_annotation(**_note(0, height + _HALF + 0.3, name, ink))
    for span in lane:
        fill = getattr(ink, _FILLS[span.fill])
        figure.add_shape(
            type="rect", x0=span.start, x1=span.end, y0=height - _HALF, y1=height + _HALF, layer="below",
            fillcolor=fill, line={"color": ink.ink, "width": 1.5},
        )  # fmt: skip
        if span.end - span.start > 8:  # a shorter one has no room for words; the table has them
            colour = ink.ink if span.fill == "off" else ink.paper
            middle = (span.start + span.end) / 2
            figure.add_annotation(
                x=middle, y=height, text=span.words, showarrow=False, font={"size": 15, "color": colour}
            )


def _note(x: float, y: float, text: str, ink: Theme) -> dict[str, Any]:
    return {
        "x": x, "y": y, "text": f"<b>{text}</b>", "showarrow": False, "xanchor": "left", "xshift": -6,
        "font": {"size": 15, "color": ink.muted},
    }  # fmt: skip


def _layout(end: int, labels: Labels, ink: Theme, rates: dict[float, str]) -> dict[str, Any]:
    return {
        "height": 520,
        "margin": {"l": 8, "r": 16, "t": 6, "b": 56},
        **bare_layout(ink),
        "xaxis": {
            "range": [-3, end + 3], "tickvals": [*range(0, end - 5, 10), end], "fixedrange": True, "showgrid": False,
            "zeroline": False, "tickfont": {"size": 15, "color": ink.muted}, "ticks": "outside", "tickcolor": ink.line,
            "title": {"text": labels.axis, "font": {"size": 15, "color": ink.muted}},
        },
        "yaxis": {
            "range": [-8.1, -1.05], "tickvals": [log10(rate) for rate in rates], "ticktext": list(rates.values()),
            "tickfont": {"size": 16, "color": ink.ink}, "gridcolor": ink.line, "zeroline": False, "fixedrange": True,
            "automargin": True,
        },
    }  # fmt: skip
