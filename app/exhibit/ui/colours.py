"""The towers' two colours in computed pictures."""

from __future__ import annotations

Colour = tuple[int, int, int]

TOWERS: tuple[Colour, Colour] = ((0x7D, 0xB2, 0xFF), (0xFF, 0xB0, 0x66))
"""GPU 1 and GPU 2 as they glow on black; the stylesheet has the same two for its dark theme."""
ONE_TOWER: Colour = (0xB4, 0xAF, 0xA2)


def of_tower(tower: int) -> Colour:
    """The colour of tower 0 or 1; a quiet one for a network that has a single tower (-1)."""
    return ONE_TOWER if tower < 0 else TOWERS[tower]
