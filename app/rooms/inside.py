"""Inside: what the first layer has learned to look for, and what each layer finds in the visitor's photo."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.room_table import CHOICES
from exhibit.server import resources
from exhibit.ui import address, kernel_words
from exhibit.ui.components.kernel_buttons import Kernel, kernel_buttons
from exhibit.ui.language import current_words
from exhibit.ui.layer_table import show_layer_table
from exhibit.ui.pictures import activation_sheet, filter_sheet
from exhibit.visit import actions
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from alexnet.filters import FilterSheet
    from alexnet.layers import ActivationSheet
    from exhibit.content.messages import Messages


def render(visit: Visit, t: Messages) -> None:
    st.title(t("inside.title"), anchor=False)
    st.html(f'<p class="lead">{escape(t("inside.intro"))}</p>')
    actions.follow_address(visit)
    sheet = resources.first_layer(actions.wake(visit, t("inside.waking")))
    actions.show_network_choice(t, sheet.network)
    show_kernels(visit, t, sheet)
    if visit.photo is None:
        actions.show_invitation(t, "inside")
    else:
        show_maps(visit, t)
    show_sizes(t, sheet.network)


@actions.fragment
def show_kernels(visit: Visit, t: Messages, sheet: FilterSheet) -> None:
    """All kernels, tower by tower, and one of them closely."""
    count = len(sheet.tower)
    st.header(t("inside.filters_title", count=t.number(count)), anchor=False)
    st.write(t("inside.filters", size=sheet.kernels.shape[1]))
    if sheet.tower[0] < 0:
        st.write(t("inside.one_tower_honest", count=count))
    order = choice(t, "inside.order", "order")
    chosen = chosen_kernel(visit, sheet)
    towers = filter_sheet.towers(sheet, colourful_first=order == "colour")
    with st.container(key="filters"):
        for place, (tower, numbers) in zip(st.columns(len(towers), gap="medium"), towers.items(), strict=True):
            with place, st.container(key=f"tower-{tower + 1}"):
                show_tower(t, sheet, tower, numbers, chosen)
    show_one_kernel(visit, t, sheet)
    if len(towers) > 1:
        st.write(t("inside.towers_note"))


def show_tower(t: Messages, sheet: FilterSheet, tower: int, numbers: list[int], chosen: int) -> None:
    """One tower's kernels. Visitors count from 1."""
    name = kernel_words.tower_name(t, tower)
    st.subheader(name, anchor=False)
    kernels = [Kernel(n + 1, t("inside.kernel", number=n + 1), sheet.kernels[n]) for n in numbers]
    alt = t("inside.tower_alt", count=len(numbers), tower=name)
    kernel_buttons(kernels, alt=alt, selected=chosen + 1, key=f"kernels-{tower + 1}", on_choose=choose_kernel)
    st.caption(kernel_words.tower_note(t, tower, numbers))


def choose_kernel(number: int) -> None:
    st.session_state["kernel"] = number
    show_kernel()


def show_kernel() -> None:
    """A kernel that was chosen stands in the address. It is not bound: another photo opens with its own strongest."""
    address.show("kernel", str(st.session_state["kernel"]))


def chosen_kernel(visit: Visit, sheet: FilterSheet) -> int:
    """The kernel that was tapped, from 0; unasked, the one that answers most strongly to the photo."""
    asked = st.query_params.get("kernel", "")
    number = st.session_state.get("kernel", int(asked) if asked.isascii() and asked.isdecimal() else 0)
    if not 1 <= number <= len(sheet.tower):  # nobody chose one, or chose it in a network that has more
        has_photo = visit.photo is not None
        number = activation_sheet.strongest_first(activations(visit, "conv1"))[0] + 1 if has_photo else 1
    st.session_state["kernel"] = number
    return int(number) - 1


def show_one_kernel(visit: Visit, t: Messages, sheet: FilterSheet) -> None:
    """One kernel: its pattern and, where there is a photo, what it found."""
    with st.container(key="one-kernel"):
        picker, *pictures = st.columns(4, gap="medium")
        with picker:
            st.subheader(t("inside.one_title"), anchor=False)
            st.write(t("inside.one"))
            number = (
                st.number_input(t("inside.one_number"), 1, len(sheet.tower), key="kernel", on_change=show_kernel) - 1
            )
        with pictures[0], st.container(key="kernel-picture"):
            picture, name = filter_sheet.one_kernel(sheet.kernels[number]), t("inside.kernel", number=number + 1)
            st.image(picture, width="stretch", output_format="PNG", alt=name)
            st.caption(name)
        if visit.photo is not None:
            with pictures[1]:
                show_seen(visit, t)
            with pictures[2]:
                show_one_map(visit, t, number)


def show_seen(visit: Visit, t: Messages) -> None:
    """The square of the photo that the network sees."""
    st.image(actions.network_view(visit), width="stretch", output_format="JPEG", alt=t("inside.photo_alt"))
    st.caption(t("inside.photo_caption"))


def show_one_map(visit: Visit, t: Messages, number: int) -> None:
    """Where in the photo one kernel of the first layer found its pattern."""
    sheet = activations(visit, "conv1")
    where = actions.region_text(t, resources.where(sheet.maps[number]))
    told = t("inside.map_caption", where=where) if sheet.peak[number] > 0 else t("inside.map_silent")
    alt = t("inside.map_alt", number=number + 1, told=told)
    st.image(activation_sheet.one_map(sheet, number), width="stretch", output_format="JPEG", alt=alt)
    st.caption(told)


@actions.fragment
def show_maps(visit: Visit, t: Messages) -> None:
    """The photo as one layer passes it on."""
    st.header(t("inside.maps_title"), anchor=False)
    picture, controls = st.columns([8, 4], gap="large")
    with controls:
        layer = choice(t, "inside.layer", "layer")
        which = choice(t, "inside.maps_order", "maps")
    sheet = activations(visit, layer)
    numbers, columns = activation_sheet.shown_maps(sheet, which)
    strongest = activation_sheet.strongest_first(sheet)[0]
    where = actions.region_text(t, resources.where(sheet.maps[strongest]))
    with picture, st.container(key="activations"):
        image = activation_sheet.map_sheet(sheet, numbers, columns=columns)
        told = kernel_words.maps_told(layer, numbers, strongest, where)
        st.image(image, width="stretch", output_format="JPEG", alt=t("inside.maps_alt", **told))
    with controls:
        st.write(t("inside.maps", layer=layer[-1]))
        if sheet.tower[0] >= 0:
            st.write(t("inside.maps_towers"))
        st.caption(kernel_words.maps_caption(t, sheet, told))


def activations(visit: Visit, layer: str) -> ActivationSheet:
    """The visit's photo in one layer, asked once."""
    photo, network = visit.photo, visit.answering
    assert photo is not None
    return visit.result("maps", layer, network, make=lambda: resources.activations(photo, layer, network))


def choice(t: Messages, key: str, parameter: str) -> str:
    """One of a few, by tapping; `<key>_<option>` names each."""
    named = {option: t(f"{key}_{option}") for option in CHOICES[parameter]}
    return address.segments(t(key), CHOICES[parameter], named.__getitem__, parameter=parameter, key=key)


def show_sizes(t: Messages, network: str) -> None:
    """From the photo to the names, layer by layer."""
    st.header(t("inside.table_title"), anchor=False)
    st.write(t("inside.table", size=224))
    show_layer_table(t, resources.layer_table(network))


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
