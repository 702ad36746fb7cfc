"""Probabilities that can be believed: of all answers given with 70 %, seven in ten should be right.

A network trained for accuracy is usually too sure of itself. One number mends most of that: the temperature T by which
all logits are divided before the softmax, fitted on photographs the network has not seen. It changes no order, so no
answer becomes another one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

BINS = 15
_COLDEST, _HOTTEST = 0.05, 20.0
_GOLDEN = (math.sqrt(5) - 1) / 2
_STEPS = 60  # each step keeps 62 % of the bracket: 400-fold down to below 1e-9 of the sharpness


@dataclass(frozen=True)
class Calibration:
    """A fitted temperature and what it does, on the `photos` photographs it was fitted on.

    ece_...: expected calibration error, 0 to 1. nll_...: mean negative log-likelihood of the true word, in nats.
    """

    temperature: float
    photos: int
    ece_before: float
    ece_after: float
    nll_before: float
    nll_after: float


def calibrate(logits: Tensor, labels: Tensor) -> Calibration:
    """Fit the temperature of a network to its logits (N, words) on held-out photographs with true words `labels` (N,).

    To measure its effect honestly, fit on one half of the photographs and ask `calibration_error` on the other.
    """
    fitted = fit_temperature(logits, labels)
    return Calibration(
        temperature=fitted,
        photos=len(labels),
        ece_before=error_of_logits(logits, labels),
        ece_after=error_of_logits(logits, labels, fitted),
        nll_before=negative_log_likelihood(logits, labels),
        nll_after=negative_log_likelihood(logits, labels, fitted),
    )


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature between 0.05 and 20 under which the true words are likeliest. Deterministic.

    In the sharpness 1/T the negative log-likelihood has one valley (it is convex), which a golden-section search
    cannot miss. Raises ValueError without photographs.
    """
    if len(labels) == 0:
        raise ValueError("no photographs to fit a temperature on")
    scores = logits.double()
    sharpness = _lowest(lambda s: negative_log_likelihood(scores, labels, 1 / s), 1 / _HOTTEST, 1 / _COLDEST)
    return 1 / sharpness


def negative_log_likelihood(logits: Tensor, labels: Tensor, temperature: float = 1.0) -> float:
    """The mean over photographs of -ln(probability given to the true word), in nats."""
    logs = (logits.double() / temperature).log_softmax(1)
    return -float(logs.gather(1, labels.to(logs.device).long()[:, None]).mean())


def error_of_logits(logits: Tensor, labels: Tensor, temperature: float = 1.0) -> float:
    """The expected calibration error of the first names: logits (N, words), true words (N,)."""
    best = (logits.double() / temperature).softmax(1).max(1)
    return calibration_error(best.values, best.indices == labels.to(best.indices.device))


def calibration_error(confidences: Tensor, right: Tensor, bins: int = BINS) -> float:
    """Expected calibration error, 0 to 1: how far what was promised lies from what was kept.

    confidences (N,) in 0..1, right (N,) bool. The answers are sorted into `bins` of equal width by their confidence;
    in each, the mean confidence is held against the share that was right, and the gaps are averaged by the number of
    answers. A confidence on the edge between two bins counts in the lower one, as is usual; 0 counts in the lowest.
    """
    if len(confidences) == 0:
        raise ValueError("no answers to measure")
    confidences, kept = confidences.double(), right.double()
    which = ((confidences * bins).ceil().long() - 1).clamp(0, bins - 1)
    gaps = [abs(float((confidences[which == one] - kept[which == one]).sum())) for one in range(bins)]
    return sum(gaps) / len(confidences)


def _lowest(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley between `low` and `high` is lowest: golden-section search in the logarithm."""
    left, right = math.log(low), math.log(high)
    inner, outer = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    at_inner, at_outer = value(math.exp(inner)), value(math.exp(outer))
    for _ in range(_STEPS):
        if at_inner <= at_outer:
            right, outer, at_outer = outer, inner, at_inner
            inner = right - _GOLDEN * (right - left)
            at_inner = value(math.exp(inner))
        else:
            left, inner, at_inner = inner, outer, at_outer
            outer = left + _GOLDEN * (right - left)
            at_outer = value(math.exp(outer))
    return math.exp((left + right) / 2)
