"""The people: three authors and the maker of ImageNet, what they said, and one sentence that is often misquoted."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.ui import machine_rows
from exhibit.ui.language import current_words
from exhibit.ui.prose import block, inline
from exhibit.ui.said import said_html
from exhibit.ui.sources import claim_sources, sources_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exhibit.content.schema import Computing, Machine, Misquotation, Person, Quotation, Quotations

MEASURES = ("trillions", "memory", "bandwidth", "watts")
PETAFLOP_DAY = 1e15 * 24 * 3600  # operations in a day at a petaflop a second
HOURS = {"days": 24.0, "hours": 1.0, "minutes": 1 / 60}
words = current_words()


def main() -> None:
    st.title(words("people.title"), anchor=False)
    st.html(block("p", words("people.lead"), "lead"))
    library = resources.content()
    st.html(f'<div class="people">{"".join(map(person, library.people(words.lang)))}</div>')
    said = library.quotations(words.lang)
    if said is not None:
        show_said(said)
    show_machines(library.machines(words.lang))
    show_computing(library.computing(words.lang))


def show_said(said: Quotations) -> None:
    """The misquotation beside the paper's sentence, and all the quotations."""
    st.html(block("h2", words("people.misquoted")) + block("p", words("people.misquoted_lead"), "lead"))
    st.html(misquotation(said.misquotation))
    st.html(block("h2", words("people.said")) + block("p", words("people.said_lead"), "lead"))
    st.html(f'<div class="quotes">{"".join(map(quotation, said.quotations))}</div>')


def show_machines(machines: Sequence[Machine]) -> None:
    """The first card of the file beside the last: one square each against many."""
    if len(machines) < 2:
        return
    then, now = machines[0], machines[-1]
    st.html(block("h2", words("people.machine_title")) + block("p", words("people.machine_lead"), "lead"))
    ratios = []
    for name in MEASURES:
        old, new = getattr(then, name), getattr(now, name)
        times = words.number(new / old, 0 if new / old > 10 else 1)
        ratios.append(
            machine_rows.Ratio(
                name=words(f"people.ratio_{name}"),
                then=words(f"people.value_{name}", value=words.number(old)),
                now=words(f"people.value_{name}", value=words.number(new)),
                times=new / old,
                written=words("people.times", times=times),
            )
        )
    with st.container(key="machines", gap="small"):
        st.html(machine_rows.then_and_now(ratios, then.name, now.name))
        cards = "".join(
            f"<div>{block('h3', card.name)}{block('p', card.text)}{sources_html(card.refs, words)}</div>"
            for card in (then, now)
        )
        st.html(f'{block("p", words("people.machine_note"), "small")}<div class="cards">{cards}</div>')


def show_computing(parts: Sequence[Computing]) -> None:
    """The sum, factor by factor, and how long it takes on four machines."""
    factors = [part for part in parts if part.kind == "factor"]
    waits = [part for part in parts if part.kind == "wait"]
    if not factors:
        return
    st.html(block("h2", words("people.computing_title")) + block("p", words("people.computing_lead"), "lead"))
    total = prod(factor.value for factor in factors)
    shown = [
        machine_rows.Factor(value(factor, first=at == 0), factor.title, factor.text, sources_html(factor.refs, words))
        for at, factor in enumerate(factors)
    ]
    result = words("people.computing_result", mantissa=words.number(total / 1e17, 2))
    days = words("people.computing_days", days=words.number(total / PETAFLOP_DAY, 4))
    st.html(machine_rows.product(shown, result, block("p", days) + claim_sources("computing", words)))
    st.html(block("h2", words("people.waits_title")) + block("p", words("people.waits_lead"), "lead"))
    bars = [
        machine_rows.Wait(
            wait.title, wait.text, wait.value * HOURS[wait.unit or "hours"], sources_html(wait.refs, words)
        )
        for wait in waits
    ]
    st.html(machine_rows.wait_bars(bars))


def value(factor: Computing, *, first: bool) -> str:
    number = words.number(factor.value)
    return number if first else words("people.times_factor", value=number)


def person(entry: Person) -> str:
    """A card with the initials for a portrait: no photograph is free to show."""
    initials = "".join(part[0] for part in entry.name.split() if part[0].isalpha())
    portrait = f'<span class="initials" aria-hidden="true">{inline(initials)}</span>'
    texts = block("h2", entry.name) + block("p", entry.role, "role") + block("p", entry.life)
    return f'<article class="person">{portrait}{texts}{sources_html(entry.refs, words)}</article>'


def quotation(entry: Quotation) -> str:
    """The exact words, who said them where and when, and how sure their wording is."""
    where = words("people.when_where", when=entry.when, where=entry.where)
    sure = f'<p class="sure sure-{entry.sure}">{inline(words(f"people.sure_{entry.sure}"))}</p>'
    credit = f"<figcaption>{block('b', entry.who)}{block('span', where)}</figcaption>"
    texts = f"{said_html(inline(entry.words), entry.translation, words)}{credit}{block('p', entry.context)}{sure}"
    return f'<figure class="quote">{texts}{sources_html(entry.refs, words)}</figure>'


def misquotation(entry: Misquotation) -> str:
    """The sentence as many pages have it, beside the paper's; the words that differ are marked."""
    told, printed = first_difference(entry.seed_words, entry.paper_words)
    versions = "".join(
        f'<figure class="version {kind}">{block("figcaption", words(f"people.{kind}"))}'
        f"{said_html(f'<mark>{inline(change)}</mark>{inline(rest)}', translation, words)}</figure>"
        for kind, (change, rest), translation in (
            ("told", told, entry.seed_translation),
            ("printed", printed, entry.paper_translation),
        )
    )
    return f'<div class="versions">{versions}</div>{sources_html(entry.refs, words)}'


def first_difference(left: str, right: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Both sentences cut where their common ending begins."""
    a, b = left.split(" "), right.split(" ")
    same = 0
    while same < min(len(a), len(b)) and a[-1 - same] == b[-1 - same]:
        same += 1
    cuts = [(" ".join(w[: len(w) - same]), " " + " ".join(w[len(w) - same :])) for w in (a, b)]
    return cuts[0], cuts[1]


main()
