"""Activation maps: the right layer, after its ReLU, of the right photo, and nothing left on the network."""

import numpy as np
import pytest
import torch

from alexnet.inference.engine import Engine
from alexnet.inference.hooks import hooks_of
from alexnet.layers import LAYERS, LayerError, activations
from alexnet.networks.layer_table import layer_table
from alexnet.photo import Photo
from alexnet.photo.preprocess import to_tensor


@pytest.mark.parametrize("network", ["alexnet-2012", "alexnet-torchvision"])
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_the_size_of_the_table_and_is_never_negative(
    engine: Engine, photo: Photo, layer: str, network: str
) -> None:
    sheet = activations(engine, photo, layer, network)
    output = next(row.output for row in layer_table(network) if row.name == layer)  # type: ignore[arg-type]
    height, width, maps = output if len(output) == 3 else (1, 1, *output)
    assert (sheet.network, sheet.layer) == (network, layer)
    assert (sheet.maps.shape, sheet.maps.dtype) == ((maps, height, width), np.float32)
    assert sheet.maps.min() >= 0
    assert np.array_equal(sheet.peak, sheet.maps.max(axis=(1, 2)))
    assert sheet.tower == ((0,) * (maps // 2) + (1,) * (maps // 2) if network == "alexnet-2012" else (-1,) * maps)


def test_the_maps_of_conv1_are_its_convolution_with_the_photo_cut_off_at_zero(engine: Engine, photo: Photo) -> None:
    sheet = activations(engine, photo, "conv1", "alexnet-2012")
    with engine.session("alexnet-2012") as module:
        conv1 = module.get_submodule("conv1")
        window = to_tensor(photo, engine.entry("alexnet-2012"))[0, :, 4:15, 8:19]
        expected = ((conv1.weight * window).sum(dim=(1, 2, 3)) + conv1.bias).relu()
    np.testing.assert_allclose(sheet.maps[:, 1, 2], expected.numpy(), rtol=1e-4, atol=1e-4)


def test_other_photos_give_other_maps_and_the_same_photo_the_same(engine: Engine, photos: tuple[Photo, ...]) -> None:
    first, again, other = (activations(engine, photo).maps for photo in (photos[0], photos[0], photos[1]))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("layer", ["conv6", "fc8", "relu1", "", "pool5"])
def test_a_layer_without_activations_is_named_in_the_refusal(engine: Engine, photo: Photo, layer: str) -> None:
    with pytest.raises(LayerError, match=f"layer {layer!r}"):
        activations(engine, photo, layer)


def test_no_hook_stays_behind_after_success_or_failure(
    engine: Engine, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    activations(engine, photo, "conv3", "alexnet-2012")
    with engine.session("alexnet-2012") as module:
        assert hooks_of(module) == 0

        def fail(maps: torch.Tensor) -> torch.Tensor:
            raise MemoryError

        monkeypatch.setattr(module.get_submodule("conv4"), "forward", fail)
        with pytest.raises(MemoryError):
            activations(engine, photo, "conv3", "alexnet-2012")
        assert hooks_of(module) == 0
