"""Then and now, and how much computing: pictures made of HTML boxes, each beside the words that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from exhibit.ui.html import block, inline

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Computing, Machine

MEASURES = ("trillions", "memory", "bandwidth", "watts")
_PETAFLOP_DAY = 1e15 * 24 * 3600  # operations in a day at a petaflop a second
_HOURS = {"days": 24.0, "hours": 1.0, "minutes": 1 / 60}


@dataclass(frozen=True)
class Ratio:
    """What is compared, both values as written, and how many times the old one the new one is, also as written."""

    name: str
    then: str
    now: str
    times: float
    written: str


@dataclass(frozen=True)
class Factor:
    """A factor of the sum: its value as written, what it counts, why, and its sources as HTML."""

    value: str
    title: str
    text: str
    sources: str


@dataclass(frozen=True)
class Wait:
    """How long the same computing takes on a machine, in hours and in words."""

    title: str
    text: str
    hours: float
    sources: str


def ratio_of(t: Messages, measure: str, then: Machine, now: Machine) -> Ratio:
    """How many times the old card's `measure` the new one has; small numbers with one digit more."""
    old, new = getattr(then, measure), getattr(now, measure)
    times = t.number(new / old, 0 if new / old > 10 else 1)
    return Ratio(
        name=t(f"people.ratio_{measure}"),
        then=t(f"people.value_{measure}", value=t.number(old)),
        now=t(f"people.value_{measure}", value=t.number(new)),
        times=new / old,
        written=t("people.times", times=times),
    )


def factor_written(t: Messages, factor: Computing, *, first: bool) -> str:
    """A factor of the sum as it stands in its line: with the sign for "times" before all but the first."""
    number = t.number(factor.value)
    return number if first else t("people.times_factor", value=number)


def total_written(t: Messages, factors: Sequence[Computing]) -> tuple[str, str]:
    """The product of all factors, in operations, and the days it takes at a petaflop a second."""
    total = prod(factor.value for factor in factors)
    result = t("people.computing_result", mantissa=t.number(total / 1e17, 2))
    return result, t("people.computing_days", days=t.number(total / _PETAFLOP_DAY, 4))


def hours(wait: Computing) -> float:
    """How long the computing takes, in hours, whichever unit the content gives."""
    return wait.value * _HOURS[wait.unit or "hours"]


def then_and_now(ratios: Iterable[Ratio], then: str, now: str) -> str:
    """For each ratio one square for the old card, and as many of the same size for the new one."""
    rows = "".join(
        f"<li><div>{block('h3', ratio.name)}{block('p', ratio.written, 'times')}</div>"
        '<div class="ratio-then"><span class="squares" aria-hidden="true"><i></i></span>'
        f"{_label(then, ratio.then)}</div>"
        f'<div class="ratio-now">{_squares(ratio.times)}{_label(now, ratio.now)}</div></li>'
        for ratio in ratios
    )
    return f'<ul class="ratios">{rows}</ul>'


def _label(card: str, value: str) -> str:
    return f"<p>{block('span', card, 'muted')} {block('b', value)}</p>"


def _squares(times: float) -> str:
    """Whole squares, and for small numbers the part of one at the end."""
    whole, rest = (int(times), times - int(times)) if times < 10 else (round(times), 0.0)
    part = f'<i style="width: {rest:.2f}rem"></i>' if rest > 0.05 else ""
    return f'<span class="squares" aria-hidden="true">{"<i></i>" * whole}{part}</span>'


def product(factors: Sequence[Factor], result: str, sources: str) -> str:
    """The sum as a column of factors with the result below the line."""
    rows = "".join(
        f"<li><b>{inline(factor.value)}</b><div>{block('p', factor.title, 'factor')}{block('p', factor.text, 'muted')}"
        f"{factor.sources}</div></li>"
        for factor in factors
    )
    return f'<ol class="product">{rows}</ol><p class="product-result">{inline(result)}</p>{sources}'


def wait_bars(waits: Iterable[Wait]) -> str:
    """How long each machine takes, as bars on one scale."""
    listed = list(waits)
    longest = max((wait.hours for wait in listed), default=1)
    rows = "".join(
        f"<li>{block('h3', wait.title)}"
        f'<span class="wait-bar" aria-hidden="true" style="width: {max(100 * wait.hours / longest, 0.3):.2f}%"></span>'
        f"{block('p', wait.text)}{wait.sources}</li>"
        for wait in listed
    )
    return f'<ul class="waits">{rows}</ul>'
