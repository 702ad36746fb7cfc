"""The frame around every room: brand, links to the rooms, language, "Start over", and the line at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.room_table import LANGUAGE, ROOMS
from exhibit.server import resources
from exhibit.ui import rooms
from exhibit.ui.components.page_semantics import mark_page
from exhibit.ui.language import current_language, language_name, link_parameters
from exhibit.visit.session import current_visit, forget_visitor

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.navigation.page import StreamlitPage

    from exhibit.content.messages import Messages

_ICON = str(Path(__file__).parent / "diagrams" / "mark.svg")


@dataclass(frozen=True)
class Room:
    """The room that the address asks for."""

    id: str
    page: StreamlitPage


def open_room(words: Messages) -> Room:
    """Register all rooms with Streamlit and find the one that the address asks for."""
    pages = {room: _page(room, words) for room in _rooms()}
    current = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(layout="wide", page_icon=_ICON)
    return Room(next(room for room, page in pages.items() if page.url_path == current.url_path), current)


def header(words: Messages) -> DeltaGenerator:
    """Brand, the languages, "Start over", the strip of rooms. Returns the place where "Start over" stands."""
    with st.container(key="frame", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_brand(words("frame.brand"), words("frame.brand_line")), width="content")
        _languages(words)
        place = st.container(key="visit", width="content")
        with st.container(key="rooms", horizontal=True, wrap=False, gap=None):
            for name in _rooms():
                rooms.link(name, words(f"frame.room_{name}"))
    if current_visit().photo is not None:
        offer_start_over(words, place)
    return place


def offer_start_over(words: Messages, place: DeltaGenerator) -> None:
    """The button that ends the visit and forgets its photo."""
    if place.button(words("frame.start_over"), key="start-over", icon=":material/restart_alt:"):
        forget_visitor()
        st.switch_page(rooms.script(_rooms()[0]), query_params=link_parameters())


def footer(words: Messages, room: Room) -> None:
    """Which network answers, the privacy promise, and the marks that screen readers need."""
    st.html(_foot(_answering(words), words("frame.privacy")))
    mark_page(words, room.page.url_path)


def _rooms() -> list[str]:
    """The museum's choice of rooms, in its order; a name that is no room is passed over."""
    chosen = [room for room in resources.settings().rooms if room in ROOMS]
    return chosen or list(ROOMS)


def _page(room: str, words: Messages) -> StreamlitPage:
    title = words("frame.page_title", room=words(f"frame.room_{room}"), brand=words("frame.brand"))
    start = room == _rooms()[0]
    return st.Page(rooms.script(room), title=title, url_path=None if start else ROOMS[room].address, default=start)


def _languages(words: Messages) -> None:
    offered = resources.settings().languages
    if len(offered) < 2:
        return
    if current_language() in offered:  # the address decides, also when a link has just changed it
        st.session_state["language"] = current_language()
    st.segmented_control(
        words("frame.language_label"),
        offered,
        format_func=language_name,
        key="language",
        label_visibility="collapsed",
        on_change=_change_language,
    )


def _change_language() -> None:
    if st.session_state["language"]:  # a second tap on the language in use takes the mark away; it is put back above
        st.query_params[LANGUAGE] = st.session_state["language"]


def _answering(words: Messages) -> str:
    """Which network answers in this run; in a room that asked none, which one would: nothing is loaded for this."""
    network = current_visit().answering
    if network is None:
        return words("frame.no_network")
    names = resources.content().networks(words.lang)
    return words("frame.network", network=names[network].name if network in names else network)


def _brand(name: str, line: str) -> str:
    mark = '<span class="brand-mark" aria-hidden="true"><i></i><i></i></span>'
    return f'<p class="brand">{mark}<span><b>{escape(name)}</b><small>{escape(line)}</small></span></p>'


def _foot(network: str, privacy: str) -> str:
    return f'<footer class="foot"><p>{escape(network)}</p><p>{escape(privacy)}</p></footer>'
