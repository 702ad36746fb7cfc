"""A photo is only numbers; and the square of 224 pixels in which the last window finds three too few."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.ingredients import photo
from exhibit.ui.diagrams.svg import document, line, rect, text

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

PIXELS, WINDOW, STRIDE = 224, 11, 4  # paper, section 3.5
FIRST_SHOWN = 200  # the drawing begins with this pixel
_CELLS, _CELL = 6, 44


def problem(words: Messages) -> str:
    """A drawn cat, and a few of the numbers that a computer has instead: brightness from 0 to 255 at an ear's edge."""
    shapes = [photo(0, 0, 0, 0, 256, 250), rect(66, 68, 26, 26, "cut")]
    left, top = 330.0, -7.0
    shapes += [line([(92, 68), (left, top)], "leader"), line([(92, 94), (left, top + _CELLS * _CELL)], "leader")]
    for row in range(_CELLS):
        for column in range(_CELLS):
            value = brightness(row, column)
            x, y = left + column * _CELL, top + row * _CELL
            ink = "#FFFFFF" if value < 128 else "#16181D"
            shapes.append(
                f'<rect x="{x:g}" y="{y:g}" width="{_CELL}" height="{_CELL}" fill="rgb({value},{value},{value})"/>'
                f'<text x="{x + _CELL / 2:g}" y="{y + 28:g}" text-anchor="middle" style="fill: {ink};'
                f' font-size: 18px">{value}</text>'
            )
    shapes += [text(125, 284, words("diagrams.problem_seen"), "t", "middle")]
    shapes += [text(left + _CELLS * _CELL / 2, 284, words("diagrams.problem_numbers"), "t", "middle")]
    return document(600, 294, shapes, alt=words("diagrams.problem_alt"))


def brightness(row: int, column: int) -> int:
    """Light wall on the left of a slanting edge, dark fur on its right."""
    edge = 1 / (1 + exp(-2.6 * (column - 1.2 - (5 - row) * 0.5)))
    return round(232 - 196 * edge + 5 * ((3 * row + 5 * column) % 4 - 1.5))


def last_windows(words: Messages) -> str:
    """The right end of a row of 224 pixels: the 55th window of 11 begins at pixel 217 and hangs three over the edge."""
    cell, top = 23, 40
    end = (windows() - 1) * STRIDE + WINDOW

    def x(pixel: int) -> float:
        return (pixel - FIRST_SHOWN) * cell

    shapes = [text(0, 22, words("diagrams.stride_row", pixel=words.number(PIXELS)))]
    shapes += [
        rect(x(pixel) + 1, top, cell - 2, cell - 2, "grey" if pixel < PIXELS else "silent", 2)
        for pixel in range(FIRST_SHOWN, end)
    ]
    shapes.append(line([(x(PIXELS), top - 12), (x(PIXELS), top + 190)], "stem-strong"))
    for row, number in enumerate(range(windows() - 2, windows() + 1)):
        start, y = (number - 1) * STRIDE, top + 46 + row * 44
        kind = "tower-1" if number < windows() else "tower-2"
        shapes.append(rect(x(start) + 1, y, WINDOW * cell - 2, 16, kind, 4))
        shapes.append(
            text(x(start) - 10, y + 15, words("diagrams.stride_window", number=words.number(number)), "t", "end")
        )
    shapes.append(
        text(x(PIXELS) + 8, top + 46 + 2 * 44 + 42, words("diagrams.stride_over", count=end - PIXELS), "t", "end")
    )
    return document((end - FIRST_SHOWN) * cell + 4, 232, shapes, alt=words("diagrams.stride_alt"))


def windows() -> int:
    """How many windows fit in a row when the count is rounded up, as the released program does."""
    return 1 + -(-(PIXELS - WINDOW) // STRIDE)
