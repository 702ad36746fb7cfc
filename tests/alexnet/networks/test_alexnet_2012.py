"""The network of 2012: sizes, counts, the normalisation formula, the two towers."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from alexnet.inference.hooks import watching
from alexnet.networks import response_norm
from alexnet.networks.alexnet_2012 import PIXEL_UNIT, AlexNet2012, LocalResponseNorm, TwoTowers, initialise

PARAMETERS = {
    "conv1": 34_944,
    "conv2": 307_456,
    "conv3": 885_120,
    "conv4": 663_936,
    "conv5": 442_624,
    "fc6": 37_752_832,
    "fc7": 16_781_312,
    "fc8": 4_097_000,
}
OUTPUTS = {
    "conv1": (96, 55, 55),
    "norm1": (96, 55, 55),
    "pool1": (96, 27, 27),
    "conv2": (256, 27, 27),
    "norm2": (256, 27, 27),
    "pool2": (256, 13, 13),
    "conv3": (384, 13, 13),
    "conv4": (384, 13, 13),
    "conv5": (256, 13, 13),
    "pool5": (256, 6, 6),
    "fc6": (4096,),
    "fc7": (4096,),
    "fc8": (1000,),
}


@pytest.fixture(scope="module")
def on_paper() -> AlexNet2012:
    """With 1,000 words, without memory for its weights."""
    with torch.device("meta"):
        return AlexNet2012()


@pytest.fixture(scope="module")
def network() -> AlexNet2012:
    """Nine words and random weights large enough that every layer matters."""
    torch.manual_seed(0)
    with torch.device("meta"):
        whole = AlexNet2012(9)
    whole = whole.to_empty(device="cpu").eval().requires_grad_(False)
    for layer in whole.children():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            layer.weight.normal_(0, (2 / layer.weight[0].numel()) ** 0.5)
            nn.init.normal_(layer.bias, 0, 0.1)  # type: ignore[arg-type]
    return whole


@pytest.fixture(scope="module")
def pixels() -> Tensor:
    return torch.randn(2, 3, 227, 227, generator=torch.Generator().manual_seed(1))


def test_it_has_sixty_million_nine_hundred_sixty_five_thousand_two_hundred_twenty_four_parameters(
    on_paper: AlexNet2012,
) -> None:
    counts = {name: sum(p.numel() for p in layer.parameters()) for name, layer in on_paper.named_children()}
    assert {name: count for name, count in counts.items() if count} == PARAMETERS
    assert sum(counts.values()) == 60_965_224


def test_every_layer_gives_the_size_in_the_table(on_paper: AlexNet2012) -> None:
    with watching(on_paper, *OUTPUTS) as seen:
        on_paper(torch.empty(1, 3, 227, 227, device="meta"))
    assert {name: tuple(output.shape[1:]) for name, output in seen.items()} == OUTPUTS


def test_its_layers_are_named_and_ordered_as_in_the_paper(on_paper: AlexNet2012) -> None:
    names = (
        "conv1 relu1 norm1 pool1 conv2 relu2 norm2 pool2 conv3 relu3 conv4 relu4 conv5 relu5 pool5 "
        "fc6 relu6 drop6 fc7 relu7 drop7 fc8"
    )
    assert [name for name, _ in on_paper.named_children()] == names.split()
    assert [name.rpartition(".")[0] for name in on_paper.state_dict()][::2] == list(PARAMETERS)


def test_every_relu_is_a_module_of_its_own_that_leaves_its_input_alone(on_paper: AlexNet2012) -> None:
    relus = [part for part in on_paper.modules() if isinstance(part, nn.ReLU)]
    assert len(relus) == len(set(map(id, relus))) == 7
    assert not any(relu.inplace for relu in relus)


def test_dropout_works_while_learning_only(network: AlexNet2012, pixels: Tensor) -> None:
    assert torch.equal(network(pixels[:1]), network(pixels[:1]))
    network.train()
    try:
        with watching(network, "drop6", "drop7") as seen:
            network(pixels[:1])
    finally:
        network.eval()
    assert all(float((output == 0).float().mean()) > 0.4 for output in seen.values())


def printed_formula(maps: Tensor, alpha: float, towers: int) -> Tensor:
    """Section 3.3, term by term, in double precision."""
    a, out = maps.double(), torch.empty(maps.shape, dtype=torch.float64)
    size = maps.shape[1] // towers
    for i in range(maps.shape[1]):
        first = i // size * size
        window = a[:, max(first, i - 2) : min(first + size, i + 3)]
        out[:, i] = a[:, i] / (2 + alpha * (window**2).sum(1)) ** 0.75
    return out


@pytest.mark.parametrize("towers", [1, 2])
def test_normalisation_is_the_printed_formula_within_each_tower(towers: int) -> None:
    maps = torch.randn(2, 12, 5, 7, generator=torch.Generator().manual_seed(2)) * 3
    for alpha in (1e-4, 0.4096):
        found = LocalResponseNorm(alpha, towers)(maps)
        torch.testing.assert_close(found.double(), printed_formula(maps, alpha, towers), rtol=1e-6, atol=1e-7)


def test_pytorchs_own_normalisation_needs_five_times_the_alpha() -> None:
    maps = torch.randn(2, 16, 9, 9, generator=torch.Generator().manual_seed(3)) * 4
    theirs = nn.LocalResponseNorm(5, alpha=5 * 0.4096, beta=0.75, k=2.0)(maps)
    torch.testing.assert_close(LocalResponseNorm(0.4096, towers=1)(maps), theirs)


@pytest.mark.parametrize("towers", [1, 2])
def test_the_gradient_of_the_normalisation_is_right_in_double_precision(towers: int) -> None:
    maps = torch.randn(1, 8, 3, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(4)).requires_grad_()
    assert torch.autograd.gradcheck(LocalResponseNorm(0.4, towers), (maps,))
    assert torch.autograd.gradgradcheck(LocalResponseNorm(0.4, towers), (maps,))


@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
def test_the_gradient_of_the_normalisation_is_that_of_the_printed_formula(memory_format: torch.memory_format) -> None:
    generator = torch.Generator().manual_seed(5)
    maps, slope = (3 * torch.randn(2, 12, 5, 7, generator=generator) for _ in range(2))
    ours = maps.contiguous(memory_format=memory_format).requires_grad_()
    printed = maps.double().requires_grad_()
    (found,) = torch.autograd.grad(LocalResponseNorm()(ours), ours, slope)
    (wanted,) = torch.autograd.grad(printed_formula(printed, LocalResponseNorm().alpha, 2), printed, slope.double())
    torch.testing.assert_close(found.double(), wanted, rtol=1e-4, atol=1e-5)


def test_normalisation_leaves_maps_and_slope_as_they_are_and_records_one_step() -> None:
    maps, slope = (torch.randn(1, 8, 3, 2, generator=torch.Generator().manual_seed(seed)) for seed in (6, 7))
    kept, leaf = (maps.clone(), slope.clone()), maps.requires_grad_()
    answer = LocalResponseNorm()(leaf)
    assert answer.grad_fn is not None
    assert {type(step).__name__ for step, _ in answer.grad_fn.next_functions if step} == {"AccumulateGrad"}
    answer.backward(slope)
    assert torch.equal(maps, kept[0])
    assert torch.equal(slope, kept[1])
    torch.testing.assert_close(LocalResponseNorm()(maps.detach()), answer.detach(), rtol=0, atol=0)


@pytest.mark.parametrize("towers", [1, 2])
def test_the_sum_over_neighbours_is_the_same_as_a_convolution_and_in_slices(towers: int) -> None:
    maps = torch.randn(2, 8, 3, 4, generator=torch.Generator().manual_seed(8))
    with torch.autocast("cpu", torch.bfloat16):
        one = response_norm.banded(maps, 5, towers, 0.3, 2.0)
    torch.testing.assert_close(one, response_norm.sliced(maps, 5, towers, 0.3, 2.0))


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.bfloat16, 1e-2), (torch.float16, 2e-3)])
def test_normalisation_keeps_half_precision_and_does_not_overflow_in_it(dtype: torch.dtype, tolerance: float) -> None:
    maps = torch.linspace(-1000, 1000, 12 * 9).view(1, 12, 3, 3)
    found = LocalResponseNorm()(maps.to(dtype))
    assert found.dtype == dtype
    torch.testing.assert_close(found.float(), LocalResponseNorm()(maps), rtol=tolerance, atol=1e-6)


def test_in_units_of_64_it_is_the_papers_network_on_raw_pixels(network: AlexNet2012, pixels: Tensor) -> None:
    with torch.device("meta"):
        raw = AlexNet2012(9)
    weights = network.state_dict()
    for name in weights:
        if name.endswith("bias") and name != "fc8.bias":
            weights[name] = weights[name] * PIXEL_UNIT
    weights["fc8.weight"] = weights["fc8.weight"] / PIXEL_UNIT
    raw.load_state_dict(weights, assign=True)
    raw.norm1, raw.norm2 = LocalResponseNorm(1e-4), LocalResponseNorm(1e-4)
    with torch.no_grad():
        torch.testing.assert_close(raw.eval()(PIXEL_UNIT * pixels), network(pixels), rtol=1e-4, atol=1e-4)


def test_it_starts_as_the_paper_says() -> None:
    network = AlexNet2012(10)
    initialise(network, seed=5)
    awake = {"conv2", "conv4", "conv5", "fc6", "fc7"}
    for name in PARAMETERS:
        layer = network.get_submodule(name).requires_grad_(False)
        assert isinstance(layer, nn.Conv2d | nn.Linear)
        unit = PIXEL_UNIT if name == "fc8" else 1.0
        assert float(layer.weight.std()) == pytest.approx(0.01 * unit, rel=0.02)
        assert float(layer.weight.mean()) == pytest.approx(0, abs=0.001 * unit)
        assert layer.bias is not None
        assert set((layer.bias * PIXEL_UNIT).tolist()) == ({1.0} if name in awake else {0.0})
    again = AlexNet2012(10)
    initialise(again, seed=5)
    assert torch.equal(again.fc8.weight, network.fc8.weight)


def test_before_conv3_the_towers_know_nothing_of_each_other(network: AlexNet2012, pixels: Tensor) -> None:
    with watching(network, "relu1", "pool2", "conv3") as seen:
        network(pixels[:1])
        before = dict(seen)
        handle = network.relu1.register_forward_hook(
            lambda _m, _i, maps: torch.cat([maps[:, :48], maps[:, 48:] * 2], 1)
        )
        try:
            network(pixels[:1])
        finally:
            handle.remove()
    assert torch.equal(seen["pool2"][:, :128], before["pool2"][:, :128])
    assert not torch.equal(seen["pool2"][:, 128:], before["pool2"][:, 128:])
    assert not torch.equal(seen["conv3"][:, :192], before["conv3"][:, :192])


def test_two_explicit_towers_answer_as_the_whole_network_does(network: AlexNet2012, pixels: Tensor) -> None:
    with torch.no_grad():
        expected = network(pixels)
        torch.testing.assert_close(TwoTowers(network).eval()(pixels), expected, rtol=1e-5, atol=1e-5)
    assert float(expected.std()) > 0.1


def test_the_towers_share_no_weight_and_have_all_of_them_together(network: AlexNet2012) -> None:
    towers = TwoTowers(network)
    places = [
        {p.untyped_storage().data_ptr() for p in part.parameters()} for part in (towers.gpu1, towers.gpu2, towers.fc8)
    ]
    places.append({p.untyped_storage().data_ptr() for p in network.parameters()})
    assert sum(map(len, places)) == len(set.union(*places))
    count = sum(p.numel() for p in network.parameters())
    assert sum(p.numel() for p in towers.parameters()) == count
    assert sum(p.numel() for p in towers.gpu1.parameters()) == sum(p.numel() for p in towers.gpu2.parameters())


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_two_towers_on_two_devices_answer_as_one_network_on_the_cpu(network: AlexNet2012, pixels: Tensor) -> None:
    with torch.no_grad(), torch.backends.cudnn.flags(allow_tf32=False):
        for devices in (("cuda", "cuda"), ("cuda", "cpu"), ("cpu", "cuda")):
            found = TwoTowers(network, devices).eval()(pixels).cpu()
            torch.testing.assert_close(found, network(pixels), rtol=1e-4, atol=1e-4)
