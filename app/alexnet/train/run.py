"""The training run: from the paper's network at its start to a checkpoint, within a budget of time.

Where it differs from the paper's section 5 and why: AdamW with a cosine instead of hand-lowered momentum SGD (we
have hours, not days), batch normalisation as a scaffold (`scaffold.py`), growing photographs (small ones teach
faster), little dropout (a few passes underfit; the paper's ninety overfit). The network itself is the paper's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.train.augment import cutmix
from alexnet.train.folding import BatchNormFolding, forward_any_size
from alexnet.train.recipe import Recipe
from alexnet.train.score import score
from alexnet.train.sets import Mixture

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
MOMENTS = 40  # how often the 96 kernels are recorded on their way
CUTMIX_OFF_FOR_LAST = 0.1  # share of the run in which no patches are laid: what is learned last is whole photographs
_SAVE_EVERY = 420.0  # seconds


@torch.no_grad()
def start_weights(network: nn.Module, photos: Tensor, first_deviation: float, chance: torch.Generator) -> None:
    """conv1 small, smooth and nearly grey; every later layer scaled so that its output on `photos` has unit variance.

    The paper draws every weight with standard deviation 0.01 (0.03 in the released files for conv3..5, dossier
    2.4) and waits ninety passes; with few passes the kernels of a large, noisy start would still be noise.
    """
    smooth = torch.randn(96, 1, 4, 4, generator=chance) + 0.3 * torch.randn(96, 3, 4, 4, generator=chance)
    kernels = F.interpolate(smooth, size=(11, 11), mode="bicubic", align_corners=True)
    kernels = kernels - kernels.mean((1, 2, 3), keepdim=True)
    layers = dict(network.named_children())
    first = layers["conv1"]
    assert isinstance(first, nn.Conv2d)
    first.weight.copy_(kernels / kernels.std() * first_deviation)
    for name in LAYERS[1:]:
        layer = layers[name]
        assert isinstance(layer, nn.Conv2d | nn.Linear)
        for _ in range(2):
            seen: list[Tensor] = []
            handle = layer.register_forward_hook(lambda _m, _i, out, seen=seen: seen.append(out))
            forward_any_size(network, photos)
            handle.remove()
            layer.weight.div_(seen[0].float().std() / (0.5 if name == "fc8" else 1.0))


@dataclass
class Run:
    """A run that can stop and go on: the network, its optimiser, its batches, and how far it is."""

    recipe: Recipe
    data: Path
    out: Path
    device: torch.device
    build: Callable[[int], nn.Module] = AlexNet2012  # number of words -> the network, under the paper's layer names
    start_from: Path | None = None  # weights to go on from, where there is no checkpoint of this run
    steps_limit: int | None = None  # with a limit, progress is counted in steps instead of time (tests, rehearsals)
    step: int = 0
    images: int = 0
    seconds: float = 0.0
    log: list[dict[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        words = (self.data / "classes.txt").read_text(encoding="utf-8").split()
        self.batches = Mixture(self.recipe, self.data, self.device)
        network = self.build(len(words))
        for layer in network.modules():
            if isinstance(layer, nn.Dropout):
                layer.p = self.recipe.dropout
            if isinstance(layer, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                assert layer.bias is not None
                nn.init.zeros_(layer.bias)
        if self.device.type == "cuda":
            for name in ("norm1", "norm2"):  # a dozen small steps over large maps, to be fused into few
                network.get_submodule(name).compile()
        self.network = network.to(self.device).to(memory_format=torch.channels_last)
        self.learner = BatchNormFolding(self.network).to(self.device)
        self.optimiser = torch.optim.AdamW(self._groups(), self.recipe.rate, (0.9, 0.98), fused=True)
        self.out.mkdir(parents=True, exist_ok=True)
        if self._checkpoint.exists():
            self.restore()
        else:
            self._begin()

    def _begin(self) -> None:
        photos, _ = self.batches.batch(self.recipe.stages[0].pixels, 128)
        if self.start_from is None:
            start_weights(self.network.eval(), photos, self.recipe.conv1.start, self.batches.chance)
        else:
            self.network.load_state_dict(torch.load(self.start_from, map_location=self.device, weights_only=True))
        self.learner.settle(photos)

    @property
    def _checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    @property
    def progress(self) -> float:
        """How much of the run is done, 0 to 1."""
        if self.steps_limit is not None:
            return self.step / self.steps_limit
        return self.seconds / (60 * self.recipe.minutes)

    def _groups(self) -> list[dict[str, object]]:
        named = dict(self.learner.named_parameters())
        first = named.pop("network.conv1.weight")
        decayed = [p for p in named.values() if p.ndim > 1]
        return [
            {"params": decayed, "weight_decay": self.recipe.weight_decay, "height": 1.0},
            {"params": [p for p in named.values() if p.ndim == 1], "weight_decay": 0.0, "height": 1.0},
            {"params": [first], "weight_decay": self.recipe.conv1.weight_decay, "height": self.recipe.conv1.rate},
        ]

    def go(self, stop_at: float = 1.0) -> None:
        """Train until `progress` reaches `stop_at`, recording and saving on the way."""
        bar = tqdm(total=1.0, initial=self.progress, bar_format="{l_bar}{bar}| {elapsed}<{remaining}{postfix}")
        saved, began = time.monotonic(), time.monotonic() - self.seconds
        while (progress := self.progress) < min(stop_at, 1.0):
            loss = self._step(progress)
            self.seconds = time.monotonic() - began
            bar.update(min(self.progress, 1.0) - bar.n)
            bar.set_postfix(loss=f"{loss:.3f}", images=self.images)
            if progress >= len(self.log) / MOMENTS:
                self._record(loss)
            if time.monotonic() - saved > _SAVE_EVERY:
                self.save()
                saved = time.monotonic()
        bar.close()
        self.save()

    def _step(self, progress: float) -> float:
        stage, rate = self.recipe.stage_at(progress), self.recipe.rate_at(progress)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["height"]
        photos, labels = self.batches.batch(stage.pixels, stage.batch)
        lenders, stayed = None, 1.0
        if self._lays_patches(progress):
            photos, lenders, stayed = cutmix(photos, self.batches.chance)
        self.learner.train()
        self.optimiser.zero_grad(set_to_none=True)
        # bfloat16 only where it is fast: on processors without it, it is tens of times slower.
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            logits = self.learner(photos)
        loss = stayed * self._loss(logits, labels)
        if lenders is not None:
            loss = loss + (1 - stayed) * self._loss(logits, labels[lenders])
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.learner.parameters(), self.recipe.clip)
        self.optimiser.step()
        self.step, self.images = self.step + 1, self.images + len(labels)
        return loss.item()

    def _lays_patches(self, progress: float) -> bool:
        share = self.recipe.patches if progress < 1 - CUTMIX_OFF_FOR_LAST else 0.0
        return share > 0 and torch.rand((), generator=self.batches.chance).item() < share

    def _loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        return F.cross_entropy(logits.float(), labels, label_smoothing=self.recipe.label_smoothing)

    def _record(self, loss: float) -> None:
        kernels = self.learner.fold()["conv1.weight"].half().cpu().numpy()
        np.save(self.out / f"kernels{len(self.log):02d}.npy", kernels)
        moment = {"step": self.step, "images": self.images, "seconds": self.seconds, "loss": loss}
        moment |= self._held_out()
        self.log.append(moment)
        (self.out / "log.json").write_text(json.dumps(self.log), encoding="utf-8")

    def _held_out(self) -> dict[str, float]:
        """Top-1 in per cent on a few held-out photographs of each set, as the run stands; a moment's look on a GPU."""
        if self.device.type != "cuda":
            return {}
        pixels = self.recipe.stage_at(min(self.progress, 1.0)).pixels
        return {
            f"top1_{name}": score(self.learner, self.data, name, pixels=pixels, limit=500).top1
            for name in self.recipe.mix
        }

    def save(self) -> None:
        """Write everything a later run needs to go on as if it had never stopped, and the bare weights beside it."""
        state = {
            "learner": self.learner.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "batches": self.batches.state(),
            "dropout": torch.get_rng_state(),
            "at": (self.step, self.images, self.seconds, self.log),
        }
        part = self._checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._checkpoint)
        torch.save(self.learner.fold(), self.out / "weights.pt")

    def restore(self) -> None:
        """Go on from the last checkpoint in the run's folder."""
        state = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.learner.load_state_dict(state["learner"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.batches.restore(state["batches"])
        torch.set_rng_state(state["dropout"].cpu())
        self.step, self.images, self.seconds, self.log = state["at"]
