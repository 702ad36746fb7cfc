"""From photo to the numbers a network reads."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models import AlexNet_Weights
from torchvision.transforms import functional

import photo_files as files
from alexnet.classify import classify
from alexnet.evaluation.evaluate import evaluate
from alexnet.inference.engine import Engine
from alexnet.layers import activations
from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.photo import Photo, open_photo
from alexnet.photo.preprocess import ten_crops, to_tensor, view
from alexnet.saliency import METHODS, explain
from alexnet.weights import NetworkEntry

Edit = Callable[[Callable[[list[dict[str, Any]]], object]], None]
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


# shrinking and compressing first


def shrunk_and_compressed(image: Image.Image, side: int, shrink_to: int, quality: int) -> torch.Tensor:
    """The middle square of side `side`, made another way: (3, side, side), pixels less the mean in units of 64."""
    file = io.BytesIO()
    functional.resize(image, shrink_to).save(file, "JPEG", quality=quality)
    square = functional.center_crop(functional.resize(Image.open(file).convert("RGB"), side), side)
    return (functional.pil_to_tensor(square).float() - MEAN) / 64


@pytest.fixture
def choosy(own_folder: Path, edit_manifest: Edit) -> Engine:
    """The random network of 2012, for which photos are shrunk to 60 pixels and compressed to quality 20 first."""
    edit_manifest(lambda networks: networks[1].update(shrink_to=60, jpeg_quality=20, resize=227))
    return Engine(order=["alexnet-2012"], device="cpu", folder=own_folder)


def _classify(engine: Engine, data: bytes, folder: Path) -> None:
    classify(engine, open_photo(data))


def _activations(engine: Engine, data: bytes, folder: Path) -> None:
    activations(engine, open_photo(data), "conv2")


def _evaluate(engine: Engine, data: bytes, folder: Path) -> None:
    place = folder / engine.words("alexnet-2012")[0]
    place.mkdir(parents=True)
    (place / "a.png").write_bytes(data)
    evaluate(engine, folder)


def _explain(method: str) -> Callable[[Engine, bytes, Path], None]:
    return lambda engine, data, folder: void(explain(engine, open_photo(data), method))


def void(answer: object) -> None:
    """Only what the network was shown matters."""


PATHS = {"classify": _classify, "activations": _activations, "evaluate": _evaluate}
PATHS |= {method: _explain(method) for method in METHODS}


@pytest.mark.parametrize("path", PATHS)
def test_whoever_asks_the_network_shows_it_the_shrunk_and_compressed_photo(
    path: str, choosy: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Integrated gradients show it darker copies, occlusion covers places with zeros: neither changes the rest."""
    shown: list[torch.Tensor] = []
    forward = AlexNet2012.forward

    def watched(self: AlexNet2012, photo: torch.Tensor) -> torch.Tensor:
        shown.extend(photo.detach().clone())
        return forward(self, photo)

    monkeypatch.setattr(AlexNet2012, "forward", watched)
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (260, 300, 3), dtype=np.uint8))
    PATHS[path](choosy, files.file_of(picture, "PNG"), tmp_path / "photos")
    expected = shrunk_and_compressed(picture, 227, 60, 20)
    assert shown
    for pixels in shown:
        seen = pixels != 0
        scale = (pixels * expected)[seen].sum() / (expected[seen] ** 2).sum()
        torch.testing.assert_close(pixels[seen], scale * expected[seen], rtol=1e-3, atol=1e-3)


def test_the_ten_views_are_of_the_shrunk_and_compressed_photo_too(choosy: Engine, photos: tuple[Photo, ...]) -> None:
    entry = choosy.entry("alexnet-2012")
    for photo in photos:
        square = shrunk_and_compressed(photo.image, 259, 60, 20)
        views = ten_crops(photo, entry)
        torch.testing.assert_close(views[0], square[:, :227, :227])
        torch.testing.assert_close(views[3], square[:, 32:, 32:])
        torch.testing.assert_close(views[9], square[:, 16:243, 16:243].flip(2))


def test_the_square_on_show_is_the_shrunk_and_compressed_one(choosy: Engine, photos: tuple[Photo, ...]) -> None:
    for photo in photos:
        pixels = torch.from_numpy(view(photo, choosy.entry("alexnet-2012")).astype(np.float32)).permute(2, 0, 1)
        torch.testing.assert_close((pixels - MEAN) / 64, shrunk_and_compressed(photo.image, 227, 60, 20))


def test_compressing_writes_no_file(choosy: Engine, photo: Photo) -> None:
    written: list[object] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and any(sign in str(arguments[1]) for sign in "wax+"):
            written.append(arguments[0])

    sys.addaudithook(watch)  # cannot be taken off again, only be told to look away
    view(photo, choosy.entry("alexnet-2012"))
    watching = False
    assert not written
