"""Small picture files of every sort, honest and hostile, made in memory for the tests of `alexnet.photo`."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")


def picture(size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Red on its left half, blue on its right, with a bright corner at the top left: its turns can be told apart."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, *size))
    image.paste((240, 240, 240), (0, 0, size[0] // 4, size[1] // 4))
    return image


def file_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    """`image` as the bytes of a file of that kind."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def with_orientation(kind: str, orientation: int) -> bytes:
    """The usual picture in a file that asks to be turned before it is shown."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return file_of(picture(), kind, exif=exif.tobytes())


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(size: tuple[int, int], depth: int, colour: int, rows: bytes | None, *extra: bytes) -> bytes:
    """A PNG written by hand: any size and depth, with extra chunks before the pixels; no pixels when `rows` is None."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    pixels = b"" if rows is None else chunk(b"IDAT", zlib.compress(rows, 1))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + pixels + chunk(b"IEND", b"")


def large_png(size: tuple[int, int], samples: int) -> bytes:
    """A plain PNG of any size, compressed row by row, so that making it takes little memory."""
    colour = {1: 0, 3: 2, 4: 6}[samples]
    packer, parts, row = zlib.compressobj(1), [], bytes(1 + size[0] * samples)
    for _ in range(size[1]):
        parts.append(packer.compress(row))
    body = b"".join(parts) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def gif_of_frames(count: int) -> bytes:
    """An animation of `count` frames of one pixel."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * count + b"\x3b"


def tiff(entries: list[tuple[int, int, int, bytes]], body: bytes = b"") -> bytes:
    """A TIFF of one directory; an entry is (tag, type, count, its four bytes); `body` starts at byte 8."""
    directory = struct.pack("<H", len(entries))
    for tag, kind, count, value in sorted(entries):
        directory += struct.pack("<HHI", tag, kind, count) + value
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + directory + b"\0\0\0\0"


def lying_avif() -> bytes:
    """An AVIF of 3 kB whose header promises 64 x 64 pixels while the video inside has 16,384 x 16,384, all red.

    Made once with Pillow's own writer, and its `ispe` box changed; stored here because making it takes half a minute.
    """
    return zlib.decompress(base64.b85decode(_LYING_AVIF))


_LYING_AVIF = (
    "c-muNU{FXasVqn=%S>Yc0uY^>nP!-qnV9D5Xy^zOdYzkElE?r7iWw<6MNl?FL1uCZ0~+8f$SlbPvlxL`E;A=T8N_h`@fjhajKT~I"
    "Jas^}MrLMS8eFXukdw*;<t3IG7&_<Y<b&<X$}A`<0Mg!>1<Cn9S|qc$AQft#0~8AsWL9K?1eiHEIDiySVws_Hqdi!SaB_Z5QC@OR"
    "1<+((2DS#Eka%W6F3e9rhp{j+HM0OUwdJNHmIyI$aoc~d|NsB*5*8CF2ctI<63hZKc3NdFn-OsX=(O{vG>=dD(5^69hQDFivb9t0"
    "t%-J;d|G^);c*F3jcvQ;Pgs&VS>Jz|Q`D)?g@)BPdGy^T8cu4|Q=7NpYVhd;;i7yQ`c9v2{91kayXU??S(O_mTJt8A%bc4o-P*Ku"
    "#{86?=^sX|7`0;5icu>@tr)dp)QV9nMy(jNV$_PkU<K`M006OvZ*~"
)
