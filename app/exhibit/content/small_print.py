"""The small print of the files without words, in the visitor's language.

Who wrote a source, where it stands, what of it was read: such notes stand in English in the files that all languages
share (sources.yaml, credits.yaml, the `place` of every ref, ...). Another language translates them in one file,
<language>/small_print.yaml, each under the English text itself, so that a note used in twenty places is translated
once. A note without a translation is shown in English; the check asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exhibit.content import schema
from exhibit.content.dates import Date

# Shown as they were said or written, in every language; their translations stand beside them.
EXACT = frozenset({"words", "seed_words", "paper_words"})
# Names of works and people: a translation may be given, none is asked for.
_NAMES = frozenset({"title", "name", "winner"})
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A word of a sentence: small letters, and no part of an address or of a file's name. Names begin with a capital.
_ENGLISH = re.compile(rf"(?<![\w./@~#-])(?:[a-z]{{2,}}|{_MONTHS})(?![\w./@-]*[\w/@])")


def needs_translation(text: str) -> bool:
    """Whether a note holds English words; names, numbers and addresses read the same in every language."""
    return _ENGLISH.search(text) is not None


def translated(value: Any, book: Mapping[str, str]) -> Any:
    """A copy of records with their small print as `book` has it."""
    if isinstance(value, str):
        return book.get(value, value)
    if isinstance(value, schema.Misquotation):
        beside = {
            f"{name.removesuffix('words')}translation": book.get(getattr(value, name)) for name in EXACT - {"words"}
        }
        return value.model_copy(update={**beside, "refs": translated(value.refs, book)})
    if isinstance(value, schema.Source):
        fields = {k: v if k in schema.NOT_SHOWN else translated(v, book) for k, v in dict(value).items()}
        return type(value).model_construct(**{**fields, "own_title": value.title not in book})
    if isinstance(value, schema.Entry):
        kept = schema.NOT_SHOWN | EXACT
        return type(value).model_construct(
            **{k: v if k in kept else translated(v, book) for k, v in dict(value).items()}
        )
    if isinstance(value, tuple):
        return tuple(translated(item, book) for item in value)
    if isinstance(value, dict):
        return {key: translated(item, book) for key, item in value.items()}
    return value


def notes(value: Any, name: str = "") -> Iterator[tuple[str, bool]]:
    """Every note in the content of a file without words, and whether it must be translated."""
    if isinstance(value, str):
        asked = name in EXACT or needs_translation(value)
        yield value, asked and name not in _NAMES
    elif isinstance(value, schema.SampleEntry | schema.Figure):  # nobody reads these: credits.yaml is what is shown
        return
    elif isinstance(value, schema.Entry):
        for field, item in dict(value).items():
            if field not in schema.NOT_SHOWN | {"words"}:
                yield from notes(item, field)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from notes(item, name)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from notes(item, name)
    elif value is not None and not isinstance(value, int | float | Date):
        raise TypeError(f"no rule for {type(value).__name__} in the small print")
