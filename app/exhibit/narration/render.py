"""Making the shipped audio: each sentence by the voice, its silence cut, its loudness levelled, pauses between, MP3.

Because sentences are spoken one by one and put together here, the moment at which each begins is known exactly.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from exhibit.narration import manifest
from exhibit.narration.passages import Passage
from exhibit.narration.voices import Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

SENTENCE_PAUSE, PARAGRAPH_PAUSE, EDGE_PAUSE = 0.45, 0.9, 0.15  # seconds
LOUDNESS = 0.1  # root mean square of what is not silence, of full scale 1: about -20 dBFS
PEAK = 0.9
_SILENCE = 0.01  # of the loudest sample; below it nobody hears a voice
_MARGIN = 0.03  # seconds of silence left around a sentence, so that no consonant is cut
_ENCODE = ["lame", "--quiet", "-m", "m", "--cbr", "-b", "32"]  # a constant rate: browsers then seek exactly


def render(passage: Passage, voice: Voice, folder: Path) -> manifest.Clip:
    """Speak a passage into `folder`/<id>.mp3 and tell what came of it.

    Raises OSError or subprocess.CalledProcessError when a program is missing or fails.
    """
    with tempfile.TemporaryDirectory() as work:
        sound, starts, rate = _assemble(passage, voice, Path(work))
        whole, target = Path(work) / "whole.wav", folder / f"{passage.id}.mp3"
        _write_wave(whole, sound, rate)
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([*_ENCODE, str(whole), str(target)], check=True, capture_output=True)
    times = tuple(round(start, 3) for start in starts)
    text = passage.fingerprint(voice.name)
    return manifest.Clip(target.name, text, manifest.digest(target), round(len(sound) / rate, 3), times)


def _assemble(passage: Passage, voice: Voice, work: Path) -> tuple[Sound, list[float], int]:
    """The passage as one sound, the second at which each sentence begins, and the samples per second."""
    parts: list[Sound] = []
    starts: list[float] = []
    length, rate = 0, 0
    for number, sentence in enumerate(passage.sentences):
        target = work / f"{number}.wav"
        voice.speak(_finished(sentence.spoken), target)
        sound, rate = _read_wave(target)
        pause = EDGE_PAUSE if number == 0 else PARAGRAPH_PAUSE if sentence.begins else SENTENCE_PAUSE
        spoken = _level(_trim(sound, rate))
        parts += [np.zeros(int(pause * rate), np.float32), spoken]
        starts.append((length + len(parts[-2])) / rate)
        length += len(parts[-2]) + len(spoken)
    parts.append(np.zeros(int(EDGE_PAUSE * rate), np.float32))
    whole: Sound = np.concatenate(parts).astype(np.float32)
    return whole, starts, rate


def _finished(sentence: str) -> str:
    """The sentence with a mark at its end, so that the voice falls."""
    return sentence if re.search(r"[.!?]$", sentence) else f"{sentence.rstrip(',:;')}."


def _read_wave(path: Path) -> tuple[Sound, int]:
    """A mono WAV of 16 bits as samples between -1 and 1, and the samples per second."""
    with wave.open(str(path), "rb") as file:
        frames, rate = file.readframes(file.getnframes()), file.getframerate()
    return np.frombuffer(frames, "<i2").astype(np.float32) * np.float32(1 / 32768), rate


def _write_wave(path: Path, sound: Sound, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def _trim(sound: Sound, rate: int) -> Sound:
    """`sound` without the silence before and after it. Raises ValueError where nothing is to be heard."""
    loud = np.flatnonzero(np.abs(sound) > _SILENCE * float(np.abs(sound).max(initial=0)))
    if not len(loud):
        raise ValueError("the voice said nothing")
    margin = int(_MARGIN * rate)
    return sound[max(int(loud[0]) - margin, 0) : int(loud[-1]) + margin]


def _level(sound: Sound) -> Sound:
    """`sound` at the loudness that all sentences share, its peaks kept below full scale."""
    voiced = sound[np.abs(sound) > _SILENCE]
    loudness = float(np.sqrt(np.mean(voiced**2))) if len(voiced) else 1.0
    gain = min(LOUDNESS / loudness, PEAK / float(np.abs(sound).max()))
    levelled: Sound = (sound * gain).astype(np.float32)
    return levelled
