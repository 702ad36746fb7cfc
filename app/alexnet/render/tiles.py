"""Numbers into small pictures: kernels and activation maps as sheets of tiles. Arrays in, uint8 arrays out; no torch.

Every picture is (height, width, 3) uint8 and as small as its content allows: the browser may enlarge it.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from alexnet.render.colormaps import PAPER, SEQUENTIAL, TOWERS, Colormap, Colour

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

_GREY = 128  # the grey that stands for a weight of zero


def stretch_kernels(weights: Floats) -> Picture:
    """Kernels (n, 3, h, w) as colour pictures (n, h, w, 3), each stretched to its own full contrast.

    Grey is zero: a weight's sign stays readable as lighter or darker than grey, and equal steps up and down look
    equal. Kernels are stretched one by one because their sizes differ much more than their shapes.
    """
    largest = np.abs(weights).max(axis=(1, 2, 3), keepdims=True)
    shares = weights / np.where(largest > 0, largest, 1)
    return np.rint(shares * 127 + _GREY).astype(np.uint8).transpose(0, 2, 3, 1)


def activation_tiles(maps: Floats, *, together: bool = False, scale: Colormap = SEQUENTIAL) -> Picture:
    """Activation maps (n, h, w), all >= 0, as colour pictures (n, h, w, 3); zero takes the scale's first colour.

    Each map is stretched to its own peak, so that faint ones can be read too; `together` uses one peak for all,
    so that they can be compared.
    """
    peaks = maps.max(axis=None if together else (1, 2), keepdims=True)
    return scale.colour(maps / np.where(peaks > 0, peaks, 1))


def tile(tiles: Picture, columns: int, *, enlarge: int = 1, gap: int = 1, background: Colour = PAPER) -> Picture:
    """Pictures (n, h, w, 3) in rows of `columns`, each pixel drawn as `enlarge` x `enlarge`, `gap` pixels apart."""
    count, height, width = tiles.shape[:3]
    rows = -(-count // columns)
    stepped = tiles.repeat(enlarge, axis=1).repeat(enlarge, axis=2)
    step_y, step_x = height * enlarge + gap, width * enlarge + gap
    sheet = np.full((rows * step_y - gap, min(columns, count) * step_x - gap, 3), background, np.uint8)
    for index, picture in enumerate(stepped):
        top, left = index // columns * step_y, index % columns * step_x
        sheet[top : top + height * enlarge, left : left + width * enlarge] = picture
    return sheet


def tower_sheet(
    tiles: Picture,
    tower: Sequence[int],
    *,
    columns: int = 12,
    enlarge: int = 1,
    gap: int = 1,
    background: Colour = PAPER,
    tower_colours: tuple[Colour, Colour] = TOWERS,
) -> Picture:
    """Tiles (n, h, w, 3), the first tower's rows above the second's, each tower marked by a bar of its colour.

    `tower` names the tower of each tile, 0 or 1; -1 (a network of one tower) gives a plain sheet without bars.
    With the 96 kernels of the network of 2012 and 12 columns this is the arrangement of the paper's figure 3.
    """
    parts = []
    for number in sorted(set(tower)):
        mine = tiles[[index for index, owner in enumerate(tower) if owner == number]]
        sheet = tile(mine, columns, enlarge=enlarge, gap=gap, background=background)
        parts.append(sheet if number < 0 else _with_bar(sheet, tower_colours[number], 3 * gap, background))
    return _stack(parts, 4 * gap, background)


def _with_bar(sheet: Picture, colour: Colour, width: int, background: Colour) -> Picture:
    """The sheet with an upright bar of `colour` at its left."""
    bar = np.full((len(sheet), 2 * width, 3), background, np.uint8)
    bar[:, :width] = colour
    return np.hstack([bar, sheet])


def _stack(parts: Sequence[Picture], gap: int, background: Colour) -> Picture:
    """Pictures below one another, left edges in line."""
    width = max(part.shape[1] for part in parts)
    height = sum(len(part) for part in parts) + gap * (len(parts) - 1)
    sheet, top = np.full((height, width, 3), background, np.uint8), 0
    for part in parts:
        sheet[top : top + len(part), : part.shape[1]] = part
        top += len(part) + gap
    return sheet


def encode(picture: Picture, form: Literal["PNG", "JPEG", "WEBP"] = "PNG", quality: int = 85) -> bytes:
    """The picture as the bytes of an image file: PNG for kernels and maps (sharp edges), JPEG for photos."""
    buffer = BytesIO()
    options = {"optimize": True} if form == "PNG" else {"quality": quality}
    Image.fromarray(picture).save(buffer, form, **options)
    return buffer.getvalue()
