"""Which network answers: what is expected before one is loaded, what the engine decides, and why one cannot answer."""

from __future__ import annotations

from exhibit.errors import ExhibitError
from exhibit.server import resources


def expected_network(wanted: str | None = None) -> str | None:
    """The network that will answer, as far as is known without loading any: None without one that is installed."""
    installed, chosen = _installed(), resources.settings().networks
    return wanted if wanted in installed else next((name for name in chosen if name in installed), None)


def answering_network(wanted: str | None = None) -> str:
    """The network that answers: the wanted one if it can be loaded, else the first that can. The engine decides.

    `ExhibitError` where none can. Why one could not be loaded, `network_problem` says.
    """
    with resources.leased_engine() as engine:
        return engine.answering(wanted if wanted in _installed() else None)


def network_problem(network_id: str) -> ExhibitError | None:
    """Why a network whose file is here cannot answer, as far as the engine has tried; for staff."""
    engine = resources.loaded_engine()
    error = engine.problem(network_id) if engine and engine.status(network_id) == "damaged" else None
    return ExhibitError.of("weights", error) if error else None


def _installed() -> list[str]:
    return [network.id for network in resources.networks() if network.status == "installed"]
