"""Shares of one as visitors read them: a probability in percent, a part of the photo in a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from exhibit.ui.charts.bars import Bar

if TYPE_CHECKING:
    from alexnet.classify import Prediction
    from exhibit.content.messages import Messages

AREAS = (
    *((0.42, "half"), (0.29, "third"), (0.22, "quarter"), (0.16, "fifth"), (0.11, "eighth"), (0.07, "tenth")),
    *((0.033, "twentieth"), (0.014, "fiftieth"), (0.0, "small")),
)
"""From which share of the photo on which words stand for it: the limits lie midway between the shares named."""


def percent(t: Messages, share: float) -> str:
    """Whole percents; one digit more for small ones, so that a weak guess does not read as none."""
    return t.percent(share, 0 if share >= 0.095 else 1)


def area(share: float) -> str:
    """The key of the words for a share of the photo, 0 to 1: "half", "third", ... "small"."""
    return next(key for least, key in AREAS if share >= least)


def prediction_bars(t: Messages, predictions: Iterable[Prediction], names: Mapping[str, str]) -> list[Bar]:
    """A bar for each name the network gives, in its order; a class without a plain name keeps its id."""
    return [Bar(names.get(p.id, p.id), p.probability, percent(t, p.probability)) for p in predictions]
