"""Kernels and their maps as visitors see them: the strongest first, each with the colour and the name of its tower."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alexnet.layers import ActivationSheet
from exhibit.ui import kernel_words, stylesheet
from exhibit.ui.colours import ONE_TOWER, TOWERS
from exhibit.ui.pictures import activation_sheet
from room_visitor import words


def sheet(peaks: list[float], tower: tuple[int, ...] | None = None) -> ActivationSheet:
    """Maps (C, 5, 5) that are silent but for one place, where each answers with its peak."""
    maps = np.zeros((len(peaks), 5, 5), np.float32)
    maps[:, 2, 2] = peaks
    return ActivationSheet("a network", "conv3", maps, np.float32(peaks), tower or (0,) * len(peaks))


def colour_of(tile: np.ndarray) -> np.ndarray:
    """The mean colour of what glows in a picture, neither ground nor white peak."""
    dots = tile.reshape(-1, 3).astype(int)
    glowing = dots[(dots.max(1) > 60) & (dots.min(1) < 200)]
    return glowing.mean(0)


def glow(tower: int) -> np.ndarray:
    """A map of one tower with every strength from none to full."""
    found = sheet([1.0], (tower,))
    found.maps[0] = np.linspace(0, 1, 25, dtype=np.float32).reshape(5, 5)
    return activation_sheet.map_tiles(found, [0])[0]


def test_of_many_maps_the_strongest_are_shown_strongest_first() -> None:
    peaks = list(np.random.default_rng(0).permutation(200).astype(float))
    numbers, columns = activation_sheet.shown_maps(sheet(peaks), "strongest")
    shown = [peaks[number] for number in numbers]
    assert shown == sorted(peaks, reverse=True)[: activation_sheet.STRONGEST]
    assert len(numbers) % columns == 0


def test_all_maps_stand_in_the_order_of_their_numbers() -> None:
    assert activation_sheet.shown_maps(sheet([1.0, 3.0, 2.0]), "all")[0] == [0, 1, 2]


def test_the_first_picture_of_the_sheet_is_the_map_that_is_named_first() -> None:
    found = sheet([0.0, 9.0, 4.0])
    picture = np.asarray(Image.open(io.BytesIO(activation_sheet.map_sheet(found, [1, 0], columns=2))).convert("L"))
    left, right = np.array_split(picture, 2, axis=1)
    assert left.max() > 200, "the loud map comes first"
    assert right.max() < 60, "the silent one is dark"


def test_a_map_glows_in_the_colour_of_its_tower() -> None:
    first, second = colour_of(glow(0)), colour_of(glow(1))
    assert first[2] > first[0] + 20, "tower 1 is blue"
    assert second[0] > second[2] + 20, "tower 2 is orange"
    red, _, blue = colour_of(glow(-1))
    assert abs(red - blue) < 30, "a network with one tower has neither colour"


def test_the_pictures_and_the_stylesheet_mean_the_same_tower_by_a_colour() -> None:
    css = Path(stylesheet.__file__).with_suffix(".css").read_text("utf-8")
    dark = re.findall(r"--tower-([12]): light-dark\(#\w{6}, #(\w{6})\)", css)
    assert {number: tuple(bytes.fromhex(colour)) for number, colour in dark} == dict(zip("12", TOWERS, strict=True))
    assert ONE_TOWER not in TOWERS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_tower_is_called_by_its_own_number_and_its_note_by_its_kernels(language: str) -> None:
    t = words(language)
    for tower, numbers in ((0, range(48)), (1, range(48, 96))):
        assert str(tower + 1) in kernel_words.tower_name(t, tower)
        assert str(2 - tower) not in kernel_words.tower_name(t, tower)
        note = kernel_words.tower_note(t, tower, list(numbers))
        assert str(numbers[0] + 1) in note
        assert str(numbers[-1] + 1) in note
    assert kernel_words.tower_name(t, -1) == t("inside.one_tower")


def test_the_caption_counts_the_maps_and_those_that_found_nothing() -> None:
    found = sheet([2.0, 0.0, 5.0, 0.0, 0.0])
    told = kernel_words.maps_told("conv3", [2, 0], 2, "in the middle")
    assert told == {"shown": 2, "layer": "3", "strongest": 3, "where": "in the middle"}
    caption = kernel_words.maps_caption(words(), found, told)
    assert words()("inside.silent_some", count=3) in caption
    assert (
        words()(
            "inside.maps_caption", count=5, height=5, width=5, silent=words()("inside.silent_some", count=3), **told
        )
        == caption
    )
    assert words()("inside.silent_none") in kernel_words.maps_caption(words(), sheet([1.0]), told)
