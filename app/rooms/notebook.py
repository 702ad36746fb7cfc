"""The lab notebook: the diary of the published network's training run to scrub through, and what each trial gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit.room_table import CHOICES
from exhibit.server import resources
from exhibit.ui import address
from exhibit.ui.charts import diary_chart
from exhibit.ui.charts.ablation_bars import ablation_bars, trial
from exhibit.ui.charts.chart_style import PLAIN
from exhibit.ui.html import block, inline
from exhibit.ui.language import current_words
from exhibit.ui.quotation import quotation_html
from exhibit.ui.sources import claim_sources, show_sources, sources_html
from exhibit.ui.tables import number_table
from exhibit.ui.theme import current_theme
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import DiaryStep, Run

START = 51  # the round that lies open when the address names none: something has happened, something is to come
PICTURES = 1.2  # training pictures in a round, in millions (paper, section 5)


def render(visit: Visit, t: Messages) -> None:
    st.title(t("notebook.title"), anchor=False)
    st.html(block("p", t("notebook.lead"), "lead"))
    library = resources.content()
    steps = library.diary(t.lang)
    if steps:
        st.html(block("h2", t("notebook.run_title")) + block("p", t("notebook.run_lead"), "lead"))
        show_run(t, steps)
        with st.expander(t("notebook.table")):
            st.html(diary_table(t, steps))
    runs = library.runs(t.lang)
    st.html(block("h2", t("notebook.trials_title")) + block("p", t("notebook.trials_lead"), "lead"))
    show_trials(t, runs)
    st.html(block("p", t("notebook.trials_note"), "small"))
    st.html(block("h2", t("notebook.checks_title")) + block("p", t("notebook.checks_lead"), "lead"))
    st.html(check_table(t, [run for run in runs if run.against is None]))
    show_failures(t)


@st.fragment
def show_run(t: Messages, steps: tuple[DiaryStep, ...]) -> None:
    """The chart, the slider, and what holds in the round that it points to."""
    last = steps[-1].round
    with st.container(key="diary", gap="medium"):
        with st.container(key="diary-chart-side", gap="small"):
            chart = st.container()
            at = st.slider(t("notebook.slider"), 0, last, min(START, last), key="round", bind="query-params")
            with chart:
                show_chart(t, steps, at)
        with st.container(key="diary-now", gap="small"):
            show_state(t, steps, at)


def go_to(at: int) -> None:
    st.session_state["round"] = at


def show_chart(t: Messages, steps: tuple[DiaryStep, ...], at: int) -> None:
    labels = diary_chart.Labels(
        rate=t("notebook.rate"),
        axis=t("notebook.axis"),
        lanes=(t("notebook.colour"), t("notebook.first_layer")),
        colour={True: t("notebook.colour_on"), False: t("notebook.colour_off")},
        first_layer={state: t(f"notebook.first_layer_{state}") for state in ("learns", "slowly", "frozen")},
    )
    rates = {step.rate: diary_chart.written_rate(t, step) for step in steps}
    st.plotly_chart(
        diary_chart.diary_figure(steps, at, current_theme(), labels, rates),
        key="diary-chart",
        on_select=choose_from_chart,
        selection_mode="points",
        config=PLAIN,
        alt=chart_alt(t, steps, at),
    )


def choose_from_chart() -> None:
    """Go to the entry whose mark was tapped."""
    points = st.session_state["diary-chart"].selection.points
    if points and "customdata" in points[0]:
        go_to(int(points[0]["customdata"]))


def chart_alt(t: Messages, steps: tuple[DiaryStep, ...], at: int) -> str:
    turns = diary_chart.turning_points(steps)
    return t(
        "notebook.chart_alt",
        first=diary_chart.written_rate(t, steps[0]),
        last=diary_chart.written_rate(t, steps[-1]),
        cuts=t.list([t.number(cut) for cut in turns.cuts]),
        end=t.number(steps[-1].round),
        colour=t.number(turns.plain),
        frozen=t.number(turns.frozen),
        round=t.number(at),
    )


def show_state(t: Messages, steps: tuple[DiaryStep, ...], at: int) -> None:
    """The entry that holds in this round, the dials, and the ways to the entries before and after."""
    now = diary_chart.state_at(steps, at)
    heading = t("notebook.when", round=t.number(now.round))
    st.html(block("p", heading, "kicker") + block("h3", now.title) + block("p", now.text))
    st.html(dials(t, now, at))
    show_sources(now.refs, t)
    before = [step.round for step in steps if step.round < at]
    after = [step.round for step in steps if step.round > at]
    with st.container(key="diary-steps", horizontal=True):
        entry_button(t, "previous", before[-1] if before else None)
        entry_button(t, "next", after[0] if after else None)


def entry_button(t: Messages, direction: str, to: int | None) -> None:
    label = t(f"notebook.{direction}")
    st.button(label, key=f"diary-{direction}", on_click=go_to, args=(to or 0,), disabled=to is None)


def dials(t: Messages, now: DiaryStep, at: int) -> str:
    """What holds in this round, as a list of names and values."""
    entries = (
        (t("notebook.slider"), t.number(at)),
        (t("notebook.rate"), diary_chart.written_rate(t, now)),
        (t("notebook.colour"), t("notebook.colour_on") if now.colour else t("notebook.colour_off")),
        (t("notebook.first_layer"), t(f"notebook.first_layer_{now.first_layer}")),
    )
    items = "".join(f"<div>{block('dt', name)}{block('dd', value)}</div>" for name, value in entries)
    seen = t("notebook.seen", count=t.number(round(at * PICTURES)))
    return f'<dl class="dials">{items}</dl>{block("p", seen, "small")}'


def diary_table(t: Messages, steps: tuple[DiaryStep, ...]) -> str:
    head = [t(f"notebook.{name}") for name in ("column_round", "rate", "colour", "first_layer", "column_entry")]
    rows = [
        (
            inline(t.number(step.round)),
            inline(diary_chart.written_rate(t, step)),
            inline(t("notebook.colour_on") if step.colour else t("notebook.colour_off")),
            inline(t(f"notebook.first_layer_{step.first_layer}")),
            block("b", step.title) + " " + inline(step.text),
            sources_html(step.refs, t),
        )
        for step in steps
    ]
    return number_table(t("notebook.run_title"), [*head, t("notebook.column_sources")], rows)


@st.fragment
def show_trials(t: Messages, runs: tuple[Run, ...]) -> None:
    """What each idea was worth, by the diary and by the paper, for one name or for five."""
    named = {measure: t(f"notebook.measure_{measure}") for measure in CHOICES["measure"]}
    measure = address.pills(t("notebook.measure"), CHOICES["measure"], named.__getitem__, parameter="measure")
    known = {run.id: run for run in runs}
    trials = [
        trial(t, run, known[run.against], measure, sources_html(run.refs, t)) for run in runs if run.against in known
    ]
    st.html(ablation_bars(trials))


def check_table(t: Messages, runs: list[Run]) -> str:
    """The diary's fractions beside the paper's percentages."""
    columns = ("run", "diary_first", "paper_first", "diary_five", "paper_five", "file", "sources")
    rows = [
        (
            block("b", run.title) + " " + inline(run.text),
            inline(t.number(run.first, 6)),
            printed(t, run, "first"),
            inline(t.number(run.five, 6)),
            printed(t, run, "five"),
            block("code", run.file),
            sources_html(run.refs, t),
        )
        for run in runs
    ]
    return number_table(t("notebook.checks_title"), [t(f"notebook.column_{name}") for name in columns], rows)


def printed(t: Messages, run: Run, measure: str) -> str:
    if run.printed is None:
        return inline(t("notebook.unprinted"))
    return block("b", t.percent(getattr(run.printed, measure) / 100, 1))


def show_failures(t: Messages) -> None:
    """Trial and error in the notes' own words, and what the release is and is not."""
    st.html(block("h2", t("notebook.failures_title")) + block("p", t("notebook.failures"), "lead"))
    notes = "".join(
        f'<figure class="note">{quotation_html(inline(note.words), note.translation, t)}'
        f"<figcaption>{block('code', note.file)}{block('span', note.context)}</figcaption>"
        f"{sources_html(note.refs, t)}</figure>"
        for note in resources.content().notes(t.lang)
    )
    st.html(f'<div class="notes">{notes}</div>{block("p", t("notebook.failures_note"), "small")}')
    st.html(block("h2", t("notebook.about_title")) + block("p", t("notebook.about"), "lead"))
    st.html(claim_sources("notebook", t))


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
