"""The arrays of `alexnet.train.data` on the device, handed out in shuffled batches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from alexnet.train.augment import augment
from alexnet.train.recipe import Recipe


class TrainingSet:
    """One set's training photographs; `draw` goes through all of them in random order, again and again."""

    def __init__(self, name: str, folder: Path, device: torch.device, chance: torch.Generator) -> None:
        # Read, not mapped: under memory pressure a mapped file is fetched from the disk again at every pass.
        self.photos = torch.from_numpy(np.load(folder / f"{name}_train_x.npy")).to(device)
        self.labels = torch.from_numpy(np.load(folder / f"{name}_train_y.npy")).to(device)
        leave_out = np.load(folder / f"{name}_leave_out.npy")
        self.kept = torch.from_numpy(np.setdiff1d(np.arange(len(self.labels)), leave_out))
        self.order, self.next, self._chance = self.kept[:0], 0, chance

    def draw(self, count: int) -> tuple[Tensor, Tensor]:
        """`count` photographs (N, 3, P, P) uint8 and their words (N,)."""
        if self.next + count > len(self.order):
            self.order, self.next = self.kept[torch.randperm(len(self.kept), generator=self._chance)], 0
        chosen = self.order[self.next : self.next + count].sort().values.to(self.photos.device)
        self.next += count
        return self.photos[chosen].permute(0, 3, 1, 2), self.labels[chosen]


class Mixture:
    """Batches drawn from several sets in the recipe's proportions, augmented."""

    def __init__(self, recipe: Recipe, folder: Path, device: torch.device) -> None:
        self.recipe, self.chance = recipe, torch.Generator().manual_seed(recipe.seed)
        self.sets = {name: TrainingSet(name, folder, device, self.chance) for name in recipe.mix}
        self._softest = min(s.photos.shape[1] for s in self.sets.values())

    def batch(self, pixels: int, count: int) -> tuple[Tensor, Tensor]:
        """About `count` photographs (N, 3, pixels, pixels) in the network's units, and their words (N,)."""
        photos, labels = [], []
        for name, share in self.recipe.mix.items():
            x, y = self.sets[name].draw(max(1, round(count * share)))
            sharp = x.shape[-1] > self._softest
            photos.append(augment(x, pixels, self.recipe, sharp=sharp, chance=self.chance))
            labels.append(y)
        return torch.cat(photos).contiguous(memory_format=torch.channels_last), torch.cat(labels)

    def state(self) -> dict[str, object]:
        """What a resumed run needs to go on with the very same batches."""
        return {"chance": self.chance.get_state(), "sets": {n: (s.order, s.next) for n, s in self.sets.items()}}

    def restore(self, state: dict[str, object]) -> None:
        chance, sets = state["chance"], state["sets"]
        assert isinstance(chance, Tensor)
        assert isinstance(sets, dict)
        self.chance.set_state(chance)
        for name, (order, position) in sets.items():
            self.sets[name].order, self.sets[name].next = order, position
