"""Shared by the tests of the science: small photos, and networks with random weights in a folder of their own."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from PIL import Image
from torch import Tensor, nn

from alexnet.inference.engine import Engine
from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.networks.alexnet_2014 import NAMES, AlexNetTorchvision
from alexnet.photo import Photo, open_photo
from alexnet.weights.packing import pack

WORDS = tuple(f"n0000000{number}" for number in range(1, 8))
FAMILIES = {"first-three": list(WORDS[:3]), "next-three": list(WORDS[3:6])}  # the seventh word belongs to none


@pytest.fixture(scope="session")
def words() -> tuple[str, ...]:
    """What the random networks can answer."""
    return WORDS


@pytest.fixture(scope="session")
def make_photo() -> Callable[..., Photo]:
    """Makes photos: (seed, width, height)."""
    return _make_photo


def _make_photo(seed: int = 0, width: int = 320, height: int = 240) -> Photo:
    """A soft colourful picture, another one for each seed."""
    spots = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    image = Image.fromarray(spots).resize((width, height), Image.Resampling.BICUBIC)
    file = io.BytesIO()
    image.save(file, "PNG")
    return open_photo(file.getvalue())


@pytest.fixture(scope="session")
def photos() -> tuple[Photo, ...]:
    """Six different photos, wide, tall and square."""
    sizes = [(320, 240), (240, 320), (300, 300), (500, 260), (227, 227), (231, 400)]
    return tuple(_make_photo(seed, *size) for seed, size in enumerate(sizes))


@pytest.fixture(scope="session")
def photo(photos: tuple[Photo, ...]) -> Photo:
    return photos[0]


@pytest.fixture(scope="session")
def weights_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both networks with random weights and seven words, listed in a manifest. Read only: see `own_folder`."""
    folder = tmp_path_factory.mktemp("weights")
    (folder / "words.txt").write_text("\n".join(WORDS))
    (folder / "families.yaml").write_text(yaml.safe_dump(FAMILIES, sort_keys=False))
    _random_2012(folder / "two-towers.safetensors")
    _random_2014(folder / "one-tower.pth")
    entries = [
        _entry(
            folder / "one-tower.pth",
            id="alexnet-torchvision",
            architecture="alexnet-torchvision",
            url="http://127.0.0.1:9/one-tower.pth",
            normalisation={"kind": "imagenet", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
            input_size=224,
        ),
        _entry(
            folder / "two-towers.safetensors",
            id="alexnet-2012",
            architecture="alexnet-2012",
            url=None,
            normalisation={"kind": "mean-64", "mean": [121.3, 114.0, 102.0]},
            input_size=227,
            temperature=1.5,
        ),
    ]
    (folder / "manifest.yaml").write_text(yaml.safe_dump({"networks": entries}))
    return folder


@pytest.fixture
def own_folder(weights_folder: Path, tmp_path: Path) -> Path:
    """A copy of `weights_folder` that a test may damage."""
    return Path(shutil.copytree(weights_folder, tmp_path / "weights"))


@pytest.fixture
def edit_manifest(own_folder: Path) -> Callable[[Callable[[list[dict[str, Any]]], object]], None]:
    """Changes the list of networks in the manifest of `own_folder`."""

    def edit(change: Callable[[list[dict[str, Any]]], object]) -> None:
        path = own_folder / "manifest.yaml"
        manifest = yaml.safe_load(path.read_text())
        change(manifest["networks"])
        path.write_text(yaml.safe_dump(manifest))

    return edit


@pytest.fixture(scope="session")
def engine(weights_folder: Path) -> Engine:
    """An engine on the CPU with both random networks; the network of 2012 answers first. Shared: leave it as it is."""
    torch.set_num_threads(min(2, os.cpu_count() or 1))
    return Engine(order=["alexnet-2012", "alexnet-torchvision"], device="cpu", folder=weights_folder)


def _entry(path: Path, **facts: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
        "classes": "words.txt",
        "resize": 256,
        "licence": "none",
        "accuracy": {"top1": 14.3, "top5": 71.4, "measured_on": "nothing: random weights"},
        "card": "random",
    }
    return usual | facts


def _random_2012(path: Path) -> None:
    """Dense layers of which only every eighth unit is alive: random enough, and quick to write."""
    weights = _random(AlexNet2012)
    for layer in ("fc6", "fc7"):
        weights[f"{layer}.weight"][torch.arange(4096) % 8 != 0] = 0
    pack(weights, path, {})


def _random_2014(path: Path) -> None:
    """Under torchvision's names. Each row of a dense layer is the one above, shifted: few numbers on disk."""
    weights = _random(AlexNetTorchvision)
    for layer, inputs in (("fc6", 9216), ("fc7", 4096)):
        strip = _gaussian(4096 + inputs, spread=(2 / inputs) ** 0.5)
        weights[f"{layer}.weight"] = strip.as_strided((4096, inputs), (1, 1))
    theirs = {ours: name for name, ours in NAMES.items()}
    torch.save({f"{theirs[name.split('.')[0]]}.{name.split('.')[1]}": w for name, w in weights.items()}, path)


def _random(architecture: Callable[[int], nn.Module]) -> dict[str, Tensor]:
    with torch.device("meta"):
        shapes = {name: weight.shape for name, weight in architecture(len(WORDS)).state_dict().items()}
    return {
        name: torch.zeros(shape) if len(shape) == 1 else _gaussian(*shape, spread=(2 / shape[1:].numel()) ** 0.5)
        for name, shape in shapes.items()
    }


def _gaussian(*shape: int, spread: float) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(shape[0])) * spread
