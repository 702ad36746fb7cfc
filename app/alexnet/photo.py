"""Untrusted bytes in, a safe photo out: the only way a picture enters the exhibit.

JPEG, PNG, WebP, GIF (first frame), BMP, TIFF (first page), AVIF and HEIC are accepted, whatever the file is called.
The result is upright, plain sRGB and small; of everything else in the file, and that includes where and when
a photo was taken, nothing survives. Nothing is written to disk and nothing is logged.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field

from PIL import Image

from alexnet.decoding.child import decode_in_child
from alexnet.decoding.kinds import Kind, kind_of
from alexnet.decoding.reader import decode
from alexnet.decoding.refusals import (
    LONGEST_SIDE,
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    REASONS,
    PhotoError,
    Reason,
    check_bytes,
)

__all__ = [
    "LONGEST_SIDE",
    "MAX_BYTES",
    "MAX_FRAMES",
    "MAX_PIXELS",
    "REASONS",
    "Photo",
    "PhotoError",
    "Reason",
    "open_photo",
]

_VIDEO_LIKE: tuple[Kind, ...] = ("AVIF", "HEIF")
_ONE_AT_A_TIME = threading.Lock()  # the bound on memory must hold when thirty phones send a photo at once


@dataclass(frozen=True)
class Photo:
    """A picture that is safe to keep, to show and to give to a network.

    `image` is RGB, at most `LONGEST_SIDE` on its longest side, without metadata; nobody changes it.
    `digest` is the SHA-256 of its size and pixels: two photos are equal when they look the same.
    """

    image: Image.Image = field(compare=False, repr=False)
    digest: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.size


def open_photo(data: bytes) -> Photo:
    """The photo in `data`, or `PhotoError` with one plain sentence. At most 512 MB of memory and a few seconds."""
    check_bytes(data)
    kind = kind_of(data)
    if kind is None:
        raise PhotoError("not-an-image")
    with _ONE_AT_A_TIME:
        image = decode_in_child(data, kind) if kind in _VIDEO_LIKE else decode(data, kind)
    return Photo(image, _digest(image))


def _digest(image: Image.Image) -> str:
    hashed = hashlib.sha256(f"{image.width}x{image.height}:".encode())
    hashed.update(image.tobytes())
    return hashed.hexdigest()
