"""The people: three authors and the maker of ImageNet, what they said, and one sentence that is often misquoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exhibit import resources
from exhibit.ui.language import current_words
from exhibit.ui.prose import block, inline
from exhibit.ui.sources import sources_html

if TYPE_CHECKING:
    from exhibit.content.schema import Misquotation, Person, Quotation

words = current_words()


def main() -> None:
    st.title(words("people.title"), anchor=False)
    st.html(block("p", words("people.lead"), "lead"))
    library = resources.content()
    st.html(f'<div class="people">{"".join(map(person, library.people(words.lang)))}</div>')
    said = library.quotations(words.lang)
    if said is None:
        return
    st.html(block("h2", words("people.misquoted")) + block("p", words("people.misquoted_lead"), "lead"))
    st.html(misquotation(said.misquotation))
    st.html(block("h2", words("people.said")) + block("p", words("people.said_lead"), "lead"))
    st.html(f'<div class="quotes">{"".join(map(quotation, said.quotations))}</div>')


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
    texts = f"<blockquote>{inline(entry.words)}</blockquote>{credit}{block('p', entry.context)}{sure}"
    return f'<figure class="quote">{texts}{sources_html(entry.refs, words)}</figure>'


def misquotation(entry: Misquotation) -> str:
    """The sentence as many pages have it, beside the paper's; the words that differ are marked."""
    told, printed = first_difference(entry.seed_words, entry.paper_words)
    versions = "".join(
        f'<figure class="version {kind}">{block("figcaption", words(f"people.{kind}"))}'
        f"<blockquote><mark>{inline(change)}</mark>{inline(rest)}</blockquote></figure>"
        for kind, (change, rest) in (("told", told), ("printed", printed))
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
