"""The audio that comes with the exhibit: app/static/audio/<language>/<passage>.mp3, and manifest.json beside it.

The manifest tells of each passage what was spoken (a fingerprint of the text), so that audio whose text has changed is
never played and fails the check, and when each sentence begins. It is written by `python -m exhibit.narration`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from exhibit.narration.passages import Passage
from exhibit.settings import ROOT

log = logging.getLogger(__name__)
FOLDER = ROOT / "app" / "static" / "audio"
ADDRESS = "app/static/audio"  # Streamlit serves app/static under this name, relative to any room
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Clip:
    """One passage as audio. Times in seconds from the beginning of `file`; `text` is the passage's fingerprint."""

    file: str
    text: str
    sha256: str
    duration: float
    starts: tuple[float, ...]

    def fits(self, passage: Passage, voice: str) -> bool:
        """Whether this audio says exactly what the passage says now."""
        return self.text == passage.fingerprint(voice) and len(self.starts) == len(passage.sentences)


@dataclass(frozen=True)
class AudioManifest:
    """All audio of one language: who speaks, and a clip for each passage by its id."""

    voice: str = ""
    clips: Mapping[str, Clip] = field(default_factory=dict)


def read_manifest(lang: str, folder: Path = FOLDER) -> AudioManifest:
    """The audio of a language as its manifest lists it; an empty shelf where there is none that can be read."""
    path = folder / lang / MANIFEST
    try:
        status = path.stat()
    except OSError:
        return AudioManifest()
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=16)
def _read(path: Path, changed: int, size: int) -> AudioManifest:
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        clips = {name: Clip(**{**clip, "starts": tuple(clip["starts"])}) for name, clip in data["clips"].items()}
        return AudioManifest(str(data["voice"]), clips)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("narration: %s cannot be used: %s", path, error)
        return AudioManifest()


def write_manifest(lang: str, shelf: AudioManifest, folder: Path = FOLDER) -> None:
    """Write the manifest of a language."""
    clips = {name: asdict(clip) for name, clip in shelf.clips.items()}
    data = json.dumps({"voice": shelf.voice, "clips": clips}, indent=1, ensure_ascii=False)
    (folder / lang / MANIFEST).write_text(data + "\n", "utf-8")


def find_clip(passage: Passage, folder: Path = FOLDER) -> Clip | None:
    """The audio that says what `passage` says now; None when there is none, or only of an earlier text."""
    shelf = read_manifest(passage.language, folder)
    clip = shelf.clips.get(passage.id)
    return clip if clip is not None and clip.fits(passage, shelf.voice) else None


def address(passage: Passage, clip: Clip) -> str:
    """Where a browser finds the clip; a new recording has a new address, so that no old one is played from a cache."""
    return f"{ADDRESS}/{passage.language}/{clip.file}?v={clip.sha256[:12]}"


def digest(path: Path) -> str:
    """The SHA-256 of a file; empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
