"""Where the network's 61 million numbers sit, and where its work is done: one small square for each share.

Counted from the layer table of the paper (section 3.5): 60,965,224 weights and biases, 724,406,816 multiply-adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import document, rect, text

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
NUMBERS = (34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000)
WORK = (105_415_200, 223_948_800, 149_520_384, 112_140_288, 74_760_192, 37_748_736, 16_777_216, 4_096_000)
_CONVOLUTIONS = 5
_SIZE, _STEP, _COLUMNS = 22, 26, 12


def numbers_and_work(words: Messages) -> tuple[str, str]:
    """Two drawings to stand side by side: the same layers, weighed by numbers held and by work done."""
    numbers = _squares(NUMBERS, 1_000_000, words, "diagrams.numbers")
    work = _squares(WORK, 10_000_000, words, "diagrams.work")
    return numbers, work


def _squares(amounts: tuple[int, ...], one: int, words: Messages, key: str) -> str:
    """A square for every `one`, convolutional layers first; the names and shares of both parts below."""
    small, large = sum(amounts[:_CONVOLUTIONS]), sum(amounts[_CONVOLUTIONS:])
    total = small + large
    first, squares = round(small / one), round(total / one)
    shapes = [text(0, 18, words(f"{key}_title"), "t-strong")]
    for number in range(squares):
        x, y = number % _COLUMNS * _STEP, 36 + number // _COLUMNS * _STEP
        shapes.append(rect(x, y, _SIZE, _SIZE, "dot" if number < first else "grey", 3))
    y = 36 + -(-squares // _COLUMNS) * _STEP + 22
    for row, (kind, part, name) in enumerate((("dot", small, "convolutional"), ("grey", large, "dense"))):
        label = words(f"diagrams.{name}", share=words.percent(part / total, 1))
        shapes += [rect(0, y + 28 * row - 15, 18, 18, kind, 3), text(28, y + 28 * row, label)]
    return document(_COLUMNS * _STEP, y + 40, shapes, alt=words(f"{key}_alt"))
