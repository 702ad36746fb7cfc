"""Two cards talking: which layers stay on their own card, and where the cards exchange what they found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import document, line, rect, text
from exhibit.ui.diagrams.towers import LAYERS

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

_STEP, _BLOCK, _TALL = 92.0, 58.0, 62.0
_ROWS = (84.0, 248.0)  # the middle of each card


def two_cards(words: Messages) -> str:
    """Each card a box with its halves of the layers; wires between the boxes where one layer reads both."""
    shapes = []
    width = 34 + _STEP * len(LAYERS)
    for number, (middle, name) in enumerate(zip(_ROWS, ("first", "second"), strict=True), 1):
        shapes.append(rect(0, middle - 62, width, 124, "card", 14))
        label = words("diagrams.cards_memory", card=words(f"diagrams.towers_{name}"))
        shapes.append(text(8, middle - 74 if number == 1 else middle + 92, label, "t-one" if number == 1 else "t-two"))
    xs = [30 + _STEP * at for at in range(len(LAYERS))]
    for at, ((_, _, _), (_, _, crosses)) in enumerate(pairwise(LAYERS)):
        for middle in _ROWS:
            shapes.append(line([(xs[at] + _BLOCK, middle), (xs[at + 1], middle)], "wire"))
        if crosses:
            shapes += [
                line([(xs[at] + _BLOCK, start), (xs[at + 1], end)], "talk") for start, end in (_ROWS, _ROWS[::-1])
            ]
    for x, (name, _, _) in zip(xs, LAYERS, strict=True):
        for number, middle in enumerate(_ROWS, 1):
            shapes.append(rect(x, middle - _TALL / 2, _BLOCK, _TALL, f"tower-{number}", 6))
        shapes.append(text(x + _BLOCK / 2, 172, name, "t", "middle"))
    end = xs[-1] + _BLOCK
    centre = sum(_ROWS) / 2
    shapes += [line([(end, middle), (end + 66, centre)], "talk") for middle in _ROWS]
    shapes += [rect(end + 66, centre - 26, 18, 52, "dot", 3), text(end + 75, centre + 48, "fc8", "t", "middle")]
    return document(end + 100, 348, shapes, alt=words("diagrams.cards_alt"), scrolls=True)
