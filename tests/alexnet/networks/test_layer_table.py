"""The table of layers: dossier 2.1, number by number."""

import pytest
import torch

from alexnet.layers import layer_table
from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.networks.alexnet_2014 import AlexNetTorchvision

PAPER = [
    ("conv1", (55, 55, 96), (27, 27, 96), 34_944, 105_415_200),
    ("conv2", (27, 27, 256), (13, 13, 256), 307_456, 223_948_800),
    ("conv3", (13, 13, 384), None, 885_120, 149_520_384),
    ("conv4", (13, 13, 384), None, 663_936, 112_140_288),
    ("conv5", (13, 13, 256), (6, 6, 256), 442_624, 74_760_192),
    ("fc6", (4096,), None, 37_752_832, 37_748_736),
    ("fc7", (4096,), None, 16_781_312, 16_777_216),
    ("fc8", (1000,), None, 4_097_000, 4_096_000),
]


def test_the_table_of_2012_is_that_of_the_dossier() -> None:
    rows = layer_table("alexnet-2012")
    assert [(row.name, row.output, row.pooled, row.parameters, row.multiply_adds) for row in rows] == PAPER
    assert sum(row.parameters for row in rows) == 60_965_224
    assert sum(row.multiply_adds for row in rows) == 724_406_816


def test_the_shares_are_those_of_the_dossier() -> None:
    rows = layer_table("alexnet-2012")
    percent = [100 * row.parameter_share for row in rows]
    assert percent == pytest.approx([0.06, 0.50, 1.45, 1.09, 0.73, 61.9, 27.5, 6.7], abs=0.05)
    assert sum(percent[5:]) == pytest.approx(96.2, abs=0.05)
    assert 100 * sum(row.multiply_add_share for row in rows[:5]) == pytest.approx(91.9, abs=0.05)


def test_the_variant_of_2014_has_the_totals_of_the_dossier() -> None:
    rows = layer_table("alexnet-torchvision")
    assert sum(row.parameters for row in rows) == 61_100_840
    assert round(sum(row.multiply_adds for row in rows) / 1e9, 3) == 0.714


def test_fewer_words_shorten_only_the_last_layer() -> None:
    full, short = layer_table(classes=1000), layer_table(classes=284)
    assert [row.parameters for row in short[:-1]] == [row.parameters for row in full[:-1]]
    assert (short[-1].output, short[-1].parameters, short[-1].multiply_adds) == ((284,), 4097 * 284, 4096 * 284)


@pytest.mark.parametrize("architecture", ["alexnet-2012", "alexnet-torchvision"])
def test_the_table_counts_what_the_network_really_holds(architecture: str) -> None:
    with torch.device("meta"):
        module = AlexNet2012() if architecture == "alexnet-2012" else AlexNetTorchvision()
    for row in layer_table(architecture):  # type: ignore[arg-type]
        layer = module.get_submodule(row.name)
        assert sum(parameter.numel() for parameter in layer.parameters()) == row.parameters
