"""The first layer's kernels as pictures: the only weights of the network that can be looked at as they are.

They read colours directly, so each is itself a small colour picture (the paper's figure 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from alexnet.render.tiles import stretch_kernels

if TYPE_CHECKING:
    from torch import nn

    from alexnet.inference.engine import Engine


@dataclass(frozen=True)
class FilterSheet:
    """The kernels of conv1.

    kernels: (n, 11, 11, 3) uint8 pictures, n = 96 in the network of 2012; grey is a weight of zero.
    tower: for each kernel 0 (first card) or 1 (second card); -1 throughout in a network of one tower.
    colourfulness: (n,) float32, 0 for a kernel that looks only at light and dark, 1 for one that looks only at colour.
    """

    network: str
    kernels: NDArray[np.uint8]
    tower: tuple[int, ...]
    colourfulness: NDArray[np.float32]


def first_layer(engine: Engine, network: str | None = None) -> FilterSheet:
    """The kernels of a network, or of the one that answers by default. Raises WeightsError when none can be loaded."""
    chosen = engine.answering(network)
    with engine.session(chosen) as module:
        weights = module.get_parameter("conv1.weight").detach().float().cpu().numpy()
        tower = towers(module, len(weights))
    return FilterSheet(chosen, stretch_kernels(weights), tower, colourfulness(weights))


def colourfulness(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of each kernel (n, 3, h, w) looks at colour rather than at light and dark: (n,), 0 to 1.

    Definition: split the kernel into its mean over red, green and blue (what it does to a grey picture) and the rest,
    and take the rest's share of the sum of squared weights. A kernel of zeros counts as 0.
    """
    energy = (weights.astype(np.float64) ** 2).sum(axis=(1, 2, 3))
    grey = weights.astype(np.float64).mean(axis=1)
    light = 3 * (grey**2).sum(axis=(1, 2))
    return np.where(energy > 0, 1 - light / np.where(energy > 0, energy, 1), 0).clip(0, 1).astype(np.float32)


def towers(module: nn.Module, maps: int) -> tuple[int, ...]:
    """The tower of each of a layer's `maps`: first half 0, second half 1; all -1 in a network of one tower.

    Whether there are two is read off conv2: in the network of 2012 it sees only the maps of its own tower.
    """
    if module.get_submodule("conv2").groups == 1:
        return (-1,) * maps
    return (0,) * (maps // 2) + (1,) * (maps - maps // 2)


COLOURFUL = 0.5
"""A kernel is called colourful when at least so much of its energy looks at colour (see `colourfulness`)."""
Split = Literal["yes", "partly", "no"]


@dataclass(frozen=True)
class TowerColour:
    """Does one tower look at grey and the other at colour, as the paper saw (section 6.1, figure 3)?

    mean: the mean colourfulness of each tower's kernels, 0 to 1. colourful: the share of each tower's kernels that are
    colourful. error: the standard error of the difference of the two means, from the kernels' own spread.
    """

    mean: tuple[float, float]
    colourful: tuple[float, float]
    error: float

    @property
    def difference(self) -> float:
        """The second tower's mean less the first's."""
        return self.mean[1] - self.mean[0]

    @property
    def repeats_the_paper(self) -> Split:
        """A rule fixed before looking, so that nobody can see what they hope to see.

        `no`: the means differ by less than two standard errors; chance does that. `yes`: they differ by more, at most
        a quarter of one tower's kernels are colourful and at least half of the other's. `partly`: anything between.
        Which of the two towers is the grey one does not matter.
        """
        if abs(self.difference) <= 2 * self.error:
            return "no"
        return "yes" if min(self.colourful) <= 0.25 and max(self.colourful) >= 0.5 else "partly"


def tower_colour(weights: NDArray[np.float32]) -> TowerColour:
    """Measure conv1's kernels (2n, 3, h, w), the first n of tower one and the others of tower two.

    Raises ValueError for fewer than two kernels in a tower: they have no spread.
    """
    half = len(weights) // 2
    if half < 2:
        raise ValueError("a tower needs at least two kernels")
    values = colourfulness(weights).astype(np.float64)
    one, two = values[:half], values[half:]
    return TowerColour(
        mean=(float(one.mean()), float(two.mean())),
        colourful=(float((one >= COLOURFUL).mean()), float((two >= COLOURFUL).mean())),
        error=float(np.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))),
    )
