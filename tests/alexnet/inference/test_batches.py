"""The number of photos that go through a network at a time, on machines that are only imagined."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from alexnet.inference import batches
from alexnet.inference.batches import SIZES, BatchSize


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that `batches` reads."""
    now = [0.0]
    monkeypatch.setattr(batches.time, "perf_counter", lambda: now[0])
    return now


@pytest.mark.parametrize("quickest", SIZES)
def test_after_trying_all_sizes_it_stays_with_the_quickest_for_each_photo(quickest: int, clock: list[float]) -> None:
    size, seen = BatchSize(), list[int]()

    def network(photos: Tensor) -> Tensor:
        seen.append(len(photos))
        clock[0] += len(photos) * (1.0 if len(photos) == quickest else 1.5)
        return photos * 2

    photos = torch.arange(2.0 * 2 * sum(SIZES) * 2)
    assert torch.equal(size.run(network, photos), photos * 2)
    assert set(seen[:8]) == set(SIZES)
    assert set(seen[8:-1]) == {quickest} == {size.next}


def test_a_first_slow_look_does_not_condemn_a_size(clock: list[float]) -> None:
    size, cold = BatchSize(), dict.fromkeys(SIZES, 9.0)

    def network(photos: Tensor) -> Tensor:
        clock[0] += len(photos) * (cold.pop(len(photos), 0.0) or (1.0 if len(photos) == SIZES[0] else 1.5))
        return photos

    size.run(network, torch.zeros(2 * sum(SIZES)))
    assert size.next == SIZES[0]


def test_an_odd_rest_is_answered_and_teaches_nothing(clock: list[float]) -> None:
    size = BatchSize()
    assert size.run(lambda photos: photos, torch.ones(3)).tolist() == [1, 1, 1]
    assert size.next == SIZES[0]


def test_memory_is_bounded(clock: list[float]) -> None:
    longest = [0]

    def network(photos: Tensor) -> Tensor:
        longest[0] = max(longest[0], len(photos))
        return photos

    BatchSize().run(network, torch.zeros(1000))
    assert longest[0] == max(SIZES)


def test_a_gpu_gets_large_batches() -> None:
    size = BatchSize(batches.ELSEWHERE)
    seen = list[int]()
    size.run(lambda photos: seen.append(len(photos)) or photos, torch.zeros(32))  # type: ignore[func-returns-value]
    assert seen == [32]


def test_rows_that_never_fill_the_largest_size_still_end_the_trying(clock: list[float]) -> None:
    """As the eleven patches of a row of occlusion, of sixteen."""
    size = BatchSize()

    def network(photos: Tensor) -> Tensor:
        clock[0] += len(photos) * (1.0 if len(photos) == 4 else 1.5)
        return photos

    for _ in range(2 * len(SIZES)):
        size.run(network, torch.zeros(11))
    assert size.next == 4
