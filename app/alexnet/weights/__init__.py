"""A network's weights: find them, check them, load them, fetch them. Never unpickles.

The public face of `manifest` (what there is), of `download` (how to get it) and of loading, which is here.
Torch is imported only when weights are really loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alexnet.weights.errors import REASONS, Reason, WeightsError
from alexnet.weights.fetch import download
from alexnet.weights.manifest import (
    Accuracy,
    Manifest,
    NetworkEntry,
    Normalisation,
    Status,
    class_ids,
    path_of,
    read_manifest,
    spoken_ids,
    status,
    verify,
)

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.networks.dense4 import Codes

__all__ = [
    "REASONS",
    "Accuracy",
    "Manifest",
    "NetworkEntry",
    "Normalisation",
    "Reason",
    "Status",
    "WeightsError",
    "class_ids",
    "download",
    "path_of",
    "read_manifest",
    "spoken_ids",
    "state_dict",
    "status",
    "stored_weights",
    "verify",
]


def state_dict(entry: NetworkEntry) -> dict[str, Tensor]:
    """The verified weights in float32 under the exhibit's layer names (conv1.weight ... fc8.bias), on the CPU.

    Whether they fit the network is found out by `loading.build`. Raises `WeightsError`: missing, truncated, checksum,
    unreadable.
    """
    from torch import Tensor

    weights = stored_weights(entry)
    return {name: one if isinstance(one, Tensor) else one.restored() for name, one in weights.items()}


def stored_weights(entry: NetworkEntry) -> dict[str, Tensor | Codes]:
    """As `state_dict`, but weights that the file keeps in 4 bits stay in their codes."""
    verify(entry)
    try:
        return _read(entry)
    except Exception as error:  # torch, safetensors and zlib each complain in their own way
        raise WeightsError("unreadable", file=entry.file, problem=type(error).__name__) from error


def _read(entry: NetworkEntry) -> dict[str, Tensor | Codes]:
    path = path_of(entry)
    if path.suffix == ".safetensors":
        from alexnet.weights.packing import read

        return read(path)[0]
    import torch

    from alexnet.networks.alexnet_2014 import from_torchvision

    return {**from_torchvision(torch.load(path, map_location="cpu", weights_only=True))}
