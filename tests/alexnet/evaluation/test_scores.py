"""Counting answers, and how much such a count can tell."""

from __future__ import annotations

import pytest
import torch

from alexnet.evaluation.scores import Scores, score, wilson
from alexnet.families import Families

WORDS = tuple(f"n0000000{number}" for number in range(1, 8))
FAMILIES = Families({"dog": WORDS[:2], "cat": WORDS[2:6]})


@pytest.mark.parametrize(
    ("right", "photos", "low", "high"),
    [(0, 10, 0.0, 27.75), (1, 10, 1.79, 40.42), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100.0), (81, 263, 25.53, 36.62)],
)
def test_the_interval_is_wilson_s(right: int, photos: int, low: float, high: float) -> None:
    # n = 10, none right: 0 to z2 / (n + z2) = 3.8415 / 13.8415. 81 of 263 is the usual textbook case (0.2553, 0.3662).
    assert wilson(100 * right / photos, photos) == pytest.approx((low, high), abs=0.006)


def test_more_photographs_make_the_interval_narrower() -> None:
    widths = [high - low for low, high in (wilson(30, photos) for photos in (10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


def answers(*rows: list[float]) -> torch.Tensor:
    return torch.tensor(rows)


def test_first_fifth_and_sixth_places_are_counted_as_they_should() -> None:
    falling = [0.4, 0.2, 0.13, 0.11, 0.09, 0.05, 0.02]
    found = score(answers(*[falling] * 4), torch.tensor([0, 4, 5, 6]), WORDS)
    assert (found.photos, found.top1, found.top5) == (4, 25, 50)
    assert (found.family, found.families) == (None, ())
    assert found.ece == pytest.approx(100 * (0.4 - 0.25))


def test_the_family_counts_by_its_sum_even_where_no_word_of_it_comes_first() -> None:
    spread = [0.4, 0.0, 0.15, 0.15, 0.15, 0.15, 0.0]  # first a dog, but four cats have more together
    found = score(answers(spread, spread, spread), torch.tensor([2, 0, 5]), WORDS, FAMILIES)
    assert found.top1 == pytest.approx(100 / 3)
    assert found.family == pytest.approx(200 / 3)
    by_id = {one.id: one for one in found.families}
    assert (by_id["cat"].photos, by_id["cat"].family, by_id["cat"].top1) == (2, 100, 0)
    assert (by_id["dog"].photos, by_id["dog"].family, by_id["dog"].top1) == (1, 0, 100)


def test_a_word_without_a_family_is_left_out_of_the_families_alone() -> None:
    last = [0.0, 0.0, 0.1, 0.0, 0.0, 0.0, 0.9]
    found = score(answers(last, last), torch.tensor([6, 2]), WORDS, FAMILIES)
    assert found.top1 == 50
    assert found.family == 100, "of the one photo whose word has a family, the best family is right"
    assert [one.id for one in found.families] == ["cat"]


def test_the_family_that_scores_is_the_one_that_the_answer_shows() -> None:
    chance = torch.Generator().manual_seed(4)
    shares = torch.rand(40, 7, generator=chance)
    shares /= shares.sum(1, keepdim=True)
    for row in shares:
        shown = FAMILIES.shares(WORDS, row.tolist())[0].id
        word = WORDS.index(FAMILIES.root[shown][0])
        assert score(row[None], torch.tensor([word]), WORDS, FAMILIES).family == 100


def test_the_record_for_json_holds_every_figure_with_its_interval() -> None:
    record = Scores(photos=10, top1=50, top5=100, family=None).record()
    assert record["top1_interval"] == pytest.approx((23.66, 76.34), abs=0.006)
    assert record["family_interval"] is None
    assert {"photos", "top1", "top5", "family", "ece", "families", "top5_interval"} <= record.keys()
