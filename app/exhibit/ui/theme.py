"""Paper and ink for charts, which cannot read the stylesheet: the same colours, by the visitor's theme."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Theme:
    """The neutral colours of one theme, as in the stylesheet."""

    paper: str
    panel: str
    ink: str
    muted: str
    line: str


LIGHT = Theme(paper="#FBFAF7", panel="#F1EEE7", ink="#1B1E26", muted="#565B67", line="#DAD5C9")
DARK = Theme(paper="#12151C", panel="#1C212B", ink="#ECE9E2", muted="#A9B0BD", line="#343B48")


def current_theme() -> Theme:
    """The colours of the theme that this visitor sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT
