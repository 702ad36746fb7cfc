"""The one-tower network of 2014 is torchvision's, under our names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torchvision.models import alexnet

from alexnet.networks.alexnet_2014 import AlexNetTorchvision, from_torchvision

APP = Path(__file__).resolve().parents[3] / "app"


def test_its_logits_are_torchvisions() -> None:
    torch.manual_seed(0)
    theirs = alexnet(num_classes=12).eval()
    with torch.device("meta"):
        ours = AlexNetTorchvision(12).eval()
    ours.load_state_dict(from_torchvision(theirs.state_dict()), assign=True)
    pixels = torch.randn(2, 3, 224, 224)
    with torch.no_grad():
        torch.testing.assert_close(ours(pixels), theirs(pixels), rtol=0, atol=0)


def test_with_a_thousand_words_it_has_61_100_840_parameters() -> None:
    with torch.device("meta"):
        assert sum(weight.numel() for weight in AlexNetTorchvision().parameters()) == 61_100_840


def test_renaming_copies_nothing() -> None:
    weight = torch.zeros(3)
    assert from_torchvision({"features.0.bias": weight})["conv1.bias"] is weight


@pytest.mark.parametrize("name", ["features.1.weight", "fc.weight", "weight"])
def test_a_name_that_torchvisions_network_does_not_have_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        from_torchvision({name: Tensor()})


def test_the_science_never_imports_torchvision() -> None:
    sources = APP.joinpath("alexnet").rglob("*.py")
    assert not [
        path for path in sources if "import torchvision" in path.read_text() or "from torchvision" in path.read_text()
    ]
    program = "import alexnet.inference.engine, alexnet.classify, sys; sys.exit('torchvision' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=APP, check=False).returncode == 0
