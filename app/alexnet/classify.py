"""What is in the photo? The network's words for it, and the families of words, likeliest first."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alexnet.families import Families, FamilyShare, read_families
from alexnet.weights.errors import WeightsError

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.inference.engine import Engine
    from alexnet.photo import Photo
    from alexnet.weights.manifest import NetworkEntry

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prediction:
    """A word, as its WordNet id, and the probability the network gives it; `family` is the id of its family, if any."""

    id: str
    probability: float
    family: str | None = None


@dataclass(frozen=True)
class Classification:
    """The answer to one photo: who answered, on what, how fast, and the likeliest words.

    milliseconds: preparing the photo and running the network, without waiting for other visitors.
    entropy: how undecided the network is, in bits; 0 when it is certain, log2(words) when it has no idea.
    words: how many words this network may answer with.
    families: the summed probabilities of all its words by family (a dog, a boat), not only of those in `predictions`,
    likeliest first. Empty where none of its words belongs to a family.
    """

    network: str
    device: str
    precision: str
    milliseconds: float
    predictions: tuple[Prediction, ...]
    entropy: float
    words: int
    families: tuple[FamilyShare, ...] = ()


def classify(
    engine: Engine, photo: Photo, network: str | None = None, top: int = 5, ten_crop: bool = False
) -> Classification:
    """Name what is in the photo.

    With `ten_crop` the network looks ten times, at corners, centre and mirror images, and its ten softmax outputs are
    averaged: so the paper was scored (section 4.1). Raises `WeightsError` when no network can be loaded.
    """
    from alexnet.photo.preprocess import ten_crops, to_tensor

    network = engine.answering(network)
    entry, words = engine.entry(network), engine.words(network)
    start = time.perf_counter()
    batch = ten_crops(photo, entry) if ten_crop else to_tensor(photo, entry)
    prepared = 1000 * (time.perf_counter() - start)
    run = engine.forward(batch, network)
    shares = probabilities(run.logits, entry.temperature)
    best = shares.topk(min(top, len(words)))
    families = _families(entry)
    predictions = tuple(
        Prediction(words[index], share, families.by_word.get(words[index]))
        for share, index in zip(best.values.tolist(), best.indices.tolist(), strict=True)
    )
    return Classification(
        network=network,
        device=run.device,
        precision=run.precision,
        milliseconds=prepared + run.milliseconds,
        predictions=predictions,
        entropy=entropy(shares),
        words=len(words),
        families=families.shares(words, shares.tolist()),
    )


def _families(entry: NetworkEntry) -> Families:
    """The families; none where their file is broken, for the five names are an answer without them."""
    try:
        return read_families(entry.folder)
    except WeightsError as error:
        log.warning("the answer comes without families: %s", error)
        return Families({})


def probabilities(logits: Tensor, temperature: float = 1.0) -> Tensor:
    """The mean softmax over the views of one photo: logits (views, words) to shares (words,) that sum to one.

    Dividing by the network's `temperature` first makes its confidence honest: it was fitted on photos it had not seen.
    """
    return (logits.double() / temperature).softmax(1).mean(0)


def entropy(shares: Tensor) -> float:
    """Shannon entropy in bits; an outcome of share zero adds nothing."""
    some = shares[shares > 0]
    return max(0.0, -float((some * some.log2()).sum()))
