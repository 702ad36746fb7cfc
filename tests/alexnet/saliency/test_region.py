"""Where a map is strongest: maps whose answer is known beforehand."""

from itertools import product

import numpy as np
import pytest

from alexnet.saliency import PeakRegion, locate_peak

ROWS, COLUMNS = ("upper", "middle", "lower"), ("left", "centre", "right")


def blank(side: int = 90) -> np.ndarray:
    return np.zeros((side, side), np.float32)


@pytest.mark.parametrize(("row", "column"), list(product(range(3), range(3))))
@pytest.mark.parametrize("side", [90, 224, 227])
def test_a_spot_is_found_in_its_own_ninth_of_the_picture(side: int, row: int, column: int) -> None:
    values = blank(side)
    top, left = (round(side * (place + 0.5) / 3) for place in (row, column))
    values[top : top + 4, left : left + 4] = 1
    found = locate_peak(values)
    assert (found.row, found.column) == (ROWS[row], COLUMNS[column])
    assert found.share == pytest.approx(8 / side**2)


def test_half_of_an_even_map_lies_in_half_of_the_picture() -> None:
    assert locate_peak(blank() + 0.3).share == 0.5


def test_half_of_a_single_point_lies_in_that_point() -> None:
    values = blank()
    values[80, 3] = 0.001
    assert locate_peak(values) == PeakRegion("lower", "left", 1 / 8100)


def test_the_share_counts_the_strongest_pixels_first() -> None:
    values = blank(10)
    values[0, :6] = [4, 2, 2, 2, 1, 1]  # half of 12 needs the 4 and one 2
    assert locate_peak(values).share == 0.02


def test_one_stray_pixel_does_not_outweigh_a_whole_region() -> None:
    values = blank()
    values[5, 85] = 1.0
    values[35:55, 35:55] = 0.2
    assert (locate_peak(values).row, locate_peak(values).column) == ("middle", "centre")


def test_in_a_signed_map_what_speaks_for_the_word_is_the_signal() -> None:
    values = blank()
    values[:30, :30] = -1.0
    values[70:80, 70:80] = 0.5
    assert locate_peak(values) == PeakRegion("lower", "right", 50 / 8100)


def test_a_map_that_only_speaks_against_is_judged_by_its_size() -> None:
    values = blank()
    values[0, 89] = -1.0
    assert locate_peak(values) == PeakRegion("upper", "right", 1 / 8100)


def test_a_silent_map_has_no_place() -> None:
    assert locate_peak(blank()) == PeakRegion("middle", "centre", 0.0)
