"""The one exception that rooms show to a visitor: a key into the content, never a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Reasoned(Protocol):
    """An error of the science: why, as one of its known reasons, and the details of that."""

    @property
    def reason(self) -> str: ...

    @property
    def details(self) -> Mapping[str, object]: ...


class ExhibitError(Exception):
    """Something a visitor should be told in one plain sentence.

    `key` names that sentence in `content/<lang>/words/errors.yaml` (without the leading `errors.`);
    `details` fill its gaps. The technical cause belongs in the log and travels as `__cause__`.
    """

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.key = key
        self.details = details

    @classmethod
    def of(cls, kind: str, error: Reasoned) -> ExhibitError:
        """The error of the science that visitors are told as `kind`, "photo" or "weights"."""
        return cls(f"{kind}_{error.reason.replace('-', '_')}", **error.details)
