"""Colours that mean something must be told apart by everybody, and an overlay must never hide what it explains."""

import numpy as np
import pytest

from alexnet.render.colormaps import (
    DIVERGING,
    SEQUENTIAL,
    Colormap,
    colormap_of,
    colour_saliency,
    overlay,
    stretch_contrast,
)

# What red, green and blue (linear light) become for eyes without one kind of cone (Vienot, Brettel, Mollon 1999), or
# without any.
EYES = {
    "without red cones": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "without green cones": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
    "without colour": [[0.2126, 0.7152, 0.0722]] * 3,
}
AMPLE = 0.25  # of the distance between black and white


def seen(colours: np.ndarray, eye: str) -> np.ndarray:
    """8-bit colours (n, 3) as that eye sees them, 0 to 1."""
    linear = (colours / 255.0) ** 2.2
    return (linear @ np.array(EYES[eye]).T).clip(0, 1) ** (1 / 2.2)


def steps(scale: Colormap, count: int = 33) -> np.ndarray:
    return scale.colour(np.linspace(0, 1, count))


def test_a_scale_begins_and_ends_with_its_anchors_and_clips_what_lies_outside() -> None:
    assert tuple(SEQUENTIAL.colour(np.array(-3.0))) == SEQUENTIAL.anchors[0]
    assert tuple(SEQUENTIAL.colour(np.array(7.0))) == SEQUENTIAL.anchors[-1]
    assert DIVERGING.stops[0] == (0.0, "#6818aa")
    assert [place for place, _ in DIVERGING.stops] == [0, 0.25, 0.5, 0.75, 1]


@pytest.mark.parametrize("eye", EYES)
def test_more_strength_is_lighter_for_every_eye(eye: str) -> None:
    lightness = seen(steps(SEQUENTIAL), eye) @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(lightness) > 0).all()


@pytest.mark.parametrize("eye", ["without red cones", "without green cones"])
def test_for_and_against_differ_for_every_eye_that_sees_colour(eye: str) -> None:
    against, _, nothing, _, speaks_for = seen(np.array(DIVERGING.anchors), eye)
    for one, other in ((against, speaks_for), (against, nothing), (nothing, speaks_for)):
        assert np.linalg.norm(one - other) / np.sqrt(3) > AMPLE


def test_nothing_is_pale_and_both_directions_darken_alike() -> None:
    lightness = steps(DIVERGING) @ np.array([0.299, 0.587, 0.114])
    assert (np.diff(lightness[:17]) > 0).all()
    assert (np.diff(lightness[16:]) < 0).all()


def test_signed_and_unsigned_maps_take_their_own_scale() -> None:
    values = np.array([[-1.0, 0.0, 1.0]], np.float32)
    assert [tuple(colour) for colour in colour_saliency(values, signed=True, clip=1)[0]] == [
        DIVERGING.anchors[0],
        tuple(DIVERGING.colour(np.array(0.5))),
        DIVERGING.anchors[-1],
    ]
    assert colormap_of(False) is SEQUENTIAL


def test_a_few_towering_points_do_not_make_a_map_black() -> None:
    values = np.full((100, 100), 0.01, np.float32)
    values[0, 0] = 1.0
    assert float(np.median(stretch_contrast(values))) == pytest.approx(1.0)
    assert float(np.median(stretch_contrast(values, clip=1.0))) == pytest.approx(0.01)


def test_a_map_of_zeros_stays_zero() -> None:
    zeros = np.zeros((4, 4), np.float32)
    assert not stretch_contrast(zeros).any()
    assert (colour_saliency(zeros, signed=False) == SEQUENTIAL.anchors[0]).all()


@pytest.mark.parametrize("signed", [False, True])
def test_without_strength_the_photo_stays_as_it_is(signed: bool) -> None:
    view = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    values = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
    assert np.array_equal(overlay(view, values, signed, amount=0.0), view)


def test_at_full_strength_the_strongest_place_has_the_maps_colour_and_a_silent_place_is_grey() -> None:
    view = np.full((2, 2, 3), (200, 100, 0), np.uint8)
    values = np.array([[1, 0], [0, 0]], np.float32)
    laid = overlay(view, values, signed=False, amount=1.0, clip=1.0)
    assert tuple(laid[0, 0]) == SEQUENTIAL.anchors[-1]
    assert len(set(laid[1, 1].tolist())) == 1
