"""Small pictures of the paper's ingredients: ReLU, dropout, augmentation, local response normalisation."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, tanh
from random import Random
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import circle, document, line, rect, text

if TYPE_CHECKING:
    from exhibit.content.messages import Messages


def relu(words: Messages) -> str:
    """Three ways for a neuron to answer: sigmoid, tanh, ReLU (paper, section 3.1)."""
    curves: tuple[tuple[str, Callable[[float], float]], ...] = (
        ("sigmoid", lambda x: 1 / (1 + exp(-x))),
        ("tanh", tanh),
        ("relu", lambda x: max(x, 0.0)),
    )
    shapes = []
    for number, (name, curve) in enumerate(curves):
        left, zero = 210.0 * number, 110.0
        points = [(left + 90 + 20 * x, zero - 26 * curve(x)) for x in (step / 4 for step in range(-16, 17))]
        inside = [(x, y) for x, y in points if y >= 12]
        shapes += [line([(left + 6, zero), (left + 174, zero)], "axis")]
        shapes += [line([(left + 90, 14), (left + 90, 150)], "axis")]
        shapes += [line(inside, "curve-strong" if name == "relu" else "curve")]
        shapes += [text(left + 90, 182, words(f"diagrams.relu_{name}"), "t-strong", "middle")]
    return document(600, 192, shapes, alt=words("diagrams.relu_alt"))


def dropout(words: Messages) -> str:
    """The same layer for two training pictures: each time another half is silent (paper, section 4.2)."""
    shapes = []
    for number, name in enumerate(("dropout_first", "dropout_next")):
        left = 320 * number
        awake = set(Random(number + 5).sample(range(32), 16))
        for neuron in range(32):
            x, y = left + 16 + neuron % 8 * 34, 18 + neuron // 8 * 34
            shapes.append(circle(x, y, 12, "dot" if neuron in awake else "silent"))
        shapes.append(text(left + 135, 168, words(f"diagrams.{name}"), "t", "middle"))
    return document(590, 178, shapes, alt=words("diagrams.dropout_alt"))


def crops(words: Messages) -> str:
    """One photo of 256 pixels gives many of 224: shifted, and mirrored (paper, section 4.1)."""
    shapes = [photo(0, 0, 0, 0, 256, 170)]
    for x, y in ((2, 2), (30, 26)):
        shapes.append(rect(x * 170 / 256, y * 170 / 256, 224 * 170 / 256, 224 * 170 / 256, "cut"))
    shapes += [photo(232, 11, 2, 2, 224, 149), photo(420, 11, 30, 26, 224, 149, mirrored=True)]
    for x, name in ((85, "whole"), (306, "shifted"), (494, "mirrored")):
        shapes.append(text(x, 198, words(f"diagrams.crops_{name}"), "t", "middle"))
    return document(575, 208, shapes, alt=words("diagrams.crops_alt"))


def photo(x: float, y: float, left: float, top: float, part: float, size: float, *, mirrored: bool = False) -> str:
    """A drawn photo, 256 units wide, of which the square (left, top, part) is seen at (x, y)."""
    scene = (
        rect(0, 0, 256, 256, "sky") + circle(196, 58, 26, "hollow") + rect(0, 186, 256, 70, "ground")
        + '<path class="dot" d="M70 210 V118 l14 -42 28 24 h22 l28 -24 14 42 v92 z"/>'
        + circle(104, 138, 9, "hollow") + circle(142, 138, 9, "hollow")
    )  # fmt: skip
    turn = f' transform="translate({2 * left + part:g} 0) scale(-1 1)"' if mirrored else ""
    return (
        f'<svg x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" viewBox="{left:g} {top:g} {part:g} {part:g}">'
        f"<g{turn}>{scene}</g></svg>"
    )


def ten_crops(words: Messages) -> str:
    """Ten looks at one photo: four corners, the centre, and the mirror image of each (paper, section 4.1)."""
    corners = ((0, 0), (32, 0), (16, 16), (0, 32), (32, 32))
    shapes = []
    for number, (left, top) in enumerate(corners):
        x = number * 124.0
        shapes += [photo(x, 0, left, top, 224, 112), photo(x, 124, left, top, 224, 112, mirrored=True)]
    shapes.append(text(304, 266, words("diagrams.ten_average"), "t", "middle"))
    return document(610, 276, shapes, alt=words("diagrams.ten_alt"))


def lrn(words: Messages) -> str:
    """A loud map damps its neighbours: the paper's formula (section 3.3) at work on nine maps in one place."""
    before = (20, 34, 26, 40, 200, 44, 30, 22, 36)
    damped = [a / (2 + 1e-4 * sum(b * b for b in before[max(0, i - 2) : i + 3])) ** 0.75 for i, a in enumerate(before)]
    after = [a * 2**0.75 for a in damped]  # so that a map with silent neighbours would keep its height
    shapes = []
    for left, heights, name in ((0, before, "before"), (310, after, "after")):
        for number, height in enumerate(heights):
            tall, kind = height * 0.65, "dot" if number == 4 else "grey"
            shapes.append(rect(left + number * 29, 140 - tall, 20, tall, kind, 2))
        shapes += [line([(left - 4, 140), (left + 260, 140)], "axis")]
        shapes += [text(left + 126, 166, words(f"diagrams.lrn_{name}"), "t", "middle")]
    return document(575, 176, shapes, alt=words("diagrams.lrn_alt"))
