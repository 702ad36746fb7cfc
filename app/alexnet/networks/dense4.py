"""A dense layer that stays in the 4-bit codes of its file: an eighth of the memory, and read eight times as fast.

One photo through fc6 and fc7 is 55 million multiplications, each with a weight that is used once: what takes the time
is reading the weights. Forwards torch's kernel for such codes multiplies activations rounded to bfloat16 (which needs
no bfloat16 hardware). Backwards, and forwards where every bit counts, the codes are restored to float32 a few rows at
a time, which stay in the processor's cache: exact, and no whole matrix ever exists.

The kernel's names are private to torch. Whether they are there, right and fast on this machine is tried out by
`precision.codes_pay` before anything relies on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable

_OPERATORS = torch.ops.aten
_ROWS = 128  # restored at a time: 4.7 MB of fc6. Four times as many leave the cache and take twice as long
_PACKED = 256  # rows given to the kernel's format at a time; it keeps blocks of at most 64 rows together


@dataclass(frozen=True)
class Codes:
    """A weight matrix (outputs, inputs) as it stands in the file.

    halves: (outputs, inputs / 2) uint8, two codes 1..15 to a byte, low half first; a code less 8 is the number -7..7.
    scale: (outputs, inputs / group) float32, what the numbers of a group of neighbouring inputs are multiplied by.
    """

    halves: Tensor
    scale: Tensor

    @property
    def shape(self) -> torch.Size:
        """(outputs, inputs)."""
        return torch.Size((len(self.halves), 2 * self.halves.shape[1]))

    @property
    def group(self) -> int:
        """How many neighbouring inputs share a scale."""
        return self.shape[1] // self.scale.shape[1]

    def rows(self, start: int) -> Tensor:
        """The weights of `_ROWS` outputs from `start` on, (rows, inputs) float32."""
        part, scale = self.halves[start : start + _ROWS], self.scale[start : start + _ROWS, :, None]
        values = torch.empty(*part.shape, 2)  # filled in place: `stack` and `float` would write everything twice more
        values[..., 0], values[..., 1] = part & 15, part >> 4
        return values.sub_(8).view(len(part), -1, self.group).mul_(scale).view(len(part), -1)

    def restored(self) -> Tensor:
        """All weights, (outputs, inputs) float32."""
        values = torch.empty(self.shape)
        for start in range(0, len(self.halves), _ROWS):
            values[start : start + _ROWS] = self.rows(start)
        return values


class Dense4(nn.Module):
    """y = x W^T + b with W in 4-bit codes. Shapes: (N, inputs) in, (N, outputs) float32 out; on the CPU."""

    bias: Tensor

    def __init__(self, codes: Codes, bias: Tensor) -> None:
        """Raises `AttributeError` or `RuntimeError` where torch has no kernel for such codes."""
        super().__init__()
        self.codes, self.exact = codes, False
        self.bias = nn.Parameter(bias, requires_grad=False)
        self.packed = torch.cat([_for_kernel(part) for part in torch.split(codes.halves, _PACKED)])
        scale = codes.scale.t()
        self.scale_and_zero = torch.stack([scale, torch.zeros_like(scale)], 2).bfloat16()  # contiguous, as it must be

    def forward(self, x: Tensor) -> Tensor:
        product: Tensor = _Product.apply(x, self)
        return product + self.bias

    def multiply(self, x: Tensor) -> Tensor:
        """x W^T, (N, outputs) float32: by the kernel, or with the restored weights where `exact` is set."""
        if self.exact:
            wide, starts = x.float(), range(0, len(self.codes.halves), _ROWS)
            return torch.cat([wide @ self.codes.rows(start).t() for start in starts], 1)
        multiply = _OPERATORS._weight_int4pack_mm_for_cpu
        product: Tensor = multiply(x.bfloat16(), self.packed, self.codes.group, self.scale_and_zero)
        return product.float()

    def extra_repr(self) -> str:
        """The sizes, for whoever prints the network."""
        outputs, inputs = self.codes.shape
        return f"in_features={inputs}, out_features={outputs}, 4-bit codes in groups of {self.codes.group}"


class _Product(torch.autograd.Function):
    """`Dense4.multiply`, and backwards through the weights in float32."""

    @staticmethod
    def forward(context: Any, x: Tensor, layer: Dense4) -> Tensor:
        context.codes, context.dtype = layer.codes, x.dtype
        return layer.multiply(x)

    @staticmethod
    @once_differentiable
    def backward(context: Any, slope: Tensor) -> tuple[Tensor, None]:
        codes: Codes = context.codes
        total = slope.new_zeros(len(slope), codes.shape[1])
        for start in range(0, len(codes.halves), _ROWS):
            total.addmm_(slope[:, start : start + _ROWS], codes.rows(start))
        return total.to(context.dtype), None


@contextmanager
def exact(module: nn.Module) -> Iterator[None]:
    """Inside, the 4-bit layers of `module` answer as float32 ones with the same weights; slower."""
    layers = layers_of(module)
    for layer in layers:
        layer.exact = True
    try:
        yield
    finally:
        for layer in layers:
            layer.exact = False


def layers_of(module: nn.Module) -> list[Dense4]:
    """The layers of `module` that are in 4-bit codes."""
    return [part for part in module.modules() if isinstance(part, Dense4)]


def _for_kernel(halves: Tensor) -> Tensor:
    """Some rows of codes as the kernel wants them: in blocks that do not depend on other rows."""
    codes = torch.stack((halves & 15, halves >> 4), 2).view(len(halves), -1).int()
    packed: Tensor = _OPERATORS._convert_weight_to_int4pack_for_cpu(codes, 2)  # 2: unused on the CPU, but asked for
    return packed
