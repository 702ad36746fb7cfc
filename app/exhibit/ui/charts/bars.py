"""Names with their probabilities as bars: plain HTML, so that text stays text for every reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True)
class Bar:
    """One name, its probability between 0 and 1, and the same as written in the visitor's language."""

    name: str
    share: float
    written: str


def show_bars(bars: Sequence[Bar], *, alt: str) -> None:
    """Draw `bars` in the order given; `alt` names the list for those who hear it."""
    st.html(bars_html(bars, alt=alt))


def bars_html(bars: Sequence[Bar], *, alt: str) -> str:
    """The list as HTML. The bars themselves are hidden from screen readers: the percentage says the same."""
    rows = "".join(_row(bar) for bar in bars)
    return f'<ol class="bars" aria-label="{escape(alt)}">{rows}</ol>'


def _row(bar: Bar) -> str:
    width = min(max(bar.share, 0.0), 1.0) * 100
    return (
        f'<li><span class="bars-name">{escape(bar.name)}</span>'
        f'<span class="bars-share">{escape(bar.written)}</span>'
        f'<span class="bars-track" aria-hidden="true"><span style="width:{width:.1f}%"></span></span></li>'
    )


def show_ghost_bars() -> None:
    """Five empty places where names will stand; a decoration, silent for screen readers."""
    widths = (72, 44, 31, 20, 13)
    rows = "".join(f'<li style="--ghost:{width}%"><span></span></li>' for width in widths)
    st.html(f'<ol class="bars bars-ghost" aria-hidden="true">{rows}</ol>')
