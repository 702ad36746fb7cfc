"""Colour profiles made from the published numbers of colour spaces, for the tests of what a photo's colours become."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image, ImageCms

D50 = (0.9642, 1.0, 0.8249)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
# x and y of red, green, blue and white, and the exponent of the curve
SPACES = {
    "Display P3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.3127, 0.3290), 2.2),
    "Adobe RGB": ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060), (0.3127, 0.3290), 563 / 256),
    "ProPhoto": ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001), (0.3457, 0.3585), 1.8),
    "swapped": ((0.300, 0.600), (0.640, 0.330), (0.150, 0.060), (0.3127, 0.3290), 2.2),
}


def rgb_profile(name: str) -> bytes:
    """The profile of one of `SPACES`."""
    *primaries, white, gamma = SPACES[name]
    full = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    target = np.array([white[0] / white[1], 1, (1 - white[0] - white[1]) / white[1]])
    full = full * np.linalg.solve(full, target)
    scale = np.diag((BRADFORD @ np.array(D50)) / (BRADFORD @ target))
    columns = (np.linalg.inv(BRADFORD) @ scale @ BRADFORD @ full).T
    tags = {b"wtpt": xyz(D50)}
    for letter, column in zip(b"rgb", columns, strict=True):
        tags[bytes([letter]) + b"XYZ"] = xyz(column)
        tags[bytes([letter]) + b"TRC"] = curve(gamma)
    return profile(b"RGB ", tags)


def grey_profile(gamma: float) -> bytes:
    """A scanner's greys, whose curve has that exponent."""
    return profile(b"GRAY", {b"wtpt": xyz(D50), b"kTRC": curve(gamma)})


def ink_profile() -> bytes:
    """Printing ink whose pure cyan, magenta and yellow are not those of a screen: a table of 2**4 colours."""
    lab = ImageCms.createProfile("LAB")
    screen = ImageCms.createProfile("sRGB")
    colours = Image.new("RGB", (16, 1))
    for index in range(16):
        c, m, y, k = (index >> 3 & 1, index >> 2 & 1, index >> 1 & 1, index & 1)
        light = 255 - 215 * k
        colours.putpixel((index, 0), (light - light * c, light - light * m * 8 // 10, light - light * y * 9 // 10))
    as_lab = ImageCms.profileToProfile(colours, screen, lab, outputMode="LAB")
    assert as_lab is not None
    table = b"".join(bytes((light, (a + 128) % 256, (b + 128) % 256)) for light, a, b in lab_values(as_lab))
    identity = bytes(range(256))
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + identity * 4 + table + identity * 3
    return profile(b"CMYK", {b"wtpt": xyz(D50), b"A2B0": lut, b"A2B1": lut}, space=b"Lab ", device=b"prtr")


def lab_values(image: Image.Image) -> list[tuple[int, int, int]]:
    """Pillow keeps a and b as signed bytes."""
    flat = image.tobytes()
    return [(flat[at], flat[at + 1], flat[at + 2]) for at in range(0, len(flat), 3)]


def profile(
    numbers: bytes, tags: dict[bytes, bytes], *, space: bytes = b"XYZ ", device: bytes = b"mntr", version: int = 2
) -> bytes:
    """A profile of these tags (ICC.1, section 7)."""
    start, table, body = 132 + 12 * len(tags), b"", b""
    for name, value in tags.items():
        value = value.ljust(-len(value) % 4 + len(value), b"\0")
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value
    size = struct.pack(">I", start + len(body))
    head = size + b"test" + bytes((version, 0x20, 0, 0)) + device + numbers + space + bytes(12) + b"acsp" + bytes(28)
    return (head + xyz(D50)[8:]).ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def xyz(value: tuple[float, float, float]) -> bytes:
    """A tag of one colour."""
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in value))


def curve(gamma: float) -> bytes:
    """A tag of a curve with one exponent."""
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def twin(image: Image.Image, icc: bytes) -> Image.Image:
    """The picture in the profile's numbers: with the profile beside them it looks as the sRGB picture does."""
    space = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    mode = {b"GRAY": "L", b"RGB ": "RGB"}[icc[16:20]]
    made = ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), space, ImageCms.Intent.RELATIVE_COLORIMETRIC, mode
    )
    assert made is not None
    made.info.clear()
    return made
