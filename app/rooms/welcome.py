"""The milestone at a glance, and the doors to all rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit.room_table import DOORS
from exhibit.ui import rooms
from exhibit.ui.components.narration_player import welcome_narration
from exhibit.ui.diagrams import gap, svg
from exhibit.ui.html import block
from exhibit.ui.language import current_words
from exhibit.ui.sources import claim_sources
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from exhibit.content.messages import Messages


def door(t: Messages, room: str) -> None:
    """A card that is one large link."""
    with st.container(key=f"door-{room}", gap=None):
        svg.draw(svg.ornament(f"door-{room}"))
        with st.container(key=f"sign-{room}", gap=None):
            rooms.link(room, t(f"frame.room_{room}"))
            st.html(block("p", t(f"welcome.door_{room}")))


def render(visit: Visit, t: Messages) -> None:
    show_hero(t)
    show_glance(t)
    show_doors(t)


def show_hero(t: Messages) -> None:
    """The title, the two ways in, and the gap of 2012."""
    with st.container(key="hero", horizontal=True, gap=None):
        with st.container(key="hero-words", gap="small"):
            st.title(t("welcome.title"), anchor=False)
            st.html(block("p", t("welcome.kicker"), "kicker"))
            st.html(block("p", t("welcome.lead"), "lead"))
            with st.container(key="hero-doors", horizontal=True):
                with st.container(key="go-first-try", width="content"):
                    rooms.link("try_it", t("welcome.start"))
                with st.container(key="go-story", width="content"):
                    rooms.link("story", t("welcome.read"))
            welcome_narration()
        with st.container(key="gap", gap="small"):
            st.html(block("h2", t("welcome.gap_title")))
            picture, alt = gap.contest(t), t("welcome.gap_alt")
            svg.draw(gap.horizontal(picture, alt=alt), gap.vertical(picture, alt=alt))
            st.html(block("p", t("welcome.gap_note"), "small") + claim_sources("welcome-gap", t))


def show_glance(t: Messages) -> None:
    """What, who, when and why, in a few sentences each."""
    glance = "".join(
        f"<div>{block('h3', t(f'welcome.{key}_title'))}{block('p', t(f'welcome.{key}'))}"
        f"{claim_sources(f'welcome-{key}', t)}</div>"
        for key in ("what", "who", "when", "why")
    )
    st.html(f'{block("h2", t("welcome.glance_title"))}<div class="glance">{glance}</div>')


def show_doors(t: Messages) -> None:
    """A door to every room that is open."""
    st.html(block("h2", t("welcome.doors_title")) + block("p", t("welcome.doors_lead"), "lead"))
    with st.container(key="doors", horizontal=True):
        for room in DOORS:
            if rooms.is_open(room):
                door(t, room)


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
