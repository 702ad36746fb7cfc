"""Try it: a photo goes in, five names come out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import live, resources, samples
from exhibit.ui import photo_picker, rooms
from exhibit.ui.bars import Bar, show_bars, show_ghost_bars
from exhibit.ui.family import show_family
from exhibit.ui.language import current_words
from exhibit.ui.viewfinder import framed
from exhibit.visit import Visit, current_visit, drop_uploads

if TYPE_CHECKING:
    from alexnet.classify import Classification

say = current_words()


def main() -> None:
    st.title(say("try.title"), anchor=False)
    st.html(f'<p class="lead">{escape(say("try.intro"))}</p>')
    visit = live.open_visit()
    show_trouble(visit)  # above both columns: beside the answer, a phone would show it far below the picker
    picker, result = st.columns([5, 8], gap="large")
    with picker, st.container(key="photo-picker"):
        show_picker(visit)
    found = None
    with result:
        if visit.photo is None:
            show_invitation()
        else:
            found = show_answer(visit)
    if found is not None:
        show_rules(found)
        live.look_ahead(visit, found)


def show_picker(visit: Visit) -> None:
    st.subheader(say("try.samples"), anchor=False)
    photo_picker.show_samples(samples.samples(say.lang), chosen=visit.photo_name, on_choose=live.choose_sample)
    photo_picker.show_upload(say, ticket=visit.ticket, on_photo=take_own)
    photo_picker.show_camera(
        say, is_open=visit.camera_open, ticket=visit.ticket, on_toggle=toggle_camera, on_photo=take_own
    )
    st.caption(say("try.privacy"))


def take_own(data: bytes) -> None:
    live.take_bytes(data)
    drop_uploads()


def toggle_camera() -> None:
    visit = current_visit()
    visit.camera_open = not visit.camera_open


def show_trouble(visit: Visit) -> None:
    """One plain sentence about a photo that could not be used. The earlier photo, if any, stays."""
    if visit.trouble is None:
        return
    live.show_problem(say, visit.trouble, say("try.kept_photo") if visit.photo is not None else "")
    visit.trouble = None


def show_invitation() -> None:
    with st.container(key="invitation"):
        st.subheader(say("try.empty_title"), anchor=False)
        st.write(say("try.empty"))
        show_ghost_bars()


def show_answer(visit: Visit) -> Classification:
    photo, names = st.columns([4, 5], gap="medium")
    with photo, st.container(key="photo"):
        show_photo(visit)
    with names:
        with live.awake(say("try.waking")):
            found = live.answer(visit)
        show_kind(visit, found)
        with st.container(key="predictions"):
            show_names(found)
        show_network(found)
    show_links()
    return found


def show_photo(visit: Visit) -> None:
    """The photo, and in it the square that the network sees."""
    photo, network = visit.photo, resources.answering_network(visit.network)
    assert photo is not None
    picture = visit.result("framed", network, make=lambda: framed(photo.image, seen=resources.seen_share(network)))
    alts = {sample.id: sample.alt for sample in samples.samples(say.lang)}
    st.image(picture, output_format="JPEG", alt=alts.get(visit.photo_name, say("try.own_alt")))
    st.caption(say("try.seen"))
    for note in photo.notes:
        st.warning(say(f"try.note_{note}"))


def show_kind(visit: Visit, found: Classification) -> None:
    """The kind of thing above the names: what the network means even where it cannot tell which one."""
    if not found.families:
        return
    library = resources.content()
    written = live.percent(say, found.families[0].probability)
    with st.container(key="family"):
        show_family(
            say,
            found,
            families=library.families(say.lang),
            names=library.class_names(say.lang),
            written=written,
            shown=samples.spoken(visit.photo_name, resources.vocabulary(found.network)),
        )


def show_names(found: Classification) -> None:
    """The five names."""
    names = resources.content().class_names(say.lang)
    st.subheader(say("try.answer"), anchor=False)
    bars = [Bar(names.get(p.id, p.id), p.probability, live.percent(say, p.probability)) for p in found.predictions]
    show_bars(bars, alt=say("try.answer_alt"))


def show_links() -> None:
    """Where the same photo can be seen from the inside."""
    with st.container(key="next"):
        st.subheader(say("try.next_title"), anchor=False)
        why, inside = st.columns(2, gap="small")
        with why, st.container(key="go-first-try"):
            rooms.link("why", say("try.next_why"), wide=True)
        with inside, st.container(key="go-try"):
            rooms.link("inside", say("try.next_inside"), wide=True)


def show_network(found: Classification) -> None:
    """The choice between the installed networks, or word that there is another one to be had."""
    st.markdown(live.how_good(say, found.network))
    st.caption(live.answered(say, found, found.device))
    if not live.show_network_choice(say, found.network):
        rooms.link("about", say("try.network_get"))


def show_rules(found: Classification) -> None:
    """The top-5 rule, and what a network does that has no word for what it sees, or may not say it."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("try.top5_title"), anchor=False)
        st.write(say("try.top5"))
    with right:
        st.subheader(say("try.words_title"), anchor=False)
        st.write(say("try.words", count=say.number(found.words)))
        silent = resources.outputs(found.network) - found.words
        if silent:
            st.write(say("try.words_silent", count=say.number(silent)))
        names = resources.content().class_names(say.lang)
        with st.expander(say("try.words_all", count=say.number(found.words))):
            known = (names.get(word, word) for word in resources.vocabulary(found.network))
            st.write(say.list(sorted(known, key=str.casefold)))


main()
