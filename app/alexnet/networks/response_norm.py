"""The arithmetic of local response normalisation (section 3.3): one banded sum, forwards and backwards.

For beta = 3/4, with the energy e = k + alpha * S(a^2), where S sums over the n neighbouring maps of a tower:

    forwards     b = a * e^(-3/4)
    backwards    da = db * e^(-3/4) - 2 * beta * alpha * a * S(db * b / e)

S is symmetric (map i is a neighbour of j exactly when j is one of i), so it is the same in both directions. As a
1 x 1 convolution with a banded matrix it is one call that already multiplies by alpha and adds k.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

BETA = 0.75


def normalise(maps: Tensor, k: float, n: int, alpha: float, towers: int) -> Tensor:
    """The normalised maps (N, C, H, W), in the precision of `maps`. Keeps nothing for a gradient."""
    wide = maps.to(torch.promote_types(maps.dtype, torch.float32))
    root = neighbours(wide * wide, n, towers, alpha, k).rsqrt_()
    normalised = root.sqrt().mul_(root).mul_(wide)  # e^(-3/4) by two roots: several times faster than a power
    return normalised.to(maps.dtype)


def neighbours(maps: Tensor, n: int, towers: int, factor: float, plus: float = 0.0) -> Tensor:
    """plus + factor * the sum over each map and its neighbours, n in all and none across a tower's border.

    Shape (N, C, H, W) in and out. Off the CPU in slices: there a convolution may round to fewer bits (TF32).
    """
    return (banded if maps.device.type == "cpu" else sliced)(maps, n, towers, factor, plus)


def banded(maps: Tensor, n: int, towers: int, factor: float, plus: float) -> Tensor:
    """`neighbours` as a convolution; also inside autocast with all of its bits."""
    own, reach = maps.shape[1] // towers, n // 2
    band = maps.new_full((own, own), factor).triu_(-reach).tril_(reach).repeat(towers, 1)
    with torch.autocast("cpu", enabled=False):
        return F.conv2d(maps, band[:, :, None, None], maps.new_full((maps.shape[1],), plus), groups=towers)


def sliced(maps: Tensor, n: int, towers: int, factor: float, plus: float) -> Tensor:
    """`neighbours` as a sum of n shifted slices."""
    own, reach = maps.shape[1] // towers, n // 2
    padded = F.pad(maps.reshape(len(maps), towers, own, *maps.shape[2:]), (0, 0, 0, 0, reach, reach))
    total = padded.narrow(2, 0, own)
    for shift in range(1, n):
        total = total + padded.narrow(2, shift, own)
    return total.flatten(1, 2) * factor + plus


class ResponseNormalisation(torch.autograd.Function):
    """`normalise` with its gradient in closed form: two banded sums instead of a dozen recorded steps."""

    @staticmethod
    def forward(context: Any, maps: Tensor, k: float, n: int, alpha: float, towers: int) -> Tensor:
        context.save_for_backward(maps)  # the energy is made again: that costs less than keeping it
        context.constants = k, n, alpha, towers
        return normalise(maps, k, n, alpha, towers)

    @staticmethod
    def backward(context: Any, slope: Tensor) -> tuple[Tensor | None, ...]:
        (maps,), (k, n, alpha, towers) = context.saved_tensors, context.constants
        wide = maps.to(torch.promote_types(maps.dtype, torch.float32))
        energy = neighbours(wide * wide, n, towers, alpha, k)
        root = energy.rsqrt()
        passed = _times(slope.to(wide.dtype) * root, root.sqrt())
        shared = neighbours(_times(_times(passed * wide, root), root), n, towers, -2 * BETA * alpha)
        return torch.addcmul(passed, wide, shared).to(maps.dtype), None, None, None, None


def _times(fresh: Tensor, factor: Tensor) -> Tensor:
    """The product; it takes the place of `fresh` unless somebody wants the gradient of the gradient."""
    return fresh * factor if torch.is_grad_enabled() else fresh.mul_(factor)
