"""The language of this visitor: `?lang=` where the museum offers that language, else the museum's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.content.pseudo import PSEUDO_LANGUAGE

if TYPE_CHECKING:
    from exhibit.content.words import Words

PARAMETER = "lang"


def current_language() -> str:
    """The language in the address, if it is one of the museum's; anybody can write a link."""
    settings = resources.settings()
    wanted = st.query_params.get(PARAMETER, "")
    offered = (*settings.languages, PSEUDO_LANGUAGE) if settings.pseudo_language else settings.languages
    return wanted if wanted in offered else settings.default_language


def language_name(language: str) -> str:
    """A language by the name that its own speakers give it, for those who look for it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(language, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name or language


def current_words() -> Words:
    """The labels and sentences of the visitor's language."""
    return resources.words(current_language())


def link_parameters(**parameters: str) -> dict[str, str]:
    """`parameters` for a link to another room, with the language when the address has one."""
    chosen = current_language()
    if chosen != resources.settings().default_language:
        parameters[PARAMETER] = chosen
    return parameters
