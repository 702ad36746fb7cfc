"""The lab notebook: the diary of the published network's training run to scrub through, and what each trial gave."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.ui import diary_chart
from exhibit.ui.chart_style import PLAIN
from exhibit.ui.ink import current_ink
from exhibit.ui.language import current_words
from exhibit.ui.prose import block, inline
from exhibit.ui.said import said_html
from exhibit.ui.sources import claim_sources, show_sources, sources_html
from exhibit.ui.tables import number_table
from exhibit.ui.trial_bars import Trial, trial_bars

if TYPE_CHECKING:
    from exhibit.content.schema import DiaryStep, Run

START = 51  # the round that lies open when the address names none: something has happened, something is to come
PICTURES = 1.2  # training pictures in a round, in millions (paper, section 5)
words = current_words()


def main() -> None:
    st.title(words("notebook.title"), anchor=False)
    st.html(block("p", words("notebook.lead"), "lead"))
    library = resources.content()
    steps = library.diary(words.lang)
    if steps:
        st.html(block("h2", words("notebook.run_title")) + block("p", words("notebook.run_lead"), "lead"))
        show_run(steps)
        with st.expander(words("notebook.table")):
            st.html(diary_table(steps))
    runs = library.runs(words.lang)
    st.html(block("h2", words("notebook.trials_title")) + block("p", words("notebook.trials_lead"), "lead"))
    show_trials(runs)
    st.html(block("p", words("notebook.trials_note"), "small"))
    st.html(block("h2", words("notebook.checks_title")) + block("p", words("notebook.checks_lead"), "lead"))
    st.html(check_table([run for run in runs if run.against is None]))
    show_failures()


@st.fragment
def show_run(steps: tuple[DiaryStep, ...]) -> None:
    """The chart, the slider, and what holds in the round that it points to."""
    last = steps[-1].round
    st.session_state.setdefault("round", asked_round(last))
    at = int(st.session_state["round"])
    with st.container(key="diary", gap="medium"):
        with st.container(key="diary-chart-side", gap="small"):
            show_chart(steps, at)
            st.slider(words("notebook.slider"), 0, last, key="round", on_change=write_address)
        with st.container(key="diary-now", gap="small"):
            show_state(steps, at)


def asked_round(last: int) -> int:
    """The round in the address, if there is such a round; anybody can write a link."""
    asked = st.query_params.get("round", "")
    return min(int(asked), last) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else min(START, last)


def write_address() -> None:
    st.query_params["round"] = str(st.session_state["round"])


def go_to(at: int) -> None:
    st.session_state["round"] = at
    write_address()


def show_chart(steps: tuple[DiaryStep, ...], at: int) -> None:
    labels = diary_chart.Labels(
        rate=words("notebook.rate"),
        axis=words("notebook.axis"),
        lanes=(words("notebook.colour"), words("notebook.first_layer")),
        colour={True: words("notebook.colour_on"), False: words("notebook.colour_off")},
        first_layer={state: words(f"notebook.first_layer_{state}") for state in ("learns", "slowly", "frozen")},
    )
    rates = {step.rate: rate(step) for step in steps}
    st.plotly_chart(
        diary_chart.diary_figure(steps, at, current_ink(), labels, rates),
        key="diary-chart",
        on_select=choose_from_chart,
        selection_mode="points",
        config=PLAIN,
        alt=chart_alt(steps, at),
    )


def choose_from_chart() -> None:
    """Go to the entry whose mark was tapped."""
    points = st.session_state["diary-chart"].selection.points
    if points and "customdata" in points[0]:
        go_to(int(points[0]["customdata"]))


def chart_alt(steps: tuple[DiaryStep, ...], at: int) -> str:
    cuts = [step.round for before, step in pairwise(steps) if step.rate < before.rate]
    plain = next((step.round for step in steps if not step.colour), steps[-1].round)
    frozen = next((step.round for step in steps if step.first_layer == "frozen"), steps[-1].round)
    return words(
        "notebook.chart_alt",
        first=rate(steps[0]),
        last=rate(steps[-1]),
        cuts=words.list([words.number(cut) for cut in cuts]),
        end=words.number(steps[-1].round),
        colour=words.number(plain),
        frozen=words.number(frozen),
        round=words.number(at),
    )


def rate(step: DiaryStep) -> str:
    """A learning rate with all its digits."""
    return words.number(step.rate, len(f"{step.rate:f}".rstrip("0").partition(".")[2]))


def show_state(steps: tuple[DiaryStep, ...], at: int) -> None:
    """The entry that holds in this round, the dials, and the ways to the entries before and after."""
    now = diary_chart.state_at(steps, at)
    heading = words("notebook.when", round=words.number(now.round))
    st.html(block("p", heading, "kicker") + block("h3", now.title) + block("p", now.text))
    st.html(dials(now, at))
    show_sources(now.refs, words)
    before = [step.round for step in steps if step.round < at]
    after = [step.round for step in steps if step.round > at]
    with st.container(key="diary-steps", horizontal=True):
        entry_button("previous", before[-1] if before else None)
        entry_button("next", after[0] if after else None)


def entry_button(direction: str, to: int | None) -> None:
    label = words(f"notebook.{direction}")
    st.button(label, key=f"diary-{direction}", on_click=go_to, args=(to or 0,), disabled=to is None)


def dials(now: DiaryStep, at: int) -> str:
    """What holds in this round, as a list of names and values."""
    entries = (
        (words("notebook.slider"), words.number(at)),
        (words("notebook.rate"), rate(now)),
        (words("notebook.colour"), words("notebook.colour_on") if now.colour else words("notebook.colour_off")),
        (words("notebook.first_layer"), words(f"notebook.first_layer_{now.first_layer}")),
    )
    items = "".join(f"<div>{block('dt', name)}{block('dd', value)}</div>" for name, value in entries)
    seen = words("notebook.seen", count=words.number(round(at * PICTURES)))
    return f'<dl class="dials">{items}</dl>{block("p", seen, "small")}'


def diary_table(steps: tuple[DiaryStep, ...]) -> str:
    head = [words(f"notebook.{name}") for name in ("column_round", "rate", "colour", "first_layer", "column_entry")]
    rows = [
        (
            inline(words.number(step.round)),
            inline(rate(step)),
            inline(words("notebook.colour_on") if step.colour else words("notebook.colour_off")),
            inline(words(f"notebook.first_layer_{step.first_layer}")),
            block("b", step.title) + " " + inline(step.text),
            sources_html(step.refs, words),
        )
        for step in steps
    ]
    return number_table(words("notebook.run_title"), [*head, words("notebook.column_sources")], rows)


@st.fragment
def show_trials(runs: tuple[Run, ...]) -> None:
    """What each idea was worth, by the diary and by the paper, for one name or for five."""
    measure = st.pills(
        words("notebook.measure"),
        ("first", "five"),
        default="first",
        required=True,
        format_func=lambda name: words(f"notebook.measure_{name}"),
        key="measure",
    )
    known = {run.id: run for run in runs}
    trials = [trial(run, known[run.against], measure) for run in runs if run.against in known]
    st.html(trial_bars(trials))


def trial(run: Run, whole: Run, measure: str) -> Trial:
    """One run without an idea against the one that has it."""
    points = 100 * (getattr(run, measure) - getattr(whole, measure))
    printed = getattr(run.printed, measure) if run.printed else None
    told = words("notebook.trial_unprinted")
    if printed is not None:
        told = words("notebook.trial_printed", value=words.number(printed, 1))
    written = words("notebook.points", value=words.number(points, 2))
    return Trial(run.title, run.text, points, written, printed, told, sources_html(run.refs, words))


def check_table(runs: list[Run]) -> str:
    """The diary's fractions beside the paper's percentages."""
    columns = ("run", "diary_first", "paper_first", "diary_five", "paper_five", "file", "sources")
    rows = [
        (
            block("b", run.title) + " " + inline(run.text),
            inline(words.number(run.first, 6)),
            printed(run, "first"),
            inline(words.number(run.five, 6)),
            printed(run, "five"),
            block("code", run.file),
            sources_html(run.refs, words),
        )
        for run in runs
    ]
    return number_table(words("notebook.checks_title"), [words(f"notebook.column_{name}") for name in columns], rows)


def printed(run: Run, measure: str) -> str:
    if run.printed is None:
        return inline(words("notebook.unprinted"))
    return block("b", words.percent(getattr(run.printed, measure) / 100, 1))


def show_failures() -> None:
    """Trial and error in the notes' own words, and what the release is and is not."""
    st.html(block("h2", words("notebook.failures_title")) + block("p", words("notebook.failures"), "lead"))
    notes = "".join(
        f'<figure class="note">{said_html(inline(note.words), note.translation, words)}'
        f"<figcaption>{block('code', note.file)}{block('span', note.context)}</figcaption>"
        f"{sources_html(note.refs, words)}</figure>"
        for note in resources.content().notes(words.lang)
    )
    st.html(f'<div class="notes">{notes}</div>{block("p", words("notebook.failures_note"), "small")}')
    st.html(block("h2", words("notebook.about_title")) + block("p", words("notebook.about"), "lead"))
    st.html(claim_sources("notebook", words))


main()
