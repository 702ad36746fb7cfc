"""What a slow explanation took for a moment is given back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from alexnet.inference import allocator
from alexnet.inference.engine import Engine
from alexnet.photo import Photo
from alexnet.saliency import METHODS, explain

APP = Path(__file__).resolve().parents[3] / "app"
QUICK = {"integrated-gradients": {"stretches": 2, "steps": 2}, "occlusion": {"patch": 120, "stride": 120}}
# A hundred thousand pieces of 1 kB below one that stays: the C library cannot give them back of itself.
PROGRAM = """
import psutil, ctypes
from alexnet.inference.allocator import give_back
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
pieces = [libc.malloc(1000) for _ in range(100_000)]
for piece in pieces:
    ctypes.memset(piece, 1, 1000)
stays = libc.malloc(1000)
for piece in pieces:
    libc.free(piece)
before = psutil.Process().memory_info().rss
give_back()
print((before - psutil.Process().memory_info().rss) / 1e6)
"""


@pytest.mark.skipif(allocator._c_library() is None, reason="another C library than glibc")
def test_freed_pages_go_back_to_the_system() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], cwd=APP, capture_output=True, text=True, check=True)
    assert float(told.stdout) > 50


@pytest.mark.parametrize("method", METHODS)
def test_slow_explanations_give_back_and_quick_ones_do_not_wait_for_it(
    engine: Engine, photo: Photo, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr("alexnet.saliency.explanation.give_back", lambda: given.append(True))
    explain(engine, photo, method, settings=QUICK.get(method))
    assert given == [True] * METHODS[method].slow


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocator, "_c_library", lambda: None)
    allocator.give_back()
