"""The four methods on networks so small that the right answer can be worked out by hand."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch
from torch import Tensor, nn

from alexnet.inference.hooks import hooks_of
from alexnet.saliency import METHODS, ParameterError
from alexnet.saliency.records import AttributionRequest

SIDE = 12
SETTINGS = {"occlusion": {"patch": 8, "stride": 4}}


class Linear(nn.Module):
    """Scores that are plain weighted sums of the pixels, through a relu5 that changes nothing (all inputs >= 0)."""

    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        self.relu5 = nn.ReLU()
        self.weights = nn.Parameter(weights, requires_grad=False)  # (words, 3, SIDE, SIDE)

    def forward(self, photo: Tensor) -> Tensor:
        return torch.einsum("nchw,kchw->nk", self.relu5(photo), self.weights)


class Curved(nn.Module):
    """A small network with every bend of a large one: two convolutions, ReLU, pooling, dense layer."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(4)
        self.conv1, self.relu1 = nn.Conv2d(3, 6, 3, padding=1), nn.ReLU()
        self.conv5, self.relu5 = nn.Conv2d(6, 5, 3, padding=1), nn.ReLU()
        self.pool5, self.fc8 = nn.MaxPool2d(2), nn.Linear(5 * (SIDE // 2) ** 2, 4)
        self.requires_grad_(False).eval()

    def forward(self, photo: Tensor) -> Tensor:
        x = self.relu5(self.conv5(self.relu1(self.conv1(photo))))
        scores: Tensor = self.fc8(self.pool5(x).flatten(1))
        return scores


class Desk:
    """Stands for the engine: hands out the network, counts how often, and knows whether it is out just now."""

    def __init__(self, module: nn.Module) -> None:
        self.module, self.taken, self.out = module, 0, False

    @contextmanager
    def session(self) -> Iterator[nn.Module]:
        assert not self.out
        self.taken, self.out = self.taken + 1, True
        try:
            yield self.module
        finally:
            self.out = False

    def ask(self, method: str, pixels: Tensor, index: int = 1, progress: list[float] | None = None) -> Tensor:
        def report(share: float) -> None:
            assert not self.out, "progress must be told while others may use the network"
            if progress is not None:
                progress.append(share)

        chosen = METHODS[method]
        case = AttributionRequest(pixels, index, self.session, temperature=2.0)
        return chosen.attribute(case, chosen.settings(SETTINGS.get(method)), report)


@pytest.fixture
def pixels() -> Tensor:
    return torch.rand(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def weights() -> Tensor:
    return torch.randn(2, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(2)) / 10


def test_the_gradient_of_a_sum_is_its_largest_weight_in_size(pixels: Tensor, weights: Tensor) -> None:
    torch.testing.assert_close(Desk(Linear(weights)).ask("gradient", pixels), weights[1].abs().amax(0))


def test_integrated_gradients_of_a_sum_are_its_terms(pixels: Tensor, weights: Tensor) -> None:
    found = Desk(Linear(weights)).ask("integrated-gradients", pixels)
    torch.testing.assert_close(found, (weights[1] * pixels[0]).sum(0))


def test_grad_cam_weighs_each_map_with_its_mean_gradient(pixels: Tensor, weights: Tensor) -> None:
    means = weights[1].mean(dim=(1, 2), keepdim=True)
    torch.testing.assert_close(Desk(Linear(weights)).ask("grad-cam", pixels), (means * pixels[0]).sum(0).relu())


def test_occlusion_is_the_mean_drop_over_the_patches_that_cover_a_place(pixels: Tensor, weights: Tensor) -> None:
    network = Linear(weights)
    total, count = torch.zeros(SIDE, SIDE), torch.zeros(SIDE, SIDE)
    whole = (network(pixels) / 2).softmax(1)[0, 1]
    for top in (0, 4):
        for left in (0, 4):
            covered = pixels.clone()
            covered[:, :, top : top + 8, left : left + 8] = 0
            total[top : top + 8, left : left + 8] += whole - (network(covered) / 2).softmax(1)[0, 1]
            count[top : top + 8, left : left + 8] += 1
    torch.testing.assert_close(Desk(network).ask("occlusion", pixels), total / count)


@pytest.mark.parametrize(("patch", "stride"), [(8, 4), (8, 5), (9, 8)])
def test_row_by_row_occlusion_is_what_captum_gives_in_one_go(pixels: Tensor, patch: int, stride: int) -> None:
    from captum.attr import Occlusion

    network = Curved()
    case = AttributionRequest(pixels, 2, Desk(network).session)
    found = METHODS["occlusion"].attribute(case, {"patch": patch, "stride": stride}, lambda share: None)
    whole = Occlusion(lambda photo: network(photo).softmax(1)[:, 2]).attribute(
        pixels, sliding_window_shapes=(3, patch, patch), strides=(3, stride, stride)
    )
    torch.testing.assert_close(found, whole[0].mean(0))


def test_integrated_gradients_add_up_to_the_change_of_the_score(pixels: Tensor) -> None:
    network = Curved()
    found = Desk(network).ask("integrated-gradients", pixels)
    change = (network(pixels) - network(torch.zeros_like(pixels)))[0, 1]
    assert float(found.sum()) == pytest.approx(float(change), rel=0.02)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_gives_one_finite_number_for_each_pixel_the_same_every_time(method: str, pixels: Tensor) -> None:
    desk, before = Desk(Curved()), pixels.clone()
    found = desk.ask(method, pixels)
    assert found.shape == (SIDE, SIDE)
    assert found.isfinite().all()
    assert not found.requires_grad
    assert torch.equal(found, desk.ask(method, pixels))
    assert torch.equal(pixels, before)
    assert not pixels.requires_grad
    assert METHODS[method].signed or (found >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_progress_rises_to_one_and_slow_methods_let_others_in_between(method: str, pixels: Tensor) -> None:
    desk, progress = Desk(Curved()), list[float]()
    desk.ask(method, pixels, progress=progress)
    assert progress == sorted(set(progress))
    assert progress[-1] == 1
    assert desk.taken == len(progress)
    assert METHODS[method].slow == (desk.taken > 1)


@pytest.mark.parametrize("method", METHODS)
def test_no_hook_and_no_weight_gradient_stays_behind(method: str, pixels: Tensor) -> None:
    desk = Desk(Curved())
    desk.ask(method, pixels)
    assert hooks_of(desk.module) == 0
    assert all(weight.grad is None and not weight.requires_grad for weight in desk.module.parameters())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("layer", ["conv1", "fc8"])
def test_a_failure_inside_the_network_reaches_the_caller_and_leaves_no_hook(
    method: str, layer: str, pixels: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Curved())

    def fail(batch: Tensor) -> Tensor:
        raise MemoryError("no room")

    monkeypatch.setattr(desk.module.get_submodule(layer), "forward", fail)
    with pytest.raises(MemoryError, match="no room"):
        desk.ask(method, pixels)
    assert (hooks_of(desk.module), desk.out) == (0, False)


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.slow])
def test_who_leaves_stops_the_work_at_once(method: str, pixels: Tensor) -> None:
    desk = Desk(Curved())

    def leave(share: float) -> None:
        raise KeyboardInterrupt

    chosen = METHODS[method]
    with pytest.raises(KeyboardInterrupt):
        chosen.attribute(AttributionRequest(pixels, 0, desk.session), chosen.settings(SETTINGS.get(method)), leave)
    assert (desk.taken, desk.out, hooks_of(desk.module)) == (1, False, 0)


def test_a_patch_that_would_leave_gaps_is_refused(pixels: Tensor) -> None:
    with pytest.raises(ParameterError, match="gaps"):
        METHODS["occlusion"].attribute(
            AttributionRequest(pixels, 0, Desk(Curved()).session), {"patch": 4, "stride": 5}, print
        )


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_setting_has_sensible_limits_and_is_checked(method) -> None:  # type: ignore[no-untyped-def]
    for parameter in method.parameters:
        assert parameter.least <= parameter.default <= parameter.most
        assert method.settings({parameter.id: parameter.most})[parameter.id] == parameter.most
        for value in (parameter.least - 1, parameter.most + 1):
            with pytest.raises(ParameterError, match=parameter.id):
                method.settings({parameter.id: value})
    with pytest.raises(ParameterError, match="colour"):
        method.settings({"colour": 1})
