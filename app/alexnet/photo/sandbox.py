"""Decodes one picture in a process of its own, with hard limits, and hands back plain pixels.

AVIF and HEIC are single frames of video. Their header may promise 64 x 64 pixels while the video inside holds
268 million (a file of 3 kB that takes a gigabyte), and the decoder believes the video. Only the system can hold
such a decoder to its bounds; it costs a tenth of a second, for a few kinds only. TIFF is decoded here too: its decoder
writes what it finds in a photo's tags to the standard error, which in a museum is the log. Nothing touches the disk:
the photo goes in and the pixels come out through pipes.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import cast

from PIL import Image

from alexnet.photo.decoding import decode
from alexnet.photo.formats import Kind
from alexnet.photo.limits import MAX_MEMORY, MAX_SECONDS, PhotoError

_APP = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from alexnet.photo.sandbox import main; main(sys.argv[2])"
_WALL_SECONDS = 4 * MAX_SECONDS  # processor time is bounded inside; this is for a machine that is busy elsewhere
_LOG = logging.getLogger(__name__)


def decode_in_sandbox(data: bytes, kind: Kind) -> Image.Image:
    """As `reader.decode`, at a distance: whatever the decoder does, this process keeps its memory and its life."""
    command = [sys.executable, "-I", "-c", _START, str(_APP), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise PhotoError("too-slow") from None
    except OSError as error:
        _LOG.warning("could not start a process to decode a photo in: %s", error)
        raise PhotoError("too-slow") from None
    if done.returncode:
        # killed at one of its limits, or by its own mistake; either way the file asked for more than a photo does
        raise PhotoError("decompression-bomb")
    header, _, pixels = done.stdout.partition(b"\n")
    answer = json.loads(header)
    if "reason" in answer:
        raise PhotoError(answer["reason"], **answer["details"])
    return Image.frombytes("RGB", (answer["width"], answer["height"]), pixels)


def main(kind: str) -> None:
    """The child's side: photo on standard input; one line of JSON, then RGB bytes, on standard output."""
    _limit_this_process()
    try:
        image = decode(sys.stdin.buffer.read(), cast("Kind", kind))
    except PhotoError as refusal:
        _answer({"reason": refusal.reason, "details": refusal.details})
        return
    _answer({"width": image.width, "height": image.height}, image.tobytes())


def _answer(header: dict[str, object], pixels: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + pixels)


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the header's promise and the parent's clock must do
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(MAX_SECONDS), int(MAX_SECONDS) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not write the photo to disk
