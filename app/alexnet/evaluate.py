"""How good is a network? Photographs in folders named by their WordNet id in, top-1 and top-5 out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from alexnet.photo import MAX_BYTES, Photo, PhotoError, open_photo

if TYPE_CHECKING:
    from alexnet.engine import Engine

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"}
_TOGETHER = 32


class NothingToAskError(ValueError):
    """The folder holds no photo of a word that the network knows."""


@dataclass(frozen=True)
class Evaluation:
    """What came out. top1 and top5 in per cent of the photos that were answered.

    classes: how many of the folders' words the network knows. unknown: folders that are none of its words, left out.
    refused: photos that could not be opened, with the reason, left out too.
    images_per_second: opening and preparing included.
    """

    network: str
    device: str
    precision: str
    photos: int
    classes: int
    top1: float
    top5: float
    images_per_second: float
    unknown: tuple[str, ...]
    refused: tuple[tuple[Path, str], ...]


def evaluate(engine: Engine, folder: Path, network: str | None = None) -> Evaluation:
    """Ask the network about every photo in `folder`/<WordNet id>/, centre crop only.

    Raises `NothingToAskError`, and `WeightsError` when no network can be loaded.
    """
    import torch

    from alexnet.preprocess import to_tensor

    chosen = engine.answering(network)
    words, entry = engine.words(chosen), engine.entry(chosen)
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    known = [path for path in folders if path.name in words]
    refused: list[tuple[Path, str]] = []
    first = five = photos = 0
    run, start = None, time.perf_counter()
    for batch in _batches(_photos(known, refused), _TOGETHER):
        truth = torch.tensor([words.index(word) for _, word in batch])
        run = engine.forward(torch.cat([to_tensor(photo, entry) for photo, _ in batch]), chosen)
        hits = run.logits.topk(min(5, len(words))).indices == truth[:, None]
        first += int(hits[:, 0].sum())
        five += int(hits.sum())
        photos += len(batch)
    if run is None:
        raise NothingToAskError(f"{folder} has no folder of photos named by a WordNet id that {chosen} knows")
    return Evaluation(
        network=chosen,
        device=run.device,
        precision=run.precision,
        photos=photos,
        classes=len(known),
        top1=100 * first / photos,
        top5=100 * five / photos,
        images_per_second=photos / (time.perf_counter() - start),
        unknown=tuple(path.name for path in folders if path not in known),
        refused=tuple(refused),
    )


def _photos(folders: Sequence[Path], refused: list[tuple[Path, str]]) -> Iterator[tuple[Photo, str]]:
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


def _batches(photos: Iterator[tuple[Photo, str]], size: int) -> Iterator[list[tuple[Photo, str]]]:
    while batch := list(islice(photos, size)):
        yield batch
