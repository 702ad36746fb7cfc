"""Whether a picture that no decoder takes up is of a sort that is not read here, rather than damaged."""

from __future__ import annotations

from typing import Literal

from alexnet.photo import jpeg
from alexnet.photo.formats import Kind

_WIDTH, _HEIGHT, _COLOURS = 256, 257, 262
_TYPE_SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_BMP_COMPRESSIONS = range(4)


def is_unread_sort(data: bytes, kind: Kind) -> bool:
    """Whether the header is all there, and asks for what the decoder of its kind does not do.

    Such are TIFFs of broken numbers in several colours, or with a rare compression; JPEGs of 12 bits; bitmaps with
    a JPEG inside.
    """
    if kind == "JPEG":
        found = jpeg.layout(data)
        return bool(found.scans) and found.bits != 8
    if kind == "BMP":
        return len(data) > 54 and int.from_bytes(data[30:34], "little") not in _BMP_COMPRESSIONS
    return kind == "TIFF" and {_WIDTH, _HEIGHT, _COLOURS} <= _tiff_tags(data)


def _tiff_tags(data: bytes) -> set[int]:
    """The tags of the first directory (TIFF 6.0, section 2); none when part of it, or of its values, is missing."""
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)

    start = number(4, 4)
    entries = range(start + 2, start + 2 + 12 * number(start, 2), 12)
    for at in entries:
        length = number(at + 4, 4) * _TYPE_SIZES.get(number(at + 2, 2), 1)
        if max(at + 12, number(at + 8, 4) + length if length > 4 else 0) > len(data):
            return set()
    return {number(at, 2) for at in entries}
