"""The rooms of the exhibit: their scripts, their addresses, and links between them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from exhibit.ui.language import link_parameters

ALL = ("welcome", "story", "timeline", "notebook", "people", "try_it", "inside", "why", "facts", "about")
TRY = "try_it"
_ADDRESSES = {TRY: "try"}  # the room's file cannot be called try.py: it would be a keyword to import


def script(room: str) -> str:
    """The room's script, relative to Home.py; what st.page_link and st.switch_page want."""
    return f"rooms/{room}.py"


def address(room: str) -> str:
    """The room's part of the URL, the same in every language."""
    return _ADDRESSES.get(room, room)


def words_area(room: str) -> str:
    """The file in content/<lang>/words that holds the room's labels."""
    return address(room)


def link(room: str, label: str, parameters: Mapping[str, str] | None = None, *, wide: bool = False) -> None:
    """A link to a room that keeps the visit and the language. `wide` fills the width of its container."""
    st.page_link(
        script(room),
        label=label,
        query_params=link_parameters(**(parameters or {})),
        width="stretch" if wide else "content",
    )
