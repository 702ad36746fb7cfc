"""Whether two languages say the same: the same parts of every entry, the same numbers, the same links.

A translation may turn a sentence round, but a date, a percentage or a link that differs from the default language is a
slip of the pen. Numbers are compared as numbers: "15.3%" and "15,3 %" agree, and so do "1,000" and "1 000".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from exhibit.checks import references
from exhibit.content import small_print
from exhibit.content.load import NOTES_LANGUAGE, Library
from exhibit.content.schema.validate import NEUTRAL
from exhibit.files.problems import ContentError, Problem, shorten
from exhibit.files.yaml import read_yaml

if TYPE_CHECKING:
    from exhibit.settings import Settings

_LINK = re.compile(r"\]\(([^)\s]*)\)")
_LEFT_OUT = re.compile(r"\]\([^)\s]*\)|\{[^{}]*\}")  # link targets and gaps: their digits are nobody's to read
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_SPACES = "\u202f\u00a0\u2009"  # thousands may be parted by any of these where a language uses a space
_OURS = "translation"  # a part that only other languages have
NOTHING = "–"
MANIFEST = "manifest.yaml"
Places = Mapping[tuple[str, str], str]


def numbers(text: str, lang: str) -> frozenset[str]:
    """The numbers in a text, without the marks between thousands and with a point for decimals."""
    decimal, group = _marks(lang)
    plain = _LEFT_OUT.sub(" ", text)
    between = f"[{re.escape(group)}{_SPACES if group.isspace() else ''}]"
    thousands = re.compile(rf"(?<![0-9])[0-9]{{1,3}}(?:{between}[0-9]{{3}})+(?![0-9])")
    plain = thousands.sub(lambda match: re.sub(between, "", match.group()), plain)
    if decimal != ".":
        plain = re.sub(rf"(?<=[0-9]){re.escape(decimal)}(?=[0-9])", ".", plain)
    return frozenset(_NUMBER.findall(plain))


def links(text: str) -> Counter[str]:
    """Where the Markdown links of a text lead."""
    return Counter(_LINK.findall(text))


@lru_cache(maxsize=32)
def _marks(lang: str) -> tuple[str, str]:
    """The decimal mark and the mark between thousands of a language."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ".", ","
    return get_decimal_symbol(locale), get_group_symbol(locale)


def language_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """What `lang` says otherwise than the default language, part by part, and parts that only one of them has."""
    if lang == library.default_language:
        return
    model, texts = _by_place(library, library.default_language), _by_place(library, lang)
    for (part, field), text in texts.items():
        if (part, field) in model:
            yield from differences(model[part, field], library.default_language, text, lang, f"{lang}/{part}", field)
    if lang not in settings.unfinished:
        yield from _lonely_parts(library, model, texts, lang)


def _by_place(library: Library, lang: str) -> dict[tuple[str, str], str]:
    """Every text of a language by file (without the language's folder) and field."""
    return {(file.partition("/")[2], field): text for file, field, text in references.shown_texts(library, lang)}


def differences(model: str, model_lang: str, text: str, lang: str, file: str, field: str) -> Iterator[Problem]:
    """Numbers and links that a text and its translation do not share."""
    wanted, found = numbers(model, model_lang), numbers(text, lang)
    for number in sorted(found - wanted):
        yield Problem("number_added", file, 0, field, number, {"expected": ", ".join(sorted(wanted)) or NOTHING})
    for number in sorted(wanted - found):
        yield Problem("number_missing", file, 0, field, number)
    if links(model) != links(text):
        expected = ", ".join(links(model)) or NOTHING
        yield Problem("links_differ", file, 0, field, ", ".join(links(text)) or NOTHING, {"expected": expected})


def _lonely_parts(library: Library, model: Places, texts: Places, lang: str) -> Iterator[Problem]:
    """Parts of an entry that one language has and the other lacks. Whole entries of most files are told elsewhere."""
    here, there = {_entry(*place) for place in texts}, {_entry(*place) for place in model}
    for kind, places, others in (
        ("missing_part", model.keys() - texts.keys(), here),
        ("extra_part", texts.keys() - model.keys(), there),
    ):
        for part, field in sorted(places):
            told = part.startswith("words/") or library.broken(f"{lang}/{part}") or field.endswith(_OURS)
            elsewhere = part.removesuffix(".yaml") in references.WITH_WORDS and _entry(part, field) not in others
            elsewhere = elsewhere and not field.startswith("tracks › ")
            if not told and not elsewhere:
                yield Problem(kind, f"{lang}/{part}", 0, field)


def _entry(part: str, field: str) -> tuple[str, ...]:
    """The entry that a field belongs to: of the timeline's words the first two steps name it, else the first."""
    steps = field.split(" › ")
    return (part, *steps[: 2 if part == "timeline.yaml" else 1])


def exact_words_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """Exact words without a translation beside them, or with one that has other numbers."""
    if lang == NOTES_LANGUAGE:
        return
    said = library.neutral("quotations")
    for subject, items in (("quotations", said.quotations if said else ()), ("notes", library.neutral("notes", ()))):
        book = library.word_file(subject, lang) or {}
        for item in items:
            file, field = f"{lang}/{subject}.yaml", f"{item.id} › {_OURS}"
            translation = book[item.id].translation if item.id in book else None
            if translation:
                yield from differences(item.words, NOTES_LANGUAGE, translation, lang, file, field)
            elif item.id in book and lang not in settings.unfinished:
                yield Problem("missing_part", file, 0, field)


def small_print_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """Notes of the files without words that lack a translation, and translations of notes that stand nowhere."""
    if lang == NOTES_LANGUAGE:
        return
    file, book = f"{lang}/small_print.yaml", library.small_print(lang)
    asked: dict[str, tuple[str, bool]] = {}
    for name, text, needed in _all_notes(library, settings):
        asked[text] = (name, needed or asked.get(text, ("", False))[1])
    for text, (name, needed) in asked.items() if lang not in settings.unfinished and book else ():
        if needed and text not in book and not library.broken(file):
            yield Problem("missing_note", file, 0, "", shorten(text, 200), {"other": name})
    for text, translation in book.items():
        if text not in asked:
            yield Problem("unused_note", file, 0, shorten(text))
        yield from differences(text, NOTES_LANGUAGE, translation, lang, file, shorten(text))


def _all_notes(library: Library, settings: Settings) -> Iterator[tuple[str, str, bool]]:
    """Every note, with the file where it stands and whether it must be translated."""
    for subject in NEUTRAL:
        for text, needed in small_print.notes(library.neutral(subject)):
            yield f"{subject}.yaml", text, needed
    try:
        networks = read_yaml(settings.weights_dir / MANIFEST, MANIFEST)["networks"]
    except (ContentError, KeyError, TypeError):  # the science tells what is wrong with its own file
        return
    for network in networks:
        accuracy = network.get("accuracy") or {}
        shown = (network.get("licence"), accuracy.get("measured_on"), accuracy.get("note"))
        for note in filter(None, shown):
            yield MANIFEST, str(note), small_print.needs_translation(str(note))
