"""Which form of a network answers fastest on this machine without changing the names: measured, never assumed.

float32        as trained
float16        a copy in half precision, on a graphics card that computes in it
int4           fc6 and fc7 in the 4-bit codes of their file, everything else in float32
int4, float16  the same with the convolutions in half precision

bfloat16 keeps eight bits. Over 500 sharp photographs the shipped network gave another first name for 56 of them in it,
in int4 for one. Six sample photographs cannot show that, so it is no candidate anywhere.
"""

from __future__ import annotations

import copy
import logging
import math
import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alexnet.networks import dense4

log = logging.getLogger(__name__)

FLOAT32, INT4 = "float32", "int4"
CANDIDATES: dict[str, tuple[torch.dtype, ...]] = {"cuda": (torch.float16,), "mps": (torch.float16,)}
NAMES = 5  # that are compared
SAME_FIRST, SAME_NAMES = 0.99, 0.9  # on so many photos the first name, and so many of the five names, must be float32's
GAIN = 1.15  # so much faster a format must be, to be worth a second copy of the weights
_TRIAL = (4096, 4096)  # outputs and inputs of the layer on which 4-bit codes are tried: fc7, too large for any cache


def fastest(module: nn.Module, batches: Sequence[Tensor]) -> tuple[nn.Module, str]:
    """The fastest form of `module` whose names agree with float32 on the batches, and what it is called.

    Each batch is one photo (1, 3, S, S) on the module's device. The result is `module` itself where no other format is
    both faster and as right. A format that the machine only imitates can be thirty times slower, so one small layer is
    tried first and a slow format is dropped there.
    """
    best = module, name_of(module)
    if not batches:
        return best
    device = batches[0].device
    _names(module, batches[0])  # the first run of all is slow: the first visitor should not be the one to wait
    formats = [dtype for dtype in CANDIDATES.get(device.type, ()) if _promising(module, dtype, device)]
    limit = _seconds(partial(_names, module, batches[0])) / GAIN if formats else 0.0
    for dtype in formats:
        candidate = converted(module, dtype)
        taken = _seconds(partial(_names, candidate, batches[0]), give_up=4 * limit)
        if taken < limit and agree(_all_names(candidate, batches), reference(module, batches)):
            best, limit = (candidate, name_of(candidate)), taken
    log.info("fastest precision: %s", best[1])
    return best


def name_of(module: nn.Module) -> str:
    """The form a network is in, as in this module's docstring."""
    dtype = str(next(module.parameters()).dtype).removeprefix("torch.")
    if not dense4.layers_of(module):
        return dtype
    return INT4 if dtype == FLOAT32 else f"{INT4}, {dtype}"


def converted(module: nn.Module, dtype: torch.dtype) -> nn.Module:
    """A copy in half precision; of a network with 4-bit layers the convolutions alone, all else is shared."""
    if not dense4.layers_of(module):
        return copy.deepcopy(module).to(dtype)
    shared = [part for part in module.modules() if isinstance(part, dense4.Dense4 | nn.Linear)]
    twin = copy.deepcopy(module, {id(part): part for part in shared})
    for part in twin.modules():
        if isinstance(part, nn.Conv2d):
            part.to(dtype)
        elif isinstance(part, nn.ReLU):
            part.inplace = True  # nobody watches the maps of this copy, and they need not be written twice
    return twin


@lru_cache(maxsize=1)
def codes_pay() -> bool:
    """Whether torch multiplies by 4-bit codes here, rightly, and faster than in float32: tried on one layer."""
    generator = torch.Generator().manual_seed(1)
    outputs, inputs = _TRIAL
    low, high = torch.randint(1, 16, (2, outputs // 16, inputs // 2), dtype=torch.uint8, generator=generator)
    scale = torch.rand(outputs, inputs // 128, generator=generator)
    codes = dense4.Codes((low | high << 4).repeat(16, 1), scale)
    try:
        return _right_and_fast(codes, torch.randn(3, inputs, generator=generator))
    except (AttributeError, RuntimeError) as error:  # a torch without the operators; a processor without the kernel
        log.info("no 4-bit codes: %s", error)
        return False


@torch.inference_mode()
def _right_and_fast(codes: dense4.Codes, x: Tensor) -> bool:
    layer, weight = dense4.Dense4(codes, torch.zeros(codes.shape[0])), codes.restored()
    wanted = F.linear(x, weight)
    wrong = float((layer(x) - wanted).norm() / wanted.norm())
    if not wrong < 0.02:  # bfloat16 keeps eight bits; a kernel that reads codes in another order gives noise
        log.warning("no 4-bit codes: the kernel is off by %.3f", wrong)
        return False
    usual = _seconds(lambda: F.linear(x[:1], weight))
    return _seconds(lambda: layer(x[:1]), give_up=4 * usual) < usual


def codes_agree(module: nn.Module, batches: Sequence[Tensor]) -> bool:
    """Whether a network with 4-bit layers gives float32's names by the kernel too; true for one without such layers."""
    if not dense4.layers_of(module) or not batches:
        return True
    return agree(_all_names(module, batches), reference(module, batches))


def agree(found: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> bool:
    """Whether names (one list for each photo, likeliest first) are the wanted ones but for what ties explain."""
    first = sum(a[0] == b[0] for a, b in zip(found, wanted, strict=True))
    same = sum(len(set(a) & set(b)) / len(b) for a, b in zip(found, wanted, strict=True))
    return first >= SAME_FIRST * len(wanted) and same >= SAME_NAMES * len(wanted)


def reference(module: nn.Module, batches: Sequence[Tensor]) -> list[list[int]]:
    """The names that float32 weights give, 4-bit layers restored."""
    with dense4.exact(module):
        return _all_names(module, batches)


def _all_names(module: nn.Module, batches: Sequence[Tensor]) -> list[list[int]]:
    return [_names(module, batch) for batch in batches]


def _promising(module: nn.Module, dtype: torch.dtype, device: torch.device) -> bool:
    """Whether conv5, a small layer, runs about as fast in `dtype` as in float32, or faster."""
    conv5 = module.get_submodule("conv5")
    assert isinstance(conv5, nn.Conv2d)
    quick, maps = copy.deepcopy(conv5).to(dtype), torch.ones(1, conv5.in_channels, 13, 13, device=device)
    usual = _seconds(lambda: conv5(maps))
    return _seconds(lambda: quick(maps.to(dtype)), give_up=4 * usual) <= 1.5 * usual


@torch.inference_mode()
def _names(module: nn.Module, batch: Tensor) -> list[int]:
    """The numbers of the five likeliest words of one photo, likeliest first."""
    logits = module(batch.to(next(module.parameters()).dtype))
    best: list[int] = logits.float().topk(min(NAMES, logits.shape[1])).indices[0].tolist()
    return best


def _seconds(run: Callable[[], object], give_up: float = math.inf) -> float:
    """The best of three runs after one that only warms up; that one's time if it already takes `give_up` or more."""
    first = _once(run)
    return first if first >= give_up else min(_once(run) for _ in range(3))


def _once(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - start
