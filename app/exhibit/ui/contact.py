"""What a page does when contact with the server is lost and found again; the work is done by contact.js.

A visit outlives a loss of contact of `server.disconnectedSessionTTL` seconds. After a longer one, and when the server
was started anew, the page has to become that of a new visit by itself: what it shows is of a visit that nobody knows.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

_SCRIPT = Path(__file__).with_suffix(".js")
_KEY, _VISIT, _HEARD = "contact", "contact-visit", "contact-heard"


def keep_contact(words: Messages) -> None:
    """Let the page watch its line to the server, and tell it which visit it shows."""
    data = {
        "visit": st.session_state.setdefault(_VISIT, secrets.token_hex(8)),
        "heard": st.session_state.get(_HEARD),
        "lost": words("frame.contact_lost"),
        "afresh": words("frame.contact_afresh"),
        "choose_again": words("frame.contact_choose_again"),
    }
    script = _SCRIPT.read_text(encoding="utf-8")
    st.components.v2.component("contact", js=script)(data=data, key=_KEY, on_back_change=_hear, height=0)


def _hear() -> None:
    """Let the page see that its call was heard: where nothing else has changed, it would not be told of the new run."""
    st.session_state[_HEARD] = st.session_state[_KEY].get("back")
