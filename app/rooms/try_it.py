"""Try it: a photo goes in, five names come out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui import photo_picker, rooms
from exhibit.ui.charts.bars import show_bars, show_ghost_bars
from exhibit.ui.family import show_family
from exhibit.ui.language import current_words
from exhibit.ui.pictures.crop_overlay import framed
from exhibit.ui.shares import percent, prediction_bars
from exhibit.visit import actions, samples
from exhibit.visit.session import Visit, current_visit, drop_uploads, settle_network

if TYPE_CHECKING:
    from alexnet.classify import Classification
    from exhibit.content.messages import Messages


def render(visit: Visit, t: Messages) -> None:
    st.title(t("try.title"), anchor=False)
    st.html(f'<p class="lead">{escape(t("try.intro"))}</p>')
    actions.follow_address(visit)
    show_trouble(t, visit)  # above both columns: beside the answer, a phone would show it far below the picker
    picker, result = st.columns([5, 8], gap="large")
    with picker, st.container(key="photo-picker"):
        show_picker(t, visit)
    found = None
    with result:
        if visit.photo is None:
            show_invitation(t)
        else:
            found = show_answer(t, visit)
    if found is not None:
        show_rules(t, found)
        actions.prefetch_explanation(visit, found)


def show_picker(t: Messages, visit: Visit) -> None:
    st.subheader(t("try.samples"), anchor=False)
    photo_picker.show_samples(samples.samples(t.lang), chosen=visit.photo_name, on_choose=actions.choose_sample)
    photo_picker.show_upload(t, ticket=visit.ticket, on_photo=take_own)
    photo_picker.show_camera(
        t, is_open=visit.camera_open, ticket=visit.ticket, on_toggle=toggle_camera, on_photo=take_own
    )
    st.caption(t("try.privacy"))


def take_own(data: bytes) -> None:
    actions.take_bytes(data)
    drop_uploads()


def toggle_camera() -> None:
    visit = current_visit()
    visit.camera_open = not visit.camera_open


def show_trouble(t: Messages, visit: Visit) -> None:
    """One plain sentence about a photo that could not be used. The earlier photo, if any, stays."""
    if visit.trouble is None:
        return
    actions.show_problem(t, visit.trouble, t("try.kept_photo") if visit.photo is not None else "")
    visit.trouble = None


def show_invitation(t: Messages) -> None:
    with st.container(key="invitation"):
        st.subheader(t("try.empty_title"), anchor=False)
        st.write(t("try.empty"))
        show_ghost_bars()


def show_answer(t: Messages, visit: Visit) -> Classification:
    photo, names = st.columns([4, 5], gap="medium")
    if visit.answering and resources.is_ready():  # else the photo does not wait for the engine
        settle_network(visit)
    with photo, st.container(key="photo"):
        show_photo(t, visit)
    with names:
        actions.wake(visit, t("try.waking"))
        found = actions.answer(visit)
        show_kind(t, visit, found)
        with st.container(key="predictions"):
            show_names(t, found)
        show_network(t, found)
    show_links(t)
    return found


def show_photo(t: Messages, visit: Visit) -> None:
    """The photo, and in it the square that the network sees."""
    photo, network = visit.photo, visit.answering
    assert photo is not None
    picture = visit.result("framed", network, make=lambda: framed(photo.image, seen=resources.seen_share(network)))
    alts = {sample.id: sample.alt for sample in samples.samples(t.lang)}
    st.image(picture, output_format="JPEG", alt=alts.get(visit.photo_name, t("try.own_alt")))
    st.caption(t("try.seen"))
    for note in photo.notes:
        st.warning(t(f"try.note_{note}"))


def show_kind(t: Messages, visit: Visit, found: Classification) -> None:
    """The kind of thing above the names: what the network means even where it cannot tell which one."""
    if not found.families:
        return
    library = resources.content()
    written = percent(t, found.families[0].probability)
    with st.container(key="family"):
        show_family(
            t,
            found,
            families=library.families(t.lang),
            names=library.class_names(t.lang),
            written=written,
            shown=samples.spoken(visit.photo_name, resources.vocabulary(found.network)),
        )


def show_names(t: Messages, found: Classification) -> None:
    """The five names."""
    names = resources.content().class_names(t.lang)
    st.subheader(t("try.answer"), anchor=False)
    show_bars(prediction_bars(t, found.predictions, names), alt=t("try.answer_alt"))


def show_links(t: Messages) -> None:
    """Where the same photo can be seen from the inside."""
    with st.container(key="next"):
        st.subheader(t("try.next_title"), anchor=False)
        why, inside = st.columns(2, gap="small")
        with why, st.container(key="go-first-try"):
            rooms.link("why", t("try.next_why"), wide=True)
        with inside, st.container(key="go-try"):
            rooms.link("inside", t("try.next_inside"), wide=True)


def show_network(t: Messages, found: Classification) -> None:
    """The choice between the installed networks, or word that there is another one to be had."""
    st.markdown(actions.how_good(t, found.network))
    st.caption(actions.provenance(t, found, found.device))
    if not actions.show_network_choice(t, found.network):
        rooms.link("about", t("try.network_get"))


def show_rules(t: Messages, found: Classification) -> None:
    """The top-5 rule, and what a network does that has no word for what it sees, or may not say it."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("try.top5_title"), anchor=False)
        st.write(t("try.top5"))
    with right:
        st.subheader(t("try.words_title"), anchor=False)
        st.write(t("try.words", count=t.number(found.words)))
        silent = resources.outputs(found.network) - found.words
        if silent:
            st.write(t("try.words_silent", count=t.number(silent)))
        names = resources.content().class_names(t.lang)
        with st.expander(t("try.words_all", count=t.number(found.words))):
            known = (names.get(word, word) for word in resources.vocabulary(found.network))
            st.write(t.list(sorted(known, key=str.casefold)))


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
