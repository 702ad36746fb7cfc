"""Listening to a network while it runs, and leaving it as it was found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn


@contextmanager
def watching(module: nn.Module, *layers: str) -> Iterator[dict[str, Tensor]]:
    """A dictionary that fills with the outputs of the named layers while the network runs inside the `with`.

    Raises `AttributeError` for a layer the network does not have.
    """
    seen: dict[str, Tensor] = {}

    def keep(layer: str, _module: nn.Module, _input: object, output: Tensor) -> None:
        seen[layer] = output

    parts = {layer: module.get_submodule(layer) for layer in layers}
    handles = [part.register_forward_hook(partial(keep, layer)) for layer, part in parts.items()]
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def hooks_of(module: nn.Module) -> int:
    """How many hooks hang on a network and its layers."""
    return sum(len(hooks) for part in module.modules() for hooks in _tables(part))


def leave_no_trace(module: nn.Module) -> None:
    """Back to answering: eval mode, no gradients, no hooks, whoever forgot them."""
    module.eval().requires_grad_(False).zero_grad(set_to_none=True)
    for part in module.modules():
        for hooks in _tables(part):
            hooks.clear()


def _tables(part: nn.Module) -> tuple[dict[int, object], ...]:
    """PyTorch has no public way to list hooks; these four names have stood since hooks exist."""
    return part._forward_hooks, part._forward_pre_hooks, part._backward_hooks, part._backward_pre_hooks  # type: ignore[return-value]
