"""Says in numbers where a map is strongest, so that words for it can be written in any language."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from alexnet.saliency.records import Column, PeakRegion, Row


def locate_peak(values: NDArray[np.float32]) -> PeakRegion:
    """The strongest of the nine fields of a map (H, W), and how little of the picture holds half of the signal.

    Signal is what speaks for the word: the positive part of a map. Only a map with nothing positive is judged by the
    size of its negative part. The strongest field is the one with the highest mean, since a single stray pixel (the
    gradient has many) says little about a place. `share` is the smallest part of the pixels, 0 to 1, whose sum is half
    of the total: 0.5 for an even map, close to 0 for a point. A map of zeros has no place: the middle, with share 0.
    """
    signal = np.maximum(values, 0).astype(np.float64)
    if not signal.any():
        signal = np.abs(values).astype(np.float64)
    if not signal.any():
        return PeakRegion("middle", "centre", 0.0)
    bands = np.array_split(signal, 3, axis=0)
    means = np.array([[field.mean() for field in np.array_split(band, 3, axis=1)] for band in bands])
    row, column = np.unravel_index(int(means.argmax()), means.shape)
    return PeakRegion(get_args(Row)[row], get_args(Column)[column], _half_share(signal))


def _half_share(signal: NDArray[np.float64]) -> float:
    """The smallest share of the pixels that together hold half of the signal."""
    strongest_first = np.sort(signal, axis=None)[::-1]
    running = np.cumsum(strongest_first)
    # The tolerance keeps rounding in a long sum from asking for one pixel too many.
    needed = int(np.searchsorted(running, running[-1] / 2 * (1 - 1e-9))) + 1
    return needed / signal.size
