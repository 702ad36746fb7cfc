"""How fast is this machine? Latency of one photo by step, the saliency methods, photos per second, memory."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import psutil
from PIL import Image

from alexnet.photo import Photo, open_photo
from alexnet.weights.errors import WeightsError

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.inference.engine import Engine

BATCHES = (1, 8, 32)
_PHOTO_SIZE = (4000, 3000)


@dataclass(frozen=True)
class NetworkBench:
    """One network on one device. Times in milliseconds; decode + preprocess + forward is one photo.

    forward is in the precision that the engine picked at warm-up, forward_float32 beside it for comparison.
    memory_mb: the whole process's resident memory after this network's measurements.
    """

    network: str
    device: str
    precision: str
    decode: float
    preprocess: float
    forward: float
    forward_float32: float
    saliency: dict[str, float]
    photos_per_second: dict[int, float]
    memory_mb: float


@dataclass(frozen=True)
class Bench:
    """All figures of one run, with the date and the machine."""

    date: str
    machine: str
    photo: str
    repeats: int
    memory_start_mb: float
    memory_peak_mb: float
    networks: tuple[NetworkBench, ...]


def bench(device: str = "auto", network: str | None = None, repeats: int = 9) -> Bench:
    """Measure one network, or all that are installed, on one device, or (auto) on every device there is.

    Raises `WeightsError` when no network is installed.
    """
    start = memory_mb()
    import torch

    from alexnet.inference.engine import Engine

    data = sample()
    photo = open_photo(data)
    devices = [device] if device != "auto" else _devices()
    results = []
    for place in devices:
        engine = Engine(device=place)
        engine.warm_up([photo])
        chosen = [network] if network else [one.id for one in engine.networks if one.status == "installed"]
        results += [_measure(engine, one, data, photo, repeats) for one in chosen]
    if not results:
        raise WeightsError("no-network-installed")
    return Bench(
        date=datetime.now(UTC).date().isoformat(),
        machine=_machine(torch.get_num_threads(), torch.__version__),
        photo=f"JPEG, {_PHOTO_SIZE[0]} x {_PHOTO_SIZE[1]} pixels, {len(data) / 1e6:.1f} MB",
        repeats=repeats,
        memory_start_mb=start,
        memory_peak_mb=_peak_mb(),
        networks=tuple(results),
    )


def sample() -> bytes:
    """A JPEG as a telephone makes it, 12 megapixels of soft shapes and fine grain; always the same one."""
    random = np.random.default_rng(2012)
    few = Image.fromarray(random.integers(0, 256, (30, 40, 3), np.uint8))
    shapes = few.resize(_PHOTO_SIZE, Image.Resampling.BICUBIC)
    grain = random.integers(0, 12, (_PHOTO_SIZE[1], _PHOTO_SIZE[0], 1), np.uint8)
    buffer = BytesIO()
    Image.fromarray(np.asarray(shapes) // 2 + grain + 60).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def memory_mb() -> float:
    """The resident memory of this process."""
    return float(psutil.Process().memory_info().rss) / 2**20


def _measure(engine: Engine, network: str, data: bytes, photo: Photo, repeats: int) -> NetworkBench:
    import torch

    from alexnet.photo.preprocess import to_tensor
    from alexnet.saliency import METHODS, explain

    entry = engine.entry(network)
    pixels = to_tensor(photo, entry)
    run = engine.forward(pixels, network)

    def float32() -> object:
        with engine.session(network) as module, torch.inference_mode():
            return module(pixels.to(engine.device)).cpu()

    def explained(method: str) -> Callable[[], object]:
        return lambda: explain(engine, photo, method, network=network)

    few = max(1, repeats // 3)  # the slow methods take seconds
    return NetworkBench(
        network=network,
        device=run.device,
        precision=run.precision,
        decode=_milliseconds(lambda: open_photo(data), repeats),
        preprocess=_milliseconds(lambda: to_tensor(photo, entry), repeats),
        forward=_milliseconds(lambda: engine.forward(pixels, network), repeats),
        forward_float32=_milliseconds(float32, repeats),
        saliency={name: _milliseconds(explained(name), few if METHODS[name].slow else repeats) for name in METHODS},
        photos_per_second={size: _speed(engine, network, pixels.repeat(size, 1, 1, 1), repeats) for size in BATCHES},
        memory_mb=memory_mb(),
    )


def _speed(engine: Engine, network: str, batch: Tensor, repeats: int) -> float:
    return 1000 * len(batch) / _milliseconds(lambda: engine.forward(batch, network), repeats)


def _milliseconds(run: Callable[[], object], repeats: int) -> float:
    """The median over `repeats`, after one run that does not count."""
    run()
    return median(_once(run) for _ in range(repeats))


def _once(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def _devices() -> Sequence[str]:
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    return [name for name, present in there.items() if present]


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return memory_mb()
    unit = 1 if platform.system() == "Darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def _machine(threads: int, torch_version: str) -> str:
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        processor = models[0] if models else processor
    return f"{processor}, {threads} threads, torch {torch_version}, Python {platform.python_version()}"
