"""The fall of the contest's error, by one rule: contest data only. Entries with extra data are marked apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exhibit.ui.html import inline

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from exhibit.content.messages import Messages
    from exhibit.content.schema import ErrorChart
    from exhibit.ui.theme import Theme


@dataclass(frozen=True)
class Bar:
    """One contest year: top-5 error in percent, the same as written, and a line for the pointer."""

    year: int
    error: float
    written: str
    winner: str
    with_extra: float | None
    extra_written: str
    extra_short: str = ""


def written(t: Messages, error: float) -> str:
    """An error in percent, with the digits that its source gives."""
    return t.percent(error / 100, 1 if round(error, 1) == error else 2)


def bars(t: Messages, chart: ErrorChart) -> list[Bar]:
    """A bar for each year of the contest, with the figure for extra data where the winner had one."""
    return [
        Bar(
            year.year,
            year.error,
            written(t, year.error),
            inline(year.winner).replace(" ", "<br>"),
            year.with_extra_data,
            t("timeline.extra", error=written(t, year.with_extra_data)) if year.with_extra_data else "",
            written(t, year.with_extra_data) if year.with_extra_data else "",
        )
        for year in chart.years
    ]


def error_figure(
    bars: Sequence[Bar], human: float, ink: Theme, *, human_label: str, extra_label: str, strong: int
) -> go.Figure:
    """Bars that fall from year to year, hollow diamonds for extra data, a dashed line for the human.

    `strong` is the year whose bar is drawn in full ink.
    """
    import plotly.graph_objects as go

    years = [str(bar.year) for bar in bars]
    with_extra = [bar for bar in bars if bar.with_extra is not None]
    figure = go.Figure(
        [
            go.Bar(
                x=years,
                y=[bar.error for bar in bars],
                marker={"color": [ink.ink if bar.year == strong else ink.line for bar in bars], "cornerradius": 5},
                hoverinfo="skip",
                cliponaxis=False,
            ),
            go.Scatter(
                x=[str(bar.year) for bar in with_extra],
                y=[bar.with_extra for bar in with_extra],
                mode="markers",
                marker={"symbol": "diamond", "size": 15, "color": ink.paper, "line": {"color": ink.muted, "width": 2}},
                text=[bar.extra_written for bar in with_extra],
                hovertemplate="%{text}<extra></extra>",
                name=extra_label,
            ),
        ]
    )
    for bar in bars:  # as notes and not as the bars' own text, which the dashed line would run through
        figure.add_annotation(
            x=str(bar.year), y=bar.error, yanchor="bottom", yshift=3, text=bar.written, showarrow=False,
            font={"size": 19, "color": ink.ink}, bgcolor=ink.paper, borderpad=1,
        )  # fmt: skip
    for bar in with_extra:
        colour = ink.paper if bar.year == strong else ink.ink
        figure.add_annotation(
            x=str(bar.year), y=bar.with_extra, xanchor="left", xshift=9, text=bar.extra_short, showarrow=False,
            font={"size": 14, "color": colour},
        )  # fmt: skip
    figure.add_hline(y=human, line={"dash": "dash", "color": ink.muted, "width": 2})
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=human, yanchor="bottom", text=human_label, showarrow=False,
        font={"size": 15, "color": ink.muted},
    )  # fmt: skip
    figure.update_layout(
        height=540,
        margin={"l": 8, "r": 8, "t": 30, "b": 60},
        bargap=0.28,
        showlegend=False,
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"bgcolor": ink.ink, "font": {"color": ink.paper, "size": 16}, "bordercolor": ink.ink},
        xaxis={
            "fixedrange": True, "showgrid": False, "tickfont": {"size": 16, "color": ink.ink}, "tickvals": years,
            "ticktext": [f"<b>{bar.year}</b><br>{bar.winner}" for bar in bars],
        },
        yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
    )  # fmt: skip
    return figure
