"""The marks that a page needs beyond what Streamlit draws: its language, the current room, Streamlit's words.

The work is done in the browser, by page_marks.js.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.content.load import NOTES_LANGUAGE
from exhibit.server import resources
from exhibit.ui import photo_picker

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

_SCRIPT = Path(__file__).with_name("page_semantics.js")


def mark_page(words: Messages, address: str) -> None:
    """Mark the page as written in the language of `words`, and the link to `address` as the current one.

    Lists travel as JSON: of a list Streamlit would ask pandas whether it is a table, and that takes half a second.
    """
    marks = {
        "language": words.lang,
        "notes": NOTES_LANGUAGE,
        "offered": json.dumps(resources.settings().languages),
        "label": words("frame.rooms_label"),
        "address": address,
        "texts": json.dumps(_streamlit_words(words)),
        "too_large": words("try.upload_too_large", limit=photo_picker.MEGABYTES),
        "not_taken": words("try.upload_failed"),
    }
    script = _SCRIPT.read_text(encoding="utf-8")
    st.components.v2.component("page_marks", js=script)(data=marks, key="page-marks", height=0)


def _streamlit_words(words: Messages) -> list[tuple[str, str]]:
    """Streamlit's own English words with ours for them; none where they are the same."""
    theirs = resources.content().texts(NOTES_LANGUAGE, "streamlit")
    pairs = [(text, words(f"streamlit.{key}")) for key, text in theirs.items()]
    return [(text, ours) for text, ours in pairs if text != ours]
