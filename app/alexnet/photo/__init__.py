"""Untrusted bytes in, a safe photo out: the only way a picture enters the exhibit.

JPEG, PNG, WebP, GIF, BMP, TIFF (first page), AVIF and HEIC are accepted, whatever the file is called; of an animation
the first frame in which there is something to see.
The result is upright, plain sRGB and small; of everything else in the file, and that includes where and when
a photo was taken, nothing survives. Nothing is written to disk and nothing is logged.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from alexnet.photo.broken_off import decode_without_end
from alexnet.photo.decoding import decode
from alexnet.photo.formats import Kind, kind_of
from alexnet.photo.limits import (
    LONGEST_SIDE,
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    REASONS,
    PhotoError,
    Reason,
    check_bytes,
)
from alexnet.photo.sandbox import decode_in_sandbox
from alexnet.photo.to_rgb import is_blank

__all__ = [
    "LONGEST_SIDE",
    "MAX_BYTES",
    "MAX_FRAMES",
    "MAX_PIXELS",
    "NOTES",
    "REASONS",
    "Note",
    "Photo",
    "PhotoError",
    "Reason",
    "open_photo",
]

Note = Literal["incomplete", "blank"]
NOTES: dict[Note, str] = {
    "incomplete": "The end of this file is missing; what there is of the photo is used.",
    "blank": "There is nothing to see in this photo: it has one colour all over, and its names mean nothing.",
}
"""What may be said of a photo that is answered all the same, in English."""

_APART: tuple[Kind, ...] = ("AVIF", "HEIF", "TIFF")
_ONE_AT_A_TIME = threading.Lock()  # the bound on memory must hold when thirty phones send a photo at once


@dataclass(frozen=True)
class Photo:
    """A picture that is safe to keep, to show and to give to a network.

    `image` is RGB, at most `LONGEST_SIDE` on its longest side, without metadata; nobody changes it.
    `digest` is the SHA-256 of its size and pixels: two photos are equal when they look the same.
    `notes` are what whoever sees the photo should be told of it.
    """

    image: Image.Image = field(compare=False, repr=False)
    digest: str
    notes: tuple[Note, ...] = field(default=(), compare=False)

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
        image, lacks_end = _decode(data, kind)
    notes: dict[Note, bool] = {"incomplete": lacks_end, "blank": is_blank(image)}
    return Photo(image, _digest(image), tuple(note for note, is_true in notes.items() if is_true))


def _decode(data: bytes, kind: Kind) -> tuple[Image.Image, bool]:
    """The picture, and whether its file breaks off before its end."""
    if kind in _APART:
        return decode_in_sandbox(data, kind), False
    try:
        return decode(data, kind), False
    except PhotoError as refusal:
        if kind != "JPEG" or refusal.reason != "truncated":
            raise
    return decode_without_end(data), True


def _digest(image: Image.Image) -> str:
    hashed = hashlib.sha256(f"{image.width}x{image.height}:".encode())
    hashed.update(image.tobytes())
    return hashed.hexdigest()
