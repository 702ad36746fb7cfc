"""The networks at hand: which there are, which can be loaded, and those that are loaded."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from alexnet import weights
from alexnet.inference.loading import LoadedNetwork, load
from alexnet.weights import Manifest, NetworkEntry, Status, WeightsError

AT_MOST_LOADED = 2
log = logging.getLogger(__name__)


class NetworkCache:
    """Reads networks from their files when they are first wanted, and keeps the two that were used last.

    A file that cannot be used is tried again only after it has changed. Safe to use from many threads.
    """

    def __init__(self, order: Sequence[str] | None, device: torch.device, folder: Path | None) -> None:
        self._failed: dict[str, tuple[object, WeightsError]] = {}
        self._loaded: dict[str, LoadedNetwork] = {}
        self._lock = threading.RLock()
        self._device = device
        self.manifest = self._read(folder)
        known = [entry.id for entry in self.manifest.networks]
        self.order = tuple(known if order is None else (network for network in order if self._knows(network)))

    @property
    def problems(self) -> tuple[WeightsError, ...]:
        """Why networks cannot be used, one error for each."""
        return tuple(error for _, error in tuple(self._failed.values()))

    def problem(self, network: str) -> WeightsError | None:
        """Why this network could not be loaded."""
        failed = self._failed.get(network)
        return failed[1] if failed else None

    def loaded(self, network: str) -> LoadedNetwork | None:
        """The network if it is loaded. Never waits."""
        return self._loaded.get(network)

    def status(self, entry: NetworkEntry) -> Status:
        """As `weights.status`, and "damaged" also when this very file could not be loaded."""
        failed = self._failed.get(entry.id)
        status = weights.status(entry)
        return "damaged" if status == "installed" and failed and failed[0] == _stamp(entry) else status

    def candidates(self, network: str | None) -> Iterator[str]:
        """Who may answer: the wanted network, then the order. One that nobody has downloaded is passed over."""
        if network is not None:
            yield self.manifest.entry(network).id
        for entry in (self.manifest.entry(other) for other in self.order if other != network):
            if entry.id in self._loaded or entry.url is None or weights.status(entry) != "missing":
                yield entry.id

    def open(self, network: str, codes: bool = False) -> LoadedNetwork:
        """The network, loaded now if it is not yet. Raises `WeightsError`, and then `problems` holds it too.

        codes: as for `loading.load`, if it is loaded now.
        """
        entry = self.manifest.entry(network)
        with self._lock:
            loaded = self._loaded.pop(network, None) or self._load(entry, codes)
            self._loaded[network] = loaded  # the last one used stands last
            while len(self._loaded) > AT_MOST_LOADED:
                self._loaded.pop(next(iter(self._loaded)))
            return loaded

    def _load(self, entry: NetworkEntry, codes: bool) -> LoadedNetwork:
        stamp, failed = _stamp(entry), self._failed.get(entry.id)
        if failed and failed[0] == stamp:
            raise failed[1].with_traceback(None)  # raised many times, it must not grow
        try:
            loaded = load(entry, self._device, codes)
        except WeightsError as error:
            self._note(entry.id, error, stamp)
            raise
        self._failed.pop(entry.id, None)
        return loaded

    def _read(self, folder: Path | None) -> Manifest:
        """The manifest; without a readable one the exhibit goes on with no network, and `problems` says why."""
        try:
            return weights.read_manifest(folder)
        except WeightsError as error:
            self._note("manifest", error)
            return Manifest(networks=())

    def _knows(self, network: str) -> bool:
        try:
            self.manifest.entry(network)
        except WeightsError as error:
            self._note(network, error)
            return False
        return True

    def _note(self, network: str, error: WeightsError, stamp: object = None) -> None:
        log.warning("%s cannot answer: %s", network, error)
        self._failed[network] = stamp, error


def _stamp(entry: NetworkEntry) -> object:
    """Changes when the weights file does."""
    try:
        facts = weights.path_of(entry).stat()
    except OSError:
        return "absent"
    return facts.st_mtime_ns, facts.st_size
