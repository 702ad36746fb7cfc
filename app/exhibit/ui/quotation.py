"""Words as they were said or written, in the language in which that was, and our translation beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exhibit.content.load import NOTES_LANGUAGE
from exhibit.ui.html import block

if TYPE_CHECKING:
    from exhibit.content.messages import Messages


def first_difference(left: str, right: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Both sentences cut where their common ending begins."""
    a, b = left.split(" "), right.split(" ")
    same = 0
    while same < min(len(a), len(b)) and a[-1 - same] == b[-1 - same]:
        same += 1
    cuts = [(" ".join(w[: len(w) - same]), " " + " ".join(w[len(w) - same :])) for w in (a, b)]
    return cuts[0], cuts[1]


def quotation_html(exact: str, translation: str | None, words: Messages) -> str:
    """A quotation as HTML, marked with its language so that it is read aloud rightly. `exact` is HTML already."""
    ours = block("p", words("common.our_translation", text=translation), "our-translation") if translation else ""
    return f'<blockquote lang="{NOTES_LANGUAGE}">{exact}</blockquote>{ours}'
