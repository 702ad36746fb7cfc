"""How often answers are right: the exact word, one of five, the right family; with what a count of so many can tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.families import Families

NORMAL_95 = 1.959964
"""Between plus and minus so many standard deviations lie 95 % of a normal distribution."""
Measure = Literal["top1", "top5", "family"]
Interval = tuple[float, float]


class FamilyScore(BaseModel):
    """One family: its photographs, and in per cent how often the family, and how often the very word, was named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    photos: int = Field(gt=0)
    family: float = Field(ge=0, le=100)
    top1: float = Field(ge=0, le=100)


class Scores(BaseModel):
    """All in per cent of `photos` photographs.

    top1, top5: the true word came first, or among the first five. family: the family with the largest summed
    probability was the true word's; None where no photograph's word belongs to a family. ece: expected calibration
    error of the first names, at the network's stored temperature.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    photos: int = Field(gt=0)
    top1: float = Field(ge=0, le=100)
    top5: float = Field(ge=0, le=100)
    family: float | None = Field(default=None, ge=0, le=100)
    ece: float | None = Field(default=None, ge=0, le=100)
    families: tuple[FamilyScore, ...] = ()

    def interval(self, measure: Measure) -> Interval | None:
        """The 95 % interval of a measure in per cent; None where it was not measured."""
        share = getattr(self, measure)
        return None if share is None else wilson(share, self.photos)

    def record(self) -> dict[str, object]:
        """For JSON: all figures, and the intervals as [from, to]."""
        measures: tuple[Measure, ...] = ("top1", "top5", "family")
        return self.model_dump() | {f"{measure}_interval": self.interval(measure) for measure in measures}


def wilson(per_cent: float, photos: int) -> Interval:
    """The 95 % confidence interval of a share, both in per cent, counted on `photos` photographs (Wilson's score).

    It stays between 0 and 100 and is right for few photographs and for rare successes too, where the usual
    "plus or minus two standard errors" is not.
    """
    share, z2 = per_cent / 100, NORMAL_95**2
    middle = share + z2 / (2 * photos)
    reach = NORMAL_95 * math.sqrt(share * (1 - share) / photos + z2 / (4 * photos**2))
    low, high = (middle - reach) / (1 + z2 / photos), (middle + reach) / (1 + z2 / photos)
    return 100 * max(0.0, low), 100 * min(1.0, high)


def score(probabilities: Tensor, truth: Tensor, words: Sequence[str], families: Families | None = None) -> Scores:
    """Count: `probabilities` (N, words) of N photographs whose true words are `truth` (N,), indices into `words`.

    Raises ValueError without photographs.
    """
    from alexnet.evaluation.calibration import calibration_error

    shares, true = probabilities.double().cpu(), truth.cpu().long()
    order = shares.topk(min(5, len(words)), 1)
    hits = (order.indices == true[:, None]) & (order.values > 0)  # a word without any share is no answer
    first = hits[:, 0]
    by_family = _by_family(shares, true, first, words, families) if families is not None else ()
    in_family = sum(one.photos for one in by_family)
    return Scores(
        photos=len(true),
        top1=100 * float(first.double().mean()),
        top5=100 * float(hits.any(1).double().mean()),
        family=sum(one.family * one.photos for one in by_family) / in_family if in_family else None,
        ece=100 * calibration_error(order.values[:, 0], first),
        families=by_family,
    )


def _by_family(
    shares: Tensor, true: Tensor, first: Tensor, words: Sequence[str], families: Families
) -> tuple[FamilyScore, ...]:
    """Each family that has photographs, in the order of the families' file. A word without a family has no say."""
    import torch

    known = [id for id in families.root if not set(families.root[id]).isdisjoint(words)]
    if not known:
        return ()
    number = torch.tensor([known.index(families.by_word[w]) if w in families.by_word else len(known) for w in words])
    sums = torch.zeros(len(shares), len(known) + 1, dtype=shares.dtype).index_add_(1, number, shares)
    meant, said = number[true], sums[:, : len(known)].argmax(1)
    scores = []
    for index, id in enumerate(known):
        of_it = meant == index
        if photos := int(of_it.sum()):
            named, exact = int((said[of_it] == index).sum()), int(first[of_it].sum())
            scores.append(FamilyScore(id=id, photos=photos, family=100 * named / photos, top1=100 * exact / photos))
    return tuple(scores)
