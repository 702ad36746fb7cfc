"""From a manifest entry to a network that can answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from alexnet import weights
from alexnet.inference import precision
from alexnet.inference.batches import ELSEWHERE, SIZES, BatchSize
from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.networks.alexnet_2014 import AlexNetTorchvision
from alexnet.networks.dense4 import Codes, Dense4
from alexnet.weights import NetworkEntry, WeightsError

ARCHITECTURES: dict[str, Callable[[int], nn.Module]] = {
    "alexnet-2012": AlexNet2012,
    "alexnet-torchvision": AlexNetTorchvision,
}


@dataclass
class LoadedNetwork:
    """A network, and what answers for it: itself, or a copy in a faster precision.

    module: in float32, or (then every `precision` that it has begins with "int4") with fc6 and fc7 in 4-bit codes.
    """

    entry: NetworkEntry
    module: nn.Module
    fast: nn.Module
    precision: str = precision.FLOAT32
    tuned: bool = False
    answers: BatchSize = field(default_factory=BatchSize)  # for `fast`
    explanations: BatchSize = field(default_factory=BatchSize)  # for `module`


def load(entry: NetworkEntry, device: torch.device, codes: bool = False) -> LoadedNetwork:
    """Read, verify and build the network of `entry`. Raises `WeightsError`.

    With `codes` the layers that the file keeps in 4 bits stay so where that pays: to be confirmed by `tune`.
    """
    keep = codes and device.type == "cpu" and precision.codes_pay()
    module = build(entry, weights.stored_weights(entry) if keep else weights.state_dict(entry)).to(device)
    if device.type == "cpu":
        module.to(memory_format=torch.channels_last)  # convolves a fifth faster
    sizes = SIZES if device.type == "cpu" else ELSEWHERE
    name = precision.name_of(module)
    return LoadedNetwork(entry, module, module, name, answers=BatchSize(sizes), explanations=BatchSize(sizes))


def tune(loaded: LoadedNetwork, batches: Sequence[Tensor]) -> None:
    """Choose, by these photos (1, 3, S, S), how `loaded` answers: the fastest form that agrees with float32.

    4-bit layers that do not agree are replaced by their float32 form. Raises `WeightsError` if that is gone by now.
    """
    if not precision.codes_agree(loaded.module, batches):
        loaded.module = load(loaded.entry, batches[0].device).module
    loaded.fast, loaded.precision = precision.fastest(loaded.module, batches)
    loaded.tuned = True


def build(entry: NetworkEntry, state: Mapping[str, Tensor | Codes]) -> nn.Module:
    """The network of `entry` around the weights of `state`, which it takes over as they are; ready to answer.

    Of the last layer only the outputs of the words that `entry` may speak are kept. So no path to an answer, and no
    explanation of one, can meet the others: the softmax runs over the spoken words alone.
    Weights have shapes on the meta device but take no memory. No weight asks for a gradient: the exhibit explains with
    gradients of the photo, and those of the weights would cost another 240 MB.
    Raises `WeightsError` ("shape") when a tensor is missing, left over or of the wrong shape.
    """
    problem = _misfit(_empty(entry, len(weights.class_ids(entry))), state)
    if problem:
        raise WeightsError("shape", file=entry.file, network=entry.id, problem=problem)
    module = _empty(entry, len(weights.spoken_ids(entry)))
    for name, codes in state.items():
        if isinstance(codes, Codes):
            layer = name.removesuffix(".weight")
            bias = state[f"{layer}.bias"]
            assert isinstance(bias, Tensor)
            module.set_submodule(layer, Dense4(codes, bias), strict=True)
    plain = {name: one for name, one in state.items() if isinstance(one, Tensor)}
    module.load_state_dict(_spoken(entry, plain), assign=True)
    return module.eval().requires_grad_(False)


def _empty(entry: NetworkEntry, words: int) -> nn.Module:
    with torch.device("meta"):
        return ARCHITECTURES[entry.architecture](words)


def _spoken(entry: NetworkEntry, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """`state` with those outputs of the last layer that stand for spoken words."""
    if entry.speaks is None:
        return state
    spoken = set(weights.spoken_ids(entry))
    kept = torch.tensor([number for number, word in enumerate(weights.class_ids(entry)) if word in spoken])
    return {name: tensor[kept] if name.startswith("fc8.") else tensor for name, tensor in state.items()}


def _misfit(empty: nn.Module, state: Mapping[str, Tensor | Codes]) -> str | None:
    """The first difference in words, or None."""
    wanted = {name: tensor.shape for name, tensor in empty.state_dict().items()}
    for name in sorted(wanted.keys() | state.keys()):
        if name not in state:
            return f"{name} is not in it"
        if name not in wanted:
            return f"{name} does not belong in it"
        if state[name].shape != wanted[name]:
            return f"{name} should be {tuple(wanted[name])} and is {tuple(state[name].shape)}"
    return None
