"""The shape of the lab notebook and of the comparison of machines; three kinds of classes each, as in schema.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from exhibit.content.schema.entry import Entry, Refs
from exhibit.content.schema.fields import Key, Share, Text


class DiaryEntry(Entry):
    id: Key
    round: Annotated[int, Field(ge=0)]
    rate: Annotated[float, Field(gt=0)]
    colour: bool
    first_layer: Literal["learns", "slowly", "frozen"]
    ends: bool = False
    refs: Refs


class DiaryWords(Entry):
    title: Text
    text: Text


class DiaryStep(DiaryEntry, DiaryWords):
    """One entry of the training diary: from this round on the run goes on like this. `ends`: here it was stopped."""


class Printed(Entry):
    """What the paper prints, in percent or percentage points: for the first name, and for five."""

    first: Share
    five: Share


class RunEntry(Entry):
    id: Key
    file: Text
    first: Annotated[float, Field(ge=0, le=1)]
    five: Annotated[float, Field(ge=0, le=1)]
    against: Key | None = None
    printed: Printed | None = None
    refs: Refs


class RunWords(Entry):
    title: Text
    text: Text


class Run(RunEntry, RunWords):
    """A run with its errors as the diary writes them (fractions of one). `against` names the run with the idea in."""


class NoteEntry(Entry):
    id: Key
    words: Text
    file: Text
    refs: Refs


class NoteWords(Entry):
    context: Text
    translation: Text | None = None


class LabNote(NoteEntry, NoteWords):
    """A note from the released files, exactly, and what it was about."""


class MachineEntry(Entry):
    """A graphics card: 32-bit calculations a second in trillions, gigabytes, gigabytes a second, watts."""

    id: Key
    year: int
    trillions: Annotated[float, Field(gt=0)]
    memory: Annotated[float, Field(gt=0)]
    bandwidth: Annotated[float, Field(gt=0)]
    watts: Annotated[float, Field(gt=0)]
    refs: Refs


class MachineWords(Entry):
    name: Text
    text: Text


class Machine(MachineEntry, MachineWords):
    """A graphics card with its name and a few words."""


class ComputingEntry(Entry):
    id: Key
    kind: Literal["factor", "wait"]
    value: Annotated[float, Field(gt=0)]
    unit: Literal["days", "hours", "minutes"] | None = None
    refs: Refs


class ComputingWords(Entry):
    title: Text
    text: Text


class Computing(ComputingEntry, ComputingWords):
    """A factor of the sum of all computing, or how long that computing takes on some machine."""
