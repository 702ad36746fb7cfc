"""What all content has in common: an entry, where a claim comes from, the experiment that shows it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from exhibit.content.schema.fields import Key, Note, Text

Certainty = Literal["seen", "reported", "computed", "general"]


class Entry(BaseModel):
    """What all content has in common."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, populate_by_name=True, coerce_numbers_to_str=True
    )


class Ref(Entry):
    """Where a claim comes from: a source of sources.yaml, the place in it, and how certain we are."""

    source: Key
    place: Note = ""
    certainty: Certainty


Refs = Annotated[tuple[Ref, ...], Field(min_length=1)]


class Experiment(Entry):
    """A room that shows a claim live, and the link parameters that set it up."""

    room: Key
    params: dict[Key, str] = {}


class Claim(Entry):
    """Where the claims of a group of labels come from."""

    id: Key
    refs: Refs


class Figure(Entry):
    """A number that stands in several places and must be the same in all. `value` is written as in English.

    `average`: it is the average of several networks, and every text that gives it says so.
    """

    id: Key
    value: Text
    average: bool = False
    refs: Refs


class Source(Entry):
    """One work that the exhibit cites. `read` says what of it was read, `lacks` why author, year or address is missing.

    `first_hand` is false where it repeats what others found, or was not opened: what it says is then at best reported.
    `no_document` marks common knowledge, for which there is nothing to open.
    `id` is filled in from the file's key; `own_title` is false where the title stands in translation.
    """

    id: str = ""
    own_title: bool = True
    title: Text
    authors: Note = ""
    year: Note = ""
    where: Text
    url: Text | None = None
    lacks: Note = ""
    read: Note = ""
    first_hand: bool = True
    no_document: bool = False
    permission: Note = ""


class Credit(Entry):
    """Something in the exhibit that others made."""

    what: Text
    who: Text
    licence: Text
    where: Note = ""
