"""From a manifest entry to a network that can answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from alexnet import weights
from alexnet.network import AlexNet2012
from alexnet.torchvision_alexnet import AlexNetTorchvision
from alexnet.weights import NetworkEntry, WeightsError

ARCHITECTURES: dict[str, Callable[[int], nn.Module]] = {
    "alexnet-2012": AlexNet2012,
    "alexnet-torchvision": AlexNetTorchvision,
}


@dataclass
class LoadedNetwork:
    """A network in float32, and what answers for it: itself, or a copy in a faster precision."""

    entry: NetworkEntry
    module: nn.Module
    fast: nn.Module
    precision: str = "float32"
    tuned: bool = False


def load(entry: NetworkEntry, device: torch.device) -> LoadedNetwork:
    """Read, verify and build the network of `entry`. Raises `WeightsError`."""
    module = build(entry, weights.state_dict(entry)).to(device)
    return LoadedNetwork(entry, module, module)


def build(entry: NetworkEntry, state: Mapping[str, Tensor]) -> nn.Module:
    """The network of `entry` around the tensors of `state`, which it takes over as they are; ready to answer.

    It is made on the meta device, where weights have shapes but take no memory. No weight asks for a gradient: the
    exhibit explains with gradients of the photo, and those of the weights would cost another 240 MB.
    Raises `WeightsError` ("shape") when a tensor is missing, left over or of the wrong shape.
    """
    with torch.device("meta"):
        module = ARCHITECTURES[entry.architecture](len(weights.class_ids(entry)))
    problem = _misfit({name: tensor.shape for name, tensor in module.state_dict().items()}, state)
    if problem:
        raise WeightsError("shape", file=entry.file, network=entry.id, problem=problem)
    module.load_state_dict(state, assign=True)
    return module.eval().requires_grad_(False)


def _misfit(wanted: Mapping[str, torch.Size], state: Mapping[str, Tensor]) -> str | None:
    """The first difference in words, or None."""
    for name in sorted(wanted.keys() | state.keys()):
        if name not in state:
            return f"{name} is not in it"
        if name not in wanted:
            return f"{name} does not belong in it"
        if state[name].shape != wanted[name]:
            return f"{name} should be {tuple(wanted[name])} and is {tuple(state[name].shape)}"
    return None
