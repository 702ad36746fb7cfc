"""Layers in 4-bit codes: what they answer, forwards and backwards, and when they are used."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from alexnet.classify import classify
from alexnet.inference import loading, precision
from alexnet.inference.engine import Engine
from alexnet.networks import dense4
from alexnet.networks.dense4 import Codes, Dense4, exact
from alexnet.photo import Photo, open_photo
from alexnet.photo.preprocess import to_tensor
from alexnet.saliency import METHODS, explain
from alexnet.weights.packing import read, unpack

SAMPLES = sorted((Path(__file__).resolve().parents[3] / "content" / "samples").glob("*.jpg"))
OURS, THEIRS = "alexnet-2012", "alexnet-torchvision"
QUICK = {"integrated-gradients": {"stretches": 2, "steps": 2}, "occlusion": {"patch": 60, "stride": 60}}
KERNEL = "_weight_int4pack_mm_for_cpu"
NEEDS_KERNEL = pytest.mark.skipif(
    not hasattr(torch.ops.aten, KERNEL), reason="this torch has no kernel for 4-bit codes"
)


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def codes() -> Codes:
    """320 outputs, more than are restored or packed at once and no multiple of either; 512 inputs in groups of 128."""
    generator = torch.Generator().manual_seed(1)
    low, high = torch.randint(1, 16, (2, 320, 256), dtype=torch.uint8, generator=generator)
    return Codes(low | high << 4, torch.rand(320, 4, generator=generator))


@pytest.fixture
def plain(codes: Codes) -> nn.Linear:
    """The same layer in float32, its weights worked out one by one from what `Codes` says of itself."""
    layer = nn.Linear(512, 320)
    halves, scale = codes.halves.tolist(), codes.scale.tolist()
    numbers = [[(row[i // 2] >> 4 * (i % 2) & 15) - 8 for i in range(512)] for row in halves]
    weights = [[scale[o][i // 128] * number for i, number in enumerate(row)] for o, row in enumerate(numbers)]
    layer.load_state_dict({"weight": torch.tensor(weights), "bias": random(320, seed=2)})
    return layer.requires_grad_(False)


def test_restored_weights_are_code_times_scale(codes: Codes, plain: nn.Linear) -> None:
    assert (codes.shape, codes.group) == ((320, 512), 128)
    torch.testing.assert_close(codes.restored(), plain.weight, rtol=0, atol=1e-6)


@NEEDS_KERNEL
@pytest.mark.parametrize("photos", [1, 5])
def test_forwards_it_is_the_float32_layer_up_to_bfloat16(codes: Codes, plain: nn.Linear, photos: int) -> None:
    x = random(photos, 512)
    found, wanted = Dense4(codes, plain.bias)(x), plain(x)
    assert found.dtype == torch.float32
    assert float((found - wanted).norm() / wanted.norm()) < 0.01


@NEEDS_KERNEL
def test_exactly_where_that_is_asked_for_and_only_there(codes: Codes, plain: nn.Linear) -> None:
    layer, x = Dense4(codes, plain.bias), random(3, 512)
    by_kernel = layer(x)
    with exact(nn.Sequential(layer)):
        torch.testing.assert_close(layer(x), plain(x))
        assert not torch.equal(layer(x), by_kernel)
    assert torch.equal(layer(x), by_kernel)


@NEEDS_KERNEL
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_backwards_it_is_the_float32_layer_itself(codes: Codes, plain: nn.Linear, dtype: torch.dtype) -> None:
    layer, x, slope = Dense4(codes, plain.bias), random(3, 512).to(dtype).requires_grad_(), random(3, 320, seed=3)
    (found,) = torch.autograd.grad(layer(x), x, slope)
    wanted = slope @ plain.weight
    assert found.dtype == dtype
    torch.testing.assert_close(found, wanted.to(dtype))


def test_a_file_keeps_its_codes_and_gives_the_same_weights(weights_folder: Path) -> None:
    file = weights_folder / "two-towers.safetensors"
    stored, (restored, _) = read(file)[0], unpack(file)
    assert {name for name, one in stored.items() if isinstance(one, Codes)} == {"fc6.weight", "fc7.weight"}
    for name in ("fc6.weight", "fc7.weight"):
        one = stored[name]
        assert isinstance(one, Codes)
        assert torch.equal(one.restored(), restored[name])


@pytest.fixture
def in_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are taken, however fast they are on the machine that tests."""
    if not hasattr(torch.ops.aten, KERNEL):
        pytest.skip("this torch has no kernel for 4-bit codes")
    monkeypatch.setattr(precision, "codes_pay", lambda: True)


def warm(photos: list[Photo], folder: Path | None = None, *order: str) -> Engine:
    engine = Engine(order or (OURS,), "cpu", folder)
    engine.warm_up(photos)
    return engine


@pytest.fixture(scope="module")
def samples() -> list[Photo]:
    return [open_photo(file.read_bytes()) for file in SAMPLES]


@pytest.mark.usefixtures("in_codes")
def test_in_codes_the_shipped_network_names_what_it_names_in_float32(samples: list[Photo]) -> None:
    engine, plain = warm(samples), Engine((OURS,), "cpu")
    first = [(classify(engine, photo).predictions[0], classify(plain, photo).predictions[0]) for photo in samples]
    assert classify(engine, samples[0]).precision.startswith("int4")
    assert sum(ours.id == theirs.id for ours, theirs in first) >= precision.SAME_FIRST * len(first)
    assert max(abs(ours.probability - theirs.probability) for ours, theirs in first) < 0.02


@pytest.mark.usefixtures("in_codes")
@pytest.mark.parametrize("method", METHODS)
def test_in_codes_explanations_are_those_of_float32(method: str, samples: list[Photo]) -> None:
    engine, plain = warm(samples[:1]), Engine((OURS,), "cpu")
    for photo in samples[:2]:
        target = classify(plain, photo).predictions[0].id
        found, wanted = (explain(one, photo, method, target, settings=QUICK.get(method)) for one in (engine, plain))
        assert abs(found.values - wanted.values).max() < 0.05
        if method != "grad-cam":  # most of whose cells are nearly nothing, in no order
            assert rank_correlation(torch.from_numpy(found.values), torch.from_numpy(wanted.values)) > 0.99


def rank_correlation(one: Tensor, other: Tensor) -> float:
    """Spearman's, of two maps."""
    ranks = torch.stack([values.flatten().argsort().argsort().double() for values in (one, other)])
    return float(torch.corrcoef(ranks)[0, 1])


@pytest.mark.usefixtures("in_codes")
def test_no_float32_copy_of_a_layer_in_codes_exists(weights_folder: Path, photos: tuple[Photo, ...]) -> None:
    loaded = warm(list(photos), weights_folder)._shelf.open(OURS)
    for module in (loaded.module, loaded.fast):
        layers = dense4.layers_of(module)
        assert len(layers) == 2
        held = [one for layer in layers for one in (*vars(layer).values(), *vars(layer.codes).values())]
        tensors = [*module.parameters(), *module.buffers(), *(one for one in held if isinstance(one, Tensor))]
        assert max(one.numel() * one.element_size() for one in tensors) <= 4096 * 9216 / 2
    assert dense4.layers_of(loaded.module) == dense4.layers_of(loaded.fast), "the copy shares them"


@pytest.mark.usefixtures("in_codes")
def test_a_network_whose_file_has_no_codes_loads_as_ever(weights_folder: Path, photos: tuple[Photo, ...]) -> None:
    engine = warm(list(photos[:1]), weights_folder, THEIRS)
    assert not engine.forward(torch.zeros(1, 3, 224, 224)).precision.startswith("int4")


def test_without_photos_to_compare_on_nothing_is_in_codes(weights_folder: Path, photo: Photo) -> None:
    assert classify(Engine((OURS,), "cpu", weights_folder), photo).precision == "float32"


@pytest.mark.usefixtures("in_codes")
def test_codes_that_change_the_names_give_way_to_float32(
    weights_folder: Path, photos: tuple[Photo, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Dense4.multiply
    monkeypatch.setattr(Dense4, "multiply", lambda layer, x: honest(layer, x) * (1 if layer.exact else -1))
    engine, plain = warm(list(photos), weights_folder), Engine((OURS,), "cpu", weights_folder)
    pixels = to_tensor(photos[0], engine.entry(OURS))
    assert not engine.forward(pixels).precision.startswith("int4")
    with engine.session() as module:
        assert isinstance(module.get_submodule("fc6"), nn.Linear)
        torch.testing.assert_close(module(pixels), plain.logits(pixels))


class Hidden:
    """The operators of a torch without those for 4-bit codes."""

    def __getattr__(self, name: str) -> object:
        raise AttributeError(name)


def test_a_torch_without_the_operators_answers_in_float32(
    weights_folder: Path, photos: tuple[Photo, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense4, "_OPERATORS", Hidden())
    monkeypatch.setattr(precision, "codes_pay", precision.codes_pay.__wrapped__)
    assert not precision.codes_pay()
    assert not classify(warm(list(photos[:1]), weights_folder), photos[0]).precision.startswith("int4")


@NEEDS_KERNEL
@pytest.mark.parametrize(("factor", "milliseconds", "pays"), [(1, 1, True), (1, 9, False), (-1, 1, False)])
def test_codes_are_used_only_where_the_kernel_is_right_and_fast(
    factor: int, milliseconds: int, pays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, ran = Dense4.multiply, list[int]()

    def multiply(layer: Dense4, x: Tensor) -> Tensor:
        ran.append(milliseconds)
        return factor * honest(layer, x)

    def once(run: object) -> float:
        assert callable(run)
        ran[:] = []
        run()
        return ran[-1] if ran else 5  # what float32 takes

    monkeypatch.setattr(Dense4, "multiply", multiply)
    monkeypatch.setattr(precision, "_once", once)
    assert precision.codes_pay.__wrapped__() is pays


def test_only_the_cpu_keeps_codes(weights_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "codes_pay", lambda: pytest.fail("not asked on other devices"))
    entry = Engine((OURS,), "cpu", weights_folder).entry(OURS)
    loaded = loading.load(entry, torch.device("meta"), codes=True)
    assert isinstance(loaded.module.get_submodule("fc6"), nn.Linear)
