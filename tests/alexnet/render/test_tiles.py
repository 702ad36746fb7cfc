"""Sheets of kernels and maps: what each colour stands for, and where each tile lies."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from alexnet.render.colormaps import PAPER, SEQUENTIAL, TOWERS
from alexnet.render.tiles import activation_tiles, encode, stretch_kernels, tile, tower_sheet


def squares(count: int, side: int = 2) -> np.ndarray:
    """Tiles of one brightness each: 1, 2, 3 ..."""
    return np.stack([np.full((side, side, 3), number + 1, np.uint8) for number in range(count)])


def test_a_weight_of_zero_is_grey_and_each_kernel_is_stretched_to_its_own_contrast() -> None:
    weights = np.zeros((2, 3, 11, 11), np.float32)
    weights[0, 0, 0, 0], weights[0, 1, 0, 0] = 0.5, -0.5
    weights[1, 2, 3, 4] = -0.001
    kernels = stretch_kernels(weights)
    assert (kernels.shape, kernels.dtype) == ((2, 11, 11, 3), np.uint8)
    assert kernels[0, 0, 0].tolist() == [255, 1, 128]
    assert kernels[1, 3, 4].tolist() == [128, 128, 1]
    assert (kernels[0, 1:] == 128).all()


def test_a_kernel_of_zeros_is_all_grey() -> None:
    assert (stretch_kernels(np.zeros((1, 3, 4, 4), np.float32)) == 128).all()


def test_each_map_is_stretched_to_its_own_peak_or_all_to_one() -> None:
    maps = np.array([[[0, 1]], [[0, 4]], [[0, 0]]], np.float32)
    low, high = SEQUENTIAL.anchors[0], SEQUENTIAL.anchors[-1]
    apart, together = activation_tiles(maps), activation_tiles(maps, together=True)
    assert [tuple(apart[index, 0, 1]) for index in range(3)] == [high, high, low]
    assert tuple(together[1, 0, 1]) == high
    assert tuple(together[0, 0, 1]) == tuple(SEQUENTIAL.colour(np.array(0.25)))


def test_tiles_fill_rows_from_the_left_with_gaps_between() -> None:
    sheet = tile(squares(5), columns=3, enlarge=2, gap=1)
    assert sheet.shape == (9, 14, 3)
    assert [int(sheet[0, 0, 0]), int(sheet[0, 5, 0]), int(sheet[0, 10, 0]), int(sheet[5, 0, 0])] == [1, 2, 3, 4]
    assert tuple(sheet[4, 0]) == tuple(sheet[0, 4]) == tuple(sheet[5, 10]) == PAPER


def test_fewer_tiles_than_columns_make_a_narrow_sheet() -> None:
    assert tile(squares(2), columns=12, gap=1).shape == (2, 5, 3)


def test_two_towers_lie_above_one_another_each_beside_its_colour() -> None:
    sheet = tower_sheet(squares(6), (0, 1, 0, 1, 0, 1), columns=3)
    assert sheet.shape == (8, 14, 3)
    assert [int(sheet[0, x, 0]) for x in (6, 9, 12)] == [1, 3, 5]
    assert [int(sheet[6, x, 0]) for x in (6, 9, 12)] == [2, 4, 6]
    assert (tuple(sheet[0, 0]), tuple(sheet[7, 2])) == TOWERS
    assert tuple(sheet[4, 0]) == PAPER


def test_the_96_kernels_of_2012_lie_as_in_figure_3() -> None:
    kernels = np.zeros((96, 11, 11, 3), np.uint8)
    sheet = tower_sheet(kernels, (0,) * 48 + (1,) * 48, columns=12, enlarge=3, gap=2)
    assert sheet.shape == (2 * (4 * 35 - 2) + 8, 12 * 35 - 2 + 12, 3)


def test_one_tower_has_no_bars() -> None:
    assert np.array_equal(tower_sheet(squares(4), (-1,) * 4, columns=2), tile(squares(4), 2))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_an_image_file_of_its_size(form: str) -> None:
    picture = tile(squares(96, 8), columns=12)
    with Image.open(BytesIO(encode(picture, form))) as image:  # type: ignore[arg-type]
        assert (image.format, image.size) == (form, (107, 71))
        if form == "PNG":
            assert np.array_equal(np.asarray(image), picture)
