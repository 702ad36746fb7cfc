"""About: the networks and their cards, sources and credits, privacy, access, versions, and a list for staff."""

from __future__ import annotations

import platform
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.content.problems import describe
from exhibit.content_watch import content_problems
from exhibit.errors import ExhibitError
from exhibit.model_cards import model_card
from exhibit.settings import ROOT
from exhibit.ui.language import current_words
from exhibit.ui.prose import block, inline
from exhibit.ui.sources import byline, cited, small_print

if TYPE_CHECKING:
    from exhibit.content.schema import Credit, Source

CERTAINTIES = ("seen", "reported", "computed", "general")
PACKAGES = ("streamlit", "torch", "torchvision", "captum", "plotly", "pillow")
MEGABYTE = 10**6
words = current_words()


def main() -> None:
    st.title(words("about.title"), anchor=False)
    st.html(block("p", words("about.lead"), "lead"))
    show_networks()
    for topic in ("privacy", "access"):
        st.html(block("h2", words(f"about.{topic}_title")))
        st.markdown(words(f"about.{topic}"))
    show_sources()
    show_credits()
    st.html(block("h2", words("about.versions_title")) + block("p", versions()))
    show_problems()


def show_networks() -> None:
    """Every network of the manifest: what it is, how good, under which licence, and whether it is here."""
    st.html(block("h2", words("about.networks_title")) + block("p", words("about.networks_lead"), "lead"))
    try:
        networks = resources.networks()
    except ExhibitError as problem:
        st.warning(words(f"errors.{problem.key}", **problem.details))
        return
    answering = resources.answering_network()
    for network in networks:
        with st.container(key=f"network-{network.id}", gap="small"):
            show_network(network, answers=network.id == answering)


def show_network(network: resources.Network, *, answers: bool) -> None:
    named = resources.content().networks(words.lang).get(network.id)
    status = words("about.answers") if answers else words(f"about.status_{network.status}")
    st.html(
        block("p", status, f"verdict status-{network.status}{' answers' if answers else ''}")
        + block("h3", named.name if named else network.id)
        + (block("p", named.about) if named else "")
    )
    st.html(figures(network))
    card = model_card(network.entry.card)
    if card:
        title = words("about.card", network=named.name if named else network.id)
        with st.expander(title), st.container(key=f"model-card-{network.id}"):
            st.markdown(card)
    if network.status != "installed" and network.entry.url:
        offer_download(network)


def figures(network: resources.Network) -> str:
    """The network's figures as a list of terms."""
    entry, accuracy = network.entry, network.entry.accuracy
    rows = {
        "accuracy": words(
            "about.accuracy_value",
            top1=words.percent(accuracy.top1 / 100, 1),
            top5=words.percent(accuracy.top5 / 100, 1),
            on=note(accuracy.measured_on),
        ),
        "note": note(accuracy.note),
        "file": words("about.file_value", file=entry.file, size=words.number(round(entry.bytes / MEGABYTE))),
        "licence": note(entry.licence),
    }
    return terms({words(f"about.figure_{term}"): value for term, value in rows.items() if value})


def note(text: str | None) -> str:
    """A note of the networks' own list in the visitor's language."""
    return resources.content().note(text, words.lang) if text else ""


def terms(pairs: dict[str, str]) -> str:
    """Terms and what they stand for, as HTML."""
    items = "".join(f"{block('dt', term)}{block('dd', meaning)}" for term, meaning in pairs.items())
    return f'<dl class="figures">{items}</dl>'


def offer_download(network: resources.Network) -> None:
    """The only place in the exhibit that fetches anything from outside, and only when this button is pressed."""
    size = words.number(round(network.entry.bytes / MEGABYTE))
    st.html(block("p", words("about.download_note", size=size), "small"))
    if not st.button(words("about.download", size=size), key=f"download-{network.id}"):
        return
    bar = st.progress(0.0, words("about.downloading", done=words.number(0), size=size))

    def show(done: int, total: int) -> None:
        text = words("about.downloading", done=words.number(done // MEGABYTE), size=words.number(total // MEGABYTE))
        bar.progress(min(done / max(total, 1), 1.0), text)

    try:
        resources.download(network.id, show)
    except ExhibitError as problem:
        st.error(words(f"errors.{problem.key}", **problem.details))
    else:
        st.success(words("about.downloaded"))


def show_sources() -> None:
    """All sources, and what the four degrees of certainty mean."""
    sources = resources.content().sources(words.lang).values()
    st.html(block("h2", words("about.sources_title")) + block("p", words("about.sources_lead"), "lead"))
    degrees = {words(f"sources.{degree}"): words(f"about.{degree}") for degree in CERTAINTIES}
    st.html(terms(degrees))
    with st.expander(words("about.all_sources", count=words.number(len(sources)))):
        st.html(f'<ul class="library">{"".join(map(source_item, sources))}</ul>')


def source_item(source: Source) -> str:
    read = words("about.read", what=source.read) if source.read else ""
    rest = small_print(source.url, source.lacks, read, source.permission)
    return f"<li>{cited(source)}{byline(source)}{rest}</li>"


def show_credits() -> None:
    """What others made, by whom, under which licence."""
    st.html(block("h2", words("about.credits_title")) + block("p", words("about.credits_lead"), "lead"))
    with st.expander(words("about.all_credits")):
        st.html(f'<ul class="library">{"".join(map(credit_item, resources.content().credits(words.lang)))}</ul>')


def credit_item(credit: Credit) -> str:
    rest = small_print(credit.who, credit.licence, credit.where)
    return f"<li><cite>{inline(credit.what)}</cite>{rest}</li>"


def versions() -> str:
    """Which versions run here; read from the installed packages, none of which is imported for it."""
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    numbers = {package: installed(package) for package in PACKAGES}
    return words("about.versions", exhibit=own, python=platform.python_version(), **numbers)


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return words("about.no_version")


def show_problems() -> None:
    """What staff should put right in the content; visitors meet none of it elsewhere."""
    problems = content_problems()
    st.html(block("h2", words("about.staff_title")))
    if not problems:
        st.html(block("p", words("about.staff_none")))
        return
    with st.expander(words("about.staff_some", count=words.number(len(problems)))):
        items = "".join(block("li", describe(problem, words)) for problem in problems)
        st.html(f'<ul class="library">{items}</ul>')


main()
