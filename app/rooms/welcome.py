"""The milestone at a glance, and the doors to all rooms."""

from html import escape

import streamlit as st

from exhibit import resources
from exhibit.ui import rooms
from exhibit.ui.diagrams import gap, svg
from exhibit.ui.language import current_words

DOORS = ("try_it", "inside", "why", "story", "timeline", "people", "facts", "about")
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
    )


def door(room: str) -> None:
    """A card that is one large link."""
    with st.container(key=f"door-{room}", gap=None):
        svg.draw(svg.ornament(f"door-{room}"))
        rooms.link(room, words(f"frame.room_{room}"))
        st.html(f"<p>{escape(words(f'welcome.door_{room}'))}</p>")


with st.container(key="hero", horizontal=True, gap=None):
    with st.container(key="hero-words", gap="small"):
        st.title(words("welcome.title"), anchor=False)
        st.html(f'<p class="kicker">{escape(words("welcome.kicker"))}</p>')
        st.html(f'<p class="lead">{escape(words("welcome.lead"))}</p>')
        with st.container(key="hero-doors", horizontal=True):
            with st.container(key="go-first-try", width="content"):
                rooms.link("try_it", words("welcome.start"))
            with st.container(key="go-story", width="content"):
                rooms.link("story", words("welcome.read"))
    with st.container(key="gap", gap="small"):
        st.html(f"<h2>{escape(words('welcome.gap_title'))}</h2>")
        picture, alt = contest(), words("welcome.gap_alt")
        svg.draw(gap.lying(picture, alt=alt), gap.standing(picture, alt=alt))
        st.html(f'<p class="small">{escape(words("welcome.gap_note"))}</p>')

glance = "".join(
    f"<div><h3>{escape(words(f'welcome.{key}_title'))}</h3><p>{escape(words(f'welcome.{key}'))}</p></div>"
    for key in ("what", "who", "when", "why")
)
st.html(f'<h2>{escape(words("welcome.glance_title"))}</h2><div class="glance">{glance}</div>')

st.html(f'<h2>{escape(words("welcome.doors_title"))}</h2><p class="lead">{escape(words("welcome.doors_lead"))}</p>')
with st.container(key="doors", horizontal=True):
    for room in DOORS:
        if room in resources.settings().rooms:
            door(room)
