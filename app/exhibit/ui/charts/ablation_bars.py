"""What each idea was worth: a bar for the diary's figure, a mark for the paper's, all in HTML that reads as a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exhibit.ui.html import block, inline

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Run


@dataclass(frozen=True)
class Trial:
    """One run without an idea: points lost by the diary and, where printed, by the paper; both also as written."""

    title: str
    text: str
    points: float
    written: str
    printed: float | None
    printed_written: str
    sources: str


def trial(t: Messages, run: Run, whole: Run, measure: str, sources: str) -> Trial:
    """One run without an idea against the `whole` one that has it: how many points of error the idea was worth.

    `measure` is "first" (its first name is wrong) or "five" (all five are); `sources` is HTML.
    """
    points = 100 * (getattr(run, measure) - getattr(whole, measure))
    printed = getattr(run.printed, measure) if run.printed else None
    told = t("notebook.trial_unprinted")
    if printed is not None:
        told = t("notebook.trial_printed", value=t.number(printed, 1))
    return Trial(run.title, run.text, points, t("notebook.points", value=t.number(points, 2)), printed, told, sources)


def ablation_bars(trials: Iterable[Trial]) -> str:
    """The list, longest bar first."""
    ranked = sorted(trials, key=lambda trial: -trial.points)
    longest = max((max(trial.points, trial.printed or 0) for trial in ranked), default=1) * 1.12
    return f'<ol class="trials">{"".join(_row(trial, longest) for trial in ranked)}</ol>'


def _row(trial: Trial, longest: float) -> str:
    fill = f'<span class="trial-fill" style="width: {100 * trial.points / longest:.1f}%"></span>'
    mark = ""
    if trial.printed is not None:
        mark = f'<span class="trial-mark" style="left: {100 * trial.printed / longest:.1f}%"></span>'
    track = f'<span class="trial-track" aria-hidden="true">{fill}{mark}</span>'
    figures = (
        f"<p class='trial-figures'><b>{inline(trial.written)}</b> <span>{inline(trial.printed_written)}</span></p>"
    )
    return f"<li>{block('h3', trial.title)}{block('p', trial.text)}{track}{figures}{trial.sources}</li>"
