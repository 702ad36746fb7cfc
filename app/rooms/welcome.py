"""The milestone at a glance, and the doors to all rooms."""

import streamlit as st

from exhibit import resources
from exhibit.ui import rooms
from exhibit.ui.diagrams import gap, svg
from exhibit.ui.language import current_words
from exhibit.ui.narration import welcome_narration
from exhibit.ui.prose import block
from exhibit.ui.sources import claim_sources

DOORS = ("try_it", "inside", "why", "story", "timeline", "notebook", "people", "facts", "about")
words = current_words()


def place(error: float, key: str) -> gap.Place:
    """A mark on the scale, labelled in the visitor's language."""
    return gap.Place(error, words(f"welcome.gap_{key}", error=words.percent(error / 100, 1)))


def contest() -> gap.Gap:
    """The scoreboard of 2012 with its words."""
    first, *rest = gap.OTHERS
    return gap.Gap(
        winner=place(gap.WON, "winner"),
        variants=(place(gap.WON_PLAIN, "plain"), place(gap.ONE_NETWORK, "one")),
        others=(place(first[1], "runner_up"), *(place(error, team) for team, error in rest)),
        ticks=tuple(gap.Place(tick, words.percent(tick / 100)) for tick in gap.TICKS),
        number=words.number(first[1] - gap.WON, 1),
        unit=words("welcome.gap_unit"),
        axis=words("welcome.gap_axis"),
        axis_upright=words("welcome.gap_axis_upright"),
    )


def door(room: str) -> None:
    """A card that is one large link."""
    with st.container(key=f"door-{room}", gap=None):
        svg.draw(svg.ornament(f"door-{room}"))
        with st.container(key=f"sign-{room}", gap=None):
            rooms.link(room, words(f"frame.room_{room}"))
            st.html(block("p", words(f"welcome.door_{room}")))


with st.container(key="hero", horizontal=True, gap=None):
    with st.container(key="hero-words", gap="small"):
        st.title(words("welcome.title"), anchor=False)
        st.html(block("p", words("welcome.kicker"), "kicker"))
        st.html(block("p", words("welcome.lead"), "lead"))
        with st.container(key="hero-doors", horizontal=True):
            with st.container(key="go-first-try", width="content"):
                rooms.link("try_it", words("welcome.start"))
            with st.container(key="go-story", width="content"):
                rooms.link("story", words("welcome.read"))
        welcome_narration()
    with st.container(key="gap", gap="small"):
        st.html(block("h2", words("welcome.gap_title")))
        picture, alt = contest(), words("welcome.gap_alt")
        svg.draw(gap.lying(picture, alt=alt), gap.standing(picture, alt=alt))
        st.html(block("p", words("welcome.gap_note"), "small") + claim_sources("welcome-gap", words))

glance = "".join(
    f"<div>{block('h3', words(f'welcome.{key}_title'))}{block('p', words(f'welcome.{key}'))}"
    f"{claim_sources(f'welcome-{key}', words)}</div>"
    for key in ("what", "who", "when", "why")
)
st.html(f'{block("h2", words("welcome.glance_title"))}<div class="glance">{glance}</div>')

st.html(block("h2", words("welcome.doors_title")) + block("p", words("welcome.doors_lead"), "lead"))
with st.container(key="doors", horizontal=True):
    for room in DOORS:
        if room in resources.settings().rooms:
            door(room)
