"""How often a checkpoint is right on photographs that were held out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alexnet.train.augment import normalise
from alexnet.train.folding import BatchNormFolding, forward_any_size


@dataclass(frozen=True)
class Score:
    """Shares in percent, of `photos` photographs."""

    top1: float
    top5: float
    photos: int


def prepare(photos: Tensor, pixels: int, shrink_to: int | None = None) -> Tensor:
    """(N, H, W, 3) uint8 squares to (N, 3, pixels, pixels) in the network's units, softened through `shrink_to`."""
    x = photos.permute(0, 3, 1, 2).float()
    if shrink_to is not None and x.shape[-1] > shrink_to:
        x = F.interpolate(x, size=(shrink_to, shrink_to), mode="bilinear", antialias=True)
    if x.shape[-1] != pixels:
        x = F.interpolate(x, size=(pixels, pixels), mode="bilinear", antialias=x.shape[-1] > pixels)
    return normalise(x)


@torch.no_grad()
def score(
    network: nn.Module, data: Path, name: str, *, pixels: int = 227, shrink_to: int | None = None, limit: int = 0
) -> Score:
    """Top-1 and top-5 among all of the network's words on a set's held-out photographs (single view)."""
    network.eval()
    device = next(network.parameters()).device
    x = np.load(data / f"{name}_val_x.npy", mmap_mode="r")
    labels = torch.from_numpy(np.load(data / f"{name}_val_y.npy"))
    chosen = np.random.default_rng(1).permutation(len(labels))[: limit or len(labels)]
    first = five = 0
    for start in range(0, len(chosen), 250):
        some = np.sort(chosen[start : start + 250])
        photos = prepare(torch.from_numpy(x[some]).to(device), pixels, shrink_to)
        logits = network(photos) if isinstance(network, BatchNormFolding) else forward_any_size(network, photos)
        best = logits.topk(min(5, logits.shape[1]), 1).indices.cpu() == labels[some][:, None]
        first, five = first + int(best[:, 0].sum()), five + int(best.any(1).sum())
    return Score(100 * first / len(chosen), 100 * five / len(chosen), len(chosen))
