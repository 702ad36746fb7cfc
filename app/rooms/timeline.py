"""The timeline: events in tracks, one of them open, and the fall of the contest's error."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.ui import error_chart, timeline_chart
from exhibit.ui.chart_style import PLAIN
from exhibit.ui.ink import current_ink
from exhibit.ui.language import current_words
from exhibit.ui.prose import block, inline
from exhibit.ui.sources import show_sources, sources_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exhibit.content.schema import ErrorChart, Event, Timeline

START = "full-results"  # the event that lies open when the address names none
AMONG_THEM = 2012  # the year whose bar stands out
STOPS = (
    *(datetime.date(year, 1, 1) for year in (1957, 1980, 1990, 2000, 2005, 2010, 2012)),
    *(datetime.date(2012, month, 1) for month in (6, 9, 10, 11)),
    *(datetime.date(year, 1, 1) for year in (2013, 2014, 2015, 2016, 2018, 2026)),
)
words = current_words()


def main() -> None:
    st.title(words("timeline.title"), anchor=False)
    st.html(block("p", words("timeline.lead"), "lead"))
    library = resources.content()
    show_timeline(library.timeline(words.lang))
    errors = library.error_chart(words.lang)
    if errors is not None:
        show_errors(errors)
    show_list(library.timeline(words.lang).events)


@st.fragment
def show_timeline(timeline: Timeline) -> None:
    """The filter, the chart, and the event that is open."""
    if not timeline.events:
        return
    track = st.pills(
        words("timeline.filter"),
        ("all", *timeline.tracks),
        default="all",
        required=True,
        format_func=lambda name: timeline.tracks.get(name) or words("timeline.all"),
        key="track",
    )
    window = chosen_window()
    shown = [e for e in timeline.events if track in ("all", e.track) and overlaps(e, window)]
    if not shown:
        st.html(block("p", words("timeline.empty"), "lead"))
        return
    event = chosen_event(shown)
    with st.container(key="timeline"), st.container(key="scroll-timeline"):
        show_chart(shown, timeline.tracks, event, window)
    st.html(block("p", words("timeline.precision"), "small"))
    show_event(event, shown, timeline.tracks)


def chosen_window() -> tuple[datetime.date, datetime.date]:
    """The stretch of time to look at more closely: a slider with two ends, for fingers, mouse and arrow keys alike."""
    first, last = st.select_slider(
        words("timeline.zoom"), STOPS, value=(STOPS[0], STOPS[-1]), format_func=stop_name, key="zoom"
    )
    if first == last:  # both ends on one stop would show nothing: the next stretch of time is meant
        at = min(STOPS.index(first), len(STOPS) - 2)
        first, last = STOPS[at], STOPS[at + 1]
    return first, last


def stop_name(day: datetime.date) -> str:
    """A year, or a month of the magnified year with it."""
    if day.month == 1:
        return str(day.year)
    return words("timeline.month_of_year", month=words.month(day.month), year=str(day.year))


def overlaps(event: Event, window: tuple[datetime.date, datetime.date]) -> bool:
    return event.date.first_day() <= window[1] and event.date.last_day() >= window[0]


def chosen_event(shown: Sequence[Event]) -> Event:
    """The event that the address names, if it is among those shown; anybody can write a link."""
    wanted = st.query_params.get("event", START)
    return next((event for event in shown if event.id == wanted), shown[0])


def show_chart(
    shown: Sequence[Event], tracks: dict[str, str], event: Event, window: tuple[datetime.date, datetime.date]
) -> None:
    marks = [timeline_chart.Mark(e.id, e.date.first_day(), e.date.last_day(), e.track, label(e)) for e in shown]
    lanes = {track: name for track, name in tracks.items() if any(e.track == track for e in shown)}
    months = [words.month(month) for month in range(1, 13)]
    magnified = words("timeline.magnified")
    figure = timeline_chart.timeline_figure(
        marks, lanes, event.id, current_ink(), magnified=magnified, months=months, window=window
    )
    st.plotly_chart(
        figure,
        key="timeline-chart",
        on_select=choose_from_chart,
        selection_mode="points",
        config=PLAIN,
        alt=words("timeline.alt", count=words.number(len(shown)), title=event.title),
    )


def label(event: Event) -> str:
    return f"{words.date(event.date)}<br><b>{inline(event.title)}</b>"


def choose_from_chart() -> None:
    """Open the event whose mark was tapped. A second tap on a mark only clears Plotly's own selection."""
    points = st.session_state["timeline-chart"].selection.points
    if points:
        st.session_state["timeline-tapped"] = points[0]["customdata"]
    open_event(st.session_state.get("timeline-tapped", START))


def open_event(event: str) -> None:
    st.query_params["event"] = event


def show_event(event: Event, shown: Sequence[Event], tracks: dict[str, str]) -> None:
    """The open event with its source, and the ways to the one before and after."""
    at = [e.id for e in shown].index(event.id)
    with st.container(key="event", gap="small"):
        when = words("timeline.when", date=words.date(event.date), track=tracks.get(event.track, event.track))
        st.html(block("p", when, "kicker") + block("h2", event.title) + block("p", event.text, "lead"))
        show_sources(event.refs, words)
        with st.container(horizontal=True):
            step("previous", shown[at - 1].id if at else None)
            step("next", shown[at + 1].id if at + 1 < len(shown) else None)


def step(direction: str, to: str | None) -> None:
    st.button(
        words(f"timeline.{direction}"),
        key=f"event-{direction}",
        on_click=open_event,
        args=(to or START,),
        disabled=to is None,
        shortcut={"previous": "Left", "next": "Right"}[direction],
    )


def show_errors(chart: ErrorChart) -> None:
    """The fall of the error: one rule for the bars, and everything else marked as what it is."""
    st.html(block("h2", words("timeline.errors_title")) + block("p", words("timeline.errors_lead"), "lead"))
    bars = [
        error_chart.Bar(
            year.year,
            year.error,
            percent(year.error),
            inline(year.winner).replace(" ", "<br>"),
            year.with_extra_data,
            words("timeline.extra", error=percent(year.with_extra_data)) if year.with_extra_data else "",
            percent(year.with_extra_data) if year.with_extra_data else "",
        )
        for year in chart.years
    ]
    human = words("timeline.human", error=percent(chart.human.error))
    extra = words("timeline.column_extra")
    figure = error_chart.error_figure(
        bars, chart.human.error, current_ink(), human_label=human, extra_label=extra, strong=AMONG_THEM
    )
    first, last = bars[0], bars[-1]
    alt = words("timeline.errors_alt", first=first.written, last=last.written)
    keys = "".join(
        f'<li><i class="key-{kind}" aria-hidden="true"></i>{block("span", words(f"timeline.key_{kind}"))}</li>'
        for kind in ("bar", "extra", "human")
    )
    st.html(f'<ul class="chart-keys">{keys}</ul>')
    with st.container(key="scroll-errors"):
        st.plotly_chart(figure, key="errors-chart", config=PLAIN, alt=alt)
    st.html(block("p", words("timeline.errors_note"), "small"))
    with st.expander(words("timeline.numbers")):
        st.html(error_table(chart))


def percent(error: float) -> str:
    """An error in percent, with the digits that its source gives."""
    return words.percent(error / 100, 1 if round(error, 1) == error else 2)


def error_table(chart: ErrorChart) -> str:
    """All numbers of the chart with their sources, as a table."""
    columns = ("year", "winner", "error", "extra", "sources")
    head = "".join(f'<th scope="col">{inline(words(f"timeline.column_{column}"))}</th>' for column in columns)
    rows = "".join(
        f'<tr><th scope="row">{year.year}</th><td>{inline(year.winner)}</td><td>{percent(year.error)}</td>'
        f"<td>{percent(year.with_extra_data) if year.with_extra_data else words('timeline.none')}</td>"
        f"<td>{sources_html(year.refs, words)}</td></tr>"
        for year in chart.years
    )
    human = (
        f'<tr><th scope="row">2014</th><td>{inline(words("timeline.person"))}</td><td>{percent(chart.human.error)}</td>'
        f"<td>{words('timeline.none')}</td><td>{sources_html(chart.human.refs, words)}</td></tr>"
    )
    caption = block("caption", words("timeline.errors_title"))
    body = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}{human}</tbody>"
    return f'<div class="scroll"><table class="numbers">{body}</table></div>'


def show_list(events: Sequence[Event]) -> None:
    """Everything on the chart, to read from top to bottom."""
    items = "".join(
        f"<li>{block('p', words.date(event.date), 'kicker')}"
        f"<div>{block('h3', event.title)}{block('p', event.text)}{sources_html(event.refs, words)}</div></li>"
        for event in events
    )
    st.html(block("h2", words("timeline.list_title")) + f'<ol class="events">{items}</ol>')


main()
