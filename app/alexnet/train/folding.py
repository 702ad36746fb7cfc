"""Batch normalisation as a scaffold: it stands while the network learns and is taken down before it ships.

Batch normalisation (Ioffe and Szegedy 2015, dossier row 39) came three years after the network of 2012 and lets it
learn in a fraction of the passes. Between a layer and its ReLU it is only a scale and a shift per map, and a scale
and a shift can be multiplied into the layer's own weights and bias. So what ships is exactly the paper's network,
with no trace of the scaffold; only the road to it was shorter.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

NORMALISED = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7")


class BatchNormFolding(nn.Module):
    """A network of 2012 with a batch normalisation after each hidden layer; takes photographs of any size from 67."""

    def __init__(self, network: nn.Module, momentum: float = 0.02) -> None:
        super().__init__()
        self.network = network
        self.norms = nn.ModuleDict({name: _norm_for(network.get_submodule(name), momentum) for name in NORMALISED})

    def forward(self, photos: Tensor) -> Tensor:
        """(N, 3, P, P) to logits; what pool5 yields is stretched to the 6x6 that fc6 was made for."""
        return _walk(self.network, photos, self.norms)

    @torch.no_grad()
    def settle(self, photos: Tensor) -> None:
        """Put the scaffold up so that it changes nothing: each norm takes on the mean and spread it finds."""
        self.network.eval()
        x = photos
        for name, layer in self.network.named_children():
            x = layer(_fit(x) if name == "fc6" else x)
            if name in self.norms:
                norm = self.norms[name]
                assert isinstance(norm, nn.BatchNorm1d | nn.BatchNorm2d)
                axes = [axis for axis in range(x.ndim) if axis != 1]
                spread, mean = torch.var_mean(x, dim=axes)
                assert norm.running_mean is not None
                assert norm.running_var is not None
                norm.running_mean.copy_(mean)
                norm.running_var.copy_(spread)
                norm.weight.copy_((spread + norm.eps).sqrt())
                norm.bias.copy_(mean)

    @torch.no_grad()
    def fold(self) -> dict[str, Tensor]:
        """The network's own weights with the scaffold multiplied in: a state dict of `AlexNet2012`."""
        weights = {name: tensor.clone() for name, tensor in self.network.state_dict().items()}
        for name, norm in self.norms.items():
            assert isinstance(norm, nn.BatchNorm1d | nn.BatchNorm2d)
            assert norm.running_mean is not None
            assert norm.running_var is not None
            scale = norm.weight / (norm.running_var + norm.eps).sqrt()
            weights[f"{name}.weight"] *= scale.view(-1, *[1] * (weights[f"{name}.weight"].ndim - 1))
            weights[f"{name}.bias"] = (weights[f"{name}.bias"] - norm.running_mean) * scale + norm.bias
        return weights


def forward_any_size(network: nn.Module, photos: Tensor) -> Tensor:
    """The plain network on photographs of any size from 67: (N, 3, P, P) to logits."""
    return _walk(network, photos, nn.ModuleDict())


def _walk(network: nn.Module, x: Tensor, norms: nn.ModuleDict) -> Tensor:
    for name, layer in network.named_children():
        x = layer(_fit(x) if name == "fc6" else x)
        if name in norms:
            x = norms[name](x)
    return x


def _fit(x: Tensor) -> Tensor:
    if x.shape[-2:] != (6, 6):
        x = F.interpolate(x, size=(6, 6), mode="bilinear", align_corners=x.shape[-1] > 1)
    return x.contiguous().flatten(1)


def _norm_for(layer: nn.Module, momentum: float) -> nn.Module:
    if isinstance(layer, nn.Conv2d):
        return nn.BatchNorm2d(layer.out_channels, momentum=momentum)
    assert isinstance(layer, nn.Linear)
    return nn.BatchNorm1d(layer.out_features, momentum=momentum)
