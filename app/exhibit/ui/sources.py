"""Where a claim comes from, one tap away: title, authors, place, and how certain we are, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.content.load import NOTES_LANGUAGE
from exhibit.server import resources

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Ref, Source


def show_sources(refs: Iterable[Ref], words: Messages) -> None:
    """The sources of a claim, folded behind one line."""
    st.html(sources_html(refs, words))


def sources_html(refs: Iterable[Ref], words: Messages) -> str:
    """The same as HTML, for rooms that build a list of claims. The browser opens and closes it without a rerun."""
    library = resources.content().sources(words.lang)
    by_source: dict[str, list[Ref]] = {}
    for ref in refs:
        by_source.setdefault(ref.source, []).append(ref)
    items = "".join(_item(library[key], places, words) for key, places in by_source.items() if key in library)
    label = words("sources.one") if len(by_source) == 1 else words("sources.many", count=words.number(len(by_source)))
    return f'<details class="sources"><summary>{escape(label)}</summary><ul>{items}</ul></details>'


def claim_sources(claim: str, words: Messages) -> str:
    """The sources of a group of labels, named in claims.yaml, as HTML; nothing where the file has no such entry."""
    known = resources.content().claims(words.lang).get(claim)
    return sources_html(known.refs, words) if known is not None else ""


def _item(source: Source, refs: Iterable[Ref], words: Messages) -> str:
    places = "".join(_place(ref, words) for ref in refs)
    return f"<li>{cited(source)}{byline(source)}<ul>{places}</ul></li>"


def cited(source: Source) -> str:
    """A work's title as HTML, marked as English where it is the work's own: so it is read aloud rightly."""
    language = f' lang="{NOTES_LANGUAGE}"' if source.own_title else ""
    return f"<cite{language}>{escape(source.title)}</cite>"


def byline(source: Source) -> str:
    """Authors, year, and where the work can be found, as HTML; a part that is not known is left out."""
    return small_print(", ".join(part for part in (source.authors, source.year) if part), source.where)


def small_print(*parts: str | None) -> str:
    """Lines in small print, as HTML; a part that is empty is left out."""
    return "".join(f'<span class="byline">{escape(part)}</span>' for part in parts if part)


def _place(ref: Ref, words: Messages) -> str:
    place = f"<b>{escape(ref.place)}</b> " if ref.place else ""
    return f'<li>{place}<span class="certainty">{escape(words(f"sources.{ref.certainty}"))}</span></li>'
