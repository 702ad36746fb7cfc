"""Joining the two halves of the content: items without words, and their words in one language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

from exhibit.content import schema
from exhibit.content.dates import Date
from exhibit.files.pseudo import pseudo_localise

log = logging.getLogger(__name__)
R = TypeVar("R", bound=schema.Entry)


def records(kind: type[R], items: tuple[Any, ...], *books: Mapping[Any, Any]) -> tuple[R, ...]:
    """Each item with its words from the first of `books` that has them; one without words is left out."""
    joined = []
    for item in items:
        key = item.number if isinstance(item, schema.SeedEntry) else item.id
        words = next((book[key] for book in books if key in book), None)
        if words is None:
            log.warning("content: %s %s has no words and is left out", kind.__name__, key)
            continue
        joined.append(kind.model_construct(**dict(item), **dict(words)))
    return tuple(joined)


def overlay(*books: Mapping[Any, Any]) -> dict[str, Any]:
    """One book out of several, best first; the last one gives the order."""
    merged: dict[str, Any] = {}
    for book in reversed(books):
        merged.update(book)
    return merged


def timeline(items: tuple[Any, ...], *books: schema.TimelineWords) -> schema.Timeline:
    """The events in order of date, with their words and the tracks' names."""
    events = records(schema.Event, items, *(book.events for book in books))
    in_order = tuple(sorted(events, key=lambda event: (event.date.first_day(), event.date.last_day())))
    return schema.Timeline.model_construct(tracks=overlay(*(book.tracks for book in books)), events=in_order)


def quotations(file: schema.QuotationsFile | None, *books: Mapping[str, Any]) -> schema.Quotations | None:
    """The quotations with their context, and the misquotation."""
    if file is None:
        return None
    items = records(schema.Quotation, file.quotations, *books)
    return schema.Quotations.model_construct(quotations=items, misquotation=file.misquotation)


def with_ids(sources: Mapping[str, schema.Source]) -> dict[str, schema.Source]:
    """The sources, each told its own id."""
    return {key: source.model_copy(update={"id": key}) for key, source in sources.items()}


def by_id(items: tuple[Any, ...]) -> dict[str, Any]:
    """Items in a book, to look up by id."""
    return {item.id: item for item in items}


def same(value: Any) -> Any:
    """Content that has no words of its own to join."""
    return value


def marked(value: Any) -> Any:
    """A copy with every text that a visitor can read in the pseudo-language (see `schema.NOT_SHOWN`)."""
    if isinstance(value, str):
        return pseudo_localise(value)
    if isinstance(value, schema.Entry):
        shown = {k: v if k in schema.NOT_SHOWN else marked(v) for k, v in dict(value).items()}
        return type(value).model_construct(**shown)
    if isinstance(value, tuple):
        return tuple(marked(item) for item in value)
    if isinstance(value, dict):
        return {key: marked(item) for key, item in value.items()}
    if value is None or isinstance(value, int | float | Date):
        return value
    raise TypeError(f"no rule for {type(value).__name__} in the pseudo-language")
