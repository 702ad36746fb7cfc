"""The few SVG shapes that the diagrams are made of, and how a finished drawing gets onto the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent


def draw(*drawings: str) -> None:
    """Put drawings on the page. Markdown is used because `st.html` strips SVG; all text in them has been escaped."""
    st.markdown("".join(drawings), unsafe_allow_html=True)


def document(
    width: float, height: float, shapes: Iterable[str], *, alt: str, name: str = "", scrolls: bool = False
) -> str:
    """A whole drawing, `width` x `height` units; `name` is its class in the stylesheet.

    `scrolls`: it is wider than a phone, so the keyboard must be able to reach it and move it.
    """
    body, reach = "".join(shapes), ' tabindex="0"' if scrolls else ""
    return (
        f'<svg class="drawing {name}" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(alt)}"'
        f' xmlns="http://www.w3.org/2000/svg"{reach}>{body}</svg>'
    )


@lru_cache(maxsize=32)
def ornament(name: str) -> str:
    """A drawing without words from this folder, hidden from screen readers: it adds nothing to the text beside it."""
    drawing = " ".join((_FOLDER / f"{name}.svg").read_text(encoding="utf-8").split())
    return drawing.replace("<svg ", '<svg class="ornament" aria-hidden="true" focusable="false" ', 1)


def rect(x: float, y: float, width: float, height: float, kind: str, radius: float = 0) -> str:
    """A box whose colours come from the class `kind`."""
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"/>'


def circle(x: float, y: float, radius: float, kind: str) -> str:
    """A disc around (x, y)."""
    return f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


def line(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A line through `points`."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="{kind}" points="{path}"/>'


def text(x: float, y: float, words: str, kind: str = "t", anchor: str = "start", leading: float = 1.25) -> str:
    """Words at (x, y); a line break in them starts a new line. `anchor`: start, middle or end."""
    lines = words.split("\n")
    spans = "".join(
        f'<tspan x="{x:g}" dy="{0 if not index else leading:g}em">{escape(part)}</tspan>'
        for index, part in enumerate(lines)
    )
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{spans}</text>'


def declutter(places: Sequence[float], gap: float) -> list[float]:
    """`places` (rising) moved as little as needed to stand at least `gap` apart, downwards only."""
    out: list[float] = []
    for place in places:
        out.append(max(place, out[-1] + gap) if out else place)
    return out
