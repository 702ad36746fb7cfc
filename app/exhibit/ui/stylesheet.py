"""The one stylesheet, sent with every page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

_FILE = Path(__file__).with_suffix(".css")


def send() -> None:
    """Put the exhibit's looks on the page; takes no room on it."""
    st.html(_style())


@lru_cache(maxsize=1)
def _style() -> str:
    return f"<style>{_FILE.read_text(encoding='utf-8')}</style>"
