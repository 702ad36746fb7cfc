"""The one place where networks are loaded and run: device, precision, order of answering, and whose turn it is.

One `Engine` serves a whole server. Threads may ask it at any time; they get their turn in the order they came. Hooks
and gradients live only inside `with engine.session(...)`, and a session leaves no trace on the network.

    engine = Engine(order=["alexnet-torchvision", "alexnet-2012"])
    network = engine.answering(None)                 # the id that will answer; falls through what cannot be loaded
    entry = engine.entry(network)                    # its line in the manifest: how to prepare a photo, its words
    answer = engine.forward(batch, network)          # logits in float32 on the CPU, precision, milliseconds
    with engine.session(network) as module:          # the network itself, on engine.device
        with watching(module, "relu1") as seen:
            module(batch.to(engine.device))          # ... seen["relu1"] is its output
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from alexnet import weights
from alexnet.inference.batches import BatchSize
from alexnet.inference.fair_lock import FairLock
from alexnet.inference.hooks import leave_no_trace, watching
from alexnet.inference.loading import LoadedNetwork, tune
from alexnet.inference.network_cache import NetworkCache
from alexnet.photo import Photo
from alexnet.photo.preprocess import to_tensor
from alexnet.weights import NetworkEntry, Status, WeightsError

__all__ = ["Engine", "Forward", "NetworkInfo", "pick_device", "watching"]


@dataclass(frozen=True)
class NetworkInfo:
    """What can be said about one network without running it.

    classes: how many words it may answer with; 0 when their list cannot be read. precision: the one chosen at warm-up.
    """

    id: str
    status: Status
    classes: int
    is_2012: bool
    loaded: bool
    device: str
    precision: str


@dataclass(frozen=True)
class Forward:
    """One forward pass: logits (N, classes) in float32 on the CPU; milliseconds without the time spent waiting."""

    logits: Tensor
    network: str
    device: str
    precision: str
    milliseconds: float


class Engine:
    """Loads networks when they are first asked, keeps at most two, and runs one thing at a time."""

    def __init__(self, order: Sequence[str] | None = None, device: str = "auto", folder: Path | None = None) -> None:
        """Reads the manifest, loads nothing, raises nothing: what is wrong stands in `problems`.

        order: ids, first choice first (without it, the manifest's order); a network that is left out answers only
        when asked for by its id. device: "auto" for CUDA, MPS or the CPU, whichever comes first, or a torch device.
        folder: where the manifest and the weights lie, if not in the usual place.
        """
        self.device = pick_device(device)
        self._shelf = NetworkCache(order, self.device, folder)
        self._turns = FairLock()
        self._samples: tuple[Photo, ...] = ()

    @property
    def networks(self) -> tuple[NetworkInfo, ...]:
        """Every network of the manifest: what is installed, what is missing, what is loaded and how it runs."""
        return tuple(self._info(entry) for entry in self._shelf.manifest.networks)

    @property
    def order(self) -> tuple[str, ...]:
        """Who answers when nobody chooses: the first of these that can be loaded."""
        return self._shelf.order

    @property
    def default(self) -> str | None:
        """The first of the order that is installed; None when none is. Loads nothing."""
        ready = (network for network in self.order if self._shelf.status(self.entry(network)) == "installed")
        return next(ready, None)

    def problem(self, network: str) -> WeightsError | None:
        """Why a network could not be loaded when it was last tried; None where that never happened."""
        return self._shelf.problem(network)

    def status(self, network: str) -> Status:
        """Whether a network's file is here; "damaged" also when its length is right and it could not be loaded."""
        return self._shelf.status(self.entry(network))

    @property
    def problems(self) -> tuple[WeightsError, ...]:
        """Why networks cannot be used, one error for each. One that was merely never downloaded is no problem."""
        return self._shelf.problems

    def entry(self, network: str) -> NetworkEntry:
        """The manifest's entry of a network. Raises `WeightsError` ("unknown-network") for an id it does not list."""
        return self._shelf.manifest.entry(network)

    def words(self, network: str) -> tuple[str, ...]:
        """The WordNet ids a network may answer with, in the order of the logits."""
        return weights.spoken_ids(self.entry(network))

    def answering(self, network: str | None = None) -> str:
        """The id of the network that will answer: the wanted one, else the first of the order that can be loaded.

        Loads it, so that what follows is quick. What could not be loaded is logged and stands in `problems`. Raises
        `WeightsError` when none can answer ("no-network-installed") and for an id nobody knows ("unknown-network").
        """
        for candidate in self._shelf.candidates(network):
            if self._shelf.loaded(candidate):
                return candidate
            try:
                return self._open(candidate).entry.id
            except WeightsError:
                continue  # it is noted; the next one answers
        raise WeightsError("no-network-installed")

    def warm_up(self, photos: Sequence[Photo]) -> None:
        """Load the network that answers by default and choose, on these photos, the fastest precision that agrees.

        Networks that are loaded later choose theirs on the same photos. No network installed: nothing happens.
        """
        self._samples = tuple(photos)
        try:
            self._open(self.answering())
        except WeightsError:
            return

    def forward(self, batch: Tensor, network: str | None = None) -> Forward:
        """Run a batch (N, 3, S, S), prepared for `network`, in the precision chosen at warm-up.

        Raises `WeightsError` when just this network cannot be loaded: another would need other pixels.
        """
        loaded = self._open(network or self.answering())
        with self._turns:
            start = time.perf_counter()
            with torch.inference_mode():
                pixels = batch.to(self.device, next(loaded.fast.parameters()).dtype)
                logits = loaded.answers.run(lambda part: loaded.fast(part).float().cpu(), pixels)
            spent = 1000 * (time.perf_counter() - start)
        return Forward(logits, loaded.entry.id, self.device.type, loaded.precision, spent)

    def logits(self, batch: Tensor, network: str | None = None) -> Tensor:
        """The logits of `forward`, alone."""
        return self.forward(batch, network).logits

    @contextmanager
    def session(self, network: str | None = None) -> Iterator[nn.Module]:
        """The network itself on `device`, in eval mode, while nobody else may run anything.

        It computes in float32, but for fc6 and fc7, which may be in 4-bit codes (`Dense4`). Ask for gradients of the
        photo, never of the weights (they have none). Whatever was changed inside - hooks, training mode, gradients -
        is undone at the end, also after an error. Keep sessions short: let go between the pieces of long work, so that
        others get their turn. Raises `WeightsError` as `forward` does.
        """
        module = self._open(network or self.answering()).module
        with self._turns:
            try:
                yield module
            finally:
                if self._turns.depth == 1:
                    leave_no_trace(module)

    def batch_size(self, network: str) -> BatchSize:
        """How many photos at a time the network of a session does quickest; to be used inside it."""
        return self._open(network).explanations

    def _open(self, network: str) -> LoadedNetwork:
        """The loaded network; after a warm-up, in the fastest precision that agrees on the warm-up's photos."""
        loaded = self._shelf.open(network, codes=bool(self._samples))
        if self._samples and not loaded.tuned:
            with self._turns:
                if not loaded.tuned:  # nobody else did it while we waited
                    tune(loaded, [to_tensor(photo, loaded.entry).to(self.device) for photo in self._samples])
        return loaded

    def _info(self, entry: NetworkEntry) -> NetworkInfo:
        loaded, status = self._shelf.loaded(entry.id), self._shelf.status(entry)
        try:
            words = len(self.words(entry.id))
        except WeightsError:
            words, status = 0, "damaged"
        precision = loaded.precision if loaded else "float32"
        is_2012 = entry.architecture == "alexnet-2012"
        return NetworkInfo(entry.id, status, words, is_2012, loaded is not None, self.device.type, precision)


def pick_device(wish: str = "auto") -> torch.device:
    """The device to run on: `wish`, or with "auto" CUDA, then Apple's MPS, then the CPU."""
    if wish != "auto":
        return torch.device(wish)
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
