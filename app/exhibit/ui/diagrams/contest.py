"""Two pictures about the contest: how averaging made the winner, and how large the collections were."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import document, rect, text

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

# networks averaged, of which pre-trained on further pictures, top-5 error in percent (paper, table 2)
ENTRIES = ((1, 0, 18.2, "one"), (5, 0, 16.4, "five"), (7, 2, 15.3, "seven"))
COLLECTIONS = ((1_200_000, "contest"), (15_000_000, "imagenet"))  # paper, section 2


def averaging(words: Messages) -> str:
    """One network, five averaged, seven averaged: each network a pair of towers."""
    shapes = []
    for row, (count, more, error, name) in enumerate(ENTRIES):
        y = 10 + row * 76
        for number in range(count):
            x = 34 * number
            shapes += [rect(x, y, 11, 40, "tower-1", 2), rect(x + 13, y, 11, 40, "tower-2", 2)]
            if number >= count - more:
                shapes.append(rect(x, y + 45, 24, 5, "dot", 2))
        shapes += [text(258, y + 30, words.percent(error / 100, 1), "t-strong")]
        shapes += [text(360, y + 29, words(f"diagrams.averaging_{name}"))]
    return document(650, 222, shapes, alt=words("diagrams.averaging_alt"))


def collections(words: Messages) -> str:
    """The contest's pictures and all of ImageNet as squares of proportional area."""
    shapes, x = [], 0.0
    for count, name in COLLECTIONS:
        side = sqrt(count) * 0.05
        shapes += [rect(x, 196 - side, side, side, "dot" if name == "contest" else "grey", 3)]
        shapes += [text(x + side + 14, 150, words(f"diagrams.collections_{name}"))]
        x += side + 216
    return document(720, 204, shapes, alt=words("diagrams.collections_alt"))
