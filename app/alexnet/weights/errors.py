"""The one exception for weights that cannot be used or fetched, with one clear sentence for each reason."""

from __future__ import annotations

from typing import Literal, get_args

Reason = Literal[
    "missing",
    "truncated",
    "checksum",
    "unreadable",
    "shape",
    "manifest",
    "unknown-network",
    "no-network-installed",
    "not-downloadable",
    "busy",
    "no-space",
    "not-writable",
    "no-route",
    "server-refused",
    "interrupted",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

_SENTENCES: dict[Reason, str] = {
    "missing": "The weights of {network} are not installed: {file} is not there.",
    "truncated": "The weights file {file} is cut short: {actual} of {expected} bytes.",
    "checksum": "The weights file {file} is not the one in the manifest: its checksum is different.",
    "unreadable": "The weights file {file} cannot be read: {problem}.",
    "shape": "The weights file {file} does not have the shape of the network {network}.",
    "manifest": "The list of networks is not valid: {file}: {problem}.",
    "unknown-network": "There is no network called {network}; there are {known}.",
    "no-network-installed": "No network is installed.",
    "not-downloadable": "The network {network} comes with the exhibit and cannot be downloaded.",
    "busy": "Another download is already running.",
    "no-space": "There is not enough space in {folder}: {needed_mb} MB are needed.",
    "not-writable": "The folder {folder} cannot be written to.",
    "no-route": "{host} cannot be reached from here.",
    "server-refused": "{host} answered with error {status} instead of the file.",
    "interrupted": "The download broke off after {done_mb} of {total_mb} MB; start it again to go on from there.",
}


class WeightsError(RuntimeError):
    """`reason` for the museum's words, `details` for what fills them, `str()` in English."""

    def __init__(self, reason: Reason, **details: str | int) -> None:
        super().__init__(_SENTENCES[reason].format(**details))
        self.reason: Reason = reason
        self.details = details
