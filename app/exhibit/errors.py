"""The one exception that rooms show to a visitor: a key into the content, never a sentence."""

from __future__ import annotations


class ExhibitError(Exception):
    """Something a visitor should be told in one plain sentence.

    `key` names that sentence in `content/<lang>/words/errors.yaml` (without the leading `errors.`);
    `details` fill its gaps. The technical cause belongs in the log and travels as `__cause__`.
    """

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.key = key
        self.details = details
