"""The synthesisers that make the shipped audio, from Debian's packages; needed for nothing else.

Why these and no others stands in app/static/audio/README.md. What to install:

    English   flite, voice rms    apt-get install flite lame
    French    espeak-ng           apt-get install espeak-ng lame
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Voice:
    """Who speaks: a name for the manifest, the programs it needs, and how a sentence becomes a WAV file."""

    name: str
    programs: tuple[str, ...]
    speak: Callable[[str, Path], None]


def _flite(voice: str) -> Callable[[str, Path], None]:
    def speak(sentence: str, target: Path) -> None:
        _run(["flite", "-voice", voice, "-o", str(target)], sentence)

    return speak


def _espeak(language: str, words_per_minute: int) -> Callable[[str, Path], None]:
    def speak(sentence: str, target: Path) -> None:
        _run(["espeak-ng", "-v", language, "-s", str(words_per_minute), "-w", str(target), "--stdin"], sentence)

    return speak


def _run(command: list[str], sentence: str) -> None:
    subprocess.run(command, input=sentence.encode(), check=True, capture_output=True)


VOICES = {
    "en": Voice("flite-rms", ("flite", "lame"), _flite("rms")),
    "fr": Voice("espeak-ng-fr", ("espeak-ng", "lame"), _espeak("fr", 150)),
}


def voice_for(lang: str) -> Voice:
    """The voice of a language; espeak-ng, which speaks more than a hundred, where none was chosen by ear."""
    return VOICES.get(lang) or Voice(f"espeak-ng-{lang}", ("espeak-ng", "lame"), _espeak(lang, 150))
