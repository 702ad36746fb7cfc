"""The first layer's kernels as pictures: each tower's kernels on a sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from exhibit.resources import pictures
from exhibit.ui.encode import Pixels, png

if TYPE_CHECKING:
    from alexnet.filters import FilterSheet
    from exhibit.ui.colours import Colour

_ENLARGE = 4  # an 11 x 11 kernel becomes 44 dots wide; the browser enlarges further, with hard edges


def towers(sheet: FilterSheet, *, colourful_first: bool) -> dict[int, list[int]]:
    """The kernel numbers, from 0, of each tower in the order wanted: {0: [...], 1: [...]}, or {-1: [...]}."""
    order = np.argsort(-sheet.colourfulness, kind="stable") if colourful_first else range(len(sheet.tower))
    groups: dict[int, list[int]] = {tower: [] for tower in sorted(set(sheet.tower))}
    for kernel in order:
        groups[sheet.tower[kernel]].append(int(kernel))
    return groups


def kernel_sheet(kernels: Pixels, numbers: Sequence[int], *, columns: int, ground: Colour) -> bytes:
    """The kernels (n, 11, 11, 3) with these `numbers`, row by row, every weight a hard-edged square; a PNG."""
    return png(pictures.tile(kernels[list(numbers)], columns, enlarge=_ENLARGE, gap=_ENLARGE, background=ground))


def one_kernel(kernel: Pixels) -> bytes:
    """A single kernel (11, 11, 3), large; a PNG."""
    return png(kernel.repeat(24, 0).repeat(24, 1))
