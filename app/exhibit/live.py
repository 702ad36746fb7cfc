"""What the three rooms with the live network share: the visit that a link asks for, the answer, the wait for both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.errors import ExhibitError
from exhibit.visit import OWN, Visit, choose_photo, current_visit

if TYPE_CHECKING:
    from alexnet.classify import Classification
    from alexnet.saliency import SaliencyMap
    from exhibit.content.words import Words


def open_visit() -> Visit:
    """The visit, after doing what the address asks: `?sample=cat` chooses that photo, `?network=...` that network.

    A link is followed once. Afterwards the visitor's own choice counts, in whichever room they are.
    """
    visit = current_visit()
    sample, network = st.query_params.get("sample", ""), st.query_params.get("network", "")
    if sample and sample != visit.followed_sample:
        visit.followed_sample = sample
        take_sample(sample)
    if network and network != visit.followed_network:
        visit.followed_network = network
        visit.network = resources.answering_network(network)
    return visit


def take_sample(sample_id: str) -> None:
    """Make a sample the visit's photo. A name that is no sample changes nothing: anybody can write a link."""
    photo = resources.sample_photo(sample_id)
    if photo is not None:
        choose_photo(photo, sample_id)


def take_bytes(data: bytes) -> None:
    """Make a visitor's own photo the visit's photo; a bad one leaves the earlier photo and a word about the trouble."""
    visit = current_visit()
    try:
        choose_photo(resources.open_photo(data), OWN)
    except ExhibitError as trouble:
        visit.trouble = trouble


def answer(visit: Visit) -> Classification:
    """The five names for the visit's photo, asked once."""
    photo, network = visit.photo, resources.answering_network(visit.network)
    assert photo is not None
    return visit.result("names", network, make=lambda: resources.classify(photo, network))


@contextmanager
def awake(sentence: str) -> Iterator[None]:
    """A block that needs the engine. While it is still loading, the visitor reads `sentence` and sees it move."""
    if not resources.is_ready():
        with st.spinner(sentence, show_time=True):
            resources.engine()
    yield


def photo_name(visit: Visit, words: Words, own: str) -> str:
    """What the visit's photo is called: a sample's name, or `own` for one that the visitor brought."""
    names = {sample.id: sample.name for sample in resources.samples(words.lang)}
    return names.get(visit.photo_name, own)


def network_name(words: Words, network: str) -> str:
    """The network's name in the visitor's language."""
    known = resources.content().networks(words.lang)
    return known[network].name if network in known else network


def answered(words: Words, result: Classification | SaliencyMap, device: str) -> str:
    """Who answered, on what, how fast."""
    return words(
        "try.answered",
        network=network_name(words, result.network),
        device=words(f"try.device_{device.partition(':')[0]}"),
        milliseconds=words.number(result.milliseconds, 0 if result.milliseconds >= 10 else 1),
    )
