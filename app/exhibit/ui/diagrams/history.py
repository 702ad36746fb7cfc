"""Pictures of when and how much: events on a true scale, the falling error, depth, computing, and sureness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import TYPE_CHECKING

from exhibit.ui.diagrams.svg import circle, declutter, document, line, rect, text

if TYPE_CHECKING:
    import datetime

    from exhibit.content.messages import Messages
    from exhibit.content.schema import DiaryStep, ErrorChart, Event

GROWTH = 300_000  # computing for training, from AlexNet to 2018, by OpenAI's count
LAYERS = (8, 152)  # AlexNet, and the deepest ResNet of 2015
_ROW = 56.0  # two lines of words, and air


def strip(events: Sequence[Event], words: Messages, alt: str) -> str:
    """Events from top to bottom on a true scale of time; labels are moved apart and led to their place."""
    days = [middle(event) for event in events]
    height = _ROW * len(events) + 40
    span = max((days[-1] - days[0]).days, 1)
    places = [20 + (height - 40) * (day - days[0]).days / span for day in days]
    rows = apart(places, height)
    shapes = [line([(8, places[0] - 12), (8, places[-1] + 12)], "axis")]
    for event, place, row in zip(events, places, rows, strict=True):
        shapes += [line([(8, place), (44, row), (54, row)], "leader"), circle(8, place, 7.5, "dot")]
        shapes += [text(62, row - 5, words.date(event.date), "t-muted"), text(62, row + 19, event.title)]
    listed = words.list([f"{words.date(event.date)}: {event.title}" for event in events])
    return document(620, height, shapes, alt=f"{alt} {listed}")


def middle(event: Event) -> datetime.date:
    """The middle of what an event's date can mean."""
    first, last = event.date.first_day(), event.date.last_day()
    return first + (last - first) / 2


def apart(places: Sequence[float], height: float) -> list[float]:
    """Rows at least one label apart and inside the drawing, each as near to its place as that allows."""
    rows = declutter([max(place, 22.0) for place in places], _ROW)
    limit = height - 24
    for number in range(len(rows) - 1, -1, -1):
        rows[number] = limit = min(rows[number], limit)
        limit -= _ROW
    return rows


def falling_error(chart: ErrorChart, words: Messages) -> str:
    """The winners' errors, contest data only, as bars, and the one trained person as a dashed line."""
    base, unit, step = 236.0, 7.0, 78
    human = chart.human.error * unit
    shapes = []
    for number, year in enumerate(chart.years):
        tall, x = year.error * unit, number * step
        shapes.append(rect(x, base - tall, step - 16, tall, "dot" if year.year == 2012 else "grey", 4))
        label = words.percent(year.error / 100, 1 if round(year.error, 1) == year.error else 2)
        shapes.append(
            text(x + (step - 16) / 2, base - max(tall, human if tall < human else 0) - 8, label, "t", "middle")
        )
        shapes.append(text(x + (step - 16) / 2, base + 26, str(year.year), "t-muted", "middle"))
    shapes.append(line([(0, base - human), (step * len(chart.years), base - human)], "cut"))
    label = words("diagrams.fall_human", error=words.percent(chart.human.error / 100, 1))
    shapes.append(text(step * len(chart.years) - 16, base - human - 44, label, "t-muted", "end"))
    first, last = chart.years[0], chart.years[-1]
    alt = words("diagrams.fall_alt", first=words.percent(first.error / 100, 1), last=words.percent(last.error / 100, 2))
    return document(step * len(chart.years), base + 36, shapes, alt=alt)


def depth(words: Messages) -> str:
    """The layers with weights of two networks, one stroke each."""
    shapes = []
    for row, (layers, name) in enumerate(zip(LAYERS, ("alexnet", "resnet"), strict=True)):
        y = row * 116
        shapes.append(text(0, y + 20, words(f"diagrams.depth_{name}", count=words.number(layers))))
        shapes += [rect(4 * number, y + 34, 2.6, 52, "dot") for number in range(layers)]
    return document(610, 212, shapes, alt=words("diagrams.depth_alt"))


def growth(words: Messages) -> str:
    """One dot for AlexNet's computing, and 300,000 dots in a solid sheet for that of 2018."""
    width = 750
    height = GROWTH / width
    shapes = [
        rect(0, 60, width, height, "grey"),
        rect(0, 42, 1, 1, "dot"),
        line([(2, 42), (20, 26)], "leader"),
        text(26, 30, words("diagrams.growth_alexnet")),
        text(24, 100, words("diagrams.growth_later", times=words.number(GROWTH))),
    ]
    return document(width, 60 + height, shapes, alt=words("diagrams.growth_alt", times=words.number(GROWTH)))


def sureness(counts: Mapping[str, int], words: Messages) -> str:
    """One quotation mark for each quotation, in rows by how sure its wording is."""
    shapes = []
    for row, (sure, count) in enumerate(counts.items()):
        y = row * 66
        shapes += [text(number * 42, y + 62, "“", f"quote-mark quote-{sure}") for number in range(count)]
        shapes.append(text(390, y + 36, words(f"people.sure_{sure}")))
    listed = words.list([f"{words(f'people.sure_{sure}')}: {words.number(count)}" for sure, count in counts.items()])
    return document(660, 66 * len(counts) + 4, shapes, alt=words("diagrams.sureness_alt", counts=listed))


def staircase(steps: Sequence[DiaryStep], words: Messages) -> str:
    """The diary's learning rate, round by round."""
    if not steps:
        return ""
    top = log10(steps[0].rate)

    def place(step: DiaryStep) -> tuple[float, float]:
        return 14 + step.round * 6, 22 + (top - log10(step.rate)) * 44

    points = [place(steps[0])]
    for step in steps[1:]:
        points += [(place(step)[0], points[-1][1]), place(step)]
    shapes = [line(points, "curve-strong")]
    for step in steps:
        x, y = place(step)
        shapes += [circle(x, y, 8, "hollow"), text(x, 200, words.number(step.round), "t-muted", "middle")]
    shapes.append(text(90, 26, words("diagrams.staircase_rate")))
    return document(620, 212, shapes, alt=words("diagrams.staircase_alt"))
