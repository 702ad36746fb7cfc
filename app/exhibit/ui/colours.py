"""The towers' two colours in computed pictures, on whichever background this visitor has."""

from __future__ import annotations

import streamlit as st

Colour = tuple[int, int, int]

LIGHT: tuple[Colour, Colour] = ((0x1F, 0x5F, 0xBF), (0xB3, 0x47, 0x00))
DARK: tuple[Colour, Colour] = ((0x7D, 0xB2, 0xFF), (0xFF, 0xB0, 0x66))
ONE_TOWER: Colour = (0x8C, 0x88, 0x7D)
PANEL = {"light": (0xF1, 0xEE, 0xE7), "dark": (0x1C, 0x21, 0x2B)}


def is_dark() -> bool:
    """Whether this visitor sees the dark theme."""
    return st.context.theme.type == "dark"


def panel() -> Colour:
    """The colour of panels, so that a picture can lie on one without an edge."""
    return PANEL["dark" if is_dark() else "light"]


def of_tower(tower: int) -> Colour:
    """A colour for tower 0 or 1 that glows on black, in both themes; a quiet one for a single tower (-1)."""
    return ONE_TOWER if tower < 0 else DARK[tower]
