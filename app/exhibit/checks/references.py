"""What no single file can know: whether the content's files agree with each other and with the exhibit.

Each function looks at one kind of agreement and yields the problems it finds. They work on what could be read: a file
that is broken is told elsewhere and not a second time here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from exhibit.content import schema
from exhibit.content.load import Library
from exhibit.files.problems import Problem, shorten
from exhibit.files.yaml import read_text
from exhibit.room_table import CHOICES, LANGUAGE, ROOMS
from exhibit.settings import Settings

SEED_CLAIMS = 51
_ITEMS = (("sample", "samples"), ("legend", "facts"), ("event", "timeline"))  # parameters that name an item of a file
_WORDS = {"network": "networks", "target": "classes"}  # and those that name a key of a file of words
_LINK = re.compile(r"\]\((/[^)\s]*)")
_WHOLLY_QUOTED = re.compile(r"^[“„«][^“”„«»]*[”“»]$")
_TOLD = ("story", "timeline", "people", "quotations", "facts", "milestones", "seed")
_SHOWN = ("diary", "runs", "notes", "machines", "computing")
WITH_WORDS = ("samples", *_TOLD, *_SHOWN)


def source_problems(library: Library) -> Iterator[Problem]:
    """A ref to a source that sources.yaml does not have; a quotation without its place."""
    known = library.neutral("sources") or {}
    for subject in (*_TOLD, *_SHOWN, "errors", "claims", "figures"):
        for item, field, ref in _refs(library.neutral(subject)):
            if known and ref.source not in known and not library.broken("sources.yaml"):
                yield Problem("unknown_source", f"{subject}.yaml", 0, f"{field} › refs › source", ref.source)
            if isinstance(item, schema.QuotationEntry | schema.Misquotation | schema.NoteEntry) and not ref.place:
                yield Problem("no_place", f"{subject}.yaml", 0, f"{field} › refs › place")


def all_refs(library: Library) -> Iterator[tuple[str, str, schema.Ref]]:
    """Every ref of the content: the file, how to call the item that it backs, the ref."""
    for subject in (*_TOLD, *_SHOWN, "errors", "claims", "figures"):
        for _, field, ref in _refs(library.neutral(subject)):
            yield f"{subject}.yaml", field, ref


def _refs(value: Any) -> Iterator[tuple[Any, str, schema.Ref]]:
    """All refs in a file's content, each with the item that it backs and how to call that item."""
    if isinstance(value, tuple):
        for item in value:
            yield from _refs(item)
    elif isinstance(value, schema.Entry):
        for ref in getattr(value, "refs", ()):
            yield value, label(value), ref
        for name in type(value).model_fields:
            if name != "refs":
                yield from _refs(getattr(value, name))


def label(item: Any) -> str:
    """How messages call an item: its id, number or year, else the kind of thing it is."""
    found = next((getattr(item, name) for name in ("id", "number", "year") if hasattr(item, name)), None)
    return str(found) if found is not None else {"HumanError": "human"}.get(type(item).__name__, "misquotation")


def experiment_problems(library: Library, settings: Settings) -> Iterator[Problem]:
    """A button to a room, sample, method, layer or event that does not exist."""
    for subject in ("story", "facts"):
        for item in library.neutral(subject) or ():
            if item.experiment is not None:
                file, field = f"{subject}.yaml", f"{item.id} › experiment"
                if item.experiment.room not in settings.rooms:
                    expected = ", ".join(settings.rooms)
                    yield Problem(
                        "unknown_room", file, 0, f"{field} › room", item.experiment.room, {"expected": expected}
                    )
                room, params = item.experiment.room, item.experiment.params
                yield from _parameter_problems(room, params, library, settings, file, f"{field} › params")
    for card in library.neutral("milestones") or ():
        params = {"event": card.event} if card.event else {}
        yield from _parameter_problems("timeline", params, library, settings, "milestones.yaml", card.id)
    for claim in library.neutral("seed") or ():
        if claim.room not in settings.rooms:
            expected = ", ".join(settings.rooms)
            yield Problem("unknown_room", "seed.yaml", 0, f"{claim.number} › room", claim.room, {"expected": expected})


def link_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """A Markdown link in a text that leads to no room, or to a sample, method, layer or event that does not exist."""
    first, *others = [room for room in settings.rooms if room in ROOMS] or ROOMS
    rooms = {"/": first, **{f"/{ROOMS[room].address}": room for room in others}}
    for file, field, text in shown_texts(library, lang):
        for target in _LINK.findall(text):
            address = urlsplit(target)
            room = rooms.get(address.path.rstrip("/") or "/", "")
            if not room:
                expected = ", ".join(sorted(rooms))
                yield Problem("unknown_room", file, 0, field, target, {"expected": expected})
            yield from _parameter_problems(room, dict(parse_qsl(address.query)), library, settings, file, field)


def _parameter_problems(
    room: str, params: Mapping[str, str], library: Library, settings: Settings, file: str, field: str
) -> Iterator[Problem]:
    """A parameter that the room does not understand, or a value that leads nowhere."""
    known = ROOMS.get(room)
    for name, value in params.items() if known else ():
        assert known is not None
        if not known.understands(name):
            expected = ", ".join((*known.parameters, LANGUAGE))
            yield Problem("unknown_parameter", file, 0, field, name, {"expected": expected})
            continue
        allowed = _values(name, library, settings)
        if allowed and value not in allowed:
            expected = ", ".join(allowed) if len(allowed) < 20 else ""
            kind = "unknown_value_of" if expected else "unknown_value"
            yield Problem(kind, file, 0, f"{field} › {name}", value, {"expected": expected})


def _values(parameter: str, library: Library, settings: Settings) -> Sequence[str]:
    """What a parameter may be; nothing where any value will do or the file that says it is broken."""
    if parameter in CHOICES:
        return CHOICES[parameter]
    if parameter == LANGUAGE:
        return settings.languages
    if parameter in _WORDS:
        return list(library.word_file(_WORDS[parameter], settings.default_language) or ())
    if parameter == "track":
        return [] if library.broken("timeline.yaml") else sorted({e.track for e in library.neutral("timeline") or ()})
    subject = dict(_ITEMS).get(parameter)
    if subject is None or library.broken(f"{subject}.yaml"):
        return []
    return [item.id for item in library.neutral(subject) or ()]


def seed_problems(library: Library) -> Iterator[Problem]:
    """A claim of the seed page that the exhibit has lost, or that is said to stand where nothing is."""
    claims = None if library.broken("seed.yaml") else library.neutral("seed")
    found = {claim.number for claim in claims or ()}
    for claim in claims or ():
        places = _places(library, claim.room)
        if claim.at is not None and places and claim.at not in places:
            expected = ", ".join(sorted(places)) if len(places) < 20 else ""
            kind = "unknown_value_of" if expected else "unknown_value"
            yield Problem(kind, "seed.yaml", 0, f"{claim.number} › at", claim.at, {"expected": expected})
    for number in range(1, SEED_CLAIMS + 1):
        if claims is not None and number not in found:
            yield Problem("missing_claim", "seed.yaml", 0, "", str(number))


def _places(library: Library, room: str) -> set[str]:
    """The ids of what a room tells, for the rooms that tell claims; empty where that cannot be said."""
    subjects = {"story": ("story",), "timeline": ("timeline",), "people": ("people", "quotations"), "facts": ("facts",)}
    extra = {"timeline": {"errors"}, "people": {"misquotation"}}.get(room, set())
    items = [
        getattr(items, subject, items) for subject in subjects.get(room, ()) if (items := library.neutral(subject))
    ]
    return {item.id for group in items for item in group} | extra if items else set()


def words_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """An item without words in this language, and words for an item that does not exist."""
    complete = lang not in settings.unfinished
    for subject in WITH_WORDS:
        items, words = library.neutral(subject), library.word_file(subject, lang)
        if items is None or words is None:
            continue
        items = getattr(items, subject, items)  # quotations.yaml holds more than its list
        book = getattr(words, "events", words)  # and the timeline's words more than its events
        file, known = f"{lang}/{subject}.yaml", {getattr(item, "number", None) or item.id for item in items}
        for key in known - set(book) if complete and not library.broken(file) else ():
            kind = "image_without_words" if subject == "samples" else "no_words"
            yield Problem(kind, file, 0, str(key))
        known |= set(range(1, SEED_CLAIMS + 1)) if subject == "seed" else set()  # a lost claim is told once
        for key in set(book) - known if not library.broken(f"{subject}.yaml") else ():
            yield Problem("words_without_item", file, 0, str(key), details={"other": f"{subject}.yaml"})


def sample_problems(library: Library, settings: Settings) -> Iterator[Problem]:
    """A photo that is listed but not there, there but not listed, or of an unknown class."""
    samples = library.neutral("samples")
    if samples is None:
        return
    listed = {sample.file for sample in samples}
    for sample in samples:
        if not (library.samples_folder / sample.file).is_file():
            yield Problem("missing_image", "samples.yaml", 0, f"{sample.id} › file", sample.file)
        for word in set(sample.classes or ()).difference(library.class_names(settings.default_language)):
            yield Problem("unknown_value", "samples.yaml", 0, f"{sample.id} › classes", word)
    for path in sorted(library.samples_folder.glob("*")):
        if path.is_file() and not path.name.startswith(".") and path.name not in listed:
            yield Problem("image_not_listed", "samples.yaml", 0, "", path.name)


def quote_problems(library: Library, lang: str) -> Iterator[Problem]:
    """A text wholly in typographic quotation marks: a word processor put them where YAML wants straight ones."""
    for file, field, text in shown_texts(library, lang):
        if _WHOLLY_QUOTED.match(text.strip()):
            yield Problem("smart_quotes", file, 0, field, shorten(text))


def shown_texts(library: Library, lang: str) -> Iterator[tuple[str, str, str]]:
    """Every text in a language's files: file, field, text."""
    for subject in (*WITH_WORDS, "methods", "networks", "families"):
        yield from _texts_in(library.word_file(subject, lang), f"{lang}/{subject}.yaml", "")
    for area in library.areas(lang):
        yield from _texts_in(library.texts(lang, area), f"{lang}/words/{area}.yaml", "")


def _texts_in(value: Any, file: str, field: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        yield file, field, value
    elif isinstance(value, Mapping | schema.Entry):
        for key, item in dict(value).items():
            yield from _texts_in(item, file, f"{field} › {key}" if field else str(key))


def class_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """A class of one of the networks that has no plain name in this language, or the same name as another one."""
    names = library.word_file("classes", lang)
    if names is None or lang in settings.unfinished:
        return
    for path in sorted(settings.weights_dir.glob("classes-*.txt")):
        missing = [wnid for wnid in read_text(path, path.name).split() if wnid not in names]
        if missing:
            yield Problem(
                "missing_classes", f"{lang}/classes.yaml", 0, "", shorten(", ".join(missing)), {"list": path.name}
            )
    first: dict[str, str] = {}
    for wnid, name in names.items():
        if name.casefold() in first:
            yield Problem("double_name", f"{lang}/classes.yaml", 0, wnid, name, {"other": first[name.casefold()]})
        first.setdefault(name.casefold(), wnid)
