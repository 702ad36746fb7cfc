"""A network's weights in a small file: 8-bit convolutions, 4-bit dense layers, deflated, inside safetensors.

Nineteen of twenty numbers of the network of 2012 sit in its dense layers (dossier 2.1: 96.2 %), and those bear
coarse rounding best. So a weight matrix is cut into groups of `GROUP` neighbouring inputs; every group keeps one
16-bit scale and a code from -7 to 7 for each weight, two codes to a byte. Convolutions and fc8 keep 8 bits and
one scale per output. Biases stay in 32 bits. The codes are then deflated (neighbouring codes are alike, so this
saves a further tenth) and stored as byte tensors, so that the file remains plain safetensors: it holds no code
and can be read safely.

Tensors in the file, for a weight called `fc6.weight`:

    fc6.weight.q4       uint8 (bytes,)            deflated codes, low half-byte first
    fc6.weight.scale    float16 (outputs, groups)
    conv1.weight.q8     uint8 (bytes,)            deflated int8 codes
    conv1.weight.scale  float16 (outputs,)
    conv1.bias          float32 (outputs,)

and the header's metadata gives each weight's shape beside whatever the trainer wrote there (recipe, date, accuracy).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.networks.dense4 import Codes

FORMAT = "alexnet-packed-1"
GROUP = 128
FOUR_BIT = ("fc6.weight", "fc7.weight")
_SHRINK = (1.0, 0.9, 0.8, 0.7, 0.6)  # scales tried per group, as shares of the one that clips nothing

Floats = NDArray[np.float32]


def pack(weights: Mapping[str, Tensor], path: Path, metadata: Mapping[str, str]) -> int:
    """Write `weights` to `path` in the small form and return the file's size in bytes."""
    tensors: dict[str, NDArray[np.generic]] = {}
    shapes: dict[str, list[int]] = {}
    for name, tensor in weights.items():
        values = tensor.detach().float().cpu().numpy()
        if values.ndim == 1:
            tensors[name] = values
            continue
        shapes[name] = list(values.shape)
        kind, codes, scale = ("q4", *_quantise4(values)) if name in FOUR_BIT else ("q8", *_quantise8(values))
        tensors[f"{name}.{kind}"] = np.frombuffer(zlib.compress(codes.tobytes(), 9), np.uint8)
        tensors[f"{name}.scale"] = scale
    save_file(tensors, path, {**metadata, "format": FORMAT, "group": str(GROUP), "shapes": json.dumps(shapes)})
    return path.stat().st_size


def replace_bias(path: Path, out: Path, name: str, values: Tensor, metadata: Mapping[str, str]) -> None:
    """Copy a packed file with another bias `name`, and with `metadata` added to the header.

    All other numbers stay what they are, to the bit: nothing is quantised a second time.
    """
    with safe_open(path, framework="numpy") as file:
        header = {**(file.metadata() or {}), **metadata}
        tensors = {key: file.get_tensor(key) for key in list(file.keys())}
    save_file({**tensors, name: values.detach().float().cpu().numpy()}, out, header)


def unpack(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Read a packed file: the weights in float32 under their layer names, and the header's metadata.

    Raises as `read` does.
    """
    from torch import Tensor

    weights, metadata = read(path)
    return {name: one if isinstance(one, Tensor) else one.restored() for name, one in weights.items()}, metadata


def read(path: Path) -> tuple[dict[str, Tensor | Codes], dict[str, str]]:
    """As `unpack`, but the weights that have 4 bits stay in their codes.

    Raises `ValueError` when the file is not of this format; safetensors' own error when it is not safetensors.
    """
    import torch

    weights: dict[str, Tensor | Codes] = {}
    with safe_open(path, framework="numpy") as file:
        metadata: dict[str, str] = dict(file.metadata() or {})
        if metadata.get("format") != FORMAT:
            raise ValueError(f"{path.name} is not of the format {FORMAT}")
        shapes = json.loads(metadata["shapes"])
        stored = set(file.keys())
        for name, shape in shapes.items():
            kind = "q4" if f"{name}.q4" in stored else "q8"
            codes = np.frombuffer(zlib.decompress(file.get_tensor(f"{name}.{kind}").tobytes()), np.uint8)
            scale = file.get_tensor(f"{name}.scale")
            four = kind == "q4"
            weights[name] = _codes4(codes, scale) if four else torch.from_numpy(_restore8(codes, scale, shape))
        for name in stored - {f"{n}.{end}" for n in shapes for end in ("q4", "q8", "scale")}:
            weights[name] = torch.from_numpy(file.get_tensor(name))
    return weights, metadata


def _quantise8(values: Floats) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """One scale per output (first axis), codes -127..127."""
    rows = values.reshape(len(values), -1)
    scale = np.maximum(np.abs(rows).max(1) / 127, 1e-7).astype(np.float16)
    codes = np.clip(np.rint(rows / scale.astype(np.float32)[:, None]), -127, 127)
    return codes.astype(np.int8), scale


def _quantise4(values: Floats) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """One scale per group of inputs, chosen among a few for the least squared error; codes -7..7 kept as 1..15."""
    outputs, inputs = values.shape
    groups = values.reshape(outputs, inputs // GROUP, GROUP)
    widest = np.abs(groups).max(2, keepdims=True) / 7
    best, least = np.zeros_like(widest), np.full_like(widest, np.inf)
    for share in _SHRINK:
        scale = np.maximum(widest * share, 6e-8).astype(np.float16).astype(np.float32)
        error = ((np.clip(np.rint(groups / scale), -7, 7) * scale - groups) ** 2).sum(2, keepdims=True)
        best, least = np.where(error < least, scale, best), np.minimum(error, least)
    codes = (np.clip(np.rint(groups / best), -7, 7) + 8).astype(np.uint8).reshape(outputs, inputs)
    return codes[:, ::2] | (codes[:, 1::2] << 4), best[:, :, 0].astype(np.float16)


def _codes4(halves: NDArray[np.uint8], scale: NDArray[np.float16]) -> Codes:
    import torch

    from alexnet.networks.dense4 import Codes

    # A copy, since what zlib gives out is read-only and torch knows no such thing.
    return Codes(torch.from_numpy(halves.reshape(len(scale), -1).copy()), torch.from_numpy(scale.astype(np.float32)))


def _restore8(codes: NDArray[np.uint8], scale: NDArray[np.float16], shape: list[int]) -> Floats:
    rows = codes.view(np.int8).reshape(shape[0], -1).astype(np.float32)
    rows *= scale.astype(np.float32)[:, None]
    return rows.reshape(shape)
