"""The paper's data augmentation, batched on the device where the photographs lie (section 4.1)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from alexnet.train.recipe import Recipe

MEAN = (121.3, 114.0, 102.0)  # of the training photographs, red green blue, 0..255
SCALE = 64.0  # the network's unit of brightness: see the units note in alexnet/networks/alexnet_2012.py
# Principal components of colour of natural photographs, one per row, and their standard deviations (0..255).
_COMPONENTS = ((-0.5675, 0.7192, 0.4009), (-0.5808, -0.0045, -0.8140), (-0.5836, -0.6948, 0.4203))
_DEVIATIONS = (55.4625, 4.794, 1.1475)


def normalise(photos: Tensor) -> Tensor:
    """(N, 3, H, W) in 0..255 to the network's units."""
    mean = torch.tensor(MEAN, device=photos.device).view(1, 3, 1, 1)
    return ((photos - mean) / SCALE).to(memory_format=torch.channels_last)


def augment(photos: Tensor, pixels: int, recipe: Recipe, *, sharp: bool, chance: torch.Generator) -> Tensor:
    """(N, 3, H, W) uint8 to (N, 3, pixels, pixels): random crop, mirror, brightness and colour shift, normalised.

    `sharp` photographs are softened now and then, so that sharpness does not tell which set a photograph is from.
    """
    x = photos.float()
    if sharp and torch.rand((), generator=chance).item() < recipe.soften:
        x = _blur(x, chance)
    x = _crop_and_mirror(x, pixels, recipe.smallest_crop, chance)
    return normalise(_recolour(x, recipe, chance))


def _uniform(count: int, low: float, high: float, x: Tensor, chance: torch.Generator) -> Tensor:
    return torch.empty(count).uniform_(low, high, generator=chance).to(x.device)


def _blur(x: Tensor, chance: torch.Generator) -> Tensor:
    height, width = x.shape[-2:]
    small = int(torch.randint(min(56, height - 1), height, (), generator=chance))
    shrunk = F.interpolate(x, size=(small, small), mode="area")
    return F.interpolate(shrunk, size=(height, width), mode="bilinear")


def _crop_and_mirror(x: Tensor, pixels: int, smallest: float, chance: torch.Generator) -> Tensor:
    count = len(x)
    side = _uniform(count, smallest, 1, x, chance).sqrt()
    shape = torch.exp(_uniform(count, -0.144, 0.144, x, chance))
    width, height = (side * shape).clamp(max=1), (side / shape).clamp(max=1)
    mirror = torch.where(_uniform(count, 0, 1, x, chance) < 0.5, -1.0, 1.0)
    window = torch.zeros(count, 2, 3, device=x.device)
    window[:, 0, 0], window[:, 1, 1] = width * mirror, height
    window[:, 0, 2] = (1 - width) * _uniform(count, -1, 1, x, chance)
    window[:, 1, 2] = (1 - height) * _uniform(count, -1, 1, x, chance)
    grid = F.affine_grid(window, [count, 3, pixels, pixels], align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def _recolour(x: Tensor, recipe: Recipe, chance: torch.Generator) -> Tensor:
    count = len(x)
    light = _uniform(count, 1 - recipe.brightness, 1 + recipe.brightness, x, chance).view(-1, 1, 1, 1)
    strength = torch.randn(count, 3, generator=chance) * recipe.colour_shift * torch.tensor(_DEVIATIONS)
    shift = strength @ torch.tensor(_COMPONENTS).T
    return x * light + shift.to(x.device).view(-1, 3, 1, 1)


def cutmix(photos: Tensor, chance: torch.Generator) -> tuple[Tensor, Tensor, float]:
    """Over each photograph the same rectangle of another one: the photographs, whose they are, share that stayed.

    CutMix (Yun et al. 2019): with dozens of passes over small sets, it keeps the dense layers from learning the
    photographs by heart. The second result holds, for each photograph, the index of the one that lent the patch.
    """
    height, width = photos.shape[-2:]
    side = torch.rand((), generator=chance).sqrt().item()
    high, wide = round(height * side), round(width * side)
    top = int(torch.randint(height - high + 1, (), generator=chance))
    left = int(torch.randint(width - wide + 1, (), generator=chance))
    lenders = torch.randperm(len(photos), generator=chance).to(photos.device)
    mixed = photos.clone(memory_format=torch.channels_last)
    mixed[..., top : top + high, left : left + wide] = photos[lenders][..., top : top + high, left : left + wide]
    return mixed, lenders, 1 - high * wide / (height * width)
