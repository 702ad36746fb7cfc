"""The people: three authors and the maker of ImageNet, what they said, and one sentence that is often misquoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui import hardware_comparison
from exhibit.ui.html import block, inline
from exhibit.ui.language import current_words
from exhibit.ui.quotation import first_difference, quotation_html
from exhibit.ui.sources import claim_sources, sources_html
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exhibit.content.messages import Messages
    from exhibit.content.schema import Computing, Machine, Misquotation, Person, Quotation, Quotations


def render(visit: Visit, t: Messages) -> None:
    st.title(t("people.title"), anchor=False)
    st.html(block("p", t("people.lead"), "lead"))
    library = resources.content()
    st.html(f'<div class="people">{"".join(person(t, entry) for entry in library.people(t.lang))}</div>')
    said = library.quotations(t.lang)
    if said is not None:
        show_said(t, said)
    show_machines(t, library.machines(t.lang))
    show_computing(t, library.computing(t.lang))


def show_said(t: Messages, said: Quotations) -> None:
    """The misquotation beside the paper's sentence, and all the quotations."""
    st.html(block("h2", t("people.misquoted")) + block("p", t("people.misquoted_lead"), "lead"))
    st.html(misquotation(t, said.misquotation))
    st.html(block("h2", t("people.said")) + block("p", t("people.said_lead"), "lead"))
    st.html(f'<div class="quotes">{"".join(quotation(t, entry) for entry in said.quotations)}</div>')


def show_machines(t: Messages, machines: Sequence[Machine]) -> None:
    """The first card of the file beside the last: one square each against many."""
    if len(machines) < 2:
        return
    then, now = machines[0], machines[-1]
    st.html(block("h2", t("people.machine_title")) + block("p", t("people.machine_lead"), "lead"))
    ratios = [hardware_comparison.ratio_of(t, name, then, now) for name in hardware_comparison.MEASURES]
    with st.container(key="machines", gap="small"):
        st.html(hardware_comparison.then_and_now(ratios, then.name, now.name))
        cards = "".join(
            f"<div>{block('h3', card.name)}{block('p', card.text)}{sources_html(card.refs, t)}</div>"
            for card in (then, now)
        )
        st.html(f'{block("p", t("people.machine_note"), "small")}<div class="cards">{cards}</div>')


def show_computing(t: Messages, parts: Sequence[Computing]) -> None:
    """The sum, factor by factor, and how long it takes on four machines."""
    factors = [part for part in parts if part.kind == "factor"]
    waits = [part for part in parts if part.kind == "wait"]
    if not factors:
        return
    st.html(block("h2", t("people.computing_title")) + block("p", t("people.computing_lead"), "lead"))
    shown = [
        hardware_comparison.Factor(
            hardware_comparison.factor_written(t, factor, first=at == 0),
            factor.title,
            factor.text,
            sources_html(factor.refs, t),
        )
        for at, factor in enumerate(factors)
    ]
    result, days = hardware_comparison.total_written(t, factors)
    st.html(hardware_comparison.product(shown, result, block("p", days) + claim_sources("computing", t)))
    st.html(block("h2", t("people.waits_title")) + block("p", t("people.waits_lead"), "lead"))
    bars = [
        hardware_comparison.Wait(wait.title, wait.text, hardware_comparison.hours(wait), sources_html(wait.refs, t))
        for wait in waits
    ]
    st.html(hardware_comparison.wait_bars(bars))


def person(t: Messages, entry: Person) -> str:
    """A card with the initials for a portrait: no photograph is free to show."""
    initials = "".join(part[0] for part in entry.name.split() if part[0].isalpha())
    portrait = f'<span class="initials" aria-hidden="true">{inline(initials)}</span>'
    texts = block("h2", entry.name) + block("p", entry.role, "role") + block("p", entry.life)
    return f'<article class="person">{portrait}{texts}{sources_html(entry.refs, t)}</article>'


def quotation(t: Messages, entry: Quotation) -> str:
    """The exact words, who said them where and when, and how sure their wording is."""
    where = t("people.when_where", when=entry.when, where=entry.where)
    sure = f'<p class="sure sure-{entry.sure}">{inline(t(f"people.sure_{entry.sure}"))}</p>'
    credit = f"<figcaption>{block('b', entry.who)}{block('span', where)}</figcaption>"
    texts = f"{quotation_html(inline(entry.words), entry.translation, t)}{credit}{block('p', entry.context)}{sure}"
    return f'<figure class="quote">{texts}{sources_html(entry.refs, t)}</figure>'


def misquotation(t: Messages, entry: Misquotation) -> str:
    """The sentence as many pages have it, beside the paper's; the words that differ are marked."""
    told, printed = first_difference(entry.seed_words, entry.paper_words)
    versions = "".join(
        f'<figure class="version {kind}">{block("figcaption", t(f"people.{kind}"))}'
        f"{quotation_html(f'<mark>{inline(change)}</mark>{inline(rest)}', translation, t)}</figure>"
        for kind, (change, rest), translation in (
            ("told", told, entry.seed_translation),
            ("printed", printed, entry.paper_translation),
        )
    )
    return f'<div class="versions">{versions}</div>{sources_html(entry.refs, t)}'


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
