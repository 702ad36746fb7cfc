"""How good is a network? Photographs in folders named by their WordNet id in, the share of right answers out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from alexnet.evaluation.scores import Scores
from alexnet.photo import MAX_BYTES, Photo, PhotoError, open_photo
from alexnet.weights.manifest import class_ids

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.inference.engine import Engine, Forward

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"}
TOGETHER = 32


class EmptyDatasetError(ValueError):
    """The folder holds no photo of a word that the network knows."""


@dataclass(frozen=True)
class Evaluation:
    """What came out, of the photos that were answered.

    classes: how many of the folders' words the network knows. temperature: by which the logits were divided.
    images_per_second: with a single view, opening and preparing included. single: by one view, the middle of the
    photo. ten_crop: by the mean over ten views (section 4.1 of the paper), if that was asked for.
    unknown: folders that are none of its words, left out. refused: photos that could not be opened, with the reason,
    left out too.
    """

    network: str
    device: str
    precision: str
    classes: int
    temperature: float
    images_per_second: float
    single: Scores
    ten_crop: Scores | None
    unknown: tuple[str, ...]
    refused: tuple[tuple[Path, str], ...]

    @property
    def photos(self) -> int:
        """How many photos were answered."""
        return self.single.photos

    @property
    def top1(self) -> float:
        """Per cent of the photos whose word came first, by one view."""
        return self.single.top1

    @property
    def top5(self) -> float:
        """Per cent of the photos whose word was among the first five, by one view."""
        return self.single.top5


class _Evaluator:
    """One network's answers, collected batch by batch."""

    def __init__(self, engine: Engine, network: str | None, ten_crop: bool) -> None:
        self.engine, self.network, self.wants_ten = engine, engine.answering(network), ten_crop
        self.entry = engine.entry(self.network)
        self.words = class_ids(self.entry)  # a photo of a word that it has and may not say counts, as a miss
        self.spoken = [self.words.index(word) for word in engine.words(self.network)]
        self.truth: list[int] = []
        self.one: list[Tensor] = []
        self.ten: list[Tensor] = []
        self.last: Forward | None = None
        self.seconds_for_ten = 0.0

    def ask(self, batch: Sequence[tuple[Photo, str]]) -> None:
        """Answer a batch of photos with their true words."""
        import torch

        from alexnet.photo.preprocess import to_tensor

        views = torch.cat([to_tensor(photo, self.entry) for photo, _ in batch])
        self.last = self.engine.forward(views, self.network)
        self.one += [self._shares(logits[None]) for logits in self.last.logits]
        self.truth += [self.words.index(word) for _, word in batch]
        if self.wants_ten:
            start = time.perf_counter()
            self.ten += [self._ten_views(photo) for photo, _ in batch]
            self.seconds_for_ten += time.perf_counter() - start

    def _ten_views(self, photo: Photo) -> Tensor:
        from alexnet.photo.preprocess import ten_crops

        return self._shares(self.engine.forward(ten_crops(photo, self.entry), self.network).logits)

    def _shares(self, logits: Tensor) -> Tensor:
        """Logits of one photo's views (views, spoken words) to shares (words,): zero for what is not spoken."""
        import torch

        from alexnet.classify import probabilities

        shares = torch.zeros(len(self.words), dtype=torch.float64)
        shares[self.spoken] = probabilities(logits, self.entry.temperature)
        return shares

    def scores(self, answers: Sequence[Tensor]) -> Scores:
        """How good these answers are."""
        import torch

        from alexnet.evaluation.scores import score
        from alexnet.families import read_families

        return score(torch.stack(list(answers)), torch.tensor(self.truth), self.words, read_families(self.entry.folder))


def evaluate(engine: Engine, folder: Path, network: str | None = None, ten_crop: bool = False) -> Evaluation:
    """Ask the network about every photo in `folder`/<WordNet id>/ by its middle, and with `ten_crop` by ten views too.

    Raises `EmptyDatasetError`, and `WeightsError` when no network can be loaded.
    """
    asked = _Evaluator(engine, network, ten_crop)
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    known = [path for path in folders if path.name in asked.words]
    refused: list[tuple[Path, str]] = []
    start = time.perf_counter()
    for batch in batched(labelled_photos(known, refused), TOGETHER):
        asked.ask(batch)
    if asked.last is None:
        raise EmptyDatasetError(f"{folder} has no folder of photos named by a WordNet id that {asked.network} knows")
    return Evaluation(
        network=asked.network,
        device=asked.last.device,
        precision=asked.last.precision,
        classes=len(known),
        temperature=asked.entry.temperature,
        images_per_second=len(asked.truth) / (time.perf_counter() - start - asked.seconds_for_ten),
        single=asked.scores(asked.one),
        ten_crop=asked.scores(asked.ten) if ten_crop else None,
        unknown=tuple(path.name for path in folders if path not in known),
        refused=tuple(refused),
    )


def labelled_photos(folders: Sequence[Path], refused: list[tuple[Path, str]]) -> Iterator[tuple[Photo, str]]:
    """Every photo with its word, one at a time; those that cannot be opened go to `refused`."""
    for folder in folders:
        for path in sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES):
            try:
                with path.open("rb") as file:
                    yield open_photo(file.read(MAX_BYTES + 1)), folder.name
            except PhotoError as error:
                refused.append((path, str(error)))
            except OSError as error:
                refused.append((path, error.strerror or "cannot be read"))


def batched(photos: Iterator[tuple[Photo, str]], size: int) -> Iterator[list[tuple[Photo, str]]]:
    while batch := list(islice(photos, size)):
        yield batch
