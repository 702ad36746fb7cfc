"""How many photos to put through a network at a time: what this machine does quickest, measured on the work itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SIZES = (
    8,
    4,
    16,
    2,
)  # on a CPU, in the order in which they are tried. 16 photos hold 75 MB of maps at most: memory is bounded
ELSEWHERE = (64,)  # on a GPU, which gains by every photo more
_LOOKS = 2  # measurements of a size before it is judged; the quicker one counts, for the first may find cold memory


class BatchSize:
    """Tries each size twice on real batches, then stays with the one that took least time for each photo.

    Large batches spread the reading of weights over more photos, small ones stay in the processor's cache: which
    counts for more differs from machine to machine. Use it under the engine's lock.
    """

    def __init__(self, sizes: tuple[int, ...] = SIZES) -> None:
        self._seconds: dict[int, list[float]] = {size: [] for size in sizes}

    @property
    def next(self) -> int:
        """The size to use now."""
        untried = [size for size, known in self._seconds.items() if len(known) < _LOOKS]
        return untried[0] if untried else min(self._seconds, key=lambda size: min(self._seconds[size]))

    def note(self, size: int, photos: int, seconds: float) -> None:
        """So long a pass of `photos` took that might have had `size`. A small rest of a batch says nothing of it."""
        if len(self._seconds[size]) < _LOOKS and 2 * photos >= size:
            self._seconds[size].append(seconds / photos)

    def run(self, network: Callable[[Tensor], Tensor], photos: Tensor) -> Tensor:
        """What `network` says of a batch (N, ...) of photos, some at a time."""
        import torch

        answers: list[Tensor] = []
        while (done := sum(map(len, answers))) < len(photos):
            size = self.next
            part = photos[done : done + size]
            start = time.perf_counter()
            answers.append(network(part))
            self.note(size, len(part), time.perf_counter() - start)
        return torch.cat(answers)
