"""What each layer saw in a photo, and what each layer costs (`layer_table`, which needs no torch)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alexnet.filters import towers
from alexnet.inference.hooks import watching
from alexnet.networks.layer_table import LayerRow, layer_table

if TYPE_CHECKING:
    from alexnet.inference.engine import Engine
    from alexnet.photo import Photo

__all__ = ["LAYERS", "ActivationSheet", "LayerError", "LayerRow", "activations", "layer_table"]

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7")


class LayerError(ValueError):
    """The network has no such layer, or none whose output passes through a ReLU."""

    def __init__(self, layer: str) -> None:
        super().__init__(f"There are no activations of a layer {layer!r}; there are those of {', '.join(LAYERS)}.")
        self.layer = layer


@dataclass(frozen=True)
class ActivationSheet:
    """How strongly each kernel of a layer answered, place by place, to one photo.

    maps: (C, H, W) float32 after ReLU, so never negative; (4096, 1, 1) for the dense layers fc6 and fc7.
    peak: (C,) the strongest answer of each map; 0 for a kernel that stayed silent.
    tower: as in `FilterSheet`, for each map.
    """

    network: str
    layer: str
    maps: NDArray[np.float32]
    peak: NDArray[np.float32]
    tower: tuple[int, ...]


def activations(engine: Engine, photo: Photo, layer: str = "conv1", network: str | None = None) -> ActivationSheet:
    """The maps of `layer` for a photo, in float32. Raises LayerError, or WeightsError when no network can be loaded."""
    import torch

    from alexnet.photo.preprocess import to_tensor

    if layer not in LAYERS:
        raise LayerError(layer)
    chosen = engine.answering(network)
    pixels = to_tensor(photo, engine.entry(chosen))
    relu = layer.replace("conv", "relu").replace("fc", "relu")
    with engine.session(chosen) as module, torch.no_grad(), watching(module, relu) as seen:
        module(pixels.to(engine.device))
        answer = seen[relu][0].float().cpu().numpy()
        tower = towers(module, len(answer))
    maps = answer.reshape(len(answer), *(answer.shape[1:] or (1, 1)))
    return ActivationSheet(chosen, layer, maps, maps.max(axis=(1, 2)), tower)
