"""Inside: what the first layer has learned to look for, and what each layer finds in the visitor's photo."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import live, resources
from exhibit.ui import activation_sheet, filter_sheet
from exhibit.ui.kernel_buttons import Kernel, kernel_buttons
from exhibit.ui.language import current_words
from exhibit.ui.layer_table import show_layer_table
from exhibit.visit import Visit, current_visit

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
        sheet = resources.first_layer(resources.answering_network(visit.network))
    live.show_network_choice(say, sheet.network)
    show_kernels(sheet)
    if visit.photo is None:
        live.show_invitation(say, "inside")
    else:
        show_maps()
    show_sizes(sheet.network)


@live.part
def show_kernels(sheet: FilterSheet) -> None:
    """All kernels, tower by tower, and one of them closely."""
    count = len(sheet.tower)
    st.header(say("inside.filters_title", count=say.number(count)), anchor=False)
    st.write(say("inside.filters", size=sheet.kernels.shape[1]))
    if sheet.tower[0] < 0:
        st.write(say("inside.one_tower_honest", count=count))
    order = choice("inside.order", ("number", "colour"))
    chosen = chosen_kernel(sheet)
    towers = filter_sheet.towers(sheet, colourful_first=order == "colour")
    with st.container(key="filters"):
        for place, (tower, numbers) in zip(st.columns(len(towers), gap="medium"), towers.items(), strict=True):
            with place, st.container(key=f"tower-{tower + 1}"):
                show_tower(sheet, tower, numbers, chosen)
    show_one_kernel(sheet)
    if len(towers) > 1:
        st.write(say("inside.towers_note"))


def show_tower(sheet: FilterSheet, tower: int, numbers: list[int], chosen: int) -> None:
    """One tower's kernels. Visitors count from 1."""
    name, note = tower_name(tower), f"inside.tower_{tower}_note" if tower >= 0 else "inside.one_tower_note"
    st.subheader(name, anchor=False)
    kernels = [Kernel(n + 1, say("inside.kernel", number=n + 1), sheet.kernels[n]) for n in numbers]
    alt = say("inside.tower_alt", count=len(numbers), tower=name)
    kernel_buttons(kernels, alt=alt, selected=chosen + 1, key=f"kernels-{tower + 1}", on_choose=choose_kernel)
    st.caption(say(note, first=min(numbers) + 1, last=max(numbers) + 1))


def choose_kernel(number: int) -> None:
    st.session_state["kernel"] = number


def chosen_kernel(sheet: FilterSheet) -> int:
    """The kernel that was tapped, from 0; unasked, the one that answers most strongly to the photo."""
    number = st.session_state.get("kernel", 0)
    if not 1 <= number <= len(sheet.tower):  # nobody chose one, or chose it in a network that has more
        photo = current_visit().photo
        number = activation_sheet.strongest_first(activations("conv1"))[0] + 1 if photo else 1
    st.session_state["kernel"] = number
    return int(number) - 1


def show_one_kernel(sheet: FilterSheet) -> None:
    """One kernel: its pattern and, where there is a photo, what it found."""
    with st.container(key="one-kernel"):
        picker, *pictures = st.columns(4, gap="medium")
        with picker:
            st.subheader(say("inside.one_title"), anchor=False)
            st.write(say("inside.one"))
            number = st.number_input(say("inside.one_number"), 1, len(sheet.tower), key="kernel") - 1
        with pictures[0], st.container(key="kernel-picture"):
            picture, name = filter_sheet.one_kernel(sheet.kernels[number]), say("inside.kernel", number=number + 1)
            st.image(picture, width="stretch", output_format="PNG", alt=name)
            st.caption(name)
        if current_visit().photo is not None:
            with pictures[1]:
                show_seen()
            with pictures[2]:
                show_one_map(number)


def show_seen() -> None:
    """The square of the photo that the network sees."""
    st.image(live.seen(current_visit()), width="stretch", output_format="JPEG", alt=say("inside.photo_alt"))
    st.caption(say("inside.photo_caption"))


def show_one_map(number: int) -> None:
    """Where in the photo one kernel of the first layer found its pattern."""
    sheet = activations("conv1")
    where = live.place(say, resources.where(sheet.maps[number]))
    told = say("inside.map_caption", where=where) if sheet.peak[number] > 0 else say("inside.map_silent")
    alt = say("inside.map_alt", number=number + 1, told=told)
    st.image(activation_sheet.one_map(sheet, number), width="stretch", output_format="JPEG", alt=alt)
    st.caption(told)


@live.part
def show_maps() -> None:
    """The photo as one layer passes it on."""
    st.header(say("inside.maps_title"), anchor=False)
    picture, controls = st.columns([8, 4], gap="large")
    with controls:
        layer = choice("inside.layer", LAYERS)
        which = choice("inside.maps_order", ("strongest", "all"))
    sheet = activations(layer)
    order = activation_sheet.strongest_first(sheet)
    numbers = order[:STRONGEST] if which == "strongest" else list(range(len(order)))
    where = live.place(say, resources.where(sheet.maps[order[0]]))
    with picture, st.container(key="activations"):
        image = activation_sheet.map_sheet(sheet, numbers, columns=8 if which == "strongest" else 16)
        told = {"shown": len(numbers), "layer": layer[-1], "strongest": order[0] + 1, "where": where}
        st.image(image, width="stretch", output_format="JPEG", alt=say("inside.maps_alt", **told))
    with controls:
        st.write(say("inside.maps", layer=layer[-1]))
        if sheet.tower[0] >= 0:
            st.write(say("inside.maps_towers"))
        st.caption(about_maps(sheet, **told))


def about_maps(sheet: ActivationSheet, **told: object) -> str:
    count, height, width = sheet.maps.shape
    silent = int((sheet.peak <= 0).sum())
    silence = say("inside.silent_some", count=silent) if silent else say("inside.silent_none")
    return say("inside.maps_caption", count=count, height=height, width=width, silent=silence, **told)


def activations(layer: str) -> ActivationSheet:
    """The visit's photo in one layer, asked once."""
    visit: Visit = current_visit()
    network = resources.answering_network(visit.network)
    return visit.result("maps", layer, network, make=lambda: resources.activations(visit.photo, layer, network))


def choice(key: str, options: tuple[str, ...]) -> str:
    """One of a few, by tapping; `<key>_<option>` names each."""
    return st.segmented_control(
        say(key), options, default=options[0], required=True, format_func=lambda option: say(f"{key}_{option}"), key=key
    )


def tower_name(tower: int) -> str:
    return say(f"inside.tower_{tower}") if tower >= 0 else say("inside.one_tower")


def show_sizes(network: str) -> None:
    """From the photo to the names, layer by layer."""
    st.header(say("inside.table_title"), anchor=False)
    st.write(say("inside.table", size=224))
    show_layer_table(say, resources.layer_table(network))


main()
