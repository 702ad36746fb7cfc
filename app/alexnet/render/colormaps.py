"""Colours that carry meaning: the two towers, strength, and for-or-against; and the colouring of saliency maps.

Both scales can be read with any of the common kinds of colour vision (a test simulates them): the one for strength
rises steadily in lightness, the two ends of the other differ in blue as well as in red and green. Neither uses the
blue or the orange of the towers, which mean the towers everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]
Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]

PAPER: Colour = (251, 250, 247)
TOWERS: tuple[Colour, Colour] = ((31, 95, 191), (179, 71, 0))
_LIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Colormap:
    """A row of colours, evenly spaced, between which colours are mixed in proportion."""

    anchors: tuple[Colour, ...]

    def colour(self, shares: NDArray[np.floating]) -> Picture:
        """Numbers 0 to 1, of any shape, as colours: one more axis of three. What lies outside takes the end colour."""
        places = np.linspace(0, 1, len(self.anchors))
        table = np.array(self.anchors, np.float64)
        steps = np.linspace(0, 1, 256)
        ramp = np.stack([np.interp(steps, places, table[:, part]) for part in range(3)], axis=1)
        # 256 steps are as fine as 8-bit colours can show, and looking up is much faster than mixing each pixel.
        coloured: Picture = np.rint(ramp).astype(np.uint8)[np.rint(np.clip(shares, 0, 1) * 255).astype(np.intp)]
        return coloured

    @property
    def stops(self) -> tuple[tuple[float, str], ...]:
        """The scale as (place, "#rrggbb") pairs, as charts want it."""
        last = len(self.anchors) - 1
        return tuple((place / last, "#{:02x}{:02x}{:02x}".format(*anchor)) for place, anchor in enumerate(self.anchors))


SEQUENTIAL = Colormap(((13, 9, 36), (72, 30, 105), (156, 48, 112), (224, 98, 84), (250, 173, 74), (252, 250, 205)))
DIVERGING = Colormap(((104, 24, 170), (182, 140, 215), (246, 245, 242), (166, 196, 110), (76, 128, 0)))


def colormap_of(signed: bool) -> Colormap:
    """The scale for a map: purple against, pale for nothing, olive for; or strength alone from dark to light."""
    return DIVERGING if signed else SEQUENTIAL


def stretch_contrast(values: Floats, clip: float = 0.995) -> Floats:
    """A map with values -1 to 1, brightened so that all but the strongest points (a share of 1 - clip) fill the scale.

    A gradient map has a few points that tower over all others; without this it would look black.
    """
    limit = float(np.quantile(np.abs(values), clip))
    return np.clip(values / limit, -1, 1).astype(np.float32) if limit > 0 else values


def colour_saliency(values: Floats, signed: bool, *, clip: float = 0.995) -> Picture:
    """A map (H, W) with values -1 to 1 (signed) or 0 to 1 as a picture (H, W, 3)."""
    strong = stretch_contrast(values, clip)
    return colormap_of(signed).colour(strong / 2 + 0.5 if signed else strong)


def overlay(view: Picture, values: Floats, signed: bool, amount: float = 0.7, *, clip: float = 0.995) -> Picture:
    """The map laid over the picture it explains (H, W, 3): the stronger a place, the more colour; `amount` 0 to 1.

    At 0 the picture is untouched. The picture loses its own colours as `amount` grows, so that every colour seen at
    full amount is the map's.
    """
    strong = stretch_contrast(values, clip)
    grey = (view @ _LIGHTNESS)[..., None]
    ground = view * (1 - amount) + grey * amount
    veil = amount * np.sqrt(np.abs(strong))[..., None]
    mixed = ground * (1 - veil) + colour_saliency(values, signed, clip=clip) * veil
    return np.rint(mixed).clip(0, 255).astype(np.uint8)
