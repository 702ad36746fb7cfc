"""Photo and word in, map out: the one verb of this package."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alexnet.saliency.methods import METHODS
from alexnet.saliency.records import AttributionRequest, MethodError, ProgressCallback, SaliencyMap, TargetError
from alexnet.saliency.region import locate_peak

if TYPE_CHECKING:
    from alexnet.inference.engine import Engine
    from alexnet.photo import Photo


def explain(
    engine: Engine,
    photo: Photo,
    method: str,
    target: str | None = None,
    network: str | None = None,
    progress: ProgressCallback | None = None,
    settings: Mapping[str, int] | None = None,
) -> SaliencyMap:
    """Why the network says `target` (a WordNet id; None for its first answer) of this photo, by one of `METHODS`.

    `progress` is called with the share done, 0 to 1, while other visitors may use the network; what it raises stops
    the work and reaches the caller, and nothing is left behind on the network.
    Raises MethodError, ParameterError, TargetError, and WeightsError when no network can be loaded.
    """
    from alexnet.photo.preprocess import to_tensor, view

    if method not in METHODS:
        raise MethodError(method)
    chosen = METHODS[method]
    values = chosen.settings(settings)
    answering = engine.answering(network)
    entry = engine.entry(answering)
    words = engine.words(answering)
    if target is not None and target not in words:
        raise TargetError(target, answering)
    started = time.perf_counter()
    pixels = to_tensor(photo, entry)
    index = int(engine.forward(pixels, answering).logits.argmax()) if target is None else words.index(target)
    case = AttributionRequest(
        pixels.to(engine.device),
        index,
        lambda: engine.session(answering),
        entry.temperature,
        engine.batch_size(answering),
    )
    raw = chosen.attribute(case, values, progress or _silent).float().cpu().numpy()
    milliseconds = (time.perf_counter() - started) * 1000
    scaled, peak = _scaled(raw)
    square = view(photo, entry)
    return SaliencyMap(
        answering, method, words[index], scaled, peak, chosen.signed, square, milliseconds, locate_peak(scaled)
    )


def _scaled(raw: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """The map with its strongest point at 1 or -1, and the strength that this point had."""
    peak = float(np.abs(raw).max())
    return (raw / peak).astype(np.float32) if peak > 0 else raw, peak


def _silent(share: float) -> None:
    """Nobody asked for progress."""
