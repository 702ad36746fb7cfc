"""What each layer costs: output size, parameters, multiply-adds, in closed form. No torch: story rooms may use this.

The rows of the network of 2012 are those of dossier 2.1. Pooling, normalisation and dropout learn nothing and are not
counted as rows; a convolution's `pooled` says what its pooling leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alexnet.weights.manifest import Architecture

_POOL = (3, 2)  # window 3, step 2 everywhere (paper, section 3.4)


@dataclass(frozen=True)
class LayerRow:
    """One layer that learns.

    output, pooled: (height, width, maps), or (values,) for a dense layer; pooled is None where no pooling follows.
    parameters: weights and biases; multiply_adds: for one picture, biases not counted.
    parameter_share, multiply_add_share: of the whole network, 0 to 1.
    """

    name: str
    output: tuple[int, ...]
    pooled: tuple[int, ...] | None
    parameters: int
    multiply_adds: int
    parameter_share: float
    multiply_add_share: float


@dataclass(frozen=True)
class _Convolution:
    maps: int
    kernel: int
    stride: int = 1
    padding: int = 0
    groups: int = 1  # 2: each tower reads its own half of the maps below (section 3.2)
    pooled: bool = False


@dataclass(frozen=True)
class _Plan:
    side: int
    convolutions: tuple[_Convolution, ...]
    hidden: int = 4096


_PLANS: dict[Architecture, _Plan] = {
    "alexnet-2012": _Plan(
        227,  # 224 in print; with 227 the windows of conv1 fit (dossier 2.2)
        (
            _Convolution(96, 11, stride=4, pooled=True),
            _Convolution(256, 5, padding=2, groups=2, pooled=True),
            _Convolution(384, 3, padding=1),
            _Convolution(384, 3, padding=1, groups=2),
            _Convolution(256, 3, padding=1, groups=2, pooled=True),
        ),
    ),
    "alexnet-torchvision": _Plan(
        224,  # dossier 2.8
        (
            _Convolution(64, 11, stride=4, padding=2, pooled=True),
            _Convolution(192, 5, padding=2, pooled=True),
            _Convolution(384, 3, padding=1),
            _Convolution(256, 3, padding=1),
            _Convolution(256, 3, padding=1, pooled=True),
        ),
    ),
}


def layer_table(architecture: Architecture = "alexnet-2012", classes: int = 1000) -> tuple[LayerRow, ...]:
    """The eight layers that learn, conv1 to fc8, of a network with `classes` words. Raises KeyError otherwise."""
    counts = list(_counts(_PLANS[architecture], classes))
    parameters, multiply_adds = sum(row[3] for row in counts), sum(row[4] for row in counts)
    return tuple(LayerRow(*row, row[3] / parameters, row[4] / multiply_adds) for row in counts)


def _counts(plan: _Plan, classes: int) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...] | None, int, int]]:
    """Name, output, pooled output, parameters and multiply-adds, layer by layer."""
    side, depth = plan.side, 3
    for number, layer in enumerate(plan.convolutions, start=1):
        side = (side + 2 * layer.padding - layer.kernel) // layer.stride + 1
        weights = layer.maps * layer.kernel**2 * (depth // layer.groups)
        output, arithmetic, depth = (side, side, layer.maps), weights * side * side, layer.maps
        if layer.pooled:
            side = (side - _POOL[0]) // _POOL[1] + 1
        yield f"conv{number}", output, (side, side, depth) if layer.pooled else None, weights + depth, arithmetic
    values = side * side * depth
    for number, width in enumerate((plan.hidden, plan.hidden, classes), start=6):
        yield f"fc{number}", (width,), None, (values + 1) * width, values * width
        values = width
