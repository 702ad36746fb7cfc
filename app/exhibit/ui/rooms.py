"""The rooms' scripts, and links from room to room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui.language import link_parameters

if TYPE_CHECKING:
    from exhibit.content.schema import Experiment

TRY = "try_it"


def script(room: str) -> str:
    """The room's script, relative to Home.py; what st.page_link and st.switch_page want."""
    return f"rooms/{room}.py"


def is_open(room: str) -> bool:
    """Whether the museum has this room open."""
    return room in resources.settings().rooms


def experiment_link(experiment: Experiment | None, label: str | None, *, key: str) -> None:
    """The button to a claim's experiment; nothing where the claim has none, or the museum has closed its room."""
    if experiment and label and is_open(experiment.room):
        with st.container(key=key, width="content"):
            link(experiment.room, label, experiment.params)


def link(room: str, label: str, parameters: Mapping[str, str] | None = None, *, wide: bool = False) -> None:
    """A link to a room that keeps the visit and the language. `wide` fills the width of its container."""
    st.page_link(
        script(room),
        label=label,
        query_params=link_parameters(**(parameters or {})),
        width="stretch" if wide else "content",
    )
