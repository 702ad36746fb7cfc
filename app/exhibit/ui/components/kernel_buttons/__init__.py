"""A tower's kernels as a sheet on which every kernel can be tapped."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from exhibit.encode import Pixels, png

_HERE = Path(__file__).with_name("kernel_buttons")


@dataclass(frozen=True)
class Kernel:
    """One kernel: its number, what it is called aloud, and its weights as a small picture (h, w, 3)."""

    number: int
    label: str
    picture: Pixels


def kernel_buttons(
    kernels: Sequence[Kernel], *, alt: str, selected: int, key: str, on_choose: Callable[[int], None]
) -> None:
    """Draw `kernels`; `alt` says what the sheet shows, `on_choose` hears the number of the kernel that was tapped."""

    def hear() -> None:
        number = st.session_state[key].get("kernel")
        if number is not None:
            on_choose(int(number))

    shown = [{"number": k.number, "label": k.label, "picture": _address(k.picture)} for k in kernels]
    data = {"label": alt, "selected": selected, "kernels": shown}
    sheet = st.components.v2.component("kernel_buttons", html=_HTML, css=_read(".css"), js=_read(".js"))
    sheet(data=data, key=key, on_kernel_change=hear)


_HTML = '<div class="kernels" role="group"></div>'


def _address(picture: Pixels) -> str:
    return "data:image/png;base64," + base64.b64encode(png(picture)).decode()


@lru_cache(maxsize=4)
def _read(suffix: str) -> str:
    return _HERE.with_suffix(suffix).read_text(encoding="utf-8")
