"""The choice of a number format at warm-up, on machines that are only imagined."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from alexnet.inference import precision


class Imitation(nn.Module):
    """A network that is slow, wrong or good in half precision, whatever this machine does."""

    def __init__(self, wrong: bool = False) -> None:
        super().__init__()
        self.conv5, self.wrong = nn.Conv2d(3, 8, 1), wrong

    def forward(self, photo: Tensor) -> Tensor:
        logits = torch.arange(8.0).expand(len(photo), 8)
        return logits.flip(1) if self.wrong and photo.dtype != torch.float32 else logits


def pretend(monkeypatch: pytest.MonkeyPatch, seconds: dict[torch.dtype, float]) -> list[torch.dtype]:
    """Let each run take the time in `seconds`; returns the list of formats in which the whole network was tried."""
    tried: list[torch.dtype] = []

    def names(module: nn.Module, batch: Tensor) -> list[int]:
        tried.append(next(module.parameters()).dtype)
        return [int(i) for i in module(batch.to(tried[-1])).topk(5).indices[0]]

    def once(run: Callable[[], object]) -> float:
        run()
        return seconds[tried[-1]]

    monkeypatch.setattr(precision, "_names", names)
    monkeypatch.setattr(precision, "_once", once)
    monkeypatch.setitem(precision.CANDIDATES, "cpu", (torch.float16,))
    monkeypatch.setattr(precision, "_promising", lambda _module, dtype, _device: seconds[dtype] < 1)
    return tried


BATCHES = [torch.rand(1, 3, 4, 4)]
FAST = {torch.float32: 0.04, torch.float16: 0.01}


def test_a_faster_precision_that_agrees_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, FAST)
    module, name = precision.fastest(Imitation(), BATCHES)
    assert (name, next(module.parameters()).dtype) == ("float16", torch.float16)


def test_a_faster_precision_with_other_names_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, FAST)
    network = Imitation(wrong=True)
    assert precision.fastest(network, BATCHES) == (network, "float32")


@pytest.mark.parametrize("order", [1, -1])
def test_a_precision_that_is_wrong_on_one_photo_of_two_is_not(monkeypatch: pytest.MonkeyPatch, order: int) -> None:
    class WrongOnBright(Imitation):
        def forward(self, photo: Tensor) -> Tensor:
            self.wrong = bool(photo.float().mean() > 0.5)
            return super().forward(photo)

    pretend(monkeypatch, FAST)
    photos = [torch.full((1, 3, 4, 4), light) for light in (0.1, 0.9)][::order]
    assert precision.fastest(WrongOnBright(), photos)[1] == "float32"


def test_a_precision_that_gains_next_to_nothing_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, {torch.float32: 0.04, torch.float16: 0.038})
    assert precision.fastest(Imitation(), BATCHES)[1] == "float32"


def test_a_precision_the_machine_only_imitates_is_dropped_after_one_small_layer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = pretend(monkeypatch, {torch.float32: 0.04, torch.float16: 1.2})
    assert precision.fastest(Imitation(), BATCHES)[1] == "float32"
    assert torch.float16 not in tried


def test_without_photos_nothing_is_tried() -> None:
    assert precision.fastest(Imitation(), [])[1] == "float32"
