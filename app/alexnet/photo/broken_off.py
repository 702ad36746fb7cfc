"""JPEGs that break off: the end marker alone is missing, or the last rows too. Browsers show them, and so do we."""

from __future__ import annotations

from PIL import Image, ImageChops

from alexnet.photo import jpeg
from alexnet.photo.decoding import decode
from alexnet.photo.limits import PhotoError

LEAST_SHARE = 0.88
"""Of a picture's rows: what is missing below must not reach far into the square that the networks look at."""
_END = b"\xff\xd9"
_OTHER_DATA = bytes(range(1, 255)) * 16


def decode_without_end(data: bytes) -> Image.Image:
    """The picture of a JPEG without end, flat where nothing arrived; `PhotoError` when too much is missing.

    A progressive file brings the whole picture early and its fineness late: only that must have begun. How far
    a sequential one goes, nothing in it tells. It is decoded twice, with two different continuations put where it
    breaks off: down to the first row in which they differ, the picture is the file's own.
    """
    found = jpeg.layout(data)
    start = data[: found.usable].rstrip(b"\xff")
    image = decode(start + _END, "JPEG")
    if found.is_covered:
        return image
    differing = ImageChops.difference(image, decode(start + _OTHER_DATA + _END, "JPEG")).getbbox()
    if found.progressive or (differing is not None and differing[1] < LEAST_SHARE * image.height):
        raise PhotoError("truncated")
    return image
