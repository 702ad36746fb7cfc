"""The game of the legends: the first guess counts, the score lives as long as the visit, and nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from exhibit.content.schema import Fact

GUESSES = ("true", "half", "false")
_KEY = "guesses"


@dataclass(frozen=True)
class Score:
    """How many legends were judged, and how many of them rightly."""

    judged: int
    right: int


def guesses() -> dict[str, str]:
    """This visit's first guesses, by the legend's id; the button that starts over forgets them too."""
    kept: dict[str, str] = st.session_state.setdefault(_KEY, {})
    return kept


def guess(legend: str, verdict: str) -> str:
    """Note a guess and return the one that counts: the first."""
    return guesses().setdefault(legend, verdict)


def forget_guesses() -> None:
    """Begin again."""
    guesses().clear()


def score(facts: Sequence[Fact], guessed: Mapping[str, str]) -> Score:
    """The score so far; guesses about legends that are no longer there do not count."""
    judged = [fact for fact in facts if fact.id in guessed]
    return Score(len(judged), sum(guessed[fact.id] == fact.verdict for fact in judged))


def mark(fact: Fact, guessed: Mapping[str, str]) -> str:
    """How a legend stands in the game: "open", "right" or "missed"."""
    guess = guessed.get(fact.id)
    return "open" if guess is None else "right" if guess == fact.verdict else "missed"


def next_open(facts: Sequence[Fact], guessed: Mapping[str, str], after: str) -> str | None:
    """The next legend that has not been judged, in the order of the list and from its beginning again."""
    ids = [fact.id for fact in facts]
    start = ids.index(after) + 1 if after in ids else 0
    return next((name for name in (*ids[start:], *ids[:start]) if name not in guessed), None)
