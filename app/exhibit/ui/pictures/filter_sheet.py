"""The first layer's kernels: in which order they are shown, and one of them large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exhibit.encode import Pixels, png

if TYPE_CHECKING:
    from alexnet.filters import FilterSheet


def towers(sheet: FilterSheet, *, colourful_first: bool) -> dict[int, list[int]]:
    """The kernel numbers, from 0, of each tower in the order wanted: {0: [...], 1: [...]}, or {-1: [...]}."""
    order = np.argsort(-sheet.colourfulness, kind="stable") if colourful_first else range(len(sheet.tower))
    groups: dict[int, list[int]] = {tower: [] for tower in sorted(set(sheet.tower))}
    for kernel in order:
        groups[sheet.tower[kernel]].append(int(kernel))
    return groups


def one_kernel(kernel: Pixels) -> bytes:
    """A single kernel (11, 11, 3), large; a PNG."""
    return png(kernel.repeat(24, 0).repeat(24, 1))
