"""The story: what happened, how it worked, what the usual telling gets wrong, and a live experiment for each claim."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui import rooms
from exhibit.ui.components.narration_player import narration
from exhibit.ui.diagrams import cards, contest, history, ingredients, numbers, shares, svg, towers
from exhibit.ui.html import block, inline
from exhibit.ui.language import current_words
from exhibit.ui.sources import show_sources
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Panel

NEIGHBOURS = "explore-more"  # the panel that ends with the cards of neighbouring milestones
DRAWINGS = {
    "introduction": contest.averaging,
    "problem": numbers.problem,
    "relu": ingredients.relu,
    "dropout": ingredients.dropout,
    "augmentation": ingredients.crops,
    "lrn": ingredients.lrn,
    "data": contest.collections,
    "legacy": history.depth,
    "impact-on-ai": history.growth,
}
DETAILS = {"technical": numbers.last_windows, "augmentation": ingredients.ten_crops}  # drawn where the detail is told
STRIPS = {
    "winter": (
        "perceptron",
        "fukushima-rectifier",
        "neocognitron",
        "back-propagation",
        "lenet-5",
        "sutskever-persuades",
    ),
    "gamble": ("imagenet-begins", "imagenet-paper", "ilsvrc-2010", "ilsvrc-2011", "full-results"),
    "auction": ("full-results", "new-york-times", "nips-2012", "google-dnnresearch", "google-photo-search"),
    "context": (
        *("neocognitron", "postal-digits", "lenet-5", "cnn-on-a-graphics-card", "imagenet-paper", "ilsvrc-2010"),
        "sutskever-persuades",
    ),
    "three-people": ("cifar", "sutskever-persuades", "nips-2012", "google-dnnresearch", "test-of-time", "nobel-prize"),
    "reactions": (
        *("run-of-the-paper", "ilsvrc-2012-closes", "preliminary-results", "florence", "full-results"),
        *("new-york-times", "nips-2012"),
    ),
}
SURENESS = ("very", "high", "medium")


def render(visit: Visit, t: Messages) -> None:
    st.title(t("story.title"), anchor=False)
    st.html(block("p", t("story.lead"), "lead"))
    panels = resources.content().story(t.lang)
    with st.container(key="story", horizontal=True, gap="large"):
        st.html(contents(t, panels))
        with st.container(key="story-panels", gap="large"):
            for panel in panels:
                show_panel(t, panel)


def contents(t: Messages, panels: tuple[Panel, ...]) -> str:
    """The list of panels, each a link to its place further down."""
    parts = []
    for part, group in groupby(panels, key=lambda panel: panel.part):
        items = "".join(f'<li><a href="#{escape(panel.id)}">{escape(panel.title)}</a></li>' for panel in group)
        parts.append(f"{block('h3', t(f'story.part_{part}'))}<ol>{items}</ol>")
    label = escape(t("story.contents"))
    return f'<nav class="contents" aria-label="{label}"><h2>{label}</h2>{"".join(parts)}</nav>'


def show_panel(t: Messages, panel: Panel) -> None:
    """Section, title, text, drawing, what is often told wrong, more, experiment, sources."""
    with st.container(key=f"panel-{panel.id}", gap="small"):
        kicker = block("p", panel.kicker, "kicker") if panel.kicker else ""
        st.html(f'{kicker}<h2 id="{escape(panel.id)}">{escape(panel.title)}</h2>')
        narration(panel)
        st.markdown(panel.text)
        show_drawing(t, panel.id)
        if panel.correction:
            label = inline(t("story.correction"))
            st.html(f'<aside class="correction"><b>{label}</b>{block("p", panel.correction)}</aside>')
        if panel.more:
            with st.expander(t("story.more", title=panel.title)):
                st.markdown(panel.more)
                if panel.id in DETAILS:
                    figure(f"{panel.id}-detail", DETAILS[panel.id](t))
        rooms.experiment_link(panel.experiment, panel.try_label, key=f"go-panel-{panel.id}")
        if panel.id == NEIGHBOURS:
            show_milestones(t)
        show_sources(panel.refs, t)


def show_milestones(t: Messages) -> None:
    """Cards for what stands before and after AlexNet, each a link to its place on the timeline."""
    with st.container(key="milestones", horizontal=True):
        for milestone in resources.content().milestones(t.lang):
            with st.container(key=f"mile-{milestone.id}", gap=None):
                rooms.link("timeline", milestone.title, {"event": milestone.event} if milestone.event else None)
                st.html(block("p", milestone.text) + block("p", t("story.next", what=milestone.next), "byline"))


def show_drawing(t: Messages, panel: str) -> None:
    """The drawing of a panel that has one."""
    if panel in DRAWINGS:
        figure(panel, DRAWINGS[panel](t))
    elif panel in STRIPS:
        show_strip(t, panel)
    elif panel == "technical":
        figure("towers", towers.two_towers(t), caption=t("diagrams.towers_caption"))
        figure("shares", *shares.numbers_and_work(t), caption=t("diagrams.shares_caption"))
    elif panel == "two-gpus":
        figure("cards", cards.two_cards(t), caption=t("diagrams.cards_caption"))
    else:
        show_counted(t, panel)


def show_strip(t: Messages, panel: str) -> None:
    """Events of the timeline on a true scale; one that a curator has removed is simply not there."""
    events = [event for event in resources.content().timeline(t.lang).events if event.id in STRIPS[panel]]
    alts = {"context": "before_alt", "three-people": "lives_alt", "reactions": "autumn_alt"}
    if len(events) > 1:
        figure(f"strip-{panel}", history.strip(events, t, t(f"diagrams.{alts.get(panel, 'thread_alt')}")))


def show_counted(t: Messages, panel: str) -> None:
    """The drawings that are made of the content's own figures."""
    library = resources.content()
    chart, said = library.error_chart(t.lang), library.quotations(t.lang)
    if panel == "impact" and chart is not None:
        figure(panel, history.falling_error(chart, t))
    elif panel == "quotes" and said is not None:
        counts = {sure: sum(entry.sure == sure for entry in said.quotations) for sure in SURENESS}
        figure(panel, history.sureness(counts, t))
    elif panel == "fun-facts":
        figure(panel, history.staircase(library.diary(t.lang), t))


def figure(name: str, *drawings: str, caption: str = "") -> None:
    """Drawings side by side, with a line below them."""
    with st.container(key=f"figure-{name}", gap="small"):
        svg.draw(*drawings)
        if caption:
            st.html(block("p", caption, "small"))


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
