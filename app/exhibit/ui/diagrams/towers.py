"""The two towers to scale: every square has the area of the neurons that answer in its layer.

Sizes: paper, section 3.5 and figure 2; first layer counted as 55 x 55 x 96 (the figure's own list has a slip there).
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import document, line, rect, text

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

# layer, neurons in one tower, and whether it reads both towers of the layer before it
LAYERS = (
    ("conv1", 55 * 55 * 48, False),
    ("conv2", 27 * 27 * 128, False),
    ("conv3", 13 * 13 * 192, True),
    ("conv4", 13 * 13 * 192, False),
    ("conv5", 13 * 13 * 128, False),
    ("fc6", 2048, True),
    ("fc7", 2048, True),
)
PICTURE, NAMES = 224 * 224 * 3, 1000
_UNIT = 0.31  # length of one square root of a neuron
_GAP, _UPPER, _LOWER = 36.0, 110.0, 266.0


def two_towers(words: Messages) -> str:
    """The network as two rows of squares, with the wires that cross between them."""
    side = _side(PICTURE)
    middle = (_UPPER + _LOWER) / 2
    shapes = [rect(0, middle - side / 2, side, side, "grey"), _name(side / 2, words("diagrams.towers_picture"))]
    x, ends = side, [(side, middle)]
    for name, neurons, crosses in LAYERS:
        side = _side(neurons)
        x += _GAP
        starts = [(x, _UPPER), (x, _LOWER)]
        shapes += [line([end, start], "wire") for end, start in _wires(ends, starts, crosses)]
        shapes += [rect(x, y - side / 2, side, side, f"tower-{n}") for n, y in ((1, _UPPER), (2, _LOWER))]
        shapes.append(_name(x + side / 2, name))
        x += side
        ends = [(x, _UPPER), (x, _LOWER)]
    x, side = x + _GAP, _side(NAMES)
    shapes += [line([end, (x, middle)], "wire") for end in ends]
    shapes += [rect(x, middle - side / 2, side, side, "dot"), _name(x + side / 2, "fc8")]
    shapes += [
        text(170, 30, words("diagrams.towers_first"), "t-one", "start"),
        text(170, 354, words("diagrams.towers_second"), "t-two", "start"),
    ]
    return document(x + side + 30, 400, shapes, alt=words("diagrams.towers_alt"), scrolls=True)


def _side(neurons: int) -> float:
    return round(sqrt(neurons) * _UNIT, 1)


def _name(x: float, words: str) -> str:
    return text(x, 392, words, "t", "middle")


def _wires(
    ends: list[tuple[float, float]], starts: list[tuple[float, float]], crosses: bool
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """From each end of the layer before to the towers that read it."""
    if crosses or len(ends) == 1:
        return [(end, start) for end in ends for start in starts]
    return list(zip(ends, starts, strict=True))
