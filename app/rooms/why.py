"""Why: which parts of the photo a name depends on, asked in four ways, none of which is the whole truth."""

from __future__ import annotations

import time
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui import address, rooms
from exhibit.ui.language import current_words
from exhibit.ui.pictures import overlay
from exhibit.ui.shares import area, percent
from exhibit.visit import actions
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from alexnet.classify import Classification
    from alexnet.saliency import SaliencyMap
    from exhibit.content.messages import Messages

PICTURE_FIRST = 0.2  # seconds


def render(visit: Visit, t: Messages) -> None:
    st.title(t("why.title"), anchor=False)
    actions.follow_address(visit)
    st.html(f'<p class="lead">{escape(t("why.intro"))}</p>')
    if visit.photo is None:
        actions.show_invitation(t, "why")
        return
    actions.wake(visit, t("why.waking"))
    show_question(visit, t, actions.answer(visit))


@actions.fragment
def show_question(visit: Visit, t: Messages, found: Classification) -> None:
    """A name and a method in, a map out. A fragment: another question leaves the frame alone."""
    target_place, method_place = st.columns(2, gap="medium")
    with target_place:
        target = choose_target(t, found)
    with method_place:
        method = choose_method(t)
    with st.container(key="saliency"):
        picture, chart, text = st.columns([5, 5, 4], gap="medium")
        with picture:
            answer = explain(visit, t, method, target)
            where = told(t, answer)
            show_map(t, answer, where)
        with text:
            show_method(t, answer, found.device)
        # The browser must first load a large program for the chart. A breath lets it draw the picture before.
        time.sleep(PICTURE_FIRST)
        with chart:
            show_overlay(t, answer, where)


def choose_target(t: Messages, found: Classification) -> str:
    """Which of the five names to ask about."""
    names = resources.content().class_names(t.lang)
    shares = {p.id: percent(t, p.probability) for p in found.predictions}
    texts = {word: t("why.target_option", name=names.get(word, word), percent=shares[word]) for word in shares}
    key = f"target-{'-'.join(shares)}"
    return address.pills(t("why.target"), list(texts), texts.__getitem__, parameter="target", key=key)


def choose_method(t: Messages) -> str:
    """How to ask. The first method is the fastest, so it is the one that answers unasked."""
    known = resources.content().methods(t.lang)
    return address.pills(
        t("why.method"),
        list(resources.methods()),
        lambda method: known[method].name if method in known else method,
        parameter="method",
    )


def explain(visit: Visit, t: Messages, method: str, target: str) -> SaliencyMap:
    """The map, asked once. What takes longer than a second shows how far it has come."""
    place = st.empty()

    def show_progress(share: float) -> None:
        place.progress(share, text=t("why.working"))

    waits = resources.methods()[method].slow and not actions.is_explained(visit, method, target)
    if waits:
        show_progress(0.0)
    answer = actions.explanation(visit, method, target, show_progress if waits else None)
    place.empty()
    return answer


def told(t: Messages, answer: SaliencyMap) -> str:
    """Where the strongest signal is, in one sentence."""
    if answer.peak <= 0:
        return t("why.nothing")
    return t("why.where", place=actions.region_text(t, answer.where), share=t(f"why.share_{area(answer.where.share)}"))


def show_map(t: Messages, answer: SaliencyMap, where: str) -> None:
    """The map alone, as a plain picture: it is there before any chart can be."""
    names, known = resources.content().class_names(t.lang), resources.content().methods(t.lang)
    told = {"name": names.get(answer.target, answer.target), "method": known[answer.method].name, "where": where}
    st.image(overlay.map_picture(answer), width="stretch", output_format="JPEG", alt=t("why.map_alt", **told))
    st.write(t("why.map_caption", **told))
    st.caption(t("why.scale_balance" if answer.signed else "why.scale_strength"))


@actions.fragment
def show_overlay(t: Messages, answer: SaliencyMap, where: str) -> None:
    """The map over the photo, as a chart to explore. A fragment: the slider asks the network nothing."""
    place = st.empty()
    strength = st.slider(t("why.strength"), 0, 100, 70, 10, format="%d%%", key="strength")
    figure = overlay.overlay_figure(answer, strength=strength / 100, hover=t("why.overlay_hover", value="%{z:.2f}"))
    alt = t("why.overlay_alt", where=where)
    place.plotly_chart(figure, height="stretch", config={"displayModeBar": False}, alt=alt, key="overlay")
    st.caption(t("why.overlay_caption"))


def show_method(t: Messages, answer: SaliencyMap, device: str) -> None:
    """What the method measures, and where it misleads."""
    words = resources.content().methods(t.lang)[answer.method]
    with st.container(key="method-words"):
        st.subheader(t("why.measures"), anchor=False)
        st.write(words.measures)
        st.subheader(t("why.misleads"), anchor=False)
        st.write(words.misleads)
    st.caption(f"{actions.provenance(t, answer, device)} {actions.how_good(t, answer.network)}")
    with st.container(key="go-why"):
        rooms.link(rooms.TRY, t("why.change_photo"))


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
