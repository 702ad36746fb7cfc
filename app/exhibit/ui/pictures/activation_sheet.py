"""What every kernel of a layer found in the photo: one small map each, glowing in the colour of its tower."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from exhibit.encode import Pixels, jpeg
from exhibit.server.resources import colormaps
from exhibit.server.resources import tiles as pictures
from exhibit.ui.colours import Colour, of_tower

if TYPE_CHECKING:
    from alexnet.layers import ActivationSheet

_GROUND: Colour = (5, 6, 10)
_SIDE = 54  # dots: about the 55 of the first layer, so that the sheets of all layers have the same size
_GAP = 4
STRONGEST = 48
"""Maps shown when only the strongest are asked for: as many as one tower has kernels in layer 1."""


def strongest_first(sheet: ActivationSheet) -> list[int]:
    """Map numbers, from 0, by the strength of their peak; equal peaks keep their order."""
    return [int(number) for number in np.argsort(-sheet.peak, kind="stable")]


def shown_maps(sheet: ActivationSheet, which: str) -> tuple[list[int], int]:
    """The numbers of the maps to show, from 0, and in how many columns: the "strongest" first, or "all" in order."""
    order = strongest_first(sheet)
    return (order[:STRONGEST], 8) if which == "strongest" else (sorted(order), 16)


def map_sheet(sheet: ActivationSheet, numbers: Sequence[int], *, columns: int) -> bytes:
    """The maps with these `numbers`, row by row; a JPEG."""
    tiles = np.concatenate([map_tiles(sheet, [number]) for number in numbers])
    return jpeg(pictures.tile(tiles, columns, gap=_GAP, background=_GROUND), longest=2400, quality=80)


def one_map(sheet: ActivationSheet, number: int) -> bytes:
    """A single map, large; a JPEG."""
    return jpeg(map_tiles(sheet, [number], side=264)[0])


def map_tiles(sheet: ActivationSheet, numbers: Sequence[int], *, side: int = _SIDE) -> Pixels:
    """Maps of one tower as pictures (n, h, w, 3): black where silent, then the tower's colour, white at the peak."""
    maps = sheet.maps[list(numbers)]
    scale = colormaps.Colormap((_GROUND, of_tower(sheet.tower[numbers[0]]), (255, 255, 255)))
    times = max(1, round(side / max(maps.shape[1:])))
    return pictures.activation_tiles(maps, scale=scale).repeat(times, 1).repeat(times, 2)
