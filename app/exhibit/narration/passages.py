"""What is read aloud: the welcome and each panel of the story, sentence by sentence, as written and as spoken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from exhibit.files.watched import Files, fit_texts
from exhibit.narration.sentences import paragraphs, sentences
from exhibit.narration.speech import speakable

if TYPE_CHECKING:
    from exhibit.content.load import Library
    from exhibit.content.schema import Panel

WELCOME = "welcome"
PRONUNCIATION = "pronunciation.yaml"
_WELCOME_KEYS = ("welcome.lead", "welcome.what", "welcome.who", "welcome.when", "welcome.why")
_RULES = 1  # counted up when sentences are cut or spoken differently, so that all audio is made anew
_files: dict[Path, Files] = {}


@dataclass(frozen=True)
class Sentence:
    """One sentence as written, as given to a voice, and whether a paragraph begins with it."""

    text: str
    spoken: str
    begins: bool


@dataclass(frozen=True)
class Passage:
    """What one player reads. `id` is the panel's, or `WELCOME`; `language` is the one its words are really in."""

    id: str
    language: str
    sentences: tuple[Sentence, ...]

    def fingerprint(self, voice: str) -> str:
        """16 hex digits that change with any word spoken, with the order and with the voice."""
        said = [(sentence.spoken, sentence.begins) for sentence in self.sentences]
        return hashlib.sha256(json.dumps([_RULES, voice, said]).encode()).hexdigest()[:16]


def welcome(library: Library, lang: str) -> Passage:
    """What is read in the room that visitors meet first."""
    words = library.words(lang)
    books = {language: library.texts(language, "welcome") for language in library.chain(lang)}
    texts = tuple(words(key) for key in _WELCOME_KEYS if key in words)
    return _passage(library, WELCOME, _language(books, "lead"), texts)


def of_panel(library: Library, lang: str, panel: Panel) -> Passage:
    """What is read of a panel: its text, and what is often told otherwise. The details stay for the eye."""
    books = {language: library.word_file("story", language) or {} for language in library.chain(lang)}
    texts = tuple(text for text in (panel.text, panel.correction) if text)
    return _passage(library, panel.id, _language(books, panel.id), texts)


def all_passages(library: Library, lang: str) -> Iterator[Passage]:
    """Every passage whose words are really in `lang`, in the order in which visitors meet them."""
    found = (welcome(library, lang), *(of_panel(library, lang, panel) for panel in library.story(lang)))
    yield from (passage for passage in found if passage.language == lang and passage.sentences)


def pronunciation(library: Library, lang: str) -> Mapping[str, str]:
    """What is said for signs, abbreviations and names in `lang`; empty where nobody has written it down."""
    name = f"{lang}/{PRONUNCIATION}"
    if not (library.folder / name).is_file():
        return {}
    table: Mapping[str, str] = own_files(library.folder).get(name, fit_texts).value or {}
    return table


def own_files(folder: Path) -> Files:
    """The content files that only narration reads, each read once per change on disk."""
    return _files.setdefault(folder, Files(folder))


def _language(books: Mapping[str, Mapping[str, object]], key: str) -> str:
    """The first language whose book has words for `key`; the last, which stands in for all, where none has."""
    return next((language for language, book in books.items() if key in book), list(books)[-1])


def _passage(library: Library, name: str, lang: str, texts: tuple[str, ...]) -> Passage:
    table = pronunciation(library, lang)
    return Passage(name, lang, _sentences(texts, tuple(table.items()), _group_sign(lang)))


@lru_cache(maxsize=256)
def _sentences(texts: tuple[str, ...], table: tuple[tuple[str, str], ...], group_sign: str) -> tuple[Sentence, ...]:
    said = dict(table)
    abbreviations = tuple(short for short in said if short.endswith("."))
    cut = [sentences(paragraph, abbreviations) for text in texts for paragraph in paragraphs(text)]
    return tuple(
        Sentence(sentence, speakable(sentence, said, group_sign), number == 0)
        for paragraph in cut
        for number, sentence in enumerate(paragraph)
    )


@lru_cache(maxsize=16)
def _group_sign(lang: str) -> str:
    from babel import UnknownLocaleError
    from babel.numbers import get_group_symbol

    try:
        return str(get_group_symbol(lang.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return ","
