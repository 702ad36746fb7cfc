"""The small form of the weights: what goes in comes out, within the stated error."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from alexnet.weights.packing import GROUP, pack, unpack


@pytest.fixture
def weights() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return {
        "conv1.weight": torch.randn(8, 3, 11, 11, generator=generator),
        "conv1.bias": torch.randn(8, generator=generator),
        "fc6.weight": torch.randn(300, 4 * GROUP, generator=generator),
        "fc8.weight": torch.randn(10, 64, generator=generator),
    }


def test_names_shapes_and_metadata_survive(weights: dict[str, torch.Tensor], tmp_path: Path) -> None:
    pack(weights, tmp_path / "small.safetensors", {"date": "2026-11-22"})
    restored, metadata = unpack(tmp_path / "small.safetensors")
    assert {name: tensor.shape for name, tensor in restored.items()} == {n: t.shape for n, t in weights.items()}
    assert all(tensor.dtype == torch.float32 for tensor in restored.values())
    assert metadata["date"] == "2026-11-22"


def test_biases_are_kept_exactly(weights: dict[str, torch.Tensor], tmp_path: Path) -> None:
    pack(weights, tmp_path / "small.safetensors", {})
    assert torch.equal(unpack(tmp_path / "small.safetensors")[0]["conv1.bias"], weights["conv1.bias"])


@pytest.mark.parametrize("name", ["conv1.weight", "fc8.weight"])
def test_eight_bits_err_by_at_most_half_a_step(name: str, weights: dict[str, torch.Tensor], tmp_path: Path) -> None:
    pack(weights, tmp_path / "small.safetensors", {})
    before, after = weights[name].flatten(1), unpack(tmp_path / "small.safetensors")[0][name].flatten(1)
    step = before.abs().amax(1, keepdim=True) / 127
    assert ((before - after).abs() <= 0.5 * step + 0.08 * step).all()  # the second term: scales are 16-bit


def test_four_bits_keep_a_normal_matrix_within_an_eighth_of_its_size(
    weights: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    pack(weights, tmp_path / "small.safetensors", {})
    before, after = weights["fc6.weight"], unpack(tmp_path / "small.safetensors")[0]["fc6.weight"]
    assert ((before - after).norm() / before.norm()).item() < 0.125


def test_a_dense_layer_of_zeros_comes_back_as_zeros(tmp_path: Path) -> None:
    pack({"fc7.weight": torch.zeros(4, GROUP)}, tmp_path / "small.safetensors", {})
    assert not unpack(tmp_path / "small.safetensors")[0]["fc7.weight"].any()


def test_a_dense_layer_takes_about_half_a_byte_per_weight(tmp_path: Path) -> None:
    size = pack({"fc6.weight": torch.randn(1024, 1024)}, tmp_path / "small.safetensors", {})
    assert size < 0.54 * 1024 * 1024


def test_another_safetensors_file_is_refused_by_name(tmp_path: Path) -> None:
    save_file({"x": np.zeros(3, np.float32)}, tmp_path / "other.safetensors")
    with pytest.raises(ValueError, match=r"other\.safetensors is not of the format"):
        unpack(tmp_path / "other.safetensors")
