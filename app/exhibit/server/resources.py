"""The one door between the museum and the network, and the only place that caches. Torch is imported behind it, late.

Whatever goes wrong there comes out as an `ExhibitError` whose key names a sentence for visitors; the log has the cause.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import streamlit as st

from exhibit.checks import background
from exhibit.content.load import Library
from exhibit.content.messages import Messages
from exhibit.errors import ExhibitError
from exhibit.server import gc_tuning
from exhibit.server.engine_loader import EngineLoader
from exhibit.server.records import Network
from exhibit.settings import Settings, load_settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from alexnet import weights
    from alexnet.classify import Classification
    from alexnet.filters import FilterSheet
    from alexnet.inference.engine import Engine
    from alexnet.layers import ActivationSheet
    from alexnet.networks.layer_table import LayerRow
    from alexnet.photo import Photo
    from alexnet.render import colormaps as colormaps
    from alexnet.render import tiles as tiles
    from alexnet.saliency import Method, PeakRegion, SaliencyMap

_LOG = logging.getLogger(__name__)


def __getattr__(name: str) -> ModuleType:
    """`resources.colormaps` and `resources.tiles`, imported when first asked for: the first heading needs no numpy."""
    if name in ("colormaps", "tiles"):
        return importlib.import_module(f"alexnet.render.{name}")
    raise AttributeError(name)


def settings() -> Settings:
    """The exhibit's settings, as the content folder and the environment have them now."""
    return load_settings()


def content() -> Library:
    """Everything visitors read, see and hear. The library itself notices when a file changes."""
    return _library(settings())


def words(language: str) -> Messages:
    """The words of `language`, with the default language behind it."""
    return Messages(content(), language)


def is_ready() -> bool:
    """Whether the engine would answer without loading anything first."""
    return _host().ready


def loaded_engine() -> Engine | None:
    """The engine when it is loaded. Never waits."""
    return _host().engine_if_ready


def is_calm() -> bool:
    """Whether the engine is loaded and nobody is asking it anything just now."""
    return _host().calm


def warm_up_soon(seconds: float = 1.0) -> None:
    """Build and warm the engine in the background, and check the content: once per process, after the first page."""
    _host().start_soon(seconds)
    background.check_soon()


def wait_for_engine() -> None:
    """Come back when the engine is loaded and warm."""
    with _as_exhibit_error():
        _host().get()


def networks() -> tuple[Network, ...]:
    """The networks of the manifest in the order in which they are asked to answer. Imports no torch, loads nothing.

    Whether a file is good its size alone must say until the engine has tried it; from then on the engine says it.
    """
    from alexnet import weights

    own_list, engine = settings().weights_dir / "manifest.yaml", loaded_engine()
    changed = own_list.stat().st_mtime_ns if own_list.exists() else 0
    with _as_exhibit_error():
        entries = {entry.id: entry for entry in _manifest(settings().weights_dir, changed).networks}
    order = dict.fromkeys((*(name for name in settings().networks if name in entries), *entries))
    status = (lambda entry: engine.status(entry.id)) if engine else weights.status
    return tuple(Network(entries[name], status(entries[name])) for name in order)


def download(network_id: str, progress: Callable[[int, int], None]) -> Path:
    """Fetch a network's weights because somebody asked for it. `progress` hears bytes so far and in all."""
    from alexnet import weights

    with _as_exhibit_error():
        return weights.download(_entry(network_id), progress)


def open_photo(data: bytes) -> Photo:
    """A visitor's bytes as a safe photo; `ExhibitError` says in plain words why they are none."""
    with _as_exhibit_error():
        from alexnet.photo import open_photo as open_safely

        return open_safely(data)


def vocabulary(network_id: str) -> tuple[str, ...]:
    """The WordNet ids of all words that a network may answer with."""
    from alexnet import weights

    return weights.spoken_ids(_entry(network_id))


def accuracy(network_id: str) -> weights.Accuracy:
    """How often a network's first name, and one of its five, was right on photographs that it had not seen."""
    return _entry(network_id).accuracy


def outputs(network_id: str) -> int:
    """How many words a network's last layer has, those included that it may not answer with."""
    from alexnet import weights

    return len(weights.class_ids(_entry(network_id)))


def view(photo: Photo, network_id: str | None) -> bytes:
    """The square of `photo` that a network sees, as a JPEG."""
    from alexnet.photo import preprocess
    from exhibit.encode import jpeg

    return jpeg(preprocess.view(photo, _entry(network_id)))


def seen_share(network_id: str | None) -> float:
    """The side of the square that a network sees, as a share of a photo's shorter side."""
    if network_id is None:
        return 1.0
    return _entry(network_id).input_size / _entry(network_id).resize


def where(values: NDArray[np.float32]) -> PeakRegion:
    """In which of nine fields a map (H, W) has its strongest signal, and on which share of it."""
    from alexnet import saliency

    return saliency.locate_peak(values)


def classify(photo: Photo, network: str | None = None) -> Classification:
    """The five names that the network gives the photo."""
    with leased_engine() as engine:
        from alexnet.classify import classify as ask

        return ask(engine, photo, network)


def first_layer(network: str | None = None) -> FilterSheet:
    """The kernels of the first layer."""
    return _kernels(_host(), network)


def activations(photo: Photo, layer: str, network: str | None = None) -> ActivationSheet:
    """What each kernel of `layer` found in the photo."""
    with leased_engine() as engine:
        from alexnet.layers import activations as look

        return look(engine, photo, layer, network)


def layer_table(network_id: str) -> tuple[LayerRow, ...]:
    """Layer by layer: size of the output, parameters, multiply-adds."""
    from alexnet.networks.layer_table import layer_table as count

    return count(_entry(network_id).architecture, outputs(network_id))


def methods() -> Mapping[str, Method]:
    """The saliency methods by id, the one that answers unasked first. Imports no torch."""
    from alexnet.saliency import METHODS

    return METHODS


def explain(
    photo: Photo,
    method: str,
    target: str | None = None,
    network: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> SaliencyMap:
    """Which parts of the photo the name `target` depends on, by one of the saliency methods."""
    with leased_engine() as engine:
        from alexnet.saliency import explain as ask

        return ask(engine, photo, method, target, network, progress)


@contextmanager
def leased_engine() -> Iterator[Engine]:
    """The engine for one question; while it lasts, `is_calm` is false. Blocks until the engine is loaded."""
    with _as_exhibit_error(), _host().question() as engine:
        yield engine


def _entry(network_id: str | None) -> weights.NetworkEntry:
    """The manifest's entry of a network. `ExhibitError` where there is none, for example because none is installed."""
    for network in networks():
        if network.id == network_id:
            return network.entry
    raise ExhibitError("weights_no_network_installed")


@contextmanager
def _as_exhibit_error() -> Iterator[None]:
    """Turn the errors of photos and weights into ones that a visitor can be told."""
    from alexnet.photo import PhotoError
    from alexnet.weights import WeightsError

    try:
        yield
    except PhotoError as error:
        raise ExhibitError.of("photo", error) from error
    except WeightsError as error:
        _LOG.exception("The network cannot answer")
        raise ExhibitError.of("weights", error) from error


@st.cache_resource(show_spinner=False, max_entries=8)
def _manifest(folder: Path, changed: int) -> weights.Manifest:
    from alexnet import weights

    return weights.read_manifest(folder)


@st.cache_resource(show_spinner=False, hash_funcs={Settings: hash})
def _library(chosen: Settings) -> Library:
    return Library(chosen.content_dir, chosen.default_language, chosen.languages, chosen.unfinished)


def _host() -> EngineLoader:
    chosen = settings()
    return _host_of(chosen.networks, chosen.device, chosen.weights_dir)


@st.cache_resource(show_spinner=False, max_entries=2)
def _host_of(networks: tuple[str, ...], device: str, weights_dir: Path) -> EngineLoader:
    """One engine as long as these settings stay; the curator may change all others while it runs."""
    return EngineLoader(lambda: _build(networks, device, weights_dir), _prepare_explanations)


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={EngineLoader: id})
def _kernels(host: EngineLoader, network: str | None) -> FilterSheet:
    with _as_exhibit_error():
        from alexnet.filters import first_layer as look

        return look(host.get(), network)


def _build(networks: tuple[str, ...], device: str, weights_dir: Path) -> Engine:
    from alexnet.inference.engine import Engine

    engine, library = Engine(networks, device=device, folder=weights_dir), _library(load_settings())
    files = (library.samples_folder / record.file for record in library.samples(library.default_language))
    engine.warm_up([photo for photo in map(_usable, files) if photo])
    return engine


def _usable(file: Path) -> Photo | None:
    """The photo in `file`; None when there is none: a curator's slip must not keep the engine from starting."""
    try:
        return open_photo(file.read_bytes())
    except (OSError, ExhibitError):
        return None


def _prepare_explanations() -> None:
    """Import what the first explanation and its chart need: together more than a second that nobody should wait."""
    importlib.import_module("plotly.graph_objects")
    importlib.import_module("alexnet.saliency").prepare()
    gc_tuning.freeze_heap()
