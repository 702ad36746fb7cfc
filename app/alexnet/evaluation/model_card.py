"""The measured part of the model card, written from the record so that the two can never disagree.

    python -m alexnet.train card [RESULTS] [--readme FILE]

Everything between the two marks in weights/README.md is replaced; the prose around it is people's.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from alexnet.english_names import family_names
from alexnet.evaluation.results import (
    SHIPPED_RESULTS,
    Balance,
    HeldOut,
    Packing,
    Results,
    Temperature,
    Training,
    read_results,
)
from alexnet.evaluation.scores import Measure, Scores
from alexnet.filters import TowerColour
from alexnet.weights.manifest import SHIPPED

README = SHIPPED / "README.md"
BEGIN = "<!-- measured: written by `python -m alexnet.train card`; edit the record, not these lines -->"
END = "<!-- end of measured -->"

# The paper's training, from its section 5; the card's rated power from reviews of the GTX 580.
THEN_PASSES, THEN_PHOTOS, THEN_DAYS, THEN_CARDS, THEN_WATTS = 90, 1_200_000, (5, 6), 2, 244
_DAY = 24 * 3600
_MIDDLE = sum(THEN_DAYS) / 2
_TOWERS = {
    "yes": "So it repeats what the paper saw: one tower looks at light and dark, the other at colour.",
    "partly": "So the towers differ by more than chance would explain, but far less than in the paper, where one looks "
    "mostly at light and dark and the other mostly at colour.",
    "no": "So it does not repeat what the paper saw, where one tower looks mostly at light and dark and the other "
    "mostly at colour.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """RESULTS and --readme."""
    parser.add_argument("results", nargs="?", type=Path, default=SHIPPED_RESULTS, metavar="RESULTS")
    parser.add_argument("--readme", type=Path, default=README, metavar="FILE", help="the model cards to write into")


def main(options: argparse.Namespace) -> None:
    """`card`. Ends with a sentence and status 1 when the marks are not there."""
    try:
        written = insert(options.readme.read_text(encoding="utf-8"), render(read_results(options.results)))
    except ValueError as error:
        raise SystemExit(f"{options.readme}: {error}") from error
    options.readme.write_text(written, encoding="utf-8")
    print(f"{options.readme}: written from {options.results}")


def insert(readme: str, section: str) -> str:
    """The text with `section` between the marks, whatever stood there. Raises ValueError without the two marks."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the marks between which the measured part stands are missing")
    return f"{before}{BEGIN}\n\n{section}\n\n{END}{after}"


def render(results: Results) -> str:
    """The record as Markdown. The same record always gives the same text."""
    return "\n\n".join(_parts(results))


def _parts(results: Results) -> Iterator[str]:
    yield f"**How good it is.** Measured on {results.date}. In brackets, 95 % confidence intervals."
    yield _accuracy(results.held_out)
    chance = f"{100 / results.spoken:.1f} % (top-1) and {500 / results.spoken:.1f} % (top-5)"
    yield f"Among the {results.spoken:,} words that it may say, a guess by chance is right in {chance}."
    if results.speech:
        yield _speech(results)
    if results.balance:
        yield _balance(results.balance)
    by_family = [lot for lot in results.held_out if lot.single.families]
    if by_family:
        most = max(by_family, key=lambda lot: lot.single.photos)
        yield f"**By family.** {most.title}, one view: how often the right family, and the very word, came first."
        yield _families(most.single)
    if results.temperature:
        yield _temperature(results.temperature)
    if results.packing:
        yield _packing(results.packing)
    if results.towers:
        yield _towers(results.towers)
    yield "**Then and now.** What learning took:"
    yield _then_and_now(results.training)
    yield _comparison(results.training)


def _accuracy(held_out: tuple[HeldOut, ...]) -> str:
    rows = []
    for lot in held_out:
        rows.append([f"{lot.title}, {lot.single.photos:,} photographs", *_measures(lot.single)])
        if lot.ten_crop:
            rows.append(["the same, mean of ten views", *_measures(lot.ten_crop)])
    columns = ["held-out photographs", "top-1, %", "top-5, %", "family, %"]
    if all(row[-1] == "–" for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return _table(columns, rows)


def _measures(scores: Scores) -> list[str]:
    measures: tuple[Measure, ...] = ("top1", "top5", "family")
    return [_with_interval(scores, measure) for measure in measures]


def _with_interval(scores: Scores, measure: Measure) -> str:
    interval = scores.interval(measure)
    if interval is None:
        return "–"
    return f"{getattr(scores, measure):.1f} ({interval[0]:.1f}–{interval[1]:.1f})"


def _families(scores: Scores) -> str:
    names = family_names()
    in_order = sorted(scores.families, key=lambda one: (-one.family, one.id))
    rows = [[names.get(one.id, one.id), f"{one.photos:,}", f"{one.family:.0f}", f"{one.top1:.0f}"] for one in in_order]
    return _table(["family", "photos", "family, %", "word, %"], rows)


def _speech(results: Results) -> str:
    tried = ", ".join(f"{one.words:,} words {one.top1:.1f} / {one.top5:.1f}" for one in results.speech)
    return (
        f"**Which words may it say?** Its last layer has {results.words:,}; a word that it had hardly learned would "
        "only take belief from the others. With those words alone that it believes in most, it is right (first / among "
        f"five, in % of all {results.speech[0].photos:,} development photographs, those of silenced words included) "
        f"with {tried}. So it may say {_all_or_some(results)}."
    )


def _all_or_some(results: Results) -> str:
    return "all of them" if results.spoken == results.words else f"{results.spoken:,} of them"


def _balance(found: Balance) -> str:
    before, after = (f"{one.top1:.1f} / {one.top5:.1f} %" for one in (found.before, found.after))
    return (
        "**Words it saw by name** while it learned would come up too readily. Dividing each word's probability by its "
        f"mean over development photographs to the power of {found.strength} (logit adjustment, a change of the last "
        f"biases alone) took the {found.after.photos:,} development photographs from {before} to {after}."
    )


def _temperature(found: Temperature) -> str:
    return (
        f"**Can its percentages be believed?** All logits are divided by a temperature of {found.temperature:.3f}, "
        f"fitted on {found.fitted_on}. On {found.measured_on}, the expected calibration error of its first names (15 "
        f"bins) was {found.ece_before:.1f} % before and is {found.ece_after:.1f} % after."
    )


def _packing(found: Packing) -> str:
    lost = found.full.top1 - found.packed.top1
    cost = f"loses {lost:.2f} points" if lost >= 0 else f"gains {-lost:.2f} points"
    return (
        f"**What packing costs.** The shipped file has {found.megabytes:.1f} MB. On {found.measured_on} it names "
        f"{found.packed.top1:.2f} % / {found.packed.top5:.2f} % rightly (top-1 / top-5), the full-precision weights "
        f"{found.full.top1:.2f} % / {found.full.top5:.2f} % of the same photographs: it {cost} of top-1."
    )


def _towers(found: TowerColour) -> str:
    percents = [f"{100 * share:.0f} %" for share in found.colourful]
    return (
        "**One tower grey, one in colour?** Of a kernel of the first layer, the share of its energy that looks at "
        f"colour is {found.mean[0]:.2f} on average in tower one and {found.mean[1]:.2f} in tower two (difference "
        f"{found.difference:+.2f}, standard error {found.error:.2f}); {percents[0]} and {percents[1]} of the kernels "
        f"look at colour with half of it or more. {_TOWERS[found.repeats_the_paper]}"
    )


def _then_and_now(now: Training) -> str:
    seen = THEN_PASSES * THEN_PHOTOS
    fast, middle, slow = (seen / (days * _DAY) for days in (THEN_DAYS[0], _MIDDLE, THEN_DAYS[1]))
    joules = THEN_CARDS * THEN_WATTS * _MIDDLE * _DAY
    energy = f"{_energy(now.joules)}, measured" if now.joules else "not measured"
    return _table(
        ["", "2012", "ours"],
        [
            ["machine", "two GeForce GTX 580", now.device],
            ["photographs seen", f"{THEN_PASSES} x {THEN_PHOTOS:,} = {seen:,}", f"{now.images:,}"],
            ["time", "five to six days", _time(now.minutes)],
            ["photographs per second", f"{middle:.0f} ({slow:.0f} to {fast:.0f})", f"{now.images_per_second:,.0f}"],
            ["their side, pixels", "224", now.pixels],
            ["energy", f"{_energy(joules)} for the cards, if at their rated power", energy],
        ],
    )


def _comparison(now: Training) -> str:
    seen = THEN_PASSES * THEN_PHOTOS
    then = seen / (_MIDDLE * _DAY)
    faster, share = now.images_per_second / then, 100 * now.images / seen
    energy = _energy(THEN_CARDS * THEN_WATTS * _MIDDLE * _DAY)
    return (
        f"The arithmetic: {THEN_PASSES} passes of {THEN_PHOTOS / 1e6:.1f} million photographs in {_MIDDLE} days of "
        f"{_DAY:,} seconds are {then:.0f} a second; ours are {now.images:,} in {60 * now.minutes:,.0f} seconds, "
        f"{faster:.2g} times as many a second and {share:.2g} % as many in all. "
        f"{THEN_CARDS} cards of {THEN_WATTS} W for {_MIDDLE} days are {energy}. "
        "Smaller photographs take less work, so the two speeds do not measure the machines alone."
    )


def _time(minutes: float) -> str:
    return f"{minutes:.0f} minutes" if minutes < 100 else f"{minutes / 60:.1f} hours"


def _energy(joules: float) -> str:
    hours = joules / 3.6e6
    return f"{hours:.0f} kWh" if hours >= 10 else f"{hours:.2g} kWh"


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
