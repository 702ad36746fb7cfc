"""What was measured of a trained network, as one record: `weights/<network>.results.json`.

The model card shows it (`python -m alexnet.train card`), and a test holds the two together. All shares are per cent.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from alexnet.evaluation.scores import Scores
from alexnet.filters import TowerColour
from alexnet.weights.manifest import SHIPPED

SHIPPED_RESULTS = SHIPPED / "alexnet-2012.results.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeldOut(_Part):
    """Scores on photographs that were not trained on. `title` says in words what they are.

    single: by one view. ten_crop: by the mean over ten views, where that was measured.
    """

    title: str = Field(min_length=1)
    single: Scores
    ten_crop: Scores | None = None


class Temperature(_Part):
    """The temperature and the expected calibration error of the first names before and after.

    fitted_on, measured_on: photographs in words; two different lots, else the error after looks better than it is.
    """

    temperature: float = Field(gt=0)
    fitted_on: str
    measured_on: str
    ece_before: float = Field(ge=0, le=100)
    ece_after: float = Field(ge=0, le=100)


class Packing(_Part):
    """The shipped file against the full-precision weights, on the very same photographs."""

    megabytes: float = Field(gt=0)
    measured_on: str
    full: Scores
    packed: Scores


class Spoken(_Part):
    """How often `words` words were right on the `photos` development photographs, all photographs counted."""

    words: int = Field(gt=0)
    photos: int = Field(gt=0)
    top1: float = Field(ge=0, le=100)
    top5: float = Field(ge=0, le=100)


class Balance(_Part):
    """What it brought to take some belief from words that a network names too readily: see `alexnet.train.balance`.

    strength: the power of a word's mean share that is divided out. before, after: on the development photographs.
    """

    strength: float = Field(ge=0)
    before: Spoken
    after: Spoken


class Training(_Part):
    """What the training took. images: photographs seen, repeats included. pixels: their sides, in words.

    joules: of the whole device while it trained; None where it cannot tell.
    """

    device: str
    minutes: float = Field(gt=0)
    images: int = Field(gt=0)
    pixels: str
    joules: float | None = Field(default=None, gt=0)

    @property
    def images_per_second(self) -> float:
        """The mean over the whole training."""
        return self.images / (60 * self.minutes)


class Results(_Part):
    """One network's record. What was not measured is left out.

    words: how many its last layer has. spoken: with how many of them it may answer, among which it chose; `speech`
    says what was tried before that was decided.
    """

    network: str
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    words: int = Field(gt=0)
    spoken: int = Field(gt=0)
    held_out: tuple[HeldOut, ...] = Field(min_length=1)
    speech: tuple[Spoken, ...] = ()
    temperature: Temperature | None = None
    balance: Balance | None = None
    packing: Packing | None = None
    towers: TowerColour | None = None
    training: Training


def read_results(path: Path = SHIPPED_RESULTS) -> Results:
    """The record in a file. Raises OSError, and pydantic's ValidationError when it does not fit."""
    return Results.model_validate_json(path.read_text(encoding="utf-8"))


def write_results(results: Results, path: Path = SHIPPED_RESULTS) -> None:
    """Write the record so that it can be read by people, too."""
    path.write_text(results.model_dump_json(indent=2, exclude_none=True) + "\n", encoding="utf-8")
