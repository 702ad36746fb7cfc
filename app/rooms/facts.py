"""Legend or truth: a game to judge for oneself, and every claim of the old page, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit.server import resources
from exhibit.ui import address, legend_game, rooms
from exhibit.ui.html import block, inline
from exhibit.ui.language import current_words
from exhibit.ui.sources import show_sources, sources_html
from exhibit.visit.session import Visit, current_visit

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Fact, SeedClaim

VERDICTS = ("right", "imprecise", "wrong", "unverifiable")


def render(visit: Visit, t: Messages) -> None:
    facts = resources.content().facts(t.lang)
    st.title(t("facts.title"), anchor=False)
    st.html(block("p", t("facts.lead", count=t.number(len(facts))), "lead"))
    if facts:
        show_game(t, facts)
        with st.expander(t("facts.all_legends"), key="all-legends"):
            st.html(f'<ul class="all-legends">{"".join(told_legend(t, fact) for fact in facts)}</ul>')
    st.html(block("h2", t("facts.claims_title")) + block("p", t("facts.claims_lead"), "lead"))
    show_claims(t, resources.content().seed(t.lang))


@st.fragment
def show_game(t: Messages, facts: tuple[Fact, ...]) -> None:
    """One legend at a time: the sentence, three answers, and after a guess the evidence."""
    ids = [fact.id for fact in facts]
    st.session_state["legend"] = address.asked("legend", ids)  # the address decides, also after a tap
    at = ids.index(st.session_state["legend"])
    st.pills(
        t("facts.which"),
        ids,
        format_func=lambda name: number_with_mark(t, ids.index(name), facts),
        key="legend",
        required=True,
        on_change=lambda: open_legend(st.session_state["legend"]),
    )
    with st.container(key="game", gap="small"):
        show_legend(t, facts[at], t("facts.place", number=t.number(at + 1), count=t.number(len(facts))))
        show_score(t, facts, facts[at].id)


def open_legend(legend: str | None) -> None:
    if legend:
        address.show("legend", legend)


def number_with_mark(t: Messages, at: int, facts: tuple[Fact, ...]) -> str:
    mark = legend_game.mark(facts[at], legend_game.guesses())
    return t(f"facts.number_{mark}", number=t.number(at + 1))


def show_legend(t: Messages, fact: Fact, place: str) -> None:
    """The sentence and the three answers; below them, in a part that screen readers follow, the evidence."""
    st.html(block("p", place, "kicker") + block("h2", fact.legend))
    key = f"guess-{fact.id}"
    guess = legend_game.guesses().get(fact.id)
    st.session_state[key] = guess
    st.pills(
        t("facts.ask"),
        legend_game.GUESSES,
        format_func=lambda name: t(f"facts.guess_{name}"),
        key=key,
        on_change=lambda: note_guess(fact.id),
    )
    with st.container(key="live-evidence", gap="small"):
        if guess is None:
            st.html(block("p", t("facts.guess_first"), "muted"))
        else:
            show_evidence(t, fact, guess)


def note_guess(legend: str) -> None:
    """Only the first guess counts; the address remembers which legend it was about."""
    chosen = st.session_state[f"guess-{legend}"]
    if chosen:
        legend_game.guess(legend, chosen)
    open_legend(legend)


def show_evidence(t: Messages, fact: Fact, guess: str) -> None:
    right = guess == fact.verdict
    reply = t("facts.guessed_right") if right else t("facts.guessed_wrong", guess=t(f"facts.guess_{guess}"))
    st.html(f'<p class="reply">{verdict(t, fact)} {block("span", reply)}</p>{block("p", fact.evidence, "evidence")}')
    rooms.experiment_link(fact.experiment, fact.try_label, key=f"go-fact-{fact.id}")
    show_sources(fact.refs, t)


def verdict(t: Messages, fact: Fact) -> str:
    return block("span", t(f"facts.legend_{fact.verdict}"), f"verdict verdict-{fact.verdict}")


def show_score(t: Messages, facts: tuple[Fact, ...], current: str) -> None:
    """How it stands, and the way to the next legend."""
    guesses = legend_game.guesses()
    so_far = legend_game.score(facts, guesses)
    following = legend_game.next_open(facts, guesses, current)
    with st.container(key="score", horizontal=True, vertical_alignment="center"):
        st.button(
            t("facts.next_legend"),
            key="next-legend",
            on_click=open_legend,
            args=(following,),
            disabled=following in (None, current),
        )
        if so_far.judged:
            st.button(t("facts.again"), key="forget-guesses", on_click=legend_game.forget_guesses)
            numbers = {"right": so_far.right, "judged": so_far.judged, "open": len(facts) - so_far.judged}
            written = {name: t.number(number) for name, number in numbers.items()}
            st.html(block("p", t("facts.score", **written), "score"), width="content")


def told_legend(t: Messages, fact: Fact) -> str:
    """A legend with its verdict and evidence, for those who want to read and not to play."""
    texts = block("h3", fact.legend) + f"<p>{verdict(t, fact)}</p>" + block("p", fact.evidence, "evidence")
    return f"<li>{texts}{sources_html(fact.refs, t)}</li>"


@st.fragment
def show_claims(t: Messages, claims: tuple[SeedClaim, ...]) -> None:
    """All claims, or those of one verdict."""
    counts = {verdict: sum(claim.verdict == verdict for claim in claims) for verdict in VERDICTS}
    labels = {verdict: t(f"facts.filter_{verdict}", count=t.number(counts[verdict])) for verdict in VERDICTS}
    chosen = st.pills(
        t("facts.filter"),
        ("all", *VERDICTS),
        default="all",
        required=True,
        format_func=lambda verdict: labels.get(verdict) or t("facts.filter_all", count=t.number(len(claims))),
        key="claims",
    )
    shown = [claim for claim in claims if chosen in ("all", claim.verdict)]
    st.html(f'<ol class="claims">{"".join(claim_row(t, claim) for claim in shown)}</ol>')


def claim_row(t: Messages, claim: SeedClaim) -> str:
    """What the old page said, how it stands, and how this exhibit says it."""
    badge = block("span", t(f"facts.claim_{claim.verdict}"), f"verdict verdict-{claim.verdict}")
    number = t.number(claim.number)
    return (
        f'<li><span class="claim-number" aria-hidden="true">{inline(number)}</span>'
        f"<div>{block('p', claim.claim, 'claim')}{badge}</div>"
        f"<div>{block('p', claim.wording)}{sources_html(claim.refs, t)}</div></li>"
    )


if __name__ == "__main__":  # as Streamlit runs the page of a room
    render(current_visit(), current_words())
