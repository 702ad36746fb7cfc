"""Whether the exhibit says whose each claim is: sources that can be found, labels that mean what they say, averages.

Three rules, each for a kind of mistake that is easily made again:
    a source names its author, its year and its address, or says in `lacks` why it does not;
    a claim is `seen` only in a source that was opened and speaks at first hand, and `general` only where no source is;
    a figure that is an average of several networks is called one in every text that gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exhibit.checks.numbers import numbers
from exhibit.content import schema
from exhibit.content.load import Library
from exhibit.files.problems import Problem

# What a text says that others claim: there the figure stands as it is told.
_TOLD_BY_OTHERS = ("claim", "legend")
_NOT_FOR_VISITORS = "words/check.yaml"


def source_problems(library: Library) -> Iterator[Problem]:
    """A source that cannot be found by its entry, and does not say why."""
    for key, source in (library.neutral("sources") or {}).items():
        missing = [name for name in ("authors", "year", "url") if not getattr(source, name)]
        if missing and not source.lacks:
            yield Problem("source_incomplete", "sources.yaml", 0, key, "", {"expected": ", ".join(missing)})


def certainty_problems(library: Library, refs: Iterable[tuple[str, str, schema.Ref]]) -> Iterator[Problem]:
    """A label that promises more than its source can give. `refs` are triples of file, field and ref."""
    sources = library.neutral("sources") or {}
    for file, field, ref in refs:
        source = sources.get(ref.source)
        if source is None:
            continue
        if ref.certainty == "seen" and not source.first_hand:
            yield Problem("not_first_hand", file, 0, field, ref.source)
        if (ref.certainty == "general") != source.no_document:
            yield Problem("general_knowledge", file, 0, field, ref.source)


def average_problems(
    library: Library, texts: Iterable[tuple[str, str, str]], marks: Iterable[str], lang: str
) -> Iterator[Problem]:
    """A text (file, field, text) that gives an average of several networks and has none of the words `marks` for it."""
    averages = {n.value for figure in library.figures() if figure.average for n in numbers(figure.value, "en")}
    said = tuple(mark.casefold() for mark in marks)
    if not said:
        return
    for file, field, text in texts:
        if (
            field.endswith(_TOLD_BY_OTHERS)
            or file.endswith(_NOT_FOR_VISITORS)
            or any(mark in text.casefold() for mark in said)
        ):
            continue
        for number in numbers(text, lang):
            if number.value in averages and number.unit != "points":
                yield Problem("not_called_average", file, 0, field, number.written, {"expected": ", ".join(marks)})
