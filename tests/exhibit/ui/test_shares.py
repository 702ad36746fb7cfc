"""Shares as visitors read them: each name has its own percentage, each part of the photo the word that is nearest."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from alexnet.classify import Prediction
from exhibit.ui.shares import AREAS, area, percent, prediction_bars
from room_visitor import words

NAMED = {
    **{"half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4), "fifth": Fraction(1, 5)},
    **{"eighth": Fraction(1, 8), "tenth": Fraction(1, 10), "twentieth": Fraction(1, 20), "fiftieth": Fraction(1, 50)},
}


def test_every_name_has_its_own_percentage_and_a_bar_of_that_length() -> None:
    found = [Prediction(f"n{at}", share) for at, share in enumerate((0.62, 0.21, 0.094, 0.031, 0.002))]
    bars = prediction_bars(words(), found, {"n0": "tabby cat", "n1": "tiger cat"})
    assert [bar.name for bar in bars] == ["tabby cat", "tiger cat", "n2", "n3", "n4"]
    assert [bar.share for bar in bars] == [prediction.probability for prediction in found]
    assert [bar.written for bar in bars] == ["62%", "21%", "9.4%", "3.1%", "0.2%"]


def test_a_percentage_is_written_as_its_language_does() -> None:
    assert percent(words("fr"), 0.031).replace("\u202f", " ").replace("\xa0", " ") == "3,1 %"


@pytest.mark.parametrize("key", NAMED)
def test_a_named_share_of_the_photo_is_called_by_its_name(key: str) -> None:
    assert area(float(NAMED[key])) == key


def test_between_two_named_shares_the_nearer_one_is_said() -> None:
    named = list(NAMED.items())
    for (larger, left), (smaller, right) in pairwise(named):
        middle = float(left + right) / 2
        assert area(middle + 0.006) == larger
        assert area(middle - 0.006) == smaller


def test_every_share_has_a_word_in_every_language() -> None:
    for language in ("en", "fr"):
        said = [words(language)(f"why.share_{key}") for _, key in AREAS]
        assert len(set(said)) == len(said)
    assert area(0.0) == "small"
