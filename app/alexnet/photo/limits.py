"""The bounds a photo must keep, and the one exception for a photo that does not."""

from __future__ import annotations

from typing import Literal, get_args

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 64 * 10**6
MAX_FRAMES = 1000
MAX_MEMORY = 480 * 2**20
"""What one decoder may use for its pixels: with the file itself this keeps a whole decoding below 512 MB."""
MAX_SECONDS = 5.0
"""Processor time of one decoding. Ordinary photos need a few hundredths of a second, the largest about one."""
LONGEST_SIDE = 1024
"""Of the picture that is kept: four times what the networks look at, and enough for a museum's screen."""

Reason = Literal[
    "empty",
    "not-an-image",
    "truncated",
    "unsupported",
    "too-many-bytes",
    "too-many-pixels",
    "too-many-frames",
    "decompression-bomb",
    "too-slow",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

_SENTENCES: dict[Reason, str] = {
    "empty": "The file is empty.",
    "not-an-image": "This is not a picture in a known format (JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF, HEIC).",
    "truncated": "The picture is damaged or cut short.",
    "unsupported": "The picture is of a rare sort that is not read here, such as one of floating-point colours.",
    "too-many-bytes": "The file has {megabytes:.1f} MB, more than the {limit:.0f} MB that are accepted.",
    "too-many-pixels": "The picture has {megapixels:.1f} megapixels, more than the {limit:.0f} that are accepted.",
    "too-many-frames": "The animation has more than {limit} frames.",
    "decompression-bomb": "The file unpacks to far more data than a photo holds.",
    "too-slow": "The picture takes too long to open.",
}


class PhotoError(ValueError):
    """A photo that is refused: `reason` for the museum's words, `details` for their numbers, `str()` in English.

    It never carries the photo's bytes, its name or a decoder's message, so it is safe to log.
    """

    def __init__(self, reason: Reason, **details: float) -> None:
        super().__init__(_SENTENCES[reason].format(**details))
        self.reason: Reason = reason
        self.details = details


def check_bytes(data: bytes) -> None:
    """Refuse an empty file and one that is too long, before anything looks inside."""
    if not data:
        raise PhotoError("empty")
    if len(data) > MAX_BYTES:
        # rounded up, so that a file one byte too long does not read as exactly the limit
        raise PhotoError("too-many-bytes", megabytes=len(data) / 2**20 + 0.05, limit=MAX_BYTES / 2**20)


def check_pixels(size: tuple[int, int], bytes_per_pixel: float) -> None:
    """Refuse a picture whose header promises more pixels than allowed, or than its decoder can hold in memory."""
    pixels = size[0] * size[1]
    limit = min(MAX_PIXELS, int(MAX_MEMORY / bytes_per_pixel))
    if pixels > limit:
        raise PhotoError("too-many-pixels", megapixels=pixels / 1e6, limit=limit // 10**6)
