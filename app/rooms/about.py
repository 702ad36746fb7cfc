"""About: the networks and their cards, sources and credits, privacy, access, versions, and a list for staff."""

from __future__ import annotations

import functools
import platform
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.checks.background import content_problems
from exhibit.content.model_cards import model_card
from exhibit.errors import ExhibitError
from exhibit.files.problems import describe
from exhibit.server import answering, resources
from exhibit.settings import ROOT
from exhibit.ui.html import block, inline
from exhibit.ui.language import current_words
from exhibit.ui.network_figures import MEGABYTE, network_figures
from exhibit.ui.sources import byline, cited, small_print
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Credit, Source
    from exhibit.server.records import Network

CERTAINTIES = ("seen", "reported", "computed", "general")
PACKAGES = ("streamlit", "torch", "torchvision", "captum", "plotly", "pillow")


def render(visit: Visit, t: Messages) -> None:
    st.title(t("about.title"), anchor=False)
    st.html(block("p", t("about.lead"), "lead"))
    show_networks(visit, t)
    for topic in ("privacy", "access"):
        st.html(block("h2", t(f"about.{topic}_title")))
        st.markdown(t(f"about.{topic}"))
    show_sources(t)
    show_credits(t)
    st.html(block("h2", t("about.versions_title")) + block("p", versions(t)))
    show_problems(t)


def show_networks(visit: Visit, t: Messages) -> None:
    """Every network of the manifest: what it is, how good, under which licence, and whether it is here."""
    st.html(block("h2", t("about.networks_title")) + block("p", t("about.networks_lead"), "lead"))
    try:
        networks = resources.networks()
    except ExhibitError as problem:
        st.warning(t(f"errors.{problem.key}", **problem.details))
        return
    for network in networks:
        with st.container(key=f"network-{network.id}", gap="small"):
            show_network(t, network, answers=network.id == visit.answering)


def show_network(t: Messages, network: Network, *, answers: bool) -> None:
    named = resources.content().networks(t.lang).get(network.id)
    status = t("about.answers") if answers else t(f"about.status_{network.status}")
    st.html(
        block("p", status, f"verdict status-{network.status}{' answers' if answers else ''}")
        + block("h3", named.name if named else network.id)
        + (block("p", named.about) if named else "")
    )
    st.html(terms(network_figures(t, network, functools.partial(note, t))))
    card = model_card(network.entry.card)
    if card:
        title = t("about.card", network=named.name if named else network.id)
        with st.expander(title), st.container(key=f"model-card-{network.id}"):
            st.markdown(card)
    if network.status != "installed" and network.entry.url:
        offer_download(t, network)


def note(t: Messages, text: str | None) -> str:
    """A note of the networks' own list in the visitor's language."""
    return resources.content().note(text, t.lang) if text else ""


def terms(pairs: dict[str, str]) -> str:
    """Terms and what they stand for, as HTML."""
    items = "".join(f"{block('dt', term)}{block('dd', meaning)}" for term, meaning in pairs.items())
    return f'<dl class="figures">{items}</dl>'


def offer_download(t: Messages, network: Network) -> None:
    """The only place in the exhibit that fetches anything from outside, and only when this button is pressed."""
    size = t.number(round(network.entry.bytes / MEGABYTE))
    st.html(block("p", t("about.download_note", size=size), "small"))
    if not st.button(t("about.download", size=size), key=f"download-{network.id}"):
        return
    bar = st.progress(0.0, t("about.downloading", done=t.number(0), size=size))

    def show(done: int, total: int) -> None:
        text = t("about.downloading", done=t.number(done // MEGABYTE), size=t.number(total // MEGABYTE))
        bar.progress(min(done / max(total, 1), 1.0), text)

    try:
        resources.download(network.id, show)
    except ExhibitError as problem:
        st.error(t(f"errors.{problem.key}", **problem.details))
    else:
        st.success(t("about.downloaded"))


def show_sources(t: Messages) -> None:
    """All sources, and what the four degrees of certainty mean."""
    sources = resources.content().sources(t.lang).values()
    st.html(block("h2", t("about.sources_title")) + block("p", t("about.sources_lead"), "lead"))
    degrees = {t(f"sources.{degree}"): t(f"about.{degree}") for degree in CERTAINTIES}
    st.html(terms(degrees))
    with st.expander(t("about.all_sources", count=t.number(len(sources)))):
        st.html(f'<ul class="library">{"".join(source_item(t, source) for source in sources)}</ul>')


def source_item(t: Messages, source: Source) -> str:
    read = t("about.read", what=source.read) if source.read else ""
    rest = small_print(source.url, source.lacks, read, source.permission)
    return f"<li>{cited(source)}{byline(source)}{rest}</li>"


def show_credits(t: Messages) -> None:
    """What others made, by whom, under which licence."""
    st.html(block("h2", t("about.credits_title")) + block("p", t("about.credits_lead"), "lead"))
    with st.expander(t("about.all_credits")):
        st.html(f'<ul class="library">{"".join(map(credit_item, resources.content().credits(t.lang)))}</ul>')


def credit_item(credit: Credit) -> str:
    rest = small_print(credit.who, credit.licence, credit.where)
    return f"<li><cite>{inline(credit.what)}</cite>{rest}</li>"


def versions(t: Messages) -> str:
    """Which versions run here; read from the installed packages, none of which is imported for it."""
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    numbers = {package: installed(t, package) for package in PACKAGES}
    return t("about.versions", exhibit=own, python=platform.python_version(), **numbers)


def installed(t: Messages, package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return t("about.no_version")


def show_problems(t: Messages) -> None:
    """What staff should put right in the content; visitors meet none of it elsewhere."""
    problems = [*network_problems(t), *(describe(problem, t) for problem in content_problems())]
    st.html(block("h2", t("about.staff_title")))
    if not problems:
        st.html(block("p", t("about.staff_none")))
        return
    with st.expander(t("about.staff_some", count=t.number(len(problems)))):
        items = "".join(block("li", problem) for problem in problems)
        st.html(f'<ul class="library">{items}</ul>')


def network_problems(t: Messages) -> list[str]:
    """Which networks the engine could not load, and why; none while their list cannot be read, which is told above."""
    try:
        networks = resources.networks()
    except ExhibitError:
        return []
    found = {network.id: answering.network_problem(network.id) for network in networks}
    named = resources.content().networks(t.lang)
    return [
        t(
            "about.staff_network",
            network=named[id].name if id in named else id,
            problem=t(f"errors.{problem.key}", **problem.details),
        )
        for id, problem in found.items()
        if problem
    ]


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
