"""Words as they were said or written, in the language in which that was, and our translation beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exhibit.content.load import NOTES_LANGUAGE
from exhibit.ui.prose import block

if TYPE_CHECKING:
    from exhibit.content.words import Words


def said_html(exact: str, translation: str | None, words: Words) -> str:
    """A quotation as HTML, marked with its language so that it is read aloud rightly. `exact` is HTML already."""
    ours = block("p", words("common.our_translation", text=translation), "our-translation") if translation else ""
    return f'<blockquote lang="{NOTES_LANGUAGE}">{exact}</blockquote>{ours}'
