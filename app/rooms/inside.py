"""Inside: what the first layer has learned to look for, and what each layer finds in the visitor's photo."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import live, resources
from exhibit.ui import activation_sheet, colours, filter_sheet, rooms
from exhibit.ui.encode import jpeg
from exhibit.ui.language import current_words
from exhibit.visit import Visit

if TYPE_CHECKING:
    from alexnet.filters import FilterSheet
    from alexnet.layers import ActivationSheet

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5")
STRONGEST = 48  # maps shown when only the strongest are asked for: as many as one tower has kernels in layer 1

say = current_words()


def main() -> None:
    st.title(say("inside.title"), anchor=False)
    st.html(f'<p class="lead">{escape(say("inside.intro"))}</p>')
    visit = live.open_visit()
    with live.awake(say("inside.waking")):
        sheet = live.remembered(visit, "kernels", resources.first_layer)
    show_kernels(sheet)
    if visit.photo is None:
        live.show_invitation(say, "inside")
    else:
        show_maps(visit)
        show_one(visit, sheet)
    show_table(sheet.network)


@st.fragment
def show_kernels(sheet: FilterSheet) -> None:
    """All kernels, tower by tower."""
    count, size = len(sheet.tower), sheet.kernels.shape[1]
    st.header(say("inside.filters_title", count=say.number(count)), anchor=False)
    st.write(say("inside.filters", size=size))
    colourful = st.segmented_control(
        say("inside.order"),
        ("number", "colour"),
        default="number",
        required=True,
        format_func=lambda order: say(f"inside.order_{order}"),
        key="kernel-order",
    )
    towers = filter_sheet.towers(sheet, colourful_first=colourful == "colour")
    with st.container(key="filters"):
        for place, (tower, numbers) in zip(st.columns(len(towers), gap="medium"), towers.items(), strict=True):
            with place:
                show_tower(sheet, tower, numbers, columns=6 if len(towers) > 1 else 16)
    st.write(say("inside.towers_note") if len(towers) > 1 else say("inside.one_tower_honest", count=count))


def show_tower(sheet: FilterSheet, tower: int, numbers: list[int], *, columns: int) -> None:
    name = say(f"inside.tower_{tower}") if tower >= 0 else say("inside.one_tower")
    with st.container(key=f"tower-{tower + 1}"):
        st.subheader(name, anchor=False)
        picture = filter_sheet.kernel_sheet(sheet.kernels, numbers, columns=columns, ground=colours.panel())
        alt = say("inside.tower_alt", count=len(numbers), tower=name)
        st.image(picture, width="stretch", output_format="PNG", alt=alt)
        st.caption(say(f"inside.tower_{tower}_note" if tower >= 0 else "inside.one_tower_note", first=min(numbers) + 1, last=max(numbers) + 1))


main()
