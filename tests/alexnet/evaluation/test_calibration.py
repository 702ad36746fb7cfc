"""Calibration against cases that can be counted by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch

from alexnet.evaluation.calibration import (
    calibrate,
    calibration_error,
    error_of_logits,
    fit_temperature,
    negative_log_likelihood,
)


def two_words(gap: float, right: int, wrong: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits that always prefer the first of two words by `gap`, and so often rightly."""
    count = right + wrong
    return torch.tensor([[gap, 0.0]] * count), torch.tensor([0] * right + [1] * wrong)


@pytest.mark.parametrize(("gap", "right", "wrong"), [(4.0, 3, 1), (0.5, 9, 1), (6.0, 6, 4), (3.0, 99, 1)])
def test_the_fitted_temperature_makes_the_promise_equal_to_what_was_kept(gap: float, right: int, wrong: int) -> None:
    # Two words a gap apart: the first gets 1 / (1 + exp(-gap / T)), which must be right / (right + wrong).
    assert fit_temperature(*two_words(gap, right, wrong)) == pytest.approx(gap / math.log(right / wrong), rel=1e-6)


def test_fitting_twice_gives_the_very_same_number() -> None:
    logits = torch.randn(200, 7, generator=torch.Generator().manual_seed(1))
    labels = torch.arange(200) % 7
    assert fit_temperature(logits, labels) == fit_temperature(logits, labels)


def test_the_fit_beats_every_temperature_around_it() -> None:
    chance = torch.Generator().manual_seed(2)
    labels = torch.randint(0, 9, (500,), generator=chance)
    logits = 6 * torch.randn(500, 9, generator=chance) + 5 * torch.nn.functional.one_hot(labels, 9)
    fitted = fit_temperature(logits, labels)
    best = negative_log_likelihood(logits, labels, fitted)
    for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2.0):
        assert best < negative_log_likelihood(logits, labels, fitted * factor)


def test_without_any_mistake_or_any_hit_the_search_stops_at_its_ends() -> None:
    assert fit_temperature(*two_words(1.0, 5, 0)) == pytest.approx(0.05, rel=1e-3)
    assert fit_temperature(*two_words(1.0, 0, 5)) == pytest.approx(20, rel=1e-3)


def test_the_likelihood_of_even_odds_is_the_logarithm_of_two() -> None:
    assert negative_log_likelihood(*two_words(0.0, 1, 1)) == pytest.approx(math.log(2))


def test_the_calibration_error_is_the_mean_gap_between_promise_and_outcome() -> None:
    # Bins of a fifteenth: 0.90 to 0.92 lie in the 14th (0.867 to 0.933), 0.50 and 0.52 in the 8th (0.467 to 0.533).
    confidences = torch.tensor([0.90, 0.91, 0.92, 0.50, 0.52])
    right = torch.tensor([True, True, False, True, False])
    expected = 3 / 5 * abs(0.91 - 2 / 3) + 2 / 5 * abs(0.51 - 1 / 2)
    assert calibration_error(confidences, right) == pytest.approx(expected, abs=1e-6)


def test_gaps_of_different_bins_do_not_cancel_but_those_of_one_bin_do() -> None:
    assert calibration_error(torch.tensor([0.25, 0.75]), torch.tensor([True, False]), bins=2) == pytest.approx(0.75)
    assert calibration_error(torch.tensor([0.25, 0.75]), torch.tensor([True, False]), bins=1) == pytest.approx(0)


def test_an_edge_belongs_to_the_bin_below_it_and_nothing_falls_out() -> None:
    confidences, right = torch.tensor([0.0, 0.5, 1.0]), torch.tensor([False, True, True])
    assert calibration_error(confidences, right, bins=2) == pytest.approx((abs(0.5 - 1) + 0) / 3)


def test_perfect_answers_have_no_error() -> None:
    assert calibration_error(torch.ones(4), torch.ones(4, dtype=torch.bool)) == 0


def test_after_the_fit_the_promises_are_kept() -> None:
    logits, labels = two_words(4.0, 3, 1)
    found = calibrate(logits, labels)
    promised = 1 / (1 + math.exp(-4))
    assert found.ece_before == pytest.approx(promised - 0.75)
    assert found.ece_after == pytest.approx(0, abs=1e-6)
    assert error_of_logits(logits, labels, found.temperature) == found.ece_after
    assert found.nll_after < found.nll_before
    assert found.photos == 4


@pytest.mark.parametrize("measure", [fit_temperature, error_of_logits])
def test_nothing_can_be_learned_from_no_photographs(measure: Callable[[torch.Tensor, torch.Tensor], float]) -> None:
    with pytest.raises(ValueError, match="no "):
        measure(torch.zeros(0, 3), torch.zeros(0, dtype=torch.long))
