"""What the address asks of a room, and how a room lets the address show what the visitor chose.

Numbers are bound by Streamlit itself (`bind="query-params"`). Choices are not: it would write the label of the chosen
option into the address, so that a link would mean something else, or nothing, in another language. Here it is the id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st


def asked(parameter: str, options: Sequence[str]) -> str:
    """The option that the address asks for, else the first; anybody can write a link."""
    wanted = st.query_params.get(parameter, "")
    return wanted if wanted in options else options[0]


def show(parameter: str, chosen: str) -> None:
    """Let the address show a choice, so that it can be passed on."""
    st.query_params[parameter] = chosen


def pills(label: str, options: Sequence[str], named: Callable[[str], str], *, parameter: str, key: str = "") -> str:
    """One of `options` by its id. The address can make the choice, and shows the one that was made."""
    at = asked(parameter, options)
    chosen: str = st.pills(label, options, default=at, required=True, format_func=named, key=key or parameter)
    if chosen != at:
        show(parameter, chosen)
    return chosen


def segments(label: str, options: Sequence[str], named: Callable[[str], str], *, parameter: str, key: str) -> str:
    """As `pills`, drawn as one bar: for a few short names."""
    at = asked(parameter, options)
    chosen: str = st.segmented_control(label, options, default=at, required=True, format_func=named, key=key)
    if chosen != at:
        show(parameter, chosen)
    return chosen
