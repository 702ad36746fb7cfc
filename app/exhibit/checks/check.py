"""The content check: `python -m exhibit.checks`, run from app/.

Reads every content file in every language and says, for each mistake, the file, the line, the field, the value and what
to do. Exit status 0 when all is well, 1 otherwise. The sentences are content themselves: <language>/words/check.yaml.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from exhibit.checks import attribution, families, message_keys, numbers, references, translations
from exhibit.checks import audio as narration_check
from exhibit.content.load import Library
from exhibit.content.messages import Messages
from exhibit.content.schema.validate import NEUTRAL, WORDS
from exhibit.files.problems import Problem, describe
from exhibit.settings import FILE, ROOT, Settings, load_settings


def check(settings: Settings, code: Path | None = ROOT / "app") -> tuple[Problem, ...]:
    """Everything that is wrong with the content of `settings`, by file and line.

    `code` is the folder with the museum's code, whose keys are compared with the labels; None leaves that out.
    """
    library = Library.of(settings)
    problems = [
        *settings.problems,
        *library.problems(),
        *_setting_problems(settings),
        *_stray_files(settings),
        *references.source_problems(library),
        *attribution.source_problems(library),
        *attribution.certainty_problems(library, references.all_refs(library)),
        *references.experiment_problems(library, settings),
        *references.seed_problems(library),
        *references.sample_problems(library, settings),
        *families.family_problems(settings),
        *numbers.figure_problems(library, numbers.neutral_texts(library), "en"),
        *chain.from_iterable(_language_problems(library, settings, lang) for lang in settings.languages),
        *(_code_problems(library, settings, code) if code else ()),
        *narration_check.problems(library, settings, code),
    ]
    unique = dict.fromkeys(_with_line(problem, settings.content_dir) for problem in problems)
    return tuple(sorted(unique, key=lambda problem: (problem.file, problem.line, problem.field)))


def _language_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    yield from references.words_problems(library, settings, lang)
    yield from references.class_problems(library, settings, lang)
    yield from families.family_name_problems(library, settings, lang)
    yield from references.quote_problems(library, lang)
    yield from references.link_problems(library, settings, lang)
    yield from numbers.figure_problems(library, references.shown_texts(library, lang), lang)
    yield from attribution.average_problems(library, references.shown_texts(library, lang), _marks(library, lang), lang)
    yield from translations.language_problems(library, settings, lang)
    yield from translations.exact_words_problems(library, settings, lang)
    yield from translations.small_print_problems(library, settings, lang)
    yield from _label_problems(library, settings, lang)


def _marks(library: Library, lang: str) -> tuple[str, ...]:
    """The words by which a language calls a figure an average; none where it does not say."""
    marks = labels(library, lang).get("sources.average_words", "").split(",")
    return tuple(mark.strip() for mark in marks if mark.strip())


def _label_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    texts, model = labels(library, lang), labels(library, settings.default_language)
    yield from message_keys.gap_problems(texts, model, lang)
    for key in model.keys() - texts.keys() if lang not in settings.unfinished else ():
        area, _, name = key.partition(".")
        if area in library.areas(lang) and not library.broken(f"{lang}/words/{area}.yaml"):
            yield Problem("missing_label", f"{lang}/words/{area}.yaml", 0, name)
    for key in texts.keys() - model.keys():
        area, _, name = key.partition(".")
        yield Problem("unused_key", f"{lang}/words/{area}.yaml", 0, name)


def _code_problems(library: Library, settings: Settings, code: Path) -> Iterator[Problem]:
    lang = settings.default_language
    asked = message_keys.asked_in(code, library.areas(lang))
    yield from message_keys.key_problems(asked, labels(library, lang), lang)


def labels(library: Library, lang: str) -> dict[str, str]:
    """All labels of exactly this language, by "area.key"."""
    return {f"{area}.{key}": text for area in library.areas(lang) for key, text in library.texts(lang, area).items()}


def _setting_problems(settings: Settings) -> Iterator[Problem]:
    for lang in settings.languages:
        if not (settings.content_dir / lang).is_dir():
            yield Problem("no_language_folder", FILE, 0, "languages", lang)
    for lang in set(settings.unfinished) - set(settings.languages):
        yield Problem("unknown_language", FILE, 0, "unfinished", lang, {"expected": ", ".join(settings.languages)})
    rooms = sorted(path.stem for path in (ROOT / "app" / "rooms").glob("*.py"))
    for room in settings.rooms:
        if room not in rooms:
            yield Problem("unknown_room", FILE, 0, "rooms", room, {"expected": ", ".join(rooms)})
    for network in settings.networks:
        known = Library.of(settings).word_file("networks", settings.default_language) or {}
        if known and network not in known:
            yield Problem("unknown_value_of", FILE, 0, "networks", network, {"expected": ", ".join(known)})


def _stray_files(settings: Settings) -> Iterator[Problem]:
    """Files that nobody reads: a slip in the name would otherwise pass in silence."""
    folder = settings.content_dir
    known = {FILE, *(f"{subject}.yaml" for subject in NEUTRAL)}
    for lang in settings.languages:
        known |= {f"{lang}/{subject}.yaml" for subject in WORDS} | narration_check.known_files(folder, lang)
        known |= {path.relative_to(folder).as_posix() for path in (folder / lang / "words").glob("*.yaml")}
    for path in sorted(
        [*folder.glob("*.y*ml"), *(p for lang in settings.languages for p in (folder / lang).rglob("*.y*ml"))]
    ):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            yield Problem("stray_file", name)


def _with_line(problem: Problem, folder: Path) -> Problem:
    """The problem with the line where its item, and then its value, first stands; as found if there is no such line."""
    path = folder / problem.file
    if problem.line or not problem.field or not path.is_file():
        return problem
    lines = path.read_text("utf-8", errors="replace").splitlines()
    first = _find(lines, problem.field.split(" › ")[0], 0)
    line = _find(lines, problem.value, max(first - 1, 0)) or first
    return Problem(problem.kind, problem.file, line, problem.field, problem.value, problem.details)


def _find(lines: list[str], text: str, start: int) -> int:
    """The line, from 1, where a field or entry of this name stands; else where the text stands at all; else 0."""
    name = re.compile(rf"^[\s{{-]*(?:(?:id|number|year):\s*)?['\"]?{re.escape(text)}['\"]?\s*(?::|$|,)")
    for fits in (name.search, lambda line: text in line):
        for number, line in enumerate(lines[start:], start + 1):
            if text and fits(line) and not line.lstrip().startswith("#"):
                return number
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check for the settings as they are, and print what it finds."""
    settings = load_settings()
    words = _words(settings)
    parser = argparse.ArgumentParser(prog="python -m exhibit.checks", description=words("check.what_it_does"))
    parser.parse_args(arguments)
    problems = _quietly(settings)
    for problem in problems:
        print(describe(problem, words), end="\n\n")
    if problems:
        print(words("check.found", count=len(problems)))
        return 1
    library = Library.of(settings)
    counts = {
        subject: len(getattr(library, subject)(settings.default_language)) for subject in ("sources", "story", "facts")
    }
    events = len(library.timeline(settings.default_language).events)
    print(words("check.ok", languages=", ".join(settings.languages), events=events, **counts))
    return 0


def _quietly(settings: Settings) -> tuple[Problem, ...]:
    """The check without its log: what is logged is said better by the messages."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        return check(settings)
    finally:
        logging.disable(before)


def _words(settings: Settings) -> Messages:
    """The check's own sentences: in the default language, else in English."""
    words = Library.of(settings).words(settings.default_language)
    return words if "check.ok" in words else Library.of(settings).words("en")


if __name__ == "__main__":
    sys.exit(main())
