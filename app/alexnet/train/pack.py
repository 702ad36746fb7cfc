"""From a training checkpoint to the file that ships: `python -m alexnet.train.pack CHECKPOINT --out FILE`.

The checkpoint is a plain state dict of `AlexNet2012`, saved by torch; it is read without unpickling code.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import torch

from alexnet.weights.packing import pack, unpack


def errors(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]) -> dict[str, float]:
    """How far each packed tensor is from the original: |difference| / |original|, in Euclidean norm."""
    return {name: float((before[name] - after[name]).norm() / (before[name].norm() + 1e-12)) for name in before}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("checkpoint", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--note", default="", help="a line for the file's header: recipe, data, accuracy")
    options = arguments.parse_args()
    state = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    weights = {name: tensor.float().contiguous() for name, tensor in state.items()}
    header = {"date": datetime.now(UTC).date().isoformat(), "note": options.note}
    size = pack(weights, options.out, header)
    restored, _ = unpack(options.out)
    for name, error in errors(weights, restored).items():
        print(f"{name:14} {tuple(weights[name].shape)!s:20} relative error {error:.4f}")
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
