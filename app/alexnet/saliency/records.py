"""What an explanation is made of: the method, its settings, the map and where its strongest signal lies. No torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from alexnet.inference.batches import BatchSize

if TYPE_CHECKING:
    from torch import Tensor, nn

Row = Literal["upper", "middle", "lower"]
Column = Literal["left", "centre", "right"]
Explains = Literal["score", "probability"]


class MethodError(ValueError):
    """The museum knows no explanation of this name."""

    def __init__(self, method: str) -> None:
        super().__init__(f"There is no saliency method called {method!r}.")
        self.method = method


class ParameterError(ValueError):
    """A setting that the method does not have, or a value outside its limits."""


class TargetError(ValueError):
    """The network has no word for what it was asked to explain."""

    def __init__(self, target: str, network: str) -> None:
        super().__init__(f"The network {network!r} has no word {target!r}, so it cannot explain it.")
        self.target, self.network = target, network


@dataclass(frozen=True)
class Parameter:
    """One whole-number setting of a method, with the limits between which it makes sense."""

    id: str
    default: int
    least: int
    most: int


@dataclass(frozen=True)
class AttributionRequest:
    """The question that every method answers: how much does each pixel of this input speak for output `index`?

    pixels: (1, 3, S, S) float32, in the network's own units, on the network's device.
    session: opens the network for one stretch of work, under the engine's lock.
    temperature: what the scores are divided by before softmax, so that probabilities are those shown elsewhere.
    batches: how many photos to put through the network at a time.
    """

    pixels: Tensor
    index: int
    session: Callable[[], AbstractContextManager[nn.Module]]
    temperature: float = 1.0
    batches: BatchSize = field(default_factory=BatchSize)


ProgressCallback = Callable[[float], None]
Attribution = Callable[[AttributionRequest, Mapping[str, int], ProgressCallback], "Tensor"]


@dataclass(frozen=True)
class Method:
    """One way of asking "why".

    paper: key of the source in the museum's bibliography.
    signed: whether the map has two directions (for and against the word) or strength alone.
    explains: the number that the map takes apart: the word's score before softmax, or its probability.
    passes: about how many times one photo goes through the network (there and back counts two): what it costs.
    """

    id: str
    paper: str
    signed: bool
    explains: Explains
    passes: int
    attribute: Attribution
    parameters: tuple[Parameter, ...] = ()

    @property
    def slow(self) -> bool:
        """Whether a visitor should see progress: on two CPU cores it takes longer than a second."""
        return self.passes > 20

    def settings(self, chosen: Mapping[str, int] | None = None) -> dict[str, int]:
        """The defaults with `chosen` laid over them. Raises ParameterError for a name or value that does not fit."""
        known = {parameter.id: parameter for parameter in self.parameters}
        values = {parameter.id: parameter.default for parameter in self.parameters}
        for name, value in (chosen or {}).items():
            if name not in known:
                raise ParameterError(f"The method {self.id!r} has no setting {name!r}.")
            least, most = known[name].least, known[name].most
            if not least <= value <= most:
                raise ParameterError(f"{self.id}: {name} must lie between {least} and {most}, not at {value}.")
            values[name] = value
        return values


@dataclass(frozen=True)
class PeakRegion:
    """The place of a map's strongest signal: one of nine fields, and the share of the picture that holds half of it."""

    row: Row
    column: Column
    share: float


@dataclass(frozen=True)
class SaliencyMap:
    """One answer to "why": a map over the very square that the network saw.

    values: (S, S) float32, scaled so that the strongest point is 1 (or -1, where it speaks against a signed word);
        all zero where the network did not react at all.
    peak: what that strongest point was before scaling, in the method's own unit.
    view: (S, S, 3) uint8, the square itself.
    """

    network: str
    method: str
    target: str
    values: NDArray[np.float32]
    peak: float
    signed: bool
    view: NDArray[np.uint8]
    milliseconds: float
    where: PeakRegion
