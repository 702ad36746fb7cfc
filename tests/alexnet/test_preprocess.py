"""From photo to the numbers a network reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models import AlexNet_Weights
from torchvision.transforms import functional

from alexnet.engine import Engine
from alexnet.photo import Photo
from alexnet.preprocess import ten_crops, to_tensor, view
from alexnet.weights import NetworkEntry

MakePhoto = Callable[..., Photo]
MEAN = torch.tensor([121.3, 114.0, 102.0]).view(3, 1, 1)
SIZES = [
    (320, 240),
    (240, 320),
    (300, 300),
    (257, 256),
    (255, 256),
    (100, 140),
    (1024, 683),
    (30, 900),
    (1000, 9),
    (1, 1),
]


@pytest.fixture(scope="module")
def ours(engine: Engine) -> NetworkEntry:
    return engine.entry("alexnet-2012")


@pytest.fixture(scope="module")
def theirs(engine: Engine) -> NetworkEntry:
    return engine.entry("alexnet-torchvision")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_torchvisions_network_gets_what_torchvisions_own_transforms_make(
    size: tuple[int, int], theirs: NetworkEntry, make_photo: MakePhoto
) -> None:
    photo = make_photo(3, *size)
    expected = AlexNet_Weights.IMAGENET1K_V1.transforms()(photo.image)[None]
    torch.testing.assert_close(to_tensor(photo, theirs), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_our_network_gets_pixels_less_the_mean_in_units_of_64(
    size: tuple[int, int], ours: NetworkEntry, make_photo: MakePhoto
) -> None:
    photo = make_photo(4, *size)
    square = functional.center_crop(functional.resize(photo.image, 256), 227)
    expected = (functional.pil_to_tensor(square).float() - MEAN) / 64
    torch.testing.assert_close(to_tensor(photo, ours), expected[None], rtol=1e-5, atol=1e-5)


def test_the_square_on_show_is_the_one_the_network_reads(photos: tuple[Photo, ...], ours: NetworkEntry) -> None:
    for photo in photos:
        square = view(photo, ours)
        assert square.shape == (227, 227, 3)
        assert square.dtype == np.uint8
        pixels = torch.from_numpy(square.astype(np.float32)).permute(2, 0, 1)
        torch.testing.assert_close(to_tensor(photo, ours)[0], (pixels - MEAN) / 64)


def test_a_photo_can_be_softened_first_for_a_network_that_learned_from_small_pictures(
    ours: NetworkEntry, photo: Photo
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    photo = replace(photo, image=Image.fromarray(noise))
    soft = ours.model_copy(update={"shrink_to": 84})
    twice = functional.resize(functional.resize(photo.image, 84), 256)
    expected = np.asarray(functional.center_crop(twice, 227))
    assert np.array_equal(view(photo, soft), expected)
    assert view(photo, soft).std() < view(photo, ours).std() / 1.5


def test_a_photo_smaller_than_that_is_not_softened(ours: NetworkEntry, make_photo: MakePhoto) -> None:
    photo = make_photo(5, 80, 60)
    assert np.array_equal(view(photo, ours.model_copy(update={"shrink_to": 84})), view(photo, ours))


def test_the_ten_views_are_corners_and_centre_and_their_mirror_images(
    photos: tuple[Photo, ...], theirs: NetworkEntry
) -> None:
    mean, std = theirs.normalisation.mean, theirs.normalisation.std
    assert std is not None
    for photo in photos:
        square = functional.center_crop(functional.resize(photo.image, 256), 256)
        views = [functional.to_tensor(crop) for crop in functional.ten_crop(square, 224)]
        expected = torch.stack([functional.normalize(crop, list(mean), list(std)) for crop in views])
        expected = expected[[0, 1, 2, 3, 4, 6, 5, 8, 7, 9]]  # torchvision mirrors first and cuts the corners then
        torch.testing.assert_close(ten_crops(photo, theirs), expected, rtol=1e-5, atol=1e-5)


def test_the_ten_views_differ_even_where_one_view_sees_the_whole_square(ours: NetworkEntry, photo: Photo) -> None:
    views = ten_crops(photo, ours.model_copy(update={"resize": 227}))
    assert views.shape == (10, 3, 227, 227)
    assert len({tuple(one[:, ::40, ::40].flatten().tolist()) for one in views}) == 10
