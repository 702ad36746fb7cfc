"""Recordings of a human voice that a curator has put into content/<language>/audio: they come before any machine's.

<passage>.mp3 (or another of `KINDS`) is the recording. <passage>.yaml beside it may tell when each sentence begins, as
`starts: [0, 4.2, 9]` in seconds; without it the times are estimated from the sentences' lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exhibit.files.problems import Problem, shorten
from exhibit.narration.passages import Passage, own_files

KINDS = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".wav": "audio/wav", ".ogg": "audio/ogg", ".opus": "audio/ogg"}
"""The endings of recordings, best first, with their media types. Older iPhones play the first three only."""


@dataclass(frozen=True)
class Recording:
    """A recording and, where told, the second at which each sentence begins."""

    path: Path
    starts: tuple[float, ...] | None

    @property
    def media_type(self) -> str:
        """What the file is, as browsers are told."""
        return KINDS[self.path.suffix.lower()]


def audio_folder(content: Path, lang: str) -> Path:
    """Where a curator puts the recordings of a language."""
    return content / lang / "audio"


def find_recording(content: Path, passage: Passage) -> Recording | None:
    """The human recording of a passage, if a curator has put one there."""
    folder = audio_folder(content, passage.language)
    path = next((path for kind in KINDS if (path := folder / f"{passage.id}{kind}").is_file()), None)
    if path is None:
        return None
    starts = told_starts(content, passage)
    return Recording(path, starts if starts and len(starts) == len(passage.sentences) else None)


def told_starts(content: Path, passage: Passage) -> tuple[float, ...] | None:
    """The times that the curator has written down, whether or not they fit; None where there are none."""
    name = f"{passage.language}/audio/{passage.id}.yaml"
    if not (content / name).is_file():
        return None
    starts: tuple[float, ...] | None = own_files(content).get(name, _fit_starts).value
    return starts


def _fit_starts(data: Any, name: str, text: str) -> tuple[tuple[float, ...] | None, tuple[Problem, ...]]:
    starts = data.get("starts") if isinstance(data, dict) else None
    if not isinstance(starts, list) or not all(isinstance(at, int | float) for at in starts):
        return None, (Problem("narration_starts", name, 1, "starts", shorten(starts)),)
    if starts != sorted(starts) or any(at < 0 for at in starts):
        return None, (Problem("narration_starts", name, 1, "starts", shorten(starts)),)
    return tuple(float(at) for at in starts), ()
