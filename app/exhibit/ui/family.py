"""The kind of thing that the network sees, above its five names: a dog, whichever dog it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from alexnet.classify import Classification
    from alexnet.families import FamilyShare
    from exhibit.content.messages import Messages
    from exhibit.content.schema import FamilyWords

KINDS = ((0.5, "sure"), (0.25, "leaning"), (0.0, "lost"))
"""From which share of the best family on the room speaks of which certainty: half of all, a quarter."""
CERTAIN, CLEAR = 0.8, 0.6
"""The first name is certain from this probability on, and clear from this share of its family's."""


def show_family(
    words: Messages,
    found: Classification,
    *,
    families: Mapping[str, FamilyWords],
    names: Mapping[str, str],
    written: str,
    shown: Sequence[str] | None = None,
) -> None:
    """The likeliest family with its share `written` out, how sure the network is of it, and what the share means.

    shown: the network's words for what the photo shows, where that is known; empty where it has none.
    """
    best = found.families[0]
    phrase = families[best.id].phrase if best.id in families else best.id
    width = min(max(best.probability, 0.0), 1.0) * 100
    sure, told = certainty(found), qualifier(found, shown)
    named = shown[0] if told == "missed" and shown else found.predictions[0].id
    st.html(
        f'<div class="family family-{sure}"><p class="family-lead">{escape(words(f"try.family_{sure}"))}</p>'
        f'<p class="family-name"><span>{escape(phrase)}</span> <span class="family-share">{escape(written)}</span></p>'
        f'<div class="family-track" aria-hidden="true"><span style="width:{width:.1f}%"></span></div>'
        f'<p class="family-which">{escape(words(f"try.which_{told}", name=names.get(named, named)))}</p>'
        f'<p class="family-sum">{escape(_sum(words, best, written))}</p></div>'
    )


def certainty(found: Classification) -> str:
    """How sure the network is of the kind of thing: sure, leaning or lost."""
    return next(key for least, key in KINDS if found.families[0].probability >= least)


def qualifier(found: Classification, shown: Sequence[str] | None = None) -> str:
    """What is to be said of the choice within the kind, or of the kind itself where the network is not sure of it.

    Where the words for what the photo shows are known, whether it has one and whether it gave one comes first.
    """
    best, first = found.families[0], found.predictions[0]
    if shown is not None and not {one.id for one in found.predictions} & set(shown):
        return "missed" if shown else "no_word"
    if certainty(found) == "lost":
        return "lost"
    if first.family != best.id:
        return "other"
    if certainty(found) == "leaning":
        return "leaning"
    if first.probability >= CERTAIN:
        return "certain"
    return "clear" if first.probability >= CLEAR * best.probability else "unsure"


def _sum(words: Messages, best: FamilyShare, written: str) -> str:
    if best.words == 1:
        return words("try.family_sum_one", percent=written)
    return words("try.family_sum", percent=written, count=words.number(best.words))
