"""The gap of 2012: where every team of the contest ended, on one scale.

Source: official scoreboard of ILSVRC-2012, task 1 (top-5 test error, best entry of each team); the figure for one
network is the paper's Table 2 (validation set).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import circle, declutter, document, line, rect, text

if TYPE_CHECKING:
    from exhibit.content.messages import Messages

WON = 15.315  # percent: seven networks averaged, two of them pre-trained on further ImageNet pictures
WON_PLAIN = 16.422  # the same team with the contest's own pictures only
ONE_NETWORK = 18.2  # one network alone, validation set
OTHERS = (("isi", 26.172), ("oxford", 26.979), ("xrce", 27.058), ("amsterdam", 29.576), ("lear", 34.464))
TICKS = (15, 20, 25, 30, 35)
_LOW, _HIGH = 12.0, 36.0


@dataclass(frozen=True)
class Place:
    """Where a team, or a variant of the winner, ended: error in percent, and what to write beside it."""

    error: float
    label: str


@dataclass(frozen=True)
class Gap:
    """The picture's data in the visitor's language. `others` is in rising order of error, the runner-up first."""

    winner: Place
    variants: Sequence[Place]
    others: Sequence[Place]
    ticks: Sequence[Place]
    number: str
    unit: str
    axis: str
    axis_upright: str


def contest(t: Messages) -> Gap:
    """The scoreboard of 2012 with its words."""
    first, *rest = OTHERS
    return Gap(
        winner=_place(t, WON, "winner"),
        variants=(_place(t, WON_PLAIN, "plain"), _place(t, ONE_NETWORK, "one")),
        others=(_place(t, first[1], "runner_up"), *(_place(t, error, team) for team, error in rest)),
        ticks=tuple(Place(tick, t.percent(tick / 100)) for tick in TICKS),
        number=t.number(first[1] - WON, 1),
        unit=t("welcome.gap_unit"),
        axis=t("welcome.gap_axis"),
        axis_upright=t("welcome.gap_axis_upright"),
    )


def _place(t: Messages, error: float, key: str) -> Place:
    return Place(error, t(f"welcome.gap_{key}", error=t.percent(error / 100, 1)))


def horizontal(gap: Gap, *, alt: str) -> str:
    """The picture for wide screens: the scale runs from left to right."""
    x = _scale(44, 740)
    left, right = x(gap.winner.error), x(gap.others[0].error)
    middle = (left + right) / 2
    shapes = [
        rect(left, 64, right - left, 276, "band"),
        text(middle, 216, gap.number, "giant", "middle"),
        text(middle, 266, gap.unit, "t-large", "middle"),
        line([(right, 64), (right, 340)], "stem-strong"),
        rect(left - 8, 52, 8, 288, "tower-1"),
        rect(left, 52, 8, 288, "tower-2"),
        text(left - 8, 14, gap.winner.label, "t-strong"),
        line([(20, 340), (750, 340)], "axis"),
        text(750, 394, gap.axis, "t-muted", "end"),
    ]
    for tick in gap.ticks:
        shapes += [line([(x(tick.error), 340), (x(tick.error), 347)], "axis")]
        shapes += [text(x(tick.error), 368, tick.label, "t-muted", "middle")]
    for row, place in enumerate(gap.others):
        shapes += _team_lying(x(place.error), (64, 122, 168, 214, 282)[min(row, 4)], place, first=row == 0)
    for row, place in enumerate(reversed(gap.variants)):  # so that no leader crosses a label
        at, y = x(place.error), 426 + 30 * row
        shapes += [line([(at, 340), (at, y - 5), (at + 14, y - 5)], "leader"), circle(at, 340, 6.5, "hollow")]
        shapes += [text(at + 20, y, place.label, "t")]
    return document(760, 462, shapes, alt=alt, name="wide-only")


def _team_lying(x: float, y: float, place: Place, *, first: bool) -> list[str]:
    if first:
        return [circle(x, y, 9, "dot"), text(x - 8, 14, place.label, "t-strong")]
    left = x > 640
    label = text(x - 18 if left else x + 18, y + 5, place.label, "t", "end" if left else "start")
    return [line([(x, y), (x, 340)], "stem"), circle(x, y, 9, "dot"), label]


def vertical(gap: Gap, *, alt: str) -> str:
    """The picture for phones: the scale runs from top to bottom."""
    y = _scale(8, 576)
    top, bottom = y(gap.winner.error), y(gap.others[0].error)
    shapes = [
        rect(52, top, 300, bottom - top, "band"),
        rect(36, top - 7, 316, 7, "tower-1"),
        rect(36, top, 316, 7, "tower-2"),
        text(58, top - 46, gap.winner.label, "t-strong"),
        text(202, bottom - 64, gap.number, "giant", "middle"),
        text(202, bottom - 24, gap.unit, "t-large", "middle"),
        line([(36, bottom), (352, bottom)], "stem-strong"),
        line([(52, 66), (52, 576)], "axis"),
        text(0, 606, gap.axis_upright, "t-muted"),
    ]
    for tick in gap.ticks:
        shapes += [line([(45, y(tick.error)), (52, y(tick.error))], "axis")]
        shapes += [text(41, y(tick.error) + 5, tick.label, "t-muted", "end")]
    for place in gap.variants:
        shapes += [circle(52, y(place.error), 6.5, "hollow"), text(68, y(place.error) + 6, place.label)]
    shapes += _teams_standing(gap.others, y)
    return document(360, 616, shapes, alt=alt, name="narrow-only")


def _teams_standing(teams: Sequence[Place], y: Callable[[float], float]) -> list[str]:
    """The teams on the scale, and their labels below one another, each at the end of its leader."""
    first = teams[0]
    rows = declutter([y(place.error) + 16 for place in teams], 25)
    shapes = []
    for place, row in zip(teams, rows, strict=True):
        at = y(place.error)
        shapes += [line([(52, at), (74, row), (82, row)], "leader"), circle(52, at, 7, "dot")]
        label = place.label.replace("\n", " ")
        shapes.append(text(88, row + 5, label, "t-strong" if place is first else "t"))
    return shapes


def _scale(low: float, high: float) -> Callable[[float], float]:
    return lambda error: low + (error - _LOW) / (_HIGH - _LOW) * (high - low)
