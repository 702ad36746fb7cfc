"""What kind of picture the bytes are, by their first bytes alone: a file's name or extension is never asked."""

from __future__ import annotations

from typing import Literal

Kind = Literal["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"]
"""Pillow's names of the formats that are accepted; each photo is offered to the one decoder of its own kind."""

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def kind_of(data: bytes) -> Kind | None:
    """The format that the first bytes announce, or None when they announce none that is accepted."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    # "BM" alone would also greet a text about BMW; the header that follows has one of seven lengths
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    return _kind_of_container(data)


def _kind_of_container(data: bytes) -> Kind | None:
    """AVIF and HEIC share one container (ISO base media); the brands in its first box tell them apart."""
    if data[4:8] != b"ftyp":
        return None
    box = data[8 : min(int.from_bytes(data[:4], "big"), 1024)]
    brands = {box[at : at + 4] for at in range(0, len(box), 4)}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & _HEIF_BRANDS else None


def gif_frames(data: bytes, limit: int) -> int:
    """How many frames a GIF has, counted by stepping over its blocks; stops counting just above `limit`.

    Pillow's own count would parse every frame, which a hostile file can make slow.
    """
    if len(data) < 13:
        return 0
    at, frames, steps = 13 + _palette_bytes(data[10]), 0, 0
    while at < len(data) and frames <= limit:
        block = data[at]
        if block == 0x2C and at + 9 < len(data):  # a frame: its place, perhaps its own palette, then its data
            frames += 1
            at += 11 + _palette_bytes(data[at + 9])
        elif block == 0x21:  # an extension: a comment, a delay
            at += 2
        else:
            break
        while at < len(data) and data[at]:
            at += data[at] + 1
            steps += 1
            if steps > 10**6:  # a 20 MB photo has 80,000 such pieces; this many were cut small on purpose
                return limit + 1
        at += 1
    return frames


def _palette_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
