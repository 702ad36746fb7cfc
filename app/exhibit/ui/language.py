"""The language of this visitor: `?lang=` in the address, else the browser's own, else the museum's.

What the address says is the visitor's choice and wins. Only languages that the museum offers count.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.files.pseudo import PSEUDO_LANGUAGE
from exhibit.room_table import LANGUAGE
from exhibit.server import resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exhibit.content.messages import Messages


def current_language() -> str:
    """The language that the address means, if it is one of the museum's; anybody can write a link.

    "FR" and "fr-CA" mean French, as they do when a browser asks for them.
    """
    settings = resources.settings()
    wanted = st.query_params.get(LANGUAGE, "")
    offered = (*settings.languages, PSEUDO_LANGUAGE) if settings.pseudo_language else settings.languages
    return speaks(wanted, offered) or unasked_language()


def unasked_language() -> str:
    """The language of a visitor who has not chosen one: the browser's where the museum speaks it, else its own."""
    settings = resources.settings()
    return speaks(st.context.locale or "", settings.languages) or settings.default_language


def speaks(locale: str, offered: Sequence[str]) -> str | None:
    """The offered language that a locale means: "fr-CA" is met by "fr-CA", else by "fr", else by nothing."""
    spoken = {language.casefold(): language for language in offered}
    parts = locale.casefold().replace("_", "-").split("-")
    return next((spoken[name] for n in range(len(parts), 0, -1) if (name := "-".join(parts[:n])) in spoken), None)


@cache
def language_name(language: str) -> str:
    """A language by the name that its own speakers give it, for those who look for it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        name = language
    return name[:1].upper() + name[1:]


def current_words() -> Messages:
    """The labels and sentences of the visitor's language."""
    return resources.words(current_language())


def link_parameters(**parameters: str) -> dict[str, str]:
    """`parameters` for a link to another room, with the language where the visitor would not meet it unasked."""
    chosen = current_language()
    if chosen != unasked_language():
        parameters[LANGUAGE] = chosen
    return parameters
