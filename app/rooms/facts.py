"""What the legend gets wrong: twelve legends to judge for oneself, and every claim of the old page, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.ui import rooms
from exhibit.ui.language import current_words
from exhibit.ui.prose import block, inline
from exhibit.ui.sources import show_sources, sources_html

if TYPE_CHECKING:
    from exhibit.content.schema import Fact, SeedClaim

VERDICTS = ("right", "imprecise", "wrong", "unverifiable")
words = current_words()


def main() -> None:
    st.title(words("facts.title"), anchor=False)
    st.html(block("p", words("facts.lead"), "lead"))
    with st.container(key="legends"):
        for fact in resources.content().facts(words.lang):
            show_legend(fact)
    st.html(block("h2", words("facts.claims_title")) + block("p", words("facts.claims_lead"), "lead"))
    show_claims(resources.content().seed(words.lang))


def show_legend(fact: Fact) -> None:
    """The legend first; the verdict shows when the visitor opens it."""
    with st.expander(fact.legend, key=f"legend-{fact.id}"):
        verdict = words(f"facts.legend_{fact.verdict}")
        st.html(block("p", verdict, f"verdict verdict-{fact.verdict}") + block("p", fact.evidence, "evidence"))
        if fact.experiment and fact.try_label and fact.experiment.room in resources.settings().rooms:
            with st.container(key=f"go-fact-{fact.id}", width="content"):
                rooms.link(fact.experiment.room, fact.try_label, fact.experiment.params)
        show_sources(fact.refs, words)


@st.fragment
def show_claims(claims: tuple[SeedClaim, ...]) -> None:
    """All claims, or those of one verdict."""
    counts = {verdict: sum(claim.verdict == verdict for claim in claims) for verdict in VERDICTS}
    labels = {verdict: words(f"facts.filter_{verdict}", count=words.number(counts[verdict])) for verdict in VERDICTS}
    chosen = st.pills(
        words("facts.filter"),
        ("all", *VERDICTS),
        default="all",
        required=True,
        format_func=lambda verdict: labels.get(verdict) or words("facts.filter_all", count=words.number(len(claims))),
        key="claims",
    )
    shown = [claim for claim in claims if chosen in ("all", claim.verdict)]
    st.html(f'<ol class="claims">{"".join(map(claim_row, shown))}</ol>')


def claim_row(claim: SeedClaim) -> str:
    """What the old page said, how it stands, and how this exhibit says it."""
    badge = block("span", words(f"facts.claim_{claim.verdict}"), f"verdict verdict-{claim.verdict}")
    number = words.number(claim.number)
    return (
        f'<li><span class="claim-number" aria-hidden="true">{inline(number)}</span>'
        f"<div>{block('p', claim.claim, 'claim')}{badge}</div>"
        f"<div>{block('p', claim.wording)}{sources_html(claim.refs, words)}</div></li>"
    )


main()
