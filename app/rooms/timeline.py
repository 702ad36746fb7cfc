"""The timeline: events in tracks, one of them open, and the fall of the contest's error."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui import address
from exhibit.ui.charts import error_chart, timeline_chart
from exhibit.ui.charts.chart_style import PLAIN
from exhibit.ui.html import block, inline
from exhibit.ui.language import current_words
from exhibit.ui.sources import show_sources, sources_html
from exhibit.ui.theme import current_theme
from exhibit.ui.timeline_window import STOPS, Window, opened, overlaps, stop_name
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exhibit.content.messages import Messages
    from exhibit.content.schema import ErrorChart, Event, Timeline

START = "full-results"  # the event that lies open when the address names none
AMONG_THEM = 2012  # the year whose bar stands out


def render(visit: Visit, t: Messages) -> None:
    st.title(t("timeline.title"), anchor=False)
    st.html(block("p", t("timeline.lead"), "lead"))
    library = resources.content()
    show_timeline(t, library.timeline(t.lang))
    errors = library.error_chart(t.lang)
    if errors is not None:
        show_errors(t, errors)
    show_list(t, library.timeline(t.lang).events)


@st.fragment
def show_timeline(t: Messages, timeline: Timeline) -> None:
    """The filter, the chart, and the event that is open."""
    if not timeline.events:
        return
    tracks = {"all": t("timeline.all"), **timeline.tracks}
    track = address.pills(t("timeline.filter"), list(tracks), tracks.__getitem__, parameter="track")
    window = chosen_window(t)
    shown = [e for e in timeline.events if track in ("all", e.track) and overlaps(e, window)]
    if not shown:
        st.html(block("p", t("timeline.empty"), "lead"))
        return
    event = chosen_event(shown)
    with st.container(key="timeline"), st.container(key="scroll-timeline"):
        show_chart(t, shown, timeline.tracks, event, window)
    st.html(block("p", t("timeline.precision"), "small"))
    show_event(t, event, shown, timeline.tracks)


def chosen_window(t: Messages) -> Window:
    """The stretch of time to look at more closely: a slider with two ends, for fingers, mouse and arrow keys alike."""
    first, last = st.select_slider(
        t("timeline.zoom"),
        STOPS,
        value=(STOPS[0], STOPS[-1]),
        format_func=functools.partial(stop_name, t),
        key="zoom",
    )
    return opened(first, last)


def chosen_event(shown: Sequence[Event]) -> Event:
    """The event that the address names, if it is among those shown; anybody can write a link."""
    wanted = st.query_params.get("event", START)
    return next((event for event in shown if event.id == wanted), shown[0])


def show_chart(t: Messages, shown: Sequence[Event], tracks: dict[str, str], event: Event, window: Window) -> None:
    marks = [timeline_chart.Mark(e.id, e.date.first_day(), e.date.last_day(), e.track, label(t, e)) for e in shown]
    lanes = {track: name for track, name in tracks.items() if any(e.track == track for e in shown)}
    months = [t.month(month) for month in range(1, 13)]
    magnified = t("timeline.magnified")
    figure = timeline_chart.timeline_figure(
        marks, lanes, event.id, current_theme(), magnified=magnified, months=months, window=window
    )
    st.plotly_chart(
        figure,
        key="timeline-chart",
        on_select=choose_from_chart,
        selection_mode="points",
        config=PLAIN,
        alt=t("timeline.alt", count=t.number(len(shown)), title=event.title),
    )


def label(t: Messages, event: Event) -> str:
    return f"{t.date(event.date)}<br><b>{inline(event.title)}</b>"


def choose_from_chart() -> None:
    """Open the event whose mark was tapped. A second tap on a mark only clears Plotly's own selection."""
    points = st.session_state["timeline-chart"].selection.points
    if points:
        st.session_state["timeline-tapped"] = points[0]["customdata"]
    open_event(st.session_state.get("timeline-tapped", START))


def open_event(event: str) -> None:
    address.show("event", event)


def show_event(t: Messages, event: Event, shown: Sequence[Event], tracks: dict[str, str]) -> None:
    """The open event with its source, and the ways to the one before and after."""
    at = [e.id for e in shown].index(event.id)
    with st.container(key="event", gap="small"):
        when = t("timeline.when", date=t.date(event.date), track=tracks.get(event.track, event.track))
        st.html(block("p", when, "kicker") + block("h2", event.title) + block("p", event.text, "lead"))
        show_sources(event.refs, t)
        with st.container(horizontal=True):
            step(t, "previous", shown[at - 1].id if at else None)
            step(t, "next", shown[at + 1].id if at + 1 < len(shown) else None)


def step(t: Messages, direction: str, to: str | None) -> None:
    st.button(
        t(f"timeline.{direction}"),
        key=f"event-{direction}",
        on_click=open_event,
        args=(to or START,),
        disabled=to is None,
        shortcut={"previous": "Left", "next": "Right"}[direction],
    )


def show_errors(t: Messages, chart: ErrorChart) -> None:
    """The fall of the error: one rule for the bars, and everything else marked as what it is."""
    st.html(block("h2", t("timeline.errors_title")) + block("p", t("timeline.errors_lead"), "lead"))
    bars = error_chart.bars(t, chart)
    human = t("timeline.human", error=error_chart.written(t, chart.human.error))
    extra = t("timeline.column_extra")
    figure = error_chart.error_figure(
        bars, chart.human.error, current_theme(), human_label=human, extra_label=extra, strong=AMONG_THEM
    )
    first, last = bars[0], bars[-1]
    alt = t("timeline.errors_alt", first=first.written, last=last.written)
    keys = "".join(
        f'<li><i class="key-{kind}" aria-hidden="true"></i>{block("span", t(f"timeline.key_{kind}"))}</li>'
        for kind in ("bar", "extra", "human")
    )
    st.html(f'<ul class="chart-keys">{keys}</ul>')
    with st.container(key="scroll-errors"):
        st.plotly_chart(figure, key="errors-chart", config=PLAIN, alt=alt)
    st.html(block("p", t("timeline.errors_note"), "small"))
    with st.expander(t("timeline.numbers")):
        st.html(error_table(t, chart))


def error_table(t: Messages, chart: ErrorChart) -> str:
    """All numbers of the chart with their sources, as a table."""
    written = functools.partial(error_chart.written, t)
    columns = ("year", "winner", "error", "extra", "sources")
    head = "".join(f'<th scope="col">{inline(t(f"timeline.column_{column}"))}</th>' for column in columns)
    rows = "".join(
        f'<tr><th scope="row">{year.year}</th><td>{inline(year.winner)}</td><td>{written(year.error)}</td>'
        f"<td>{written(year.with_extra_data) if year.with_extra_data else t('timeline.none')}</td>"
        f"<td>{sources_html(year.refs, t)}</td></tr>"
        for year in chart.years
    )
    human = (
        f'<tr><th scope="row">2014</th><td>{inline(t("timeline.person"))}</td><td>{written(chart.human.error)}</td>'
        f"<td>{t('timeline.none')}</td><td>{sources_html(chart.human.refs, t)}</td></tr>"
    )
    caption = block("caption", t("timeline.errors_title"))
    body = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}{human}</tbody>"
    return f'<div class="scroll"><table class="numbers">{body}</table></div>'


def show_list(t: Messages, events: Sequence[Event]) -> None:
    """Everything on the chart, to read from top to bottom."""
    items = "".join(
        f"<li>{block('p', t.date(event.date), 'kicker')}"
        f"<div>{block('h3', event.title)}{block('p', event.text)}{sources_html(event.refs, t)}</div></li>"
        for event in events
    )
    st.html(block("h2", t("timeline.list_title")) + f'<ol class="events">{items}</ol>')


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
