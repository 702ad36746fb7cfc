"""What the museum is told of the networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from alexnet import weights


@dataclass(frozen=True)
class Network:
    """A network of the manifest and how it stands here."""

    entry: weights.NetworkEntry
    status: Literal["installed", "missing", "damaged"]

    @property
    def id(self) -> str:
        return self.entry.id
