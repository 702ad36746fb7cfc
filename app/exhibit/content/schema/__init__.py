"""The shape of every content file, as pydantic models: frozen, and deaf to fields they do not know.

Three kinds of classes stand here for each subject:
    `PanelEntry`   an item of the file without words (story.yaml)
    `PanelWords`   its words in one language (en/story.yaml), keyed by the same id
    `Panel`        both joined: the record that a room receives from `Library`
The classes of the lab notebook stand in notebook_schema.py; they are met here as all others are.
Building a model's validator takes milliseconds, so it is deferred until a file of that shape is read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from exhibit.content.schema.entry import Certainty as Certainty
from exhibit.content.schema.entry import Claim as Claim
from exhibit.content.schema.entry import Credit as Credit
from exhibit.content.schema.entry import Entry as Entry
from exhibit.content.schema.entry import Experiment as Experiment
from exhibit.content.schema.entry import Figure as Figure
from exhibit.content.schema.entry import Ref as Ref
from exhibit.content.schema.entry import Refs as Refs
from exhibit.content.schema.entry import Source as Source
from exhibit.content.schema.fields import EventDate, Key, Share, Text, yes_or_no_as_word
from exhibit.content.schema.notebook import Computing as Computing
from exhibit.content.schema.notebook import ComputingEntry as ComputingEntry
from exhibit.content.schema.notebook import ComputingWords as ComputingWords
from exhibit.content.schema.notebook import DiaryEntry as DiaryEntry
from exhibit.content.schema.notebook import DiaryStep as DiaryStep
from exhibit.content.schema.notebook import DiaryWords as DiaryWords
from exhibit.content.schema.notebook import LabNote as LabNote
from exhibit.content.schema.notebook import Machine as Machine
from exhibit.content.schema.notebook import MachineEntry as MachineEntry
from exhibit.content.schema.notebook import MachineWords as MachineWords
from exhibit.content.schema.notebook import NoteEntry as NoteEntry
from exhibit.content.schema.notebook import NoteWords as NoteWords
from exhibit.content.schema.notebook import Printed as Printed
from exhibit.content.schema.notebook import Run as Run
from exhibit.content.schema.notebook import RunEntry as RunEntry
from exhibit.content.schema.notebook import RunWords as RunWords

Part = Literal["beginning", "making", "ideas", "after", "more"]
Track = Literal["ideas", "data", "machines", "contest", "people", "after"]
# Fields that steer the exhibit and are never shown as they stand; every other string reaches a visitor.
NOT_SHOWN = frozenset(
    {
        *("id", "file", "url", "certainty", "verdict", "sure", "track", "source", "room", "params", "event"),
        *("first_layer", "against", "kind", "unit", "at", "part"),
    }
)


class SampleEntry(Entry):
    id: Key
    file: Text
    credit: Text
    licence: Text
    origin: Text
    classes: tuple[Text, ...] | None = None


class SampleWords(Entry):
    name: Text
    alt: Text


class Sample(SampleEntry, SampleWords):
    """A photo that visitors can try; `file` lies in content/samples. `classes`: the ids that are right for it."""


class PanelEntry(Entry):
    id: Key
    part: Part = "more"
    refs: Refs
    experiment: Experiment | None = None


class PanelWords(Entry):
    """`kicker` is the small line above the title: the section of the seed page that begins here."""

    title: Text
    kicker: Text | None = None
    text: Text
    more: Text | None = None
    correction: Text | None = None
    try_label: Text | None = Field(default=None, alias="try")


class Panel(PanelEntry, PanelWords):
    """One panel of the story. `try_label` is written `try` in the file."""


class EventEntry(Entry):
    id: Key
    date: EventDate
    track: Track
    seed: bool = False
    refs: Refs


class EventWords(Entry):
    title: Text
    text: Text


class Event(EventEntry, EventWords):
    """One event of the timeline. `seed`: it stood in the page that the exhibit grew from."""


class TimelineWords(Entry):
    tracks: dict[Track, Text]
    events: dict[Key, EventWords]


class Timeline(Entry):
    """All events in order of date, and the names of their tracks."""

    tracks: dict[str, str]
    events: tuple[Event, ...]


class ErrorYear(Entry):
    """A contest winner: top-5 error in percent with the contest's data only, and with extra data where entered."""

    year: int
    winner: Text
    error: Share
    with_extra_data: Share | None = None
    refs: Refs


class HumanError(Entry):
    """The top-5 error, in percent, of the one trained person who tried."""

    error: Share
    refs: Refs


class ErrorChart(Entry):
    years: Annotated[tuple[ErrorYear, ...], Field(min_length=1)]
    human: HumanError


class QuotationEntry(Entry):
    id: Key
    words: Text
    who: Text
    when: Text
    where: Text
    sure: Literal["very", "high", "medium"]
    refs: Refs


class QuotationWords(Entry):
    """`translation` is ours, for languages other than the one in which the words were said."""

    context: Text
    translation: Text | None = None


class Quotation(QuotationEntry, QuotationWords):
    """Words that somebody said or wrote, exactly, and how sure we are of the wording."""


class Misquotation(Entry):
    """A sentence that the seed page put in the authors' mouths, and what the paper says.

    The translations are filled in from the language's small print.
    """

    seed_words: Text
    paper_words: Text
    seed_translation: Text | None = None
    paper_translation: Text | None = None
    refs: Refs


class QuotationsFile(Entry):
    quotations: tuple[QuotationEntry, ...]
    misquotation: Misquotation


class Quotations(Entry):
    quotations: tuple[Quotation, ...]
    misquotation: Misquotation


class PersonEntry(Entry):
    id: Key
    name: Text
    refs: Refs


class PersonWords(Entry):
    role: Text
    life: Text


class Person(PersonEntry, PersonWords):
    """A person of the story, in a few careful sentences."""


class FactEntry(Entry):
    id: Key
    verdict: Annotated[Literal["true", "half", "false"], BeforeValidator(yes_or_no_as_word)]
    refs: Refs
    experiment: Experiment | None = None


class FactWords(Entry):
    legend: Text
    evidence: Text
    try_label: Text | None = Field(default=None, alias="try")


class Fact(FactEntry, FactWords):
    """A legend about AlexNet, and what the evidence says. `verdict` judges the legend."""


class MilestoneEntry(Entry):
    id: Key
    event: Key | None = None
    refs: Refs


class MilestoneWords(Entry):
    title: Text
    text: Text
    next: Text


class Milestone(MilestoneEntry, MilestoneWords):
    """A neighbour of AlexNet's, on a card. `event` is its place on the timeline, `next` what to read next."""


class SeedEntry(Entry):
    number: Annotated[int, Field(ge=1, le=51)]
    verdict: Literal["right", "imprecise", "wrong", "unverifiable"]
    room: Key
    at: Key | None = None
    refs: Refs


class SeedWords(Entry):
    claim: Text
    wording: Text


class SeedClaim(SeedEntry, SeedWords):
    """A claim of the page that the exhibit grew from, where it stands now, and the careful wording.

    `at` is the panel, event, quotation or other entry of the room that tells it.
    """


class MethodWords(Entry):
    name: Text
    measures: Text
    misleads: Text


class NetworkWords(Entry):
    """How visitors read a network. `beside`: a comparison for its hit rate."""

    name: Text
    short: Text
    about: Text
    beside: Text | None = None


class FamilyWords(Entry):
    """How visitors read a family of words: the kind in a table, and one of the kind in a sentence."""

    name: Text
    phrase: Text
