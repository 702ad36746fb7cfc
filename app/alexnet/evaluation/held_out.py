"""Photographs that no network of this project learned from, and what a network says of them.

`weights/held-out.yaml` lists the sets; their photographs are in none of the project's files. They are looked for as
PHOTOGRAPHS/<set>/<WordNet id>/<photo>, where PHOTOGRAPHS is any folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, Field

from alexnet.evaluation.evaluate import TOGETHER, EmptyDatasetError, batched, labelled_photos
from alexnet.weights.manifest import SHIPPED, NetworkEntry, class_ids

if TYPE_CHECKING:
    from torch import Tensor, nn

LISTED = SHIPPED / "held-out.yaml"


class HeldOutSet(BaseModel):
    """One set: its folder's name, what it is in words, and where it is from.

    near_equals: words of which a photograph nearly equals a training photograph of the same word; the scores are given
    a second time without their photographs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    repository: str
    commit: str = Field(pattern=r"^[0-9a-f]{40}$")
    near_equals: tuple[str, ...] = ()


class HeldOutSets(BaseModel):
    """development: what temperature, spoken words and biases are chosen on. test: what is reported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    development: tuple[HeldOutSet, ...] = Field(min_length=1)
    test: tuple[HeldOutSet, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Answers:
    """A network's logits (N, classes) for N photographs and the numbers of their true words (N,)."""

    logits: Tensor
    truth: Tensor

    def only(self, kept: Tensor) -> Answers:
        """The answers where `kept` (N,) is true."""
        return Answers(self.logits[kept], self.truth[kept])


def read_held_out(path: Path = LISTED) -> HeldOutSets:
    """The list of sets. Raises OSError, and pydantic's ValidationError for a mistake in it."""
    return HeldOutSets.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def answers(entry: NetworkEntry, module: nn.Module, photographs: Path, one: HeldOutSet) -> Answers:
    """What `module`, the network of `entry` with all its words, says of a set's photographs by one view, in float32.

    Raises `EmptyDatasetError` where they are missing, and where one cannot be opened: a record is of whole sets.
    """
    import torch

    from alexnet.photo.preprocess import to_tensor

    folder, words = photographs / one.id, class_ids(entry)
    if not folder.is_dir():
        raise EmptyDatasetError(f"{folder} is not there: put the photographs of {one.repository} in it, by WordNet id")
    refused: list[tuple[Path, str]] = []
    folders = sorted(path for path in folder.iterdir() if path.name in words)
    found, truth = [], []
    for batch in batched(labelled_photos(folders, refused), TOGETHER):
        with torch.inference_mode():
            found.append(module(torch.cat([to_tensor(photo, entry) for photo, _ in batch])))
        truth += [words.index(word) for _, word in batch]
    if refused or not found:
        raise EmptyDatasetError(f"{folder}: {refused[0][0].name}: {refused[0][1]}" if refused else f"{folder} is empty")
    return Answers(torch.cat(found), torch.tensor(truth))


def joined(lots: Sequence[Answers]) -> Answers:
    """Several sets as one."""
    import torch

    return Answers(torch.cat([lot.logits for lot in lots]), torch.cat([lot.truth for lot in lots]))


def mean_shares(logits: Tensor) -> Tensor:
    """How much of its belief a network gives to each word, over photographs (N, classes): (classes,), sum 1."""
    return logits.double().softmax(1).mean(0)
