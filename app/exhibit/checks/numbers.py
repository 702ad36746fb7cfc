"""Numbers that stand in several places: whether each place has the number that figures.yaml gives.

The exhibit says some numbers often: 15.3%, 60,965,224, 10.9 points. A slip in one place is easily overlooked. So every
number in a text is compared with the known ones of the same unit; one that is nearly, but not quite, a known number is
told as a problem. Numbers far from all known ones are left alone, and so are rough ones such as "15%" or a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from exhibit.content import schema
from exhibit.content.load import Library
from exhibit.files.problems import Problem

NEAR = 0.02  # two numbers that differ by less than this share are meant to be the same
_GAP = "[\u00a0\u202f ]"
_UNITS = (("%", re.compile(rf"^{_GAP}?%")), ("points", re.compile(rf"^{_GAP}(?:\w+{_GAP})?points?\b")))


@dataclass(frozen=True)
class Number:
    """A number in a text: its value, its unit (%, points or none), and as it is written."""

    value: float
    unit: str
    written: str


def figure_problems(library: Library, texts: Iterator[tuple[str, str, str]], lang: str) -> Iterator[Problem]:
    """A number in one of `texts` (file, field, text) that is nearly one of the known figures."""
    known = [number for figure in library.figures() for number in numbers(figure.value, "en")]
    for file, field, text in texts:
        for number in numbers(text, lang):
            meant = nearly(number, known)
            if meant is not None:
                yield Problem("figure_differs", file, 0, field, number.written, {"expected": meant.written})


def neutral_texts(library: Library) -> Iterator[tuple[str, str, str]]:
    """The errors of errors.yaml and the paper's of runs.yaml, as texts with a percent sign; quotations."""
    said = library.neutral("quotations")
    for entry in said.quotations if said is not None else ():
        yield "quotations.yaml", entry.id, entry.words
    chart = library.error_chart()
    for year in chart.years if chart is not None else ():
        for error in (year.error, year.with_extra_data):
            if error is not None:
                yield "errors.yaml", str(year.year), f"{error}%"
    if chart is not None:
        yield "errors.yaml", "human", f"{chart.human.error}%"
    for run in library.neutral("runs") or ():
        if isinstance(run, schema.RunEntry) and run.printed is not None and run.against is None:
            for share in (run.printed.first, run.printed.five):
                yield "runs.yaml", run.id, f"{share}%"


def nearly(number: Number, known: list[Number]) -> Number | None:
    """The known figure that `number` misses by little; None when it is one of them, or far from all."""
    same_unit = [figure for figure in known if figure.unit == number.unit]
    if any(figure.value == number.value for figure in same_unit):
        return None
    return next((f for f in same_unit if abs(f.value - number.value) < NEAR * f.value), None)


def numbers(text: str, lang: str) -> Iterator[Number]:
    """The exact numbers of a text: those with digits after the point, or with separated thousands."""
    point, group = _separators(lang)
    groups = _GAP if group.isspace() else re.escape(group)
    pattern = re.compile(rf"(?<![\d.,/])\d{{1,3}}(?:{groups}\d{{3}})*(?!\d)(?:{re.escape(point)}\d+)?(?![\d/])")
    for found in pattern.finditer(text):
        whole, _, rest = found.group().partition(point)
        grouped = re.search(groups, whole) is not None
        if not rest and not grouped:
            continue
        unit = next((name for name, mark in _UNITS if mark.match(text[found.end() :])), "")
        plain = re.sub(groups, "", whole) + (f".{rest}" if rest else "")
        yield Number(float(plain), unit, found.group() + (unit if unit == "%" else f" {unit}" if unit else ""))


@lru_cache(maxsize=16)
def _separators(lang: str) -> tuple[str, str]:
    """The decimal point and the thousands separator of a language."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(lang, sep="-").number_symbols["latn"]
    except (UnknownLocaleError, ValueError, KeyError):
        return ".", ","
    return symbols["decimal"], symbols["group"]
