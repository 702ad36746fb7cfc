"""What the three rooms with the live network share: the visit that a link asks for, the answer, the wait for both."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from exhibit.errors import ExhibitError
from exhibit.server import resources
from exhibit.ui import photo_picker, rooms
from exhibit.ui.language import current_words
from exhibit.visit import samples
from exhibit.visit.session import UPLOADED, Visit, choose_photo, current_visit, drop_uploads, settle_network

if TYPE_CHECKING:
    from alexnet.classify import Classification
    from alexnet.saliency import PeakRegion, SaliencyMap
    from exhibit.content.messages import Messages


Show = TypeVar("Show", bound=Callable[..., None])


def fragment(show: Show) -> Show:
    """A part of a room that is redrawn alone, and that says in one sentence what went wrong in it."""

    @st.fragment
    @functools.wraps(show)
    def shown(*arguments: object) -> None:
        try:
            show(*arguments)
        except ExhibitError as problem:
            show_problem(current_words(), problem)

    return cast("Show", shown)


def show_problem(words: Messages, problem: ExhibitError, more: str = "") -> None:
    """One plain sentence, and perhaps one `more`."""
    st.error(" ".join(filter(None, (words(f"errors.{problem.key}", **problem.details), more))))


def follow_address(visit: Visit) -> None:
    """Do what the address asks: `?sample=cat` chooses that photo, `?network=...` that network.

    A link is followed once. Afterwards the visitor's own choice counts, in whichever room they are.
    """
    sample, network = st.query_params.get("sample", ""), st.query_params.get("network", "")
    if sample and sample != visit.followed_sample:
        visit.followed_sample = sample
        take_sample(sample)
    if network and network != visit.followed_network:
        visit.followed_network = network
        visit.network = network
    _show_in_address(visit)


def _show_in_address(visit: Visit) -> None:
    """Let the address name the sample, so that it can be passed on; one's own photo cannot be linked to."""
    name = visit.photo_name
    if name not in ("", UPLOADED) and st.query_params.get("sample") != name:
        st.query_params["sample"] = visit.followed_sample = name


def take_sample(sample_id: str) -> None:
    """Make a sample the visit's photo. A name that is no sample changes nothing: anybody can write a link."""
    photo = samples.sample_photo(sample_id)
    if photo is not None:
        choose_photo(photo, sample_id)


def take_bytes(data: bytes) -> None:
    """Make a visitor's own photo the visit's photo; a bad one leaves the earlier photo and a word about the trouble."""
    visit = current_visit()
    try:
        choose_photo(resources.open_photo(data), UPLOADED)
        visit.followed_sample = ""
        st.query_params.pop("sample", None)
    except ExhibitError as trouble:
        visit.trouble = ExhibitError(trouble.key, **trouble.details)  # a fresh one: the other's traceback holds `data`


def answer(visit: Visit) -> Classification:
    """The five names for the visit's photo, asked once."""
    photo, network = visit.photo, visit.answering
    assert photo is not None
    return visit.result("names", network, make=lambda: resources.classify(photo, network))


def explanation(visit: Visit, method: str, target: str, progress: Callable[[float], None] | None = None) -> SaliencyMap:
    """Why the network says `target` of the visit's photo, asked once."""
    photo, network = visit.photo, visit.answering
    assert photo is not None
    make = functools.partial(resources.explain, photo, method, target, network, progress)
    return visit.result(*_question(visit, method, target), make=make)


def is_explained(visit: Visit, method: str, target: str) -> bool:
    """Whether `explanation` would answer at once."""
    return visit.knows(*_question(visit, method, target))


def _question(visit: Visit, method: str, target: str) -> tuple[str | None, ...]:
    return ("why", method, target, visit.answering)


def prefetch_explanation(visit: Visit, found: Classification) -> None:
    """While the visitor reads the names, ask what the room Why will want to know first. Never while others wait."""
    if resources.is_calm():
        explanation(visit, next(iter(resources.methods())), found.predictions[0].id)


def wake(visit: Visit, sentence: str) -> str:
    """The network that answers in this run. While the engine is loading, the visitor reads `sentence` and sees it move.

    Where the engine finds that the expected network cannot answer, the page, drawn for that one so far, begins anew.
    """
    if resources.is_ready():
        return settle_network(visit)
    expected = visit.answering
    with st.spinner(sentence, show_time=True):
        resources.wait_for_engine()
    network = settle_network(visit)
    if network != expected:
        st.rerun()
    return network


def network_view(visit: Visit) -> bytes:
    """The square of the visit's photo that the network sees, as a JPEG."""
    photo, network = visit.photo, visit.answering
    assert photo is not None
    return visit.result("seen", network, make=lambda: resources.view(photo, network))


def show_invitation(words: Messages, room: str) -> None:
    """In a room that needs a photo and has none: why to choose one, the museum's own, and the way to `/try`."""
    with st.container(key="invitation"):
        st.subheader(words(f"{room}.no_photo_title"), anchor=False)
        st.write(words(f"{room}.no_photo"))
        photo_picker.show_samples(samples.samples(words.lang), chosen="", on_choose=choose_sample)
        with st.container(key=f"go-first-{room}", width="content"):
            rooms.link(rooms.TRY, words(f"{room}.no_photo_try"))


def choose_sample(sample_id: str) -> None:
    """What tapping a sample does, in every room: it becomes the photo, and the address says so."""
    take_sample(sample_id)
    drop_uploads()
    current_visit().followed_sample = st.query_params["sample"] = sample_id


def region_text(words: Messages, found: PeakRegion) -> str:
    """One of the nine fields of a picture, in words: "in the upper left"."""
    if (found.row, found.column) == ("middle", "centre"):
        return words("why.place_middle")
    return words("why.place", row=words(f"why.row_{found.row}"), column=words(f"why.column_{found.column}"))


def network_name(words: Messages, network: str) -> str:
    """The network's name in the visitor's language."""
    known = resources.content().networks(words.lang)
    return known[network].name if network in known else network


def show_network_choice(words: Messages, answering: str) -> bool:
    """The choice between the installed networks; returns False, and shows nothing, where there is only one."""
    installed = [network.id for network in resources.networks() if network.status == "installed"]
    if len(installed) < 2:
        return False
    st.segmented_control(
        words("try.network"),
        installed,
        default=answering if answering in installed else None,
        required=True,
        format_func=functools.partial(network_name, words),
        key="network",
        on_change=_choose_network,
    )
    return True


def _choose_network() -> None:
    visit = current_visit()
    visit.network = visit.followed_network = st.query_params["network"] = st.session_state["network"]


def how_good(words: Messages, network: str) -> str:
    """How often the network was right on photographs that it had not seen, and what to compare that with."""
    known, accuracy = resources.content().networks(words.lang).get(network), resources.accuracy(network)
    rates = words(
        "try.how_good",
        first=words.percent(accuracy.top1 / 100, 0),
        five=words.percent(accuracy.top5 / 100, 0),
    )
    return f"{rates} {known.beside}" if known and known.beside else rates


def provenance(words: Messages, result: Classification | SaliencyMap, device: str) -> str:
    """Who answered, on what, how fast."""
    return words(
        "try.answered",
        network=network_name(words, result.network),
        device=words(f"try.device_{device.partition(':')[0]}"),
        milliseconds=words.number(result.milliseconds, 0 if result.milliseconds >= 10 else 1),
    )
